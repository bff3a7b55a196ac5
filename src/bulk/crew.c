/*
 * Workers start, die and are replaced; what they worked at is tried once more,
 * or an error stands for it.
 */
#include "bulk/crew.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "pages.h"

/* An answer has what its page may have, and some, in bytes. */
#define LEAST_ANSWER ((size_t)1 << 20)

/* Without a worker it is tried for so long to start one, in seconds. */
#define STARVING 5

/* So many workers that die before they are ready are enough. */
#define MOST_STILLBORN 8

double
crew_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct child *
crew_feeder(struct pool *pool)
{
	return &pool->children[pool->options.jobs];
}

bool
crew_goes_on(const struct pool *pool)
{
	return !pool->over && pool->trouble.message[0] == '\0' &&
	       (pool->options.stop == NULL || *pool->options.stop == 0);
}

static void
run_worker(void *context, int fd)
{
	struct pool *pool = context;
	struct worker worker = { .reader = pool->reader,
		.make = pool->calls.make,
		.context = pool->calls.context,
		.sandbox = pool->options.sandbox,
		.memory = pool->options.page_memory };

	wire_init(&worker.wire, fd, WIRE_MOST);
	worker_run(&worker);
}

bool
crew_start(struct pool *pool, struct child *child)
{
	int keep = child == crew_feeder(pool) ? pool->opened : -1;

	if (child->process.pid != 0)
		return true;
	child->ready = false;
	child->slot = child->next = NULL;
	child->since = crew_now();
	child->charsets = pool->charset_count;
	if (process_start(&child->process, run_worker, pool, keep,
		pool->options.page_memory + LEAST_ANSWER)) {
		pool->starving = 0;
		return true;
	}
	for (size_t i = 0; i < pool->options.jobs; i++)
		if (pool->children[i].process.pid != 0)
			return false;
	if (pool->starving == 0)
		pool->starving = crew_now();
	if (crew_now() - pool->starving > STARVING)
		error_set(&pool->trouble, "no worker can be started: %s",
		    strerror(errno));
	return false;
}

void
crew_done(struct child *child)
{
	child->slot = child->next;
	child->next = NULL;
	child->since = crew_now();
}

int
crew_end(struct pool *pool, struct child *child)
{
	if (child->next != NULL)
		slots_set(&pool->slots, child->next, SLOT_WAITS);
	child->slot = child->next = NULL;
	return process_end(&child->process);
}

void
crew_settle(struct pool *pool, struct slot *slot, enum psc_status status)
{
	slot->status = status;
	slots_set(&pool->slots, slot, SLOT_DONE);
	/* Many may be done and wait: what they were made of is not kept. */
	slots_spend(slot);
}

void
crew_fail(struct pool *pool, struct slot *slot, enum psc_status status,
    const char *message)
{
	struct wire_reader in = { .rest = { slot->part.ptr, slot->part.len } };
	struct error error = { "" };
	struct part part;

	if (slot->kind == SLOT_PART) {
		worker_get_part(&in, &part, &error);
		error_set(&error, "%s", message);
		status = pages_give(
		    pool->reader, slot->name, &part, status, &error, -1);
	} else {
		status = psc_fail(pool->reader, slot->name, status, message);
	}
	scratch_free(&slot->made);
	slot->made.cap = WIRE_MOST;
	pool->calls.make(
	    pool->calls.context, pool->reader, status, &slot->made);
	crew_settle(pool, slot, status);
}

void
crew_fail_rest(struct pool *pool, struct slot *container,
    enum psc_status status, const char *message)
{
	struct slot *rest =
	    slots_add(&pool->slots, container, SLOT_FILE, container->name, -1);

	if (rest == NULL) {
		error_set(&pool->trouble, "%s", READER_NO_MEMORY);
		return;
	}
	crew_fail(pool, rest, status, message);
	slots_set(&pool->slots, container, SLOT_GONE);
}

/* Once more, from behind what it gave; what can be read once is lost. */
static void
lose_container(struct pool *pool, struct slot *container,
    enum psc_status status, const char *message)
{
	if (container->kind == SLOT_FILE && ++container->tries < CREW_TRIES)
		slots_set(&pool->slots, container, SLOT_CONTAINER);
	else
		crew_fail_rest(pool, container, status, message);
}

static void
describe(
    struct pool *pool, enum psc_status status, int ended, struct error *error)
{
	if (status == PSC_PAGE_TIMEOUT)
		error_set(error,
		    "reading it took longer than %g s: raise the limit with"
		    " --page-timeout",
		    pool->options.page_timeout);
	else if (status == PSC_NO_MEMORY)
		error_set(error,
		    "reading it took more than %zu bytes of memory: raise the"
		    " limit with --page-memory",
		    pool->options.page_memory);
	else if (WIFSIGNALED(ended))
		error_set(error, "the process that read it died (signal %d)",
		    WTERMSIG(ended));
	else
		error_set(error, "the process that read it died");
}

/*
 * Somebody else killed it, and perhaps others: that need not be the page's
 * doing, which it may not even have begun with.
 */
static unsigned
most_tries(enum psc_status status, int ended)
{
	bool killed = status == PSC_CRASHED && WIFSIGNALED(ended) &&
		      WTERMSIG(ended) == SIGKILL;

	return killed ? 2 * CREW_TRIES : CREW_TRIES;
}

static void
count_stillborn(struct pool *pool, const struct child *child)
{
	if (!child->ready && ++pool->stillborn >= MOST_STILLBORN)
		error_set(&pool->trouble, "workers die when they are started");
}

void
crew_refuse(struct pool *pool, struct child *child, struct slot *slot,
    enum slot_state state)
{
	slots_set(&pool->slots, slot, state);
	if (child->next == slot) {
		/* What it worked at may be done: its answer is still heard. */
		child->next = NULL;
		return;
	}
	count_stillborn(pool, child);
	crew_end(pool, child);
}

void
crew_lose(struct pool *pool, struct child *child, enum psc_status status)
{
	struct slot *slot = child->slot;
	int ended = crew_end(pool, child);
	struct error error = { "" };

	count_stillborn(pool, child);
	if (slot == NULL)
		return;
	slot->seconds += crew_now() - child->since;
	describe(pool, status, ended, &error);
	if (child == crew_feeder(pool))
		lose_container(pool, slot, status, error.message);
	else if (++slot->tries < most_tries(status, ended))
		slots_set(&pool->slots, slot, SLOT_WAITS);
	else
		crew_fail(pool, slot, status, error.message);
}
