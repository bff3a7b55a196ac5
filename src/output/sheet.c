/*
 * What an article's page is put together of.  What is empty leaves nothing
 * behind, neither a heading nor a list: those are written by the first thing
 * that stands in them.
 */
#include "output/sheet.h"

bool
sheet_shows_any(const struct record_list *list)
{
	const struct span *texts = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (sheet_shows(texts[i]))
			return true;
	return false;
}

int64_t
sheet_number_of(struct span text)
{
	int64_t number = 0;

	if (text.len == 0 || text.len > 9)
		return 0;
	for (size_t i = 0; i < text.len; i++) {
		if (!span_is_digit(text.ptr[i]))
			return 0;
		number = number * 10 + (text.ptr[i] - '0');
	}
	return number;
}

void
sheet_words(struct sheet *sheet, const char *text)
{
	build_text(sheet->build, span_of(text));
}

/* --- blocks --------------------------------------------------------------- */

void
sheet_heading(struct sheet *sheet, struct span text)
{
	sheet->heading = text;
}

void
sheet_open_block(struct sheet *sheet, const char *tag)
{
	if (sheet_shows(sheet->heading))
		build_element(sheet->build, "h2", sheet->heading);
	sheet->heading = SPAN_NONE;
	build_open(sheet->build, tag);
}

void
sheet_block(struct sheet *sheet, const char *tag, struct span text)
{
	if (!sheet_shows(text))
		return;
	sheet_open_block(sheet, tag);
	build_text(sheet->build, text);
	build_close(sheet->build);
}

void
sheet_open_list(struct sheet *sheet, const char *tag)
{
	if (!sheet->listing)
		sheet_open_block(sheet, tag);
	sheet->listing = true;
}

void
sheet_end_list(struct sheet *sheet)
{
	if (sheet->listing)
		build_close(sheet->build);
	sheet->listing = false;
}

void
sheet_subheading(struct sheet *sheet, struct span text)
{
	sheet_end_list(sheet);
	sheet_block(sheet, "h3", text);
}

struct span
sheet_next_paragraph(struct span *rest)
{
	struct span text = *rest;
	size_t at = 0;

	while (at < text.len && !span_starts(span_from(text, at), SPAN("\n\n")))
		at++;
	*rest = span_from(text, at + 2);
	return span_first(text, at);
}

void
sheet_paragraphs(struct sheet *sheet, struct span text)
{
	while (sheet_shows(text))
		sheet_block(sheet, "p", sheet_next_paragraph(&text));
}

/* --- lines ---------------------------------------------------------------- */

void
sheet_start_line(struct sheet *sheet, const char *joint)
{
	sheet->joint = joint;
	sheet->joined = false;
}

void
sheet_join(struct sheet *sheet)
{
	if (sheet->joined)
		sheet_words(sheet, sheet->joint);
	sheet->joined = true;
}

void
sheet_open_item(struct sheet *sheet, const char *joint)
{
	sheet_open_list(sheet, "ul");
	build_open(sheet->build, "li");
	sheet_start_line(sheet, joint);
}

void
sheet_open_line(struct sheet *sheet, const char *joint)
{
	sheet_open_block(sheet, "p");
	sheet_start_line(sheet, joint);
}

void
sheet_close(struct sheet *sheet)
{
	build_close(sheet->build);
}

static void
anchor(struct sheet *sheet, struct span text, struct span href)
{
	if (!sheet_shows(text))
		text = href;
	if (!sheet_shows(href)) {
		build_text(sheet->build, text);
		return;
	}
	build_open(sheet->build, "a");
	build_attribute(sheet->build, "href", href);
	build_text(sheet->build, text);
	build_close(sheet->build);
}

void
sheet_part(
    struct sheet *sheet, const char *label, struct span text, struct span href)
{
	if (!sheet_shows(text) && !sheet_shows(href))
		return;
	sheet_join(sheet);
	sheet_words(sheet, label);
	anchor(sheet, text, href);
}

