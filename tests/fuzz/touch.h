/* Reads every byte of what a reader handed out: the sanitizers see it. */
#ifndef TOUCH_H
#define TOUCH_H

#include <stdlib.h>

#include "base/error.h"
#include "input/part.h"

/* No part of these fuzz targets is larger. */
#define TOUCH_MOST ((size_t)64 << 10)

static inline unsigned
touch(struct span text)
{
	unsigned sum = (unsigned)text.len;

	for (size_t i = 0; i < text.len; i++)
		sum = sum * 31 + (unsigned char)text.ptr[i];
	return sum;
}

/* A part, or an error, which has a message. */
static inline unsigned
touch_part(
    enum psc_status status, const struct part *part, const struct error *error)
{
	bool good = status == PSC_OK || status == PSC_END;

	if (good != (error->message[0] == '\0'))
		abort();
	if (status == PSC_OK && part->bytes.ptr == NULL &&
	    part->path.ptr == NULL)
		abort();
	return touch(part->bytes) + touch(part->path) + touch(part->charset) +
	       touch(part->address) + touch(part->date) + touch(part->id) +
	       touch(part->where) + part->cut;
}

#endif
