/*
 * Takes off what a tool adds to the words: Markdown's links, emphasis and
 * escapes (CommonMark 0.31, as far as tools write it), lynx's link numbers
 * and buttons, tags that Markdown keeps, and entities that were left.  What
 * kind of tool it was is told by the whole text, never by one line.
 */
#include "pubmed/dump_marks.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "pubmed/dump_text.h"

#define MAX_RUNS 4096     /* of emphasis in one block */
#define MAX_LABEL 4096    /* bytes of what a link shows */
#define MAX_ALT 32768     /* bytes of what an image shows: a caption */
#define MAX_URL 32768     /* bytes of an address */
#define MAX_VAIN 2000     /* searches in vain in all the text */
#define MAX_IDS 20000     /* addresses at the end */
#define LINKS_ENOUGH 3    /* "](" in a text that is Markdown */
#define NUMBERS_ENOUGH 10 /* link numbers that follow one another */
#define MAX_TAG 4096
#define MAX_JUMP 200 /* numbers of links without text */

struct run {
	size_t at;    /* in the text that was written */
	unsigned len; /* characters that are left */
	char c;
	bool opens, closes;
};

/* One block on its way. */
struct writer {
	struct arena *arena;
	struct dump_marks *marks;
	struct buffer out;
	struct run *runs;
	size_t run_count, run_room;
	struct dump_link *links;
	size_t link_count, link_room;
	bool math;     /* within lynx's "[MATH: … :MATH]" */
	bool *dropped; /* bytes of `out` that are marks */
};

static bool
is_mark(char c)
{
	return (c > ' ' && c < '0') || (c > '9' && c < 'A') ||
	       (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7f);
}

static bool
is_word(char c)
{
	return span_is_alpha(c) || span_is_digit(c) || (unsigned char)c >= 0x80;
}

/* How often does `part` stand in the text? No more than `enough`. */
static size_t
count(struct span text, const char *part, size_t enough)
{
	size_t times = 0, at;

	while (times < enough && (at = dump_text_find(text, part)) < text.len) {
		times++;
		text = span_from(text, at + strlen(part));
	}
	return times;
}

/* "[12]" at the beginning: its bytes, and the number. */
static size_t
link_number(struct span text, uint32_t *number)
{
	size_t at = 1;

	*number = 0;
	if (text.len < 3 || text.ptr[0] != '[')
		return 0;
	while (at < text.len && at < 8 && span_is_digit(text.ptr[at]))
		*number = *number * 10 + (uint32_t)(text.ptr[at++] - '0');
	return at > 1 && at < text.len && text.ptr[at] == ']' ? at + 1 : 0;
}

/* Do numbers in brackets follow one another as a tool's link numbers do? */
static bool
has_numbers(struct span text, uint32_t *first, uint32_t *most)
{
	uint32_t number, last = 0, begin = 0, top = 0, start = 0;
	size_t run = 0, at = 0, chain = 0;
	const char *bracket;

	*most = 0;
	while (at < text.len &&
	       (bracket = memchr(text.ptr + at, '[', text.len - at)) != NULL) {
		at = (size_t)(bracket - text.ptr);
		if (link_number(span_from(text, at), &number) > 0) {
			/* "CO[2]" stands between numbers of links. */
			if (chain == 0 || (number > top && number < top + 4)) {
				start = chain == 0 ? number : start;
				top = number;
				chain++;
			}
			if (run == 0 || number != last + 1) {
				run = 0;
				begin = number;
			}
			last = number;
			if (++run >= NUMBERS_ENOUGH && number > *most) {
				*most = number;
				*first = *first < begin ? *first : begin;
			}
		}
		at++;
	}
	if (chain >= NUMBERS_ENOUGH) {
		*first = *first < start ? *first : start;
		*most = *most > top ? *most : top;
	}
	return *most > 0;
}

