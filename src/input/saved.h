/* What a page says of where, and when, somebody saved it. */
#ifndef INPUT_SAVED_H
#define INPUT_SAVED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

struct saved {
	struct span address; /* as it stands there; SPAN_NONE: not said */
	struct span time;    /* RFC 3339; SPAN_NONE: not said, or no time */
	bool source; /* as the server sent it: relative links are of that
	                        address, not of files beside a copy */
};

/*
 * Looks for the marks of browsers and of programs that save pages, at the
 * beginning of a page.  The first that names an address, or a time, counts.
 * The address is a piece of `text`, and may be anything; the time is in the
 * arena; `source` is false.
 */
void saved_read(struct arena *arena, struct span text, struct saved *saved);

/*
 * A time as these programs write it, as RFC 3339 has it: "Mon Nov 23 2026
 * 19:36:11 GMT+0000 (UTC)" (ECMAScript's), "Sun, 05 Mar 2017 12:00:00 GMT"
 * (RFC 9110), RFC 3339 itself.  In the arena; SPAN_NONE: none of these.
 */
struct span saved_time(struct arena *arena, struct span text);

#endif
