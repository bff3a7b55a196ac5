/* The record as JSON: a walk along its description. */
#include "output/json.h"

#include <jansson.h>
#include <stdint.h>

#include "base/buffer.h"

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
		while (name.len > 0 && name.ptr[0] == ' ')
			name = span_from(name, 1);
		while (name.len > 0 && name.ptr[name.len - 1] == ' ')
			name.len--;
		status = add_name(arena, &list, name, error);
		if (len == rest.len)
			break;
		rest = span_from(rest, len + 1);
	}
	*only = status == PSC_OK ? list : NULL;
	return status;
}

/* --- writing -------------------------------------------------------------- */

static json_t *
text_value(struct span text)
{
	if (text.ptr == NULL)
		return json_null();
	return json_stringn_nocheck(text.ptr, text.len);
}

static json_t *
texts_value(const struct record_list *list)
{
	const struct span *items = list->items;
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, text_value(items[i]));
	return array;
}

static json_t *object_value(const struct record_shape *shape, const void *place,
    const struct json_only *only);

static json_t *
objects_value(const struct record_shape *shape, const struct record_list *list,
    const struct json_only *only)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array,
		    object_value(shape,
			(const char *)list->items + i * shape->size, only));
	return array;
}

static json_t *
key_value(const struct record_key *key, const void *place,
    const struct json_only *only)
{
	int64_t number;

	switch (key->type) {
	case RECORD_TEXT:
		return text_value(*(const struct span *)place);
	case RECORD_NUMBER:
		number = *(const int64_t *)place;
		return number == RECORD_NO_NUMBER ? json_null()
						  : json_integer(number);
	case RECORD_BOOL:
		return json_boolean(*(const bool *)place);
	case RECORD_TEXTS:
		return texts_value(place);
	case RECORD_OBJECTS:
		return objects_value(key->shape, place, only);
	case RECORD_POINTER:
		place = *(const void *const *)place;
		if (place == NULL)
			return json_null();
		break;
	case RECORD_OBJECT:
		break;
	}
	return object_value(key->shape, place, only);
}

/* The record's nesting is fixed, so this goes a few calls deep at most. */
static json_t *
object_value(const struct record_shape *shape, const void *place,
    const struct json_only *only)
{
	const struct json_only *chosen;
	const struct record_key *key;
	json_t *object = json_object();

	for (size_t i = 0; i < shape->count; i++) {
		key = &shape->keys[i];
		chosen = find_only(only, key);
		if (only != NULL && chosen == NULL)
			continue;
		json_object_set_new_nocheck(object, key->name,
		    key_value(key, (const char *)place + key->offset,
			chosen == NULL || chosen->whole ? NULL
							: chosen->below));
	}
	return object;
}

static int
add_bytes(const char *bytes, size_t size, void *out)
{
	struct buffer *buffer = out;

	buffer_add(buffer, (struct span){ bytes, size });
	return buffer->full ? -1 : 0;
}

/* The text of a value, which is given up. */
static enum psc_status
dump(struct arena *arena, json_t *value, bool indent, struct span *json)
{
	size_t flags = JSON_ENCODE_ANY | (indent ? JSON_INDENT(2) : 0);
	enum psc_status status = PSC_NO_MEMORY;
	struct buffer out;

	buffer_init(&out, arena, SIZE_MAX / 2);
	if (value != NULL &&
	    json_dump_callback(value, add_bytes, &out, flags) == 0) {
		*json = buffer_text(&out);
		status = out.full ? PSC_NO_MEMORY : PSC_OK;
	}
	json_decref(value);
	return status;
}

enum psc_status
json_record(struct arena *arena, const struct record *record,
    const struct json_only *only, bool indent, struct span *json)
{
	return dump(
	    arena, object_value(record_shape(), record, only), indent, json);
}

enum psc_status
json_error(struct arena *arena, const struct record_page *page,
    enum psc_status code, const char *message, bool indent, struct span *json)
{
	json_t *value = json_object(), *error = json_object();

	json_object_set_new(error, "code", json_string(psc_status_name(code)));
	json_object_set_new(error, "message", json_string(message));
	json_object_set_new(
	    value, "schema_version", json_integer(PSC_SCHEMA_VERSION));
	json_object_set_new(
	    value, "page", object_value(record_page_shape(), page, NULL));
	json_object_set_new(value, "error", error);
	return dump(arena, value, indent, json);
}
