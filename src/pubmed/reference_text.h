/* The text of a reference in its parts. */
#ifndef PUBMED_REFERENCE_TEXT_H
#define PUBMED_REFERENCE_TEXT_H

#include "base/arena.h"
#include "record/record.h"

struct reference_text;

/* NULL where there is no memory.  reference_text_free(NULL) is fine. */
struct reference_text *reference_text_new(void);
void reference_text_free(struct reference_text *patterns);

/*
 * Compiles all patterns now, and not when a text first needs them: for who is
 * about to make processes that cannot.
 */
void reference_text_prepare(struct reference_text *patterns);

/*
 * The parts of a reference's text, which is valid UTF-8 or SPAN_NONE, in the
 * arena; they point into the text.  NULL unless the year is sure, and the
 * volume or the journal; a part that is not sure is not there.
 */
struct record_parsed *reference_text_split(
    struct reference_text *patterns, struct arena *arena, struct span text);

#endif
