/* A page as Markdown: CommonMark 0.31, and GitHub's tables and footnotes. */
#ifndef OUTPUT_MARKDOWN_H
#define OUTPUT_MARKDOWN_H

#include "base/buffer.h"
#include "output/document.h"

/* Writes it, ended by one line end; nothing where there is no content. */
void markdown_write(
    struct buffer *out, struct arena *arena, const struct document *document);

#endif
