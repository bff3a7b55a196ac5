/* Bytes that are nearly UTF-8 become UTF-8. */
#ifndef INPUT_REPAIR_H
#define INPUT_REPAIR_H

#include "base/span.h"
#include "input/scratch.h"

/*
 * Adds `text` to `out`; each ill-formed piece (utf8_piece; the WHATWG decoder
 * has the same) becomes one U+FFFD and adds 1 to `replaced`.  PSC_TOO_LARGE,
 * PSC_NO_MEMORY from `out`.
 */
enum psc_status repair_utf8(
    struct span text, struct scratch *out, size_t *replaced);

#endif
