/*
 * robots.txt: may a program of this name fetch this path?  RFC 9309.
 */
#ifndef FETCH_ROBOTS_H
#define FETCH_ROBOTS_H

#include <stdbool.h>

#include "base/span.h"

/* No more of a robots.txt is looked at, in bytes (RFC 9309, 2.5). */
#define ROBOTS_BYTES ((size_t)512 << 10)

/*
 * May the product `agent` ("pubscour") fetch `target`, a path with its query
 * ("/37108507/", "/?term=x")?  `text` is the file as it came, of any bytes.
 * The groups of `agent` count, else those of "*"; the longest rule decides,
 * Allow where two are as long; `*` and `$` have their meaning; "/robots.txt"
 * itself is always allowed.  `delay` (may be NULL): the seconds between
 * requests that the group asks for (Crawl-delay, widely known though not of
 * the RFC), 0 where it asks for none, 3600 at most.  `line` (may be NULL): the
 * rule that decided, as it stands in the file, for messages; SPAN_NONE where
 * none did.  It points into `text`.
 */
bool robots_allow(struct span text, const char *agent, const char *target,
    double *delay, struct span *line);

#endif
