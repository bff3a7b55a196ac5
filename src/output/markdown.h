/* A page as Markdown: CommonMark 0.31, and GitHub's tables and footnotes. */
#ifndef OUTPUT_MARKDOWN_H
#define OUTPUT_MARKDOWN_H

#include "base/buffer.h"
#include "output/document.h"

/*
 * Writes it, ended by one line end; nothing where there is no content.
 *
 * A backslash stands only where a sign would be read as markup.  Tables whose
 * cells hold more than short paragraphs come as blocks, one cell after the
 * other; terms of definitions are strong; underlined and marked text is
 * plain.  Links are absolute if the document has a base; those with an
 * address that is not safe are text.  The title is not written.
 */
void markdown_write(
    struct buffer *out, struct arena *arena, const struct document *document);

#endif
