/*
 * This file reads the two forms of a point in time that archives have, and
 * counts in days and seconds to bring them to UTC.  It asks no clock.
 */
#include "input/moment.h"

#include "input/find.h"

struct moment {
	long year, month, day, hour, minute, second;
	long offset; /* minutes east of UTC */
};

/* Takes a number of `least` to `most` digits off. */
static bool
take_number(struct span *text, size_t least, size_t most, long *number)
{
	size_t len = 0;

	*number = 0;
	for (; len < most && len < text->len && span_is_digit(text->ptr[len]);
	     len++)
		*number = *number * 10 + (text->ptr[len] - '0');
	*text = span_from(*text, len);
	return len >= least;
}

static bool
take_char(struct span *text, char c)
{
	if (text->len == 0 || text->ptr[0] != c)
		return false;
	*text = span_from(*text, 1);
	return true;
}

static bool
take_clock(struct span *text, struct moment *moment)
{
	if (!take_number(text, 2, 2, &moment->hour) || !take_char(text, ':') ||
	    !take_number(text, 2, 2, &moment->minute))
		return false;
	moment->second = 0;
	return !take_char(text, ':') ||
	       take_number(text, 2, 2, &moment->second);
}

/* "Z", "+01:00", "-0800", "GMT"; other names mean nothing certain. */
static bool
take_offset(struct span *text, struct moment *moment)
{
	long hours, minutes;
	bool west = take_char(text, '-');

	moment->offset = 0;
	if (!west && !take_char(text, '+'))
		return take_char(text, 'Z') || take_char(text, 'z') ||
		       span_starts(*text, SPAN("GMT")) ||
		       span_starts(*text, SPAN("UT"));
	if (!take_number(text, 2, 2, &hours))
		return false;
	take_char(text, ':');
	if (!take_number(text, 2, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	moment->offset = (hours * 60 + minutes) * (west ? -1 : 1);
	return true;
}

static bool
read_rfc3339(struct span text, struct moment *moment)
{
	long fraction;

	if (!take_number(&text, 4, 4, &moment->year) ||
	    !take_char(&text, '-') ||
	    !take_number(&text, 2, 2, &moment->month) ||
	    !take_char(&text, '-') || !take_number(&text, 2, 2, &moment->day) ||
	    (!take_char(&text, 'T') && !take_char(&text, 't') &&
		!take_char(&text, ' ')) ||
	    !take_clock(&text, moment))
		return false;
	if (take_char(&text, '.'))
		while (take_number(&text, 1, 9, &fraction))
			continue;
	return take_offset(&text, moment);
}

/* 1 to 12; 0: it is no month. */
static long
month_of(struct span name)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (long i = 0; i < 12 && name.len == 3; i++)
		if (span_equal_nocase(name, (struct span){ names + 3 * i, 3 }))
			return i + 1;
	return 0;
}

static bool
read_mail(struct span text, struct moment *moment)
{
	size_t comma = find_text(span_first(text, 12), SPAN(","));

	if (comma < text.len && comma < 12)
		text = span_from(text, comma + 1);
	text = find_skip_space(text);
	if (!take_number(&text, 1, 2, &moment->day))
		return false;
	text = find_skip_space(text);
	moment->month = month_of(span_first(text, 3));
	text = find_skip_space(span_from(text, 3));
	if (!take_number(&text, 4, 4, &moment->year))
		return false;
	text = find_skip_space(text);
	if (!take_clock(&text, moment))
		return false;
	text = find_skip_space(text);
	return take_offset(&text, moment);
}

static bool
is_possible(const struct moment *moment)
{
	return moment->year >= 1970 && moment->month >= 1 &&
	       moment->month <= 12 && moment->day >= 1 && moment->day <= 31 &&
	       moment->hour <= 23 && moment->minute <= 59 &&
	       moment->second <= 60;
}

/* Days since 1970-01-01; years begin in March, so the leap day is the last. */
static long
days_of(long year, long month, long day)
{
	year -= month <= 2;
	long era = year / 400;
	long of_era = year - era * 400;
	long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

/* The reverse. */
static void
set_days(struct moment *moment, long days)
{
	days += 719468;
	long era = days / 146097;
	long of_era = days - era * 146097;
	long year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	long of_year = of_era - (365 * year + year / 4 - year / 100);
	long month = (5 * of_year + 2) / 153;

	moment->day = of_year - (153 * month + 2) / 5 + 1;
	moment->month = month < 10 ? month + 3 : month - 9;
	moment->year = year + era * 400 + (moment->month <= 2);
}

struct span
moment_read(struct arena *arena, struct span text)
{
	struct moment moment = { 0 };

	text = find_skip_space(text);
	if ((!read_rfc3339(text, &moment) && !read_mail(text, &moment)) ||
	    !is_possible(&moment))
		return SPAN_NONE;
	long days = days_of(moment.year, moment.month, moment.day);
	long minutes = moment.hour * 60 + moment.minute - moment.offset;
	if (minutes < 0) {
		minutes += 24 * 60;
		days--;
	} else if (minutes >= 24 * 60) {
		minutes -= 24 * 60;
		days++;
	}
	set_days(&moment, days);
	return arena_print(arena, "%04ld-%02ld-%02ldT%02ld:%02ld:%02ldZ",
	    moment.year, moment.month, moment.day, minutes / 60, minutes % 60,
	    moment.second);
}
