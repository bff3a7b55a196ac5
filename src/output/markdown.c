/*
 * Markdown.  Lines begin with what the quotes and lists around want; runs
 * open and close their formats where these differ from those of the run
 * before.  A format whose signs a parser would not take as such where they
 * stand ("**Note:**text") is written as an HTML tag.
 *
 * A list of definitions has no form in CommonMark: its terms are strong.
 */
#include "output/markdown.h"

#include "html/address.h"
#include "html/text.h"
#include "output/flow.h"
#include "output/grid.h"
#include "output/letter.h"
#include "output/mdtext.h"

#define DEPTH 16   /* quotes and items that are shown in each other */
#define FORMATS 16 /* more than there are in a row */

/* A quote or an item of a list. */
struct level {
	char first[16]; /* what its first line begins with */
	size_t width;   /* bytes of that */
	bool is_quote;
	bool is_used; /* the first line is written */
};

struct list {
	bool is_tight;
	bool is_ordered;
	bool is_other; /* its sign differs from that of the list before it */
};

struct writer {
	struct buffer *out;
	struct arena *arena;
	const struct document *document;
	struct flow flow;
	struct level levels[DEPTH];
	size_t level_count; /* may be more than DEPTH: not shown */
	struct list *lists;
	size_t list_count, list_room;
	struct list last; /* the list that was closed last */
	bool is_begun;    /* something is written */
	bool is_near;     /* no empty line before the next block */
	/* In a block of runs: */
	struct mdtext signs;
	uint64_t formats;
	uint32_t link;
	struct span ends[FORMATS]; /* what closes the open formats */
	unsigned place;            /* MDTEXT_CELL, MDTEXT_HEADING or 0 */
	bool is_paired;            /* the brackets in the open link pair up */
	bool is_number;            /* the line so far is a number */
	char before;               /* as in mdtext_piece */
};

/* --- lines ------------------------------------------------------------- */

static size_t
shown_levels(const struct writer *writer)
{
	return writer->level_count < DEPTH ? writer->level_count : DEPTH;
}

/* The beginning of a line: of the levels that have one already, or of all. */
static void
add_prefix(struct writer *writer, bool is_empty)
{
	struct buffer *out = writer->out;
	const size_t start = out->len;
	struct level *level;

	for (size_t i = 0; i < shown_levels(writer); i++) {
		level = &writer->levels[i];
		if (!level->is_used && is_empty)
			break;
		if (!level->is_used || level->is_quote)
			buffer_add(
			    out, (struct span){ level->first, level->width });
		else
			for (size_t j = 0; j < level->width; j++)
				buffer_char(out, ' ');
		level->is_used = true;
	}
	while (is_empty && out->len > start && out->ptr[out->len - 1] == ' ')
		out->len--;
}

/* Before the first line of a block. */
static void
begin_block(struct writer *writer)
{
	if (writer->is_begun) {
		buffer_char(writer->out, '\n');
		if (!writer->is_near) {
			add_prefix(writer, true);
			buffer_char(writer->out, '\n');
		}
	}
	writer->is_begun = true;
	writer->is_near = false;
	add_prefix(writer, false);
}

static void
begin_line(struct writer *writer)
{
	buffer_char(writer->out, '\n');
	add_prefix(writer, false);
}

static void
push_level(struct writer *writer, struct level level)
{
	/* Below the last level that is shown all items are its items. */
	if (writer->level_count < DEPTH)
		writer->levels[writer->level_count] = level;
	else if (!level.is_quote && !writer->levels[DEPTH - 1].is_quote)
		writer->levels[DEPTH - 1] = level;
	writer->level_count++;
}

/* --- formats ----------------------------------------------------------- */

/* The formats that are written, outermost first. */
static uint64_t
shown_formats(uint64_t formats, bool all_strong)
{
	uint64_t shown = all_strong ? FLOW_STRONG : 0;
	unsigned count = all_strong ? 1 : 0;
	enum flow_format format;

	for (unsigned i = 0; (format = flow_format_at(formats, i)) != 0; i++) {
		if (format == FLOW_MARKED || format == FLOW_INSERTED ||
		    (format == FLOW_STRONG && all_strong))
			continue;
		shown |= (uint64_t)format << (4 * count);
		count++;
	}
	return shown;
}

