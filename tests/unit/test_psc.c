/* The public interface: include/pubscour.h. */
#include "pubscour.h"

#include <fcntl.h>
#include <unistd.h>

#include "support.h"

#define EVERYTHING "fixtures/everything/page.html"

static struct psc *reader;

static void
set_up(void)
{
	reader = psc_new();
	cr_assert_neq(reader, NULL);
}

static void
tear_down(void)
{
	psc_free(reader);
}

TestSuite(psc, .init = set_up, .fini = tear_down);

static const char good[] =
    "<html><main id=article-details><meta name=citation_pmid content=%d>"
    "<div id=full-view-heading><h1 class=heading-title>T%d</h1></div></main>"
    "</html>";
static const char bad[] = "<p>Page not found";

static enum psc_status
read_number(struct psc *psc, int number)
{
	char page[300];
	int len = snprintf(page, sizeof(page), good, number, number);

	return psc_read(psc, "page", page, (size_t)len);
}

/* The JSON of one key; belongs to the reader. */
static const char *
json_of(struct psc *psc, const char *keys)
{
	const char *json;
	size_t size;

	cr_assert_eq(psc_only(psc, keys), PSC_OK, "%s", psc_message(psc));
	cr_assert_eq(psc_json(psc, 0, &json, &size), PSC_OK);
	cr_assert_eq(json[size], '\0');
	cr_assert_eq(strlen(json), size);
	return json;
}

static void
expect_title(struct psc *psc, int number)
{
	char want[60];

	snprintf(want, sizeof(want), "{\"pmid\": \"%d\", \"title\": \"T%d\"}",
	    number, number);
	cr_assert_str_eq(json_of(psc, "pmid,title"), want);
}

Test(psc, has_names_for_its_statuses)
{
	static const char *const names[] = { "ok", "not-an-article", "empty",
		"not-html", "too-large", "unreadable", "no-memory",
		"bad-argument", "no-content", "http-404", "http-error",
		"blocked", "rate-limited", "unavailable", "truncated",
		"timeout", "tls", "robots", "refused", "network", "offline",
		"interrupted", "crashed", "page-timeout" };

	cr_assert_eq(COUNT(names), PSC_END);
	for (size_t i = 0; i < COUNT(names); i++)
		cr_assert_str_eq(psc_status_name((enum psc_status)i), names[i]);
	cr_assert_str_eq(psc_status_name((enum psc_status)99), "unknown");
	cr_assert_str_eq(psc_version(), PSC_VERSION);
	cr_assert_eq(psc_schema()[0], '{');
	cr_assert_neq(strstr(psc_clean_schema(), "cleaned page"), NULL);
	psc_free(NULL);
}

Test(psc, new_reader_has_nothing)
{
	const char *code = "x", *message = "x", *json, *report;
	size_t size = 7;

	cr_assert_str_eq(psc_message(reader), "");
	cr_assert_eq(psc_warnings(reader), 0);
	psc_warning(reader, 0, &code, &message);
	cr_assert_str_eq(code, "");
	cr_assert_str_eq(message, "");
	cr_assert_neq(psc_explain(reader, &report, &size), PSC_OK);
	cr_assert_str_eq(report, "");
	cr_assert_eq(size, 0);
	cr_assert_eq(psc_json(reader, 0, &json, &size), PSC_OK);
	cr_assert_neq(strstr(json, "\"error\""), NULL);
}

Test(psc, reads_many_pages_one_after_another)
{
	for (int i = 1; i < 300; i++) {
		cr_assert_eq(read_number(reader, i), PSC_OK);
		cr_assert_str_eq(psc_message(reader), "");
		expect_title(reader, i);
	}
}

Test(psc, reads_good_pages_between_bad_ones)
{
	static const struct {
		const char *page;
		size_t size;
		enum psc_status status;
		const char *code;
	} wrong[] = {
		{ bad, sizeof(bad) - 1, PSC_NOT_AN_ARTICLE,
		    "\"code\": \"not-an-article\"" },
		{ "", 0, PSC_EMPTY, "\"code\": \"empty\"" },
		{ " \n", 2, PSC_EMPTY, "\"code\": \"empty\"" },
		{ "%PDF-1.4", 8, PSC_NOT_HTML, "\"code\": \"not-html\"" },
		{ "\x1f\x8b\x08", 3, PSC_UNREADABLE,
		    "\"code\": \"unreadable\"" },
	};
	const char *json, *report;
	size_t size;

	for (int i = 0; i < 20; i++) {
		size_t n = (size_t)i % COUNT(wrong);
		cr_assert_eq(
		    psc_read(reader, "w", wrong[n].page, wrong[n].size),
		    wrong[n].status);
		cr_assert_neq(psc_message(reader)[0], '\0');
		cr_assert_eq(psc_warnings(reader), 0);
		cr_assert_eq(psc_json(reader, 0, &json, &size), PSC_OK);
		cr_assert_neq(strstr(json, wrong[n].code), NULL, "%s", json);
		cr_assert_neq(strstr(json, "\"input\": \"w\""), NULL);
		cr_assert_eq(strstr(json, "\"title\""), NULL);
		cr_assert_eq(
		    psc_explain(reader, &report, &size), wrong[n].status);
		cr_assert_str_eq(report, "");

		cr_assert_eq(read_number(reader, i), PSC_OK);
		cr_assert_str_eq(psc_message(reader), "");
		expect_title(reader, i);
		cr_assert_eq(psc_explain(reader, &report, &size), PSC_OK);
		cr_assert_eq(strlen(report), size);
		cr_assert_neq(strstr(report, "\npmid "), NULL);
	}
}

