/* The scoring of a page's texts: src/clean/{words,units,features,score}. */
#include "clean/score.h"

#include <math.h>

#include "clean/features.h"
#include "clean/phrase.h"
#include "clean/settle.h"
#include "clean/units.h"
#include "clean/weights.h"
#include "html/text.h"
#include "support.h"

static struct arena arena;
static struct score *score;
static const struct words *words;
static struct dom dom;
static struct units units;

static void
set_up(void)
{
	arena_init(&arena, 0);
	score = score_new();
	cr_assert_not_null(score);
	words = score_words(score);
}

static void
tear_down(void)
{
	score_free(score);
	arena_free(&arena);
}

TestSuite(score, .init = set_up, .fini = tear_down);

static void
parse(const char *page)
{
	struct error error;

	cr_assert_eq(dom_parse(&arena, span_of(page), &dom, &error), PSC_OK);
}

static void
cut(const char *page)
{
	parse(page);
	units_find(&arena, words, &dom, NULL, &units);
}

static struct span
text_of_unit(uint32_t i)
{
	cr_assert_lt(i, units.count);
	return text_between(
	    &arena, &dom, units.list[i].from, units.list[i].to, NULL);
}

Test(score, words_have_their_meaning)
{
	const uint32_t nav = 1u << WORDS_HINT_NAV;
	const uint32_t side = 1u << WORDS_HINT_SIDE;

	cr_assert_eq(words_hints(words, SPAN("site-nav")), nav);
	cr_assert_eq(
	    words_hints(words, SPAN("siteNav SIDEBAR_x1")), nav | side);
	cr_assert_eq(words_hints(words, SPAN("navigate naval 12 - _")), 0);
	cr_assert_eq(words_hints(words, SPAN_NONE), 0);
	cr_assert_neq(words_find(words, SPAN("Newsletter")).topics, 0);
	cr_assert_eq(words_find(words, SPAN("x")).topics, 0);
}

Test(score, units_are_stretches_between_blocks)
{
	static const char *const wanted[] = { "a b c", "d", "e", "f", "g h",
		"i", "j", "k" };

	cut("<title>no</title><p>a <b>b</b> <a href=x>c</a></p><div>d<p>e</p>"
	    "f</div>g<br>h<br><br>i<ul><li>j<ul><li>k</ul></ul>"
	    "<script>no</script><p> &nbsp; </p>");
	cr_assert_eq(units.count, COUNT(wanted));
	for (uint32_t i = 0; i < units.count; i++)
		EXPECT_TEXT(text_of_unit(i), wanted[i], "unit %u", i);
}

Test(score, units_leave_out_what_is_marked)
{
	uint8_t marks[64] = { 0 };

	parse("<p>a</p><div><p>b</p></div><p>c</p>");
	for (uint32_t i = 0; i < dom.count; i++)
		marks[i] = dom.nodes[i].tag == dom_tag(SPAN("div")) &&
			   (dom.nodes[i].flags & DOM_TEXT) == 0;
	units_find(&arena, words, &dom, marks, &units);
	cr_assert_eq(units.count, 2);
	EXPECT_TEXT(text_of_unit(1), "c", "the second");
}

Test(score, words_of_a_unit_are_counted)
{
	cut("<p>One two, <a href=x>three</a> <b>FOUR</b> 5th. \xe6\xbc\xa2"
	    "\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97!</"
	    "p>");
	cr_assert_eq(units.count, 1);
	cr_assert_float_eq(units.list[0].words, 5 + 2, 2);
	cr_assert_float_eq(units.list[0].linked, 1, 0);
	cr_assert_float_eq(units.list[0].bold, 1, 0);
	cr_assert_float_eq(units.list[0].commas, 1, 0);
	cr_assert_float_eq(units.list[0].stops, 2, 0);
	cr_assert_float_eq(units.list[0].numbers, 1, 0);
	cr_assert_float_eq(units.list[0].uppers, 1, 0);
	cr_assert_eq(units.list[0].last, '!');
}

