/*
 * Units are judged one by one.  Nobody wants half of a table, a question
 * without its answer, or a section without its heading.
 */
#include "clean/settle.h"

#include "base/span.h"

#define MOST 0.95F    /* of the words: all of a table or list is kept */
#define SOME 0.01F    /* the same of a part that is opened by its summary */
#define PART 0.3F     /* the same of a table of data */
#define LINKS 0.4F    /* of the words: that is no table but a menu */
#define BARE 0.1F     /* the same of what is no list of links */
#define NEXT 0.8F     /* of the cut-off: a list right behind a kept text */
#define CELL 20       /* words of a cell, at most, in a table of data */
#define TITLES 0.7F   /* the same where a part is kept: a list of titles */
#define HEADING 0.6F  /* of the cut-off: a heading before a kept text */
#define LABEL 0.2F    /* the same where it speaks of no other pages */
#define CAPTION 0.6F  /* the same for a caption */
#define BETWEEN 0.2F  /* the same for a table between kept texts */
#define NEAR_FIGURE 2 /* elements between a caption and its figure */
#define GAP 40        /* words of a gap between kept texts that is closed */
#define IN_GAP 0.2F   /* of the cut-off: it is likely enough, of siblings */
#define IN_CARD 0.1F  /* the same in a card, of which ... */
#define OF_CARD 0.6F  /* ... so many of the words are kept */
#define CARD 300      /* words that a card has, at most */
#define UP 3          /* elements from a text up to its card */

struct settler {
	const struct dom *dom;
	const struct units *units;
	const float *rows;
	const float *chances;
	float cut;
	bool *kept;
};

/* The units in an element. */
struct stretch {
	uint32_t from, to;
	float words;
	float linked, kept, likely; /* parts of the words */
};

static struct stretch
measure(const struct settler *settler, uint32_t node)
{
	const struct units *units = settler->units;
	struct stretch all = { .from = units->first[node],
		.to = units->first[settler->dom->nodes[node].end] };

	for (uint32_t i = all.from; i < all.to; i++) {
		const struct unit *unit = &units->list[i];

		all.words += unit->words;
		all.linked += unit->linked;
		all.kept += settler->kept[i] ? unit->words : 0;
		all.likely += settler->chances[i] * unit->words;
	}
	if (all.words > 0) {
		all.linked /= all.words;
		all.kept /= all.words;
		all.likely /= all.words;
	}
	return all;
}

/* Does an element of that tag stand within? */
static bool
holds_tag(const struct dom *dom, uint32_t node, uint16_t tag)
{
	for (uint32_t at = node + 1; at < dom->nodes[node].end; at++)
		if ((dom->nodes[at].flags & DOM_TEXT) == 0 &&
		    dom->nodes[at].tag == tag)
			return true;
	return false;
}

/* Are the units on both sides kept, or the one before it, at the end? */
static bool
is_between(const struct settler *settler, const struct stretch *stretch)
{
	return stretch->from > 0 && settler->kept[stretch->from - 1] &&
	       (stretch->to == settler->units->count ||
		   settler->kept[stretch->to]);
}

/* Has a table heads, or else nothing but cells of a few words? */
static bool
is_data(const struct settler *settler, uint32_t table, const struct stretch *in)
{
	if (holds_tag(settler->dom, table, dom_tag(SPAN("th"))))
		return in->linked < TITLES;
	for (uint32_t i = in->from; i < in->to; i++)
		if (settler->units->list[i].words > CELL)
			return false;
	return in->linked < BARE;
}

/* The elements that are kept as a whole, or not. */
struct wholes {
	uint16_t table, details, dl, ul, ol;
};

static bool
is_whole(const struct settler *settler, const struct wholes *tags, uint32_t at)
{
	const uint16_t tag = settler->dom->nodes[at].tag;
	const struct stretch all = measure(settler, at);
	const float likely = all.likely / settler->cut;

	if (all.kept >= (tag == tags->details ? SOME : MOST))
		return true;
	if (tag == tags->table && all.kept >= PART &&
	    is_data(settler, at, &all))
		return true;
	if ((tag == tags->table || tag == tags->dl) && all.linked < LINKS &&
	    likely >= BETWEEN && is_between(settler, &all))
		return true;
	return tag != tags->table && tag != tags->details &&
	       all.linked < BARE && likely >= NEXT && all.from > 0 &&
	       settler->kept[all.from - 1];
}

/* Tables, lists and the like that hold no other of their kind. */
static void
settle_wholes(struct settler *settler)
{
	const struct wholes tags = { dom_tag(SPAN("table")),
		dom_tag(SPAN("details")), dom_tag(SPAN("dl")),
		dom_tag(SPAN("ul")), dom_tag(SPAN("ol")) };
	const struct dom *dom = settler->dom;

	for (uint32_t at = 0; at < dom->count; at++) {
		uint16_t tag = dom->nodes[at].tag;

		if ((dom->nodes[at].flags & DOM_TEXT) != 0 ||
		    (tag != tags.table && tag != tags.details &&
			tag != tags.dl && tag != tags.ul && tag != tags.ol) ||
		    holds_tag(dom, at, tag) || !is_whole(settler, &tags, at))
			continue;
		for (uint32_t i = settler->units->first[at];
		     i < settler->units->first[dom->nodes[at].end]; i++)
			settler->kept[i] = true;
	}
}

