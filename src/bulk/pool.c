/*
 * The leading process: hands pages to workers, keeps the order, and replaces
 * workers that died, hang or take too much.  It reads no page itself, and
 * believes a worker nothing but what became of its page.
 */
#include "bulk/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bulk/process.h"
#include "bulk/sandbox.h"
#include "bulk/slots.h"
#include "input/charset.h"
#include "input/digest.h"
#include "pages.h"

/* Attempts at a page, each in a worker of its own. */
#define MOST_TRIES 2

/* Pages on their way. */
#define MOST_SLOTS 4096

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

/* Workers are looked at so often, in seconds. */
#define TICK 0.1

/* So many workers that die before they are ready are enough. */
#define MOST_STILLBORN 8

/* Character sets that were loaded; there are not so many. */
#define MOST_CHARSETS 64

/* Memory that a worker may take beside what counts as its page's. */
#define SLACK ((size_t)32 << 20)

struct child {
	struct process process;
	bool ready;
	struct slot *slot; /* what it works at; NULL: it is idle */
	double since;      /* when it began with that */
	double spent;      /* feeder: its seconds when it was heard last */
	bool looks;        /* it was told WORKER_LOOK */
	size_t charsets;   /* of the pool's, when it was made */
};

struct pool {
	struct psc *reader;
	struct pool_options options;
	struct pool_calls calls;
	struct slots slots;
	struct child *children; /* the workers, and the feeder behind them */
	size_t asked;           /* parts that the feeder was asked for */
	size_t fed;             /* parts that are in `slots` */
	size_t skip;
	int opened; /* the file that the reader has open; -1: none */
	unsigned sandbox;
	size_t stillborn;
	size_t memory; /* bytes that this process had at first */
	double ticked;
	bool over; /* `take` wants no more */
	void *charsets[MOST_CHARSETS];
	size_t charset_count;
	struct error trouble;
};

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct child *
feeder_of(struct pool *pool)
{
	return &pool->children[pool->options.jobs];
}

static bool
goes_on(const struct pool *pool)
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

	wire_init(&worker.wire, fd);
	worker_run(&worker);
}

/* False: there is no process to be had, and none that goes on. */
static bool
start(struct pool *pool, struct child *child)
{
	int keep = child == feeder_of(pool) ? pool->opened : -1;

	if (child->process.pid != 0)
		return true;
	child->ready = false;
	child->slot = NULL;
	child->since = now();
	child->charsets = pool->charset_count;
	if (process_start(&child->process, run_worker, pool, keep))
		return true;
	for (size_t i = 0; i <= pool->options.jobs; i++)
		if (pool->children[i].process.pid != 0 &&
		    &pool->children[i] != feeder_of(pool))
			return false;
	error_set(
	    &pool->trouble, "no worker can be started: %s", strerror(errno));
	return false;
}

/* What a page gave is there. */
static void
set_done(struct pool *pool, struct slot *slot, enum psc_status status)
{
	slot->status = status;
	slots_set(&pool->slots, slot, SLOT_DONE);
}

/* An error stands for the page: it is made here. */
static void
fail_slot(struct pool *pool, struct slot *slot, enum psc_status status,
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
	set_done(pool, slot, status);
}

/* An input that came apart no further: an error stands for its rest. */
static void
fail_rest(struct pool *pool, struct slot *container, const char *message)
{
	struct slot *rest =
	    slots_add(&pool->slots, container, SLOT_FILE, container->name, -1);

	if (rest == NULL) {
		error_set(&pool->trouble, "%s", READER_NO_MEMORY);
		return;
	}
	fail_slot(pool, rest, PSC_CRASHED, message);
	slots_set(&pool->slots, container, SLOT_GONE);
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

/* Ends a worker that went wrong, and sees to what it worked at. */
static void
lose(struct pool *pool, struct child *child, enum psc_status status)
{
	struct slot *slot = child->slot;
	int ended = process_end(&child->process);
	struct error error;

	child->slot = NULL;
	if (!child->ready && ++pool->stillborn >= MOST_STILLBORN)
		error_set(&pool->trouble, "workers die when they are started");
	if (slot == NULL)
		return;
	slot->seconds += now() - child->since;
	describe(pool, status, ended, &error);
	if (child == feeder_of(pool))
		fail_rest(pool, slot, error.message);
	else if (++slot->tries < MOST_TRIES)
		slots_set(&pool->slots, slot, SLOT_WAITS);
	else
		fail_slot(pool, slot, status, error.message);
}

/* --- what workers answer -------------------------------------------------- */

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
	if (name.len < sizeof(text) && pool->charset_count < MOST_CHARSETS) {
		memcpy(text, name.ptr, name.len);
		text[name.len] = '\0';
		held = charset_hold(text);
	}
	if (held != NULL)
		pool->charsets[pool->charset_count++] = held;
	slots_set(&pool->slots, child->slot, SLOT_WAITS);
	child->slot = NULL;
	process_end(&child->process);
}

