/*
 * "View source", saved: the source of a page stands in it as text, cut into
 * coloured pieces.  The pieces are put together again, and what was escaped
 * for the sake of being shown is not escaped any more.  Which tags the source
 * itself has is none of this file's business.
 */
#include "input/viewsource.h"

#include "base/buffer.h"
#include "input/find.h"

/* The marks of a "view source" stand before this many bytes. */
#define HEAD ((size_t)16384)

struct entity {
	struct span name;
	const char *text;
};

/* What serialisers write (WHATWG HTML, "escaping a string"), and quotes. */
static const struct entity entities[] = {
	{ { "&amp;", 5 }, "&" },
	{ { "&lt;", 4 }, "<" },
	{ { "&gt;", 4 }, ">" },
	{ { "&quot;", 6 }, "\"" },
	{ { "&apos;", 6 }, "'" },
	{ { "&#39;", 5 }, "'" },
	{ { "&nbsp;", 6 }, "\xc2\xa0" },
};

/* Adds what `text` shows, without tags. */
static void
add_shown(struct buffer *out, struct span text)
{
	size_t len, i;

	while (text.len > 0) {
		if (text.ptr[0] == '<') {
			len = find_text(text, SPAN(">"));
			text = span_from(text, len + 1);
			continue;
		}
		for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
			if (span_starts(text, entities[i].name))
				break;
		if (i < sizeof(entities) / sizeof(entities[0])) {
			buffer_add(out, span_of(entities[i].text));
			text = span_from(text, entities[i].name.len);
			continue;
		}
		for (len = 1; len < text.len && text.ptr[len] != '<' &&
			      text.ptr[len] != '&';)
			len++;
		buffer_add(out, span_first(text, len));
		text = span_from(text, len);
	}
}

/*
 * What stands behind the tag that `mark` is in, from there on; SPAN_NONE where
 * the mark is not there.
 */
static struct span
behind(struct span text, struct span mark)
{
	size_t at = find_text(text, mark);

	if (at == text.len)
		return SPAN_NONE;
	text = span_from(text, at);
	at = find_text(text, SPAN(">"));
	return at == text.len ? SPAN_NONE : span_from(text, at + 1);
}

/* The lines of Chromium's table. */
static struct span
open_table(struct arena *arena, struct span text)
{
	struct buffer out;
	size_t len;

	buffer_init(&out, arena, text.len + 1);
	while ((text = behind(text, SPAN("line-content"))).ptr != NULL) {
		len = find_nocase(text, SPAN("</td"));
		add_shown(&out, span_first(text, len));
		buffer_char(&out, '\n');
		text = span_from(text, len);
	}
	return out.full ? SPAN_NONE : buffer_text(&out);
}

/* Firefox's body: all that it shows. */
static struct span
open_body(struct arena *arena, struct span text)
{
	struct buffer out;

	buffer_init(&out, arena, text.len + 1);
	add_shown(&out, text);
	return out.full ? SPAN_NONE : buffer_text(&out);
}

/* Does it begin as the source of a page does? */
static bool
is_source(struct span text)
{
	text = find_skip_space(text);
	return text.len > 2 && text.ptr[0] == '<' &&
	       (span_is_alpha(text.ptr[1]) || text.ptr[1] == '!' ||
		   text.ptr[1] == '?');
}

static bool
holds(struct span text, const char *part)
{
	return find_text(text, span_of(part)) < text.len;
}

/* "<title>view-source:https://…</title>" */
static struct span
title_address(struct span head)
{
	const struct span mark = SPAN("<title>view-source:");
	size_t at = find_text(head, mark);

	if (at == head.len)
		return SPAN_NONE;
	head = span_from(head, at + mark.len);
	at = find_text(head, SPAN("<"));
	return at == 0 || at == head.len ? SPAN_NONE : span_first(head, at);
}

/*
 * What stands behind the tag in which all that a browser shows begins, in
 * Firefox's "view source", and where it shows a page as plain text.
 */
static struct span
shown_body(struct span head)
{
	static const char *const tags[] = { "<body id=\"viewsource\"",
		"<body id=viewsource",
		"<pre style=\"word-wrap: break-word; white-space: pre-wrap;\"",
		NULL };
	struct span body = SPAN_NONE;

	for (size_t i = 0; body.ptr == NULL && tags[i] != NULL; i++)
		body = behind(head, span_of(tags[i]));
	if (body.ptr == NULL &&
	    holds(head, "resource://content-accessible/plaintext.css"))
		body = behind(head, SPAN("<pre"));
	return body;
}

struct span
viewsource_open(struct arena *arena, struct span text, struct span *address)
{
	struct span head = span_first(text, HEAD), body, source = SPAN_NONE;

	*address = SPAN_NONE;
	body = shown_body(head);
	if (body.ptr != NULL)
		source = open_body(
		    arena, span_from(text, (size_t)(body.ptr - text.ptr)));
	else if (holds(head, "line-number") && holds(head, "line-content") &&
		 (holds(head, "line-gutter-backdrop") ||
		     holds(head, "line-wrap-control")))
		source = open_table(arena, text);
	if (source.ptr == NULL || !is_source(source))
		return text;
	*address = title_address(head);
	return source;
}
