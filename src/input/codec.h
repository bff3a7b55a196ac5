/*
 * What was packed is unpacked again, piece after piece: gzip, zlib, bare
 * deflate (RFC 1950 to 1952), zstd (RFC 8878), brotli (RFC 7932).  The one
 * file of the library that knows zlib, libzstd and libbrotlidec.
 */
#ifndef INPUT_CODEC_H
#define INPUT_CODEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "input/scratch.h"

enum codec_kind {
	CODEC_NONE,
	CODEC_GZIP,
	CODEC_ZLIB,
	CODEC_DEFLATE, /* without any header */
	CODEC_ZSTD,
	CODEC_BROTLI /* has no magic bytes */
};

enum codec_result {
	CODEC_MORE,   /* it went on */
	CODEC_ENDED,  /* a member, or frame, has ended */
	CODEC_HUNGRY, /* all was taken, and there is no end yet */
	CODEC_DAMAGED,
	CODEC_MEMORY
};

struct codec;

/* How the bytes are packed, by their first four; CODEC_NONE: not so. */
enum codec_kind codec_find(struct span bytes);

/* What it is called in messages; static. */
const char *codec_name(enum codec_kind kind);

/* NULL: no memory, or CODEC_NONE.  codec_free(NULL) is fine. */
struct codec *codec_new(enum codec_kind kind);
void codec_free(struct codec *codec);

/*
 * Unpacks as much as `out` has room for, which must be some; both move on.
 * After CODEC_ENDED comes codec_restart(), where there is a next member.
 */
enum codec_result codec_step(
    struct codec *codec, struct span *packed, struct scratch *out);

/* Ready for another member; false: no memory. */
bool codec_restart(struct codec *codec);

/* May `bytes` go on with a member of this kind? */
bool codec_goes_on(enum codec_kind kind, struct span bytes);

/* The sum that ZIP has of a member's bytes. */
uint32_t codec_crc32(struct span bytes);

#endif
