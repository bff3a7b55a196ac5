/*
 * The order and the words of an article's page.  How a page is written stands
 * in sheet.c.
 */
#include "output/article.h"

#include "html/build.h"
#include "output/language.h"
#include "output/references.h"
#include "output/sheet.h"

/* Bytes of a language's name in a heading. */
#define LONGEST_NAME 100

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- articles and notices ------------------------------------------------- */

/* An article elsewhere, as parts of a line. */
static void
article_parts(struct sheet *sheet, const struct record_article *article)
{
	const struct span *notes = article->notes.items;
	const struct span page = sheet_pubmed(sheet, article->pmid);

	if (sheet_shows(article->title))
		sheet_part(sheet, "", article->title, page);
	sheet_part(sheet, "", article->authors, SPAN_NONE);
	sheet_part(sheet, "", article->citation, SPAN_NONE);
	sheet_part(sheet, "PMID: ", article->pmid,
	    sheet_shows(article->title) ? SPAN_NONE : page);
	for (size_t i = 0; i < article->notes.count; i++)
		sheet_part(sheet, "", notes[i], SPAN_NONE);
}

static bool
is_article(const struct record_article *article)
{
	return sheet_shows(article->pmid) || sheet_shows(article->title) ||
	       sheet_shows(article->authors) ||
	       sheet_shows(article->citation) ||
	       sheet_shows_any(&article->notes);
}

static struct record_article
notice_article(const struct record_notice *notice)
{
	return (struct record_article){ .pmid = notice->pmid,
		.title = notice->title,
		.authors = notice->authors,
		.citation = notice->citation };
}

static struct span
notice_heading(const struct record_notice *notice)
{
	return sheet_shows(notice->heading) ? notice->heading : notice->kind;
}

/* Notices that a reader has to know of before the article. */
static bool
is_alarm(const struct record_notice *notice)
{
	static const char *const kinds[] = { "retraction_in",
		"partial_retraction_in", "retracted_and_republished_in",
		"expression_of_concern_in", "corrected_and_republished_in" };

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (span_equal(notice->kind, span_of(kinds[i])))
			return true;
	return false;
}

static void
alarms(struct sheet *sheet, const struct record *record)
{
	const struct record_notice *notices = record->notices.items;

	if (record->retracted)
		sheet_flag(sheet, SPAN("Retracted article."));
	if (record->preprint)
		sheet_flag(sheet, SPAN("Preprint."));
	for (size_t i = 0; i < record->notices.count; i++) {
		const struct record_article in = notice_article(&notices[i]);

		if (!is_alarm(&notices[i]))
			continue;
		sheet_open_line(sheet, " ");
		sheet_join(sheet);
		sheet_strong(sheet, notice_heading(&notices[i]), ":");
		article_parts(sheet, &in);
		sheet_close(sheet);
	}
}

static void
notices(struct sheet *sheet, const struct record *record)
{
	const struct record_notice *items = record->notices.items;
	struct span last = SPAN_NONE;

	sheet_heading(sheet, SPAN("Notices"));
	for (size_t i = 0; i < record->notices.count; i++) {
		const struct record_article in = notice_article(&items[i]);

		if (is_alarm(&items[i]) || !is_article(&in))
			continue;
		if (!span_equal(notice_heading(&items[i]), last))
			sheet_subheading(sheet, notice_heading(&items[i]));
		last = notice_heading(&items[i]);
		sheet_open_item(sheet, " ");
		article_parts(sheet, &in);
		sheet_close(sheet);
	}
	sheet_end_list(sheet);
}

/* --- the head ------------------------------------------------------------- */

