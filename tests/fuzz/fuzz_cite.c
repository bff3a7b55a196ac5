/*
 * Any texts as fields of a record: what is written for reference managers must
 * have its format's form, whatever they hold.  The lines of the input are the
 * fields; as a page it is read, too.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "output/bibtex.h"
#include "output/cite.h"
#include "output/csl.h"
#include "output/nbib.h"
#include "output/ris.h"
#include "pubscour.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena arena;
static struct psc *reader;

#define expect(good) \
	do { \
		if (!(good)) \
			abort(); \
	} while (0)

/* The next line of `*rest`; SPAN_NONE where it is empty. */
static struct span
next(struct span *rest)
{
	size_t len = 0;
	struct span line;

	while (len < rest->len && rest->ptr[len] != '\n')
		len++;
	line = span_first(*rest, len);
	*rest = span_from(*rest, len + 1);
	return len == 0 ? SPAN_NONE : line;
}

static void
add_author(struct record *record, struct span *rest)
{
	struct record_author *author =
	    record_add(&arena, &record->authors, sizeof(*author));
	struct record_affiliation *place =
	    record_add(&arena, &record->affiliations, sizeof(*place));

	author->name = next(rest);
	author->family = next(rest);
	author->given = next(rest);
	author->initials = next(rest);
	author->collective = author->family.len == 0;
	place->key = SPAN("1");
	place->text = next(rest);
	record_add_text(&arena, &author->affiliations, SPAN("1"));
}

static void
add_term(struct record *record, struct span *rest)
{
	struct record_mesh *term =
	    record_add(&arena, &record->mesh_terms, sizeof(*term));

	term->text = next(rest);
	term->descriptor = next(rest);
	term->qualifier = next(rest);
	record_add_text(&arena, &record->keywords, term->descriptor);
	record_add_text(&arena, &record->substances, term->text);
}

static void
fill(struct record *record, struct record_abstract *abstract, struct span text)
{
	record_init(record);
	record->title = next(&text);
	record->citation.text = next(&text);
	record->citation.pages = next(&text);
	record->citation.volume = next(&text);
	record->citation.secondary = next(&text);
	record->citation.date = next(&text);
	record->journal.title = next(&text);
	record->journal.abbreviation = next(&text);
	record->doi = next(&text);
	record->pmid = next(&text);
	record->pmcid = next(&text);
	abstract->text = next(&text);
	record->abstract = abstract;
	record->conflict_of_interest = next(&text);
	record_add_text(&arena, &record->languages, next(&text));
	record->retracted = text.len % 2;
	record->preprint = text.len % 3 == 0;
	add_term(record, &text);
	add_term(record, &text);
	while (text.len > 0)
		add_author(record, &text);
}

/* Does a line of `text` that begins at `at` begin with `part`? */
static bool
begins(struct span text, size_t at, struct span part)
{
	return (at == 0 || text.ptr[at - 1] == '\n') &&
	       span_starts(span_from(text, at), part);
}

static size_t
count_lines(struct span text, struct span start)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len; at++)
		count += begins(text, at, start);
	return count;
}

static void
check_csl(struct span text)
{
	json_t *value = json_loadb(
	    text.ptr, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

	expect(json_is_object(value));
	json_decref(value);
	expect(count_lines(text, SPAN("    \"id\": \"")) == 1);
}

static void
check_ris(struct span text)
{
	expect(span_starts(text, SPAN("TY  - ")));
	expect(span_ends(text, SPAN("ER  - \n")));
	expect(count_lines(text, SPAN("TY  - ")) == 1);
	expect(count_lines(text, SPAN("ID  - ")) == 1);
	expect(count_lines(text, SPAN("ER  - ")) == 1);
	for (size_t at = 0; at < text.len; at++)
		if (at == 0 || text.ptr[at - 1] == '\n')
			expect(text.len - at > 6 && text.ptr[at + 4] == '-');
}

/* No line is longer than it may be, but for one with one word alone. */
static void
check_nbib(struct span text)
{
	size_t len, columns, words;

	expect(span_starts(text, SPAN("PMID- ")));
	expect(count_lines(text, SPAN("PMID- ")) == 1);
	for (; text.len > 0; text = span_from(text, len + 1)) {
		columns = words = 0;
		for (len = 0; len < text.len && text.ptr[len] != '\n'; len++) {
			columns +=
			    ((unsigned char)text.ptr[len] & 0xc0) != 0x80;
			words += len >= 6 && text.ptr[len] == ' ';
		}
		expect(len >= 6 && (columns <= NBIB_COLUMNS || words == 0));
		expect(text.ptr[4] == '-' || span_starts(text, SPAN("      ")));
	}
}

/* To BibTeX, braces are braces, whatever stands before them. */
static void
check_bibtex(struct span text)
{
	size_t depth = 0;

	expect(count_lines(text, SPAN("@")) == 1);
	for (size_t at = 0; at < text.len; at++) {
		if (text.ptr[at] == '{')
			depth++;
		if (text.ptr[at] == '}')
			expect(depth-- > 0);
		if (at > 0 && text.ptr[at - 1] == '\n')
			expect(depth == (text.ptr[at] == '}' ? 0 : 1));
	}
	expect(depth == 0);
}

static void
check_record(struct span text)
{
	struct record_abstract abstract = { 0 };
	struct cite_entry entry;
	struct record record;
	struct buffer out;

	fill(&record, &abstract, text);
	cite_article(&arena, &record, &entry);
	for (int format = 0; format < 5; format++) {
		buffer_init(&out, &arena, SIZE_MAX / 2);
		if (format == 0)
			csl_write(&out, &entry);
		else if (format == 1)
			ris_write(&out, &entry);
		else if (format == 2)
			nbib_write(&out, &entry);
		else
			bibtex_write(&out, &entry, format == 4);
		text = buffer_text(&out);
		expect(utf8_prefix(text) == text.len);
		if (format == 0)
			check_csl(text);
		else if (format == 1)
			check_ris(text);
		else if (format == 2)
			check_nbib(text);
		else
			check_bibtex(text);
	}
}

/* The entries of a page, and of what it cites. */
static void
check_page(const uint8_t *data, size_t size)
{
	const char *text;

	if (psc_read(reader, "fuzz", data, size) != PSC_OK)
		return;
	for (int format = PSC_CITE_CSL; format <= PSC_CITE_BIBLATEX; format++) {
		expect(psc_cite(reader, (enum psc_cite)format,
			   PSC_CITED_ARTICLE, &text, &size) == PSC_OK);
		expect(size > 0 && text[size] == '\0');
		expect(psc_cite(reader, (enum psc_cite)format,
			   PSC_CITED_REFERENCES, &text, &size) == PSC_OK);
		expect(text[size] == '\0');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };

	if (reader == NULL) {
		reader = psc_new();
		arena_init(&arena, 0);
	}
	expect(reader != NULL);
	arena_reset(&arena);
	check_page(data, size);
	if (size < 20000)
		check_record(utf8_clean(&arena, bytes));
	return 0;
}
