/* The command line: src/command/options, suggest, help and completion. */
#include "command/options.h"

#include <getopt.h>
#include <unistd.h>

#include "command/suggest.h"
#include "support.h"

#define WORDS 16

static struct options options;
static char said[4000];

static void
tear_down(void)
{
	options_free(&options);
}

TestSuite(options, .fini = tear_down);

/* Parses a line of words separated by spaces; `said` is what it says. */
static bool
parse(const char *line)
{
	static char words[400];
	char *argv[WORDS + 1] = { (char[]){ "pubscour" } };
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO), argc = 1;
	bool good;

	cr_assert_lt(strlen(line), sizeof(words));
	memcpy(words, line, strlen(line) + 1);
	for (char *at = words; *at != '\0';) {
		cr_assert_lt(argc, WORDS);
		argv[argc++] = at;
		at += strcspn(at, " ");
		if (*at == ' ')
			*at++ = '\0';
	}
	cr_assert_neq(file, NULL);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	options_free(&options);
	optind = 0; /* from the start again */
	good = options_parse(&options, argc, argv);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	said[fread(said, 1, sizeof(said) - 1, file)] = '\0';
	fclose(file);
	return good;
}

/*
 * No command takes two options of one name or letter; rows of one name have
 * one letter.
 */
static void
expect_apart(const struct options_row *a, const struct options_row *b)
{
	bool named = strcmp(a->name, b->name) == 0;

	if (named || (a->letter != '\0' && a->letter == b->letter))
		cr_assert_eq(a->commands & b->commands, 0, "%s", a->name);
	if (named)
		cr_assert_eq(a->letter, b->letter, "%s", a->name);
}

Test(options, tables_are_whole)
{
	const struct options_command_row *command;
	const struct options_row *row;
	size_t n;

	for (n = 0; (command = options_command(n)) != NULL; n++) {
		cr_assert_neq(command->name[0], '\0');
		cr_assert_neq(command->operands[0], '\0');
		cr_assert_neq(command->help[0], '\0');
		cr_assert_eq(command->text[strlen(command->text) - 1], '\n');
		for (size_t i = 0; i < n; i++)
			cr_assert_str_neq(
			    options_command(i)->name, command->name);
	}
	cr_assert_eq(n, OPTIONS_COMMANDS);
	cr_assert_eq(options_command(SIZE_MAX), NULL);
	for (n = 0; (row = options_option(n)) != NULL; n++) {
		bool taken = false;
		cr_assert_neq(row->name[0], '\0');
		cr_assert_neq(row->help[0], '\0', "%s", row->name);
		cr_assert_neq(row->set, NULL, "%s", row->name);
		if (row->words != NULL)
			cr_assert_neq(row->argument, NULL, "%s", row->name);
		for (int i = 0; i < OPTIONS_COMMANDS; i++)
			taken |= options_takes((enum options_command)i, row);
		cr_assert(taken, "no command takes --%s", row->name);
		for (size_t i = 0; i < n; i++)
			expect_apart(options_option(i), row);
	}
	cr_assert_gt(n, 10);
	cr_assert_eq(options_option(SIZE_MAX), NULL);
}

/* Does the command take another option of that name? */
static bool
has_other(enum options_command command, const struct options_row *row)
{
	const struct options_row *other;

	for (size_t n = 0; (other = options_option(n)) != NULL; n++)
		if (other != row && options_takes(command, other) &&
		    strcmp(other->name, row->name) == 0)
			return true;
	return false;
}

/* An argument that the option knows, with its sign. */
static const char *
argument_of(const struct options_row *row)
{
	static const struct {
		const char *kind, *value;
	} values[] = { { "N", "12" }, { "BYTES", "64M" }, { "I", "3" },
		{ "SECONDS", "0.5" }, { "TIME", "7d" }, { "URL", "http://a/" },
		{ "WHO", "a@example.org" } };
	static char text[40];

	if (row->argument == NULL)
		return "";
	for (size_t i = 0; i < COUNT(values); i++) {
		if (strcmp(values[i].kind, row->argument) != 0)
			continue;
		snprintf(text, sizeof(text), "=%s", values[i].value);
		return text;
	}
	if (row->words != NULL)
		snprintf(text, sizeof(text), "=%.*s",
		    (int)strcspn(row->words, " "), row->words);
	else
		snprintf(text, sizeof(text), "=x");
	return text;
}