static bool
has_format(uint64_t formats, enum flow_format wanted)
{
	enum flow_format format;

	for (unsigned i = 0; (format = flow_format_at(formats, i)) != 0; i++)
		if (format == wanted)
			return true;
	return false;
}

static const struct flow_item *
item_at(const struct writer *writer, uint32_t at)
{
	return &writer->flow.items[at];
}

/* How many of the outer formats both runs have, from the same elements. */
static unsigned
common(const struct flow_item *a, const struct flow_item *b)
{
	unsigned count = 0;
	enum flow_format format;

	while ((format = flow_format_at(a->formats, count)) != 0 &&
	       format == flow_format_at(b->formats, count) &&
	       (format != FLOW_LINK || a->link == b->link) &&
	       (format != FLOW_LITERAL || (b->flags & FLOW_ANEW) == 0))
		count++;
	return count;
}

/* The last run that has the formats of `at` up to `place`. */
static uint32_t
format_end(const struct writer *writer, uint32_t at, unsigned place)
{
	const struct flow_item *first = item_at(writer, at), *item;

	for (;; at++) {
		item = item_at(writer, at + 1);
		if ((item->flags & FLOW_CLOSE) != 0 ||
		    common(first, item) <= place)
			return at;
	}
}

/* Do signs other than those of emphasis stand between the format and text? */
static bool
has_inner_signs(const struct flow_item *item, unsigned place)
{
	enum flow_format format;

	if (item->kind == FLOW_IMAGE)
		return true;
	while ((format = flow_format_at(item->formats, ++place)) != 0)
		if (format != FLOW_STRONG && format != FLOW_EMPHASIS)
			return true;
	return false;
}

/* Would a parser take the signs before that run for an opening? */
static bool
can_open(const struct writer *writer, uint32_t at, unsigned place)
{
	const struct flow_item *item = item_at(writer, at);
	size_t len;
	const uint32_t letter = letter_first(item->text, &len);
	const char before = writer->before;

	/* GFM looks past tildes for what stands beside a star. */
	if (before == '*' || before == '~' || letter == '~')
		return false;
	if (before == '\0' || ((unsigned char)before < 0x80 &&
				  letter_is_sign((unsigned char)before, true)))
		return has_inner_signs(item, place) || !letter_is_space(letter);
	return !has_inner_signs(item, place) && !letter_is_space(letter) &&
	       !letter_is_sign(letter, true);
}

/* And those behind it for an end? */
static bool
can_close(const struct writer *writer, uint32_t at, unsigned place)
{
	const struct flow_item *item = item_at(writer, at);
	const struct flow_item *next = item_at(writer, at + 1);
	const uint32_t letter = letter_last(item->text);
	uint32_t after;
	size_t len;

	if (!has_inner_signs(item, place)) {
		if (letter_is_space(letter) || letter == '~')
			return false;
		if (!letter_is_sign(letter, true))
			return true;
	}
	if ((next->flags & (FLOW_CLOSE | FLOW_SPACE | FLOW_BREAK)) != 0)
		return true;
	for (unsigned i = 0; i < place; i++)
		if (flow_format_at(item->formats, i) == FLOW_LINK &&
		    item->link != next->link)
			return true; /* "]" comes next */
	if (next->kind == FLOW_IMAGE || has_inner_signs(next, place - 1))
		return true;
	after = letter_first(next->text, &len);
	return letter_is_space(after) || letter_is_sign(after, false);
}

struct sign {
	struct span open, close;
};

static struct sign
sign_of(const struct writer *writer, uint32_t at, unsigned place)
{
	const enum flow_format format =
	    flow_format_at(item_at(writer, at)->formats, place);
	const bool is_plain =
	    (format == FLOW_STRONG || format == FLOW_EMPHASIS ||
		format == FLOW_DELETED) &&
	    can_open(writer, at, place) &&
	    can_close(writer, format_end(writer, at, place), place);

	switch (format) {
	case FLOW_LINK:
		return (struct sign){ SPAN("["), SPAN_NONE };
	case FLOW_STRONG:
		return is_plain ? (struct sign){ SPAN("**"), SPAN("**") }
				: (struct sign){ SPAN("<b>"), SPAN("</b>") };
	case FLOW_EMPHASIS:
		return is_plain ? (struct sign){ SPAN("*"), SPAN("*") }
				: (struct sign){ SPAN("<i>"), SPAN("</i>") };
	case FLOW_DELETED:
		return is_plain
			   ? (struct sign){ SPAN("~~"), SPAN("~~") }
			   : (struct sign){ SPAN("<del>"), SPAN("</del>") };
	case FLOW_SUB:
		return (struct sign){ SPAN("<sub>"), SPAN("</sub>") };
	case FLOW_SUP:
		return (struct sign){ SPAN("<sup>"), SPAN("</sup>") };
	default:
		return (struct sign){ SPAN_NONE, SPAN_NONE };
	}
}