static bool
is_scheme(struct span text)
{
	static const char *const schemes[] = { "http://", "https://",
		"file:", "mailto:", "javascript:", "ftp://", "/", "#",
		"data:" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (span_starts(text, span_of(schemes[i])))
			return true;
	return false;
}

/* "  12. https://…" or "[name]: <address> "title"": the name, the address. */
static bool
split_address(struct span line, struct span *id, struct span *url)
{
	size_t at = 0;

	line = span_trim(line);
	if (line.len > 0 && line.ptr[0] == '[') {
		at = dump_text_find(line, "]:");
		if (at == line.len || at < 2 || at > MAX_LABEL)
			return false;
		*id = (struct span){ line.ptr + 1, at - 1 };
		line = span_trim(span_from(line, at + 2));
		if (line.len > 0 && line.ptr[0] == '\n')
			line = span_trim(span_from(line, 1));
		if (line.len > 0 && line.ptr[0] == '<')
			line = span_from(line, 1);
	} else {
		while (at < line.len && at < 7 && span_is_digit(line.ptr[at]))
			at++;
		if (at == 0 || at == line.len || line.ptr[at] != '.')
			return false;
		*id = span_first(line, at);
		line = span_trim(span_from(line, at + 1));
		if (line.len == 0 ||
		    (memchr(line.ptr, ' ', line.len) != NULL &&
			memchr(line.ptr, '\n', line.len) == NULL))
			return false;
	}
	for (at = 0;
	     at < line.len && line.ptr[at] != ' ' && line.ptr[at] != '>'; at++)
		continue;
	*url = span_first(line, at);
	return is_scheme(*url) && at <= MAX_URL;
}

/* From the last line on that begins a list of addresses. */
static struct span
last_list(struct span text)
{
	struct span list = span_from(text, text.len), rest = text;
	size_t at = dump_text_find(text, "\n   Visible links");

	if (at < text.len)
		return span_from(text, at + 1);
	while ((at = dump_text_find(rest, " 1. ")) < rest.len) {
		rest = span_from(rest, at + 4);
		if (is_scheme(rest))
			list = (struct span){ rest.ptr - 4, rest.len + 4 };
	}
	return list;
}

static void
read_addresses(struct dump_marks *marks, struct arena *arena, struct span text)
{
	struct span id, url;
	size_t end;

	for (; text.len > 0 && marks->url_count < MAX_IDS;
	     text = span_from(text, end + 1)) {
		end = dump_text_find(text, "\n");
		/* "[12]:" may have a line of its own. */
		if (end > 2 && span_ends(span_first(text, end), SPAN("]:")))
			end +=
			    1 + dump_text_find(span_from(text, end + 1), "\n");
		if (!split_address(span_first(text, end), &id, &url) ||
		    (!marks->numbered && id.ptr[-1] != '['))
			continue;
		if (!lookup_add(
			arena, &marks->ids, id, (uint32_t)marks->url_count))
			continue;
		marks->urls = arena_more(arena, marks->urls, marks->url_count,
		    &marks->url_room, sizeof(*marks->urls));
		marks->urls[marks->url_count++] = url;
	}
}

void
dump_marks_find(struct dump_marks *marks, struct arena *arena, struct span text)
{
	uint32_t first = UINT32_MAX;

	*marks = (struct dump_marks){ .next = 1 };
	marks->buttons = count(text, "(BUTTON)", 1) > 0;
	marks->tags = count(text, "</div>", 2) > 1;
	marks->markdown =
	    count(text, "](http", LINKS_ENOUGH) +
		    count(text, "](/", LINKS_ENOUGH) +
		    count(text, "](#", LINKS_ENOUGH) >=
		LINKS_ENOUGH ||
	    count(text, "]: http", LINKS_ENOUGH) >= LINKS_ENOUGH ||
	    count(text, "\n# ", 1) + count(text, "\n## ", 2) > 1 ||
	    count(text, ":**", 1) > 0;
	marks->attributes = count(text, "]{.", 3) >= 3;
	marks->addressed =
	    !marks->markdown &&
	    count(text, "[http", 5) + count(text, "[file://", 5) >= 5;
	marks->numbered =
	    !marks->markdown && has_numbers(text, &first, &marks->most);
	if (marks->numbered)
		marks->next = first;
	marks->raised = count(text, " \xc2\xb9 ", 1) > 0 ||
			count(text, " \xc2\xb9\n", 1) > 0;
	read_addresses(marks, arena, marks->numbered ? last_list(text) : text);
}

static struct span
url_of(const struct dump_marks *marks, struct span id)
{
	uint32_t index = lookup_find(&marks->ids, id);

	return index == LOOKUP_NONE ? SPAN_NONE : marks->urls[index];
}

bool
dump_marks_is_address(const struct dump_marks *marks, struct span line)
{
	struct span id, url;

	if (marks->url_count == 0)
		return false;
	if (!marks->numbered && line.ptr[0] != '[')
		return false;
	if (line.ptr[0] == '[' && span_ends(line, SPAN("]:")))
		return url_of(
			   marks, (struct span){ line.ptr + 1, line.len - 3 })
			   .ptr != NULL;
	return split_address(line, &id, &url) &&
	       span_equal(url_of(marks, id), url);
}

static void
add_link(struct writer *writer, size_t at, struct span url, bool image)
{
	struct dump_link *link;

	writer->links = arena_more(writer->arena, writer->links,
	    writer->link_count, &writer->link_room, sizeof(*writer->links));
	link = &writer->links[writer->link_count++];
	*link = (struct dump_link){ at, writer->out.len - at, url, image };
}

/* The address before a link goes; the link lasts to the next one. */
static size_t
take_address(struct writer *writer, struct span text)
{
	size_t end = dump_text_find(span_first(text, MAX_URL), "]"), len = 0;
	char *url;

	if (!is_scheme(span_from(text, 1)) || end >= text.len || end >= MAX_URL)
		return 0;
	url = arena_alloc(writer->arena, end);
	for (size_t i = 1; i < end; i++)
		if (text.ptr[i] != ' ' && text.ptr[i] != DUMP_MARKS_BREAK)
			url[len++] = text.ptr[i];
	add_link(writer, writer->out.len, (struct span){ url, len }, false);
	return end + 1;
}

/* The number before a link goes; the link lasts to the next one. */
static size_t
take_number(struct writer *writer, struct span text)
{
	struct dump_marks *marks = writer->marks;
	uint32_t number;
	size_t len = link_number(text, &number);
	/* lynx leaves out none, but has lowered text in brackets as well. */
	uint32_t jump = marks->buttons ? 3 : MAX_JUMP;

	if (len == 0 || number < marks->next || number > marks->next + jump ||
	    number > marks->most)
		return 0;
	marks->next = number + 1;
	add_link(writer, writer->out.len,
	    url_of(marks, (struct span){ text.ptr + 1, len - 2 }), false);
	return len;
}

/* Where the bracket that opens `text` closes; 0: nowhere near. */
static size_t
closing(struct span text, char open, char close, size_t max)
{
	size_t depth = 0;

	for (size_t i = 0; i < text.len && i < max; i++) {
		if (text.ptr[i] == '\\')
			i++;
		else if (text.ptr[i] == open)
			depth++;
		else if (text.ptr[i] == close && --depth == 0)
			return i;
	}
	return 0;
}

/* What stands in "(address "title")": the address alone. */
static struct span
first_word(struct span text)
{
	size_t len = 0;

	text = span_trim(text);
	if (text.len > 0 && text.ptr[0] == '<') {
		text = span_from(text, 1);
		return span_first(text, dump_text_find(text, ">"));
	}
	while (len < text.len && text.ptr[len] != ' ' &&
	       text.ptr[len] != DUMP_MARKS_BREAK)
		len++;
	return span_first(text, len);
}

/* A link's title may hold brackets of any kind: it ends at `")`. */
static size_t
target_end(struct span text)
{
	size_t end = closing(text, '(', ')', MAX_URL);
	size_t title = dump_text_find(span_first(text, MAX_URL), " \"");

	if (title < text.len && (end == 0 || title < end)) {
		struct span rest =
		    span_first(span_from(text, title + 2), MAX_URL);
		size_t quote = dump_text_find(rest, "\")");
		if (quote < rest.len)
			end = title + 2 + quote + 1;
	}
	return end;
}

/*
 * The address behind what a link shows, at text[label], and how many bytes
 * all of it takes; 0: it is no link.
 */
static size_t brace_length(struct span text);

static size_t
link_end(const struct dump_marks *marks, struct span text, size_t label,
    struct span *url)
{
	struct span rest = span_from(text, label + 1), name;
	size_t end;

	if (rest.len > 1 && rest.ptr[0] == '(') {
		end = target_end(rest);
		*url = first_word(
		    (struct span){ rest.ptr + 1, end == 0 ? 0 : end - 1 });
		return end == 0 ? 0 : label + 1 + end + 1;
	}
	*url = SPAN("");
	if (marks->attributes && rest.len > 1 && rest.ptr[0] == '{')
		return label + 1 + brace_length(rest);
	name = (struct span){ text.ptr + 1, label - 1 };
	end = label + 1;
	if (rest.len > 1 && rest.ptr[0] == '[') {
		size_t close = closing(rest, '[', ']', MAX_LABEL);
		if (close > 1)
			name = (struct span){ rest.ptr + 1, close - 1 };
		if (close > 0)
			end += close + 1;
	}
	*url = url_of(marks, name);
	return url->ptr == NULL ? 0 : end;
}

/* "{.class key="value"}": its bytes, or 0. */
static size_t
brace_length(struct span text)
{
	bool quoted = false;

	for (size_t i = 1; i < text.len && i < MAX_URL; i++) {
		if (text.ptr[i] == '\\')
			i++;
		else if (text.ptr[i] == '"')
			quoted = !quoted;
		else if (text.ptr[i] == '}' && !quoted)
			return i + 1;
	}
	return 0;
}

/* A tag of HTML: its bytes, or 0. */
static size_t
tag_length(struct span text)
{
	size_t at = 1, end;

	if (text.len < 3)
		return 0;
	if (text.ptr[at] == '/')
		at++;
	if (!span_is_alpha(text.ptr[at]))
		return 0;
	while (at < text.len &&
	       (span_is_alpha(text.ptr[at]) || span_is_digit(text.ptr[at])))
		at++;
	if (at == text.len || (text.ptr[at] != '>' && text.ptr[at] != '/' &&
				  !span_is_space(text.ptr[at]) &&
				  text.ptr[at] != DUMP_MARKS_BREAK))
		return 0;
	end = dump_text_find(span_first(text, MAX_TAG), ">");
	return end < text.len && end < MAX_TAG ? end + 1 : 0;
}

/* Where a mark that begins the text ends, if it goes over lines; or 0. */
static size_t
mark_end(const struct dump_marks *marks, struct span text)
{
	char c = text.len > 0 ? text.ptr[0] : '\0';

	if (c == '<' && (marks->tags || marks->markdown))
		return tag_length(text);
	if (text.len < 2)
		return 0;
	if (c == '{' && marks->attributes &&
	    (text.ptr[1] == '.' || text.ptr[1] == '#'))
		return brace_length(text);
	if (c == ']' && text.ptr[1] == '(' && marks->markdown)
		return target_end(span_from(text, 1));
	if (c == '[' && marks->addressed && is_scheme(span_from(text, 1)))
		return dump_text_find(span_first(text, MAX_URL), "]");
	return 0;
}

struct span
dump_marks_whole(
    const struct dump_marks *marks, struct arena *arena, struct span text)
{
	struct span copy = arena_copy(arena, text);
	char *bytes = arena_alloc(arena, text.len + 1);
	size_t vain = 0;

	memcpy(bytes, copy.ptr, text.len);
	for (size_t i = 0; i < text.len && vain < MAX_VAIN; i++) {
		size_t end;

		if (memchr("<{][", bytes[i], 4) == NULL)
			continue;
		end = mark_end(marks, span_from(text, i));
		vain += end == 0;
		for (size_t k = i; k < i + end && k < text.len; k++)
			if (bytes[k] == '\n')
				bytes[k] = DUMP_MARKS_BREAK;
	}
	return (struct span){ bytes, text.len };
}

struct entity {
	const char *name;
	const char *text;
};

static const struct entity entities[] = { { "&amp;", "&" }, { "&lt;", "<" },
	{ "&gt;", ">" }, { "&quot;", "\"" }, { "&#x27;", "'" },
	{ "&#39;", "'" }, { "&apos;", "'" }, { "&nbsp;", " " } };

static size_t
take_entity(struct writer *writer, struct span text)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (span_starts(text, span_of(entities[i].name))) {
			buffer_add(&writer->out, span_of(entities[i].text));
			return strlen(entities[i].name);
		}
	return 0;
}

