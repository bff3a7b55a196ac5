/* What there is to serve: the files of a folder, by the targets of PubMed. */
#ifndef SERVER_PAGES_H
#define SERVER_PAGES_H

#include <stdbool.h>
#include <stddef.h>

struct MHD_Connection;

#define PAGES_NAME 256 /* of a file, with its NUL byte */

/* A file's bytes, or another answer. */
struct page {
	char *bytes; /* allocated; the caller's */
	size_t size;
	int status;
	char type[64];
	char redirect[PAGES_NAME]; /* "": none */
};

/*
 * The page of a request:
 *	/robots.txt              robots.txt
 *	/PMID/                   PMID.html
 *	/PMID                    is redirected to /PMID/ (301)
 *	/PMID/references/        PMID.references.html
 *	/...?page=2              as without, with .2 before .html
 *	/?linkname=L&from_uid=P  P.L.html
 *	/?term=T                 is redirected (302) to /PMID/ where the file
 *	                         `map` has a line "T PMID"; else search.html
 *	/NAME.EXT                NAME.EXT
 * A file that is not there is 404 with not-found.html where there is one.
 */
void pages_find(const char *folder, struct MHD_Connection *connection,
    const char *path, struct page *page);

/* Reads a file of the folder; false: it is not there, or not a name. */
bool pages_read(const char *folder, const char *name, struct page *page);

#endif
