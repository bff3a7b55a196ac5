/*
 * Lines to blocks.  A tool that breaks lines does so where the next word
 * would not fit: a line that had room for it is the end of its block.  What
 * the words mean is not known here.
 */
#include "pubmed/dump_lines.h"

#include "base/buffer.h"
#include "pubmed/dump_marks.h"
#include "pubmed/dump_rules.h"
#include "pubmed/dump_text.h"

#define LONGEST 300    /* columns; a text with longer lines is not broken */
#define MARGIN 8       /* columns that headings have more than text */
#define NARROWEST 30   /* columns */
#define FULL_ENOUGH 3  /* lines whose next word did not fit */
#define WORDS_ENOUGH 5 /* blanks in a line that could have been broken */
#define MAX_INDENT 64  /* columns */
#define MAX_MARKERS 6  /* nested ones */
#define LOOSE_ENOUGH 2 /* lines of a single full stop or comma */

struct line {
	struct span text; /* without indentation and markers */
	size_t indent;    /* columns in front of all */
	size_t column;    /* of the text */
	size_t width;     /* of all, columns */
	unsigned markers;
	uint32_t number;
	unsigned level; /* of a heading with marks in front; 0: none */
};

struct reader {
	struct dump *dump;
	struct dump_marks marks;
	struct line *lines;
	size_t count;
	struct buffer raw; /* of the block that is open */
	size_t cap;        /* bytes of a block */
	size_t room;
	bool open;
	struct dump_block next; /* what is known of it before its text is */
	struct line last;       /* the line that was added to it last */
	bool gap;
	unsigned pending; /* markers that stood without text */
	uint32_t pending_number;
};

/* Does a character that begins with this byte take two columns? */
static bool
is_wide(unsigned char c)
{
	return (c >= 0xe3 && c <= 0xed) || c == 0xef;
}

static bool
has_wide(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (is_wide((unsigned char)text.ptr[i]))
			return true;
	return false;
}

/* Columns on a terminal, where Chinese, Japanese and Korean take two. */
static size_t
columns(struct span text)
{
	size_t width = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		width += (c & 0xc0) == 0x80 ? 0 : is_wide(c) ? 2 : 1;
	}
	return width;
}

/* Blanks of all kinds become U+0020, line ends `\n`. */
static struct span
plain_blanks(struct arena *arena, struct span text)
{
	char *bytes = arena_alloc(arena, text.len + 2);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		struct span rest = span_from(text, i);
		char c = text.ptr[i];

		if (span_starts(rest, SPAN("\xc2\xa0"))) {
			c = ' ';
			i++;
		} else if (span_starts(rest, SPAN("\xef\xbb\xbf")) ||
			   span_starts(rest, SPAN("\xe2\x80\x8b"))) {
			i += 2;
			continue;
		} else if (c == '\r') {
			if (rest.len > 1 && rest.ptr[1] == '\n')
				continue;
			c = '\n';
		} else if (c == '\f' || c == '\v') {
			c = '\n';
		}
		bytes[len++] = c;
	}
	bytes[len] = '\n';
	return (struct span){ bytes, len };
}

static struct span
trim_blanks(struct span text)
{
	while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
		text = span_from(text, 1);
	while (text.len > 0 && (text.ptr[text.len - 1] == ' ' ||
				   text.ptr[text.len - 1] == '\t'))
		text.len--;
	return text;
}

/* Bullets that tools write. */
static const char *const bullets[] = { "*", "-", "+", "o", "#", "\xe2\x80\xa2",
	"\xe2\x97\xa6", "\xe2\x96\xa1", "\xe2\x97\x8b", "\xe2\x97\x8f",
	"\xe2\x96\xaa", "\xe2\x96\xab", "\xe2\x96\xa0", "\xc2\xb7",
	"\xe2\x80\xa3", "\xe2\x81\x83" };

/* What closes a reference is no bullet: " - DOI - PMC - PubMed". */
static bool
is_tail(struct span text)
{
	static const char *const words[] = { "DOI", "PMC", "PubMed" };

	text = trim_blanks(text);
	if (text.len > 0 && text.ptr[0] == '[')
		text = span_from(text, 1);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct span rest = span_from(text, strlen(words[i]));

		if (span_starts(text, span_of(words[i])) &&
		    (rest.len == 0 || rest.ptr[0] == ']' ||
			span_starts(rest, SPAN(" -"))))
			return true;
	}
	return false;
}

