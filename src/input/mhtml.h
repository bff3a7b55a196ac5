/*
 * The page in an MHTML file (RFC 2557), as browsers save one, or in any other
 * message with HTML in it (RFC 5322, MIME).
 */
#ifndef INPUT_MHTML_H
#define INPUT_MHTML_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "input/part.h"
#include "pubscour.h"

/*
 * The root: of the parts of a multipart the one that its `start` names, else
 * the first that is HTML, else the first that is plain text; of a message
 * without parts all of it.  `cut`: no boundary stands behind it.  `part` lies
 * within `bytes` or in the arena, whose `out` is NULL.  PSC_NOT_HTML, with a
 * message: nothing in it is a page; PSC_NO_MEMORY.
 */
enum psc_status mhtml_read(struct arena *arena, struct span bytes,
    struct part *part, struct error *error);

#endif
