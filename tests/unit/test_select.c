/* CSS selectors: src/html/select. */
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

TestSuite(select, .init = set_up, .fini = tear_down);

/* Elements are told by their attribute `n`; a word each. */
static const char *
selected(const char *source, uint32_t scope, char *out, size_t room)
{
	struct selector *selector = selector_new(source);
	uint32_t last = scope;
	size_t used = 0;

	cr_assert_neq(selector, NULL, "%s", source);
	out[0] = '\0';
	for (uint32_t node = select_first(&reading.index, selector, scope);
	     node != DOM_NONE;
	     node = select_next(&reading.index, selector, scope, node)) {
		struct span n = dom_attribute(&reading.dom, node, SPAN("n"));
		cr_assert_gt(node, last, "%s: not in order", source);
		cr_assert_lt(node, reading.dom.nodes[scope].end);
		cr_assert(select_matches(&reading.index, selector, node));
		last = node;
		used += (size_t)snprintf(out + used, room - used, "%s%.*s",
		    used == 0 ? "" : " ", SHOWN(n));
	}
	selector_free(selector);
	return out;
}

static const char markup[] =
    "<body n=body>"
    "<main id=m n=1 class='a b'>"
    "<div n=2 class='b  c\n'>"
    "<p n=3 class=a title='See it at Wiley'>x<b n=4>y</b></p>"
    "<p n=5 data-x=''>x</p>"
    "</div>"
    "<ext-link n=6 id=e href='https://example.org/a.pdf'>x</ext-link>"
    "<div n=7 id=m><div n=8 class=a><i n=9><p2 n=10 class=B>z</p2></i></div>"
    "</div>"
    "</main>"
    "<section n=11 rel='x y'><p n=12 class='aa a-b'>x"
    "<span n=13><span n=14 class=a></span></span></p></section>";

struct form {
	const char *selector;
	const char *found;
};

static const struct form forms[] = {
	/* one part */
	{ "p", "3 5 12" },
	{ "P", "3 5 12" },
	{ "ext-link", "6" },
	{ "p2", "10" },
	{ "h1", "" },
	{ "no-such", "" },
	{ "*", "body 1 2 3 4 5 6 7 8 9 10 11 12 13 14" },
	{ "#m", "1 7" },
	{ "#M", "" },
	{ ".a", "1 3 8 14" },
	{ ".b", "1 2" },
	{ ".B", "10" },
	{ ".a-b", "12" },
	{ ".a.b", "1" },
	{ "div.b.c", "2" },
	{ "main#m.a", "1" },
	{ "p.b", "" },
	{ "*.a", "1 3 8 14" },
	{ "[title]", "3" },
	{ "[data-x]", "5" },
	{ "[data-x=\"\"]", "5" },
	{ "[rel=x]", "" },
	{ "[rel=\"x y\"]", "11" },
	{ "[rel=x y]", "11" },
	{ "[rel~=x]", "11" },
	{ "[rel~=\"y\"]", "11" },
	{ "[rel~=\"x y\"]", "" },
	{ "[rel~=z]", "" },
	{ "[href^=https]", "6" },
	{ "[href^=\"https://e\"]", "6" },
	{ "[href^=ttps]", "" },
	{ "[href$=.pdf]", "6" },
	{ "[href$=.pd]", "" },
	{ "[href*=example]", "6" },
	{ "[href*=\".org/a.\"]", "6" },
	{ "[href*=exampel]", "" },
	{ "[href*=\"https://example.org/a.pdfx\"]", "" },
	{ "[title*=\" at \"]", "3" },
	{ "p[title][class=a]", "3" },
	{ "p:not(.a)", "5 12" },
	{ ":not(.a)", "body 2 4 5 6 7 9 10 11 12 13" },
	{ "div:not(.a):not(.b)", "7" },
	{ "[id=m]", "1 7" },
	{ "[class]", "1 2 3 8 10 12 14" },
	/* combinators */
	{ "main p", "3 5" },
	{ "main > p", "" },
	{ "main > div > p", "3 5" },
	{ "main>div>p", "3 5" },
	{ "div div", "8" },
	{ "div > div", "8" },
	{ "div *", "3 4 5 8 9 10" },
	{ "div > *", "3 5 8 9" },
	{ "#m .a", "3 8" },
	{ "#m > .a", "8" },
	{ "#m div .a", "3 8" },
	{ "#m #m .a", "8" },
	{ "body .a .a", "3 8" },
	{ "body .a .a p2", "10" },
	{ "main > #m > .a p2", "10" },
	{ ".a > .a", "" },
	{ "section .a", "14" },
	{ "section > p span > .a", "14" },
	{ "section > span .a", "" },
	{ "p > span .a", "14" },
	{ "span > span", "14" },
	{ "p span span", "14" },
	{ "html p", "3 5 12" },
	{ "html > body > main", "1" },
	{ "body > p", "" },
	/* lists: in the order of the page, each once */
	{ "p, b", "3 4 5 12" },
	{ "b, p", "3 4 5 12" },
	{ "p,.a,[title],b", "1 3 4 5 8 12 14" },
	{ "section, main", "1 11" },
	{ "h1, h2, i", "9" },
	/* white space */
	{ " p ", "3 5 12" },
	{ "main  >  div  p", "3 5" },
	{ "p , b", "3 4 5 12" },
};

