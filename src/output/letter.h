/* What the writers of text must know about single characters. */
#ifndef OUTPUT_LETTER_H
#define OUTPUT_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* The character at the beginning of valid UTF-8, 0 where there is none; its
   bytes are counted in `*len`, which is at least 1. */
uint32_t letter_first(struct span text, size_t *len);

/* The last one, or 0. */
uint32_t letter_last(struct span text);

/* Is it white space in Unicode's sense (categories Zs, and tab to return)? */
bool letter_is_space(uint32_t letter);

/*
 * Is it punctuation or a symbol (categories P and S)?  Few scripts are known:
 * `unknown` is the answer for the characters that are not.
 */
bool letter_is_sign(uint32_t letter, bool unknown);

/*
 * How many columns a terminal gives it: 2 for East Asian wide characters and
 * emoji, 0 for controls and for marks that stand on the one before, else 1.
 * The ranges are those of Unicode 15 with gaps closed, not a whole table.
 */
unsigned letter_width(uint32_t letter);

#endif
