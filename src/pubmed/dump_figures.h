/* The figures of a dump: their labels and whole captions. */
#ifndef PUBMED_DUMP_FIGURES_H
#define PUBMED_DUMP_FIGURES_H

#include "pubmed/dump_parts.h"
#include "record/record.h"

void dump_figures_read(const struct dump_parts *parts, struct record *record);

#endif
