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

static bool
is_control(unsigned char byte)
{
	return byte == 0x7f || byte < 0x09 || byte == 0x0b ||
	       (byte > 0x0d && byte < 0x20);
}

/* Is there a byte below 0x20, a DEL, or one that is not ASCII? */
static bool
is_odd(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t tops = ones * 0x80;
	uint64_t del = word ^ ones * 0x7f;

	return (((word - ones * 0x20) & ~word) | word | ((del - ones) & ~del)) &
	       tops;
}

/* U+0080 to U+009F, U+FDD0 to U+FDEF, and the last two of each plane. */
static bool
has_no_meaning(const unsigned char *at, size_t len)
{
	if (at[0] == 0xc2)
		return len > 1 && at[1] < 0xa0;
	if (at[0] == 0xef && len > 2)
		return (at[1] == 0xb7 && at[2] >= 0x90 && at[2] <= 0xaf) ||
		       (at[1] == 0xbf && at[2] >= 0xbe);
	if (at[0] < 0xf0 || len < 4)
		return false;
	return (at[1] & 0x0f) == 0x0f && at[2] == 0xbf && at[3] >= 0xbe;
}

size_t
utf8_controls(struct span text)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr;
	size_t at = 0, end, count = 0;
	uint64_t word;

	while (at < text.len) {
		end = at + 8;
		if (end <= text.len) {
			memcpy(&word, bytes + at, sizeof(word));
			if (!is_odd(word)) {
				at = end;
				continue;
			}
		} else {
			end = text.len;
		}
		for (; at < end; at++)
			count += is_control(bytes[at]) ||
				 (bytes[at] >= 0xc2 &&
				     has_no_meaning(bytes + at, text.len - at));
	}
	return count;
}
