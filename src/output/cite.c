/*
 * From a record to an entry.  Nothing is added to what the record knows; how a
 * format writes it is not known here.
 */
#include "output/cite.h"

#include <stdint.h>

#include "base/buffer.h"
#include "base/month.h"
#include "output/citebook.h"
#include "output/citekey.h"
#include "output/citepages.h"
#include "output/language.h"

#define SITE "https://pubmed.ncbi.nlm.nih.gov/"

/* --- texts ---------------------------------------------------------------- */

struct span
cite_join(
    struct arena *arena, const struct record_list *list, struct span between)
{
	const struct span *texts = list->items;
	struct buffer out;

	if (list->count == 0)
		return SPAN_NONE;
	buffer_init(&out, arena, SIZE_MAX / 2);
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			buffer_add(&out, between);
		buffer_add(&out, texts[i]);
	}
	return buffer_text(&out);
}

struct span
cite_language(const struct cite_entry *entry)
{
	const struct span *names = entry->languages.items;
	const struct language *language;

	if (entry->languages.count == 0)
		return SPAN_NONE;
	language = language_named(names[0]);
	return language == NULL ? names[0] : span_of(language->tag);
}

bool
cite_holds(struct span text, char c)
{
	return text.len > 0 && memchr(text.ptr, c, text.len) != NULL;
}

/* The bytes of white space or a control at the beginning of `text`; 0: none. */
static size_t
blank(struct span text)
{
	const unsigned char *at = (const unsigned char *)text.ptr;

	if (at[0] <= 0x20 || at[0] == 0x7f)
		return 1;
	if (text.len > 1 && at[0] == 0xc2 && at[1] < 0xa0)
		return 2;
	/* U+2028 and U+2029 end lines, too. */
	if (text.len > 2 && at[0] == 0xe2 && at[1] == 0x80 &&
	    (at[2] == 0xa8 || at[2] == 0xa9))
		return 3;
	return 0;
}

struct span
cite_line(struct arena *arena, struct span text)
{
	struct buffer out;
	size_t len;

	if (text.ptr == NULL)
		return SPAN_NONE;
	buffer_init(&out, arena, SIZE_MAX / 2);
	while (text.len > 0) {
		len = blank(text);
		if (len > 0 && out.len > 0 && out.ptr[out.len - 1] != ' ')
			buffer_char(&out, ' ');
		if (len == 0) {
			len = 1;
			while (
			    len < text.len && blank(span_from(text, len)) == 0)
				len++;
			buffer_add(&out, span_first(text, len));
		}
		text = span_from(text, len);
	}
	return span_trim(buffer_text(&out));
}

/* A text that is nothing but white space is none. */
static struct span
some(struct span text)
{
	return text.len == 0 ? SPAN_NONE : text;
}

/* Without its closing full stop, unless that is one of several. */
static struct span
without_stop(struct span text)
{
	if (text.len > 1 && text.ptr[text.len - 1] == '.' &&
	    text.ptr[text.len - 2] != '.')
		text.len--;
	return text;
}

/* --- people --------------------------------------------------------------- */

/* What follows `word` in `*text`, of which it is the first words. */
static bool
skip(struct span *text, struct span word)
{
	if (word.len == 0 || !span_starts(*text, word) ||
	    (text->len > word.len && text->ptr[word.len] != ' '))
		return false;
	*text = span_trim(span_from(*text, word.len));
	return true;
}

/*
 * What stands behind all other parts of the name as shown, "Jr" or "3rd": of
 * "John Smith Jr" as of "Smith J Jr".
 */
static struct span
suffix_of(const struct record_author *author)
{
	struct span rest = author->name;

	if (author->given.len > 0
		? !skip(&rest, author->given) || !skip(&rest, author->family)
		: !skip(&rest, author->family) ||
		      !skip(&rest, author->initials))
		return SPAN_NONE;
	return some(rest);
}

/* "MJ" is "M J"; SPAN_NONE of none. */
static struct span
spaced(struct arena *arena, struct span initials)
{
	struct buffer out;

	if (initials.len == 0)
		return SPAN_NONE;
	buffer_init(&out, arena, SIZE_MAX / 2);
	for (size_t i = 0; i < initials.len; i++) {
		if (i > 0 && span_is_alpha(initials.ptr[i]) &&
		    span_is_alpha(initials.ptr[i - 1]))
			buffer_char(&out, ' ');
		buffer_char(&out, initials.ptr[i]);
	}
	return buffer_text(&out);
}

