/*
 * This file goes through a WARC file, and never holds more than one record of
 * it.  It does not ask what the pages are.
 */
#include "input/warc.h"

#include <stdint.h>
#include <stdlib.h>

/* A record's header has no more bytes. */
#define MOST_HEADER ((size_t)256 << 10)

/* So many bytes behind a record are enough to see the next one begin. */
#define BEHIND 16

/* The beginning of a block, where all of it is too large. */
#define FIRST_OF_BLOCK ((size_t)16 << 10)

struct warc_reader {
	struct stream *stream;
	bool owned; /* the stream */
	size_t max_bytes;
	size_t skip; /* bytes of the last record that come yet */
	bool done;
	struct arena arena; /* bodies */
};

bool
warc_is_plain(struct span bytes)
{
	return span_starts(bytes, SPAN("WARC/"));
}

struct warc_reader *
warc_of_stream(struct stream *stream, size_t max_bytes)
{
	struct warc_reader *reader = calloc(1, sizeof(*reader));

	if (reader == NULL)
		return NULL;
	reader->stream = stream;
	reader->max_bytes = max_bytes;
	arena_init(&reader->arena, 0);
	return reader;
}

struct warc_reader *
warc_open(struct span bytes, size_t max_bytes)
{
	struct stream *stream = stream_of_bytes(bytes);
	struct warc_reader *reader = NULL;

	if (stream != NULL)
		reader = warc_of_stream(stream, max_bytes);
	if (reader == NULL)
		stream_close(stream);
	else
		reader->owned = true;
	return reader;
}

void
warc_close(struct warc_reader *reader)
{
	if (reader == NULL)
		return;
	if (reader->owned)
		stream_close(reader->stream);
	arena_free(&reader->arena);
	free(reader);
}

/* Goes past the rest of the last record, and the line ends behind it. */
static void
skip_rest(struct warc_reader *reader)
{
	for (;;) {
		struct span next;

		stream_forget(reader->stream);
		next = stream_look(reader->stream, 1);
		if (next.len == 0)
			return;
		size_t len = 0;
		if (reader->skip > 0) {
			len = next.len < reader->skip ? next.len : reader->skip;
			reader->skip -= len;
		} else {
			while (len < next.len &&
			       (next.ptr[len] == '\r' || next.ptr[len] == '\n'))
				len++;
			if (len == 0)
				return;
		}
		stream_pass(reader->stream, len);
	}
}

/* Nothing more comes. */
static enum psc_status
stop(struct warc_reader *reader, struct error *error, const char *why)
{
	reader->done = true;
	switch (stream_ending(reader->stream)) {
	case STREAM_MEMORY:
		error_set(error, "no memory");
		return PSC_NO_MEMORY;
	case STREAM_UNREADABLE:
		*error = *stream_error(reader->stream);
		return PSC_UNREADABLE;
	default:
		break;
	}
	error_set(error, "%s", why);
	return PSC_UNREADABLE;
}

/* The file has nothing more, where something should be. */
static enum psc_status
stop_short(struct warc_reader *reader, struct error *error)
{
	enum stream_ending ending = stream_ending(reader->stream);

	return stop(reader, error,
	    ending == STREAM_DAMAGED || ending == STREAM_TRAILING
		? "the WARC file is damaged"
		: "the WARC file breaks off");
}

/* How many bytes the next header has; 0: it has no end. */
static size_t
header_len(struct warc_reader *reader)
{
	size_t from = 0;

	for (;;) {
		struct span next = stream_look(reader->stream, from + 1);
		size_t len =
		    http_header_end(span_first(next, MOST_HEADER), from);
		if (len > 0 || next.len <= from || next.len >= MOST_HEADER)
			return len;
		from = next.len;
	}
}

/* The length of a block; false: the field does not say it. */
static bool
block_len(struct span fields, size_t *len)
{
	struct span value = http_field(fields, SPAN("content-length"));

	*len = 0;
	for (size_t i = 0; i < value.len; i++) {
		if (!span_is_digit(value.ptr[i]) || *len > SIZE_MAX / 16)
			return false;
		*len = *len * 10 + (size_t)(value.ptr[i] - '0');
	}
	return value.len > 0;
}

/* "WARC/1.1": later ones of 1 are read, too. */
static bool
is_version_known(struct span header)
{
	return span_starts(header, SPAN("WARC/1.")) ||
	       span_starts(header, SPAN("WARC/0.17")) ||
	       span_starts(header, SPAN("WARC/0.18"));
}

