/* Small things that the readers of dumps share. */
#ifndef PUBMED_DUMP_TEXT_H
#define PUBMED_DUMP_TEXT_H

#include <stdbool.h>

#include "base/span.h"

/* Where `part` stands first in the text; text.len: nowhere. */
size_t dump_text_find(struct span text, const char *part);

/* Is it one of the characters of `of`? */
bool dump_text_is_any(char c, const char *of);

#endif