struct raised {
	const char *bytes;
	const char *plain;
};

/* Unicode's superscripts and subscripts of digits and signs. */
static const struct raised raised[] = { { "\xc2\xb9", "1" },
	{ "\xc2\xb2", "2" }, { "\xc2\xb3", "3" }, { "\xe2\x81\xb0", "0" },
	{ "\xe2\x81\xb4", "4" }, { "\xe2\x81\xb5", "5" },
	{ "\xe2\x81\xb6", "6" }, { "\xe2\x81\xb7", "7" },
	{ "\xe2\x81\xb8", "8" }, { "\xe2\x81\xb9", "9" },
	{ "\xe2\x81\xba", "+" }, { "\xe2\x81\xbb", "\xe2\x88\x92" },
	{ "\xe2\x81\xbc", "=" }, { "\xe2\x81\xbd", "(" },
	{ "\xe2\x81\xbe", ")" }, { "\xe2\x82\x80", "0" },
	{ "\xe2\x82\x81", "1" }, { "\xe2\x82\x82", "2" },
	{ "\xe2\x82\x83", "3" }, { "\xe2\x82\x84", "4" },
	{ "\xe2\x82\x85", "5" }, { "\xe2\x82\x86", "6" },
	{ "\xe2\x82\x87", "7" }, { "\xe2\x82\x88", "8" },
	{ "\xe2\x82\x89", "9" }, { "\xe2\x82\x8a", "+" },
	{ "\xe2\x82\x8b", "\xe2\x88\x92" }, { "\xe2\x82\x8c", "=" },
	{ "\xe2\x82\x8d", "(" }, { "\xe2\x82\x8e", ")" } };

