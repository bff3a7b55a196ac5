/*
 * Text from pages and file names made fit for a terminal.
 */
#ifndef COMMAND_ESCAPE_H
#define COMMAND_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A copy of `text` in which control characters, those that turn the direction
 * of writing, and bytes that are no UTF-8 stand as `\n`, `\t` or `\x1b`; where
 * `lines`, line ends and tabs stay.  Printable text stays as it is.  The
 * caller frees it; NULL where there is no memory.
 */
char *escape_text(const char *text, size_t size, bool lines);

#endif
