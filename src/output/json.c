/*
 * Structs as JSON (RFC 8259): a walk along their description, written straight
 * out.  Other JSON is read and written by jansson, in compare.c.
 */
#include "output/json.h"

#include <stdint.h>

#include "base/buffer.h"
#include "base/utf8.h"

struct json_only {
	const struct record_key *key;
	bool whole; /* all of it, whatever is chosen below */
	struct json_only *below;
	struct json_only *next;
};

/* --- which keys ----------------------------------------------------------- */

static struct json_only *
find_only(const struct json_only *list, const struct record_key *key)
{
	for (; list != NULL; list = list->next)
		if (list->key == key)
			return (struct json_only *)list;
	return NULL;
}

/* The entry of a key in the list, which is added where there is none. */
static struct json_only *
take_only(
    struct arena *arena, struct json_only **list, const struct record_key *key)
{
	struct json_only *found = find_only(*list, key);

	if (found != NULL)
		return found;
	found = arena_alloc(arena, sizeof(*found));
	if (found != NULL) {
		*found = (struct json_only){ key, false, NULL, *list };
		*list = found;
	}
	return found;
}

/* Adds one name with its dots to the tree. */
static enum psc_status
add_name(struct arena *arena, struct json_only **list, struct span name,
    struct error *error)
{
	const struct record_shape *shape = record_shape();
	const struct record_key *key;
	struct json_only *found;
	struct span rest = name;
	size_t len;

	for (;;) {
		for (len = 0; len < rest.len && rest.ptr[len] != '.'; len++)
			continue;
		key = record_find(shape, span_first(rest, len));
		if (key == NULL) {
			error_set(error, "\"%.*s\" is no key of the record",
			    (int)span_first(name, 60).len, name.ptr);
			return PSC_BAD_ARGUMENT;
		}
		found = take_only(arena, list, key);
		if (found == NULL)
			return PSC_NO_MEMORY;
		if (len == rest.len)
			break;
		rest = span_from(rest, len + 1);
		list = &found->below;
		shape = key->shape;
	}
	found->whole = true;
	return PSC_OK;
}

enum psc_status
json_only_read(struct arena *arena, const char *keys,
    const struct json_only **only, struct error *error)
{
	struct span rest = span_of(keys), name;
	enum psc_status status = PSC_OK;
	struct json_only *list = NULL;
	size_t len;

	while (status == PSC_OK) {
		for (len = 0; len < rest.len && rest.ptr[len] != ','; len++)
			continue;
		name = span_first(rest, len);
		name = span_trim(name);
		status = add_name(arena, &list, name, error);
		if (len == rest.len)
			break;
		rest = span_from(rest, len + 1);
	}
	*only = status == PSC_OK ? list : NULL;
	return status;
}

bool
json_only_has(const struct json_only *only, const char *key)
{
	const struct record_shape *shape = record_shape();
	const struct record_key *found;
	struct span rest = span_of(key);
	bool whole = only == NULL;
	size_t len;

	while (!whole && rest.len > 0) {
		for (len = 0; len < rest.len && rest.ptr[len] != '.'; len++)
			continue;
		found = record_find(shape, span_first(rest, len));
		only = found == NULL ? NULL : find_only(only, found);
		if (only == NULL)
			return false;
		whole = only->whole;
		only = only->below;
		shape = found->shape;
		rest = span_from(rest, len + 1);
	}
	return true;
}

/* --- writing -------------------------------------------------------------- */

#define INDENT 2

struct writer {
	struct buffer out;
	bool indent;
	unsigned depth;
};

static void
new_line(struct writer *writer)
{
	static const char spaces[] = "                ";

	if (!writer->indent)
		return;
	buffer_char(&writer->out, '\n');
	buffer_add(&writer->out,
	    span_first(SPAN(spaces), (size_t)writer->depth * INDENT));
}

/* The start of an item: the comma behind the one before it. */
static void
next_item(struct writer *writer, bool *first)
{
	if (!*first)
		buffer_add(
		    &writer->out, writer->indent ? SPAN(",") : SPAN(", "));
	*first = false;
	new_line(writer);
}

static void
open_with(struct writer *writer, char bracket)
{
	buffer_char(&writer->out, bracket);
	writer->depth++;
}

static void
close_with(struct writer *writer, char bracket, bool empty)
{
	writer->depth--;
	if (!empty)
		new_line(writer);
	buffer_char(&writer->out, bracket);
}

/* What must not stand in a string as it is. */
static void
write_escape(struct buffer *out, char c)
{
	static const char from[] = "\"\\\b\f\n\r\t";
	static const char to[] = "\"\\bfnrt";
	const char *place = c == '\0' ? NULL : strchr(from, c);

	if (place == NULL)
		buffer_print(out, "\\u%04X", (unsigned)c);
	else
		buffer_print(out, "\\%c", to[place - from]);
}

void
json_text(struct buffer *out, struct span text)
{
	size_t at = 0, from = 0;

	if (text.ptr == NULL) {
		buffer_add(out, SPAN("null"));
		return;
	}
	buffer_char(out, '"');
	for (; at < text.len; at++) {
		if ((unsigned char)text.ptr[at] >= 0x20 &&
		    text.ptr[at] != '"' && text.ptr[at] != '\\')
			continue;
		buffer_add(out, span_first(span_from(text, from), at - from));
		write_escape(out, text.ptr[at]);
		from = at + 1;
	}
	buffer_add(out, span_from(text, from));
	buffer_char(out, '"');
}

static void
write_text(struct writer *writer, struct span text)
{
	json_text(&writer->out, text);
}

