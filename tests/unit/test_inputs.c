/* The inputs of a command line: src/command/inputs, walk, list, escape. */
#define _XOPEN_SOURCE 700 /* nftw() */

#include "command/inputs.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/escape.h"
#include "command/list.h"
#include "command/memory.h"
#include "command/walk.h"
#include "support.h"

static char folder[] = "/tmp/pubscour-test-XXXXXX";
static char seen[70000];
static char said[4000];
static size_t most; /* inputs to take before the visitor stops */

/* Writes a file below the folder; its folders are made. */
static void
put(const char *name, struct span bytes)
{
	char path[300];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	for (char *at = path + sizeof(folder); *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(path, 0700);
		*at = '/';
	}
	file = fopen(path, "wb");
	cr_assert_neq(file, NULL, "%s", path);
	fwrite(bytes.ptr, 1, bytes.len, file);
	fclose(file);
}

static void
set_up(void)
{
	cr_assert_neq(mkdtemp(folder), NULL);
	most = SIZE_MAX;
}

static int
remove_one(
    const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

static void
tear_down(void)
{
	cr_assert_eq(nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

TestSuite(inputs, .init = set_up, .fini = tear_down);

static bool
see(void *context, const struct inputs_item *item)
{
	size_t used = strlen(seen), *count = context;

	snprintf(seen + used, sizeof(seen) - used, "%s%s%s",
	    used == 0 ? "" : " ",
	    item->standard ? "<"
	    : item->remote ? "@"
			   : "",
	    item->name);
	return ++*count < most;
}

/* Visits what the sources mean from within the folder. */
static bool
visit(struct options_source *sources, size_t count, bool null)
{
	struct options options = {
		.sources = sources, .count = count, .null = null
	};
	int here = open(".", O_RDONLY), saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();
	size_t visited = 0;
	bool good;

	cr_assert(file != NULL && here >= 0);
	seen[0] = '\0';
	cr_assert_eq(chdir(folder), 0);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	good = inputs_each(&options, see, &visited);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	cr_assert_eq(fchdir(here), 0);
	close(here);
	close(saved);
	rewind(file);
	said[fread(said, 1, sizeof(said) - 1, file)] = '\0';
	fclose(file);
	return good;
}

static bool
visit_one(const char *text, bool list, bool null)
{
	struct options_source source = { text, list };

	return visit(&source, 1, null);
}

Test(inputs, are_visited_in_order)
{
	struct options_source sources[] = { { "b.html", false },
		{ "list", true }, { "d", false }, { "-", false },
		{ "a.html", false } };

	put("b.html", SPAN("x"));
	put("list", SPAN("c.html\nd\n\nno-such\n"));
	put("d/2.html", SPAN("x"));
	put("d/1.htm", SPAN("x"));
	cr_assert(visit(sources, COUNT(sources), false), "%s", said);
	cr_assert_str_eq(seen, "b.html c.html d/1.htm d/2.html no-such "
			       "d/1.htm d/2.html <- a.html");
	cr_assert_str_eq(said, "");
	most = 3;
	cr_assert(visit(sources, COUNT(sources), false));
	cr_assert_str_eq(seen, "b.html c.html d/1.htm");
	most = SIZE_MAX;
	cr_assert(visit(NULL, 0, false));
	cr_assert_str_eq(seen, "<-");
}

Test(inputs, of_folders)
{
	static const char *const files[] = { "d/b.html", "d/a/z.htm",
		"d/a/y.html.gz", "d/a.html", "d/C.HTML", "d/x.htm.gz",
		"d/e/f/g/h.html", "d/.hidden.html", "d/.git/a.html",
		"d/page.json", "d/html", "d/.html", "d/a.html.bak",
		"d/x.html/inner.html", "empty/x.txt" };
	char path[300], target[300];

	for (size_t i = 0; i < COUNT(files); i++)
		put(files[i], SPAN("x"));
	/* links: to a file, to nothing, to the folder above */
	snprintf(path, sizeof(path), "%s/d/l1.html", folder);
	cr_assert_eq(symlink("b.html", path), 0);
	snprintf(path, sizeof(path), "%s/d/l2.html", folder);
	cr_assert_eq(symlink("no-such", path), 0);
	snprintf(path, sizeof(path), "%s/d/l3", folder);
	snprintf(target, sizeof(target), "%s", folder);
	cr_assert_eq(symlink(target, path), 0);

	cr_assert(visit_one("d", false, false), "%s", said);
	cr_assert_str_eq(seen,
	    "d/C.HTML d/a.html d/a/y.html.gz d/a/z.htm d/b.html "
	    "d/e/f/g/h.html d/l1.html d/l2.html d/x.htm.gz "
	    "d/x.html/inner.html");
	cr_assert(visit_one("d/", false, false));
	cr_assert_eq(strncmp(seen, "d/C.HTML d/a.html ", 18), 0, "%s", seen);
	cr_assert(!visit_one("empty", false, false));
	cr_assert_str_eq(seen, "");
	cr_assert_neq(strstr(said, "found in empty"), NULL, "%s", said);
}

struct listed {
	struct span bytes;
	bool null, good;
	const char *seen;
};

static const struct listed lists[] = {
	{ BYTES(""), false, false, "" },
	{ BYTES("a.html"), false, true, "a.html" },
	{ BYTES("a.html\n"), false, true, "a.html" },
	{ BYTES("\n\na.html\n\nb c.html\n"), false, true, "a.html b c.html" },
	{ BYTES("\xef\xbb\xbf"
		"a.html\r\nb.html\r\n"),
	    false, true, "a.html b.html" },
	{ BYTES("a\n\xef\xbb\xbf"
		"b\n"),
	    false, true,
	    "a \xef\xbb\xbf"
	    "b" },
	{ BYTES("-\n"), false, true, "<-" },
	{ BYTES("a\0b\0"), true, true, "a b" },
	{ BYTES("a\nb\0c\r\0"), true, true, "a\nb c\r" },
	{ BYTES("a\0b"), true, true, "a b" },
	{ BYTES("a\0b\nc\n"), false, false, "c" },
};

Test(inputs, of_lists)
{
	char path[300];

	for (size_t i = 0; i < COUNT(lists); i++) {
		put("list", lists[i].bytes);
		cr_assert_eq(visit_one("list", true, lists[i].null),
		    lists[i].good, "row %zu: %s", i, said);
		cr_assert_str_eq(seen, lists[i].seen, "row %zu: %s", i, seen);
		cr_assert_eq(said[0] == '\0', lists[i].good);
	}
	/* "-" in a list that is standard input is only a name */
	put("list", SPAN("a\n-\nb\n"));
	snprintf(path, sizeof(path), "%s/list", folder);
	cr_assert_neq(freopen(path, "rb", stdin), NULL);
	cr_assert(visit_one("-", true, false));
	cr_assert_str_eq(seen, "a - b");
	cr_assert(!visit_one("no-such-list", true, false));
	cr_assert_neq(strstr(said, "no-such-list: "), NULL, "%s", said);
	cr_assert(!visit_one(".", true, false));
}

/* What is fetched; a file of that name wins. */
Test(inputs, that_are_no_files)
{
	struct options_source sources[] = { { "37108507", false },
		{ "12", false }, { "list", true }, { "no-such.html", false },
		{ "-", false } };
	struct options options = {
		.command = OPTIONS_FETCH, .sources = sources, .count = 2
	};
	size_t visited = 0;

	put("12", SPAN("x"));
	put("PMC1234567/a.html", SPAN("x"));
	put("list", SPAN("pmid:1\nPMC1234567\nPMC1234568\n10.1/x\n"
			 "https://example.org/a\nhttp://\n0\n"));
	cr_assert(visit(sources, COUNT(sources), false), "%s", said);
	cr_assert_str_eq(seen,
	    "@37108507 12 @pmid:1 PMC1234567/a.html @PMC1234568 @10.1/x "
	    "@https://example.org/a @http:// @0 no-such.html <-");
	/* for `fetch` nothing is a file */
	seen[0] = '\0';
	sources[1].text = "-";
	cr_assert(inputs_each(&options, see, &visited));
	cr_assert_str_eq(seen, "@37108507 @-");
}

Test(inputs, are_counted)
{
	char path[300], sub[300];
	struct options_source sources[] = { { "a.html", false }, { "1", false },
		{ path, true } };
	struct options options = { .sources = sources, .count = 0 };

	put("list", SPAN("a\n\n\r\nb\r\nc"));
	put("d/a.html", SPAN("x"));
	snprintf(path, sizeof(path), "%s/list", folder);
	cr_assert_eq(inputs_count(&options), 1, "standard input");
	options.count = 2;
	cr_assert_eq(inputs_count(&options), 2);
	options.count = 3;
	cr_assert_eq(inputs_count(&options), 5);
	options.null = true;
	cr_assert_eq(inputs_count(&options), 3);
	sources[2].text = "-";
	cr_assert_eq(inputs_count(&options), 0);
	snprintf(sub, sizeof(sub), "%s/d", folder);
	sources[2] = (struct options_source){ sub, false };
	cr_assert_eq(inputs_count(&options), 0);
}

Test(inputs, of_lists_with_long_names)
{
	char *wide = memory_new(200000);

	memset(wide, 'w', 200000);
	wide[65535] = '\n';
	put("list", (struct span){ wide, 65536 });
	cr_assert(visit_one("list", true, false), "%s", said);
	cr_assert_eq(strlen(seen), 65535);
	memset(wide, 'w', 200000);
	memcpy(wide + 100000, "\nb\n", 3);
	put("list", (struct span){ wide, 100003 });
	cr_assert(!visit_one("list", true, false));
	cr_assert_str_eq(seen, "b");
	cr_assert_neq(strstr(said, "entry 1 "), NULL, "%s", said);
	free(wide);
}

Test(inputs, single_is_one_plain_input)
{
	struct options_source sources[] = { { "a.html", false },
		{ "b.html", false } };
	struct options options = { .sources = sources, .count = 0 };

	cr_assert(inputs_single(&options));
	options.count = 1;
	cr_assert(inputs_single(&options));
	sources[0].list = true;
	cr_assert(!inputs_single(&options));
	sources[0] = (struct options_source){ folder, false };
	cr_assert(!inputs_single(&options));
	sources[0].text = "-";
	cr_assert(inputs_single(&options));
	options.count = 2;
	cr_assert(!inputs_single(&options));
	cr_assert(!inputs_waiting(&options));
}

Test(inputs, are_read_by_the_library)
{
	struct psc *reader = psc_new();
	struct inputs_item item = { .name = "fixtures/minimal/page.html" };

	cr_assert_neq(reader, NULL);
	cr_assert_eq(inputs_open(reader, &item), PSC_OK);
	cr_assert_eq(psc_next(reader), PSC_OK);
	cr_assert_eq(psc_next(reader), PSC_END);
	item.name = "no-such.html";
	cr_assert_eq(inputs_open(reader, &item), PSC_UNREADABLE);
	/* "-" that is a name, not standard input */
	item = (struct inputs_item){ .name = "-" };
	cr_assert_eq(inputs_open(reader, &item), PSC_UNREADABLE);
	int fd = open("fixtures/minimal/page.html", O_RDONLY);
	dup2(fd, STDIN_FILENO);
	close(fd);
	item.standard = true;
	cr_assert_eq(inputs_open(reader, &item), PSC_OK);
	cr_assert_eq(psc_next(reader), PSC_OK);
	psc_free(reader);
}

Test(inputs, pages_are_known_by_their_names)
{
	static const struct {
		const char *name;
		size_t stem;
	} names[] = { { "a.html", 1 }, { "a.htm", 1 }, { "a.html.gz", 1 },
		{ "a.htm.gz", 1 }, { "a.HTML.Gz", 1 }, { "a.b.html", 3 },
		{ ".html", 5 }, { ".html.gz", 8 }, { "a.gz", 4 }, { "html", 4 },
		{ "a.htmlx", 7 }, { "", 0 }, { "a.mht", 1 }, { "a.MHTML", 1 },
		{ "a.mhtml.gz", 1 }, { "a.warc", 1 }, { "a.warc.gz", 1 },
		{ "a.har", 1 }, { "a.warc.zst", 1 }, { "a.xhtml.br", 1 },
		{ "a.zst", 5 }, { "a.jsonl", 7 }, { "a.zip", 5 },
		{ "a.txt", 5 }, { "a.html.html", 6 } };

	for (size_t i = 0; i < COUNT(names); i++) {
		cr_assert_eq(walk_stem(names[i].name), names[i].stem, "%s",
		    names[i].name);
		cr_assert_eq(walk_is_page(names[i].name),
		    names[i].stem < strlen(names[i].name));
	}
}

Test(inputs, lists_sort_and_find)
{
	static const char *const words[] = { "b", "a", "\xff", "A", "ab", "a" };
	static const struct {
		const char *text;
		size_t place;
	} places[] = { { "", 0 }, { "A", 0 }, { "B", 1 }, { "a", 1 },
		{ "ab", 3 }, { "b", 4 }, { "c", 5 }, { "\xff\xff", 6 } };
	struct list list = { NULL, 0, 0 };
	char all[100] = "";
	char *last;

	for (size_t i = 0; i < COUNT(words); i++)
		list_add(&list, memory_copy(words[i], strlen(words[i])));
	list_sort(&list);
	for (size_t i = 0; i < list.count; i++)
		strcat(strcat(all, list.items[i]), " ");
	cr_assert_str_eq(all, "A a a ab b \xff ");
	for (size_t i = 0; i < COUNT(places); i++)
		cr_assert_eq(list_from(&list, places[i].text), places[i].place,
		    "%s", places[i].text);
	last = list_pop(&list);
	cr_assert_str_eq(last, "\xff");
	free(last);
	list_free(&list);
	cr_assert_eq(list.count, 0);
	cr_assert_eq(list_pop(&list), NULL);
	for (int i = 0; i < 1000; i++)
		list_add(&list, memory_copy("x", 1));
	cr_assert_eq(list.count, 1000);
	list_free(&list);
}

Test(inputs, paths_have_one_slash)
{
	static const struct {
		const char *folder, *name, *path;
	} rows[] = { { "a", "b", "a/b" }, { "a/", "b", "a/b" },
		{ "/", "b", "/b" }, { "", "b", "b" },
		{ "a/b", "c/d", "a/b/c/d" } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *path = memory_path(rows[i].folder, rows[i].name);
		cr_assert_str_eq(path, rows[i].path);
		free(path);
	}
}

struct escaped {
	struct span text;
	bool lines;
	const char *safe;
};

static const struct escaped escapes[] = {
	{ BYTES(""), false, "" },
	{ BYTES("a \"b\" \\n"), false, "a \"b\" \\n" },
	{ BYTES("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), false,
	    "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80" },
	{ BYTES("a\nb\tc\rd"), false, "a\\nb\\tc\\rd" },
	{ BYTES("a\nb\tc\rd"), true, "a\nb\tc\\rd" },
	{ BYTES("\x1b[1m\0\x7f"), false, "\\x1b[1m\\x00\\x7f" },
	{ BYTES("\xc2\x9b"), false, "\\xc2\\x9b" },
	{ BYTES("\xc2\xa0"), false, "\xc2\xa0" },
	{ BYTES("\xe2\x80\xae"
		"a\xe2\x80\xa8\xd8\x9c\xe2\x81\xa6"),
	    true, "\\xe2\\x80\\xaea\\xe2\\x80\\xa8\\xd8\\x9c\\xe2\\x81\\xa6" },
	{ BYTES("\xff\xc3"), false, "\\xff\\xc3" },
	{ BYTES("\xed\xa0\x80\xc0\x80\xf4\x90\x80\x80"), false,
	    "\\xed\\xa0\\x80\\xc0\\x80\\xf4\\x90\\x80\\x80" },
	{ BYTES("\xe2\x82"), false, "\\xe2\\x82" },
	{ BYTES("\xe0\x80\xaf\xf0\x80\x80\xaf"), false,
	    "\\xe0\\x80\\xaf\\xf0\\x80\\x80\\xaf" },
};

Test(inputs, names_are_escaped_for_terminals)
{
	for (size_t i = 0; i < COUNT(escapes); i++) {
		char *safe = escape_text(
		    escapes[i].text.ptr, escapes[i].text.len, escapes[i].lines);
		cr_assert_str_eq(safe, escapes[i].safe, "row %zu", i);
		free(safe);
	}
}
