/*
 * This file decodes the two transfer encodings of MIME.  It is lenient: what
 * some tool wrote wrongly is kept or passed over, as mail programs do.
 */
#include "input/base64.h"

/* The value of a letter; -1: it is none. */
static int
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

struct span
base64_decode(struct arena *arena, struct span text, bool *cut)
{
	char *out = arena_alloc(arena, text.len / 4 * 3 + 3);
	unsigned long bits = 0;
	size_t letters = 0, len = 0;

	*cut = false;
	if (out == NULL)
		return SPAN_NONE;
	for (size_t i = 0; i < text.len; i++) {
		int value = value_of(text.ptr[i]);
		if (value < 0)
			continue;
		bits = (bits << 6 | (unsigned long)value) & 0xffffff;
		if (++letters % 4 != 0)
			continue;
		out[len++] = (char)(bits >> 16);
		out[len++] = (char)(bits >> 8 & 0xff);
		out[len++] = (char)(bits & 0xff);
	}
	letters %= 4;
	if (letters == 2)
		out[len++] = (char)(bits >> 4 & 0xff);
	if (letters == 3) {
		out[len++] = (char)(bits >> 10 & 0xff);
		out[len++] = (char)(bits >> 2 & 0xff);
	}
	*cut = letters == 1;
	return (struct span){ out, len };
}

static int
hex_value(char c)
{
	if (span_is_digit(c))
		return c - '0';
	c = span_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How many blanks at `at` a line ends with; SIZE_MAX: there is no line end. */
static size_t
blanks_before_end(struct span text, size_t at)
{
	size_t count = 0;

	while (at + count < text.len &&
	       (text.ptr[at + count] == ' ' || text.ptr[at + count] == '\t'))
		count++;
	if (at + count == text.len || text.ptr[at + count] == '\n' ||
	    text.ptr[at + count] == '\r')
		return count;
	return (size_t)-1;
}

/* What stands at `at`, behind a "=": how many bytes belong to a line end. */
static size_t
soft_break(struct span text, size_t at)
{
	size_t blanks = blanks_before_end(text, at);

	if (blanks == (size_t)-1)
		return 0;
	at += blanks;
	if (at < text.len && text.ptr[at] == '\r')
		blanks++, at++;
	if (at < text.len && text.ptr[at] == '\n')
		blanks++;
	return blanks;
}

struct span
base64_quoted(struct arena *arena, struct span text)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	if (out == NULL)
		return SPAN_NONE;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] != '=') {
			out[len++] = text.ptr[i];
			continue;
		}
		if (i + 2 < text.len && hex_value(text.ptr[i + 1]) >= 0 &&
		    hex_value(text.ptr[i + 2]) >= 0) {
			out[len++] = (char)(hex_value(text.ptr[i + 1]) * 16 +
					    hex_value(text.ptr[i + 2]));
			i += 2;
			continue;
		}
		size_t end = soft_break(text, i + 1);
		if (end == 0 && i + 1 < text.len)
			out[len++] = '=';
		i += end;
	}
	return (struct span){ out, len };
}
