/*
 * References, section by section, each with the number it has on the page,
 * and none with two.
 */
#include "output/references.h"

#include "html/build.h"

/* The number that a reference's text begins with: "1. ", "[1] "; 0: none. */
static int64_t
own_number(struct span text)
{
	size_t from = 0, at;

	if (text.len > 0 && (text.ptr[0] == '[' || text.ptr[0] == '('))
		from++;
	at = from;
	while (at < text.len && span_is_digit(text.ptr[at]))
		at++;
	text = span_from(text, from);
	at -= from;
	if (at == text.len || text.ptr[at] == '\0' ||
	    strchr(".):] ", text.ptr[at]) == NULL ||
	    (at + 1 < text.len && span_is_digit(text.ptr[at + 1])))
		return 0;
	return sheet_number_of(span_first(text, at));
}

/* How many references from the first on stand in its section. */
static size_t
section_size(const struct record_reference *first, size_t left)
{
	size_t count = 1;

	while (count < left && span_equal(first[count].section, first->section))
		count++;
	return count;
}

/*
 * Do the texts of a section bring their numbers along?  They do where at
 * least half of them are counted up, whatever the page's own count says.
 */
static bool
number_themselves(const struct record_reference *items, size_t count)
{
	int64_t last = 0, own;
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		own = own_number(items[i].text);
		if (own == 0 || (own != items[i].number && own != last + 1))
			continue;
		last = own;
		found++;
	}
	return 2 * found >= count;
}

static void
reference_parts(struct sheet *sheet, const struct record_reference *reference)
{
	const struct span *urls = reference->urls.items;

	sheet_start_line(sheet, SHEET_DOT);
	sheet_part(sheet, "", reference->text, SPAN_NONE);
	sheet_identifiers(
	    sheet, reference->doi, reference->pmid, reference->pmcid);
	for (size_t i = 0; i < reference->urls.count; i++)
		sheet_part(sheet, "", urls[i], urls[i]);
	/* An item that shows nothing would take its number with it. */
	if (!sheet->joined)
		sheet_words(sheet, "(none)");
	sheet_close(sheet);
}

/* Opens a list of references, and gives the number before its first one. */
static int64_t
open_references(struct sheet *sheet, const struct record_reference *first)
{
	sheet_open_list(sheet, "ol");
	if (first->number <= 1 || first->number > SHEET_LAST)
		return 0;
	build_attribute(sheet->build, "start",
	    arena_print(sheet->arena, "%lld", (long long)first->number));
	return first->number - 1;
}

/*
 * The references of one section.  A text that has its number already is no
 * item of a list, which would give it a second one, but a paragraph.
 */
static void
reference_list(
    struct sheet *sheet, const struct record_reference *items, size_t count)
{
	const bool themselves = number_themselves(items, count);
	int64_t last = 0;

	for (size_t i = 0; i < count; i++) {
		const int64_t own = own_number(items[i].text);

		if (themselves || (own != 0 && own == items[i].number)) {
			sheet_end_list(sheet);
			sheet_open_block(sheet, "p");
		} else {
			if (!sheet->listing)
				last = open_references(sheet, &items[i]);
			build_open(sheet->build, "li");
			sheet_number(sheet, items[i].number, &last);
		}
		reference_parts(sheet, &items[i]);
	}
	sheet_end_list(sheet);
}

void
references_write(struct sheet *sheet, const struct record_part *list)
{
	const struct record_reference *items = list->items.items;
	const struct span usual = SPAN("References");
	size_t count;

	sheet_heading(sheet, usual);
	/* Many pages say "REFERENCES" once more, as the one section. */
	if (list->items.count > 0 && span_equal_nocase(items[0].section, usual))
		sheet_heading(sheet, items[0].section);
	sheet_incomplete(sheet, list);
	for (size_t i = 0; i < list->items.count; i += count) {
		count = section_size(&items[i], list->items.count - i);
		if (i > 0 && !sheet_shows(items[i].section))
			sheet_subheading(sheet, SPAN("Other references"));
		else if (!span_equal_nocase(items[i].section, usual))
			sheet_subheading(sheet, items[i].section);
		reference_list(sheet, &items[i], count);
	}
}
