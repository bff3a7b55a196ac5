/*
 * Everything that is said of a unit in numbers, before anything is decided.
 * Sums over parts of the page come from running totals, so that no unit costs
 * more than its depth.
 */
#include "clean/features.h"

#include <math.h>
#include <string.h>

#define LONG_TEXT 15 /* words of a unit that may be prose */
#define AROUND 4     /* units looked at on each side */
#define NEAR 6       /* nodes looked at on each side */
#define PATH 4       /* elements of a path */
#define NO_HEADING FEATURES_NO_HEADING

/* clang-format off */
#define ROW(name, what) #name,
#define ROW_TOPIC(name, list) "ON_" #name,
#define ROW_HINT(name, list) "IN_" #name,
#define ROW_TAG(name, list) "UNDER_" #name,
static const char *const names[FEATURES_COUNT] = {
	FEATURES_LIST(ROW) WORDS_TOPICS(ROW_TOPIC) WORDS_HINTS(ROW_HINT)
	FEATURES_TAGS(ROW_TAG)
};
#undef ROW
#undef ROW_TOPIC
#undef ROW_HINT
#undef ROW_TAG

#define ROW(name, list) list,
static const char *const tag_lists[] = { FEATURES_TAGS(ROW) };
#undef ROW
/* clang-format on */

const char *
features_name(size_t number)
{
	return number < FEATURES_COUNT ? names[number] : "";
}

/* Totals of all units before a place. */
struct totals {
	float words, linked, prose, stops;
};

/* Units that share something. */
struct kin {
	uint32_t hash;
	uint32_t count, seen;
	uint32_t first; /* unit */
	float words, linked;
};

struct kins {
	struct kin *slots;
	uint32_t mask;
};

#define TAG_ROOM 256

struct maker {
	struct arena *arena;
	const struct words *words;
	const struct dom *dom;
	const struct units *units;
	uint8_t tags[TAG_ROOM];   /* of a tag number: its group + 1 */
	uint8_t levels[TAG_ROOM]; /* of a tag number: the heading's level */
	uint16_t p, li, dd, dt, td, th, body, img, article, meta, script;
	uint8_t (*near_hint)[WORDS_HINT_COUNT];
	uint8_t (*near_tag)[FEATURES_TAG_COUNT];
	uint32_t *up;   /* of each node: the next one with more units */
	uint32_t *path; /* of each node: a hash of its tag and class */
	uint16_t *depth;
	struct totals *totals; /* one more than units */
	struct kins texts, alike, same;
	uint32_t core[3], first_h1, first_prose, last_prose;
	float page[FEATURES_COUNT]; /* what is the same for each unit */
};

static float
log2_of(float number)
{
	return log2f(1.F + number);
}

/* The same for a distance that has a sign. */
static float
log2_signed(float number)
{
	return number < 0 ? -log2f(1.F - number) : log2f(1.F + number);
}

static float
part(float some, float all)
{
	return all > 0 ? some / all : 0;
}

static bool
is_prose(const struct unit *unit)
{
	return unit->words >= LONG_TEXT && unit->stops >= 1 &&
	       unit->linked < unit->words / 3;
}

static uint16_t
tag_of(const struct maker *maker, uint32_t node)
{
	return maker->dom->nodes[node].tag;
}

static unsigned
level_of(const struct maker *maker, uint32_t node)
{
	uint16_t tag = tag_of(maker, node);

	return tag < TAG_ROOM ? maker->levels[tag] : NO_HEADING;
}

/* The heading level of a unit, which may stand in a block within it. */
static unsigned
unit_level(const struct maker *maker, const struct unit *unit)
{
	uint32_t up = maker->dom->nodes[unit->block].parent;
	unsigned level = level_of(maker, unit->block);

	return level == NO_HEADING && up != DOM_NONE ? level_of(maker, up)
						     : level;
}

