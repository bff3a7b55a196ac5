/*
 * Reads WARC files (ISO 28500; versions 0.17 to 1.1), record after record:
 * plain, or packed with gzip or zstd, a member a record or otherwise.
 */
#ifndef INPUT_WARC_H
#define INPUT_WARC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "input/http.h"
#include "input/stream.h"
#include "pubscour.h"

/* A record; SPAN_NONE: there is no such field.  Spans end without NUL. */
struct warc_record {
	struct span fields;  /* of its header, a line each */
	struct span type;    /* "response" */
	struct span target;  /* its address, without angle brackets */
	struct span date;    /* "2026-11-23T19:39:28Z" */
	struct span content; /* Content-Type: "application/http..." */
	struct span block;
	bool is_http; /* a response of HTTP: `http` has its parts */
	struct http http;
};

struct warc_reader;

/* Are these the first bytes of a WARC file that is not packed? */
bool warc_is_plain(struct span bytes);

/*
 * A reader of `bytes`, which must outlive it, that holds no block or body of
 * more than `max_bytes` bytes.  NULL: no memory.  warc_close(NULL) is fine.
 */
struct warc_reader *warc_open(struct span bytes, size_t max_bytes);

/* The same of what a stream gives, which must outlive it. */
struct warc_reader *warc_of_stream(struct stream *stream, size_t max_bytes);

void warc_close(struct warc_reader *reader);

/*
 * The next record, which lives until the next call:
 *	PSC_OK         there is one
 *	PSC_EMPTY      there are no more; also after what ends the file
 *	PSC_TOO_LARGE  a block or body of more than max_bytes bytes; the other
 *	               parts are there, also the fields of HTTP, and the next
 *	               call goes on behind it
 *	PSC_NOT_HTML   as http_read(): all but the body is there, and it goes on
 *	PSC_UNREADABLE the file breaks off, or is damaged from here on, or is
 *	               no WARC file (`type` is SPAN_NONE), and nothing more
 *	               comes; or the body alone is damaged, and it goes on
 *	PSC_NO_MEMORY  nothing more comes
 * All but PSC_OK and PSC_EMPTY have a message, of one clause.  So a round
 * that lasts until PSC_EMPTY ends, and sees all that is whole.
 */
enum psc_status warc_next(struct warc_reader *reader,
    struct warc_record *record, struct error *error);

#endif
