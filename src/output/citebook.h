/* Books and chapters of NCBI's Bookshelf, as far as a record shows them. */
#ifndef OUTPUT_CITEBOOK_H
#define OUTPUT_CITEBOOK_H

#include "base/arena.h"
#include "output/cite.h"
#include "record/record.h"

/*
 * Where the record, which names no journal, is of a book or a chapter, fills
 * the type, the Bookshelf's number, and, where the citation has the form "In:
 * TITLE [Internet]. PLACE: PUBLISHER; DATE.", what it says.  What has another
 * form is left as a note.
 */
void citebook_fill(
    struct arena *arena, const struct record *record, struct cite_entry *entry);

#endif
