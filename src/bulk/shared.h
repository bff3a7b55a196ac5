/* Bytes in a file without a name, to be handed to another process. */
#ifndef BULK_SHARED_H
#define BULK_SHARED_H

#include "base/span.h"

/* Such a file with these bytes in it; -1: that cannot be. */
int shared_make(struct span bytes);

/*
 * The bytes of such a file, until shared_unmap(); SPAN_NONE: they cannot be
 * had.  No bytes are "".
 */
struct span shared_map(int fd);
void shared_unmap(struct span bytes);

#endif
