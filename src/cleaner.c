/*
 * Any page without its chrome: which way it is read, whether anything is left
 * of it, and which room writes it down.  What is chrome is known in clean/,
 * what an article is in pubmed/, what a format looks like in output/.
 */
#include "cleaner.h"

#include "clean/meta.h"
#include "clean/score.h"
#include "clean/title.h"
#include "html/address.h"
#include "html/text.h"
#include "html/thin.h"
#include "output/article.h"
#include "output/html.h"
#include "output/links.h"
#include "output/markdown.h"
#include "output/plain.h"

/* A page with no more words than this is written once to see what is left. */
#define FEW_WORDS 20

/* With no more words than this, a page with scripts is made by these. */
#define SCRIPTED_WORDS 50

/* The mark of what no rule dropped, but its words; PAGE_REPEATED is apart. */
#define SCORED 0x7f
#define SCORED_NAME "words that are no content"

/* Levels of headings of which one may be the title's. */
#define HEADINGS 3

/* A longer text is not written. */
#define MAX_OUTPUT ((size_t)1 << 30)

/* The words of a page, kept and in all. */
struct tally {
	size_t kept;
	size_t all;
	bool cut; /* the end of the page is missing */
};

static const char *const profiles[] = { "auto", "pubmed", "pmc", "bookshelf",
	"generic" };

const char *
cleaner_profile(enum psc_profile profile)
{
	return profiles[profile];
}

/* Is `part` at `at` in `text`? */
static bool
stands_at(struct span text, size_t at, const char *part)
{
	return span_starts(span_from(text, at), span_of(part));
}

/* Does one of the parts, which all begin with `first`, stand in the text? */
static bool
holds_one(struct span text, char first, const char *const *parts)
{
	const char *hit;
	size_t at = 0;

	while (at < text.len) {
		hit = memchr(text.ptr + at, first, text.len - at);
		if (hit == NULL)
			return false;
		at = (size_t)(hit - text.ptr);
		for (size_t i = 0; parts[i] != NULL; i++)
			if (stands_at(text, at, parts[i]))
				return true;
		at++;
	}
	return false;
}

/*
 * May it be an article page of PubMed?  Asked of the bytes, as most pages are
 * not: the ends of the ids that the rules look for, or classes of the layout
 * before 2020, then a name of the site.
 */
static bool
is_maybe_pubmed(struct span text)
{
	static const char *const ids[] = { "-details", "-article-pmid",
		"-view-heading", NULL };
	static const char *const names[] = { "pubmed", "pmid", NULL };
	static const char *const old[] = { "rprt ", "rprt\"", "rprt'", NULL };
	static const char *const oldest[] = { "abstitle", NULL };

	return (holds_one(text, '-', ids) || holds_one(text, 'r', old) ||
		   holds_one(text, 'a', oldest)) &&
	       holds_one(text, 'p', names);
}

/*
 * How long a character that belongs to no word is; 0: it belongs to one.
 * Blanks and marks of general punctuation are none, nor are the pictures that
 * fonts put into the private use area.
 */
static size_t
gap_len(struct span text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr + at;
	size_t left = text.len - at;

	if (bytes[0] < 0x80)
		return span_is_alpha(text.ptr[at]) ||
			       span_is_digit(text.ptr[at])
			   ? 0
			   : 1;
	if (bytes[0] == 0xc2 && left >= 2)
		return 2;
	if (left < 3)
		return 0;
	if (bytes[0] == 0xe2 && (bytes[1] == 0x80 || bytes[1] == 0x81))
		return 3;
	if (bytes[0] == 0xee ||
	    (bytes[0] == 0xef && (bytes[1] <= 0xa3 || bytes[1] >= 0xbb)))
		return 3;
	return 0;
}

/* How many words stand in a text, up to `most`. */
static size_t
count_text(struct span text, size_t most)
{
	size_t count = 0, at = 0, len;
	bool inside = false;

	while (at < text.len && count < most) {
		len = gap_len(text, at);
		if (len == 0 && !inside)
			count++;
		inside = len == 0;
		at += len == 0 ? 1 : len;
	}
	return count;
}

/* Is it an element of that tag? */
static bool
is_tag(const struct dom_node *node, uint16_t tag)
{
	return (node->flags & DOM_TEXT) == 0 && node->tag == tag;
}

/*
 * Counts words, as far as it takes to know that more than a few are kept; all
 * of them where few are.
 */
