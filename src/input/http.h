/* A message of HTTP as archives keep it: header, and body as it was meant. */
#ifndef INPUT_HTTP_H
#define INPUT_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"

struct http {
	int status;          /* 200 */
	struct span headers; /* the fields, without status line and the empty
	                        line; a line each, as they stood */
	struct span body;    /* without chunks, unpacked */
	bool cut;            /* the body ended before its end: this is what
	                        came before */
};

/*
 * Reads an answer (RFC 9112).  `headers` and, where nothing had to be done to
 * it, `body` lie within `bytes`, else in the arena, whose `out` is NULL.
 * Chunks and content encodings (gzip, deflate,
 * brotli, zstd) are undone; where a body is
 * not what its header says, as when the archive keeps it unpacked, it is
 * taken as it is.  PSC_NOT_HTML: it is no answer of HTTP, or packed in
 * another way, which the message names; PSC_UNREADABLE: damaged;
 * PSC_TOO_LARGE: a body of more than `max_bytes` bytes; PSC_NO_MEMORY; all of
 * them with a message, and what could be read until then.
 */
enum psc_status http_read(struct arena *arena, struct span bytes,
    size_t max_bytes, struct http *http, struct error *error);

/* The first field of that name, whatever its case; SPAN_NONE: there is none. */
struct span http_field(struct span headers, struct span name);

/*
 * How many bytes a header has, with the empty line at its end; 0: it does not
 * end here.  The search begins at `from`, before which no end was found.
 */
size_t http_header_end(struct span bytes, size_t from);

#endif
