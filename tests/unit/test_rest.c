/* The rest of lists: psc_more, psc_add, src/rest.c, src/record/merge.c. */
#include <jansson.h>
#include <sys/resource.h>

#include "pubscour.h"
#include "record/merge.h"
#include "support.h"

#define FOLDER "fixtures/complete-"
#define REFERENCES FOLDER "references/page.html"
#define ARTICLES FOLDER "articles/page.html"
#define SITE "https://pubmed.ncbi.nlm.nih.gov/"

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

TestSuite(rest, .init = set_up, .fini = tear_down);

static void
read_fixture(const char *path)
{
	cr_assert_eq(psc_read_file(reader, "page", path), PSC_OK, "%s: %s",
	    path, psc_message(reader));
}

static enum psc_status
add_file(enum psc_list list, const char *path)
{
	struct span bytes = read_whole(path);
	enum psc_status status = psc_add(reader, list, bytes.ptr, bytes.len);

	free((char *)bytes.ptr);
	return status;
}

static enum psc_status
add_text(enum psc_list list, const char *text)
{
	return psc_add(reader, list, text, strlen(text));
}

/* The record as it is; the caller lets go of it. */
static json_t *
record_now(void)
{
	const char *text;
	size_t size;
	json_t *json;

	cr_assert_eq(psc_only(reader, NULL), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &text, &size), PSC_OK);
	json = json_loadb(
	    text, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	cr_assert(json_is_object(json));
	return json;
}

static void
expect_keys(const char *keys, const char *want)
{
	const char *text;

	cr_assert_eq(psc_only(reader, keys), PSC_OK);
	cr_assert_eq(psc_json(reader, 0, &text, NULL), PSC_OK);
	cr_assert_str_eq(text, want);
}

static size_t
count_items(const char *list)
{
	json_t *json = record_now();
	size_t count = json_array_size(
	    json_object_get(json_object_get(json, list), "items"));

	json_decref(json);
	return count;
}

static void
expect_more(enum psc_list list, const char *want)
{
	const char *got = psc_more(reader, list);

	cr_assert_eq(got == NULL, want == NULL, "%s", got == NULL ? "" : got);
	if (want != NULL)
		cr_assert_str_eq(got, want);
}

/* The warning of a list, or "". */
static const char *
warning_of(const char *list)
{
	const char *code, *message, *found = "";

	for (size_t i = 0; i < psc_warnings(reader); i++) {
		psc_warning(reader, i, &code, &message);
		if (strcmp(code, "truncated-list") != 0 ||
		    strncmp(message, list, strlen(list)) != 0)
			continue;
		cr_assert_str_eq(found, "", "two warnings of %s", list);
		found = message;
	}
	return found;
}

/* Is the record that of a page that had it all, but for the page itself? */
static void
expect_whole(const char *path, bool totals)
{
	static const char *const lists[] = { "similar_articles", "cited_by" };
	json_t *got = record_now(), *want;

	read_fixture(path);
	want = record_now();
	json_object_del(got, "page");
	json_object_del(want, "page");
	for (size_t i = 0; !totals && i < COUNT(lists); i++) {
		json_object_del(json_object_get(got, lists[i]), "total");
		json_object_del(json_object_get(want, lists[i]), "total");
	}
	char *text = json_dumps(got, 0);
	cr_assert(json_equal(got, want), "%s: %s", path, text);
	free(text);
	json_decref(got);
	json_decref(want);
}

/* --- what one page with all of it would have given ----------------------- */

Test(rest, references)
{
	read_fixture(REFERENCES);
	expect_more(PSC_LIST_REFERENCES, SITE "90000120/references/");
	expect_more(PSC_LIST_AUTHORS, NULL);
	expect_more(PSC_LIST_SIMILAR, NULL);
	expect_more(PSC_LIST_CITED_BY, NULL);
	expect_more((enum psc_list)7, NULL);
	cr_assert_eq(
	    add_file(PSC_LIST_REFERENCES, FOLDER "references/references.html"),
	    PSC_OK, "%s", psc_message(reader));
	cr_assert_str_eq(psc_message(reader), "");
	expect_more(PSC_LIST_REFERENCES, NULL);
	cr_assert_eq(psc_warnings(reader), 0);
	expect_whole(FOLDER "references-whole/page.html", true);
}

Test(rest, references_of_a_whole_page)
{
	read_fixture(REFERENCES);
	cr_assert_eq(
	    add_file(PSC_LIST_REFERENCES, FOLDER "references-whole/page.html"),
	    PSC_OK);
	expect_whole(FOLDER "references-whole/page.html", true);
}