/* What was handed out lives until the next call that is not const. */
Test(psc, keeps_what_it_handed_out)
{
	const char *json, *again, *code, *message;
	char copy[5000];
	size_t size;

	cr_assert_eq(read_number(reader, 5), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, &size), PSC_OK);
	cr_assert_lt(size, sizeof(copy));
	memcpy(copy, json, size + 1);
	cr_assert_gt(psc_warnings(reader), 0);
	psc_warning(reader, 0, &code, &message);
	cr_assert_neq(code[0], '\0');
	cr_assert_neq(message[0], '\0');
	cr_assert_str_eq(psc_message(reader), "");
	cr_assert_str_eq(json, copy);
	cr_assert_eq(psc_json(reader, 0, &again, NULL), PSC_OK);
	cr_assert_str_eq(again, copy);
}

/* The bytes are only read during the call. */
Test(psc, does_not_keep_the_bytes)
{
	char name[] = "name", page[300];
	int len = snprintf(page, sizeof(page), good, 8, 8);
	const char *json;

	cr_assert_eq(psc_read(reader, name, page, (size_t)len), PSC_OK);
	memset(page, 'x', sizeof(page));
	memset(name, 'x', sizeof(name) - 1);
	expect_title(reader, 8);
	cr_assert_eq(psc_only(reader, NULL), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_neq(strstr(json, "\"input\": \"name\""), NULL);
}

struct named {
	const char *name;
	const char *json;
};

static const struct named names[] = {
	{ "a.html", "{\"page\": {\"input\": \"a.html\"}}" },
	{ "", "{\"page\": {\"input\": \"\"}}" },
	{ "-", "{\"page\": {\"input\": \"-\"}}" },
	{ NULL, "{\"page\": {\"input\": \"-\"}}" },
	{ "\xc3\xa9\"\\\n",
	    "{\"page\": {\"input\": \"\xc3\xa9\\\"\\\\\\n\"}}" },
	{ "a\xff\xc3.html", "{\"page\": {\"input\": \"a\xef\xbf\xbd\xef\xbf"
			    "\xbd.html\"}}" },
	{ "\xed\xa0\x80", "{\"page\": {\"input\": \"\xef\xbf\xbd\xef\xbf\xbd"
			  "\xef\xbf\xbd\"}}" },
};

Test(psc, takes_any_name)
{
	char page[300], want[300];
	int len = snprintf(page, sizeof(page), good, 1, 1);
	const char *json;

	for (size_t i = 0; i < COUNT(names); i++) {
		cr_assert_eq(
		    psc_read(reader, names[i].name, page, (size_t)len), PSC_OK);
		cr_assert_str_eq(json_of(reader, "page.input"), names[i].json);
		/* and in an error */
		cr_assert_eq(psc_read(reader, names[i].name, "", 0), PSC_EMPTY);
		cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
		snprintf(want, sizeof(want), "\"input\": %s",
		    strchr(names[i].json + 9, ':') + 2);
		want[strlen(want) - 2] = '\0';
		cr_assert_neq(strstr(json, want), NULL, "%s in %s", want, json);
	}
}

Test(psc, takes_no_bytes)
{
	cr_assert_eq(psc_read(reader, "a", NULL, 0), PSC_EMPTY);
	cr_assert_eq(psc_read(reader, "a", "x", 0), PSC_EMPTY);
	cr_assert_neq(psc_message(reader)[0], '\0');
}

Test(psc, chooses_keys)
{
	cr_assert_eq(read_number(reader, 1), PSC_OK);
	cr_assert_str_eq(json_of(reader, "doi"), "{\"doi\": null}");
	cr_assert_eq(psc_only(reader, "pmid,nonsense"), PSC_BAD_ARGUMENT);
	cr_assert_neq(strstr(psc_message(reader), "nonsense"), NULL);
	/* a wrong choice does not hurt the page */
	cr_assert_str_eq(json_of(reader, "pmid"), "{\"pmid\": \"1\"}");
	cr_assert_str_eq(psc_message(reader), "");
	/* the choice stays for the pages that follow, errors aside */
	cr_assert_eq(psc_read(reader, "a", "", 0), PSC_EMPTY);
	const char *json;
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_neq(strstr(json, "\"message\""), NULL);
	cr_assert_eq(read_number(reader, 2), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_str_eq(json, "{\"pmid\": \"2\"}");
	cr_assert_eq(psc_only(reader, NULL), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_neq(strstr(json, "\"related_information\": []"), NULL);
}

/* The parts of references are there when they are asked for, each time. */
Test(psc, splits_references)
{
	static const char page[] = "fixtures/references-split/page.html";

	cr_assert_eq(psc_read_file(reader, "n", page), PSC_OK);
	json_of(reader, "references.items.text");
	for (int i = 0; i < 2; i++) {
		const char *json =
		    json_of(reader, "references.items.parsed.year");
		cr_assert_neq(strstr(json, "[{\"parsed\": {\"year\": 2010}}, "),
		    NULL, "%s", json);
		cr_assert_neq(
		    strstr(json, "{\"parsed\": null}]"), NULL, "%s", json);
	}
}

Test(psc, indents)
{
	const char *json;

	cr_assert_eq(read_number(reader, 1), PSC_OK);
	cr_assert_eq(psc_only(reader, "pmid"), PSC_OK);
	cr_assert_eq(psc_json(reader, PSC_JSON_INDENT, &json, NULL), PSC_OK);
	cr_assert_str_eq(json, "{\n  \"pmid\": \"1\"\n}");
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_str_eq(json, "{\"pmid\": \"1\"}");
	cr_assert_eq(psc_read(reader, "a", "", 0), PSC_EMPTY);
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_eq(strchr(json, '\n'), NULL);
	cr_assert_eq(psc_json(reader, PSC_JSON_INDENT, &json, NULL), PSC_OK);
	cr_assert_neq(strstr(json, "\n  \"error\": {\n"), NULL);
}

Test(psc, two_readers_do_not_meet)
{
	struct psc *other = psc_new();
	const char *json, *others;

	cr_assert_neq(other, NULL);
	cr_assert_eq(read_number(reader, 1), PSC_OK);
	cr_assert_eq(read_number(other, 2), PSC_OK);
	cr_assert_eq(psc_only(other, "pmid"), PSC_OK);
	cr_assert_eq(psc_json(other, 0, &others, NULL), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_str_eq(others, "{\"pmid\": \"2\"}");
	cr_assert_neq(strstr(json, "\"title\": \"T1\""), NULL);
	psc_set_max_bytes(other, 10);
	cr_assert_eq(read_number(other, 3), PSC_TOO_LARGE);
	cr_assert_eq(read_number(reader, 3), PSC_OK);
	expect_title(reader, 3);
	psc_free(other);
	expect_title(reader, 3);
}

Test(psc, keeps_to_its_maximum)
{
	char page[300];
	int len = snprintf(page, sizeof(page), good, 1, 1);

	psc_set_max_bytes(reader, (size_t)len);
	cr_assert_eq(psc_read(reader, "a", page, (size_t)len), PSC_OK);
	psc_set_max_bytes(reader, (size_t)len - 1);
	cr_assert_eq(psc_read(reader, "a", page, (size_t)len), PSC_TOO_LARGE);
	cr_assert_eq(psc_read_file(reader, "a", EVERYTHING), PSC_TOO_LARGE);
	psc_set_max_bytes(reader, PSC_MAX_BYTES);
	cr_assert_eq(psc_read(reader, "a", page, (size_t)len), PSC_OK);
}

Test(psc, reads_files_and_descriptors_alike)
{
	struct span page = read_whole(EVERYTHING);
	const char *json;
	char *first;
	size_t size, again;

	cr_assert_eq(psc_read(reader, "n", page.ptr, page.len), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, &size), PSC_OK);
	first = malloc(size + 1);
	cr_assert_neq(first, NULL);
	memcpy(first, json, size + 1);

	cr_assert_eq(psc_read_file(reader, "n", EVERYTHING), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, &again), PSC_OK);
	cr_assert_eq(again, size);
	cr_assert_str_eq(json, first);

	int fd = open(EVERYTHING, O_RDONLY);
	cr_assert_geq(fd, 0);
	cr_assert_eq(psc_read_fd(reader, "n", fd), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, &again), PSC_OK);
	cr_assert_str_eq(json, first);
	cr_assert_eq(fcntl(fd, F_GETFD), 0, "it stays open");
	/* it is at its end now */
	cr_assert_eq(psc_read_fd(reader, "n", fd), PSC_EMPTY);
	close(fd);
	free(first);
	free((char *)page.ptr);
}

/* What is left out before parsing changes nothing, be it error or record. */
Test(psc, gives_the_same_record_without_squeeze)
{
	struct psc *whole = psc_new();
	const char *json, *other;
	glob_t found;

	psc_set_squeeze(whole, 0);
	cr_assert_eq(glob("fixtures/*/page.html", 0, NULL, &found), 0);
	cr_assert_gt(found.gl_pathc, 40);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		cr_assert_eq(psc_read_file(reader, "n", path),
		    psc_read_file(whole, "n", path), "%s", path);
		cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
		cr_assert_eq(psc_json(whole, 0, &other, NULL), PSC_OK);
		cr_assert_str_eq(json, other, "%s", path);
	}
	globfree(&found);
	psc_free(whole);
}

