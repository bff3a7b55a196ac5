/* What gzip packed is unpacked again. */
#ifndef INPUT_GUNZIP_H
#define INPUT_GUNZIP_H

#include "base/arena.h"
#include "base/span.h"
#include "pubscour.h"

/* Do the bytes begin as a gzip member does (RFC 1952, 2.3.1)? */
bool gunzip_is_packed(struct span bytes);

/*
 * Unpacks all members that stand one after another; what follows the last
 * and is none is ignored.  `bytes` is in the arena, whose `out` is NULL.
 * `cut`: the data ended, or was damaged, behind some good bytes, and `bytes`
 * are those.  PSC_TOO_LARGE beyond `max_bytes` bytes, PSC_UNREADABLE where
 * not one byte could be had from damaged data, PSC_NO_MEMORY.
 */
enum psc_status gunzip_unpack(struct arena *arena, struct span packed,
    size_t max_bytes, struct span *bytes, bool *cut);

/*
 * The same for one body of HTTP's "deflate": zlib's format (RFC 1950), or, as
 * some servers have it, deflate without a header (RFC 1951).
 */
enum psc_status gunzip_deflate(struct arena *arena, struct span packed,
    size_t max_bytes, struct span *bytes, bool *cut);

#endif
