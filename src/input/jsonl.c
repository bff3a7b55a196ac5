/*
 * This file reads JSON Lines, of which it holds one line at a time.  It opens
 * no file: of a path it says only that there is one.
 */
#include "input/jsonl.h"

#include <jansson.h>

#include "base/utf8.h"
#include "input/base64.h"
#include "input/find.h"
#include "input/jsonmend.h"
#include "input/jsonscan.h"

/* The forms a page can have; one of them a line. */
static const char *const forms[] = { "html", "html_b64", "text", "path" };

#define FORMS (sizeof(forms) / sizeof(forms[0]))

/* So many lines are looked at to find out whether it is JSON Lines. */
#define FIRST_LINES 16

static struct span
skip_mark(struct span bytes)
{
	return span_starts(bytes, SPAN("\xef\xbb\xbf")) ? span_from(bytes, 3)
							: bytes;
}

static bool
is_blank(struct span line)
{
	return find_skip_space(line).len == 0;
}

/* Has the object that begins here a key that stands for a page? */
static bool
has_form(struct span line)
{
	struct span key, value;

	if (!jsonscan_skip(&line, '{'))
		return false;
	while (jsonscan_member(&line, &key, &value)) {
		for (size_t i = 0; i < FORMS; i++)
			if (span_equal(key, span_of(forms[i])))
				return true;
		if (value.ptr == NULL)
			break;
	}
	return false;
}

bool
jsonl_is(struct span bytes)
{
	bytes = skip_mark(bytes);
	struct span first = find_skip_space(bytes);
	if (first.len == 0 || first.ptr[0] != '{')
		return false;
	for (int i = 0; i < FIRST_LINES && bytes.len > 0; i++) {
		size_t end = find_text(bytes, SPAN("\n"));
		if (has_form(span_first(bytes, end)))
			return true;
		bytes = span_from(bytes, end + 1);
	}
	return false;
}

void
jsonl_open(struct jsonl *jsonl, struct stream *stream, size_t max_bytes)
{
	*jsonl = (struct jsonl){ .stream = stream, .max_bytes = max_bytes };
}

static enum psc_status
fail(struct error *error, enum psc_status status, const char *message)
{
	error_set(error, "%s", message);
	return status;
}

/* The input ends; has it ended well? */
static enum psc_status
stop(struct jsonl *jsonl, struct error *error)
{
	jsonl->done = true;
	switch (stream_ending(jsonl->stream)) {
	case STREAM_WHOLE:
	case STREAM_TRAILING:
		return PSC_END;
	case STREAM_UNREADABLE:
		*error = *stream_error(jsonl->stream);
		return PSC_UNREADABLE;
	case STREAM_MEMORY:
		return fail(error, PSC_NO_MEMORY, "not enough memory");
	case STREAM_CUT:
		return fail(error, PSC_UNREADABLE, "the input breaks off");
	default:
		return fail(error, PSC_UNREADABLE, "the input is damaged");
	}
}

/* The rest of a line that is too long. */
static void
skip_line(struct jsonl *jsonl)
{
	for (;;) {
		stream_forget(jsonl->stream);
		struct span next = stream_look(jsonl->stream, 1);
		size_t end = find_text(next, SPAN("\n"));
		bool ends = end < next.len;

		stream_pass(jsonl->stream, ends ? end + 1 : end);
		if (ends || next.len == 0)
			return;
	}
}

/* Nothing is missing; something else may stand behind what was packed. */
static bool
is_whole(const struct stream *stream)
{
	return stream_ending(stream) == STREAM_WHOLE ||
	       stream_ending(stream) == STREAM_TRAILING;
}

/*
 * The next line, or so much of it as shows that it is too long, which is
 * passed; false: there is none.  A line without its end counts only where the
 * input was had whole.
 */
