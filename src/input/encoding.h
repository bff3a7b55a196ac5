/* The character sets a page may be in, and the labels they go by. */
#ifndef INPUT_ENCODING_H
#define INPUT_ENCODING_H

#include "base/span.h"

enum encoding_kind {
	ENCODING_UTF8,
	ENCODING_WINDOWS_1252,
	ENCODING_SINGLE, /* one byte a character */
	ENCODING_MULTI,  /* ASCII, and characters of two bytes or more */
	ENCODING_UTF16,
	ENCODING_UTF32
};

struct encoding {
	const char *name;  /* as WHATWG calls it; static */
	const char *iconv; /* as iconv calls it; NULL: not iconv's work */
	enum encoding_kind kind;
	const char *labels; /* lower case, a space behind each */
};

extern const struct encoding encoding_utf8;
extern const struct encoding encoding_windows_1252;
extern const struct encoding encoding_utf16le;
extern const struct encoding encoding_utf16be;
extern const struct encoding encoding_utf32le;
extern const struct encoding encoding_utf32be;

/*
 * What a page means by `label`: HTML white space around it and the case of
 * ASCII letters do not count; the UTF-16 labels give UTF-8, since whoever
 * could read the label reads ASCII.  NULL: nobody knows it.  (WHATWG
 * Encoding, 4.2 "Names and labels", without the replacement encoding; HTML,
 * "prescan a byte stream".)
 */
const struct encoding *encoding_find(struct span label);

/* The set that iconv decodes and WHATWG calls `name`; NULL: there is none. */
const struct encoding *encoding_named(const char *name);

#endif
