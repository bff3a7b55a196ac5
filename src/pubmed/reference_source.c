/*
 * The forms in which a journal's volume, issue, pages and year are written, as
 * a table of patterns over the end of a text.  It does not know what stands
 * before them: authors and titles are other files' matter.
 */
#include "pubmed/reference_source.h"

#include <stdlib.h>

#include "base/pattern.h"

#define WINDOW 240 /* bytes at the end in which a source stands */

#define DASH \
	"[-\xe2\x80\x90\xe2\x80\x91\xe2\x80\x92\xe2\x80\x93\xe2\x80\x94" \
	"\xe2\x88\x92]"
#define YEAR "((?:1[89]|20)\\d\\d)"
#define MONTH \
	"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|" \
	"Fall|Autumn|Winter)[a-z]{0,6}\\.?"
#define DATE \
	"(?:[ ,]{1,2}" MONTH "(?: ?[-/\xe2\x80\x93] ?" MONTH ")?" \
	"(?: \\d{1,2}(?: ?[-\xe2\x80\x93] ?\\d{1,2})?)?)?"
#define SUPPLEMENT \
	"(?: (?:Suppl|Supplement|Pt|Part|Spec No)\\.?(?: [A-Z]?\\d{1,3}\\b|" \
	" [A-Z]\\b)?)"
#define VOLUME \
	"([A-Z]{0,3}\\d{1,4}[A-Z]?(?: ?[-/\xe2\x80\x93] " \
	"?\\d{1,4})?" SUPPLEMENT "{0,2})"
/* What a volume stands behind: no word or number of something else. */
#define BEFORE \
	"(?<=[ ,])(?<!\\b[Nn]o\\. )(?<!\\b[Nn]o\\.)(?<!\\b(?i:issue) )" \
	"(?<!\\b(?i:number) )(?<!\\b(?i:article) )(?<!\\b(?i:art\\.) )" \
	"(?<!\\b[Pp]\\. )(?<!\\bpp )(?<!\\bpp\\. )(?<!\\b(?i:part) )" \
	"(?<!\\b(?i:pt\\.) )(?<!\\b(?i:suppl) )(?<!\\b(?i:suppl\\.) )" \
	"(?<!\\d, )(?<!\\d )"
#define VOLUME_WORD "(?:[Vv]ol(?:ume)?\\.? ?)?"
#define ISSUE \
	"(?:,? ?\\(([^()]{1,40})\\)|,? (?:issue|[Nn]o\\.?|iss\\.) ?" \
	"((?:Suppl |Pt )?[\\w-]{1,12}))?"
/* An issue where a year could stand in the same place. */
#define ISSUE_NO_YEAR "(?: ?\\((?!" YEAR_ONLY ")([^()]{1,40})\\))?"
#define YEAR_ONLY "(?:[A-Z][a-z]+\\.? )?(?:1[89]|20)\\d\\d\\)"
#define PAGE "[A-Za-z]{0,8}\\d++(?:[.]?[A-Za-z]{1,2}\\d++)*+[A-Za-z]?\\b"
#define RANGE PAGE "(?: ?" DASH " ?" PAGE ")?"
#define PII "S\\d{4}" DASH "\\d{3}[\\dX]\\(\\d\\d\\)\\d{5}" DASH "[\\dX]"
#define PAGES \
	"(?:[Pp]{1,2}(?:\\. ?| |(?=\\d))|[Aa]rt(?:icle|\\.)? " \
	"?(?:[Nn]o\\.?|ID)? ?)?" \
	"(" PII "|" RANGE "(?:, ?" RANGE "){0,4})"
/* The end, but for remarks in brackets. */
#define END \
	"(?:[.;,]? (?:quiz|discussion) [\\w ,\xe2\x80\x93-]{1,40})? ?[.,;]? ?" \
	"(?:[\\[(][\\p{L} .,:-]{2,60}[\\])][.,;]? ?){0,2}$"

/* What the groups of a form are, 0: it has none. */
struct form {
	const char *pattern;
	unsigned char year, volume, issue, other_issue, pages;
	bool comma; /* commas may stand before it where others have stops */
};