/* The list in a document with other lists around it. */
Test(rest, references_of_a_document)
{
	struct span list = read_whole(FOLDER "references/references.html");
	char *page = malloc(list.len + 1000);

	sprintf(page,
	    "<!DOCTYPE html><html><head><title>References</title></head><body>"
	    "<ul><li>Home</li><li>Help</li></ul><div><div>%s</div></div>"
	    "<ul><li>Policies</li></ul></body></html>",
	    list.ptr);
	read_fixture(REFERENCES);
	cr_assert_eq(add_text(PSC_LIST_REFERENCES, page), PSC_OK);
	expect_whole(FOLDER "references-whole/page.html", true);
	free(page);
	free((char *)list.ptr);
}

Test(rest, authors)
{
	read_fixture(FOLDER "authors/page.html");
	expect_more(PSC_LIST_AUTHORS, SITE "90000121/long-authors/");
	cr_assert_eq(add_file(PSC_LIST_AUTHORS, FOLDER "authors/authors.html"),
	    PSC_OK, "%s", psc_message(reader));
	expect_more(PSC_LIST_AUTHORS, NULL);
	expect_whole(FOLDER "authors-whole/page.html", true);
}

Test(rest, articles)
{
	read_fixture(ARTICLES);
	expect_more(
	    PSC_LIST_SIMILAR, SITE "?linkname=pubmed_pubmed&from_uid=90000122");
	cr_assert_eq(
	    add_file(PSC_LIST_SIMILAR, FOLDER "articles/similar.html"), PSC_OK);
	expect_more(PSC_LIST_SIMILAR,
	    SITE "?linkname=pubmed_pubmed&from_uid=90000122&page=2");
	cr_assert_str_eq(warning_of("similar_articles"), "similar_articles");
	cr_assert_eq(
	    add_file(PSC_LIST_SIMILAR, FOLDER "articles/similar-2.html"),
	    PSC_OK);
	expect_more(PSC_LIST_SIMILAR, NULL);
	expect_more(PSC_LIST_CITED_BY,
	    SITE "?linkname=pubmed_pubmed_citedin&from_uid=90000122");
	cr_assert_eq(
	    add_file(PSC_LIST_CITED_BY, FOLDER "articles/cited_by.html"),
	    PSC_OK);
	expect_more(PSC_LIST_CITED_BY, NULL);
	expect_keys("similar_articles.total,cited_by.total",
	    "{\"similar_articles\": {\"total\": 6}, "
	    "\"cited_by\": {\"total\": 4}}");
	expect_whole(FOLDER "articles-whole/page.html", false);
}

/* Pages of 2026 name no address for lists that a script loads. */
Test(rest, articles_that_come_later)
{
	read_fixture("fixtures/layout-2026/page.html");
	const char *similar = psc_more(reader, PSC_LIST_SIMILAR);
	const char *cited = psc_more(reader, PSC_LIST_CITED_BY);

	cr_assert_neq(similar, NULL);
	cr_assert_neq(cited, NULL);
	cr_assert(strstr(similar, "?linkname=pubmed_pubmed&from_uid=9000"));
	cr_assert(strstr(cited, "?linkname=pubmed_pubmed_citedin&from_uid="));
	expect_more(PSC_LIST_REFERENCES, NULL);
	cr_assert_eq(add_text(PSC_LIST_CITED_BY,
			 "<title>No results</title><div class=search-results>"
			 "<div class=results-amount><span class=value>0</span>"
			 "</div></div>"),
	    PSC_OK, "%s", psc_message(reader));
	expect_more(PSC_LIST_CITED_BY, NULL);
	expect_keys("cited_by",
	    "{\"cited_by\": {\"total\": 0, \"complete\": true, "
	    "\"more_url\": null, \"items\": []}}");
	cr_assert_str_eq(warning_of("cited_by"), "");
	cr_assert_str_eq(warning_of("similar_articles"), "similar_articles");
}

/* --- parts ---------------------------------------------------------------- */

static const char page_start[] =
    "<!DOCTYPE html><html><head><meta name=citation_pmid content=7></head>"
    "<body><main id=article-details><div id=full-view-heading>"
    "<h1 class=heading-title>T</h1></div>";

/* A page with references 1 to `shown`, which announces `total` (0: none). */
static void
read_short(int shown, int total, const char *url)
{
	char page[4000];
	int len = snprintf(page, sizeof(page),
	    "%s<div id=references><div class=refs-list>"
	    "<h3 class=refs-list-title>S</h3><ol class=references-list>",
	    page_start);

	for (int i = 1; i <= shown; i++)
		len += snprintf(
		    page + len, sizeof(page) - (size_t)len, "<li>R%d</li>", i);
	len += snprintf(page + len, sizeof(page) - (size_t)len,
	    "</ol><button data-next-page-url=\"%s\">", url);
	if (total > 0)
		len += snprintf(page + len, sizeof(page) - (size_t)len,
		    "Show all %d references", total);
	snprintf(page + len, sizeof(page) - (size_t)len,
	    "</button></div></div></main></body></html>");
	cr_assert_eq(psc_read(reader, "page", page, strlen(page)), PSC_OK, "%s",
	    psc_message(reader));
}

