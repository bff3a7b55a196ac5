/*
 * This file finds the entries of a recording and reads them one by one, so
 * that those before a break are had.  It knows of the rest of HAR nothing.
 */
#include "input/har.h"

#include <jansson.h>

#include "input/base64.h"
#include "input/find.h"
#include "input/jsonmend.h"
#include "input/jsonscan.h"
#include "input/mime.h"
#include "input/moment.h"

bool
har_is(struct span bytes)
{
	struct span key, value;

	if (span_starts(bytes, SPAN("\xef\xbb\xbf")))
		bytes = span_from(bytes, 3);
	if (!jsonscan_skip(&bytes, '{'))
		return false;
	/* It may break off in the value, which is the whole recording. */
	while (jsonscan_member(&bytes, &key, &value)) {
		if (span_equal(key, SPAN("log")))
			return span_starts(
			    value.ptr == NULL ? find_skip_space(bytes) : value,
			    SPAN("{"));
		if (value.ptr == NULL)
			break;
	}
	return false;
}

void
har_open(struct har *har, struct span bytes)
{
	if (span_starts(bytes, SPAN("\xef\xbb\xbf")))
		bytes = span_from(bytes, 3);
	*har = (struct har){ .rest = bytes };
}

/* Goes into the member `name` of the object at the beginning of `rest`. */
static bool
enter(struct span *rest, struct span name)
{
	struct span key, value;

	if (!jsonscan_skip(rest, '{'))
		return false;
	for (;;) {
		struct span before = *rest;

		if (!jsonscan_member(rest, &key, &value))
			return false;
		if (span_equal(key, name)) {
			/* Again up to the colon: the value may break off. */
			*rest = before;
			jsonscan_skip(rest, ',');
			jsonscan_value(rest, &key);
			return jsonscan_skip(rest, ':');
		}
		if (value.ptr == NULL)
			return false;
	}
}

static struct span
copy(struct arena *arena, const json_t *text)
{
	if (!json_is_string(text))
		return SPAN_NONE;
	return arena_copy(arena,
	    (struct span){ json_string_value(text), json_string_length(text) });
}

/* An entry as a page; false: it is none. */
static bool
read_entry(struct arena *arena, const json_t *entry, struct part *part)
{
	const json_t *response = json_object_get(entry, "response");
	const json_t *content = json_object_get(response, "content");
	const json_t *request = json_object_get(entry, "request");
	json_int_t status =
	    json_integer_value(json_object_get(response, "status"));
	struct span type = copy(arena, json_object_get(content, "mimeType"));
	struct span text = copy(arena, json_object_get(content, "text"));
	const char *encoding =
	    json_string_value(json_object_get(content, "encoding"));

	if (status < 200 || status > 299 || type.len == 0 ||
	    !mime_is_html(type) || text.len == 0)
		return false;
	part->charset = SPAN("utf-8");
	if (encoding != NULL && strcmp(encoding, "base64") == 0) {
		text = base64_decode(arena, text, &part->cut);
		part->charset = mime_parameter(type, SPAN("charset"));
	}
	part->bytes = text;
	part->address = copy(arena, json_object_get(request, "url"));
	part->date = moment_read(
	    arena, copy(arena, json_object_get(entry, "startedDateTime")));
	part->where = part->address;
	return text.ptr != NULL;
}

/* Reads an entry, in which what browsers write wrongly is put right. */
static json_t *
load_entry(struct arena *arena, struct span text, size_t *replaced)
{
	json_t *entry = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);

	if (entry != NULL)
		return entry;
	text = jsonmend_text(arena, text, replaced);
	return text.ptr == NULL
		   ? NULL
		   : json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);
}

/* Nothing more comes. */
static enum psc_status
stop(struct har *har, struct error *error)
{
	har->done = true;
	if (jsonscan_skip(&har->rest, ']')) {
		if (har->pages > 0)
			return PSC_END;
		error_set(error, "a HAR recording without an HTML page");
		return PSC_NOT_HTML;
	}
	error_set(error, find_skip_space(har->rest).len == 0 ||
				 jsonscan_skip(&har->rest, '{')
			     ? "the HAR recording breaks off"
			     : "the HAR recording is damaged");
	return PSC_UNREADABLE;
}

enum psc_status
har_next(struct har *har, struct arena *arena, struct part *part,
    struct error *error)
{
	struct span value;

	*part = (struct part){ .cut = false };
	error_set(error, "%s", "");
	if (har->done)
		return PSC_END;
	if (!har->opened && (!enter(&har->rest, SPAN("log")) ||
				!enter(&har->rest, SPAN("entries")) ||
				!jsonscan_skip(&har->rest, '[')))
		return stop(har, error);
	har->opened = true;
	for (;;) {
		struct span rest = har->rest;

		jsonscan_skip(&rest, ',');
		if (find_skip_space(rest).len == 0 ||
		    find_skip_space(rest).ptr[0] != '{' ||
		    !jsonscan_value(&rest, &value)) {
			jsonscan_skip(&har->rest, ',');
			return stop(har, error);
		}
		har->rest = rest;
		json_t *entry = load_entry(arena, value, &part->replaced);
		if (entry == NULL) {
			error_set(
			    error, "an entry of the HAR recording is damaged");
			har->pages++;
			return PSC_UNREADABLE;
		}
		bool is_page = read_entry(arena, entry, part);
		json_decref(entry);
		if (is_page) {
			har->pages++;
			return PSC_OK;
		}
		*part = (struct part){ .cut = false };
	}
}
