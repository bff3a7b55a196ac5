/*
 * This file finds out the character set of some bytes and decodes them; it
 * alone knows iconv and uchardet.  It does not ask what the text says.
 */
#include "input/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <uchardet/uchardet.h>

#include "base/utf8.h"
#include "input/encoding.h"
#include "input/prescan.h"
#include "input/repair.h"
#include "input/scratch.h"

#define BOM SPAN("\xef\xbb\xbf")
#define REPLACEMENT SPAN("\xef\xbf\xbd")

/* uchardet has made up its mind by then, or never will. */
#define GUESS_BYTES ((size_t)256 << 10)

/* iconv never needs more room than this for one step. */
#define ICONV_ROOM 64

/* The longer marks first: UTF-32LE begins as UTF-16LE does. */
static const struct mark {
	struct span bytes;
	const struct encoding *encoding;
} marks[] = {
	{ { "\xef\xbb\xbf", 3 }, &encoding_utf8 },
	{ { "\xff\xfe\0\0", 4 }, &encoding_utf32le },
	{ { "\0\0\xfe\xff", 4 }, &encoding_utf32be },
	{ { "\xff\xfe", 2 }, &encoding_utf16le },
	{ { "\xfe\xff", 2 }, &encoding_utf16be },
};

/* What windows-1252 has from 0x80 to 0x9f (WHATWG, index-windows-1252). */
static const unsigned short windows_1252[32] = { 0x20ac, 0x0081, 0x201a, 0x0192,
	0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
	0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e,
	0x0178 };

/* Is `c` what may stand behind a `<` that is mark-up? */
static bool
opens_markup(char c)
{
	return span_is_alpha(c) || c == '!' || c == '?';
}

/* UTF-16 without a mark shows by `<html` with a NUL beside each letter. */
static const struct encoding *
find_utf16(struct span bytes)
{
	size_t at = 0;

	while (bytes.len - at >= 4) {
		const char *p = bytes.ptr + at;
		bool little = p[1] == '\0' && p[3] == '\0';
		bool big = p[0] == '\0' && p[2] == '\0';
		char first = little ? p[0] : p[1];
		char second = little ? p[2] : p[3];
		if (little == big)
			return NULL;
		if (first == '<' && opens_markup(second))
			return little ? &encoding_utf16le : &encoding_utf16be;
		if (!span_is_space(first))
			return NULL;
		at += 2;
	}
	return NULL;
}

/*
 * Is it UTF-8?  The last character may lack its end, as in a file that was
 * cut off, if there was a whole one beyond ASCII before.
 */
static bool
is_utf8(struct span bytes)
{
	size_t good = utf8_prefix(bytes);

	if (good == bytes.len)
		return true;
	if (!utf8_is_cut_character(span_from(bytes, good)))
		return false;
	for (size_t i = 0; i < good; i++)
		if ((bytes.ptr[i] & 0x80) != 0)
			return true;
	return false;
}

/* What uchardet takes the bytes for; NULL: nothing that a page is in. */
static const struct encoding *
guess(struct span bytes)
{
	size_t from = 0;

	/* ASCII tells it nothing: begin where that ends. */
	while (from < bytes.len && (bytes.ptr[from] & 0x80) == 0)
		from++;
	bytes =
	    span_first(span_from(bytes, from > 0 ? from - 1 : 0), GUESS_BYTES);
	uchardet_t detector = uchardet_new();
	if (detector == NULL)
		return NULL;
	const struct encoding *found = NULL;
	if (uchardet_handle_data(detector, bytes.ptr, bytes.len) == 0) {
		uchardet_data_end(detector);
		struct span name = span_of(uchardet_get_charset(detector));
		if (!span_starts(name, SPAN("UTF-16")))
			found = encoding_find(name);
	}
	uchardet_delete(detector);
	return found;
}