/* Each command takes just the options that its row says. */
Test(options, are_taken_by_their_commands)
{
	for (size_t c = 0; c < OPTIONS_COMMANDS; c++) {
		const struct options_row *row;
		for (size_t n = 0; (row = options_option(n)) != NULL; n++) {
			char line[100];
			bool takes =
			    options_takes((enum options_command)c, row);
			if (!takes && has_other((enum options_command)c, row))
				continue;
			snprintf(line, sizeof(line), "%s --%s%s",
			    options_command(c)->name, row->name,
			    argument_of(row));
			cr_assert_eq(parse(line), takes, "%s", line);
			cr_assert_eq(
			    said[0] == '\0', takes, "%s: %s", line, said);
			if (!takes)
				cr_assert_neq(strstr(said, "takes no option"),
				    NULL, "%s", said);
			if (row->argument == NULL)
				continue;
			snprintf(line, sizeof(line), "%s --%s",
			    options_command(c)->name, row->name);
			cr_assert(!parse(line), "%s", line);
			if (takes)
				cr_assert_neq(strstr(said, "needs an argument"),
				    NULL, "%s", said);
		}
	}
}

Test(options, have_defaults)
{
	cr_assert(parse(""));
	cr_assert_eq(options.command, OPTIONS_EXTRACT);
	cr_assert_eq(options.action, OPTIONS_RUN);
	cr_assert_eq(options.format, OPTIONS_AUTO);
	cr_assert(!options.named && !options.compact && !options.null &&
		  !options.strict && !options.quiet && !options.update);
	cr_assert_eq(options.profile, PSC_PROFILE_AUTO);
	cr_assert(!options.has_width && options.width == 0);
	cr_assert_eq(options.base, NULL);
	cr_assert_eq(options.only, NULL);
	cr_assert_eq(options.output, NULL);
	cr_assert_eq(options.max_bytes, PSC_MAX_BYTES);
	cr_assert_eq(options.count, 0);
}

Test(options, are_set)
{
	cr_assert(parse("--format jsonl --compact --only=pmid,doi -o out "
			"--strict -q -0"));
	cr_assert_eq(options.format, OPTIONS_JSONL);
	cr_assert(
	    options.compact && options.strict && options.quiet && options.null);
	cr_assert_str_eq(options.only, "pmid,doi");
	cr_assert_str_eq(options.output, "out");
	cr_assert_eq(options.count, 0);
	cr_assert(parse("check --update fixtures"));
	cr_assert(options.update && options.named);
	cr_assert_eq(options.command, OPTIONS_CHECK);
	cr_assert(parse("-qoout a"));
	cr_assert(options.quiet);
	cr_assert_str_eq(options.output, "out");
	cr_assert(parse("--format=jsonl --format=json"));
	cr_assert_eq(options.format, OPTIONS_JSON);
	cr_assert(parse("--compa"));
	cr_assert(options.compact, "names may be cut short");
	static const struct {
		const char *line;
		enum options_action action;
	} actions[] = { { "-h", OPTIONS_HELP }, { "--help", OPTIONS_HELP },
		{ "check -h", OPTIONS_HELP }, { "-V", OPTIONS_VERSION },
		{ "--version", OPTIONS_VERSION },
		{ "--schema", OPTIONS_SCHEMA } };
	for (size_t i = 0; i < COUNT(actions); i++) {
		cr_assert(parse(actions[i].line));
		cr_assert_eq(options.action, actions[i].action);
	}
}

