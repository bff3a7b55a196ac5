/* What a page says of itself: title, who wrote it, when, on which site. */
#ifndef CLEAN_META_H
#define CLEAN_META_H

#include "base/arena.h"
#include "html/select.h"

/* Folded texts; SPAN_NONE: the page does not say. */
struct meta {
	struct span title;     /* of the article, without the site's name */
	struct span byline;    /* the authors' names, without "By" */
	struct span published; /* YYYY-MM-DD, or less of it */
	struct span site;
	struct span language; /* as in `lang`: "en", "es-MX" */
	struct span url;      /* its own address, absolute */
};

/* Reads them, mark-up for machines first.  In the arena. */
void meta_read(
    struct arena *arena, const struct select_page *page, struct meta *meta);

#endif
