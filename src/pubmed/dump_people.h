/* The authors of a dump and their institutions. */
#ifndef PUBMED_DUMP_PEOPLE_H
#define PUBMED_DUMP_PEOPLE_H

#include "pubmed/dump_parts.h"
#include "record/record.h"

/*
 * Fills authors, affiliations and collaborators.  `first` is the first
 * author where the dump has the short citation alone, or SPAN_NONE; `more`
 * says that "et al." follows it.
 */
void dump_people_read(const struct dump_parts *parts, struct span first,
    bool more, struct record *record);

#endif
