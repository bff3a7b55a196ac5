/*
 * Writes the tables of options.h as a bash or zsh script.  Knows the shells'
 * languages, and no option by name.
 */
#include "command/completion.h"

#include <stdio.h>
#include <string.h>

#include "command/sink.h"

static void
write_command_names(struct sink *out)
{
	for (size_t i = 0; i < OPTIONS_COMMANDS; i++)
		sink_print(
		    out, "%s%s", i == 0 ? "" : " ", options_command(i)->name);
}

/* "--null -0 --quiet -q": the options of `command`. */
static void
write_option_names(struct sink *out, enum options_command command)
{
	const struct options_row *row;
	const char *space = "";

	for (size_t i = 0; (row = options_option(i)) != NULL; i++) {
		if (!options_takes(command, row))
			continue;
		sink_print(out, "%s--%s", space, row->name);
		space = " ";
		if (row->letter != '\0')
			sink_print(out, " -%c", row->letter);
	}
}

static bool
is_path(const struct options_row *row)
{
	return strcmp(row->argument, "FILE") == 0 ||
	       strcmp(row->argument, "DIR") == 0;
}

/* "explain:--output|explain:-o": the option behind commands that take it. */
static void
write_bash_pattern(struct sink *out, const struct options_row *row)
{
	const char *bar = "";
	const char *name;

	for (size_t i = 0; i < OPTIONS_COMMANDS; i++) {
		if (!options_takes((enum options_command)i, row))
			continue;
		name = options_command(i)->name;
		sink_print(out, "%s%s:--%s", bar, name, row->name);
		bar = "|";
		if (row->letter != '\0')
			sink_print(out, "|%s:-%c", name, row->letter);
	}
}

/* A branch for each option with an argument, by the word before. */
static void
write_bash_arguments(struct sink *out)
{
	const struct options_row *row;

	for (size_t i = 0; (row = options_option(i)) != NULL; i++) {
		if (row->argument == NULL)
			continue;
		sink_print(out, "\t");
		write_bash_pattern(out, row);
		sink_print(out, ")\n");
		if (row->words != NULL)
			sink_print(out,
			    "\t\tmapfile -t COMPREPLY < <(compgen -W "
			    "\"%s\" -- \"$word\")\n",
			    row->words);
		else if (is_path(row))
			sink_print(out,
			    "\t\tmapfile -t COMPREPLY < <(compgen -f -- "
			    "\"$word\")\n");
		sink_print(out, "\t\treturn\n\t\t;;\n");
	}
}

/* A branch for each command: its options, and the operands it knows. */
static void
write_bash_commands(struct sink *out)
{
	const struct options_command_row *row;

	for (size_t i = 0; (row = options_command(i)) != NULL; i++) {
		sink_print(out, "\t%s)\n\t\toptions=\"", row->name);
		write_option_names(out, (enum options_command)i);
		sink_print(out, "\"\n\t\toperands=\"%s\"%s\n\t\t;;\n",
		    row->words == NULL ? "" : row->words,
		    row->words == NULL ? " files=yes" : "");
	}
}

static const char bash_head[] =
    "# bash completion of pubscour\n"
    "_pubscour() {\n"
    "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=\"\"\n"
    "\tlocal command=${COMP_WORDS[1]} options=\"\" operands=\"\" files=\"\"\n"
    "\n"
    "\tCOMPREPLY=()\n"
    "\t((COMP_CWORD > 0)) && before=${COMP_WORDS[COMP_CWORD - 1]}\n"
    /* bash takes --format=js for three words. */
    "\tif [[ $word == = ]]; then\n"
    "\t\tword=\"\"\n"
    "\telif [[ $before == = ]] && ((COMP_CWORD > 1)); then\n"
    "\t\tbefore=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "\tfi\n"
    "\tlocal names=\"";

static const char bash_tail[] =
    "\tesac\n"
    "\tif [[ $word == -* ]]; then\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tif [[ -n $files ]]; then\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
    "\tfi\n"
    "\tif ((COMP_CWORD == 1)); then\n"
    "\t\toperands=\"$names\"\n"
    "\tfi\n"
    "\tmapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(\n"
    "\t\tcompgen -W \"$operands\" -- \"$word\")\n"
    "}\n"
    "complete -o filenames -F _pubscour pubscour\n";

