/*
 * A page in the order of reading: blocks that stand properly in each other,
 * whatever the tree was like, and the runs of text in them.  All writers of
 * documents read this; each of them knows only its format.
 */
#ifndef OUTPUT_FLOW_H
#define OUTPUT_FLOW_H

#include "base/arena.h"
#include "output/document.h"

enum flow_kind {
	/* Blocks that hold runs and nothing else, at least one each. */
	FLOW_PARAGRAPH,
	FLOW_HEADING,
	FLOW_SUMMARY, /* the first in FLOW_DETAILS */
	FLOW_CODE,    /* one run: lines of text as they are */
	/* Blocks that hold blocks.  None is empty but FLOW_CELL. */
	FLOW_LIST,        /* holds FLOW_ITEM only */
	FLOW_ITEM,        /* in FLOW_LIST only */
	FLOW_DEFINITIONS, /* holds FLOW_TERM and FLOW_DEFINITION only */
	FLOW_TERM,
	FLOW_DEFINITION,
	FLOW_QUOTE,
	FLOW_TABLE, /* FLOW_CAPTION or none, then FLOW_ROW only */
	FLOW_CAPTION,
	FLOW_ROW, /* holds FLOW_CELL only */
	FLOW_CELL,
	FLOW_FIGURE,
	FLOW_FIGCAPTION, /* in FLOW_FIGURE only */
	FLOW_DETAILS,
	FLOW_GROUP, /* of no meaning: what was a table for layout */
	/* A line between blocks: neither opened nor closed. */
	FLOW_RULE,
	/* In blocks that hold runs. */
	FLOW_TEXT,
	FLOW_IMAGE
};

enum flow_flags {
	FLOW_ANEW = 256,  /* a run: FLOW_LITERAL is not that of the run before,
	                      from which a space parts it */
	FLOW_CLOSE = 1,   /* the end of a block */
	FLOW_SPACE = 2,   /* a run: a space stands before it */
	FLOW_BREAK = 4,   /* a run: a line break stands before it */
	FLOW_ORDERED = 8, /* a list, an item: with numbers */
	FLOW_TIGHT = 16,  /* a list: items are one paragraph, then lists */
	FLOW_HEADER = 32, /* a cell: it names a row or column */
	FLOW_SIMPLE = 64, /* a table and all its parts: cells hold short
	                     paragraphs only, in FLOW_COLUMNS at most */
	FLOW_ALONE = 128  /* a paragraph: nothing but lists stands beside it
	                      in the item, cell, term or definition */
};

/* No more columns than these are in a table that is called simple. */
#define FLOW_COLUMNS 64

/* How a run looks.  The formats of a run are a row of these, four bits each,
   the outermost lowest, each at most once; FLOW_LITERAL is the innermost. */
enum flow_format {
	FLOW_LINK = 1, /* to the address of the element `link` */
	FLOW_STRONG,
	FLOW_EMPHASIS,
	FLOW_DELETED,
	FLOW_INSERTED,
	FLOW_MARKED,
	FLOW_SUB,
	FLOW_SUP,
	FLOW_LITERAL /* code */
};

struct flow_item {
	uint8_t kind;
	uint8_t level; /* of a heading: 1 to 6 */
	uint16_t flags;
	uint16_t columns; /* how many a cell takes, or a table has */
	uint16_t rows;    /* how many a cell takes */
	uint32_t number;  /* of an item in an ordered list */
	uint32_t node;    /* where it comes from; ascending */
	uint32_t other;   /* of a block: the index of its end, or its start */
	uint32_t link;    /* of a run: the element, or DOM_NONE */
	uint64_t formats; /* of a run */
	struct span text; /* of a run: folded as text_of does, no blanks at
	                      its ends, not empty; of an image: its address */
};

struct flow {
	struct flow_item *items;
	uint32_t count;
};

enum flow_images {
	FLOW_NO_IMAGES,
	FLOW_ADDRESSED_IMAGES, /* only those that stand somewhere else */
	FLOW_ALL_IMAGES        /* those with their data in the page as well */
};

/*
 * Reads the document.  Everything is in the arena, or is the document's.  Time
 * and memory are proportional to the number of nodes and the text.
 */
struct flow flow_build(struct arena *arena, const struct document *document,
    enum flow_images images);

/* The format at a place in a row of formats, 0 behind the last. */
static inline enum flow_format
flow_format_at(uint64_t formats, unsigned place)
{
	return (enum flow_format)(formats >> (4 * place) & 15);
}

#endif
