/* Pages as plain text: src/output/plain. */
#include "document.h"
#include "output/letter.h"
#include "output/plain.h"

static struct arena arena;
static struct reading reading;

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

TestSuite(plain, .init = set_up, .fini = tear_down);

static struct span
plain(struct span page, size_t width)
{
	struct document document = document_of(&arena, &reading, page);
	struct buffer out;

	buffer_init(&out, &arena, (size_t)64 << 20);
	plain_write(&out, &arena, &document, width);
	return buffer_text(&out);
}

static const struct written blocks[] = {
	{ "nothing", "<img src=x alt=y>", "" },
	{ "blocks", "<h1>a</h1><p>b\n c<br>d</p>e", "a\n\nb c d\n\ne\n" },
	{ "no signs", "<b>a</b> <a href=x>b</a><code>c</code> *d* <sup>2</sup>",
	    "a bc *d* 2\n" },
	{ "lists", "<ul><li>a<ol start=9><li>b<li>c</ol><li>d</ul>e",
	    "- a\n  9. b\n  10. c\n- d\n\ne\n" },
	{ "loose lists", "<ul><li><p>a<p>b<li>c</ul>", "- a\n\n  b\n\n- c\n" },
	{ "an item of an image alone", "<ul><li><img src=x alt=y><li>a</ul>",
	    "- a\n" },
	{ "tables",
	    "<table><caption>t</caption><tr><th>a<th>b|c<tr><td>d<br>e"
	    "<td><p>f<p>g<tr><td>h<td></table>i",
	    "t\n\na\tb|c\nd e\tf g\nh\n\ni\n" },
	{ "cells that take several columns or rows",
	    "<table><tr><th rowspan=2>a<th colspan=2>b<th>c<tr><td>d<td>e<td>"
	    "f<tr><td>g</table>",
	    "a\tb\t\tc\n\td\te\tf\ng\n" },
	{ "tables for layout", "<table><tr><td>a<td>b</table>", "a\n\nb\n" },
	{ "definitions", "<dl><dt>a<dd>b<dd>c<dt>d<dd>e</dl>",
	    "a\n  b\n\n  c\n\nd\n  e\n" },
	{ "quotes", "<blockquote>a<p>b</blockquote>c", "  a\n\n  b\n\nc\n" },
	{ "code", "a<ul><li>b<pre>c\n\n  d </pre></ul>",
	    "a\n\n- b\n\n  c\n\n    d\n" },
	{ "marked and hidden",
	    "a<i class=out>b</i><script>c</script><svg>d</svg>", "a\n" },
	{ "spaces", "\xef\xbb\xbf\xc2\xa0 a\xc2\xa0\tb\f<b> c</b> <i>d</i>e",
	    "a b c de\n" },
};

Test(plain, writes_blocks)
{
	for (size_t i = 0; i < COUNT(blocks); i++)
		EXPECT_TEXT(plain(span_of(blocks[i].page), 0), blocks[i].want,
		    "%s", blocks[i].name);
}

static const struct written filled[] = {
	{ "words", "<p>aaaa bbbb cccc d", "aaaa bbbb\ncccc d\n" },
	{ "just as wide", "<p>aaaa bbbbb c", "aaaa bbbbb\nc\n" },
	{ "a long word", "a bbbbbbbbbbbbbb c", "a\nbbbbbbbbbbbbbb\nc\n" },
	{ "hanging lines", "<ol><li>aaaa bbb cccc</ol>",
	    "1. aaaa\n   bbb\n   cccc\n" },
	{ "line breaks", "aa<br>bb cc", "aa\nbb cc\n" },
	{ "wide letters", "\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2 bbb cc",
	    "\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2 bbb\ncc\n" },
	{ "marks on letters",
	    "e\xcc\x81"
	    "e\xcc\x81 bbbb cc d",
	    "e\xcc\x81"
	    "e\xcc\x81 bbbb cc\nd\n" },
	{ "code", "<pre>aaaa bbbb cccc</pre>", "aaaa bbbb cccc\n" },
};

Test(plain, fills_lines_of_ten_columns)
{
	for (size_t i = 0; i < COUNT(filled); i++)
		EXPECT_TEXT(plain(span_of(filled[i].page), 10), filled[i].want,
		    "%s", filled[i].name);
}

Test(plain, knows_how_wide_letters_are)
{
	static const struct {
		uint32_t letter;
		unsigned width;
	} widths[] = { { 'a', 1 }, { 0xe9, 1 }, { 0x301, 0 }, { 0x200b, 0 },
		{ 0x4e2d, 2 }, { 0xac00, 2 }, { 0xff21, 2 }, { 0x1f600, 2 },
		{ 0x2014, 1 }, { 0x7f, 0 } };
	size_t len;

	for (size_t i = 0; i < COUNT(widths); i++)
		cr_assert_eq(letter_width(widths[i].letter), widths[i].width,
		    "U+%04X", (unsigned)widths[i].letter);
	cr_assert_eq(letter_first(SPAN("\xf0\x9f\x98\x80!"), &len), 0x1f600);
	cr_assert_eq(len, 4);
	cr_assert_eq(letter_last(SPAN("a\xe4\xb8\xad")), 0x4e2d);
	cr_assert_eq(letter_last(SPAN("")), 0);
}

Test(plain, ends_with_what_is_deep)
{
	struct span out =
	    plain(repeated(&arena, "<ol start=900000000><li>a", 400), 20);

	cr_assert(holds(out, "a"));
	cr_assert_lt(out.len, (size_t)400 * 250);
}
