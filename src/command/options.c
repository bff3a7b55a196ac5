/*
 * What can stand on the command line.  One row here is all it takes to add an
 * option: the parser, --help and the completions are made from the tables.
 * What an option does is not known here.
 */
#include "command/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/memory.h"
#include "command/report.h"
#include "command/suggest.h"
#include "pubscour.h"

#define EXTRACT (1u << OPTIONS_EXTRACT)
#define CLEAN (1u << OPTIONS_CLEAN)
#define EXPLAIN (1u << OPTIONS_EXPLAIN)
#define CHECK (1u << OPTIONS_CHECK)
#define ALL ((1u << OPTIONS_COMMANDS) - 1)

/* No line is wider. */
#define MAX_WIDTH 100000

/* What getopt_long() returns for the option in row 0; letters are less. */
#define FIRST_ROW 256

/* What it returns for an operand, where the short options begin with "-". */
#define OPERAND 1

static bool set_format(struct options *options, const char *argument);
static bool set_compact(struct options *options, const char *argument);
static bool set_only(struct options *options, const char *argument);
static bool set_output(struct options *options, const char *argument);
static bool set_from(struct options *options, const char *argument);
static bool set_profile(struct options *options, const char *argument);
static bool set_base(struct options *options, const char *argument);
static bool set_width(struct options *options, const char *argument);
static bool set_null(struct options *options, const char *argument);
static bool set_max_bytes(struct options *options, const char *argument);
static bool set_strict(struct options *options, const char *argument);
static bool set_quiet(struct options *options, const char *argument);
static bool set_no_squeeze(struct options *options, const char *argument);
static bool set_update(struct options *options, const char *argument);
static bool set_html(struct options *options, const char *argument);
static bool set_help(struct options *options, const char *argument);
static bool set_version(struct options *options, const char *argument);
static bool set_schema(struct options *options, const char *argument);

/* clang-format off */
static const struct options_command_row commands[] = {
	[OPTIONS_EXTRACT] = {
		"extract", "[FILE|FOLDER]...", NULL,
		"write the record of each page (the default)",
		"Writes the record of each saved PubMed page as JSON: one"
		" indented object for a\n"
		"single page, else JSON Lines, one line for each input in the"
		" order given.\n"
		"Folders are searched for *.html, *.htm, *.html.gz and"
		" *.htm.gz. \"-\", or\n"
		"nothing, is standard input.\n" },
	[OPTIONS_CLEAN] = {
		"clean", "[FILE|FOLDER]...", NULL,
		"write any page without banner and navigation",
		"Writes each page, of any site, without banner, navigation and"
		" notices; of an\n"
		"article of PubMed, what its record says, in reading order."
		" Several pages come\n"
		"one after another, each under its name (json: one line each),"
		" or, with --output\n"
		"FOLDER/, into a file each. A page of which nothing would be"
		" left is an error.\n"
		"Inputs are named as for extract.\n" },
	[OPTIONS_EXPLAIN] = {
		"explain", "[FILE|FOLDER]...", NULL,
		"show how a page was read",
		"Shows for each page which fields were found and where, the"
		" warnings, and what\n"
		"was dropped; of a page that is no PubMed article, what"
		" cleaning drops of it.\n"
		"With --html a page is written as itself, shaded and"
		" outlined; several need\n"
		"--output FOLDER/.\n" },
	[OPTIONS_CHECK] = {
		"check", "FOLDER|FILE...", NULL,
		"compare pages with the records they should give",
		"Reads every page again and compares its record with the file"
		" beside it:\n"
		"NAME.html (.htm, .html.gz, .htm.gz) with NAME.json, and the"
		" one page.* of a\n"
		"folder with its expected.json.\n" },
	[OPTIONS_COMPLETION] = {
		"completion", "bash|zsh", "bash zsh",
		"write a completion script for a shell",
		"Writes a completion script. For bash:"
		" eval \"$(pubscour completion bash)\"\n" },
	[OPTIONS_HELP_WORD] = {
		"help", "[COMMAND]",
		"extract clean explain check completion help version",
		"print this help, or that of a command",
		"Prints the help of a command, or of all.\n" },
	[OPTIONS_VERSION_WORD] = {
		"version", "[--help]", "",
		"print the version",
		"Prints the version, as --version does.\n" },
};

