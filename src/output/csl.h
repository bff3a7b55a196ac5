/* Entries as CSL-JSON, as Zotero, pandoc and citeproc read it. */
#ifndef OUTPUT_CSL_H
#define OUTPUT_CSL_H

#include "base/buffer.h"
#include "output/cite.h"

/*
 * Adds an object of the CSL data schema, version 1.0.2, over several lines,
 * two spaces from the left, without a line end.  Its second line is
 * `    "id": "KEY",`, and no other begins so.
 */
void csl_write(struct buffer *out, const struct cite_entry *entry);

#endif
