/*
 * The order and the words of an article's page.  Every text of the record
 * goes into one text node as it is: what is put around it, a label, a comma,
 * is in nodes of its own.  What is empty leaves nothing behind, neither a
 * heading nor a list: those are opened by the first thing that stands in them.
 */
#include "output/article.h"

#include <stdint.h>

#include "html/build.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DOT " \xc2\xb7 " /* a middle dot */

struct out {
	struct arena *arena;
	struct build *build;
	struct span heading; /* due before the next block */
	bool listing;        /* a list is open */
	const char *joint;   /* stands between the parts of a line */
	bool joined;         /* the line has a part */
};

static bool
is_shown(struct span text)
{
	return text.ptr != NULL && text.len > 0;
}

/* Does a list of texts hold one that is not empty? */
static bool
has_text(const struct record_list *list)
{
	const struct span *texts = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (is_shown(texts[i]))
			return true;
	return false;
}

static void
words(struct out *out, const char *text)
{
	build_text(out->build, span_of(text));
}

/* --- blocks --------------------------------------------------------------- */

/* A heading, written when something follows that stands below it. */
static void
heading(struct out *out, struct span text)
{
	out->heading = text;
}

static void
open_block(struct out *out, const char *tag)
{
	if (is_shown(out->heading))
		build_element(out->build, "h2", out->heading);
	out->heading = SPAN_NONE;
	build_open(out->build, tag);
}

static void
block(struct out *out, const char *tag, struct span text)
{
	if (!is_shown(text))
		return;
	open_block(out, tag);
	build_text(out->build, text);
	build_close(out->build);
}

static void
open_list(struct out *out, const char *tag)
{
	if (!out->listing)
		open_block(out, tag);
	out->listing = true;
}

static void
end_list(struct out *out)
{
	if (out->listing)
		build_close(out->build);
	out->listing = false;
}

/* The heading of a part of a section. */
static void
subheading(struct out *out, struct span text)
{
	end_list(out);
	block(out, "h3", text);
}

/* The next of the paragraphs that a text is joined of. */
static struct span
next_paragraph(struct span *rest)
{
	struct span text = *rest;
	size_t at = 0;

	while (at < text.len && !span_starts(span_from(text, at), SPAN("\n\n")))
		at++;
	*rest = span_from(text, at + 2);
	return span_first(text, at);
}

static void
paragraphs(struct out *out, struct span text)
{
	while (is_shown(text))
		block(out, "p", next_paragraph(&text));
}

/* --- lines ---------------------------------------------------------------- */

/* A line has parts with `joint` between them; what holds it is open. */
static void
start_line(struct out *out, const char *joint)
{
	out->joint = joint;
	out->joined = false;
}

/* Call it before each part. */
static void
join(struct out *out)
{
	if (out->joined)
		words(out, out->joint);
	out->joined = true;
}

static void
open_item(struct out *out, const char *joint)
{
	open_list(out, "ul");
	build_open(out->build, "li");
	start_line(out, joint);
}

static void
open_line(struct out *out, const char *joint)
{
	open_block(out, "p");
	start_line(out, joint);
}

static void
close_line(struct out *out)
{
	build_close(out->build);
}

static void
anchor(struct out *out, struct span text, struct span href)
{
	if (!is_shown(text))
		text = href;
	if (!is_shown(href)) {
		build_text(out->build, text);
		return;
	}
	build_open(out->build, "a");
	build_attribute(out->build, "href", href);
	build_text(out->build, text);
	build_close(out->build);
}

/* A label and a text, as a part of a line; a link where there is an address. */
static void
part(struct out *out, const char *label, struct span text, struct span href)
{
	if (!is_shown(text) && !is_shown(href))
		return;
	join(out);
	words(out, label);
	anchor(out, text, href);
}

