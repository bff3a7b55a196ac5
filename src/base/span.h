/*
 * A piece of text: bytes and their number.  A NUL in it is data.  Whoever
 * hands one out says how long the bytes live.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *ptr; /* NULL: there is no text at all (JSON null) */
	size_t len;      /* bytes */
};

/* A span over a string literal. */
#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

#define SPAN_NONE ((struct span){ NULL, 0 })

/* A span over a C string; NULL gives SPAN_NONE. */
static inline struct span
span_of(const char *string)
{
	return (struct span){ string, string == NULL ? 0 : strlen(string) };
}

static inline bool
span_equal(struct span a, struct span b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool
span_starts(struct span text, struct span with)
{
	return text.len >= with.len &&
	       (with.len == 0 || memcmp(text.ptr, with.ptr, with.len) == 0);
}

static inline bool
span_ends(struct span text, struct span with)
{
	return text.len >= with.len &&
	       (with.len == 0 || memcmp(text.ptr + text.len - with.len,
				     with.ptr, with.len) == 0);
}

/* The part of `text` from byte `from` on; empty where that is past its end. */
static inline struct span
span_from(struct span text, size_t from)
{
	if (text.ptr == NULL)
		return SPAN_NONE;
	if (from > text.len)
		from = text.len;
	return (struct span){ text.ptr + from, text.len - from };
}

/* The first `len` bytes of `text`, or all of it. */
static inline struct span
span_first(struct span text, size_t len)
{
	return (struct span){ text.ptr, len < text.len ? len : text.len };
}

/* Without the blanks at its ends: U+0020 alone. */
static inline struct span
span_trim(struct span text)
{
	while (text.len > 0 && text.ptr[0] == ' ')
		text = span_from(text, 1);
	while (text.len > 0 && text.ptr[text.len - 1] == ' ')
		text.len--;
	return text;
}

/* Bytes as HTML sees them, whatever the locale. */
static inline bool
span_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static inline bool
span_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
span_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char
span_lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Equal but for the case of ASCII letters. */
static inline bool
span_equal_nocase(struct span a, struct span b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (span_lower(a.ptr[i]) != span_lower(b.ptr[i]))
			return false;
	return true;
}

#endif
