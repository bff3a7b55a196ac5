/* The links and the images of a page to be read. */
#ifndef OUTPUT_LINKS_H
#define OUTPUT_LINKS_H

#include <stdbool.h>

#include "base/arena.h"
#include "output/document.h"
#include "record/cleaned.h"

/* No more of each are taken. */
#define LINKS_MOST 10000
#define LINKS_IMAGES_MOST 2000

/*
 * Adds the document's links and images to the lists of `cleaned`, which are
 * empty, in the document's order; each only once with the same text and
 * address.  False where there were more than are taken.  In the arena.
 *
 * A link is one with an address of http, https, mailto, ftp or tel that does
 * not lead to a place of the same page.  Its text is what a reader sees, or
 * else the `alt` of a picture in it; SPAN_NONE where it has neither.
 *
 * An image has an address of http or https: where a page keeps the real one
 * for a script that loads it later, that one.  `alt` is SPAN_NONE where the
 * page has none; the caption is that of the figure around it.  Images of one
 * point, which only count readers, are left out.
 */
bool links_read(struct arena *arena, const struct document *document,
    struct cleaned *cleaned);

#endif
