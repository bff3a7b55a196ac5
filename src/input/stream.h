/*
 * The bytes of an input, piece after piece: from memory or from an open file,
 * and unpacked on the way where they are packed with gzip, zstd or brotli.
 * No more than what is asked for is held.
 */
#ifndef INPUT_STREAM_H
#define INPUT_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"

enum stream_ending {
	STREAM_OPEN,     /* there may be more */
	STREAM_WHOLE,    /* all bytes were had */
	STREAM_TRAILING, /* so, but behind what was packed stands something */
	STREAM_CUT,      /* the last packed member ends too early */
	STREAM_DAMAGED,  /* what comes cannot be unpacked, or a sum is wrong */
	STREAM_UNREADABLE, /* the file cannot be read: stream_error() */
	STREAM_MEMORY
};

struct stream;

/*
 * A stream of `bytes`, which must outlive it, or of the file `fd`, which must
 * stay open as long and is not closed.  NULL: no memory.  stream_close(NULL)
 * is fine.
 */
struct stream *stream_of_bytes(struct span bytes);
struct stream *stream_of_file(int fd);
void stream_close(struct stream *stream);

/*
 * What comes next, more than `need` bytes of it if there are so many; so the
 * end of a member is seen, and its sum checked, before what it holds is used.
 * The span is good until the next call of this or of stream_forget().
 */
struct span stream_look(struct stream *stream, size_t need);

/* The next `len` bytes, which were looked at, are done with. */
void stream_pass(struct stream *stream, size_t len);

/* Gives up the memory of what was passed; spans into it are void then. */
void stream_forget(struct stream *stream);

/* How it ended, as far as it was read. */
enum stream_ending stream_ending(const struct stream *stream);

/* The words for STREAM_UNREADABLE. */
const struct error *stream_error(const struct stream *stream);

/* The name of what it is packed with; NULL: it is not. */
const char *stream_packing(const struct stream *stream);

/*
 * Do the next `len` bytes come without doubt from members whose sums were
 * right, or are they not packed at all?
 */
bool stream_is_sure(const struct stream *stream, size_t len);

#endif
