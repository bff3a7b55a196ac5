/* A page as a small HTML document that stands for itself. */
#ifndef OUTPUT_HTML_H
#define OUTPUT_HTML_H

#include "base/buffer.h"
#include "output/document.h"

/*
 * Writes a whole document, even where there is no content: valid, without
 * scripts, event handlers, styles of the page's own, or addresses that a
 * browser would run.  Links and images are absolute if the document has a
 * base; an id is kept if a link of the document points to it.
 */
void html_write(
    struct buffer *out, struct arena *arena, const struct document *document);

#endif