static bool
take_line(struct jsonl *jsonl, struct span *line, bool *ends)
{
	struct stream *stream = jsonl->stream;
	size_t from = 0;

	stream_forget(stream);
	for (;;) {
		struct span next = stream_look(stream, from);
		struct span rest = span_from(next, from);
		size_t end = from + find_text(rest, SPAN("\n"));

		*ends = end < next.len;
		if (!*ends && rest.len > 0 && end <= jsonl->max_bytes) {
			from = end;
			continue;
		}
		if (!*ends && rest.len == 0 &&
		    (next.len == 0 || !is_whole(stream)))
			return false;
		*line = span_first(next, end);
		stream_pass(stream, *ends ? end + 1 : end);
		jsonl->line++;
		if (jsonl->line == 1 && line->ptr != NULL)
			*line = skip_mark(*line);
		return true;
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

/* Where the id stands: the last one, as for any JSON reader. */
static struct span
find_id(struct span line)
{
	struct span key, value, id = SPAN_NONE;

	if (!jsonscan_skip(&line, '{'))
		return SPAN_NONE;
	while (jsonscan_member(&line, &key, &value) && value.ptr != NULL)
		if (span_equal(key, SPAN("id")))
			id = value;
	return id;
}

/* May it stand in a line of JSON as it is? */
static bool
is_clean(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20)
			return false;
	return utf8_prefix(text) == text.len;
}

/* The id as it stands in a line that is wrong; it may be right itself. */
static struct span
save_id(struct arena *arena, struct span line)
{
	struct span id = find_id(line);
	size_t replaced = 0;

	if (id.ptr == NULL)
		return SPAN_NONE;
	struct span mended = jsonmend_text(arena, id, &replaced);
	json_t *value = json_loadb(
	    mended.ptr, mended.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL);
	bool right = value != NULL;
	json_decref(value);
	if (!right)
		return SPAN_NONE;
	return is_clean(id) ? arena_copy(arena, id) : mended;
}

/* "data:text/html;base64," before it is what browsers' tools put there. */
static struct span
without_scheme(struct span text)
{
	const char *comma = span_starts(text, SPAN("data:"))
				? memchr(text.ptr, ',', text.len)
				: NULL;

	return comma == NULL ? text
			     : span_from(text, (size_t)(comma - text.ptr) + 1);
}

/* The page in an object. */
static enum psc_status
read_object(struct arena *arena, const json_t *object, struct part *part,
    struct error *error)
{
	const json_t *value = NULL;
	size_t form = 0;

	for (size_t i = 0; i < FORMS; i++) {
		const json_t *found = json_object_get(object, forms[i]);
		if (found == NULL || json_is_null(found))
			continue;
		if (value != NULL)
			return fail(error, PSC_UNREADABLE,
			    "more than one of html, html_b64, text and path");
		value = found;
		form = i;
	}
	part->address = copy(arena, json_object_get(object, "url"));
	if (value == NULL)
		return fail(error, PSC_UNREADABLE,
		    "none of html, html_b64, text and path");
	part->bytes = copy(arena, value);
	if (part->bytes.ptr == NULL)
		return fail(error, PSC_UNREADABLE,
		    "html, html_b64, text and path are strings");
	switch (form) {
	case 0:
	case 2:
		part->charset = SPAN("utf-8");
		part->form = form == 2 ? PSC_INPUT_TEXT : PSC_INPUT_AUTO;
		break;
	case 1:
		part->bytes = base64_decode(
		    arena, without_scheme(part->bytes), &part->cut);
		break;
	default:
		part->path = part->bytes;
		part->bytes = SPAN_NONE;
		if (memchr(part->path.ptr, '\0', part->path.len) != NULL)
			return fail(error, PSC_UNREADABLE,
			    "a path with a NUL character");
	}
	return PSC_OK;
}

static json_t *
load(struct span text, json_error_t *why)
{
	return json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, why);
}

static enum psc_status
read_line(struct arena *arena, struct span line, struct part *part,
    struct error *error)
{
	json_error_t why;
	json_t *object = load(line, &why);
	bool right = object != NULL;
	enum psc_status status;

	if (!right) {
		struct span mended =
		    jsonmend_text(arena, line, &part->replaced);
		if (mended.ptr == NULL)
			return fail(error, PSC_NO_MEMORY, "not enough memory");
		object = load(mended, &why);
	}
	part->id = right ? find_id(line) : save_id(arena, line);
	if (right && part->id.ptr != NULL)
		part->id = arena_copy(arena, part->id);
	if (object == NULL && json_error_code(&why) == json_error_out_of_memory)
		return fail(error, PSC_NO_MEMORY, "not enough memory");
	if (object == NULL) {
		error_set(error, "no JSON: %s", why.text);
		return PSC_UNREADABLE;
	}
	if (json_is_object(object))
		status = read_object(arena, object, part, error);
	else
		status = fail(error, PSC_UNREADABLE, "no JSON object");
	json_decref(object);
	return status;
}

enum psc_status
jsonl_next(struct jsonl *jsonl, struct arena *arena, struct part *part,
    struct error *error)
{
	struct span line = SPAN("");
	bool ends;

	*part = (struct part){ .cut = false };
	error_set(error, "%s", "");
	do {
		if (jsonl->done || !take_line(jsonl, &line, &ends))
			return jsonl->done ? PSC_END : stop(jsonl, error);
	} while (is_blank(line));
	part->where = arena_print(arena, "line %zu", jsonl->line);
	if (line.len > jsonl->max_bytes) {
		part->id = save_id(arena, line);
		if (!ends)
			skip_line(jsonl);
		error_set(error,
		    "more than %zu bytes: raise the limit with --max-bytes",
		    jsonl->max_bytes);
		return PSC_TOO_LARGE;
	}
	return read_line(arena, line, part, error);
}
