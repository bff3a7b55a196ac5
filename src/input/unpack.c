/*
 * This file unpacks bytes that are all there.  It does not ask what the
 * unpacked bytes are.
 */
#include "input/unpack.h"

#include <stdint.h>

static enum psc_status
unpack(struct codec *codec, enum codec_kind kind, struct span *packed,
    size_t max_bytes, struct scratch *out, bool *cut)
{
	for (;;) {
		enum psc_status status = scratch_need(out, 1);
		if (status != PSC_OK)
			return status;
		enum codec_result result = codec_step(codec, packed, out);
		if (out->len > max_bytes)
			return PSC_TOO_LARGE;
		if (result == CODEC_ENDED) {
			if (!codec_goes_on(kind, *packed))
				return PSC_OK;
			result =
			    codec_restart(codec) ? CODEC_MORE : CODEC_MEMORY;
		}
		if (result == CODEC_MEMORY)
			return PSC_NO_MEMORY;
		if (result != CODEC_MORE) {
			*cut = true;
			return out->len > 0 ? PSC_OK : PSC_UNREADABLE;
		}
	}
}

enum psc_status
unpack_all(struct arena *arena, enum codec_kind kind, struct span *packed,
    size_t max_bytes, struct span *bytes, bool *cut)
{
	/* One byte more than allowed shows that there is more. */
	struct scratch out = { .cap = max_bytes + (max_bytes < SIZE_MAX) };
	struct codec *codec = codec_new(kind);
	enum psc_status status = PSC_NO_MEMORY;

	*bytes = SPAN_NONE;
	*cut = false;
	if (codec != NULL)
		status = unpack(codec, kind, packed, max_bytes, &out, cut);
	codec_free(codec);
	if (status == PSC_OK)
		status = scratch_keep(&out, arena, bytes);
	scratch_free(&out);
	return status;
}

enum psc_status
unpack_http_deflate(struct arena *arena, struct span packed, size_t max_bytes,
    struct span *bytes, bool *cut)
{
	struct span again = packed;
	enum psc_status status =
	    unpack_all(arena, CODEC_ZLIB, &packed, max_bytes, bytes, cut);

	if (status != PSC_UNREADABLE)
		return status;
	return unpack_all(arena, CODEC_DEFLATE, &again, max_bytes, bytes, cut);
}
