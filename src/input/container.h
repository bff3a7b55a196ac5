/*
 * The pages in an input, one after another, whatever it is: a page itself is
 * a container of one.
 */
#ifndef INPUT_CONTAINER_H
#define INPUT_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/span.h"
#include "input/part.h"
#include "pubscour.h"

struct container;

/*
 * A container of `bytes`, which must outlive it, or of the open file `fd`,
 * which must stay open as long and is not closed.  `form`: what it is, or
 * PSC_INPUT_AUTO.  WARC and JSON Lines may be of any size, of which no more
 * than a record, or line, is held; of all others, and of each page, no more
 * than `max_bytes` bytes are read, packed or unpacked.  NULL: no memory.
 * container_close(NULL) is fine.
 */
struct container *container_of_bytes(
    struct span bytes, enum psc_input form, size_t max_bytes);
struct container *container_of_file(
    int fd, enum psc_input form, size_t max_bytes);
void container_close(struct container *container);

/*
 * The next page; it lives until the next call: PSC_OK.  PSC_END: no more.
 * Else there is no page, and a message; `part` may have its address, date, id
 * and place; it goes on, and comes to PSC_END.
 */
enum psc_status container_next(
    struct container *container, struct part *part, struct error *error);

/* May it hold several pages? */
bool container_several(const struct container *container);

/* Is it JSON Lines? */
bool container_is_lines(const struct container *container);

#endif
