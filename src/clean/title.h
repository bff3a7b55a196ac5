/* Which of a page's titles is that of what stands on it. */
#ifndef CLEAN_TITLE_H
#define CLEAN_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define TITLE_HEADINGS 24

/* All that may be one, folded; SPAN_NONE: there is none. */
struct title_sources {
	struct span linked;                   /* as JSON-LD has it */
	struct span cited;                    /* citation_title, dc.title */
	struct span shared;                   /* og:title */
	struct span window;                   /* <title> */
	struct span headings[TITLE_HEADINGS]; /* h1 */
	size_t heading_count;
	struct span seconds[TITLE_HEADINGS]; /* h2 */
	size_t second_count;
	struct span site; /* the site's name */
	struct span host; /* of the page's address */
};

/* The title, a part of one of them, without the site's name. */
struct span title_choose(const struct title_sources *sources);

/* Is `name` that of the site, whose name and host these are? */
bool title_is_site(struct span name, struct span site, struct span host);

/*
 * Are two titles the same but for case, white space and marks?  Two of marks
 * alone are not.
 */
bool title_same(struct span a, struct span b);

#endif