static void
citation(struct sheet *sheet, const struct record *record)
{
	const struct record_citation *cited = &record->citation;
	const struct record_journal *journal = &record->journal;
	const bool has_title = sheet_shows(journal->title);
	const struct span name =
	    has_title ? journal->title : journal->abbreviation;

	if (!sheet_shows(name) && !sheet_shows(cited->text) &&
	    !sheet_shows(cited->secondary))
		return;
	sheet_open_line(sheet, " ");
	if (sheet_shows(name)) {
		sheet_join(sheet);
		build_element(sheet->build, "em", name);
		if (has_title && sheet_shows(journal->abbreviation) &&
		    !span_equal(name, journal->abbreviation)) {
			sheet_words(sheet, " (");
			build_text(sheet->build, journal->abbreviation);
			sheet_words(sheet, ")");
		}
		sheet_words(sheet, ".");
	}
	sheet_part(sheet, "", cited->text, SPAN_NONE);
	sheet_part(sheet, "", cited->secondary, SPAN_NONE);
	if (cited->ahead_of_print)
		sheet_part(
		    sheet, "", SPAN("Online ahead of print."), SPAN_NONE);
	sheet_close(sheet);
}

/* What kind of article it is, and who may read it. */
static void
kind(struct sheet *sheet, const struct record *record)
{
	const struct record_access *access = &record->access;
	const struct span *languages = record->languages.items;

	if (!sheet_shows(record->article_type) && !sheet_shows(access->label) &&
	    !sheet_shows(access->embargo_until) &&
	    !sheet_shows_any(&record->languages))
		return;
	sheet_open_line(sheet, SHEET_DOT);
	sheet_part(sheet, "Type: ", record->article_type, SPAN_NONE);
	for (size_t i = 0; i < record->languages.count; i++)
		sheet_part(sheet, "Language: ", languages[i], SPAN_NONE);
	sheet_part(sheet, "Access: ", access->label, SPAN_NONE);
	sheet_part(sheet, "Embargo until: ", access->embargo_until, SPAN_NONE);
	sheet_close(sheet);
}

/* --- people --------------------------------------------------------------- */

static void
person(struct sheet *sheet, const struct record_author *author)
{
	const struct span *keys = author->affiliations.items;
	bool first = true;

	if (!sheet_shows(author->name))
		return;
	sheet_part(sheet, "", author->name, SPAN_NONE);
	if (sheet_shows_any(&author->affiliations)) {
		build_open(sheet->build, "sup");
		for (size_t i = 0; i < author->affiliations.count; i++) {
			if (!sheet_shows(keys[i]))
				continue;
			sheet_words(sheet, first ? "" : ",");
			build_text(sheet->build, keys[i]);
			first = false;
		}
		build_close(sheet->build);
	}
	if (author->equal_contribution)
		sheet_words(sheet, " (contributed equally)");
}

static bool
has_name(const struct record_list *people)
{
	const struct record_author *items = people->items;

	for (size_t i = 0; i < people->count; i++)
		if (sheet_shows(items[i].name))
			return true;
	return false;
}

static void
authors(struct sheet *sheet, const struct record *record)
{
	const struct record_author *items = record->authors.items;

	if (!has_name(&record->authors))
		return;
	sheet_open_line(sheet, ", ");
	for (size_t i = 0; i < record->authors.count; i++)
		person(sheet, &items[i]);
	sheet_close(sheet);
}

/* A line for each group, and one for those that belong to none. */
static void
collaborators(struct sheet *sheet, const struct record *record)
{
	const struct record_author *items = record->collaborators.items;
	struct span last = SPAN_NONE;
	bool is_open = false;

	for (size_t i = 0; i < record->collaborators.count; i++) {
		const struct span group = items[i].group;

		if (!sheet_shows(items[i].name))
			continue;
		if (!is_open || !span_equal(group, last)) {
			if (is_open)
				sheet_close(sheet);
			sheet_open_line(sheet, ", ");
			sheet_strong(sheet,
			    sheet_shows(group) ? group : SPAN("Collaborators"),
			    ":");
			sheet_words(sheet, " ");
			is_open = true;
		}
		last = group;
		person(sheet, &items[i]);
	}
	if (is_open)
		sheet_close(sheet);
}