/* --- runs -------------------------------------------------------------- */

static void
add(struct writer *writer, struct span text)
{
	if (text.len == 0)
		return;
	buffer_add(writer->out, text);
	writer->before = text.ptr[text.len - 1];
}

static void
add_address(struct writer *writer, struct span address)
{
	buffer_add(writer->out, SPAN("("));
	mdtext_address(writer->out,
	    address_resolve(writer->arena, writer->document->base, address));
	add(writer, SPAN(")"));
}

static void
close_format(struct writer *writer, unsigned place)
{
	if (flow_format_at(writer->formats, place) == FLOW_LINK) {
		add(writer, SPAN("]"));
		add_address(writer, dom_attribute(writer->document->dom,
					writer->link, SPAN("href")));
	} else {
		add(writer, writer->ends[place]);
	}
	writer->formats &= ((uint64_t)1 << (4 * place)) - 1;
}

static unsigned
count_formats(uint64_t formats)
{
	unsigned count = 0;

	while (flow_format_at(formats, count) != 0)
		count++;
	return count;
}

static void
close_formats(struct writer *writer, unsigned down_to)
{
	for (unsigned i = count_formats(writer->formats); i > down_to; i--)
		close_format(writer, i - 1);
}

/* Do the brackets in the text of a link pair up, its runs taken together? */
static bool
is_paired(const struct writer *writer, uint32_t at, unsigned place)
{
	const uint32_t last = format_end(writer, at, place);
	const struct flow_item *item;
	size_t open = 0;

	for (; at <= last; at++) {
		item = item_at(writer, at);
		if (item->kind != FLOW_TEXT ||
		    has_format(item->formats, FLOW_LITERAL))
			continue;
		if (!mdtext_brackets(item->text, &open))
			return false;
	}
	return open == 0;
}

static void
open_formats(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const unsigned all = count_formats(item->formats);
	struct sign sign;

	for (unsigned i = count_formats(writer->formats); i < all; i++) {
		sign = sign_of(writer, at, i);
		writer->ends[i] = sign.close;
		if (flow_format_at(item->formats, i) == FLOW_LINK)
			writer->is_paired = is_paired(writer, at, i);
		/* "***": the letter before all of them is what counts. */
		if (span_equal(sign.open, SPAN("*")) ||
		    span_equal(sign.open, SPAN("**")))
			buffer_add(writer->out, sign.open);
		else
			add(writer, sign.open);
	}
	writer->formats = item->formats;
	writer->link = item->link;
}

/* Does an address end what is written?  Who makes links of bare addresses
   would take a backslash for its last letter. */
static bool
ends_in_address(const struct buffer *out)
{
	const size_t most = out->len < 2048 ? out->len : 2048;
	const char *end = out->ptr + out->len;

	for (size_t i = 1; i + 1 < most && end[-(ptrdiff_t)i] > ' '; i++)
		if (end[-(ptrdiff_t)i] == '/' && end[-(ptrdiff_t)i - 1] == '/')
			return true;
	return false;
}

/* What stands before a run, after the end of the run before. */
static void
add_gap(struct writer *writer, unsigned flags)
{
	if ((flags & (FLOW_SPACE | FLOW_BREAK)) == 0)
		return;
	if ((flags & FLOW_BREAK) == 0 || (writer->place & MDTEXT_HEADING) != 0)
		buffer_char(writer->out, ' ');
	else if ((writer->place & MDTEXT_CELL) != 0)
		buffer_add(writer->out, SPAN("<br>"));
	else {
		buffer_add(writer->out,
		    ends_in_address(writer->out) ? SPAN("  ") : SPAN("\\"));
		begin_line(writer);
	}
	writer->before = '\0';
}

/* The same, where one may be the start or the end of the block. */
static unsigned
shared(const struct flow_item *a, const struct flow_item *b)
{
	return a->kind >= FLOW_TEXT && b->kind >= FLOW_TEXT ? common(a, b) : 0;
}

