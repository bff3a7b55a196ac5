/* Pages as arrays of nodes: src/html/dom. */
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

TestSuite(dom, .init = set_up, .fini = tear_down);

static void
parse(struct span text)
{
	parse_text(&arena, text, &reading);
}

/* The first element with this id. */
static uint32_t
by_id(const char *id)
{
	for (uint32_t i = 0; i < reading.dom.count; i++)
		if (is_text(dom_attribute(&reading.dom, i, SPAN("id")), id))
			return i;
	cr_assert_fail("no element has the id %s", id);
	return DOM_NONE;
}

/* The tree as a text: name(children), texts in quotes. */
static void
write_tree(struct buffer *out, uint32_t node)
{
	const struct dom_node *here = &reading.dom.nodes[node];

	if ((here->flags & DOM_TEXT) != 0) {
		buffer_char(out, '\'');
		buffer_add(out, here->text);
		buffer_char(out, '\'');
		return;
	}
	if (here->tag == DOM_TAG_OTHER)
		buffer_add(out, here->text);
	else
		buffer_print(out, "%s",
		    here->tag == dom_tag(SPAN("html"))       ? "html"
		    : here->tag == dom_tag(SPAN("head"))     ? "head"
		    : here->tag == dom_tag(SPAN("body"))     ? "body"
		    : here->tag == dom_tag(SPAN("p"))        ? "p"
		    : here->tag == dom_tag(SPAN("b"))        ? "b"
		    : here->tag == dom_tag(SPAN("br"))       ? "br"
		    : here->tag == dom_tag(SPAN("svg"))      ? "svg"
		    : here->tag == dom_tag(SPAN("template")) ? "template"
							     : "?");
	buffer_char(out, '(');
	for (uint32_t child = node + 1; child < here->end;
	     child = reading.dom.nodes[child].end)
		write_tree(out, child);
	buffer_char(out, ')');
}

struct tree {
	struct span text;
	const char *tree;
};

static const struct tree trees[] = {
	{ BYTES(""), "html(head()body())" },
	{ BYTES("a"), "html(head()body('a'))" },
	{ BYTES("<p>a<p>b"), "html(head()body(p('a')p('b')))" },
	{ BYTES("<!-- c --><p>a<!-- b -->d"), "html(head()body(p('a''d')))" },
	{ BYTES("<p>&lt;&amp;amp;&#x27;&nbsp;&bogus;"),
	    "html(head()body(p('<&amp;'\xc2\xa0&bogus;')))" },
	{ BYTES("<b>a<p>b</b>c"), "html(head()body(b('a')p(b('b')'c')))" },
	{ BYTES("<EXT-Link>a<br>b"), "html(head()body(ext-link('a'br()'b')))" },
	{ BYTES("<template><p>a</template>"),
	    "html(head(template(p('a')))body())" },
	{ BYTES("<svg><b2>a<![CDATA[<b>]]></svg>"),
	    "html(head()body(svg(b2('a<b>'))))" },
	{ BYTES("<p>\xc3\xa9"), "html(head()body(p('\xc3\xa9')))" },
};

Test(dom, makes_the_tree)
{
	struct buffer out;

	for (size_t i = 0; i < COUNT(trees); i++) {
		parse(trees[i].text);
		buffer_init(&out, &arena, 10000);
		write_tree(&out, 0);
		EXPECT_TEXT(
		    buffer_text(&out), trees[i].tree, "%s", trees[i].text.ptr);
	}
}

/* RECORD, "Text", point 2. */
static const char *const blocks[] = { "address", "article", "aside",
	"blockquote", "caption", "center", "dd", "details", "dialog", "dir",
	"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
	"h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend",
	"li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
	"search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
	"thead", "tr", "ul" };

static const char *const inlines[] = { "a", "b", "i", "em", "strong", "span",
	"sub", "sup", "u", "math", "ext-link", "styled-content", "button",
	"label", "img", "ruby", "rt", "code", "mark", "time", "abbr", "q",
	"select", "video", "object", "html", "body", "named-content" };

static const char *const hidden[] = { "script", "style", "noscript", "template",
	"svg" };

