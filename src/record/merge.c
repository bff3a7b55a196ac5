/* Lists joined, items compared and copied. */
#include "record/merge.h"

#include "base/lookup.h"

const struct record_shape *
merge_shape(const char *name)
{
	const struct record_shape *shape = record_shape();
	const struct record_key *key = record_find(shape, span_of(name));

	if (key != NULL && key->shape != NULL)
		shape = key->shape;
	key = record_find(shape, SPAN("items"));
	return key == NULL || key->shape == NULL ? shape : key->shape;
}

/* Equal, and both there or not. */
static bool
same_text(struct span a, struct span b)
{
	if (a.ptr == NULL || b.ptr == NULL)
		return a.ptr == b.ptr;
	return span_equal(a, b);
}

bool
merge_same_author(const void *a, const void *b)
{
	const struct record_author *one = a, *other = b;

	return same_text(one->name, other->name);
}

bool
merge_same_member(const void *a, const void *b)
{
	const struct record_author *one = a, *other = b;

	return same_text(one->name, other->name) &&
	       same_text(one->group, other->group);
}

bool
merge_same_reference(const void *a, const void *b)
{
	const struct record_reference *one = a, *other = b;
	const struct span *urls = one->urls.items, *others = other->urls.items;

	if (!same_text(one->text, other->text) ||
	    !same_text(one->doi, other->doi) ||
	    !same_text(one->pmid, other->pmid) ||
	    !same_text(one->pmcid, other->pmcid) ||
	    one->urls.count != other->urls.count)
		return false;
	for (size_t i = 0; i < one->urls.count; i++)
		if (!same_text(urls[i], others[i]))
			return false;
	return true;
}

static const void *
item_at(
    const struct record_list *list, const struct merge_way *way, size_t number)
{
	return (const char *)list->items + number * way->shape->size;
}

/* Is item `a` of one list the same as item `b` of the other? */
static bool
is_same(const struct record_list *list, size_t a,
    const struct record_list *more, size_t b, const struct merge_way *way)
{
	return way->same(item_at(list, way, a), item_at(more, way, b));
}

static bool
holds_all(const struct record_list *list, const struct record_list *more,
    const struct merge_way *way)
{
	size_t found = 0;

	for (size_t i = 0; i < more->count && found < list->count; i++)
		found += is_same(list, found, more, i, way);
	return found == list->count;
}

/* Is all of `more` the beginning of `list`? */
static bool
begins_with(const struct record_list *list, const struct record_list *more,
    const struct merge_way *way)
{
	size_t at = 0;

	if (more->count > list->count)
		return false;
	while (at < more->count && is_same(list, at, more, at, way))
		at++;
	return at == more->count;
}

/*
 * How many of the first items of `more` are the last of `list`: the search of
 * Knuth, Morris and Pratt, which takes no more steps than there are items.
 */
static size_t
common_items(struct arena *scratch, const struct record_list *list,
    const struct record_list *more, const struct merge_way *way)
{
	size_t *back = arena_zeros(scratch, more->count + 1, sizeof(*back));
	size_t len = 0, from = 0;

	for (size_t i = 1; i < more->count; i++) {
		while (len > 0 && !is_same(more, len, more, i, way))
			len = back[len];
		len += is_same(more, len, more, i, way);
		back[i + 1] = len;
	}
	if (list->count > more->count)
		from = list->count - more->count;
	len = 0;
	for (size_t i = from; i < list->count; i++) {
		while (len > 0 && (len == more->count ||
				      !is_same(more, len, list, i, way)))
			len = back[len];
		if (len < more->count)
			len += is_same(more, len, list, i, way);
	}
	return len;
}

struct merge_fit
merge_look(struct arena *scratch, const struct record_list *list,
    const struct record_list *more, const struct merge_way *way)
{
	struct merge_fit fit = { .count = more->count };

	fit.whole = holds_all(list, more, way);
	if (!fit.whole) {
		fit.common = begins_with(list, more, way)
				 ? more->count
				 : common_items(scratch, list, more, way);
		fit.count = list->count + more->count - fit.common;
	}
	return fit;
}

static struct span
copy_text(struct arena *arena, struct span text)
{
	return text.ptr == NULL ? SPAN_NONE : arena_copy(arena, text);
}

/* An item that was copied gets texts of its own. */
static void
own_texts(struct arena *arena, const struct record_shape *shape, char *item)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct record_key *key = &shape->keys[i];
		struct span *text = (void *)(item + key->offset);
		struct record_list *list = (void *)(item + key->offset);
		struct record_list copy = { NULL, 0, 0 };

		if (key->type == RECORD_TEXT)
			*text = copy_text(arena, *text);
		if (key->type != RECORD_TEXTS)
			continue;
		text = list->items;
		for (size_t each = 0; each < list->count; each++)
			record_add_text(
			    arena, &copy, copy_text(arena, text[each]));
		*list = copy;
	}
}

