/* Authors, where they work, and who worked with them. */
#include "base/lookup.h"
#include "html/text.h"
#include "pubmed/names.h"
#include "pubmed/parts.h"

/* One author of a list, with everything the item says. */
static void
read_author(struct page *page, uint32_t item, struct record_list *list,
    struct span group)
{
	struct span name = page_value(page, RULE_AUTHOR_NAME, item);
	struct span term = page_value(page, RULE_AUTHOR_TERM, item), key;
	struct record_author *author;
	uint32_t link;

	if (name.ptr == NULL)
		return;
	author = record_add(page->arena, list, sizeof(*author));
	names_split(page->arena, name, term, author);
	author->group = group;
	author->equal_contribution =
	    page_first(page, RULE_AUTHOR_EQUAL, item) != DOM_NONE;
	for (link = page_first(page, RULE_AUTHOR_AFFILIATION, item);
	     link != DOM_NONE;
	     link = page_next(page, RULE_AUTHOR_AFFILIATION, item, link)) {
		key = page_text(page, link);
		record_add_text(page->arena, &author->affiliations,
		    key.ptr == NULL ? SPAN("") : key);
	}
}

/* One line of the list of affiliations: the key, then the text. */
static void
add_affiliation(struct page *page, uint32_t item)
{
	uint32_t key = page_first(page, RULE_AFFILIATION_KEY, item);
	struct record_affiliation *affiliation;
	uint32_t end = page->dom->nodes[item].end;

	affiliation = record_add(
	    page->arena, &page->record->affiliations, sizeof(*affiliation));
	affiliation->key = SPAN("");
	if (key == DOM_NONE) {
		affiliation->text = page_text(page, item);
	} else {
		affiliation->key =
		    text_of(page->arena, page->dom, key, page->skip);
		affiliation->text = text_between(page->arena, page->dom,
		    page->dom->nodes[key].end, end, page->skip);
	}
	if (affiliation->text.len == 0)
		page->record->affiliations.count--;
}

/*
 * The title of an author's link, where the list itself is not there: once for
 * each key, or, without one, for each text.
 */
static void
add_linked(struct page *page, uint32_t link, struct lookup *keys)
{
	struct record_list *list = &page->record->affiliations;
	struct record_affiliation *affiliation;
	struct span key = text_of(page->arena, page->dom, link, page->skip);
	struct span text = page_attribute(page, link, SPAN("title"));

	if (text.ptr == NULL ||
	    !lookup_add(page->arena, keys, key.len > 0 ? key : text, 0))
		return;
	affiliation = record_add(page->arena, list, sizeof(*affiliation));
	affiliation->key = key.len == 0 ? SPAN("") : key;
	affiliation->text = text;
}

static void
read_affiliations(struct page *page)
{
	uint32_t item = page_first(page, RULE_AFFILIATION, 0);
	struct lookup keys = { NULL, 0, 0 };
	bool links =
	    item != DOM_NONE && page_is(page, RULE_AUTHOR_AFFILIATION, item);

	for (; item != DOM_NONE;
	     item = page_next(page, RULE_AFFILIATION, 0, item)) {
		if (links)
			add_linked(page, item, &keys);
		else
			add_affiliation(page, item);
	}
}

/* What stands before a group's people is its name, without the colon. */
static struct span
group_name(struct page *page, uint32_t group, uint32_t first)
{
	struct span name =
	    text_between(page->arena, page->dom, group + 1, first, page->skip);

	while (name.len > 0 &&
	       (name.ptr[name.len - 1] == ':' || name.ptr[name.len - 1] == ' '))
		name.len--;
	return name.len == 0 ? SPAN_NONE : name;
}

static void
read_collaborators(struct page *page)
{
	struct record_list *list = &page->record->collaborators;
	const struct dom *dom = page->dom;
	struct span name = SPAN_NONE;
	uint32_t group = DOM_NONE, next, item;

	next = page_first(page, RULE_COLLABORATION, 0);
	for (item = page_first(page, RULE_COLLABORATORS, 0); item != DOM_NONE;
	     item = page_next(page, RULE_COLLABORATORS, 0, item)) {
		if (group != DOM_NONE && item >= dom->nodes[group].end)
			group = DOM_NONE;
		while (next != DOM_NONE && next < item) {
			group = item < dom->nodes[next].end ? next : DOM_NONE;
			name = group == DOM_NONE
				   ? SPAN_NONE
				   : group_name(page, group, item);
			next = page_next(page, RULE_COLLABORATION, 0, next);
		}
		read_author(
		    page, item, list, group == DOM_NONE ? SPAN_NONE : name);
	}
}

void
people_read(struct page *page)
{
	uint32_t item;

	page_first(page, RULE_AUTHORS_EMPTY, 0);
	for (item = page_first(page, RULE_AUTHOR, 0); item != DOM_NONE;
	     item = page_next(page, RULE_AUTHOR, 0, item))
		read_author(page, item, &page->record->authors, SPAN_NONE);
	read_affiliations(page);
	read_collaborators(page);
}