/* Adds R`from` to R`to`, and where more is. */
static enum psc_status
add_range(int from, int to, const char *next)
{
	size_t room = (size_t)(to - from + 2) * 20 + 400;
	char *part = malloc(room);
	size_t len = (size_t)snprintf(part, room, "<ol class=references-list>");
	enum psc_status status;

	for (int i = from; i <= to; i++)
		len +=
		    (size_t)snprintf(part + len, room - len, "<li>R%d</li>", i);
	snprintf(part + len, room - len, "</ol>%s", next);
	status = add_text(PSC_LIST_REFERENCES, part);
	free(part);
	return status;
}

/* Are R1 to R`count` the references, all of section S? */
static void
expect_range(int count, bool complete)
{
	json_t *json = record_now(), *part, *item;
	char text[20];
	size_t i;

	part = json_object_get(json, "references");
	cr_assert_eq(json_is_true(json_object_get(part, "complete")), complete,
	    "%s", warning_of("references"));
	part = json_object_get(part, "items");
	cr_assert_eq((int)json_array_size(part), count, "%d, not %d",
	    (int)json_array_size(part), count);
	json_array_foreach(part, i, item)
	{
		snprintf(text, sizeof(text), "R%d", (int)i + 1);
		cr_assert_str_eq(
		    json_string_value(json_object_get(item, "text")), text);
		cr_assert_str_eq(
		    json_string_value(json_object_get(item, "section")), "S");
		cr_assert_eq(
		    json_integer_value(json_object_get(item, "number")),
		    (json_int_t)i + 1);
	}
	json_decref(json);
	cr_assert_eq(warning_of("references")[0] == '\0', complete);
}

