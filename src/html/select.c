/*
 * Selectors are matched from right to left.  What the last part asks for (an
 * id, a class, a tag) is looked up in the page's index; a small scope is
 * walked instead.
 */
#include "html/select.h"

#include <stdlib.h>

#define MAX_TESTS 6
#define MAX_PARTS 6
#define MAX_CHOICES 8

enum test_kind {
	TEST_ID,
	TEST_CLASS,
	TEST_NOT_CLASS,
	TEST_HAS,
	TEST_IS,
	TEST_STARTS,
	TEST_ENDS,
	TEST_HOLDS,
	TEST_WORD
};

struct test {
	enum test_kind kind;
	struct span name; /* of an attribute */
	struct span value;
};

/* What one element must be. */
struct part {
	bool any_tag;
	uint16_t tag;
	struct span tag_name;
	size_t test_count;
	struct test tests[MAX_TESTS];
	bool child; /* of what the part before it matches; else below it */
};

struct choice {
	size_t part_count;
	struct part parts[MAX_PARTS];
};

struct selector {
	size_t choice_count;
	struct choice choices[MAX_CHOICES];
	char source[];
};

/* --- reading a selector -------------------------------------------------- */

struct reader {
	struct span rest;
	bool wrong;
};

static bool
is_name_byte(char c)
{
	return span_is_alpha(c) || span_is_digit(c) || c == '-' || c == '_';
}

static struct span
read_name(struct reader *reader)
{
	struct span name = reader->rest;
	size_t len = 0;

	while (len < name.len && is_name_byte(name.ptr[len]))
		len++;
	reader->rest = span_from(name, len);
	reader->wrong |= len == 0;
	return span_first(name, len);
}

static bool
take_byte(struct reader *reader, char c)
{
	if (reader->rest.len == 0 || reader->rest.ptr[0] != c)
		return false;
	reader->rest = span_from(reader->rest, 1);
	return true;
}

static bool
skip_spaces(struct reader *reader)
{
	bool any = false;

	while (take_byte(reader, ' '))
		any = true;
	return any;
}

static struct span
read_value(struct reader *reader)
{
	struct span value;
	size_t len = 0;
	char quote = ']';

	if (take_byte(reader, '"'))
		quote = '"';
	value = reader->rest;
	while (len < value.len && value.ptr[len] != quote)
		len++;
	reader->wrong |= len == value.len;
	reader->rest = span_from(value, len);
	if (quote == '"')
		take_byte(reader, '"');
	return span_first(value, len);
}

static void
read_attribute(struct reader *reader, struct test *test)
{
	test->name = read_name(reader);
	test->kind = TEST_HAS;
	if (take_byte(reader, ']'))
		return;
	test->kind = TEST_IS;
	if (take_byte(reader, '^'))
		test->kind = TEST_STARTS;
	else if (take_byte(reader, '$'))
		test->kind = TEST_ENDS;
	else if (take_byte(reader, '*'))
		test->kind = TEST_HOLDS;
	else if (take_byte(reader, '~'))
		test->kind = TEST_WORD;
	reader->wrong |= !take_byte(reader, '=');
	test->value = read_value(reader);
	reader->wrong |= !take_byte(reader, ']');
}

static void
read_not(struct reader *reader, struct test *test)
{
	test->kind = TEST_NOT_CLASS;
	if (!span_starts(reader->rest, SPAN("not(."))) {
		reader->wrong = true;
		return;
	}
	reader->rest = span_from(reader->rest, 5);
	test->value = read_name(reader);
	reader->wrong |= !take_byte(reader, ')');
}

static bool
read_test(struct reader *reader, struct part *part)
{
	struct test *test = &part->tests[part->test_count];
	bool id;

	if (reader->rest.len == 0 ||
	    memchr("#.[:", reader->rest.ptr[0], 4) == NULL)
		return false;
	if (part->test_count == MAX_TESTS) {
		reader->wrong = true;
		return false;
	}
	if (take_byte(reader, '[')) {
		read_attribute(reader, test);
	} else if (take_byte(reader, ':')) {
		read_not(reader, test);
	} else {
		id = take_byte(reader, '#');
		if (!id)
			take_byte(reader, '.');
		test->kind = id ? TEST_ID : TEST_CLASS;
		test->value = read_name(reader);
	}
	part->test_count++;
	return !reader->wrong;
}

