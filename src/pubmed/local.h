/*
 * Addresses that who saved a page put in the place of the page's own: of files
 * beside it, of what stands in it, of archives and translators.
 */
#ifndef PUBMED_LOCAL_H
#define PUBMED_LOCAL_H

#include "base/arena.h"
#include "html/dom.h"

/* Does the address start with a scheme ("https:", "mailto:")? */
bool local_has_scheme(struct span address);

/* Is the address in the attribute `name`, not empty, such a one? */
bool local_is_rewritten(struct span name, struct span address);

/*
 * The page's own address, relative or absolute, where it is known: from other
 * attributes of the element, or from the address itself; SPAN_NONE where it
 * is lost.  In the arena, or in the page.
 */
struct span local_restore(struct arena *arena, const struct dom *dom,
    uint32_t node, struct span name, struct span address);

#endif