/* Puts an element where the parser lets it stand; gives its flags. */
static uint8_t
flags_of(const char *name)
{
	static const char *const in_table[] = { "caption", "tbody", "td",
		"tfoot", "th", "thead", "tr" };
	const char *before = "";
	struct span page;

	for (size_t i = 0; i < COUNT(in_table); i++)
		if (strcmp(name, in_table[i]) == 0)
			before = "<table>";
	page = arena_print(&arena, "%s<%s id=x>", before, name);
	parse(page);
	return reading.dom.nodes[by_id("x")].flags;
}

Test(dom, knows_blocks)
{
	for (size_t i = 0; i < COUNT(blocks); i++)
		cr_assert_eq(flags_of(blocks[i]) & ~DOM_PARAGRAPH, DOM_BLOCK,
		    "%s", blocks[i]);
	for (size_t i = 0; i < COUNT(inlines); i++)
		cr_assert_eq(flags_of(inlines[i]), 0, "%s", inlines[i]);
	for (size_t i = 0; i < COUNT(hidden); i++)
		cr_assert_eq(flags_of(hidden[i]), DOM_HIDDEN, "%s", hidden[i]);
	cr_assert_eq(flags_of("br"), DOM_BREAK);
	parse(SPAN("<math><annotation id=x>"));
	cr_assert_eq(reading.dom.nodes[by_id("x")].flags, DOM_HIDDEN);
}

Test(dom, hides_xml_annotations)
{
	parse(SPAN("<math><annotation-xml id=x>"));
	cr_assert_eq(reading.dom.nodes[by_id("x")].flags, DOM_HIDDEN);
}

Test(dom, numbers_tags)
{
	cr_assert_neq(dom_tag(SPAN("div")), DOM_TAG_OTHER);
	cr_assert_neq(dom_tag(SPAN("div")), dom_tag(SPAN("dir")));
	cr_assert_eq(dom_tag(SPAN("ext-link")), DOM_TAG_OTHER);
	cr_assert_eq(dom_tag(SPAN("")), DOM_TAG_OTHER);
	cr_assert_eq(dom_tag(SPAN("divv")), DOM_TAG_OTHER);
	cr_assert_eq(dom_tag(SPAN("di")), DOM_TAG_OTHER);
}

Test(dom, keeps_attributes)
{
	parse(SPAN("<p ID=x Data-A=' &amp;&#x27; b ' CLASS='a  b\tc ' e e=2 "
		   "f=\"\">"));
	uint32_t p = by_id("x");
	EXPECT_TEXT(dom_attribute(&reading.dom, p, SPAN("data-a")), " &' b ",
	    "decoded once, unfolded");
	EXPECT_TEXT(dom_attribute(&reading.dom, p, SPAN("e")), "",
	    "without a value, the first counts");
	EXPECT_TEXT(dom_attribute(&reading.dom, p, SPAN("f")), "", "empty");
	EXPECT_TEXT(dom_attribute(&reading.dom, p, SPAN("g")), NULL, "none");
	EXPECT_TEXT(dom_attribute(&reading.dom, p, SPAN("DATA-A")), NULL,
	    "names are in lower case");
	static const struct {
		const char *token;
		bool has;
	} tokens[] = { { "a", true }, { "b", true }, { "c", true },
		{ "A", false }, { "a  b", false }, { "", false },
		{ "b\tc", false }, { "d", false } };
	for (size_t i = 0; i < COUNT(tokens); i++)
		cr_assert_eq(
		    dom_has_class(&reading.dom, p, span_of(tokens[i].token)),
		    tokens[i].has, "'%s'", tokens[i].token);
	cr_assert(!dom_has_class(&reading.dom, 0, SPAN("a")));
}

