/*
 * This file finds dates in short texts.  It knows the months' names in English
 * and Spanish.  Where a date could be read in two ways there is none.
 */
#include "clean/date.h"

#include <stddef.h>

/* No date is looked for behind this many bytes of a text. */
#define LONGEST 1000

struct month {
	const char *name; /* lower case */
	int number;
};

/* Whole names, then those that are cut short. */
static const struct month months[] = { { "january", 1 }, { "february", 2 },
	{ "march", 3 }, { "april", 4 }, { "may", 5 }, { "june", 6 },
	{ "july", 7 }, { "august", 8 }, { "september", 9 }, { "october", 10 },
	{ "november", 11 }, { "december", 12 }, { "enero", 1 },
	{ "febrero", 2 }, { "marzo", 3 }, { "abril", 4 }, { "mayo", 5 },
	{ "junio", 6 }, { "julio", 7 }, { "agosto", 8 }, { "septiembre", 9 },
	{ "setiembre", 9 }, { "octubre", 10 }, { "noviembre", 11 },
	{ "diciembre", 12 }, { "jan", 1 }, { "feb", 2 }, { "mar", 3 },
	{ "apr", 4 }, { "jun", 6 }, { "jul", 7 }, { "aug", 8 }, { "sep", 9 },
	{ "sept", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 },
	{ "ene", 1 }, { "abr", 4 }, { "ago", 8 }, { "dic", 12 } };

/* A place in a text, and how to go on from it. */
struct reader {
	struct span text;
	size_t at;
};

static bool
is_space_at(const struct reader *reader)
{
	return reader->at < reader->text.len &&
	       span_is_space(reader->text.ptr[reader->at]);
}

static bool
is_letter(char c)
{
	return span_is_alpha(c) || (c & 0x80) != 0;
}

/* Passes blanks, and the full stops and commas among them. */
static void
skip_blanks(struct reader *reader)
{
	while (is_space_at(reader) ||
	       (reader->at < reader->text.len &&
		   (reader->text.ptr[reader->at] == ',' ||
		       reader->text.ptr[reader->at] == '.')))
		reader->at++;
}

/* Takes digits, of which there must be `least` to `most`. */
static bool
take_number(struct reader *reader, size_t least, size_t most, int *number)
{
	size_t from = reader->at;

	*number = 0;
	while (reader->at < reader->text.len && reader->at - from < most &&
	       span_is_digit(reader->text.ptr[reader->at]))
		*number = *number * 10 + (reader->text.ptr[reader->at++] - '0');
	return reader->at - from >= least &&
	       (reader->at == reader->text.len ||
		   !span_is_digit(reader->text.ptr[reader->at]));
}

static bool
take_char(struct reader *reader, char c)
{
	if (reader->at == reader->text.len || reader->text.ptr[reader->at] != c)
		return false;
	reader->at++;
	return true;
}

static struct span
take_word(struct reader *reader)
{
	size_t from = reader->at;

	while (reader->at < reader->text.len &&
	       is_letter(reader->text.ptr[reader->at]))
		reader->at++;
	return span_first(span_from(reader->text, from), reader->at - from);
}

static bool
take_month(struct reader *reader, int *month)
{
	struct span word = take_word(reader);

	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
		if (span_equal_nocase(word, span_of(months[i].name))) {
			*month = months[i].number;
			return true;
		}
	return false;
}

/* Passes "de" or "del" with the blanks behind it, or "of". */
static void
skip_of(struct reader *reader)
{
	struct reader ahead = *reader;
	struct span word = take_word(&ahead);

	if (!span_equal_nocase(word, SPAN("de")) &&
	    !span_equal_nocase(word, SPAN("del")) &&
	    !span_equal_nocase(word, SPAN("of")))
		return;
	*reader = ahead;
	skip_blanks(reader);
}

/* Passes what stands behind a day's number: st, nd, rd, th. */
static void
skip_ordinal(struct reader *reader)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };
	struct reader ahead = *reader;
	struct span word = take_word(&ahead);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (span_equal_nocase(word, span_of(endings[i])))
			*reader = ahead;
}

