/* What tools write into lines: links, emphasis, escapes. */
#ifndef PUBMED_DUMP_MARKS_H
#define PUBMED_DUMP_MARKS_H

#include "base/arena.h"
#include "base/lookup.h"
#include "base/span.h"
#include "pubmed/dump_lines.h"

/* What the whole text says about the tool it is from. */
struct dump_marks {
	bool markdown;     /* links, emphasis and escapes */
	bool attributes;   /* "{.class}" behind what they belong to */
	bool addressed;    /* "[https://…]" before every link */
	bool tags;         /* HTML elements between the lines */
	bool numbered;     /* "[12]" stands before every link */
	bool buttons;      /* "(BUTTON)" does before every button */
	bool raised;       /* superscripts as characters */
	uint32_t next;     /* the number of the next link */
	uint32_t most;     /* of the last link */
	size_t vain;       /* searches for a link's end that found none */
	struct lookup ids; /* of the addresses at the end, by their names */
	struct span *urls;
	size_t url_count, url_room;
};

/* Finds out what a text has, and reads the addresses at its end. */
void dump_marks_find(
    struct dump_marks *marks, struct arena *arena, struct span text);

/* Stands for a line's end within a mark. */
#define DUMP_MARKS_BREAK '\v'

/* The text with every mark that goes over several lines in one. */
struct span dump_marks_whole(
    const struct dump_marks *marks, struct arena *arena, struct span text);

/* Is the line one of the addresses at the end? */
bool dump_marks_is_address(const struct dump_marks *marks, struct span line);

/* Fills the block's `text`, `links` and `bold` from its raw text. */
void dump_marks_clean(struct dump_marks *marks, struct arena *arena,
    struct span raw, struct dump_block *block);

#endif
