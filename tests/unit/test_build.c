/* Trees made by hand: src/html/build. */
#include "html/build.h"
#include "tree.h"

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

TestSuite(build, .init = set_up, .fini = tear_down);

/* The tree of a parsed page has a head, so that its numbers are one higher. */
static uint32_t
moved(uint32_t number)
{
	return number == 0 || number == DOM_NONE ? number : number + 1;
}

static void
expect_node(const struct dom_node *got, const struct dom_node *want)
{
	cr_assert_eq(moved(got->parent), want->parent);
	cr_assert_eq(moved(got->end), want->end);
	cr_assert_eq(got->flags, want->flags);
	cr_assert_eq(got->attribute_count, want->attribute_count);
	if ((want->flags & DOM_TEXT) == 0)
		cr_assert_eq(got->tag, want->tag);
	cr_assert(span_equal(got->text, want->text));
	for (uint32_t i = 0; i < want->attribute_count; i++) {
		cr_assert(span_equal(
		    got->attributes[i].name, want->attributes[i].name));
		cr_assert(span_equal(
		    got->attributes[i].value, want->attributes[i].value));
	}
}

/* Is the tree what the parser makes of the markup? */
static void
expect_tree(const struct dom *dom, const char *markup)
{
	struct span text = tree_markup(&arena, dom);

	EXPECT_TEXT(text, markup, "markup");
	parse_text(&arena, text, &reading);
	cr_assert_eq(dom->count + 1, reading.dom.count);
	cr_assert_eq(dom->classes, 0);
	cr_assert_eq(dom->nodes[0].parent, DOM_NONE);
	cr_assert_eq(dom->nodes[0].end, dom->count);
	for (uint32_t i = 1; i < dom->count; i++)
		expect_node(&dom->nodes[i], &reading.dom.nodes[i + 1]);
}

Test(build, nothing)
{
	struct dom dom = build_end(build_new(&arena));

	cr_assert_eq(dom.count, 2);
	expect_tree(&dom, "");
}

Test(build, is_what_the_parser_makes)
{
	struct build *build = build_new(&arena);
	struct dom dom;

	build_element(build, "h1", SPAN("a & b"));
	build_open(build, "p");
	build_attribute(build, "lang", SPAN("fr"));
	build_text(build, SPAN("one "));
	build_element(build, "strong", SPAN("two"));
	build_open(build, "br");
	build_close(build);
	build_text(build, SPAN("three"));
	build_close(build);
	build_open(build, "dialog");
	build_open(build, "x-y");
	build_element(build, "script", SPAN("four"));
	build_close(build);
	build_close(build);
	build_open(build, "ul");
	build_open(build, "li");
	build_open(build, "img");
	build_attribute(build, "src", SPAN("a.png"));
	build_attribute(build, "alt", SPAN(""));
	build_attribute(build, "title", SPAN("\"q\""));
	build_attribute(build, "width", SPAN("5"));
	build_attribute(build, "height", SPAN("6"));
	build_close(build);
	build_close(build);
	build_close(build);
	dom = build_end(build);
	expect_tree(&dom,
	    "<h1>a &amp; b</h1><p lang=\"fr\">one <strong>two</strong><br>three"
	    "</p><dialog><x-y><script>four</script></x-y></dialog><ul><li>"
	    "<img src=\"a.png\" alt=\"\" title=\"&quot;q&quot;\" width=\"5\" "
	    "height=\"6\"></li></ul>");
}

Test(build, open_elements_are_closed)
{
	struct build *build = build_new(&arena);
	struct dom dom;

	build_open(build, "div");
	build_open(build, "p");
	build_text(build, SPAN("a"));
	dom = build_end(build);
	expect_tree(&dom, "<div><p>a</p></div>");
}

Test(build, too_many_closings)
{
	struct build *build = build_new(&arena);
	struct dom dom;

	build_element(build, "p", SPAN("a"));
	for (int i = 0; i < 5; i++)
		build_close(build);
	build_element(build, "p", SPAN("b"));
	dom = build_end(build);
	cr_assert_eq(dom.count, 6);
	cr_assert_eq(dom.nodes[0].end, 6);
	cr_assert_eq(dom.nodes[1].end, 4);
	cr_assert_eq(dom.nodes[4].parent, 0);
}

Test(build, empty_texts_are_no_nodes)
{
	struct build *build = build_new(&arena);
	struct dom dom;

	build_text(build, SPAN_NONE);
	build_text(build, SPAN(""));
	build_element(build, "p", SPAN_NONE);
	dom = build_end(build);
	expect_tree(&dom, "<p></p>");
}

Test(build, attributes_come_before_children)
{
	struct build *build = build_new(&arena);
	struct dom dom;

	build_open(build, "p");
	build_text(build, SPAN("a"));
	build_attribute(build, "lang", SPAN("fr"));
	build_close(build);
	build_attribute(build, "lang", SPAN("fr"));
	dom = build_end(build);
	expect_tree(&dom, "<p>a</p>");
}

Test(build, bytes_are_not_copied)
{
	static const char text[] = "a\0b";
	struct build *build = build_new(&arena);
	struct dom dom;

	build_text(build, (struct span){ text, 3 });
	dom = build_end(build);
	cr_assert_eq(dom.nodes[2].text.ptr, text);
	cr_assert_eq(dom.nodes[2].text.len, 3);
}

Test(build, many_and_deep)
{
	struct build *build = build_new(&arena);
	struct dom dom;

	for (int i = 0; i < 50000; i++) {
		build_open(build, "div");
		build_attribute(build, "class", SPAN("a"));
		build_element(build, "p", SPAN("b"));
	}
	dom = build_end(build);
	cr_assert_eq(dom.count, 2 + 3 * 50000);
	for (uint32_t i = 0; i < 50000; i++) {
		cr_assert_eq(dom.nodes[2 + 3 * i].end, dom.count);
		cr_assert(is_text(
		    dom_attribute(&dom, 2 + 3 * i, SPAN("class")), "a"));
	}
}

Test(build, memory_ends)
{
	struct build *build;
	jmp_buf out;

	arena.cap = 300000;
	arena.out = &out;
	if (setjmp(out) == 0) {
		build = build_new(&arena);
		for (;;)
			build_element(build, "p", SPAN("a"));
	}
	cr_assert_leq(arena.used, arena.cap);
}
