/*
 * Text extraction often leaves one long line.  PubMed's headings always come
 * in the same order, so each is looked for behind the one before it, and the
 * title is known from the page's own, which stands at the beginning.
 */
#include "pubmed/dump_flat.h"

#include "base/buffer.h"
#include "pubmed/dump_text.h"

#define LONG_LINE 3000 /* bytes of a line that holds several parts */
#define NEAR 400       /* bytes before the disclaimer for a copyright line */
#define MAX_KEYS 500   /* institutions of one article */

struct flat {
	struct span text;
	size_t at;    /* of what is not written yet */
	bool *breaks; /* before these bytes */
};

/* Where `part` stands from byte `from` on; text.len: nowhere. */
static size_t
find(struct span text, size_t from, const char *part)
{
	return from > text.len
		   ? text.len
		   : from + dump_text_find(span_from(text, from), part);
}

static bool
has_long_line(struct span text)
{
	while (text.len > 0) {
		const char *end = memchr(text.ptr, '\n', text.len);
		size_t len = end == NULL ? text.len : (size_t)(end - text.ptr);
		struct span line = span_first(text, len);

		if (len >= LONG_LINE && find(line, 0, "PMID:") < len &&
		    (find(line, 0, "Affiliation") < len ||
			find(line, 0, "Abstract") < len))
			return true;
		text = span_from(text, len + 1);
	}
	return false;
}

/* All blanks as one each. */
static struct span
fold(struct arena *arena, struct span text)
{
	char *bytes = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (span_starts(span_from(text, i), SPAN("\xc2\xa0"))) {
			c = ' ';
			i++;
		}
		if (span_is_space(c) || c == '\v')
			c = ' ';
		if (c != ' ' || (len > 0 && bytes[len - 1] != ' '))
			bytes[len++] = c;
	}
	return (struct span){ bytes, len };
}

static void
break_at(struct flat *flat, size_t at)
{
	while (at < flat->text.len && flat->text.ptr[at] == ' ')
		at++;
	if (at < flat->text.len)
		flat->breaks[at] = true;
}

/* Breaks around `part`, if it stands in the text before `end`. */
static bool
break_around(struct flat *flat, size_t from, size_t end, const char *part)
{
	size_t at = find(span_first(flat->text, end), from, part);

	if (at >= end)
		return false;
	break_at(flat, at);
	flat->at = at + strlen(part);
	break_at(flat, flat->at);
	return true;
}

static void
break_before_each(struct flat *flat, size_t from, size_t end, const char *part)
{
	struct span text = span_first(flat->text, end);

	while ((from = find(text, from, part)) < end) {
		break_at(flat, from);
		from += strlen(part);
	}
}

/* The page's own title: what stands before " - PubMed " at the beginning. */
static struct span
page_title(struct span text)
{
	size_t end = find(span_first(text, 2000), 0, " - PubMed ");

	return end < 2000 && end < text.len ? span_first(text, end) : SPAN_NONE;
}

/* Breaks around the title, each time it stands behind the citation. */
static void
break_titles(struct flat *flat, struct span title, size_t from, size_t end)
{
	struct span text = span_first(flat->text, end);

	while (title.len > 8 && from + title.len <= text.len) {
		const char *next =
		    memchr(text.ptr + from, title.ptr[0], text.len - from);

		if (next == NULL)
			break;
		from = (size_t)(next - text.ptr);
		if (span_starts(span_from(text, from), title)) {
			break_at(flat, from);
			break_at(flat, from + title.len);
		}
		from++;
	}
}

/* "1 First place. 2 Second place.": a line for each of them. */
static void
break_keys(struct flat *flat, size_t from, size_t end)
{
	struct span text = span_first(flat->text, end);

	for (int key = 1; key < MAX_KEYS; key++) {
		char bytes[16];
		size_t len = 0;
		int rest = key;

		bytes[15] = '\0';
		bytes[14] = ' ';
		do {
			bytes[13 - len++] = (char)('0' + rest % 10);
			rest /= 10;
		} while (rest > 0);
		bytes[13 - len] = ' ';
		from = find(text, from, bytes + 13 - len);
		if (from >= end)
			break;
		break_at(flat, from);
		from += len;
	}
}

/* The head, from the citation to the abstract's heading. */
static void
break_head(struct flat *flat, struct span title, size_t from, size_t end)
{
	static const char *const words[] = { " doi: ", " PMID: ", " PMCID: ",
		" DOI: ", " Free PMC article ", " Free article ",
		" Item in Clipboard ", " Show details ", " Affiliations ",
		" Affiliation ", " Authors ", " Author ",
		" # Contributed equally", " [Article in ", " Epub ",
		" Display options ", " Full text links " };
	size_t at;

	break_titles(flat, title, from, end);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		break_before_each(flat, from, end, words[i]);
	at = find(flat->text, from, " Affiliations Expand ");
	if (at < end)
		break_around(flat, at, end, "Affiliations Expand");
	at = find(flat->text, at < end ? at + 12 : from, "Affiliation");
	if (at < end) {
		break_around(flat, at, end,
		    flat->text.ptr[at + 11] == 's' ? "Affiliations"
						   : "Affiliation");
		at = flat->at;
		break_keys(
		    flat, at, find(span_first(flat->text, end), at, "PMID:"));
	}
	for (at = from; (at = find(flat->text, at, " Authors ")) < end; at++)
		break_at(flat, at + 9);
	for (at = from;
	     (at = find(flat->text, at, " Item in Clipboard ")) < end; at++)
		break_at(flat, at + 19);
	for (at = from; (at = find(flat->text, at, " Author ")) < end; at++)
		break_at(flat, at + 8);
}

