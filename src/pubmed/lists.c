/* Parts of lists: told by a table of selectors, read by the page's rules. */
#include "pubmed/lists.h"

#include <stdlib.h>

#include "html/address.h"
#include "pubmed/parts.h"

#define SITE "https://pubmed.ncbi.nlm.nih.gov/"
#define LISTS 4

enum look {
	LOOK_ARTICLE,   /* what only a whole article page has */
	LOOK_DOCUMENT,  /* what a document has, and a fragment has not */
	LOOK_REFERENCE, /* what a list of references is made of */
	LOOK_SEARCH,    /* the results of a search */
	LOOK_AUTHORS,
	LOOK_MEMBERS, /* authors that are a group's */
	LOOK_EXPANDED,
	LOOK_AMOUNT, /* of results */
	LOOK_AMOUNT_META,
	LOOK_NEXT, /* where more is */
	LOOK_COUNT
};

static const char *const table[LOOK_COUNT] = {
	[LOOK_ARTICLE] = "#article-details, #full-view-heading, "
			 ".article-page[data-article-pmid]",
	[LOOK_DOCUMENT] = "title, meta",
	[LOOK_REFERENCE] = ".refs-list, .refs-list-title, .references-list, "
			   ".references-and-notes-list, a.reference-link, "
			   "[data-next-page-url*=\"/references/\"]",
	[LOOK_SEARCH] = ".search-results, .search-results-chunks, "
			".search-results-chunk",
	[LOOK_AUTHORS] = ".authors-list",
	[LOOK_MEMBERS] = ".collaborations .authors-list",
	[LOOK_EXPANDED] = ".expanded-authors",
	[LOOK_AMOUNT] = "[data-results-amount], .results-amount .value",
	[LOOK_AMOUNT_META] = "meta[name=log_resultcount]",
	[LOOK_NEXT] = "[data-next-page-url], a.next-page[href]",
};

/* How a part says whose list it is: a number behind, or before, a mark. */
struct owner {
	const char *selector, *attribute, *mark;
	bool before;
};

static const struct owner owners[LISTS] = {
	[PSC_LIST_AUTHORS] = { "a[href*=\"cauthor_id=\"]", "href",
	    "cauthor_id=", false },
	[PSC_LIST_REFERENCES] = { "[data-next-page-url*=\"/references/\"]",
	    "data-next-page-url", "/references/", true },
	[PSC_LIST_SIMILAR] = { "meta[property=\"og:url\"]", "content",
	    "from_uid=", false },
	[PSC_LIST_CITED_BY] = { "meta[property=\"og:url\"]", "content",
	    "from_uid=", false },
};

struct lists {
	struct selector *looks[LOOK_COUNT];
	struct selector *owners[LISTS];
};

void
lists_free(struct lists *lists)
{
	if (lists == NULL)
		return;
	for (size_t i = 0; i < LOOK_COUNT; i++)
		selector_free(lists->looks[i]);
	for (size_t i = 0; i < LISTS; i++)
		selector_free(lists->owners[i]);
	free(lists);
}

struct lists *
lists_new(void)
{
	struct lists *lists = calloc(1, sizeof(*lists));
	bool good = lists != NULL;

	for (size_t i = 0; good && i < LOOK_COUNT; i++)
		good = (lists->looks[i] = selector_new(table[i])) != NULL;
	for (size_t i = 0; good && i < LISTS; i++)
		good = (lists->owners[i] = selector_new(owners[i].selector)) !=
		       NULL;
	if (good)
		return lists;
	lists_free(lists);
	return NULL;
}

/* --- where the rest is --------------------------------------------------- */

/* An address of the site, copied; others are none of ours to get. */
static struct span
site_address(struct arena *arena, struct span address)
{
	const struct span site = SPAN(SITE);

	return span_equal_nocase(span_first(address, site.len), site)
		   ? arena_copy(arena, address)
		   : SPAN_NONE;
}

