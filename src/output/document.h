/*
 * A page to be read: what the writers of Markdown, plain text and HTML take.
 * It is a tree and what to leave out of it, wherever it came from: a cleaned
 * page, or a tree that was built from a record.
 */
#ifndef OUTPUT_DOCUMENT_H
#define OUTPUT_DOCUMENT_H

#include <stdint.h>

#include "base/span.h"
#include "html/dom.h"

struct document {
	const struct dom *dom;
	/* One byte a node; a node with a mark is left out, with all below it.
	   NULL: nothing is left out. */
	const uint8_t *marks;
	struct span title;    /* SPAN_NONE: unknown */
	struct span heading;  /* is written first, as one of level 1, where the
	                         tree has none; SPAN_NONE: nothing is */
	struct span language; /* as in `lang`; SPAN_NONE: unknown */
	/* An absolute address, encoded as address.h has it, against which
	   links are resolved; SPAN_NONE: they stay as they are. */
	struct span base;
};

#endif
