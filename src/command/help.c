/*
 * Lays the option table out for a reader, in 80 columns.  It has no texts of
 * its own but those that belong to no row.
 */
#include "command/help.h"

#include <stdio.h>
#include <string.h>

/* Where the second column begins. */
#define COLUMN 25

/* Does the command take options that the smallest of all does not? */
static bool
takes_options(enum options_command command)
{
	const struct options_row *row;

	for (size_t i = 0; (row = options_option(i)) != NULL; i++)
		if (options_takes(command, row) &&
		    !options_takes(OPTIONS_VERSION_WORD, row))
			return true;
	return false;
}

static void
write_usage(struct sink *out, bool first, size_t n)
{
	const struct options_command_row *row = options_command(n);
	bool optional = n == OPTIONS_EXTRACT;
	bool options = takes_options((enum options_command)n);

	sink_print(out, "%s pubscour %s%s%s %s%s\n",
	    first ? "Usage:" : "      ", optional ? "[" : "", row->name,
	    optional ? "]" : "", options ? "[OPTION]... " : "", row->operands);
}

static void
write_option(struct sink *out, const struct options_row *row)
{
	char left[64];
	const char *help = row->help;
	const char *end;

	snprintf(left, sizeof(left), "%c%c%c --%s%s%s",
	    row->letter == '\0' ? ' ' : '-',
	    row->letter == '\0' ? ' ' : row->letter,
	    row->letter == '\0' ? ' ' : ',', row->name,
	    row->argument == NULL ? "" : " ",
	    row->argument == NULL ? "" : row->argument);
	sink_print(out, "  %-*s", COLUMN - 2, left);
	if (strlen(left) >= COLUMN - 2)
		sink_print(out, "\n%*s", COLUMN, "");
	while ((end = strchr(help, '\n')) != NULL) {
		sink_print(
		    out, "%.*s\n%*s", (int)(end - help), help, COLUMN, "");
		help = end + 1;
	}
	sink_print(out, "%s\n", help);
}

static void
write_options(struct sink *out, enum options_command command)
{
	const struct options_row *row;

	for (size_t i = 0; (row = options_option(i)) != NULL; i++)
		if (options_takes(command, row) && !row->fetching)
			write_option(out, row);
}

/* The options of fetching that `command` takes. */
static void
write_fetching(struct sink *out, enum options_command command)
{
	const struct options_row *row;
	bool any = false;

	for (size_t i = 0; (row = options_option(i)) != NULL; i++) {
		if (!options_takes(command, row) || !row->fetching)
			continue;
		if (!any)
			sink_print(out, "\nFetching:\n");
		any = true;
		write_option(out, row);
	}
}

/* The options of `command` that extract does not have. */
static void
write_own(struct sink *out, enum options_command command)
{
	const struct options_row *row;
	bool any = false;

	for (size_t i = 0; (row = options_option(i)) != NULL; i++) {
		if (!options_takes(command, row) ||
		    options_takes(OPTIONS_EXTRACT, row) || row->fetching)
			continue;
		if (!any)
			sink_print(out, "\nOptions of %s only:\n",
			    options_command(command)->name);
		any = true;
		write_option(out, row);
	}
}

static void
write_commands(struct sink *out)
{
	const struct options_command_row *row;

	sink_print(out, "\nCommands:\n");
	for (size_t i = 0; (row = options_command(i)) != NULL; i++)
		sink_print(out, "  %-*s%s\n", COLUMN - 2, row->name, row->help);
	sink_print(out,
	    "\n\"pubscour COMMAND --help\" tells which options a command"
	    " takes.\n");
}

static void
write_all(struct sink *out)
{
	for (size_t i = 0; i < OPTIONS_COMMANDS; i++)
		write_usage(out, i == 0, i);
	sink_print(out,
	    "\nTurns PubMed pages (saved as HTML, plain or gzip, or fetched)"
	    " into clean JSON\nrecords, and any page into text without banner"
	    " and navigation.\n");
	write_commands(out);
	sink_print(out, "\nOptions of extract:\n");
	write_options(out, OPTIONS_EXTRACT);
	for (size_t i = 0; i < OPTIONS_COMMANDS; i++)
		write_own(out, (enum options_command)i);
	/* extract takes them all. */
	write_fetching(out, OPTIONS_EXTRACT);
}

void
help_write(struct sink *out, const struct options *options)
{
	if (options->named) {
		write_usage(out, true, options->command);
		sink_print(
		    out, "\n%s", options_command(options->command)->text);
		sink_print(out, "\nOptions:\n");
		write_options(out, options->command);
		write_fetching(out, options->command);
	} else {
		write_all(out);
	}
	sink_print(out,
	    "\nExit status: 0 all is well; 1 some input failed, differs or"
	    " could not be\nwritten; 2 wrong usage; 130 or 143 it was"
	    " stopped.\n");
}
