/* What stands over the abstract, but for the people. */
#include "pubmed/parts.h"

/* Without "doi:", the address of a resolver, or a full stop at the end. */
static struct span
bare_doi(struct span doi)
{
	static const char *const before[] = { "doi:", "https://", "http://",
		"dx.", "doi.org/", NULL };
	struct span prefix;

	for (size_t i = 0; before[i] != NULL; i++) {
		prefix = span_of(before[i]);
		if (span_equal_nocase(span_first(doi, prefix.len), prefix))
			doi = span_from(doi, prefix.len);
		while (doi.len > 0 && doi.ptr[0] == ' ')
			doi = span_from(doi, 1);
	}
	if (doi.len > 0 && doi.ptr[doi.len - 1] == '.')
		doi.len--;
	return doi.len == 0 ? SPAN_NONE : doi;
}

/* "PMC123" in capitals. */
static struct span
upper(struct arena *arena, struct span text)
{
	struct span copy;

	if (text.ptr == NULL)
		return text;
	copy = arena_copy(arena, text);
	for (size_t i = 0; i < copy.len; i++)
		if (copy.ptr[i] >= 'a' && copy.ptr[i] <= 'z')
			((char *)copy.ptr)[i] -= 32;
	return copy;
}

/* "Greek, Modern" is one name: does `rest` go on with such a word? */
static bool
goes_on(struct span rest)
{
	while (rest.len > 0 && rest.ptr[0] == ' ')
		rest = span_from(rest, 1);
	return span_starts(rest, SPAN("Modern")) ||
	       span_starts(rest, SPAN("Ancient")) ||
	       span_starts(rest, SPAN("Middle ")) ||
	       span_starts(rest, SPAN("Old "));
}

/* "English, Portuguese" */
static void
read_languages(struct page *page)
{
	struct span rest = page_value(page, RULE_LANGUAGES, 0), name;
	size_t len;

	while (rest.len > 0) {
		for (len = 0; len < rest.len; len++)
			if ((rest.ptr[len] == ',' || rest.ptr[len] == ';') &&
			    !goes_on(span_from(rest, len + 1)))
				break;
		name = span_first(rest, len);
		name = span_trim(name);
		if (name.len > 0)
			record_add_text(
			    page->arena, &page->record->languages, name);
		rest = span_from(rest, len + 1);
	}
}

void
heading_read(struct page *page, const struct citation_patterns *patterns)
{
	struct record *record = page->record;
	struct span volume, text;

	page_first(page, RULE_IDENTIFIER, 0);
	record->pmid = page_value(page, RULE_PMID, 0);
	record->pmcid = upper(page->arena, page_value(page, RULE_PMCID, 0));
	record->doi = bare_doi(page_value(page, RULE_DOI, 0));
	record->title = page_value(page, RULE_TITLE, 0);
	read_languages(page);
	record->article_type = page_value(page, RULE_ARTICLE_TYPE, 0);
	record->journal.title = page_value(page, RULE_JOURNAL_TITLE, 0);
	record->journal.abbreviation =
	    page_value(page, RULE_JOURNAL_ABBREVIATION, 0);
	volume = page_value(page, RULE_CITATION_VOLUME, 0);
	text = page_value(page, RULE_CITATION, 0);
	/* The date in the text is more exact, where it is one. */
	citation_date(page->arena, patterns,
	    page_value(page, RULE_CITATION_DATE, 0), &record->citation);
	page_first(page, RULE_CITATION_DOI, 0);
	citation_parse(page->arena, patterns, text, volume, &record->citation);
	record->citation.secondary = page_value(page, RULE_SECONDARY_DATE, 0);
	record->citation.ahead_of_print =
	    page_value(page, RULE_AHEAD_OF_PRINT, 0).ptr != NULL;
	record->access.label = page_value(page, RULE_ACCESS, 0);
	record->access.embargo_until = page_value(page, RULE_EMBARGO, 0);
}
