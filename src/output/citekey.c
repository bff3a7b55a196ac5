/*
 * Keys of entries.  Letters with accents lose them here, and only here; that
 * a key is taken is not known here.
 */
#include "output/citekey.h"

#include <stdint.h>

#include "base/buffer.h"
#include "output/letter.h"

/* U+00C0 to U+017F, two letters each; "  ": none. */
static const char latin[] = "a a a a a a aec e e e e i i i i "
			    "d n o o o o o   o u u u u y thss"
			    "a a a a a a aec e e e e i i i i "
			    "d n o o o o o   o u u u u y thy "
			    "a a a a a a c c c c c c c c d d "
			    "d d e e e e e e e e e e g g g g "
			    "g g g g h h h h i i i i i i i i "
			    "i i ijijj j k k k l l l l l l l "
			    "l l l n n n n n n n n n o o o o "
			    "o o oeoer r r r r r s s s s s s "
			    "s s t t t t t t u u u u u u u u "
			    "u u u u w w y y y z z z z z z s ";

/* Further letters, by ranges. */
static const struct {
	uint32_t first, last;
	char letter;
} others[] = { { 0x1a0, 0x1a1, 'o' }, { 0x1af, 0x1b0, 'u' },
	{ 0x218, 0x219, 's' }, { 0x21a, 0x21b, 't' }, { 0x1ea0, 0x1eb7, 'a' },
	{ 0x1eb8, 0x1ec7, 'e' }, { 0x1ec8, 0x1ecb, 'i' },
	{ 0x1ecc, 0x1ee3, 'o' }, { 0x1ee4, 0x1ef1, 'u' },
	{ 0x1ef2, 0x1ef9, 'y' } };

#define OTHERS (sizeof(others) / sizeof(others[0]))

/* Words that begin many titles and name none. */
static const char *const stops[] = { "a", "an", "the", "of", "on", "in", "for",
	"and", "with", "to", "from", "by", "at", "as", "is", "are", "or", "its",
	"de", "la", "le", "les", "el", "los", "las", "il", "der", "die", "das",
	"du", "des", "un", "une", "una", "uma", "o", "os", NULL };

/* The same for a character that is not ASCII. */
static bool
fold_wide(struct buffer *out, uint32_t letter)
{
	const char *two;

	if (letter >= 0xc0 && letter <= 0x17f) {
		two = latin + (size_t)(letter - 0xc0) * 2;
		buffer_add(out, (struct span){ two, (size_t)(two[0] != ' ') +
							(two[1] != ' ') });
		return two[0] != ' ';
	}
	for (size_t i = 0; i < OTHERS; i++)
		if (letter >= others[i].first && letter <= others[i].last) {
			buffer_char(out, others[i].letter);
			return true;
		}
	/* An accent that follows its letter leaves the word whole. */
	return (letter >= 0x300 && letter <= 0x36f) ||
	       (letter > 0x17f && !letter_is_sign(letter, false));
}

/* Adds what a character is in ASCII.  False: it is no letter or digit. */
static bool
fold(struct buffer *out, uint32_t letter)
{
	char c = span_lower((char)letter);

	if (letter >= 0x80)
		return fold_wide(out, letter);
	if (!span_is_alpha(c) && !span_is_digit(c))
		return false;
	buffer_char(out, c);
	return true;
}

/* The next word of `*text`, folded; false: there are no more. */
static bool
next_word(struct arena *arena, struct span *text, struct span *word)
{
	struct buffer out;
	bool inside = false, is_letter;
	size_t len;

	buffer_init(&out, arena, SIZE_MAX / 2);
	while (text->len > 0) {
		is_letter = fold(&out, letter_first(*text, &len));
		if (inside && !is_letter)
			break;
		inside = inside || is_letter;
		*text = span_from(*text, len);
	}
	*word = buffer_text(&out);
	return inside;
}

static bool
is_stop(struct span word)
{
	for (size_t i = 0; stops[i] != NULL; i++)
		if (span_equal(word, span_of(stops[i])))
			return true;
	return false;
}

/* The first word that is long enough to tell, or else any, or none. */
static struct span
word_of(struct arena *arena, struct span text)
{
	struct span any = SPAN_NONE, word;

	while (next_word(arena, &text, &word)) {
		if (word.len == 0)
			continue;
		if (word.len > 1 && !is_stop(word))
			return span_first(word, 40);
		if (any.ptr == NULL)
			any = word;
	}
	return any;
}

/* A name's letters, its words run together: "van Gogh" is "vangogh". */
static struct span
family_of(struct arena *arena, const struct cite_name *name)
{
	struct span text = name->family, word;
	struct buffer out;

	if (text.ptr == NULL)
		return word_of(arena, name->literal);
	buffer_init(&out, arena, SIZE_MAX / 2);
	while (next_word(arena, &text, &word) && out.len < 40)
		buffer_add(&out, word);
	return buffer_text(&out);
}

struct span
citekey_make(struct arena *arena, const struct cite_entry *entry)
{
	struct span family = SPAN_NONE, word = word_of(arena, entry->title);
	struct buffer out;

	if (entry->authors.count > 0)
		family = family_of(arena, entry->authors.items);
	if (word.len == 0)
		word = word_of(arena, entry->pmid);
	buffer_init(&out, arena, SIZE_MAX / 2);
	buffer_add(&out, family.len == 0 ? SPAN("anon") : family);
	buffer_char(&out, ':');
	if (entry->year > 0)
		buffer_print(&out, "%d", entry->year);
	else
		buffer_add(&out, SPAN("nd"));
	buffer_char(&out, ':');
	buffer_add(&out, word.len == 0 ? SPAN("untitled") : word);
	return buffer_text(&out);
}