static bool
are_numbered(const struct record_list *affiliations)
{
	const struct record_affiliation *items = affiliations->items;

	for (size_t i = 0; i < affiliations->count; i++)
		if (sheet_number_of(items[i].key) == 0)
			return false;
	return true;
}

static void
affiliations(struct sheet *sheet, const struct record *record)
{
	const struct record_affiliation *items = record->affiliations.items;
	const bool numbered = are_numbered(&record->affiliations);
	int64_t last = 0;

	for (size_t i = 0; i < record->affiliations.count; i++) {
		if (!sheet_shows(items[i].text))
			continue;
		sheet_open_list(sheet, numbered ? "ol" : "ul");
		build_open(sheet->build, "li");
		if (numbered)
			sheet_number(
			    sheet, sheet_number_of(items[i].key), &last);
		else if (sheet_shows(items[i].key)) {
			build_element(sheet->build, "sup", items[i].key);
			sheet_words(sheet, " ");
		}
		build_text(sheet->build, items[i].text);
		sheet_close(sheet);
	}
	sheet_end_list(sheet);
}

/* --- abstracts ------------------------------------------------------------ */

/* LABEL: text; the label stands before the first of several paragraphs. */
static void
section(struct sheet *sheet, const struct record_section *section)
{
	struct span rest = section->text;

	if (sheet_shows(section->label)) {
		sheet_open_line(sheet, " ");
		sheet_join(sheet);
		sheet_strong(sheet, section->label, ":");
		if (sheet_shows(rest))
			sheet_part(
			    sheet, "", sheet_next_paragraph(&rest), SPAN_NONE);
		sheet_close(sheet);
	}
	sheet_paragraphs(sheet, rest);
}

static void
abstract(struct sheet *sheet, const struct record_abstract *abstract)
{
	const struct record_section *sections = abstract->sections.items;

	for (size_t i = 0; i < abstract->sections.count; i++)
		section(sheet, &sections[i]);
	if (abstract->sections.count == 0)
		sheet_paragraphs(sheet, abstract->text);
}

static bool
has_abstract(const struct record_abstract *abstract)
{
	const struct record_section *sections = abstract->sections.items;

	for (size_t i = 0; i < abstract->sections.count; i++)
		if (sheet_shows(sections[i].label) ||
		    sheet_shows(sections[i].text))
			return true;
	return abstract->sections.count == 0 && sheet_shows(abstract->text);
}

/* An abstract in another language than the rest of the page. */
static void
foreign_abstract(struct sheet *sheet, const struct record_abstract *foreign)
{
	const struct language *language = language_find(foreign->language);
	struct span tag = foreign->language, name = foreign->language;

	if (!has_abstract(foreign))
		return;
	if (language != NULL) {
		tag = span_of(language->tag);
		name = span_of(language->name);
	}
	sheet_heading(sheet, SPAN("Abstract"));
	if (sheet_shows(name) && name.len <= LONGEST_NAME)
		sheet_heading(
		    sheet, arena_print(sheet->arena, "Abstract (%.*s)",
			       (int)name.len, name.ptr));
	sheet_open_block(sheet, "div");
	if (sheet_shows(tag))
		build_attribute(sheet->build, "lang", tag);
	abstract(sheet, foreign);
	sheet_close(sheet);
}

static void
abstracts(struct sheet *sheet, const struct record *record)
{
	const struct record_abstract *first = record->abstract;
	const struct record_abstract *others = record->other_abstracts.items;

	if (first != NULL && sheet_shows(first->language) &&
	    !span_equal(first->language, SPAN("eng"))) {
		foreign_abstract(sheet, first);
	} else if (first != NULL) {
		sheet_heading(sheet, SPAN("Abstract"));
		abstract(sheet, first);
	}
	for (size_t i = 0; i < record->other_abstracts.count; i++)
		foreign_abstract(sheet, &others[i]);
}

