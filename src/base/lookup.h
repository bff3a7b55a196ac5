/*
 * Numbers by texts: a table that grows in an arena.  It holds the texts as
 * spans, which must outlive it.
 */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

#define LOOKUP_NONE UINT32_MAX

struct lookup_slot {
	struct span key; /* NULL: the slot is free */
	uint32_t value;
};

/* All zero: empty. */
struct lookup {
	struct lookup_slot *slots;
	size_t count, room; /* room: a power of two */
};

/* The number that stands for `key`, or LOOKUP_NONE. */
uint32_t lookup_find(const struct lookup *lookup, struct span key);

/* Adds a key, which is not SPAN_NONE; false where it was there. */
bool lookup_add(struct arena *arena, struct lookup *lookup, struct span key,
    uint32_t value);

#endif
