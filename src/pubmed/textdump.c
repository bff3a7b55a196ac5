/*
 * From a text to the record: its lines become blocks, the blocks parts of an
 * article, and each part is read.  This file decides whether there is an
 * article at all; how lines and parts are told is known by the others.
 */
#include "pubmed/textdump.h"

#include <stdlib.h>

#include "pubmed/citation.h"
#include "pubmed/dump_body.h"
#include "pubmed/dump_figures.h"
#include "pubmed/dump_flat.h"
#include "pubmed/dump_head.h"
#include "pubmed/dump_lines.h"
#include "pubmed/dump_lists.h"
#include "pubmed/dump_parts.h"
#include "pubmed/dump_references.h"

/* Signs of an article that a text must have. */
#define SIGNS_ENOUGH 3

struct textdump {
	struct citation_patterns *citations;
	struct dump_patterns *patterns;
};

void
textdump_free(struct textdump *dump)
{
	if (dump == NULL)
		return;
	citation_patterns_free(dump->citations);
	dump_parts_forget(dump->patterns);
	free(dump);
}

struct textdump *
textdump_new(void)
{
	struct textdump *dump = calloc(1, sizeof(*dump));

	if (dump == NULL)
		return NULL;
	dump->citations = citation_patterns_new();
	dump->patterns = dump_parts_learn();
	if (dump->citations == NULL || dump->patterns == NULL) {
		textdump_free(dump);
		dump = NULL;
	}
	return dump;
}

/* How much speaks for an article: headings, ids, a citation line. */
static size_t
signs_of(const struct dump_parts *parts)
{
	const struct dump *dump = parts->dump;
	unsigned long seen = 0;
	size_t signs = parts->has_citation;

	for (size_t i = 0; i < dump->count; i++) {
		const struct dump_block *block = &dump->blocks[i];

		if (span_starts(block->text, SPAN("PMID:")))
			seen |= 1;
		if (span_starts(block->text, SPAN("PMCID:")) ||
		    span_starts(block->text, SPAN("DOI:")) ||
		    span_starts(block->text, SPAN("doi:")))
			seen |= 2;
		if (block->section != DUMP_NONE && block->section != DUMP_FOOT)
			seen |= 4UL << block->section;
	}
	for (; seen != 0; seen &= seen - 1)
		signs++;
	return signs;
}

static bool
holds(struct span text, const char *phrase)
{
	struct span wanted = span_of(phrase);

	while (text.len >= wanted.len) {
		const char *next = memchr(text.ptr, wanted.ptr[0], text.len);

		if (next == NULL)
			break;
		text = span_from(text, (size_t)(next - text.ptr));
		if (span_starts(text, wanted))
			return true;
		text = span_from(text, 1);
	}
	return false;
}

/*
 * A full text at PMC has an article's headings, ids and citation as well, but
 * in other places: its title would be read from a menu.  PubMed's pages have
 * none of these words.
 */
static bool
is_full_text(struct span text)
{
	static const char *const phrases[] = { "Find articles by",
		"Search PMC Full-Text Archive", "View in NLM Catalog",
		"PMC Copyright Notice", "PMC Disclaimer",
		"Copyright and License information", "Article notes" };
	size_t seen = 0;

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		seen += holds(text, phrases[i]);
	return seen >= 2;
}

/* Other articles' ids stand there. */
static bool
is_notice(struct span text)
{
	const char *kind;

	for (size_t i = 0; i < dump_rules_notices(); i++)
		if (span_starts(text, span_of(dump_rules_notice(i, &kind))))
			return true;
	return false;
}

/*
 * Above the abstract, PubMed has the title before the ids, the PMID before the
 * PMCID, and the ids of one article.  A full text and a list of results do not.
 */
static bool
has_order(const struct dump_parts *parts)
{
	struct span id = SPAN_NONE;
	bool seen = false;

	for (size_t i = 0; i < parts->body; i++) {
		struct span text = parts->dump->blocks[i].text, other;

		if (is_notice(text))
			break;
		if (!seen && holds(text, "PMCID:") && !holds(text, "PMID:"))
			return false;
		if (!span_starts(text, SPAN("PMID:")))
			continue;
		if (parts->has_citation && i < parts->title.first)
			return false;
		seen = true;
		other = span_trim(span_from(text, 5));
		for (size_t k = 0; k < other.len; k++)
			if (!span_is_digit(other.ptr[k]))
				other.len = k;
		if (other.len == 0)
			continue;
		if (id.ptr != NULL && !span_equal(id, other))
			return false;
		id = other;
	}
	return true;
}

/* What no other site has, or a full text: an id's line, or its own lists. */
static bool
is_of_pubmed(const struct dump *dump)
{
	for (size_t i = 0; i < dump->count; i++) {
		const struct dump_block *block = &dump->blocks[i];

		if (block->section == DUMP_DISCLAIMER ||
		    block->section == DUMP_SIMILAR ||
		    block->section == DUMP_CITED_BY ||
		    block->section == DUMP_PUBLICATION_TYPES ||
		    block->section == DUMP_MESH ||
		    block->section == DUMP_LINKOUT ||
		    span_starts(block->text, SPAN("PMID:")))
			return true;
	}
	return false;
}

