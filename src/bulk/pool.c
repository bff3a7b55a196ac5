/*
 * The leading process: takes pages, waits for workers, keeps the order, and
 * sees to it that none takes too long or too much.  It reads no page itself.
 */
#include "bulk/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bulk/crew.h"
#include "input/charset.h"
#include "input/digest.h"
#include "pages.h"

/* Workers are looked at so often, in seconds. */
#define TICK 0.1

/* Who did not look for so much longer was held up, in seconds. */
#define AWAY 0.5

/* Memory that a worker may take beside what counts as its page's. */
#define SLACK ((size_t)32 << 20)

/* --- what comes out ------------------------------------------------------- */

static void
come_out(struct pool *pool, struct slot *slot, bool skipped)
{
	struct pool_page page = { .name = slot->name,
		.status = slot->status,
		.made = { slot->made.ptr, slot->made.len },
		.seconds = slot->seconds,
		.skipped = skipped };

	if (page.made.ptr == NULL)
		page.made = SPAN("");
	if (!pool->calls.take(pool->calls.context, &page))
		pool->over = true;
	if (slot->kind == SLOT_PART)
		pool->fed--;
	slots_remove(&pool->slots, slot);
}

/* What can be said of a slot whose turn it is; false: it has to wait. */
static bool
settle_one(struct pool *pool, struct slot *slot)
{
	bool skipped = pool->skip > 0;

	switch (slot->state) {
	case SLOT_LOOKED_AT:
		if (skipped)
			break;
		/* It was looked at in vain. */
		slots_set(&pool->slots, slot, SLOT_WAITS);
		return false;
	case SLOT_DONE:
		break;
	case SLOT_GONE:
		slots_remove(&pool->slots, slot);
		return true;
	default:
		return false;
	}
	if (skipped && --pool->skip == 0)
		slots_read(&pool->slots);
	come_out(pool, slot, skipped);
	return true;
}

static void
settle(struct pool *pool)
{
	struct slot *slot = pool->slots.first, *next;
	bool settled = true;

	while (slot != NULL && crew_goes_on(pool) &&
	       (settled || pool->options.unordered)) {
		next = slot->next;
		settled = settle_one(pool, slot);
		slot = next;
	}
}

/* --- time ----------------------------------------------------------------- */

/* Does it take more memory than its page may? */
static bool
is_too_large(const struct pool *pool, const struct child *child)
{
	size_t most = pool->memory + SLACK + pool->options.page_memory;

	return process_memory(child->process.pid) > most;
}

/*
 * The feeder may wait for bytes for ever, but not compute for ever; what it
 * reads it gets on with, also where no page is in it.
 */
static bool
is_feeder_late(const struct pool *pool, struct child *child)
{
	size_t read = process_read(child->process.pid);
	double spent = process_seconds(child->process.pid);

	if (read != child->read) {
		child->read = read;
		child->spent = spent;
	}
	return spent - child->spent > pool->options.page_timeout;
}

static bool
is_late(struct pool *pool, struct child *child, double time)
{
	if (child == crew_feeder(pool))
		return is_feeder_late(pool, child);
	return time - child->since > pool->options.page_timeout;
}

static void
tick(struct pool *pool)
{
	double time = crew_now(), away = time - pool->ticked - TICK;

	if (away < 0)
		return;
	pool->ticked = time;
	/* Nobody is late for what this process did not hear of meanwhile. */
	for (size_t i = 0; away > AWAY && i <= pool->options.jobs; i++)
		pool->children[i].since += away;
	for (size_t i = 0; i <= pool->options.jobs; i++) {
		struct child *child = &pool->children[i];

		if (child->process.pid == 0 || child->slot == NULL)
			continue;
		if (is_late(pool, child, time))
			crew_lose(pool, child, PSC_PAGE_TIMEOUT);
		else if (time - child->since > TICK / 2 &&
			 is_too_large(pool, child))
			crew_lose(pool, child, PSC_NO_MEMORY);
	}
	if (pool->calls.tick != NULL)
		pool->calls.tick(pool->calls.context);
}

/* Waits for something to happen, at most until the next tick. */
static void
await(struct pool *pool)
{
	struct pollfd files[POOL_MOST_JOBS + 2];
	struct child *children[POOL_MOST_JOBS + 1];
	nfds_t count = 0;
	int left = (int)((TICK - (crew_now() - pool->ticked)) * 1000) + 1;

	for (size_t i = 0; i <= pool->options.jobs; i++) {
		if (pool->children[i].process.pid == 0)
			continue;
		children[count] = &pool->children[i];
		files[count++] =
		    (struct pollfd){ .fd = pool->children[i].process.wire.fd,
			    .events = POLLIN };
	}
	files[count] = (struct pollfd){ .fd = pool->awaited, .events = POLLIN };
	if (poll(files, count + 1, left > 0 ? left : 0) <= 0)
		return;
	for (nfds_t i = 0; i < count; i++)
		if (files[i].revents != 0)
			hear_child(pool, children[i]);
}

/* One round: what is free works, what is done comes out. */
static void
turn(struct pool *pool)
{
	tell_feeder(pool);
	tell_workers(pool);
	await(pool);
	tick(pool);
	settle(pool);
}

