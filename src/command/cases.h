/* The pairs of page and expected record in a folder of fixtures. */
#ifndef COMMAND_CASES_H
#define COMMAND_CASES_H

#include <stdbool.h>

enum cases_kind {
	CASES_PAIR,   /* a page; whether its record exists is not known yet */
	CASES_ORPHAN, /* an expected record without a page */
	CASES_SEVERAL /* more than one page.* for one expected.json */
};

struct cases_item {
	enum cases_kind kind;
	const char *name;     /* of the page, relative to the folder given */
	const char *path;     /* the same as the user sees it */
	const char *expected; /* path of the record; NULL unless CASES_PAIR */
};

typedef void cases_visit(void *context, const struct cases_item *item);

/*
 * Visits every case in the folder `root`, sorted, or the one page that `root`
 * is.  False: there is none, or not all could be listed; that was said.
 */
bool cases_each(const char *root, cases_visit *visit, void *context);

#endif
