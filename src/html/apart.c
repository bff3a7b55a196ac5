/*
 * For a text stands a mark, and nothing for a value: the place of its tag is
 * known (html/dom.h).
 */
#include "html/apart.h"

#include "html/limit.h"

/* A text that is no longer than this is parsed. */
#define SHORT 8

void
apart_init(struct apart *apart, struct arena *arena, size_t room,
    struct dom_apart *parts)
{
	*apart = (struct apart){
		.arena = arena, .out = arena_alloc(arena, room), .parts = parts
	};
}

struct span
apart_end(struct apart *apart)
{
	if (apart->parts != NULL) {
		apart->parts->tags = apart->starts;
		apart->parts->attributes = apart->values;
		apart->parts->texts = apart->texts;
	}
	return (struct span){ apart->out, apart->len };
}

/* What may be said of a text without parsing it. */
enum look {
	LOOK_PLAIN, /* the parser would give it as it is */
	LOOK_ODD,
	LOOK_MARK /* it has characters that are used as marks */
};

/* Does the parser take the character at `at` of valid UTF-8 for another? */
static bool
is_odd(const unsigned char *at, const unsigned char *end)
{
	switch (*at) {
	case 0xc2: /* U+0080 to U+009F */
		return at + 1 == end || at[1] < 0xa0;
	case 0xef: /* U+FDD0 to U+FDEF, U+FFFE and U+FFFF */
		return at + 1 == end || at[1] == 0xb7 || at[1] == 0xbf;
	default: /* controls; U+1FFFE and the like */
		return *at < 0xf0 || end - at < 4 ||
		       (at[2] == 0xbf && at[3] >= 0xbe);
	}
}

/*
 * `&` is not looked at.  To the parser a carriage return is a line end; where
 * white space is folded later that is the same.
 */
static enum look
look(struct span text, bool exact)
{
	const unsigned char *at = (const unsigned char *)text.ptr;
	const unsigned char *end = at + text.len;
	enum look found = LOOK_PLAIN;

	for (; at < end; at++) {
		if ((*at >= 0x20 && *at < 0x7f) || *at == '\n' || *at == '\t' ||
		    (*at >= 0x80 && *at < 0xef && *at != 0xc2))
			continue;
		if ((*at == '\r' || *at == '\f') && !exact)
			continue;
		if (*at == 0xf4 ||
		    (*at == 0xf3 && at + 1 < end && at[1] >= 0xb0))
			return LOOK_MARK;
		if (is_odd(at, end))
			found = LOOK_ODD;
	}
	return found;
}

void
apart_put_raw(struct apart *apart, struct span text, bool exact)
{
	struct dom_apart *parts = apart->parts;
	enum look found;

	if (text.len == 0)
		return;
	found = parts == NULL ? LOOK_ODD : look(text, exact);
	apart->confused |= found == LOOK_MARK;
	if (found != LOOK_PLAIN || text.len <= SHORT || text.len > LIMIT_TEXT ||
	    parts->text_count == DOM_MARKS) {
		apart_put(apart, text);
		return;
	}
	apart->texts = arena_more(apart->arena, apart->texts, parts->text_count,
	    &apart->texts_room, sizeof(*apart->texts));
	dom_mark(apart->out + apart->len, parts->text_count);
	apart->len += DOM_MARK_LEN;
	apart->texts[parts->text_count++] = text;
}

/* Could it be the reference of a mark: `&#xf0000;`? */
static bool
is_far(struct span reference)
{
	bool hex = reference.len > 2 && span_lower(reference.ptr[2]) == 'x';
	uint32_t code = 0;
	char c;

	if (reference.len < 7 || reference.ptr[1] != '#')
		return false;
	for (size_t i = hex ? 3 : 2; i < reference.len && code < 0xf0000; i++) {
		c = span_lower(reference.ptr[i]);
		if (span_is_digit(c))
			code = code * (hex ? 16 : 10) + (uint32_t)(c - '0');
		else if (hex && c >= 'a' && c <= 'f')
			code = code * 16 + (uint32_t)(c - 'a' + 10);
		else
			break;
	}
	return code >= 0xf0000;
}

void
apart_put_text(struct apart *apart, struct span text, bool exact)
{
	const char *next;
	size_t len;

	while (text.len > 0) {
		next = memchr(text.ptr, '&', text.len);
		len = next == NULL ? text.len : (size_t)(next - text.ptr);
		apart_put_raw(apart, span_first(text, len), exact);
		text = span_from(text, len);
		if (text.len == 0)
			return;
		len = 1;
		while (len < text.len && text.ptr[len - 1] != ';' &&
		       (span_is_alpha(text.ptr[len]) ||
			   span_is_digit(text.ptr[len]) ||
			   text.ptr[len] == '#' || text.ptr[len] == ';'))
			len++;
		apart->confused |= is_far(span_first(text, len));
		apart_put(apart, span_first(text, len));
		text = span_from(text, len);
	}
}

/*
 * The value as the parser would give it; SPAN_NONE where only the parser
 * knows.  Of references `&amp;` is known here.
 */
static struct span
value_of(struct apart *apart, struct span value)
{
	const char *next = memchr(value.ptr, '&', value.len);
	struct span rest = value;
	char *out;
	size_t len = 0;

	if (look(value, true) != LOOK_PLAIN)
		return SPAN_NONE;
	if (next == NULL)
		return value;
	out = arena_alloc(apart->arena, value.len);
	while (next != NULL) {
		memcpy(out + len, rest.ptr, (size_t)(next - rest.ptr) + 1);
		len += (size_t)(next - rest.ptr) + 1;
		rest = span_from(rest, (size_t)(next - rest.ptr));
		if (!span_starts(rest, SPAN("&amp;")))
			return SPAN_NONE;
		rest = span_from(rest, 5);
		next = memchr(rest.ptr, '&', rest.len);
	}
	memcpy(out + len, rest.ptr, rest.len);
	return (struct span){ out, len + rest.len };
}

void
apart_start_tag(struct apart *apart)
{
	apart->tag_at = apart->len;
}

bool
apart_put_value(struct apart *apart, struct span name, struct span value)
{
	struct dom_apart *parts = apart->parts;
	struct dom_start *start;

	if (parts == NULL || (value = value_of(apart, value)).ptr == NULL)
		return false;
	if (parts->tag_count == 0 ||
	    apart->starts[parts->tag_count - 1].at != apart->tag_at) {
		apart->starts =
		    arena_more(apart->arena, apart->starts, parts->tag_count,
			&apart->starts_room, sizeof(*apart->starts));
		apart->starts[parts->tag_count++] =
		    (struct dom_start){ apart->tag_at,
			    (uint32_t)apart->value_count, 0 };
	}
	start = &apart->starts[parts->tag_count - 1];
	start->number++;
	apart->values = arena_more(apart->arena, apart->values,
	    apart->value_count, &apart->values_room, sizeof(*apart->values));
	apart->values[apart->value_count++] =
	    (struct dom_attribute){ name, value };
	return true;
}

struct apart_mark
apart_mark(const struct apart *apart)
{
	return (struct apart_mark){ apart->len,
		apart->parts == NULL ? 0 : apart->parts->tag_count,
		apart->value_count };
}

void
apart_back(struct apart *apart, struct apart_mark mark)
{
	apart->len = mark.len;
	apart->value_count = mark.values;
	if (apart->parts != NULL)
		apart->parts->tag_count = mark.starts;
}