static bool
is_date(const struct date *date)
{
	static const int days[] = { 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int year = date->year;

	if (year < 1900 || year > 2099 || date->month < 0 || date->month > 12 ||
	    date->day < 0 || date->day > days[date->month])
		return false;
	return date->month != 2 || date->day != 29 ||
	       (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* 2024-06-02, with any of - / . between, and 2024-06. */
static bool
take_year_first(struct reader *reader, struct date *date)
{
	struct reader whole;
	char between;

	if (!take_number(reader, 4, 4, &date->year) ||
	    reader->at == reader->text.len)
		return false;
	between = reader->text.ptr[reader->at++];
	if ((between != '-' && between != '/' && between != '.') ||
	    !take_number(reader, 1, 2, &date->month) || date->month == 0)
		return false;
	whole = *reader;
	if (!take_char(&whole, between) ||
	    !take_number(&whole, 1, 2, &date->day) || date->day == 0) {
		date->day = 0;
		return between == '-' && !take_char(reader, '-');
	}
	*reader = whole;
	return true;
}

/*
 * 2.6.2024 is a day and a month; with other marks between them the larger
 * number must tell which is which.
 */
static bool
take_year_last(struct reader *reader, struct date *date)
{
	int first, second;
	char between;

	if (!take_number(reader, 1, 2, &first) ||
	    reader->at == reader->text.len)
		return false;
	between = reader->text.ptr[reader->at++];
	if ((between != '-' && between != '/' && between != '.') ||
	    !take_number(reader, 1, 2, &second) ||
	    !take_char(reader, between) ||
	    !take_number(reader, 4, 4, &date->year))
		return false;
	if (first < 1 || second < 1)
		return false;
	if (between == '.' || first > 12 || first == second) {
		date->day = first;
		date->month = second;
		return true;
	}
	date->month = first;
	date->day = second;
	return second > 12;
}

/* Does a number stand before it, as a day does before its month? */
static bool
follows_number(const struct reader *reader)
{
	size_t at = reader->at;

	while (at > 0 && !is_letter(reader->text.ptr[at - 1]) &&
	       !span_is_digit(reader->text.ptr[at - 1]))
		at--;
	return at > 0 && span_is_digit(reader->text.ptr[at - 1]);
}

/* June 2nd, 2024, and June 2024. */
static bool
take_month_first(struct reader *reader, struct date *date)
{
	const bool alone = !follows_number(reader);
	struct reader ahead;

	if (!take_month(reader, &date->month))
		return false;
	skip_blanks(reader);
	skip_of(reader);
	ahead = *reader;
	if (take_number(&ahead, 4, 4, &date->year)) {
		*reader = ahead;
		return alone;
	}
	if (!take_number(reader, 1, 2, &date->day) || date->day == 0)
		return false;
	skip_ordinal(reader);
	skip_blanks(reader);
	return take_number(reader, 4, 4, &date->year);
}

/* 2 June 2024, 2 de junio de 2024. */
static bool
take_day_first(struct reader *reader, struct date *date)
{
	if (!take_number(reader, 1, 2, &date->day) || date->day == 0)
		return false;
	skip_ordinal(reader);
	take_char(reader, '-');
	skip_blanks(reader);
	skip_of(reader);
	if (!take_month(reader, &date->month))
		return false;
	take_char(reader, '-');
	skip_blanks(reader);
	skip_of(reader);
	return take_number(reader, 4, 4, &date->year);
}

typedef bool taker(struct reader *reader, struct date *date);

/* A date that begins where the reader is. */
static bool
take_date(const struct reader *reader, struct date *date)
{
	static taker *const takers[] = { take_year_first, take_year_last,
		take_month_first, take_day_first };
	struct reader ahead;

	for (size_t i = 0; i < sizeof(takers) / sizeof(takers[0]); i++) {
		ahead = *reader;
		*date = (struct date){ 0 };
		if (!takers[i](&ahead, date) || !is_date(date))
			continue;
		date->text = span_first(
		    span_from(reader->text, reader->at), ahead.at - reader->at);
		return true;
	}
	return false;
}

bool
date_find(struct span text, struct date *date)
{
	struct reader reader = { span_first(text, LONGEST), 0 };
	bool inside = false; /* a word or number, at whose beginning it was */
	char c;

	*date = (struct date){ 0 };
	for (; reader.at < reader.text.len; reader.at++) {
		c = reader.text.ptr[reader.at];
		if (!inside && (span_is_digit(c) || span_is_alpha(c)) &&
		    take_date(&reader, date))
			return true;
		inside = span_is_digit(c) || is_letter(c) ||
			 (inside && (c == '-' || c == '/' || c == '.') &&
			     reader.at + 1 < reader.text.len &&
			     span_is_digit(reader.text.ptr[reader.at + 1]));
	}
	return false;
}

bool
date_read(struct span text, struct date *date)
{
	struct reader reader = { span_trim(text), 0 };
	int number;

	if (date_find(text, date))
		return true;
	*date = (struct date){ .text = reader.text };
	if (!take_number(&reader, 4, 8, &number) ||
	    reader.at != reader.text.len)
		return false;
	date->year = number;
	if (reader.at == 8) {
		date->year = number / 10000;
		date->month = number / 100 % 100;
		date->day = number % 100;
		return date->month > 0 && date->day > 0 && is_date(date);
	}
	return reader.at == 4 && is_date(date);
}

struct span
date_print(struct arena *arena, const struct date *date)
{
	if (date->month == 0)
		return arena_print(arena, "%04d", date->year);
	if (date->day == 0)
		return arena_print(arena, "%04d-%02d", date->year, date->month);
	return arena_print(
	    arena, "%04d-%02d-%02d", date->year, date->month, date->day);
}
