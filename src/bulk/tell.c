/*
 * What workers are told: which page is to be read, which input to be taken
 * apart.  The files are opened here, as workers open none.
 */
#include "bulk/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Bytes of what is done and waits for its turn, and some for each worker: a
 * page that takes long does not stop the others at once, and one that hangs
 * does not fill the memory.
 */
#define MOST_HELD ((size_t)4 << 20)
#define MOST_HELD_EACH ((size_t)128 << 10)

/* Pages for each worker that wait for it, and some. */
#define READY_EACH 2
#define READY_MORE 2

static bool
send_order(struct child *child, struct slot *slot, enum worker_order order,
    uint64_t number, int fd)
{
	struct scratch out = { .cap = WIRE_MOST };
	struct span name = { slot->name, strlen(slot->name) + 1 };
	struct span part = { slot->part.ptr, slot->part.len };
	bool good =
	    wire_put_text(&out, name) && wire_put_number(&out, number) &&
	    (order != WORKER_FEED || wire_put_number(&out, slot->given)) &&
	    (part.len == 0 || scratch_add(&out, part) == PSC_OK) &&
	    wire_send(&child->process.wire, order,
		(struct span){ out.ptr, out.len }, fd);

	scratch_free(&out);
	if (child->slot == NULL) {
		child->since = crew_now();
		child->slot = slot;
	} else {
		child->next = slot;
	}
	return good;
}

/* A pipe must not hold up all others: it may be long until somebody writes. */
static int
open_file(const char *name, struct stat *file)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int flags;

	if (fd < 0)
		return -1;
	if (fstat(fd, file) == 0) {
		if (S_ISREG(file->st_mode))
			return fd;
		flags = fcntl(fd, F_GETFL);
		if (flags != -1 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0)
			return fd;
	}
	close(fd);
	return -1;
}

static bool
is_busy(const struct pool *pool)
{
	for (size_t i = 0; i <= pool->options.jobs; i++)
		if (pool->children[i].slot != NULL)
			return true;
	return false;
}

/*
 * Opens the file of a slot.  False, and no file: too many are open for now; it
 * is tried again when another page is done.
 */
static bool
open_name(const struct pool *pool, const struct slot *slot, int *fd,
    struct stat *file, struct error *error)
{
	int why;

	*fd = open_file(slot->name, file);
	why = errno;
	if (*fd >= 0)
		return true;
	error_set(error, "cannot be opened: %s", strerror(why));
	return (why != EMFILE && why != ENFILE) || !is_busy(pool);
}

/*
 * Opens the file of a slot, for one attempt.  -1: there is nothing to read it
 * from; what comes out of the slot is settled then, or it is tried later.
 */
static int
open_slot(struct pool *pool, struct slot *slot)
{
	struct error error = { "" };
	struct stat file;
	int fd;

	if (!open_name(pool, slot, &fd, &file, &error))
		return -1;
	if (fd < 0) {
		crew_fail(pool, slot, PSC_UNREADABLE, error.message);
		return -1;
	}
	if (S_ISREG(file.st_mode))
		return fd;
	/* What can be read once is read by the feeder. */
	slot->kind = SLOT_STREAM;
	slot->lists = true;
	slot->fd = fd;
	slots_set(&pool->slots, slot, SLOT_CONTAINER);
	return -1;
}

static void
close_own(bool own, int fd)
{
	if (own)
		close(fd);
}

/* Gives a worker a page. */
static void
give(struct pool *pool, struct child *child, struct slot *slot)
{
	bool is_file = slot->kind == SLOT_FILE;
	int fd = is_file ? open_slot(pool, slot) : slot->fd;
	bool look = slot->look && pool->skip > 0;
	enum worker_order order = !is_file ? WORKER_PART
				  : look   ? WORKER_LOOK
					   : WORKER_READ;
	bool good;

	if (is_file && fd < 0)
		return;
	/* An older one lacks what was loaded for this page. */
	if (slot->final && child->charsets != pool->charset_count) {
		crew_end(pool, child);
		if (!crew_start(pool, child)) {
			close_own(is_file, fd);
			return;
		}
	}
	if (!is_file && fd >= 0)
		lseek(fd, 0, SEEK_SET);
	slots_set(&pool->slots, slot, SLOT_RUNS);
	slot->looks = order == WORKER_LOOK;
	good = send_order(child, slot, order, slot->final, fd);
	close_own(is_file, fd);
	if (!good)
		crew_refuse(pool, child, slot, SLOT_WAITS);
}

