/*
 * The pages that are on their way, in the order in which they come out, from
 * when they went in until they came out.
 */
#ifndef BULK_SLOTS_H
#define BULK_SLOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "input/scratch.h"
#include "pubscour.h"

enum slot_state {
	SLOT_WAITS,     /* for a worker */
	SLOT_RUNS,      /* in a worker */
	SLOT_LOOKED_AT, /* one page; not read, as it may be done already */
	SLOT_CONTAINER, /* may hold several pages: waits for the feeder */
	SLOT_FED, /* the feeder takes it apart: its pages stand before it */
	SLOT_DONE,
	SLOT_GONE /* nothing comes out of it */
};

enum slot_kind {
	SLOT_FILE,   /* the file of that name */
	SLOT_STREAM, /* `fd`, which can be read once */
	SLOT_OPENED, /* what is open in the reader that the pool was given */
	SLOT_PART    /* a page that the feeder found */
};

struct slot {
	struct slot *next, *before;
	enum slot_state state;
	enum slot_kind kind;
	char *name;
	int fd;              /* STREAM, PART: its file, owned; -1 */
	bool look;           /* it is to be looked at before it is read */
	bool looks;          /* that is what a worker was told */
	bool final;          /* what its character set needs was loaded */
	bool lists;          /* a container: its lines may name files */
	size_t given;        /* a container: pages that came out of it */
	unsigned tries;      /* that failed */
	struct scratch part; /* PART: as worker_put_part() has it */
	enum psc_status status;
	struct scratch made; /* DONE: what comes out */
	double seconds;
};

struct slots {
	struct slot *first, *last;
	size_t count;
	size_t waiting; /* in SLOT_WAITS */
	size_t held;    /* bytes of what is done */
};

/*
 * A new slot before `before`, at the end where that is NULL.  NULL: no
 * memory.  It owns `fd` then, and a copy of the name.
 */
struct slot *slots_add(struct slots *slots, struct slot *before,
    enum slot_kind kind, const char *name, int fd);

/* Takes it out and frees it. */
void slots_remove(struct slots *slots, struct slot *slot);

/* Its state changes, and with it what the list counts. */
void slots_set(struct slots *slots, struct slot *slot, enum slot_state state);

/*
 * All that was to be passed over was: what was looked at, but for the first,
 * whose turn it is, is to be read.
 */
void slots_read(struct slots *slots);

/* Gives up what its page was read from. */
void slots_spend(struct slot *slot);

/* The first in that state; NULL: none is. */
struct slot *slots_find(const struct slots *slots, enum slot_state state);

#endif
