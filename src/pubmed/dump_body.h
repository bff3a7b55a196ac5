/* The texts of an article in a dump: abstract, keywords, statements. */
#ifndef PUBMED_DUMP_BODY_H
#define PUBMED_DUMP_BODY_H

#include "pubmed/dump_parts.h"
#include "record/record.h"

void dump_body_read(const struct dump_parts *parts, struct record *record);

#endif
