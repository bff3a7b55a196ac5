/*
 * Pages in JSON Lines: an object a line, with one of
 *	"html"      the page, as text
 *	"html_b64"  its bytes, in base64
 *	"text"      what a tool made of it that dropped all mark-up
 *	"path"      the file it is in
 * and beside it "id", of any type, and "url", where it is from.
 */
#ifndef INPUT_JSONL_H
#define INPUT_JSONL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "input/part.h"
#include "input/stream.h"
#include "pubscour.h"

struct jsonl {
	struct stream *stream;
	size_t max_bytes;
	size_t line;
	bool done;
};

/*
 * Is it that, by its first bytes: is one of the first lines an object with one
 * of those keys?
 */
bool jsonl_is(struct span bytes);

/* Reads what the stream gives, which must outlive it. */
void jsonl_open(struct jsonl *jsonl, struct stream *stream, size_t max_bytes);

/*
 * The next line that is not empty, in the arena, whose `out` is NULL: PSC_OK.
 * PSC_END: no more.  With a message, and it goes on: PSC_UNREADABLE, the line
 * is none of these; PSC_TOO_LARGE, it has more than max_bytes bytes;
 * PSC_NO_MEMORY.  PSC_UNREADABLE, too, where the input is damaged; PSC_END
 * follows then.
 * `id` and `where` are there where they could be read.
 */
enum psc_status jsonl_next(struct jsonl *jsonl, struct arena *arena,
    struct part *part, struct error *error);

#endif
