/*
 * What tells a book: an address of the Bookshelf, or a citation that begins
 * with "In:".  Journals are not known here.
 */
#include "output/citebook.h"

#include <stdint.h>

#include "base/buffer.h"

#define IN SPAN("In: ")

/* The place of `part` in `text`, or text.len. */
static size_t
find(struct span text, struct span part)
{
	for (size_t at = 0; at + part.len <= text.len; at++)
		if (span_starts(span_from(text, at), part))
			return at;
	return text.len;
}

/* "NBK459145" out of an address, or SPAN_NONE. */
static struct span
number_in(struct span url)
{
	const struct span books = SPAN("/books/NBK");
	size_t at = find(url, books), len = 0;

	if (at == url.len)
		return SPAN_NONE;
	url = span_from(url, at + books.len - 3);
	for (len = 3; len < url.len && span_is_digit(url.ptr[len]);)
		len++;
	return len == 3 ? SPAN_NONE : span_first(url, len);
}

/* The first number among the links to the full text and elsewhere. */
static struct span
number_of(const struct record *record)
{
	const struct record_list *lists[] = { &record->full_text_links,
		&record->linkout, &record->related_information };
	struct span found;

	for (size_t i = 0; i < 3; i++) {
		const struct record_link *links = lists[i]->items;

		for (size_t k = 0; k < lists[i]->count; k++) {
			found = number_in(links[k].url);
			if (found.ptr != NULL)
				return found;
		}
	}
	return SPAN_NONE;
}

/* The words before `part`, which with it leaves `text`; false: it is not
   there. */
static bool
cut(struct span *text, struct span part, struct span *before)
{
	size_t at = find(*text, part);

	if (at == text->len)
		return false;
	*before = span_trim(span_first(*text, at));
	*text = span_trim(span_from(*text, at + part.len));
	return before->len > 0;
}

/* "Smith AB": a family name and initials, nothing else. */
static bool
add_editor(struct arena *arena, struct record_list *list, struct span text)
{
	struct cite_name *name;
	struct buffer given;
	size_t at = text.len;

	while (at > 0 && text.ptr[at - 1] >= 'A' && text.ptr[at - 1] <= 'Z')
		at--;
	if (at < 2 || at == text.len || text.ptr[at - 1] != ' ')
		return false;
	name = record_add(arena, list, sizeof(*name));
	name->family = span_first(text, at - 1);
	name->initials = span_from(text, at);
	buffer_init(&given, arena, SIZE_MAX / 2);
	for (size_t i = 0; i < name->initials.len; i++) {
		if (i > 0)
			buffer_char(&given, ' ');
		buffer_char(&given, name->initials.ptr[i]);
	}
	name->given = buffer_text(&given);
	return true;
}

/* "Smith AB, Jones C, editors. " at the beginning, if it is there. */
static bool
cut_editors(struct arena *arena, struct span *text, struct record_list *list)
{
	struct span names, one;
	bool good = true;

	if (!cut(text, SPAN(", editors. "), &names) &&
	    !cut(text, SPAN(", editor. "), &names))
		return true;
	while (good && cut(&names, SPAN(", "), &one))
		good = add_editor(arena, list, one);
	return good && add_editor(arena, list, names);
}

/* The parts of the citation.  False: it has another form. */
static bool
read_citation(struct arena *arena, struct span text, struct cite_entry *entry)
{
	struct span title, place, publisher;
	struct record_list editors = { NULL, 0, 0 };
	size_t at;

	if (span_starts(text, IN))
		text = span_from(text, IN.len);
	if (!cut_editors(arena, &text, &editors) ||
	    (!cut(&text, SPAN(" [Internet]. "), &title) &&
		!cut(&text, SPAN(". "), &title)) ||
	    !cut(&text, SPAN(": "), &place) ||
	    !cut(&text, SPAN("; "), &publisher) ||
	    find(place, SPAN(". ")) < place.len)
		return false;
	entry->container = title;
	entry->place = place;
	entry->publisher = publisher;
	entry->editors = editors;
	for (at = 0; at < 4 && at < text.len && span_is_digit(text.ptr[at]);)
		at++;
	if (entry->year == 0 && at == 4)
		for (size_t i = 0; i < 4; i++)
			entry->year = entry->year * 10 + (text.ptr[i] - '0');
	if (entry->date.ptr == NULL && at == 4) {
		at = find(text, SPAN("."));
		entry->date = span_first(text, at);
	}
	return true;
}

void
citebook_fill(
    struct arena *arena, const struct record *record, struct cite_entry *entry)
{
	const struct span text = record->citation.text;
	bool in = span_starts(text, IN);

	entry->nbk = number_of(record);
	if (entry->nbk.ptr == NULL && !in)
		return;
	entry->type = in ? CITE_CHAPTER : CITE_BOOK;
	if (text.len > 0 && !read_citation(arena, text, entry))
		entry->note = text;
	if (!in)
		entry->container = SPAN_NONE;
}
