/*
 * The lists, taken out of the selectors of the tables.  A selector is taken
 * apart at its commas and spaces: "#a .b, c > d[e]" has the parts "#a" and
 * ".b", and "c" and "d[e]"; the last of them is the element itself.
 */
#include "pubmed/lean.h"

#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "clean/clean.h"
#include "pubmed/rules.h"

#define MAX_WORDS 512 /* of one list */
#define MAX_BYTES 32768
#define MAX_PARTS 8

struct maker {
	struct lean *lean;
	size_t used; /* bytes of words */
	bool full;
};

/* Adds "a" or, with `b`, "a b" to a list, once. */
static void
add(struct maker *maker, const char **list, struct span a, struct span b)
{
	char *copy = maker->lean->words + maker->used;
	size_t len = a.len, count = 0;

	if (a.len + b.len + 2 > MAX_BYTES - maker->used) {
		maker->full = true;
		return;
	}
	memcpy(copy, a.ptr, a.len);
	if (b.len > 0) {
		copy[len++] = ' ';
		memcpy(copy + len, b.ptr, b.len);
		len += b.len;
	}
	copy[len] = '\0';
	while (list[count] != NULL && strcmp(list[count], copy) != 0)
		count++;
	if (list[count] != NULL)
		return;
	maker->full |= count == MAX_WORDS;
	if (!maker->full) {
		list[count] = copy;
		maker->used += len + 1;
	}
}

static bool
is_name_byte(char c)
{
	return span_is_alpha(c) || span_is_digit(c) || c == '-' || c == '_';
}

static struct span
name_at(struct span text)
{
	size_t len = 0;

	while (len < text.len && is_name_byte(text.ptr[len]))
		len++;
	return span_first(text, len);
}

/* The next id or class in a part; what it is in is left behind it. */
static struct span
next_name(struct span *part)
{
	struct span name;

	while (part->len > 0 && part->ptr[0] != '#' && part->ptr[0] != '.') {
		/* No name stands in brackets. */
		while (
		    part->ptr[0] == '[' && part->len > 1 && part->ptr[1] != ']')
			*part = (struct span){ part->ptr + 1, part->len - 1 };
		*part = span_from(*part, 1);
	}
	name = name_at(span_from(*part, 1));
	*part = span_from(*part, name.len + 1);
	return name;
}

/* The parts of the selector up to a comma; what comes behind it is left. */
static size_t
next_choice(struct span *selector, struct span parts[MAX_PARTS])
{
	struct span rest = *selector;
	bool quoted = false;
	size_t count = 0, len;

	while (rest.len > 0 && rest.ptr[0] != ',' && count < MAX_PARTS) {
		for (len = 0;
		     len < rest.len &&
		     (quoted || (rest.ptr[len] != ' ' && rest.ptr[len] != ','));
		     len++)
			quoted ^= rest.ptr[len] == '"';
		if (len > 0 && rest.ptr[0] != '>')
			parts[count++] = span_first(rest, len);
		rest = span_from(rest, len);
		while (rest.len > 0 && rest.ptr[0] == ' ')
			rest = span_from(rest, 1);
	}
	rest = span_from(rest, 1);
	while (rest.len > 0 && rest.ptr[0] == ' ')
		rest = span_from(rest, 1);
	*selector = rest;
	return count;
}

/* By what an element is known best: a class or an id, else its tag, or "". */
static struct span
key_of(struct span part)
{
	struct span rest = part, name = next_name(&rest);

	return name.len > 0 ? name : name_at(part);
}

/* The attributes in the brackets of a part. */
static void
add_tests(struct maker *maker, struct span part)
{
	struct span key = key_of(part);

	for (size_t i = 0; i < part.len; i++)
		if (part.ptr[i] == '[')
			add(maker, maker->lean->attributes,
			    name_at(span_from(part, i + 1)), key);
}

static void
add_all_names(struct maker *maker, const char **list, struct span part)
{
	struct span name;

	while ((name = next_name(&part)).len > 0)
		add(maker, list, name, SPAN_NONE);
}

