/*
 * Every unit gets a probability of being content.  Which of them are kept is
 * decided for the page as a whole: the cut-off is where the expected F1 of the
 * kept words is highest, so that on a page where nothing is certain more is
 * kept.  (Ye et al., "Optimizing F-measure", ICML 2012, for the idea.)
 */
#include "clean/score.h"

#include <math.h>
#include <stdlib.h>

#include "clean/features.h"
#include "clean/phrase.h"
#include "clean/settle.h"
#include "clean/units.h"
#include "clean/weights.h"
#include "html/text.h"

#define BINS 256
#define LEAST_CUT 0.2F  /* no unit is dropped that is likelier than ... */
#define MOST_CUT 0.6F   /* ... this, or kept that is less than that */
#define LEAST_BEST 0.3F /* of a page with few words, if no unit is likelier */
#define FEW_WORDS 100   /* than this, nothing is kept */
#define REPEATED 8      /* words of a text that is not kept twice */

struct score {
	struct words *words;
	struct phrases *phrases;
};

void
score_free(struct score *score)
{
	if (score == NULL)
		return;
	words_free(score->words);
	phrase_free(score->phrases);
	free(score);
}

struct score *
score_new(void)
{
	struct score *score = calloc(1, sizeof(*score));

	if (score == NULL)
		return NULL;
	score->words = words_new();
	score->phrases = phrase_new();
	if (score->words == NULL || score->phrases == NULL) {
		score_free(score);
		return NULL;
	}
	return score;
}

const struct words *
score_words(const struct score *score)
{
	return score->words;
}

/* The log odds of one row. */
static float
add_trees(const struct weights_node *node, const struct weights_node *end,
    const float *row)
{
	float sum = weights_base();

	while (node < end) {
		if (node->feature == WEIGHTS_LEAF) {
			sum += node->value;
			node += node->skip;
		} else {
			node +=
			    row[node->feature] <= node->value ? 1 : node->skip;
		}
	}
	return sum;
}

static void
judge(const struct units *units, const float *rows, float *chances)
{
	const struct weights_node *nodes;
	size_t count;

	nodes = weights_nodes(&count);
	for (uint32_t i = 0; i < units->count; i++)
		chances[i] =
		    1.F / (1.F + expf(-add_trees(nodes, nodes + count,
				     rows + (size_t)i * FEATURES_COUNT)));
}

/*
 * Takes units from the likeliest down, and stops where twice the kept words
 * that are content, over the kept words and all that are content, is highest.
 */
static float
find_cut(const struct units *units, const float *chances)
{
	float words[BINS] = { 0 }, hits[BINS] = { 0 };
	float all = 0, kept = 0, right = 0, best = -1, cut = MOST_CUT, value;
	float likeliest = 0, words_all = 0;
	size_t bin;

	for (uint32_t i = 0; i < units->count; i++) {
		if (chances[i] > likeliest)
			likeliest = chances[i];
		bin = (size_t)(chances[i] * (BINS - 1));
		words[bin] += units->list[i].words;
		words_all += units->list[i].words;
		hits[bin] += units->list[i].words * chances[i];
		all += units->list[i].words * chances[i];
	}
	for (bin = BINS; bin-- > 0;) {
		kept += words[bin];
		right += hits[bin];
		value = 2 * right / (kept + all + 1e-9F);
		if (words[bin] > 0 && value > best) {
			best = value;
			cut = (float)bin / (BINS - 1);
		}
	}
	if (likeliest < LEAST_BEST && words_all < FEW_WORDS)
		return 1;
	return cut < LEAST_CUT ? LEAST_CUT : cut > MOST_CUT ? MOST_CUT : cut;
}

struct marker {
	const struct dom *dom;
	const struct units *units;
	uint32_t *kept; /* of each unit and one more: kept ones before it */
	uint8_t mark;
	uint8_t *marks;
};

static void
mark_nodes(struct marker *marker, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		if (marker->marks[from] == 0)
			marker->marks[from] = marker->mark;
}

/* Is the unit kept?  Outside of the page: no. */
static bool
is_kept(const struct marker *marker, int64_t unit)
{
	return unit >= 0 && unit < marker->units->count &&
	       marker->kept[unit + 1] > marker->kept[unit];
}

