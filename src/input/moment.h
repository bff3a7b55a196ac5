/* Points in time as archives and messages write them. */
#ifndef INPUT_MOMENT_H
#define INPUT_MOMENT_H

#include "base/arena.h"
#include "base/span.h"

/*
 * "2026-11-23T19:35:31.551+01:00" (RFC 3339) or "Mon, 23 Nov 2026 19:35:31
 * +0100" (RFC 5322, 3.3) as "2026-11-23T18:35:31Z", in the arena: without
 * parts of the second.  SPAN_NONE: it is neither.
 */
struct span moment_read(struct arena *arena, struct span text);

#endif