/* Do the units of a gap, and those on both sides, stand in one element? */
static bool
are_siblings(const struct settler *settler, uint32_t from, uint32_t to)
{
	const struct dom_node *nodes = settler->dom->nodes;
	const struct unit *list = settler->units->list;

	for (uint32_t i = from; i <= to; i++)
		if (nodes[list[i].block].parent !=
		    nodes[list[from - 1].block].parent)
			return false;
	return true;
}

/*
 * The element that holds the units on both sides of a gap, not far above
 * them; DOM_NONE: there is none.
 */
static uint32_t
card_around(const struct settler *settler, uint32_t from, uint32_t to)
{
	const struct dom_node *nodes = settler->dom->nodes;
	uint32_t behind = settler->units->list[to].block;
	uint32_t card = settler->units->list[from - 1].block;

	for (int i = 0; nodes[card].end <= behind; i++) {
		if (i == UP || nodes[card].parent == DOM_NONE)
			return DOM_NONE;
		card = nodes[card].parent;
	}
	for (int i = 0; behind > card; i++) {
		if (i == UP)
			return DOM_NONE;
		behind = nodes[behind].parent;
	}
	return card;
}

static uint32_t
count_units(const struct settler *settler, uint32_t node)
{
	const uint32_t *first = settler->units->first;

	return first[settler->dom->nodes[node].end] - first[node];
}

/* Is what was dropped there a part of what is kept around it? */
static bool
is_gap(const struct settler *settler, uint32_t from, uint32_t to)
{
	struct stretch card;
	float words = 0, linked = 0, likely = 0;
	uint32_t node;

	for (uint32_t i = from; i < to; i++) {
		const struct unit *unit = &settler->units->list[i];

		words += unit->words;
		linked += unit->linked;
		likely += settler->chances[i] * unit->words;
	}
	likely /= settler->cut;
	if (words > GAP || linked > LINKS * words || likely < IN_CARD * words)
		return false;
	if (likely >= IN_GAP * words && are_siblings(settler, from, to))
		return true;
	node = card_around(settler, from, to);
	if (node == DOM_NONE || count_units(settler, node) > CARD)
		return false;
	card = measure(settler, node);
	return card.words <= CARD && card.kept >= OF_CARD;
}

/* A few words between kept texts: the date of a post, a line of a card. */
static void
settle_gaps(struct settler *settler)
{
	const uint32_t count = settler->units->count;
	uint32_t to;

	for (uint32_t i = 1; i < count; i = to + 1) {
		for (to = i; to < count && !settler->kept[to]; to++)
			continue;
		if (to == i || to == count || !settler->kept[i - 1] ||
		    !is_gap(settler, i, to))
			continue;
		while (i < to)
			settler->kept[i++] = true;
	}
}

/* Code is kept with the text before or behind it. */
static void
settle_code(struct settler *settler)
{
	const struct units *units = settler->units;
	const uint16_t pre = dom_tag(SPAN("pre"));

	for (uint32_t i = 0; i < units->count; i++) {
		const struct unit *unit = &units->list[i];

		if (settler->dom->nodes[unit->block].tag != pre ||
		    unit->linked > BARE * unit->words)
			continue;
		if ((i > 0 && settler->kept[i - 1]) ||
		    (i + 1 < units->count && settler->kept[i + 1]))
			settler->kept[i] = true;
	}
}

/* Does a heading speak of other pages, of letters, of the site? */
static bool
is_of_site(const float *row)
{
	return row[FEATURES_HEADING_RELATING] > 0 ||
	       row[FEATURES_HEADING_COMMENTING] > 0 ||
	       row[FEATURES_HEADING_MAIL] > 0 ||
	       row[FEATURES_HEADING_SITE] > 0 ||
	       row[FEATURES_HEADING_SHOPPING] > 0;
}

/* Is it a heading, or a caption, of what is kept? */
static bool
belongs(const struct settler *settler, uint32_t at)
{
	const float *row = settler->rows + (size_t)at * FEATURES_COUNT;
	bool next = at + 1 < settler->units->count && settler->kept[at + 1];
	bool before = at > 0 && settler->kept[at - 1];
	float chance = settler->chances[at];

	if (row[FEATURES_HEADING] > 1 &&
	    row[FEATURES_HEADING] < FEATURES_NO_HEADING && next &&
	    chance >= (is_of_site(row) ? HEADING : LABEL) * settler->cut)
		return true;
	return row[FEATURES_UNDER_FIGURE] <= NEAR_FIGURE && (before || next) &&
	       chance >= CAPTION * settler->cut;
}

void
settle_parts(const struct dom *dom, const struct units *units,
    const float *rows, const float *chances, float cut, bool *kept)
{
	struct settler settler = { dom, units, rows, chances, cut, kept };

	settle_wholes(&settler);
	settle_gaps(&settler);
	settle_code(&settler);
	for (uint32_t i = units->count; i-- > 0;)
		kept[i] = kept[i] || belongs(&settler, i);
}
