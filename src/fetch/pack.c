/*
 * This file packs and unpacks with zlib, bytes that are whole in memory.  What
 * they are is not asked.
 */
#include "fetch/pack.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* deflateInit2: the largest window, and a gzip header; memory as usual. */
#define GZIP_WINDOW (15 + 16)
#define MEMORY_LEVEL 8

/* No byte of deflate becomes more than 1032 (zlib's "technical details"). */
#define MOST_TIMES 1032

char *
pack_small(struct span body, size_t *size)
{
	uLongf len = compressBound((uLong)body.len);
	char *packed = malloc(len);

	if (packed == NULL)
		return NULL;
	if (compress2((Bytef *)packed, &len, (const Bytef *)body.ptr,
		(uLong)body.len, Z_DEFAULT_COMPRESSION) != Z_OK ||
	    len >= body.len) {
		free(packed);
		return NULL;
	}
	*size = len;
	return packed;
}

char *
pack_whole(struct span packed, size_t size)
{
	uLongf len = (uLongf)size;

	if (size / MOST_TIMES > packed.len)
		return NULL;
	char *body = malloc(size + 1);
	if (body == NULL)
		return NULL;
	if (uncompress((Bytef *)body, &len, (const Bytef *)packed.ptr,
		(uLong)packed.len) != Z_OK ||
	    len != size) {
		free(body);
		return NULL;
	}
	body[size] = '\0';
	return body;
}

/* zlib counts what is ready for it in an unsigned int. */
static uInt
count_of(size_t bytes)
{
	return bytes > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)bytes;
}

/* Packs `text` until it is used up, or with Z_FINISH until the end. */
static enum psc_status
feed(z_stream *stream, struct span text, int flush, struct scratch *out)
{
	for (int code = Z_OK;
	     text.len > 0 || (flush == Z_FINISH && code != Z_STREAM_END);) {
		enum psc_status status = scratch_need(out, 1);
		if (status != PSC_OK)
			return status;
		uInt in = count_of(text.len);
		uInt room = count_of(out->room - out->len);
		stream->next_in = (z_const Bytef *)text.ptr;
		stream->avail_in = in;
		stream->next_out = (Bytef *)out->ptr + out->len;
		stream->avail_out = room;
		code = deflate(stream, flush);
		if (code != Z_OK && code != Z_STREAM_END)
			return PSC_NO_MEMORY;
		text = span_from(text, in - stream->avail_in);
		out->len += room - stream->avail_out;
	}
	return PSC_OK;
}

enum psc_status
pack_member(const struct span *texts, size_t count, struct scratch *out)
{
	z_stream stream = { .next_in = NULL };
	enum psc_status status = PSC_OK;

	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
		GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return PSC_NO_MEMORY;
	for (size_t i = 0; i < count && status == PSC_OK; i++)
		status = feed(&stream, texts[i], Z_NO_FLUSH, out);
	if (status == PSC_OK)
		status = feed(&stream, SPAN(""), Z_FINISH, out);
	deflateEnd(&stream);
	return status;
}

/* The members of a file, one after another. */
struct members {
	z_stream stream;
	pack_see *see;
	void *context;
	off_t whole; /* where the last one ended */
	bool begun;  /* there is something of the next one */
	size_t len;  /* of its head */
	char head[PACK_HEAD];
};

/* Keeps what still belongs to the head. */
static void
keep_head(struct members *members, const Bytef *bytes, size_t len)
{
	size_t room = sizeof(members->head) - members->len;

	if (len > room)
		len = room;
	memcpy(members->head + members->len, bytes, len);
	members->len += len;
}

static bool
show_head(struct members *members, bool whole)
{
	struct span head = { members->head, members->len };

	members->len = 0;
	return members->see(members->context, head, whole);
}

/* A member is whole; `end` is where in the file the bytes at hand end. */
static int
end_member(struct members *members, off_t end)
{
	members->whole = end - (off_t)members->stream.avail_in;
	members->begun = members->stream.avail_in > 0;
	if (!show_head(members, true))
		return Z_DATA_ERROR;
	return inflateReset(&members->stream);
}

/* Unpacks what is ready for it, up to `end` in the file. */
static int
skip(struct members *members, off_t end)
{
	z_stream *stream = &members->stream;
	Bytef bytes[16384];
	int code = Z_OK;

	members->begun = true;
	/* Where there was no room left, more may come without more bytes. */
	stream->avail_out = 0;
	while (
	    (stream->avail_in > 0 || stream->avail_out == 0) && code == Z_OK) {
		stream->next_out = bytes;
		stream->avail_out = sizeof(bytes);
		code = inflate(stream, Z_NO_FLUSH);
		keep_head(members, bytes, sizeof(bytes) - stream->avail_out);
		if (code == Z_STREAM_END)
			code = end_member(members, end);
	}
	/* It wants more bytes. */
	return code == Z_BUF_ERROR ? Z_OK : code;
}

bool
pack_whole_members(FILE *file, pack_see *see, void *context, off_t *bytes)
{
	struct members members = { .see = see, .context = context };
	Bytef in[16384];
	int code = Z_OK;
	off_t at = 0;
	size_t len;

	rewind(file);
	if (inflateInit2(&members.stream, GZIP_WINDOW) != Z_OK)
		return false;
	while (code == Z_OK && (len = fread(in, 1, sizeof(in), file)) > 0) {
		members.stream.next_in = in;
		members.stream.avail_in = (uInt)len;
		at += (off_t)len;
		code = skip(&members, at);
	}
	if (code == Z_OK && members.begun && !show_head(&members, false))
		code = Z_DATA_ERROR;
	inflateEnd(&members.stream);
	*bytes = members.whole;
	return code == Z_OK && !ferror(file);
}
