/* Other articles: similar ones, citing ones, and those of a notice. */
#include "html/text.h"
#include "pubmed/parts.h"

static void
read_item(struct page *page, uint32_t item, struct record_list *list)
{
	struct record_article *article;
	struct span text;
	uint32_t note;

	article = record_add(page->arena, list, sizeof(*article));
	article->pmid = page_value(page, RULE_ITEM_PMID, item);
	article->title = page_value(page, RULE_ITEM_TITLE, item);
	article->authors = page_value(page, RULE_ITEM_AUTHORS, item);
	article->citation = page_value(page, RULE_ITEM_CITATION, item);
	for (note = page_first(page, RULE_ITEM_NOTE, item); note != DOM_NONE;
	     note = page_next(page, RULE_ITEM_NOTE, item, note)) {
		text = page_value_at(page, RULE_ITEM_NOTE, note);
		if (text.ptr != NULL)
			record_add_text(page->arena, &article->notes, text);
	}
}

/* A list of articles, of which a page shows the first few. */
static void
read_list(
    struct page *page, enum rule_id rule, struct record_part *part, bool later)
{
	uint32_t section = page_first(page, rule, 0), item;

	if (section == DOM_NONE) {
		part->complete = !later;
		return;
	}
	for (item = page_first(page, RULE_ITEM, section); item != DOM_NONE;
	     item = page_next(page, RULE_ITEM, section, item))
		read_item(page, item, &part->items);
	part->total = page_number(page_value(page, RULE_LIST_AMOUNT, section));
	part->more_url = page_value(page, RULE_LIST_MORE, section);
	part->complete = part->more_url.ptr == NULL &&
			 !page_is_cut(page, section) &&
			 part->total <= (int64_t)part->items.count &&
			 page_first(page, RULE_LIST_REST, section) == DOM_NONE;
}

struct span
docsums_kind(struct arena *arena, struct span heading)
{
	char *bytes = arena_alloc(arena, heading.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < heading.len; i++) {
		char c = span_lower(heading.ptr[i]);

		if ((c >= 'a' && c <= 'z') || span_is_digit(c))
			bytes[len++] = c;
		else if (len > 0 && bytes[len - 1] != '_')
			bytes[len++] = '_';
	}
	while (len > 0 && bytes[len - 1] == '_')
		len--;
	return len == 0 ? SPAN_NONE : (struct span){ bytes, len };
}

static void
read_notice(struct page *page, uint32_t item, struct span heading)
{
	struct record_notice *notice;

	notice =
	    record_add(page->arena, &page->record->notices, sizeof(*notice));
	notice->heading = heading;
	notice->kind = docsums_kind(page->arena, heading);
	if (page_first(page, RULE_NOTICE_DOCSUM, item) == DOM_NONE) {
		notice->citation = page_text(page, item);
		return;
	}
	notice->pmid = page_value(page, RULE_ITEM_PMID, item);
	notice->title = page_value(page, RULE_ITEM_TITLE, item);
	notice->authors = page_value(page, RULE_ITEM_AUTHORS, item);
	notice->citation = page_value(page, RULE_ITEM_CITATION, item);
}

static void
read_notices(struct page *page)
{
	struct span heading;
	uint32_t block, item;

	for (block = page_first(page, RULE_NOTICE, 0); block != DOM_NONE;
	     block = page_next(page, RULE_NOTICE, 0, block)) {
		heading = page_value(page, RULE_NOTICE_HEADING, block);
		if (heading.len > 0 && heading.ptr[heading.len - 1] == ':')
			heading.len--;
		for (item = page_first(page, RULE_NOTICE_ITEM, block);
		     item != DOM_NONE;
		     item = page_next(page, RULE_NOTICE_ITEM, block, item))
			read_notice(page, item, heading);
	}
}

void
docsums_read(struct page *page)
{
	struct record *record = page->record;
	bool later = page_first(page, RULE_LISTS_LATER, 0) != DOM_NONE;

	read_list(page, RULE_SIMILAR, &record->similar_articles, later);
	read_list(page, RULE_CITED_BY, &record->cited_by, later);
	read_notices(page);
}