static struct tally
count_words(const struct document *document)
{
	const struct dom *dom = document->dom;
	const uint16_t head = dom_tag(SPAN("head"));
	struct tally words = { 0, 0, false };
	uint32_t at = 0;
	size_t count;

	while (at < dom->count && words.kept <= SCRIPTED_WORDS) {
		const struct dom_node *node = &dom->nodes[at];

		if ((node->flags & DOM_HIDDEN) != 0 || is_tag(node, head)) {
			at = node->end;
			continue;
		}
		at++;
		if ((node->flags & DOM_TEXT) == 0)
			continue;
		count = count_text(node->text, SIZE_MAX);
		words.all += count;
		if (document->marks == NULL || document->marks[at - 1] == 0)
			words.kept += count;
	}
	return words;
}

/* The text, whose lines are filled up to `width` columns. */
static struct span
plain_text(struct arena *arena, const struct document *document, size_t width)
{
	struct buffer out;

	buffer_init(&out, arena, MAX_OUTPUT);
	plain_write(&out, arena, document, width);
	return buffer_text(&out);
}

/* Few words may all be such that no writer writes them: labels of buttons. */
static bool
is_empty(struct psc *reader, struct tally *words)
{
	struct arena *arena = &reader->page_arena;
	struct arena_mark mark = arena_mark(arena);

	if (words->kept > 0 && words->kept <= FEW_WORDS &&
	    count_text(plain_text(arena, &reader->document, 0), 1) == 0)
		words->kept = 0;
	arena_back(arena, mark);
	return words->kept == 0;
}

static bool
has_scripts(struct span text)
{
	static const char *const tags[] = { "<script", "<SCRIPT", NULL };

	return holds_one(text, '<', tags);
}

/* Says why nothing is left. */
static enum psc_status
complain_empty(struct psc *reader, const struct tally *words)
{
	struct error *error = &reader->error;

	if (words->all == 0 && words->cut)
		error_set(
		    error, "no text in it; the end of the page is missing");
	else if (words->all <= SCRIPTED_WORDS &&
		 has_scripts(reader->input.text))
		error_set(error,
		    "no text: the page is built by scripts when it is opened; "
		    "save it from the browser after it has loaded");
	else if (words->all > 0)
		error_set(error,
		    "nothing but navigation and notices: %zu word%s dropped",
		    words->all, words->all == 1 ? "" : "s");
	else
		error_set(error, "the page has no text");
	return PSC_NO_CONTENT;
}

/* What the record says, as a page. */
static void
take_record(struct psc *reader)
{
	const struct record *record = &reader->record;

	reader->found = PSC_PROFILE_PUBMED;
	reader->tree = article_tree(&reader->page_arena, record);
	reader->document = (struct document){ .dom = &reader->tree,
		.title = record->title,
		.language = SPAN("en") };
}

/*
 * By which rules the page is cleaned: as was asked, or as it says.  One of
 * PubMed's that gave no record is a page like others.
 */
static enum psc_profile
profile_of(struct psc *reader)
{
	if (reader->profile != PSC_PROFILE_AUTO)
		return reader->profile;
	switch (clean_profile(reader->page_rules, &reader->index)) {
	case CLEAN_PMC:
		return PSC_PROFILE_PMC;
	case CLEAN_BOOKSHELF:
		return PSC_PROFILE_BOOKSHELF;
	default:
		return PSC_PROFILE_GENERIC;
	}
}

static enum clean_profile
rules_of(enum psc_profile profile)
{
	if (profile == PSC_PROFILE_PMC)
		return CLEAN_PMC;
	return profile == PSC_PROFILE_BOOKSHELF ? CLEAN_BOOKSHELF
						: CLEAN_GENERIC;
}

/* Marks the tree that was parsed. */
static void
mark_page(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;

	select_index(arena, &reader->dom, &reader->index);
	reader->found = profile_of(reader);
	clean_mark(arena, reader->page_rules, rules_of(reader->found),
	    &reader->index, &reader->clean);
	if (reader->found == PSC_PROFILE_GENERIC)
		score_mark(arena, reader->score, &reader->dom, SCORED,
		    reader->clean.marks);
	reader->document = (struct document){ .dom = &reader->dom,
		.marks = reader->clean.marks };
}

/*
 * The tree of the text, without what nobody reads.  A second document in it
 * is more of the first, as browsers have it: pages are made of pieces that
 * are whole documents.
 */
