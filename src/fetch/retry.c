/*
 * Waiting: what the server asks for, or what is decent where it asks for
 * nothing.  Nobody sleeps here, and the locale plays no part in dates.
 */
#include "fetch/retry.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/span.h"

#define AFTER_MOST 86400.0
#define BACKOFF_MOST 300.0

/* A date that is being read; once something does not fit, `ok` is false. */
struct reading {
	const char *at;
	bool ok;
};

struct moment {
	long year, month, day, hour, minute, second;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Is this literal next? */
static bool
has(struct reading *reading, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(reading->at, text, len) != 0)
		return false;
	reading->at += len;
	return true;
}

static void
expect(struct reading *reading, const char *text)
{
	reading->ok = reading->ok && has(reading, text);
}

/* A number of exactly so many digits. */
static long
number(struct reading *reading, int digits)
{
	long value = 0;

	for (; digits > 0; digits--) {
		if (!span_is_digit(*reading->at)) {
			reading->ok = false;
			return 0;
		}
		value = value * 10 + (*reading->at++ - '0');
	}
	return value;
}

/* Which of the names is next, from 1; 0: none. */
static long
one_of(struct reading *reading, const char *const *names)
{
	for (long i = 0; names[i] != NULL; i++)
		if (has(reading, names[i]))
			return i + 1;
	return 0;
}

static void
read_month(struct reading *reading, struct moment *moment)
{
	static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", NULL };

	moment->month = one_of(reading, names);
	if (moment->month == 0)
		reading->ok = false;
}

static void
read_time(struct reading *reading, struct moment *moment)
{
	expect(reading, " ");
	moment->hour = number(reading, 2);
	expect(reading, ":");
	moment->minute = number(reading, 2);
	expect(reading, ":");
	moment->second = number(reading, 2);
}

/* "06 Nov 1994 08:49:37 GMT" */
static void
read_usual(struct reading *reading, struct moment *moment)
{
	moment->day = number(reading, 2);
	expect(reading, " ");
	read_month(reading, moment);
	expect(reading, " ");
	moment->year = number(reading, 4);
	read_time(reading, moment);
	expect(reading, " GMT");
}

/* "Nov  6 08:49:37 1994" */
static void
read_asctime(struct reading *reading, struct moment *moment)
{
	read_month(reading, moment);
	expect(reading, " ");
	moment->day = number(reading, has(reading, " ") ? 1 : 2);
	read_time(reading, moment);
	expect(reading, " ");
	moment->year = number(reading, 4);
}

static bool
is_leap(long year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from the first of March of the year 0 to that of `year`. */
static long
days_to(long year)
{
	return 365 * year + year / 4 - year / 100 + year / 400;
}

/* Seconds since 1970 of what is known to be a date after the year 0. */
static time_t
seconds_of(const struct moment *moment)
{
	/* Years begin in March, so that the odd day is the last. */
	long year = moment->month > 2 ? moment->year : moment->year - 1;
	long month = (moment->month + 9) % 12;
	long days = days_to(year) + (153 * month + 2) / 5 + moment->day - 1;

	days -= days_to(1969) + 306; /* March to December */
	return (time_t)days * 86400 + moment->hour * 3600 +
	       moment->minute * 60 + moment->second;
}

/*
 * "06-Nov-94 08:49:37 GMT".  Two digits that seem to lie more than 50 years
 * ahead are the last year past that ended so (RFC 9110, 5.6.7).
 */
static void
read_rfc850(struct reading *reading, struct moment *moment, time_t now)
{
	/* Near enough: what counts is the year that `now` is in. */
	long today = 1970 + (long)((double)now / (365.2425 * 86400));
	struct moment ahead;

	moment->day = number(reading, 2);
	expect(reading, "-");
	read_month(reading, moment);
	expect(reading, "-");
	moment->year = today - today % 100 + number(reading, 2);
	read_time(reading, moment);
	expect(reading, " GMT");
	if (moment->year <= today - 50)
		moment->year += 100;
	ahead = *moment;
	ahead.year -= 50;
	if (reading->ok && seconds_of(&ahead) > now)
		moment->year -= 100;
}

static bool
is_moment(const struct moment *moment)
{
	static const signed char days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };

	return moment->year > 0 && moment->month > 0 && moment->day > 0 &&
	       moment->day <= days[moment->month - 1] &&
	       (moment->month != 2 || moment->day < 29 ||
		   is_leap(moment->year)) &&
	       moment->hour < 24 && moment->minute < 60 &&
	       moment->second <= 60; /* a leap second */
}

/* The weekday is not held against the date: the date is what is meant. */
static time_t
read_date(const char *value, time_t now)
{
	static const char *const whole[] = { "Monday, ", "Tuesday, ",
		"Wednesday, ", "Thursday, ", "Friday, ", "Saturday, ",
		"Sunday, ", NULL };
	static const char *const brief[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun", NULL };
	struct reading reading = { value, true };
	struct moment moment = { 0, 0, 0, 0, 0, 0 };
	time_t seconds;

	while (is_blank(*reading.at))
		reading.at++;
	if (one_of(&reading, whole) > 0)
		read_rfc850(&reading, &moment, now);
	else if (one_of(&reading, brief) == 0)
		return -1;
	else if (has(&reading, ", "))
		read_usual(&reading, &moment);
	else if (has(&reading, " "))
		read_asctime(&reading, &moment);
	else
		return -1;
	while (is_blank(*reading.at))
		reading.at++;
	if (!reading.ok || *reading.at != '\0' || !is_moment(&moment))
		return -1;
	seconds = seconds_of(&moment);
	return seconds < 0 ? 0 : seconds;
}

time_t
retry_date(const char *value)
{
	return read_date(value, time(NULL));
}

/* A number of seconds without sign or fraction; -1: it is none. */
static double
read_seconds(const char *value)
{
	double seconds = 0;
	const char *from;

	while (is_blank(*value))
		value++;
	for (from = value; span_is_digit(*value); value++)
		if (seconds < AFTER_MOST)
			seconds = seconds * 10 + (*value - '0');
	if (value == from)
		return -1;
	while (is_blank(*value))
		value++;
	return *value == '\0' ? seconds : -1;
}

double
retry_after(const char *value, time_t now)
{
	double seconds = read_seconds(value);
	time_t date;

	if (seconds < 0) {
		date = read_date(value, now);
		if (date < 0)
			return -1;
		seconds = date > now ? (double)(date - now) : 0;
	}
	return seconds < AFTER_MOST ? seconds : AFTER_MOST;
}

double
retry_backoff(int attempt, double first, double random)
{
	double wait = first > 0 ? first : 0;

	/* Nobody needs more doublings than lead past the most. */
	for (int i = 1; i < attempt && i < 64 && wait < BACKOFF_MOST; i++)
		wait *= 2;
	if (wait > BACKOFF_MOST)
		wait = BACKOFF_MOST;
	if (!(random > 0))
		random = 0;
	return wait * (0.5 + 0.5 * (random < 1 ? random : 1));
}