static const struct options_row table[] = {
	{ "format", "FORMAT", "json jsonl", set_format,
		"json: indented objects, one after another;\n"
		"jsonl: one line for each input, failed ones too",
		EXTRACT, '\0' },
	{ "format", "FORMAT", "markdown text html json jsonl", set_format,
		"markdown (the default), text, html, json, or\n"
		"jsonl: one line for each input, failed ones too;\n"
		"of several inputs json is jsonl",
		CLEAN, '\0' },
	{ "profile", "PROFILE", "auto pubmed pmc bookshelf generic",
		set_profile,
		"by which rules; auto (the default): the page\n"
		"tells; pubmed: article pages and no others",
		CLEAN | EXPLAIN, '\0' },
	{ "base", "URL", NULL, set_base,
		"the page's address: links are made absolute",
		CLEAN, '\0' },
	{ "width", "N", NULL, set_width,
		"fill lines of text up to N columns; 0: one line\n"
		"a paragraph (default: 0, on a terminal its\n"
		"width, 80 at most)",
		CLEAN, '\0' },
	{ "compact", NULL, NULL, set_compact,
		"one line for each object, also with json",
		EXTRACT | CLEAN, '\0' },
	{ "only", "KEYS", NULL, set_only,
		"only these keys, separated by commas, nested\n"
		"ones with dots: pmid,references.items.doi",
		EXTRACT, '\0' },
	{ "output", "FILE", NULL, set_output,
		"write to FILE, which appears whole or not at all",
		EXTRACT, 'o' },
	{ "output", "FILE", NULL, set_output,
		"write to FILE, which appears whole or not at\n"
		"all; FOLDER/: with --html, to NAME.html below\n"
		"it, a file for each input",
		EXPLAIN, 'o' },
	{ "output", "FILE", NULL, set_output,
		"write to FILE, which appears whole or not at\n"
		"all; FOLDER/: to NAME.md (.txt, .html, .json)\n"
		"below it, a file for each input",
		CLEAN, 'o' },
	{ "from", "FILE", NULL, set_from,
		"read more inputs from FILE, one a line (\"-\":\n"
		"from standard input)",
		EXTRACT | CLEAN | EXPLAIN, '\0' },
	{ "null", NULL, NULL, set_null,
		"the names in a --from FILE end with a NUL byte",
		EXTRACT | CLEAN | EXPLAIN, '0' },
	{ "max-bytes", "N", NULL, set_max_bytes,
		"refuse larger inputs; k, M and G multiply by\n"
		"1024 (default: 64M)",
		EXTRACT | CLEAN | EXPLAIN | CHECK, '\0' },
	{ "strict", NULL, NULL, set_strict,
		"a warning counts as a failure, except\n"
		"truncated-list, which is the page's own doing",
		EXTRACT | CLEAN, '\0' },
	{ "quiet", NULL, NULL, set_quiet,
		"no warnings on standard error",
		EXTRACT | CLEAN, 'q' },
	{ "no-squeeze", NULL, NULL, set_no_squeeze,
		"parse each page whole: slower, the same record",
		EXTRACT | CLEAN | CHECK, '\0' },
	{ "html", NULL, NULL, set_html,
		"the page itself, what was dropped shaded, fields\n"
		"outlined, with a legend: to open in a browser",
		EXPLAIN, '\0' },
	{ "update", NULL, NULL, set_update,
		"write the records that differ or are missing",
		CHECK, '\0' },
	{ "schema", NULL, NULL, set_schema,
		"print the JSON Schema of the record",
		EXTRACT, '\0' },
	{ "schema", NULL, NULL, set_schema,
		"print the JSON Schema of what json writes",
		CLEAN, '\0' },
	{ "version", NULL, NULL, set_version,
		"print the version",
		EXTRACT, 'V' },
	{ "help", NULL, NULL, set_help,
		"print this help",
		ALL, 'h' },
};
/* clang-format on */