static enum psc_status
parse_document(struct psc *reader, struct span text, struct limit *limit)
{
	struct arena *arena = &reader->page_arena;
	bool cut = false;
	struct thin thin;

	if (reader->whole) {
		limit_apply(arena, text, LIMIT_ALL, limit);
		reader_warn_of_input(reader, limit);
		return reader_parse(reader, limit->text, NULL, &cut);
	}
	thin_apply(arena, text, &thin);
	*limit = thin.limit;
	reader_warn_of_input(reader, limit);
	return reader_parse(reader, thin.text, &thin.apart, &cut);
}

/* Cleans the text, and counts what is left. */
static enum psc_status
read_document(struct psc *reader, struct span text, struct tally *words)
{
	enum psc_status status;
	struct limit limit;

	status = parse_document(reader, text, &limit);
	if (status != PSC_OK)
		return status;
	mark_page(reader);
	*words = count_words(&reader->document);
	words->cut = reader->input.cut || limit.unfinished;
	return is_empty(reader, words) ? complain_empty(reader, words) : PSC_OK;
}

/* Does a tag of `noscript` begin at `at`?  Gives the place of its name. */
static size_t
find_noscript(struct span text, size_t at)
{
	const struct span name = SPAN("noscript");
	size_t from = at + 1 + stands_at(text, at, "</");

	if (span_equal_nocase(
		span_first(span_from(text, from), name.len), name) &&
	    from + name.len < text.len &&
	    (text.ptr[from + name.len] == '>' ||
		span_is_space(text.ptr[from + name.len])))
		return from;
	return 0;
}

/*
 * A copy of the page in which each `noscript` is a `div`, and how many words
 * are in these: what a browser without scripts would show.
 */
static struct span
open_noscripts(struct arena *arena, struct span text, size_t *words)
{
	char *copy = arena_alloc(arena, text.len + 1);
	bool inside = false, in_tag = false;
	size_t from = 0, at = 0, name;

	*words = 0;
	memcpy(copy, text.ptr, text.len);
	for (; at < text.len; at++) {
		if (text.ptr[at] != '<' && text.ptr[at] != '>')
			continue;
		if (inside && !in_tag)
			*words += count_text(
			    span_first(span_from(text, from), at - from),
			    SIZE_MAX);
		in_tag = text.ptr[at] == '<';
		from = at + 1;
		name = in_tag ? find_noscript(text, at) : 0;
		if (name == 0)
			continue;
		inside = name == at + 1;
		memcpy(copy + name, "div     ", 8);
	}
	return (struct span){ copy, text.len };
}

/* The text as long as the reader needs it: the tree has pieces of it. */
static struct span
own_text(struct psc *reader)
{
	if (reader->lent)
		reader->input.text =
		    arena_copy(&reader->page_arena, reader->input.text);
	reader->lent = false;
	return reader->input.text;
}

/*
 * Cleans the input.  Where scripts build a page, what stands in its `noscript`
 * may be the whole of it: that is read where little else is there.
 */
static enum psc_status
read_any(struct psc *reader)
{
	const struct record before = reader->record;
	struct span text = own_text(reader);
	enum psc_status status;
	struct tally words = { 0, 0, false };
	size_t more;

	status = read_document(reader, text, &words);
	if ((status != PSC_OK && status != PSC_NO_CONTENT) ||
	    words.kept > SCRIPTED_WORDS)
		return status;
	text = open_noscripts(&reader->page_arena, text, &more);
	if (more <= SCRIPTED_WORDS || more <= 2 * words.kept)
		return status;
	reader->record = before;
	reader->error.message[0] = '\0';
	return read_document(reader, text, &words);
}

enum psc_status
cleaner_read(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;
	const struct record before = reader->record;
	const struct arena_mark mark = arena_mark(arena);
	const bool asked = reader->profile == PSC_PROFILE_PUBMED;
	enum psc_status status;

	const bool plain = reader->input.plain;

	if (asked || plain ||
	    (reader->profile == PSC_PROFILE_AUTO &&
		is_maybe_pubmed(reader->input.text))) {
		status = reader_record(reader);
		if (status == PSC_OK)
			take_record(reader);
		if (asked || plain || status != PSC_NOT_AN_ARTICLE)
			return status;
		arena_back(arena, mark);
		reader->record = before;
		reader->error.message[0] = '\0';
	}
	return read_any(reader);
}

