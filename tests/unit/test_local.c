/* Addresses that who saved a page put there: src/pubmed/local. */
#include "pubmed/local.h"
#include "support.h"

static struct arena arena;
static struct reading reading;

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

TestSuite(local, .init = set_up, .fini = tear_down);

#define OWN "(own)" /* the address is the page's own */

struct address_case {
	const char *name;    /* of the attribute */
	const char *address; /* in it */
	const char *more;    /* other attributes, or "" */
	const char *want;    /* NULL: lost */
};

#define TRANSLATED "https://pubmed-ncbi-nlm-nih-gov.translate.goog/"

static const struct address_case addresses[] = {
	{ "href", "https://example.org/a", "", OWN },
	{ "href", "/12345/", "", OWN },
	{ "href", "?term=x", "", OWN },
	{ "href", "mailto:x@example.org", "", OWN },
	{ "href", "a.html", "", OWN },
	{ "src", "/images/x.png", "", OWN },
	{ "src", "//example.org/x.png", "", OWN },
	{ "href", "https://example.org/web/2016/x", "", OWN },
	{ "href", "https://translate.goog.example.org/", "", OWN },
	/* lost */
	{ "src", "data:,", "", NULL },
	{ "src", "DATA:image/gif;base64,R0", "", NULL },
	{ "src", "blob:https://example.org/1", "", NULL },
	{ "src", "cid:1@example.org", "", NULL },
	{ "src", "./A page_files/x.gif", "", NULL },
	{ "src", "A page-Dateien/x.gif", "", NULL },
	{ "href", "./A page_files/saved_resource.html", "", NULL },
	{ "href", "about:blank", "", NULL },
	{ "href", "C:\\page\\x.html", "", NULL },
	{ "href", "moz-extension://1-2/x.html", "", NULL },
	{ "href", "file:///C:/Users/moth/x.html", "", NULL },
	{ "href", "file:///home/moth/12345/", "", NULL },
	{ "href", "file:///12345678901/", "", NULL },
	{ "href", "file:///12345x/", "", NULL },
	{ "href", "file:///123/a_files/x.gif", "", NULL },
	{ "href", "file:", "", NULL },
	/* known by the address */
	{ "href", "file:///12345/", "", "12345/" },
	{ "href", "file:///12345", "", "12345" },
	{ "href", "file:///C:/12345/#a", "", "12345/#a" },
	{ "href", "file:///D:/?term=Moth+A", "", "?term=Moth+A" },
	{ "href", "file:///pubmed/1?x=1", "", "pubmed/1?x=1" },
	{ "href",
	    "https://web.archive.org/web/20160813234339/"
	    "http://www.ncbi.nlm.nih.gov/pubmed/1",
	    "", "http://www.ncbi.nlm.nih.gov/pubmed/1" },
	{ "src", "/web/2016im_/https://example.org/x.png", "",
	    "https://example.org/x.png" },
	{ "href", TRANSLATED "1/?_x_tr_sl=en&_x_tr_tl=de", "",
	    "https://pubmed.ncbi.nlm.nih.gov/1/" },
	{ "href", TRANSLATED "?_x_tr_sl=en&term=a&sort=b&_x_tr_tl=de#c", "",
	    "https://pubmed.ncbi.nlm.nih.gov/?term=a&sort=b#c" },
	{ "href", "https://a--b-example-org.translate.goog", "",
	    "https://a-b.example.org" },
	/* known by other attributes */
	{ "src", "data:,", "data-savepage-src='https://example.org/x'",
	    "https://example.org/x" },
	{ "src", "a.gif", "data-src=' /x.gif '", "/x.gif" },
	{ "src", "a.gif", "data-src='b.gif' data-original='/x.gif'", "/x.gif" },
	{ "href", "about:blank", "data-scrapbook-orig-attr-href='/1/'", "/1/" },
	{ "href", "about:blank", "data-src='/1/'", NULL },
	{ "src", "data:,", "data-savepage-src='data:,'", NULL },
};

Test(local, addresses_are_restored_where_they_are_known)
{
	char page[400];

	for (size_t i = 0; i < COUNT(addresses); i++) {
		const struct address_case *at = &addresses[i];
		struct span name = span_of(at->name);
		struct span address = span_of(at->address);
		struct select_page *index = &reading.index;
		struct selector *any = selector_new("main > *");
		uint32_t node;

		if (!local_is_rewritten(name, address)) {
			cr_assert_str_eq(at->want == NULL ? "" : at->want, OWN,
			    "%s", at->address);
			selector_free(any);
			continue;
		}
		snprintf(page, sizeof(page), "<main><img %s>", at->more);
		parse_text(&arena, span_of(page), &reading);
		node = select_first(index, any, 0);
		EXPECT_TEXT(
		    local_restore(&arena, &reading.dom, node, name, address),
		    at->want, "%s %s", at->address, at->more);
		selector_free(any);
	}
}

Test(local, schemes)
{
	cr_assert(local_has_scheme(SPAN("https:x")));
	cr_assert(local_has_scheme(SPAN("a1+.-:")));
	cr_assert(!local_has_scheme(SPAN("1a:")));
	cr_assert(!local_has_scheme(SPAN("/a:b")));
	cr_assert(!local_has_scheme(SPAN("a")));
	cr_assert(!local_has_scheme(SPAN(":")));
	cr_assert(!local_has_scheme(SPAN("")));
}