#define ROWS (sizeof(table) / sizeof(table[0]))

const struct options_command_row *
options_command(size_t n)
{
	return n < OPTIONS_COMMANDS ? &commands[n] : NULL;
}

const struct options_row *
options_option(size_t n)
{
	return n < ROWS ? &table[n] : NULL;
}

bool
options_takes(enum options_command command, const struct options_row *row)
{
	return (row->commands & 1u << command) != 0;
}

/* The command `word` names; OPTIONS_COMMANDS: it names none. */
static size_t
find_command(const char *word)
{
	size_t n = 0;

	while (n < OPTIONS_COMMANDS && strcmp(commands[n].name, word) != 0)
		n++;
	return n;
}

void
options_complain(const struct options *options, const char *message)
{
	bool named = options->named;

	report_say("%s (see \"pubscour %s%s--help\")", message,
	    named ? commands[options->command].name : "", named ? " " : "");
}

/* Says that `typed`, a `what`, is not known, and which name is near. */
static void
complain_unknown(
    const struct options *options, const char *what, struct suggest near)
{
	const char *dashes = strcmp(what, "option") == 0 ? "--" : "";
	size_t size = strlen(near.typed) + 128;
	char *text = memory_new(size);
	int used;

	used = snprintf(
	    text, size, "unknown %s \"%s%s\"", what, dashes, near.typed);
	if (near.name != NULL && used > 0)
		snprintf(text + used, size - (size_t)used,
		    "; did you mean \"%s%s\"?", dashes, near.name);
	options_complain(options, text);
	free(text);
}

/* Says what the argument of an option is not: "a number of bytes". */
static bool
complain_argument(const struct options *options, const char *option,
    const char *what, const char *argument)
{
	size_t size = strlen(option) + strlen(what) + strlen(argument) + 32;
	char *text = memory_new(size);

	snprintf(text, size, "--%s: not %s: \"%s\"", option, what, argument);
	options_complain(options, text);
	free(text);
	return false;
}

/* The place of `word` among the words between blanks; -1: it is not there. */
static int
find_word(const char *words, const char *word)
{
	size_t length = strlen(word), here;

	for (int n = 0; *words != '\0'; n++) {
		here = strcspn(words, " ");
		if (here == length && strncmp(words, word, here) == 0)
			return n;
		words += here;
		words += *words == ' ';
	}
	return -1;
}

/* Says what there is instead of `word`, which is near to nothing. */
static void
complain_none_of(const struct options *options, const char *what,
    const char *words, const char *word)
{
	size_t size = strlen(what) + strlen(words) + strlen(word) + 32;
	char *text = memory_new(size);

	snprintf(
	    text, size, "unknown %s \"%s\"; known are %s", what, word, words);
	options_complain(options, text);
	free(text);
}

/* Says that `word` is none of the words, and which of them is near. */
static void
complain_word(const struct options *options, const char *what,
    const char *words, const char *word)
{
	struct suggest near = suggest_new(word);
	char *all = memory_copy(words, strlen(words));
	char *at = all;

	while (*at != '\0') {
		char *end = at + strcspn(at, " ");
		char *next = *end == ' ' ? end + 1 : end;

		*end = '\0';
		suggest_try(&near, at);
		at = next;
	}
	if (near.name != NULL)
		complain_unknown(options, what, near);
	else
		complain_none_of(options, what, words, word);
	free(all);
}

/*
 * Which of the words of the command's option `name` the argument is; -1: none
 * of them, and that was said.
 */
static int
choose(const struct options *options, const char *name, const char *argument)
{
	int place;

	for (size_t i = 0; i < ROWS; i++) {
		if (!options_takes(options->command, &table[i]) ||
		    strcmp(table[i].name, name) != 0)
			continue;
		place = find_word(table[i].words, argument);
		if (place == -1)
			complain_word(options, name, table[i].words, argument);
		return place;
	}
	return -1;
}

