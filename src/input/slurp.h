/* All bytes of an open file. */
#ifndef INPUT_SLURP_H
#define INPUT_SLURP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "input/scratch.h"
#include "pubscour.h"

/*
 * Reads `fd` to its end; `bytes` is in the arena, whose `out` is NULL.
 * PSC_UNREADABLE, with a message; PSC_TOO_LARGE beyond `max_bytes` bytes and
 * PSC_NO_MEMORY, both without one.
 */
enum psc_status slurp_fd(struct arena *arena, int fd, size_t max_bytes,
    struct span *bytes, struct error *error);

/*
 * Reads some bytes more, as many as there are and `out` has room for, which
 * must be some; none at the end of the file.  PSC_UNREADABLE, with a message.
 */
enum psc_status slurp_some(int fd, struct scratch *out, struct error *error);

#endif