Test(options, of_fetching_are_set)
{
	const struct fetch_options *fetch = &options.fetch;

	unsetenv("PUBSCOUR_CONTACT");
	unsetenv("PUBSCOUR_BASE_URL");
	cr_assert(parse("fetch 1"));
	cr_assert(!fetch->offline && !fetch->refresh && !fetch->no_cache &&
		  !fetch->allow_private && !options.complete &&
		  !options.verbose);
	cr_assert_eq(fetch->retries, 5);
	cr_assert_float_eq(fetch->delay, 1, 1e-9);
	cr_assert_float_eq(fetch->max_age, 7 * 86400.0, 1e-9);
	cr_assert_eq(fetch->contact, NULL);
	cr_assert_eq(fetch->base, NULL);
	cr_assert_eq(fetch->ca_file, NULL);
	cr_assert_eq(fetch->max_bytes, PSC_MAX_BYTES);
	cr_assert(parse("fetch 1 -d dir --warc w -v --complete --max-list 5 "
			"--contact a@b --delay 0 --retries=0"));
	cr_assert_str_eq(options.folder, "dir");
	cr_assert_str_eq(options.warc, "w");
	cr_assert(options.verbose && options.complete);
	cr_assert_eq(options.max_list, 5);
	cr_assert_str_eq(fetch->contact, "a@b");
	cr_assert_eq(fetch->retries, 0);
	cr_assert_float_eq(fetch->delay, 0, 1e-9);
	cr_assert(
	    parse("--max-age 12h --refresh --allow-private "
		  "--max-bytes 1k --ca-file c --base-url http://a:1/b//"));
	cr_assert(fetch->refresh && fetch->allow_private);
	cr_assert_float_eq(fetch->max_age, 12 * 3600.0, 1e-9);
	cr_assert_eq(fetch->max_bytes, 1024);
	cr_assert_str_eq(fetch->ca_file, "c");
	cr_assert_str_eq(fetch->base, "http://a:1/b");
	cr_assert(parse("clean --offline --connect-timeout 2 --timeout=3.5 "
			"--stall-timeout 4"));
	cr_assert(fetch->offline);
	cr_assert_float_eq(fetch->connect_timeout, 2, 1e-9);
	cr_assert_float_eq(fetch->timeout, 3.5, 1e-9);
	cr_assert_float_eq(fetch->stall_timeout, 4, 1e-9);
}

/* What is on the command line wins. */
Test(options, of_fetching_come_from_the_environment)
{
	setenv("PUBSCOUR_CONTACT", "env@example.org", 1);
	setenv("PUBSCOUR_BASE_URL", "http://127.0.0.1:9/", 1);
	cr_assert(parse("fetch 1"));
	cr_assert_str_eq(options.fetch.contact, "env@example.org");
	cr_assert_str_eq(options.fetch.base, "http://127.0.0.1:9");
	cr_assert(
	    parse("fetch 1 --contact me@example.org --base-url http://b"));
	cr_assert_str_eq(options.fetch.contact, "me@example.org");
	cr_assert_str_eq(options.fetch.base, "http://b");
	setenv("PUBSCOUR_CONTACT", "", 1);
	setenv("PUBSCOUR_BASE_URL", "nonsense", 1);
	cr_assert(!parse("fetch 1"));
	cr_assert_neq(strstr(said, "PUBSCOUR_BASE_URL: not the address"), NULL,
	    "%s", said);
	cr_assert_eq(strstr(said, "--base-url"), NULL, "%s", said);
	cr_assert(parse("check fixtures"), "others do not look");
	cr_assert(parse("--help"));
	unsetenv("PUBSCOUR_BASE_URL");
	cr_assert(parse("fetch 1"));
	cr_assert_eq(options.fetch.contact, NULL);
	unsetenv("PUBSCOUR_CONTACT");
}