/* Has an author a key that stands for no affiliation of the page? */
static bool
lacks_affiliations(const struct record *record)
{
	const struct record_author *authors = record->authors.items;

	for (size_t i = 0; i < record->authors.count; i++)
		if (authors[i].affiliations.count > 0)
			return record->affiliations.count == 0;
	return false;
}

/* Is there no list of affiliations, but only the titles of authors' links? */
static bool
affiliations_are_linked(const struct page *page)
{
	return page->trace[RULE_AFFILIATION].way == 2;
}

/*
 * The page's button for it stands in chrome, and nearly every page has one;
 * only where the list itself is not on the page does it lead to more.
 */
static struct span
authors_address(struct page *page)
{
	const struct span pmid = page->record->pmid;

	if (!affiliations_are_linked(page) && !lacks_affiliations(page->record))
		return SPAN_NONE;
	return arena_print(
	    page->arena, SITE "%.*s/long-authors/", (int)pmid.len, pmid.ptr);
}

static struct span
articles_address(
    struct page *page, const struct record_part *part, const char *linkname)
{
	const struct span pmid = page->record->pmid;

	if (part->complete)
		return SPAN_NONE;
	if (part->more_url.ptr != NULL)
		return site_address(page->arena, part->more_url);
	return arena_print(page->arena, SITE "?linkname=%s&from_uid=%.*s",
	    linkname, (int)pmid.len, pmid.ptr);
}

struct span
lists_address(struct page *page, enum psc_list list)
{
	const struct record *record = page->record;

	if (record->pmid.ptr == NULL)
		return SPAN_NONE;
	switch (list) {
	case PSC_LIST_AUTHORS:
		return authors_address(page);
	case PSC_LIST_REFERENCES:
		return site_address(page->arena, record->references.more_url);
	case PSC_LIST_SIMILAR:
		return articles_address(
		    page, &record->similar_articles, "pubmed_pubmed");
	default:
		return articles_address(
		    page, &record->cited_by, "pubmed_pubmed_citedin");
	}
}

/* --- a part gets what the rules look for --------------------------------- */

/* Gives a node an attribute, in place of one of that name. */
static void
give(struct arena *arena, struct dom *dom, uint32_t node, struct span name,
    struct span value)
{
	struct dom_node *at = &dom->nodes[node];
	struct dom_attribute *all =
	    arena_zeros(arena, at->attribute_count + 1, sizeof(*all));
	uint32_t count = 0;

	for (uint32_t i = 0; i < at->attribute_count; i++)
		if (!span_equal(at->attributes[i].name, name))
			all[count++] = at->attributes[i];
	all[count++] = (struct dom_attribute){ name, value };
	at->attributes = all;
	at->attribute_count = count;
}

static uint32_t
first_of(
    const struct lists *lists, const struct select_page *index, enum look look)
{
	return select_first(index, lists->looks[look], 0);
}

static bool
has_tag(const struct dom *dom, uint32_t node, const char *name)
{
	return (dom->nodes[node].flags & DOM_TEXT) == 0 &&
	       dom->nodes[node].tag == dom_tag(span_of(name));
}

/* The body; where there is none, the root. */
static uint32_t
body_of(const struct dom *dom)
{
	for (uint32_t at = 1; at < dom->count; at = dom->nodes[at].end)
		if (has_tag(dom, at, "body"))
			return at;
	return 0;
}

/* The least element that holds all that references are made of. */
static uint32_t
references_holder(const struct lists *lists, const struct select_page *index)
{
	const struct selector *marks = lists->looks[LOOK_REFERENCE];
	const struct dom *dom = index->dom;
	uint32_t holder = select_first(index, marks, 0), last = holder, next;

	if (holder == DOM_NONE)
		return DOM_NONE;
	while ((next = select_next(index, marks, 0, last)) != DOM_NONE)
		last = next;
	while (dom->nodes[holder].end <= last || has_tag(dom, holder, "li") ||
	       has_tag(dom, holder, "a"))
		holder = dom->nodes[holder].parent;
	return holder;
}

