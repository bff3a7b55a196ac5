/*
 * This file unpacks gzip and deflate with zlib, in one go.  It does not ask
 * what the unpacked bytes are.
 */
#include "input/gunzip.h"

#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "input/scratch.h"

/* inflateInit2: the largest window, and a gzip header, no other. */
#define GZIP_WINDOW (15 + 16)
#define ZLIB_WINDOW 15
#define BARE_WINDOW (-15) /* no header at all */

bool
gunzip_is_packed(struct span bytes)
{
	return span_starts(bytes, SPAN("\x1f\x8b"));
}

/* zlib counts what is ready for it in an unsigned int. */
static uInt
count(size_t bytes)
{
	return bytes > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)bytes;
}

/* One call of inflate(); `packed` and `out` move on. */
static int
step(z_stream *stream, struct span *packed, struct scratch *out)
{
	uInt in = count(packed->len);
	uInt room = count(out->room - out->len);

	stream->next_in = (z_const Bytef *)packed->ptr;
	stream->avail_in = in;
	stream->next_out = (Bytef *)out->ptr + out->len;
	stream->avail_out = room;
	int code = inflate(stream, Z_NO_FLUSH);
	*packed = span_from(*packed, in - stream->avail_in);
	out->len += room - stream->avail_out;
	return code;
}

static enum psc_status
unpack(z_stream *stream, bool members, struct span packed, size_t max_bytes,
    struct scratch *out, bool *cut)
{
	for (;;) {
		enum psc_status status = scratch_need(out, 1);
		if (status != PSC_OK)
			return status;
		int code = step(stream, &packed, out);
		if (out->len > max_bytes)
			return PSC_TOO_LARGE;
		if (code == Z_MEM_ERROR)
			return PSC_NO_MEMORY;
		if (code == Z_STREAM_END) {
			if (!members || !gunzip_is_packed(packed))
				return PSC_OK;
			code = inflateReset(stream);
		}
		/* Z_BUF_ERROR: no bytes left, and it wanted some. */
		if (code != Z_OK) {
			*cut = true;
			return out->len > 0 ? PSC_OK : PSC_UNREADABLE;
		}
	}
}

static enum psc_status
unpack_as(int window, struct arena *arena, struct span packed, size_t max_bytes,
    struct span *bytes, bool *cut)
{
	z_stream stream = { .next_in = NULL };
	/* One byte more than allowed shows that there is more. */
	struct scratch out = { .cap = max_bytes + (max_bytes < SIZE_MAX) };

	*bytes = SPAN_NONE;
	*cut = false;
	if (inflateInit2(&stream, window) != Z_OK)
		return PSC_NO_MEMORY;
	enum psc_status status = unpack(
	    &stream, window == GZIP_WINDOW, packed, max_bytes, &out, cut);
	inflateEnd(&stream);
	if (status == PSC_OK)
		status = scratch_keep(&out, arena, bytes);
	scratch_free(&out);
	return status;
}

enum psc_status
gunzip_unpack(struct arena *arena, struct span packed, size_t max_bytes,
    struct span *bytes, bool *cut)
{
	return unpack_as(GZIP_WINDOW, arena, packed, max_bytes, bytes, cut);
}

enum psc_status
gunzip_deflate(struct arena *arena, struct span packed, size_t max_bytes,
    struct span *bytes, bool *cut)
{
	enum psc_status status =
	    unpack_as(ZLIB_WINDOW, arena, packed, max_bytes, bytes, cut);

	if (status != PSC_UNREADABLE)
		return status;
	return unpack_as(BARE_WINDOW, arena, packed, max_bytes, bytes, cut);
}
