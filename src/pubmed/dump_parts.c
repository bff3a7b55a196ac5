/*
 * Finds an article in a dump.  The citation line is the surest sign, for no
 * other line looks like it; then the headings, which PubMed always has in the
 * same order, and the title, which most dumps hold twice.
 */
#include "pubmed/dump_parts.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "pubmed/dump_text.h"

struct dump_patterns {
	struct pattern *citation;
	struct pattern *brief;
	struct pattern *within;
};

/* A block of this many bytes is no citation line. */
#define LONG_LINE 500

/* A title in more pieces than this is none. */
#define MAX_PIECES 60

#define DATE "(?:1[89]|20)\\d\\d(?!\\d)(?:[ /-][^;:.]{1,40})?"
#define BEHIND \
	"(?=doi:|Epub|eCollection|Print|Online|Free|PMC|Abstract|Authors?\\b|" \
	"Show |$)"
#define CITATION \
	"^(?:(\\S.{0,150}?)\\s?\\.\\s|\\.\\s?)?" \
	"(" DATE "(?:[;:](?:(?!\\.\\s).){1,120}?)?\\.)(?:\\s+" BEHIND \
	"(.*)|$)"
/* The citation in the middle of a text, with its full stop before it. */
#define WITHIN \
	"(?<=\\s)\\.\\s" DATE "(?:[;:](?:(?!\\.\\s).){1,120}?)?\\." \
	"(?=\\s)"
#define BRIEF \
	"^(?:(\\S.{0,150}?)(?:\\s?,)?\\s+et\\s+al\\s?\\.?\\s+|" \
	"([^.]{2,100}?)\\s?\\.\\s+)" \
	"(\\S[^.]{0,150}?)\\s?\\.\\s*(?:" DATE "\\s?)?\\.?\\s*$"

void
dump_parts_forget(struct dump_patterns *patterns)
{
	if (patterns == NULL)
		return;
	pattern_free(patterns->citation);
	pattern_free(patterns->brief);
	pattern_free(patterns->within);
	free(patterns);
}

struct dump_patterns *
dump_parts_learn(void)
{
	struct dump_patterns *patterns = calloc(1, sizeof(*patterns));

	if (patterns == NULL)
		return NULL;
	patterns->citation = pattern_new(CITATION);
	patterns->brief = pattern_new(BRIEF);
	patterns->within = pattern_new(WITHIN);
	if (patterns->citation == NULL || patterns->brief == NULL ||
	    patterns->within == NULL) {
		dump_parts_forget(patterns);
		patterns = NULL;
	}
	return patterns;
}

const struct pattern *
dump_parts_within(const struct dump_patterns *patterns)
{
	return patterns->within;
}

bool
dump_parts_same(struct span a, struct span b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.len && !span_is_alpha(a.ptr[i]) &&
		       !span_is_digit(a.ptr[i]) &&
		       (unsigned char)a.ptr[i] < 0x80)
			i++;
		while (j < b.len && !span_is_alpha(b.ptr[j]) &&
		       !span_is_digit(b.ptr[j]) &&
		       (unsigned char)b.ptr[j] < 0x80)
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len;
		if (span_lower(a.ptr[i++]) != span_lower(b.ptr[j++]))
			return false;
	}
}

static bool
is_apart(struct span before, struct span after)
{
	if (before.len == 0 || after.len == 0)
		return false;
	return !dump_text_is_any(after.ptr[0], ",.;:)]%") &&
	       !dump_text_is_any(before.ptr[before.len - 1], "([");
}

struct span
dump_parts_pair(const struct dump *dump, struct span before, struct span after)
{
	if (before.len == 0)
		return after;
	return arena_print(dump->arena, "%.*s%s%.*s", (int)before.len,
	    before.ptr, is_apart(before, after) ? " " : "", (int)after.len,
	    after.ptr);
}

static struct span
join(const struct dump *dump, struct dump_range range, bool all)
{
	struct buffer out;
	size_t cap = 1;

	for (size_t i = range.first; i < range.end; i++)
		cap += dump->blocks[i].text.len + 1;
	buffer_init(&out, dump->arena, cap);
	for (size_t i = range.first; i < range.end; i++) {
		struct span text = dump->blocks[i].text;

		if (dump->blocks[i].chrome && !all)
			continue;
		if (out.len > 0 &&
		    (!dump->fragments ||
			is_apart((struct span){ out.ptr, out.len }, text)))
			buffer_char(&out, ' ');
		buffer_add(&out, text);
	}
	return out.len == 0 ? SPAN_NONE : buffer_text(&out);
}

struct span
dump_parts_join(const struct dump *dump, struct dump_range range)
{
	return join(dump, range, false);
}

struct span
dump_parts_whole(const struct dump *dump, struct dump_range range)
{
	return join(dump, range, true);
}

static bool
has_key(const struct dump *dump, size_t index, const char *wanted)
{
	char key[DUMP_KEY];

	return index < dump->count &&
	       span_equal(dump_rules_key(dump->blocks[index].text, key),
		   span_of(wanted));
}

