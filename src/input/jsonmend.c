/*
 * This file makes JSON that can be read of such that nearly is.  Where the
 * brackets are wrong, or a string has no end, that stays so.
 */
#include "input/jsonmend.h"

#include "base/utf8.h"

/* So many digits have room in 64 bits. */
#define MOST_DIGITS 18

#define REPLACEMENT "\xef\xbf\xbd"

struct mending {
	struct span text;
	size_t at;
	char *out; /* never longer than what was read */
	size_t len;
	size_t replaced;
};

static void
put(struct mending *mending, struct span text)
{
	memcpy(mending->out + mending->len, text.ptr, text.len);
	mending->len += text.len;
}

/* Takes the next `len` bytes, or what is left, as they are. */
static void
keep(struct mending *mending, size_t len)
{
	struct span next =
	    span_first(span_from(mending->text, mending->at), len);

	put(mending, next);
	mending->at += next.len;
}

static int
hex_value(char c)
{
	if (span_is_digit(c))
		return c - '0';
	c = span_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What "\uXXXX" at the beginning stands for; -1: something else is there. */
static int
escaped(struct span text)
{
	int code = 0;

	if (text.len < 6 || !span_starts(text, SPAN("\\u")))
		return -1;
	for (size_t i = 2; i < 6; i++) {
		int value = hex_value(text.ptr[i]);
		if (value < 0)
			return -1;
		code = code * 16 + value;
	}
	return code;
}

/* What begins with a backslash, in a string. */
static void
mend_escape(struct mending *mending)
{
	struct span rest = span_from(mending->text, mending->at);
	int code = escaped(rest);
	int next = escaped(span_from(rest, 6));

	if (code < 0xd800 || code > 0xdfff) {
		keep(mending, 2);
	} else if (code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
		keep(mending, 12);
	} else {
		put(mending, SPAN(REPLACEMENT));
		mending->at += 6;
		mending->replaced++;
	}
}

/* A string, up to behind its end. */
static void
mend_string(struct mending *mending)
{
	keep(mending, 1);
	while (mending->at < mending->text.len) {
		char c = mending->text.ptr[mending->at];

		if (c == '\\') {
			mend_escape(mending);
		} else if ((unsigned char)c < 0x20) {
			put(mending, SPAN(" "));
			mending->at++;
			mending->replaced += !span_is_space(c);
		} else {
			keep(mending, 1);
		}
		if (c == '"')
			return;
	}
}

/* Digits: of an exponent nothing is left but that there is one. */
static void
mend_digits(struct mending *mending)
{
	size_t at = mending->at;
	char before = at > 0 ? mending->text.ptr[at - 1] : ' ';

	if (at > 1 && (before == '+' || before == '-'))
		before = mending->text.ptr[at - 2];
	bool power = before == 'e' || before == 'E';
	for (size_t count = 0; mending->at < mending->text.len &&
			       span_is_digit(mending->text.ptr[mending->at]);
	     count++) {
		if (power && count == 0)
			put(mending, SPAN("0"));
		if (power || count >= MOST_DIGITS)
			mending->at++;
		else
			keep(mending, 1);
	}
}

/* How many pieces of a text are no UTF-8. */
static size_t
count_wrong(struct span text)
{
	size_t count = 0;

	for (;;) {
		text = span_from(text, utf8_prefix(text));
		if (text.len == 0)
			return count;
		text = span_from(text, utf8_piece(text));
		count++;
	}
}

struct span
jsonmend_text(struct arena *arena, struct span text, size_t *replaced)
{
	struct mending mending = { .replaced = count_wrong(text) };

	mending.text = utf8_clean(arena, text);
	mending.out = arena_alloc(arena, mending.text.len + 1);
	if (mending.text.ptr == NULL || mending.out == NULL)
		return SPAN_NONE;
	while (mending.at < mending.text.len) {
		char c = mending.text.ptr[mending.at];

		if (c == '"')
			mend_string(&mending);
		else if (span_is_digit(c))
			mend_digits(&mending);
		else
			keep(&mending, 1);
	}
	*replaced += mending.replaced;
	return (struct span){ mending.out, mending.len };
}
