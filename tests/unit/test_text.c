/* The text of an element (RECORD, "Text"): src/html/text. */
#include "html/text.h"
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

TestSuite(text, .init = set_up, .fini = tear_down);

struct said {
	const char *markup; /* of what stands in a <div> */
	const char *text;
};

static const struct said texts[] = {
	{ "", "" },
	{ "a", "a" },
	{ "H<sub>2</sub>O", "H2O" },
	{ "a<b>b</b><i>c</i><em>d</em><strong>e</strong><span>f</span>g",
	    "abcdefg" },
	{ "10<sup>-3</sup>", "10-3" },
	{ "a<u>b</u><math><mi>c</mi><mo>=</mo></math>d", "abc=d" },
	{ "see <ext-link>here</ext-link>.", "see here." },
	{ "a<styled-content style='x'>b</styled-content>c", "abc" },
	{ "a<named-content><i>b</i></named-content>c", "abc" },
	/* blocks */
	{ "a<p>b</p>c", "a b c" },
	{ "<p>a</p><p>b</p>", "a b" },
	{ "<div>a</div>b", "a b" },
	{ "a<div>b</div>", "a b" },
	{ "a<div></div>b", "a b" },
	{ "a<hr>b", "a b" },
	{ "<div><div><p>a</p></div></div>b", "a b" },
	{ "<div>a<span>b</span></div>c", "ab c" },
	{ "<div>a<span><div>b</div></span></div>c", "a b c" },
	{ "<span><div>a</div></span>b", "a b" },
	{ "<span><span>a</span></span>b", "ab" },
	{ "<div><span><i>a</i></span></div><span>b</span>", "a b" },
	{ "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d", "a b c d" },
	{ "<table><tr><td>a</td><td>b</td></tr></table>c", "a b c" },
	{ "<dl><dt>a<dd>b</dl>c", "a b c" },
	{ "<h2>a</h2>b", "a b" },
	{ "<dialog>a</dialog>b", "a b" },
	{ "<search>a</search>b", "a b" },
	{ "<div>a<div> </div></div>b", "a b" },
	{ "<div>a<i></i></div>b", "a b" },
	{ "<div>a<!-- c --></div>b", "a b" },
	{ "<div>a<script>x</script></div>b", "a b" },
	/* breaks */
	{ "a<br>b", "a b" },
	{ "a <br/> b", "a b" },
	{ "<br>a<br>", "a" },
	{ "a<wbr>b", "ab" },
	/* white space */
	{ " a ", "a" },
	{ "a  b\t\n\f\rc", "a b c" },
	{ "a <i> b</i>", "a b" },
	{ "a<i> b</i>", "a b" },
	{ "a<i>b </i>c", "ab c" },
	{ "a<i> </i>b", "a b" },
	{ "a&nbsp;b", "a b" },
	{ "a\xc2\xa0 \xc2\xa0"
	  "b",
	    "a b" },
	{ "&nbsp;a&nbsp;", "a" },
	{ "&nbsp;", "" },
	{ "a&#x2003;b", "a\xe2\x80\x83"
			"b" },
	{ "a&#x200b;b&#xad;", "a\xe2\x80\x8b"
			      "b\xc2\xad" },
	/* U+FEFF: at the ends only */
	{ "&#xfeff;a&#xfeff;", "a" },
	{ "&#xfeff; &#xfeff;a &#xfeff; ", "a" },
	{ " &#xfeff;", "" },
	{ "a&#xfeff;b", "a\xef\xbb\xbf"
			"b" },
	{ "a &#xfeff; b", "a \xef\xbb\xbf b" },
	{ "<p>a&#xfeff;</p>b", "a\xef\xbb\xbf b" },
	/* what is not for readers */
	{ "a<script>x</script>b", "ab" },
	{ "a<style>x</style>b", "ab" },
	{ "a<noscript>x</noscript>b", "ab" },
	{ "a<template>x</template>b", "ab" },
	{ "a<svg><title>x</title><text>y</text></svg>b", "ab" },
	{ "<math><semantics><mi>a</mi><annotation>x</annotation></semantics>"
	  "</math>b",
	    "ab" },
	{ "a<!-- x -->b", "ab" },
	{ "a<span aria-hidden=true>b</span>", "ab" },
	{ "a<span hidden>b</span>", "ab" },
	{ "a<textarea>b</textarea>", "ab" },
	{ "a<button>b</button>c", "abc" },
	{ "a<img alt='x'>b", "ab" },
	/* nothing else is changed */
	{ "&#x27;\"\xe2\x80\x99\xe2\x80\x9d A\xcc\x8a \xe2\x84\xab",
	    "'\"\xe2\x80\x99\xe2\x80\x9d A\xcc\x8a \xe2\x84\xab" },
	{ "R&amp;amp;D &lt;b&gt;", "R&amp;D <b>" },
	{ "p < 0.05", "p < 0.05" },
	{ "...", "..." },
};