Test(score, features_are_finite_and_have_names)
{
	struct features features;
	float value;

	cut("<body class=blog><nav><a href=x>Home</a></nav><main><h1>T</h1>"
	    "<p>It rained for three days, and then it stopped. We went out "
	    "to see what was left of the road.</p></main>");
	features_make(&arena, words, &dom, &units, &features);
	for (size_t i = 0; i < (size_t)units.count * FEATURES_COUNT; i++)
		cr_assert(isfinite(features.rows[i]), "%s of unit %zu",
		    features_name(i % FEATURES_COUNT), i / FEATURES_COUNT);
	for (size_t i = 0; i < FEATURES_COUNT; i++)
		cr_assert(features_name(i)[0] != '\0');
	value = features.rows[FEATURES_UNDER_NAV];
	cr_assert_float_eq(value, 1, 1, "Home is in a nav: %g", (double)value);
	cr_assert_float_eq(features.rows[FEATURES_LINKED], 1, 0);
	cr_assert_float_eq(
	    features.rows[FEATURES_COUNT + FEATURES_HEADING], 1, 0);
	cr_assert_float_eq(features.rows[FEATURES_BODY_ARTICLE], 1, 0);
}

Test(score, features_of_an_empty_page)
{
	struct features features;

	cut("");
	cr_assert_eq(units.count, 0);
	features_make(&arena, words, &dom, &units, &features);
	score_mark(&arena, score, &dom, 1, arena_zeros(&arena, dom.count, 1));
}

/* Every way through a tree ends in a leaf that leads to the next tree. */
Test(score, weights_are_trees)
{
	const struct weights_node *nodes;
	size_t count, at = 0, trees = 0;

	nodes = weights_nodes(&count);
	while (at < count) {
		size_t end = at;

		while (nodes[end].feature != WEIGHTS_LEAF)
			end++;
		end += nodes[end].skip;
		cr_assert_leq(end, count);
		for (; at < end; at++) {
			cr_assert_gt(nodes[at].skip, 0);
			cr_assert(isfinite(nodes[at].value));
			if (nodes[at].feature == WEIGHTS_LEAF) {
				cr_assert_eq(at + nodes[at].skip, end);
				continue;
			}
			cr_assert_lt(nodes[at].feature, FEATURES_COUNT);
			cr_assert_lt(at + nodes[at].skip, end);
		}
		trees++;
	}
	cr_assert_gt(trees, 10);
}

#define PROSE \
	"<p>The river had been rising since noon, and by evening the lower " \
	"fields were under water. Nobody in the village was surprised; it " \
	"had happened every spring, as far back as anyone could " \
	"remember.</p>"
#define PROSE_TOO \
	"<p>What was new was the bridge. It had been built in the dry " \
	"summer, by people from the city, who had measured everything " \
	"twice and had asked no one, and now the water stood at its " \
	"rails.</p>"

static const char *const page =
    "<header class=site-header><a href=/><img src=logo.png alt=Logo></a>"
    "<ul class=menu><li><a href=/a>Home</a><li><a href=/b>Shop</a>"
    "<li><a href=/c>Contact us</a></ul></header>"
    "<main><article><h1>High water</h1>" PROSE "<figure>"
    "<img src=river.png alt=River></figure>" PROSE_TOO PROSE_TOO
    "</article></main><aside class=sidebar><h3>Related posts</h3>"
    "<ul><li><a href=/d>Ten bridges</a><li><a href=/e>More water</a></ul>"
    "</aside><footer class=footer>Copyright, all rights reserved. "
    "<a href=/p>Privacy policy</a> <a href=/t>Terms</a></footer>";

static struct span
kept(void)
{
	uint8_t *marks;

	parse(page);
	marks = arena_zeros(&arena, dom.count, 1);
	score_mark(&arena, score, &dom, 7, marks);
	for (uint32_t i = 0; i < dom.count; i++)
		cr_assert(marks[i] == 0 || marks[i] == 7);
	for (uint32_t i = 1; i < dom.count; i++)
		cr_assert(marks[dom.nodes[i].parent] == 0 || marks[i] != 0,
		    "node %u stands in one that is left out", i);
	for (uint32_t i = 0; i < dom.count; i++) {
		struct span alt = dom_attribute(&dom, i, SPAN("alt"));

		if (span_equal(alt, SPAN("Logo")))
			cr_assert_neq(marks[i], 0, "the logo is kept");
		if (span_equal(alt, SPAN("River")))
			cr_assert_eq(marks[i], 0, "the picture is lost");
	}
	return text_of(&arena, &dom, 0, marks);
}

Test(score, an_article_is_kept_and_what_is_around_it_goes)
{
	struct span text = kept();

	cr_assert(holds(text, "The river had been rising"));
	cr_assert(holds(text, "What was new was the bridge."));
	cr_assert(!holds(text, "Shop"), "%.*s", SHOWN(text));
	cr_assert(!holds(text, "Ten bridges"), "%.*s", SHOWN(text));
	cr_assert(!holds(text, "rights reserved"), "%.*s", SHOWN(text));
}

