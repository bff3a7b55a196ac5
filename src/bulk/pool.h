/*
 * Many inputs, read by processes that live on when one of them dies: pages
 * are handed to workers, one at a time, and what becomes of them comes out in
 * the order in which they went in.  What a page does to its worker (a crash,
 * no end, too much memory) costs that page alone: it is tried once more, then
 * an error stands in its place.
 */
#ifndef BULK_POOL_H
#define BULK_POOL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/span.h"
#include "bulk/worker.h"
#include "pubscour.h"

/* No pool has more workers. */
#define POOL_MOST_JOBS 512

struct pool;

struct pool_options {
	size_t jobs;         /* workers, from 1 */
	double page_timeout; /* seconds for a page */
	size_t page_memory;  /* bytes for a page */
	bool sandbox;        /* workers are shut in */
	bool unordered;      /* what is done first comes out first */
	size_t skip;         /* so many pages are done already */

	/* Set by a signal: no more is to be begun.  NULL: nobody does. */
	const volatile sig_atomic_t *stop;
};

/* One page, as it comes out. */
struct pool_page {
	const char *name;       /* of its input */
	enum psc_status status; /* what came of reading it */
	struct span made;       /* what worker_make made of it */
	double seconds;         /* that it took, with all attempts */
	bool skipped;           /* it was one of pool_options.skip, or stands
	                           for several of these of one input: there is
	                           nothing else to know of it */
};

struct pool_calls {
	void *context;
	worker_make *make;
	/* Takes a page; false: stop. */
	bool (*take)(void *context, const struct pool_page *page);
	/* Some time has passed; for who shows how far it is.  May be NULL. */
	void (*tick)(void *context);
};

/*
 * Starts the workers.  They read with copies of `reader` as it is now, which
 * also makes the errors that stand for pages.  NULL, with a message: that
 * cannot be.  pool_free(NULL) is fine; it ends the workers, and leaves what
 * is not done.
 */
struct pool *pool_new(struct psc *reader, const struct pool_options *options,
    const struct pool_calls *calls, struct error *error);
void pool_free(struct pool *pool);

/* What keeps the workers in: the bits of sandbox.h. */
unsigned pool_sandbox(const struct pool *pool);

/*
 * The functions below return false where nothing more is to come: `take`
 * wanted no more, it was stopped, or pool_trouble() has something to say.
 */

/* Adds the file `name`. */
bool pool_add(struct pool *pool, const char *name);

/* Adds the input `name` that is open, as a pipe is; it is not closed. */
bool pool_add_fd(struct pool *pool, const char *name, int fd);

/*
 * Adds what was opened in the reader before the pool was made: a file, or
 * standard input, of which no page was read yet.  The first input, and the
 * only one of its kind.
 */
bool pool_add_opened(struct pool *pool, const char *name);

/*
 * Waits until `fd` can be read from, or all that was added came out: what is
 * done comes out meanwhile.
 */
bool pool_wait(struct pool *pool, int fd);

/* Waits until all that was added came out. */
bool pool_drain(struct pool *pool);

/* So many of pool_options.skip were not yet found. */
size_t pool_skip(const struct pool *pool);

/* One of them, which is not read by the pool, is found. */
void pool_skip_one(struct pool *pool);

/* Why the pool cannot go on; "": it can. */
const char *pool_trouble(const struct pool *pool);

/* Bytes of memory that all processes have now; 0: unknown. */
size_t pool_memory(const struct pool *pool);

#endif