static void
learn_tags(struct maker *maker)
{
	struct span rest;
	uint16_t tag;
	size_t len;

	memset(maker->levels, NO_HEADING, sizeof(maker->levels));
	for (size_t i = 0; i < FEATURES_TAG_COUNT; i++)
		for (rest = span_of(tag_lists[i]); rest.len > 0;
		     rest = span_from(rest, len + 1)) {
			for (len = 0; len < rest.len && rest.ptr[len] != ' ';)
				len++;
			tag = dom_tag(span_first(rest, len));
			if (tag < TAG_ROOM)
				maker->tags[tag] = (uint8_t)(i + 1);
		}
	for (uint8_t level = 1; level <= 6; level++) {
		const char name[2] = { 'h', (char)('0' + level) };

		tag = dom_tag((struct span){ name, 2 });
		if (tag < TAG_ROOM)
			maker->levels[tag] = level;
	}
	maker->p = dom_tag(SPAN("p"));
	maker->li = dom_tag(SPAN("li"));
	maker->dd = dom_tag(SPAN("dd"));
	maker->dt = dom_tag(SPAN("dt"));
	maker->td = dom_tag(SPAN("td"));
	maker->th = dom_tag(SPAN("th"));
	maker->body = dom_tag(SPAN("body"));
	maker->img = dom_tag(SPAN("img"));
	maker->article = dom_tag(SPAN("article"));
	maker->meta = dom_tag(SPAN("meta"));
	maker->script = dom_tag(SPAN("script"));
}

/* --- of each node --- */

/* The first word of a list. */
static struct span
first_word(struct span list)
{
	size_t from = 0, to;

	while (from < list.len && span_is_space(list.ptr[from]))
		from++;
	for (to = from; to < list.len && !span_is_space(list.ptr[to]); to++)
		continue;
	return span_first(span_from(list, from), to - from);
}

static uint32_t
hash_on(uint32_t hash, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!span_is_digit(text.ptr[i]))
			hash = (hash ^ (uint8_t)text.ptr[i]) * 16777619u;
	return hash;
}

static void
read_names(struct maker *maker, uint32_t at)
{
	const struct dom_node *node = &maker->dom->nodes[at];
	uint32_t hash = 2166136261u ^ node->tag, hints = 0;

	for (uint32_t i = 0; i < node->attribute_count; i++) {
		const struct dom_attribute *attribute = &node->attributes[i];

		if (span_equal(attribute->name, SPAN("class")))
			hash = hash_on(hash, first_word(attribute->value));
		else if (!span_equal(attribute->name, SPAN("id")) &&
			 !span_equal(attribute->name, SPAN("role")) &&
			 !span_equal(attribute->name, SPAN("itemprop")))
			continue;
		hints |= words_hints(maker->words, attribute->value);
	}
	maker->path[at] = hash;
	if (node->tag == maker->body || node->parent == DOM_NONE) {
		/* That of the whole page says nothing of a part. */
		maker->page[FEATURES_BODY_ARTICLE] +=
		    (float)(hints >> WORDS_HINT_ARTICLE & 1);
		maker->page[FEATURES_BODY_FORUM] +=
		    (float)(hints >> WORDS_HINT_FORUM & 1);
		maker->page[FEATURES_BODY_SHOP] +=
		    (float)((hints >> WORDS_HINT_SHOP |
				hints >> WORDS_HINT_CARD) &
			    1);
		maker->page[FEATURES_BODY_DOC] +=
		    (float)(hints >> WORDS_HINT_DOC & 1);
		return;
	}
	for (size_t i = 0; hints != 0; i++, hints >>= 1)
		if ((hints & 1) != 0)
			maker->near_hint[at][i] = 0;
}

static void
farther(uint8_t *near, const uint8_t *above, size_t count)
{
	for (size_t i = 0; i < count; i++)
		near[i] = (uint8_t)(above[i] + (above[i] < FEATURES_FAR));
}

static uint32_t
units_in(const struct maker *maker, uint32_t node)
{
	const struct units *units = maker->units;

	return units->first[maker->dom->nodes[node].end] - units->first[node];
}

static void
look_at_node(struct maker *maker, uint32_t at)
{
	const struct dom_node *node = &maker->dom->nodes[at];
	uint32_t above = node->parent;

	if (above == DOM_NONE) {
		memset(maker->near_hint[at], FEATURES_FAR, WORDS_HINT_COUNT);
		memset(maker->near_tag[at], FEATURES_FAR, FEATURES_TAG_COUNT);
		maker->up[at] = at;
	} else {
		farther(maker->near_hint[at], maker->near_hint[above],
		    WORDS_HINT_COUNT);
		farther(maker->near_tag[at], maker->near_tag[above],
		    FEATURES_TAG_COUNT);
		maker->up[at] = units_in(maker, above) > units_in(maker, at)
				    ? above
				    : maker->up[above];
		maker->depth[at] = (uint16_t)(maker->depth[above] + 1);
	}
	read_names(maker, at);
	if (node->tag < TAG_ROOM && maker->tags[node->tag] != 0)
		maker->near_tag[at][maker->tags[node->tag] - 1] = 0;
	maker->page[FEATURES_PAGE_ARTICLES] += node->tag == maker->article;
}