static void
keywords(struct sheet *sheet, const struct record *record)
{
	const struct span *items = record->keywords.items;

	if (!sheet_shows_any(&record->keywords))
		return;
	sheet_heading(sheet, SPAN("Keywords"));
	sheet_open_line(sheet, "; ");
	for (size_t i = 0; i < record->keywords.count; i++)
		sheet_part(sheet, "", items[i], SPAN_NONE);
	sheet_close(sheet);
}

/* --- figures -------------------------------------------------------------- */

/* The small picture, as a link to the large one. */
static void
picture(struct sheet *sheet, const struct record_figure *figure)
{
	const bool small = sheet_shows(figure->thumbnail_url);
	const bool linked = small && sheet_shows(figure->image_url);
	const struct span source =
	    small ? figure->thumbnail_url : figure->image_url;

	if (!sheet_shows(source))
		return;
	if (linked) {
		build_open(sheet->build, "a");
		build_attribute(sheet->build, "href", figure->image_url);
	}
	build_open(sheet->build, "img");
	build_attribute(sheet->build, "src", source);
	build_attribute(sheet->build, "alt",
	    sheet_shows(figure->label) ? figure->label : SPAN("Figure"));
	build_close(sheet->build);
	if (linked)
		build_close(sheet->build);
}

static void
figures(struct sheet *sheet, const struct record *record)
{
	const struct record_figure *items = record->figures.items;

	sheet_heading(sheet, SPAN("Figures"));
	for (size_t i = 0; i < record->figures.count; i++) {
		sheet_open_block(sheet, "figure");
		picture(sheet, &items[i]);
		if (sheet_shows(items[i].label) ||
		    sheet_shows(items[i].caption)) {
			build_open(sheet->build, "figcaption");
			sheet_start_line(sheet, " ");
			if (sheet_shows(items[i].label)) {
				sheet_join(sheet);
				sheet_strong(sheet, items[i].label, "");
			}
			sheet_part(sheet, "", items[i].caption, SPAN_NONE);
			build_close(sheet->build);
		}
		build_close(sheet->build);
	}
}

/* --- lists ---------------------------------------------------------------- */

/* The texts that stand `offset` bytes into the things of a list. */
static void
texts(struct sheet *sheet, struct span title, const struct record_list *list,
    size_t size, size_t offset)
{
	const char *at = list->items;

	sheet_heading(sheet, title);
	for (size_t i = 0; i < list->count; i++, at += size) {
		const struct span *text = (const void *)(at + offset);

		if (!sheet_shows(*text))
			continue;
		sheet_open_item(sheet, "");
		sheet_part(sheet, "", *text, SPAN_NONE);
		sheet_close(sheet);
	}
	sheet_end_list(sheet);
}

static void
funding(struct sheet *sheet, const struct record *record)
{
	const struct record_grant *grants = record->grants.items;

	sheet_heading(sheet, SPAN("Grants and funding"));
	for (size_t i = 0; i < record->grants.count; i++) {
		const struct span text =
		    sheet_shows(grants[i].text) ? grants[i].text : grants[i].id;

		if (!sheet_shows(text))
			continue;
		sheet_open_item(sheet, "");
		sheet_part(sheet, "", text, SPAN_NONE);
		sheet_close(sheet);
	}
	sheet_end_list(sheet);
	sheet_paragraphs(sheet, record->funding_statement);
}

/* An item for each source, with its accession numbers. */
static void
data(struct sheet *sheet, const struct record *record)
{
	const struct record_data *items = record->associated_data.items;
	struct span last = SPAN_NONE;

	sheet_heading(sheet, SPAN("Associated data"));
	for (size_t i = 0; i < record->associated_data.count; i++) {
		if (!sheet_shows(items[i].accession))
			continue;
		if (!sheet->listing || !span_equal(items[i].source, last)) {
			if (sheet->listing)
				sheet_close(sheet);
			sheet_open_item(sheet, ", ");
			build_text(sheet->build, items[i].source);
			sheet_words(
			    sheet, sheet_shows(items[i].source) ? ": " : "");
		}
		last = items[i].source;
		sheet_part(sheet, "", items[i].accession, SPAN_NONE);
	}
	if (sheet->listing)
		sheet_close(sheet);
	sheet_end_list(sheet);
}

