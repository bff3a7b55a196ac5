/* Text as it stands in HTML, between tags or in a quoted attribute. */
#ifndef OUTPUT_MARKUP_H
#define OUTPUT_MARKUP_H

#include "base/buffer.h"

/*
 * Adds valid UTF-8 so that it is read as text and nothing else: with
 * references for & < > and both quotes, and U+FFFD for controls that HTML
 * does not know.  Line ends and tabs stay.
 */
void markup_text(struct buffer *out, struct span text);

/* The same, of at most `most` bytes and "…" in place of the rest. */
void markup_start(struct buffer *out, struct span text, size_t most);

#endif