/* Words mean the same wherever they stand in the table. */
Test(options, of_clean_are_set)
{
	static const struct {
		const char *line;
		enum options_format format;
	} formats[] = {
		{ "clean", OPTIONS_AUTO },
		{ "clean --format markdown", OPTIONS_MARKDOWN },
		{ "clean --format text", OPTIONS_TEXT },
		{ "clean --format html", OPTIONS_HTML },
		{ "clean --format json", OPTIONS_JSON },
		{ "clean --format jsonl", OPTIONS_JSONL },
	};
	static const struct {
		const char *line;
		enum psc_profile profile;
	} profiles[] = {
		{ "clean --profile auto", PSC_PROFILE_AUTO },
		{ "clean --profile pubmed", PSC_PROFILE_PUBMED },
		{ "clean --profile pmc", PSC_PROFILE_PMC },
		{ "clean --profile bookshelf", PSC_PROFILE_BOOKSHELF },
		{ "clean --profile generic", PSC_PROFILE_GENERIC },
	};

	for (size_t i = 0; i < COUNT(formats); i++) {
		cr_assert(parse(formats[i].line), "%s", said);
		cr_assert_eq(options.format, formats[i].format);
		cr_assert_eq(options.command, OPTIONS_CLEAN);
	}
	for (size_t i = 0; i < COUNT(profiles); i++) {
		cr_assert(parse(profiles[i].line), "%s", said);
		cr_assert_eq(options.profile, profiles[i].profile);
	}
	cr_assert(parse("clean --width 0 --base http://a/ -o out -q a b"));
	cr_assert(options.has_width && options.width == 0 && options.quiet);
	cr_assert_str_eq(options.base, "http://a/");
	cr_assert_str_eq(options.output, "out");
	cr_assert_eq(options.count, 2);
	cr_assert(parse("clean --width=72"));
	cr_assert_eq(options.width, 72);
}

