/*
 * CSS selectors over a page: the part that PubMed's mark-up needs.
 *
 *   tag  *  #id  .class  [name]  [name=value]  [name^=v]  [name$=v]  [name*=v]
 *   [name~=word]  :not(.class)  A B  A > B  A, B
 *
 * Values may stand in quotes.  Class and id are matched as HTML does: class
 * is a list of words, both with case.
 */
#ifndef HTML_SELECT_H
#define HTML_SELECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "html/dom.h"

struct selector;

/* NULL where `source` is no selector of this kind, or there is no memory. */
struct selector *selector_new(const char *source);
void selector_free(struct selector *selector);

/* A page with an index of its ids, classes and tags. */
struct select_page {
	const struct dom *dom;
	struct select_slot *slots;
	uint32_t slot_count;    /* a power of two */
	const uint32_t *places; /* nodes, slot after slot, in order */
};

/* Makes the index, in the arena. */
void select_index(
    struct arena *arena, const struct dom *dom, struct select_page *page);

/*
 * The first element after `after` that matches, below `scope` (a node; 0:
 * everywhere).  `after` is `scope` for the first and the last result for the
 * next one.  DOM_NONE where there is no more.  As with querySelectorAll, what
 * stands before the last space may match outside of the scope.
 */
uint32_t select_next(const struct select_page *page,
    const struct selector *selector, uint32_t scope, uint32_t after);

/* The first one, or DOM_NONE. */
uint32_t select_first(const struct select_page *page,
    const struct selector *selector, uint32_t scope);

/* Does this element match? */
bool select_matches(const struct select_page *page,
    const struct selector *selector, uint32_t node);

/*
 * The elements that have this id, or this class, in document order: `*count`
 * of them.  They are part of the page's index; NULL where there is none.
 */
const uint32_t *select_named(
    const struct select_page *page, bool id, struct span name, uint32_t *count);

#endif