Test(rest, the_whole_or_the_rest)
{
	static const struct {
		int from, to, count;
		bool complete;
	} rows[] = {
		{ 1, 14, 14, true },  /* the whole list */
		{ 6, 14, 14, true },  /* what is missing */
		{ 4, 14, 14, true },  /* that, and some before */
		{ 1, 5, 5, false },   /* what is there */
		{ 1, 3, 5, false },   /* less than that */
		{ 6, 10, 10, false }, /* not all of it */
		{ 1, 10, 10, false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		read_short(5, 14, "/7/references/");
		cr_assert_eq(add_range(rows[i].from, rows[i].to, ""), PSC_OK,
		    "%zu: %s", i, psc_message(reader));
		expect_range(rows[i].count, rows[i].complete);
		expect_more(PSC_LIST_REFERENCES, NULL);
	}
	cr_assert_str_eq(warning_of("references"),
	    "references: 10 of 14, the rest is nowhere to be found");
}

/* One thing cited twice, on the page and first in the rest, counts twice. */
Test(rest, the_last_again)
{
	static const struct {
		int total;
		const char *part, *want;
	} rows[] = {
		{ 4, "<li>R2</li><li>R3</li>",
		    "{\"references\": {\"complete\": true, \"items\": "
		    "[{\"text\": \"R1\"}, {\"text\": \"R2\"}, "
		    "{\"text\": \"R2\"}, {\"text\": \"R3\"}]}}" },
		{ 3, "<li>R2</li><li>R3</li>",
		    "{\"references\": {\"complete\": true, \"items\": "
		    "[{\"text\": \"R1\"}, {\"text\": \"R2\"}, "
		    "{\"text\": \"R3\"}]}}" },
		{ 3, "<li>R1</li>",
		    "{\"references\": {\"complete\": false, \"items\": "
		    "[{\"text\": \"R1\"}, {\"text\": \"R2\"}]}}" },
		{ 4, "<li>R1</li><li>R2</li>",
		    "{\"references\": {\"complete\": false, \"items\": "
		    "[{\"text\": \"R1\"}, {\"text\": \"R2\"}]}}" },
	};
	char part[200];

	for (size_t i = 0; i < COUNT(rows); i++) {
		read_short(2, rows[i].total, "/7/references/");
		snprintf(part, sizeof(part),
		    "<ol class=references-list>%s</ol>", rows[i].part);
		cr_assert_eq(add_text(PSC_LIST_REFERENCES, part), PSC_OK);
		expect_keys(
		    "references.complete,references.items.text", rows[i].want);
	}
}

Test(rest, several_parts)
{
	read_short(2, 9, "/7/references/");
	cr_assert_eq(add_range(3, 4,
			 "<button data-next-page-url='/7/references/?page=2'>"
			 "</button>"),
	    PSC_OK);
	expect_more(PSC_LIST_REFERENCES, SITE "7/references/?page=2");
	expect_range(4, false);
	cr_assert_eq(
	    add_range(5, 6, "<a data-next-page-url='?page=3'></a>"), PSC_OK);
	expect_more(PSC_LIST_REFERENCES, NULL);
}

Test(rest, several_parts_to_the_end)
{
	const char *next = "<a data-next-page-url='/7/references/%d'></a>";
	char text[100];

	read_short(2, 0, "/7/references/");
	for (int i = 3; i < 6; i++) {
		snprintf(text, sizeof(text), next, i);
		cr_assert_eq(add_range(i, i, text), PSC_OK);
		cr_assert_neq(psc_more(reader, PSC_LIST_REFERENCES), NULL);
	}
	/* Nothing new: the end, whatever it names. */
	snprintf(text, sizeof(text), next, 7);
	cr_assert_eq(add_range(5, 5, text), PSC_OK);
	expect_more(PSC_LIST_REFERENCES, NULL);
	expect_range(5, true);
	cr_assert_eq(add_range(6, 6, ""), PSC_BAD_ARGUMENT);
	cr_assert_str_neq(psc_message(reader), "");
}

Test(rest, no_other_address_is_named)
{
	read_short(5, 14, "https://example.org/7/references/");
	expect_more(PSC_LIST_REFERENCES, NULL);
	read_short(5, 14, "javascript:void(0)");
	expect_more(PSC_LIST_REFERENCES, NULL);
	read_short(5, 14, "https://pubmed.ncbi.nlm.nih.gov.example.org/");
	expect_more(PSC_LIST_REFERENCES, NULL);
	read_short(5, 0, "/7/references/");
	cr_assert_eq(add_range(6, 7,
			 "<a data-next-page-url='//example.org/references/'>"
			 "</a>"),
	    PSC_OK);
	expect_more(PSC_LIST_REFERENCES, NULL);
}

Test(rest, what_is_no_such_list)
{
	static const struct {
		struct span bytes;
		const char *says;
	} rows[] = {
		{ BYTES(""), "no bytes" },
		{ BYTES(" \n "), "" },
		{ BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "" },
		{ BYTES("%PDF-1.4"), "PDF" },
		{ BYTES("{\"error\": 1}"), "" },
		{ BYTES("<p>Page not found"), "not found" },
		{ BYTES("<title>Just a moment...</title><p>Wait"), "CAPTCHA" },
		{ BYTES("<ul><li>Home</li><li>Help</li></ul>"),
		    "no PubMed article" },
		{ BYTES("<ol class=references-list><li>X</li></ol>"
			"<a data-next-page-url=/8/references/?p=2></a>"),
		    "another article" },
		{ BYTES("<ol class=references-list><li>A</li><li>B</li>"
			"<li>C</li></ol>"),
		    "not the rest of the list" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		read_short(2, 4, "/7/references/");
		cr_assert_eq(psc_add(reader, PSC_LIST_REFERENCES,
				 rows[i].bytes.ptr, rows[i].bytes.len),
		    PSC_NOT_AN_ARTICLE, "%zu", i);
		cr_assert(strstr(psc_message(reader), rows[i].says), "%zu: %s",
		    i, psc_message(reader));
		expect_range(2, false);
		cr_assert(strstr(warning_of("references"), "references: "),
		    "%zu: %s", i, warning_of("references"));
		cr_assert(strstr(warning_of("references"), rows[i].says));
		expect_more(PSC_LIST_REFERENCES, NULL);
	}
}

Test(rest, pages_that_are_no_such_list)
{
	static const char *const paths[] = { "err-captcha", "err-not-found",
		"err-other-site", "err-pmc", "err-removed", "err-access-denied",
		"err-legacy", "err-no-results", "everything", "clean-news",
		"clean-listing" };
	char path[100];

	for (size_t i = 0; i < COUNT(paths); i++) {
		snprintf(path, sizeof(path), "fixtures/%s/page.html", paths[i]);
		read_fixture(REFERENCES);
		cr_assert_eq(add_file(PSC_LIST_REFERENCES, path),
		    PSC_NOT_AN_ARTICLE, "%s", path);
		cr_assert_eq(count_items("references"), 5);
		for (int list = PSC_LIST_SIMILAR; list <= PSC_LIST_CITED_BY;
		     list++) {
			read_fixture(ARTICLES);
			cr_assert_eq(add_file((enum psc_list)list, path),
			    PSC_NOT_AN_ARTICLE, "%s", path);
			cr_assert_eq(count_items("similar_articles"), 2);
			cr_assert_eq(count_items("cited_by"), 2);
			cr_assert_eq(psc_warnings(reader), 2);
		}
		read_fixture(FOLDER "authors/page.html");
		cr_assert_eq(
		    add_file(PSC_LIST_AUTHORS, path), PSC_NOT_AN_ARTICLE);
		expect_keys("authors.name",
		    "{\"authors\": [{\"name\": \"Ben Quist\"}, "
		    "{\"name\": \"Cleo Rand\"}]}");
		cr_assert_neq(warning_of("authors")[0], '\0');
	}
}

Test(rest, a_part_without_its_end)
{
	read_short(2, 6, "/7/references/");
	cr_assert_eq(add_text(PSC_LIST_REFERENCES,
			 "<ol class=references-list><li>R3</li><li>R4</li>"
			 "<li>R5 and so"),
	    PSC_OK);
	expect_range(4, false);
	cr_assert_str_eq(warning_of("references"),
	    "references: 4 of 6, the end of what came is missing");
	/* All items are closed: nothing is missing but the end. */
	read_short(2, 4, "/7/references/");
	cr_assert_eq(add_text(PSC_LIST_REFERENCES,
			 "<div><ol class=references-list><li>R3</li><li>R4"
			 "</li></ol>"),
	    PSC_OK);
	expect_range(4, true);
	read_short(2, 0, "/7/references/");
	cr_assert_eq(add_text(PSC_LIST_REFERENCES,
			 "<div><ol class=references-list><li>R3</li><li>R4"
			 "</li></ol>"),
	    PSC_OK);
	expect_range(4, false);
}

/* What stands before the first heading goes on with the last section. */
Test(rest, sections_go_on)
{
	static const char heading[] = "</ol></div><div class=refs-list>"
				      "<h3 class=refs-list-title>T</h3>"
				      "<ol class=references-list>";
	char part[400];

	for (int from = 1; from <= 3; from += 2) {
		read_short(2, 5, "/7/references/");
		snprintf(part, sizeof(part),
		    "<div class=refs-list><ol class=references-list>%s"
		    "<li>R3</li>%s<li>R4</li><li>R5</li></ol></div>",
		    from == 1 ? "<li>R1</li><li>R2</li>" : "", heading);
		cr_assert_eq(add_text(PSC_LIST_REFERENCES, part), PSC_OK);
		expect_keys("references.items.section",
		    "{\"references\": {\"items\": [{\"section\": \"S\"}, "
		    "{\"section\": \"S\"}, {\"section\": \"S\"}, "
		    "{\"section\": \"T\"}, {\"section\": \"T\"}]}}");
	}
}

/* Others' articles, as a search that leads there. */
Test(rest, the_list_of_another_article)
{
	read_fixture(FOLDER "articles-whole/page.html");
	expect_more(PSC_LIST_SIMILAR, NULL);
	read_fixture("fixtures/layout-2026/page.html");
	cr_assert_eq(add_file(PSC_LIST_SIMILAR, FOLDER "articles/similar.html"),
	    PSC_NOT_AN_ARTICLE);
	cr_assert_str_eq(
	    psc_message(reader), "what came is of another article");
	cr_assert_eq(add_file(PSC_LIST_CITED_BY, ARTICLES), PSC_NOT_AN_ARTICLE);
	read_fixture(FOLDER "authors/page.html");
	cr_assert_eq(
	    add_text(PSC_LIST_AUTHORS,
		"<div class=authors-list><span class=authors-list-item>"
		"<a class=full-name href='/?term=X+Y&cauthor_id=5'>Y X"
		"</a></span></div>"),
	    PSC_NOT_AN_ARTICLE);
}

Test(rest, the_rest_of_authors)
{
	static const char part[] =
	    "<div class=authors-list><span class=authors-list-item>"
	    "<a class=full-name href='/?term=Sarn+D'>Dov Sarn</a>"
	    "<sup><a class=affiliation-link title=x>1</a>"
	    "<a class=affiliation-link title=y>2</a></sup></span></div>"
	    "<div class=affiliations><ul class=item-list>"
	    "<li><sup class=key>1</sup> Hall of Mirrors, Glass University.</li>"
	    "<li><sup class=key>2</sup> Elsewhere.</li></ul></div>";

	read_fixture(FOLDER "authors/page.html");
	cr_assert_eq(add_text(PSC_LIST_AUTHORS, part), PSC_OK, "%s",
	    psc_message(reader));
	expect_keys("authors.name,authors.affiliations",
	    "{\"authors\": [{\"name\": \"Ben Quist\", \"affiliations\": "
	    "[\"2\", \"1\"]}, {\"name\": \"Cleo Rand\", \"affiliations\": "
	    "[\"3\"]}, {\"name\": \"Dov Sarn\", \"affiliations\": "
	    "[\"1\", \"4\"]}]}");
	expect_keys("affiliations.key",
	    "{\"affiliations\": [{\"key\": \"2\"}, {\"key\": \"1\"}, "
	    "{\"key\": \"3\"}, {\"key\": \"4\"}]}");
	cr_assert_eq(psc_warnings(reader), 0);
}

/* Half a name is none, whatever the authors before it have. */
Test(rest, authors_without_their_end)
{
	read_fixture(FOLDER "authors/page.html");
	cr_assert_eq(
	    add_text(PSC_LIST_AUTHORS,
		"<div class=authors-list><span class=authors-list-item>"
		"<a class=full-name href='/?term=Sarn+D'>Dov Sarn</a>"
		"<sup><a class=affiliation-link title=x>4</a></sup></span>"
		"<span class=authors-list-item>"
		"<a class=full-name href='/?term=Tal+E'>Ed T"),
	    PSC_OK, "%s", psc_message(reader));
	expect_keys("authors.name",
	    "{\"authors\": [{\"name\": \"Ben Quist\"}, "
	    "{\"name\": \"Cleo Rand\"}, {\"name\": \"Dov Sarn\"}]}");
	expect_keys("affiliations.key",
	    "{\"affiliations\": [{\"key\": \"2\"}, {\"key\": \"1\"}, "
	    "{\"key\": \"3\"}, {\"key\": \"4\"}]}");
	cr_assert_str_eq(
	    warning_of("authors"), "authors: the end of what came is missing");
}

Test(rest, it_could_not_be_had)
{
	read_fixture(ARTICLES);
	psc_add_failed(reader, PSC_LIST_CITED_BY, "no answer in time");
	cr_assert_str_eq(warning_of("cited_by"), "cited_by: no answer in time");
	expect_more(PSC_LIST_CITED_BY, NULL);
	cr_assert_neq(psc_more(reader, PSC_LIST_SIMILAR), NULL);
	psc_add_failed(reader, PSC_LIST_SIMILAR, "a\xff");
	cr_assert_str_eq(
	    warning_of("similar"), "similar_articles: a\xef\xbf\xbd");
	psc_add_failed(reader, PSC_LIST_REFERENCES, "nobody asked");
	psc_add_failed(reader, (enum psc_list)9, "x");
	cr_assert_eq(psc_warnings(reader), 2);
	read_fixture(FOLDER "authors/page.html");
	psc_add_failed(reader, PSC_LIST_AUTHORS, NULL);
	cr_assert_str_eq(
	    warning_of("authors"), "authors: the rest could not be had");
	expect_more(PSC_LIST_AUTHORS, NULL);
	cr_assert_eq(psc_fail(reader, "x", PSC_TIMEOUT, "late"), PSC_TIMEOUT);
	expect_more(PSC_LIST_AUTHORS, NULL);
	psc_set_clean(reader, 1);
	cr_assert_eq(psc_read_file(reader, "page", REFERENCES), PSC_OK);
	expect_more(PSC_LIST_REFERENCES, NULL);
}

/* What went wrong may be said in the reader's own words. */
Test(rest, why_may_be_the_message)
{
	read_fixture(ARTICLES);
	cr_assert_eq(psc_set_base(reader, "nowhere"), PSC_BAD_ARGUMENT);
	psc_add_failed(reader, PSC_LIST_CITED_BY, psc_message(reader));
	cr_assert(strstr(warning_of("cited_by"), "nowhere"), "%s",
	    warning_of("cited_by"));
	cr_assert_eq(psc_set_base(reader, "nowhere"), PSC_BAD_ARGUMENT);
	psc_fail(reader, "x", PSC_NETWORK, psc_message(reader));
	cr_assert(
	    strstr(psc_message(reader), "nowhere"), "%s", psc_message(reader));
}

/* --- a lot ---------------------------------------------------------------- */

/* A page of results from number `from` on; `amount` (0: not told) in all. */
static enum psc_status
add_results(int from, int count, int amount)
{
	size_t room = (size_t)count * 120 + 400;
	char *part = malloc(room);
	size_t len = (size_t)snprintf(part, room,
	    "<title>R</title><div class=search-results>%s",
	    amount == 0 ? "" : "<div class=results-amount><b class=value>");
	enum psc_status status;

	if (amount > 0)
		len += (size_t)snprintf(
		    part + len, room - len, "%d</b></div>", amount);
	for (int i = from; i < from + count; i++)
		len += (size_t)snprintf(part + len, room - len,
		    "<article class=full-docsum><a class=docsum-title "
		    "href=/%d/>T</a></article>",
		    1000 + i);
	snprintf(part + len, room - len, "</div>");
	status = add_text(PSC_LIST_CITED_BY, part);
	free(part);
	return status;
}

Test(rest, no_more_than_asked_for)
{
	read_fixture(ARTICLES);
	psc_set_max_list(reader, 2);
	expect_more(PSC_LIST_CITED_BY, NULL);
	psc_set_max_list(reader, 25);
	cr_assert_neq(psc_more(reader, PSC_LIST_CITED_BY), NULL);
	cr_assert_eq(add_results(0, 10, 5000), PSC_OK);
	cr_assert_eq(add_results(10, 10, 5000), PSC_OK);
	cr_assert_eq(count_items("cited_by"), 22);
	expect_more(PSC_LIST_CITED_BY,
	    SITE "?linkname=pubmed_pubmed_citedin&from_uid=90000122&page=3");
	cr_assert_eq(add_results(20, 10, 5000), PSC_OK);
	cr_assert_eq(count_items("cited_by"), 25);
	expect_more(PSC_LIST_CITED_BY, NULL);
	expect_keys("cited_by.total,cited_by.complete",
	    "{\"cited_by\": {\"total\": 5000, \"complete\": false}}");
	cr_assert_str_eq(
	    warning_of("cited_by"), "cited_by: 25 of 5000, no more are taken");
}

Test(rest, results_without_a_number_end_where_nothing_is_new)
{
	read_fixture(ARTICLES);
	cr_assert_eq(add_results(0, 10, 0), PSC_OK);
	cr_assert_eq(add_results(10, 4, 0), PSC_OK);
	cr_assert_neq(psc_more(reader, PSC_LIST_CITED_BY), NULL);
	cr_assert_eq(add_results(10, 4, 0), PSC_OK);
	expect_more(PSC_LIST_CITED_BY, NULL);
	expect_keys("cited_by.total,cited_by.complete,cited_by.more_url",
	    "{\"cited_by\": {\"total\": null, \"complete\": true, "
	    "\"more_url\": null}}");
	cr_assert_str_eq(warning_of("cited_by"), "");
}

/* A server that gives the same page for ever is not asked for ever. */
Test(rest, the_same_page_again)
{
	read_fixture(ARTICLES);
	cr_assert_eq(add_results(0, 10, 100), PSC_OK);
	cr_assert_eq(add_results(0, 10, 100), PSC_OK);
	expect_more(PSC_LIST_CITED_BY, NULL);
	cr_assert_str_eq(warning_of("cited_by"),
	    "cited_by: 12 of 100, the rest is nowhere to be found");
}

Test(rest, a_hundred_thousand)
{
	read_short(5, 100000, "/7/references/");
	cr_assert_eq(add_range(1, 100000, ""), PSC_OK);
	expect_range(100000, true);
	read_short(5, 0, "/7/references/");
	cr_assert_eq(add_range(6, 100000, ""), PSC_OK);
	expect_range(100000, true);
	read_fixture(ARTICLES);
	cr_assert_eq(add_results(0, 100000, 0), PSC_OK);
	cr_assert_eq(count_items("cited_by"), 1000);
	read_fixture(ARTICLES);
	psc_set_max_list(reader, 1000000);
	cr_assert_eq(add_results(0, 100000, 0), PSC_OK);
	cr_assert_eq(count_items("cited_by"), 100002);
}

/* All parts of a list together are no larger than one input may be. */
Test(rest, too_many_bytes)
{
	read_short(2, 0, "/7/references/");
	psc_set_max_bytes(reader, 300);
	cr_assert_eq(
	    add_range(3, 10, "<a data-next-page-url=/7/references/x></a>"),
	    PSC_OK);
	cr_assert_eq(
	    add_range(11, 20, "<a data-next-page-url=/7/references/y></a>"),
	    PSC_TOO_LARGE);
	expect_range(10, false);
}

/* They count, too, where the limit was lowered below what came before. */
Test(rest, a_limit_that_was_lowered)
{
	read_short(2, 0, "/7/references/");
	cr_assert_eq(
	    add_range(3, 30, "<a data-next-page-url=/7/references/x></a>"),
	    PSC_OK);
	psc_set_max_bytes(reader, 100);
	cr_assert_eq(add_range(31, 40, ""), PSC_TOO_LARGE);
	expect_range(30, false);
}

/* A short page with a long rest: there is memory for the JSON of both. */
Test(rest, a_long_rest_can_be_written)
{
	const size_t count = 10000, width = 4000, room = width + 40;
	char *part = malloc(count * room + 100);
	size_t len = (size_t)sprintf(part, "<ol class=references-list>");
	const char *text;
	size_t size;

	for (size_t i = 0; i < count; i++) {
		len += (size_t)sprintf(part + len, "<li>R%zu ", i);
		memset(part + len, 'x', width);
		len += width;
	}
	read_short(0, 0, "/7/references/");
	cr_assert_eq(psc_add(reader, PSC_LIST_REFERENCES, part, len), PSC_OK,
	    "%s", psc_message(reader));
	free(part);
	cr_assert_eq(psc_json(reader, PSC_JSON_INDENT, &text, &size), PSC_OK,
	    "%s", psc_message(reader));
	cr_assert_gt(size, (count - 1) * width);
}

/* What many small parts take grows with them, not with its square. */
Test(rest, many_parts)
{
	const char *next = "<a data-next-page-url='/7/references/%d'></a>";
	struct rusage usage;
	char text[100];

	read_short(5, 0, "/7/references/");
	for (int i = 0; i < 900; i++) {
		snprintf(text, sizeof(text), next, i);
		cr_assert_eq(add_range(6 + 50 * i, 55 + 50 * i, text), PSC_OK,
		    "%d: %s", i, psc_message(reader));
	}
	cr_assert_eq(count_items("references"), 45005);
	cr_assert_eq(getrusage(RUSAGE_SELF, &usage), 0);
	cr_assert_lt(usage.ru_maxrss, 1 << 20, "%ld kB", usage.ru_maxrss);
}

/* --- lists, joined -------------------------------------------------------- */

static struct record_reference
reference(const char *text)
{
	return (struct record_reference){ .text = span_of(text) };
}

static struct record_list
references_of(struct arena *arena, const char *letters)
{
	struct record_list list = { NULL, 0, 0 };
	char *text;

	for (; *letters != '\0'; letters++) {
		text = arena_zeros(arena, 2, 1);
		text[0] = *letters;
		*(struct record_reference *)record_add(arena, &list,
		    sizeof(struct record_reference)) = reference(text);
	}
	return list;
}

Test(merge, two_pieces)
{
	static const struct {
		const char *list, *more, *joined;
	} rows[] = {
		{ "", "", "" },
		{ "", "abc", "abc" },
		{ "abc", "", "abc" },
		{ "ab", "abc", "abc" },
		{ "ab", "cd", "abcd" },
		{ "abc", "bcd", "abcd" },
		{ "ac", "abcd", "abcd" },
		{ "abcd", "ab", "abcd" },
		{ "aab", "aabaab", "aabaab" },
		{ "aabaa", "abaac", "aabaac" },
		{ "abab", "ababc", "ababc" },
		{ "xabab", "ababc", "xababc" },
		{ "xaba", "abab", "xabab" },
		{ "aaaaaa", "aaab", "aaaaaab" },
		{ "aaaaab", "aaaac", "aaaaabaaaac" },
		{ "abcabd", "abcabc", "abcabdabcabc" },
	};
	const struct merge_way way = { merge_shape("references"),
		merge_same_reference };
	struct arena arena;

	arena_init(&arena, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct record_list list = references_of(&arena, rows[i].list);
		struct record_list more = references_of(&arena, rows[i].more);
		struct merge_fit fit = merge_look(&arena, &list, &more, &way);
		merge_join(&arena, &list, &more, &way, &fit);
		const struct record_reference *items = list.items;
		cr_assert_eq(
		    list.count, strlen(rows[i].joined), "%s", rows[i].joined);
		for (size_t at = 0; at < list.count; at++)
			cr_assert_eq(items[at].text.ptr[0], rows[i].joined[at],
			    "%s", rows[i].joined);
	}
	arena_free(&arena);
}

/* Joins with so much memory; false: that was not enough. */
static bool
join_within(
    size_t cap, struct record_list *list, const struct record_list *more)
{
	const struct merge_way way = { merge_shape("references"),
		merge_same_reference };
	struct arena arena, scratch;
	struct merge_fit fit;
	jmp_buf out;
	bool done;

	arena_init(&arena, cap);
	arena_init(&scratch, cap);
	arena.out = scratch.out = &out;
	done = setjmp(out) == 0;
	if (done) {
		fit = merge_look(&scratch, list, more, &way);
		merge_join(&arena, list, more, &way, &fit);
	}
	arena_free(&arena);
	arena_free(&scratch);
	return done;
}

/* Wherever memory ends, the list is what it was. */
Test(merge, without_memory)
{
	struct record_list list, before, more;
	struct arena arena;
	size_t cap = 16;

	arena_init(&arena, 0);
	list = before = references_of(&arena, "abcdefgh");
	more = references_of(&arena, "ghijklmnop");
	for (; !join_within(cap, &list, &more); cap += 16)
		cr_assert(list.items == before.items && list.count == 8);
	cr_assert_eq(list.count, 16);
	cr_assert_gt(cap, 1000);
	arena_free(&arena);
}
