/*
 * One share of many inputs: which inputs it has, and the line at the end of
 * its records that proves it whole.
 */
#ifndef COMMAND_SHARE_H
#define COMMAND_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "command/sink.h"

/* No list is divided into more shares. */
#define SHARE_MOST 1000000

/* No number in a closing line is larger: every reader of JSON knows these. */
#define SHARE_LARGEST ((UINT64_C(1) << 53) - 1)

/* No closing line is longer, its line end and a NUL byte included. */
#define SHARE_ROOM 512

struct share {
	uint64_t index;  /* from 0 */
	uint64_t of;     /* so many shares are there */
	uint64_t first;  /* its first input, from 0 */
	uint64_t inputs; /* so many inputs it has */
	uint64_t total;  /* inputs of all shares */
	uint64_t lines;  /* before the closing line */
	char list[65];   /* SHA-256 of the names of all inputs, each with a NUL
	                    byte behind it, in hexadecimal digits */
};

/*
 * Sets `first` and `inputs` from the others: contiguous blocks in order, of
 * sizes that differ by one at most.  `index` is less than `of`, and `of` no
 * more than SHARE_MOST.
 */
void share_divide(struct share *share);

/*
 * The closing line, with its line end:
 * {"schema_version":1,"share":{"index","of","first","inputs","total","lines",
 * "list"}}.  Returns its length.
 */
size_t share_write(const struct share *share, char text[SHARE_ROOM]);

/*
 * Reads a closing line, without its line end, from a file that anybody may
 * have written.  False: it is none, byte for byte as share_write() has it, or
 * its numbers contradict each other.
 */
bool share_read(struct span line, struct share *share);

/*
 * A share that is being made.  All functions but share_work_new() take NULL
 * for work that is not divided.
 */
struct share_work;

/* For share `index` of `of`.  Ends the command where there is no memory. */
struct share_work *share_work_new(uint64_t index, uint64_t of);
void share_work_free(struct share_work *work);

/*
 * An input is named: is it to be read?  The inputs are named twice, in the same
 * order.  The first time all are counted, and none is; then come those of the
 * share.  All are, where the work is not divided.
 */
bool share_work_takes(struct share_work *work, const char *name);

/* All inputs were counted: the second time begins. */
void share_work_begin(struct share_work *work);

/* Did it? */
bool share_work_begun(const struct share_work *work);

/* What the share is, from share_work_begin() on; NULL: all. */
const struct share *share_work_is(const struct share_work *work);

/* So many lines of the share were written. */
void share_work_line(struct share_work *work, size_t lines);

/* Is that the line that closes the share with the lines it has now? */
bool share_work_closes(const struct share_work *work, struct span line);

/*
 * Writes the closing line, if all inputs came again as they were counted and
 * nothing failed in `out`.  False: the share is not whole; that was said, or
 * sink_close() will say it.
 */
bool share_work_end(struct share_work *work, struct sink *out);

#endif
