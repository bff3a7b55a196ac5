/* Opening inputs and reading their pages through the public header. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "pubscour.h"
#include "support.h"

static const char two[] =
    "{\"id\": [1], \"html\": \"<p>no article\"}\n"
    "{\"id\": 2, \"html\": \"<div class=article-page "
    "data-article-pmid=90000004><h1 class=heading-title>A title</h1></div>\"}\n"
    "nothing\n";

static struct psc *reader;

static void
begin(void)
{
	reader = psc_new();
	cr_assert_neq(reader, NULL);
}

static void
end(void)
{
	psc_free(reader);
}

TestSuite(pages, .init = begin, .fini = end);

static bool
json_has(const char *what)
{
	const char *json;

	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	return strstr(json, what) != NULL;
}

Test(pages, come_one_after_another)
{
	cr_assert_eq(psc_next(reader), PSC_END);
	cr_assert_eq(psc_several(reader), 0);
	cr_assert_eq(psc_open(reader, "a", two, strlen(two)), PSC_OK);
	cr_assert_neq(psc_several(reader), 0);
	cr_assert_eq(psc_next(reader), PSC_NOT_AN_ARTICLE);
	cr_assert(json_has("{\"id\": [1], \"schema_version\": 1, \"page\""));
	cr_assert(json_has("\"message\": \"line 1: "));
	cr_assert_eq(psc_next(reader), PSC_OK);
	cr_assert(json_has("{\"id\": 2, \"schema_version\""));
	cr_assert(json_has("\"input\": \"a\""));
	cr_assert_eq(psc_next(reader), PSC_UNREADABLE);
	cr_assert_eq(strncmp(psc_message(reader), "line 3: ", 8), 0);
	cr_assert_not(json_has("\"id\""));
	cr_assert_eq(psc_next(reader), PSC_END);
	cr_assert_eq(psc_next(reader), PSC_END);
	/* The last one is still there. */
	cr_assert(json_has("line 3: "));
}

/* The first that does, else the first error. */
Test(pages, one_is_read)
{
	cr_assert_eq(psc_read(reader, "a", two, strlen(two)), PSC_OK);
	cr_assert(json_has("{\"id\": 2,"));
	cr_assert_eq(psc_next(reader), PSC_END);
	cr_assert_eq(
	    psc_read(reader, "a", "{\"html\": \" \"}\n{\"text\": 1}\n", 27),
	    PSC_EMPTY);
	cr_assert(json_has("\"message\": \"line 1: nothing but white space\""));
	cr_assert_eq(psc_read(reader, NULL, "<p>a", 4), PSC_NOT_AN_ARTICLE);
	cr_assert(json_has("\"input\": \"-\""));
}

Test(pages, what_an_input_is_can_be_said)
{
	const char *text;

	cr_assert_eq(
	    psc_set_input(reader, (enum psc_input)99), PSC_BAD_ARGUMENT);
	cr_assert_eq(psc_set_input(reader, PSC_INPUT_HTML), PSC_OK);
	psc_set_clean(reader, 1);
	cr_assert_eq(
	    psc_read(reader, "a", "{\"html\": \"<p>A page\"}", 21), PSC_OK);
	cr_assert_eq(psc_several(reader), 0);
	cr_assert_eq(psc_clean(reader, PSC_FORMAT_TEXT, &text, NULL), PSC_OK);
	cr_assert_neq(strstr(text, "A page\"}"), NULL, "%s", text);
	cr_assert_eq(psc_set_input(reader, PSC_INPUT_JSONL), PSC_OK);
	cr_assert_eq(psc_read(reader, "a", "", 0), PSC_EMPTY);
	cr_assert_eq(psc_set_input(reader, PSC_INPUT_MHTML), PSC_OK);
	cr_assert_eq(psc_read(reader, "a", "<p>a", 4), PSC_OK);
	cr_assert_eq(psc_set_input(reader, PSC_INPUT_WARC), PSC_OK);
	cr_assert_eq(psc_read(reader, "a", "<p>a", 4), PSC_UNREADABLE);
}

Test(pages, container_knows_where_they_are_from)
{
	static const char line[] =
	    "{\"url\": \"https://a.example/b/c\", "
	    "\"html\": \"<p><a href=d>A link</a> stands here.\"}";
	const char *text;

	psc_set_clean(reader, 1);
	cr_assert_eq(psc_set_source(reader, "https://other.example/",
			 "2026-11-24T05:00:00Z"),
	    PSC_OK);
	cr_assert_eq(psc_read(reader, "a", line, strlen(line)), PSC_OK);
	cr_assert_eq(
	    psc_clean(reader, PSC_FORMAT_MARKDOWN, &text, NULL), PSC_OK);
	cr_assert_neq(strstr(text, "https://a.example/b/d"), NULL, "%s", text);
	cr_assert(json_has("\"fetched_at\": \"2026-11-24T05:00:00Z\""));
	/* No address of the web is none. */
	cr_assert_eq(
	    psc_read(reader, "a",
		"{\"url\": \"file:///c\", \"html\": \"<p>A page\"}", 41),
	    PSC_OK);
	cr_assert(json_has("\"url\": null"));
}

/* Bytes may come from a server, which must not choose among our files. */
Test(pages, bytes_name_no_files)
{
	static const char line[] =
	    "{\"id\": 1, \"path\": \"fixtures/minimal/page.html\"}\n";
	static const char name[] = "/tmp/pubscour-test-XXXXXX";
	char path[sizeof(name)];

	cr_assert_eq(psc_read(reader, "a", line, strlen(line)), PSC_UNREADABLE);
	cr_assert(json_has("only a list in a file"));
	memcpy(path, name, sizeof(name));
	int fd = mkstemp(path);
	cr_assert_geq(fd, 0);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(write(fd, line, strlen(line)), (ssize_t)strlen(line));
	lseek(fd, 0, SEEK_SET);
	cr_assert_eq(psc_read_fd(reader, "a", fd), PSC_OK);
	cr_assert(json_has("{\"id\": 1,"));
	close(fd);
}

Test(pages, files_are_closed)
{
	int before = open("fixtures/minimal/page.html", O_RDONLY);

	close(before);
	for (int i = 0; i < 3; i++) {
		cr_assert_eq(psc_open_file(reader, "a",
				 "fixtures/wrapped-jsonl/page.jsonl"),
		    PSC_OK);
		cr_assert_eq(psc_read(reader, "a", two, strlen(two)), PSC_OK);
		cr_assert_eq(
		    psc_open_file(reader, "a", "none"), PSC_UNREADABLE);
		cr_assert_eq(psc_next(reader), PSC_END);
	}
	int after = open("fixtures/minimal/page.html", O_RDONLY);
	cr_assert_eq(before, after);
	close(after);
}
