/*
 * Names of elements and attributes as numbers, and small sets of them.
 * Letters are lower case here, whatever they were.
 */
#ifndef HTML_KEYS_H
#define HTML_KEYS_H

#include <stdint.h>

#include "base/span.h"

#define KEYS_SLOTS 256 /* a power of two; no set has half as many names */

struct keys {
	struct {
		uint64_t key; /* 0: free */
		uint32_t value;
	} slots[KEYS_SLOTS];
};

/* A name's bytes, or a hash where it is longer than 7; 0: it is empty. */
uint64_t keys_of(struct span name);

bool keys_is(uint64_t key, const char *name);

/* Adds a name to the set, which starts as zeros. */
void keys_add(struct keys *keys, struct span name, uint32_t value);

/* What was added for it; 0: nothing. */
uint32_t keys_value(const struct keys *keys, uint64_t key);

#endif