Test(psc, says_why_a_file_cannot_be_read)
{
	static const char *const paths[] = { "no/such/file", "fixtures" };
	const char *json;

	for (size_t i = 0; i < COUNT(paths); i++) {
		cr_assert_eq(psc_read_file(reader, paths[i], paths[i]),
		    PSC_UNREADABLE, "%s", paths[i]);
		cr_assert_neq(psc_message(reader)[0], '\0');
		cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
		cr_assert_neq(strstr(json, "\"unreadable\""), NULL);
		cr_assert_neq(strstr(json, paths[i]), NULL);
		cr_assert_neq(strstr(json, "\"sha256\": null"), NULL);
	}
	cr_assert_eq(psc_read_fd(reader, "a", -1), PSC_UNREADABLE);
	cr_assert_eq(read_number(reader, 1), PSC_OK);
	expect_title(reader, 1);
}

Test(psc, warnings_have_code_and_message)
{
	const char *code, *message;

	cr_assert_eq(psc_read_file(reader, "n", EVERYTHING), PSC_OK);
	cr_assert_eq(psc_warnings(reader), 3);
	for (size_t i = 0; i < 3; i++) {
		psc_warning(reader, i, &code, &message);
		cr_assert_str_eq(code, "truncated-list");
		cr_assert_str_eq(message, i == 0   ? "references"
					  : i == 1 ? "similar_articles"
						   : "cited_by");
	}
	psc_warning(reader, 3, &code, &message);
	cr_assert_str_eq(code, "");
	psc_warning(reader, SIZE_MAX, &code, &message);
	cr_assert_str_eq(message, "");
	/* a page without warnings has none left over */
	cr_assert_eq(
	    psc_read_file(reader, "n", "fixtures/minimal/page.html"), PSC_OK);
	cr_assert_eq(psc_warnings(reader), 0);
}

Test(psc, explains)
{
	const char *report;
	size_t size;

	cr_assert_eq(psc_read_file(reader, "n", EVERYTHING), PSC_OK);
	cr_assert_eq(psc_explain(reader, &report, &size), PSC_OK);
	cr_assert_eq(strlen(report), size);
	const struct rule *table = rules_table();
	for (int i = 0; i < RULE_COUNT; i++)
		cr_assert_neq(
		    strstr(report, table[i].name), NULL, "%s", table[i].name);
	cr_assert_neq(strstr(report, "\n3 warnings\n"), NULL);
	cr_assert_neq(strstr(report, "\ngovernment banner "), NULL);
	/* explaining does not change the record */
	cr_assert_neq(strstr(json_of(reader, "pmid"), "90000001"), NULL);
	cr_assert_eq(psc_explain(reader, &report, &size), PSC_OK);
	cr_assert_neq(strstr(report, "\n3 warnings\n"), NULL);
}

/* Is there an element with the n-th field, and its name? */
static bool
names_field(const char *html, int n)
{
	char tag[100];

	snprintf(tag, sizeof(tag), "<span class=\"w-n w-n%d\">", n);
	return strstr(html, tag) != NULL;
}

