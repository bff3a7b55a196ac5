/*
 * Any page without its chrome: which way it is read, whether anything is left
 * of it, and which room writes it down.  What is chrome is known in clean/,
 * what an article is in pubmed/, what a format looks like in output/.
 */
#include "cleaner.h"

#include "html/text.h"
#include "output/article.h"
#include "output/html.h"
#include "output/markdown.h"
#include "output/plain.h"
#include "standin.h"

/* A page with no more words than this is written once to see what is left. */
#define FEW_WORDS 20

/* With no more words than this, a page with scripts is made by these. */
#define SCRIPTED_WORDS 50

/* A longer text is not written. */
#define MAX_OUTPUT ((size_t)1 << 30)

/* The words of a page, kept and in all. */
struct words {
	size_t kept;
	size_t all;
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
 * not: the ends of the ids that the rules look for, then a name of the site.
 */
static bool
is_maybe_pubmed(struct span text)
{
	static const char *const ids[] = { "-details", "-article-pmid",
		"-view-heading", NULL };
	static const char *const names[] = { "pubmed", "pmid", NULL };

	return holds_one(text, '-', ids) && holds_one(text, 'p', names);
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
 * Counts words, as far as it takes to know that some are kept; all of them
 * where none or few are.
 */
static struct words
count_words(const struct document *document)
{
	const struct dom *dom = document->dom;
	const uint16_t head = dom_tag(SPAN("head"));
	struct words words = { 0, 0 };
	uint32_t at = 0;
	size_t count;

	while (at < dom->count && words.kept <= FEW_WORDS) {
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
is_empty(struct psc *reader, struct words *words)
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
complain_empty(struct psc *reader, const struct words *words)
{
	struct error *error = &reader->error;

	if (words->all <= SCRIPTED_WORDS && has_scripts(reader->input.text))
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

/* Marks the tree that was parsed. */
static void
mark_page(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;

	select_index(arena, &reader->dom, &reader->index);
	reader->found = reader->profile;
	if (reader->found == PSC_PROFILE_AUTO)
		reader->found = PSC_PROFILE_GENERIC;
	clean_mark(arena, reader->clean_rules, &reader->index, &reader->clean);
	if (reader->found == PSC_PROFILE_GENERIC)
		score_mark(arena, &reader->index, &reader->clean);
	reader->document = (struct document){ .dom = &reader->dom,
		.marks = reader->clean.marks };
}

/* Cleans the first document of the input that has anything to read. */
static enum psc_status
read_documents(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;
	const struct record before = reader->record;
	struct span text = reader->input.text;
	struct words words, first = { 0, 0 };
	enum psc_status status;
	struct limit limit;
	bool several = false;
	bool cut = false;

	if (!reader->whole)
		text = thin_apply(arena, text);
	for (int document = 0; document < READER_DOCUMENTS; document++) {
		reader->record = before;
		limit_apply(arena, text, &limit);
		several |= limit.repeated;
		limit.repeated = several;
		reader_warn_of_input(reader, &limit);
		status = reader_parse(reader, limit.text, &cut);
		if (status != PSC_OK)
			return status;
		mark_page(reader);
		words = count_words(&reader->document);
		if (!is_empty(reader, &words))
			return PSC_OK;
		first.all = document == 0 ? words.all : first.all;
		if (limit.rest.len == 0)
			break;
		text = limit.rest;
	}
	return complain_empty(reader, &first);
}

enum psc_status
cleaner_read(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;
	const struct record before = reader->record;
	const struct arena_mark mark = arena_mark(arena);
	const bool asked = reader->profile == PSC_PROFILE_PUBMED;
	enum psc_status status;

	if (asked || (reader->profile == PSC_PROFILE_AUTO &&
			 is_maybe_pubmed(reader->input.text))) {
		status = reader_record(reader);
		if (status == PSC_OK)
			take_record(reader);
		if (asked || status != PSC_NOT_AN_ARTICLE)
			return status;
		arena_back(arena, mark);
		reader->record = before;
		reader->error.message[0] = '\0';
	}
	return read_documents(reader);
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
	if (address.len == scheme ||
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

/* The address against which links are resolved: the page's own comes first. */
static struct span
base_of(struct psc *reader)
{
	struct arena *arena = &reader->out_arena;
	struct span own = SPAN_NONE;

	if (reader->found != PSC_PROFILE_PUBMED)
		own = base_element(&reader->dom);
	if (own.ptr != NULL)
		own =
		    address_resolve(arena, reader->base, text_fold(arena, own));
	return cleaner_is_address(own) ? own : reader->base;
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

/* What the rules dropped, in their order. */
static void
list_removed(struct psc *reader, struct record_list *list)
{
	const struct clean_rule *rules = clean_table();
	const struct clean_sum *sums = reader->clean.sums;
	struct cleaned_removed *item;

	for (size_t i = 0; rules[i].name != NULL; i++) {
		if (sums[i].blocks == 0)
			continue;
		item = record_add(&reader->out_arena, list, sizeof(*item));
		item->rule = span_of(rules[i].name);
		item->count = (int64_t)sums[i].blocks;
		item->bytes = (int64_t)sums[i].bytes;
	}
}

static enum psc_status
write_json(struct psc *reader, const struct document *document,
    const struct meta *meta, bool indent, struct span *text)
{
	struct arena *arena = &reader->out_arena;
	struct cleaned cleaned = { .schema_version = PSC_SCHEMA_VERSION,
		.page = reader->record.page,
		.profile = span_of(cleaner_profile(reader->found)),
		.title = meta->title,
		.byline = meta->byline,
		.published = meta->published,
		.site = meta->site,
		.language = meta->language,
		.warnings = reader->record.warnings };
	struct buffer markdown;

	if (reader->found != PSC_PROFILE_PUBMED) {
		cleaned.page.kind = cleaned.profile;
		cleaned.page.url = meta->url;
	}
	buffer_init(&markdown, arena, MAX_OUTPUT);
	markdown_write(&markdown, arena, document);
	cleaned.markdown = buffer_text(&markdown);
	cleaned.text = plain_text(arena, document, 0);
	links_read(arena, document, &cleaned);
	list_removed(reader, &cleaned.removed);
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
