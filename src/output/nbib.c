/*
 * The MEDLINE format.  What its tags mean is known here; what stands on a page
 * is not.
 */
#include "output/nbib.h"

#include <stdint.h>

#include "output/language.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define HANG SPAN("      ")

static const struct {
	const char *kind, *tag;
} notices[] = {
	{ "comment_in", "CIN" },
	{ "comment_on", "CON" },
	{ "corrected_and_republished_from", "CRF" },
	{ "corrected_and_republished_in", "CRI" },
	{ "dataset_described_in", "DDIN" },
	{ "dataset_use_reported_in", "DRIN" },
	{ "erratum_for", "EFR" },
	{ "erratum_in", "EIN" },
	{ "expression_of_concern_for", "ECF" },
	{ "expression_of_concern_in", "ECI" },
	{ "original_report_in", "ORI" },
	{ "republished_from", "RPF" },
	{ "republished_in", "RPI" },
	{ "retracted_and_republished_from", "RRF" },
	{ "retracted_and_republished_in", "RRI" },
	{ "retraction_in", "RIN" },
	{ "retraction_of", "ROF" },
	{ "summary_for_patients_in", "SPIN" },
	{ "update_in", "UIN" },
	{ "update_of", "UOF" },
};

/* Characters, of valid UTF-8. */
static size_t
columns(struct span text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* Words in lines; `used` columns of the first one are taken. */
static void
fold(struct buffer *out, struct span text, size_t used)
{
	bool first = true;
	struct span word;
	size_t width;

	while (text.len > 0) {
		word = text;
		word.len = 0;
		while (word.len < text.len && text.ptr[word.len] != ' ')
			word.len++;
		width = columns(word);
		if (!first && used + 1 + width > NBIB_COLUMNS) {
			buffer_char(out, '\n');
			buffer_add(out, HANG);
			used = HANG.len;
		} else if (!first) {
			buffer_char(out, ' ');
			used++;
		}
		buffer_add(out, word);
		used += width;
		first = false;
		text = span_from(text, word.len + 1);
	}
	buffer_char(out, '\n');
}

static void
add(struct buffer *out, const char *tag, struct span text)
{
	text = cite_line(out->arena, text);
	if (text.len == 0)
		return;
	buffer_print(out, "%-4s- ", tag);
	fold(out, text, HANG.len);
}

static void
add_each(struct buffer *out, const char *tag, const struct record_list *list)
{
	const struct span *texts = list->items;

	for (size_t i = 0; i < list->count; i++)
		add(out, tag, texts[i]);
}

/* The same, each text between two others. */
static void
add_within(struct buffer *out, const char *tag, const char *before,
    struct span text, const char *after)
{
	if (text.len > 0)
		add(out, tag,
		    arena_print(out->arena, "%s%.*s%s", before, (int)text.len,
			text.ptr, after));
}

/* "Family, Given 3rd", or a name that has no parts. */
static void
add_full(struct buffer *out, const char *tag, const struct cite_name *name)
{
	struct buffer text;

	buffer_init(&text, out->arena, SIZE_MAX / 2);
	buffer_add(
	    &text, name->literal.ptr == NULL ? name->family : name->literal);
	if (name->given.len > 0) {
		buffer_add(&text, SPAN(", "));
		buffer_add(&text, name->given);
	}
	if (name->suffix.len > 0) {
		buffer_char(&text, ' ');
		buffer_add(&text, name->suffix);
	}
	add(out, tag, buffer_text(&text));
}

/* "Family GI 3rd". */
static void
add_short(struct buffer *out, const char *tag, const struct cite_name *name)
{
	struct buffer text;

	buffer_init(&text, out->arena, SIZE_MAX / 2);
	buffer_add(
	    &text, name->literal.ptr == NULL ? name->family : name->literal);
	if (name->initials.len > 0) {
		buffer_char(&text, ' ');
		buffer_add(&text, name->initials);
	}
	if (name->suffix.len > 0) {
		buffer_char(&text, ' ');
		buffer_add(&text, name->suffix);
	}
	add(out, tag, buffer_text(&text));
}

/* Persons with their places of work: FAU, AU, AD; groups are left out. */
static void
add_people(struct buffer *out, const struct record_list *list, const char *full,
    const char *brief, const char *place)
{
	const struct cite_name *names = list->items;

	for (size_t i = 0; i < list->count; i++) {
		if (names[i].collective)
			continue;
		add_full(out, full, &names[i]);
		add_short(out, brief, &names[i]);
		add_each(out, place, &names[i].affiliations);
	}
}

static void
add_groups(struct buffer *out, const struct record_list *list)
{
	const struct cite_name *names = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (names[i].collective)
			add(out, "CN", names[i].literal);
}

/* A title ends with a full stop, unless another sign ends it. */
static void
add_title(struct buffer *out, const char *tag, struct span title)
{
	const char last = title.len > 0 ? title.ptr[title.len - 1] : '.';

	add_within(out, tag, "", title,
	    last == '.' || last == '?' || last == '!' ? "" : ".");
}

static void
add_book(struct buffer *out, const struct cite_entry *entry)
{
	add(out, "PB", entry->publisher);
	if (entry->type == CITE_CHAPTER)
		add(out, "BTI", entry->container);
	else if (entry->type == CITE_BOOK)
		add(out, "BTI", entry->title);
}

static void
add_abstracts(struct buffer *out, const struct cite_entry *entry)
{
	const struct cite_abstract *others = entry->other_abstracts.items;

	add(out, "AB", entry->abstract);
	for (size_t i = 0; i < entry->other_abstracts.count; i++) {
		add(out, "OAB", others[i].text);
		add(out, "OABL", others[i].language);
	}
	add(out, "CI", entry->copyright);
}

static void
add_languages(struct buffer *out, const struct record_list *list)
{
	const struct span *names = list->items;
	const struct language *language;

	for (size_t i = 0; i < list->count; i++) {
		language = language_named(names[i]);
		if (language != NULL)
			add(out, "LA", span_of(language->code));
	}
}

static bool
lists(const struct record_list *list, struct span text)
{
	const struct span *texts = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (span_equal(texts[i], text))
			return true;
	return false;
}

/*
 * Types of works in journals that are no "Journal Article" as well.
 */
static const char *const apart[] = { "Biography", "Clinical Conference",
	"Comment", "Congress", "Dataset", "Editorial", "Historical Article",
	"Interview", "Lecture", "Letter", "News", "Newspaper Article",
	"Preprint", "Published Erratum", "Retraction of Publication",
	"Video-Audio Media" };

static bool
is_apart(const struct record_list *types)
{
	for (size_t i = 0; i < COUNT(apart); i++)
		if (lists(types, span_of(apart[i])))
			return true;
	return false;
}

/*
 * The types as the page lists them, and that which it shows in another way: a
 * page has all of PubMed's types but "Journal Article", the most frequent one.
 */
static void
add_types(struct buffer *out, const struct cite_entry *entry)
{
	static const char *const own[] = { [CITE_ARTICLE] = "Journal Article",
		[CITE_PREPRINT] = "Preprint",
		[CITE_CHAPTER] = "Book Chapter",
		[CITE_BOOK] = "Book",
		[CITE_OTHER] = NULL };
	const struct span type = span_of(own[entry->type]);

	if (type.ptr != NULL && !lists(&entry->types, type) &&
	    (entry->type != CITE_ARTICLE || !is_apart(&entry->types)))
		add(out, "PT", type);
	add_each(out, "PT", &entry->types);
}

static void
add_journal(struct buffer *out, const struct cite_entry *entry)
{
	add(out, "PL", entry->place);
	if (entry->type != CITE_ARTICLE && entry->type != CITE_PREPRINT)
		return;
	add(out, "TA", entry->abbreviation);
	add(out, "JT", entry->container);
}

/* Registry numbers are not on the page: a name stands as after one. */
static void
add_subjects(struct buffer *out, const struct cite_entry *entry)
{
	const struct span *names = entry->substances.items;

	for (size_t i = 0; i < entry->substances.count; i++)
		add_within(out, "RN", "(", names[i], ")");
	add_each(out, "NM", &entry->supplements);
}

static void
add_notices(struct buffer *out, const struct record_list *list)
{
	const struct cite_notice *items = list->items;

	for (size_t tag = 0; tag < COUNT(notices); tag++)
		for (size_t i = 0; i < list->count; i++)
			if (span_equal(
				items[i].kind, span_of(notices[tag].kind)))
				add(out, notices[tag].tag, items[i].text);
}

void
nbib_write(struct buffer *out, const struct cite_entry *entry)
{
	/* Every entry begins so, for those who read them. */
	buffer_add(out, SPAN("PMID- "));
	fold(out, cite_line(out->arena, entry->pmid), HANG.len);
	add(out, "VI", entry->volume);
	add(out, "IP", entry->issue);
	add(out, "DP", entry->date);
	add_title(out, "TI", entry->title);
	add_book(out, entry);
	add(out, "PG", entry->pages);
	add_within(out, "LID", "", entry->doi, " [doi]");
	add_abstracts(out, entry);
	add_people(out, &entry->editors, "FED", "ED", "AD");
	add_people(out, &entry->authors, "FAU", "AU", "AD");
	if (entry->et_al)
		add(out, "AU", SPAN("et al."));
	add_groups(out, &entry->authors);
	add_languages(out, &entry->languages);
	add_each(out, "SI", &entry->data);
	add_each(out, "GR", &entry->grants);
	add_types(out, entry);
	add(out, "DEP", entry->electronic);
	add_journal(out, entry);
	add_subjects(out, entry);
	add_notices(out, &entry->notices);
	add_each(out, "MH", &entry->starred);
	add(out, "PMC", entry->pmcid);
	add_people(out, &entry->collaborators, "FIR", "IR", "IRAD");
	add(out, "COIS", entry->conflict);
	add_each(out, "OT", &entry->keywords);
	add_within(out, "AID", "", entry->doi, " [doi]");
	add_within(out, "AID", "", entry->nbk, " [bookaccession]");
	add(out, "GN", entry->note);
	add(out, "SO", entry->source);
}
