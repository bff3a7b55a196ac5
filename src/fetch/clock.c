/* The two clocks of POSIX as numbers. */
#include "fetch/clock.h"

#include <time.h>

static double
read_clock(clockid_t which)
{
	struct timespec now = { 0, 0 };

	clock_gettime(which, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
clock_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

double
clock_steady(void)
{
	return read_clock(CLOCK_MONOTONIC);
}
