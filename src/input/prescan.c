/*
 * This file looks for `<meta charset>` in bytes whose character set nobody
 * knows yet.  It is the only place of this room that knows HTML, and no more
 * of it than the prescan of the HTML standard does.
 */
#include "input/prescan.h"

#include "input/find.h"

#define HEAD_BYTES 4096

struct attribute {
	struct span name;
	struct span value;
};

/* What one `<meta>` said so far. */
struct meta {
	bool seen_pragma, seen_content, seen_charset;
	bool is_content_type;
	struct span in_content; /* the label in `content`; NULL: none */
	struct span in_charset; /* the label in `charset`; NULL: none */
};

/* Takes the first `len` bytes off `rest`. */
static struct span
take(struct span *rest, size_t len)
{
	struct span taken = span_first(*rest, len);

	*rest = span_from(*rest, len);
	return taken;
}

/* Takes off `rest` what stands before the first of `stops`, or all. */
static struct span
take_until(struct span *rest, struct span stops)
{
	size_t len = 0;

	while (len < rest->len &&
	       memchr(stops.ptr, rest->ptr[len], stops.len) == NULL)
		len++;
	return take(rest, len);
}

static bool
next_is(struct span rest, char c)
{
	return rest.len > 0 && rest.ptr[0] == c;
}

/* Takes a value: quoted, or up to one of `stops`; false: never closed. */
static bool
take_value(struct span *rest, struct span stops, struct span *value)
{
	if (!next_is(*rest, '"') && !next_is(*rest, '\'')) {
		*value = take_until(rest, stops);
		return true;
	}
	struct span quote = take(rest, 1);
	*value = take_until(rest, quote);
	return take(rest, 1).len == 1;
}

/* The next attribute of a tag; false: the tag or the bytes are at the end. */
static bool
next_attribute(struct span *rest, struct attribute *found)
{
	*rest = find_skip_space(*rest);
	while (next_is(*rest, '/'))
		*rest = find_skip_space(span_from(*rest, 1));
	if (rest->len == 0 || rest->ptr[0] == '>')
		return false;
	/* A `=` in the first place belongs to the name. */
	const char *name = take(rest, 1).ptr;
	size_t more = take_until(rest, SPAN(" \t\n\f\r/>=")).len;
	found->name = (struct span){ name, 1 + more };
	found->value = SPAN("");
	*rest = find_skip_space(*rest);
	if (!next_is(*rest, '='))
		return rest->len > 0;
	take(rest, 1);
	*rest = find_skip_space(*rest);
	return take_value(rest, SPAN(" \t\n\f\r>"), &found->value) &&
	       rest->len > 0;
}

/*
 * The label in `text/html; charset=label`.  (WHATWG HTML, 2.5.4 "extracting a
 * character encoding from a meta element".)
 */
static struct span
label_in_content(struct span content)
{
	struct span value;

	for (;;) {
		size_t at = find_nocase(content, SPAN("charset"));
		if (at == content.len)
			return SPAN_NONE;
		content = find_skip_space(span_from(content, at + 7));
		if (next_is(content, '='))
			break;
	}
	content = find_skip_space(span_from(content, 1));
	if (!take_value(&content, SPAN(" \t\n\f\r;"), &value))
		return SPAN_NONE;
	return value;
}

/* Of two attributes with one name the first counts. */
static void
note(struct meta *meta, const struct attribute *attribute)
{
	struct span value = attribute->value;

	if (span_equal_nocase(attribute->name, SPAN("http-equiv")) &&
	    !meta->seen_pragma) {
		meta->seen_pragma = true;
		meta->is_content_type =
		    span_equal_nocase(value, SPAN("content-type"));
	} else if (span_equal_nocase(attribute->name, SPAN("content")) &&
		   !meta->seen_content) {
		meta->seen_content = true;
		meta->in_content = label_in_content(value);
	} else if (span_equal_nocase(attribute->name, SPAN("charset")) &&
		   !meta->seen_charset) {
		meta->seen_charset = true;
		meta->in_charset = value;
	}
}

/* `rest` stands behind the tag's name, and is left behind its attributes. */
static const struct encoding *
read_meta(struct span *rest)
{
	struct meta meta = { .in_content = SPAN_NONE };
	struct attribute attribute;

	while (next_attribute(rest, &attribute))
		note(&meta, &attribute);
	if (rest->len == 0)
		return NULL;
	if (meta.in_charset.ptr != NULL)
		return encoding_find(meta.in_charset);
	if (meta.is_content_type && meta.in_content.ptr != NULL)
		return encoding_find(meta.in_content);
	return NULL;
}

/* Is there a tag, open or close? */
static bool
is_tag(struct span rest)
{
	size_t at = rest.len > 1 && rest.ptr[1] == '/' ? 2 : 1;

	return rest.len > at && span_is_alpha(rest.ptr[at]);
}

/* `rest` begins with `<`: takes the comment, tag, or `<` there. */
static const struct encoding *
read_markup(struct span *rest)
{
	struct attribute attribute;

	if (span_starts(*rest, SPAN("<!--"))) {
		/* `<!-->` is a whole comment. */
		take(rest, 2);
		take(rest, find_text(*rest, SPAN("-->")) + 3);
	} else if (rest->len > 5 &&
		   span_equal_nocase(span_first(*rest, 5), SPAN("<meta")) &&
		   (span_is_space(rest->ptr[5]) || rest->ptr[5] == '/')) {
		take(rest, 5);
		return read_meta(rest);
	} else if (is_tag(*rest)) {
		take_until(rest, SPAN(" \t\n\f\r>"));
		while (next_attribute(rest, &attribute))
			continue;
	} else if (rest->len > 1 && memchr("!/?", rest->ptr[1], 3) != NULL) {
		take_until(rest, SPAN(">"));
	} else {
		take(rest, 1);
	}
	return NULL;
}

/* The label in `<?xml version="1.0" encoding="label"?>`. */
static const struct encoding *
read_xml_declaration(struct span rest)
{
	struct span label;

	if (!span_starts(rest, SPAN("<?xml")))
		return NULL;
	struct span line = take_until(&rest, SPAN(">"));
	size_t at = find_text(line, SPAN("encoding"));
	line = find_skip_space(span_from(line, at + 8));
	if (rest.len == 0 || !next_is(line, '='))
		return NULL;
	line = find_skip_space(span_from(line, 1));
	if (!next_is(line, '"') && !next_is(line, '\''))
		return NULL;
	return take_value(&line, SPAN(""), &label) ? encoding_find(label)
						   : NULL;
}

const struct encoding *
prescan_encoding(struct span bytes)
{
	struct span head = span_first(bytes, HEAD_BYTES);
	struct span rest = head;

	while (rest.len > 0) {
		take_until(&rest, SPAN("<"));
		if (rest.len == 0)
			break;
		const struct encoding *found = read_markup(&rest);
		if (found != NULL)
			return found;
	}
	return read_xml_declaration(head);
}
