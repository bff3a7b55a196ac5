/*
 * This file hands bytes to the three libraries that unpack them, each of which
 * has its own words for how that went.  It keeps no bytes itself.
 */
#include "input/codec.h"

#include <brotli/decode.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct codec {
	enum codec_kind kind;
	z_stream zlib;
	ZSTD_DStream *zstd;
	BrotliDecoderState *brotli;
};

/* A frame of zstd that is passed over (RFC 8878, 3.1.2). */
static bool
is_skippable(struct span bytes)
{
	return bytes.len >= 4 && ((unsigned char)bytes.ptr[0] & 0xf0) == 0x50 &&
	       span_starts(span_from(bytes, 1), SPAN("\x2a\x4d\x18"));
}

enum codec_kind
codec_find(struct span bytes)
{
	if (span_starts(bytes, SPAN("\x1f\x8b")))
		return CODEC_GZIP;
	if (span_starts(bytes, SPAN("\x28\xb5\x2f\xfd")) || is_skippable(bytes))
		return CODEC_ZSTD;
	return CODEC_NONE;
}

const char *
codec_name(enum codec_kind kind)
{
	static const char *const names[] = { "no", "gzip", "zlib", "deflate",
		"zstd", "brotli" };

	return names[kind];
}

bool
codec_goes_on(enum codec_kind kind, struct span bytes)
{
	return (kind == CODEC_GZIP || kind == CODEC_ZSTD) &&
	       codec_find(bytes) == kind;
}

/* inflateInit2's word for the header: the largest window in all cases. */
static int
window_of(enum codec_kind kind)
{
	if (kind == CODEC_GZIP)
		return 15 + 16;
	return kind == CODEC_ZLIB ? 15 : -15;
}

static bool
is_zlib(enum codec_kind kind)
{
	return kind == CODEC_GZIP || kind == CODEC_ZLIB ||
	       kind == CODEC_DEFLATE;
}

static bool
start(struct codec *codec)
{
	if (is_zlib(codec->kind))
		return inflateInit2(&codec->zlib, window_of(codec->kind)) ==
		       Z_OK;
	if (codec->kind == CODEC_ZSTD) {
		codec->zstd = ZSTD_createDStream();
		return codec->zstd != NULL;
	}
	codec->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	return codec->brotli != NULL;
}

struct codec *
codec_new(enum codec_kind kind)
{
	struct codec *codec = NULL;

	if (kind != CODEC_NONE)
		codec = calloc(1, sizeof(*codec));
	if (codec == NULL)
		return NULL;
	codec->kind = kind;
	if (start(codec))
		return codec;
	free(codec);
	return NULL;
}

void
codec_free(struct codec *codec)
{
	if (codec == NULL)
		return;
	if (is_zlib(codec->kind))
		inflateEnd(&codec->zlib);
	ZSTD_freeDStream(codec->zstd);
	if (codec->brotli != NULL)
		BrotliDecoderDestroyInstance(codec->brotli);
	free(codec);
}

bool
codec_restart(struct codec *codec)
{
	if (is_zlib(codec->kind))
		return inflateReset(&codec->zlib) == Z_OK;
	if (codec->kind == CODEC_ZSTD)
		return !ZSTD_isError(
		    ZSTD_DCtx_reset(codec->zstd, ZSTD_reset_session_only));
	BrotliDecoderDestroyInstance(codec->brotli);
	return start(codec);
}

/* zlib counts what is ready for it in an unsigned int. */
static uInt
count_of(size_t bytes)
{
	return bytes > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)bytes;
}

static enum codec_result
step_zlib(z_stream *stream, struct span *packed, struct scratch *out)
{
	uInt in = count_of(packed->len);
	uInt room = count_of(out->room - out->len);

	stream->next_in = (z_const Bytef *)packed->ptr;
	stream->avail_in = in;
	stream->next_out = (Bytef *)out->ptr + out->len;
	stream->avail_out = room;
	int code = inflate(stream, Z_NO_FLUSH);
	*packed = span_from(*packed, in - stream->avail_in);
	out->len += room - stream->avail_out;
	switch (code) {
	case Z_OK:
		return CODEC_MORE;
	case Z_STREAM_END:
		return CODEC_ENDED;
	case Z_BUF_ERROR:
		return CODEC_HUNGRY;
	case Z_MEM_ERROR:
		return CODEC_MEMORY;
	default:
		return CODEC_DAMAGED;
	}
}

static enum codec_result
step_zstd(ZSTD_DStream *stream, struct span *packed, struct scratch *out)
{
	ZSTD_inBuffer in = { packed->ptr, packed->len, 0 };
	ZSTD_outBuffer to = { out->ptr + out->len, out->room - out->len, 0 };
	size_t code = ZSTD_decompressStream(stream, &to, &in);

	*packed = span_from(*packed, in.pos);
	out->len += to.pos;
	if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation)
		return CODEC_MEMORY;
	if (ZSTD_isError(code))
		return CODEC_DAMAGED;
	if (code == 0)
		return CODEC_ENDED;
	return in.pos == 0 && to.pos == 0 ? CODEC_HUNGRY : CODEC_MORE;
}

static enum codec_result
step_brotli(
    BrotliDecoderState *stream, struct span *packed, struct scratch *out)
{
	const uint8_t *from = (const uint8_t *)packed->ptr;
	uint8_t *to = (uint8_t *)out->ptr + out->len;
	size_t in = packed->len;
	size_t room = out->room - out->len;
	size_t before = in + room;
	BrotliDecoderResult result =
	    BrotliDecoderDecompressStream(stream, &in, &from, &room, &to, NULL);

	*packed = span_from(*packed, packed->len - in);
	out->len = out->room - room;
	switch (result) {
	case BROTLI_DECODER_RESULT_SUCCESS:
		return CODEC_ENDED;
	case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
	case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
		return in + room == before ? CODEC_HUNGRY : CODEC_MORE;
	default:
		break;
	}
	BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(stream);
	return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
		       code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES
		   ? CODEC_MEMORY
		   : CODEC_DAMAGED;
}

enum codec_result
codec_step(struct codec *codec, struct span *packed, struct scratch *out)
{
	if (is_zlib(codec->kind))
		return step_zlib(&codec->zlib, packed, out);
	if (codec->kind == CODEC_ZSTD)
		return step_zstd(codec->zstd, packed, out);
	return step_brotli(codec->brotli, packed, out);
}

uint32_t
codec_crc32(struct span bytes)
{
	uLong sum = crc32(0, NULL, 0);

	while (bytes.len > 0) {
		uInt len = count_of(bytes.len);
		sum = crc32(sum, (const Bytef *)bytes.ptr, len);
		bytes = span_from(bytes, len);
	}
	return (uint32_t)sum;
}