/* A line is a line: nothing else is believed to be what worker_make made. */
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

	if (in.bad || status >= PSC_END || child->looks ||
	    !take_made(slot, &in))
		return false;
	slot->seconds += now() - child->since;
	child->slot = NULL;
	if (status == PSC_NO_MEMORY && ++slot->tries < MOST_TRIES) {
		/* A fresh one has more. */
		process_end(&child->process);
		slots_set(&pool->slots, slot, SLOT_WAITS);
	} else {
		set_done(pool, slot, (enum psc_status)status);
	}
	return true;
}

/* A file was looked at: there may be several pages in it, or not. */
static bool
take_look(struct pool *pool, struct child *child, bool several)
{
	struct slot *slot = child->slot;

	if (slot->kind != SLOT_FILE || (!several && !child->looks))
		return false;
	child->slot = NULL;
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
	if (child->slot == NULL)
		return false;
	switch (message->kind) {
	case WORKER_PAGE:
		return take_page(pool, child, message->body);
	case WORKER_SEVERAL:
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
	struct error error;
	struct part part;
	enum psc_status status = worker_get_part(&in, &part, &error);
	bool named = status == PSC_OK && part.path.ptr != NULL;

	if (in.bad || pool->asked == 0 ||
	    (status == PSC_OK && !named && message->fd < 0))
		return false;
	pool->asked--;
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
take_skipped(struct pool *pool, const struct slot *container, struct span body)
{
	struct pool_page page = {
		.name = container->name, .made = SPAN(""), .skipped = true
	};
	struct wire_reader in = { .rest = body };
	uint64_t count = wire_number(&in);

	if (in.bad || count > pool->skip)
		return false;
	pool->skip -= (size_t)count;
	if (count > 0 && !pool->calls.take(pool->calls.context, &page))
		pool->over = true;
	return true;
}

static bool
hear_feeder(
    struct pool *pool, struct child *child, struct wire_message *message)
{
	if (child->slot == NULL)
		return false;
	child->spent = process_seconds(child->process.pid);
	switch (message->kind) {
	case WORKER_FOUND:
		return take_part(pool, child, message);
	case WORKER_SKIPPED:
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
		pool->sandbox = (unsigned)wire_number(&in);
		child->ready = true;
		pool->stillborn = 0;
		return !in.bad;
	}
	return child == feeder_of(pool) ? hear_feeder(pool, child, message)
					: hear_worker(pool, child, message);
}

/* All that has come from a worker. */
static void
listen_to(struct pool *pool, struct child *child)
{
	struct wire_message message;
	enum wire_state state;

	while (child->process.pid != 0) {
		state = wire_receive(&child->process.wire, false, &message);
		if (state == WIRE_LATER)
			return;
		if (state == WIRE_MESSAGE && !hear(pool, child, &message))
			state = WIRE_OVER;
		if (message.fd >= 0)
			close(message.fd);
		if (state == WIRE_OVER)
			lose(pool, child, PSC_CRASHED);
	}
}

/* --- what workers are told ------------------------------------------------ */

static bool
send_order(struct child *child, struct slot *slot, enum worker_order order,
    uint64_t number, int fd)
{
	struct scratch out = { .cap = WIRE_MOST };
	struct span name = { slot->name, strlen(slot->name) + 1 };
	struct span part = { slot->part.ptr, slot->part.len };
	bool good = wire_put_text(&out, name) &&
		    wire_put_number(&out, number) &&
		    (part.len == 0 || scratch_add(&out, part) == PSC_OK) &&
		    wire_send(&child->process.wire, order,
			(struct span){ out.ptr, out.len }, fd);

	scratch_free(&out);
	child->since = now();
	child->slot = slot;
	return good;
}

/*
 * Opens the file of a slot, for one attempt.  -1: there is nothing to read it
 * from; what comes out of the slot is settled then.
 */
static int
open_file(struct pool *pool, struct slot *slot)
{
	int fd = open(slot->name, O_RDONLY | O_CLOEXEC);
	struct stat file;
	struct error error;

	if (fd < 0) {
		error_set(&error, "cannot be opened: %s", strerror(errno));
		fail_slot(pool, slot, PSC_UNREADABLE, error.message);
		return -1;
	}
	if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode))
		return fd;
	/* What can be read once is read by the feeder. */
	slot->kind = SLOT_STREAM;
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
	int fd = is_file ? open_file(pool, slot) : slot->fd;
	bool look = slot->look && pool->skip > 0;
	enum worker_order order = !is_file ? WORKER_PART
				  : look   ? WORKER_LOOK
					   : WORKER_READ;
	bool good;

	if (is_file && fd < 0)
		return;
	/* An older one lacks what was loaded for this page. */
	if (slot->final && child->charsets != pool->charset_count) {
		process_end(&child->process);
		if (!start(pool, child)) {
			close_own(is_file, fd);
			return;
		}
	}
	if (!is_file && fd >= 0)
		lseek(fd, 0, SEEK_SET);
	slots_set(&pool->slots, slot, SLOT_RUNS);
	child->looks = order == WORKER_LOOK;
	good = send_order(child, slot, order, slot->final, fd);
	close_own(is_file, fd);
	if (!good)
		lose(pool, child, PSC_CRASHED);
}

