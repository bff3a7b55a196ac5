/*
 * Units are judged one by one.  Nobody wants half of a table, or a section
 * without its heading.
 */
#include "clean/settle.h"

#include "base/span.h"

#define MOST 0.95F    /* of a table's or list's words: all of it is kept */
#define HEADING 0.6F  /* of the cut-off: a heading before a kept text */
#define CAPTION 0.6F  /* the same for a caption */
#define NEAR_FIGURE 2 /* elements between a caption and its figure */

/* How much of the words of a stretch of units is kept. */
static float
share_kept(
    const struct units *units, const bool *kept, uint32_t from, uint32_t to)
{
	float words = 0, some = 0;

	for (; from < to; from++) {
		words += units->list[from].words;
		if (kept[from])
			some += units->list[from].words;
	}
	return words > 0 ? some / words : 0;
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

/* Tables and lists that hold no other. */
static void
settle_wholes(const struct dom *dom, const struct units *units, bool *kept)
{
	const uint16_t tags[] = { dom_tag(SPAN("table")), dom_tag(SPAN("ul")),
		dom_tag(SPAN("ol")), dom_tag(SPAN("dl")) };

	for (uint32_t at = 0; at < dom->count; at++) {
		const struct dom_node *node = &dom->nodes[at];
		uint32_t from = units->first[at], to = units->first[node->end];

		if ((node->flags & DOM_TEXT) != 0 || from == to)
			continue;
		for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
			if (node->tag != tags[i])
				continue;
			if (!holds_tag(dom, at, node->tag) &&
			    share_kept(units, kept, from, to) >= MOST)
				for (uint32_t k = from; k < to; k++)
					kept[k] = true;
			break;
		}
	}
}

void
settle_parts(const struct dom *dom, const struct units *units,
    const float *rows, const float *chances, float cut, bool *kept)
{
	const float *row;

	settle_wholes(dom, units, kept);
	for (uint32_t i = units->count; i-- > 0;) {
		row = rows + (size_t)i * FEATURES_COUNT;
		if (kept[i])
			continue;
		if (row[FEATURES_HEADING] > 1 &&
		    row[FEATURES_HEADING] < FEATURES_NO_HEADING &&
		    i + 1 < units->count && kept[i + 1] &&
		    chances[i] >= HEADING * cut)
			kept[i] = true;
		if (row[FEATURES_UNDER_FIGURE] <= NEAR_FIGURE &&
		    ((i > 0 && kept[i - 1]) ||
			(i + 1 < units->count && kept[i + 1])) &&
		    chances[i] >= CAPTION * cut)
			kept[i] = true;
	}
}
