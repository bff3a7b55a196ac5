/* The order in which an article page is read. */
#include "pubmed/pubmed.h"

#include <stdlib.h>

#include "pubmed/kind.h"
#include "pubmed/legacy_rules.h"
#include "pubmed/parts.h"

struct pubmed {
	struct rules *rules;
	struct rules *legacy; /* of the layout before 2020 */
	struct kind_rules *kinds;
	struct citation_patterns *citations;
	struct lean *lean;
	struct lists *lists;
};

void
pubmed_free(struct pubmed *pubmed)
{
	if (pubmed == NULL)
		return;
	rules_free(pubmed->rules);
	rules_free(pubmed->legacy);
	kind_rules_free(pubmed->kinds);
	citation_patterns_free(pubmed->citations);
	lean_free(pubmed->lean);
	lists_free(pubmed->lists);
	free(pubmed);
}

struct pubmed *
pubmed_new(void)
{
	struct pubmed *pubmed = calloc(1, sizeof(*pubmed));

	if (pubmed == NULL)
		return NULL;
	pubmed->rules = rules_new();
	pubmed->legacy = legacy_rules_new();
	pubmed->kinds = kind_rules_new();
	pubmed->citations = citation_patterns_new();
	pubmed->lean = lean_new();
	pubmed->lists = lists_new();
	if (pubmed->rules == NULL || pubmed->legacy == NULL ||
	    pubmed->kinds == NULL || pubmed->citations == NULL ||
	    pubmed->lean == NULL || pubmed->lists == NULL) {
		pubmed_free(pubmed);
		pubmed = NULL;
	}
	return pubmed;
}

const struct lean *
pubmed_lean(const struct pubmed *pubmed)
{
	return pubmed->lean;
}

/* Marks what is part of no text: the menus behind buttons. */
static void
mark_menus(struct page *page)
{
	const struct selector *menus = page->rules->selectors[RULE_MENU][0];
	uint8_t *skip = arena_zeros(page->arena, page->dom->count, 1);
	uint32_t node;

	for (node = select_first(&page->index, menus, 0); node != DOM_NONE;
	     node = select_next(&page->index, menus, 0, node)) {
		page_note(page, RULE_MENU, node, SPAN_NONE);
		page->read[node] = 0;
		skip[node] = 1;
	}
	page->skip = skip;
}

/*
 * Marks the article that stands in the page a second time as chrome, so that
 * nothing is read twice.
 */
static void
drop_repeated(struct page *page)
{
	const struct dom *dom = page->dom;
	uint32_t first = page_first(page, RULE_ARTICLE, 0), again, node;
	uint8_t *chrome;

	if (first == DOM_NONE)
		return;
	again = page_next(page, RULE_ARTICLE, 0, first);
	if (again == DOM_NONE)
		return;
	chrome = arena_alloc(page->arena, dom->count);
	memcpy(chrome, page->chrome, dom->count);
	for (; again != DOM_NONE;
	     again = page_next(page, RULE_ARTICLE, 0, again))
		for (node = again; node < dom->nodes[again].end; node++)
			chrome[node] |= PAGE_REPEATED;
	page->chrome = chrome;
	record_warn(page->arena, page->record, "repeated-document",
	    SPAN("the page holds the article more than once; the first is "
		 "used"));
}

/* Is it of the layout before 2020? */
static bool
is_legacy(const struct pubmed *pubmed, const struct page *page)
{
	return page->rules == pubmed->legacy;
}

/* From here on the page is read by these rules; nothing is read yet. */
static void
start(const struct pubmed *pubmed, struct page *page, bool legacy)
{
	/* No id of the old layout is one that chrome may not have. */
	static const char *const none[] = { NULL };

	page->rules = legacy ? pubmed->legacy : pubmed->rules;
	page->fields = legacy ? none : pubmed->lean->fields;
	page->read = arena_zeros(page->arena, page->dom->count, 1);
	memset(page->trace, 0, sizeof(page->trace));
	if (page->hits != NULL)
		page->hits->count = 0;
	mark_menus(page);
}