/* The byte that will stand behind the run. */
static char
byte_after(const struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const struct flow_item *next = item_at(writer, at + 1);
	const unsigned same = shared(item, next);

	if (flow_format_at(item->formats, same) != 0)
		return '\1';
	if ((next->flags & FLOW_BREAK) != 0 &&
	    (writer->place & MDTEXT_HEADING) == 0)
		return writer->place == 0 ? '\\' : '<';
	if ((next->flags & (FLOW_SPACE | FLOW_BREAK | FLOW_CLOSE)) != 0)
		return '\0';
	if (flow_format_at(next->formats, same) == FLOW_LINK)
		return '[';
	return next->kind == FLOW_TEXT && next->formats == item->formats
		   ? next->text.ptr[0]
		   : '\1';
}

/* Is the run the first in one of its formats? */
static bool
opens_format(const struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);

	return flow_format_at(
		   item->formats, shared(item_at(writer, at - 1), item)) != 0;
}

static struct mdtext_piece
piece_at(const struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const bool is_linked = has_format(item->formats, FLOW_LINK);

	return (struct mdtext_piece){ .text = item->text,
		.before = opens_format(writer, at) ? '\1' : writer->before,
		.after = byte_after(writer, at),
		.place = writer->place | (is_linked ? MDTEXT_LINK : 0) |
			 (is_linked && writer->is_paired ? MDTEXT_PAIRED : 0) };
}

static void
add_image(struct writer *writer, const struct flow_item *item)
{
	struct span alt = text_fold(writer->arena,
	    dom_attribute(writer->document->dom, item->node, SPAN("alt")));

	buffer_add(writer->out, SPAN("!["));
	mdtext_alone(
	    writer->out, alt, (writer->place & MDTEXT_CELL) | MDTEXT_LINK);
	buffer_char(writer->out, ']');
	add_address(writer, item->text);
}

/* The runs of code that belong together. */
static uint32_t
code_end(const struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);

	return format_end(writer, at, count_formats(item->formats) - 1);
}

static void
add_code_text(struct writer *writer, struct span text)
{
	const char *pipe;

	while ((writer->place & MDTEXT_CELL) != 0 && text.len > 0 &&
	       (pipe = memchr(text.ptr, '|', text.len)) != NULL) {
		buffer_add(
		    writer->out, span_first(text, (size_t)(pipe - text.ptr)));
		buffer_add(writer->out, SPAN("\\|"));
		text = span_from(text, (size_t)(pipe - text.ptr) + 1);
	}
	buffer_add(writer->out, text);
}

/* Text in code is as it is; the run of backticks around it is longer than
   any in it.  The run behind it is given back. */
static uint32_t
add_code(struct writer *writer, uint32_t at)
{
	const uint32_t last = code_end(writer, at);
	const struct span end = item_at(writer, last)->text;
	size_t ticks = 0, most;
	bool is_padded;

	for (uint32_t i = at; i <= last; i++) {
		most = mdtext_ticks(item_at(writer, i)->text);
		ticks = most > ticks ? most : ticks;
	}
	is_padded = item_at(writer, at)->text.ptr[0] == '`' ||
		    end.ptr[end.len - 1] == '`';
	for (size_t i = 0; i <= ticks; i++)
		buffer_char(writer->out, '`');
	if (is_padded)
		buffer_char(writer->out, ' ');
	for (uint32_t i = at; i <= last; i++) {
		if (i > at && (item_at(writer, i)->flags &
				  (FLOW_SPACE | FLOW_BREAK)) != 0)
			buffer_char(writer->out, ' ');
		add_code_text(writer, item_at(writer, i)->text);
	}
	if (is_padded)
		buffer_char(writer->out, ' ');
	for (size_t i = 0; i < ticks; i++)
		buffer_char(writer->out, '`');
	add(writer, SPAN("`"));
	return last + 1;
}