void *
merge_add(struct arena *arena, struct record_list *list,
    const struct record_shape *shape, const void *item)
{
	void *copy = arena_alloc(arena, shape->size), *place;

	memcpy(copy, item, shape->size);
	own_texts(arena, shape, copy);
	place = record_add(arena, list, shape->size);
	memcpy(place, copy, shape->size);
	return place;
}

void
merge_join(struct arena *arena, struct record_list *list,
    const struct record_list *more, const struct merge_way *way,
    const struct merge_fit *fit)
{
	/* Many parts must not make as many copies of what was there. */
	struct record_list made =
	    fit->whole ? (struct record_list){ NULL, 0, 0 } : *list;
	const size_t size = way->shape->size;
	size_t own = made.count;

	for (size_t i = fit->common; i < more->count; i++) {
		if (own < list->count && is_same(list, own, more, i, way))
			memcpy(record_add(arena, &made, size),
			    item_at(list, way, own++), size);
		else
			merge_add(
			    arena, &made, way->shape, item_at(more, way, i));
	}
	*list = made;
}

/* By what an article is known: its PMID, or what is written of it. */
static struct span
article_key(struct arena *scratch, const struct record_article *article)
{
	if (article->pmid.ptr != NULL)
		return article->pmid;
	return arena_print(scratch, "%.*s\n%.*s\n%.*s", (int)article->title.len,
	    article->title.ptr, (int)article->authors.len, article->authors.ptr,
	    (int)article->citation.len, article->citation.ptr);
}

bool
merge_articles(struct arena *arena, struct arena *scratch,
    struct record_list *list, const struct record_list *more, size_t most,
    struct span self, bool *seen)
{
	const struct record_shape *shape = merge_shape("cited_by");
	const struct record_article *articles = list->items;
	struct record_list made = *list;
	struct lookup there = { NULL, 0, 0 };
	bool full = false;

	for (size_t i = 0; i < list->count; i++)
		lookup_add(
		    scratch, &there, article_key(scratch, &articles[i]), 0);
	articles = more->items;
	for (size_t i = 0; i < more->count; i++) {
		if (articles[i].pmid.ptr != NULL &&
		    same_text(articles[i].pmid, self)) {
			*seen = true;
			continue;
		}
		if (!lookup_add(
			scratch, &there, article_key(scratch, &articles[i]), 0))
			continue;
		full = made.count >= most;
		if (full)
			break;
		merge_add(arena, &made, shape, &articles[i]);
	}
	*list = made;
	return full;
}

/* The list as it grows, and where in it texts and keys are. */
struct places {
	struct record_list list;
	struct lookup texts, keys;
	uint64_t number; /* the last one given */
};

static void
note_place(struct arena *scratch, struct places *places,
    const struct record_affiliation *affiliation)
{
	const uint32_t at = (uint32_t)places->list.count;

	lookup_add(scratch, &places->texts, affiliation->text, at);
	if (affiliation->key.len > 0)
		lookup_add(scratch, &places->keys, affiliation->key, at);
}

/* A key that is not there yet. */
static struct span
free_key(struct arena *arena, struct places *places)
{
	struct span key;

	do {
		key = arena_print(
		    arena, "%llu", (unsigned long long)++places->number);
	} while (lookup_find(&places->keys, key) != LOOKUP_NONE);
	return key;
}

static void
add_affiliation(struct arena *arena, struct arena *scratch,
    struct places *places, const struct record_affiliation *affiliation,
    struct span *key)
{
	struct record_affiliation *all = places->list.items, copy;
	uint32_t at = lookup_find(&places->texts, affiliation->text);

	if (all != NULL && at != LOOKUP_NONE) {
		*key = all[at].key;
		return;
	}
	copy.text = copy_text(arena, affiliation->text);
	if (affiliation->key.len > 0 &&
	    lookup_find(&places->keys, affiliation->key) != LOOKUP_NONE)
		copy.key = free_key(arena, places);
	else
		copy.key = copy_text(arena, affiliation->key);
	note_place(scratch, places, &copy);
	all = record_add(arena, &places->list, sizeof(*all));
	*all = copy;
	*key = copy.key;
}