static bool
set_format(struct options *options, const char *argument)
{
	static const enum options_format of_extract[] = { OPTIONS_JSON,
		OPTIONS_JSONL };
	static const enum options_format of_clean[] = { OPTIONS_MARKDOWN,
		OPTIONS_TEXT, OPTIONS_HTML, OPTIONS_JSON, OPTIONS_JSONL };
	int place = choose(options, "format", argument);

	if (place == -1)
		return false;
	options->format = options->command == OPTIONS_CLEAN ? of_clean[place]
							    : of_extract[place];
	return true;
}

static bool
set_profile(struct options *options, const char *argument)
{
	static const enum psc_profile profiles[] = { PSC_PROFILE_AUTO,
		PSC_PROFILE_PUBMED, PSC_PROFILE_PMC, PSC_PROFILE_BOOKSHELF,
		PSC_PROFILE_GENERIC };
	int place = choose(options, "profile", argument);

	if (place == -1)
		return false;
	options->profile = profiles[place];
	return true;
}

static bool
set_base(struct options *options, const char *argument)
{
	options->base = argument;
	return true;
}

static bool
set_width(struct options *options, const char *argument)
{
	unsigned long number;
	char *end;

	errno = 0;
	number = strtoul(argument, &end, 10);
	if (argument[0] < '0' || argument[0] > '9' || *end != '\0' ||
	    errno != 0 || number > MAX_WIDTH)
		return complain_argument(options, "width",
		    "a number of columns up to 100000", argument);
	options->width = number;
	options->has_width = true;
	return true;
}

static bool
set_compact(struct options *options, const char *argument)
{
	(void)argument;
	options->compact = true;
	return true;
}

static bool
set_only(struct options *options, const char *argument)
{
	options->only = argument;
	return true;
}

static bool
set_output(struct options *options, const char *argument)
{
	options->output = argument;
	return true;
}

static bool
set_from(struct options *options, const char *argument)
{
	options->sources[options->count++] =
	    (struct options_source){ .text = argument, .list = true };
	return true;
}

static bool
set_null(struct options *options, const char *argument)
{
	(void)argument;
	options->null = true;
	return true;
}

/* The power of 1024 a suffix stands for; 100: it is none. */
static unsigned
suffix_power(const char *suffix)
{
	static const char letters[] = "kKmMgG";
	const char *found;

	if (suffix[0] == '\0')
		return 0;
	found = strchr(letters, suffix[0]);
	if (found == NULL || suffix[1] != '\0')
		return 100;
	return (unsigned)(found - letters) / 2 + 1;
}

static bool
set_max_bytes(struct options *options, const char *argument)
{
	unsigned long long number;
	unsigned power;
	char *end;

	errno = 0;
	number = strtoull(argument, &end, 10);
	power = suffix_power(end);
	if (argument[0] < '0' || argument[0] > '9' || errno != 0 ||
	    number == 0 || power > 3)
		return complain_argument(
		    options, "max-bytes", "a number of bytes", argument);
	if (number > SIZE_MAX >> (10 * power))
		return complain_argument(
		    options, "max-bytes", "a number of bytes", argument);
	options->max_bytes = (size_t)number << (10 * power);
	return true;
}

static bool
set_strict(struct options *options, const char *argument)
{
	(void)argument;
	options->strict = true;
	return true;
}

static bool
set_quiet(struct options *options, const char *argument)
{
	(void)argument;
	options->quiet = true;
	return true;
}

static bool
set_no_squeeze(struct options *options, const char *argument)
{
	(void)argument;
	options->no_squeeze = true;
	return true;
}

static bool
set_update(struct options *options, const char *argument)
{
	(void)argument;
	options->update = true;
	return true;
}

static bool
set_html(struct options *options, const char *argument)
{
	(void)argument;
	options->html = true;
	return true;
}

static bool
set_help(struct options *options, const char *argument)
{
	(void)argument;
	options->action = OPTIONS_HELP;
	return true;
}

static bool
set_version(struct options *options, const char *argument)
{
	(void)argument;
	options->action = OPTIONS_VERSION;
	return true;
}

static bool
set_schema(struct options *options, const char *argument)
{
	(void)argument;
	options->action = OPTIONS_SCHEMA;
	return true;
}

