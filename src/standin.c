/*
 * Stand-ins for rooms that are being built elsewhere: just enough for the
 * command to be tested.
 */
#include "standin.h"

#include <stdlib.h>

#include <jansson.h>

#include "clean/meta.h"
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

void
score_mark(
    struct arena *arena, const struct select_page *page, struct clean *clean)
{
	(void)arena;
	(void)page;
	(void)clean;
}

void
meta_read(
    struct arena *arena, const struct select_page *page, struct meta *meta)
{
	const struct dom *dom = page->dom;

	*meta = (struct meta){ .title = SPAN_NONE };
	for (uint32_t i = 0; i < dom->count; i++)
		if ((dom->nodes[i].flags & DOM_TEXT) == 0 &&
		    dom->nodes[i].tag == dom_tag(SPAN("title")) &&
		    meta->title.ptr == NULL)
			meta->title = text_of(arena, dom, i, NULL);
	meta->language = dom_attribute(dom, 0, SPAN("lang"));
}

void
links_read(struct arena *arena, const struct document *document,
    struct cleaned *cleaned)
{
	(void)arena;
	(void)document;
	(void)cleaned;
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

static json_t *
text(struct span text)
{
	return text.ptr == NULL ? json_null()
				: json_stringn(text.ptr, text.len);
}

enum psc_status
json_cleaned(struct arena *arena, const struct cleaned *cleaned, bool indent,
    struct span *json)
{
	const struct record_warning *warnings = cleaned->warnings.items;
	const struct cleaned_removed *removed = cleaned->removed.items;
	json_t *all = json_pack("{s:I, s:{s:o}}", "schema_version",
	    (json_int_t)cleaned->schema_version, "page", "input",
	    text(cleaned->page.input));
	json_t *list;
	char *dump;

	json_object_set_new(all, "profile", text(cleaned->profile));
	json_object_set_new(all, "title", text(cleaned->title));
	json_object_set_new(all, "byline", text(cleaned->byline));
	json_object_set_new(all, "published", text(cleaned->published));
	json_object_set_new(all, "site", text(cleaned->site));
	json_object_set_new(all, "language", text(cleaned->language));
	json_object_set_new(all, "text", text(cleaned->text));
	json_object_set_new(all, "markdown", text(cleaned->markdown));
	json_object_set_new(all, "links", json_array());
	json_object_set_new(all, "images", json_array());
	json_object_set_new(all, "removed", list = json_array());
	for (size_t i = 0; i < cleaned->removed.count; i++)
		json_array_append_new(list,
		    json_pack("{s:o, s:I, s:I}", "rule", text(removed[i].rule),
			"count", (json_int_t)removed[i].count, "bytes",
			(json_int_t)removed[i].bytes));
	json_object_set_new(all, "warnings", list = json_array());
	for (size_t i = 0; i < cleaned->warnings.count; i++)
		json_array_append_new(list,
		    json_pack("{s:o, s:o}", "code", text(warnings[i].code),
			"message", text(warnings[i].message)));
	dump = json_dumps(all, indent ? JSON_INDENT(2) : 0);
	*json = arena_copy(arena, span_of(dump));
	free(dump);
	json_decref(all);
	return PSC_OK;
}
