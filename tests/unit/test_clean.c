/* What is dropped as chrome: src/clean. */
#include "html/text.h"
#include "support.h"

static struct arena arena;
static struct reading reading;
static struct clean_rules *rules;

static void
set_up(void)
{
	arena_init(&arena, 0);
	rules = clean_rules_new(CLEAN_ALL);
	cr_assert_neq(rules, NULL);
}

static void
tear_down(void)
{
	clean_rules_free(rules);
	arena_free(&arena);
}

TestSuite(clean, .init = set_up, .fini = tear_down);

static void
mark(struct span page)
{
	parse_text(&arena, page, &reading);
	clean_mark(&arena, rules, CLEAN_PUBMED, &reading.index, &reading.clean);
}

/* The number, from 1, of the rule with this name. */
static size_t
rule_of(const char *name)
{
	const struct clean_rule *table = clean_table();

	for (size_t i = 0; table[i].name != NULL; i++)
		if (strcmp(table[i].name, name) == 0)
			return i + 1;
	cr_assert_fail("there is no rule \"%s\"", name);
	return 0;
}

Test(clean, table_is_whole)
{
	const struct clean_rule *table = clean_table();
	size_t rows = 0;

	for (; table[rows].name != NULL; rows++) {
		struct selector *selector = selector_new(table[rows].selector);
		cr_assert_lt(rows, CLEAN_RULES);
		cr_assert_neq(selector, NULL, "%s", table[rows].name);
		selector_free(selector);
		cr_assert_neq(table[rows].name[0], '\0');
		for (size_t i = 0; i < rows; i++)
			cr_assert_str_neq(table[i].name, table[rows].name);
	}
	cr_assert_gt(rows, 10);
	cr_assert_lt(rows, CLEAN_RULES);
	clean_rules_free(NULL);
}

struct dropped {
	const char *markup;
	const char *rule; /* NULL: it is kept */
};

static const struct dropped drops[] = {
	{ "<script>x</script>", "script" },
	{ "<style>x</style>", "script" },
	{ "<noscript>x</noscript>", "script" },
	{ "<template>x</template>", "script" },
	{ "<section class=usa-banner>x</section>", "government banner" },
	{ "<div class=usa-overlay>x</div>", "government banner" },
	{ "<a class=usa-skipnav>x</a>", "skip link" },
	{ "<a id=maincontent>x</a>", "skip link" },
	{ "<div class='no-session-banner x'>x</div>", "notice of the site" },
	{ "<div class=ncbi-alerts>x</div>", "notice of the site" },
	{ "<a accesskey=1 id=nws_header_accesskey_0>x</a>", "access keys" },
	{ "<header class=ncbi-header>x</header>", "site header" },
	{ "<header role=banner>x</header>", "site header" },
	{ "<header>x</header>", NULL },
	{ "<header id=heading>x</header>", NULL },
	{ "<form role=search><b>x</b></form>", "search form" },
	{ "<form><b>x</b></form>", NULL },
	{ "<div class=overlay>x</div>", "dialog" },
	{ "<div role=dialog>x</div>", "dialog" },
	{ "<div class='a dropdown b'>x</div>", "menu" },
	{ "<div class=dropdown-block>x</div>", NULL },
	{ "<button>x</button>", NULL },
	{ "<div class=actions-buttons>x</div>", "buttons" },
	{ "<div class=actions-bar>x</div>", NULL },
	{ "<nav>x</nav>", "page navigation" },
	{ "<div class=short-view>x</div>", "short view" },
	{ "<div class=full-view>x</div>", NULL },
	{ "<div class=short-article-details>x</div>", "expander" },
	{ "<div id=disclaimer>x</div>", "disclaimer" },
	{ "<footer>x</footer>", "footer" },
	{ "<div id=ncbi-footer>x</div>", "footer" },
	{ "<main>x</main>", NULL },
	{ "<p>x</p>", NULL },
};

Test(clean, drops_chrome)
{
	for (size_t i = 0; i < COUNT(drops); i++) {
		const struct dropped *row = &drops[i];
		size_t rule = row->rule == NULL ? 0 : rule_of(row->rule);
		mark(arena_print(&arena, "<p>a</p>%s<p>b</p>", row->markup));
		EXPECT_TEXT(
		    text_of(&arena, &reading.dom, 0, reading.clean.marks),
		    rule == 0 ? "a x b" : "a b", "%s", row->markup);
		for (uint32_t node = 0; node < reading.dom.count; node++) {
			const struct dom_node *at = &reading.dom.nodes[node];
			if ((at->flags & DOM_TEXT) == 0)
				continue;
			bool chrome = is_text(at->text, "x");
			cr_assert_eq(reading.clean.marks[node],
			    chrome ? rule : 0, "%s", row->markup);
		}
		for (size_t n = 0; n < CLEAN_RULES; n++) {
			cr_assert_eq(reading.clean.sums[n].blocks,
			    n + 1 == rule, "%s", row->markup);
			cr_assert_eq(
			    reading.clean.sums[n].bytes, n + 1 == rule);
		}
	}
}

/* Each node is counted once, for the rule that came first. */
Test(clean, marks_each_node_once)
{
	size_t menu = rule_of("menu"), dialog = rule_of("dialog");

	mark(SPAN("<div class=dropdown>ab<div class=overlay>cde</div></div>"
		  "<div class=overlay>f<div class=dropdown>gh</div></div>"
		  "<p>kept</p>"));
	cr_assert_eq(reading.clean.sums[menu - 1].blocks, 1);
	cr_assert_eq(reading.clean.sums[menu - 1].bytes, 2);
	cr_assert_eq(reading.clean.sums[dialog - 1].blocks, 2);
	cr_assert_eq(reading.clean.sums[dialog - 1].bytes, 6);
	EXPECT_TEXT(text_of(&arena, &reading.dom, 0, reading.clean.marks),
	    "kept", "what is left");
}

/* Marks go down: below a dropped element nothing is kept. */
Test(clean, drops_whole_elements)
{
	struct span page = read_whole("fixtures/everything/page.html");
	size_t marked = 0;

	mark(page);
	for (uint32_t i = 1; i < reading.dom.count; i++) {
		marked += reading.clean.marks[i] != 0;
		if (reading.clean.marks[reading.dom.nodes[i].parent] != 0)
			cr_assert_neq(reading.clean.marks[i], 0);
	}
	cr_assert_gt(marked, 100);
	cr_assert_gt(reading.dom.count - marked, 500);
	free((char *)page.ptr);
}
