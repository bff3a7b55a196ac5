/*
 * Is the tree of a page what its tags say?  The HTML standard's tree
 * construction (13.2.6) moves, closes and invents elements where a page is
 * not well formed.  This room's answer is yes only where none of that can
 * happen, but for `html`, `head`, `body`, `tbody` and `colgroup` that are left
 * out; on any doubt it is no.
 */
#ifndef HTML_STRICT_H
#define HTML_STRICT_H

#include <stdbool.h>
#include <stdint.h>

#include "html/scan.h"

#define STRICT_DEPTH 200 /* deeper pages are in doubt */

/* What is known of an element by its name; see strict.c. */
struct strict_name {
	const char *name;
	uint32_t traits;
};

enum strict_traits {
	STRICT_VOID = 1,     /* it has no content and no end tag */
	STRICT_BLOCK = 2,    /* block-level, and never moved or ignored */
	STRICT_CLOSES_P = 4, /* its start ends an open `p` */
	STRICT_SPECIAL = 8,  /* `li`, `dd`, `dt` are not looked for above it */
	STRICT_HEADING = 16,
	STRICT_HEAD = 32,      /* may stand in `head` */
	STRICT_TABLE = 64,     /* a part of tables */
	STRICT_SINGLE = 128,   /* must not stand within another of its name */
	STRICT_ITEM = 256,     /* ends an open one of its kind: `li` */
	STRICT_RAW = 512,      /* its content is text */
	STRICT_ODD = 1024,     /* never in a page without doubt */
	STRICT_SELECT = 2048,  /* may stand in `select` */
	STRICT_FRAME = 4096,   /* `html`, `head`, `body` */
	STRICT_FOREIGN = 8192, /* `svg`, `math` */
	STRICT_DROPPED = 16384 /* hidden: script, style, noscript, template */
};

struct strict_open {
	struct span name;
	uint32_t traits;
};

struct strict {
	struct strict_open open[STRICT_DEPTH];
	uint32_t depth;
	uint32_t paragraphs; /* `p` that are open */
	uint32_t foreign;    /* the depth of the open `svg` or `math`, or 0 */
	uint32_t select;     /* the depth of the open `select`, or 0 */
	bool in_head, head_done, body, done;
};

void strict_init(struct strict *strict);

/*
 * Takes in a token; false where there is doubt from here on.  `traits` gets
 * what is known of the tag's element.
 */
bool strict_start(
    struct strict *strict, const struct scan_token *token, uint32_t *traits);
bool strict_end(
    struct strict *strict, const struct scan_token *token, uint32_t *traits);
bool strict_text(const struct strict *strict, struct span text);

/* After the last token: was everything closed? */
bool strict_finished(const struct strict *strict);

#endif