/* "Abstract" is also what a menu of formats offers. */
static bool
is_choice(const struct dump *dump, size_t index)
{
	return (index > 0 && has_key(dump, index - 1, "summarytext")) ||
	       has_key(dump, index + 1, "pubmed") ||
	       has_key(dump, index + 1, "pmid") ||
	       has_key(dump, index + 1, "abstracttext") ||
	       has_key(dump, index + 1, "csv");
}

static void
mark_blocks(struct dump *dump)
{
	for (size_t i = 0; i < dump->count; i++) {
		struct dump_block *block = &dump->blocks[i];

		block->section = (int)dump_rules_section(block->text);
		if (block->section == DUMP_ABSTRACT && is_choice(dump, i)) {
			block->section = DUMP_NONE;
			block->chrome = true;
		}
		block->chrome |= dump_rules_is_chrome(block->text);
	}
}

static bool
has_part(struct span text)
{
	return memchr(text.ptr, ';', text.len) != NULL ||
	       memchr(text.ptr, ':', text.len) != NULL;
}

/* Is block `index` the citation line?  Fills what it says. */
static bool
match_citation(struct dump_parts *parts, size_t index)
{
	const struct dump_block *block = &parts->dump->blocks[index];
	struct pattern_match match;
	bool dot, year;

	if (block->text.len > LONG_LINE || block->markers > 0 ||
	    !pattern_find(parts->patterns->citation, block->text, &match))
		return false;
	dot = block->text.ptr[0] == '.' ||
	      (index > 0 && span_equal(block[-1].text, SPAN(".")));
	year = match.group[1].ptr == NULL;
	if (!dot && !has_part(match.group[2]))
		return false;
	if (!year && (block->text.len > 250 || dot))
		return false;
	parts->journal = match.group[1];
	parts->citation = match.group[2];
	parts->beside = match.group[3].len > 0 ? match.group[3] : SPAN_NONE;
	return true;
}

bool
dump_parts_short(const struct dump_patterns *patterns, struct span text,
    struct span *author, struct span *journal)
{
	struct pattern_match match;

	if (text.len > LONG_LINE ||
	    !pattern_find(patterns->brief, text, &match))
		return false;
	*author = match.group[1].ptr != NULL ? match.group[1] : match.group[2];
	*journal = match.group[3];
	return true;
}