/* Has the feeder take an input apart. */
static void
give_container(struct pool *pool, struct child *child, struct slot *slot)
{
	bool is_file = slot->kind == SLOT_FILE;
	int fd = slot->kind == SLOT_OPENED ? -1 : slot->fd;
	struct error error = { "" };
	struct stat file;
	bool good;

	if (is_file && !open_name(pool, slot, &fd, &file, &error))
		return;
	if (is_file && fd < 0) {
		crew_fail_rest(pool, slot, PSC_UNREADABLE, error.message);
		return;
	}
	pool->asked = 0;
	slots_set(&pool->slots, slot, SLOT_FED);
	good = send_order(child, slot, WORKER_FEED, pool->skip, fd);
	child->read = 0;
	child->spent = process_seconds(child->process.pid);
	close_own(is_file, fd);
	if (!good)
		crew_refuse(pool, child, slot, SLOT_CONTAINER);
}

/* Gives a worker the first page that waits; false: that cannot be now. */
static bool
give_first(struct pool *pool, struct child *child)
{
	struct slot *slot;

	if (!crew_start(pool, child))
		return false;
	slot = slots_find(&pool->slots, SLOT_WAITS);
	give(pool, child, slot);
	return slot != slots_find(&pool->slots, SLOT_WAITS);
}

/*
 * A second page lies with a worker, so that it need not wait for this process;
 * not where there is little to do, as another may be idle sooner.
 */
static bool
may_have_more(const struct pool *pool, const struct child *child)
{
	const struct slot *slot;

	if (child->slot == NULL || child->next != NULL ||
	    pool->slots.waiting <= pool->options.jobs)
		return false;
	slot = slots_find(&pool->slots, SLOT_WAITS);
	return slot != NULL && !slot->final;
}

void
tell_workers(struct pool *pool)
{
	for (size_t i = 0; i < pool->options.jobs && crew_goes_on(pool); i++)
		while (
		    pool->children[i].slot == NULL && pool->slots.waiting > 0)
			if (!give_first(pool, &pool->children[i]))
				break;
	for (size_t i = 0; i < pool->options.jobs && crew_goes_on(pool); i++)
		if (may_have_more(pool, &pool->children[i]))
			(void)give_first(pool, &pool->children[i]);
}

size_t
tell_most_held(const struct pool *pool)
{
	return MOST_HELD + pool->options.jobs * MOST_HELD_EACH;
}

size_t
tell_most_waiting(const struct pool *pool)
{
	return pool->options.jobs * READY_EACH + READY_MORE;
}

/*
 * Which input the feeder may begin with: as long as some of its pages may be
 * done already, only the one whose turn it is.
 */
static struct slot *
next_container(const struct pool *pool)
{
	struct slot *slot = pool->slots.first;

	if (pool->skip > 0)
		return slot != NULL && slot->state == SLOT_CONTAINER ? slot
								     : NULL;
	return slots_find(&pool->slots, SLOT_CONTAINER);
}

/* Where there is no room for one more, a worker that is idle makes it. */
static bool
start_feeder(struct pool *pool)
{
	struct child *feeder = crew_feeder(pool);

	if (crew_start(pool, feeder))
		return true;
	for (size_t i = 0; i < pool->options.jobs; i++) {
		struct child *child = &pool->children[i];

		if (child->process.pid != 0 && child->slot == NULL) {
			crew_end(pool, child);
			return crew_start(pool, feeder);
		}
	}
	return false;
}

void
tell_feeder(struct pool *pool)
{
	struct child *child = crew_feeder(pool);
	struct slot *slot = child->slot;

	if (slot == NULL) {
		slot = next_container(pool);
		if (slot == NULL || !start_feeder(pool))
			return;
		give_container(pool, child, slot);
	}
	/* What stands behind it does not count: it may wait for this. */
	while (child->slot != NULL && pool->fed + pool->asked < CREW_SLOTS &&
	       pool->slots.waiting + pool->asked < tell_most_waiting(pool) &&
	       (pool->slots.held < tell_most_held(pool) || pool->fed == 0)) {
		/* Where it is dead, that will be heard. */
		if (!wire_send(&child->process.wire, WORKER_MORE, SPAN(""), -1))
			return;
		pool->asked++;
	}
}
