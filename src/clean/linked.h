/* What a page says of itself as JSON-LD (schema.org): jansson's only reader. */
#ifndef CLEAN_LINKED_H
#define CLEAN_LINKED_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

/* No more of these are looked at. */
#define LINKED_ITEMS 32
#define LINKED_NAMES 24

/* One article, or one page; texts as they stand; SPAN_NONE: not told. */
struct linked_item {
	int rank;                 /* 2: an article, a product …; 1: a page */
	struct span title;        /* `headline`, or else `name` */
	struct span published;    /* datePublished */
	struct span language;     /* inLanguage */
	struct span url;          /* its address, as far as it is one */
	struct span site;         /* its publisher's name */
	const struct span *names; /* of its authors */
	size_t name_count;
};

struct linked {
	struct linked_item *items; /* in the page's order */
	size_t count;
	struct span site; /* the name of a WebSite */
};

/*
 * Reads the JSON texts of a page's scripts.  What is no JSON, is too large or
 * too deep is left out.  All in the arena.
 */
void linked_read(struct arena *arena, const struct span *scripts, size_t count,
    struct linked *linked);

#endif
