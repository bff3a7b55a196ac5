/* A hash table of the words, which points into the tables themselves. */
#include "clean/words.h"

#include <stdlib.h>

#define SLOTS 2048 /* a power of two, over twice the words there are */
#define LONGEST 16 /* bytes of a word that is listed */

struct slot {
	struct span word;
	struct words_meaning meaning;
};

struct words {
	struct slot slots[SLOTS];
};

#define ROW(name, list) list,
static const char *const hint_lists[] = { WORDS_HINTS(ROW) };
static const char *const topic_lists[] = { WORDS_TOPICS(ROW) };
#undef ROW

/* Where the word stands, or would. */
static size_t
find_slot(const struct words *words, struct span word)
{
	uint32_t hash = (uint32_t)word.len;
	size_t at;

	for (size_t i = 0; i < word.len; i++)
		hash = hash * 33 + (uint8_t)span_lower(word.ptr[i]);
	at = (hash ^ hash >> 11) & (SLOTS - 1);
	while (words->slots[at].word.ptr != NULL &&
	       !span_equal_nocase(words->slots[at].word, word))
		at = (at + 1) & (SLOTS - 1);
	return at;
}

/* Adds a list of words parted by blanks. */
static void
add_list(struct words *words, const char *list, uint32_t hint, uint32_t topic)
{
	struct span rest = span_of(list);
	struct slot *slot;
	size_t len;

	while (rest.len > 0) {
		for (len = 0; len < rest.len && rest.ptr[len] != ' '; len++)
			continue;
		slot = &words->slots[find_slot(words, span_first(rest, len))];
		slot->word = span_first(rest, len);
		slot->meaning.hints |= hint;
		slot->meaning.topics |= topic;
		rest = span_from(rest, len + 1);
	}
}

struct words *
words_new(void)
{
	struct words *words = calloc(1, sizeof(*words));

	for (size_t i = 0; words != NULL && i < WORDS_HINT_COUNT; i++)
		add_list(words, hint_lists[i], (uint32_t)1 << i, 0);
	for (size_t i = 0; words != NULL && i < WORDS_TOPIC_COUNT; i++)
		add_list(words, topic_lists[i], 0, (uint32_t)1 << i);
	return words;
}

void
words_free(struct words *words)
{
	free(words);
}

struct words_meaning
words_find(const struct words *words, struct span word)
{
	if (word.len < 2 || word.len > LONGEST)
		return (struct words_meaning){ 0, 0 };
	return words->slots[find_slot(words, word)].meaning;
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

uint32_t
words_hints(const struct words *words, struct span names)
{
	uint32_t hints = 0;
	size_t at = 0, from;

	while (at < names.len) {
		while (at < names.len && !span_is_alpha(names.ptr[at]))
			at++;
		from = at;
		while (at < names.len && span_is_alpha(names.ptr[at]) &&
		       (at == from || is_lower(names.ptr[at]) ||
			   !is_lower(names.ptr[at - 1])))
			at++;
		hints |= words_find(
		    words, span_first(span_from(names, from), at - from))
			     .hints;
	}
	return hints;
}