static void
add_operand(struct options *options, const char *text)
{
	options->sources[options->count++] =
	    (struct options_source){ .text = text, .list = false };
}

/* The rows of the command as getopt_long() wants them. */
static void
make_long(enum options_command command, struct option *all)
{
	size_t used = 0;

	for (size_t i = 0; i < ROWS; i++) {
		if (!options_takes(command, &table[i]))
			continue;
		all[used++] = (struct option){ .name = table[i].name,
			.has_arg = table[i].argument == NULL
				       ? no_argument
				       : required_argument,
			.val = FIRST_ROW + (int)i };
	}
	all[used] = (struct option){ 0 };
}

/* "-": operands come in order; ":": a missing argument is told apart. */
static void
make_short(enum options_command command, char *all)
{
	*all++ = '-';
	*all++ = ':';
	for (size_t i = 0; i < ROWS; i++) {
		if (table[i].letter == '\0' ||
		    !options_takes(command, &table[i]))
			continue;
		*all++ = table[i].letter;
		if (table[i].argument != NULL)
			*all++ = ':';
	}
	*all = '\0';
}

/* The row of the command that getopt_long() means by `value`; NULL: none. */
static const struct options_row *
row_of(const struct options *options, int value)
{
	if (value >= FIRST_ROW)
		return options_option((size_t)(value - FIRST_ROW));
	for (size_t i = 0; i < ROWS; i++)
		if (value != 0 && table[i].letter == value &&
		    options_takes(options->command, &table[i]))
			return &table[i];
	return NULL;
}

/*
 * How many options of the command begin with `typed`; their names go into
 * `text`, of `size` bytes, one after another.
 */
static size_t
find_abbreviated(
    const struct options *options, const char *typed, char *text, size_t size)
{
	size_t length = strlen(typed);
	size_t count = 0;
	size_t used = 0;

	for (size_t i = 0; i < ROWS && length > 0; i++) {
		if (!options_takes(options->command, &table[i]) ||
		    strncmp(table[i].name, typed, length) != 0)
			continue;
		if (used < size)
			used += (size_t)snprintf(text + used, size - used,
			    "%s--%s", count == 0 ? "" : ", ", table[i].name);
		count++;
	}
	return count;
}

/* Is `typed` short for several options?  Says so then, and for which. */
static bool
is_ambiguous(const struct options *options, const char *typed)
{
	char names[ROWS * 16] = "";
	char text[sizeof(names) + 80];

	if (find_abbreviated(options, typed, names, sizeof(names)) < 2)
		return false;
	snprintf(text, sizeof(text), "\"--%s\" is ambiguous: %s", typed, names);
	options_complain(options, text);
	return true;
}

/* A long option that this command does not have: `typed` is its name. */
static void
complain_long(const struct options *options, const char *typed)
{
	struct suggest near = suggest_new(typed);
	char text[160];

	if (is_ambiguous(options, typed))
		return;
	for (size_t i = 0; i < ROWS; i++) {
		if (options_takes(options->command, &table[i]))
			suggest_try(&near, table[i].name);
		if (strcmp(table[i].name, typed) != 0)
			continue;
		snprintf(text, sizeof(text), "%s takes no option \"--%s\"",
		    commands[options->command].name, typed);
		options_complain(options, text);
		return;
	}
	complain_unknown(options, "option", near);
}

/* getopt_long() returned '?'; `word` is the one it stopped at. */
static void
complain_option(const struct options *options, const char *word)
{
	const struct options_row *row = row_of(options, optopt);
	char text[80];
	char *typed;

	if (optopt >= FIRST_ROW && row != NULL) {
		snprintf(
		    text, sizeof(text), "--%s takes no argument", row->name);
		options_complain(options, text);
	} else if (optopt != 0) {
		snprintf(text, sizeof(text), "unknown option \"-%c\"", optopt);
		options_complain(options, text);
	} else {
		typed = memory_copy(word + 2, strcspn(word + 2, "="));
		complain_long(options, typed);
		free(typed);
	}
}