Test(psc, explains_as_html)
{
	const struct rule *table = rules_table();
	char row[100];
	const char *html, *legend;
	size_t size;

	cr_assert_eq(psc_read_file(reader, "n", EVERYTHING), PSC_OK);
	cr_assert_eq(psc_explain_html(reader, &html, &size), PSC_OK);
	cr_assert_eq(strlen(html), size);
	/* each field that has a line of the legend stands in the page */
	for (int i = 0; i < RULE_COUNT; i++) {
		snprintf(row, sizeof(row), "id=\"w-f%d\"", i);
		legend = strstr(html, row);
		cr_assert(legend == NULL || names_field(html, i), "%s",
		    table[i].name);
	}
	cr_assert(names_field(html, RULE_TITLE));
	cr_assert_neq(strstr(html, "title=\"government banner\""), NULL);
	/* it leaves the record as it is, and the other report */
	cr_assert_neq(strstr(json_of(reader, "pmid"), "90000001"), NULL);
	cr_assert_eq(psc_explain(reader, &html, &size), PSC_OK);
	cr_assert_neq(strstr(html, "\n3 warnings\n"), NULL);
}

/* Also of a page of which nothing is left, but not of one without a tree. */
Test(psc, explains_what_was_cleaned)
{
	const char *html;

	psc_set_clean(reader, 1);
	cr_assert_eq(
	    psc_read_file(reader, "n", "fixtures/clean-navigation/page.html"),
	    PSC_NO_CONTENT);
	cr_assert_eq(psc_explain_html(reader, &html, NULL), PSC_OK);
	cr_assert_neq(strstr(html, "<b>no-content</b>"), NULL);
	cr_assert_eq(strstr(html, "<legend>Fields</legend>"), NULL);
	cr_assert_eq(psc_read(reader, "n", "", 0), PSC_EMPTY);
	cr_assert_eq(psc_explain_html(reader, &html, NULL), PSC_EMPTY);
	cr_assert_str_eq(html, "");
}

Test(psc, compares)
{
	const char *report, *json;
	size_t size;

	cr_assert_eq(
	    psc_compare(reader, "{}", 2, "{}", 2, &report, &size), PSC_OK);
	cr_assert_str_eq(report, "");
	cr_assert_eq(size, 0);
	cr_assert_eq(
	    psc_compare(reader, "[1]", 3, "[2]", 3, &report, &size), PSC_OK);
	cr_assert_eq(strlen(report), size);
	cr_assert_neq(strstr(report, "[0]"), NULL);
	cr_assert_eq(psc_compare(reader, "x", 1, "{}", 2, &report, &size),
	    PSC_BAD_ARGUMENT);
	cr_assert_neq(psc_message(reader)[0], '\0');
	cr_assert_str_eq(report, "");
	/* the reader's own JSON may be one side of it */
	cr_assert_eq(read_number(reader, 4), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &json, &size), PSC_OK);
	cr_assert_eq(
	    psc_compare(reader, json, size, json, size, &report, NULL), PSC_OK);
	cr_assert_str_eq(report, "");
	cr_assert_str_eq(psc_message(reader), "");
	/* and so may its last report */
	cr_assert_eq(
	    psc_compare(reader, "[1]", 3, "[2]", 3, &report, &size), PSC_OK);
	cr_assert_eq(
	    psc_compare(reader, report, size, "[2]", 3, &report, &size),
	    PSC_BAD_ARGUMENT);
	expect_title(reader, 4);
}

/* A report that is longer than one may be is no empty one. */
Test(psc, compares_up_to_a_length)
{
	/* Each of so many that differ is told with the name of the list. */
	const size_t name = 480, most = PSC_MAX_BYTES / name;
	const size_t whole = 5 + name + 2 * most + 1;
	char *text = malloc(whole), *other = malloc(whole);
	const char *report = "x";
	size_t size = 7;

	cr_assert(text != NULL && other != NULL);
	memcpy(text, "{\"", 2);
	memset(text + 2, 'a', name);
	memcpy(text + 2 + name, "\":[", 3);
	for (size_t i = 0; i < most; i++)
		memcpy(text + 5 + name + 2 * i, "1,", 2);
	memcpy(text + whole - 2, "]}", 2);
	memcpy(other, text, whole);
	for (size_t i = 0; i < most; i++)
		other[5 + name + 2 * i] = '2';
	cr_assert_eq(
	    psc_compare(reader, text, whole, other, whole, &report, &size),
	    PSC_NO_MEMORY);
	cr_assert_str_eq(report, "");
	cr_assert_eq(size, 0);
	cr_assert_str_neq(psc_message(reader), "");
	free(text);
	free(other);
}

/* --- cleaning */

static const char story[] =
    "<!DOCTYPE html><html lang=en><head><title>Ferries</title></head><body>"
    "<nav><a href=/>Home</a> <a href=/routes>Routes</a></nav>"
    "<main><h1>Ferries</h1><p>The harbour board counted twelve thousand "
    "passengers in May, more than in any month since the new pier opened. "
    "Most of them went to the island and came back the same day.</p>"
    "<p>Boats leave every hour. <a href=/times>The times</a> change in "
    "autumn, when the evening boat is taken out of the water.</p></main>"
    "<footer>All rights reserved by the harbour board</footer></body></html>";

static enum psc_status
clean_text(struct psc *psc, const char *page)
{
	psc_set_clean(psc, 1);
	return psc_read(psc, "page", page, strlen(page));
}

/* The last page in a format; belongs to the reader. */
static const char *
text_as(struct psc *psc, enum psc_format format)
{
	const char *text;
	size_t size;

	cr_assert_eq(psc_clean(psc, format, &text, &size), PSC_OK, "%s",
	    psc_message(psc));
	cr_assert_eq(text[size], '\0');
	cr_assert_eq(strlen(text), size);
	return text;
}