/* Does the block belong to the citation's lines? */
static bool
is_beside(struct span text)
{
	static const char *const begins[] = { "doi:", "Epub", "eCollection",
		"Print ", "Online ahead of print", "DOI:", "PMID:", "PMCID:" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (span_starts(text, span_of(begins[i])))
			return true;
	return text.len <= 2;
}

static bool
is_before_title(const struct dump_block *block)
{
	return block->chrome || is_beside(block->text) ||
	       dump_rules_type(block->text).ptr != NULL;
}

static size_t
find_citation(struct dump_parts *parts)
{
	const struct dump *dump = parts->dump;

	for (size_t i = 0; i < dump->count; i++) {
		if (dump->blocks[i].section == DUMP_SIMILAR &&
		    i + 1 < dump->count &&
		    dump->blocks[i + 1].section == DUMP_NONE)
			break;
		if (match_citation(parts, i)) {
			parts->has_citation = true;
			return i;
		}
	}
	return dump->count;
}

static bool
has_content(const struct dump *dump, size_t heading)
{
	return heading + 1 < dump->count &&
	       dump->blocks[heading + 1].section == DUMP_NONE;
}

/*
 * The first heading of a part that stands below the article's head.  Notices
 * stand above the abstract.
 */
static size_t
find_body(const struct dump *dump, size_t from)
{
	size_t i, notice = dump->count;

	for (i = from; i < dump->count; i++) {
		int section = dump->blocks[i].section;

		if (section == DUMP_ABSTRACT || section == DUMP_DISCLAIMER)
			return i;
		if (section == DUMP_NOTICE && notice == dump->count)
			notice = i;
		else if (section >= DUMP_SUMMARY && section != DUMP_NOTICE &&
			 section != DUMP_FULL_TEXT && has_content(dump, i))
			break;
	}
	return notice < i ? notice : i;
}

/* Without a citation: an id's line, or the names' institutions. */
static size_t
find_sign(const struct dump *dump)
{
	for (size_t i = 0; i < dump->count; i++)
		if (span_starts(dump->blocks[i].text, SPAN("PMID:")) ||
		    (dump->blocks[i].section == DUMP_AFFILIATIONS) ||
		    (dump->blocks[i].section == DUMP_ABSTRACT &&
			has_content(dump, i)))
			return i;
	return dump->count;
}

/* The blocks from `first` on whose text together is that of `title`. */
static size_t
spell(const struct dump *dump, size_t first, size_t end, struct span title)
{
	size_t bytes = 0;

	for (size_t last = first + 1; last <= end; last++) {
		bytes += dump->blocks[last - 1].text.len;
		if (bytes > 2 * title.len || last > first + MAX_PIECES)
			break;
		if (dump_parts_same(
			title, dump_parts_whole(
				   dump, (struct dump_range){ first, last })))
			return last;
	}
	return first;
}

/* The title in the page's own, "TITLE - PubMed"; SPAN_NONE. */
static struct span
page_title(const struct dump *dump, size_t before)
{
	for (size_t i = 0; i < before; i++) {
		struct span text = dump->blocks[i].text;

		if (span_ends(text, SPAN(" - PubMed")) && text.len > 20 &&
		    memchr(text.ptr, ':', 9) == NULL &&
		    !span_starts(text, SPAN("1 selected item")))
			return span_first(text, text.len - 9);
	}
	return SPAN_NONE;
}

/* Where the text of block `index` stands again, up to `end`; or `end`. */
static size_t
find_again(const struct dump *dump, size_t index, size_t end)
{
	size_t i;

	for (i = index + 1; i < end; i++)
		if (span_equal(dump->blocks[i].text, dump->blocks[index].text))
			break;
	return i;
}

/*
 * A title in pieces ends where its second copy goes on otherwise; a name that
 * follows in both is told by "et al." or the full stop behind it.
 */
static size_t
end_of_pieces(const struct dump *dump, size_t first, size_t end)
{
	size_t again = find_again(dump, first, end), run = 0;

	if (again == end)
		return first + 1;
	while (first + run < again && again + run < end &&
	       span_equal(dump->blocks[first + run].text,
		   dump->blocks[again + run].text))
		run++;
	if (run > 1 && again + run < end &&
	    (has_key(dump, again + run, "etal") ||
		dump->blocks[again + run].text.ptr[0] == '.'))
		run--;
	return first + (run == 0 ? 1 : run);
}

static void
find_title(struct dump_parts *parts, size_t from)
{
	const struct dump *dump = parts->dump;
	struct dump_range *title = &parts->title;
	struct span whole;
	size_t last;

	while (from < parts->body && is_before_title(&dump->blocks[from]))
		from++;
	*title = (struct dump_range){ from, from };
	if (from >= parts->body || dump->blocks[from].section != DUMP_NONE)
		return;
	title->end = from + 1;
	if (!dump->fragments)
		return;
	whole = page_title(dump, from);
	last = whole.ptr == NULL ? from : spell(dump, from, parts->body, whole);
	title->end =
	    last > from ? last : end_of_pieces(dump, from, parts->body);
	/* A language's note is no part of it. */
	for (last = title->first + 1; last < title->end; last++)
		if (span_starts(dump->blocks[last].text, SPAN("[Article in")))
			title->end = last;
}

/* The second heading, with the authors and the citation cut short. */
static void
find_second(struct dump_parts *parts)
{
	const struct dump *dump = parts->dump;
	struct dump_range title = parts->title;
	size_t count = title.end - title.first, i, k;

	parts->full = (struct dump_range){ title.end, parts->body };
	parts->again = (struct dump_range){ parts->body, parts->body };
	if (count == 0)
		return;
	for (i = title.end; i + count <= parts->body; i++) {
		for (k = 0; k < count; k++)
			if (!dump_parts_same(dump->blocks[i + k].text,
				dump->blocks[title.first + k].text))
				break;
		if (k < count)
			continue;
		parts->full.end = i;
		parts->again.first = i + count;
		return;
	}
}

bool
dump_parts_find(struct dump_parts *parts, struct dump *dump,
    const struct dump_patterns *patterns)
{
	size_t at, from;

	*parts = (struct dump_parts){ .dump = dump, .patterns = patterns };
	mark_blocks(dump);
	at = find_citation(parts);
	from = parts->has_citation ? at + 1 : 0;
	parts->cited = (struct dump_range){ at, from };
	if (!parts->has_citation) {
		size_t sign = find_sign(dump);

		if (sign == dump->count)
			return false;
		parts->cited = (struct dump_range){ 0, 0 };
	}
	parts->body = find_body(dump, from);
	find_title(parts, from);
	if (parts->has_citation)
		parts->cited.end = parts->title.first;
	find_second(parts);
	return true;
}

/* Where the section that begins behind block `first` ends. */
static size_t
end_of(const struct dump *dump, size_t first)
{
	size_t i;

	for (i = first; i < dump->count; i++)
		if (dump->blocks[i].section != DUMP_NONE)
			break;
	return i;
}

struct dump_range
dump_parts_next(
    const struct dump_parts *parts, enum dump_section section, size_t from)
{
	const struct dump *dump = parts->dump;

	for (size_t i = from; i < dump->count; i++)
		if (dump->blocks[i].section == (int)section &&
		    has_content(dump, i))
			return (
			    struct dump_range){ i + 1, end_of(dump, i + 1) };
	return (struct dump_range){ 0, 0 };
}

struct dump_range
dump_parts_section(const struct dump_parts *parts, enum dump_section section)
{
	return dump_parts_next(parts, section, parts->body);
}
