/*
 * Escapes of LaTeX, and the braces that keep capitals.  Knows no entries and
 * no fields.
 */
#include "output/latex.h"

#include <stdint.h>

#include "output/cite.h"
#include "output/letter.h"

/* Do the braces of a text pair up by themselves? */
static bool
balanced(struct span text)
{
	size_t depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '{')
			depth++;
		if (text.ptr[i] == '}' && depth-- == 0)
			return false;
	}
	return depth == 0;
}

/*
 * One byte, escaped.  To BibTeX an escaped brace is still a brace: where they
 * do not pair up, they have names.
 */
static void
add_byte(struct buffer *out, char c, bool pairs)
{
	switch (c) {
	case '#':
	case '$':
	case '%':
	case '&':
	case '_':
		buffer_char(out, '\\');
		break;
	case '{':
	case '}':
		if (!pairs) {
			buffer_add(out, c == '{' ? SPAN("\\textbraceleft{}")
						 : SPAN("\\textbraceright{}"));
			return;
		}
		buffer_char(out, '\\');
		break;
	case '\\':
		buffer_add(out, SPAN("\\textbackslash{}"));
		return;
	case '~':
		buffer_add(out, SPAN("\\textasciitilde{}"));
		return;
	case '^':
		buffer_add(out, SPAN("\\textasciicircum{}"));
		return;
	default:
		break;
	}
	buffer_char(out, c);
}

/*
 * Do two characters in a row print as another one: "--" as a dash, "''" as a
 * quotation mark?
 */
static bool
joins(char c, char next)
{
	if (next == '`' && (c == '?' || c == '!'))
		return true;
	return c == next && c != '\0' && strchr("-'`,<>", c) != NULL;
}

/* The bytes of `text` from `from` to `end`. */
static void
add_bytes(
    struct buffer *out, struct span text, size_t from, size_t end, bool pairs)
{
	for (size_t i = from; i < end; i++) {
		add_byte(out, text.ptr[i], pairs);
		if (i + 1 < text.len && joins(text.ptr[i], text.ptr[i + 1]))
			buffer_add(out, SPAN("{}"));
	}
}

void
latex_text(struct buffer *out, struct span text)
{
	text = cite_line(out->arena, text);
	add_bytes(out, text, 0, text.len, balanced(text));
}

void
latex_verbatim(struct buffer *out, struct span text)
{
	text = cite_line(out->arena, text);
	for (size_t i = 0; i < text.len; i++)
		if (memchr("{}\\ ", text.ptr[i], 4) != NULL)
			buffer_print(out, "%%%02X", (unsigned)text.ptr[i]);
		else
			buffer_char(out, text.ptr[i]);
}

/* A capital of Latin, Greek or Cyrillic. */
static bool
is_capital(uint32_t letter)
{
	if (letter < 0x80)
		return letter >= 'A' && letter <= 'Z';
	if (letter >= 0x100 && letter <= 0x137)
		return letter % 2 == 0;
	if (letter >= 0x139 && letter <= 0x148)
		return letter % 2 == 1;
	if ((letter >= 0x14a && letter <= 0x177) ||
	    (letter >= 0x1e00 && letter <= 0x1eff))
		return letter % 2 == 0;
	return (letter >= 0xc0 && letter <= 0xde && letter != 0xd7) ||
	       (letter >= 0x178 && letter <= 0x17d && letter % 2 == 1) ||
	       letter == 0x178 || (letter >= 0x391 && letter <= 0x3a9) ||
	       (letter >= 0x400 && letter <= 0x42f);
}

static bool
is_letter(uint32_t letter)
{
	if (letter < 0x80)
		return span_is_digit((char)letter) ||
		       span_is_alpha((char)letter);
	return !letter_is_sign(letter, false) && !letter_is_space(letter);
}

/* What a run of letters and digits looks like. */
struct word {
	size_t len;
	bool letters; /* there is one that has capitals and small forms */
	bool capital; /* the first letter is one */
	bool later;   /* one behind the first letter is */
	bool small;   /* there is a small letter of ASCII */
};

static struct word
read_word(struct span text)
{
	struct word word = { 0 };
	uint32_t letter;
	size_t len;

	while (word.len < text.len) {
		letter = letter_first(span_from(text, word.len), &len);
		if (!is_letter(letter))
			break;
		if (is_capital(letter)) {
			if (word.len == 0)
				word.capital = true;
			else
				word.later = true;
		}
		word.letters = word.letters || is_capital(letter) ||
			       (letter >= 'a' && letter <= 'z');
		word.small = word.small || (letter >= 'a' && letter <= 'z');
		word.len += len;
	}
	return word;
}

/* Is it in capitals from end to end, and more than one word? */
static bool
shouts(struct span title)
{
	size_t words = 0, len;
	struct word word;

	while (title.len > 0) {
		word = read_word(title);
		if (word.small)
			return false;
		words += word.letters && word.len > 1;
		len = word.len;
		if (len == 0)
			letter_first(title, &len);
		title = span_from(title, len);
	}
	return words > 2;
}

/*
 * Must the word at `at` in its title keep its letters?  Where a sentence may
 * begin, some programs put a capital.
 */
static bool
is_kept(struct span title, size_t at, const struct word *word)
{
	size_t back = at;

	if (title.ptr[at] >= 'a' && title.ptr[at] <= 'z')
		while (back > 0 && !span_is_alpha(title.ptr[back - 1]) &&
		       !span_is_digit(title.ptr[back - 1]))
			if (memchr(".:?!", title.ptr[--back], 4) != NULL)
				return back + 1 < at;
	return word->later || (word->capital && at > 0);
}

void
latex_title(struct buffer *out, struct span title)
{
	bool pairs, loud, keep;
	struct word word;
	size_t at = 0;

	title = cite_line(out->arena, title);
	pairs = balanced(title);
	loud = shouts(title);
	for (; at < title.len; at += word.len) {
		word = read_word(span_from(title, at));
		keep = word.len > 0 && !loud && is_kept(title, at, &word);
		if (word.len == 0)
			letter_first(span_from(title, at), &word.len);
		if (keep)
			buffer_char(out, '{');
		add_bytes(out, title, at, at + word.len, pairs);
		if (keep)
			buffer_char(out, '}');
	}
}