/* The texts behind an author's affiliation keys. */
static void
add_affiliations(struct arena *arena, const struct record_list *all,
    const struct record_list *keys, struct record_list *out)
{
	const struct record_affiliation *affiliations = all->items;
	const struct span *texts = keys->items;

	for (size_t i = 0; i < keys->count; i++)
		for (size_t k = 0; k < all->count; k++)
			if (span_equal(affiliations[k].key, texts[i])) {
				record_add_text(
				    arena, out, affiliations[k].text);
				break;
			}
}

static void
add_names(struct arena *arena, const struct record *record,
    const struct record_list *people, struct record_list *out)
{
	const struct record_author *authors = people->items;
	struct cite_name *name;

	for (size_t i = 0; i < people->count; i++) {
		if (authors[i].name.len == 0 && authors[i].family.len == 0)
			continue;
		name = record_add(arena, out, sizeof(*name));
		name->collective = authors[i].collective;
		if (authors[i].collective || authors[i].family.len == 0) {
			name->literal = authors[i].name;
		} else {
			name->family = authors[i].family;
			name->given = authors[i].given.len > 0
					  ? authors[i].given
					  : spaced(arena, authors[i].initials);
			name->initials = some(authors[i].initials);
			name->suffix = suffix_of(&authors[i]);
		}
		add_affiliations(arena, &record->affiliations,
		    &authors[i].affiliations, &name->affiliations);
	}
}

/* --- dates ---------------------------------------------------------------- */

static int
number(struct span text, size_t from, size_t digits)
{
	int value = 0;

	if (text.len < from + digits)
		return 0;
	for (size_t i = from; i < from + digits; i++) {
		if (!span_is_digit(text.ptr[i]))
			return 0;
		value = value * 10 + (text.ptr[i] - '0');
	}
	return value;
}

/* What stands before the first `;` or `:`, or the closing full stop. */
static struct span
shown_date(struct span text)
{
	size_t len = 0;

	while (len < text.len && text.ptr[len] != ';' && text.ptr[len] != ':')
		len++;
	if (len == text.len && len > 0 && text.ptr[len - 1] == '.')
		len--;
	text = span_first(text, len);
	return number(text, 0, 4) > 0 ? text : SPAN_NONE;
}

/* "2019 Nov 22" of a date in numbers. */
static struct span
written_date(struct arena *arena, const struct cite_entry *entry)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *month;

	if (entry->year == 0)
		return SPAN_NONE;
	if (entry->month == 0)
		return arena_print(arena, "%04d", entry->year);
	month = months + 3 * (entry->month - 1);
	if (entry->day == 0)
		return arena_print(arena, "%04d %.3s", entry->year, month);
	return arena_print(
	    arena, "%04d %.3s %d", entry->year, month, entry->day);
}

/* "20160314" of "Epub 2016 Mar 14.", where all of it is known. */
static struct span
electronic_date(struct arena *arena, struct span text)
{
	const struct span epub = SPAN("Epub ");
	int year, month, day = 0;

	if (!span_starts(text, epub))
		return SPAN_NONE;
	text = span_from(text, epub.len);
	year = number(text, 0, 4);
	month = month_of(span_from(text, 5));
	for (size_t i = 9;
	     i < text.len && span_is_digit(text.ptr[i]) && day < 100;)
		day = day * 10 + (text.ptr[i++] - '0');
	if (year == 0 || month == 0 || day < 1 || day > 31)
		return SPAN_NONE;
	return arena_print(arena, "%04d%02d%02d", year, month, day);
}

static void
set_date(struct arena *arena, const struct record_citation *citation,
    struct cite_entry *entry)
{
	entry->year = number(citation->date, 0, 4);
	if (entry->year == 0 && citation->year > 0 && citation->year < 10000)
		entry->year = (int)citation->year;
	entry->month = number(citation->date, 5, 2);
	if (entry->month > 12)
		entry->month = 0;
	if (entry->month > 0)
		entry->day = number(citation->date, 8, 2);
	entry->date = shown_date(citation->text);
	if (entry->date.ptr == NULL)
		entry->date = written_date(arena, entry);
	entry->electronic = electronic_date(arena, citation->secondary);
}