static void
read_part(struct reader *reader, struct part *part)
{
	const char *start = reader->rest.ptr;

	part->any_tag = true;
	if (!take_byte(reader, '*') && reader->rest.len > 0 &&
	    is_name_byte(reader->rest.ptr[0])) {
		part->any_tag = false;
		part->tag_name = read_name(reader);
		part->tag = dom_tag(part->tag_name);
	}
	while (read_test(reader, part))
		continue;
	reader->wrong |= reader->rest.ptr == start;
}

static void
read_choice(struct reader *reader, struct choice *choice)
{
	bool child = false, space;

	skip_spaces(reader);
	while (!reader->wrong) {
		if (choice->part_count == MAX_PARTS) {
			reader->wrong = true;
			return;
		}
		choice->parts[choice->part_count].child = child;
		read_part(reader, &choice->parts[choice->part_count++]);
		space = skip_spaces(reader);
		child = take_byte(reader, '>');
		skip_spaces(reader);
		if (reader->rest.len == 0 || reader->rest.ptr[0] == ',') {
			reader->wrong |= child;
			return;
		}
		reader->wrong |= !space && !child;
	}
}

struct selector *
selector_new(const char *source)
{
	size_t len = strlen(source);
	struct selector *selector = calloc(1, sizeof(*selector) + len + 1);
	struct reader reader;

	if (selector == NULL)
		return NULL;
	memcpy(selector->source, source, len);
	reader = (struct reader){ { selector->source, len }, false };
	do {
		if (selector->choice_count == MAX_CHOICES) {
			reader.wrong = true;
			break;
		}
		read_choice(
		    &reader, &selector->choices[selector->choice_count++]);
	} while (!reader.wrong && take_byte(&reader, ','));
	if (reader.wrong || reader.rest.len > 0) {
		free(selector);
		return NULL;
	}
	return selector;
}

void
selector_free(struct selector *selector)
{
	free(selector);
}

/* --- the index ----------------------------------------------------------- */

enum key_kind { KEY_NONE, KEY_ID, KEY_CLASS, KEY_TAG };

struct select_slot {
	struct span key;
	uint32_t hash;
	enum key_kind kind;
	uint32_t count; /* how many nodes have it */
	uint32_t first; /* the place of the first of them */
};

static uint32_t
hash_key(enum key_kind kind, struct span key)
{
	uint32_t hash = 2166136261u + (uint32_t)kind;

	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (uint8_t)key.ptr[i]) * 16777619u;
	return hash ^ hash >> 15;
}

/* The slot of a key: its own, or the empty one where it would go. */
static struct select_slot *
find_slot(const struct select_page *page, enum key_kind kind, struct span key)
{
	uint32_t hash = hash_key(kind, key);
	struct select_slot *slot;

	for (uint32_t i = hash;; i++) {
		slot = &page->slots[i & (page->slot_count - 1)];
		if (slot->kind == KEY_NONE ||
		    (slot->hash == hash && slot->kind == kind &&
			span_equal(slot->key, key)))
			return slot;
	}
}

/* One node has one key: kept until all are counted. */
struct entry {
	uint32_t slot;
	uint32_t node;
};

struct builder {
	struct arena *arena;
	struct select_page *page;
	struct entry *entries;
	size_t count, room;
	uint32_t used; /* slots */
};

static void
grow_slots(struct builder *builder)
{
	struct select_page *page = builder->page;
	struct select_slot *old = page->slots, *slot;
	uint32_t count = page->slot_count, *moved;

	page->slot_count = count == 0 ? 1024 : count * 4;
	page->slots =
	    arena_zeros(builder->arena, page->slot_count, sizeof(*page->slots));
	moved = arena_alloc(builder->arena, count * sizeof(*moved));
	for (uint32_t i = 0; i < count; i++) {
		if (old[i].kind == KEY_NONE)
			continue;
		slot = find_slot(page, old[i].kind, old[i].key);
		*slot = old[i];
		moved[i] = (uint32_t)(slot - page->slots);
	}
	for (size_t i = 0; i < builder->count; i++)
		builder->entries[i].slot = moved[builder->entries[i].slot];
}

