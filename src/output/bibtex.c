/*
 * BibTeX, and biblatex, which has other names for some types and fields, dates
 * in one piece and a place for PMIDs.  What LaTeX needs escaped is the
 * business of latex.c.
 */
#include "output/bibtex.h"

#include "input/find.h"
#include "output/citepages.h"
#include "output/latex.h"

/* Between the first page and the last; LaTeX has "--" for it. */
#define DASH "\xe2\x80\x93"

/* By type, and by format. */
static const char *const types[][2] = {
	[CITE_ARTICLE] = { "article", "article" },
	[CITE_PREPRINT] = { "misc", "online" },
	[CITE_CHAPTER] = { "incollection", "incollection" },
	[CITE_BOOK] = { "book", "book" },
	[CITE_OTHER] = { "misc", "misc" },
};

static void
open_field(struct buffer *out, const char *name)
{
	buffer_print(out, "  %s = {", name);
}

static void
close_field(struct buffer *out)
{
	buffer_add(out, SPAN("},\n"));
}

static void
add(struct buffer *out, const char *name, struct span text)
{
	if (text.len == 0)
		return;
	open_field(out, name);
	latex_text(out, text);
	close_field(out);
}

static void
add_verbatim(struct buffer *out, const char *name, struct span text)
{
	if (text.len == 0)
		return;
	open_field(out, name);
	latex_verbatim(out, text);
	close_field(out);
}

static void
add_title(struct buffer *out, const char *name, struct span title)
{
	if (title.len == 0)
		return;
	open_field(out, name);
	latex_title(out, title);
	close_field(out);
}

/* --- names ---------------------------------------------------------------- */

static bool
is_and(struct span word)
{
	return span_equal_nocase(word, SPAN("and"));
}

/*
 * Would it be taken apart?  At a comma or an "and"; a family name also at a
 * word in small letters behind one that is not: what stands before that would
 * count as "von".
 */
static bool
splits(struct span text, bool family)
{
	bool capital = false;
	size_t len;

	if (cite_holds(text, ','))
		return true;
	while (text.len > 0) {
		for (len = 0; len < text.len && text.ptr[len] != ' ';)
			len++;
		if (is_and(span_first(text, len)))
			return true;
		if (len > 0 && text.ptr[0] >= 'a' && text.ptr[0] <= 'z') {
			if (capital && family)
				return true;
		} else {
			capital = true;
		}
		text = span_from(text, len + 1);
	}
	return false;
}

/* A part of a name, in braces where it must stay in one piece. */
static void
add_part(struct buffer *out, struct span text, bool whole)
{
	if (whole)
		buffer_char(out, '{');
	latex_text(out, text);
	if (whole)
		buffer_char(out, '}');
}

/* "Family, 3rd, Given". */
static void
add_name(struct buffer *out, const struct cite_name *name)
{
	if (name->literal.ptr != NULL || name->given.len == 0) {
		add_part(out,
		    name->literal.ptr != NULL ? name->literal : name->family,
		    true);
		return;
	}
	add_part(out, name->family, splits(name->family, true));
	if (name->suffix.len > 0) {
		buffer_add(out, SPAN(", "));
		add_part(out, name->suffix, splits(name->suffix, false));
	}
	buffer_add(out, SPAN(", "));
	add_part(out, name->given, splits(name->given, false));
}

static void
add_people(struct buffer *out, const char *field,
    const struct record_list *list, bool et_al)
{
	const struct cite_name *names = list->items;

	if (list->count == 0)
		return;
	open_field(out, field);
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			buffer_add(out, SPAN(" and "));
		add_name(out, &names[i]);
	}
	if (et_al)
		buffer_add(out, SPAN(" and others"));
	close_field(out);
}

/* --- other fields --------------------------------------------------------- */

static void
add_container(struct buffer *out, const struct cite_entry *entry, bool biblatex)
{
	switch (entry->type) {
	case CITE_ARTICLE:
		add(out, biblatex ? "journaltitle" : "journal",
		    entry->container);
		add(out, "shortjournal", entry->abbreviation);
		break;
	case CITE_PREPRINT:
		add(out, "publisher", entry->container);
		if (biblatex)
			add(out, "pubstate", SPAN("prepublished"));
		break;
	default:
		add_title(out, "booktitle", entry->container);
		add(out, "publisher", entry->publisher);
		add(out, biblatex ? "location" : "address", entry->place);
		break;
	}
}

