/*
 * A text dump as blocks: each a heading, a paragraph, an item or a loose line
 * of the page, whatever the tool did to lines, bullets and indentation.
 */
#ifndef PUBMED_DUMP_LINES_H
#define PUBMED_DUMP_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/* Blocks that are read at most; what comes after is not looked at. */
#define DUMP_BLOCKS ((size_t)1 << 20)

/* A link in a block's text: what it shows, and its address. */
struct dump_link {
	size_t at, len; /* of what it shows, bytes in the block's text */
	struct span url;
	bool image;
};

struct dump_block {
	struct span text; /* one line, blanks folded, marks taken off */
	unsigned markers; /* bullets and numbers before it, nested ones */
	bool heading;     /* marked as one */
	bool gap;         /* a blank line before it */
	size_t bold;      /* bytes of bold text at its beginning */
	uint32_t number;  /* the last number before it; 0: none */
	struct dump_link *links;
	size_t link_count;
	int section; /* enum dump_section that begins here, or none */
	bool chrome; /* of the page around the article */
};

struct dump {
	struct arena *arena;
	struct dump_block *blocks;
	size_t count;
	size_t width;    /* columns at which lines were broken; 0: none */
	bool fragments;  /* a line for every piece of text between tags */
	bool underlined; /* links have `_` for blanks */
	bool raised;     /* superscripts are characters of their own */
	bool cut;        /* a cap cut something off */
};

/* Reads the blocks of a text, which is valid UTF-8. */
void dump_lines_read(struct dump *dump, struct arena *arena, struct span text);

#endif