/* The page's own heading is not written again above it. */
Test(psc, a_title_stands_once)
{
	char page[2000];
	const char *body = strstr(story, "<main>");
	const char *text;

	(void)snprintf(page, sizeof(page),
	    "<title>Ferries</title><body><main><h2>Ferries</h2>%s",
	    strstr(body, "<p>"));
	cr_assert_eq(clean_text(reader, page), PSC_OK);
	text = text_as(reader, PSC_FORMAT_MARKDOWN);
	cr_assert(strncmp(text, "## Ferries\n", 11) == 0, "%s", text);
	(void)snprintf(page, sizeof(page), "<title>Ferries</title><body>%s",
	    strstr(body, "<p>"));
	cr_assert_eq(clean_text(reader, page), PSC_OK);
	text = text_as(reader, PSC_FORMAT_MARKDOWN);
	cr_assert(strncmp(text, "# Ferries\n", 10) == 0, "%s", text);
}

Test(psc, cleans_a_page_in_every_format)
{
	cr_assert_eq(clean_text(reader, story), PSC_OK);
	for (int format = PSC_FORMAT_MARKDOWN; format <= PSC_FORMAT_JSONL;
	     format++) {
		const char *text = text_as(reader, (enum psc_format)format);
		cr_assert_neq(strstr(text, "twelve thousand"), NULL);
		cr_assert_eq(strstr(text, "Routes"), NULL, "%s", text);
		cr_assert_eq(strstr(text, "All rights"), NULL, "%s", text);
	}
	cr_assert_eq(strchr(text_as(reader, PSC_FORMAT_JSONL), '\n'), NULL);
	cr_assert_neq(strchr(text_as(reader, PSC_FORMAT_JSON), '\n'), NULL);
	cr_assert_neq(strstr(text_as(reader, PSC_FORMAT_JSON),
			  "\"profile\": \"generic\""),
	    NULL);
}

Test(psc, cleans_only_what_was_read_to_be_cleaned)
{
	const char *text = "x";
	size_t size = 7;

	cr_assert_eq(
	    psc_clean(reader, PSC_FORMAT_TEXT, &text, &size), PSC_BAD_ARGUMENT);
	cr_assert_str_eq(text, "");
	cr_assert_eq(size, 0);
	cr_assert_eq(read_number(reader, 1), PSC_OK);
	psc_set_clean(reader, 1);
	cr_assert_eq(psc_clean(reader, PSC_FORMAT_TEXT, &text, NULL),
	    PSC_BAD_ARGUMENT, "it was read before");
	cr_assert_str_neq(psc_message(reader), "");
	expect_title(reader, 1);
	cr_assert_eq(clean_text(reader, story), PSC_OK);
	psc_set_clean(reader, 0);
	text_as(reader, PSC_FORMAT_TEXT);
	cr_assert_eq(read_number(reader, 2), PSC_OK);
	expect_title(reader, 2);
	cr_assert_eq(clean_text(reader, story), PSC_OK);
	cr_assert_eq(psc_clean(reader, (enum psc_format)9, &text, NULL),
	    PSC_BAD_ARGUMENT);
}

/* What is written comes from no byte that was only lent. */
Test(psc, cleans_without_the_bytes)
{
	size_t size = strlen(story);
	char *page = malloc(size), *want;

	cr_assert_eq(clean_text(reader, story), PSC_OK);
	want = strdup(text_as(reader, PSC_FORMAT_JSON));
	memcpy(page, story, size);
	cr_assert_eq(psc_read(reader, "page", page, size), PSC_OK);
	memset(page, 'x', size);
	cr_assert_eq(strcmp(text_as(reader, PSC_FORMAT_JSON), want), 0);
	free(want);
	free(page);
}

/* JSON of a cleaned page is the same by either way. */
Test(psc, gives_json_of_cleaned_pages)
{
	const char *json;
	char *kept;

	cr_assert_eq(clean_text(reader, story), PSC_OK);
	kept = strdup(text_as(reader, PSC_FORMAT_JSON));
	cr_assert_eq(psc_json(reader, PSC_JSON_INDENT, &json, NULL), PSC_OK);
	cr_assert_str_eq(json, kept);
	free(kept);
	kept = strdup(text_as(reader, PSC_FORMAT_JSONL));
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	cr_assert_str_eq(json, kept);
	free(kept);
	cr_assert_eq(psc_explain(reader, &json, NULL), PSC_OK);
	cr_assert_neq(strstr(json, "DROPPED"), NULL);
}

Test(psc, says_why_nothing_is_left)
{
	static const struct {
		const char *page;
		enum psc_status status;
		const char *message; /* stands in it */
	} rows[] = {
		{ "", PSC_EMPTY, "" },
		{ " \n", PSC_EMPTY, "" },
		{ "%PDF-1.4", PSC_NOT_HTML, "PDF" },
		{ "<html><body></body></html>", PSC_NO_CONTENT, "no text" },
		{ "<p>&nbsp;</p><p>&zwnj; \xe2\x80\x8b \xef\x80\x8c</p>",
		    PSC_NO_CONTENT, "no text" },
		{ "<title>App</title><div id=app></div><script src=a.js>"
		  "</script>",
		    PSC_NO_CONTENT, "built by scripts" },
		{ "<nav><a href=/>To the first page</a></nav>", PSC_NO_CONTENT,
		    "navigation and notices: 4 words" },
		{ "<nav><a href=/>Home</a></nav>", PSC_NO_CONTENT,
		    "1 word dropped" },
		{ "<html><head><title>T</title><meta name=\"descr",
		    PSC_NO_CONTENT, "the end of the page is missing" },
	};
	const char *text;

	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_assert_eq(clean_text(reader, rows[i].page), rows[i].status,
		    "%s: %s", rows[i].page, psc_message(reader));
		cr_assert_neq(strstr(psc_message(reader), rows[i].message),
		    NULL, "%s: %s", rows[i].page, psc_message(reader));
		for (int format = 0; format <= PSC_FORMAT_HTML; format++) {
			cr_assert_eq(psc_clean(reader, (enum psc_format)format,
					 &text, NULL),
			    rows[i].status);
			cr_assert_str_eq(text, "");
		}
		text = text_as(reader, PSC_FORMAT_JSONL);
		cr_assert_neq(strstr(text, "\"error\": {\"code\": \""), NULL);
		cr_assert_neq(
		    strstr(text, psc_status_name(rows[i].status)), NULL);
		cr_assert_eq(psc_warnings(reader), 0);
	}
	cr_assert_eq(clean_text(reader, story), PSC_OK);
}

