/* Addresses in links: src/html/address. */
#include "html/address.h"
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

TestSuite(address, .init = set_up, .fini = tear_down);

struct pair {
	const char *reference;
	const char *want;
};

/* RFC 3986, 5.4.1 and 5.4.2. */
static const struct pair rfc[] = {
	{ "g:h", "g:h" },
	{ "g", "http://a/b/c/g" },
	{ "./g", "http://a/b/c/g" },
	{ "g/", "http://a/b/c/g/" },
	{ "/g", "http://a/g" },
	{ "//g", "http://g" },
	{ "?y", "http://a/b/c/d;p?y" },
	{ "g?y", "http://a/b/c/g?y" },
	{ "#s", "http://a/b/c/d;p?q#s" },
	{ "g#s", "http://a/b/c/g#s" },
	{ "g?y#s", "http://a/b/c/g?y#s" },
	{ ";x", "http://a/b/c/;x" },
	{ "g;x", "http://a/b/c/g;x" },
	{ "g;x?y#s", "http://a/b/c/g;x?y#s" },
	{ "", "http://a/b/c/d;p?q" },
	{ ".", "http://a/b/c/" },
	{ "./", "http://a/b/c/" },
	{ "..", "http://a/b/" },
	{ "../", "http://a/b/" },
	{ "../g", "http://a/b/g" },
	{ "../..", "http://a/" },
	{ "../../", "http://a/" },
	{ "../../g", "http://a/g" },
	{ "../../../g", "http://a/g" },
	{ "../../../../g", "http://a/g" },
	{ "/./g", "http://a/g" },
	{ "/../g", "http://a/g" },
	{ "g.", "http://a/b/c/g." },
	{ ".g", "http://a/b/c/.g" },
	{ "g..", "http://a/b/c/g.." },
	{ "..g", "http://a/b/c/..g" },
	{ "./../g", "http://a/b/g" },
	{ "./g/.", "http://a/b/c/g/" },
	{ "g/./h", "http://a/b/c/g/h" },
	{ "g/../h", "http://a/b/c/h" },
	{ "g;x=1/./y", "http://a/b/c/g;x=1/y" },
	{ "g;x=1/../y", "http://a/b/c/y" },
	{ "g?y/./x", "http://a/b/c/g?y/./x" },
	{ "g?y/../x", "http://a/b/c/g?y/../x" },
	{ "g#s/./x", "http://a/b/c/g#s/./x" },
	{ "g#s/../x", "http://a/b/c/g#s/../x" },
	{ "http:g", "http://a/b/c/g" },
};

Test(address, resolves_the_examples_of_the_rfc)
{
	for (size_t i = 0; i < COUNT(rfc); i++)
		EXPECT_TEXT(address_resolve(&arena, SPAN("http://a/b/c/d;p?q"),
				span_of(rfc[i].reference)),
		    rfc[i].want, "%s", rfc[i].reference);
}

static const struct pair loose[] = {
	{ "  a b\n", "https://h.example/x/a%20b" },
	{ "a\nb\t.html", "https://h.example/x/ab.html" },
	{ "caf\xc3\xa9", "https://h.example/x/caf%C3%A9" },
	{ "//\xc3\xa9.example/\xc3\xa9", "https://\xc3\xa9.example/%C3%A9" },
	{ "a\\b", "https://h.example/x/a\\b" },
	{ "<\"`>", "https://h.example/x/%3C%22%60%3E" },
	{ "100%", "https://h.example/x/100%" },
	{ "HTTP://Other/", "HTTP://Other/" },
	{ "mailto:a@b.example", "mailto:a@b.example" },
	{ "tel:../1", "tel:../1" },
	{ "1:2", "https://h.example/x/1:2" },
};

Test(address, reads_what_people_write)
{
	for (size_t i = 0; i < COUNT(loose); i++)
		EXPECT_TEXT(
		    address_resolve(&arena, SPAN("https://h.example/x/y?z#f"),
			span_of(loose[i].reference)),
		    loose[i].want, "%s", loose[i].reference);
}

Test(address, without_a_base_stays_relative)
{
	EXPECT_TEXT(address_resolve(&arena, SPAN_NONE, SPAN(" ../a b ")),
	    "../a%20b", "no base");
	EXPECT_TEXT(address_resolve(&arena, SPAN("x/y"), SPAN("../a")), "../a",
	    "a base without scheme");
	EXPECT_TEXT(address_resolve(&arena, SPAN("http://h"), SPAN("a")),
	    "http://h/a", "a base without path");
	EXPECT_TEXT(address_resolve(&arena, SPAN_NONE, SPAN_NONE), "", "none");
}

struct safe {
	const char *address;
	bool link, image;
};

static const struct safe safety[] = {
	{ "https://a/", true, true },
	{ "HTTP://a/", true, true },
	{ "mailto:x", true, true },
	{ "ftp://a", true, true },
	{ "tel:1", true, true },
	{ "", true, true },
	{ "a/b:c", true, true },
	{ "?a:b", true, true },
	{ "#a:b", true, true },
	{ "12:30", true, true },
	{ "//a/b", true, true },
	{ "javascript:alert(1)", false, false },
	{ "JavaScript:alert(1)", false, false },
	{ " java\nscript:alert(1)", false, false },
	{ "\x01javascript:x", false, false },
	{ "java\tscript\r:x", false, false },
	{ "vbscript:x", false, false },
	{ "file:///etc", false, false },
	{ "view-source:x", false, false },
	{ "averylongschemethatisnone:x", false, false },
	{ "data:text/html,x", false, false },
	{ "data:image/png;base64,x", false, true },
	{ "DATA: Image/png,x", false, true },
	{ "data:imagetext/html,x", false, false },
};

Test(address, lets_only_known_schemes_through)
{
	for (size_t i = 0; i < COUNT(safety); i++) {
		const struct span address = span_of(safety[i].address);

		cr_assert_eq(address_is_safe(address, false), safety[i].link,
		    "%s as a link", safety[i].address);
		cr_assert_eq(address_is_safe(address, true), safety[i].image,
		    "%s as an image", safety[i].address);
	}
}