void
sheet_strong(struct sheet *sheet, struct span text, const char *colon)
{
	build_open(sheet->build, "strong");
	build_text(sheet->build, text);
	sheet_words(sheet, colon);
	build_close(sheet->build);
}

void
sheet_flag(struct sheet *sheet, struct span text)
{
	sheet_open_line(sheet, "");
	sheet_strong(sheet, text, "");
	sheet_close(sheet);
}

/* --- addresses ------------------------------------------------------------ */

/* May the byte stand in an address's path as it is (RFC 3986, "pchar")? */
static bool
is_plain(char c)
{
	return span_is_alpha(c) || span_is_digit(c) ||
	       (c != '\0' && strchr("-._~!$&'()*+,;=:@/", c) != NULL);
}

/* before, id, after, the id percent-encoded. */
static struct span
address(
    struct sheet *sheet, struct span before, struct span id, struct span after)
{
	static const char digits[] = "0123456789ABCDEF";
	const size_t room = before.len + 3 * id.len + after.len;
	char *bytes, *to;

	if (!sheet_shows(id))
		return SPAN_NONE;
	bytes = to = arena_alloc(sheet->arena, room);
	memcpy(to, before.ptr, before.len);
	to += before.len;
	for (size_t i = 0; i < id.len; i++) {
		const unsigned char c = (unsigned char)id.ptr[i];

		if (is_plain(id.ptr[i])) {
			*to++ = id.ptr[i];
			continue;
		}
		*to++ = '%';
		*to++ = digits[c >> 4];
		*to++ = digits[c & 15];
	}
	if (after.len > 0)
		memcpy(to, after.ptr, after.len);
	to += after.len;
	arena_resize(sheet->arena, bytes, room, (size_t)(to - bytes));
	return (struct span){ bytes, (size_t)(to - bytes) };
}

struct span
sheet_pubmed(struct sheet *sheet, struct span pmid)
{
	return address(
	    sheet, SPAN("https://pubmed.ncbi.nlm.nih.gov/"), pmid, SPAN("/"));
}

void
sheet_identifiers(
    struct sheet *sheet, struct span doi, struct span pmid, struct span pmcid)
{
	sheet_part(sheet, "DOI: ", doi,
	    address(sheet, SPAN("https://doi.org/"), doi, SPAN_NONE));
	sheet_part(sheet, "PMID: ", pmid, sheet_pubmed(sheet, pmid));
	sheet_part(sheet, "PMCID: ", pmcid,
	    address(sheet, SPAN("https://pmc.ncbi.nlm.nih.gov/articles/"),
		pmcid, SPAN("/")));
}

/* --- lists ---------------------------------------------------------------- */

void
sheet_number(struct sheet *sheet, int64_t wanted, int64_t *last)
{
	++*last;
	if (wanted <= 0 || wanted > SHEET_LAST || wanted == *last)
		return;
	build_attribute(sheet->build, "value",
	    arena_print(sheet->arena, "%lld", (long long)wanted));
	*last = wanted;
}

void
sheet_incomplete(struct sheet *sheet, const struct record_part *list)
{
	const bool is_counted = list->total > 0;

	if (list->complete || (!is_counted && !sheet_shows(list->more_url) &&
				  list->items.count == 0))
		return;
	sheet_open_line(sheet, " ");
	if (is_counted)
		sheet_part(sheet, "",
		    arena_print(sheet->arena, "%lld in all, %zu of them here.",
			(long long)list->total, list->items.count),
		    SPAN_NONE);
	else
		sheet_part(sheet, "",
		    list->items.count == 0 ? SPAN("The list is not here.")
					   : SPAN("Not all of them are here."),
		    SPAN_NONE);
	sheet_part(sheet, "The whole list: ", list->more_url, list->more_url);
	sheet_close(sheet);
}
