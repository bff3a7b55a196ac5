/*
 * This file takes a media type apart.  It knows no list of types.
 */
#include "input/mime.h"

#include "input/find.h"

static bool
starts_nocase(struct span text, struct span with)
{
	return text.len >= with.len &&
	       span_equal_nocase(span_first(text, with.len), with);
}

bool
mime_is(struct span type, struct span wanted)
{
	struct span rest = span_from(type, wanted.len);

	return starts_nocase(type, wanted) &&
	       (rest.len == 0 || rest.ptr[0] == ';' ||
		   span_is_space(rest.ptr[0]));
}

bool
mime_is_html(struct span type)
{
	return mime_is(type, SPAN("text/html")) ||
	       mime_is(type, SPAN("application/xhtml+xml"));
}

/* How long the value at the beginning is: up to a ";" outside of quotes. */
static size_t
value_len(struct span text)
{
	bool quoted = false;
	size_t at = 0;

	for (; at < text.len && (quoted || text.ptr[at] != ';'); at++)
		if (text.ptr[at] == '"')
			quoted = !quoted;
	return at;
}

struct span
mime_parameter(struct span value, struct span name)
{
	size_t len = value_len(value);

	while (len < value.len) {
		value = find_skip_space(span_from(value, len + 1));
		len = value_len(value);
		if (!starts_nocase(value, name))
			continue;
		struct span rest = find_skip_space(
		    span_from(span_first(value, len), name.len));
		if (rest.len == 0 || rest.ptr[0] != '=')
			continue;
		rest = find_skip_space(span_from(rest, 1));
		while (rest.len > 0 && span_is_space(rest.ptr[rest.len - 1]))
			rest.len--;
		if (rest.len >= 2 && rest.ptr[0] == '"' &&
		    rest.ptr[rest.len - 1] == '"')
			rest = (struct span){ rest.ptr + 1, rest.len - 2 };
		return rest;
	}
	return SPAN_NONE;
}
