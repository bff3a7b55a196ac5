/* Text as LaTeX reads it, in UTF-8. */
#ifndef OUTPUT_LATEX_H
#define OUTPUT_LATEX_H

#include "base/buffer.h"
#include "base/span.h"

/*
 * Adds `text`, on one line, with its special characters escaped.  Braces in
 * what is added pair up, whatever the text has.
 */
void latex_text(struct buffer *out, struct span text);

/*
 * The same for a title, whose words are in braces where a program that puts
 * titles in small letters, or in capitals, would spoil them: those with a
 * capital that is not the title's first letter, and those with a small one
 * behind the end of a sentence or a colon.  A title all in capitals has
 * nothing to protect.
 */
void latex_title(struct buffer *out, struct span title);

/*
 * The same for a field that LaTeX takes as it is, a DOI or an address: only
 * what would end the field is percent-encoded.
 */
void latex_verbatim(struct buffer *out, struct span text);

#endif
