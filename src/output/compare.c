/*
 * The walk goes as deep as the JSON does, which jansson's reader limits.
 */
#include "output/compare.h"

#include <jansson.h>
#include <stdlib.h>

#define SHOWN 70 /* bytes of a value around its first difference */

struct walk {
	struct buffer *out;
	char path[512];
};

/* Where two texts begin to differ, as a start between characters. */
static size_t
first_difference(const char *a, const char *b)
{
	size_t at = 0;

	while (a[at] != '\0' && a[at] == b[at])
		at++;
	at = at > SHOWN / 3 ? at - SHOWN / 3 : 0;
	while (at > 0 && ((unsigned char)a[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static void
add_part(struct buffer *out, const char *what, const char *text, size_t from)
{
	size_t len = strlen(text), end = from + SHOWN;

	if (end >= len)
		end = len;
	while (end > from && end < len &&
	       ((unsigned char)text[end] & 0xc0) == 0x80)
		end--;
	buffer_print(out, "    %-8s  %s", what, from > 0 ? "…" : "");
	buffer_add(out, (struct span){ text + from, end - from });
	buffer_add(out, end < len ? SPAN("…\n") : SPAN("\n"));
}

/* The path, then both values; NULL: there is none. */
static void
report(struct walk *walk, const json_t *expected, const json_t *actual)
{
	const size_t flags = JSON_ENCODE_ANY | JSON_COMPACT;
	char *a = expected == NULL ? NULL : json_dumps(expected, flags);
	char *b = actual == NULL ? NULL : json_dumps(actual, flags);
	const char *was = a == NULL ? "(nothing)" : a;
	const char *is = b == NULL ? "(nothing)" : b;
	size_t from = first_difference(was, is);

	buffer_add(walk->out, SPAN("  "));
	buffer_add(walk->out,
	    span_of(walk->path[0] == '\0' ? "(all of it)" : walk->path));
	buffer_char(walk->out, '\n');
	add_part(walk->out, "expected", was, from);
	add_part(walk->out, "actual", is, from);
	free(a);
	free(b);
}

/* Appends to the path; gives the length it had. */
static size_t
go_into(struct walk *walk, const char *key, size_t index)
{
	size_t len = strlen(walk->path), room = sizeof(walk->path) - len;

	if (key == NULL)
		snprintf(walk->path + len, room, "[%zu]", index);
	else
		snprintf(
		    walk->path + len, room, "%s%s", len > 0 ? "." : "", key);
	return len;
}

static void compare(struct walk *walk, json_t *expected, json_t *actual);

static void
compare_lists(struct walk *walk, json_t *expected, json_t *actual)
{
	size_t a = json_array_size(expected), b = json_array_size(actual);
	size_t len;

	for (size_t i = 0; i < a || i < b; i++) {
		len = go_into(walk, NULL, i);
		compare(walk, json_array_get(expected, i),
		    json_array_get(actual, i));
		walk->path[len] = '\0';
	}
}

static void
compare_keys(struct walk *walk, json_t *expected, json_t *actual)
{
	const char *key;
	json_t *value;
	size_t len;

	json_object_foreach(expected, key, value)
	{
		len = go_into(walk, key, 0);
		compare(walk, value, json_object_get(actual, key));
		walk->path[len] = '\0';
	}
	json_object_foreach(actual, key, value)
	{
		if (json_object_get(expected, key) != NULL)
			continue;
		len = go_into(walk, key, 0);
		report(walk, NULL, value);
		walk->path[len] = '\0';
	}
}

static void
compare(struct walk *walk, json_t *expected, json_t *actual)
{
	if (json_is_object(expected) && json_is_object(actual))
		compare_keys(walk, expected, actual);
	else if (json_is_array(expected) && json_is_array(actual))
		compare_lists(walk, expected, actual);
	else if (!json_equal(expected, actual))
		report(walk, expected, actual);
}

/* Equal as values, but not in the order of their keys? */
static void
compare_order(struct walk *walk, json_t *expected, json_t *actual)
{
	const size_t flags = JSON_ENCODE_ANY | JSON_COMPACT;
	char *a = json_dumps(expected, flags), *b = json_dumps(actual, flags);
	size_t from;

	if (a != NULL && b != NULL && strcmp(a, b) != 0) {
		from = first_difference(a, b);
		buffer_add(walk->out, SPAN("  (the order of keys)\n"));
		add_part(walk->out, "expected", a, from);
		add_part(walk->out, "actual", b, from);
	}
	free(a);
	free(b);
}

enum psc_status
compare_json(struct span expected, struct span actual, struct buffer *out,
    struct error *error)
{
	const size_t flags =
	    JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES;
	enum psc_status status = PSC_BAD_ARGUMENT;
	struct walk walk = { .out = out };
	json_t *a, *b = NULL;
	json_error_t why;

	a = json_loadb(expected.ptr, expected.len, flags, &why);
	if (a != NULL)
		b = json_loadb(actual.ptr, actual.len, flags, &why);
	if (a == NULL || b == NULL) {
		error_set(error, "the %s text is no JSON: %s, line %d",
		    a == NULL ? "expected" : "actual", why.text, why.line);
		goto out;
	}
	status = PSC_OK;
	compare(&walk, a, b);
	if (out->len == 0)
		compare_order(&walk, a, b);
out:
	json_decref(a);
	json_decref(b);
	return status;
}