static size_t
take_raised(struct writer *writer, struct span text)
{
	for (size_t i = 0; i < sizeof(raised) / sizeof(raised[0]); i++)
		if (span_starts(text, span_of(raised[i].bytes))) {
			buffer_add(&writer->out, span_of(raised[i].plain));
			return strlen(raised[i].bytes);
		}
	return 0;
}

static void
add_run(struct writer *writer, struct span text, size_t at, size_t len)
{
	char c = text.ptr[at];
	char before = at == 0 ? ' ' : text.ptr[at - 1];
	char after = at + len < text.len ? text.ptr[at + len] : ' ';
	struct run *run;

	if (writer->run_count == MAX_RUNS)
		return;
	writer->runs = arena_more(writer->arena, writer->runs,
	    writer->run_count, &writer->run_room, sizeof(*writer->runs));
	run = &writer->runs[writer->run_count++];
	*run = (struct run){ writer->out.len, (unsigned)len, c,
		after != ' ' && (c == '*' || !is_word(before)),
		before != ' ' && (c == '*' || !is_word(after)) };
}

/* The bytes of Markdown that the text begins with, taken; 0: none. */
static size_t
take_markdown(struct writer *writer, struct span text, size_t at)
{
	struct span rest = span_from(text, at);
	char c = text.ptr[at];
	size_t len = 1;

	/* A break, or a blank that is not to be broken at. */
	if (c == '\\' && (rest.len == 1 || rest.ptr[1] == ' '))
		return 1;
	if (c == '\\' && is_mark(rest.ptr[1])) {
		buffer_char(&writer->out, rest.ptr[1]);
		return 2;
	}
	if (c == '*' || c == '_') {
		while (len < rest.len && rest.ptr[len] == c)
			len++;
		add_run(writer, text, at, len);
		buffer_add(&writer->out, span_first(rest, len));
		return len;
	}
	/* pandoc's way of raising what no character is there for */
	if ((c == '^' || c == '_') && rest.len > 1 && rest.ptr[1] == '(')
		return 1;
	return 0;
}