/* Marks elements that hold units, but none that is kept. */
static void
mark_elements(struct marker *marker)
{
	const struct dom_node *nodes = marker->dom->nodes;
	const uint32_t *first = marker->units->first;
	const uint16_t img = dom_tag(SPAN("img"));
	uint32_t at = 0, from, to;

	while (at < marker->dom->count) {
		from = first[at];
		to = first[nodes[at].end];
		if ((nodes[at].flags & DOM_TEXT) == 0 && at > 0 && from < to &&
		    marker->kept[from] == marker->kept[to]) {
			mark_nodes(marker, at, nodes[at].end);
			at = nodes[at].end;
			continue;
		}
		/* A picture goes with the texts next to it. */
		if ((nodes[at].flags & DOM_TEXT) == 0 && nodes[at].tag == img &&
		    !is_kept(marker, (int64_t)from - 1) &&
		    !is_kept(marker, from))
			mark_nodes(marker, at, nodes[at].end);
		at++;
	}
}

/* The hashes of long texts that were kept. */
struct seen {
	uint32_t *slots;
	uint32_t mask;
};

/*
 * Was the same text kept before?  Pages carry texts twice, for two widths of
 * screen or with and without scripts.
 */
static bool
is_repeated(struct seen *seen, const struct unit *unit)
{
	uint32_t hash = unit->hash | 1, at = unit->hash >> 7;

	if (unit->words < REPEATED)
		return false;
	for (at &= seen->mask; seen->slots[at] != 0; at = (at + 1) & seen->mask)
		if (seen->slots[at] == hash)
			return true;
	seen->slots[at] = hash;
	return false;
}

/* Is the unit a phrase of the site's?  Not in a table, or a heading's word. */
static bool
is_phrase(struct arena *arena, const struct score *score, const struct dom *dom,
    const struct unit *unit, const float *row)
{
	struct arena_mark before = arena_mark(arena);
	bool is;

	if (unit->words > PHRASE_WORDS || row[FEATURES_IS_CELL] > 0 ||
	    (row[FEATURES_HEADING] < FEATURES_NO_HEADING && unit->words < 2))
		return false;
	is = phrase_is(score->phrases,
	    text_between(arena, dom, unit->from, unit->to, NULL));
	arena_back(arena, before);
	return is;
}

/* Which units are kept. */
static bool *
choose(struct arena *arena, const struct score *score, const struct dom *dom,
    const struct units *units, const float *rows, const float *chances)
{
	const float cut = find_cut(units, chances);
	struct seen seen = { NULL, 15 };
	bool *kept =
	    arena_alloc(arena, ((size_t)units->count + 1) * sizeof(*kept));

	while (seen.mask < units->count * 2)
		seen.mask = seen.mask * 2 + 1;
	seen.slots =
	    arena_zeros(arena, (size_t)seen.mask + 1, sizeof(*seen.slots));
	for (uint32_t i = 0; i < units->count; i++)
		kept[i] = chances[i] >= cut;
	settle_parts(dom, units, rows, chances, cut, kept);
	for (uint32_t i = 0; i < units->count; i++)
		kept[i] = kept[i] && !is_repeated(&seen, &units->list[i]) &&
			  !is_phrase(arena, score, dom, &units->list[i],
			      rows + (size_t)i * FEATURES_COUNT);
	return kept;
}

static void
mark_units(struct marker *marker, const bool *kept)
{
	const struct units *units = marker->units;

	for (uint32_t i = 0; i < units->count; i++) {
		marker->kept[i + 1] = marker->kept[i] + kept[i];
		if (!kept[i])
			mark_nodes(
			    marker, units->list[i].from, units->list[i].to);
	}
}

void
score_mark(struct arena *arena, const struct score *score,
    const struct dom *dom, uint8_t mark, uint8_t *marks)
{
	struct marker marker = { .dom = dom, .mark = mark, .marks = marks };
	struct features features;
	struct units units;
	float *chances;

	units_find(arena, score->words, dom, marks, &units);
	features_make(arena, score->words, dom, &units, &features);
	chances =
	    arena_alloc(arena, ((size_t)units.count + 1) * sizeof(*chances));
	judge(&units, features.rows, chances);
	marker.units = &units;
	marker.kept =
	    arena_zeros(arena, (size_t)units.count + 1, sizeof(*marker.kept));
	mark_units(
	    &marker, choose(arena, score, dom, &units, features.rows, chances));
	mark_elements(&marker);
}
