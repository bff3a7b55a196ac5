/*
 * Page numbers as MEDLINE writes them, with the digits of a range's end left
 * out that its beginning has too.  Knows nothing of citations.
 */
#include "output/citepages.h"

#include <stdint.h>

#include "base/buffer.h"

/* A page: letters, digits, and what may follow: "S12", "1201.e2", "12a". */
struct page {
	struct span letters, digits, rest;
};

static bool
is_roman(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr("ivxlcdm", span_lower(text.ptr[i])) == NULL ||
		    text.ptr[i] == '\0')
			return false;
	return text.len > 0;
}

/* What may stand behind the digits: nothing, a letter, ".e2". */
static bool
is_rest(struct span text)
{
	size_t at = 0;

	if (text.len == 0 || (text.len == 1 && span_is_alpha(text.ptr[0])))
		return true;
	if (text.ptr[0] != '.')
		return false;
	for (at = 1; at < text.len && span_is_alpha(text.ptr[at]);)
		at++;
	if (at == 1 || at > 3)
		return false;
	while (at < text.len && span_is_digit(text.ptr[at]))
		at++;
	return at == text.len;
}

static bool
read_page(struct span text, struct page *page)
{
	size_t letters = 0, digits;

	*page = (struct page){ text, SPAN(""), SPAN("") };
	if (is_roman(text))
		return true;
	while (letters < text.len && span_is_alpha(text.ptr[letters]))
		letters++;
	digits = letters;
	while (digits < text.len && span_is_digit(text.ptr[digits]))
		digits++;
	page->letters = span_first(text, letters);
	page->digits = span_from(span_first(text, digits), letters);
	page->rest = span_from(text, digits);
	return letters <= 4 && digits > letters && is_rest(page->rest);
}

/*
 * The parts of a range; false: it is none.  "513-20.e1-4" has a second hyphen
 * that belongs to its end.
 */
static bool
read_range(struct span text, struct page *first, struct page *last)
{
	size_t hyphen = 0, at;
	struct span end;

	while (hyphen < text.len && text.ptr[hyphen] != '-')
		hyphen++;
	if (hyphen == text.len)
		return false;
	end = span_from(text, hyphen + 1);
	for (at = 0; at < end.len && end.ptr[at] != '-';)
		at++;
	if (!read_page(span_first(text, hyphen), first) ||
	    !read_page(span_first(end, at), last))
		return false;
	if (at == end.len)
		return true;
	if (last->rest.len < 3)
		return false;
	last->rest = span_from(end, (size_t)(last->rest.ptr - end.ptr));
	end = span_from(end, at + 1);
	if (end.len > 0 && span_lower(end.ptr[0]) == 'e')
		end = span_from(end, 1);
	for (at = 0; at < end.len && span_is_digit(end.ptr[at]);)
		at++;
	return at > 0 && at == end.len;
}

/* Is the number `a` with its tail replaced by `b` larger than `a`? */
static bool
grows(struct span a, struct span b)
{
	return memcmp(b.ptr, a.ptr + a.len - b.len, b.len) > 0;
}

/* The end of a range, in full where it is a short form. */
static void
add_end(struct buffer *out, const struct page *first, const struct page *last)
{
	bool same =
	    last->letters.len == 0 || span_equal(first->letters, last->letters);
	size_t a = first->digits.len, b = last->digits.len;

	if (b > 0 && b < a && same && grows(first->digits, last->digits)) {
		buffer_add(out, first->letters);
		buffer_add(out, span_first(first->digits, a - b));
	} else if (b > 0 && b == a && last->letters.len == 0 &&
		   memcmp(last->digits.ptr, first->digits.ptr, b) > 0) {
		buffer_add(out, first->letters);
	} else {
		buffer_add(out, last->letters);
	}
	buffer_add(out, last->digits);
	buffer_add(out, last->rest);
}

/* One piece of a list of pages. */
static void
add_piece(struct buffer *out, struct span piece, struct span hyphen)
{
	struct page first, last;

	if (!read_range(piece, &first, &last)) {
		buffer_add(out, piece);
		return;
	}
	buffer_add(out, first.letters);
	buffer_add(out, first.digits);
	buffer_add(out, first.rest);
	buffer_add(out, hyphen);
	add_end(out, &first, &last);
}

struct span
citepages_expand(struct arena *arena, struct span pages, struct span hyphen)
{
	struct buffer out;
	size_t len;

	if (pages.ptr == NULL)
		return SPAN_NONE;
	buffer_init(&out, arena, SIZE_MAX / 2);
	while (pages.len > 0) {
		for (len = 0;
		     len < pages.len && strchr(" ,;", pages.ptr[len]) == NULL;)
			len++;
		add_piece(&out, span_first(pages, len), hyphen);
		pages = span_from(pages, len);
		for (len = 0; len < pages.len && pages.ptr[len] != '\0' &&
			      strchr(" ,;", pages.ptr[len]) != NULL;)
			len++;
		buffer_add(&out, span_first(pages, len));
		if (len == 0 && pages.len > 0) {
			buffer_char(&out, ' ');
			len = 1;
		}
		pages = span_from(pages, len);
	}
	return buffer_text(&out);
}

void
citepages_split(struct span pages, struct span *first, struct span *last)
{
	struct page from, to;

	*first = pages;
	*last = SPAN_NONE;
	if (pages.ptr == NULL || !read_range(pages, &from, &to))
		return;
	first->len = from.letters.len + from.digits.len + from.rest.len;
	*last = span_from(pages, first->len + 1);
}
