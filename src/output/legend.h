/* The legend beside a page that is explained, and what its switches do. */
#ifndef OUTPUT_LEGEND_H
#define OUTPUT_LEGEND_H

#include "base/buffer.h"
#include "output/explain.h"

#define LEGEND_RULES 256 /* marks of a node: a byte each */

struct legend {
	const struct explain *explain;
	struct span name;           /* of the input */
	size_t kept;                /* bytes of text */
	size_t drawn[LEGEND_RULES]; /* blocks of each rule, from 1 */
	bool inside[LEGEND_RULES];  /* it has some in those of other rules */
};

/* The name of a rule, from 1. */
const char *legend_rule(const struct legend *legend, size_t rule);

/*
 * Adds the style of what was drawn: a class w-rN for rule N, from 1, its
 * colour and hatching; w-fN for an element with field N, w-nN for its name.
 * They hold while the check boxes of these ids are on.
 */
void legend_style(struct buffer *out, const struct legend *legend);

/* Adds the legend itself, an `aside`. */
void legend_write(struct buffer *out, const struct legend *legend);

#endif
