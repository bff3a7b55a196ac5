/*
 * Lists of short items: an item a bullet, or a line where there are none.
 * Articles in them are read back from "AUTHORS SHORT CITATION SHORT PMID".
 */
#include "pubmed/dump_lists.h"
#include "pubmed/dump_text.h"

#define MAX_ITEMS 100000
#define MAX_TERM 400 /* bytes of a term */

static struct span
blanks_for(const struct dump *dump, struct span text)
{
	char *bytes;

	if (!dump->underlined || text.ptr == NULL)
		return text;
	bytes = arena_alloc(dump->arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		bytes[i] = text.ptr[i] == '_' ? ' ' : text.ptr[i];
	return (struct span){ bytes, text.len };
}

/* A menu beside a term, in one of the forms that tools give it. */
static bool
is_menu(struct span text)
{
	char bytes[DUMP_KEY];
	struct span key = dump_rules_key(text, bytes);

	return span_starts(key, SPAN("searchin")) ||
	       span_equal(key, SPAN("addtosearch")) ||
	       span_starts(key, SPAN("actionssearch")) ||
	       span_equal(key, SPAN("actions")) || key.len == 0;
}

typedef void take_item(
    struct arena *arena, struct record *record, struct span text);

static void
read_items(const struct dump_parts *parts, enum dump_section section,
    take_item *take, struct record *record)
{
	const struct dump *dump = parts->dump;
	struct dump_range range = dump_parts_section(parts, section);

	for (size_t i = range.first; i < range.end; i++) {
		struct span text = dump->blocks[i].text;
		size_t menu = dump_text_find(text, " Actions ");

		if (menu < text.len && is_menu(span_from(text, menu)))
			text = span_first(text, menu);
		if (!is_menu(text) && text.len <= MAX_TERM)
			take(dump->arena, record, text);
	}
}

static void
take_type(struct arena *arena, struct record *record, struct span text)
{
	record_add_text(arena, &record->publication_types, text);
}

static void
take_substance(struct arena *arena, struct record *record, struct span text)
{
	record_add_text(arena, &record->substances, text);
}

static void
take_concept(struct arena *arena, struct record *record, struct span text)
{
	record_add_text(arena, &record->supplementary_concepts, text);
}

static struct span
without_star(struct span text, bool *major)
{
	text = span_trim(text);
	if (span_ends(text, SPAN("*"))) {
		*major = true;
		text.len--;
	}
	return span_trim(text);
}

static void
take_mesh(struct arena *arena, struct record *record, struct span text)
{
	struct record_mesh *mesh =
	    record_add(arena, &record->mesh_terms, sizeof(*mesh));
	size_t at = dump_text_find(text, " / ");

	mesh->text = text;
	mesh->descriptor = without_star(span_first(text, at), &mesh->major);
	if (at < text.len)
		mesh->qualifier =
		    without_star(span_from(text, at + 3), &mesh->major);
}

static void
take_grant(struct arena *arena, struct record *record, struct span text)
{
	struct record_grant *grant =
	    record_add(arena, &record->grants, sizeof(*grant));

	grant->text = text;
}

static void
take_data(struct arena *arena, struct record *record, struct span text)
{
	struct record_data *data;
	size_t at = dump_text_find(text, "/");

	if (at == text.len)
		return;
	data = record_add(arena, &record->associated_data, sizeof(*data));
	data->source = span_first(text, at);
	data->accession = span_from(text, at + 1);
}

/* "Name A, Name B. Name A, et al. REST": the authors, cut off the text. */
static struct span
take_authors(struct span *text)
{
	size_t at = dump_text_find(*text, ". "), end;
	struct span authors, rest;

	if (at == text->len)
		return SPAN_NONE;
	authors = span_first(*text, at + 1);
	rest = span_from(*text, at + 2);
	end = dump_text_find(rest, " et al. ");
	if (span_starts(rest, authors)) {
		*text = span_trim(span_from(rest, authors.len));
		return authors;
	}
	if (end == rest.len || end > 80)
		return SPAN_NONE;
	*text = span_trim(span_from(rest, end + 8));
	return authors;
}

/* "FULL CITATION JOURNAL. 2020." without the short one at its end. */
static struct span
full_citation(struct span text)
{
	size_t at = 0, len;
	struct span journal;

	while (at < text.len &&
	       !(text.ptr[at] == '.' && at + 5 < text.len &&
		   text.ptr[at + 1] == ' ' && span_is_digit(text.ptr[at + 2]) &&
		   span_is_digit(text.ptr[at + 5])))
		at++;
	if (at == text.len)
		return text;
	journal = span_first(text, at);
	for (len = text.len; len-- > journal.len + 8;)
		if (span_starts(span_from(text, len), journal) &&
		    text.ptr[len - 1] == ' ')
			return span_trim(span_first(text, len));
	return text;
}

static void
take_notes(struct arena *arena, struct span text, struct record_list *notes)
{
	while (text.len > 0) {
		size_t at = dump_text_find(text, ".");
		struct span note = span_trim(span_first(text, at + 1));

		if (note.len > 1 && note.len < 100)
			record_add_text(arena, notes, note);
		text = span_from(text, at + 1);
	}
}

struct docsum {
	struct span pmid, title, authors, citation;
	struct record_list notes;
};

/* Reads what follows a title. */
static void
parse_docsum(struct arena *arena, struct span text, struct docsum *docsum)
{
	size_t at = dump_text_find(text, "PMID:"), len = 0;
	struct span behind = span_trim(span_from(text, at + 5));

	while (len < behind.len && span_is_digit(behind.ptr[len]))
		len++;
	if (len > 0)
		docsum->pmid = span_first(behind, len);
	take_notes(arena, span_from(behind, len), &docsum->notes);
	text = span_trim(span_first(text, at));
	docsum->authors = take_authors(&text);
	docsum->citation = text.len == 0 ? SPAN_NONE : full_citation(text);
}

/* Does the block end an article of a list: has it its PMID? */
static bool
has_pmid(const struct dump *dump, size_t index, size_t end)
{
	struct span text = dump->blocks[index].text;
	size_t at = dump_text_find(text, "PMID:");

	if (at == text.len)
		return false;
	return at + 5 < text.len || index + 1 == end;
}

/* Is it one of the notes behind a PMID? */
static bool
is_note(struct span text)
{
	return text.len < 60 && span_ends(text, SPAN(".")) &&
	       dump_text_find(text, ", ") == text.len;
}

/*
 * The article that begins at block `at`: a title, then the rest up to the
 * next bullet, or to what follows the PMID where there are none.
 */
static size_t
read_docsum(const struct dump *dump, struct dump_range range, size_t at,
    bool marked, struct docsum *docsum)
{
	struct dump_range rest = { at + 1, at + 1 };
	bool done = false;

	*docsum =
	    (struct docsum){ .title = blanks_for(dump, dump->blocks[at].text) };
	while (rest.end < range.end) {
		const struct dump_block *block = &dump->blocks[rest.end];

		if (block->chrome && !is_note(block->text) &&
		    !span_equal(block->text, SPAN("PMID:")))
			break;
		if (marked ? block->markers > 0 : done && !is_note(block->text))
			break;
		done |= has_pmid(dump, rest.end, range.end) ||
			(rest.end > rest.first &&
			    span_equal(block[-1].text, SPAN("PMID:")));
		rest.end++;
	}
	parse_docsum(dump->arena, dump_parts_join(dump, rest), docsum);
	return rest.end;
}

static bool
has_markers(const struct dump *dump, struct dump_range range)
{
	for (size_t i = range.first; i < range.end; i++)
		if (dump->blocks[i].markers > 0)
			return true;
	return false;
}

static void
read_articles(const struct dump_parts *parts, enum dump_section section,
    struct record_part *part)
{
	const struct dump *dump = parts->dump;
	struct dump_range range = dump_parts_section(parts, section);
	bool marked = has_markers(dump, range);
	struct record_article *article;
	struct docsum docsum;

	/* A heading alone: a script was to fill in the list. */
	for (size_t i = parts->body; i < dump->count && part->complete; i++)
		part->complete = dump->blocks[i].section != (int)section ||
				 range.end > range.first;
	for (size_t i = range.first; i < range.end;) {
		if (dump->blocks[i].chrome ||
		    span_starts(dump->blocks[i].text, SPAN("See all "))) {
			part->complete = false;
			i++;
			continue;
		}
		i = read_docsum(dump, range, i, marked, &docsum);
		if (docsum.pmid.ptr == NULL && docsum.citation.ptr == NULL)
			continue;
		article =
		    record_add(dump->arena, &part->items, sizeof(*article));
		article->pmid = docsum.pmid;
		article->title = docsum.title;
		article->authors = docsum.authors;
		article->citation = docsum.citation;
		article->notes = docsum.notes;
	}
}

static void
read_notice(const struct dump *dump, struct dump_range range, size_t row,
    struct record *record)
{
	struct record_notice *notice;
	bool marked = has_markers(dump, range);
	struct docsum docsum;
	const char *kind;
	const char *heading = dump_rules_notice(row, &kind);

	for (size_t i = range.first; i < range.end;) {
		i = read_docsum(dump, range, i, marked, &docsum);
		notice =
		    record_add(dump->arena, &record->notices, sizeof(*notice));
		notice->kind = span_of(kind);
		notice->heading = span_of(heading);
		notice->pmid = docsum.pmid;
		if (docsum.authors.ptr == NULL && docsum.citation.ptr == NULL) {
			notice->citation = docsum.title;
			continue;
		}
		notice->title = docsum.title;
		notice->authors = docsum.authors;
		notice->citation = docsum.citation;
	}
}

static void
read_notices(const struct dump_parts *parts, struct record *record)
{
	const struct dump *dump = parts->dump;
	char bytes[DUMP_KEY], other[DUMP_KEY];
	const char *kind;

	for (size_t i = parts->title.end; i + 1 < dump->count; i++) {
		struct span key;
		struct dump_range range = { i + 1, i + 1 };

		if (dump->blocks[i].section != DUMP_NOTICE)
			continue;
		while (range.end < dump->count &&
		       dump->blocks[range.end].section == DUMP_NONE)
			range.end++;
		key = dump_rules_key(dump->blocks[i].text, bytes);
		for (size_t row = 0; row < dump_rules_notices(); row++)
			if (span_equal(
				key, dump_rules_key(
					 span_of(dump_rules_notice(row, &kind)),
					 other)))
				read_notice(dump, range, row, record);
	}
}

void
dump_lists_read(const struct dump_parts *parts, struct record *record)
{
	read_articles(parts, DUMP_SIMILAR, &record->similar_articles);
	read_articles(parts, DUMP_CITED_BY, &record->cited_by);
	read_notices(parts, record);
	read_items(parts, DUMP_PUBLICATION_TYPES, take_type, record);
	read_items(parts, DUMP_MESH, take_mesh, record);
	read_items(parts, DUMP_SUBSTANCES, take_substance, record);
	read_items(parts, DUMP_SUPPLEMENTARY, take_concept, record);
	read_items(parts, DUMP_GRANTS, take_grant, record);
	read_items(parts, DUMP_DATA, take_data, record);
}
