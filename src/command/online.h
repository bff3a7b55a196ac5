/*
 * Inputs that are fetched.  Nothing of what fetching needs is touched before
 * the first of them.
 */
#ifndef COMMAND_ONLINE_H
#define COMMAND_ONLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "command/inputs.h"
#include "command/options.h"
#include "command/progress.h"
#include "fetch/fetch.h"
#include "pubscour.h"

struct online {
	const struct options *options;
	struct fetch *fetch;  /* NULL: none was needed yet */
	struct error trouble; /* why there is none and will be none; or "" */
	struct psc *lookup;   /* reads where a look-up led to; NULL */
	bool sourced;         /* the reader knows an address */
	bool opened;          /* the input: its first page was asked for */
	bool ready;           /* it is a file, and open in the reader */
	struct progress progress;
};

/* Begins; `total` inputs will come, 0: nobody knows. */
void online_begin(
    struct online *online, const struct options *options, size_t total);

/*
 * Ends.  Where the user stopped it after some of the inputs, that is said.
 * The exit code: `code`, or the one that tells of the signal.
 */
int online_end(struct online *online, int code);

/* Did the user want an end?  Then nothing more is to be begun. */
bool online_stopped(const struct online *online);

/* What comes next is another input. */
void online_open(struct online *online);

/* It is a file, which the reader has opened already. */
void online_opened(struct online *online);

/*
 * Has `reader` read the next page of the input, a file or a page that is
 * fetched; PSC_END: there are no more.  What goes wrong with fetching becomes
 * the reader's error, as psc_fail() has it.
 */
enum psc_status online_next(
    struct online *online, struct psc *reader, const struct inputs_item *item);

/*
 * Where --complete asks for it: has the rest of the lists of the article that
 * `reader` just read added.  `keep` (may be NULL) is asked for each part
 * first, and is told of what was fetched; see below.  False: some part could
 * not be had; the record's warning says why.
 */
struct online_keep;
bool online_complete(
    struct online *online, struct psc *reader, const struct online_keep *keep);

/* Parts of lists that the caller has, or wants to have. */
struct online_keep {
	void *context;
	/* The n-th part (from 1) of a list; false: it has to be fetched. */
	bool (*have)(void *context, enum psc_list list, size_t n,
	    const char *address, struct span *bytes);
	/* It was fetched, and is a part of that list. */
	void (*take)(void *context, enum psc_list list, size_t n,
	    const struct fetch_page *page);
	/* It could not be had, or what came is no part of that list. */
	void (*miss)(
	    void *context, enum psc_list list, size_t n, const char *why);
};

/* Makes ready to fetch.  False, and `trouble` says why: that cannot be. */
bool online_start(struct online *online);

/*
 * Fetches what `source` asks for.  PSC_OK: `page` lives until the next call,
 * and a look-up led to an article.  Else the message says what to do as well.
 */
enum psc_status online_get(struct online *online, const struct source *source,
    struct fetch_page *page, struct error *error);

/* Where the page was in the end. */
const char *online_location(const struct fetch_page *page);

#endif