/* --- in and out ----------------------------------------------------------- */

/* Waits until the first worker is ready: what can fail at once, fails. */
static bool
wait_ready(struct pool *pool)
{
	while (!pool->children[0].ready && crew_goes_on(pool)) {
		if (!crew_start(pool, &pool->children[0]))
			break;
		await(pool);
		tick(pool);
	}
	return pool->trouble.message[0] == '\0';
}

/* As many open files as may be. */
static void
allow_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

struct pool *
pool_new(struct psc *reader, const struct pool_options *options,
    const struct pool_calls *calls, struct error *error)
{
	struct pool *pool = calloc(1, sizeof(*pool));
	char digest[65];
	size_t jobs =
	    options->jobs < POOL_MOST_JOBS ? options->jobs : POOL_MOST_JOBS;

	if (pool != NULL)
		pool->children = calloc(jobs + 1, sizeof(*pool->children));
	if (pool == NULL || pool->children == NULL) {
		error_set(error, "%s", READER_NO_MEMORY);
		free(pool);
		return NULL;
	}
	pool->reader = reader;
	pool->options = *options;
	pool->options.jobs = jobs;
	pool->calls = *calls;
	pool->skip = options->skip;
	pool->opened = pool->awaited = -1;
	allow_files();
	/* What the first digest loads cannot be loaded later. */
	(void)digest_sha256(SPAN(""), digest);
	pool->memory = process_memory(getpid());
	for (size_t i = 0; i < jobs; i++)
		(void)crew_start(pool, &pool->children[i]);
	if (wait_ready(pool))
		return pool;
	*error = pool->trouble;
	pool_free(pool);
	return NULL;
}

void
pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	for (size_t i = 0; i <= pool->options.jobs; i++)
		process_end(&pool->children[i].process);
	while (pool->slots.first != NULL)
		slots_remove(&pool->slots, pool->slots.first);
	for (size_t i = 0; i < pool->charset_count; i++)
		charset_release(pool->charsets[i]);
	free(pool->children);
	free(pool);
}

unsigned
pool_sandbox(const struct pool *pool)
{
	return pool->sandbox;
}

/*
 * Is there room for another input?  Half of what may be held is left to what
 * is being taken apart, which comes before it.
 */
static bool
has_room(const struct pool *pool)
{
	const struct slots *slots = &pool->slots;

	return slots->waiting < tell_most_waiting(pool) &&
	       slots->count < CREW_SLOTS &&
	       slots->held < tell_most_held(pool) / 2;
}

static bool
add(struct pool *pool, enum slot_kind kind, const char *name, int fd)
{
	struct slot *slot;

	while (crew_goes_on(pool) && !has_room(pool))
		turn(pool);
	if (!crew_goes_on(pool))
		return false;
	slot = slots_add(&pool->slots, NULL, kind, name, fd);
	if (slot == NULL) {
		error_set(&pool->trouble, "%s", READER_NO_MEMORY);
		return false;
	}
	slot->look = pool->skip > 0;
	slot->lists = kind == SLOT_STREAM ||
		      (kind == SLOT_OPENED && pages_are_lines(pool->reader));
	if (kind != SLOT_FILE)
		slots_set(&pool->slots, slot, SLOT_CONTAINER);
	/* Who is idle begins with it; the others are heard in their time. */
	tell_feeder(pool);
	tell_workers(pool);
	return crew_goes_on(pool);
}

bool
pool_add(struct pool *pool, const char *name)
{
	return add(pool, SLOT_FILE, name, -1);
}

bool
pool_add_fd(struct pool *pool, const char *name, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (copy < 0) {
		error_set(&pool->trouble, "%s: %s", name, strerror(errno));
		return false;
	}
	return add(pool, SLOT_STREAM, name, copy);
}

bool
pool_add_opened(struct pool *pool, const char *name)
{
	int fd = pool->reader->pages.fd;

	pool->opened = fd >= 0 ? fd : STDIN_FILENO;
	return add(pool, SLOT_OPENED, name, -1);
}

static bool
is_readable(int fd)
{
	struct pollfd file = { .fd = fd, .events = POLLIN };

	return poll(&file, 1, 0) > 0;
}

bool
pool_wait(struct pool *pool, int fd)
{
	pool->awaited = fd;
	while (
	    crew_goes_on(pool) && pool->slots.first != NULL && !is_readable(fd))
		turn(pool);
	pool->awaited = -1;
	return crew_goes_on(pool);
}

bool
pool_drain(struct pool *pool)
{
	while (crew_goes_on(pool) && pool->slots.first != NULL)
		turn(pool);
	return crew_goes_on(pool);
}

size_t
pool_skip(const struct pool *pool)
{
	return pool->skip;
}

void
pool_skip_one(struct pool *pool)
{
	pool->skip--;
}

const char *
pool_trouble(const struct pool *pool)
{
	return pool->trouble.message;
}

size_t
pool_memory(const struct pool *pool)
{
	size_t bytes = process_memory(getpid());

	for (size_t i = 0; i <= pool->options.jobs; i++)
		if (pool->children[i].process.pid != 0)
			bytes += process_memory(pool->children[i].process.pid);
	return bytes;
}
