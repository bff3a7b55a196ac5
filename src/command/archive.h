/* A WARC file that pages are added to. */
#ifndef COMMAND_ARCHIVE_H
#define COMMAND_ARCHIVE_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "command/list.h"
#include "fetch/store.h"
#include "fetch/warc.h"

struct archive {
	const char *path;    /* NULL: there is none, and nothing is added */
	const char *contact; /* who fetches; NULL: nobody says */
	FILE *file;
	struct warc *warc; /* begun with the first page; NULL */
	struct list held;  /* where the pages in it were, sorted */
	off_t whole;       /* bytes that are whole records */
	bool broken;       /* there may be half a record behind them */
};

/*
 * Opens the file, to add to what it holds; `again`: also the pages that are in
 * it.  False: that cannot be, or another process adds to it; that was said.
 */
bool archive_open(
    struct archive *archive, const char *path, const char *contact, bool again);

/*
 * Is the page that was found at `location` in the file, so that it is not to
 * be added?  True where there is no file.
 */
bool archive_has(const struct archive *archive, const char *location);

/* Adds a page, which is then in the file.  False: it is not; that was said. */
bool archive_add(struct archive *archive, const struct store_page *page);

/* False: not all is in the file; that was said. */
bool archive_close(struct archive *archive);

#endif