static void
articles(struct sheet *sheet, struct span title, const struct record_part *list)
{
	const struct record_article *items = list->items.items;

	sheet_heading(sheet, title);
	sheet_incomplete(sheet, list);
	for (size_t i = 0; i < list->items.count; i++) {
		if (!is_article(&items[i]))
			continue;
		sheet_open_item(sheet, " ");
		article_parts(sheet, &items[i]);
		sheet_close(sheet);
	}
	sheet_end_list(sheet);
}

/* Links, under the headings of their categories. */
static void
links(struct sheet *sheet, struct span title, const struct record_list *list)
{
	const struct record_link *items = list->items;
	struct span last = SPAN_NONE;

	sheet_heading(sheet, title);
	for (size_t i = 0; i < list->count; i++) {
		if (!sheet_shows(items[i].provider) &&
		    !sheet_shows(items[i].url))
			continue;
		if (!span_equal(items[i].category, last))
			sheet_subheading(sheet, items[i].category);
		last = items[i].category;
		sheet_open_item(sheet, "");
		sheet_part(sheet, "", items[i].provider, items[i].url);
		sheet_close(sheet);
	}
	sheet_end_list(sheet);
}

/* --- the page ------------------------------------------------------------- */

static void
head(struct sheet *sheet, const struct record *record)
{
	sheet_block(sheet, "h1", record->title);
	alarms(sheet, record);
	citation(sheet, record);
	if (sheet_shows(record->doi) || sheet_shows(record->pmid) ||
	    sheet_shows(record->pmcid)) {
		sheet_open_line(sheet, SHEET_DOT);
		sheet_identifiers(
		    sheet, record->doi, record->pmid, record->pmcid);
		sheet_close(sheet);
	}
	kind(sheet, record);
	authors(sheet, record);
	affiliations(sheet, record);
	collaborators(sheet, record);
}

static void
content(struct sheet *sheet, const struct record *record)
{
	abstracts(sheet, record);
	sheet_heading(sheet, SPAN("Plain language summary"));
	sheet_paragraphs(sheet, record->plain_language_summary);
	keywords(sheet, record);
	sheet_heading(sheet, SPAN("Copyright"));
	sheet_paragraphs(sheet, record->copyright);
	sheet_heading(sheet, SPAN("Conflict of interest statement"));
	sheet_paragraphs(sheet, record->conflict_of_interest);
	figures(sheet, record);
	references_write(sheet, &record->references);
}

static void
terms(struct sheet *sheet, const struct record *record)
{
	texts(sheet, SPAN("MeSH terms"), &record->mesh_terms,
	    sizeof(struct record_mesh), offsetof(struct record_mesh, text));
	texts(sheet, SPAN("Substances"), &record->substances,
	    sizeof(struct span), 0);
	texts(sheet, SPAN("Supplementary concepts"),
	    &record->supplementary_concepts, sizeof(struct span), 0);
	funding(sheet, record);
	data(sheet, record);
	notices(sheet, record);
	texts(sheet, SPAN("Publication types"), &record->publication_types,
	    sizeof(struct span), 0);
}

struct dom
article_tree(struct arena *arena, const struct record *record)
{
	struct sheet sheet = { .arena = arena, .build = build_new(arena) };

	head(&sheet, record);
	content(&sheet, record);
	terms(&sheet, record);
	articles(&sheet, SPAN("Similar articles"), &record->similar_articles);
	articles(&sheet, SPAN("Cited by"), &record->cited_by);
	links(&sheet, SPAN("Full text links"), &record->full_text_links);
	links(&sheet, SPAN("LinkOut"), &record->linkout);
	links(
	    &sheet, SPAN("Related information"), &record->related_information);
	return build_end(sheet.build);
}