/* The character set of `bytes`; `mark` is how long the byte order mark is. */
static const struct encoding *
choose(struct span bytes, struct span label, size_t *mark)
{
	*mark = 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (!span_starts(bytes, marks[i].bytes))
			continue;
		*mark = marks[i].bytes.len;
		return marks[i].encoding;
	}
	const struct encoding *found = find_utf16(bytes);
	if (found == NULL && label.ptr != NULL)
		found = encoding_find(label);
	if (found == &encoding_utf8 && !is_utf8(bytes))
		found = NULL;
	if (found == NULL)
		found = prescan_encoding(bytes);
	if (found == NULL && is_utf8(bytes))
		found = &encoding_utf8;
	if (found == NULL)
		found = guess(bytes);
	return found != NULL ? found : &encoding_windows_1252;
}

/* Adds a character below U+10000. */
static enum psc_status
add_character(struct scratch *out, unsigned code)
{
	char bytes[3];
	size_t len = code < 0x800 ? 2 : 3;

	if (len == 2) {
		bytes[0] = (char)(0xc0 | code >> 6);
	} else {
		bytes[0] = (char)(0xe0 | code >> 12);
		bytes[1] = (char)(0x80 | (code >> 6 & 0x3f));
	}
	bytes[len - 1] = (char)(0x80 | (code & 0x3f));
	return scratch_add(out, (struct span){ bytes, len });
}

/*
 * The set that everything falls back to, which must not depend on what the
 * system's iconv has.
 */
static enum psc_status
decode_windows_1252(struct span bytes, struct scratch *out)
{
	enum psc_status status = PSC_OK;

	while (bytes.len > 0 && status == PSC_OK) {
		size_t ascii = 0;
		while (ascii < bytes.len && (bytes.ptr[ascii] & 0x80) == 0)
			ascii++;
		status = scratch_add(out, span_first(bytes, ascii));
		bytes = span_from(bytes, ascii);
		if (bytes.len == 0 || status != PSC_OK)
			break;
		unsigned code = (unsigned char)bytes.ptr[0];
		if (code < 0xa0)
			code = windows_1252[code - 0x80];
		status = add_character(out, code);
		bytes = span_from(bytes, 1);
	}
	return status;
}

/* How many bytes of `left` make up the piece that means nothing. */
static size_t
bad_bytes(enum encoding_kind kind, struct span left)
{
	size_t len = 1;

	if (kind == ENCODING_UTF16)
		len = 2;
	else if (kind == ENCODING_UTF32)
		len = 4;
	else if (kind == ENCODING_MULTI && left.len > 1 &&
		 (left.ptr[0] & left.ptr[1] & 0x80) != 0)
		len = 2;
	return len < left.len ? len : left.len;
}

/*
 * `left` begins with what iconv cannot read: takes it off.  Where a set of
 * single bytes has nothing from 0x80 to 0x9f, WHATWG has a C1 control.
 */
static enum psc_status
replace(enum encoding_kind kind, struct span *left, struct scratch *out,
    size_t *replaced)
{
	unsigned byte = (unsigned char)left->ptr[0];

	if (kind == ENCODING_SINGLE && byte >= 0x80 && byte < 0xa0) {
		*left = span_from(*left, 1);
		return add_character(out, byte);
	}
	*left = span_from(*left, bad_bytes(kind, *left));
	++*replaced;
	return scratch_add(out, REPLACEMENT);
}

/*
 * One call of iconv; `left` and `out` move on.  No bytes left: iconv gives
 * what it held back.  The result is errno, 0 where all went well.
 */
static int
step(iconv_t converter, struct span *left, struct scratch *out)
{
	/* iconv's type is older than const; it does not write there. */
	char *in = (char *)left->ptr;
	char *to = out->ptr + out->len;
	size_t room = out->room - out->len;

	errno = 0;
	size_t code = iconv(
	    converter, left->len > 0 ? &in : NULL, &left->len, &to, &room);
	int number = code == (size_t)-1 ? errno : 0;
	if (left->len > 0)
		left->ptr = in;
	out->len = (size_t)(to - out->ptr);
	return number;
}

