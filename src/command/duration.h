/* Times as people write them. */
#ifndef COMMAND_DURATION_H
#define COMMAND_DURATION_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads "90" or "0.5", in seconds; where `units`, also "90s", "30m", "12h" and
 * "7d".  False: it is no such time, or longer than thirty years.
 */
bool duration_read(const char *text, bool units, double *seconds);

/*
 * Writes a time to be read at a glance: "5s", "3m 12s", "2h 05m", "3d 04h".
 * What is negative counts as nothing.
 */
void duration_write(char *text, size_t size, double seconds);

/*
 * A moment, in seconds since 1970, as RFC 3339 has it, in UTC:
 * "2026-11-24T02:41:44Z".  "" where it is none of years 1 to 9999.
 */
void duration_moment(char text[static 32], double moment);

#endif