static void
write_name(struct writer *writer, const char *name)
{
	buffer_char(&writer->out, '"');
	buffer_add(&writer->out, span_of(name));
	buffer_add(&writer->out, SPAN("\": "));
}

static void
write_texts(struct writer *writer, const struct record_list *list)
{
	const struct span *items = list->items;
	bool first = true;

	open_with(writer, '[');
	for (size_t i = 0; i < list->count; i++) {
		next_item(writer, &first);
		write_text(writer, items[i]);
	}
	close_with(writer, ']', first);
}

static void write_object(struct writer *writer,
    const struct record_shape *shape, const void *place,
    const struct json_only *only);

static void
write_objects(struct writer *writer, const struct record_shape *shape,
    const struct record_list *list, const struct json_only *only)
{
	const char *items = list->items;
	bool first = true;

	open_with(writer, '[');
	for (size_t i = 0; i < list->count; i++) {
		next_item(writer, &first);
		write_object(writer, shape, items + i * shape->size, only);
	}
	close_with(writer, ']', first);
}

static void
write_number(struct writer *writer, int64_t number)
{
	if (number == RECORD_NO_NUMBER)
		buffer_add(&writer->out, SPAN("null"));
	else
		buffer_print(&writer->out, "%lld", (long long)number);
}

static void
write_value(struct writer *writer, const struct record_key *key,
    const void *place, const struct json_only *only)
{
	switch (key->type) {
	case RECORD_TEXT:
		write_text(writer, *(const struct span *)place);
		return;
	case RECORD_NUMBER:
		write_number(writer, *(const int64_t *)place);
		return;
	case RECORD_BOOL:
		buffer_add(&writer->out,
		    *(const bool *)place ? SPAN("true") : SPAN("false"));
		return;
	case RECORD_TEXTS:
		write_texts(writer, place);
		return;
	case RECORD_OBJECTS:
		write_objects(writer, key->shape, place, only);
		return;
	case RECORD_POINTER:
		place = *(const void *const *)place;
		break;
	case RECORD_OBJECT:
		break;
	}
	if (place == NULL)
		buffer_add(&writer->out, SPAN("null"));
	else
		write_object(writer, key->shape, place, only);
}

/* The keys of an object. */
static void
write_keys(struct writer *writer, const struct record_shape *shape,
    const void *place, const struct json_only *only, bool *first)
{
	const struct json_only *chosen;
	const struct record_key *key;

	for (size_t i = 0; i < shape->count; i++) {
		key = &shape->keys[i];
		chosen = find_only(only, key);
		if (only != NULL && chosen == NULL)
			continue;
		next_item(writer, first);
		write_name(writer, key->name);
		write_value(writer, key, (const char *)place + key->offset,
		    chosen == NULL || chosen->whole ? NULL : chosen->below);
	}
}

/* The shapes' nesting is fixed, so this goes a few calls deep at most. */
static void
write_object(struct writer *writer, const struct record_shape *shape,
    const void *place, const struct json_only *only)
{
	bool first = true;

	open_with(writer, '{');
	write_keys(writer, shape, place, only, &first);
	close_with(writer, '}', first);
}

/* The user's own name for the page, JSON already; none: nothing. */
static void
write_id(struct writer *writer, struct span id, bool *first)
{
	if (id.ptr == NULL)
		return;
	next_item(writer, first);
	write_name(writer, "id");
	buffer_add(&writer->out, id);
}

static void
start(struct writer *writer, struct arena *arena, bool indent)
{
	*writer = (struct writer){ .indent = indent };
	buffer_init(&writer->out, arena, SIZE_MAX / 2);
}

static enum psc_status
finish(struct writer *writer, struct span *json)
{
	*json = buffer_text(&writer->out);
	return writer->out.full ? PSC_NO_MEMORY : PSC_OK;
}

static enum psc_status
write_whole(struct arena *arena, const struct record_shape *shape,
    const void *place, struct span id, const struct json_only *only,
    bool indent, struct span *json)
{
	struct writer writer;
	bool first = true;

	start(&writer, arena, indent);
	open_with(&writer, '{');
	write_id(&writer, id, &first);
	write_keys(&writer, shape, place, only, &first);
	close_with(&writer, '}', first);
	return finish(&writer, json);
}

enum psc_status
json_record(struct arena *arena, const struct record *record,
    const struct json_only *only, bool indent, struct span *json)
{
	return write_whole(
	    arena, record_shape(), record, record->page.id, only, indent, json);
}

enum psc_status
json_cleaned(struct arena *arena, const struct cleaned *cleaned, bool indent,
    struct span *json)
{
	return write_whole(arena, cleaned_shape(), cleaned, cleaned->page.id,
	    NULL, indent, json);
}

enum psc_status
json_error(struct arena *arena, const struct record_page *page,
    enum psc_status code, const char *message, bool indent, struct span *json)
{
	struct writer writer;
	bool first = true;

	start(&writer, arena, indent);
	open_with(&writer, '{');
	write_id(&writer, page->id, &first);
	next_item(&writer, &first);
	write_name(&writer, "schema_version");
	write_number(&writer, PSC_SCHEMA_VERSION);
	next_item(&writer, &first);
	write_name(&writer, "page");
	write_object(&writer, record_page_shape(), page, NULL);
	next_item(&writer, &first);
	write_name(&writer, "error");
	open_with(&writer, '{');
	first = true;
	next_item(&writer, &first);
	write_name(&writer, "code");
	write_text(&writer, span_of(psc_status_name(code)));
	next_item(&writer, &first);
	write_name(&writer, "message");
	write_text(&writer, utf8_clean(arena, span_of(message)));
	close_with(&writer, '}', false);
	close_with(&writer, '}', false);
	return finish(&writer, json);
}
