/* What is dropped as chrome: src/clean. */
#include "base/buffer.h"
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
mark_as(enum clean_profile profile, struct span page)
{
	parse_text(&arena, page, &reading);
	clean_mark(&arena, rules, profile, &reading.index, &reading.clean);
}

static void
mark(struct span page)
{
	mark_as(CLEAN_PUBMED, page);
}

/* What is left of a page of any kind. */
static struct span
kept(struct span page)
{
	mark_as(CLEAN_GENERIC, page);
	return text_of(&arena, &reading.dom, 0, reading.clean.marks);
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
		const struct clean_rule *row = &table[rows];
		cr_assert_lt(rows, CLEAN_RULES);
		cr_assert_neq(row->name[0], '\0');
		cr_assert_neq(row->profiles, 0, "%s", row->name);
		cr_assert_eq(row->profiles & ~(unsigned)CLEAN_ALL, 0);
		if ((row->profiles & CLEAN_PUBMED) != 0)
			cr_assert(row->selector != NULL && row->names == NULL,
			    "%s", row->name);
		if (row->selector != NULL) {
			struct selector *selector = selector_new(row->selector);
			cr_assert_neq(selector, NULL, "%s", row->name);
			selector_free(selector);
		}
	}
	cr_assert_gt(rows, 30);
	cr_assert_lt(rows, CLEAN_RULES);
	clean_rules_free(NULL);
}