Test(score, a_text_that_stands_twice_is_kept_once)
{
	struct span text = kept();
	size_t times = 0;

	for (size_t at = 0; at < text.len; at++)
		times += span_starts(span_from(text, at), SPAN("the bridge."));
	cr_assert_eq(times, 1);
}

#define LONG "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23"

/* A page, how likely each unit is, and which are kept with a cut-off of 0.5. */
struct settled {
	const char *page;
	float chances[8];
	const char *kept;
};

static const struct settled settled[] = {
	/* what stands between kept texts, in one element or in a card */
	{ "<p>a</p><p>b</p><p>c</p>", { .9F, .2F, .9F }, "yyy" },
	{ "<p>a</p><p>b</p><p>c</p>", { .9F, .01F, .9F }, "yny" },
	{ "<p>a</p><p><a href=x>b</a></p><p>c</p>", { .9F, .2F, .9F }, "yny" },
	{ "<p>a</p><p>b</p><p>c</p>", { .9F, .2F, .3F }, "ynn" },
	{ "<div><h2>a a a</h2><div><b>b</b></div><div><p>c c</div></div>",
	    { .9F, .1F, .9F }, "yyy" },
	{ "<div><div><div><div><h2>a a a</h2></div></div></div><p>b<p>c</div>",
	    { .9F, .1F, .9F }, "yny" },
	/* so is a list of no links, nearly likely enough; and code */
	{ "<p>a<ul><li>b<li>c</ul>", { .9F, .5F, .4F }, "yyy" },
	{ "<p>a<ul><li>b<li>c</ul>", { .9F, .4F, .3F }, "ynn" },
	{ "<p>a<pre>b</pre>", { .9F, .1F }, "yy" },
	{ "<p>a<pre>b</pre>", { .1F, .1F }, "nn" },
	/* a table of data is whole, one for the layout is not */
	{ "<p>x<table><tr><th>a<th>b<tr><td>c<td>d</table>",
	    { .1F, .9F, .9F, .1F, .1F }, "nyyyy" },
	{ "<p>x<table><tr><td>a<td>b<tr><td>c<td>d</table>",
	    { .1F, .9F, .9F, .0F, .0F }, "nyyyy" },
	{ "<p>x<table><tr><td>a<td>b<tr><td>c<td>" LONG "</table>",
	    { .1F, .9F, .9F, .0F, .0F }, "nyynn" },
	/* a heading goes with its text, but one of other pages' does not */
	{ "<h2>Address</h2><p>a", { .15F, .9F }, "yy" },
	{ "<h2>Related articles</h2><p>a", { .15F, .9F }, "ny" },
};

Test(score, what_stands_together_is_kept_together)
{
	struct features features;
	bool keep[8];

	for (size_t i = 0; i < COUNT(settled); i++) {
		const struct settled *is = &settled[i];

		cut(is->page);
		cr_assert_eq(units.count, strlen(is->kept), "%s", is->page);
		features_make(&arena, words, &dom, &units, &features);
		for (uint32_t n = 0; n < units.count; n++)
			keep[n] = is->chances[n] >= 0.5F;
		settle_parts(
		    &dom, &units, features.rows, is->chances, 0.5F, keep);
		for (uint32_t n = 0; n < units.count; n++)
			cr_expect_eq(keep[n], is->kept[n] == 'y',
			    "unit %u of %s", n, is->page);
	}
}

/* Lines of a site, and texts that only begin like one. */
static const struct {
	const char *text;
	bool is;
} phrases[] = {
	{ "Was this page helpful? Yes No", true },
	{ "Did you find this page useful?", true },
	{ "\xc2\xbfLe result\xc3\xb3 \xc3\xbatil esta p\xc3\xa1gina?", true },
	{ "Page last updated: March 3, 2024", true },
	{ "Mehr zum Thema", true },
	{ "\xe7\x9b\xb8\xe5\x85\xb3\xe9\x98\x85\xe8\xaf\xbb", true },
	{ "Was this page helpful to the judges of 1931, who read it", false },
	{ "Page updated its stock, and the price of paper, three times, "
	  "before anyone in the town had heard of it at all",
	    false },
};

Test(score, phrases_of_a_site_are_told)
{
	struct phrases *table = phrase_new();

	cr_assert_not_null(table);
	for (size_t i = 0; i < COUNT(phrases); i++)
		cr_expect_eq(phrase_is(table, span_of(phrases[i].text)),
		    phrases[i].is, "%s", phrases[i].text);
	phrase_free(table);
}
