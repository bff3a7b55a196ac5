/* The head of an article in a dump: citation, title, people, identifiers. */
#ifndef PUBMED_DUMP_HEAD_H
#define PUBMED_DUMP_HEAD_H

#include "pubmed/citation.h"
#include "pubmed/dump_parts.h"
#include "record/record.h"

/* Fills all that stands above the abstract. */
void dump_head_read(const struct dump_parts *parts,
    const struct citation_patterns *citations, struct record *record);

#endif
