/* What time it is, and how much of it has passed. */
#ifndef FETCH_CLOCK_H
#define FETCH_CLOCK_H

/* Seconds since 1970.  It may be set while we run. */
double clock_now(void);

/* Seconds since some moment; nobody sets this one. */
double clock_steady(void);

#endif