/*
 * reStructuredText, Textile, MediaWiki and Haddock are not read: their marks
 * would stand in every value.  A title shows them first.
 */
static bool
is_marked(struct span title)
{
	return span_starts(title, SPAN(".. ")) ||
	       span_starts(title, SPAN("= ")) ||
	       span_starts(title, SPAN("h1(")) ||
	       span_starts(title, SPAN("h1. "));
}

static enum psc_status
refuse(struct error *error, const char *message)
{
	error_set(error, "%s", message);
	return PSC_NOT_AN_ARTICLE;
}

static void
warn_of_references(struct arena *arena, struct record *record)
{
	const struct record_part *part = &record->references;
	size_t shown = part->items.count;

	if (part->complete)
		return;
	if (part->total > (int64_t)shown)
		record_warn(arena, record, "truncated-list",
		    arena_print(arena, "%zu of %lld references", shown,
			(long long)part->total));
	else
		record_warn(arena, record, "truncated-list",
		    arena_print(arena,
			"%zu references, as many as PubMed shows at first:"
			" there may be more",
			shown));
}

static void
warn(struct arena *arena, const struct dump *dump, struct record *record)
{
	warn_of_references(arena, record);
	if (!record->similar_articles.complete)
		record_warn(arena, record, "truncated-list",
		    SPAN("the text has not all similar articles"));
	if (!record->cited_by.complete)
		record_warn(arena, record, "truncated-list",
		    SPAN("the text has not all citing articles"));
	if (dump->cut)
		record_warn(arena, record, "limit",
		    SPAN("the end of a very long text was not read"));
}

/* Bytes of "> " at a line's beginning. */
static size_t
quote_of(struct span line)
{
	if (!span_starts(line, SPAN(">")))
		return 0;
	return span_starts(line, SPAN("> ")) ? 2 : 1;
}

/* A text of which every line is quoted, without the marks; else as it is. */
static struct span
unquote(struct arena *arena, struct span text)
{
	struct span rest = text;
	char *bytes;
	size_t len = 0;

	while (rest.len > 0) {
		const char *end = memchr(rest.ptr, '\n', rest.len);

		if (quote_of(rest) == 0)
			return text;
		if (end == NULL)
			break;
		rest = span_from(rest, (size_t)(end - rest.ptr) + 1);
	}
	bytes = arena_alloc(arena, text.len + 1);
	for (rest = text; rest.len > 0;) {
		const char *end;

		rest = span_from(rest, quote_of(rest));
		end = memchr(rest.ptr, '\n', rest.len);
		for (size_t i = end == NULL ? rest.len
					    : (size_t)(end - rest.ptr) + 1;
		     i > 0; i--) {
			bytes[len++] = rest.ptr[0];
			rest = span_from(rest, 1);
		}
	}
	return (struct span){ bytes, len };
}

enum psc_status
textdump_read(const struct textdump *dump, struct arena *arena,
    struct span text, struct record *record, struct error *error)
{
	struct dump lines;
	struct dump_parts parts;

	text = unquote(arena, text);
	text = dump_flat_break(arena, dump_parts_within(dump->patterns), text);
	dump_lines_read(&lines, arena, text);
	if (!dump_parts_find(&parts, &lines, dump->patterns) ||
	    signs_of(&parts) < SIGNS_ENOUGH || !is_of_pubmed(&lines))
		return refuse(error,
		    "plain text that does not look like the page of a "
		    "PubMed article");
	if (is_full_text(text) || !has_order(&parts))
		return refuse(error,
		    "plain text of a full text or of several articles, not "
		    "of an article's page at PubMed");
	dump_head_read(&parts, dump->citations, record);
	if (record->title.ptr == NULL)
		return refuse(error,
		    "plain text with parts of a PubMed page, but without "
		    "an article's title");
	if (is_marked(record->title))
		return refuse(
		    error, "plain text with marks that are not Markdown's");
	if (!parts.has_citation && record->pmid.ptr == NULL &&
	    record->doi.ptr == NULL)
		return refuse(error,
		    "plain text with parts of a PubMed page, but without "
		    "an article's citation or ids");
	dump_body_read(&parts, record);
	dump_figures_read(&parts, record);
	dump_references_read(&parts, record);
	dump_lists_read(&parts, record);
	record->page.kind = SPAN("pubmed-text");
	if (record->pmid.ptr != NULL)
		record->page.url =
		    arena_print(arena, "https://pubmed.ncbi.nlm.nih.gov/%.*s/",
			(int)record->pmid.len, record->pmid.ptr);
	warn(arena, &lines, record);
	return PSC_OK;
}

bool
textdump_is_page(struct span text)
{
	static const char *const tags[] = { "<!doctype", "<html", "<body",
		"<head" };

	while (text.len > 0) {
		const char *open = memchr(text.ptr, '<', text.len);

		if (open == NULL)
			break;
		text = span_from(text, (size_t)(open - text.ptr));
		for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
			struct span tag = span_of(tags[i]);

			if (span_equal_nocase(span_first(text, tag.len), tag))
				return true;
		}
		text = span_from(text, 1);
	}
	return false;
}
