/* Text in Markdown, with as few backslashes as it takes to be read as it is. */
#ifndef OUTPUT_MDTEXT_H
#define OUTPUT_MDTEXT_H

#include "base/buffer.h"
#include "base/span.h"

/* Which signs could pair up in one block; all false at its beginning. */
struct mdtext_sign {
	unsigned runs;
	bool opens, closes;
};

struct mdtext {
	struct mdtext_sign stars, lines, tildes, ticks;
};

enum mdtext_place {
	MDTEXT_LINE = 1,     /* the text begins a line */
	MDTEXT_LATER = 2,    /* that line is not the first of its block */
	MDTEXT_LINK = 4,     /* it stands between a link's brackets */
	MDTEXT_CELL = 8,     /* in a table */
	MDTEXT_HEADING = 16, /* it may be the end of a heading */
	MDTEXT_PAIRED = 32 /* the brackets between those of the link pair up */
};

/* A piece of text with what stands around it. */
struct mdtext_piece {
	struct span text;
	char before; /* the byte before it; 0: a space or nothing; 1: some
	                sign that is not known */
	char after;  /* the same behind it */
	unsigned place;
};

/* Takes note of the signs in a piece of the block's text. */
void mdtext_count(struct mdtext *mdtext, const struct mdtext_piece *piece);

/* Writes it, after all pieces of the block have been counted. */
void mdtext_write(struct buffer *out, const struct mdtext *mdtext,
    const struct mdtext_piece *piece);

/* Writes a text of which nothing else is known; `place` as above. */
void mdtext_alone(struct buffer *out, struct span text, unsigned place);

/* Writes the address of a link, without the parentheses around it. */
void mdtext_address(struct buffer *out, struct span address);

/*
 * Counts the brackets that are open behind the text, from `*open` before it.
 * False where they cannot pair up: there is one too many, or one that must be
 * escaped whatever stands around it.
 */
bool mdtext_brackets(struct span text, size_t *open);

/* The most backticks that stand in one run. */
size_t mdtext_ticks(struct span text);

#endif
