/*
 * Makes text harmless to look at.  It does not print, and it quotes for
 * people only: the result is not meant to be read back.
 */
#include "command/escape.h"

#include <stdlib.h>
#include <string.h>

/* The bytes one byte becomes at most: `\x1b`. */
#define WIDEST 4

/* How many bytes the character that begins with `first` has; 0: none does. */
static size_t
char_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* RFC 3629: no overlong forms, no surrogates, nothing over U+10FFFF. */
static bool
in_range(unsigned long code, size_t length)
{
	if (length == 3)
		return code >= 0x800 && !(code >= 0xd800 && code <= 0xdfff);
	if (length == 4)
		return code >= 0x10000 && code <= 0x10ffff;
	return true;
}

static bool
is_printable(unsigned long code)
{
	if (code < 0x20 || (code >= 0x7f && code <= 0x9f))
		return false;
	if (code == 0x061c || code == 0x200e || code == 0x200f)
		return false;
	return !(code >= 0x2028 && code <= 0x202e) &&
	       !(code >= 0x2066 && code <= 0x2069);
}

/* The length of a character that may stand as it is at `text`, else 0. */
static size_t
printable_length(const unsigned char *text, size_t size)
{
	static const unsigned char mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t length = char_length(text[0]);
	unsigned long code;

	if (length == 0 || length > size)
		return 0;
	code = text[0] & mask[length];
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	return in_range(code, length) && is_printable(code) ? length : 0;
}

/* Writes `byte` as an escape; returns how many bytes that took. */
static size_t
put_escape(char *out, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";

	out[0] = '\\';
	if (byte == '\n' || byte == '\t' || byte == '\r') {
		out[1] = (char)(byte == '\n' ? 'n' : byte == '\t' ? 't' : 'r');
		return 2;
	}
	out[1] = 'x';
	out[2] = digits[byte >> 4];
	out[3] = digits[byte & 15];
	return WIDEST;
}

char *
escape_text(const char *text, size_t size, bool lines)
{
	const unsigned char *in = (const unsigned char *)text;
	char *out = malloc(size * WIDEST + 1);
	size_t used = 0;

	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < size;) {
		size_t length = printable_length(in + i, size - i);

		if (lines && (in[i] == '\n' || in[i] == '\t'))
			length = 1;
		if (length == 0) {
			used += put_escape(out + used, in[i++]);
			continue;
		}
		memcpy(out + used, in + i, length);
		used += length;
		i += length;
	}
	out[used] = '\0';
	return out;
}
