/*
 * This file holds bytes on the heap while their number is still unknown.  It
 * does not read, unpack or decode them.
 */
#include "input/scratch.h"

#include <stdlib.h>
#include <string.h>

/* The first room: a small page fits, a large one doubles a few times. */
#define FIRST_ROOM ((size_t)64 << 10)

enum psc_status
scratch_need(struct scratch *scratch, size_t more)
{
	if (more > scratch->cap || scratch->len > scratch->cap - more)
		return PSC_TOO_LARGE;
	size_t need = scratch->len + more;
	if (need <= scratch->room)
		return PSC_OK;
	size_t room = scratch->room < FIRST_ROOM / 2     ? FIRST_ROOM
		      : scratch->room > scratch->cap / 2 ? scratch->cap
							 : scratch->room * 2;
	if (room < need)
		room = need;
	if (room > scratch->cap)
		room = scratch->cap;
	char *ptr = realloc(scratch->ptr, room);
	if (ptr == NULL)
		return PSC_NO_MEMORY;
	scratch->ptr = ptr;
	scratch->room = room;
	return PSC_OK;
}

enum psc_status
scratch_add(struct scratch *scratch, struct span text)
{
	if (text.len == 0)
		return PSC_OK;
	enum psc_status status = scratch_need(scratch, text.len);
	if (status != PSC_OK)
		return status;
	memcpy(scratch->ptr + scratch->len, text.ptr, text.len);
	scratch->len += text.len;
	return PSC_OK;
}

enum psc_status
scratch_keep(
    const struct scratch *scratch, struct arena *arena, struct span *kept)
{
	char *copy = arena_alloc(arena, scratch->len);
	if (copy == NULL)
		return PSC_NO_MEMORY;
	if (scratch->len > 0)
		memcpy(copy, scratch->ptr, scratch->len);
	*kept = (struct span){ copy, scratch->len };
	return PSC_OK;
}

void
scratch_free(struct scratch *scratch)
{
	free(scratch->ptr);
	*scratch = (struct scratch){ .cap = scratch->cap };
}