/* Has the feeder take an input apart. */
static void
give_container(struct pool *pool, struct child *child, struct slot *slot)
{
	bool is_file = slot->kind == SLOT_FILE;
	int fd = is_file ? open(slot->name, O_RDONLY | O_CLOEXEC) : slot->fd;
	bool good;

	if (slot->kind == SLOT_OPENED)
		fd = -1;
	else if (fd < 0) {
		fail_slot(pool, slot, PSC_UNREADABLE, "cannot be opened");
		return;
	}
	pool->asked = 0;
	slots_set(&pool->slots, slot, SLOT_FED);
	good = send_order(child, slot, WORKER_FEED, pool->skip, fd);
	child->spent = process_seconds(child->process.pid);
	if (is_file)
		close(fd);
	if (!good)
		lose(pool, child, PSC_CRASHED);
}

static void
tell_workers(struct pool *pool)
{
	struct slot *slot;

	for (size_t i = 0; i < pool->options.jobs && goes_on(pool); i++) {
		struct child *child = &pool->children[i];

		while (child->slot == NULL && pool->slots.waiting > 0) {
			if (!start(pool, child))
				break;
			slot = slots_find(&pool->slots, SLOT_WAITS);
			give(pool, child, slot);
		}
	}
}

static size_t
most_held(const struct pool *pool)
{
	return MOST_HELD + pool->options.jobs * MOST_HELD_EACH;
}

/* How many pages may wait for workers. */
static size_t
most_waiting(const struct pool *pool)
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

static void
tell_feeder(struct pool *pool)
{
	struct child *child = feeder_of(pool);
	struct slot *slot = child->slot;

	if (slot == NULL) {
		slot = next_container(pool);
		if (slot == NULL || !start(pool, child))
			return;
		give_container(pool, child, slot);
	}
	/* What stands behind it does not count: it may wait for this. */
	while (child->slot != NULL && pool->fed + pool->asked < MOST_SLOTS &&
	       pool->slots.waiting + pool->asked < most_waiting(pool) &&
	       (pool->slots.held < most_held(pool) || pool->fed == 0)) {
		if (!wire_send(
			&child->process.wire, WORKER_MORE, SPAN(""), -1)) {
			lose(pool, child, PSC_CRASHED);
			return;
		}
		pool->asked++;
	}
}

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
	if (skipped)
		pool->skip--;
	come_out(pool, slot, skipped);
	return true;
}

