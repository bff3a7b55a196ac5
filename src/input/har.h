/* The pages in a HAR file, a browser's recording (HTTP Archive 1.2). */
#ifndef INPUT_HAR_H
#define INPUT_HAR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "input/part.h"
#include "pubscour.h"

struct har {
	struct span rest; /* of the entries */
	bool opened;      /* `rest` lies within them */
	bool done;
	size_t pages; /* that were given */
};

/* Is it one, by its first bytes: JSON whose first key is "log"? */
bool har_is(struct span bytes);

void har_open(struct har *har, struct span bytes);

/*
 * The next entry that is an HTML document and was answered with 2xx, in the
 * arena, whose `out` is NULL: PSC_OK.  PSC_END: no more.  PSC_UNREADABLE and
 * a message: an entry is no such thing, and it goes on; or the file breaks off
 * or is damaged, and PSC_END follows.  PSC_NOT_HTML: there was no page at all;
 * PSC_END follows.  PSC_NO_MEMORY.
 */
enum psc_status har_next(struct har *har, struct arena *arena,
    struct part *part, struct error *error);

#endif