static void
adopt_references(const struct lists *lists, struct arena *arena,
    struct dom *dom, const struct select_page *index)
{
	uint32_t holder, count;

	if (select_named(index, true, SPAN("references"), &count) != NULL)
		return;
	holder = references_holder(lists, index);
	if (holder != DOM_NONE)
		give(arena, dom, holder, SPAN("id"), SPAN("references"));
}

/*
 * Articles: of a document the results of a search alone, as other pages of
 * the site list articles too; of a fragment all.
 */
static void
adopt_articles(const struct lists *lists, struct arena *arena, struct dom *dom,
    const struct select_page *index, struct span id)
{
	uint32_t holder = first_of(lists, index, LOOK_SEARCH), count;

	if (select_named(index, true, id, &count) != NULL)
		return;
	if (holder == DOM_NONE &&
	    first_of(lists, index, LOOK_DOCUMENT) == DOM_NONE)
		holder = body_of(dom);
	if (holder != DOM_NONE)
		give(arena, dom, holder, SPAN("id"), id);
}

/* The first list of authors is the article's; those of groups are not. */
static void
adopt_authors(const struct lists *lists, struct arena *arena, struct dom *dom,
    const struct select_page *index)
{
	const struct selector *names = lists->looks[LOOK_AUTHORS];
	uint32_t holder = first_of(lists, index, LOOK_EXPANDED), list;

	if (holder == DOM_NONE)
		holder = body_of(dom);
	list = select_first(index, names, holder);
	while (list != DOM_NONE &&
	       select_matches(index, lists->looks[LOOK_MEMBERS], list))
		list = select_next(index, names, holder, list);
	if (list != DOM_NONE)
		give(arena, dom, list, SPAN("class"), SPAN("inline-authors"));
	if (holder != 0)
		give(arena, dom, holder, SPAN("id"),
		    SPAN("full-view-expanded-authors"));
	give(arena, dom, 0, SPAN("id"), SPAN("full-view-heading"));
}

void
lists_adopt(const struct lists *lists, struct arena *arena, struct dom *dom,
    enum psc_list list)
{
	struct select_page index;

	select_index(arena, dom, &index);
	if (first_of(lists, &index, LOOK_ARTICLE) != DOM_NONE)
		return;
	switch (list) {
	case PSC_LIST_AUTHORS:
		adopt_authors(lists, arena, dom, &index);
		break;
	case PSC_LIST_REFERENCES:
		adopt_references(lists, arena, dom, &index);
		break;
	case PSC_LIST_SIMILAR:
		adopt_articles(lists, arena, dom, &index, SPAN("similar"));
		break;
	case PSC_LIST_CITED_BY:
		adopt_articles(lists, arena, dom, &index, SPAN("citedby"));
		break;
	}
}

/* --- reading a part ------------------------------------------------------ */

/* The digits at the mark, behind it or before it. */
static struct span
digits_at(struct span text, struct span mark, bool before)
{
	size_t at = 0, end;

	while (at < text.len && !span_starts(span_from(text, at), mark))
		at++;
	if (at >= text.len)
		return SPAN_NONE;
	end = at;
	if (before) {
		while (at > 0 && span_is_digit(text.ptr[at - 1]))
			at--;
	} else {
		at = end += mark.len;
		while (end < text.len && span_is_digit(text.ptr[end]))
			end++;
	}
	return at == end ? SPAN_NONE
			 : span_first(span_from(text, at), end - at);
}

