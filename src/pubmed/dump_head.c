/*
 * Reads the head of an article.  Dumps hold it once or twice, the second time
 * cut short; each value is taken where it is surest.
 */
#include "pubmed/dump_head.h"

#include "pubmed/dump_people.h"
#include "pubmed/dump_text.h"

/* Blocks above the citation that may hold the journal's name. */
#define ABOVE 16

#define MAX_JOURNAL 150

static struct span
first_word(struct span text)
{
	size_t len = 0;

	text = span_trim(text);
	while (len < text.len && text.ptr[len] != ' ')
		len++;
	return len == 0 ? SPAN_NONE : span_first(text, len);
}

static struct span
without_stop(struct span text)
{
	while (text.len > 0 &&
	       (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == ','))
		text.len--;
	return text.len == 0 ? SPAN_NONE : text;
}

/* The word behind `label` in block `index`, or in the one after it. */
static struct span
value_of(const struct dump *dump, size_t index, const char *label)
{
	struct span text = dump->blocks[index].text;
	size_t at = dump_text_find(text, label);

	if (at == text.len)
		return SPAN_NONE;
	text = first_word(span_from(text, at + strlen(label)));
	if (text.ptr == NULL && index + 1 < dump->count)
		text = first_word(dump->blocks[index + 1].text);
	return text;
}

static bool
is_number(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!span_is_digit(text.ptr[i]))
			return false;
	return text.len > 0 && text.len <= 9;
}

/* The digits at the beginning. */
static struct span
digits_of(struct span text)
{
	size_t len = 0;

	while (len < text.len && span_is_digit(text.ptr[len]))
		len++;
	return len > 0 && len <= 9 ? span_first(text, len) : SPAN_NONE;
}

