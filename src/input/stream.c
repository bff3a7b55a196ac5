/*
 * This file reads and unpacks as much as is asked for.  It does not ask what
 * the bytes are, but for the one packing that has no mark: brotli is what
 * looks like no text, and unpacks to one.
 */
#include "input/stream.h"

#include <stdint.h>
#include <stdlib.h>

#include "input/codec.h"
#include "input/slurp.h"

/* So many bytes are read, or unpacked, at a time. */
#define STEP ((size_t)64 << 10)

/* So many are looked at to find out how an input is packed. */
#define FIRST_BYTES 4096

/* So much text does not come out of other bytes by accident. */
#define ENOUGH_TEXT 512

struct stream {
	int fd;
	bool more;         /* the file was not read to its end */
	struct span rest;  /* not yet unpacked; plain memory: not yet read */
	struct scratch in; /* what `rest` points into, where it is a file's */
	enum codec_kind kind;
	struct codec *codec;
	bool memory;        /* plain bytes in memory: `out` is not used */
	struct scratch out; /* what was read or unpacked */
	size_t read;        /* of `out`: what was passed */
	size_t sure;        /* of `out`: whose members' sums are right */
	enum stream_ending ending;
	struct error error;
};

/* Reads some of the file into `to`, or sees its end. */
static void
read_file(struct stream *stream, struct scratch *to)
{
	enum psc_status status = scratch_need(to, STEP);
	size_t before = to->len;

	if (status == PSC_OK)
		status = slurp_some(stream->fd, to, &stream->error);
	if (status != PSC_OK)
		stream->ending = status == PSC_UNREADABLE ? STREAM_UNREADABLE
							  : STREAM_MEMORY;
	if (to->len == before)
		stream->more = false;
}

/* Makes `rest` longer, if there is more. */
static void
read_packed(struct stream *stream)
{
	struct scratch *in = &stream->in;

	if (stream->rest.len > 0 && stream->rest.ptr != in->ptr)
		memmove(in->ptr, stream->rest.ptr, stream->rest.len);
	in->len = stream->rest.len;
	read_file(stream, in);
	stream->rest = (struct span){ in->ptr, in->len };
}

/* A member has ended; is there another behind it? */
static void
next_member(struct stream *stream)
{
	stream->sure = stream->out.len;
	while (stream->more && stream->rest.len < 4 &&
	       stream->ending == STREAM_OPEN)
		read_packed(stream);
	if (stream->ending != STREAM_OPEN)
		return;
	if (stream->rest.len == 0)
		stream->ending = STREAM_WHOLE;
	else if (!codec_goes_on(stream->kind, stream->rest))
		stream->ending = STREAM_TRAILING;
	else if (!codec_restart(stream->codec))
		stream->ending = STREAM_MEMORY;
}

static void
unpack_some(struct stream *stream)
{
	if (stream->rest.len == 0 && stream->more)
		read_packed(stream);
	if (stream->ending == STREAM_OPEN &&
	    scratch_need(&stream->out, STEP) != PSC_OK)
		stream->ending = STREAM_MEMORY;
	if (stream->ending != STREAM_OPEN)
		return;
	switch (codec_step(stream->codec, &stream->rest, &stream->out)) {
	case CODEC_MORE:
		break;
	case CODEC_ENDED:
		next_member(stream);
		break;
	case CODEC_HUNGRY:
		if (!stream->more)
			stream->ending = STREAM_CUT;
		break;
	case CODEC_MEMORY:
		stream->ending = STREAM_MEMORY;
		break;
	default:
		stream->ending = STREAM_DAMAGED;
	}
}

/* Takes what was passed out of the way. */
static void
compact(struct stream *stream)
{
	struct scratch *out = &stream->out;

	if (stream->read == 0)
		return;
	out->len -= stream->read;
	if (out->len > 0)
		memmove(out->ptr, out->ptr + stream->read, out->len);
	stream->sure -=
	    stream->sure < stream->read ? stream->sure : stream->read;
	stream->read = 0;
}

struct span
stream_look(struct stream *stream, size_t need)
{
	struct scratch *out = &stream->out;

	if (stream->memory)
		return stream->rest;
	while (
	    out->len - stream->read <= need && stream->ending == STREAM_OPEN) {
		/* Room is rather made than added. */
		if (out->room - out->len < STEP)
			compact(stream);
		if (stream->codec != NULL)
			unpack_some(stream);
		else if (stream->more)
			read_file(stream, out);
		else
			stream->ending = STREAM_WHOLE;
	}
	if (out->ptr == NULL)
		return SPAN("");
	return (
	    struct span){ out->ptr + stream->read, out->len - stream->read };
}

void
stream_pass(struct stream *stream, size_t len)
{
	if (stream->memory)
		stream->rest = span_from(stream->rest, len);
	else
		stream->read += len;
}