/* Which signs of the block's text could pair up, with those of formats. */
static void
count_signs(struct writer *writer, uint32_t from, uint32_t to)
{
	static const struct mdtext_sign both = { 2, true, true };
	struct mdtext *signs = &writer->signs;
	struct mdtext_piece piece;

	*signs = (struct mdtext){ { 0, false, false }, { 0, false, false },
		{ 0, false, false }, { 0, false, false } };
	for (uint32_t i = from; i < to; i++) {
		const struct flow_item *item = item_at(writer, i);

		if (has_format(item->formats, FLOW_STRONG) ||
		    has_format(item->formats, FLOW_EMPHASIS))
			signs->stars = both;
		if (has_format(item->formats, FLOW_DELETED))
			signs->tildes = both;
		if (has_format(item->formats, FLOW_LITERAL))
			signs->ticks = both;
		else if (item->kind == FLOW_TEXT) {
			writer->before =
			    i == from || (item->flags &
					     (FLOW_SPACE | FLOW_BREAK)) != 0
				? '\0'
				: '\1';
			piece = piece_at(writer, i);
			mdtext_count(signs, &piece);
		}
	}
	writer->before = '\0';
	writer->is_number = false;
}

static bool
is_number(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!span_is_digit(text.ptr[i]))
			return false;
	return text.len < 10;
}

static void
add_run(struct writer *writer, uint32_t at, bool is_first)
{
	const struct flow_item *item = item_at(writer, at);
	const bool is_line = is_first || (item->flags & FLOW_BREAK) != 0;
	struct mdtext_piece piece;

	if (item->kind == FLOW_IMAGE) {
		add_image(writer, item);
		return;
	}
	piece = piece_at(writer, at);
	if (writer->is_number &&
	    (item->text.ptr[0] == '.' || item->text.ptr[0] == ')'))
		buffer_char(writer->out, '\\');
	writer->is_number = false;
	if (is_line && writer->place == 0 && !opens_format(writer, at)) {
		piece.place |= MDTEXT_LINE | (is_first ? 0 : MDTEXT_LATER);
		writer->is_number = is_number(item->text);
	}
	mdtext_write(writer->out, &writer->signs, &piece);
	writer->before = item->text.ptr[item->text.len - 1];
}

/* The runs from `from` up to the block's end. */
static void
add_runs(struct writer *writer, uint32_t from, uint32_t to, bool all_strong)
{
	struct flow_item *items = writer->flow.items;

	for (uint32_t i = from; i < to; i++)
		items[i].formats = shown_formats(
		    items[i].formats, all_strong && items[i].kind == FLOW_TEXT);
	count_signs(writer, from, to);
	for (uint32_t i = from; i < to;) {
		close_formats(
		    writer, i > from ? common(&items[i - 1], &items[i]) : 0);
		if (i > from)
			add_gap(writer, items[i].flags);
		open_formats(writer, i);
		if (has_format(items[i].formats, FLOW_LITERAL)) {
			i = add_code(writer, i);
		} else {
			add_run(writer, i, i == from);
			i++;
		}
	}
	close_formats(writer, 0);
	writer->before = '\0';
}

/* --- blocks ------------------------------------------------------------ */

static void
write_runs(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const bool is_heading = item->kind == FLOW_HEADING;
	const bool is_term =
	    item->kind == FLOW_SUMMARY ||
	    (item->kind == FLOW_PARAGRAPH && at > 0 &&
		item_at(writer, at - 1)->kind == FLOW_TERM &&
		(item_at(writer, at - 1)->flags & FLOW_CLOSE) == 0);

	begin_block(writer);
	if (is_heading) {
		buffer_add(
		    writer->out, span_first(SPAN("######"), item->level));
		buffer_char(writer->out, ' ');
		writer->place = MDTEXT_HEADING;
	}
	add_runs(writer, at + 1, item->other, is_term);
	writer->place = 0;
}

/* "c" of a class "language-c" or "highlight-source-c". */
static struct span
language_in(struct span classes)
{
	static const char *const starts[] = { "language-", "lang-",
		"highlight-source-" };
	struct span token;
	size_t len;

	while (classes.len > 0) {
		for (len = 0;
		     len < classes.len && !span_is_space(classes.ptr[len]);)
			len++;
		token = span_first(classes, len);
		for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
			if (span_starts(token, span_of(starts[i])))
				return span_from(token, strlen(starts[i]));
		classes = span_from(classes, len + 1);
	}
	return SPAN_NONE;
}

