/* How a page was saved: src/input/saved, src/input/viewsource. */
#include "input/saved.h"
#include "input/viewsource.h"
#include "support.h"

static struct arena arena;

static void
set_up(void)
{
	arena_init(&arena, 0);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(saved, .init = set_up, .fini = tear_down);

struct pair {
	const char *given, *want; /* NULL: none */
};

static const struct pair times[] = {
	{ "Mon Nov 23 2026 19:36:11 GMT+0000 (Coordinated Universal Time)",
	    "2026-11-23T19:36:11Z" },
	{ " Mon Nov 03 2026 19:36:11 GMT+0530 (India) ",
	    "2026-11-03T19:36:11+05:30" },
	{ "Sun Mar 5 2017 09:00:00 GMT-0800", "2017-03-05T09:00:00-08:00" },
	{ "Sun, 05 Mar 2017 12:00:00 GMT", "2017-03-05T12:00:00Z" },
	{ "2026-11-23T19:36:11Z", "2026-11-23T19:36:11Z" },
	{ "2026-11-23T19:36:11.123+01:00", "2026-11-23T19:36:11.123+01:00" },
	{ "2026-11-23T19:36:11", NULL },
	{ "2026-11-23 19:36:11Z...", NULL },
	{ "2026-11-23T19:36:11+01:99", NULL },
	{ "2026-13-23T19:36:11Z", NULL },
	{ "2026-11-32T19:36:11Z", NULL },
	{ "Mon Foo 23 2026 19:36:11 GMT+0000", NULL },
	{ "Mon Nov 23 2026 24:36:11 GMT+0000", NULL },
	{ "Mon Nov 23 2026 19:36 GMT+0000", NULL },
	{ "Mon Nov 23 20260 19:36:11 GMT+0000", NULL },
	{ "Mon Nov 23 2026 19:36:11 GMT+000", NULL },
	{ "Mon Nov 23 2026 19:36:11 GMT*0000", NULL },
	{ "Mon Nov 23 2026 19:36:11 CET", NULL },
	{ "Mon Nov 23 2026 19:36:11", NULL },
	{ "Mon Nov", NULL },
	{ ", , , , , ,", NULL },
	{ "", NULL },
};

Test(saved, times_become_those_of_rfc_3339)
{
	for (size_t i = 0; i < COUNT(times); i++)
		EXPECT_TEXT(saved_time(&arena, span_of(times[i].given)),
		    times[i].want, "'%s'", times[i].given);
}

struct page_case {
	const char *page, *address, *time;
};

#define CHROMIUM "<!-- saved from url=(0021)https://example.org/a -->"
#define SINGLEFILE \
	"<!--\n Page saved with SingleFile \n url: https://example.org/b \n " \
	"saved date: Mon Nov 23 2026 19:36:11 GMT+0000 (X)\n-->"

static const struct page_case pages[] = {
	{ "<!DOCTYPE html>\n" CHROMIUM "\n<html>", "https://example.org/a",
	    NULL },
	{ "<html>" SINGLEFILE "<head>", "https://example.org/b",
	    "2026-11-23T19:36:11Z" },
	{ "<html><!--\r\n Page saved with SingleFileZ\r\n url: "
	  "https://example.org/c\r\n saved date: never\r\n-->",
	    "https://example.org/c", NULL },
	{ "<!-- Saved from https://example.org/d at 2026-11-23T19:36:11Z "
	  "using monolith v2.8.1 -->",
	    "https://example.org/d", "2026-11-23T19:36:11Z" },
	{ "<!-- Mirrored from example.org/e by HTTrack Website Copier/3.x "
	  "[XR&CO'2014], Sun, 05 Mar 2017 12:00:00 GMT -->",
	    NULL, "2017-03-05T12:00:00Z" },
	{ "<meta name=\"savepage-url\" content=\"https://example.org/f\">"
	  "<meta name=\"savepage-date\" "
	  "content=\"Mon Nov 23 2026 19:36:11 GMT+0100 (X)\">",
	    "https://example.org/f", "2026-11-23T19:36:11+01:00" },
	{ "<html data-scrapbook-source=\"https://example.org/g\" "
	  "data-scrapbook-create=\"20260102030405006\">",
	    "https://example.org/g", "2026-01-02T03:04:05Z" },
	{ "<html data-scrapbook-create=\"2026010203\">", NULL, NULL },
	{ "<html data-scrapbook-create=\"2026-1-2x3:4:5Z\">", NULL, NULL },
	/* the first counts */
	{ CHROMIUM SINGLEFILE, "https://example.org/a",
	    "2026-11-23T19:36:11Z" },
	/* words in the page itself */
	{ "<p>saved from url=(0001)https://example.org/", NULL, NULL },
	{ "<!-- We are saved from url=(0001)x -->", NULL, NULL },
	{ "<!-- saved from url=(0001)https://example.org/", NULL, NULL },
	{ "<!-- saved from url=(0001) -->", NULL, NULL },
	{ "<!-- saved from url=( -->", NULL, NULL },
	{ "<!-- Saved from a shop at night -->", NULL, NULL },
	{ "<!-- Mirrored from nowhere -->", NULL, NULL },
	{ "<!--Page saved with SingleFile-->", NULL, NULL },
	{ "<!---->", NULL, NULL },
	{ "", NULL, NULL },
};

Test(saved, marks_of_programs_are_read)
{
	struct saved saved;

	for (size_t i = 0; i < COUNT(pages); i++) {
		saved_read(&arena, span_of(pages[i].page), &saved);
		EXPECT_TEXT(saved.address, pages[i].address, "%s: address",
		    pages[i].page);
		EXPECT_TEXT(
		    saved.time, pages[i].time, "%s: time", pages[i].page);
	}
}

Test(saved, marks_far_down_are_none)
{
	size_t len = 20000;
	char *page = malloc(len);
	struct saved saved;

	cr_assert_neq(page, NULL);
	memset(page, ' ', len);
	memcpy(page + 17000, CHROMIUM, strlen(CHROMIUM));
	saved_read(&arena, (struct span){ page, len }, &saved);
	EXPECT_TEXT(saved.address, NULL, "address");
	free(page);
}

#define GUTTER "<body><div class=\"line-gutter-backdrop\"></div><table>"
#define LINE(text) \
	"<tr><td class=\"line-number\" value=\"1\"></td>" \
	"<td class=\"line-content\">" text "</td></tr>"
#define FIREFOX \
	"<title>view-source:https://example.org/</title>" \
	"<body id=\"viewsource\" class=\"highlight\"><pre id=\"line1\">"

static const struct pair sources[] = {
	{ GUTTER LINE(
	      "<span class=\"html-tag\">&lt;p <span>a</span>=\"&amp;amp;"
	      "\"&gt;</span>x&nbsp;y") LINE("")
		LINE("&quot;&#39;&apos;&lt;/p&gt; &copy; & ") "</table>",
	    "<p a=\"&amp;\">x\xc2\xa0y\n\n\"''</p> &copy; & \n" },
	{ GUTTER LINE("&lt;!DOCTYPE html&gt;"), "<!DOCTYPE html>\n" },
	/* cut off */
	{ GUTTER LINE("&lt;p&gt;") "<tr><td class=line-content>x<span cla",
	    "<p>\nx\n" },
	{ GUTTER LINE("&lt;p&gt;") "<tr><td class=\"line-content", "<p>\n" },
	{ FIREFOX "<span id=\"line1\"></span>&lt;<span class=\"start-tag\">"
		  "p</span>&gt;x\n&lt;/p&gt;</pre></body>",
	    "<p>x\n</p>" },
	{ "<BODY><body id=viewsource>&lt;p&gt;", "<p>" },
	{ "<body><pre style=\"word-wrap: break-word; white-space: pre-wrap;\">"
	  "&lt;p&gt;</pre>",
	    "<p>" },
	{ "<link href=\"resource://content-accessible/plaintext.css\">"
	  "<pre>&lt;p&gt;</pre>",
	    "<p>" },
	{ "<pre>&lt;p&gt;</pre>", NULL },
	{ "<body><pre style=\"word-wrap: break-word; white-space: pre-wrap;\">"
	  "a &lt;p&gt;</pre>",
	    NULL },
	/* no source of a page, or no "view source" */
	{ GUTTER LINE("int main(void)"), NULL },
	{ "<table>" LINE("&lt;p&gt;") "</table>", NULL },
	{ FIREFOX "hello", NULL },
	{ "<p>x", NULL },
	{ "", NULL },
};

Test(saved, shown_source_is_read)
{
	struct span given, got, address;

	for (size_t i = 0; i < COUNT(sources); i++) {
		given = span_of(sources[i].given);
		got = viewsource_open(&arena, given, &address);
		if (sources[i].want == NULL)
			cr_assert(got.ptr == given.ptr && got.len == given.len,
			    "%s", given.ptr);
		else
			EXPECT_TEXT(got, sources[i].want, "%s", given.ptr);
	}
}

Test(saved, the_address_of_a_source_is_in_its_title)
{
	struct span address;

	viewsource_open(&arena, SPAN(FIREFOX "&lt;p&gt;"), &address);
	EXPECT_TEXT(address, "https://example.org/", "address");
	viewsource_open(&arena, SPAN(FIREFOX "x"), &address);
	EXPECT_TEXT(address, NULL, "address");
	viewsource_open(&arena,
	    SPAN("<title>view-source:</title><body id=viewsource>&lt;p&gt;"),
	    &address);
	EXPECT_TEXT(address, NULL, "address");
}

Test(saved, a_nul_in_a_source_is_data)
{
	const struct span page =
	    SPAN(GUTTER "<tr><td class=\"line-number\"></td>"
			"<td class=\"line-content\">&lt;p&gt;a\0b</td>");
	struct span address, got = viewsource_open(&arena, page, &address);

	cr_assert(span_equal(got, SPAN("<p>a\0b\n")), "%.*s", SHOWN(got));
}
