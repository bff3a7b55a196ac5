/*
 * What workers answer.  They may have been taken over by a page: nothing is
 * believed but what became of the page that one was given.
 */
#include "bulk/crew.h"

#include <string.h>
#include <unistd.h>

#include "input/charset.h"
#include "pages.h"

/*
 * A set that a worker cannot load is loaded here, for all workers that are
 * made from now on; that one is replaced.
 */
static void
load_charset(struct pool *pool, struct child *child, struct span name)
{
	char text[64];
	void *held = NULL;

	child->slot->final = true;
	if (name.len < sizeof(text) && pool->charset_count < CREW_CHARSETS) {
		memcpy(text, name.ptr, name.len);
		text[name.len] = '\0';
		held = charset_hold(text);
	}
	if (held != NULL)
		pool->charsets[pool->charset_count++] = held;
	slots_set(&pool->slots, child->slot, SLOT_WAITS);
	crew_end(pool, child);
}

/* What worker_make made; whether it makes sense, its caller sees. */
static bool
take_made(struct slot *slot, struct wire_reader *in)
{
	scratch_free(&slot->made);
	slot->made.cap = WIRE_MOST;
	return scratch_add(&slot->made, in->rest) == PSC_OK;
}

static bool
take_page(struct pool *pool, struct child *child, struct span body)
{
	struct slot *slot = child->slot;
	struct wire_reader in = { .rest = body };
	uint64_t status = wire_number(&in);

	if (in.bad || status >= PSC_END || slot->looks || !take_made(slot, &in))
		return false;
	slot->seconds += crew_now() - child->since;
	crew_done(child);
	if (status == PSC_NO_MEMORY && ++slot->tries < CREW_TRIES) {
		/* A fresh one has more; this one ends. */
		slots_set(&pool->slots, slot, SLOT_WAITS);
		if (child->slot != NULL)
			slots_set(&pool->slots, child->slot, SLOT_WAITS);
		crew_end(pool, child);
	} else {
		crew_settle(pool, slot, (enum psc_status)status);
	}
	return true;
}

/* A file was looked at: there may be several pages in it, or not. */
static bool
take_look(struct pool *pool, struct child *child, bool several)
{
	struct slot *slot = child->slot;

	if (slot->kind != SLOT_FILE || (!several && !slot->looks))
		return false;
	crew_done(child);
	slot->look = false;
	if (several)
		slots_set(&pool->slots, slot, SLOT_CONTAINER);
	else
		slots_set(&pool->slots, slot,
		    pool->skip > 0 ? SLOT_LOOKED_AT : SLOT_WAITS);
	return true;
}

/* What a worker says; false: it makes no sense. */
static bool
hear_worker(
    struct pool *pool, struct child *child, const struct wire_message *message)
{
	struct wire_reader in = { .rest = message->body };

	if (child->slot == NULL)
		return false;
	switch (message->kind) {
	case WORKER_PAGE:
		return take_page(pool, child, message->body);
	case WORKER_SEVERAL:
		child->slot->lists = wire_number(&in) != 0;
		return take_look(pool, child, true);
	case WORKER_SINGLE:
		return take_look(pool, child, false);
	case WORKER_CHARSET:
		if (child->slot->final)
			return false;
		load_charset(pool, child, message->body);
		return true;
	default:
		return false;
	}
}

/*
 * A page that the feeder found; the file that a line names is opened here,
 * from where the list is.
 */
static bool
take_part(struct pool *pool, struct child *child, struct wire_message *message)
{
	struct slot *container = child->slot, *slot;
	struct wire_reader in = { .rest = message->body };
	struct error error = { "" };
	struct part part;
	enum psc_status status = worker_get_part(&in, &part, &error);
	bool named = status == PSC_OK && part.path.ptr != NULL;

	/* Each has either its bytes or a path, and that only in a list. */
	if (in.bad || pool->asked == 0 || (named && !container->lists) ||
	    (status == PSC_OK && named == (message->fd >= 0)))
		return false;
	pool->asked--;
	container->given++;
	container->tries = 0;
	if (named) {
		message->fd = pages_open_path(
		    pages_folder(container->name), part.path, &error);
		if (message->fd < 0)
			status = PSC_UNREADABLE;
	}
	slot = slots_add(
	    &pool->slots, container, SLOT_PART, container->name, message->fd);
	if (slot == NULL)
		return false;
	message->fd = -1;
	pool->fed++;
	return worker_put_part(&slot->part, &part, status, &error);
}

/* Pages of its input that are done already were passed over. */
static bool
take_skipped(struct pool *pool, struct slot *container, struct span body)
{
	struct pool_page page = {
		.name = container->name, .made = SPAN(""), .skipped = true
	};
	struct wire_reader in = { .rest = body };
	uint64_t count = wire_number(&in);

	if (in.bad || count == 0 || count > pool->skip)
		return false;
	pool->skip -= (size_t)count;
	container->given += (size_t)count;
	container->tries = 0;
	if (pool->skip == 0)
		slots_read(&pool->slots);
	if (!pool->calls.take(pool->calls.context, &page))
		pool->over = true;
	return true;
}

static bool
hear_feeder(
    struct pool *pool, struct child *child, struct wire_message *message)
{
	if (child->slot == NULL)
		return false;
	switch (message->kind) {
	case WORKER_FOUND:
		child->spent = process_seconds(child->process.pid);
		return take_part(pool, child, message);
	case WORKER_SKIPPED:
		child->spent = process_seconds(child->process.pid);
		return take_skipped(pool, child->slot, message->body);
	case WORKER_END:
		slots_set(&pool->slots, child->slot, SLOT_GONE);
		child->slot = NULL;
		return true;
	default:
		return false;
	}
}

static bool
hear(struct pool *pool, struct child *child, struct wire_message *message)
{
	struct wire_reader in = { .rest = message->body };

	if (message->kind == WORKER_READY && !child->ready) {
		unsigned kept = (unsigned)wire_number(&in);

		/* None is shut in less than the first. */
		if (in.bad || (pool->any && kept != pool->sandbox))
			return false;
		pool->sandbox = kept;
		child->ready = pool->any = true;
		pool->stillborn = 0;
		return true;
	}
	return child == crew_feeder(pool) ? hear_feeder(pool, child, message)
					  : hear_worker(pool, child, message);
}

void
hear_child(struct pool *pool, struct child *child)
{
	struct wire_message message;
	enum wire_state state;

	/* What has come is all there is for now, but for what it has left. */
	do {
		state = wire_receive(&child->process.wire, false, &message);
		if (state == WIRE_LATER)
			return;
		if (state == WIRE_MESSAGE && !hear(pool, child, &message))
			state = WIRE_OVER;
		if (message.fd >= 0)
			close(message.fd);
		if (state == WIRE_OVER)
			crew_lose(pool, child, PSC_CRASHED);
	} while (
	    child->process.pid != 0 && wire_has_more(&child->process.wire));
}
