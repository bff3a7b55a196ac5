/*
 * JSON that other programs write and a strict reader refuses: a language that
 * has half a character in its strings writes that, and numbers have no end.
 */
#ifndef INPUT_JSONMEND_H
#define INPUT_JSONMEND_H

#include "base/arena.h"
#include "base/span.h"

/*
 * A copy of the JSON `text`, in the arena, in which halves of surrogate pairs
 * and bytes that are no UTF-8 are U+FFFD, control characters in strings are
 * blanks, and numbers are cut so that they have room in a machine's.  What was
 * replaced in strings is added to `replaced`.  SPAN_NONE: no memory.
 */
struct span jsonmend_text(
    struct arena *arena, struct span text, size_t *replaced);

#endif