/* The language is named by the element, the one around or the one in it. */
static struct span
language_of(const struct dom *dom, uint32_t node)
{
	const uint32_t nodes[] = { node, dom->nodes[node].parent, node + 1 };
	struct span name;
	size_t good = 0;

	for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		if (nodes[i] >= dom->count ||
		    (dom->nodes[nodes[i]].flags & DOM_TEXT) != 0)
			continue;
		name = language_in(dom_attribute(dom, nodes[i], SPAN("class")));
		while (good < name.len && name.ptr[good] > ' ' &&
		       name.ptr[good] < 0x7f && name.ptr[good] != '`' &&
		       name.ptr[good] != '\\' && name.ptr[good] != '&')
			good++;
		if (good > 0 && good == name.len)
			return name;
	}
	return SPAN_NONE;
}

static void
write_code(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	struct span text = item_at(writer, at + 1)->text;
	const size_t most = mdtext_ticks(text);
	const size_t ticks = most < 3 ? 3 : most + 1;
	const char *end;

	begin_block(writer);
	for (size_t i = 0; i < ticks; i++)
		buffer_char(writer->out, '`');
	buffer_add(writer->out, language_of(writer->document->dom, item->node));
	while (text.len > 0) {
		const struct span line =
		    (end = memchr(text.ptr, '\n', text.len)) == NULL
			? text
			: span_first(text, (size_t)(end - text.ptr));

		if (line.len > 0)
			begin_line(writer);
		else {
			buffer_char(writer->out, '\n');
			add_prefix(writer, true);
		}
		buffer_add(writer->out, line);
		text = span_from(text, line.len + 1);
	}
	begin_line(writer);
	for (size_t i = 0; i < ticks; i++)
		buffer_char(writer->out, '`');
}

static void
open_list(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	const struct flow_item *before =
	    at > 0 ? item_at(writer, at - 1) : NULL;
	const struct list *around = writer->list_count > 0
					? &writer->lists[writer->list_count - 1]
					: NULL;
	struct list list = { (item->flags & FLOW_TIGHT) != 0,
		(item->flags & FLOW_ORDERED) != 0, false };

	if (before != NULL && (before->flags & FLOW_CLOSE) != 0) {
		if (before->kind == FLOW_LIST &&
		    writer->last.is_ordered == list.is_ordered)
			list.is_other = !writer->last.is_other;
		/* Only a list that begins with 1 can follow a line at once. */
		if (before->kind == FLOW_PARAGRAPH && around != NULL &&
		    around->is_tight && writer->level_count > 0 &&
		    (!list.is_ordered || item_at(writer, at + 1)->number == 1))
			writer->is_near =
			    !writer->levels[shown_levels(writer) - 1].is_quote;
	}
	writer->lists = arena_more(writer->arena, writer->lists,
	    writer->list_count, &writer->list_room, sizeof(*writer->lists));
	writer->lists[writer->list_count++] = list;
}

static void
open_item(struct writer *writer, uint32_t at)
{
	const bool is_ordered =
	    (item_at(writer, at)->flags & FLOW_ORDERED) != 0;
	const struct list list = writer->list_count > 0
				     ? writer->lists[writer->list_count - 1]
				     : (struct list){ true, is_ordered, false };
	const struct flow_item *item = item_at(writer, at);
	struct level level = { .is_quote = false };
	struct span number;

	if (list.is_ordered) {
		number = arena_print(writer->arena, "%u%c ",
		    (unsigned)item->number, list.is_other ? ')' : '.');
		level.width = number.len;
		memcpy(level.first, number.ptr, number.len);
	} else {
		level.width = 2;
		memcpy(level.first, list.is_other ? "+ " : "- ", 2);
	}
	if ((item_at(writer, at - 1)->flags & FLOW_CLOSE) != 0)
		writer->is_near = list.is_tight;
	push_level(writer, level);
}

static void
write_rule(struct writer *writer)
{
	begin_block(writer);
	buffer_add(writer->out, SPAN("***"));
}

/* --- tables ------------------------------------------------------------ */

/* How many columns the rows from `at` on have; 0: too many. */
static size_t
measure(const struct writer *writer, uint32_t at)
{
	struct grid grid = { { 0 }, 0, 0 };
	const struct flow_item *row, *cell;

	for (; (row = item_at(writer, at))->kind == FLOW_ROW;
	     at = row->other + 1) {
		grid.at = 0;
		for (uint32_t i = at + 1; i < row->other; i = cell->other + 1) {
			cell = item_at(writer, i);
			grid_skip(&grid);
			if (!grid_take(&grid, cell))
				return 0;
		}
		if (grid.at > grid.columns)
			grid.columns = grid.at;
		for (; grid.at < FLOW_COLUMNS; grid.at++) {
			if (grid.down[grid.at] == 0)
				continue;
			grid.down[grid.at]--;
			if (grid.at >= grid.columns)
				grid.columns = grid.at + 1;
		}
	}
	return grid.columns;
}

