/* Page numbers: which are ranges, and what their short forms stand for. */
#ifndef OUTPUT_CITEPAGES_H
#define OUTPUT_CITEPAGES_H

#include "base/arena.h"
#include "base/span.h"

/*
 * Pages with ends in full: "268-72" is "268-272", "S12-7" is "S12-S17".  What
 * is no range, or does not grow, stays: "2020-106443", "e166".  `hyphen`
 * stands between the ends.  SPAN_NONE of SPAN_NONE.
 */
struct span citepages_expand(
    struct arena *arena, struct span pages, struct span hyphen);

/*
 * First and last page of one expanded range, "268-272"; of anything else
 * `first` is all of it and `last` is SPAN_NONE.
 */
void citepages_split(struct span pages, struct span *first, struct span *last);

#endif