/* No word stands twice in a list, and no row is without any. */
Test(clean, lists_are_whole)
{
	const struct clean_rule *row = clean_table();

	for (; row->name != NULL; row++) {
		const char *lists[] = { row->names, row->starts, row->roles,
			row->hints };
		size_t words =
		    row->selector != NULL || (row->flags & CLEAN_HIDDEN) != 0;
		for (size_t i = 0; i < COUNT(lists); i++) {
			char list[4000], word[100];
			const char *at = lists[i];
			if (at == NULL)
				continue;
			words++;
			cr_assert_eq(strstr(at, "  "), NULL, "%s", row->name);
			snprintf(list, sizeof(list), " %s ", at);
			for (; *at != '\0'; at += strspn(at, " ")) {
				size_t len = strcspn(at, " ");
				snprintf(
				    word, sizeof(word), " %.*s ", (int)len, at);
				char *first = strstr(list, word);
				cr_assert_eq(strstr(first + 1, word), NULL,
				    "%s: '%s' twice", row->name, word);
				at += len;
			}
		}
		cr_assert_gt(words, 0, "%s", row->name);
	}
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

/* --- pages of any kind --------------------------------------------------- */

#define PROSE \
	"<p>A paragraph of the page's own text, long enough to be the most " \
	"of " \
	"it, so that what stands around it is little.</p>"

static const struct dropped generic[] = {
	{ "<script>x</script>", "script" },
	{ "<iframe>x</iframe>", "script" },
	{ "<div class=usa-banner>x</div>", "government banner" },
	{ "<div class=usa-banner__header>x</div>", "government banner" },
	{ "<div class=usa-banner-header>x</div>", "government banner" },
	{ "<div id=gov-banner>x</div>", "government banner" },
	{ "<div aria-label='An official website of the United States "
	  "government'>x</div>",
	    "government banner" },
	{ "<div aria-label='Official Website'>x</div>", NULL },
	{ "<a class='sr skip-link'>x</a>", "skip link" },
	{ "<a accesskey=1>x</a>", "access keys" },
	{ "<span class=mw-editsection>x</span>", "edit link" },
	{ "<div id=onetrust-consent-sdk>x</div>", "cookie notice" },
	{ "<div class=cookie-banner>x</div>", "cookie notice" },
	{ "<div class=cookies>x</div>", NULL },
	{ "<div role=dialog>x</div>", "dialog" },
	{ "<dialog>x</dialog>", "dialog" },
	{ "<div class=usa-site-alert>x</div>", "notice of the site" },
	{ "<main><div class=site-notice>x</div></main>", NULL },
	{ "<header>x</header>", "site header" },
	{ "<div role=banner>x</div>", "site header" },
	{ "<article><header>x</header></article>", NULL },
	{ "<main><header>x</header></main>", NULL },
	{ "<div role=main><header>x</header></div>", NULL },
	{ "<header><h1>x</h1></header>", NULL },
	{ "<form role=search><b>x</b></form>", "search form" },
	{ "<form><b>x</b></form>", NULL },
	{ "<ol class=breadcrumb><li>x</ol>", "breadcrumbs" },
	{ "<nav>x</nav>", "navigation" },
	{ "<div role=navigation>x</div>", "navigation" },
	{ "<main><nav>x</nav></main>", "navigation" },
	{ "<main><nav class=toc>x</nav></main>", NULL },
	{ "<main><nav id=table-of-contents>x</nav></main>", NULL },
	{ "<ul class=pagination><li>x</ul>", "pages" },
	{ "<div class=social-share>x</div>", "share and cite" },
	{ "<div class=newsletter-signup>x</div>", "subscription" },
	{ "<div class=usa-identifier>x</div>", "page dates and sources" },
	{ "<footer>x</footer>", "footer" },
	{ "<div role=contentinfo>x</div>", "footer" },
	{ "<div id=footer>x</div>", "footer" },
	{ "<article><footer>x</footer></article>", NULL },
	{ "<blockquote><footer>x</footer></blockquote>", NULL },
	{ "<ins class=adsbygoogle>x</ins>", "advertisement" },
	{ "<div id=google_ads_iframe_1>x</div>", "advertisement" },
	{ "<select><option>x</select>", "form controls" },
	{ "<textarea>x</textarea>", "form controls" },
	{ "<button>x</button>", "buttons" },
	{ "<h3><button>x</button></h3>", NULL },
	{ "<span class=sr-only>x</span>", "hidden label" },
	{ "<h1 class=sr-only>x</h1>", NULL },
	{ "<div hidden>x</div>", "hidden" },
	{ "<div style='color:red; display : none'>x</div>", "hidden" },
	{ "<div style='display:block'>x</div>", NULL },
	{ "<i aria-hidden=true>x</i>", "hidden" },
	{ "<div hidden role=tabpanel>x</div>", NULL },
	{ "<div style=display:none class=faq-answer>x</div>", NULL },
	{ "<aside>x</aside>", NULL },
	{ "<p>x</p>", NULL },
};

Test(clean, drops_chrome_of_any_page)
{
	const struct clean_rule *table = clean_table();

	for (size_t i = 0; i < COUNT(generic); i++) {
		const struct dropped *row = &generic[i];
		struct span page = arena_print(&arena,
		    "<body><div>%s%s" PROSE "</div>", PROSE, row->markup);
		mark_as(CLEAN_GENERIC, page);
		for (uint32_t node = 0; node < reading.dom.count; node++) {
			const struct dom_node *at = &reading.dom.nodes[node];
			size_t by = reading.clean.marks[node];
			if ((at->flags & DOM_TEXT) == 0)
				continue;
			if (!is_text(at->text, "x") || row->rule == NULL)
				cr_assert_eq(by, 0, "%s: %s", row->markup,
				    by == 0 ? "" : table[by - 1].name);
			else
				cr_assert(by > 0 && strcmp(table[by - 1].name,
							row->rule) == 0,
				    "%s", row->markup);
		}
	}
}

/* Banners that have but their words: each is a page's beginning. */
static const char *const banners[] = {
	"<div><p>An official website of the United States government</p>"
	"<p>Here's how you know</p></div>",
	"<div><span>An <b>Official</b>&nbsp;website of the United States "
	"Government</span> <a href=#>Here\u2019s how you know</a></div>",
	"<div><img alt='An official website of the United States government'>"
	"</div>",
	"<div>AN OFFICIAL WEBSITE OF THE U.S. GOVERNMENT</div>",
	"<div>An Official <strong>Vermont</strong> Government Website</div>",
	"<div>An official website of the Commonwealth of Massachusetts "
	"<u>Here's how you know</u></div>",
	"<div>Official website of the State of Georgia</div>",
	"<div>An official website of the State of Georgia.</div>"
	"<div>How you know</div>",
	"<section><div>Official websites use .gov<br>A <b>.gov</b> website "
	"belongs to an official government organization in the United States."
	"</div><div><b>Secure .gov websites use HTTPS</b><p>A <b>lock</b> ( <i>"
	"</i> ) or <b>https://</b> means you\u2019ve safely connected to the "
	".gov website. Share sensitive information only on official, secure "
	"websites.</p></div></section>",
	"<div><b>Official websites use .mil</b></div><div>A <b>.mil</b> "
	"website "
	"belongs to an official U.S. Department of Defense organization in the "
	"United States.</div>",
	"<div>The .gov means it's official.<br>Federal government websites "
	"often end in .gov or .mil. Before sharing sensitive information, make "
	"sure you're on a federal government site.</div><p>The site is secure. "
	"The <b>https://</b> ensures that you are connecting to the official "
	"website and that any information you provide is encrypted and "
	"transmitted securely.</p>",
	"<div>Un sitio oficial del Gobierno de Estados Unidos <a>As\u00ed es "
	"como usted puede verificarlo</a></div>",
	"<div><p>Los sitios web oficiales usan .gov<br>Un sitio web "
	"<b>.gov</b> "
	"pertenece a una organizaci\u00f3n oficial del Gobierno de Estados "
	"Unidos.</p><p>Los sitios web seguros .gov usan HTTPS<br>Un candado ( "
	"<svg></svg> ) o https:// significa que usted se conect\u00f3 de forma "
	"segura a un sitio web .gov. Comparta informaci\u00f3n sensible "
	"s\u00f3lo en sitios web oficiales y seguros.</p></div>",
};

Test(clean, drops_banners_by_their_words)
{
	for (size_t i = 0; i < COUNT(banners); i++) {
		EXPECT_TEXT(kept(arena_print(&arena,
				"<body>%s<main><p>kept</p>" PROSE "</main>",
				banners[i])),
		    "kept A paragraph of the page's own text, long enough to "
		    "be the most of it, so that what stands around it is "
		    "little.",
		    "%s", banners[i]);
	}
}

/* The same words, of a text about them. */
static const char *const mentions[] = {
	"<p>Look for the words <q>An official website of the United States "
	"government</q> at the top of the page.</p>",
	"<p>It says \"Official websites use .gov\", and there is more to "
	"read about it below.</p>",
	"<ul><li>Official website: <a>the hotel</a></li></ul>",
	"<ul><li><a>Official website of the Royal Swedish Academy of "
	"Sciences</a></li></ul>",
	"<h2>Here's how you know</h2>",
	"<blockquote>An official website of the United States government"
	"</blockquote>",
	"<article><h1>Banners</h1>" PROSE PROSE "<p>An official website of the "
	"United States government</p></article>",
	"<p>The official site for the institute.</p>",
	"<p>The site is secure because of a lock or https.</p>",
};

Test(clean, keeps_mentions_of_banners)
{
	for (size_t i = 0; i < COUNT(mentions); i++) {
		kept(arena_print(
		    &arena, "<body>" PROSE "%s" PROSE, mentions[i]));
		for (uint32_t node = 0; node < reading.dom.count; node++)
			cr_assert_eq(
			    reading.clean.marks[node], 0, "%s", mentions[i]);
	}
}

/* The banner's button goes where the banner went. */
Test(clean, a_saying_needs_a_banner)
{
	struct span page = kept(SPAN(
	    "<body><div>An official website of the United States government"
	    "</div><div><b>The agency</b></div><div><a>Here is how you know</a>"
	    "</div><main>" PROSE "</main>"));

	cr_assert(holds(page, "The agency"));
	cr_assert(!holds(page, "how you know"));
	page = kept(SPAN("<body><div><b>The agency</b></div><div><a>Here is "
			 "how you know</a></div><main>" PROSE "</main>"));
	cr_assert(holds(page, "how you know"));
}

/* A form around the whole page, a question in a button, a tab's panel. */
Test(clean, keeps_content_in_odd_places)
{
	static const char *const pages[] = {
		"<body><form class=search-form>" PROSE PROSE "<p>x</p></form>",
		"<body>" PROSE "<button aria-expanded=false>What is the price "
		"of x today</button>",
		"<body>" PROSE "<button>Is there a longer way to x?</button>",
		"<body>" PROSE "<div hidden><p>" PROSE "</p>x</div>",
		"<body class=modal-dialog>" PROSE "x",
		"<body><div class=navbar>" PROSE "<main>x</main></div>",
		"<body>" PROSE "<h2><a href=#c>x</a></h2>",
		"<body>" PROSE "<a href=#>x <b aria-hidden=true>$12</b></a>",
	};

	for (size_t i = 0; i < COUNT(pages); i++)
		cr_assert(holds(kept(span_of(pages[i])), "x"), "%s", pages[i]);
	cr_assert(holds(kept(span_of(pages[COUNT(pages) - 1])), "$12"));
}

Test(clean, drops_the_sign_of_a_heading)
{
	struct span page = kept(SPAN("<body>" PROSE "<h2>Bees in C#<a href=#b> "
				     "#</a></h2><h3>x<a href=#w>\xc2\xb6</a>"));

	cr_assert(holds(page, "Bees in C#"));
	cr_assert(!holds(page, "C# #") && !holds(page, "C##"));
	cr_assert(!holds(page, "\xc2\xb6"));
}

/* Nothing may be left: then what is not certain comes back. */
Test(clean, takes_back_what_leaves_nothing)
{
	struct span page;

	page = kept(SPAN("<body><header><nav><a href=1>one</a><a href=2>two"
			 "</a></nav></header><script>no</script>"));
	EXPECT_TEXT(page, "onetwo", "a page of links");
	page = kept(SPAN("<body><div class=usa-banner>" PROSE "</div>"
			 "<footer>All there is.</footer>"));
	EXPECT_TEXT(page, "All there is.", "a certain rule stays");
	page = kept(
	    SPAN("<body><footer>All there is.</footer><main>" PROSE "</main>"));
	cr_assert(!holds(page, "All there is"));
	page = kept(SPAN(""));
	EXPECT_TEXT(page, "", "an empty page");
}

/* A menu may be a hundred times as long as a short page. */
Test(clean, takes_no_menu_back_for_a_short_page)
{
	struct buffer page;

	buffer_init(&page, &arena, 100000);
	buffer_add(&page, SPAN("<body><nav>"));
	for (int i = 0; i < 1000; i++)
		buffer_add(&page, SPAN("<a href=x>One more link</a>"));
	buffer_add(
	    &page, SPAN("</nav><main><h1>Forms</h1>" PROSE PROSE "</main>"));
	cr_assert(!holds(kept(buffer_text(&page)), "One more link"));
}

struct profiled {
	const char *page;
	enum clean_profile profile;
};

static const struct profiled profiles[] = {
	{ "<p>x", CLEAN_GENERIC },
	{ "<meta name=citation_pmid content=1><main id=article-details>",
	    CLEAN_PUBMED },
	{ "<meta name=ncbi_app content=pubmed><div id=full-view-heading>",
	    CLEAN_PUBMED },
	{ "<meta name=ncbi_app content=pubmed>", CLEAN_GENERIC },
	{ "<meta name=citation_pmid content=1>", CLEAN_GENERIC },
	{ "<div id=article-details>", CLEAN_GENERIC },
	{ "<meta name=ncbi_app content=cloudpmc-viewer><main class=pmc-layout>",
	    CLEAN_PMC },
	{ "<meta name=ncbi_app content=pmc-frontend>"
	  "<article class=pmc-article>",
	    CLEAN_PMC },
	{ "<meta name=ncbi_db content=pmc><meta name=ncbi_pdid "
	  "content=article>",
	    CLEAN_PMC },
	{ "<meta name=ncbi_db content=pmc><meta name=ncbi_pdid content=home>",
	    CLEAN_GENERIC },
	{ "<meta name=ncbi_db content=books><div id=maincontent>",
	    CLEAN_BOOKSHELF },
};

Test(clean, tells_profiles)
{
	for (size_t i = 0; i < COUNT(profiles); i++) {
		parse_text(&arena, span_of(profiles[i].page), &reading);
		cr_assert_eq(clean_profile(rules, &reading.index),
		    profiles[i].profile, "%s", profiles[i].page);
	}
}

Test(clean, keeps_the_article_of_a_full_text)
{
	struct span page;

	mark_as(CLEAN_PMC,
	    SPAN(
		"<header class=usa-header>x</header><section "
		"class=pmc-header>x</section><main class=pmc-layout><article>"
		"<section class=pmc-layout__citation><button>Journal</button>. "
		"2024</section><nav id=journal_context_menu hidden>x</nav>"
		"<h1>Title</h1><div class=cg><a>Author</a><div hidden>x</div>"
		"</div><ul class=d-buttons><li>x</ul><div class=d-panel hidden>"
		"Affiliation</div><h2>Abstract</h2>" PROSE
		"<figure><div class='p text-right font-secondary'>x</div>"
		"<figcaption>Caption</figcaption></figure>"
		"<table><tr><td>Cell</table><div class=goto>x</div>"
		"<footer class=courtesy-note>x</footer></article></main>"
		"<div class=pmc-sidenav>x</div>"));
	page = text_of(&arena, &reading.dom, 0, reading.clean.marks);
	EXPECT_TEXT(page,
	    "Journal. 2024 Title Author Affiliation Abstract A paragraph of "
	    "the page's own text, long enough to be the most of it, so that "
	    "what stands around it is little. Caption Cell",
	    "a full text");
}

/* Marks go down on pages of any kind, too; rules for PubMed alone suffice. */
Test(clean, drops_whole_elements_of_any_page)
{
	struct span page = read_whole("fixtures/everything/page.html");
	struct clean_rules *few = clean_rules_new(CLEAN_PUBMED);
	struct clean clean;

	cr_assert_neq(few, NULL);
	mark_as(CLEAN_GENERIC, page);
	for (uint32_t i = 1; i < reading.dom.count; i++)
		if (reading.clean.marks[reading.dom.nodes[i].parent] != 0)
			cr_assert_neq(reading.clean.marks[i], 0);
	cr_assert_eq(clean_profile(rules, &reading.index), CLEAN_PUBMED);
	clean_mark(&arena, rules, CLEAN_PUBMED, &reading.index, &reading.clean);
	clean_mark(&arena, few, CLEAN_PUBMED, &reading.index, &clean);
	cr_assert_eq(
	    memcmp(clean.marks, reading.clean.marks, reading.dom.count), 0);
	clean_rules_free(few);
	free((char *)page.ptr);
}
