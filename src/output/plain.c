/*
 * Plain text.  The text of a block is gathered and then filled in lines; what
 * stands before a line (a list's sign, the blanks below it) comes from the
 * lists, quotes and definitions around.  Widths are columns of a terminal.
 */
#include "output/plain.h"

#include "output/flow.h"
#include "output/grid.h"
#include "output/letter.h"

#define DEPTH 16 /* levels that are shown in each other */

struct level {
	char first[16]; /* what its first line begins with */
	size_t width;   /* bytes of that, which are columns as well */
	bool is_used;
};

struct writer {
	struct buffer *out;
	struct arena *arena;
	struct flow flow;
	size_t width;
	struct level levels[DEPTH];
	size_t level_count; /* may be more than DEPTH: not shown */
	bool *tight;        /* of each list that is open */
	size_t list_count, list_room;
	bool is_begun;
	bool is_near;       /* no empty line before the next block */
	struct buffer text; /* of the block that is being read */
	struct grid grid;   /* of the table */
};

static const struct flow_item *
item_at(const struct writer *writer, uint32_t at)
{
	return &writer->flow.items[at];
}

static size_t
shown_levels(const struct writer *writer)
{
	return writer->level_count < DEPTH ? writer->level_count : DEPTH;
}

/* The beginning of a line; how many columns it took. */
static size_t
add_prefix(struct writer *writer)
{
	struct level *level;
	size_t column = 0;

	for (size_t i = 0; i < shown_levels(writer); i++) {
		level = &writer->levels[i];
		for (size_t j = 0; j < level->width; j++)
			buffer_char(writer->out,
			    level->is_used ? ' ' : level->first[j]);
		level->is_used = true;
		column += level->width;
	}
	return column;
}

static size_t
begin_block(struct writer *writer)
{
	if (writer->is_begun)
		buffer_add(
		    writer->out, writer->is_near ? SPAN("\n") : SPAN("\n\n"));
	writer->is_begun = true;
	writer->is_near = false;
	return add_prefix(writer);
}

static void
push_level(struct writer *writer, struct span first)
{
	struct level level = { .width = first.len, .is_used = false };

	memcpy(level.first, first.ptr, first.len);
	/* Below the last level that is shown all items are its items. */
	if (writer->level_count < DEPTH)
		writer->levels[writer->level_count] = level;
	else if (first.ptr[0] != ' ' &&
		 writer->levels[DEPTH - 1].first[0] != ' ')
		writer->levels[DEPTH - 1] = level;
	writer->level_count++;
}

/* --- runs -------------------------------------------------------------- */

/* The text of runs, behind what was gathered; '\n' is a line break. */
static void
gather(struct writer *writer, uint32_t from, uint32_t to, char line_break)
{
	const struct flow_item *item;

	for (uint32_t i = from; i < to; i++) {
		item = item_at(writer, i);
		if ((item->flags & FLOW_BREAK) != 0)
			buffer_char(&writer->text, line_break);
		else if ((item->flags & FLOW_SPACE) != 0)
			buffer_char(&writer->text, ' ');
		buffer_add(&writer->text, item->text);
	}
}

static size_t
columns_of(struct span text)
{
	size_t columns = 0, len;

	for (; text.len > 0; text = span_from(text, len))
		columns += letter_width(letter_first(text, &len));
	return columns;
}

static size_t
word_len(struct span text)
{
	size_t len = 0;

	while (len < text.len && text.ptr[len] != ' ' && text.ptr[len] != '\n')
		len++;
	return len;
}

/* Writes words; a line ends where the next word would pass the width. */
static void
fill(struct writer *writer, struct span text, size_t column)
{
	const size_t start = column;
	struct span word;
	size_t columns;
	char gap = '\0';

	while (text.len > 0) {
		word = span_first(text, word_len(text));
		text = span_from(text, word.len);
		columns = columns_of(word);
		if (gap == '\n' || (gap != '\0' && column > start &&
				       column + 1 + columns > writer->width)) {
			buffer_char(writer->out, '\n');
			column = add_prefix(writer);
		} else if (gap != '\0') {
			buffer_char(writer->out, ' ');
			column++;
		}
		buffer_add(writer->out, word);
		column += columns;
		if (text.len > 0)
			gap = text.ptr[0];
		text = span_from(text, 1);
	}
}

static void
write_runs(struct writer *writer, uint32_t at)
{
	size_t column = begin_block(writer);

	writer->text.len = 0;
	gather(writer, at + 1, item_at(writer, at)->other,
	    writer->width > 0 ? '\n' : ' ');
	if (writer->width > 0)
		fill(writer, buffer_text(&writer->text), column);
	else
		buffer_add(writer->out, buffer_text(&writer->text));
}