Test(options, name_sources_in_order)
{
	static const struct {
		const char *line;
		const char *sources; /* a list has a + before it */
	} rows[] = {
		{ "a.html", "a.html" },
		{ "a.html b.html", "a.html b.html" },
		{ "a.html --from l b.html --from=m", "a.html +l b.html +m" },
		{ "a.html -q b.html", "a.html b.html" },
		{ "-", "-" },
		{ "- --from -", "- +-" },
		{ "-- -q --from l", "-q --from l" },
		{ "a.html -- -b", "a.html -b" },
		{ "extract extract", "extract" },
		{ "explain a.html -o x b.html", "a.html b.html" },
		{ "completion bash", "bash" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char got[200] = "";
		cr_assert(parse(rows[i].line), "%s: %s", rows[i].line, said);
		for (size_t n = 0; n < options.count; n++) {
			strcat(got, n == 0 ? "" : " ");
			strcat(got, options.sources[n].list ? "+" : "");
			strcat(got, options.sources[n].text);
		}
		cr_assert_str_eq(got, rows[i].sources, "%s", rows[i].line);
		cr_assert_str_eq(said, "");
	}
}

struct number {
	const char *text;
	size_t bytes; /* 0: it is wrong */
};

static const struct number numbers[] = {
	{ "1", 1 },
	{ "0012", 12 },
	{ "1k", 1024 },
	{ "1K", 1024 },
	{ "3M", (size_t)3 << 20 },
	{ "3m", (size_t)3 << 20 },
	{ "2G", (size_t)2 << 30 },
	{ "2g", (size_t)2 << 30 },
	{ "17179869183G", (size_t)17179869183 << 30 },
	{ "18446744073709551615", SIZE_MAX },
	{ "0", 0 },
	{ "0k", 0 },
	{ "-1", 0 },
	{ "+1", 0 },
	{ "", 0 },
	{ "k", 0 },
	{ "1.5M", 0 },
	{ "1kB", 0 },
	{ "1T", 0 },
	{ "1 k", 0 },
	{ "0x10", 0 },
	{ "17179869184G", 0 },
	{ "18446744073709551616", 0 },
	{ "99999999999999999999999", 0 },
};

Test(options, know_numbers_of_bytes)
{
	char line[100];

	for (size_t i = 0; i < COUNT(numbers); i++) {
		const struct number *row = &numbers[i];
		if (strchr(row->text, ' ') != NULL)
			continue;
		snprintf(line, sizeof(line), "--max-bytes=%s", row->text);
		cr_assert_eq(parse(line), row->bytes != 0, "%s", line);
		if (row->bytes != 0)
			cr_assert_eq(options.max_bytes, row->bytes, "%s: %zu",
			    line, options.max_bytes);
		else
			cr_assert_neq(strstr(said, "not a number of bytes"),
			    NULL, "%s", said);
	}
}

struct wrong {
	const char *line;
	const char *said; /* stands in what is said */
};

static const struct wrong wrongs[] = {
	{ "--nonsense", "unknown option \"--nonsense\"" },
	{ "--formt=json", "did you mean \"--format\"?" },
	{ "--formt json", "did you mean \"--format\"?" },
	{ "-x", "unknown option \"-x\"" },
	{ "-qx", "unknown option \"-x\"" },
	{ "--quiet=1", "--quiet takes no argument" },
	{ "--format", "--format needs an argument: FORMAT" },
	{ "-o", "--output needs an argument: FILE" },
	{ "--format=jsnol", "did you mean \"jsonl\"?" },
	{ "--format=", "unknown format \"\"" },
	{ "--format=xml", "unknown format \"xml\"" },
	{ "extrct", "unknown command \"extrct\"; did you mean \"extract\"?" },
	{ "chekc a.html", "did you mean \"check\"?" },
	{ "check --strict", "check takes no option \"--strict\"" },
	{ "explain --update", "explain takes no option \"--update\"" },
	{ "check -q", "unknown option \"-q\"" },
	{ "check -V", "unknown option \"-V\"" },
	{ "--update", "extract takes no option \"--update\"" },
	{ "--format=text", "unknown format \"text\"" },
	{ "--width=1", "extract takes no option \"--width\"" },
	{ "clean --only=pmid", "clean takes no option \"--only\"" },
	{ "clean --format=jsnol", "did you mean \"jsonl\"?" },
	{ "clean --format=markdwn", "did you mean \"markdown\"?" },
	{ "clean --format=", "unknown format \"\"" },
	{ "clean --profile=pubmde", "did you mean \"pubmed\"?" },
	{ "clean --widht=1", "did you mean \"--width\"?" },
	{ "clean --width=", "not a number of columns up to 100000: \"\"" },
	{ "clean --width=-1", "not a number of columns up to 100000: \"-1\"" },
	{ "clean --width=1k", "not a number of columns up to 100000: \"1k\"" },
	{ "clean --width=100001", "not a number of columns" },
	{ "clean --width=99999999999999999999", "not a number of columns" },
	{ "clean -o", "--output needs an argument: FILE" },
	{ "claen a.html", "did you mean \"clean\"?" },
	{ "--base=http://a/", "extract takes no option \"--base\"" },
	{ "a --base http://a/ b", "extract takes no option \"--base\"" },
	{ "--ver", "\"--ver\" is ambiguous: --verbose, --version" },
	{ "--contact=me", "not a mail address or the address of a page" },
	{ "--contact=a@b\x7f", "not a mail address" },
	{ "--base-url=ftp://a", "not the address of a site: \"ftp://a\"" },
	{ "--base-url=http://", "not the address of a site" },
	{ "--base-url=https:///x", "not the address of a site" },
	{ "--base-url=http://me:secret@a/", "not the address of a site" },
	{ "--base-url=http://a\"b/", "not the address of a site" },
	{ "--base-url=http://a/?b", "not the address of a site" },
	{ "--retries=101", "not a number up to 100" },
	{ "--retries=-1", "not a number up to 100" },
	{ "--max-list=0", "not a number from 1 to 1000000" },
	{ "--delay=1m", "--delay: not a number of seconds: \"1m\"" },
	{ "--timeout=0", "--timeout: not a number of seconds: \"0\"" },
	{ "--max-age=1w", "not a time like 90, 30m, 12h or 7d: \"1w\"" },
	{ "--offline --refresh", "--offline and --refresh exclude" },
	{ "--no-cache --offline", "--offline and --no-cache exclude" },
	{ "shard --of=0", "--of: not a number from 1 to 1000000: \"0\"" },
	{ "shard --of=1000001", "--of: not a number from 1 to 1000000" },
	{ "shard --of=-1", "--of: not a number" },
	{ "shard --of=2x", "--of: not a number" },
	{ "shard --of=18446744073709551617", "--of: not a number" },
	{ "shard --index=-1", "--index: not a number from 0 to one less" },
	{ "shard --index=", "--index: not a number" },
	{ "shard --format=json a", "shard takes no option \"--format\"" },
	{ "--of=3", "extract takes no option \"--of\"" },
	{ "--of 3 a", "extract takes no option \"--of\"" },
	{ "merge --only=pmid a", "merge takes no option \"--only\"" },
	{ "shrad a.html", "did you mean \"shard\"?" },
	{ "clean --complete", "clean takes no option \"--complete\"" },
	{ "check --offline", "check takes no option \"--offline\"" },
	{ "fetch -d", "--dir needs an argument: DIR" },
	{ "fetch --strict 1", "fetch takes no option \"--strict\"" },
	{ "cache --dir=x", "cache takes no option \"--dir\"" },
	{ "cahce list", "did you mean \"cache\"?" },
};

Test(options, say_what_is_wrong)
{
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		cr_assert(!parse(wrongs[i].line), "%s", wrongs[i].line);
		cr_assert_neq(strstr(said, wrongs[i].said), NULL, "%s: %s",
		    wrongs[i].line, said);
		cr_assert_eq(strncmp(said, "pubscour: ", 10), 0);
		cr_assert_neq(strstr(said, "--help"), NULL, "%s", said);
		/* one line */
		cr_assert_eq(strchr(said, '\n'), said + strlen(said) - 1);
	}
	cr_assert(parse("--vers"), "short for --version");
	cr_assert_eq(options.action, OPTIONS_VERSION);
}

