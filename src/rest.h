/* The rest of a record's lists: where it is, and how it gets in. */
#ifndef REST_H
#define REST_H

#include "reader.h"

/* Articles of one list, unless the user says otherwise. */
#define REST_MAX_LIST 1000

/* Finds where the rest of each list of the record is that was just read. */
void rest_start(struct psc *reader);

#endif
