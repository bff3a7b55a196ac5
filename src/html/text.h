/* The text of an element as a reader sees it (RECORD, "Text"). */
#ifndef HTML_TEXT_H
#define HTML_TEXT_H

#include "base/arena.h"
#include "html/dom.h"

/*
 * The text of `node` and all below it: block-level elements and line breaks
 * are one space each, runs of white space and U+00A0 one space, the ends are
 * trimmed of it and of U+FEFF.  Nodes with a mark in `skip` (one byte a node;
 * NULL: none) are left out with all below them.  In the arena; never NULL.
 */
struct span text_of(struct arena *arena, const struct dom *dom, uint32_t node,
    const uint8_t *skip);

/* The same, of the nodes from `from` up to, not including, `to`. */
struct span text_between(struct arena *arena, const struct dom *dom,
    uint32_t from, uint32_t to, const uint8_t *skip);

/* The same folding for a text that is in no node: an attribute's value. */
struct span text_fold(struct arena *arena, struct span text);

#endif