struct frame {
	size_t end;  /* of what the link shows, in the raw text */
	size_t next; /* where the text goes on behind the link */
	size_t at;   /* of its beginning, as written */
	struct span url;
	bool image;
};

#define MAX_DEPTH 4

static bool
open_link(
    struct writer *writer, struct span text, size_t at, struct frame *frame)
{
	bool image = text.ptr[at] == '!';
	struct span rest = span_from(text, at + image);
	size_t label, end;

	if (rest.len == 0 || rest.ptr[0] != '[')
		return false;
	if (writer->marks->vain > MAX_VAIN)
		return false;
	label = closing(rest, '[', ']', image ? MAX_ALT : MAX_LABEL);
	end =
	    label == 0 ? 0 : link_end(writer->marks, rest, label, &frame->url);
	if (end == 0) {
		writer->marks->vain++;
		return false;
	}
	frame->end = at + image + label;
	frame->next = at + image + end;
	frame->at = writer->out.len;
	frame->image = image;
	return true;
}

/* What lynx alone writes: raised and lowered text, formulas, buttons. */
static size_t
take_lynx(struct writer *writer, struct span text, size_t at)
{
	struct span rest = span_from(text, at);
	size_t close;

	if (span_starts(rest, SPAN("(BUTTON)")))
		return 8;
	if (span_starts(rest, SPAN("[MATH: "))) {
		writer->math = true;
		return 7;
	}
	if (span_starts(rest, SPAN(" :MATH]"))) {
		writer->math = false;
		return 7;
	}
	if (rest.ptr[0] == '^')
		return 1;
	/* "H[2]O" */
	if (rest.ptr[0] != '[' || at == 0 || !is_word(text.ptr[at - 1]))
		return 0;
	close = dump_text_find(span_first(rest, 12), "]");
	if (close >= rest.len || close >= 12 || close < 2 ||
	    memchr(rest.ptr, ' ', close) != NULL)
		return 0;
	buffer_add(&writer->out, (struct span){ rest.ptr + 1, close - 1 });
	return close + 1;
}

