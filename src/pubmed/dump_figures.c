/*
 * A page has a figure's label and caption up to four times, most of them cut
 * off with "…".  The last copy is the whole one.
 */
#include "pubmed/dump_figures.h"

#include "base/buffer.h"
#include "pubmed/dump_text.h"

#define MAX_FIGURES 2000
#define ELLIPSIS SPAN("\xe2\x80\xa6")
#define PILCROW "\xc2\xb6"

/* What labels begin with, longer ones before shorter. */
static const char *const words[] = { "Supplementary Figure", "Extended Data",
	"Graphical Abstract", "Graphical abstract", "Figure", "FIGURE",
	"Figures", "Fig.", "FIG.", "Fig", "FIG", "Scheme", "SCHEME", "Chart",
	"Plate", "Box", "Image", "Video", "Algorithm", "Table", "TABLE",
	"Illustration", "Photo", "Panel", "Map" };

struct figure {
	char kind;          /* the first letter of the label, in lower case */
	struct span number; /* of the label, or empty */
};

/* "Fig. 2", "Scheme S1": false where the text does not begin so. */
static bool
parse_label(struct span text, struct figure *figure)
{
	size_t len = 0, at = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(text, span_of(words[i]))) {
			len = strlen(words[i]);
			break;
		}
	if (len == 0)
		return false;
	figure->kind = span_lower(text.ptr[0]);
	text = span_from(text, len);
	while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '_'))
		text = span_from(text, 1);
	while (at < text.len &&
	       (span_is_digit(text.ptr[at]) ||
		   (at == 0 && (text.ptr[at] == 'S' || text.ptr[at] == 'A'))))
		at++;
	figure->number = span_first(text, at);
	if (at == 0)
		return text.len == 0 || text.ptr[0] == '.';
	return span_is_digit(text.ptr[at - 1]) &&
	       (at == text.len || text.ptr[at] == '.' || text.ptr[at] == ':' ||
		   text.ptr[at] == ' ' || text.ptr[at] == ',');
}

static bool
is_same(const struct figure *a, const struct figure *b)
{
	return a->kind == b->kind && span_equal(a->number, b->number);
}

static struct span
without_brackets(struct span text)
{
	if (text.len > 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
		text = (struct span){ text.ptr + 1, text.len - 2 };
	return span_trim(text);
}

/* Without the next image's name, "[Figure_2]", at its end. */
static struct span
without_name(struct span text)
{
	struct figure figure;
	size_t at = text.len;

	if (!span_ends(text, SPAN("]")))
		return text;
	while (at > 0 && text.ptr[at - 1] != '[')
		at--;
	if (at < 2 || text.ptr[at - 2] != ' ' ||
	    !parse_label(
		(struct span){ text.ptr + at, text.len - at - 1 }, &figure))
		return text;
	return span_trim(span_first(text, at - 1));
}

/* An alternative text has "¶" where its caption has a new paragraph. */
static struct span
without_pilcrows(struct arena *arena, struct span text)
{
	struct buffer out;

	buffer_init(&out, arena, text.len + 1);
	while (text.len > 0) {
		size_t at = dump_text_find(text, PILCROW);

		buffer_add(&out, span_trim(span_first(text, at)));
		text = span_trim(span_from(text, at + 2));
		if (text.len > 0)
			buffer_char(&out, ' ');
	}
	return buffer_text(&out);
}

static void
take_links(const struct dump_block *block, struct record_figure *figure)
{
	for (size_t i = 0; i < block->link_count; i++) {
		const struct dump_link *link = &block->links[i];

		if (!span_starts(link->url, SPAN("http")))
			continue;
		if (link->image)
			figure->thumbnail_url = link->url;
		else if (figure->image_url.ptr == NULL)
			figure->image_url = link->url;
	}
}

/* Label and caption in one block: an image's text, or bold and plain text. */
static void
split_block(struct arena *arena, const struct dump_block *block,
    struct record_figure *figure)
{
	struct span text = without_brackets(without_name(block->text));
	size_t at = dump_text_find(text, PILCROW);

	figure->label = text;
	if (at < text.len) {
		figure->label = span_trim(span_first(text, at));
		figure->caption =
		    without_pilcrows(arena, span_from(text, at + 2));
	} else if (block->bold > 0 && block->bold + 1 < text.len) {
		figure->label = span_first(text, block->bold);
		figure->caption = span_trim(span_from(text, block->bold));
	}
}

/* The figure whose copies are blocks of `range`. */
static void
add_figure(
    const struct dump *dump, struct dump_range range, struct record_list *list)
{
	struct record_figure *figure;
	struct figure label;
	struct span text, rest;
	size_t last = range.first;

	if (list->count >= MAX_FIGURES)
		return;
	figure = record_add(dump->arena, list, sizeof(*figure));
	figure->width = figure->height = RECORD_NO_NUMBER;
	for (size_t i = range.first; i < range.end; i++) {
		text = without_brackets(dump->blocks[i].text);
		take_links(&dump->blocks[i], figure);
		if (parse_label(text, &label) && !span_ends(text, ELLIPSIS))
			last = i;
	}
	split_block(dump->arena, &dump->blocks[last], figure);
	rest =
	    dump_parts_join(dump, (struct dump_range){ last + 1, range.end });
	rest = without_name(rest);
	if (rest.len > 0 && !span_ends(rest, ELLIPSIS))
		figure->caption =
		    figure->caption.ptr == NULL
			? rest
			: dump_parts_pair(dump, figure->caption, rest);
}

void
dump_figures_read(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;
	struct dump_range range = dump_parts_section(parts, DUMP_FIGURES);
	struct dump_range one = { range.first, range.first };
	struct figure label, current = { .kind = '\0' };

	for (size_t i = range.first; i < range.end; i++) {
		struct span text = without_brackets(dump->blocks[i].text);

		if (!parse_label(text, &label) ||
		    (current.kind != '\0' && is_same(&label, &current)))
			continue;
		if (current.kind != '\0') {
			one.end = i;
			add_figure(dump, one, &record->figures);
		}
		one.first = i;
		current = label;
	}
	one.end = range.end;
	if (current.kind != '\0')
		add_figure(dump, one, &record->figures);
}