/* Does the text hold `"word"`, or what ends with it? */
static bool
holds(struct span text, const char *word)
{
	struct span end = span_of(word);
	const char *quote;

	while (
	    text.len > 0 && (quote = memchr(text.ptr, '"', text.len)) != NULL) {
		size_t before = (size_t)(quote - text.ptr) + 1;

		if (span_ends(span_first(text, before), end))
			return true;
		text = span_from(text, before);
	}
	return false;
}

/* What the page says it is, in schema.org's words. */
static void
read_type(struct maker *maker, struct span text)
{
	float *page = maker->page;

	text = span_first(text, 1 << 16);
	page[FEATURES_SAYS_ARTICLE] +=
	    holds(text, "Article\"") || holds(text, "BlogPosting\"");
	page[FEATURES_SAYS_PRODUCT] += holds(text, "\"Product\"");
	page[FEATURES_SAYS_FORUM] += holds(text, "DiscussionForumPosting\"") ||
				     holds(text, "\"QAPage\"");
	page[FEATURES_SAYS_LIST] +=
	    holds(text, "\"CollectionPage\"") || holds(text, "\"ItemList\"");
	page[FEATURES_SAYS_QUESTIONS] += holds(text, "\"FAQPage\"");
}

/* og:type, and the text of scripts that are data. */
static void
read_head(struct maker *maker, uint32_t at)
{
	const struct dom *dom = maker->dom;
	struct span content;

	if (dom->nodes[at].tag == maker->script && at + 1 < dom->nodes[at].end)
		read_type(maker, dom->nodes[at + 1].text);
	if (dom->nodes[at].tag != maker->meta ||
	    !span_equal(
		dom_attribute(dom, at, SPAN("property")), SPAN("og:type")))
		return;
	content = dom_attribute(dom, at, SPAN("content"));
	maker->page[FEATURES_SAYS_ARTICLE] +=
	    span_equal_nocase(content, SPAN("article"));
	maker->page[FEATURES_SAYS_PRODUCT] +=
	    span_starts(content, SPAN("product"));
}

static void
look_at_nodes(struct maker *maker)
{
	const struct dom *dom = maker->dom;
	size_t count = dom->count;

	maker->near_hint =
	    arena_alloc(maker->arena, count * sizeof(*maker->near_hint));
	maker->near_tag =
	    arena_alloc(maker->arena, count * sizeof(*maker->near_tag));
	maker->up = arena_alloc(maker->arena, count * sizeof(*maker->up));
	maker->path = arena_zeros(maker->arena, count, sizeof(*maker->path));
	maker->depth = arena_zeros(maker->arena, count, sizeof(*maker->depth));
	for (uint32_t at = 0; at < count; at++) {
		if ((dom->nodes[at].flags & DOM_TEXT) != 0)
			continue;
		look_at_node(maker, at);
		read_head(maker, at);
	}
}

/* --- sums --- */

static void
add_up(struct maker *maker)
{
	const struct units *units = maker->units;
	struct totals *totals;

	totals = arena_zeros(
	    maker->arena, (size_t)units->count + 1, sizeof(*totals));
	for (uint32_t i = 0; i < units->count; i++) {
		const struct unit *unit = &units->list[i];

		totals[i + 1].words = totals[i].words + unit->words;
		totals[i + 1].linked = totals[i].linked + unit->linked;
		totals[i + 1].stops = totals[i].stops + unit->stops;
		totals[i + 1].prose =
		    totals[i].prose + (is_prose(unit) ? unit->words : 0);
	}
	maker->totals = totals;
}

static struct totals
between(const struct maker *maker, uint32_t from, uint32_t to)
{
	const struct totals *a = &maker->totals[from], *b = &maker->totals[to];

	return (struct totals){ b->words - a->words, b->linked - a->linked,
		b->prose - a->prose, b->stops - a->stops };
}

static struct totals
within(const struct maker *maker, uint32_t node)
{
	const struct units *units = maker->units;

	return between(maker, units->first[node],
	    units->first[maker->dom->nodes[node].end]);
}

