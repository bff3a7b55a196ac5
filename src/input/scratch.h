/*
 * Bytes whose number is not known beforehand, on the heap.  A scratch lives
 * no longer than the call that made it; what is to stay is copied into the
 * arena.
 */
#ifndef INPUT_SCRATCH_H
#define INPUT_SCRATCH_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "pubscour.h"

struct scratch {
	char *ptr;   /* NULL as long as there is no room */
	size_t len;  /* bytes used */
	size_t room; /* bytes there are */
	size_t cap;  /* bytes there may ever be */
};

/*
 * Makes room for `more` bytes behind the used ones; grows by doubling.
 * PSC_TOO_LARGE past the cap, PSC_NO_MEMORY; what was there stays.
 */
enum psc_status scratch_need(struct scratch *scratch, size_t more);

/* Adds `text` at the end; errors as above. */
enum psc_status scratch_add(struct scratch *scratch, struct span text);

/*
 * Copies the used bytes into the arena, whose `out` is NULL; `kept` has no
 * NUL byte behind it.  PSC_NO_MEMORY.
 */
enum psc_status scratch_keep(
    const struct scratch *scratch, struct arena *arena, struct span *kept);

/* Frees the bytes; the scratch is then empty. */
void scratch_free(struct scratch *scratch);

#endif
