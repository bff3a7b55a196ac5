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

/* No more of a member is shown. */
#define PACK_HEAD 8192

/*
 * Is shown the first bytes of a member, unpacked; not `whole`: of the last
 * one, which ends too early.  False: that is not what it should be.
 */
typedef bool pack_see(void *context, struct span head, bool whole);

/*
 * How many bytes at the beginning of `file`, which is read from there to its
 * end, are whole gzip members.  False: what follows them is no beginning of
 * one, or it cannot be read, or there is no memory, or `see` said so.
 */
bool pack_whole_members(FILE *file, pack_see *see, void *context, off_t *bytes);

#endif