Test(select, knows_every_form)
{
	char found[200];

	parse_text(&arena, SPAN(markup), &reading);
	for (size_t i = 0; i < COUNT(forms); i++)
		cr_assert_str_eq(
		    selected(forms[i].selector, 0, found, sizeof(found)),
		    forms[i].found, "%s: %s", forms[i].selector, found);
}

/* The part before the last space may match outside; the scope never does. */
Test(select, keeps_to_its_scope)
{
	static const struct {
		const char *scope, *selector, *found;
	} rows[] = {
		{ "main", "p", "3 5" },
		{ "main", "main", "" },
		{ "main", "body p", "3 5" },
		{ "main", "main > div", "2 7" },
		{ "main", "main .a", "3 8" },
		{ "main", "#m", "7" },
		{ "section", "p", "12" },
		{ "section", "main", "" },
		{ "section", "section > p", "12" },
		{ "p2", "*", "" },
		{ "i", "div > i > p2", "10" },
		{ "[title]", "*", "4" },
		{ "[title]", "main b, p", "4" },
	};
	char found[200];

	parse_text(&arena, SPAN(markup), &reading);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct selector *scope = selector_new(rows[i].scope);
		uint32_t node = select_first(&reading.index, scope, 0);
		cr_assert_str_eq(
		    selected(rows[i].selector, node, found, sizeof(found)),
		    rows[i].found, "%s in %s: %s", rows[i].selector,
		    rows[i].scope, found);
		selector_free(scope);
	}
}

Test(select, never_takes_a_text)
{
	struct selector *all = selector_new("*");

	parse_text(&arena, SPAN(markup), &reading);
	for (uint32_t i = 0; i < reading.dom.count; i++)
		cr_assert_eq(select_matches(&reading.index, all, i),
		    (reading.dom.nodes[i].flags & DOM_TEXT) == 0);
	selector_free(all);
}

Test(select, refuses_what_is_no_selector)
{
	static const char *const wrong[] = { "", " ", ",", "p,", ",p", "p,,b",
		">", "> p", "p >", "p > > b", "#", ".", "p.", "p#", "[", "[]",
		"[a", "[a=", "[a=b", "[a=\"b", "[a=\"b]", "[a=\"b\"", "[=b]",
		"[a^b]", "[a|=b]", "[a!=b]", ":", ":not", ":not(", ":not()",
		":not(.a", ":not(p)", ":not(#a)", ":not(.a.b)", ":first-child",
		"p:hover", "::before", "p + b", "p ~ b", "p b >", "p)", "p(",
		"p\tb", "p/b", "p&", "p**", "a b c d e f g", ".a.b.c.d.e.f.g",
		"a,a,a,a,a,a,a,a,a" };

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct selector *selector = selector_new(wrong[i]);
		cr_assert_eq(selector, NULL, "'%s'", wrong[i]);
	}
	selector_free(NULL);
}

Test(select, has_room_for_six_parts_six_tests_eight_choices)
{
	static const char *const wide[] = { "a b c d e f", ".a.b.c.d.e.f",
		"a,a,a,a,a,a,a,a", "p#a.b[c][d=e]:not(.f)" };

	for (size_t i = 0; i < COUNT(wide); i++) {
		struct selector *selector = selector_new(wide[i]);
		cr_assert_neq(selector, NULL, "%s", wide[i]);
		selector_free(selector);
	}
}

/* --- against a matcher that is as plain as can be ------------------------ */

struct plain_part {
	char tag, class, id; /* 0: any */
	char not_class;
	bool child;
};

struct plain {
	struct plain_part parts[4];
	size_t count;
};

static bool
plain_is(uint32_t node, const struct plain_part *part)
{
	const struct dom *dom = &reading.dom;
	const char tag[] = { part->tag, '\0' }, id[] = { part->id, '\0' };

	if ((dom->nodes[node].flags & DOM_TEXT) != 0)
		return false;
	if (part->tag != 0 && dom->nodes[node].tag != dom_tag(span_of(tag)))
		return false;
	if (part->id != 0 && !is_text(dom_attribute(dom, node, SPAN("id")), id))
		return false;
	if (part->class != 0 &&
	    !dom_has_class(dom, node, (struct span){ &part->class, 1 }))
		return false;
	return part->not_class == 0 ||
	       !dom_has_class(dom, node, (struct span){ &part->not_class, 1 });
}

/* All ways are tried. */
static bool
plain_matches(uint32_t node, const struct plain *plain, size_t part)
{
	if (!plain_is(node, &plain->parts[part]))
		return false;
	if (part == 0)
		return true;
	for (node = reading.dom.nodes[node].parent; node != DOM_NONE;
	     node = reading.dom.nodes[node].parent) {
		if (plain_matches(node, plain, part - 1))
			return true;
		if (plain->parts[part].child)
			return false;
	}
	return false;
}

