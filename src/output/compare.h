/* JSON against JSON, key by key. */
#ifndef OUTPUT_COMPARE_H
#define OUTPUT_COMPARE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"

/*
 * Writes a line or more to `out` for each place in which the two differ:
 * values, types, keys too many or too few, the order of keys.  Nothing where
 * they are equal.  PSC_BAD_ARGUMENT, with a message, where one is no JSON.
 */
enum psc_status compare_json(struct span expected, struct span actual,
    struct buffer *out, struct error *error);

#endif