/* pandoc's "^(x)" and "_(x)", where no character is raised or lowered. */
static size_t
take_raised_text(struct writer *writer, struct span rest)
{
	size_t close = dump_text_find(span_first(rest, 60), ")");

	if (rest.len < 3 || rest.ptr[1] != '(' || close >= 60 ||
	    close >= rest.len || memchr(rest.ptr, '[', close) != NULL)
		return 0;
	buffer_add(&writer->out, (struct span){ rest.ptr + 2, close - 2 });
	return close + 1;
}

/* One step: how many bytes of the text it took. */
static size_t
take(struct writer *writer, struct span text, size_t at)
{
	const struct dump_marks *marks = writer->marks;
	struct span rest = span_from(text, at);
	char c = text.ptr[at];
	size_t len = 0;

	if (c == '[' && marks->numbered)
		len = take_number(writer, rest);
	else if (c == '[' && marks->addressed)
		len = take_address(writer, rest);
	else if (c == '{' && marks->attributes && rest.len > 1 &&
		 (rest.ptr[1] == '.' || rest.ptr[1] == '#'))
		len = brace_length(rest);
	else if ((c == '^' || c == '~') && marks->attributes)
		len = 1;
	else if (c == '&')
		len = take_entity(writer, rest);
	else if (marks->raised && (c == '^' || c == '_'))
		len = take_raised_text(writer, rest);
	else if (c == '<' && (marks->tags || marks->markdown || writer->math)) {
		len = tag_length(rest);
		if (len > 0 && span_starts(rest, SPAN("<br")))
			buffer_char(&writer->out, ' ');
		else if (len == 0 && is_scheme(span_from(rest, 1)))
			len = 1;
	} else if (marks->raised && (unsigned char)c >= 0xc2)
		len = take_raised(writer, rest);
	if (len == 0 && marks->buttons)
		len = take_lynx(writer, text, at);
	if (len == 0 && marks->markdown)
		len = take_markdown(writer, text, at);
	if (len > 0)
		return len;
	buffer_char(&writer->out, c == DUMP_MARKS_BREAK ? ' ' : c);
	return 1;
}

static void
write_text(struct writer *writer, struct span text)
{
	struct frame frames[MAX_DEPTH];
	size_t depth = 0, at = 0;

	while (at < text.len) {
		if (depth > 0 && at == frames[depth - 1].end) {
			depth--;
			add_link(writer, frames[depth].at, frames[depth].url,
			    frames[depth].image);
			at = frames[depth].next;
			continue;
		}
		if (writer->marks->markdown && depth < MAX_DEPTH &&
		    (text.ptr[at] == '[' || text.ptr[at] == '!') &&
		    open_link(writer, text, at, &frames[depth])) {
			at += 1 + frames[depth].image;
			depth++;
			continue;
		}
		at += take(writer, text, at);
	}
}