/* Every node in its place, and every child within its parent. */
static void
expect_sound(const struct dom *dom, const char *what)
{
	cr_assert_geq(dom->count, 1);
	cr_assert_eq(dom->nodes[0].parent, DOM_NONE);
	cr_assert_eq(dom->nodes[0].end, dom->count, "%s", what);
	cr_assert_eq(dom->nodes[0].tag, dom_tag(SPAN("html")), "%s", what);
	for (uint32_t i = 0; i < dom->count; i++) {
		const struct dom_node *node = &dom->nodes[i];
		cr_assert_gt(node->end, i, "%s", what);
		cr_assert_leq(node->end, dom->count, "%s", what);
		if (i > 0) {
			cr_assert_lt(node->parent, i, "%s", what);
			cr_assert_leq(node->end, dom->nodes[node->parent].end,
			    "%s", what);
			cr_assert_eq(
			    dom->nodes[node->parent].flags & DOM_TEXT, 0);
		}
		/* the node behind a subtree hangs on an ancestor */
		if (node->end < dom->count) {
			uint32_t up = i;
			while (up != DOM_NONE &&
			       up != dom->nodes[node->end].parent)
				up = dom->nodes[up].parent;
			cr_assert_neq(up, DOM_NONE, "%s", what);
			cr_assert_neq(up, i, "%s", what);
		}
		if ((node->flags & DOM_TEXT) != 0) {
			cr_assert_eq(node->end, i + 1, "%s", what);
			cr_assert_eq(node->attribute_count, 0);
			cr_assert_neq(node->text.ptr, NULL);
		}
	}
}

/* gumbo 0.10.1 ends the process in some of these: see below. */
static bool
is_fatal(const char *page)
{
	return strstr(page, "<select>") != NULL &&
	       (strstr(page, "<svg>") != NULL ||
		   strstr(page, "<math>") != NULL);
}

/* An assertion of gumbo's would fail, abort(). */
Test(dom, survives_select_in_foreign_content)
{
	static const char *const pages[] = {
		"<table><svg><select><foreignObject><select><table>",
		"<table><svg><select><foreignObject><template></template><td>",
		"<table><math><select><mi><select><table>",
	};

	for (size_t i = 0; i < COUNT(pages); i++) {
		limit_apply(
		    &arena, span_of(pages[i]), LIMIT_FIRST, &reading.limit);
		parse(reading.limit.text);
		expect_sound(&reading.dom, pages[i]);
	}
}

Test(dom, is_sound_on_random_markup)
{
	static const char *const bits[] = { "<div>", "</div>", "<p>", "</p>",
		"<b>", "</b>", "<a href=x>", "</a>", "<i>", "</i>", "<table>",
		"</table>", "<tr>", "<td>", "</td>", "<ul>", "<li>", "</ul>",
		"<svg>", "</svg>", "<math>", "<mi>", "<template>",
		"</template>", "<select>", "<option>", "</select>", "text", " ",
		"&amp;", "<!-- c -->", "<script>x</script>", "<br>", "<body>",
		"</body>", "<html>", "</html>", "<head>", "<title>t</title>",
		"<frameset>", "<form>", "</form>", "<h1>", "</h2>", "<button>",
		"<ext-link>", "<caption>", "<foreignObject>", "<textarea>",
		"</textarea>", "<noscript>", "<", "</", "<nobr>", "</sarcasm>",
		"<plaintext>" };
	uint32_t random = 5;
	char page[2000];

	for (int round = 0; round < 20000; round++) {
		size_t len = 0;
		/* the last bit swallows all that follows: at the end only */
		for (uint32_t n = next_random(&random) % 60; n > 0; n--)
			len += (size_t)snprintf(page + len, sizeof(page) - len,
			    "%s",
			    bits[next_random(&random) %
				 (COUNT(bits) - (n > 3))]);
		if (is_fatal(page))
			continue;
		parse((struct span){ page, len });
		expect_sound(&reading.dom, page);
		arena_reset(&arena);
	}
}

Test(dom, is_sound_on_every_fixture)
{
	glob_t found;

	cr_assert_eq(glob("fixtures/*/page.html", 0, NULL, &found), 0);
	cr_assert_gt(found.gl_pathc, 20);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct span page = read_whole(found.gl_pathv[i]);
		if (input_decode(&arena, page, PSC_MAX_BYTES, &reading.input,
			&reading.error) == PSC_OK) {
			limit_apply(&arena, reading.input.text, LIMIT_FIRST,
			    &reading.limit);
			parse(reading.limit.text);
			expect_sound(&reading.dom, found.gl_pathv[i]);
		}
		free((char *)page.ptr);
		arena_reset(&arena);
	}
	globfree(&found);
}

