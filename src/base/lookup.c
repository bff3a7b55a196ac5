/* A hash table with open addressing; nothing is ever taken out of it. */
#include "base/lookup.h"

#define FIRST_ROOM 64

/* FNV-1a, 32 bits. */
static uint32_t
hash_text(struct span text)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (uint8_t)text.ptr[i]) * 16777619u;
	return hash ^ hash >> 15;
}

/* Where the key is, or would be. */
static struct lookup_slot *
slot_of(const struct lookup *lookup, struct span key)
{
	size_t at = hash_text(key) & (lookup->room - 1);

	while (lookup->slots[at].key.ptr != NULL &&
	       !span_equal(lookup->slots[at].key, key))
		at = (at + 1) & (lookup->room - 1);
	return &lookup->slots[at];
}

uint32_t
lookup_find(const struct lookup *lookup, struct span key)
{
	const struct lookup_slot *slot;

	if (lookup->room == 0)
		return LOOKUP_NONE;
	slot = slot_of(lookup, key);
	return slot->key.ptr == NULL ? LOOKUP_NONE : slot->value;
}

static void
grow(struct arena *arena, struct lookup *lookup)
{
	struct lookup larger = { .count = lookup->count };

	larger.room = lookup->room == 0 ? FIRST_ROOM : lookup->room * 4;
	larger.slots = arena_zeros(arena, larger.room, sizeof(*larger.slots));
	for (size_t i = 0; i < lookup->room; i++)
		if (lookup->slots[i].key.ptr != NULL)
			*slot_of(&larger, lookup->slots[i].key) =
			    lookup->slots[i];
	*lookup = larger;
}

bool
lookup_add(
    struct arena *arena, struct lookup *lookup, struct span key, uint32_t value)
{
	struct lookup_slot *slot;

	if (lookup->count * 2 >= lookup->room)
		grow(arena, lookup);
	slot = slot_of(lookup, key);
	if (slot->key.ptr != NULL)
		return false;
	*slot = (struct lookup_slot){ key, value };
	lookup->count++;
	return true;
}
