/*
 * The text of a page in units: stretches between two block boundaries, or two
 * line breaks in a row.  A unit is a paragraph, a heading, the own words of a
 * list item, a table cell.
 */
#ifndef CLEAN_UNITS_H
#define CLEAN_UNITS_H

#include "base/arena.h"
#include "clean/words.h"
#include "html/dom.h"

/* Words of a unit whose meaning is looked at. */
#define UNITS_LOOK 40

struct unit {
	uint32_t from, to; /* its nodes: from the first text to behind the last
	                    */
	uint32_t block;    /* the innermost block element around it */
	uint32_t hash;     /* of its letters and digits */
	float words;       /* two CJK characters count as one */
	float letters;     /* characters that are no white space */
	float linked;      /* words within links */
	float bold;        /* words within strong, b */
	float stops;       /* full stops, question and exclamation marks */
	float commas;
	float numbers;  /* words with a digit */
	float capitals; /* words that begin with a capital */
	float uppers;   /* words of capitals alone, two and more */
	char last;      /* its last byte that is no white space */
	uint8_t topics[WORDS_TOPIC_COUNT]; /* words of each, of the first
	                                      UNITS_LOOK */
};

struct units {
	struct unit *list;
	uint32_t count;
	/* For each node: the innermost block element that it is, or is in. */
	uint32_t *blocks;
	/* For each node and one more: the first unit that begins at or behind
	   it. */
	uint32_t *first;
};

/* Cuts up the text that has no mark.  Everything is in the arena. */
void units_find(struct arena *arena, const struct words *words,
    const struct dom *dom, const uint8_t *marks, struct units *units);

#endif
