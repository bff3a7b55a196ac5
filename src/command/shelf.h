/*
 * A folder of pages as they came: NAME.html, with NAME.meta.json beside it.
 * A file that is there is whole, and a page counts as there when both files
 * are and agree.
 */
#ifndef COMMAND_SHELF_H
#define COMMAND_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "command/list.h"
#include "fetch/store.h"

struct shelf {
	const char *folder; /* NULL: there is none, and nothing is on it */
	char *bytes;        /* of the page shelf_has() found; NULL */
	struct list index;  /* "ADDRESS\tNAME" of each page, when asked for */
	bool indexed;
};

/*
 * Begins: makes the folder where it is missing, and removes what processes
 * that are gone left half written.  False: it cannot be made, which was said.
 */
bool shelf_open(struct shelf *shelf, const char *folder);
void shelf_close(struct shelf *shelf);

/*
 * Is the page of `address` there under that name?  `bytes` (may be NULL) lives
 * until the next call.
 */
bool shelf_has(struct shelf *shelf, const char *name, const char *address,
    struct span *bytes);

/*
 * The name under which the page of `address` was kept when the shelf was
 * opened; NULL: under none.  For addresses that do not tell.
 */
const char *shelf_find(struct shelf *shelf, const char *address);

/* Puts a page there.  False: it is not, and that was said. */
bool shelf_put(
    struct shelf *shelf, const char *name, const struct store_page *page);

#endif