static void
strong(struct out *out, struct span text, const char *colon)
{
	build_open(out->build, "strong");
	build_text(out->build, text);
	words(out, colon);
	build_close(out->build);
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
address(struct out *out, struct span before, struct span id, struct span after)
{
	static const char digits[] = "0123456789ABCDEF";
	const size_t room = before.len + 3 * id.len + after.len;
	char *bytes, *to;

	if (!is_shown(id))
		return SPAN_NONE;
	bytes = to = arena_alloc(out->arena, room);
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
	arena_resize(out->arena, bytes, room, (size_t)(to - bytes));
	return (struct span){ bytes, (size_t)(to - bytes) };
}

static struct span
pubmed_address(struct out *out, struct span pmid)
{
	return address(
	    out, SPAN("https://pubmed.ncbi.nlm.nih.gov/"), pmid, SPAN("/"));
}

static void
identifiers(
    struct out *out, struct span doi, struct span pmid, struct span pmcid)
{
	part(out, "DOI: ", doi,
	    address(out, SPAN("https://doi.org/"), doi, SPAN_NONE));
	part(out, "PMID: ", pmid, pubmed_address(out, pmid));
	part(out, "PMCID: ", pmcid,
	    address(out, SPAN("https://pmc.ncbi.nlm.nih.gov/articles/"), pmcid,
		SPAN("/")));
}

/* --- articles and notices ------------------------------------------------- */

/* An article elsewhere, as parts of a line. */
static void
article_parts(struct out *out, const struct record_article *article)
{
	const struct span *notes = article->notes.items;
	const struct span page = pubmed_address(out, article->pmid);

	if (is_shown(article->title))
		part(out, "", article->title, page);
	part(out, "", article->authors, SPAN_NONE);
	part(out, "", article->citation, SPAN_NONE);
	part(out, "PMID: ", article->pmid,
	    is_shown(article->title) ? SPAN_NONE : page);
	for (size_t i = 0; i < article->notes.count; i++)
		part(out, "", notes[i], SPAN_NONE);
}

static bool
is_article(const struct record_article *article)
{
	return is_shown(article->pmid) || is_shown(article->title) ||
	       is_shown(article->authors) || is_shown(article->citation) ||
	       has_text(&article->notes);
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
	return is_shown(notice->heading) ? notice->heading : notice->kind;
}

static void
flag(struct out *out, struct span text)
{
	open_line(out, "");
	strong(out, text, "");
	close_line(out);
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
alarms(struct out *out, const struct record *record)
{
	const struct record_notice *notices = record->notices.items;

	if (record->retracted)
		flag(out, SPAN("Retracted article."));
	if (record->preprint)
		flag(out, SPAN("Preprint."));
	for (size_t i = 0; i < record->notices.count; i++) {
		const struct record_article in = notice_article(&notices[i]);

		if (!is_alarm(&notices[i]))
			continue;
		open_line(out, " ");
		join(out);
		strong(out, notice_heading(&notices[i]), ":");
		article_parts(out, &in);
		close_line(out);
	}
}

static void
notices(struct out *out, const struct record *record)
{
	const struct record_notice *items = record->notices.items;
	struct span last = SPAN_NONE;

	heading(out, SPAN("Notices"));
	for (size_t i = 0; i < record->notices.count; i++) {
		const struct record_article in = notice_article(&items[i]);

		if (is_alarm(&items[i]) || !is_article(&in))
			continue;
		if (!span_equal(notice_heading(&items[i]), last))
			subheading(out, notice_heading(&items[i]));
		last = notice_heading(&items[i]);
		open_item(out, " ");
		article_parts(out, &in);
		close_line(out);
	}
	end_list(out);
}

/* --- the head ------------------------------------------------------------- */

static void
citation(struct out *out, const struct record *record)
{
	const struct record_citation *cited = &record->citation;
	const struct record_journal *journal = &record->journal;
	const bool has_title = is_shown(journal->title);
	const struct span name =
	    has_title ? journal->title : journal->abbreviation;

	if (!is_shown(name) && !is_shown(cited->text) &&
	    !is_shown(cited->secondary))
		return;
	open_line(out, " ");
	if (is_shown(name)) {
		join(out);
		build_element(out->build, "em", name);
		if (has_title && is_shown(journal->abbreviation) &&
		    !span_equal(name, journal->abbreviation)) {
			words(out, " (");
			build_text(out->build, journal->abbreviation);
			words(out, ")");
		}
		words(out, ".");
	}
	part(out, "", cited->text, SPAN_NONE);
	part(out, "", cited->secondary, SPAN_NONE);
	if (cited->ahead_of_print)
		part(out, "", SPAN("Online ahead of print."), SPAN_NONE);
	close_line(out);
}

/* What kind of article it is, and who may read it. */
static void
kind(struct out *out, const struct record *record)
{
	const struct record_access *access = &record->access;
	const struct span *languages = record->languages.items;

	if (!is_shown(record->article_type) && !is_shown(access->label) &&
	    !is_shown(access->embargo_until) && !has_text(&record->languages))
		return;
	open_line(out, DOT);
	part(out, "Type: ", record->article_type, SPAN_NONE);
	for (size_t i = 0; i < record->languages.count; i++)
		part(out, "Language: ", languages[i], SPAN_NONE);
	part(out, "Access: ", access->label, SPAN_NONE);
	part(out, "Embargo until: ", access->embargo_until, SPAN_NONE);
	close_line(out);
}

/* --- people --------------------------------------------------------------- */

static void
person(struct out *out, const struct record_author *author)
{
	const struct span *keys = author->affiliations.items;
	bool first = true;

	if (!is_shown(author->name))
		return;
	part(out, "", author->name, SPAN_NONE);
	if (has_text(&author->affiliations)) {
		build_open(out->build, "sup");
		for (size_t i = 0; i < author->affiliations.count; i++) {
			if (!is_shown(keys[i]))
				continue;
			words(out, first ? "" : ",");
			build_text(out->build, keys[i]);
			first = false;
		}
		build_close(out->build);
	}
	if (author->equal_contribution)
		words(out, " (contributed equally)");
}

static void
authors(struct out *out, const struct record *record)
{
	const struct record_author *items = record->authors.items;

	if (record->authors.count == 0)
		return;
	open_line(out, ", ");
	for (size_t i = 0; i < record->authors.count; i++)
		person(out, &items[i]);
	close_line(out);
}

/* A line for each group, and one for those that belong to none. */
static void
collaborators(struct out *out, const struct record *record)
{
	const struct record_author *items = record->collaborators.items;
	bool is_open = false;

	for (size_t i = 0; i < record->collaborators.count; i++) {
		const struct span group = items[i].group;

		if (i == 0 || !span_equal(group, items[i - 1].group)) {
			if (is_open)
				close_line(out);
			open_line(out, ", ");
			strong(out,
			    is_shown(group) ? group : SPAN("Collaborators"),
			    ":");
			words(out, " ");
			is_open = true;
		}
		person(out, &items[i]);
	}
	if (is_open)
		close_line(out);
}

/* The number that the text consists of; 0: it is none. */
static int64_t
number_of(struct span text)
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

static bool
are_numbered(const struct record_list *affiliations)
{
	const struct record_affiliation *items = affiliations->items;

	for (size_t i = 0; i < affiliations->count; i++)
		if (number_of(items[i].key) == 0)
			return false;
	return true;
}

/* Gives the open list's item a number, where it is not the one it has. */
static void
number(struct out *out, int64_t wanted, int64_t *last)
{
	++*last;
	if (wanted <= 0 || wanted == *last)
		return;
	build_attribute(out->build, "value",
	    arena_print(out->arena, "%lld", (long long)wanted));
	*last = wanted;
}

static void
affiliations(struct out *out, const struct record *record)
{
	const struct record_affiliation *items = record->affiliations.items;
	const bool numbered = are_numbered(&record->affiliations);
	int64_t last = 0;

	for (size_t i = 0; i < record->affiliations.count; i++) {
		if (!is_shown(items[i].text))
			continue;
		open_list(out, numbered ? "ol" : "ul");
		build_open(out->build, "li");
		if (numbered)
			number(out, number_of(items[i].key), &last);
		else if (is_shown(items[i].key)) {
			build_element(out->build, "sup", items[i].key);
			words(out, " ");
		}
		build_text(out->build, items[i].text);
		close_line(out);
	}
	end_list(out);
}

/* --- abstracts ------------------------------------------------------------ */

struct language {
	const char *code; /* ISO 639-2 */
	const char *tag;  /* BCP 47 */
	const char *name;
};

/* The languages of PubMed's abstracts, as far as they have a short tag. */
static const struct language languages[] = {
	{ "ara", "ar", "Arabic" },
	{ "bul", "bg", "Bulgarian" },
	{ "cat", "ca", "Catalan" },
	{ "ces", "cs", "Czech" },
	{ "chi", "zh", "Chinese" },
	{ "cze", "cs", "Czech" },
	{ "dan", "da", "Danish" },
	{ "deu", "de", "German" },
	{ "dut", "nl", "Dutch" },
	{ "ell", "el", "Greek" },
	{ "eng", "en", "English" },
	{ "fas", "fa", "Persian" },
	{ "fin", "fi", "Finnish" },
	{ "fra", "fr", "French" },
	{ "fre", "fr", "French" },
	{ "ger", "de", "German" },
	{ "gre", "el", "Greek" },
	{ "heb", "he", "Hebrew" },
	{ "hrv", "hr", "Croatian" },
	{ "hun", "hu", "Hungarian" },
	{ "ind", "id", "Indonesian" },
	{ "isl", "is", "Icelandic" },
	{ "ita", "it", "Italian" },
	{ "jpn", "ja", "Japanese" },
	{ "kor", "ko", "Korean" },
	{ "lit", "lt", "Lithuanian" },
	{ "nld", "nl", "Dutch" },
	{ "nor", "no", "Norwegian" },
	{ "per", "fa", "Persian" },
	{ "pol", "pl", "Polish" },
	{ "por", "pt", "Portuguese" },
	{ "ron", "ro", "Romanian" },
	{ "rum", "ro", "Romanian" },
	{ "rus", "ru", "Russian" },
	{ "slk", "sk", "Slovak" },
	{ "slo", "sk", "Slovak" },
	{ "slv", "sl", "Slovenian" },
	{ "spa", "es", "Spanish" },
	{ "srp", "sr", "Serbian" },
	{ "swe", "sv", "Swedish" },
	{ "tha", "th", "Thai" },
	{ "tur", "tr", "Turkish" },
	{ "ukr", "uk", "Ukrainian" },
	{ "vie", "vi", "Vietnamese" },
	{ "zho", "zh", "Chinese" },
};

/* The language of an ISO 639-2 code; the code itself where it is unknown. */
static void
language(struct span code, struct span *tag, struct span *name)
{
	*tag = *name = code;
	for (size_t i = 0; i < COUNT(languages); i++)
		if (span_equal(code, span_of(languages[i].code))) {
			*tag = span_of(languages[i].tag);
			*name = span_of(languages[i].name);
		}
}

/* LABEL: text; the label stands before the first of several paragraphs. */
static void
section(struct out *out, const struct record_section *section)
{
	struct span rest = section->text;

	if (is_shown(section->label)) {
		open_line(out, " ");
		join(out);
		strong(out, section->label, ":");
		if (is_shown(rest))
			part(out, "", next_paragraph(&rest), SPAN_NONE);
		close_line(out);
	}
	paragraphs(out, rest);
}

static void
abstract(struct out *out, const struct record_abstract *abstract)
{
	const struct record_section *sections = abstract->sections.items;

	for (size_t i = 0; i < abstract->sections.count; i++)
		section(out, &sections[i]);
	if (abstract->sections.count == 0)
		paragraphs(out, abstract->text);
}

/* An abstract in another language than the rest of the page. */
static void
foreign_abstract(struct out *out, const struct record_abstract *foreign)
{
	struct span tag, name;

	if (!is_shown(foreign->text) && foreign->sections.count == 0)
		return;
	language(foreign->language, &tag, &name);
	heading(out, SPAN("Abstract"));
	if (is_shown(name))
		heading(out, arena_print(out->arena, "Abstract (%.*s)",
				 (int)span_first(name, 100).len, name.ptr));
	open_block(out, "div");
	if (is_shown(tag))
		build_attribute(out->build, "lang", tag);
	abstract(out, foreign);
	build_close(out->build);
}

static void
abstracts(struct out *out, const struct record *record)
{
	const struct record_abstract *first = record->abstract;
	const struct record_abstract *others = record->other_abstracts.items;

	if (first != NULL && is_shown(first->language) &&
	    !span_equal(first->language, SPAN("eng"))) {
		foreign_abstract(out, first);
	} else if (first != NULL) {
		heading(out, SPAN("Abstract"));
		abstract(out, first);
	}
	for (size_t i = 0; i < record->other_abstracts.count; i++)
		foreign_abstract(out, &others[i]);
}

static void
keywords(struct out *out, const struct record *record)
{
	const struct span *items = record->keywords.items;

	if (!has_text(&record->keywords))
		return;
	heading(out, SPAN("Keywords"));
	open_line(out, "; ");
	for (size_t i = 0; i < record->keywords.count; i++)
		part(out, "", items[i], SPAN_NONE);
	close_line(out);
}

/* --- figures -------------------------------------------------------------- */

/* The small picture, as a link to the large one. */
static void
picture(struct out *out, const struct record_figure *figure)
{
	const bool small = is_shown(figure->thumbnail_url);
	const bool linked = small && is_shown(figure->image_url);
	const struct span source =
	    small ? figure->thumbnail_url : figure->image_url;

	if (!is_shown(source))
		return;
	if (linked) {
		build_open(out->build, "a");
		build_attribute(out->build, "href", figure->image_url);
	}
	build_open(out->build, "img");
	build_attribute(out->build, "src", source);
	build_attribute(out->build, "alt",
	    is_shown(figure->label) ? figure->label : SPAN("Figure"));
	build_close(out->build);
	if (linked)
		build_close(out->build);
}

static void
figures(struct out *out, const struct record *record)
{
	const struct record_figure *items = record->figures.items;

	heading(out, SPAN("Figures"));
	for (size_t i = 0; i < record->figures.count; i++) {
		open_block(out, "figure");
		picture(out, &items[i]);
		if (is_shown(items[i].label) || is_shown(items[i].caption)) {
			build_open(out->build, "figcaption");
			start_line(out, " ");
			if (is_shown(items[i].label)) {
				join(out);
				strong(out, items[i].label, "");
			}
			part(out, "", items[i].caption, SPAN_NONE);
			build_close(out->build);
		}
		build_close(out->build);
	}
}

/* --- references ----------------------------------------------------------- */

/* What there is of a list that is not all here. */
static void
incomplete(struct out *out, const struct record_part *list)
{
	const bool is_counted = list->total > 0;

	if (list->complete || (!is_counted && !is_shown(list->more_url) &&
				  list->items.count == 0))
		return;
	open_line(out, " ");
	if (is_counted)
		part(out, "",
		    arena_print(out->arena, "%lld in all, %zu of them here.",
			(long long)list->total, list->items.count),
		    SPAN_NONE);
	else
		part(out, "",
		    list->items.count == 0 ? SPAN("The list is not here.")
					   : SPAN("Not all of them are here."),
		    SPAN_NONE);
	part(out, "The whole list: ", list->more_url, list->more_url);
	close_line(out);
}

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
	return number_of(span_first(text, at));
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
reference_parts(struct out *out, const struct record_reference *reference)
{
	const struct span *urls = reference->urls.items;

	start_line(out, DOT);
	part(out, "", reference->text, SPAN_NONE);
	identifiers(out, reference->doi, reference->pmid, reference->pmcid);
	for (size_t i = 0; i < reference->urls.count; i++)
		part(out, "", urls[i], urls[i]);
	/* An item that shows nothing would take its number with it. */
	if (!out->joined)
		words(out, "(none)");
	build_close(out->build);
}

/* Opens a list of references, and gives the number before its first one. */
static int64_t
open_references(struct out *out, const struct record_reference *first)
{
	open_list(out, "ol");
	if (first->number <= 1)
		return 0;
	build_attribute(out->build, "start",
	    arena_print(out->arena, "%lld", (long long)first->number));
	return first->number - 1;
}

/*
 * The references of one section.  A text that has its number already is no
 * item of a list, which would give it a second one, but a paragraph.
 */
static void
reference_list(
    struct out *out, const struct record_reference *items, size_t count)
{
	const bool themselves = number_themselves(items, count);
	int64_t last = 0;

	for (size_t i = 0; i < count; i++) {
		const int64_t own = own_number(items[i].text);

		if (themselves || (own != 0 && own == items[i].number)) {
			end_list(out);
			open_block(out, "p");
		} else {
			if (!out->listing)
				last = open_references(out, &items[i]);
			build_open(out->build, "li");
			number(out, items[i].number, &last);
		}
		reference_parts(out, &items[i]);
	}
	end_list(out);
}

static void
references(struct out *out, const struct record *record)
{
	const struct record_part *list = &record->references;
	const struct record_reference *items = list->items.items;
	const struct span usual = SPAN("References");
	size_t count;

	heading(out, usual);
	/* Many pages say "REFERENCES" once more, as the one section. */
	if (list->items.count > 0 && span_equal_nocase(items[0].section, usual))
		heading(out, items[0].section);
	incomplete(out, list);
	for (size_t i = 0; i < list->items.count; i += count) {
		count = section_size(&items[i], list->items.count - i);
		if (i > 0 && !is_shown(items[i].section))
			subheading(out, SPAN("Other references"));
		else if (!span_equal_nocase(items[i].section, usual))
			subheading(out, items[i].section);
		reference_list(out, &items[i], count);
	}
}

/* --- lists ---------------------------------------------------------------- */

/* The texts that stand `offset` bytes into the things of a list. */
static void
texts(struct out *out, struct span title, const struct record_list *list,
    size_t size, size_t offset)
{
	const char *at = list->items;

	heading(out, title);
	for (size_t i = 0; i < list->count; i++, at += size) {
		const struct span *text = (const void *)(at + offset);

		if (!is_shown(*text))
			continue;
		open_item(out, "");
		part(out, "", *text, SPAN_NONE);
		close_line(out);
	}
	end_list(out);
}

static void
funding(struct out *out, const struct record *record)
{
	const struct record_grant *grants = record->grants.items;

	heading(out, SPAN("Grants and funding"));
	for (size_t i = 0; i < record->grants.count; i++) {
		const struct span text =
		    is_shown(grants[i].text) ? grants[i].text : grants[i].id;

		if (!is_shown(text))
			continue;
		open_item(out, "");
		part(out, "", text, SPAN_NONE);
		close_line(out);
	}
	end_list(out);
	paragraphs(out, record->funding_statement);
}

/* An item for each source, with its accession numbers. */
static void
data(struct out *out, const struct record *record)
{
	const struct record_data *items = record->associated_data.items;

	heading(out, SPAN("Associated data"));
	for (size_t i = 0; i < record->associated_data.count; i++) {
		if (i == 0 ||
		    !span_equal(items[i].source, items[i - 1].source)) {
			if (out->listing)
				close_line(out);
			open_item(out, ", ");
			build_text(out->build, items[i].source);
			words(out, is_shown(items[i].source) ? ": " : "");
		}
		part(out, "", items[i].accession, SPAN_NONE);
	}
	if (out->listing)
		close_line(out);
	end_list(out);
}

static void
articles(struct out *out, struct span title, const struct record_part *list)
{
	const struct record_article *items = list->items.items;

	heading(out, title);
	incomplete(out, list);
	for (size_t i = 0; i < list->items.count; i++) {
		if (!is_article(&items[i]))
			continue;
		open_item(out, " ");
		article_parts(out, &items[i]);
		close_line(out);
	}
	end_list(out);
}

/* Links, under the headings of their categories. */
static void
links(struct out *out, struct span title, const struct record_list *list)
{
	const struct record_link *items = list->items;
	struct span last = SPAN_NONE;

	heading(out, title);
	for (size_t i = 0; i < list->count; i++) {
		if (!is_shown(items[i].provider) && !is_shown(items[i].url))
			continue;
		if (!span_equal(items[i].category, last))
			subheading(out, items[i].category);
		last = items[i].category;
		open_item(out, "");
		part(out, "", items[i].provider, items[i].url);
		close_line(out);
	}
	end_list(out);
}

/* --- the page ------------------------------------------------------------- */

static void
head(struct out *out, const struct record *record)
{
	block(out, "h1", record->title);
	alarms(out, record);
	citation(out, record);
	if (is_shown(record->doi) || is_shown(record->pmid) ||
	    is_shown(record->pmcid)) {
		open_line(out, DOT);
		identifiers(out, record->doi, record->pmid, record->pmcid);
		close_line(out);
	}
	kind(out, record);
	authors(out, record);
	affiliations(out, record);
	collaborators(out, record);
}

static void
content(struct out *out, const struct record *record)
{
	abstracts(out, record);
	heading(out, SPAN("Plain language summary"));
	paragraphs(out, record->plain_language_summary);
	keywords(out, record);
	heading(out, SPAN("Copyright"));
	paragraphs(out, record->copyright);
	heading(out, SPAN("Conflict of interest statement"));
	paragraphs(out, record->conflict_of_interest);
	figures(out, record);
	references(out, record);
}

static void
terms(struct out *out, const struct record *record)
{
	texts(out, SPAN("MeSH terms"), &record->mesh_terms,
	    sizeof(struct record_mesh), offsetof(struct record_mesh, text));
	texts(out, SPAN("Substances"), &record->substances, sizeof(struct span),
	    0);
	texts(out, SPAN("Supplementary concepts"),
	    &record->supplementary_concepts, sizeof(struct span), 0);
	funding(out, record);
	data(out, record);
	notices(out, record);
	texts(out, SPAN("Publication types"), &record->publication_types,
	    sizeof(struct span), 0);
}

struct dom
article_tree(struct arena *arena, const struct record *record)
{
	struct out out = { .arena = arena, .build = build_new(arena) };

	head(&out, record);
	content(&out, record);
	terms(&out, record);
	articles(&out, SPAN("Similar articles"), &record->similar_articles);
	articles(&out, SPAN("Cited by"), &record->cited_by);
	links(&out, SPAN("Full text links"), &record->full_text_links);
	links(&out, SPAN("LinkOut"), &record->linkout);
	links(&out, SPAN("Related information"), &record->related_information);
	return build_end(out.build);
}
