/* Addresses in links: made absolute, and looked at before they are given on. */
#ifndef HTML_ADDRESS_H
#define HTML_ADDRESS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * `reference` against `base` (RFC 3986, 5.2), as browsers read it: blanks and
 * controls at its ends, and tabs and line ends anywhere, are taken away;
 * blanks, quotes, angle brackets, and, outside the host, square ones and what
 * is not ASCII come percent-encoded; "http:g" is "g" where the base has that
 * scheme; a backslash is a letter like others.  Where `base` has no scheme
 * (SPAN_NONE), the reference alone, cleaned in that way.  In the arena; never
 * NULL.
 */
struct span address_resolve(
    struct arena *arena, struct span base, struct span reference);

/*
 * Can a reader follow it without running anything?  True for http, https,
 * mailto, ftp, tel and relative addresses; for an image also for data: of a
 * type image/...; controls, blanks and case do not hide a scheme.
 */
bool address_is_safe(struct span address, bool is_image);

#endif
