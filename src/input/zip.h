/*
 * The pages in a ZIP archive (APPNOTE.TXT 6.3): members stored, or packed with
 * deflate or zstd.
 */
#ifndef INPUT_ZIP_H
#define INPUT_ZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "input/part.h"
#include "pubscour.h"

struct zip {
	struct span bytes;
	size_t max_bytes; /* of one member */
	size_t at;        /* the next header */
	size_t base;      /* what stands before the archive */
	size_t left;      /* headers of the directory that come yet */
	bool directory;   /* `at` lies there, not among the members */
	bool broken;      /* it has no directory */
	size_t budget;    /* bytes that may still be unpacked; of an archive
	                     in another, no more than of that */
	size_t fresh;     /* packed bytes that no member was read of yet */
	size_t pages;     /* that were given, and errors */
	bool done;
};

bool zip_is(struct span bytes);

void zip_open(struct zip *zip, struct span bytes, size_t max_bytes);

/*
 * The next member whose name ends as that of a page, or of what may hold
 * pages, or has no ending and begins with mark-up: PSC_OK.  It is in the
 * arena, whose `out` is NULL, or within the bytes.  PSC_END: no more.  With a
 * message, and it goes on: PSC_TOO_LARGE; PSC_UNREADABLE, the member is
 * damaged, encrypted or packed otherwise, or the archive breaks off, and
 * PSC_END follows.  PSC_NOT_HTML: there was no page at all; PSC_END follows.
 * PSC_NO_MEMORY.
 */
enum psc_status zip_next(struct zip *zip, struct arena *arena,
    struct part *part, struct error *error);

#endif
