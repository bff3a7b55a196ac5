/* The references of a dump. */
#ifndef PUBMED_DUMP_REFERENCES_H
#define PUBMED_DUMP_REFERENCES_H

#include "pubmed/dump_parts.h"
#include "record/record.h"

void dump_references_read(
    const struct dump_parts *parts, struct record *record);

#endif