/* --- the article ---------------------------------------------------------- */

/*
 * The heading as MEDLINE has it: the star of a major topic before its part,
 * "*Lung", and behind the slash of "Lung/surgery".
 */
static void
add_heading(struct buffer *out, const struct record_mesh *term, bool first)
{
	const struct span slash = SPAN(" / ");
	struct span text = term->text;
	bool star = span_ends(text, SPAN("*"));
	size_t at = 0;

	if (term->qualifier.len > 0) {
		while (at + slash.len < text.len &&
		       !span_starts(span_from(text, at), slash))
			at++;
		if (first && at > 0 && text.ptr[at - 1] == '*')
			buffer_char(out, '*');
	} else if (star) {
		buffer_char(out, '*');
	}
	if (first)
		buffer_add(out, term->descriptor);
	if (term->qualifier.len == 0)
		return;
	buffer_add(out, star ? SPAN("/*") : SPAN("/"));
	buffer_add(out, term->qualifier);
}

/* Terms in both forms; in MEDLINE's a heading's qualifiers follow it. */
static void
add_headings(struct arena *arena, const struct record_list *list,
    struct cite_entry *entry)
{
	const struct record_mesh *terms = list->items;
	struct buffer out;
	size_t next;

	for (size_t i = 0; i < list->count; i = next) {
		buffer_init(&out, arena, SIZE_MAX / 2);
		add_heading(&out, &terms[i], true);
		next = i + 1;
		while (next < list->count && terms[next].qualifier.len > 0 &&
		       terms[i].qualifier.len > 0 &&
		       span_equal(terms[next].descriptor, terms[i].descriptor))
			add_heading(&out, &terms[next++], false);
		record_add_text(arena, &entry->starred, buffer_text(&out));
	}
	for (size_t i = 0; i < list->count; i++)
		record_add_text(arena, &entry->headings,
		    terms[i].qualifier.len == 0
			? terms[i].descriptor
			: arena_print(arena, "%.*s/%.*s",
			      (int)terms[i].descriptor.len,
			      terms[i].descriptor.ptr,
			      (int)terms[i].qualifier.len,
			      terms[i].qualifier.ptr));
}

static void
add_notices(struct arena *arena, const struct record_list *list,
    struct record_list *out)
{
	const struct record_notice *notices = list->items;
	struct cite_notice *notice;

	for (size_t i = 0; i < list->count; i++) {
		struct buffer text;

		buffer_init(&text, arena, SIZE_MAX / 2);
		buffer_add(&text, notices[i].citation);
		if (notices[i].pmid.len > 0) {
			if (text.len > 0)
				buffer_char(&text, ' ');
			buffer_add(&text, SPAN("PMID: "));
			buffer_add(&text, notices[i].pmid);
		}
		if (text.len == 0)
			continue;
		notice = record_add(arena, out, sizeof(*notice));
		notice->kind = notices[i].kind;
		notice->text = buffer_text(&text);
	}
}

/* What a reader must know of a retracted article: where that was said. */
static struct span
retraction(struct arena *arena, const struct cite_entry *entry)
{
	const struct cite_notice *notices = entry->notices.items;
	struct buffer out;
	bool found = false;

	buffer_init(&out, arena, SIZE_MAX / 2);
	buffer_add(&out, SPAN("RETRACTED:"));
	for (size_t i = 0; i < entry->notices.count; i++)
		if (span_equal(notices[i].kind, SPAN("retraction_in"))) {
			buffer_add(
			    &out, found ? SPAN("; ") : SPAN(" Retraction in "));
			buffer_add(&out, notices[i].text);
			found = true;
		}
	if (!found)
		buffer_add(&out, SPAN(" this article has been retracted"));
	return buffer_text(&out);
}

static void
add_abstracts(
    struct arena *arena, const struct record *record, struct cite_entry *entry)
{
	const struct record_abstract *others = record->other_abstracts.items;
	struct cite_abstract *abstract;

