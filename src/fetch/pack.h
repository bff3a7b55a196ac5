/* What this room knows of zlib: bodies made small, and gzip members. */
#ifndef FETCH_PACK_H
#define FETCH_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/span.h"
#include "input/scratch.h"

/*
 * `body` made smaller (RFC 1950); allocated, the caller's to free.  NULL: it
 * would not be smaller, or there is no memory for it.
 */
char *pack_small(struct span body, size_t *size);

/*
 * What pack_small() made small, which had `size` bytes, with a NUL byte behind
 * them; allocated, the caller's.  NULL: it is damaged, or there is no memory.
 */
char *pack_whole(struct span packed, size_t size);

/*
 * Adds the `count` texts, as one, to `out`, as a gzip member (RFC 1952).
 * PSC_TOO_LARGE and PSC_NO_MEMORY; `out` may then have a part of it.
 */
enum psc_status pack_member(
    const struct span *texts, size_t count, struct scratch *out);

/*
 * How many bytes at the beginning of `file`, which is read from there to its
 * end, are whole gzip members.  False: what follows them is no beginning of
 * one, or it cannot be read, or there is no memory.
 */
bool pack_whole_members(FILE *file, off_t *bytes);

#endif