static const struct form forms[] = {
	/* 2010 Mar 4;12(3):45-50, 2010;12:45, 2010;12(3), 2010; Vol. 12 */
	{ "(?<![\\d(])" YEAR "[a-z]?" DATE "\\.? ?; ?" VOLUME_WORD VOLUME ISSUE
	  "\\.?(?: ?[:,] ?" PAGES ")?" END,
	    1, 2, 3, 4, 5, false },
	/* 2010;(3):45-50 */
	{ "(?<![\\d(])" YEAR DATE " ?; ?\\(([^()]{1,40})\\) ?: ?" PAGES END, 1,
	    0, 2, 0, 3, false },
	/* 2010:45-50 */
	{ "(?<=[^\\d(] |\\. )" YEAR DATE "(?:; ?:?| ?:) ?" PAGES END, 1, 0, 0,
	    0, 2, false },
	/* 2010, 12 (3), 45-50; Chinese ones have 2010, 12(3): 45-50 */
	{ "(?<=[ .,])" YEAR ", ?" VOLUME_WORD VOLUME ISSUE " ?[,:] ?" PAGES END,
	    1, 2, 3, 4, 5, true },
	/* 2010, (3), 45-50 */
	{ "(?<=[ .,])" YEAR ", ?\\(([^()]{1,40})\\), ?" PAGES END, 1, 0, 2, 0,
	    3, true },
	/* (2010) 12(3):45-50 */
	{ "(?<=[.,] )\\(" YEAR "\\)[.,:;]? " VOLUME ISSUE " ?[:,] ?" PAGES END,
	    1, 2, 3, 4, 5, false },
	/* 12(3) (2010) 45-50; 12, no. 3 (2010): 45-50 */
	{ BEFORE VOLUME_WORD VOLUME "(?:" ISSUE_NO_YEAR "|, [Nn]o\\. ?"
				    "([\\w-]{1,12})),? \\((?:" MONTH " )?" YEAR
				    "\\)[,:]? ?" PAGES END,
	    4, 1, 2, 3, 5, true },
	/* 12(3), 45-50 (2010); 12:45 (2010) */
	{ BEFORE VOLUME_WORD VOLUME ISSUE " ?[,:] ?" PAGES ",? \\((?:" MONTH
					  ",? )?" YEAR "\\)" END,
	    5, 1, 2, 3, 4, true },
	/* vol. 12, no. 3, pp. 45-50, Mar. 2010 */
	{ "(?<=[ ,])[Vv]ol\\. ?" VOLUME "(?:, ?[Nn]o\\. ?([\\w-]{1,12}))?"
	  "(?:, ?" PAGES ")?,(?: " MONTH "(?: \\d{1,2},)?)? ?" YEAR END,
	    4, 1, 2, 0, 3, true },
	/* 12(3), 45-50, 2010; 12:45, 2010 */
	{ BEFORE VOLUME_WORD VOLUME ISSUE_NO_YEAR " ?[,:] ?" PAGES
						  ", " YEAR END,
	    4, 1, 2, 0, 3, true },
	/* 12(3):45-50, with the year behind the authors */
	{ BEFORE VOLUME_WORD VOLUME ISSUE " ?[:,] ?" PAGES END, 0, 1, 2, 3, 4,
	    false },
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

/* Where ids, addresses and remarks begin that follow a source. */
#define TAIL \
	"(?:^|[ .;,(\\[])(?:(?i:doi)\\b|https?:|www\\.|10\\.\\d{4,9}/|" \
	"PMC?ID\\b|PMC\\d|Epub\\b|eCollection\\b|(?i:available)\\b|" \
	"(?i:accessed)\\b|(?i:retrieved)\\b|PubMed PMID|Review\\.$|" \
	"Errat(?:um|a) |Retract(?:ion|ed) |Comment (?:in|on)\\b)"
/* "Journal 12, 45, https://doi.org/10.1/x (2010)" */
#define LATE_YEAR \
	"[,.]? (?:https?://|(?i:doi): ?)[^ ]{5,200} \\(" YEAR "\\)\\.?$"
/* Links that have their names in brackets. */
#define LABELS "(?: ?\\[[\\p{L} ]{3,40}\\])+ ?$"
/* No article of a journal, or more than one. */
#define REFUSED \
	"(?:^|[ .;,(\\[])(?:[Ii]n: " \
	"?|[Ee]ds\\b|eds?\\.|\\([Ee]ds?\\b|[Ee]dited by|[Ee]ditors?\\b|" \
	"(?i:conference|symposium|workshop|thesis|dissertation|patent|isbn|" \
	"preprint)\\b|[Pp]roceedings of the (?:\\d|[Ii]nternational)|" \
	"Press[;,:]|[a-z]\\) )|" YEAR "; ?\\d{1,4} ?[(:]"

struct reference_source {
	struct pattern *tail, *late_year, *labels, *refused;
	struct pattern *forms[FORMS]; /* NULL until a text gets there */
};

void
reference_source_free(struct reference_source *source)
{
	if (source == NULL)
		return;
	pattern_free(source->tail);
	pattern_free(source->late_year);
	pattern_free(source->labels);
	pattern_free(source->refused);
	for (size_t i = 0; i < FORMS; i++)
		pattern_free(source->forms[i]);
	free(source);
}

struct reference_source *
reference_source_new(void)
{
	struct reference_source *source = calloc(1, sizeof(*source));

	if (source == NULL)
		return NULL;
	source->tail = pattern_new(TAIL);
	source->late_year = pattern_new(LATE_YEAR);
	source->labels = pattern_new(LABELS);
	source->refused = pattern_new(REFUSED);
	if (source->tail == NULL || source->late_year == NULL ||
	    source->labels == NULL || source->refused == NULL) {
		reference_source_free(source);
		source = NULL;
	}
	return source;
}

/*
 * The text up to the ids and links behind the source, and the year that may
 * stand behind those.
 */
static struct span
without_tail(
    const struct reference_source *source, struct span text, struct span *year)
{
	struct pattern_match match;

	if ((span_ends(text, SPAN(")")) || span_ends(text, SPAN(")."))) &&
	    pattern_find(source->late_year, text, &match))
		*year = match.group[1];
	if (pattern_find(source->tail, text, &match))
		text.len = (size_t)(match.group[0].ptr - text.ptr);
	if (text.len > 0 && text.ptr[text.len - 1] == ']' &&
	    pattern_find(source->labels, text, &match))
		text.len = (size_t)(match.group[0].ptr - text.ptr);
	while (text.len > 0 && strchr(" ([", text.ptr[text.len - 1]) != NULL)
		text.len--;
	return text;
}

/* The last bytes of a text, from the beginning of a character on. */
static struct span
last_bytes(struct span text, size_t most)
{
	if (text.len > most)
		text = span_from(text, text.len - most);
	while (text.len > 0 && ((unsigned char)text.ptr[0] & 0xc0) == 0x80)
		text = span_from(text, 1);
	return text;
}

/* Takes the parts of a form out of its groups. */
static void
take_parts(const struct form *form, const struct pattern_match *match,
    struct reference_source_parts *parts)
{
	const struct span *group = match->group;

	parts->comma = form->comma;
	if (form->year > 0)
		parts->year = group[form->year];
	if (form->volume > 0)
		parts->volume = group[form->volume];
	if (form->issue > 0)
		parts->issue = span_trim(group[form->issue]);
	if (parts->issue.len == 0)
		parts->issue = SPAN_NONE;
	if (form->other_issue > 0 && parts->issue.ptr == NULL)
		parts->issue = group[form->other_issue];
	if (form->pages > 0)
		parts->pages = group[form->pages];
}

/* The pattern of a form, compiled where nobody needed it yet. */
static struct pattern *
form_of(struct reference_source *source, size_t i)
{
	if (source->forms[i] == NULL)
		source->forms[i] = pattern_new(forms[i].pattern);
	return source->forms[i];
}

void
reference_source_prepare(struct reference_source *source)
{
	for (size_t i = 0; i < FORMS; i++)
		(void)form_of(source, i);
}

/* The first form that stands at the end of a text; NULL: none. */
static const struct form *
find_form(struct reference_source *source, struct span text,
    struct pattern_match *match)
{
	for (size_t i = 0; i < FORMS; i++) {
		const struct pattern *pattern = form_of(source, i);

		if (pattern != NULL && pattern_find(pattern, text, match))
			return &forms[i];
	}
	return NULL;
}

bool
reference_source_find(struct reference_source *source, struct span text,
    struct reference_source_parts *parts)
{
	struct span late = SPAN_NONE;
	const struct form *form;
	struct pattern_match match;

	memset(parts, 0, sizeof(*parts));
	text = without_tail(source, text, &late);
	form = find_form(source, last_bytes(text, WINDOW), &match);
	if (form == NULL)
		return false;
	take_parts(form, &match, parts);
	if (parts->year.ptr == NULL)
		parts->year = late;
	parts->head = span_trim(
	    span_first(text, (size_t)(match.group[0].ptr - text.ptr)));
	/* "Place: Publisher; 2010" */
	if (span_ends(parts->head, SPAN(";")))
		return false;
	return !pattern_find(source->refused, parts->head, NULL);
}
