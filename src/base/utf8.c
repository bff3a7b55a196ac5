/*
 * This file checks UTF-8.  It knows no other character set.
 */
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"

/* How many ASCII bytes are at the beginning; eight at a time. */
static size_t
ascii_prefix(const char *text, size_t len)
{
	size_t at = 0;

	while (len - at >= 8) {
		uint64_t word;
		memcpy(&word, text + at, sizeof(word));
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
		at += 8;
	}
	while (at < len && (unsigned char)text[at] < 0x80)
		at++;
	return at;
}

/*
 * How many bytes a character that begins with `lead` has, 0 for a byte that
 * begins none, and which second bytes it may have.
 */
static size_t
length_of(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
	*high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
	if (lead < 0x80)
		return 1;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/*
 * The bytes of the character at the beginning of `text`, which is not empty;
 * where there is none, those of the ill-formed piece there.  `want` is how
 * many bytes the character should have had, 0 where none begins so.
 */
static size_t
measure(const char *text, size_t len, size_t *want)
{
	unsigned char low, high;

	*want = length_of((unsigned char)text[0], &low, &high);
	size_t at = 1;
	while (at < *want && at < len) {
		unsigned char byte = (unsigned char)text[at];
		if (byte < low || byte > high)
			break;
		low = 0x80;
		high = 0xbf;
		at++;
	}
	return at;
}

size_t
utf8_prefix(struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		at += ascii_prefix(text.ptr + at, text.len - at);
		while (at < text.len && (text.ptr[at] & 0x80) != 0) {
			size_t want;
			size_t got =
			    measure(text.ptr + at, text.len - at, &want);
			if (got != want)
				return at;
			at += got;
		}
	}
	return at;
}

bool
utf8_is_cut_character(struct span text)
{
	size_t want;

	return text.len > 0 && measure(text.ptr, text.len, &want) == text.len &&
	       text.len < want;
}

size_t
utf8_piece(struct span text)
{
	size_t want;

	return measure(text.ptr, text.len, &want);
}

struct span
utf8_clean(struct arena *arena, struct span text)
{
	struct buffer out;
	size_t good;

	buffer_init(&out, arena, SIZE_MAX / 2);
	while (text.len > 0) {
		good = utf8_prefix(text);
		buffer_add(&out, span_first(text, good));
		text = span_from(text, good);
		if (text.len == 0)
			break;
		buffer_add(&out, SPAN("\xef\xbf\xbd"));
		text = span_from(text, utf8_piece(text));
	}
	return buffer_text(&out);
}
