/*
 * The second layer of cleaning: what no rule knows is judged by its numbers.
 */
#ifndef CLEAN_SCORE_H
#define CLEAN_SCORE_H

#include "base/arena.h"
#include "clean/words.h"
#include "html/dom.h"

struct score;

/* What it takes to score; NULL where there is no memory. */
struct score *score_new(void);
void score_free(struct score *score);

/* The words that units and features are made with. */
const struct words *score_words(const struct score *score);

/*
 * Marks with `mark` the nodes that have none yet and are held for no content:
 * texts, what holds nothing but such texts, and pictures among them.
 */
void score_mark(struct arena *arena, const struct score *score,
    const struct dom *dom, uint8_t mark, uint8_t *marks);

#endif