/* Does the part say that it is of another article? */
static bool
is_of_another(const struct lists *lists, struct page *page,
    const struct lists_asked *asked)
{
	const struct owner *owner = &owners[asked->list];
	struct span pmid = page_value(page, RULE_PMID, 0), address;
	uint32_t node;

	if (asked->pmid.ptr == NULL)
		return false;
	if (pmid.ptr == NULL) {
		node =
		    select_first(&page->index, lists->owners[asked->list], 0);
		if (node == DOM_NONE)
			return false;
		address =
		    dom_attribute(page->dom, node, span_of(owner->attribute));
		pmid = digits_at(address, span_of(owner->mark), owner->before);
	}
	return pmid.ptr != NULL && !span_equal(pmid, asked->pmid);
}

/* How many results a search has, as its page says. */
static int64_t
read_amount(const struct lists *lists, struct page *page)
{
	uint32_t node = first_of(lists, &page->index, LOOK_AMOUNT);
	struct span text;

	if (node == DOM_NONE) {
		node = first_of(lists, &page->index, LOOK_AMOUNT_META);
		return node == DOM_NONE ? RECORD_NO_NUMBER
					: page_number(page_attribute(
					      page, node, SPAN("content")));
	}
	text = page_attribute(page, node, SPAN("data-results-amount"));
	return page_number(text.ptr == NULL ? page_text(page, node) : text);
}

/* Where the part says that more is, in the list's section. */
static struct span
read_next(const struct lists *lists, struct page *page, uint32_t section,
    struct span asked)
{
	const struct selector *selector = lists->looks[LOOK_NEXT];
	uint32_t node = select_first(&page->index, selector, section);
	struct span address;

	if (node == DOM_NONE)
		return SPAN_NONE;
	address = dom_attribute(page->dom, node, SPAN("data-next-page-url"));
	if (address.ptr == NULL)
		address = dom_attribute(page->dom, node, SPAN("href"));
	if (address.len == 0)
		return SPAN_NONE;
	address = address_resolve(page->arena, asked, address);
	return span_equal(address, asked) ? SPAN_NONE
					  : site_address(page->arena, address);
}

/* The part that is a list; false: it holds none. */
static bool
read_part(const struct lists *lists, struct page *page,
    const struct lists_asked *asked, struct lists_part *part)
{
	static const enum rule_id sections[LISTS] = { RULE_ARTICLE,
		RULE_REFERENCES, RULE_SIMILAR, RULE_CITED_BY };
	const struct record *record = page->record;
	uint32_t section = 0;

	if (asked->list == PSC_LIST_AUTHORS) {
		people_read(page);
		part->linked = affiliations_are_linked(page);
		return record->authors.count + record->affiliations.count +
			   record->collaborators.count >
		       0;
	}
	section = page_first(page, sections[asked->list], 0);
	if (section == DOM_NONE)
		return false;
	part->search = asked->list != PSC_LIST_REFERENCES &&
		       first_of(lists, &page->index, LOOK_SEARCH) != DOM_NONE;
	if (part->search) {
		part->amount = read_amount(lists, page);
		section = 0;
	}
	part->next = read_next(lists, page, section, asked->address);
	if (asked->list == PSC_LIST_REFERENCES) {
		references_read(page);
		return record->references.items.count > 0;
	}
	docsums_read(page);
	return part->amount == 0 ||
	       (asked->list == PSC_LIST_SIMILAR ? record->similar_articles
						: record->cited_by)
		       .items.count > 0;
}

enum psc_status
lists_read(const struct lists *lists, struct page *page,
    const struct lists_asked *asked, struct lists_part *part,
    struct error *error)
{
	*part = (struct lists_part){ .amount = RECORD_NO_NUMBER };
	record_init(&part->record);
	page->record = &part->record;
	if (is_of_another(lists, page, asked)) {
		error_set(error, "what came is of another article");
		return PSC_NOT_AN_ARTICLE;
	}
	if (read_part(lists, page, asked, part))
		return PSC_OK;
	error->message[0] = '\0';
	if (part->search)
		error_set(error, "what came are results without articles");
	else if (first_of(lists, &page->index, LOOK_ARTICLE) != DOM_NONE)
		error_set(error, "what came is the article, without the list");
	return PSC_NOT_AN_ARTICLE;
}