static void
read_fields(struct span header, struct warc_record *record)
{
	const char *end = memchr(header.ptr, '\n', header.len);
	struct span fields = span_from(header, (size_t)(end - header.ptr) + 1);
	struct span target = http_field(fields, SPAN("warc-target-uri"));

	/* Versions before 1.1 were understood in both ways. */
	if (target.len >= 2 && target.ptr[0] == '<' &&
	    target.ptr[target.len - 1] == '>')
		target = (struct span){ target.ptr + 1, target.len - 2 };
	record->fields = fields;
	record->type = http_field(fields, SPAN("warc-type"));
	record->target = target;
	record->date = http_field(fields, SPAN("warc-date"));
	record->content = http_field(fields, SPAN("content-type"));
}

static bool
starts_nocase(struct span text, struct span with)
{
	return text.len >= with.len &&
	       span_equal_nocase(span_first(text, with.len), with);
}

static enum psc_status
read_block(
    struct warc_reader *reader, struct warc_record *record, struct error *error)
{
	if (!starts_nocase(record->content, SPAN("application/http")) ||
	    !span_equal_nocase(record->type, SPAN("response")))
		return PSC_OK;
	record->is_http = true;
	return http_read(&reader->arena, record->block, reader->max_bytes,
	    &record->http, error);
}

/*
 * Was the record, which ends at `end`, had without doubt?  What a member holds
 * whose sum is wrong is worth nothing.  Where the sum was not seen, because the
 * member goes on or the file breaks off, what comes behind the record tells.
 */
static bool
is_sure(const struct warc_reader *reader, struct span next, size_t end)
{
	if (stream_is_sure(reader->stream, end))
		return true;
	next = span_from(next, end);
	while (next.len > 0 && (next.ptr[0] == '\r' || next.ptr[0] == '\n'))
		next = span_from(next, 1);
	return warc_is_plain(next);
}

/* Of a block that is too large the header of HTTP, as far as it is there. */
static void
read_beginning(
    struct warc_reader *reader, struct span bytes, struct warc_record *record)
{
	struct error error;

	record->block = span_first(bytes, FIRST_OF_BLOCK);
	record->block =
	    span_first(record->block, http_header_end(record->block, 0));
	if (record->block.len <= reader->max_bytes)
		(void)read_block(reader, record, &error);
	record->block = SPAN_NONE;
}

/* A record whose header has `header` bytes, its block `len`. */
static enum psc_status
read_record(struct warc_reader *reader, size_t header, size_t len,
    struct warc_record *record, struct error *error)
{
	bool is_large = len > reader->max_bytes;
	size_t end = is_large ? header : header + len;
	struct span next = stream_look(
	    reader->stream, end + (is_large ? FIRST_OF_BLOCK : BEHIND));

	if (next.len < end || (!is_large && !is_sure(reader, next, end)))
		return stop_short(reader, error);
	read_fields(span_first(next, header), record);
	if (is_large)
		read_beginning(reader, span_from(next, header), record);
	stream_pass(reader->stream, end);
	if (is_large) {
		reader->skip = len;
		error_set(error, "a record of the WARC file is too large");
		return PSC_TOO_LARGE;
	}
	record->block = span_first(span_from(next, header), len);
	return read_block(reader, record, error);
}

/* The header of the record that comes next, and the length of its block. */
static enum psc_status
read_header(struct warc_reader *reader, size_t *header, size_t *len,
    struct error *error)
{
	struct span next = stream_look(reader->stream, sizeof("WARC/"));

	if (!warc_is_plain(next))
		return next.len < sizeof("WARC/")
			   ? stop_short(reader, error)
			   : stop(reader, error, "this is no WARC record");
	*header = header_len(reader);
	next = stream_look(reader->stream, *header);
	if (*header == 0 && next.len < MOST_HEADER)
		return stop_short(reader, error);
	if (*header == 0)
		return stop(
		    reader, error, "the header of a WARC record is too large");
	if (!is_version_known(next))
		return stop(reader, error, "this version of WARC is not known");
	if (!block_len(span_first(next, *header), len))
		return stop(
		    reader, error, "a WARC record does not say its length");
	return PSC_OK;
}

/* Was all of the file read? */
static bool
is_at_end(struct warc_reader *reader)
{
	return stream_look(reader->stream, 1).len == 0 && reader->skip == 0 &&
	       stream_ending(reader->stream) == STREAM_WHOLE;
}

enum psc_status
warc_next(
    struct warc_reader *reader, struct warc_record *record, struct error *error)
{
	size_t header = 0, len = 0;

	*record = (struct warc_record){ .is_http = false };
	error_set(error, "%s", "");
	if (reader->done)
		return PSC_EMPTY;
	arena_reset(&reader->arena);
	skip_rest(reader);
	if (is_at_end(reader)) {
		reader->done = true;
		return PSC_EMPTY;
	}
	enum psc_status status = read_header(reader, &header, &len, error);
	if (status != PSC_OK)
		return status;
	return read_record(reader, header, len, record, error);
}
