/*
 * HTML.  What is written is known here by name: nothing of the page's own
 * comes through but text, checked addresses, spans of cells and those ids to
 * which something in the document points.
 */
#include "output/html.h"

#include <stdlib.h>

#include "html/address.h"
#include "html/text.h"
#include "output/flow.h"

static const char style[] =
    "body{max-width:45em;margin:1em auto;padding:0 1em;line-height:1.5}\n"
    "img{max-width:100%;height:auto}\n"
    "pre{overflow-x:auto}\n"
    "table{border-collapse:collapse}\n"
    "td,th{border:1px solid;padding:.2em .5em;vertical-align:top}\n";

/* An id that a link points to. */
struct target {
	struct span id;
	uint32_t node; /* DOM_NONE: there is no such element */
};

struct writer {
	struct buffer *out;
	struct arena *arena;
	const struct document *document;
	struct flow flow;
	struct target *targets; /* by their ids */
	size_t target_count;
	struct target *places; /* those that are there, by their nodes */
	size_t place_count;
	size_t place; /* the next one that is not written */
	size_t terms; /* open ones: they hold no paragraphs or headings */
	uint64_t formats;
	uint32_t link;
};

static const struct flow_item *
item_at(const struct writer *writer, uint32_t at)
{
	return &writer->flow.items[at];
}

/* --- signs ------------------------------------------------------------- */

/* Is it a control that HTML does not allow, even as a reference?  (C1 and
   noncharacters of the basic plane; valid UTF-8.) */
static size_t
bad_len(struct span text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr + at;

	if (bytes[0] < 0x20 || bytes[0] == 0x7f)
		return bytes[0] == '\n' || bytes[0] == '\t' ? 0 : 1;
	if (text.len - at >= 2 && bytes[0] == 0xc2 && bytes[1] < 0xa0)
		return 2;
	if (text.len - at < 3 || bytes[0] != 0xef)
		return 0;
	if (bytes[1] == 0xbf && bytes[2] >= 0xbe)
		return 3;
	return bytes[1] == 0xb7 && bytes[2] >= 0x90 && bytes[2] <= 0xaf ? 3 : 0;
}

static struct span
reference_of(char c)
{
	switch (c) {
	case '&':
		return SPAN("&amp;");
	case '<':
		return SPAN("&lt;");
	case '>':
		return SPAN("&gt;");
	case '"':
		return SPAN("&quot;");
	default:
		return SPAN_NONE;
	}
}

static void
add_text(struct buffer *out, struct span text)
{
	size_t from = 0, bad;
	struct span reference;

	for (size_t at = 0; at < text.len; at++) {
		const unsigned char c = (unsigned char)text.ptr[at];

		if (c > '>' && c < 0x7f)
			continue;
		reference = reference_of(text.ptr[at]);
		bad = reference.len > 0 ? 1 : bad_len(text, at);
		if (bad == 0)
			continue;
		buffer_add(out, span_first(span_from(text, from), at - from));
		buffer_add(out, reference);
		at += bad - 1;
		from = at + 1;
	}
	buffer_add(out, span_from(text, from));
}

static void
add(struct writer *writer, const char *text)
{
	buffer_add(writer->out, span_of(text));
}

static void
add_attribute(struct writer *writer, const char *name, struct span value)
{
	buffer_char(writer->out, ' ');
	add(writer, name);
	add(writer, "=\"");
	add_text(writer->out, value);
	buffer_char(writer->out, '"');
}

static void
add_number(struct writer *writer, const char *name, uint32_t value)
{
	buffer_print(writer->out, " %s=\"%u\"", name, (unsigned)value);
}

/* --- ids --------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
	const struct span *x = &((const struct target *)a)->id;
	const struct span *y = &((const struct target *)b)->id;
	const size_t len = x->len < y->len ? x->len : y->len;
	const int order = len == 0 ? 0 : memcmp(x->ptr, y->ptr, len);

	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

static struct target *
find_target(const struct writer *writer, struct span id)
{
	const struct target key = { id, 0 };

	return writer->target_count == 0
		   ? NULL
		   : bsearch(&key, writer->targets, writer->target_count,
			 sizeof(key), compare);
}

static int
hex(char c)
{
	if (span_is_digit(c))
		return c - '0';
	c = span_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The id that a link points to; SPAN_NONE: it points elsewhere. */