/* The text of the element with the id x. */
static struct span
text_in(struct span page, const uint8_t *skip)
{
	struct selector *x = selector_new("#x");
	uint32_t node;

	parse_text(&arena, page, &reading);
	node = select_first(&reading.index, x, 0);
	selector_free(x);
	cr_assert_neq(node, DOM_NONE);
	return text_of(&arena, &reading.dom, node, skip);
}

Test(text, is_what_a_reader_sees)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct span page = arena_print(&arena,
		    "<p>before</p><div id=x>%s</div>behind", texts[i].markup);
		EXPECT_TEXT(
		    text_in(page, NULL), texts[i].text, "%s", texts[i].markup);
	}
}

Test(text, leaves_xml_annotations_out)
{
	EXPECT_TEXT(text_in(SPAN("<p id=x><math><semantics><mi>a</mi>"
				 "<annotation-xml>x</annotation-xml>"
				 "</semantics></math>b"),
			NULL),
	    "ab", "annotation-xml");
}

/*
 * RECORD's list, each on its own, but for the parts of tables: a space on
 * both sides, or none.  The `<i>`
 * is for gumbo, which moves text that stands before `</form>` behind it.
 */
Test(text, separates_at_blocks_and_only_there)
{
	static const char *const blocks[] = { "address", "article", "aside",
		"blockquote", "center", "details", "dialog", "dir", "div", "dl",
		"fieldset", "figcaption", "figure", "footer", "form", "h1",
		"h2", "h3", "h4", "h5", "h6", "header", "hgroup", "legend",
		"main", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
		"search", "section", "summary", "ul", "li", "dd", "dt" };
	static const char *const inlines[] = { "a", "abbr", "b", "bdo", "cite",
		"code", "data", "dfn", "em", "ext-link", "i", "kbd", "label",
		"mark", "math", "q", "s", "samp", "small", "span", "strong",
		"styled-content", "sub", "sup", "time", "u", "var", "x",
		"made-up" };
	struct span page;

	for (size_t i = 0; i < COUNT(blocks); i++) {
		page = arena_print(&arena, "<section id=x>a<%s>b<i></i></%s>c",
		    blocks[i], blocks[i]);
		EXPECT_TEXT(text_in(page, NULL), "a b c", "%s", blocks[i]);
	}
	for (size_t i = 0; i < COUNT(inlines); i++) {
		page = arena_print(&arena, "<section id=x>a<%s>b</%s>c",
		    inlines[i], inlines[i]);
		EXPECT_TEXT(text_in(page, NULL), "abc", "%s", inlines[i]);
	}
}

Test(text, leaves_marked_elements_out)
{
	static const char page[] =
	    "<div id=x>a<span class='m dropdown'>menu<b>x</b></span>b"
	    "<div class=dropdown-block>c<div class=dropdown>menu</div></div>d"
	    "<p>e<i class=dropdown></i>f<b>g</b><div class=dropdown>x</div>h"
	    "</div>";
	struct selector *menus = selector_new(".dropdown");
	uint8_t *skip;

	EXPECT_TEXT(text_in(SPAN(page), NULL), "amenuxb c menu d efg x h",
	    "without marks");
	skip = arena_zeros(&arena, reading.dom.count, 1);
	for (uint32_t node = select_first(&reading.index, menus, 0);
	     node != DOM_NONE;
	     node = select_next(&reading.index, menus, 0, node))
		skip[node] = 1;
	EXPECT_TEXT(text_in(SPAN(page), skip), "ab c d efg h", "with marks");
	selector_free(menus);
}

