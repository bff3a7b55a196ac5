/* A table with open addressing; names are never taken out. */
#include "html/keys.h"

uint64_t
keys_of(struct span name)
{
	uint64_t key = name.len < 8 ? name.len : 8;
	size_t i;

	for (i = 0; i < name.len && i < 7; i++)
		key = key << 8 | (uint8_t)span_lower(name.ptr[i]);
	for (; i < name.len; i++)
		key = key * UINT64_C(0x9e3779b97f4a7c15) ^
		      (uint8_t)span_lower(name.ptr[i]);
	return key;
}

bool
keys_is(uint64_t key, const char *name)
{
	return key == keys_of(span_of(name));
}

void
keys_add(struct keys *keys, struct span name, uint32_t value)
{
	uint64_t key = keys_of(name);
	size_t at = keys_slot(keys, key);

	keys->slots[at].key = key;
	keys->slots[at].value = value;
}