/* Hyphens that the page has stay hyphens. */
static void
add_pages(struct buffer *out, struct span pages)
{
	struct span rest = citepages_expand(out->arena, pages, SPAN(DASH));
	size_t end;

	if (rest.len == 0)
		return;
	open_field(out, "pages");
	while ((end = find_text(rest, SPAN(DASH))) < rest.len) {
		latex_text(out, span_first(rest, end));
		buffer_add(out, SPAN("--"));
		rest = span_from(rest, end + strlen(DASH));
	}
	latex_text(out, rest);
	close_field(out);
}

static void
add_date(struct buffer *out, const struct cite_entry *entry, bool biblatex)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	if (entry->year == 0)
		return;
	buffer_print(
	    out, "  %s = {%04d", biblatex ? "date" : "year", entry->year);
	if (biblatex && entry->month > 0)
		buffer_print(out, "-%02d", entry->month);
	if (biblatex && entry->day > 0)
		buffer_print(out, "-%02d", entry->day);
	close_field(out);
	/* The months are BibTeX's own macros: they have no braces. */
	if (!biblatex && entry->month > 0)
		buffer_print(
		    out, "  month = %.3s,\n", months + 3 * (entry->month - 1));
	if (!biblatex && entry->day > 0)
		buffer_print(out, "  day = {%d},\n", entry->day);
}

static void
add_ids(struct buffer *out, const struct cite_entry *entry, bool biblatex)
{
	add_verbatim(out, "doi", entry->doi);
	if (biblatex && entry->pmid.len > 0) {
		add_verbatim(out, "eprint", entry->pmid);
		add(out, "eprinttype", SPAN("pubmed"));
	}
	/* No field of biblatex, but what most programs look for. */
	add(out, "pmid", entry->pmid);
	add(out, "pmcid", entry->pmcid);
	add_verbatim(out, "url", entry->url);
}

/* Keywords part at commas, and at semicolons where one holds a comma. */
static void
add_keywords(struct buffer *out, const struct cite_entry *entry)
{
	const struct record_list *lists[] = { &entry->keywords,
		&entry->headings };
	struct record_list all = { NULL, 0, 0 };
	struct span between = SPAN(", ");

	for (size_t i = 0; i < 2; i++) {
		const struct span *texts = lists[i]->items;

		for (size_t k = 0; k < lists[i]->count; k++) {
			record_add_text(out->arena, &all, texts[k]);
			if (cite_holds(texts[k], ','))
				between = SPAN("; ");
		}
	}
	add(out, "keywords", cite_join(out->arena, &all, between));
}

static void
add_note(struct buffer *out, const struct cite_entry *entry, bool biblatex)
{
	if (entry->type == CITE_PREPRINT && !biblatex && entry->note.len > 0)
		add(out, "note",
		    arena_print(out->arena, "Preprint. %.*s",
			(int)entry->note.len, entry->note.ptr));
	else if (entry->type == CITE_PREPRINT && !biblatex)
		add(out, "note", SPAN("Preprint"));
	else
		add(out, "note", entry->note);
}

void
bibtex_write(struct buffer *out, const struct cite_entry *entry, bool biblatex)
{
	const struct record_list *languages = &entry->languages;

	buffer_print(out, "@%s{", types[entry->type][biblatex]);
	buffer_add(out, entry->key);
	buffer_add(out, SPAN(",\n"));
	add_people(out, "author", &entry->authors, entry->et_al);
	add_people(out, "editor", &entry->editors, false);
	add_title(out, "title", entry->title);
	add_container(out, entry, biblatex);
	add_date(out, entry, biblatex);
	add(out, "volume", entry->volume);
	add(out, "number", entry->issue);
	add_pages(out, entry->pages);
	add_ids(out, entry, biblatex);
	add(out, "abstract", entry->abstract);
	add_keywords(out, entry);
	if (languages->count > 0)
		add(out, "language",
		    ((const struct span *)languages->items)[0]);
	add_note(out, entry, biblatex);
	buffer_add(out, SPAN("}\n"));
}
