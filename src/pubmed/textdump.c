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

static enum psc_status
refuse(struct error *error, const char *message)
{
	error_set(error, "%s", message);
	return PSC_NOT_AN_ARTICLE;
}

static void
warn(struct arena *arena, const struct dump *dump, struct record *record)
{
	if (!record->references.complete)
		record_warn(arena, record, "truncated-list",
		    arena_print(arena, "%zu of %lld references",
			record->references.items.count,
			(long long)record->references.total));
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

enum psc_status
textdump_read(const struct textdump *dump, struct arena *arena,
    struct span text, struct record *record, struct error *error)
{
	struct dump lines;
	struct dump_parts parts;

	text = dump_flat_break(arena, dump_parts_within(dump->patterns), text);
	dump_lines_read(&lines, arena, text);
	if (!dump_parts_find(&parts, &lines, dump->patterns) ||
	    signs_of(&parts) < SIGNS_ENOUGH)
		return refuse(error,
		    "plain text that does not look like the page of a "
		    "PubMed article");
	dump_head_read(&parts, dump->citations, record);
	if (record->title.ptr == NULL)
		return refuse(error,
		    "plain text with parts of a PubMed page, but without "
		    "an article's title");
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