static void
drop(struct writer *writer, size_t at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		writer->dropped[at + i] = true;
}

/* Pairs the runs of `*` and `_` that are emphasis, and drops them. */
static void
pair_runs(struct writer *writer)
{
	struct run *runs = writer->runs;
	size_t floor = 0;

	for (size_t i = 0; i < writer->run_count; i++) {
		size_t tries = 0;

		for (size_t j = i; runs[i].closes && runs[i].len > 0 &&
				   j-- > floor && tries++ < 32;) {
			unsigned len = runs[i].len;

			if (runs[j].c != runs[i].c || !runs[j].opens ||
			    runs[j].len == 0)
				continue;
			if (len > runs[j].len)
				len = runs[j].len;
			/* Marks are dropped on the sides that face. */
			runs[j].len -= len;
			drop(writer, runs[j].at + runs[j].len, len);
			drop(writer, runs[i].at, len);
			runs[i].at += len;
			runs[i].len -= len;
		}
	}
}

/*
 * "**Figure 1. … **": a tool that keeps the blanks inside breaks its own
 * marks.  What opens a block is taken for one.
 */
static void
pair_broken(struct writer *writer)
{
	struct run *runs = writer->runs;

	if (writer->run_count == 0 || runs[0].at != 0 || runs[0].len < 2 ||
	    !runs[0].opens)
		return;
	drop(writer, 0, 2);
	for (size_t i = 1; i < writer->run_count; i++)
		if (runs[i].len == 2 && runs[i].c == runs[0].c) {
			drop(writer, runs[i].at, 2);
			runs[i].at += 2;
			break;
		}
}

/* Where bold text that begins the block ends, as written; 0: it has none. */
static size_t
bold_end(const struct writer *writer)
{
	const struct run *runs = writer->runs;

	if (writer->run_count < 2 || runs[0].at != 0 || writer->out.len < 2 ||
	    !writer->dropped[0] || !writer->dropped[1])
		return 0;
	for (size_t i = 1; i < writer->run_count; i++)
		if (runs[i].at >= 2 && writer->dropped[runs[i].at - 1] &&
		    writer->dropped[runs[i].at - 2])
			return runs[i].at;
	return 0;
}

/* Folds blanks and leaves out what was dropped; links keep their place. */
static void
compact(struct writer *writer, struct dump_block *block)
{
	struct span raw = buffer_text(&writer->out);
	size_t *place =
	    arena_alloc(writer->arena, (raw.len + 1) * sizeof(*place));
	char *bytes = arena_alloc(writer->arena, raw.len + 1);
	size_t len = 0, end, bold = bold_end(writer);

	for (size_t i = 0; i < raw.len; i++) {
		place[i] = len;
		if (writer->dropped[i] ||
		    (raw.ptr[i] == ' ' && (len == 0 || bytes[len - 1] == ' ')))
			continue;
		bytes[len++] = raw.ptr[i];
	}
	place[raw.len] = len;
	if (len > 0 && bytes[len - 1] == ' ')
		len--;
	block->text = (struct span){ bytes, len };
	block->bold = place[bold] < len ? place[bold] : len;
	for (size_t i = 0; i < writer->link_count; i++) {
		struct dump_link *link = &writer->links[i];

		end = place[link->at + link->len];
		link->at = place[link->at];
		if (link->at > len)
			link->at = len;
		link->len = (end > len ? len : end) - link->at;
	}
	block->links = writer->links;
	block->link_count = writer->link_count;
}

void
dump_marks_clean(struct dump_marks *marks, struct arena *arena, struct span raw,
    struct dump_block *block)
{
	struct writer writer = { .arena = arena, .marks = marks };

	buffer_init(&writer.out, arena, raw.len + 16);
	write_text(&writer, raw);
	writer.dropped =
	    arena_zeros(arena, writer.out.len + 1, sizeof(*writer.dropped));
	pair_runs(&writer);
	pair_broken(&writer);
	compact(&writer, block);
}
