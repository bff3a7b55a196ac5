/* The key that a text names an entry by. */
#ifndef OUTPUT_CITEKEY_H
#define OUTPUT_CITEKEY_H

#include "base/arena.h"
#include "output/cite.h"

/*
 * "family:year:word" of an entry: the first author's family name, the year
 * and the first word of the title that says something, in small letters and
 * digits of ASCII; "anon", "nd" and the PMID, or "untitled", in place of what
 * is not there.  The same entry has the same key always; two may share one.
 */
struct span citekey_make(struct arena *arena, const struct cite_entry *entry);

#endif
