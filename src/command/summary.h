/* What came of many pages, in numbers. */
#ifndef COMMAND_SUMMARY_H
#define COMMAND_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>

#include "command/outcome.h"
#include "pubscour.h"

/* So many warnings there may be, and so many pages are named as slow. */
#define SUMMARY_CODES 32
#define SUMMARY_SLOW 10

struct summary {
	size_t pages; /* all, but for those that were there before */
	size_t errors[PSC_END];
	struct {
		char code[32]; /* "": there are no more */
		size_t count;
	} warnings[SUMMARY_CODES];
	struct {
		char *input;
		double seconds;
	} slow[SUMMARY_SLOW]; /* the slowest first */
	double bytes;         /* of output */
};

/* What else there is to tell. */
struct summary_run {
	size_t resumed;   /* lines that were there before */
	size_t jobs;      /* 0: no processes of their own */
	unsigned sandbox; /* bits of sandbox.h */
	double seconds;   /* of the run */
	bool stopped;     /* it did not come to its end */
};

/* { 0 } counts nothing yet; summary_free() frees what it holds. */
void summary_add(struct summary *summary, const struct outcome *outcome);
void summary_free(struct summary *summary);

/*
 * The errors by code, the most frequent first, for a line of progress:
 * "1.2% empty, 0.3% not-html".  "" where there were none.
 */
void summary_shares(const struct summary *summary, char *text, size_t size);

/*
 * Writes it all to `path` as JSON, or to standard output where that is "-".
 * False: that cannot be, and was said.
 */
bool summary_write(const struct summary *summary, const struct summary_run *run,
    const char *path);

#endif
