/* The names in a line that says who wrote something. */
#ifndef CLEAN_BYLINE_H
#define CLEAN_BYLINE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

#define BYLINE_NAMES 24

/* Names in their order, each once. */
struct byline {
	struct span names[BYLINE_NAMES];
	size_t count;
};

/*
 * Adds the names of a text that machines are to read: one name, or several.
 * What is an address, a number, or a word for nobody ("admin") is no name.
 * The bytes are the text's.
 */
void byline_add(struct byline *byline, struct span text);

/* The same for "Family, Given"; in the arena. */
void byline_add_turned(
    struct arena *arena, struct byline *byline, struct span text);

/*
 * The same for a text for readers, "By A. Name and Other Name, Editor"; only
 * what looks like names of persons.  Nothing is added where that is in doubt.
 */
void byline_add_line(struct byline *byline, struct span text);

/* The same only where the text begins with "By" and the like. */
void byline_add_marked(struct byline *byline, struct span text);

/* Is it "By" or the like alone? */
bool byline_is_lead(struct span text);

/* The names with ", " between them; SPAN_NONE where there is none. */
struct span byline_text(struct arena *arena, const struct byline *byline);

#endif