Test(text, of_a_hidden_element_is_empty)
{
	EXPECT_TEXT(
	    text_in(SPAN("<script id=x>a</script>"), NULL), "", "script");
	EXPECT_TEXT(text_in(SPAN("<br id=x>"), NULL), "", "br");
}

static uint32_t
by_tag(const char *name)
{
	for (uint32_t i = 0; i < reading.dom.count; i++)
		if (reading.dom.nodes[i].tag == dom_tag(span_of(name)))
			return i;
	return DOM_NONE;
}

Test(text, between_two_nodes)
{
	parse_text(&arena,
	    SPAN("<p><strong>A:</strong> b<i>c</i> d</p><h1>e</h1>f<h2>g"),
	    &reading);
	const struct dom *dom = &reading.dom;
	uint32_t p = by_tag("p"), label = by_tag("strong");
	EXPECT_TEXT(text_between(&arena, dom, dom->nodes[label].end,
			dom->nodes[p].end, NULL),
	    "bc d", "behind the label");
	EXPECT_TEXT(
	    text_between(&arena, dom, p + 1, label, NULL), "", "before it");
	EXPECT_TEXT(text_between(&arena, dom, p + 1, by_tag("h2"), NULL),
	    "A: bc d e f", "up to h2");
	EXPECT_TEXT(text_between(&arena, dom, p, p, NULL), "", "nothing");
}

/* A block around `from` that ends is a space too. */
Test(text, between_knows_blocks_that_began_before)
{
	parse_text(
	    &arena, SPAN("<ul><p><strong>A:</strong> b</p>c</ul>"), &reading);
	EXPECT_TEXT(text_between(&arena, &reading.dom,
			reading.dom.nodes[by_tag("strong")].end,
			reading.dom.nodes[by_tag("ul")].end, NULL),
	    "b c", "from within p");
}

Test(text, takes_nul_as_data)
{
	struct span fold = text_fold(&arena, SPAN(" a\0 \0b "));

	cr_assert(span_equal(fold, SPAN("a\0 \0b")));
}

struct folded {
	struct span text;
	const char *fold;
};

static const struct folded folds[] = {
	{ { NULL, 0 }, NULL },
	{ BYTES(""), "" },
	{ BYTES(" \n\t "), "" },
	{ BYTES("  a \r\n\f b  "), "a b" },
	{ BYTES("\xc2\xa0"
		"a\xc2\xa0\xc2\xa0"
		"b\xc2\xa0"),
	    "a b" },
	{ BYTES("\xef\xbb\xbf a\xef\xbb\xbf"), "a" },
	{ BYTES("a\xef\xbb\xbf"
		"b"),
	    "a\xef\xbb\xbf"
	    "b" },
	{ BYTES("\xc3\xa0\xc2\xa1"), "\xc3\xa0\xc2\xa1" },
	{ BYTES("<b>&amp;"), "<b>&amp;" },
};

Test(text, folds_attributes)
{
	for (size_t i = 0; i < COUNT(folds); i++)
		EXPECT_TEXT(text_fold(&arena, folds[i].text), folds[i].fold,
		    "row %zu", i);
}

/* The room that is taken at once is enough for any tree. */
Test(text, fits_its_room)
{
	static const char *const bits[] = { "<p>", "</p>", "<b>", "</b>", "a",
		" ", "<br>", "<div>", "</div>", "&nbsp;", "bc", "<hr>",
		"<script>x</script>", "&#xfeff;" };
	uint32_t random = 3;
	char page[1000];

	for (int round = 0; round < 20000; round++) {
		size_t len = 0;
		for (uint32_t n = next_random(&random) % 40; n > 0; n--)
			len += (size_t)snprintf(page + len, sizeof(page) - len,
			    "%s", bits[next_random(&random) % COUNT(bits)]);
		parse_text(&arena, (struct span){ page, len }, &reading);
		struct span text = text_of(&arena, &reading.dom, 0, NULL);
		cr_assert_neq(text.ptr, NULL);
		cr_assert(!holds(text, "  ") && !holds(text, "\xc2\xa0"));
		cr_assert(!span_starts(text, SPAN(" ")) &&
			  !span_ends(text, SPAN(" ")));
		cr_assert(
		    span_equal(text_fold(&arena, text), text), "%s", page);
		arena_reset(&arena);
	}
}