static void
complain_missing(const struct options *options)
{
	const struct options_row *row = row_of(options, optopt);
	char text[80];

	snprintf(text, sizeof(text), "--%s needs an argument: %s",
	    row == NULL ? "?" : row->name, row == NULL ? "" : row->argument);
	options_complain(options, text);
}

/*
 * An operand among options.  A command's name behind an option is no file,
 * unless there is one: it came too late.
 */
static bool
take_operand(struct options *options, const char *text)
{
	size_t command = find_command(text);
	char message[80];

	add_operand(options, text);
	if (command == OPTIONS_COMMANDS || options->named ||
	    options->action != OPTIONS_RUN || access(text, F_OK) == 0)
		return true;
	snprintf(message, sizeof(message),
	    "\"%s\" is a command and must come first", text);
	options_complain(options, message);
	return false;
}

/* One thing getopt_long() found in the word before argv[optind]. */
static bool
take(struct options *options, int value, const char *word)
{
	if (value == OPERAND)
		return take_operand(options, optarg);
	if (value == ':') {
		complain_missing(options);
		return false;
	}
	if (value == '?') {
		complain_option(options, word);
		return false;
	}
	return row_of(options, value)->set(options, optarg);
}

/*
 * The first word is no command.  It is an input then, unless it looks like a
 * command mistyped: a bare word, near a name, and no such file.
 */
static bool
is_input(const struct options *options, const char *word)
{
	struct suggest near = suggest_new(word);

	if (word[0] == '-' || strpbrk(word, "./") != NULL ||
	    access(word, F_OK) == 0)
		return true;
	for (size_t i = 0; i < OPTIONS_COMMANDS; i++)
		suggest_try(&near, commands[i].name);
	if (near.name == NULL || near.distance > 2)
		return true;
	complain_unknown(options, "command", near);
	return false;
}

/* `pubscour help [COMMAND]` asks for what `pubscour [COMMAND] --help` does. */
static bool
ask_help(struct options *options)
{
	struct suggest near;
	size_t command;

	if (options->count > 1) {
		options_complain(options, "help takes one command");
		return false;
	}
	options->action = OPTIONS_HELP;
	options->named = options->count == 1;
	if (options->count == 0)
		return true;
	command = find_command(options->sources[0].text);
	if (command < OPTIONS_COMMANDS) {
		options->command = (enum options_command)command;
		return true;
	}
	near = suggest_new(options->sources[0].text);
	for (size_t i = 0; i < OPTIONS_COMMANDS; i++)
		suggest_try(&near, commands[i].name);
	complain_unknown(options, "command", near);
	return false;
}

/* The commands that are but other words for an option. */
static bool
ask_by_word(struct options *options)
{
	if (options->action != OPTIONS_RUN)
		return true;
	if (options->command == OPTIONS_HELP_WORD)
		return ask_help(options);
	if (options->command != OPTIONS_VERSION_WORD)
		return true;
	if (options->count > 0) {
		options_complain(options, "version takes no operand");
		return false;
	}
	options->action = OPTIONS_VERSION;
	return true;
}

bool
options_parse(struct options *options, int argc, char **argv)
{
	struct option all_long[ROWS + 1];
	char all_short[2 * ROWS + 3];
	size_t command;
	int value;

	*options = (struct options){ .max_bytes = PSC_MAX_BYTES };
	options->sources =
	    memory_new(((size_t)argc + 1) * sizeof(*options->sources));
	command = argc > 1 ? find_command(argv[1]) : OPTIONS_COMMANDS;
	if (command < OPTIONS_COMMANDS) {
		options->command = (enum options_command)command;
		options->named = true;
		argc--;
		argv++;
	} else if (argc > 1 && !is_input(options, argv[1])) {
		return false;
	}
	make_long(options->command, all_long);
	make_short(options->command, all_short);
	while (
	    (value = getopt_long(argc, argv, all_short, all_long, NULL)) != -1)
		if (!take(options, value, argv[optind - 1]))
			return false;
	while (optind < argc)
		add_operand(options, argv[optind++]);
	return ask_by_word(options);
}

void
options_free(struct options *options)
{
	free(options->sources);
	*options = (struct options){ 0 };
}