/* The deepest nodes with most of the prose, or of the words. */
static void
find_cores(struct maker *maker)
{
	static const float shares[3] = { .55F, .75F, .92F };
	const struct dom *dom = maker->dom;
	struct totals all = within(maker, 0), some;
	bool prose = all.prose > 0;

	for (uint32_t at = 0; at < dom->count; at++) {
		if ((dom->nodes[at].flags & (DOM_TEXT | DOM_BLOCK)) !=
		    DOM_BLOCK)
			continue;
		some = within(maker, at);
		for (size_t i = 0; i < 3; i++)
			if (prose ? some.prose >= shares[i] * all.prose
				  : some.words >= shares[i] * all.words)
				maker->core[i] = at;
	}
}

static struct kin *
find_kin(struct kins *kins, uint32_t hash)
{
	uint32_t at = hash ^ hash >> 15;

	hash |= 1; /* 0 is an empty slot */
	for (at &= kins->mask;
	     kins->slots[at].hash != 0 && kins->slots[at].hash != hash;)
		at = (at + 1) & kins->mask;
	kins->slots[at].hash = hash;
	return &kins->slots[at];
}

static void
init_kins(struct maker *maker, struct kins *kins)
{
	uint32_t size = 16;

	while (size < maker->units->count * 2)
		size *= 2;
	kins->slots = arena_zeros(maker->arena, size, sizeof(*kins->slots));
	kins->mask = size - 1;
}

/* A hash of the path up from a unit. */
static uint32_t
path_of(const struct maker *maker, const struct unit *unit)
{
	uint32_t node = unit->block, hash = 2166136261u;

	for (int i = 0; i < PATH && node != DOM_NONE; i++) {
		hash = (hash ^ maker->path[node]) * 16777619u;
		node = maker->dom->nodes[node].parent;
	}
	return hash;
}

static void
add_kin(
    struct kins *kins, uint32_t hash, const struct units *units, uint32_t at)
{
	struct kin *kin = find_kin(kins, hash);
	const struct unit *unit = &units->list[at];

	if (kin->count++ == 0)
		kin->first = at;
	kin->words += unit->words;
	kin->linked += unit->linked;
}

static void
find_kins(struct maker *maker)
{
	const struct units *units = maker->units;

	init_kins(maker, &maker->texts);
	init_kins(maker, &maker->alike);
	init_kins(maker, &maker->same);
	for (uint32_t i = 0; i < units->count; i++) {
		const struct unit *unit = &units->list[i];

		add_kin(&maker->texts, unit->hash, units, i);
		add_kin(&maker->alike, path_of(maker, unit), units, i);
		add_kin(&maker->same, maker->path[unit->block], units, i);
	}
}

/* What is the same for all units. */
static void
look_at_page(struct maker *maker)
{
	const struct units *units = maker->units;
	struct totals all = between(maker, 0, units->count);
	float *page = maker->page, items = 0, cells = 0, headings = 0;
	float longest = 0;

	maker->first_h1 = maker->first_prose = UINT32_MAX;
	for (uint32_t i = 0; i < units->count; i++) {
		const struct unit *unit = &units->list[i];
		unsigned level = unit_level(maker, unit);

		if (level == 1 && maker->first_h1 == UINT32_MAX)
			maker->first_h1 = i;
		if (is_prose(unit)) {
			maker->last_prose = i;
			if (maker->first_prose == UINT32_MAX)
				maker->first_prose = i;
		}
		headings += level != NO_HEADING;
		if (maker->near_tag[unit->block][FEATURES_TAG_ITEM] <
		    FEATURES_FAR)
			items += unit->words;
		if (maker->near_tag[unit->block][FEATURES_TAG_TABLE] <
		    FEATURES_FAR)
			cells += unit->words;
		longest = unit->words > longest ? unit->words : longest;
	}
	page[FEATURES_PAGE_WORDS] = log2_of(all.words);
	page[FEATURES_PAGE_LINKED] = part(all.linked, all.words);
	page[FEATURES_PAGE_PROSE] = part(all.prose, all.words);
	page[FEATURES_PAGE_UNITS] = log2_of((float)units->count);
	page[FEATURES_PAGE_HEADINGS] = log2_of(headings);
	page[FEATURES_PAGE_ARTICLES] = log2_of(page[FEATURES_PAGE_ARTICLES]);
	page[FEATURES_PAGE_ITEMS] = part(items, all.words);
	page[FEATURES_PAGE_CELLS] = part(cells, all.words);
	page[FEATURES_PAGE_MEAN] =
	    log2_of(part(all.words, (float)units->count));
	page[FEATURES_PAGE_LONGEST] = log2_of(longest);
}

