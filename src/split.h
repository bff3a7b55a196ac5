/* The references' texts in their parts, when somebody asks for them. */
#ifndef SPLIT_H
#define SPLIT_H

#include "reader.h"

/*
 * Fills `parsed` of those of the record's references that have none, in the
 * page's arena.  It may be called again, after more was added to the list.
 * PSC_NO_MEMORY: the record is still whole, some have none.
 */
enum psc_status split_references(struct psc *reader);

/* Will their parts be in what psc_json() gives? */
bool split_is_asked(const struct psc *reader);

/*
 * Makes ready for splitting what takes a while, and what a process that is
 * shut in cannot do as well.
 */
void split_prepare(struct psc *reader);

#endif
