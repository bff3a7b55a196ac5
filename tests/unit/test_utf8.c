/* UTF-8, checked and mended: src/base/utf8. */
#include "base/utf8.h"
#include "support.h"

#define FFFD "\xef\xbf\xbd"

static struct arena arena;

static void
set_up(void)
{
	arena_init(&arena, 0);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(utf8, .init = set_up, .fini = tear_down);

/* `piece`: 0: all of it is well-formed. */
struct piece {
	struct span text;
	size_t prefix, piece;
	const char *clean;
};

static const struct piece pieces[] = {
	{ BYTES(""), 0, 0, "" },
	{ BYTES("abcdefgh\xc3\xa9ijklmnopqrst"), 22, 0,
	    "abcdefgh\xc3\xa9ijklmnopqrst" },
	{ BYTES("\x7f\xc2\x80\xdf\xbf"), 5, 0, "\x7f\xc2\x80\xdf\xbf" },
	{ BYTES("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"), 12, 0,
	    "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf" },
	{ BYTES("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), 8, 0,
	    "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf" },
	{ BYTES("\x80"), 0, 1, FFFD },
	{ BYTES("a\xbf\xbf"), 1, 1, "a" FFFD FFFD },
	{ BYTES("\xc0\x80"), 0, 1, FFFD FFFD },
	{ BYTES("\xc1\xbf"), 0, 1, FFFD FFFD },
	{ BYTES("\xf5\x80"), 0, 1, FFFD FFFD },
	{ BYTES("\xff"), 0, 1, FFFD },
	{ BYTES("\xe0\x9f\x80"), 0, 1, FFFD FFFD FFFD },
	{ BYTES("\xed\xa0\x80"), 0, 1, FFFD FFFD FFFD },
	{ BYTES("\xf0\x8f\xbf\xbf"), 0, 1, FFFD FFFD FFFD FFFD },
	{ BYTES("\xf4\x90\x80\x80"), 0, 1, FFFD FFFD FFFD FFFD },
	{ BYTES("\xc3"), 0, 1, FFFD },
	{ BYTES("\xc3x"), 0, 1, FFFD "x" },
	{ BYTES("\xe2\x82"), 0, 2, FFFD },
	{ BYTES("\xe2\x82x"), 0, 2, FFFD "x" },
	{ BYTES("\xf0\x9f\x98"), 0, 3, FFFD },
	{ BYTES("\xf0\x9f\x98\xf0\x9f\x98\x80"), 0, 3,
	    FFFD "\xf0\x9f\x98\x80" },
	/* Unicode, table 3-8 and 3-11 */
	{ BYTES("a\xf1\x80\x80\xe1\x80\xc2"
		"b\x80"
		"c\x80\xbf"
		"d"),
	    1, 3, "a" FFFD FFFD FFFD "b" FFFD "c" FFFD FFFD "d" },
};

Test(utf8, finds_and_mends_what_is_ill_formed)
{
	for (size_t i = 0; i < COUNT(pieces); i++) {
		const struct piece *row = &pieces[i];
		size_t prefix = utf8_prefix(row->text);
		struct span clean = utf8_clean(&arena, row->text);
		cr_assert_eq(prefix, row->prefix, "row %zu: %zu", i, prefix);
		cr_assert_eq(row->piece == 0, prefix == row->text.len);
		if (row->piece > 0)
			cr_assert_eq(utf8_piece(span_from(row->text, prefix)),
			    row->piece, "row %zu", i);
		EXPECT_TEXT(clean, row->clean, "row %zu", i);
		cr_assert_eq(clean.ptr[clean.len], '\0');
	}
}

static size_t
encode(uint32_t code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned char leads[] = { 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = more; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	out[0] = (char)(leads[more] | code);
	return more + 1;
}

/* Every number that has four bytes' room: characters, and what is none. */
Test(utf8, takes_every_character_and_no_other)
{
	char bytes[4];

	for (uint32_t code = 0; code < 0x200000; code++) {
		bool good =
		    code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
		struct span text = { bytes, encode(code, bytes) };
		cr_assert_eq(
		    utf8_prefix(text), good ? text.len : 0, "U+%04X", code);
		for (size_t len = 1; good && len < text.len; len++) {
			struct span start = span_first(text, len);
			cr_assert_eq(utf8_prefix(start), 0);
			cr_assert(utf8_is_cut_character(start));
			cr_assert_eq(utf8_piece(start), len);
		}
		cr_assert(!utf8_is_cut_character(text), "U+%04X", code);
	}
}

Test(utf8, knows_a_cut_character)
{
	static const struct span none[] = { BYTES(""), BYTES("a"),
		BYTES("\x80"), BYTES("\xe2\x82\xac"), BYTES("\xe2x"),
		BYTES("a\xe2"), BYTES("\xed\xa0"), BYTES("\xc0"),
		BYTES("\xe2\x82\xe2") };

	for (size_t i = 0; i < COUNT(none); i++)
		cr_assert(!utf8_is_cut_character(none[i]), "row %zu", i);
}

/* What was mended is well-formed, and good text stays as it is. */
Test(utf8, mends_random_bytes)
{
	static const char some[] = "a\x80\xbf\xc2\xe0\xa0\xed\x9f\xf0\x90"
				   "\xf4\x8f\xff";
	uint32_t random = 7;
	char bytes[24];

	for (int round = 0; round < 100000; round++) {
		size_t len = next_random(&random) % sizeof(bytes), at = 0;
		for (size_t i = 0; i < len; i++)
			bytes[i] = some[next_random(&random) % sizeof(some)];
		struct span text = { bytes, len };
		struct span clean = utf8_clean(&arena, text);
		cr_assert_eq(utf8_prefix(clean), clean.len);
		cr_assert(span_equal(utf8_clean(&arena, clean), clean));
		cr_assert_leq(clean.len, 3 * len);
		while (at < len) {
			struct span rest = span_from(text, at);
			size_t good = utf8_prefix(rest);
			at += good;
			if (at < len)
				at += utf8_piece(span_from(rest, good));
		}
		cr_assert_eq(at, len);
		arena_reset(&arena);
	}
}