/* The error object says why the page gave nothing, whatever came after. */
Test(psc, remembers_why_a_page_gave_nothing)
{
	const char *text, *json;
	char *kept;

	for (int clean = 0; clean <= 1; clean++) {
		psc_set_clean(reader, clean);
		cr_assert_eq(
		    psc_read(reader, "w", "%PDF-1.4", 8), PSC_NOT_HTML);
		cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
		cr_assert_neq(strstr(json, "PDF"), NULL);
		kept = strdup(json);
		cr_assert_eq(psc_set_base(reader, "x"), PSC_BAD_ARGUMENT);
		cr_assert_eq(psc_only(reader, NULL), PSC_OK);
		cr_assert_eq(psc_clean(reader, (enum psc_format)9, &text, NULL),
		    PSC_BAD_ARGUMENT);
		cr_assert_str_eq(psc_message(reader),
		    clean ? "no such format"
			  : "the page was not read to be cleaned");
		cr_assert_eq(
		    psc_explain_html(reader, &text, NULL), PSC_NOT_HTML);
		cr_assert_neq(strstr(psc_message(reader), "PDF"), NULL);
		psc_compare(reader, "{", 1, "{}", 2, &text, NULL);
		cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
		cr_assert_str_eq(json, kept);
		free(kept);
	}
}

/* A message is of the last call, not of one before. */
Test(psc, forgets_a_message)
{
	const char *text;

	cr_assert_eq(clean_text(reader, story), PSC_OK);
	cr_assert_eq(psc_clean(reader, (enum psc_format)9, &text, NULL),
	    PSC_BAD_ARGUMENT);
	text_as(reader, PSC_FORMAT_TEXT);
	cr_assert_str_eq(psc_message(reader), "");
}

/* Links are the same in every format. */
Test(psc, links_of_json_are_absolute_too)
{
	const char *json;

	cr_assert_eq(clean_text(reader, story), PSC_OK);
	cr_assert_neq(
	    strstr(text_as(reader, PSC_FORMAT_JSONL), "\"url\": \"/times\""),
	    NULL);
	cr_assert_eq(psc_set_base(reader, "https://e.org/a/b"), PSC_OK);
	json = text_as(reader, PSC_FORMAT_JSONL);
	cr_assert_neq(
	    strstr(json, "\"url\": \"https://e.org/times\""), NULL, "%s", json);
}

/* What stands in `noscript` is read where there is nothing else. */
Test(psc, reads_what_stands_there_for_readers_without_scripts)
{
	static const char words[] =
	    "The heron stood in the shallows all morning and took no notice "
	    "of the boats, the dogs or the children on the bank, until the "
	    "sun came out. ";
#define LONG \
	"<p>An otter came down the river at noon, stopped at the old weir, " \
	"looked at the fishermen one after the other, and went on without " \
	"any hurry. Nobody had a camera, and for years afterwards nobody " \
	"agreed on how large it had been, or whether there had not been " \
	"two of them.</p>"
	static const char shell[] =
	    "<html><head><title>Herons</title><script src=a.js></script>"
	    "</head><body>%s<NoScript data-x=1><h1>Herons</h1><p>%s%s%s</p>"
	    "</noscript ></body></html>";
	char page[1000];

	snprintf(page, sizeof(page), shell, "", words, words, words);
	cr_assert_eq(
	    clean_text(reader, page), PSC_OK, "%s", psc_message(reader));
	cr_assert_neq(
	    strstr(text_as(reader, PSC_FORMAT_TEXT), "The heron"), NULL);
	snprintf(
	    page, sizeof(page), shell, "<p>Loading</p>", words, words, words);
	cr_assert_eq(clean_text(reader, page), PSC_OK);
	cr_assert_neq(
	    strstr(text_as(reader, PSC_FORMAT_TEXT), "The heron"), NULL);
	snprintf(page, sizeof(page), shell, "", words, "", "");
	cr_assert_eq(clean_text(reader, page), PSC_NO_CONTENT,
	    "a few words are but a notice");
	snprintf(page, sizeof(page), shell, LONG, words, "", "");
	cr_assert_eq(clean_text(reader, page), PSC_OK);
	cr_assert_eq(strstr(text_as(reader, PSC_FORMAT_TEXT), "The heron"),
	    NULL, "what is said twice is read once");
}

/* Pages are made of pieces that are whole documents. */
Test(psc, cleans_documents_within_a_page)
{
	char page[sizeof(story) + 200];

	snprintf(page, sizeof(page),
	    "<html><body><nav>Home</nav></body></html>\n%s", story);
	cr_assert_eq(
	    clean_text(reader, page), PSC_OK, "%s", psc_message(reader));
	cr_assert_neq(strstr(text_as(reader, PSC_FORMAT_TEXT), "twelve"), NULL);
	cr_assert_eq(strstr(text_as(reader, PSC_FORMAT_TEXT), "Home"), NULL);
}