/* --- of each unit --- */

/* Images next to the text, in the same block. */
static float
count_images(const struct maker *maker, const struct unit *unit)
{
	const struct dom_node *nodes = maker->dom->nodes;
	uint32_t from = unit->block, to = nodes[unit->block].end;
	float count = 0;

	if (unit->from > from + NEAR)
		from = unit->from - NEAR;
	if (to > unit->to + NEAR)
		to = unit->to + NEAR;
	for (; from < to; from++)
		count += (nodes[from].flags & DOM_TEXT) == 0 &&
			 nodes[from].tag == maker->img;
	return count;
}

static void
fill_own(struct maker *maker, const struct unit *unit, float *row)
{
	struct kin *kin = find_kin(&maker->texts, unit->hash);
	uint16_t tag = tag_of(maker, unit->block);
	const char last = unit->last;
	uint8_t near[WORDS_HINT_COUNT];

	row[FEATURES_WORDS] = log2_of(unit->words);
	row[FEATURES_WORD_LENGTH] = part(unit->letters, unit->words);
	row[FEATURES_LINKED] = part(unit->linked, unit->words);
	row[FEATURES_BOLD] = part(unit->bold, unit->words);
	row[FEATURES_STOPS] = part(unit->stops, unit->words);
	row[FEATURES_COMMAS] = part(unit->commas, unit->words);
	row[FEATURES_NUMBERS] = part(unit->numbers, unit->words);
	row[FEATURES_CAPITALS] = part(unit->capitals, unit->words);
	row[FEATURES_UPPERS] = part(unit->uppers, unit->words);
	row[FEATURES_ENDING] = last == '.' || last == '!' || last == '?'   ? 1.F
			       : last == ':' || last == ',' || last == ';' ? 2.F
			       : span_is_alpha(last) || span_is_digit(last)
				   ? 0.F
				   : 3.F;
	row[FEATURES_HEADING] = (float)unit_level(maker, unit);
	row[FEATURES_IS_P] = tag == maker->p;
	row[FEATURES_IS_ITEM] =
	    tag == maker->li || tag == maker->dd || tag == maker->dt;
	row[FEATURES_IS_CELL] = tag == maker->td || tag == maker->th;
	row[FEATURES_IS_DIV] = row[FEATURES_HEADING] == NO_HEADING &&
			       row[FEATURES_IS_P] + row[FEATURES_IS_ITEM] +
				       row[FEATURES_IS_CELL] ==
				   0;
	row[FEATURES_SAME_TEXT] = (float)kin->count;
	row[FEATURES_SAME_BEFORE] = (float)kin->seen++;
	row[FEATURES_DEPTH] = maker->depth[unit->block];
	row[FEATURES_IMAGES] = count_images(maker, unit);
	for (size_t i = 0; i < WORDS_TOPIC_COUNT; i++)
		row[FEATURES_ON_COPYRIGHT + i] = part(unit->topics[i],
		    unit->words < UNITS_LOOK ? unit->words : UNITS_LOOK);
	memcpy(near, maker->near_hint[unit->block], WORDS_HINT_COUNT);
	for (size_t i = 0; i < WORDS_HINT_COUNT; i++)
		row[FEATURES_IN_ARTICLE + i] = near[i];
	memcpy(near, maker->near_tag[unit->block], FEATURES_TAG_COUNT);
	for (size_t i = 0; i < FEATURES_TAG_COUNT; i++)
		row[FEATURES_UNDER_ARTICLE + i] = near[i];
}

static void
fill_levels(struct maker *maker, const struct unit *unit, float *row,
    struct features_place *place)
{
	const uint32_t *first = maker->units->first;
	struct totals all = between(maker, 0, maker->units->count), sum;
	const size_t each =
	    (size_t)FEATURES_LEVEL2_WORDS - FEATURES_LEVEL1_WORDS;
	float *level = row + FEATURES_LEVEL1_WORDS, count;
	uint32_t node = unit->block;

