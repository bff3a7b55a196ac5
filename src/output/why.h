/* How a page was read, as the page itself: shaded, outlined, with a legend. */
#ifndef OUTPUT_WHY_H
#define OUTPUT_WHY_H

#include <stdint.h>

#include "base/buffer.h"
#include "html/dom.h"
#include "output/explain.h"

/* An element in which a field was found. */
struct why_hit {
	uint32_t node;
	uint32_t field; /* its row in the fields of `explain` */
};

struct why {
	const struct dom *dom;
	/* One byte a node: 0, kept, or the row from 1, in the drops of
	   `explain`, of the rule that dropped it.  NULL: all is kept. */
	const uint8_t *marks;
	/* A mark that an element has because all in it has one: its blocks
	   give way to those of others in it.  0: there is none. */
	uint8_t weak;
	const struct explain *explain;
	const struct why_hit *hits; /* in any order, also twice */
	size_t hit_count;
	struct span name; /* of the input, as the user calls it */
};

/*
 * Writes one HTML document that stands for itself.  Each dropped block, the
 * outermost one, is shaded and labelled with its rule; each element with a
 * hit is outlined and named; a legend switches both, without scripts.
 *
 * Of the page there is text, lists, tables and the like, the text in place of
 * its images, and links to http and https.  There are no scripts, styles,
 * ids, classes, forms, frames or addresses that a browser would load.  What
 * is dropped is there though the page would hide it; scripts and styles are
 * counted only.
 *
 * It takes time linear in the page; what it needs is in the arena, which must
 * have a way out.
 */
void why_write(struct buffer *out, struct arena *arena, const struct why *why);

#endif
