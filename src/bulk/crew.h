/*
 * The inside of a pool, for the files that make it up: pool.c takes pages and
 * gives them out, crew.c starts and loses workers, tell.c says what they are
 * to do, hear.c what they answer.
 */
#ifndef BULK_CREW_H
#define BULK_CREW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "bulk/pool.h"
#include "bulk/process.h"
#include "bulk/slots.h"
#include "pubscour.h"

/* Attempts at a page, each in a worker of its own. */
#define CREW_TRIES 2

/* Pages on their way, and no more. */
#define CREW_SLOTS 4096

/* Character sets that were loaded; there are not so many. */
#define CREW_CHARSETS 64

struct child {
	struct process process;
	bool ready;
	struct slot *slot; /* what it works at; NULL: it is idle */
	struct slot *next; /* what it has besides, not begun; NULL: nothing */
	double since;      /* when it began with that */
	double spent;      /* feeder: its seconds when it last got on, */
	size_t read;       /* and the bytes that it had read */
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
	int opened;  /* the file that the reader has open; -1: none */
	int awaited; /* ends the waiting as well; -1: none */
	unsigned sandbox;
	bool any; /* a worker was ready: `sandbox` is known */
	size_t stillborn;
	double starving; /* since when there is no worker; 0: there is one */
	size_t memory;   /* bytes that this process had at first */
	double ticked;
	bool over; /* `take` wants no more */
	void *charsets[CREW_CHARSETS];
	size_t charset_count;
	struct error trouble;
};

/* Seconds on a clock that nobody sets. */
double crew_now(void);

/* The one child that takes inputs apart. */
struct child *crew_feeder(struct pool *pool);

/* Is more to be begun? */
bool crew_goes_on(const struct pool *pool);

/*
 * Starts the process of a child that has none.  False: that cannot be now;
 * where it cannot be for long, the pool is in trouble.
 */
bool crew_start(struct pool *pool, struct child *child);

/* The child is done with what it worked at, and begins with what it has. */
void crew_done(struct child *child);

/* Ends the process of a child; what it has not begun waits again. */
int crew_end(struct pool *pool, struct child *child);

/*
 * It was dead before it got that slot, which goes back to that state and is
 * none the worse.
 */
void crew_refuse(struct pool *pool, struct child *child, struct slot *slot,
    enum slot_state state);

/* Ends a child that went wrong, and sees to what it worked at. */
void crew_lose(struct pool *pool, struct child *child, enum psc_status status);

/* What a page gave is there. */
void crew_settle(struct pool *pool, struct slot *slot, enum psc_status status);

/* An error stands for a page, or for the rest of an input. */
void crew_fail(struct pool *pool, struct slot *slot, enum psc_status status,
    const char *message);
void crew_fail_rest(struct pool *pool, struct slot *container,
    enum psc_status status, const char *message);

/* Gives work to whoever can take some. */
void tell_workers(struct pool *pool);
void tell_feeder(struct pool *pool);

/* Bytes of what is done that may wait for its turn; pages that may wait. */
size_t tell_most_held(const struct pool *pool);
size_t tell_most_waiting(const struct pool *pool);

/* All that has come from a child. */
void hear_child(struct pool *pool, struct child *child);

#endif
