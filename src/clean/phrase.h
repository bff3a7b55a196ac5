/* Short texts that are chrome wherever they stand alone: "Advertisement". */
#ifndef CLEAN_PHRASE_H
#define CLEAN_PHRASE_H

#include <stdbool.h>

#include "base/span.h"

/* No text of more words is one. */
#define PHRASE_WORDS 60

struct phrases;

/* The table, compiled; NULL where there is no memory. */
struct phrases *phrase_new(void);
void phrase_free(struct phrases *phrases);

/* Is the whole of `text`, folded as by text_of, such a phrase? */
bool phrase_is(const struct phrases *phrases, struct span text);

#endif
