/* A page as a small HTML document that stands for itself. */
#ifndef OUTPUT_HTML_H
#define OUTPUT_HTML_H

#include "base/buffer.h"
#include "output/document.h"

/*
 * Writes a whole document: valid, without scripts, event handlers, styles of
 * the page's own, or addresses that a browser would run.
 */
void html_write(
    struct buffer *out, struct arena *arena, const struct document *document);

#endif