static void
write_bash(struct sink *out)
{
	sink_print(out, "%s", bash_head);
	write_command_names(out);
	sink_print(out, "\"\n");
	/* The first word may be half a command, or none. */
	sink_print(out,
	    "\tif ((COMP_CWORD == 1)) || "
	    "[[ \" $names \" != *\" $command \"* ]]; then\n"
	    "\t\tcommand=%s\n\tfi\n\tcase $command:$before in\n",
	    options_command(OPTIONS_EXTRACT)->name);
	write_bash_arguments(out);
	sink_print(out, "\tesac\n\tcase $command in\n");
	write_bash_commands(out);
	sink_print(out, "%s", bash_tail);
}

/* A help text on one line, fit for '...[text]...' of _arguments. */
static void
write_zsh_help(struct sink *out, const char *help)
{
	for (; *help != '\0'; help++) {
		if (*help == '\n')
			sink_print(out, " ");
		else if (*help == '\'')
			sink_print(out, "'\\''");
		else if (strchr("[]:\\", *help) != NULL)
			sink_print(out, "\\%c", *help);
		else
			sink_print(out, "%c", *help);
	}
}

static void
write_zsh_spec(
    struct sink *out, const struct options_row *row, const char *flag)
{
	sink_print(out, "\t\t\t'*%s[", flag);
	write_zsh_help(out, row->help);
	sink_print(out, "]");
	if (row->argument != NULL)
		sink_print(out, ":%s:", row->argument);
	if (row->words != NULL)
		sink_print(out, "(%s)", row->words);
	else if (row->argument != NULL && is_path(row))
		sink_print(out, "_files");
	sink_print(out, "' \\\n");
}

static void
write_zsh_command(struct sink *out, enum options_command command)
{
	const struct options_command_row *name = options_command(command);
	const struct options_row *row;
	char flag[32];

	sink_print(out, "\t%s)\n\t\t_arguments -s -S \\\n", name->name);
	for (size_t i = 0; (row = options_option(i)) != NULL; i++) {
		if (!options_takes(command, row))
			continue;
		snprintf(flag, sizeof(flag), "--%s%s", row->name,
		    row->argument == NULL ? "" : "=");
		write_zsh_spec(out, row, flag);
		if (row->letter == '\0')
			continue;
		snprintf(flag, sizeof(flag), "-%c%s", row->letter,
		    row->argument == NULL ? "" : "+");
		write_zsh_spec(out, row, flag);
	}
	if (name->words != NULL)
		sink_print(
		    out, "\t\t\t'*:%s:(%s)'\n", name->operands, name->words);
	else
		sink_print(out, "\t\t\t'*:input:_files'\n");
	sink_print(out, "\t\t;;\n");
}

static void
write_zsh_names(struct sink *out)
{
	const struct options_command_row *row;

	for (size_t i = 0; (row = options_command(i)) != NULL; i++) {
		sink_print(out, "\t\t'%s:", row->name);
		write_zsh_help(out, row->help);
		sink_print(out, "'\n");
	}
}

static const char zsh_middle[] =
    "\t)\n"
    "\tif ((CURRENT == 2)) && [[ $words[2] != -* ]]; then\n"
    "\t\t_describe command names\n"
    "\t\t_files\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tif ((${names[(I)$words[2]:*]})); then\n"
    "\t\tcommand=$words[2]\n"
    "\t\tshift words\n"
    "\t\t((CURRENT--))\n"
    "\tfi\n"
    "\tcase $command in\n";

static void
write_zsh(struct sink *out)
{
	sink_print(out,
	    "#compdef pubscour\n# zsh completion of pubscour\n"
	    "_pubscour() {\n\tlocal command=%s\n\tlocal -a names=(\n",
	    options_command(OPTIONS_EXTRACT)->name);
	write_zsh_names(out);
	sink_print(out, "%s", zsh_middle);
	for (size_t i = 0; i < OPTIONS_COMMANDS; i++)
		write_zsh_command(out, (enum options_command)i);
	/* Loaded by compinit it is called; by eval it is registered. */
	sink_print(out,
	    "\tesac\n}\n"
	    "if [[ ${funcstack[1]} == _pubscour ]]; then\n"
	    "\t_pubscour \"$@\"\nelse\n\tcompdef _pubscour pubscour\nfi\n");
}

int
completion_run(const struct options *options)
{
	const char *shell = options->count == 1 ? options->sources[0].text : "";
	struct sink out;

	if (strcmp(shell, "bash") != 0 && strcmp(shell, "zsh") != 0) {
		options_complain(
		    options, "completion needs one shell: bash or zsh");
		return 2;
	}
	if (!sink_open(&out, NULL))
		return 1;
	if (strcmp(shell, "bash") == 0)
		write_bash(&out);
	else
		write_zsh(&out);
	return sink_close(&out, true) ? 0 : 1;
}