static char
one_of(uint32_t *random, const char *letters)
{
	return letters[next_random(random) % strlen(letters)];
}

static struct plain
random_selector(uint32_t *random, char *source, size_t room)
{
	struct plain plain = { .count = next_random(random) % 4 + 1 };
	size_t used = 0;

	for (size_t i = 0; i < plain.count; i++) {
		struct plain_part *part = &plain.parts[i];
		part->child = i > 0 && next_random(random) % 2 == 0;
		uint32_t what = next_random(random);
		part->tag = what % 2 == 0 ? one_of(random, "bius") : 0;
		part->class = what % 3 == 0 ? one_of(random, "xyz") : 0;
		part->id = what % 7 == 0 ? one_of(random, "kl") : 0;
		part->not_class = what % 5 == 0 ? one_of(random, "xyz") : 0;
		used += (size_t)snprintf(source + used, room - used, "%s%c",
		    i == 0        ? ""
		    : part->child ? " > "
				  : " ",
		    part->tag == 0 ? '*' : part->tag);
		if (part->class != 0)
			used += (size_t)snprintf(
			    source + used, room - used, ".%c", part->class);
		if (part->id != 0)
			used += (size_t)snprintf(
			    source + used, room - used, "#%c", part->id);
		if (part->not_class != 0)
			used += (size_t)snprintf(source + used, room - used,
			    ":not(.%c)", part->not_class);
	}
	return plain;
}

static struct span
random_page(uint32_t *random)
{
	struct buffer page;
	char open[40];
	size_t depth = 0;

	buffer_init(&page, &arena, 100000);
	for (uint32_t n = next_random(random) % 60 + 5; n > 0; n--) {
		if (depth > 0 && next_random(random) % 5 < 2) {
			buffer_print(&page, "</%c>", open[--depth]);
			continue;
		}
		if (depth == sizeof(open))
			continue;
		open[depth] = one_of(random, "bius");
		buffer_print(&page, "<%c", open[depth++]);
		if (next_random(random) % 2 == 0)
			buffer_print(&page, " class='%c %c'",
			    one_of(random, "xyz"), one_of(random, "xyz"));
		if (next_random(random) % 6 == 0)
			buffer_print(&page, " id=%c", one_of(random, "kl"));
		buffer_add(&page, SPAN(">t"));
	}
	return buffer_text(&page);
}

/* Two selectors as a list, in a random scope. */
static void
compare(uint32_t *random, struct span page)
{
	char source[200], first[90], second[90];
	struct plain a = random_selector(random, first, sizeof(first));
	struct plain b = random_selector(random, second, sizeof(second));
	struct selector *selector;
	uint32_t scope, next;

	snprintf(source, sizeof(source), "%s, %s", first, second);
	selector = selector_new(source);
	cr_assert_neq(selector, NULL, "%s", source);
	do
		scope = next_random(random) % reading.dom.count;
	while ((reading.dom.nodes[scope].flags & DOM_TEXT) != 0);
	next = select_first(&reading.index, selector, scope);
	for (uint32_t node = scope + 1; node < reading.dom.nodes[scope].end;
	     node++) {
		bool want = plain_matches(node, &a, a.count - 1) ||
			    plain_matches(node, &b, b.count - 1);
		cr_assert_eq(select_matches(&reading.index, selector, node),
		    want, "%s, node %u of %s", source, node, page.ptr);
		cr_assert_eq(next == node, want, "%s, node %u of %s", source,
		    node, page.ptr);
		if (next == node)
			next =
			    select_next(&reading.index, selector, scope, node);
	}
	cr_assert_eq(next, DOM_NONE);
	selector_free(selector);
}

Test(select, agrees_with_a_plain_matcher, .timeout = 240)
{
	uint32_t random = 2024;

	for (int round = 0; round < 1500; round++) {
		struct span page = random_page(&random);
		parse_text(&arena, page, &reading);
		for (int i = 0; i < 40; i++)
			compare(&random, page);
		arena_reset(&arena);
	}
}

/* More keys than the index has room for at first. */
Test(select, indexes_many_keys)
{
	struct buffer page;
	char source[20], found[40], want[40];

	buffer_init(&page, &arena, SIZE_MAX / 2);
	for (int i = 0; i < 5000; i++)
		buffer_print(&page, "<p id=i%d class='c%d d%d' n=%d></p>", i, i,
		    i % 2500, i);
	parse_text(&arena, buffer_text(&page), &reading);
	for (int i = 0; i < 2500; i += 7) {
		snprintf(source, sizeof(source), "#i%d", i);
		snprintf(want, sizeof(want), "%d", i);
		cr_assert_str_eq(
		    selected(source, 0, found, sizeof(found)), want);
		snprintf(source, sizeof(source), ".d%d", i);
		snprintf(want, sizeof(want), "%d %d", i, i + 2500);
		cr_assert_str_eq(
		    selected(source, 0, found, sizeof(found)), want);
	}
}