static enum psc_status
convert(iconv_t converter, enum encoding_kind kind, struct span left,
    struct scratch *out, size_t *replaced)
{
	enum psc_status status = PSC_OK;
	size_t room = ICONV_ROOM;

	while (left.len > 0 && status == PSC_OK) {
		status = scratch_need(out, room);
		if (status != PSC_OK)
			break;
		int number = step(converter, &left, out);
		room = number == E2BIG ? out->room - out->len + ICONV_ROOM
				       : ICONV_ROOM;
		if (left.len == 0 || number == E2BIG)
			continue;
		/* A held back character comes before the replacement. */
		struct span none = SPAN_NONE;
		status = scratch_need(out, ICONV_ROOM);
		if (status == PSC_OK)
			step(converter, &none, out);
		if (status == PSC_OK)
			status = replace(kind, &left, out, replaced);
	}
	if (status == PSC_OK)
		status = scratch_need(out, ICONV_ROOM);
	if (status == PSC_OK)
		step(converter, &left, out);
	return status;
}

static enum psc_status
decode_by_iconv(const struct encoding *encoding, struct span bytes,
    struct scratch *out, struct charset_text *result, struct error *error)
{
	iconv_t converter = iconv_open("UTF-8", encoding->iconv);

	if (converter == (iconv_t)-1 && errno == ENOMEM)
		return PSC_NO_MEMORY;
	if (converter == (iconv_t)-1) {
		error_set(error,
		    "in the character set %s, which this system cannot "
		    "decode: save the page as UTF-8",
		    encoding->name);
		return PSC_UNREADABLE;
	}
	enum psc_status status =
	    convert(converter, encoding->kind, bytes, out, &result->replaced);
	iconv_close(converter);
	/* Whatever the system's iconv gave, what leaves here is UTF-8. */
	if (status == PSC_OK) {
		struct span text = { out->ptr, out->len };
		struct scratch again = { .cap = out->cap };
		if (utf8_prefix(text) < text.len) {
			status = repair_utf8(text, &again, &result->replaced);
			scratch_free(out);
			*out = again;
		}
	}
	return status;
}

enum psc_status
charset_decode(struct arena *arena, struct span bytes, struct span label,
    struct charset_text *result, struct error *error)
{
	size_t mark;
	const struct encoding *encoding = choose(bytes, label, &mark);
	enum psc_status status;

	bytes = span_from(bytes, mark);
	*result = (struct charset_text){ bytes, encoding->name, 0 };
	if (encoding->kind == ENCODING_UTF8 && utf8_prefix(bytes) == bytes.len)
		return PSC_OK;
	if (bytes.len > SIZE_MAX / 4 - ICONV_ROOM)
		return PSC_NO_MEMORY;
	/* No set needs more than four bytes for one. */
	struct scratch out = { .cap = (bytes.len + ICONV_ROOM) * 4 };
	if (encoding->kind == ENCODING_UTF8)
		status = repair_utf8(bytes, &out, &result->replaced);
	else if (encoding->kind == ENCODING_WINDOWS_1252)
		status = decode_windows_1252(bytes, &out);
	else
		status = decode_by_iconv(encoding, bytes, &out, result, error);
	if (status == PSC_OK)
		status = scratch_keep(&out, arena, &result->text);
	scratch_free(&out);
	if (mark == 0 && status == PSC_OK && span_starts(result->text, BOM))
		result->text = span_from(result->text, BOM.len);
	return status == PSC_TOO_LARGE ? PSC_NO_MEMORY : status;
}

void *
charset_hold(const char *name)
{
	const struct encoding *encoding = encoding_named(name);
	iconv_t converter;

	if (encoding == NULL)
		return NULL;
	converter = iconv_open("UTF-8", encoding->iconv);
	return converter == (iconv_t)-1 ? NULL : converter;
}

void
charset_release(void *held)
{
	if (held != NULL)
		iconv_close(held);
}