	for (int i = 0; i < FEATURES_LEVELS; i++, level += each) {
		node = maker->up[node];
		sum = within(maker, node);
		count = (float)units_in(maker, node);
		place->levels[i].from = first[node];
		place->levels[i].to = first[maker->dom->nodes[node].end];
		level[0] = log2_of(sum.words);
		level[1] = part(sum.linked, sum.words);
		level[2] = part(sum.prose, sum.words);
		level[3] = log2_of(count);
		level[4] = log2_of(part(sum.words, count));
		level[5] = part(sum.words, all.words);
	}
}

/* How many elements `node` is below `core`; -1: it is not. */
static float
below(const struct maker *maker, uint32_t core, uint32_t node)
{
	if (node < core || node >= maker->dom->nodes[core].end)
		return -1;
	return (float)(maker->depth[node] - maker->depth[core]);
}

static void
fill_place(struct maker *maker, uint32_t at, float *row)
{
	const struct units *units = maker->units;
	const struct unit *unit = &units->list[at];
	struct totals all = between(maker, 0, units->count);
	struct totals before = between(maker, 0, at);
	uint32_t core = maker->core[0], end = maker->dom->nodes[core].end;
	float first = (float)units->first[core];

	row[FEATURES_CORE55] = below(maker, core, unit->block);
	row[FEATURES_CORE75] = below(maker, maker->core[1], unit->block);
	row[FEATURES_CORE92] = below(maker, maker->core[2], unit->block);
	row[FEATURES_CORE55_PLACE] = unit->from < core   ? -1.F
				     : unit->from >= end ? 1.F
							 : 0.F;
	row[FEATURES_CORE_PLACE] =
	    part((float)at - first, (float)units_in(maker, core));
	row[FEATURES_PLACE] = part(before.words, all.words);
	row[FEATURES_PLACE_UNITS] = part((float)at, (float)units->count);
	row[FEATURES_FROM_H1] =
	    maker->first_h1 == UINT32_MAX
		? -32.F
		: log2_signed((float)at - (float)maker->first_h1);
	row[FEATURES_FROM_PROSE] = -32.F;
	row[FEATURES_TO_PROSE] = -32.F;
	if (maker->first_prose == UINT32_MAX)
		return;
	row[FEATURES_FROM_PROSE] =
	    log2_signed((float)at - (float)maker->first_prose);
	row[FEATURES_TO_PROSE] =
	    log2_signed((float)maker->last_prose - (float)at);
}

static void
fill_neighbour(const struct maker *maker, int64_t at, float *row)
{
	const struct unit *unit;

	row[3] = -1;
	if (at < 0 || at >= maker->units->count)
		return;
	unit = &maker->units->list[at];
	row[0] = log2_of(unit->words);
	row[1] = part(unit->linked, unit->words);
	row[2] = log2_of(unit->stops);
	row[3] = (float)unit_level(maker, unit);
}

static void
fill_around(const struct maker *maker, uint32_t at, float *row)
{
	uint32_t from = at > AROUND ? at - AROUND : 0, to = at + AROUND + 1;
	struct totals sum;

	if (to > maker->units->count)
		to = maker->units->count;
	sum = between(maker, from, to);
	row[FEATURES_AROUND_WORDS] =
	    log2_of(part(sum.words, (float)(to - from)));
	row[FEATURES_AROUND_LINKED] = part(sum.linked, sum.words);
	row[FEATURES_AROUND_PROSE] = part(sum.prose, sum.words);
	fill_neighbour(maker, (int64_t)at - 1, row + FEATURES_BACK1_WORDS);
	fill_neighbour(maker, (int64_t)at - 2, row + FEATURES_BACK2_WORDS);
	fill_neighbour(maker, (int64_t)at + 1, row + FEATURES_NEXT1_WORDS);
	fill_neighbour(maker, (int64_t)at + 2, row + FEATURES_NEXT2_WORDS);
}

static void
fill_kin(struct maker *maker, const struct unit *unit, float *row,
    struct features_place *place)
{
	struct totals all = between(maker, 0, maker->units->count);
	const struct kin *kin = find_kin(&maker->alike, path_of(maker, unit));

	place->kin = kin->first;
	row[FEATURES_ALIKE_UNITS] = log2_of((float)kin->count);
	row[FEATURES_ALIKE_SHARE] = part(kin->words, all.words);
	row[FEATURES_ALIKE_MEAN] = log2_of(part(kin->words, (float)kin->count));
	row[FEATURES_ALIKE_LINKED] = part(kin->linked, kin->words);
	kin = find_kin(&maker->same, maker->path[unit->block]);
	row[FEATURES_KIN_UNITS] = log2_of((float)kin->count);
	row[FEATURES_KIN_SHARE] = part(kin->words, all.words);
}

