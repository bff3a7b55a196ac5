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
#include <strings.h>
#include <unistd.h>

#include "bulk/pool.h"
#include "bulk/process.h"
#include "command/duration.h"
#include "command/memory.h"
#include "command/report.h"
#include "command/share.h"
#include "command/suggest.h"
#include "pubscour.h"

#define EXTRACT (1u << OPTIONS_EXTRACT)
#define CLEAN (1u << OPTIONS_CLEAN)
#define FETCH (1u << OPTIONS_FETCH)
#define EXPLAIN (1u << OPTIONS_EXPLAIN)
#define CHECK (1u << OPTIONS_CHECK)
#define SHARD (1u << OPTIONS_SHARD)
#define MERGE (1u << OPTIONS_MERGE)
#define ALL ((1u << OPTIONS_COMMANDS) - 1)
#define READING (EXTRACT | CLEAN | EXPLAIN)
#define RECORDS (EXTRACT | SHARD) /* what writes records */
#define FETCHING (READING | FETCH | SHARD)

/* No line is wider. */
#define MAX_WIDTH 100000

/* What a page may take unless told otherwise: seconds, bytes. */
#define PAGE_TIMEOUT 10.0
#define PAGE_MEMORY ((size_t)512 << 20)

/* With less than that not even an error can be told. */
#define LEAST_MEMORY ((size_t)16 << 20)

/* More attempts are no use, and no list is longer. */
#define MAX_RETRIES 100
#define MAX_LIST 1000000

/* What getopt_long() returns for the option in row 0; letters are less. */
#define FIRST_ROW 256

/* What it returns for an operand, where the short options begin with "-". */
#define OPERAND 1

static bool set_format(struct options *options, const char *argument);
static bool set_cite(struct options *options, const char *argument);
static bool set_compact(struct options *options, const char *argument);
static bool set_only(struct options *options, const char *argument);
static bool set_output(struct options *options, const char *argument);
static bool set_from(struct options *options, const char *argument);
static bool set_profile(struct options *options, const char *argument);
static bool set_input(struct options *options, const char *argument);
static bool set_base(struct options *options, const char *argument);
static bool set_width(struct options *options, const char *argument);
static bool set_null(struct options *options, const char *argument);
static bool set_max_bytes(struct options *options, const char *argument);
static bool set_strict(struct options *options, const char *argument);
static bool set_quiet(struct options *options, const char *argument);
static bool set_no_squeeze(struct options *options, const char *argument);
static bool set_jobs(struct options *options, const char *argument);
static bool set_page_timeout(struct options *options, const char *argument);
static bool set_page_memory(struct options *options, const char *argument);
static bool set_unordered(struct options *options, const char *argument);
static bool set_resume(struct options *options, const char *argument);
static bool set_report(struct options *options, const char *argument);
static bool set_no_sandbox(struct options *options, const char *argument);
static bool set_update(struct options *options, const char *argument);
static bool set_html(struct options *options, const char *argument);
static bool set_delay(struct options *options, const char *argument);
static bool set_contact(struct options *options, const char *argument);
static bool set_base_url(struct options *options, const char *argument);
static bool set_retries(struct options *options, const char *argument);
static bool set_max_age(struct options *options, const char *argument);
static bool set_offline(struct options *options, const char *argument);
static bool set_refresh(struct options *options, const char *argument);
static bool set_no_cache(struct options *options, const char *argument);
static bool set_allow_private(struct options *options, const char *argument);
static bool set_ca_file(struct options *options, const char *argument);
static bool set_connect_timeout(struct options *options, const char *argument);
static bool set_timeout(struct options *options, const char *argument);
static bool set_stall_timeout(struct options *options, const char *argument);
static bool set_complete(struct options *options, const char *argument);
static bool set_max_list(struct options *options, const char *argument);
static bool set_verbose(struct options *options, const char *argument);
static bool set_folder(struct options *options, const char *argument);
static bool set_warc(struct options *options, const char *argument);
static bool set_of(struct options *options, const char *argument);
static bool set_index(struct options *options, const char *argument);
static bool set_names(struct options *options, const char *argument);
static bool set_help(struct options *options, const char *argument);
static bool set_version(struct options *options, const char *argument);
static bool set_schema(struct options *options, const char *argument);

