/* Entries as RIS, as EndNote, Zotero and most others read it. */
#ifndef OUTPUT_RIS_H
#define OUTPUT_RIS_H

#include "base/buffer.h"
#include "output/cite.h"

/*
 * Adds an entry: a line a field, from "TY  - " to "ER  - ", the second one
 * "ID  - KEY", and no other begins so.  No line is folded.
 */
void ris_write(struct buffer *out, const struct cite_entry *entry);

#endif
