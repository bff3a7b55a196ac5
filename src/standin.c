/*
 * Stand-ins for rooms that are being built elsewhere: just enough for the
 * command to be tested.
 */
#include "standin.h"

#include "html/text.h"
#include "output/html.h"
#include "output/markdown.h"
#include "output/plain.h"

struct span
thin_apply(struct arena *arena, struct span text)
{
	(void)arena;
	return text;
}

struct span
address_resolve(struct arena *arena, struct span base, struct span address)
{
	(void)base;
	return arena_copy(arena, address);
}

struct writing {
	struct buffer *out;
	size_t width;
	size_t column;
	bool html;
};

static void
put_word(struct writing *writing, struct span word)
{
	if (writing->column > 0 && writing->width > 0 &&
	    writing->column + 1 + word.len > writing->width) {
		buffer_char(writing->out, '\n');
		writing->column = 0;
	} else if (writing->column > 0) {
		buffer_char(writing->out, ' ');
		writing->column++;
	}
	for (size_t i = 0; i < word.len; i++) {
		if (writing->html && word.ptr[i] == '<')
			buffer_add(writing->out, SPAN("&lt;"));
		else if (writing->html && word.ptr[i] == '&')
			buffer_add(writing->out, SPAN("&amp;"));
		else
			buffer_char(writing->out, word.ptr[i]);
	}
	writing->column += word.len;
}

static void
put_block(struct writing *writing, struct span text)
{
	size_t from = 0;

	if (text.len == 0)
		return;
	if (writing->html)
		buffer_add(writing->out, SPAN("<p>"));
	else if (writing->out->len > 0)
		buffer_char(writing->out, '\n');
	writing->column = 0;
	for (size_t at = 0; at <= text.len; at++) {
		if (at < text.len && text.ptr[at] != ' ')
			continue;
		put_word(writing, span_first(span_from(text, from), at - from));
		from = at + 1;
	}
	if (writing->html)
		buffer_add(writing->out, SPAN("</p>"));
	buffer_char(writing->out, '\n');
}

static void
put_all(struct writing *writing, struct arena *arena,
    const struct document *document)
{
	const struct dom *dom = document->dom;
	uint32_t from = 1;

	for (uint32_t at = 1; at <= dom->count; at++) {
		if (at < dom->count &&
		    dom->nodes[at].tag == dom_tag(SPAN("head")) &&
		    (dom->nodes[at].flags & DOM_TEXT) == 0) {
			from = dom->nodes[at].end;
			at = from - 1;
			continue;
		}
		if (at < dom->count && (dom->nodes[at].flags & DOM_BLOCK) == 0)
			continue;
		put_block(writing,
		    text_between(arena, dom, from, at, document->marks));
		from = at;
	}
}

void
markdown_write(
    struct buffer *out, struct arena *arena, const struct document *document)
{
	struct writing writing = { .out = out };

	put_all(&writing, arena, document);
}

void
plain_write(struct buffer *out, struct arena *arena,
    const struct document *document, size_t width)
{
	struct writing writing = { .out = out, .width = width };

	put_all(&writing, arena, document);
}

void
html_write(
    struct buffer *out, struct arena *arena, const struct document *document)
{
	struct writing writing = { .out = out, .html = true };

	buffer_add(out, SPAN("<!DOCTYPE html>\n<meta charset=utf-8>\n<title>"));
	put_word(&writing, document->title);
	buffer_add(out, SPAN("</title>\n"));
	put_all(&writing, arena, document);
}
