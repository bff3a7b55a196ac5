/* Regular expressions over UTF-8 text: the only room that knows pcre2. */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include <stdbool.h>

#include "base/span.h"

struct pattern;

#define PATTERN_GROUPS 10

struct pattern_match {
	struct span group[PATTERN_GROUPS]; /* 0: all of it; NULL: no part */
};

/*
 * Compiles `source` (Perl's syntax; white space and comments count; text is
 * UTF-8, letters have their Unicode classes).  NULL where it is no pattern or
 * there is no memory.  pattern_free(NULL) is fine.
 */
struct pattern *pattern_new(const char *source);
void pattern_free(struct pattern *pattern);

/*
 * Looks for the pattern's first place in `text`, which must be valid UTF-8.
 * `match` may be NULL.  Its spans point into `text`.  A search that takes too
 * many steps counts as not found.
 */
bool pattern_find(const struct pattern *pattern, struct span text,
    struct pattern_match *match);

#endif