static void
write_code(struct writer *writer, uint32_t at)
{
	struct span text = item_at(writer, at + 1)->text;
	const char *end;
	size_t len;

	begin_block(writer);
	for (;;) {
		end = text.len == 0 ? NULL : memchr(text.ptr, '\n', text.len);
		len = end == NULL ? text.len : (size_t)(end - text.ptr);
		buffer_add(writer->out, span_first(text, len));
		if (end == NULL)
			return;
		text = span_from(text, len + 1);
		buffer_char(writer->out, '\n');
		if (text.len > 0 && text.ptr[0] != '\n')
			add_prefix(writer);
	}
}

/* --- tables ------------------------------------------------------------ */

/* Behind each column one: those at the end of a row are taken off again. */
static void
add_tabs(struct buffer *text, size_t count)
{
	while (count-- > 0)
		buffer_char(text, '\t');
}

static void
write_cell(struct writer *writer, uint32_t at)
{
	const struct flow_item *cell = item_at(writer, at), *leaf;

	for (uint32_t i = at + 1; i < cell->other; i = leaf->other + 1) {
		leaf = item_at(writer, i);
		if (i > at + 1)
			buffer_char(&writer->text, ' ');
		gather(writer, i + 1, leaf->other, ' ');
	}
}

static void
write_row(struct writer *writer, uint32_t at)
{
	const struct flow_item *row = item_at(writer, at), *cell;

	if (item_at(writer, at - 1)->kind != FLOW_ROW)
		writer->grid = (struct grid){ { 0 }, 0, 0 };
	writer->grid.at = 0;
	writer->text.len = 0;
	for (uint32_t i = at + 1; i < row->other; i = cell->other + 1) {
		cell = item_at(writer, i);
		add_tabs(&writer->text, grid_skip(&writer->grid));
		write_cell(writer, i);
		add_tabs(&writer->text, cell->columns);
		grid_take(&writer->grid, cell);
	}
	while (writer->text.len > 0 &&
	       writer->text.ptr[writer->text.len - 1] == '\t')
		writer->text.len--;
	begin_block(writer);
	buffer_add(writer->out, buffer_text(&writer->text));
	writer->is_near = item_at(writer, row->other + 1)->kind == FLOW_ROW;
}

/* --- all of it --------------------------------------------------------- */

static void
open_list(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const struct flow_item *before =
	    at > 0 ? item_at(writer, at - 1) : NULL;

	if (before != NULL && before->kind == FLOW_PARAGRAPH &&
	    writer->list_count > 0 &&
	    (item_at(writer, before->other)->flags & FLOW_ALONE) != 0)
		writer->is_near = writer->tight[writer->list_count - 1];
	writer->tight = arena_more(writer->arena, writer->tight,
	    writer->list_count, &writer->list_room, sizeof(*writer->tight));
	writer->tight[writer->list_count++] = (item->flags & FLOW_TIGHT) != 0;
}

static void
open_item(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const struct flow_item *before = item_at(writer, at - 1);

	if ((before->flags & FLOW_CLOSE) != 0)
		writer->is_near = writer->tight[writer->list_count - 1];
	if ((item->flags & FLOW_ORDERED) != 0)
		push_level(writer,
		    arena_print(writer->arena, "%u. ", (unsigned)item->number));
	else
		push_level(writer, SPAN("- "));
}

static uint32_t
open_block(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);

	switch (item->kind) {
	case FLOW_PARAGRAPH:
	case FLOW_HEADING:
	case FLOW_SUMMARY:
		write_runs(writer, at);
		return item->other + 1;
	case FLOW_CODE:
		write_code(writer, at);
		return item->other + 1;
	case FLOW_ROW:
		if ((item->flags & FLOW_SIMPLE) == 0)
			break;
		write_row(writer, at);
		return item->other + 1;
	case FLOW_LIST:
		open_list(writer, at);
		break;
	case FLOW_ITEM:
		open_item(writer, at);
		break;
	case FLOW_DEFINITION:
		writer->is_near =
		    at > 0 && item_at(writer, at - 1)->kind == FLOW_TERM;
		push_level(writer, SPAN("  "));
		break;
	case FLOW_QUOTE:
		push_level(writer, SPAN("  "));
		break;
	default:
		break;
	}
	return at + 1;
}

static void
close_block(struct writer *writer, const struct flow_item *item)
{
	switch (item->kind) {
	case FLOW_LIST:
		writer->list_count--;
		break;
	case FLOW_ITEM:
	case FLOW_DEFINITION:
	case FLOW_QUOTE:
		writer->level_count--;
		break;
	default:
		break;
	}
}

void
plain_write(struct buffer *out, struct arena *arena,
    const struct document *document, size_t width)
{
	struct writer writer = { .out = out, .arena = arena, .width = width };
	const struct flow_item *item;

	writer.flow = flow_build(arena, document, FLOW_NO_IMAGES);
	buffer_init(&writer.text, arena, out->cap);
	for (uint32_t at = 0; at < writer.flow.count;) {
		item = item_at(&writer, at);
		if ((item->flags & FLOW_CLOSE) != 0) {
			close_block(&writer, item);
			at++;
		} else {
			at = open_block(&writer, at);
		}
	}
	if (writer.is_begun)
		buffer_char(out, '\n');
}