/* Bytes of a bullet or number at the beginning; 0: there is none. */
static size_t
marker(const struct line *line, uint32_t *number)
{
	struct span text = line->text;
	size_t at = 0;

	*number = 0;
	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++)
		if (span_starts(text, span_of(bullets[i]))) {
			at = strlen(bullets[i]);
			break;
		}
	if (at > 0 && text.ptr[0] == 'o' && line->indent == 0)
		at = 0;
	if (at > 0 && (text.ptr[0] == '#' ||
			  (text.ptr[0] == '-' && is_tail(span_from(text, at)))))
		at = 0;
	if (at > 0 && text.len == at && (unsigned char)text.ptr[0] < 0x80)
		return text.ptr[0] == 'o' || text.ptr[0] == '-' ? 0 : at;
	if (at > 0)
		return text.len == at || text.ptr[at] == ' ' ||
			       text.ptr[at] == '\t'
			   ? at
			   : 0;
	while (at < text.len && at < 4 && span_is_digit(text.ptr[at]))
		*number = *number * 10 + (uint32_t)(text.ptr[at++] - '0');
	if (at == 0 || at > 3 || at == text.len ||
	    (text.ptr[at] != '.' && text.ptr[at] != ')'))
		return 0;
	at++;
	return at == text.len || text.ptr[at] == ' ' || text.ptr[at] == '\t'
		   ? at
		   : 0;
}

static void
strip_markers(struct line *line)
{
	uint32_t number;
	size_t len;

	while (
	    line->markers < MAX_MARKERS && (len = marker(line, &number)) > 0) {
		struct span rest = span_from(line->text, len);

		line->markers++;
		if (number > 0)
			line->number = number;
		line->text = trim_blanks(rest);
		line->column +=
		    columns(span_first(rest, rest.len - line->text.len)) + len;
	}
}

/* "## Abstract": the marks go. */
static void
strip_level(struct line *line)
{
	struct span text = line->text;
	unsigned level = 0;

	while (level < text.len && level < 7 && text.ptr[level] == '#')
		level++;
	if (level == 0 || level > 6 || level == text.len ||
	    text.ptr[level] != ' ')
		return;
	text = trim_blanks(span_from(text, level));
	/* "# Contributed equally" is a footnote. */
	if (level == 1 && span_starts(text, SPAN("Contributed")))
		return;
	line->level = level;
	line->text = text;
}

/* A line that was several before a mark in it was closed: the last one. */
static struct span
last_piece(struct span text)
{
	size_t at = text.len;

	while (at > 0 && text.ptr[at - 1] != DUMP_MARKS_BREAK)
		at--;
	return span_from(text, at);
}

static struct line
parse_line(struct span text)
{
	struct line line = { .level = 0 };
	size_t at = 0;

	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
		line.indent += text.ptr[at] == '\t' ? 8 - line.indent % 8 : 1;
		at++;
	}
	line.text = trim_blanks(text);
	line.width = line.indent + columns(last_piece(line.text));
	if (last_piece(line.text).len < line.text.len)
		line.width -= line.indent;
	if (line.indent > MAX_INDENT)
		line.indent = MAX_INDENT;
	line.column = line.indent;
	strip_markers(&line);
	strip_level(&line);
	return line;
}

/* Nothing but one kind of mark, or blanks: "---", "* * *", "**". */
static bool
is_rule(struct span text)
{
	char c = '\0';
	size_t marks = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == ' ')
			continue;
		if (memchr("*-_=~:", text.ptr[i], 6) == NULL ||
		    (c != '\0' && text.ptr[i] != c))
			return false;
		c = text.ptr[i];
		marks++;
	}
	return marks >= 2 || c == '_';
}

/* ":::", with or without a name, is a box's border in pandoc's Markdown. */
static bool
is_fence(struct span text)
{
	return span_starts(text, SPAN(":::"));
}

/* A line of tags, which says nothing. */
static bool
is_tags(struct span text)
{
	while (text.len > 0) {
		const char *close;

		if (text.ptr[0] != '<' || text.len < 3 ||
		    (!span_is_alpha(text.ptr[1]) && text.ptr[1] != '/' &&
			text.ptr[1] != '!'))
			return false;
		close = memchr(text.ptr, '>', text.len);
		if (close == NULL)
			return false;
		text = trim_blanks(
		    span_from(text, (size_t)(close - text.ptr) + 1));
	}
	return true;
}

static size_t
blanks_in(struct span text)
{
	size_t blanks = 0;

	for (size_t i = 0; i < text.len; i++)
		blanks += text.ptr[i] == ' ';
	return blanks;
}

static size_t
first_word(struct span text)
{
	size_t len = 0;

	while (len < text.len && text.ptr[len] != ' ')
		len++;
	return columns(span_first(text, len));
}

/*
 * Had the first word of `next` no room in the line before it?  A word that is
 * too long for any line stands in one of its own.
 */
static bool
is_full(size_t width, const struct line *line, struct span next)
{
	if (line->width > width + MARGIN)
		return memchr(line->text.ptr, ' ', line->text.len) == NULL;
	/* A script without blanks is broken anywhere, and counted variously. */
	if (line->text.len > 2 && has_wide(line->text) &&
	    (is_wide((unsigned char)next.ptr[0]) ||
		is_wide((unsigned char)line->text.ptr[line->text.len - 3])))
		return line->width * 5 >= width * 2;
	return line->width + 1 + first_word(next) > width;
}

