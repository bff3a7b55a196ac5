/* The lists at the end of an article in a dump. */
#ifndef PUBMED_DUMP_LISTS_H
#define PUBMED_DUMP_LISTS_H

#include "pubmed/dump_parts.h"
#include "record/record.h"

/* Similar and citing articles, notices, types, terms, grants, data, links. */
void dump_lists_read(const struct dump_parts *parts, struct record *record);

#endif
