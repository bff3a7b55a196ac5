/*
 * Where the values of a JSON text stand (RFC 8259), found without reading
 * them: so a text that breaks off, or is wrong in one place, gives the rest.
 */
#ifndef INPUT_JSONSCAN_H
#define INPUT_JSONSCAN_H

#include <stdbool.h>

#include "base/span.h"

/*
 * Takes the value at the beginning of `rest` off it: a string, number or word,
 * or all up to the bracket that closes the first one.  False: there is no
 * value, or it breaks off; `rest` is then as it was.
 */
bool jsonscan_value(struct span *rest, struct span *value);

/*
 * Takes the next member off `rest`, which begins behind the `{` of an object
 * or behind a member.  `key` is without its quotation marks, as it stands.
 * True also where the value breaks off: it is then SPAN_NONE, and `rest` begins
 * with it.
 */
bool jsonscan_member(struct span *rest, struct span *key, struct span *value);

/*
 * Takes white space and, where it comes next, that character off `rest`.
 * False: something else comes, or nothing.
 */
bool jsonscan_skip(struct span *rest, char wanted);

#endif