static struct span
fragment(const struct writer *writer, uint32_t link)
{
	struct span text =
	    span_trim(dom_attribute(writer->document->dom, link, SPAN("href")));
	char *bytes;
	size_t len = 0;

	if (text.len < 2 || text.ptr[0] != '#')
		return SPAN_NONE;
	text = span_from(text, 1);
	if (memchr(text.ptr, '%', text.len) == NULL)
		return text;
	bytes = arena_alloc(writer->arena, text.len);
	for (size_t i = 0; i < text.len; i++) {
		bytes[len] = text.ptr[i];
		if (text.ptr[i] == '%' && i + 2 < text.len &&
		    hex(text.ptr[i + 1]) >= 0 && hex(text.ptr[i + 2]) >= 0) {
			bytes[len] = (char)(hex(text.ptr[i + 1]) * 16 +
					    hex(text.ptr[i + 2]));
			i += 2;
		}
		len++;
	}
	return (struct span){ bytes, len };
}

/* An id has no white space. */
static bool
is_id(struct span id)
{
	for (size_t i = 0; i < id.len; i++)
		if ((unsigned char)id.ptr[i] <= ' ')
			return false;
	return id.len > 0;
}

static void
collect_links(struct writer *writer)
{
	size_t room = 0, count = 0;
	uint32_t last = DOM_NONE;
	struct span id;

	for (uint32_t i = 0; i < writer->flow.count; i++) {
		const uint32_t link = item_at(writer, i)->link;

		if (link == DOM_NONE || link == last)
			continue;
		last = link;
		id = fragment(writer, link);
		if (!is_id(id))
			continue;
		writer->targets = arena_more(writer->arena, writer->targets,
		    count, &room, sizeof(*writer->targets));
		writer->targets[count++] = (struct target){ id, DOM_NONE };
	}
	if (count > 0)
		qsort(
		    writer->targets, count, sizeof(*writer->targets), compare);
	for (size_t i = 0; i < count; i++)
		if (i == 0 ||
		    compare(&writer->targets[i], &writer->targets[i - 1]) != 0)
			writer->targets[writer->target_count++] =
			    writer->targets[i];
}

/* The last node behind which something is written. */
static uint32_t
last_node(const struct writer *writer)
{
	for (uint32_t i = writer->flow.count; i-- > 0;)
		if ((item_at(writer, i)->flags & FLOW_CLOSE) == 0)
			return item_at(writer, i)->node;
	return 0;
}

static bool
is_left_out(const struct document *document, uint32_t node)
{
	return (document->dom->nodes[node].flags & DOM_HIDDEN) != 0 ||
	       (document->marks != NULL && document->marks[node] != 0);
}

/* The place in the flow of each id that is pointed to: the first of a name. */
static void
collect_ids(struct writer *writer)
{
	const struct dom *dom = writer->document->dom;
	const uint32_t last = last_node(writer);
	const uint16_t anchor = dom_tag(SPAN("a"));
	struct target *target;
	struct span id;

	if (writer->target_count == 0)
		return;
	writer->places = arena_alloc(
	    writer->arena, writer->target_count * sizeof(*writer->places));
	for (uint32_t at = 0; at <= last && at < dom->count;) {
		if (is_left_out(writer->document, at)) {
			at = dom->nodes[at].end;
			continue;
		}
		id = dom_attribute(dom, at, SPAN("id"));
		if (id.len == 0 && dom->nodes[at].tag == anchor)
			id = dom_attribute(dom, at, SPAN("name"));
		target = id.len == 0 ? NULL : find_target(writer, id);
		if (target != NULL && target->node == DOM_NONE) {
			target->node = at;
			writer->places[writer->place_count++] = *target;
		}
		at++;
	}
}

/* The next id of a node up to this one; SPAN_NONE: there is none. */
static struct span
take_id(struct writer *writer, uint32_t node)
{
	if (writer->place == writer->place_count ||
	    writer->places[writer->place].node > node)
		return SPAN_NONE;
	return writer->places[writer->place++].id;
}

/* An element's start; it takes the id that is due. */
static void
add_start(struct writer *writer, const char *name, uint32_t node)
{
	const struct span id = take_id(writer, node);

	buffer_char(writer->out, '<');
	add(writer, name);
	if (id.len > 0)
		add_attribute(writer, "id", id);
}

/* --- runs -------------------------------------------------------------- */

static const char *const format_names[16] = {
	[FLOW_LINK] = "a",
	[FLOW_STRONG] = "strong",
	[FLOW_EMPHASIS] = "em",
	[FLOW_DELETED] = "del",
	[FLOW_INSERTED] = "ins",
	[FLOW_MARKED] = "mark",
	[FLOW_SUB] = "sub",
	[FLOW_SUP] = "sup",
	[FLOW_LITERAL] = "code",
};

static unsigned
count_formats(uint64_t formats)
{
	unsigned count = 0;

	while (flow_format_at(formats, count) != 0)
		count++;
	return count;
}

