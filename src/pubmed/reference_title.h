/* The border between title and journal in a reference's text. */
#ifndef PUBMED_REFERENCE_TITLE_H
#define PUBMED_REFERENCE_TITLE_H

#include <stdbool.h>

#include "base/span.h"

struct reference_title;

/* NULL where there is no memory.  reference_title_free(NULL) is fine. */
struct reference_title *reference_title_new(void);
void reference_title_free(struct reference_title *patterns);

/*
 * Splits what stands between the authors and the source, valid UTF-8, in two,
 * without the marks between them.  `comma`: the title may end at a comma.
 * `begins`: the text begins with the title, if it has one; else no title is
 * given.  Either is SPAN_NONE where it is not there or not sure.
 */
void reference_title_split(const struct reference_title *patterns,
    struct span text, bool comma, bool begins, struct span *title,
    struct span *journal);

#endif