static void
add_key(
    struct builder *builder, enum key_kind kind, struct span key, uint32_t node)
{
	struct select_slot *slot;

	if (builder->used * 2 >= builder->page->slot_count)
		grow_slots(builder);
	slot = find_slot(builder->page, kind, key);
	if (slot->kind == KEY_NONE) {
		slot->kind = kind;
		slot->key = key;
		slot->hash = hash_key(kind, key);
		builder->used++;
	}
	slot->count++;
	builder->entries = arena_more(builder->arena, builder->entries,
	    builder->count, &builder->room, sizeof(*builder->entries));
	builder->entries[builder->count++] =
	    (struct entry){ (uint32_t)(slot - builder->page->slots), node };
}

static struct span
next_word(struct span *words)
{
	struct span word;
	size_t at = 0;

	while (at < words->len && span_is_space(words->ptr[at]))
		at++;
	*words = span_from(*words, at);
	for (at = 0; at < words->len && !span_is_space(words->ptr[at]);)
		at++;
	word = span_first(*words, at);
	*words = span_from(*words, at);
	return word;
}

static struct span
tag_key(const uint16_t *tag)
{
	return (struct span){ (const char *)tag, sizeof(*tag) };
}

static void
add_node(struct builder *builder, uint32_t node)
{
	const struct dom_node *element = &builder->page->dom->nodes[node];
	struct span words, word;

	if ((element->flags & DOM_TEXT) != 0)
		return;
	add_key(builder, KEY_TAG, tag_key(&element->tag), node);
	for (uint32_t i = 0; i < element->attribute_count; i++) {
		words = element->attributes[i].value;
		if (span_equal(element->attributes[i].name, SPAN("id"))) {
			add_key(builder, KEY_ID, words, node);
		} else if (span_equal(
			       element->attributes[i].name, SPAN("class"))) {
			while ((word = next_word(&words)).len > 0)
				add_key(builder, KEY_CLASS, word, node);
		}
	}
}

void
select_index(
    struct arena *arena, const struct dom *dom, struct select_page *page)
{
	struct builder builder = { .arena = arena, .page = page };
	struct select_slot *slot;
	uint32_t *places, first = 0;

	*page = (struct select_page){ .dom = dom };
	for (uint32_t node = 0; node < dom->count; node++)
		add_node(&builder, node);
	for (uint32_t i = 0; i < page->slot_count; i++) {
		page->slots[i].first = first;
		first += page->slots[i].count;
		page->slots[i].count = 0;
	}
	places = arena_alloc(arena, builder.count * sizeof(*places));
	for (size_t i = 0; i < builder.count; i++) {
		slot = &page->slots[builder.entries[i].slot];
		places[slot->first + slot->count++] = builder.entries[i].node;
	}
	page->places = places;
}

const uint32_t *
select_named(
    const struct select_page *page, bool id, struct span name, uint32_t *count)
{
	const struct select_slot *slot =
	    find_slot(page, id ? KEY_ID : KEY_CLASS, name);

	*count = slot->count;
	return slot->count == 0 ? NULL : page->places + slot->first;
}

/* --- matching ------------------------------------------------------------ */

static bool
holds(struct span text, struct span part)
{
	for (size_t at = 0; at + part.len <= text.len; at++)
		if (span_starts(span_from(text, at), part))
			return true;
	return false;
}

static bool
has_word(struct span words, struct span value)
{
	struct span word;

	while ((word = next_word(&words)).len > 0)
		if (span_equal(word, value))
			return true;
	return false;
}

static bool
passes(const struct dom *dom, uint32_t node, const struct test *test)
{
	struct span value;

	switch (test->kind) {
	case TEST_ID:
		value = dom_attribute(dom, node, SPAN("id"));
		return value.ptr != NULL && span_equal(value, test->value);
	case TEST_CLASS:
		return dom_has_class(dom, node, test->value);
	case TEST_NOT_CLASS:
		return !dom_has_class(dom, node, test->value);
	default:
		break;
	}
	value = dom_attribute(dom, node, test->name);
	if (value.ptr == NULL)
		return false;
	switch (test->kind) {
	case TEST_IS:
		return span_equal(value, test->value);
	case TEST_STARTS:
		return span_starts(value, test->value);
	case TEST_ENDS:
		return span_ends(value, test->value);
	case TEST_HOLDS:
		return holds(value, test->value);
	case TEST_WORD:
		return has_word(value, test->value);
	default:
		return true;
	}
}

