/*
 * What must be known, and cut, before the bytes are parsed: the parser is
 * quadratic in the depth of the tree and in the attributes of one tag.
 */
#ifndef HTML_LIMIT_H
#define HTML_LIMIT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/* Elements nested deeper than this are taken out; what they hold stays. */
#define LIMIT_DEPTH 512

/* No text between two tags is longer, in bytes; the rest is cut off. */
#define LIMIT_TEXT ((size_t)4 << 20)

struct limit {
	struct span text;  /* what to parse: the input, or a copy in the arena
	                       with less in it */
	size_t tags;       /* start tags taken out because of the depth */
	size_t bytes;      /* of text cut off, but for scripts and styles */
	size_t attributes; /* attributes taken out because of their number */
	bool long_text;    /* a text was cut */
	struct span rest;  /* the documents behind the first */
	bool repeated;     /* a second document followed; it was cut off */
	bool unfinished;   /* the text ends within an element or a tag */
};

/* What a second document in the text is. */
enum limit_way {
	LIMIT_FIRST, /* another page: it is cut off */
	LIMIT_ALL    /* more of the same, as browsers have it */
};

void limit_apply(struct arena *arena, struct span text, enum limit_way way,
    struct limit *limit);

#endif
