/*
 * What the files of this room share while a page is marked: the rules as they
 * are compiled, and the page as it is measured.  Not for other rooms.
 */
#ifndef CLEAN_MARKER_H
#define CLEAN_MARKER_H

#include <stdbool.h>

#include "base/pattern.h"
#include "clean/clean.h"

#define MAX_TAGS 512
#define MAX_KEYS 64    /* words of `starts`, or of `roles` */
#define MAX_HITS 65536 /* of one page */
#define MAX_PLACES 256 /* of main parts, or of first headings */
#define MAX_SAYINGS 16

/* Bytes of text. */
#define SIGN 8      /* a mark and blanks */
#define FEW 60      /* of a button, or of what is hidden */
#define SHORT 160   /* a label, a line of pages */
#define LITTLE 400  /* spared by no rule for its size */
#define BANNER 1600 /* a whole government banner */

#define MANY_NODES 600 /* more than a banner or a button has */

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* What an element is, and what it is in: bits. */
enum kind {
	KIND_MAIN = 1,    /* main, article */
	KIND_FIRST = 2,   /* h1 */
	KIND_HEADING = 4, /* h1 to h6, summary, dt */
	KIND_QUOTE = 8,   /* of other texts: never a banner */
	KIND_LINK = 16,
	KIND_PAGE = 32 /* html, body, head: never dropped */
};

/* A word of a row's list. */
struct key {
	struct span word;
	size_t row;
};

struct keys {
	struct key items[MAX_KEYS];
	size_t count;
};

struct clean_rules {
	unsigned profiles;
	struct selector *selectors[CLEAN_RULES];
	size_t count;
	struct selector *signs[CLEAN_SIGNS][2];
	size_t words; /* the row with sentences, or `count` */
	size_t hidden;
	struct pattern *sentences, *sayings;
	struct keys starts, roles, hints;
	uint8_t first[256]; /* which bytes a word of `starts` begins with */
	uint8_t hint[256];  /* and one of `hints`, in either case */
	uint8_t kinds[MAX_TAGS];
	uint16_t main; /* its tag */
};

/* An element, and the row that asks for it by an attribute. */
struct hit {
	uint32_t node;
	uint32_t row;
};

struct places {
	uint32_t nodes[MAX_PLACES];
	size_t count;
};

struct marker {
	struct arena *arena;
	const struct clean_rules *rules;
	const struct clean_rule *table;
	const struct select_page *page;
	const struct dom *dom;
	struct clean *clean;
	enum clean_profile profile;
	uint32_t *text;  /* bytes of text to be seen before each node … */
	uint32_t *prose; /* … and of those not in links */
	uint8_t *in;     /* of enum kind: what a node is and is in */
	struct hit *hits;
	size_t hit_count, hit_room;
	struct places mains, firsts;
	bool off[CLEAN_RULES]; /* rows that were taken back */
	bool banner;           /* there is a government banner */
	uint32_t sayings[MAX_SAYINGS];
	size_t saying_count;
};

/* The next word of a list; empty at its end. */
static inline struct span
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

/* Does `text` have `word`, which is in lower case? */
static inline bool
has_word(struct span text, struct span word)
{
	for (size_t at = 0; at + word.len <= text.len; at++)
		if (span_lower(text.ptr[at]) == word.ptr[0] &&
		    span_equal_nocase(
			span_first(span_from(text, at), word.len), word))
			return true;
	return false;
}

static inline bool
is_not_displayed(struct span style)
{
	size_t at = 0;

	for (; at + 12 <= style.len; at++) {
		struct span rest = span_from(style, at);
		if (!span_starts(rest, SPAN("display")))
			continue;
		rest = span_trim(span_from(rest, 7));
		if (rest.len == 0 || rest.ptr[0] != ':')
			continue;
		rest = span_trim(span_from(rest, 1));
		if (span_starts(rest, SPAN("none")))
			return true;
	}
	return false;
}

static inline uint32_t
text_in(const struct marker *marker, uint32_t node)
{
	return marker->text[marker->dom->nodes[node].end] - marker->text[node];
}

static inline uint32_t
prose_in(const struct marker *marker, uint32_t node)
{
	return marker->prose[marker->dom->nodes[node].end] -
	       marker->prose[node];
}

/* How many of the places are within the element, or are it. */
static inline size_t
places_in(
    const struct marker *marker, const struct places *places, uint32_t node)
{
	uint32_t end = marker->dom->nodes[node].end;
	size_t count = 0;

	for (size_t i = 0; i < places->count; i++)
		count += places->nodes[i] >= node && places->nodes[i] < end;
	return count;
}

/* Does it hold a `main` or what says it is one?  An article may be a teaser. */
static inline bool
holds_main(const struct marker *marker, uint32_t node)
{
	const struct dom *dom = marker->dom;

	for (size_t i = 0; i < marker->mains.count; i++) {
		uint32_t at = marker->mains.nodes[i];
		if (at < node || at >= dom->nodes[node].end)
			continue;
		if (dom->nodes[at].tag == marker->rules->main ||
		    span_equal(
			dom_attribute(dom, at, SPAN("role")), SPAN("main")))
			return true;
	}
	return false;
}

/* Has it more nodes than are worth walking? */
static inline bool
is_large(const struct dom *dom, uint32_t node)
{
	return dom->nodes[node].end - node > MANY_NODES;
}

/*
 * Measures the page: text, prose, what is within what, and the elements that
 * rows ask for by an attribute.  In the arena.
 */
void measure_page(struct marker *marker);

/* May this row drop the element, by all that it must look at? */
bool spare_not(const struct marker *marker, size_t row, uint32_t node);

/* Drops the element by the row, unless it is spared or has been dropped. */
void drop_unless_spared(struct marker *marker, size_t row, uint32_t node);

/* Marks an element and all below it that is not marked yet. */
void drop_element(
    const struct dom *dom, uint32_t node, size_t row, struct clean *clean);

/* Drops the banners that are told by their words. */
void banner_drop(struct marker *marker);

/* Drops an image or a block that is labelled as a banner. */
void banner_drop_labelled(struct marker *marker, uint32_t node);

#endif