/* Every page that gives a record is cleaned by it. */
Test(psc, knows_articles_when_cleaning)
{
	struct psc *records = psc_new();
	glob_t found;
	size_t count = 0;

	cr_assert_eq(glob("fixtures/*/page.html", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		enum psc_status record = psc_read_file(records, path, path);
		enum psc_status clean;
		bool is_article;

		psc_set_clean(reader, 1);
		clean = psc_read_file(reader, path, path);
		is_article = strstr(text_as(reader, PSC_FORMAT_JSONL),
				 "\"profile\": \"pubmed\"") != NULL;
		cr_assert_eq(record == PSC_OK, is_article, "%s", path);
		if (record != PSC_OK && record != PSC_NOT_AN_ARTICLE)
			cr_assert_eq(clean, record, "%s", path);
		else if (record == PSC_OK)
			cr_assert_eq(
			    psc_warnings(reader), psc_warnings(records));
		count += is_article;
	}
	cr_assert_gt(count, 50);
	globfree(&found);
	psc_free(records);
}

Test(psc, keeps_to_the_profile_that_was_set)
{
	psc_set_profile(reader, PSC_PROFILE_PUBMED);
	cr_assert_eq(clean_text(reader, story), PSC_NOT_AN_ARTICLE);
	psc_set_profile(reader, PSC_PROFILE_GENERIC);
	psc_set_clean(reader, 1);
	cr_assert_eq(psc_read_file(reader, "page", EVERYTHING), PSC_OK);
	cr_assert_neq(strstr(text_as(reader, PSC_FORMAT_JSONL),
			  "\"profile\": \"generic\""),
	    NULL);
	psc_set_profile(reader, PSC_PROFILE_AUTO);
	cr_assert_eq(psc_read_file(reader, "page", EVERYTHING), PSC_OK);
	cr_assert_neq(strstr(text_as(reader, PSC_FORMAT_JSONL),
			  "\"profile\": \"pubmed\""),
	    NULL);
	psc_set_profile(reader, (enum psc_profile)77);
	cr_assert_eq(clean_text(reader, story), PSC_OK);
}

Test(psc, takes_addresses_of_the_web_as_base)
{
	static const char *const good_ones[] = { "http://a", "https://a.b/c?d",
		"HTTPS://EXAMPLE.ORG/" };
	static const char *const bad_ones[] = { "", "a/b", "/a", "//a/b",
		"http:/a", "http://", "https://", "https:///x", "ftp://a/",
		"javascript:alert(1)", "http://a b/", "http://a\n" };

	for (size_t i = 0; i < COUNT(good_ones); i++)
		cr_assert_eq(psc_set_base(reader, good_ones[i]), PSC_OK);
	for (size_t i = 0; i < COUNT(bad_ones); i++) {
		cr_assert_eq(psc_set_base(reader, bad_ones[i]),
		    PSC_BAD_ARGUMENT, "%s", bad_ones[i]);
		cr_assert_str_neq(psc_message(reader), "");
	}
	cr_assert_eq(psc_set_base(reader, NULL), PSC_OK);
	cr_assert_str_eq(psc_message(reader), "");
}

Test(psc, fills_lines_of_text)
{
	const char *text;
	size_t widest = 0;

	cr_assert_eq(clean_text(reader, story), PSC_OK);
	psc_set_width(reader, 40);
	text = text_as(reader, PSC_FORMAT_TEXT);
	for (; *text != '\0'; text += *text == '\n') {
		size_t line = strcspn(text, "\n");
		widest = line > widest ? line : widest;
		text += line;
	}
	cr_assert(widest > 20 && widest <= 40, "%zu", widest);
	psc_set_width(reader, 0);
	cr_assert_neq(strstr(text_as(reader, PSC_FORMAT_TEXT),
			  "opened. Most of them went to the island"),
	    NULL);
}

/* --- pages that were fetched ---------------------------------------------- */

#define WHEN "2026-11-24T02:41:44Z"

Test(psc, the_source_is_that_of_one_page)
{
	cr_assert_eq(
	    psc_set_source(reader, "https://pubmed.example/7", WHEN), PSC_OK);
	cr_assert_eq(read_number(reader, 7), PSC_OK);
	cr_assert_str_eq(json_of(reader, "page.url,page.fetched_at"),
	    "{\"page\": {\"url\": \"https://pubmed.ncbi.nlm.nih.gov/7/\", "
	    "\"fetched_at\": \"" WHEN "\"}}");
	cr_assert_eq(read_number(reader, 7), PSC_OK);
	cr_assert_str_eq(json_of(reader, "page.fetched_at"),
	    "{\"page\": {\"fetched_at\": null}}");
	cr_assert_eq(psc_set_source(reader, NULL, WHEN), PSC_OK);
	cr_assert_eq(
	    psc_read(reader, "bad", bad, sizeof(bad) - 1), PSC_NOT_AN_ARTICLE);
	cr_assert(strstr(json_of(reader, NULL), "\"" WHEN "\""));
}

Test(psc, what_is_no_source)
{
	static const char *const times[] = { "", "2026", "2026-11-24",
		"2026-11-24 02:41:44Z", "2026-11-24T02:41:44",
		"2026-11-24T02:41:44z", "2026-13-24T02:41:44Z",
		"2026-00-24T02:41:44Z", "2026-11-00T02:41:44Z",
		"2026-11-32T02:41:44Z", "2026-11-24T24:41:44Z",
		"2026-11-24T02:60:44Z", "2026-11-24T02:41:61Z",
		"2026-11-24T02:41:44.Z", "2026-11-24T02:41:44Zx",
		"2026-11-24T02:41:44+1:00", "2026-11-24T02:41:44+0100",
		"2026-11-24T02:41:44+24:00", "2026-11-24T02:41:44+01:00 " };
	static const char *const good_times[] = { WHEN,
		"2026-11-24T02:41:44.5Z", "2026-11-24T02:41:44.123456+05:30",
		"2026-12-31T23:59:60-08:00" };

	for (size_t i = 0; i < COUNT(times); i++) {
		cr_assert_eq(
		    psc_set_source(reader, "https://example.org/", times[i]),
		    PSC_BAD_ARGUMENT, "%s", times[i]);
		cr_assert_str_neq(psc_message(reader), "");
	}
	for (size_t i = 0; i < COUNT(good_times); i++)
		cr_assert_eq(
		    psc_set_source(reader, NULL, good_times[i]), PSC_OK);
	cr_assert_eq(psc_set_source(reader, "/7/", WHEN), PSC_BAD_ARGUMENT);
	cr_assert_eq(psc_set_source(reader, "ftp://example.org/", NULL),
	    PSC_BAD_ARGUMENT);
	cr_assert_eq(read_number(reader, 7), PSC_OK);
	cr_assert_str_eq(json_of(reader, "page.fetched_at"),
	    "{\"page\": {\"fetched_at\": null}}");
	cr_assert_eq(psc_set_source(reader, NULL, NULL), PSC_OK);
}

/* A cleaned page, its links and what it says of its address. */
static const char *
cleaned_page(const char *source, const char *base, const char *head)
{
	const char *text;
	char page[400];

	psc_set_clean(reader, 1);
	cr_assert_eq(psc_set_base(reader, base), PSC_OK);
	cr_assert_eq(psc_set_source(reader, source, WHEN), PSC_OK);
	snprintf(page, sizeof(page),
	    "<html><head>%s<title>T</title></head><body><p>Some words and "
	    "<a href=x.html>a link</a> to more of them.</p></body></html>",
	    head);
	cr_assert_eq(psc_read(reader, "page", page, strlen(page)), PSC_OK);
	cr_assert_eq(psc_clean(reader, PSC_FORMAT_JSONL, &text, NULL), PSC_OK);
	return text;
}

Test(psc, a_cleaned_page_is_at_its_source)
{
	const char *source = "https://example.org/a/b.html", *text;

	text = cleaned_page(source, NULL, "");
	cr_assert(strstr(text, "\"url\": \"https://example.org/a/b.html\""));
	cr_assert(strstr(text, "\"fetched_at\": \"" WHEN "\""));
	cr_assert(strstr(text, "\"https://example.org/a/x.html\""));
	text = cleaned_page(source, "https://other.example/", "");
	cr_assert(strstr(text, "\"https://other.example/x.html\""));
	text = cleaned_page(source, NULL, "<base href=/c/>");
	cr_assert(strstr(text, "\"https://example.org/c/x.html\""));
	text = cleaned_page(
	    source, NULL, "<link rel=canonical href=https://example.org/own>");
	cr_assert(strstr(text, "\"url\": \"https://example.org/own\""));
	cr_assert(strstr(text, "\"https://example.org/a/x.html\""));
	text = cleaned_page(NULL, NULL, "");
	cr_assert(strstr(text, "\"url\": null"));
	cr_assert(strstr(text, "\"url\": \"x.html\""));
}

Test(psc, a_page_that_could_not_be_had)
{
	const char *json;

	cr_assert_eq(
	    psc_set_source(reader, "https://example.org/", WHEN), PSC_OK);
	cr_assert_eq(
	    psc_fail(reader, "37108507", PSC_RATE_LIMITED, "asked too often"),
	    PSC_RATE_LIMITED);
	cr_assert_str_eq(psc_message(reader), "asked too often");
	cr_assert_str_eq(json_of(reader, NULL),
	    "{\"schema_version\": 1, \"page\": {\"kind\": null, \"url\": null, "
	    "\"input\": \"37108507\", \"sha256\": null, \"fetched_at\": null}, "
	    "\"error\": {\"code\": \"rate-limited\", \"message\": "
	    "\"asked too often\"}}");
	for (int i = PSC_NOT_AN_ARTICLE; i < PSC_END; i++) {
		cr_assert_eq(psc_fail(reader, "x", (enum psc_status)i, NULL),
		    (enum psc_status)i);
		cr_assert_str_neq(psc_message(reader), "");
	}
	cr_assert_eq(psc_fail(reader, "x", PSC_OK, "m"), PSC_BAD_ARGUMENT);
	cr_assert_eq(
	    psc_fail(reader, "x", (enum psc_status)99, "m"), PSC_BAD_ARGUMENT);
	json = json_of(reader, NULL);
	cr_assert(strstr(json, "\"page-timeout\""));
	psc_set_clean(reader, 1);
	cr_assert_eq(psc_fail(reader, "y", PSC_TLS, "m"), PSC_TLS);
	cr_assert_eq(psc_clean(reader, PSC_FORMAT_TEXT, &json, NULL), PSC_TLS);
	cr_assert_eq(psc_clean(reader, PSC_FORMAT_JSON, &json, NULL), PSC_OK);
	cr_assert(strstr(json, "\"tls\""));
	psc_set_clean(reader, 0);
	cr_assert_eq(read_number(reader, 3), PSC_OK);
	expect_title(reader, 3);
}

/* What was left out of the page before is not left out of this one. */
Test(psc, nothing_stays_of_the_page_before)
{
	static const char page[] =
	    "<div class=usa-banner>An official website</div>"
	    "<nav>Menu <a href=a>of</a> things</nav><p>A page of words.";
	static const char dump[] =
	    "Pond J\n. 2020 Jan 5;1(2):3-4.\ndoi: 10.5555/p.1.\n\n"
	    "A title of a pond\n\nAda Vell, Bo Tarn\n\nPMID: 123\n\n"
	    "Abstract\n\nWater and frogs.\n";
	struct psc *used = psc_new(), *fresh = psc_new();
	const char *one, *other;
	size_t size;

	psc_set_clean(used, 1);
	psc_set_clean(fresh, 1);
	cr_assert_eq(psc_read(used, "a", page, strlen(page)), PSC_OK);
	cr_assert_eq(psc_clean(used, PSC_FORMAT_JSON, &one, &size), PSC_OK);
	cr_assert_neq(strstr(one, "banner"), NULL);
	cr_assert_eq(psc_read(used, "a", dump, strlen(dump)), PSC_OK);
	cr_assert_eq(psc_read(fresh, "a", dump, strlen(dump)), PSC_OK);
	cr_assert_eq(psc_clean(used, PSC_FORMAT_JSON, &one, &size), PSC_OK);
	cr_assert_eq(psc_clean(fresh, PSC_FORMAT_JSON, &other, &size), PSC_OK);
	cr_assert_str_eq(one, other);
	psc_free(used);
	psc_free(fresh);
}
