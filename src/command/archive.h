/* A WARC file that pages are added to. */
#ifndef COMMAND_ARCHIVE_H
#define COMMAND_ARCHIVE_H

#include <stdbool.h>
#include <stdio.h>

#include "fetch/store.h"
#include "fetch/warc.h"

struct archive {
	const char *path;    /* NULL: there is none, and nothing is added */
	const char *contact; /* who fetches; NULL: nobody says */
	FILE *file;
	struct warc *warc; /* begun with the first page; NULL */
};

/*
 * Opens the file, to add to what it holds.  False: that cannot be, or another
 * process adds to it; that was said.
 */
bool archive_open(
    struct archive *archive, const char *path, const char *contact);

/* Adds a page, which is then in the file.  False: it is not; that was said. */
bool archive_add(struct archive *archive, const struct store_page *page);

/* False: not all is in the file; that was said. */
bool archive_close(struct archive *archive);

#endif