void
stream_forget(struct stream *stream)
{
	/* So no byte is moved often, however little is passed at a time. */
	if (stream->read >= stream->out.len - stream->read)
		compact(stream);
}

enum stream_ending
stream_ending(const struct stream *stream)
{
	return stream->ending;
}

const struct error *
stream_error(const struct stream *stream)
{
	return &stream->error;
}

const char *
stream_packing(const struct stream *stream)
{
	return stream->codec == NULL ? NULL : codec_name(stream->kind);
}

bool
stream_is_sure(const struct stream *stream, size_t len)
{
	return stream->codec == NULL || stream->ending == STREAM_WHOLE ||
	       stream->read + len <= stream->sure;
}

/* Is it text with mark-up, or a form that has pages in it? */
static bool
is_text(struct span text)
{
	size_t marks = 0;

	text = span_first(text, FIRST_BYTES);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];
		if (byte < 0x20 && !span_is_space(text.ptr[i]))
			return false;
		marks += byte == '<' || byte == '{' || byte == ':';
	}
	return marks > 0;
}

/*
 * Bytes that no text begins with, but may well be packed: there are control
 * characters.  Letters beyond ASCII tell nothing: they may be of any set.
 */
static bool
may_be_brotli(struct span bytes)
{
	bool odd = false;

	bytes = span_first(bytes, FIRST_BYTES);
	for (size_t i = 0; i < bytes.len && !odd; i++) {
		unsigned char byte = (unsigned char)bytes.ptr[i];
		odd = byte < 0x20 && !span_is_space(bytes.ptr[i]);
	}
	return odd && bytes.len > 2 && bytes.ptr[0] != '<' &&
	       !span_starts(bytes, SPAN("PK\3\4")) &&
	       !span_starts(bytes, SPAN("\xef\xbb\xbf")) &&
	       !span_starts(bytes, SPAN("\xff\xfe")) &&
	       !span_starts(bytes, SPAN("\xfe\xff"));
}

/* Unpacks the beginning, and forgets it: the bytes are read again. */
static bool
is_brotli(struct span bytes)
{
	struct codec *codec;
	struct scratch out = { .cap = STEP };
	enum codec_result result = CODEC_MORE;

	if (!may_be_brotli(bytes))
		return false;
	codec = codec_new(CODEC_BROTLI);
	if (codec != NULL && scratch_need(&out, STEP) == PSC_OK)
		while (result == CODEC_MORE && out.len < out.room)
			result = codec_step(codec, &bytes, &out);
	bool is = codec != NULL &&
		  ((result == CODEC_ENDED && bytes.len == 0) ||
		      ((result == CODEC_MORE || result == CODEC_HUNGRY) &&
			  out.len >= ENOUGH_TEXT)) &&
		  is_text((struct span){ out.ptr, out.len });
	codec_free(codec);
	scratch_free(&out);
	return is;
}

/* Finds out how the bytes are packed; false: no memory. */
static bool
start(struct stream *stream)
{
	stream->kind = codec_find(stream->rest);
	if (stream->kind == CODEC_NONE && is_brotli(stream->rest))
		stream->kind = CODEC_BROTLI;
	if (stream->kind != CODEC_NONE) {
		stream->codec = codec_new(stream->kind);
		return stream->codec != NULL;
	}
	if (stream->memory)
		return true;
	/* What was read is the beginning. */
	stream->out = stream->in;
	stream->in = (struct scratch){ .cap = SIZE_MAX };
	stream->rest = SPAN_NONE;
	return true;
}

static struct stream *
new_stream(struct span rest, bool file, int fd)
{
	struct stream *stream = calloc(1, sizeof(*stream));

	if (stream == NULL)
		return NULL;
	stream->fd = fd;
	stream->more = file;
	stream->rest = rest;
	stream->in.cap = stream->out.cap = SIZE_MAX;
	/* Text is not waited for: who writes it may wait for an answer. */
	while (stream->more && stream->ending == STREAM_OPEN &&
	       (stream->rest.len < 4 || (stream->rest.len < FIRST_BYTES &&
					    may_be_brotli(stream->rest))))
		read_packed(stream);
	stream->memory = !file;
	if (!start(stream)) {
		stream_close(stream);
		return NULL;
	}
	if (stream->codec != NULL)
		stream->memory = false;
	if (stream->memory)
		stream->ending = STREAM_WHOLE;
	return stream;
}

struct stream *
stream_of_bytes(struct span bytes)
{
	return new_stream(bytes.len > 0 ? bytes : SPAN(""), false, -1);
}

struct stream *
stream_of_file(int fd)
{
	return new_stream(SPAN(""), true, fd);
}

void
stream_close(struct stream *stream)
{
	if (stream == NULL)
		return;
	codec_free(stream->codec);
	scratch_free(&stream->in);
	scratch_free(&stream->out);
	free(stream);
}