static struct span
upper(struct arena *arena, struct span text)
{
	char *bytes = arena_alloc(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		bytes[i] = (char)(text.ptr[i] >= 'a' && text.ptr[i] <= 'z'
				      ? text.ptr[i] - 32
				      : text.ptr[i]);
	return (struct span){ bytes, text.len };
}

static void
read_ids(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;
	struct span value;

	for (size_t i = parts->cited.first; i < parts->body; i++) {
		value = value_of(dump, i, "PMID:");
		if (record->pmid.ptr == NULL && is_number(without_stop(value)))
			record->pmid = without_stop(value);
		value = value_of(dump, i, "PMCID:");
		if (record->pmcid.ptr == NULL && value.ptr != NULL &&
		    value.len > 3 &&
		    span_equal_nocase(span_first(value, 3), SPAN("PMC")))
			record->pmcid = upper(dump->arena, without_stop(value));
		value = value_of(dump, i, "doi:");
		if (value.ptr == NULL)
			value = value_of(dump, i, "DOI:");
		if (record->doi.ptr == NULL && span_starts(value, SPAN("10.")))
			record->doi = without_stop(value);
	}
}

/* A PMID that the page around the article gives away. */
static void
find_pmid(const struct dump_parts *parts, struct record *record)
{
	static const char *const signs[] = { "1 selected item: ", "cauthor_id=",
		"pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/" };
	const struct dump *dump = parts->dump;

	for (size_t i = 0; i < parts->body && record->pmid.ptr == NULL; i++) {
		const struct dump_block *block = &dump->blocks[i];

		for (size_t k = 0; k < 4 && record->pmid.ptr == NULL; k++) {
			size_t len = strlen(signs[k]);
			struct span text = block->text;

			record->pmid = digits_of(span_from(
			    text, dump_text_find(text, signs[k]) + len));
			for (size_t j = 0;
			     j < block->link_count && record->pmid.ptr == NULL;
			     j++) {
				text = block->links[j].url;
				record->pmid = digits_of(span_from(text,
				    dump_text_find(text, signs[k]) + len));
			}
		}
	}
}

/* "[Article in English, Spanish]" */
static void
read_languages(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;
	struct dump_range range = { parts->title.end, parts->title.end };
	struct span note;
	size_t at, end;

	while (range.end < parts->body && range.end < range.first + 8)
		range.end++;
	note = dump_parts_join(dump, range);
	at = dump_text_find(note, "[Article in");
	if (at > 40 || at == note.len)
		return;
	note = span_from(note, at + 11);
	note = span_first(note, dump_text_find(note, "]"));
	while (note.len > 0) {
		for (end = 0; end < note.len && note.ptr[end] != ','; end++)
			continue;
		if (span_trim(span_first(note, end)).len > 0)
			record_add_text(dump->arena, &record->languages,
			    span_trim(span_first(note, end)));
		note = span_from(note, end + 1);
	}
}

static bool
is_free(struct span text)
{
	return span_equal(text, SPAN("Free PMC article")) ||
	       span_equal(text, SPAN("Free article"));
}

static void
read_access(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;

	for (size_t i = parts->title.end;
	     i < parts->body && record->access.label.ptr == NULL; i++)
		if (is_free(dump->blocks[i].text))
			record->access.label = dump->blocks[i].text;
}

/* The label over one of the headings. */
static void
read_type(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;
	size_t above = parts->cited.first;
	size_t i = above > ABOVE ? above - ABOVE : 0;

	for (; i < parts->body; i++) {
		struct span type = dump_rules_type(dump->blocks[i].text);

		if (type.ptr != NULL && dump->blocks[i].markers == 0) {
			record->article_type = type;
			return;
		}
	}
}

/* The second heading's line, which ends at a button or a label. */
static struct span
short_line(const struct dump_parts *parts)
{
	const struct dump *dump = parts->dump;
	struct dump_range range = parts->again;
	size_t i;

	if (range.first < range.end &&
	    span_starts(dump->blocks[range.first].text, SPAN("[Article in")))
		while (range.first < range.end &&
		       !span_ends(dump->blocks[range.first++].text, SPAN("]")))
			continue;
	for (i = range.first; i < range.end; i++)
		if (dump->blocks[i].chrome ||
		    dump->blocks[i].section != DUMP_NONE ||
		    (i > range.first && !dump->fragments))
			break;
	range.end = i;
	return dump_parts_join(dump, range);
}

/* The block above the citation that names the journal. */
static struct span
journal_above(const struct dump_parts *parts)
{
	const struct dump *dump = parts->dump;
	size_t least =
	    parts->cited.first > ABOVE ? parts->cited.first - ABOVE : 0;

	for (size_t i = parts->cited.first; i-- > least;) {
		const struct dump_block *block = &dump->blocks[i];

		if (dump_rules_type(block->text).ptr != NULL ||
		    block->text.len <= 1)
			continue;
		if (block->section != DUMP_NONE)
			break;
		if (block->chrome) {
			char key[DUMP_KEY];
			struct span is = dump_rules_key(block->text, key);
			if (span_equal(is, SPAN("actions")) ||
			    span_starts(is, SPAN("searchin")) ||
			    span_equal(is, SPAN("addtosearch")))
				continue;
			break;
		}
		if (block->text.len > MAX_JOURNAL || block->markers > 0)
			break;
		return block->text;
	}
	return SPAN_NONE;
}

static void
read_citation(const struct dump_parts *parts,
    const struct citation_patterns *citations, struct record *record)
{
	struct record_citation *citation = &record->citation;
	struct span beside;
	size_t at;

	if (!parts->has_citation)
		return;
	citation_parse(parts->dump->arena, citations, parts->citation,
	    SPAN_NONE, citation);
	beside = dump_parts_join(parts->dump,
	    (struct dump_range){ parts->cited.first + 1, parts->cited.end });
	if (parts->beside.ptr != NULL)
		beside = dump_parts_pair(parts->dump, parts->beside, beside);
	citation->ahead_of_print =
	    dump_text_find(beside, "Online ahead of print") < beside.len;
	at = dump_text_find(beside, "Epub ");
	if (at == beside.len)
		at = dump_text_find(beside, "eCollection ");
	if (at == beside.len)
		at = dump_text_find(beside, "Print ");
	beside = span_from(beside, at);
	at = dump_text_find(beside, ".");
	if (beside.len > 0 && at < beside.len && at < 60)
		citation->secondary = span_first(beside, at + 1);
}

void
dump_head_read(const struct dump_parts *parts,
    const struct citation_patterns *citations, struct record *record)
{
	struct span line = short_line(parts), first = SPAN_NONE;
	struct span journal = SPAN_NONE;

	if (parts->title.end > parts->title.first)
		record->title = dump_parts_whole(parts->dump, parts->title);
	read_citation(parts, citations, record);
	if (line.ptr != NULL)
		dump_parts_short(parts->patterns, line, &first, &journal);
	if (journal.ptr == NULL)
		journal = parts->journal;
	if (journal.ptr == NULL && parts->has_citation)
		journal = journal_above(parts);
	record->journal.abbreviation = journal;
	read_type(parts, record);
	read_languages(parts, record);
	read_access(parts, record);
	read_ids(parts, record);
	if (record->pmid.ptr == NULL)
		find_pmid(parts, record);
	dump_people_read(
	    parts, first, dump_text_find(line, "et al") < line.len, record);
}
