/* What was packed, and is whole in memory, is unpacked in one go. */
#ifndef INPUT_UNPACK_H
#define INPUT_UNPACK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "input/codec.h"
#include "pubscour.h"

/*
 * Unpacks all members that stand one after another; what follows the last
 * and is none is left in `packed`.  `bytes` is in the arena, whose `out` is
 * NULL.  `cut`: the data ended, or was damaged, behind some good bytes, and
 * `bytes` are those.  PSC_TOO_LARGE beyond `max_bytes` bytes, PSC_UNREADABLE
 * where not one byte could be had from damaged data, PSC_NO_MEMORY.
 */
enum psc_status unpack_all(struct arena *arena, enum codec_kind kind,
    struct span *packed, size_t max_bytes, struct span *bytes, bool *cut);

/*
 * The same for one body of HTTP's "deflate": zlib's format, or, as some
 * servers have it, deflate without a header.
 */
enum psc_status unpack_http_deflate(struct arena *arena, struct span packed,
    size_t max_bytes, struct span *bytes, bool *cut);

#endif
