/*
 * This file goes through a WARC file, which it unpacks as far as it needs, and
 * never holds more than one record of.  It does not ask what the pages are.
 */
#include "input/warc.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "input/gunzip.h"
#include "input/scratch.h"

/* inflateInit2: the largest window, and a gzip header, no other. */
#define GZIP_WINDOW (15 + 16)

/* A record's header has no more bytes. */
#define MOST_HEADER ((size_t)256 << 10)

/* So many bytes are unpacked, or skipped, at a time. */
#define STEP ((size_t)64 << 10)

enum ending {
	ENDING_NONE,   /* there may be more */
	ENDING_WHOLE,  /* all bytes were had */
	ENDING_CUT,    /* the last gzip member ends too early */
	ENDING_DAMAGE, /* zlib makes nothing of what comes, or a sum is wrong */
	ENDING_MEMORY
};

struct warc_reader {
	struct span rest; /* not yet unpacked; plain: not yet read */
	size_t max_bytes;
	bool packed;
	z_stream stream;    /* the last four: only where it is packed */
	struct scratch out; /* unpacked */
	size_t read;        /* of `out`: what was handed out */
	size_t sure;        /* of `out`: whose members' sums are right */
	enum ending ending;
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
warc_open(struct span bytes, size_t max_bytes)
{
	struct warc_reader *reader = calloc(1, sizeof(*reader));

	if (reader == NULL)
		return NULL;
	reader->rest = bytes.len > 0 ? bytes : SPAN("");
	reader->max_bytes = max_bytes;
	reader->packed = gunzip_is_packed(bytes);
	reader->out.cap = SIZE_MAX;
	arena_init(&reader->arena, 0);
	if (reader->packed &&
	    inflateInit2(&reader->stream, GZIP_WINDOW) != Z_OK) {
		free(reader);
		return NULL;
	}
	return reader;
}

void
warc_close(struct warc_reader *reader)
{
	if (reader == NULL)
		return;
	if (reader->packed)
		inflateEnd(&reader->stream);
	scratch_free(&reader->out);
	arena_free(&reader->arena);
	free(reader);
}

/* zlib counts what is ready for it in an unsigned int. */
static uInt
count_of(size_t bytes)
{
	return bytes > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)bytes;
}

/* A member has ended; is there another behind it? */
static enum ending
next_member(struct warc_reader *reader)
{
	reader->sure = reader->out.len;
	if (reader->rest.len == 0)
		return ENDING_WHOLE;
	if (!gunzip_is_packed(reader->rest) ||
	    inflateReset(&reader->stream) != Z_OK)
		return ENDING_DAMAGE;
	return ENDING_NONE;
}

/* Unpacks some more. */
static enum ending
inflate_some(struct warc_reader *reader)
{
	struct scratch *out = &reader->out;
	z_stream *stream = &reader->stream;

	if (scratch_need(out, STEP) != PSC_OK)
		return ENDING_MEMORY;
	uInt in = count_of(reader->rest.len);
	uInt room = count_of(STEP);
	stream->next_in = (z_const Bytef *)reader->rest.ptr;
	stream->avail_in = in;
	stream->next_out = (Bytef *)out->ptr + out->len;
	stream->avail_out = room;
	int code = inflate(stream, Z_NO_FLUSH);
	reader->rest = span_from(reader->rest, in - stream->avail_in);
	out->len += room - stream->avail_out;
	switch (code) {
	case Z_OK:
		return ENDING_NONE;
	case Z_STREAM_END:
		return next_member(reader);
	case Z_BUF_ERROR:
		return ENDING_CUT;
	case Z_MEM_ERROR:
		return ENDING_MEMORY;
	default:
		return ENDING_DAMAGE;
	}
}

/*
 * What comes next, at least `need` bytes of it if there are so many.  One byte
 * more is asked for: so the end of a member is seen, and its sum checked,
 * before what it holds is handed out; so is the end of the file.
 */
static struct span
look(struct warc_reader *reader, size_t need)
{
	if (!reader->packed)
		return reader->rest;
	while (
	    (reader->out.len - reader->read <= need || reader->rest.len == 0) &&
	    reader->ending == ENDING_NONE)
		reader->ending = inflate_some(reader);
	if (reader->out.ptr == NULL)
		return SPAN("");
	return (struct span){ reader->out.ptr + reader->read,
		reader->out.len - reader->read };
}

/* The next `len` bytes are done with. */
static void
pass(struct warc_reader *reader, size_t len)
{
	if (!reader->packed)
		reader->rest = span_from(reader->rest, len);
	else
		reader->read += len;
}

/* Forgets what was handed out; the spans into it are void then. */
static void
forget(struct warc_reader *reader)
{
	struct scratch *out = &reader->out;

	if (reader->read == 0)
		return;
	out->len -= reader->read;
	if (out->len > 0)
		memmove(out->ptr, out->ptr + reader->read, out->len);
	reader->sure -=
	    reader->sure < reader->read ? reader->sure : reader->read;
	reader->read = 0;
}

/* Goes past the rest of the last record, and the line ends behind it. */
static void
skip_rest(struct warc_reader *reader)
{
	for (;;) {
		struct span next;

		forget(reader);
		next = look(reader, 1);
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
		pass(reader, len);
	}
}

/* Nothing more comes. */
static enum psc_status
stop(struct warc_reader *reader, struct error *error, const char *why)
{
	reader->done = true;
	if (reader->ending == ENDING_MEMORY) {
		error_set(error, "no memory");
		return PSC_NO_MEMORY;
	}
	error_set(error, "%s", why);
	return PSC_UNREADABLE;
}

/* The file has nothing more, where something should be. */
static enum psc_status
stop_short(struct warc_reader *reader, struct error *error)
{
	return stop(reader, error,
	    reader->ending == ENDING_DAMAGE ? "the WARC file is damaged"
					    : "the WARC file breaks off");
}

/* How many bytes the next header has; 0: it has no end. */
static size_t
header_len(struct warc_reader *reader)
{
	size_t from = 0;

	for (;;) {
		struct span next = look(reader, from + 1);
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

/*
 * Was the record's end had without doubt?  What a member holds whose sum is
 * wrong is worth nothing.  Nor is that of one without an end: a changed bit
 * may have hidden it, and zlib takes the next members for more of it then, up
 * to the end of the file.
 */
static bool
is_sure(const struct warc_reader *reader, size_t end)
{
	return !reader->packed || reader->ending == ENDING_NONE ||
	       reader->ending == ENDING_WHOLE ||
	       reader->read + end <= reader->sure;
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

/* A record whose header has `header` bytes, its block `len`. */
static enum psc_status
read_record(struct warc_reader *reader, size_t header, size_t len,
    struct warc_record *record, struct error *error)
{
	bool is_large = len > reader->max_bytes;
	size_t end = is_large ? header : header + len;
	struct span next = look(reader, end);

	if (next.len < end || !is_sure(reader, end))
		return stop_short(reader, error);
	read_fields(span_first(next, header), record);
	pass(reader, end);
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
	struct span next = look(reader, sizeof("WARC/"));

	if (!warc_is_plain(next))
		return next.len < sizeof("WARC/")
			   ? stop_short(reader, error)
			   : stop(reader, error, "this is no WARC record");
	*header = header_len(reader);
	next = look(reader, *header);
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
	return look(reader, 1).len == 0 && reader->skip == 0 &&
	       (!reader->packed || reader->ending == ENDING_WHOLE);
}

enum psc_status
warc_next(
    struct warc_reader *reader, struct warc_record *record, struct error *error)
{
	size_t header, len;

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
