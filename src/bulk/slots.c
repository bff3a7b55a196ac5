/*
 * This file keeps a list.  It does not know how slots get from one state to
 * the next.
 */
#include "bulk/slots.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bulk/wire.h"

struct slot *
slots_add(struct slots *slots, struct slot *before, enum slot_kind kind,
    const char *name, int fd)
{
	struct slot *slot = calloc(1, sizeof(*slot));
	size_t size = strlen(name) + 1;

	if (slot == NULL)
		return NULL;
	slot->name = malloc(size);
	if (slot->name == NULL) {
		free(slot);
		return NULL;
	}
	memcpy(slot->name, name, size);
	slot->kind = kind;
	slot->fd = fd;
	slot->part.cap = slot->made.cap = WIRE_MOST;
	slot->next = before;
	slot->before = before == NULL ? slots->last : before->before;
	*(slot->before == NULL ? &slots->first : &slot->before->next) = slot;
	*(before == NULL ? &slots->last : &before->before) = slot;
	slots->count++;
	slots->waiting++;
	return slot;
}

void
slots_set(struct slots *slots, struct slot *slot, enum slot_state state)
{
	if (slot->state == SLOT_WAITS)
		slots->waiting--;
	if (slot->state == SLOT_DONE)
		slots->held -= slot->made.len;
	slot->state = state;
	if (state == SLOT_WAITS)
		slots->waiting++;
	if (state == SLOT_DONE)
		slots->held += slot->made.len;
}

void
slots_spend(struct slot *slot)
{
	if (slot->fd >= 0)
		close(slot->fd);
	slot->fd = -1;
	scratch_free(&slot->part);
}

void
slots_remove(struct slots *slots, struct slot *slot)
{
	slots_set(slots, slot, SLOT_GONE);
	*(slot->before == NULL ? &slots->first : &slot->before->next) =
	    slot->next;
	*(slot->next == NULL ? &slots->last : &slot->next->before) =
	    slot->before;
	slots->count--;
	slots_spend(slot);
	scratch_free(&slot->made);
	free(slot->name);
	free(slot);
}

struct slot *
slots_find(const struct slots *slots, enum slot_state state)
{
	struct slot *slot = slots->first;

	while (slot != NULL && slot->state != state)
		slot = slot->next;
	return slot;
}

void
slots_read(struct slots *slots)
{
	struct slot *slot = slots->first;

	for (; slot != NULL; slot = slot->next)
		if (slot->state == SLOT_LOOKED_AT && slot->before != NULL)
			slots_set(slots, slot, SLOT_WAITS);
}