/* Closes the formats that the next run does not have; the end of a block has
   none. */
static void
close_formats(struct writer *writer, const struct flow_item *next)
{
	unsigned same = 0;
	enum flow_format format;

	while ((format = flow_format_at(next->formats, same)) != 0 &&
	       format == flow_format_at(writer->formats, same) &&
	       (format != FLOW_LINK || next->link == writer->link) &&
	       (format != FLOW_LITERAL || (next->flags & FLOW_ANEW) == 0))
		same++;
	for (unsigned i = count_formats(writer->formats); i > same; i--)
		buffer_print(writer->out, "</%s>",
		    format_names[flow_format_at(writer->formats, i - 1)]);
	writer->formats &= ((uint64_t)1 << (4 * same)) - 1;
}

static void
open_link(struct writer *writer, uint32_t link)
{
	const struct target *target;
	const struct span id = fragment(writer, link);
	struct span address =
	    dom_attribute(writer->document->dom, link, SPAN("href"));

	target = is_id(id) ? find_target(writer, id) : NULL;
	add_start(writer, "a", link);
	if (target != NULL && target->node != DOM_NONE)
		address = address_resolve(writer->arena, SPAN_NONE, address);
	else
		address = address_resolve(
		    writer->arena, writer->document->base, address);
	add_attribute(writer, "href", address);
	buffer_char(writer->out, '>');
}

static void
open_formats(struct writer *writer, const struct flow_item *item)
{
	const unsigned all = count_formats(item->formats);
	enum flow_format format;

	for (unsigned i = count_formats(writer->formats); i < all; i++) {
		format = flow_format_at(item->formats, i);
		if (format == FLOW_LINK)
			open_link(writer, item->link);
		else
			buffer_print(writer->out, "<%s>", format_names[format]);
	}
	writer->formats = item->formats;
	writer->link = item->link;
}

static void
add_image(struct writer *writer, const struct flow_item *item)
{
	struct span alt = text_fold(writer->arena,
	    dom_attribute(writer->document->dom, item->node, SPAN("alt")));

	add_start(writer, "img", item->node);
	add_attribute(writer, "src",
	    address_resolve(writer->arena, writer->document->base, item->text));
	add_attribute(writer, "alt", alt);
	buffer_char(writer->out, '>');
}

static void
add_run(struct writer *writer, const struct flow_item *item)
{
	struct span id;

	close_formats(writer, item);
	if ((item->flags & FLOW_BREAK) != 0)
		add(writer, "<br>\n");
	else if ((item->flags & FLOW_SPACE) != 0)
		buffer_char(writer->out, ' ');
	open_formats(writer, item);
	if (item->kind == FLOW_IMAGE) {
		add_image(writer, item);
		return;
	}
	while ((id = take_id(writer, item->node)).len > 0) {
		add(writer, "<span");
		add_attribute(writer, "id", id);
		add(writer, "></span>");
	}
	add_text(writer->out, item->text);
}

/* --- blocks ------------------------------------------------------------ */

/* Does the paragraph stand for itself, without an element? */
static bool
is_bare(const struct writer *writer, uint32_t at)
{
	const struct flow_item *up;

	if (writer->terms > 0)
		return true;
	if (at == 0 || (item_at(writer, at)->flags & FLOW_ALONE) == 0)
		return false;
	up = item_at(writer, at - 1);
	if ((up->flags & FLOW_CLOSE) != 0)
		return false;
	switch (up->kind) {
	case FLOW_ITEM:
	case FLOW_TERM:
	case FLOW_DEFINITION:
	case FLOW_CELL:
	case FLOW_CAPTION:
	case FLOW_FIGCAPTION:
		return true;
	default:
		return false;
	}
}

/* The element of a block; NULL: it has none. */
static const char *
name_of(const struct writer *writer, uint32_t at)
{
	static const char *const names[] = {
		[FLOW_PARAGRAPH] = "p",
		[FLOW_SUMMARY] = "summary",
		[FLOW_CODE] = "pre",
		[FLOW_ITEM] = "li",
		[FLOW_DEFINITIONS] = "dl",
		[FLOW_TERM] = "dt",
		[FLOW_DEFINITION] = "dd",
		[FLOW_QUOTE] = "blockquote",
		[FLOW_TABLE] = "table",
		[FLOW_CAPTION] = "caption",
		[FLOW_ROW] = "tr",
		[FLOW_FIGURE] = "figure",
		[FLOW_FIGCAPTION] = "figcaption",
		[FLOW_DETAILS] = "details",
		[FLOW_RULE] = "hr",
	};
	static const char *const headings[] = { NULL, "h1", "h2", "h3", "h4",
		"h5", "h6" };
	const struct flow_item *item = item_at(writer, at);

	switch (item->kind) {
	case FLOW_PARAGRAPH:
		return is_bare(writer, at) ? NULL : "p";
	case FLOW_HEADING:
		return headings[writer->terms > 0 ? 0 : item->level];
	case FLOW_LIST:
		return (item->flags & FLOW_ORDERED) != 0 ? "ol" : "ul";
	case FLOW_CELL:
		return (item->flags & FLOW_HEADER) != 0 ? "th" : "td";
	case FLOW_DETAILS:
		/* Without a summary it would be closed by a word of the
		   browser's. */
		return item_at(writer, at + 1)->kind == FLOW_SUMMARY ? "details"
								     : NULL;
	case FLOW_GROUP:
		return NULL;
	default:
		return names[item->kind];
	}
}

