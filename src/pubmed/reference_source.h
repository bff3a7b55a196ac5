/* Where in a reference's text its source is told: "2010;12(3):45-50". */
#ifndef PUBMED_REFERENCE_SOURCE_H
#define PUBMED_REFERENCE_SOURCE_H

#include <stdbool.h>

#include "base/span.h"

struct reference_source;

/*
 * NULL where there is no memory.  Most patterns are compiled when a text first
 * needs them.  reference_source_free(NULL) is fine.
 */
struct reference_source *reference_source_new(void);
void reference_source_free(struct reference_source *source);

/* Compiles them all now. */
void reference_source_prepare(struct reference_source *source);

/* The parts of a source; SPAN_NONE what it does not tell. */
struct reference_source_parts {
	struct span head; /* what stands before it: authors, title, journal */
	struct span year; /* four digits, or none: the head must tell it */
	struct span volume, issue, pages;
	bool comma; /* commas may stand in the head where others have stops */
};

/*
 * Finds the source at the end of a text, which must be valid UTF-8, whatever
 * ids and addresses stand behind it.  The parts point into `text`.  False
 * where there is none, or where it is that of no article in a journal.
 */
bool reference_source_find(struct reference_source *source, struct span text,
    struct reference_source_parts *parts);

#endif
