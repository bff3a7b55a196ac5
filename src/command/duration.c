/*
 * Reads and writes times.  Asks no clock and no locale.
 */
#include "command/duration.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Nobody waits for longer. */
#define LONGEST (30.0 * 366 * 86400)

/* The seconds of a unit; 0: it is none. */
static double
unit_of(const char *text, bool units)
{
	if (text[0] == '\0')
		return 1;
	if (!units || text[1] != '\0')
		return 0;
	switch (text[0]) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 86400;
	default:
		return 0;
	}
}

bool
duration_read(const char *text, bool units, double *seconds)
{
	size_t length = strspn(text, "0123456789.");
	double unit = unit_of(text + length, units);
	char number[32];
	char *end;

	/* Digits only: strtod() also knows "inf", "0x1" and "1e9". */
	if (length == 0 || length >= sizeof(number) || unit <= 0)
		return false;
	memcpy(number, text, length);
	number[length] = '\0';
	*seconds = strtod(number, &end) * unit;
	return *end == '\0' && *seconds <= LONGEST;
}

void
duration_write(char *text, size_t size, double seconds)
{
	long whole = seconds < 0         ? 0
		     : seconds > LONGEST ? (long)LONGEST
					 : (long)(seconds + 0.5);

	if (whole < 60)
		snprintf(text, size, "%lds", whole);
	else if (whole < 3600)
		snprintf(text, size, "%ldm %02lds", whole / 60, whole % 60);
	else if (whole < 86400)
		snprintf(
		    text, size, "%ldh %02ldm", whole / 3600, whole / 60 % 60);
	else
		snprintf(text, size, "%ldd %02ldh", whole / 86400,
		    whole / 3600 % 24);
}

void
duration_moment(char text[static 32], double moment)
{
	struct tm parts;
	time_t whole;

	text[0] = '\0';
	/* The years 1 to 9999, before the cast. */
	if (!(moment > -62135596800.0 && moment < 253402300800.0))
		return;
	whole = (time_t)moment;
	if (gmtime_r(&whole, &parts) == NULL ||
	    strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
		text[0] = '\0';
}
