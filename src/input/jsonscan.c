/*
 * This file counts brackets and knows where strings end.  Whether what stands
 * between them is JSON, whoever reads the value has to see.
 */
#include "input/jsonscan.h"

#include "input/find.h"

/* How many bytes the string at the beginning has; 0: it breaks off. */
static size_t
string_len(struct span text)
{
	for (size_t at = 1; at < text.len; at++) {
		if (text.ptr[at] == '\\')
			at++;
		else if (text.ptr[at] == '"')
			return at + 1;
	}
	return 0;
}

static bool
ends_word(char c)
{
	return span_is_space(c) || c == ',' || c == ']' || c == '}' || c == ':';
}

/* The same of a number or word, which needs something behind it. */
static size_t
word_len(struct span text)
{
	size_t at = 0;

	while (at < text.len && !ends_word(text.ptr[at]))
		at++;
	return at < text.len ? at : 0;
}

/* The same of an object or array. */
static size_t
nest_len(struct span text)
{
	size_t depth = 0;
	size_t at = 0;

	while (at < text.len) {
		size_t len = 1;

		switch (text.ptr[at]) {
		case '"':
			len = string_len(span_from(text, at));
			if (len == 0)
				return 0;
			break;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			depth--;
			break;
		default:
			break;
		}
		at += len;
		if (depth == 0)
			return at;
	}
	return 0;
}

bool
jsonscan_value(struct span *rest, struct span *value)
{
	struct span text = find_skip_space(*rest);
	size_t len;

	if (text.len == 0)
		return false;
	if (text.ptr[0] == '"')
		len = string_len(text);
	else if (text.ptr[0] == '{' || text.ptr[0] == '[')
		len = nest_len(text);
	else
		len = word_len(text);
	if (len == 0)
		return false;
	*value = span_first(text, len);
	*rest = span_from(text, len);
	return true;
}

bool
jsonscan_skip(struct span *rest, char wanted)
{
	struct span text = find_skip_space(*rest);

	if (text.len == 0 || text.ptr[0] != wanted)
		return false;
	*rest = span_from(text, 1);
	return true;
}

bool
jsonscan_member(struct span *rest, struct span *key, struct span *value)
{
	struct span text = *rest;

	jsonscan_skip(&text, ',');
	text = find_skip_space(text);
	if (text.len == 0 || text.ptr[0] != '"' ||
	    !jsonscan_value(&text, key) || !jsonscan_skip(&text, ':'))
		return false;
	*key = (struct span){ key->ptr + 1, key->len - 2 };
	*value = SPAN_NONE;
	jsonscan_value(&text, value);
	*rest = text;
	return true;
}