	if (record->abstract != NULL)
		entry->abstract = some(record->abstract->text);
	for (size_t i = 0; i < record->other_abstracts.count; i++) {
		abstract = record_add(
		    arena, &entry->other_abstracts, sizeof(*abstract));
		abstract->language = others[i].language;
		abstract->text = others[i].text;
	}
	if (record->plain_language_summary.len == 0)
		return;
	abstract =
	    record_add(arena, &entry->other_abstracts, sizeof(*abstract));
	abstract->language = SPAN_NONE;
	abstract->text = record->plain_language_summary;
}

/* Grants as shown, and data as "GENBANK/JN795930". */
static void
add_support(
    struct arena *arena, const struct record *record, struct cite_entry *entry)
{
	const struct record_grant *grants = record->grants.items;
	const struct record_data *data = record->associated_data.items;

	for (size_t i = 0; i < record->grants.count; i++)
		if (grants[i].text.len > 0)
			record_add_text(arena, &entry->grants, grants[i].text);
	for (size_t i = 0; i < record->associated_data.count; i++)
		record_add_text(arena, &entry->data,
		    data[i].accession.len == 0
			? data[i].source
			: arena_print(arena, "%.*s/%.*s",
			      (int)data[i].source.len, data[i].source.ptr,
			      (int)data[i].accession.len,
			      data[i].accession.ptr));
}

/* "J Med. 2019 Nov 22;62(4):268-72. doi: 10.1000/x. Epub 2019 Mar 3." */
static struct span
source_of(struct arena *arena, const struct record *record,
    const struct cite_entry *entry)
{
	struct buffer out;

	buffer_init(&out, arena, SIZE_MAX / 2);
	if (entry->abbreviation.len > 0) {
		buffer_add(&out, entry->abbreviation);
		buffer_add(&out, SPAN(". "));
	}
	buffer_add(&out, record->citation.text);
	if (record->citation.text.len > 0 && entry->doi.len > 0) {
		buffer_add(&out, SPAN(" doi: "));
		buffer_add(&out, entry->doi);
		buffer_char(&out, '.');
	}
	if (record->citation.secondary.len > 0) {
		buffer_char(&out, ' ');
		buffer_add(&out, record->citation.secondary);
	}
	if (record->citation.ahead_of_print)
		buffer_add(&out, SPAN(" Online ahead of print."));
	return record->citation.text.len == 0 ? SPAN_NONE : buffer_text(&out);
}

static void
set_ids(struct arena *arena, struct span doi, struct span pmid,
    struct span pmcid, struct cite_entry *entry)
{
	entry->doi = some(doi);
	entry->pmid = some(pmid);
	entry->pmcid = some(pmcid);
	if (entry->pmid.ptr != NULL)
		entry->url =
		    arena_print(arena, SITE "%.*s/", (int)pmid.len, pmid.ptr);
}

void
cite_article(
    struct arena *arena, const struct record *record, struct cite_entry *entry)
{
	const struct record_citation *citation = &record->citation;

	*entry = (struct cite_entry){ .type = CITE_OTHER };
	set_ids(arena, record->doi, record->pmid, record->pmcid, entry);
	entry->title = some(without_stop(record->title));
	entry->container = some(record->journal.title);
	entry->abbreviation = some(record->journal.abbreviation);
	if (entry->container.ptr == NULL)
		entry->container = entry->abbreviation;
	if (entry->container.ptr != NULL)
		entry->type = record->preprint ? CITE_PREPRINT : CITE_ARTICLE;
	entry->volume = some(citation->volume);
	entry->issue = some(citation->issue);
	entry->pages = some(citation->pages);
	set_date(arena, citation, entry);
	add_names(arena, record, &record->authors, &entry->authors);
	add_names(arena, record, &record->collaborators, &entry->collaborators);
	if (entry->type == CITE_OTHER)
		citebook_fill(arena, record, entry);
	entry->full_pages = citepages_expand(arena, entry->pages, SPAN("-"));
	add_abstracts(arena, record, entry);
	entry->copyright = some(record->copyright);
	entry->keywords = record->keywords;
	add_headings(arena, &record->mesh_terms, entry);
	entry->types = record->publication_types;
	entry->substances = record->substances;
	entry->supplements = record->supplementary_concepts;
	add_support(arena, record, entry);
	entry->conflict = some(record->conflict_of_interest);
	add_notices(arena, &record->notices, &entry->notices);
	entry->languages = record->languages;
	if (record->retracted)
		entry->note = retraction(arena, entry);
	entry->source = source_of(arena, record, entry);
	entry->key = citekey_make(arena, entry);
}

