/* How long to wait before a request is made again. */
#ifndef FETCH_RETRY_H
#define FETCH_RETRY_H

#include <time.h>

/*
 * The seconds a Retry-After asks for (RFC 9110, 10.2.3): a number, or a date
 * in one of the three forms of HTTP, counted from `now`.  -1: it is neither.
 * Not more than 86400.
 */
double retry_after(const char *value, time_t now);

/*
 * The wait before the `attempt`-th new attempt (from 1), in seconds: twice as
 * long each time, from `first` on, 300 at most, and of that between one half
 * and all, by `random` in [0, 1).
 */
double retry_backoff(int attempt, double first, double random);

/*
 * Is it a date of HTTP?  Seconds since 1970, 0 for what was before; -1: it is
 * none.  Years of two digits are those nearest to the clock's.
 */
time_t retry_date(const char *value);

#endif