static bool
holds_runs(const struct flow_item *item)
{
	return item->kind <= FLOW_CODE;
}

static void
open_block(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const char *name = name_of(writer, at);

	writer->terms += item->kind == FLOW_TERM;
	if (writer->terms > 0 && item->kind <= FLOW_HEADING &&
	    item_at(writer, at - 1)->kind != FLOW_TERM)
		add(writer, "<br>\n");
	if (name == NULL)
		return;
	add_start(writer, name, item->node);
	if (item->kind == FLOW_CELL && item->columns > 1)
		add_number(writer, "colspan", item->columns);
	if (item->kind == FLOW_CELL && item->rows > 1)
		add_number(writer, "rowspan", item->rows);
	if (item->kind == FLOW_LIST && (item->flags & FLOW_ORDERED) != 0 &&
	    item_at(writer, at + 1)->number != 1)
		add_number(writer, "start", item_at(writer, at + 1)->number);
	if (item->kind == FLOW_DETAILS)
		add(writer, " open");
	add(writer, item->kind == FLOW_CODE ? "><code>" : ">");
	if (item->kind == FLOW_LIST || item->kind == FLOW_TABLE ||
	    item->kind == FLOW_DEFINITIONS || item->kind == FLOW_RULE)
		buffer_char(writer->out, '\n');
}

static void
close_block(struct writer *writer, const struct flow_item *item)
{
	const char *name;

	if (holds_runs(item))
		close_formats(writer, item);
	name = name_of(writer, item->other);
	writer->terms -= item->kind == FLOW_TERM;
	if (name == NULL)
		return;
	if (item->kind == FLOW_CODE)
		add(writer, "</code>");
	add(writer, "</");
	add(writer, name);
	add(writer, item->kind == FLOW_CELL ? ">" : ">\n");
}

/* --- all of it --------------------------------------------------------- */

/* Is it what `lang` may hold? */
static bool
is_language(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!span_is_alpha(text.ptr[i]) &&
		    !span_is_digit(text.ptr[i]) && text.ptr[i] != '-')
			return false;
	return text.len > 0 && text.len <= 35;
}

/* A title must be there, and must not be empty. */
static void
add_title(struct writer *writer)
{
	struct span title = text_fold(writer->arena, writer->document->title);

	add(writer, "<title>");
	if (title.len > 0)
		add_text(writer->out, title);
	else if (writer->document->base.len > 0)
		add_text(writer->out, writer->document->base);
	else
		add(writer, "Page");
	add(writer, "</title>\n");
}

static void
add_head(struct writer *writer)
{
	add(writer, "<!DOCTYPE html>\n<html");
	if (is_language(writer->document->language))
		add_attribute(writer, "lang", writer->document->language);
	add(writer, ">\n<head>\n<meta charset=\"utf-8\">\n");
	add_title(writer);
	add(writer, "<style>\n");
	add(writer, style);
	add(writer, "</style>\n</head>\n<body>\n");
}

void
html_write(
    struct buffer *out, struct arena *arena, const struct document *document)
{
	struct writer writer = { .out = out,
		.arena = arena,
		.document = document,
		.link = DOM_NONE };
	const struct flow_item *item;

	writer.flow = flow_build(arena, document, FLOW_ALL_IMAGES);
	collect_links(&writer);
	collect_ids(&writer);
	add_head(&writer);
	for (uint32_t at = 0; at < writer.flow.count; at++) {
		item = item_at(&writer, at);
		if (item->kind == FLOW_TEXT || item->kind == FLOW_IMAGE)
			add_run(&writer, item);
		else if ((item->flags & FLOW_CLOSE) != 0)
			close_block(&writer, item);
		else
			open_block(&writer, at);
	}
	add(&writer, "</body>\n</html>\n");
}