/* What is said of the section of a heading, to all of its units. */
static void
fill_section(
    struct maker *maker, struct features *features, uint32_t from, uint32_t to)
{
	struct totals sum = between(maker, from, to);
	const struct unit *head = &maker->units->list[from];
	unsigned level = unit_level(maker, head);

	for (uint32_t i = from; i < to; i++) {
		float *row = features->rows + (size_t)i * FEATURES_COUNT;

		features->places[i].section.from = from;
		features->places[i].section.to = to;
		row[FEATURES_SECTION_WORDS] = log2_of(sum.words);
		row[FEATURES_SECTION_PROSE] = part(sum.prose, sum.words);
		row[FEATURES_FROM_HEADING] = log2_of((float)(i - from));
		row[FEATURES_HEADING_LEVEL] = (float)level;
		if (level == NO_HEADING)
			continue;
		row[FEATURES_HEADING_RELATING] =
		    head->topics[WORDS_TOPIC_RELATING];
		row[FEATURES_HEADING_COMMENTING] =
		    head->topics[WORDS_TOPIC_COMMENTING];
		row[FEATURES_HEADING_MAIL] = head->topics[WORDS_TOPIC_MAIL];
		row[FEATURES_HEADING_SITE] =
		    (float)(head->topics[WORDS_TOPIC_SITE] +
			    head->topics[WORDS_TOPIC_SHARING] +
			    head->topics[WORDS_TOPIC_POLICY]);
		row[FEATURES_HEADING_SHOPPING] =
		    head->topics[WORDS_TOPIC_SHOPPING];
	}
}

/* Everything that is told by headings, and by how far prose is away. */
static void
fill_sections(struct maker *maker, struct features *features)
{
	const struct units *units = maker->units;
	uint32_t from = 0, relating = 0, commenting = 0, behind = 1 << 10;
	float *row;

	for (uint32_t i = 0; i < units->count; i++) {
		const struct unit *unit = &units->list[i];

		row = features->rows + (size_t)i * FEATURES_COUNT;
		if (unit_level(maker, unit) != NO_HEADING) {
			if (i > from)
				fill_section(maker, features, from, i);
			from = i;
			relating += unit->topics[WORDS_TOPIC_RELATING] > 0;
			commenting += unit->topics[WORDS_TOPIC_COMMENTING] > 0;
		}
		row[FEATURES_RELATING_BEFORE] = (float)relating;
		row[FEATURES_COMMENTING_BEFORE] = (float)commenting;
		row[FEATURES_PROSE_BEHIND] = log2_of((float)behind);
		behind = is_prose(unit) ? 1 : behind + 1;
	}
	if (units->count > from)
		fill_section(maker, features, from, units->count);
	behind = 1 << 10;
	for (uint32_t i = units->count; i-- > 0;) {
		row = features->rows + (size_t)i * FEATURES_COUNT;
		row[FEATURES_PROSE_AHEAD] = log2_of((float)behind);
		behind = is_prose(&units->list[i]) ? 1 : behind + 1;
	}
}

void
features_make(struct arena *arena, const struct words *words,
    const struct dom *dom, const struct units *units, struct features *features)
{
	struct maker *maker = arena_zeros(arena, 1, sizeof(*maker));
	size_t count = (size_t)units->count + 1;
	float *row;

	maker->arena = arena;
	maker->words = words;
	maker->dom = dom;
	maker->units = units;
	learn_tags(maker);
	look_at_nodes(maker);
	add_up(maker);
	find_cores(maker);
	find_kins(maker);
	look_at_page(maker);
	features->rows = row =
	    arena_alloc(arena, count * FEATURES_COUNT * sizeof(*row));
	features->places = arena_zeros(arena, count, sizeof(*features->places));
	for (uint32_t i = 0; i < units->count; i++, row += FEATURES_COUNT) {
		struct features_place *place = &features->places[i];

		memcpy(row, maker->page, sizeof(maker->page));
		fill_own(maker, &units->list[i], row);
		fill_levels(maker, &units->list[i], row, place);
		fill_place(maker, i, row);
		fill_around(maker, i, row);
		fill_kin(maker, &units->list[i], row, place);
	}
	fill_sections(maker, features);
}
