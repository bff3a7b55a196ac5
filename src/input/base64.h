/* Bytes written as letters: base64 and quoted-printable. */
#ifndef INPUT_BASE64_H
#define INPUT_BASE64_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * The bytes of a base64 text (RFC 4648, both alphabets; white space and other
 * bytes within it are passed over, as RFC 2045 has it), in the arena, whose
 * `out` is NULL.  `cut`: the last group lacks letters that it cannot do
 * without; "=" is none of these.  SPAN_NONE: no memory.
 */
struct span base64_decode(struct arena *arena, struct span text, bool *cut);

/* The same for quoted-printable (RFC 2045, 6.7); what is wrong stays. */
struct span base64_quoted(struct arena *arena, struct span text);

#endif