/* A first word that is not near a command's name is an input. */
Test(options, take_other_words_for_inputs)
{
	static const char *const words[] = { "page.html", "saved", "chekc.html",
		"./chekc", "fixtures", "31814667", "src" };

	for (size_t i = 0; i < COUNT(words); i++) {
		cr_assert(parse(words[i]), "%s: %s", words[i], said);
		cr_assert_eq(options.command, OPTIONS_EXTRACT);
		cr_assert(!options.named);
		cr_assert_eq(options.count, 1);
		cr_assert_str_eq(options.sources[0].text, words[i]);
	}
}

struct near {
	const char *typed, *name;
	bool found;
};

static const struct near nears[] = {
	{ "extract", "extract", true },
	{ "extrct", "extract", true },
	{ "extrract", "extract", true },
	{ "xetract", "extract", true },
	{ "extracf", "extract", true },
	{ "etxrcat", "extract", true },
	{ "cat", "extract", false },
	{ "", "extract", false },
	{ "", "h", true },
	{ "x", "y", true },
	{ "x", "yz", false },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a", false },
};

Test(options, one_number_of_two_words)
{
	cr_assert(
	    parse("PMID 37108507 a.html pmid: 1 PMID x.html"), "%s", said);
	cr_assert_eq(options.count, 5);
	cr_assert_str_eq(options.sources[0].text, "37108507");
	cr_assert_str_eq(options.sources[2].text, "1");
	cr_assert_str_eq(options.sources[3].text, "PMID");
}

Test(options, suggest_the_nearest)
{
	struct suggest near;

	for (size_t i = 0; i < COUNT(nears); i++) {
		near = suggest_new(nears[i].typed);
		suggest_try(&near, nears[i].name);
		cr_assert_eq(near.name != NULL, nears[i].found, "%s, %s",
		    nears[i].typed, nears[i].name);
	}
	near = suggest_new("jsonl");
	suggest_try(&near, "jsom");
	suggest_try(&near, "json");
	suggest_try(&near, "jsonx");
	cr_assert_str_eq(near.name, "json");
	cr_assert_eq(near.distance, 1);
}
