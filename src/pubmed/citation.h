/* The citation line in its parts: "2019 Nov 22;62(4):268-272." */
#ifndef PUBMED_CITATION_H
#define PUBMED_CITATION_H

#include "base/arena.h"
#include "base/span.h"
#include "record/record.h"

struct citation_patterns;

/* NULL where there is no memory.  citation_patterns_free(NULL) is fine. */
struct citation_patterns *citation_patterns_new(void);
void citation_patterns_free(struct citation_patterns *patterns);

/*
 * Fills `text`, `date`, `year`, `volume`, `issue` and `pages` by RECORD's
 * forms (NLM's citation style).  `volume` is what the page says elsewhere, or
 * none: it decides what a part that stands alone is.  `date` and `year` stay
 * as they are where the text does not begin with a date.
 */
void citation_parse(struct arena *arena,
    const struct citation_patterns *patterns, struct span text,
    struct span volume, struct record_citation *citation);

/* Fills `date` and `year` from a date, "2019 Nov 22", where it is one. */
void citation_date(struct arena *arena,
    const struct citation_patterns *patterns, struct span date,
    struct record_citation *citation);

#endif