/*
 * The columns at which the text's lines were broken: every broken line fits,
 * and would not with the next line's first word.  0: they were not broken.
 */
static size_t
find_width(const struct line *lines, size_t count)
{
	size_t begins[LONGEST + 2] = { 0 }, ends[LONGEST + 2] = { 0 };
	size_t votes = 0, best = 0, width = 0, wide = 0, over = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		size_t end;

		if (lines[i].width > LONGEST || lines[i + 1].text.len == 0 ||
		    blanks_in(lines[i].text) < WORDS_ENOUGH)
			continue;
		end = lines[i].width + 1 + first_word(lines[i + 1].text);
		begins[lines[i].width]++;
		ends[end > LONGEST ? LONGEST + 1 : end]++;
	}
	for (size_t i = 0; i <= LONGEST; i++) {
		votes += begins[i];
		votes -= ends[i];
		if (i >= NARROWEST && votes > best) {
			best = votes;
			width = i;
		}
	}
	for (size_t i = 0; i + 1 < count; i++) {
		if (blanks_in(lines[i].text) < WORDS_ENOUGH)
			continue;
		wide += lines[i + 1].text.len > 0 && lines[i].width <= width &&
			lines[i].width * 4 >= width * 3;
		over += lines[i].width > width + MARGIN;
	}
	/* Some tools break paragraphs, but not items. */
	return best >= FULL_ENOUGH && 2 * best >= wide && 2 * best >= 3 * over
		   ? width
		   : 0;
}

/* Were the two lines one word, or two with a blank between them? */
static bool
needs_blank(struct span before, struct span after)
{
	char last = before.ptr[before.len - 1];
	char prior = before.len > 1 ? before.ptr[before.len - 2] : ' ';
	char first = after.ptr[0];

	if (dump_text_is_any(first, ",.;)/") &&
	    !span_starts(after, SPAN("...")))
		return false;
	if (last == '-' && prior != ' ')
		return span_starts(after, SPAN("and ")) ||
		       span_starts(after, SPAN("or ")) ||
		       span_starts(after, SPAN("to "));
	if (last == '/' && prior != ' ')
		return false;
	/* "2020;9:" "313-319", "Jul;" "28:513" */
	return !((last == ':' || last == ';') && span_is_digit(prior) &&
		   span_is_digit(first)) &&
	       !(first == '(' && span_is_digit(last) &&
		   memchr(before.ptr, ';', before.len) != NULL &&
		   after.len > 2 && span_is_digit(after.ptr[1]));
}

static void
close_block(struct reader *reader)
{
	struct dump *dump = reader->dump;
	struct dump_block *block = &reader->next;
	struct span raw;

	if (!reader->open)
		return;
	reader->open = false;
	raw = buffer_text(&reader->raw);
	dump_marks_clean(&reader->marks, dump->arena, raw, block);
	/* "***** Abstract *****" */
	while (
	    block->text.len > 0 && block->text.ptr[0] == '*' && block->heading)
		block->text = span_from(block->text, 1);
	while (block->heading && block->text.len > 0 &&
	       dump_text_is_any(block->text.ptr[block->text.len - 1], "*#"))
		block->text.len--;
	if (block->heading)
		block->text = span_trim(block->text);
	if (block->text.len == 0)
		return;
	if (dump->count == DUMP_BLOCKS) {
		dump->cut = true;
		return;
	}
	dump->blocks = arena_more(dump->arena, dump->blocks, dump->count,
	    &reader->room, sizeof(*dump->blocks));
	dump->blocks[dump->count++] = *block;
}

static void
open_block(struct reader *reader, const struct line *line)
{
	close_block(reader);
	reader->next =
	    (struct dump_block){ .markers = line->markers + reader->pending,
		    .number = line->number > 0 ? line->number
					       : reader->pending_number,
		    .gap = reader->gap,
		    .heading = line->level > 0 ||
			       span_starts(line->text, SPAN("*** ")) ||
			       span_starts(line->text, SPAN("**** ")) ||
			       span_starts(line->text, SPAN("***** ")) ||
			       span_starts(line->text, SPAN("****** ")) };
	reader->gap = false;
	reader->pending = 0;
	reader->pending_number = 0;
	buffer_init(&reader->raw, reader->dump->arena, reader->cap);
	buffer_add(&reader->raw, line->text);
	reader->last = *line;
	reader->open = true;
}