bool
cleaner_is_address(struct span address)
{
	size_t scheme;

	if (span_equal_nocase(span_first(address, 7), SPAN("http://")))
		scheme = 7;
	else if (span_equal_nocase(span_first(address, 8), SPAN("https://")))
		scheme = 8;
	else
		return false;
	if (address.len <= scheme ||
	    memchr("/?#", address.ptr[scheme], 3) != NULL)
		return false;
	for (size_t i = 0; i < address.len; i++)
		if ((unsigned char)address.ptr[i] <= ' ' ||
		    address.ptr[i] == 0x7f)
			return false;
	return true;
}

/* What the page's `<base>` says, or SPAN_NONE. */
static struct span
base_element(const struct dom *dom)
{
	const uint16_t base = dom_tag(SPAN("base"));
	const uint16_t body = dom_tag(SPAN("body"));
	struct span href;

	for (uint32_t at = 0; at < dom->count; at++) {
		if (is_tag(&dom->nodes[at], body))
			break;
		if (!is_tag(&dom->nodes[at], base))
			continue;
		href = dom_attribute(dom, at, SPAN("href"));
		if (href.ptr != NULL)
			return href;
	}
	return SPAN_NONE;
}

/* Is the page a copy, whose relative links are of files beside it? */
static bool
is_copy(const struct psc *reader)
{
	const struct saved *saved = &reader->input.saved;

	return !saved->source && reader->address.ptr == saved->address.ptr;
}

/*
 * The address against which links are resolved, encoded as these are: the
 * page's own comes first.
 */
static struct span
base_of(struct psc *reader)
{
	struct arena *arena = &reader->out_arena;
	struct span base = reader->base, own;

	if (base.ptr == NULL && !is_copy(reader))
		base = reader->address;
	if (base.ptr != NULL)
		base = address_resolve(arena, SPAN_NONE, base);
	if (reader->found == PSC_PROFILE_PUBMED)
		return base;
	own = base_element(&reader->dom);
	if (own.ptr == NULL)
		return base;
	own = address_resolve(arena, base, text_fold(arena, own));
	return cleaner_is_address(own) ? own : base;
}

/* What the page says of itself: the record does, or its mark-up. */
static struct meta
meta_of(struct psc *reader)
{
	const struct record *record = &reader->record;
	const struct record_author *authors = record->authors.items;
	struct arena *arena = &reader->out_arena;
	struct meta meta = { .title = record->title };
	struct buffer names;

	if (reader->found != PSC_PROFILE_PUBMED) {
		meta_read(arena, &reader->index, &meta);
		return meta;
	}
	buffer_init(&names, arena, MAX_OUTPUT);
	for (size_t i = 0; i < record->authors.count; i++) {
		if (i > 0)
			buffer_add(&names, SPAN(", "));
		buffer_add(&names, authors[i].name);
	}
	if (record->authors.count > 0)
		meta.byline = buffer_text(&names);
	meta.published = record->citation.date;
	meta.site = SPAN("PubMed");
	meta.language = reader->document.language;
	meta.url = record->page.url;
	return meta;
}

struct cleaner_scored
cleaner_scored(const struct psc *reader)
{
	const struct dom_node *nodes = reader->dom.nodes;
	const uint8_t *marks = reader->clean.marks;
	struct cleaner_scored scored = { SCORED, SCORED_NAME, { 0, 0 } };

	if (reader->found != PSC_PROFILE_GENERIC)
		return scored;
	for (uint32_t at = 1; at < reader->dom.count; at++) {
		if (marks[at] != SCORED)
			continue;
		scored.sum.blocks += marks[nodes[at].parent] != SCORED;
		if ((nodes[at].flags & DOM_TEXT) != 0)
			scored.sum.bytes += nodes[at].text.len;
	}
	return scored;
}

/* What the rules dropped, in their order, and what the scoring did. */
static void
list_removed(struct psc *reader, struct cleaned *cleaned)
{
	const struct clean_rule *rules = clean_table();
	const struct clean_sum *sums = reader->clean.sums;
	const struct cleaner_scored scored = cleaner_scored(reader);
	struct arena *arena = &reader->out_arena;

	for (size_t i = 0; rules[i].name != NULL; i++)
		if (sums[i].blocks > 0)
			cleaned_add_removed(arena, cleaned, rules[i].name,
			    sums[i].blocks, sums[i].bytes);
	if (scored.sum.blocks > 0)
		cleaned_add_removed(arena, cleaned, scored.name,
		    scored.sum.blocks, scored.sum.bytes);
}