static void
add_empty(struct writer *writer, size_t count)
{
	while (count-- > 0)
		buffer_add(writer->out, SPAN("  |"));
}

static void
write_cell(struct writer *writer, uint32_t at)
{
	const struct flow_item *cell = item_at(writer, at);
	const struct flow_item *leaf;

	buffer_char(writer->out, ' ');
	for (uint32_t i = at + 1; i < cell->other; i = leaf->other + 1) {
		leaf = item_at(writer, i);
		if (i > at + 1)
			buffer_add(writer->out, SPAN("<br>"));
		writer->place = MDTEXT_CELL;
		add_runs(writer, i + 1, leaf->other, false);
		writer->place = 0;
	}
	buffer_add(writer->out, SPAN(" |"));
}

static void
write_row(struct writer *writer, uint32_t at, struct grid *grid)
{
	const struct flow_item *row = item_at(writer, at), *cell;
	size_t taken;

	grid->at = 0;
	buffer_char(writer->out, '|');
	for (uint32_t i = at + 1; i < row->other; i = cell->other + 1) {
		cell = item_at(writer, i);
		add_empty(writer, grid_skip(grid));
		write_cell(writer, i);
		add_empty(writer, cell->columns - 1U);
		grid_take(grid, cell);
	}
	while (grid->at < grid->columns) {
		taken = grid_skip(grid);
		add_empty(writer, taken > 0 ? taken : 1);
		grid->at += taken == 0;
	}
}

/* The rows from `at` on; what follows them is given back. */
static uint32_t
write_rows(struct writer *writer, uint32_t at, size_t columns)
{
	struct grid grid = { { 0 }, columns, 0 };
	bool is_first = true;

	begin_block(writer);
	while (item_at(writer, at)->kind == FLOW_ROW) {
		if (!is_first)
			begin_line(writer);
		write_row(writer, at, &grid);
		if (is_first) {
			begin_line(writer);
			buffer_char(writer->out, '|');
			for (size_t i = 0; i < columns; i++)
				buffer_add(writer->out, SPAN(" --- |"));
		}
		is_first = false;
		at = item_at(writer, at)->other + 1;
	}
	return at;
}

/* --- all of it --------------------------------------------------------- */

static void
close_block(struct writer *writer, const struct flow_item *item)
{
	if (item->kind == FLOW_LIST && writer->list_count > 0)
		writer->last = writer->lists[--writer->list_count];
	if (item->kind == FLOW_ITEM || item->kind == FLOW_QUOTE)
		writer->level_count--;
}

static uint32_t
open_block(struct writer *writer, uint32_t at)
{
	const struct flow_item *item = item_at(writer, at);
	size_t columns;

	switch (item->kind) {
	case FLOW_PARAGRAPH:
	case FLOW_HEADING:
	case FLOW_SUMMARY:
		write_runs(writer, at);
		return item->other + 1;
	case FLOW_CODE:
		write_code(writer, at);
		return item->other + 1;
	case FLOW_LIST:
		open_list(writer, at);
		break;
	case FLOW_ITEM:
		open_item(writer, at);
		break;
	case FLOW_QUOTE:
		push_level(
		    writer, (struct level){
				.first = "> ", .width = 2, .is_quote = true });
		break;
	case FLOW_ROW:
		if ((item->flags & FLOW_SIMPLE) != 0 &&
		    item_at(writer, at - 1)->kind != FLOW_ROW &&
		    (columns = measure(writer, at)) > 0)
			return write_rows(writer, at, columns);
		break;
	case FLOW_RULE:
		write_rule(writer);
		break;
	default:
		break;
	}
	return at + 1;
}

void
markdown_write(
    struct buffer *out, struct arena *arena, const struct document *document)
{
	struct writer writer = { .out = out,
		.arena = arena,
		.document = document,
		.link = DOM_NONE };
	const struct flow_item *item;

	writer.flow = flow_build(arena, document, FLOW_ADDRESSED_IMAGES);
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
