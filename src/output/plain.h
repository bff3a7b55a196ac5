/* A page as plain text. */
#ifndef OUTPUT_PLAIN_H
#define OUTPUT_PLAIN_H

#include <stddef.h>

#include "base/buffer.h"
#include "output/document.h"

/*
 * Writes it, ended by one line end; nothing where there is no content.  Lines
 * are filled up to `width` columns; 0: each block is one line.
 *
 * An empty line parts blocks, but not the items of a list of short ones; a row
 * of a table is a line, its cells parted by tabs; rows and code are never
 * filled.  There are no addresses, and nothing of images.
 */
void plain_write(struct buffer *out, struct arena *arena,
    const struct document *document, size_t width);

#endif
