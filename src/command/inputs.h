/* The inputs a command line means, one after another. */
#ifndef COMMAND_INPUTS_H
#define COMMAND_INPUTS_H

#include <stdbool.h>

#include "command/options.h"
#include "pubscour.h"

struct inputs_item {
	const char *name;  /* as the user gave it; also its path */
	bool standard;     /* it is standard input */
	const char *below; /* its path below the folder that was named; NULL:
	                      it was named itself */
};

/* Called for each input; false: go no further. */
typedef bool inputs_visit(void *context, const struct inputs_item *item);

/*
 * Visits every input in the order given: files, the pages in folders, the
 * names in lists, standard input where none is given.  False: a folder or a
 * list could not be read or held no page, and that was said.
 */
bool inputs_each(
    const struct options *options, inputs_visit *visit, void *context);

/* Is there just one input, and no folder or list that could hold more? */
bool inputs_single(const struct options *options);

/* Would it wait for somebody to type a page into a terminal? */
bool inputs_waiting(const struct options *options);

/* Has `reader` read the input. */
enum psc_status inputs_read(struct psc *reader, const struct inputs_item *item);

#endif
