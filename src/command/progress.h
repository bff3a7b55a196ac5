/* A line on a terminal that tells how far the work is. */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* No line is longer; its NUL byte is included. */
#define PROGRESS_ROOM 256

struct progress {
	bool on;      /* it is to be seen; at first it is not */
	bool shown;   /* it stands on the terminal now */
	size_t total; /* pages; 0: nobody knows */
	size_t done;
	size_t failed;
	double start;  /* as progress_clock() */
	double last;   /* when a page was done */
	double pace;   /* seconds a page, lately */
	bool steady;   /* pages are alike: seconds a page since the start */
	char more[96]; /* what else is to be told; "" */
};

/* Seconds on a clock that nobody sets. */
double progress_clock(void);

/* Begins to count; nothing is shown yet. */
void progress_begin(struct progress *progress, size_t total);

/*
 * From now on it is shown, where standard error is a terminal and there is
 * more than a single page.
 */
void progress_enable(struct progress *progress);

/* Shows it, or takes it away so that another line can be printed. */
void progress_show(struct progress *progress);
void progress_hide(struct progress *progress);

/* What else is told: a text, and bytes of memory, 0: not known. */
void progress_more(struct progress *progress, const char *text, size_t bytes);

/* Another page is done, `now`. */
void progress_step(struct progress *progress, bool good, double now);

/*
 * Makes the line of `progress` at `now`, of at most `width` columns: what does
 * not fit is left out, the bar first to shrink and last to go.  All of it is
 * ASCII.
 */
void progress_line(const struct progress *progress, double now, size_t width,
    char line[static PROGRESS_ROOM]);

#endif
