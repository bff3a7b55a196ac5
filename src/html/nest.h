/*
 * Which elements are open, as far as white space asks: is this tag one of a
 * block here, and would a character open formatting elements again?  It
 * follows the HTML standard's tree construction (13.2.6) for any page, well
 * formed or not, up to the first wrong nesting of formatting elements; from
 * there on it is loose and says nothing more.
 */
#ifndef HTML_NEST_H
#define HTML_NEST_H

#include <stdbool.h>
#include <stdint.h>

#include "html/keys.h"

#define NEST_DEPTH 512 /* deeper pages are loose */

enum nest_traits {
	NEST_BLOCK = 1,        /* block-level in text_of(), or `<br>` */
	NEST_CLOSES = 1 << 1,  /* its start ends an open `p` */
	NEST_SPECIAL = 1 << 2, /* end tags of inline elements stop here */
	NEST_PASS = 1 << 3,    /* special, but `li` looks past it */
	NEST_VOID = 1 << 4,
	NEST_FORMAT = 1 << 5, /* opened again after a wrong end */
	NEST_BOUND = 1 << 6,  /* end tags of blocks stop here */
	NEST_MARKER = 1 << 7, /* its end forgets formatting in it */
	NEST_TABLE = 1 << 8,
	NEST_PART = 1 << 9, /* only in tables */
	NEST_ROW = 1 << 10, /* holds cells: `tr` */
	NEST_ROWS = 1 << 11,
	NEST_HEADING = 1 << 12,
	NEST_LI = 1 << 13,
	NEST_DD = 1 << 14,
	NEST_LIST = 1 << 15,
	NEST_FORM = 1 << 16,
	NEST_BUTTON = 1 << 17,
	NEST_P = 1 << 18,
	NEST_ALONE = 1 << 19, /* formatting that ends another of its name */
	NEST_PRE = 1 << 20,
	NEST_RAW = 1 << 21,   /* its content is text */
	NEST_FRAME = 1 << 22, /* `html`, `head`, `body` */
	NEST_HEAD = 1 << 23,  /* may stand in the head */
	NEST_LOOSE = 1 << 24  /* loose from here on */
};

/*
 * The key of all elements that the parser has no number for (dom_tag()): it
 * takes the end tag of one for that of any other.
 */
#define NEST_UNKNOWN UINT64_MAX

struct nest_open {
	uint64_t key;
	uint32_t traits;
};

struct nest {
	struct keys names;
	struct nest_open open[NEST_DEPTH];
	uint32_t depth;
	bool loose;
};

void nest_init(struct nest *nest);

/* What is known of an element by its name; 0: an ordinary inline one. */
uint32_t nest_traits(const struct nest *nest, uint64_t key);

/*
 * Take in a tag.  True where it is the start or the end of a block-level
 * element that is there, so that white space next to it is no text.
 */
bool nest_start(struct nest *nest, uint64_t key, uint32_t traits);
bool nest_end(struct nest *nest, uint64_t key, uint32_t traits);

/* Would text now go in front of the table, as none may stand in its rows? */
bool nest_in_rows(const struct nest *nest);

#endif
