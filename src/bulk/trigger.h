/*
 * Where a program that tests the pool puts in what goes wrong with a page.
 * Here nothing does.
 */
#ifndef BULK_TRIGGER_H
#define BULK_TRIGGER_H

#include "pubscour.h"

/*
 * Called in a worker before it reads the page in the file `fd`, whose offset
 * it leaves alone.  PSC_OK: go on; else the page gives that error.
 */
enum psc_status trigger_pull(int fd);

#endif
