/*
 * The second layer of cleaning: what no rule knows is judged by its numbers.
 */
#ifndef CLEAN_SCORE_H
#define CLEAN_SCORE_H

#include "base/arena.h"
#include "clean/words.h"
#include "html/dom.h"

/*
 * Marks with `mark` the nodes that have none yet and are held for no content:
 * texts, what holds nothing but such texts, and pictures among them.
 */
void score_mark(struct arena *arena, const struct words *words,
    const struct dom *dom, uint8_t mark, uint8_t *marks);

#endif
