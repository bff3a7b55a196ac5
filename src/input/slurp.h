/* All bytes of an open file. */
#ifndef INPUT_SLURP_H
#define INPUT_SLURP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"

/*
 * Reads `fd` to its end; `bytes` is in the arena, whose `out` is NULL.
 * PSC_UNREADABLE, with a message; PSC_TOO_LARGE beyond `max_bytes` bytes and
 * PSC_NO_MEMORY, both without one.
 */
enum psc_status slurp_fd(struct arena *arena, int fd, size_t max_bytes,
    struct span *bytes, struct error *error);

#endif
