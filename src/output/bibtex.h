/* Entries as BibTeX and as biblatex. */
#ifndef OUTPUT_BIBTEX_H
#define OUTPUT_BIBTEX_H

#include <stdbool.h>

#include "base/buffer.h"
#include "output/cite.h"

/*
 * Adds an entry in UTF-8, a field a line: "@article{KEY,", "  title = {...},"
 * and "}".  No other line begins with "@".
 */
void bibtex_write(
    struct buffer *out, const struct cite_entry *entry, bool biblatex);

#endif
