/*
 * The text of a reference becomes authors, title, journal and source: from its
 * end the source, from its beginning the authors, and what is left is title
 * and journal.  It is for articles in journals: books, pages, patents and
 * whatever else has no year and volume in a known form stay text.
 */
#include "pubmed/reference_text.h"

#include <stdlib.h>

#include "pubmed/reference_names.h"
#include "pubmed/reference_source.h"
#include "pubmed/reference_title.h"

/* Longer texts are no references, or many in one. */
#define MAX_TEXT 4096

struct reference_text {
	struct reference_source *source;
	struct reference_names *names;
	struct reference_title *title;
};

void
reference_text_free(struct reference_text *patterns)
{
	if (patterns == NULL)
		return;
	reference_source_free(patterns->source);
	reference_names_free(patterns->names);
	reference_title_free(patterns->title);
	free(patterns);
}

struct reference_text *
reference_text_new(void)
{
	struct reference_text *patterns = calloc(1, sizeof(*patterns));

	if (patterns == NULL)
		return NULL;
	patterns->source = reference_source_new();
	patterns->names = reference_names_new();
	patterns->title = reference_title_new();
	if (patterns->source == NULL || patterns->names == NULL ||
	    patterns->title == NULL) {
		reference_text_free(patterns);
		patterns = NULL;
	}
	return patterns;
}

void
reference_text_prepare(struct reference_text *patterns)
{
	reference_source_prepare(patterns->source);
	reference_names_prepare(patterns->names);
}

static int64_t
number_of(struct span digits)
{
	int64_t number = 0;

	for (size_t i = 0; i < digits.len; i++)
		number = number * 10 + (digits.ptr[i] - '0');
	return number;
}

/* "3. " or "[3] " before a reference is of the list, not of it. */
static struct span
without_number(struct span text)
{
	size_t at = text.len > 0 && text.ptr[0] == '[', from = at;

	while (at < text.len && at < from + 3 && span_is_digit(text.ptr[at]))
		at++;
	if (at == from || at + 1 >= text.len ||
	    strchr(from > 0 ? "]" : ".)", text.ptr[at]) == NULL ||
	    text.ptr[at + 1] != ' ')
		return text;
	return span_from(text, at + 2);
}

/* The year, where all that tell one agree. */
static bool
take_year(const struct reference_source_parts *source,
    const struct reference_names_list *names, struct record_parsed *parsed)
{
	struct span year = source->year;

	if (year.ptr == NULL)
		year = names->year;
	else if (names->sure && names->year.ptr != NULL &&
		 !span_equal(year, names->year))
		return false;
	if (year.ptr == NULL)
		return false;
	parsed->year = number_of(year);
	return true;
}

/* A body alone that no title follows may be a title itself. */
static bool
is_body(const struct record_list *authors)
{
	const struct record_cited_author *first = authors->items;

	return authors->count == 1 && first->initials.ptr == NULL;
}

/* Authors, title and journal, as far as these are sure. */
static void
take_head(const struct reference_text *patterns,
    const struct reference_source_parts *source,
    const struct reference_names_list *names, struct record_parsed *parsed)
{
	const bool comma = names->comma || (!names->sure && source->comma);

	reference_title_split(patterns->title, names->rest, comma, names->sure,
	    &parsed->title, &parsed->journal);
	if (!names->sure)
		return;
	if (parsed->title.ptr == NULL) {
		/* "Lee A., Imag J. Ponds" has a journal for a name. */
		if (source->comma && !names->comma && !names->joined &&
		    !names->et_al) {
			parsed->journal = SPAN_NONE;
			return;
		}
		if (is_body(&names->authors))
			return;
	}
	parsed->authors = names->authors;
	parsed->et_al = names->et_al;
}

struct record_parsed *
reference_text_split(
    struct reference_text *patterns, struct arena *arena, struct span text)
{
	struct reference_source_parts source;
	struct reference_names_list names;
	struct record_parsed *parsed;

	if (text.len == 0 || text.len > MAX_TEXT ||
	    !reference_source_find(patterns->source, text, &source))
		return NULL;
	reference_names_read(patterns->names, arena,
	    without_number(source.head), source.comma, &names);
	parsed = arena_zeros(arena, 1, sizeof(*parsed));
	if (!take_year(&source, &names, parsed))
		return NULL;
	take_head(patterns, &source, &names, parsed);
	parsed->volume = source.volume;
	parsed->issue = source.issue;
	parsed->pages = source.pages;
	if (parsed->volume.ptr == NULL && parsed->journal.ptr == NULL)
		return NULL;
	return parsed;
}
