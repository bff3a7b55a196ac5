/*
 * This file packs and unpacks with zlib, bytes that are whole in memory.  What
 * they are is not asked.
 */
#include "fetch/pack.h"

#include <limits.h>
#include <stdlib.h>
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

/* Unpacks what is in `in`, to nowhere; `whole` moves to each member's end. */
static int
skip(z_stream *stream, off_t before, size_t len, off_t *whole)
{
	Bytef nowhere[16384];
	int code = Z_OK;

	/* Where there was no room left, more may come without more bytes. */
	stream->avail_out = 0;
	while (
	    (stream->avail_in > 0 || stream->avail_out == 0) && code == Z_OK) {
		stream->next_out = nowhere;
		stream->avail_out = sizeof(nowhere);
		code = inflate(stream, Z_NO_FLUSH);
		if (code != Z_STREAM_END)
			continue;
		*whole = before + (off_t)(len - stream->avail_in);
		code = inflateReset(stream);
	}
	/* It wants more bytes. */
	return code == Z_BUF_ERROR ? Z_OK : code;
}

bool
pack_whole_members(FILE *file, off_t *bytes)
{
	Bytef in[16384];
	z_stream stream = { .next_in = NULL };
	int code = Z_OK;
	size_t len;

	*bytes = 0;
	rewind(file);
	if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
		return false;
	for (off_t at = 0;
	     code == Z_OK && (len = fread(in, 1, sizeof(in), file)) > 0;
	     at += (off_t)len) {
		stream.next_in = in;
		stream.avail_in = (uInt)len;
		code = skip(&stream, at, len, bytes);
	}
	inflateEnd(&stream);
	return code == Z_OK && !ferror(file);
}