/* The level of a heading; 0: it is none, or is not kept. */
static unsigned
kept_heading(const struct document *document, const uint16_t *tags, uint32_t at)
{
	if (document->marks != NULL && document->marks[at] != 0)
		return 0;
	for (unsigned i = 0; i < HEADINGS; i++)
		if (is_tag(&document->dom->nodes[at], tags[i]))
			return i + 1;
	return 0;
}

/* Is it a text that is kept, and says something? */
static bool
is_kept_text(const struct document *document, uint32_t at)
{
	const struct dom_node *node = &document->dom->nodes[at];

	return (node->flags & DOM_TEXT) != 0 &&
	       (document->marks == NULL || document->marks[at] == 0) &&
	       span_trim(node->text).len > 0;
}

/*
 * Is a heading of level 1 kept that says something, or does the page begin
 * with one of another level that is the title?
 */
static bool
has_heading(
    struct arena *arena, const struct document *document, struct span title)
{
	const struct dom *dom = document->dom;
	const uint16_t head = dom_tag(SPAN("head"));
	const uint16_t tags[HEADINGS] = { dom_tag(SPAN("h1")),
		dom_tag(SPAN("h2")), dom_tag(SPAN("h3")) };
	bool begun = title.ptr == NULL;
	struct span text;
	unsigned level;

	for (uint32_t at = 0; at < dom->count; at++) {
		if ((dom->nodes[at].flags & DOM_HIDDEN) != 0 ||
		    is_tag(&dom->nodes[at], head)) {
			at = dom->nodes[at].end - 1;
			continue;
		}
		level = kept_heading(document, tags, at);
		if (level == 1 || (level > 1 && !begun)) {
			text = text_of(arena, dom, at, document->marks);
			if (level == 1 ? text.len > 0 : title_same(text, title))
				return true;
		}
		begun = begun || is_kept_text(document, at);
	}
	return false;
}

static enum psc_status
write_json(struct psc *reader, const struct document *document,
    const struct meta *meta, bool indent, struct span *text)
{
	struct arena *arena = &reader->out_arena;
	struct document bare = *document;
	struct cleaned cleaned;
	struct buffer markdown;

	cleaned_init(&cleaned);
	cleaned.page = reader->record.page;
	cleaned.profile = span_of(cleaner_profile(reader->found));
	cleaned.title = meta->title;
	cleaned.byline = meta->byline;
	cleaned.published = meta->published;
	cleaned.site = meta->site;
	cleaned.language = meta->language;
	cleaned.warnings = reader->record.warnings;
	if (reader->found != PSC_PROFILE_PUBMED) {
		cleaned.page.kind = cleaned.profile;
		cleaned.page.url =
		    meta->url.ptr == NULL ? reader->address : meta->url;
	}
	buffer_init(&markdown, arena, MAX_OUTPUT);
	markdown_write(&markdown, arena, document);
	cleaned.markdown = buffer_text(&markdown);
	if (markdown.full)
		return PSC_NO_MEMORY;
	bare.heading = SPAN_NONE;
	cleaned.text = plain_text(arena, &bare, 0);
	if (!links_read(arena, document, &cleaned))
		cleaned_warn(arena, &cleaned, "limit",
		    SPAN("the page has more links or images than are listed"));
	list_removed(reader, &cleaned);
	return json_cleaned(arena, &cleaned, indent, text);
}

enum psc_status
cleaner_write(struct psc *reader, enum psc_format format, struct span *text)
{
	struct arena *arena = &reader->out_arena;
	struct document document = reader->document;
	struct buffer out;
	struct meta meta;

	document.base = base_of(reader);
	buffer_init(&out, arena, MAX_OUTPUT);
	if (format == PSC_FORMAT_TEXT) {
		plain_write(&out, arena, &document, reader->width);
	} else {
		meta = meta_of(reader);
		document.title = meta.title;
		document.language = meta.language;
		if (!has_heading(arena, &document, meta.title))
			document.heading = meta.title;
		if (format == PSC_FORMAT_JSON || format == PSC_FORMAT_JSONL)
			return write_json(reader, &document, &meta,
			    format == PSC_FORMAT_JSON, text);
		if (format == PSC_FORMAT_HTML)
			html_write(&out, arena, &document);
		else
			markdown_write(&out, arena, &document);
	}
	*text = buffer_text(&out);
	if (out.full)
		return PSC_NO_MEMORY;
	if (text->len > 0)
		return PSC_OK;
	error_set(&reader->error, "the page has no text");
	return PSC_NO_CONTENT;
}