/* The ids of a part. */
static void
add_ids(struct maker *maker, struct span part)
{
	for (size_t i = 0; i < part.len && part.ptr[i] != '['; i++)
		if (part.ptr[i] == '#')
			add(maker, maker->lean->fields,
			    name_at(span_from(part, i + 1)), SPAN_NONE);
}

/* An element whose text is read: its names, or those it stands in. */
static void
add_text(struct maker *maker, const struct span *parts, size_t count)
{
	struct span rest;

	while (count > 0) {
		rest = parts[--count];
		if (next_name(&rest).len == 0)
			continue;
		add_all_names(maker, maker->lean->texts, parts[count]);
		return;
	}
}

/* `attribute`: what is read of the elements, or none. */
static void
add_selector(struct maker *maker, const char *source, const char *attribute,
    bool text, bool field)
{
	struct span rest = span_of(source), parts[MAX_PARTS];
	size_t count;

	while (rest.len > 0) {
		count = next_choice(&rest, parts);
		for (size_t i = 0; i < count; i++) {
			if (field)
				add_ids(maker, parts[i]);
			add_tests(maker, parts[i]);
			add_all_names(maker, maker->lean->names, parts[i]);
		}
		if (attribute != NULL && count > 0)
			add(maker, maker->lean->attributes, span_of(attribute),
			    key_of(parts[count - 1]));
		if (text)
			add_text(maker, parts, count);
	}
}

static void
add_rule(struct maker *maker, const struct rule *rule)
{
	const char *selector, *attribute;

	add_selector(maker, rule->holder, NULL, false, true);
	for (size_t i = 0; i < RULE_WAYS; i++) {
		selector = rule->ways[i].selector;
		if (selector == NULL)
			break;
		attribute = rule->ways[i].attribute;
		add_selector(maker, selector, attribute,
		    !rule->scope && attribute == NULL, true);
		if (strncmp(selector, "meta[", 5) == 0 ||
		    strncmp(selector, "link[", 5) == 0)
			add(maker, maker->lean->metas, span_of(selector),
			    SPAN_NONE);
	}
}

static void
fill(struct maker *maker)
{
	const struct clean_rule *chrome = clean_table();
	const struct rule *rules = rules_table();

	for (size_t row = 0; row < RULE_COUNT; row++)
		add_rule(maker, &rules[row]);
	add(maker, maker->lean->menus,
	    span_of(rules[RULE_MENU].ways[0].selector), SPAN_NONE);
	for (; chrome->name != NULL; chrome++) {
		if ((chrome->profiles & CLEAN_PUBMED) == 0)
			continue;
		add(maker, maker->lean->chrome, span_of(chrome->selector),
		    SPAN_NONE);
		add_selector(maker, chrome->selector, NULL, false, false);
	}
}

static const char **
new_list(void)
{
	return calloc(MAX_WORDS + 1, sizeof(char *));
}

void
lean_free(struct lean *lean)
{
	if (lean == NULL)
		return;
	free(lean->attributes);
	free(lean->names);
	free(lean->texts);
	free(lean->fields);
	free(lean->metas);
	free(lean->menus);
	free(lean->chrome);
	free(lean->words);
	free(lean);
}

struct lean *
lean_new(void)
{
	struct lean *lean = calloc(1, sizeof(*lean));
	struct maker maker = { .lean = lean };

	if (lean == NULL)
		return NULL;
	lean->attributes = new_list();
	lean->names = new_list();
	lean->texts = new_list();
	lean->fields = new_list();
	lean->metas = new_list();
	lean->menus = new_list();
	lean->chrome = new_list();
	lean->words = malloc(MAX_BYTES);
	if (lean->attributes != NULL && lean->names != NULL &&
	    lean->texts != NULL && lean->fields != NULL &&
	    lean->metas != NULL && lean->menus != NULL &&
	    lean->chrome != NULL && lean->words != NULL) {
		fill(&maker);
		if (!maker.full)
			return lean;
	}
	lean_free(lean);
	return NULL;
}
