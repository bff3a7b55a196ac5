/* A record becomes entries of a bibliography. */
#ifndef CITER_H
#define CITER_H

#include "reader.h"

/*
 * The entries of the last record, in reader->out_arena, which must have a way
 * out.  PSC_NO_MEMORY where they are too long.
 */
enum psc_status citer_write(struct psc *reader, enum psc_cite format,
    enum psc_cited what, struct span *text);

#endif