/* Finds the layout of the page; false: it is no article of any. */
static bool
find_layout(const struct pubmed *pubmed, struct page *page)
{
	start(pubmed, page, false);
	if (kind_is_article(page))
		return true;
	start(pubmed, page, true);
	if (kind_is_legacy(page))
		return true;
	start(pubmed, page, false);
	return false;
}

/* Reads all there is, in a page that has all that it needs. */
static enum psc_status
read_all(const struct pubmed *pubmed, struct page *page, struct error *error)
{
	struct span instead;

	if (!find_layout(pubmed, page)) {
		instead = kind_instead(pubmed->kinds, page);
		error_set(error, "not an article page: %.*s", (int)instead.len,
		    instead.ptr);
		return PSC_NOT_AN_ARTICLE;
	}
	drop_repeated(page);
	if (is_legacy(pubmed, page)) {
		legacy_read(page, pubmed->citations);
		return PSC_OK;
	}
	heading_read(page, pubmed->citations);
	people_read(page);
	abstract_read(page);
	figures_read(page);
	references_read(page);
	docsums_read(page);
	sections_read(page);
	return PSC_OK;
}

enum psc_status
pubmed_read(const struct pubmed *pubmed, struct arena *arena,
    const struct select_page *index, const struct clean *clean, bool cut,
    struct page *page, struct record *record, struct error *error)
{
	enum psc_status status;

	*page = (struct page){ .arena = arena,
		.dom = index->dom,
		.index = *index,
		.chrome = clean->marks,
		.record = record,
		.cut = cut };
	status = read_all(pubmed, page, error);
	if (status != PSC_OK)
		return status;
	record->page.kind = is_legacy(pubmed, page) ? SPAN("pubmed-legacy")
						    : SPAN("pubmed-article");
	if (record->pmid.ptr != NULL)
		record->page.url =
		    arena_print(arena, "https://pubmed.ncbi.nlm.nih.gov/%.*s/",
			(int)record->pmid.len, record->pmid.ptr);
	warnings_read(page);
	return PSC_OK;
}

void
pubmed_trace(const struct pubmed *pubmed, struct arena *arena,
    const struct page *read, const struct clean *clean, struct page_hits *hits)
{
	struct record record;
	struct error error = { "" };
	struct page page = { .arena = arena,
		.dom = read->dom,
		.index = read->index,
		.chrome = clean->marks,
		.record = &record,
		.cut = read->cut,
		.hits = hits };

	*hits = (struct page_hits){ .items = NULL };
	record_init(&record);
	if (read_all(pubmed, &page, &error) == PSC_OK)
		warnings_read(&page);
}

void
pubmed_adopt(const struct pubmed *pubmed, struct arena *arena, struct dom *dom,
    enum psc_list list)
{
	lists_adopt(pubmed->lists, arena, dom, list);
}

/* What a part is that does not hold the list: an error page, as a rule. */
static void
say_instead(const struct pubmed *pubmed, struct page *page, struct error *error)
{
	struct span instead = kind_instead(pubmed->kinds, page);

	error_set(error, "what came is %.*s", (int)instead.len, instead.ptr);
}

enum psc_status
pubmed_read_part(const struct pubmed *pubmed, struct arena *arena,
    const struct select_page *index, const struct clean *clean, bool cut,
    const struct lists_asked *asked, struct lists_part *part,
    struct error *error)
{
	struct page page = { .arena = arena,
		.rules = pubmed->rules,
		.dom = index->dom,
		.fields = pubmed->lean->fields,
		.index = *index,
		.chrome = clean->marks,
		.read = arena_zeros(arena, index->dom->count, 1),
		.cut = cut };
	enum psc_status status;

	mark_menus(&page);
	status = lists_read(pubmed->lists, &page, asked, part, error);
	if (status != PSC_OK && error->message[0] == '\0')
		say_instead(pubmed, &page, error);
	return status;
}

bool
pubmed_is_in_doubt(const struct pubmed *pubmed, const struct page *page)
{
	const struct record_list *list = &page->record->warnings;
	const struct record_warning *warnings = list->items;

	if (is_legacy(pubmed, page) || page->local)
		return true;
	for (size_t i = 0; i < list->count; i++)
		if (span_equal(warnings[i].code, SPAN("missing-field")) ||
		    span_equal(warnings[i].code, SPAN("unknown-section")))
			return true;
	return false;
}