static void
settle(struct pool *pool)
{
	struct slot *slot = pool->slots.first, *next;
	bool settled = true;

	while (slot != NULL && goes_on(pool) &&
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

/* The feeder may wait for bytes for ever, but not compute for ever. */
static bool
is_late(struct pool *pool, const struct child *child, double time)
{
	if (child == feeder_of(pool))
		return process_seconds(child->process.pid) - child->spent >
		       pool->options.page_timeout;
	return time - child->since > pool->options.page_timeout;
}

static void
tick(struct pool *pool)
{
	double time = now();

	if (time - pool->ticked < TICK)
		return;
	pool->ticked = time;
	for (size_t i = 0; i <= pool->options.jobs; i++) {
		struct child *child = &pool->children[i];

		if (child->process.pid == 0 || child->slot == NULL)
			continue;
		if (is_late(pool, child, time))
			lose(pool, child, PSC_PAGE_TIMEOUT);
		else if (time - child->since > TICK / 2 &&
			 is_too_large(pool, child))
			lose(pool, child, PSC_NO_MEMORY);
	}
	if (pool->calls.tick != NULL)
		pool->calls.tick(pool->calls.context);
}

/* Waits for something to happen, at most until the next tick. */
static void
await(struct pool *pool, bool wait)
{
	struct pollfd files[POOL_MOST_JOBS + 1];
	struct child *children[POOL_MOST_JOBS + 1];
	nfds_t count = 0;
	int left = (int)((TICK - (now() - pool->ticked)) * 1000) + 1;

	for (size_t i = 0; i <= pool->options.jobs; i++) {
		if (pool->children[i].process.pid == 0)
			continue;
		children[count] = &pool->children[i];
		files[count++] =
		    (struct pollfd){ .fd = pool->children[i].process.wire.fd,
			    .events = POLLIN };
	}
	if (poll(files, count, !wait ? 0 : left > 0 ? left : 0) <= 0)
		return;
	for (nfds_t i = 0; i < count; i++)
		if (files[i].revents != 0)
			listen_to(pool, children[i]);
}

/* One round: what is free works, what is done comes out. */
static void
turn(struct pool *pool, bool wait)
{
	tell_feeder(pool);
	tell_workers(pool);
	await(pool, wait);
	tick(pool);
	settle(pool);
}

/* --- in and out ----------------------------------------------------------- */

/* Waits until the first worker is ready: what can fail at once, fails. */
static bool
wait_ready(struct pool *pool)
{
	while (!pool->children[0].ready && goes_on(pool)) {
		if (!start(pool, &pool->children[0]))
			break;
		await(pool, true);
		tick(pool);
	}
	return pool->trouble.message[0] == '\0';
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
	pool->opened = -1;
	/* What the first digest loads cannot be loaded later. */
	(void)digest_sha256(SPAN(""), digest);
	pool->memory = process_memory(getpid());
	for (size_t i = 0; i < jobs; i++)
		(void)start(pool, &pool->children[i]);
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

	return slots->waiting < most_waiting(pool) &&
	       slots->count < MOST_SLOTS && slots->held < most_held(pool) / 2;
}

static bool
add(struct pool *pool, enum slot_kind kind, const char *name, int fd)
{
	struct slot *slot;

	while (goes_on(pool) && !has_room(pool))
		turn(pool, true);
	if (!goes_on(pool))
		return false;
	slot = slots_add(&pool->slots, NULL, kind, name, fd);
	if (slot == NULL) {
		error_set(&pool->trouble, "%s", READER_NO_MEMORY);
		return false;
	}
	slot->look = pool->skip > 0;
	if (kind != SLOT_FILE)
		slots_set(&pool->slots, slot, SLOT_CONTAINER);
	turn(pool, false);
	return goes_on(pool);
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

bool
pool_drain(struct pool *pool)
{
	while (goes_on(pool) && pool->slots.first != NULL)
		turn(pool, true);
	return goes_on(pool);
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
