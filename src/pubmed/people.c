/* Authors, where they work, and who worked with them. */
#include <stdint.h>

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

/* The affiliations by their keys, or, without one, by their texts. */
struct keys {
	struct span *slots;
	size_t count, room; /* room: a power of two */
};

static uint32_t
hash_text(struct span text)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (uint8_t)text.ptr[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static struct span *
find_key(const struct keys *keys, struct span key)
{
	size_t at = hash_text(key) & (keys->room - 1);

	while (keys->slots[at].ptr != NULL && !span_equal(keys->slots[at], key))
		at = (at + 1) & (keys->room - 1);
	return &keys->slots[at];
}

/* Adds a key; false where it was there. */
static bool
add_key(struct page *page, struct keys *keys, struct span key)
{
	struct keys larger = { .count = keys->count };

	if (keys->count * 2 >= keys->room) {
		larger.room = keys->room == 0 ? 64 : keys->room * 4;
		larger.slots = arena_zeros(
		    page->arena, larger.room, sizeof(*larger.slots));
		for (size_t i = 0; i < keys->room; i++)
			if (keys->slots[i].ptr != NULL)
				*find_key(&larger, keys->slots[i]) =
				    keys->slots[i];
		*keys = larger;
	}
	if (find_key(keys, key)->ptr != NULL)
		return false;
	*find_key(keys, key) = key;
	keys->count++;
	return true;
}

/* The title of an author's link, where the list itself is not there. */
static void
add_linked(struct page *page, uint32_t link, struct keys *keys)
{
	struct record_list *list = &page->record->affiliations;
	struct record_affiliation *affiliation;
	struct span key = text_of(page->arena, page->dom, link, page->skip);
	struct span text = page_attribute(page, link, SPAN("title"));

	if (text.ptr == NULL || !add_key(page, keys, key.len > 0 ? key : text))
		return;
	affiliation = record_add(page->arena, list, sizeof(*affiliation));
	affiliation->key = key.len == 0 ? SPAN("") : key;
	affiliation->text = text;
}

static void
read_affiliations(struct page *page)
{
	uint32_t item = page_first(page, RULE_AFFILIATION, 0);
	struct keys keys = { NULL, 0, 0 };
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