/* Does the line begin a block whatever was before it? */
static bool
is_beginning(const struct reader *reader, const struct line *line)
{
	struct span text = line->text;

	if (line->level > 0 || span_starts(text, SPAN("*** ")) ||
	    span_starts(text, SPAN("****")) ||
	    (reader->next.heading && span_ends(reader->last.text, SPAN("**"))))
		return true;
	while (
	    text.len > 1 && text.ptr[0] == '[' && span_is_digit(text.ptr[1])) {
		const char *close = memchr(text.ptr, ']', text.len);

		if (close == NULL)
			break;
		text = span_from(text, (size_t)(close - text.ptr) + 1);
	}
	return dump_rules_begins(text);
}

/* Goes on with the block that is open? */
static bool
continues(
    const struct reader *reader, const struct line *line, struct span whole)
{
	const struct line *last = &reader->last;

	if (!reader->open)
		return false;
	if (line->text.ptr[0] == '-' && is_tail(span_from(line->text, 1)))
		return true;
	if (reader->dump->width == 0 || is_beginning(reader, line) ||
	    !is_full(reader->dump->width, last, whole))
		return false;
	if (line->markers == 0)
		return true;
	/* What looks like a number or dash may be within a sentence. */
	if (line->number > 0)
		return line->markers == 1 && line->number != 1 &&
		       (line->text.len > 0 || reader->next.markers == 0) &&
		       line->number != reader->next.number + 1;
	return reader->next.markers == 0 && line->markers == 1 &&
	       line->indent == last->indent && whole.ptr[0] == '-';
}

static void
append(struct reader *reader, const struct line *line, struct span whole)
{
	if (needs_blank(reader->last.text, whole))
		buffer_char(&reader->raw, ' ');
	buffer_add(&reader->raw, whole);
	reader->last.text = line->text.len > 0 ? line->text : whole;
	reader->last.width = line->width;
	reader->last.column = line->markers > 0 ? line->indent : line->column;
}

static void
add_line(struct reader *reader, struct span whole)
{
	struct line line = parse_line(whole);
	struct span text = trim_blanks(whole);

	if (reader->open && line.text.len >= 3 && is_rule(line.text) &&
	    dump_text_is_any(line.text.ptr[0], "=-") &&
	    reader->last.width < LONGEST)
		reader->next.heading = true;
	if (text.len > 0 && continues(reader, &line, text)) {
		append(reader, &line, text);
		return;
	}
	if (text.len == 0 || is_rule(text) || is_fence(text) ||
	    is_tags(line.text) || dump_marks_is_address(&reader->marks, text)) {
		close_block(reader);
		reader->gap = true;
		if (text.len > 0 && line.markers > 0 && line.text.len == 0) {
			reader->pending = line.markers;
			reader->pending_number = line.number;
		} else if (text.len > 0 && line.markers > 0 &&
			   is_tags(line.text)) {
			reader->pending = line.markers;
		}
		return;
	}
	open_block(reader, &line);
}

static struct span
take_line(struct span *rest)
{
	const char *end = memchr(rest->ptr, '\n', rest->len);
	size_t len = end == NULL ? rest->len : (size_t)(end - rest->ptr);
	struct span line = span_first(*rest, len);

	*rest = span_from(*rest, len + 1);
	return line;
}

/* What the lines say of all the text, before any block is made. */
static void
look_over(struct reader *reader, struct span text)
{
	struct dump *dump = reader->dump;
	struct arena *arena = dump->arena;
	size_t room = 0, loose = 0;
	bool cited = false;

	while (text.len > 0) {
		struct line line = parse_line(take_line(&text));

		reader->lines = arena_more(arena, reader->lines, reader->count,
		    &room, sizeof(*reader->lines));
		reader->lines[reader->count++] = line;
		loose += line.text.len == 1 && line.markers == 0 &&
			 dump_text_is_any(line.text.ptr[0], ".,");
		cited |= line.text.len > 6 && line.text.ptr[0] == '.' &&
			 line.text.ptr[1] == ' ' &&
			 span_is_digit(line.text.ptr[2]);
	}
	/* A citation in one line is in no text of pieces. */
	dump->fragments = loose >= LOOSE_ENOUGH && !cited;
	dump->width =
	    dump->fragments ? 0 : find_width(reader->lines, reader->count);
}

void
dump_lines_read(struct dump *dump, struct arena *arena, struct span text)
{
	struct reader reader = { .dump = dump };
	struct span rest;

	*dump = (struct dump){ .arena = arena };
	text = plain_blanks(arena, text);
	dump_marks_find(&reader.marks, arena, text);
	text = dump_marks_whole(&reader.marks, arena, text);
	reader.cap = 2 * text.len + 16;
	look_over(&reader, text);
	dump->raised = reader.marks.raised;
	for (rest = text; rest.len > 0;) {
		struct span line = take_line(&rest);

		if (reader.marks.numbered &&
		    span_equal(trim_blanks(line), SPAN("Visible links")))
			break;
		add_line(&reader, line);
	}
	close_block(&reader);
}
