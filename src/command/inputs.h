/* The inputs a command line means, one after another. */
#ifndef COMMAND_INPUTS_H
#define COMMAND_INPUTS_H

#include <stdbool.h>

#include "command/options.h"
#include "pubscour.h"

struct inputs_item {
	const char *name;  /* as the user gave it; also its path */
	bool standard;     /* it is standard input */
	bool remote;       /* it is no file, but to be fetched, or looks like
	                      what could be: see online.h */
	const char *below; /* its path below the folder that was named; NULL:
	                      it was named itself */
};

/* Called for each input; false: go no further. */
typedef bool inputs_visit(void *context, const struct inputs_item *item);

/*
 * Visits every input in the order given: files, the pages in folders, the
 * names in lists, standard input where none is given.  What is no file may be
 * a page that is fetched; for the command `fetch` all is, and for `merge`
 * nothing, which looks for *.jsonl in folders.  False: a folder or a list could
 * not be read or held no page, and that was said.  Where the options have a
 * share, inputs are only counted until it begins, see share.h; then those of
 * the share are visited, and nothing is said for a second time.
 */
bool inputs_each(
    const struct options *options, inputs_visit *visit, void *context);

/* Called before more of the list `fd` is read, which may take its time. */
typedef bool inputs_wait(void *context, int fd);

/* The same; where `wait` gives false, it goes no further. */
bool inputs_each_wait(const struct options *options, inputs_visit *visit,
    inputs_wait *wait, void *context);

/* Is there just one input, and no folder or list that could hold more? */
bool inputs_single(const struct options *options);

/*
 * How many inputs there are, as far as that can be told before they are
 * visited: 0, where folders, or lists that can be read only once, are named.
 */
size_t inputs_count(const struct options *options);

/*
 * The same, with folders looked through, for a line of progress: names in a
 * list count as one each, whatever they are.  Says nothing.
 */
size_t inputs_total(const struct options *options);

/* Would it wait for somebody to type a page into a terminal? */
bool inputs_waiting(const struct options *options);

/* Has `reader` open the input, which is not remote. */
enum psc_status inputs_open(struct psc *reader, const struct inputs_item *item);

#endif