static bool
is_part(const struct dom *dom, uint32_t node, const struct part *part)
{
	const struct dom_node *element = &dom->nodes[node];

	if ((element->flags & DOM_TEXT) != 0)
		return false;
	if (!part->any_tag &&
	    (element->tag != part->tag ||
		(part->tag == DOM_TAG_OTHER &&
		    !span_equal(element->text, part->tag_name))))
		return false;
	for (size_t i = 0; i < part->test_count; i++)
		if (!passes(dom, node, &part->tests[i]))
			return false;
	return true;
}

/*
 * The parts before the last are looked for upwards, each as near as it can be
 * found.  With `>` in the middle of a selector the nearest may be the wrong
 * one; then the search goes on from above it.
 */
static bool
is_choice(const struct dom *dom, uint32_t node, const struct choice *choice)
{
	size_t part = choice->part_count - 1;
	uint32_t at = node, retry = DOM_NONE;
	size_t retry_part = 0;

	if (!is_part(dom, node, &choice->parts[part]))
		return false;
	while (part > 0) {
		bool child = choice->parts[part].child;

		at = dom->nodes[at].parent;
		if (at != DOM_NONE &&
		    is_part(dom, at, &choice->parts[part - 1])) {
			if (!child) {
				retry = at;
				retry_part = part;
			}
			part--;
		} else if (at == DOM_NONE || child) {
			if (retry == DOM_NONE || at == DOM_NONE)
				return false;
			at = retry;
			part = retry_part;
			retry = DOM_NONE;
		}
	}
	return true;
}

bool
select_matches(const struct select_page *page, const struct selector *selector,
    uint32_t node)
{
	for (size_t i = 0; i < selector->choice_count; i++)
		if (is_choice(page->dom, node, &selector->choices[i]))
			return true;
	return false;
}

/* The index entry that the last part of a choice can use, or NULL. */
static const struct select_slot *
best_slot(const struct select_page *page, const struct part *part)
{
	const struct select_slot *slot = NULL, *other;

	if (!part->any_tag)
		slot = find_slot(page, KEY_TAG, tag_key(&part->tag));
	for (size_t i = 0; i < part->test_count; i++) {
		if (part->tests[i].kind > TEST_CLASS)
			continue;
		other = find_slot(page,
		    part->tests[i].kind == TEST_ID ? KEY_ID : KEY_CLASS,
		    part->tests[i].value);
		if (slot == NULL || other->count < slot->count)
			slot = other;
	}
	return slot;
}

/* The first place of the slot whose node is greater than `after`. */
static uint32_t
place_behind(const struct select_page *page, const struct select_slot *slot,
    uint32_t after)
{
	uint32_t low = slot->first, high = slot->first + slot->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (page->places[middle] <= after)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t
next_of_choice(const struct select_page *page, const struct choice *choice,
    uint32_t after, uint32_t end)
{
	const struct part *last = &choice->parts[choice->part_count - 1];
	const struct select_slot *slot = NULL;

	if (end - after > 16)
		slot = best_slot(page, last);
	if (slot == NULL) {
		for (uint32_t node = after + 1; node < end; node++)
			if (is_choice(page->dom, node, choice))
				return node;
		return DOM_NONE;
	}
	for (uint32_t i = place_behind(page, slot, after);
	     i < slot->first + slot->count && page->places[i] < end; i++)
		if (is_choice(page->dom, page->places[i], choice))
			return page->places[i];
	return DOM_NONE;
}

uint32_t
select_next(const struct select_page *page, const struct selector *selector,
    uint32_t scope, uint32_t after)
{
	uint32_t end = page->dom->nodes[scope].end, best = DOM_NONE, node;

	for (size_t i = 0; i < selector->choice_count; i++) {
		node = next_of_choice(page, &selector->choices[i], after,
		    best == DOM_NONE ? end : best);
		if (node != DOM_NONE)
			best = node;
	}
	return best;
}

uint32_t
select_first(const struct select_page *page, const struct selector *selector,
    uint32_t scope)
{
	return select_next(page, selector, scope, scope);
}