/* Where the abstract's heading is; the same word is in menus above it. */
static size_t
find_abstract(struct span text, size_t from)
{
	size_t none = find(text, from, "No abstract available");
	size_t at = from;

	while ((at = find(text, at, " Abstract ")) < none) {
		struct span next = span_from(text, at + 10);

		if (!span_starts(next, SPAN("PubMed ")) &&
		    !span_starts(next, SPAN("(text)")))
			return at + 1;
		at++;
	}
	return none;
}

/* A line for each reference whose links' words are left. */
static void
break_references(struct flat *flat, size_t from, size_t end)
{
	static const char *const words[] = { "- DOI ", "- PMC ", "- PubMed " };
	struct span text = span_first(flat->text, end);

	for (size_t at = from; at < end; at++) {
		bool tail = false, more = true;

		while (text.ptr[at] == '-' && more) {
			more = false;
			for (size_t i = 0; i < 3; i++)
				if (span_starts(span_from(text, at),
					span_of(words[i]))) {
					at += strlen(words[i]);
					tail = more = true;
					break;
				}
			if (at >= end)
				return;
		}
		if (tail)
			break_at(flat, at);
	}
	break_before_each(flat, from, end, "Show all ");
}

/* "Figure 1 … Figure 1 …" */
static void
break_figures(struct flat *flat, size_t from, size_t end)
{
	static const char *const words[] = { " Figure ", " Fig. ", " Scheme " };
	struct span text = span_first(flat->text, end);

	for (size_t i = 0; i < 3; i++)
		for (size_t at = from > 0 ? from - 1 : 0;
		     (at = find(text, at, words[i])) < end; at++) {
			size_t number = at + strlen(words[i]);
			char last = text.ptr[at - 1];

			if (!span_is_digit(text.ptr[number]) ||
			    ((unsigned char)last < 0x80 && last != '.' &&
				!span_is_digit(last) && at >= from))
				continue;
			break_at(flat, at);
			while (number < end && span_is_digit(text.ptr[number]))
				number++;
			if (number < end && text.ptr[number] == ' ')
				break_at(flat, number);
		}
}

/* The parts below the abstract, each behind the one before it. */
static void
break_parts(struct flat *flat, size_t from)
{
	static const char *const parts[] = { "Conflict of interest statement",
		"Figures", "See this image and copyright information in PMC",
		"Comment in", "Comment on", "Erratum in", "Retraction in",
		"Similar articles", "See all similar articles", "Cited by",
		"See all \"Cited by\" articles", "References",
		"Publication types", "MeSH terms", "Substances",
		"Supplementary concepts", "Associated data",
		"Related information", "Grants and funding",
		"LinkOut - more resources", "NCBI Literature Resources" };
	size_t end = find(flat->text, from, " Similar articles ");
	size_t figures = 0, references = 0;

	if (end < flat->text.len)
		end++;
	flat->at = from;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t begin = flat->at;

		if (i == 7)
			end = flat->text.len;
		if (!break_around(flat, begin, end, parts[i]))
			continue;
		begin = flat->at;
		if (figures > 0)
			break_figures(flat, figures, begin);
		if (references > 0)
			break_references(flat, references, begin);
		figures = i == 1 ? begin : 0;
		references = i == 11 ? begin : 0;
	}
	if (references > 0)
		break_references(flat, references, flat->text.len);
}

static void
break_body(struct flat *flat, size_t abstract)
{
	struct span text = flat->text;
	size_t end = find(text, abstract, "PubMed Disclaimer"), at;

	break_at(flat, abstract);
	at = abstract;
	if (span_starts(span_from(text, at), SPAN("Abstract ")))
		break_at(flat, at + 9);
	if (end < text.len) {
		break_around(flat, end, text.len, "PubMed Disclaimer");
		at =
		    end > NEAR && end - NEAR > abstract ? end - NEAR : abstract;
		at = find(span_first(text, end), at, "\xc2\xa9 ");
		if (at < end && at > 11 &&
		    span_starts(span_from(text, at - 10), SPAN("Copyright ")))
			at -= 10;
		if (at < end)
			break_at(flat, at);
	}
	break_before_each(flat, abstract, end, "Keywords: ");
	break_parts(flat, end < text.len ? end : abstract + 8);
}

static struct span
with_lines(struct arena *arena, const struct flat *flat)
{
	struct buffer out;

	buffer_init(&out, arena, 2 * flat->text.len + 16);
	for (size_t i = 0; i < flat->text.len; i++) {
		if (flat->breaks[i])
			buffer_char(&out, '\n');
		buffer_char(&out, flat->text.ptr[i]);
	}
	return buffer_text(&out);
}

struct span
dump_flat_break(
    struct arena *arena, const struct pattern *citation, struct span text)
{
	struct flat flat = { .at = 0 };
	struct pattern_match match;
	struct span title;
	size_t cited, end, abstract;

	if (!has_long_line(text))
		return text;
	flat.text = fold(arena, text);
	if (!pattern_find(citation, flat.text, &match))
		return text;
	flat.breaks =
	    arena_zeros(arena, flat.text.len + 1, sizeof(*flat.breaks));
	title = page_title(flat.text);
	cited = (size_t)(match.group[0].ptr - flat.text.ptr);
	end = cited + match.group[0].len;
	abstract = find_abstract(flat.text, end);
	break_at(&flat, cited);
	break_at(&flat, end);
	break_head(&flat, title, end,
	    abstract < flat.text.len
		? abstract
		: find(flat.text, end, "PubMed Disclaimer"));
	break_body(&flat, abstract);
	return with_lines(arena, &flat);
}