/* Puts the list into the order of `more`, where that has all of it. */
static void
put_in_order(struct arena *arena, struct arena *scratch, struct places *places,
    const struct record_list *more)
{
	const struct record_affiliation *all = places->list.items;
	const struct record_affiliation *other = more->items;
	bool *taken =
	    arena_zeros(scratch, places->list.count + 1, sizeof(*taken));
	struct record_list ordered = { NULL, 0, 0 };
	uint32_t at;

	for (size_t i = 0; i < more->count; i++) {
		at = lookup_find(&places->texts, other[i].text);
		if (all == NULL || at == LOOKUP_NONE || taken[at] ||
		    !same_text(all[at].key, other[i].key))
			continue;
		taken[at] = true;
		*(struct record_affiliation *)record_add(
		    arena, &ordered, sizeof(*all)) = all[at];
	}
	if (ordered.count == places->list.count)
		places->list = ordered;
}

/*
 * Joins affiliations.  `keys` gets the key in the joined list for each of
 * `more`.
 */
static struct record_list
join_affiliations(struct arena *arena, struct arena *scratch,
    const struct record_list *list, const struct record_list *more,
    struct span *keys)
{
	const struct record_affiliation *all = list->items;
	struct places places = { .number = 0 };

	for (size_t i = 0; i < list->count; i++) {
		note_place(scratch, &places, &all[i]);
		*(struct record_affiliation *)record_add(
		    arena, &places.list, sizeof(*all)) = all[i];
	}
	all = more->items;
	for (size_t i = 0; i < more->count; i++)
		add_affiliation(arena, scratch, &places, &all[i], &keys[i]);
	put_in_order(arena, scratch, &places, more);
	return places.list;
}

/* The keys that people have become those of the joined list. */
static void
rename_keys(struct record_list *people, const struct lookup *places,
    const struct span *keys)
{
	struct record_author *all = people->items;
	struct span *key;
	uint32_t at;

	for (size_t i = 0; i < people->count; i++) {
		key = all[i].affiliations.items;
		for (size_t j = 0; j < all[i].affiliations.count; j++) {
			at = lookup_find(places, key[j]);
			if (at != LOOKUP_NONE)
				key[j] = keys[at];
		}
	}
}

/* What the other piece says of people of whom this one has less. */
static void
fill_people(struct arena *arena, struct record_list *people,
    const struct record_list *more, const struct merge_way *way)
{
	struct record_author *all = people->items;
	const struct record_author *others = more->items;
	struct span *keys;
	size_t own = 0;

	for (size_t i = 0; i < more->count && own < people->count; i++) {
		if (!way->same(&all[own], &others[i]))
			continue;
		keys = others[i].affiliations.items;
		if (all[own].affiliations.count == 0)
			for (size_t j = 0; j < others[i].affiliations.count;
			     j++)
				record_add_text(arena, &all[own].affiliations,
				    copy_text(arena, keys[j]));
		all[own].equal_contribution |= others[i].equal_contribution;
		own++;
	}
}

static struct record_list
join_people(struct arena *arena, struct arena *scratch,
    const struct record_list *people, const struct record_list *more,
    const struct merge_way *way)
{
	struct merge_fit fit = merge_look(scratch, people, more, way);
	struct record_list joined = *people;

	merge_join(arena, &joined, more, way, &fit);
	if (fit.whole)
		fill_people(arena, &joined, more, way);
	return joined;
}

size_t
merge_people(struct arena *arena, struct arena *scratch, struct record *record,
    struct record *more)
{
	const struct merge_way author = { merge_shape("authors"),
		merge_same_author };
	const struct merge_way member = { merge_shape("collaborators"),
		merge_same_member };
	const struct record_affiliation *all = more->affiliations.items;
	struct record_list authors, affiliations, collaborators;
	struct lookup places = { NULL, 0, 0 };
	struct span *keys;
	size_t added;

	keys =
	    arena_zeros(scratch, more->affiliations.count + 1, sizeof(*keys));
	for (size_t i = 0; i < more->affiliations.count; i++)
		lookup_add(scratch, &places, all[i].key, (uint32_t)i);
	affiliations = join_affiliations(
	    arena, scratch, &record->affiliations, &more->affiliations, keys);
	rename_keys(&more->authors, &places, keys);
	rename_keys(&more->collaborators, &places, keys);
	authors = join_people(
	    arena, scratch, &record->authors, &more->authors, &author);
	collaborators = join_people(arena, scratch, &record->collaborators,
	    &more->collaborators, &member);
	added = authors.count + affiliations.count + collaborators.count -
		record->authors.count - record->affiliations.count -
		record->collaborators.count;
	record->authors = authors;
	record->affiliations = affiliations;
	record->collaborators = collaborators;
	return added;
}