Test(dom, takes_nul_as_data)
{
	parse(SPAN("<p id=a>x\0y<p\0q id=b>\0<p id='c\0'>z"));
	expect_sound(&reading.dom, "NUL");
	cr_assert_neq(by_id("a"), DOM_NONE);
}

struct hostile {
	const char *head, *unit, *tail;
	size_t count;
};

static const struct hostile hostiles[] = {
	{ "", "<", "", 1 << 20 },
	{ "", "&", "", 1 << 20 },
	{ "", "&lt;", "", 1 << 18 },
	{ "", "\x01", "", 1 << 20 },
	{ "", "<table>", "", 100000 },
	{ "", "<table><tr><td>", "", 50000 },
	{ "", "<b><i><u></b></i></u>", "", 3000 },
	{ "", "<a><b><p></a></b>", "", 3000 },
	{ "<p", " a=1 b='2'", ">", 50000 },
	{ "<p", " a%zu", ">", 100000 },
	{ "<p a='", "x&amp;", "'>", 100000 },
	{ "<p class='", " c", "'>", 300000 },
	{ "<", "x", ">", 1 << 20 },
	{ "<!--", "-", "", 1 << 20 },
	{ "<!doctype ", "a", "", 1 << 20 },
	{ "<script>", "</scrip", "", 100000 },
	{ "<svg>", "<foreignObject>", "", 50000 },
	{ "<select>", "<select>", "", 50000 },
	{ "<frameset>", "<frame>", "", 50000 },
};

/* Nothing crashes, all is bounded: the parser's memory, and the tree. */
Test(dom, survives_what_was_limited, .timeout = 240)
{
	for (size_t i = 0; i < COUNT(hostiles); i++) {
		const struct hostile *row = &hostiles[i];
		bool numbered = strstr(row->unit, "%zu") != NULL;
		struct buffer page;
		buffer_init(&page, &arena, SIZE_MAX / 2);
		buffer_add(&page, span_of(row->head));
		for (size_t n = 0; n < row->count; n++)
			if (numbered)
				buffer_print(&page, " a%zu", n);
			else
				buffer_add(&page, span_of(row->unit));
		buffer_add(&page, span_of(row->tail));
		limit_apply(
		    &arena, buffer_text(&page), LIMIT_FIRST, &reading.limit);
		size_t before = arena.used;
		enum psc_status status = dom_parse(
		    &arena, reading.limit.text, &reading.dom, &reading.error);
		cr_assert_leq(arena.used - before,
		    100 * reading.limit.text.len + ((size_t)9 << 20), "%s%s",
		    row->head, row->unit);
		cr_assert_eq(status, PSC_OK, "%s%s: %s", row->head, row->unit,
		    reading.error.message);
		expect_sound(&reading.dom, row->unit);
		cr_assert_eq(arena.out, NULL);
		cr_assert_eq(arena.cap, 0);
		arena_reset(&arena);
	}
}

/* Each paragraph opens the 60 elements again: too much memory. */
Test(dom, refuses_a_tree_that_is_too_large, .timeout = 60)
{
	struct buffer page;

	buffer_init(&page, &arena, SIZE_MAX / 2);
	buffer_add(&page, SPAN("<p>"));
	for (int i = 0; i < 60; i++)
		buffer_print(&page, "<b id=%d>", i);
	for (int i = 0; i < 100000; i++)
		buffer_add(&page, SPAN("</p><p>x"));
	size_t before = arena.used;
	cr_assert_eq(
	    dom_parse(&arena, buffer_text(&page), &reading.dom, &reading.error),
	    PSC_TOO_LARGE);
	cr_assert_neq(strstr(reading.error.message, "memory"), NULL);
	cr_assert_eq(arena.out, NULL);
	cr_assert_eq(arena.cap, 0);
	cr_assert_leq(arena.used - before, 100 * page.len + ((size_t)9 << 20));
	/* the arena goes on */
	parse(SPAN("<p id=x>a"));
	cr_assert_neq(by_id("x"), DOM_NONE);
}