/* clang-format off */
static const struct options_command_row commands[] = {
	[OPTIONS_EXTRACT] = {
		"extract", "[FILE|FOLDER|ID]...", NULL,
		"write the record of each page (the default)",
		"Writes the record of each PubMed page as JSON: one"
		" indented object for a single\n"
		"page, else JSON Lines, one line for each page in the"
		" order given. A page is\n"
		"HTML or MHTML; WARC, HAR and ZIP files and JSON Lines may"
		" hold several; each\n"
		"may be packed with gzip, zstd or brotli. Folders are"
		" searched for *.html,\n"
		"*.htm, *.xhtml, *.mhtml, *.mht, *.har and *.warc, and"
		" these with .gz, .zst\n"
		"or .br. \"-\", or nothing, is standard input. What is no"
		" file is fetched: a\n"
		"PMID, a PMCID, a DOI, an address.\n" },
	[OPTIONS_CLEAN] = {
		"clean", "[FILE|FOLDER|ID]...", NULL,
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
	[OPTIONS_FETCH] = {
		"fetch", "ID...", "",
		"fetch pages and keep them as they are",
		"Fetches pages, politely, and keeps each as it came:"
		" DIR/PMID.html, with\n"
		"DIR/PMID.meta.json beside it, which tells address, time,"
		" status, headers and\n"
		"sha256; or all in a WARC file. An ID is a PMID, a PMCID, a"
		" DOI or an address.\n"
		"What is there already is not fetched again: the same command"
		" goes on where it\n"
		"was stopped.\n" },
	[OPTIONS_EXPLAIN] = {
		"explain", "[FILE|FOLDER|ID]...", NULL,
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
		"NAME.html (.htm, .mhtml, .mht, .warc, these with .gz)"
		" with NAME.json, and the\n"
		"one page.* of a folder with its expected.json.\n" },
	[OPTIONS_SHARD] = {
		"shard", "--of N --index I [FILE|FOLDER|ID]...", NULL,
		"write the records of one share of the inputs",
		"Divides the inputs, which are named as for extract, into N"
		" shares, the same way\n"
		"every time, and writes the records of share I as JSON Lines,"
		" with a line at the\n"
		"end that proves the share whole. So the tasks of a job array"
		" divide the work\n"
		"among them; merge joins their files.\n" },
	[OPTIONS_MERGE] = {
		"merge", "FILE|FOLDER...", NULL,
		"join the shares that shard wrote",
		"Writes the records of all shares in the order of the inputs,"
		" as extract writes\n"
		"them as JSON Lines. A share that is missing, there twice, cut"
		" short or of\n"
		"another list is named, and nothing is written. Folders are"
		" searched for *.jsonl.\n" },
	[OPTIONS_CACHE] = {
		"cache", "list|clear", "list clear",
		"list or clear the pages that were fetched",
		"Pages that were fetched are kept for a time (--max-age), for"
		" all commands. list\n"
		"writes a line for each: address, time, bytes, with tabs"
		" between. clear removes\n"
		"them.\n" },
	[OPTIONS_COMPLETION] = {
		"completion", "bash|zsh", "bash zsh",
		"write a completion script for a shell",
		"Writes a completion script. For bash:"
		" eval \"$(pubscour completion bash)\"\n" },
	[OPTIONS_HELP_WORD] = {
		"help", "[COMMAND]",
		"extract clean fetch explain check shard merge cache"
		" completion help version",
		"print this help, or that of a command",
		"Prints the help of a command, or of all.\n" },
	[OPTIONS_VERSION_WORD] = {
		"version", "[--help]", "",
		"print the version",
		"Prints the version, as --version does.\n" },
};

static const struct options_row table[] = {
	{ "format", "FORMAT", "json jsonl csl-json ris nbib bibtex biblatex",
		set_format,
		"json: indented objects, one after another;\n"
		"jsonl: one line for each input, failed ones too;\n"
		"csl-json, ris, nbib, bibtex, biblatex: entries\n"
		"for a reference manager",
		EXTRACT, '\0', false },
	{ "cite", "WHAT", "article references", set_cite,
		"with these five, the entries: of the article\n"
		"itself (the default), or of what it cites",
		EXTRACT, '\0', false },
	{ "format", "FORMAT", "markdown text html json jsonl", set_format,
		"markdown (the default), text, html, json, or\n"
		"jsonl: one line for each input, failed ones too;\n"
		"of several inputs json is jsonl",
		CLEAN, '\0', false },
	{ "profile", "PROFILE", "auto pubmed pmc bookshelf generic",
		set_profile,
		"by which rules; auto (the default): the page\n"
		"tells; pubmed: article pages and no others",
		CLEAN | EXPLAIN, '\0', false },
	{ "input", "FORM", "auto html text mhtml warc jsonl", set_input,
		"what the inputs are; auto (the default): their\n"
		"bytes tell",
		READING | SHARD, '\0', false },
	{ "base", "URL", NULL, set_base,
		"the page's address: links are made absolute",
		CLEAN, '\0', false },
	{ "width", "N", NULL, set_width,
		"fill lines of text up to N columns; 0: one line\n"
		"a paragraph (default: 0, on a terminal its\n"
		"width, 80 at most)",
		CLEAN, '\0', false },
	{ "compact", NULL, NULL, set_compact,
		"one line for each object, also with json",
		EXTRACT | CLEAN, '\0', false },
	{ "only", "KEYS", NULL, set_only,
		"only these keys, separated by commas, nested\n"
		"ones with dots: pmid,references.items.doi",
		RECORDS, '\0', false },
	{ "output", "FILE", NULL, set_output,
		"write to FILE, which appears whole or not at all",
		RECORDS | MERGE, 'o', false },
	{ "output", "FILE", NULL, set_output,
		"write to FILE, which appears whole or not at\n"
		"all; FOLDER/: with --html, to NAME.html below\n"
		"it, a file for each input",
		EXPLAIN, 'o', false },
	{ "output", "FILE", NULL, set_output,
		"write to FILE, which appears whole or not at\n"
		"all; FOLDER/: to NAME.md (.txt, .html, .json)\n"
		"below it, a file for each input",
		CLEAN, 'o', false },
	{ "from", "FILE", NULL, set_from,
		"read more inputs from FILE, one a line (\"-\":\n"
		"from standard input)",
		FETCHING | MERGE, '\0', false },
	{ "of", "N", NULL, set_of,
		"so many shares are there",
		SHARD, '\0', false },
	{ "index", "I", NULL, set_index,
		"which of them, from 0 to N-1",
		SHARD, '\0', false },
	{ "list", NULL, NULL, set_names,
		"not records but the names of the share's inputs,\n"
		"one a line (with --null: each with a NUL byte)",
		SHARD, '\0', false },
	{ "dir", "DIR", NULL, set_folder,
		"keep each page in DIR, which is made if missing",
		FETCH, 'd', false },
	{ "warc", "FILE", NULL, set_warc,
		"add each page to FILE, a WARC file: .warc.gz",
		FETCH, '\0', false },
	{ "null", NULL, NULL, set_null,
		"the names in a --from FILE end with a NUL byte",
		FETCHING | MERGE, '0', false },
	{ "max-bytes", "N", NULL, set_max_bytes,
		"refuse larger inputs; k, M and G multiply by\n"
		"1024 (default: 64M)",
		FETCHING | CHECK, '\0', false },
	{ "strict", NULL, NULL, set_strict,
		"a warning counts as a failure, except\n"
		"truncated-list, which is the page's own doing",
		RECORDS | CLEAN, '\0', false },
	{ "quiet", NULL, NULL, set_quiet,
		"no warnings and no progress on standard error",
		RECORDS | CLEAN, 'q', false },
	{ "quiet", NULL, NULL, set_quiet,
		"only errors on standard error",
		FETCH, 'q', false },
	{ "verbose", NULL, NULL, set_verbose,
		"say what is done, line by line",
		FETCHING, 'v', false },
	{ "no-squeeze", NULL, NULL, set_no_squeeze,
		"parse each page whole: slower, the same record",
		RECORDS | CLEAN | CHECK, '\0', false },
	{ "jobs", "N", NULL, set_jobs,
		"read several pages at once, in N processes\n"
		"(default: one for each processor); 0: in none\n"
		"but this one",
		RECORDS | CLEAN, 'j', false },
	{ "unordered", NULL, NULL, set_unordered,
		"lines come as they are done: a little faster",
		EXTRACT | CLEAN, '\0', false },
	{ "resume", NULL, NULL, set_resume,
		"go on after the last whole line of --output FILE,\n"
		"which grows line by line",
		RECORDS | CLEAN, '\0', false },
	{ "report", "FILE", NULL, set_report,
		"write a summary to FILE, as JSON: pages, errors\n"
		"and warnings by code, pace, the slowest pages",
		RECORDS | CLEAN, '\0', false },
	{ "page-timeout", "SECONDS", NULL, set_page_timeout,
		"give up a page after that time (10)",
		RECORDS | CLEAN, '\0', false },
	{ "page-memory", "BYTES", NULL, set_page_memory,
		"give up a page that takes more memory (512M)",
		RECORDS | CLEAN, '\0', false },
	{ "no-sandbox", NULL, NULL, set_no_sandbox,
		"let the processes that read pages open files and\n"
		"connections",
		RECORDS | CLEAN, '\0', false },
	{ "html", NULL, NULL, set_html,
		"the page itself, what was dropped shaded, fields\n"
		"outlined, with a legend: to open in a browser",
		EXPLAIN, '\0', false },
	{ "update", NULL, NULL, set_update,
		"write the records that differ or are missing",
		CHECK, '\0', false },
	{ "complete", NULL, NULL, set_complete,
		"fetch the rest of lists that a page shows the\n"
		"beginning of: references, authors, similar and\n"
		"citing articles",
		RECORDS | FETCH, '\0', true },
	{ "max-list", "N", NULL, set_max_list,
		"with --complete: no more than N similar and\n"
		"citing articles (default: 1000)",
		RECORDS | FETCH, '\0', true },
	{ "contact", "WHO", NULL, set_contact,
		"your mail address or page, for the server's\n"
		"operator (PUBSCOUR_CONTACT); over 100 pages\n"
		"need it",
		FETCHING, '\0', true },
	{ "delay", "SECONDS", NULL, set_delay,
		"time between two requests (default: 1; never\n"
		"less than a third)",
		FETCHING, '\0', true },
	{ "retries", "N", NULL, set_retries,
		"new attempts after a failure that may pass\n"
		"(default: 5)",
		FETCHING, '\0', true },
	{ "max-age", "TIME", NULL, set_max_age,
		"use a page of the cache up to that age: 90, 30m,\n"
		"12h, 7d (the default)",
		FETCHING, '\0', true },
	{ "offline", NULL, NULL, set_offline,
		"fetch nothing: only what is in the cache",
		FETCHING, '\0', true },
	{ "refresh", NULL, NULL, set_refresh,
		"fetch again what is in the cache",
		FETCHING, '\0', true },
	{ "no-cache", NULL, NULL, set_no_cache,
		"neither use nor fill the cache",
		FETCHING, '\0', true },
	{ "base-url", "URL", NULL, set_base_url,
		"where PubMed is (PUBSCOUR_BASE_URL)",
		FETCHING, '\0', true },
	{ "allow-private", NULL, NULL, set_allow_private,
		"fetch from this machine and its network too",
		FETCHING, '\0', true },
	{ "ca-file", "FILE", NULL, set_ca_file,
		"certificates to trust instead of the system's",
		FETCHING, '\0', true },
	{ "connect-timeout", "SECONDS", NULL, set_connect_timeout,
		"give up connecting after that time (30)",
		FETCHING, '\0', true },
	{ "timeout", "SECONDS", NULL, set_timeout,
		"give up a page after that time (300)",
		FETCHING, '\0', true },
	{ "stall-timeout", "SECONDS", NULL, set_stall_timeout,
		"give up where nothing comes for that time (60)",
		FETCHING, '\0', true },
	{ "schema", NULL, NULL, set_schema,
		"print the JSON Schema of the record",
		EXTRACT, '\0', false },
	{ "schema", NULL, NULL, set_schema,
		"print the JSON Schema of what json writes",
		CLEAN, '\0', false },
	{ "version", NULL, NULL, set_version,
		"print the version",
		EXTRACT, 'V', false },
	{ "help", NULL, NULL, set_help,
		"print this help",
		ALL, 'h', false },
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

/*
 * Says what the argument of an option is not: "a number of bytes".  Where it
 * comes from the environment, nobody gave that option.
 */
static bool
complain_argument(const struct options *options, const char *option,
    const char *what, const char *argument)
{
	const char *variable = options->variable;
	const char *name = variable == NULL ? option : variable;
	size_t size = strlen(name) + strlen(what) + strlen(argument) + 32;
	char *text = memory_new(size);

	snprintf(text, size, "%s%s: not %s: \"%s\"",
	    variable == NULL ? "--" : "", name, what, argument);
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
		OPTIONS_JSONL, OPTIONS_CITE, OPTIONS_CITE, OPTIONS_CITE,
		OPTIONS_CITE, OPTIONS_CITE };
	static const enum psc_cite cites[] = { PSC_CITE_CSL, PSC_CITE_CSL,
		PSC_CITE_CSL, PSC_CITE_RIS, PSC_CITE_NBIB, PSC_CITE_BIBTEX,
		PSC_CITE_BIBLATEX };
	static const enum options_format of_clean[] = { OPTIONS_MARKDOWN,
		OPTIONS_TEXT, OPTIONS_HTML, OPTIONS_JSON, OPTIONS_JSONL };
	int place = choose(options, "format", argument);

	if (place == -1)
		return false;
	options->format = options->command == OPTIONS_CLEAN ? of_clean[place]
							    : of_extract[place];
	if (options->command == OPTIONS_EXTRACT)
		options->cite_format = cites[place];
	return true;
}

static bool
set_cite(struct options *options, const char *argument)
{
	static const enum psc_cited whats[] = { PSC_CITED_ARTICLE,
		PSC_CITED_REFERENCES };
	int place = choose(options, "cite", argument);

	if (place == -1)
		return false;
	options->cited = whats[place];
	options->has_cited = true;
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
set_input(struct options *options, const char *argument)
{
	static const enum psc_input inputs[] = { PSC_INPUT_AUTO, PSC_INPUT_HTML,
		PSC_INPUT_TEXT, PSC_INPUT_MHTML, PSC_INPUT_WARC,
		PSC_INPUT_JSONL };
	int place = choose(options, "input", argument);

	if (place == -1)
		return false;
	options->input = inputs[place];
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

/* A number of bytes, which is not 0. */
static bool
set_bytes(const struct options *options, const char *name, size_t *bytes,
    const char *argument)
{
	unsigned long long number;
	unsigned power;
	char *end;

	errno = 0;
	number = strtoull(argument, &end, 10);
	power = suffix_power(end);
	if (argument[0] < '0' || argument[0] > '9' || errno != 0 ||
	    number == 0 || power > 3 || number > SIZE_MAX >> (10 * power))
		return complain_argument(
		    options, name, "a number of bytes", argument);
	*bytes = (size_t)number << (10 * power);
	return true;
}

static bool
set_max_bytes(struct options *options, const char *argument)
{
	return set_bytes(options, "max-bytes", &options->max_bytes, argument);
}

static bool
set_page_memory(struct options *options, const char *argument)
{
	if (!set_bytes(options, "page-memory", &options->page_memory, argument))
		return false;
	if (options->page_memory >= LEAST_MEMORY)
		return true;
	return complain_argument(
	    options, "page-memory", "16M or more", argument);
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
set_unordered(struct options *options, const char *argument)
{
	(void)argument;
	options->unordered = true;
	return true;
}

static bool
set_resume(struct options *options, const char *argument)
{
	(void)argument;
	options->resume = true;
	return true;
}

static bool
set_report(struct options *options, const char *argument)
{
	options->report = argument;
	return true;
}

static bool
set_no_sandbox(struct options *options, const char *argument)
{
	(void)argument;
	options->no_sandbox = true;
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
set_offline(struct options *options, const char *argument)
{
	(void)argument;
	options->fetch.offline = true;
	return true;
}

static bool
set_refresh(struct options *options, const char *argument)
{
	(void)argument;
	options->fetch.refresh = true;
	return true;
}

static bool
set_no_cache(struct options *options, const char *argument)
{
	(void)argument;
	options->fetch.no_cache = true;
	return true;
}

static bool
set_allow_private(struct options *options, const char *argument)
{
	(void)argument;
	options->fetch.allow_private = true;
	return true;
}

static bool
set_complete(struct options *options, const char *argument)
{
	(void)argument;
	options->complete = true;
	return true;
}

static bool
set_verbose(struct options *options, const char *argument)
{
	(void)argument;
	options->verbose = true;
	return true;
}

static bool
set_ca_file(struct options *options, const char *argument)
{
	options->fetch.ca_file = argument;
	return true;
}

static bool
set_folder(struct options *options, const char *argument)
{
	options->folder = argument;
	return true;
}

static bool
set_warc(struct options *options, const char *argument)
{
	options->warc = argument;
	return true;
}

/* A whole number up to `most`; false: it is none. */
static bool
read_number(const char *argument, unsigned long most, unsigned long *number)
{
	char *end;

	errno = 0;
	*number = strtoul(argument, &end, 10);
	return argument[0] >= '0' && argument[0] <= '9' && *end == '\0' &&
	       errno == 0 && *number <= most;
}

static bool
set_retries(struct options *options, const char *argument)
{
	unsigned long number;

	if (!read_number(argument, MAX_RETRIES, &number))
		return complain_argument(
		    options, "retries", "a number up to 100", argument);
	options->fetch.retries = (int)number;
	return true;
}

static bool
set_jobs(struct options *options, const char *argument)
{
	unsigned long number;

	if (!read_number(argument, POOL_MOST_JOBS, &number))
		return complain_argument(
		    options, "jobs", "a number up to 512", argument);
	options->jobs = number;
	return true;
}

static bool
set_max_list(struct options *options, const char *argument)
{
	unsigned long number;

	if (!read_number(argument, MAX_LIST, &number) || number == 0)
		return complain_argument(options, "max-list",
		    "a number from 1 to 1000000", argument);
	options->max_list = number;
	return true;
}

static bool
set_of(struct options *options, const char *argument)
{
	unsigned long number;

	if (!read_number(argument, SHARE_MOST, &number) || number == 0)
		return complain_argument(
		    options, "of", "a number from 1 to 1000000", argument);
	options->share_of = number;
	return true;
}

static bool
set_index(struct options *options, const char *argument)
{
	unsigned long number;

	if (!read_number(argument, SHARE_MOST, &number))
		return complain_argument(options, "index",
		    "a number from 0 to one less than --of", argument);
	options->share_index = number;
	options->has_index = true;
	return true;
}

/* A time in seconds, which is longer than none where that makes sense. */
static bool
set_seconds(const struct options *options, const char *name, bool some,
    double *seconds, const char *argument)
{
	if (duration_read(argument, false, seconds) && (!some || *seconds > 0))
		return true;
	return complain_argument(
	    options, name, "a number of seconds", argument);
}

static bool
set_page_timeout(struct options *options, const char *argument)
{
	return set_seconds(
	    options, "page-timeout", true, &options->page_timeout, argument);
}

static bool
set_names(struct options *options, const char *argument)
{
	(void)argument;
	options->names = true;
	return true;
}

static bool
set_delay(struct options *options, const char *argument)
{
	return set_seconds(
	    options, "delay", false, &options->fetch.delay, argument);
}

static bool
set_connect_timeout(struct options *options, const char *argument)
{
	return set_seconds(options, "connect-timeout", true,
	    &options->fetch.connect_timeout, argument);
}

static bool
set_timeout(struct options *options, const char *argument)
{
	return set_seconds(
	    options, "timeout", true, &options->fetch.timeout, argument);
}

static bool
set_stall_timeout(struct options *options, const char *argument)
{
	return set_seconds(options, "stall-timeout", true,
	    &options->fetch.stall_timeout, argument);
}

static bool
set_max_age(struct options *options, const char *argument)
{
	if (duration_read(argument, true, &options->fetch.max_age))
		return true;
	return complain_argument(
	    options, "max-age", "a time like 90, 30m, 12h or 7d", argument);
}

/* It goes into a header: a line of its own it must not make. */
static bool
is_contact(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f)
			return false;
	return strchr(text, '@') != NULL || strstr(text, "://") != NULL;
}

static bool
set_contact(struct options *options, const char *argument)
{
	if (!is_contact(argument))
		return complain_argument(options, "contact",
		    "a mail address or the address of a page", argument);
	options->fetch.contact = argument;
	return true;
}

static bool
is_base_url(const char *text)
{
	const char *rest = strncmp(text, "http://", 7) == 0    ? text + 7
			   : strncmp(text, "https://", 8) == 0 ? text + 8
							       : "";

	/* Of what a host and its port are made: no user, no password. */
	size_t host =
	    strspn(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789-._:[]");

	return host > 0 && (rest[host] == '\0' || rest[host] == '/') &&
	       strpbrk(rest, "?# ") == NULL &&
	       strlen(text) < SOURCE_ADDRESS_ROOM / 2;
}

/* Addresses begin with it, up to a slash that is not part of it. */
static bool
set_base_url(struct options *options, const char *argument)
{
	size_t length = strlen(argument);

	if (!is_base_url(argument))
		return complain_argument(
		    options, "base-url", "the address of a site", argument);
	while (argument[length - 1] == '/')
		length--;
	free(options->base_url);
	options->base_url = memory_copy(argument, length);
	options->fetch.base = options->base_url;
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
	char names[ROWS * 24] = "";
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

/* The command takes no option of that name, but another command does. */
static bool
is_of_others(const struct options *options, const char *typed)
{
	bool known = false;

	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(table[i].name, typed) != 0)
			continue;
		if (options_takes(options->command, &table[i]))
			return false;
		known = true;
	}
	return known;
}

/* The name of the long option that a word has; the caller frees it. */
static char *
typed_name(const char *word)
{
	return memory_copy(word + 2, strcspn(word + 2, "="));
}

/* getopt_long() returned '?'; `word` is the one it stopped at. */
static void
complain_option(const struct options *options, const char *word)
{
	const struct options_row *row = row_of(options, optopt);
	char *typed = NULL;
	char text[80];

	if (strncmp(word, "--", 2) == 0)
		typed = typed_name(word);
	if (typed != NULL && (optopt == 0 || is_of_others(options, typed))) {
		complain_long(options, typed);
	} else if (optopt >= FIRST_ROW && row != NULL) {
		snprintf(
		    text, sizeof(text), "--%s takes no argument", row->name);
		options_complain(options, text);
	} else {
		snprintf(text, sizeof(text), "unknown option \"-%c\"", optopt);
		options_complain(options, text);
	}
	free(typed);
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

/*
 * Names may be cut short, but not to what means something else to another
 * command: "--base" is not short for "--base-url".  That is said then.
 */
static bool
is_misled(const struct options *options, char *const *end)
{
	const char *word = optarg == end[-1] ? end[-2] : end[-1];
	char *typed;
	bool misled;

	if (strncmp(word, "--", 2) != 0)
		return false;
	typed = typed_name(word);
	misled = is_of_others(options, typed);
	if (misled)
		complain_long(options, typed);
	free(typed);
	return misled;
}

/* One thing getopt_long() found in the words before `end`. */
static bool
take(struct options *options, int value, char *const *end)
{
	if (value == OPERAND)
		return take_operand(options, optarg);
	if (value == ':') {
		complain_missing(options);
		return false;
	}
	if (value == '?') {
		complain_option(options, end[-1]);
		return false;
	}
	if (value >= FIRST_ROW && is_misled(options, end))
		return false;
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

/* A variable of the environment that stands for an option not given. */
static bool
take_variable(struct options *options, const char *name, const char *given,
    bool (*set)(struct options *options, const char *argument))
{
	const char *value = getenv(name);
	bool good;

	if (given != NULL || value == NULL || value[0] == '\0')
		return true;
	options->variable = name;
	good = set(options, value);
	options->variable = NULL;
	return good;
}

/* What the options for fetching make together. */
static bool
finish_fetching(struct options *options)
{
	struct fetch_options *fetch = &options->fetch;

	fetch->max_bytes = options->max_bytes;
	if (fetch->offline && (fetch->refresh || fetch->no_cache)) {
		options_complain(options,
		    fetch->refresh ? "--offline and --refresh exclude each"
				     " other"
				   : "--offline and --no-cache exclude each"
				     " other");
		return false;
	}
	return take_variable(
		   options, "PUBSCOUR_CONTACT", fetch->contact, set_contact) &&
	       take_variable(
		   options, "PUBSCOUR_BASE_URL", fetch->base, set_base_url);
}

/* Is it the word that PubMed puts before its numbers, and no file? */
static bool
is_label(const struct options_source *source)
{
	return !source->list &&
	       (strcasecmp(source->text, "PMID") == 0 ||
		   strcasecmp(source->text, "PMID:") == 0) &&
	       access(source->text, F_OK) != 0;
}

/* "PMID 37108507", copied from a page, comes as two words: one is enough. */
static void
drop_labels(struct options *options)
{
	struct options_source *sources = options->sources;
	size_t kept = 0;

	for (size_t i = 0; i < options->count; i++) {
		bool before = i + 1 < options->count && !sources[i + 1].list &&
			      sources[i + 1].text[0] != '\0' &&
			      sources[i + 1].text[strspn(
				  sources[i + 1].text, "0123456789")] == '\0';

		if (!before || !is_label(&sources[i]))
			sources[kept++] = sources[i];
	}
	options->count = kept;
}

bool
options_parse(struct options *options, int argc, char **argv)
{
	struct option all_long[ROWS + 1];
	char all_short[2 * ROWS + 3];
	size_t command;
	int value;

	*options = (struct options){ .max_bytes = PSC_MAX_BYTES,
		.jobs = process_count(),
		.page_timeout = PAGE_TIMEOUT,
		.page_memory = PAGE_MEMORY,
		.fetch = fetch_defaults() };
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
		if (!take(options, value, argv + optind))
			return false;
	while (optind < argc)
		add_operand(options, argv[optind++]);
	drop_labels(options);
	if (options->action == OPTIONS_RUN &&
	    (FETCHING & 1u << options->command) != 0 &&
	    !finish_fetching(options))
		return false;
	return ask_by_word(options);
}

void
options_free(struct options *options)
{
	free(options->sources);
	free(options->base_url);
	*options = (struct options){ 0 };
}
