/*
 * NLM writes a citation as DATE;VOLUME(ISSUE):PAGES. with parts left out, and
 * since 2023 with `:` for the first `;` where there is no volume before it.
 * What does not have one of the known forms stays in `text` alone.
 */
#include "pubmed/citation.h"

#include <stdlib.h>

#include "base/month.h"
#include "base/pattern.h"

struct citation_patterns {
	struct pattern *parts;
	struct pattern *date;
};

/* Parentheses behind a space belong to the volume: "76 ( Pt 3)". */
#define PARTS \
	"^((?:[^:()]|(?<=\\s)\\([^()]*\\))*?)" \
	"(?:(?<!\\s)\\(((?:[^()]|\\([^()]*\\))*)\\))?" \
	"(?::(.+))?$"
#define DATE "^(\\d{4})(?!\\d)(?:\\s+(\\p{L}{3,})\\b(?:\\s+(\\d{1,2})\\b)?)?"

void
citation_patterns_free(struct citation_patterns *patterns)
{
	if (patterns == NULL)
		return;
	pattern_free(patterns->parts);
	pattern_free(patterns->date);
	free(patterns);
}

struct citation_patterns *
citation_patterns_new(void)
{
	struct citation_patterns *patterns = calloc(1, sizeof(*patterns));

	if (patterns == NULL)
		return NULL;
	patterns->parts = pattern_new(PARTS);
	patterns->date = pattern_new(DATE);
	if (patterns->parts == NULL || patterns->date == NULL) {
		citation_patterns_free(patterns);
		patterns = NULL;
	}
	return patterns;
}

/* Days of a month, 1 to 12 (Gregorian calendar). */
static int
days_of(int month, int64_t year)
{
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month == 2)
		return leap ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void
parse_date(struct arena *arena, const struct pattern *pattern, struct span date,
    struct record_citation *citation)
{
	struct pattern_match match;
	int month = 0, day = 0;

	if (!pattern_find(pattern, date, &match))
		return;
	citation->year = 0;
	for (size_t i = 0; i < match.group[1].len; i++)
		citation->year =
		    citation->year * 10 + (match.group[1].ptr[i] - '0');
	citation->date = match.group[1];
	if (match.group[2].ptr != NULL)
		month = month_of(match.group[2]);
	if (month == 0)
		return;
	for (size_t i = 0; i < match.group[3].len; i++)
		day = day * 10 + (match.group[3].ptr[i] - '0');
	citation->date =
	    day >= 1 && day <= days_of(month, citation->year)
		? arena_print(
		      arena, "%04d-%02d-%02d", (int)citation->year, month, day)
		: arena_print(arena, "%04d-%02d", (int)citation->year, month);
}

/* Without blanks at its ends; SPAN_NONE where nothing is left. */
static struct span
trim(struct span text)
{
	text = span_trim(text);
	return text.len == 0 ? SPAN_NONE : text;
}

static void
parse_parts(const struct pattern *pattern, struct span parts,
    struct span volume, struct record_citation *citation)
{
	struct pattern_match match;
	bool alone;

	if (parts.ptr == NULL)
		return;
	if (!pattern_find(pattern, parts, &match)) {
		/* An article number such as S1081-1206(20)30001-2. */
		if (memchr(parts.ptr, ':', parts.len) == NULL)
			citation->pages = parts;
		return;
	}
	alone = match.group[2].ptr == NULL && match.group[3].ptr == NULL;
	if (alone && !span_equal(parts, volume)) {
		citation->pages = parts;
		return;
	}
	citation->volume = trim(match.group[1]);
	if (match.group[2].ptr != NULL)
		citation->issue = trim(match.group[2]);
	if (match.group[3].ptr != NULL)
		citation->pages = trim(match.group[3]);
}

/* A date has a number in any language; "In" and a book's place have none. */
static bool
has_digit(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (span_is_digit(text.ptr[i]))
			return true;
	return false;
}

void
citation_parse(struct arena *arena, const struct citation_patterns *patterns,
    struct span text, struct span volume, struct record_citation *citation)
{
	struct span rest = text, date;
	size_t at = 0;

	citation->text = text;
	if (text.ptr == NULL)
		return;
	if (rest.len > 0 && rest.ptr[rest.len - 1] == '.')
		rest.len--;
	while (at < rest.len && rest.ptr[at] != ';' && rest.ptr[at] != ':')
		at++;
	date = span_first(rest, at);
	parse_date(arena, patterns->date, date, citation);
	if (citation->year != RECORD_NO_NUMBER && at < rest.len &&
	    has_digit(date))
		parse_parts(patterns->parts, trim(span_from(rest, at + 1)),
		    trim(volume), citation);
}

void
citation_date(struct arena *arena, const struct citation_patterns *patterns,
    struct span date, struct record_citation *citation)
{
	if (date.ptr != NULL)
		parse_date(arena, patterns->date, date, citation);
}
