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

/* Where the name of that key stands, or would. */
static inline size_t
keys_slot(const struct keys *keys, uint64_t key)
{
	size_t at = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 56);

	while (keys->slots[at].key != 0 && keys->slots[at].key != key)
		at = (at + 1) & (KEYS_SLOTS - 1);
	return at;
}

/* What was added for it; 0: nothing. */
static inline uint32_t
keys_value(const struct keys *keys, uint64_t key)
{
	return keys->slots[keys_slot(keys, key)].value;
}

#endif