/* --- a work that is cited ------------------------------------------------- */

/* The authors as the reference has them: names with initials, or whole. */
static void
add_cited(struct arena *arena, const struct record_list *list,
    struct record_list *out)
{
	const struct record_cited_author *authors = list->items;
	struct cite_name *name;

	for (size_t i = 0; i < list->count; i++) {
		name = record_add(arena, out, sizeof(*name));
		if (authors[i].family.len == 0) {
			name->literal = authors[i].name;
			name->collective = true;
			continue;
		}
		name->family = authors[i].family;
		name->initials = some(authors[i].initials);
		name->given = spaced(arena, authors[i].initials);
	}
}

/* "11-19" of "11\u201319". */
static struct span
with_hyphens(struct arena *arena, struct span pages)
{
	const struct span dash = SPAN("\xe2\x80\x93");
	struct buffer out;

	if (pages.len == 0)
		return SPAN_NONE;
	buffer_init(&out, arena, SIZE_MAX / 2);
	while (pages.len > 0) {
		if (span_starts(pages, dash)) {
			buffer_char(&out, '-');
			pages = span_from(pages, dash.len);
		} else {
			buffer_char(&out, pages.ptr[0]);
			pages = span_from(pages, 1);
		}
	}
	return buffer_text(&out);
}

/* "10.1000/x" of "https://doi.org/10.1000/x", or SPAN_NONE. */
static struct span
doi_in(struct span url)
{
	static const char *const sites[] = { "https://doi.org/",
		"http://doi.org/", "https://dx.doi.org/",
		"http://dx.doi.org/" };

	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++) {
		const struct span site = span_of(sites[i]);

		if (!span_starts(url, site))
			continue;
		url = span_from(url, site.len);
		/* One that is encoded stays an address. */
		if (span_starts(url, SPAN("10.")) && !cite_holds(url, '%'))
			return url;
	}
	return SPAN_NONE;
}

/* Without an identifier, one among the links, or the first of them. */
static void
set_link(const struct record_list *urls, struct cite_entry *entry)
{
	const struct span *texts = urls->items;

	for (size_t i = 0; i < urls->count && entry->doi.ptr == NULL; i++)
		entry->doi = doi_in(texts[i]);
	if (entry->url.ptr == NULL && entry->doi.ptr == NULL && urls->count > 0)
		entry->url = texts[0];
}

static void
set_parsed(struct arena *arena, const struct record_parsed *parsed,
    struct cite_entry *entry)
{
	add_cited(arena, &parsed->authors, &entry->authors);
	entry->et_al = parsed->et_al;
	entry->title = some(without_stop(parsed->title));
	entry->container = some(parsed->journal);
	if (entry->container.ptr != NULL)
		entry->type = CITE_ARTICLE;
	if (parsed->year > 0 && parsed->year < 10000)
		entry->year = (int)parsed->year;
	entry->date = written_date(arena, entry);
	entry->volume = some(parsed->volume);
	entry->issue = some(parsed->issue);
	entry->pages = with_hyphens(arena, parsed->pages);
	entry->full_pages = citepages_expand(arena, entry->pages, SPAN("-"));
	entry->key = citekey_make(arena, entry);
}

void
cite_reference(struct arena *arena, const struct record *record,
    const struct record_reference *reference, struct cite_entry *entry)
{
	*entry = (struct cite_entry){ .type = CITE_OTHER };
	set_ids(
	    arena, reference->doi, reference->pmid, reference->pmcid, entry);
	set_link(&reference->urls, entry);
	if (reference->parsed != NULL) {
		set_parsed(arena, reference->parsed, entry);
		return;
	}
	entry->note = some(reference->text);
	entry->key = arena_print(arena, "ref:%.*s:%lld", (int)record->pmid.len,
	    record->pmid.ptr, (long long)reference->number);
}
