/*
 * A name is split where the link's search term, "Liu D", says so: nothing is
 * guessed from the name alone.
 */
#include "pubmed/names.h"

#include "base/utf8.h"

#define MAX_WORDS 32

struct words {
	struct span word[MAX_WORDS];
	size_t count;
};

static int
hex(char c)
{
	c = span_lower(c);
	if (span_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct span
names_decode(struct arena *arena, struct span text, bool plus)
{
	char *bytes = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '+' && plus) {
			c = ' ';
		} else if (c == '%' && i + 2 < text.len &&
			   hex(text.ptr[i + 1]) >= 0 &&
			   hex(text.ptr[i + 2]) >= 0) {
			c = (char)(hex(text.ptr[i + 1]) * 16 +
				   hex(text.ptr[i + 2]));
			i += 2;
		}
		bytes[len++] = c;
	}
	if (utf8_prefix((struct span){ bytes, len }) < len)
		return SPAN_NONE;
	return (struct span){ bytes, len };
}

static struct words
split(struct span text)
{
	struct words words = { .count = 0 };
	size_t len;

	while (text.len > 0 && words.count < MAX_WORDS) {
		for (len = 0; len < text.len && text.ptr[len] != ' '; len++)
			continue;
		if (len > 0)
			words.word[words.count++] = span_first(text, len);
		text = span_from(text, len + 1);
	}
	return words;
}

/* "Jr", "Sr.", "3rd"; "JR" are initials. */
static bool
is_suffix(struct span word)
{
	if (word.len > 0 && word.ptr[word.len - 1] == '.')
		word.len--;
	if (span_equal(word, SPAN("Jr")) || span_equal(word, SPAN("Sr")))
		return true;
	if (word.len != 3 || !span_is_digit(word.ptr[0]))
		return false;
	word = span_from(word, 1);
	return span_equal(word, SPAN("st")) || span_equal(word, SPAN("nd")) ||
	       span_equal(word, SPAN("rd")) || span_equal(word, SPAN("th"));
}

/* "II", "IV": a suffix only where both the name and the term end in it. */
static bool
is_roman(struct span word)
{
	return span_equal(word, SPAN("II")) || span_equal(word, SPAN("III")) ||
	       span_equal(word, SPAN("IV"));
}

static void
drop_suffix(struct words *name, struct words *term)
{
	struct span *last = &name->word[name->count - 1];
	struct span *other = &term->word[term->count - 1];

	if (name->count > 1 && term->count > 2 && is_roman(*last) &&
	    span_equal(*last, *other)) {
		name->count--;
		term->count--;
		return;
	}
	if (name->count > 1 && is_suffix(*last))
		name->count--;
	if (term->count > 1 && is_suffix(*other))
		term->count--;
}

/* Do the first `count` words of the term end the name? */
static bool
ends_name(const struct words *name, const struct words *term, size_t count)
{
	if (count > name->count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!span_equal(
			term->word[i], name->word[name->count - count + i]))
			return false;
	return true;
}

/* Initials are capitals: a word such as "da" is none. */
static bool
has_small_word(const struct words *words, size_t from)
{
	for (size_t i = from; i < words->count; i++)
		if (words->word[i].ptr[0] >= 'a' &&
		    words->word[i].ptr[0] <= 'z')
			return true;
	return false;
}

/* The words from one up to another, as they stand in their text. */
static struct span
join(const struct words *words, size_t from, size_t to)
{
	struct span first, last;

	if (from >= to)
		return SPAN_NONE;
	first = words->word[from];
	last = words->word[to - 1];
	return (struct span){ first.ptr,
		(size_t)(last.ptr + last.len - first.ptr) };
}

void
names_split(struct arena *arena, struct span name, struct span term,
    struct record_author *author)
{
	struct span mark = SPAN("[Corporate Author]");
	struct words shown, words;
	size_t run;

	author->name = name;
	if (term.ptr == NULL || name.ptr == NULL)
		return;
	term = names_decode(arena, term, true);
	if (term.ptr == NULL)
		return;
	while (term.len > 0 && term.ptr[term.len - 1] == ' ')
		term.len--;
	author->collective = span_ends(term, mark);
	if (author->collective)
		return;
	if (span_ends(term, SPAN("[Author]")))
		term.len -= 8;
	shown = split(name);
	words = split(term);
	if (shown.count == 0 || words.count == 0)
		return;
	drop_suffix(&shown, &words);
	run = words.count;
	while (run > 0 && !ends_name(&shown, &words, run))
		run--;
	if (run > 0 && !has_small_word(&words, run)) {
		author->given = join(&shown, 0, shown.count - run);
	} else {
		run = words.count > 1 ? words.count - 1 : 1;
	}
	author->family = join(&words, 0, run);
	author->initials = join(&words, run, words.count);
}

/* "JR": not one small letter. */
static bool
is_initials(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] >= 'a' && word.ptr[i] <= 'z')
			return false;
	return true;
}

void
names_split_short(struct arena *arena, struct span name, struct span term,
    struct record_author *author)
{
	struct span mark = SPAN("[Corporate Author]");
	struct words words;

	author->name = name;
	if (term.ptr != NULL)
		term = names_decode(arena, term, true);
	author->collective = span_ends(span_trim(term), mark);
	if (author->collective)
		return;
	words = split(name);
	if (words.count == 0)
		return;
	if (words.count > 1 && is_suffix(words.word[words.count - 1]))
		words.count--;
	if (words.count > 1 && is_initials(words.word[words.count - 1])) {
		author->family = join(&words, 0, words.count - 1);
		author->initials = words.word[words.count - 1];
	} else {
		author->family = join(&words, 0, words.count);
	}
}
