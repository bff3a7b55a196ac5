/*
 * All inputs of a command line, read one after another or several at once, and
 * what came of each page, in order.  What is made of a page, and where it is
 * written, is the caller's business.
 */
#ifndef COMMAND_READING_H
#define COMMAND_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "command/online.h"
#include "command/options.h"
#include "command/outcome.h"
#include "command/resume.h"
#include "command/sink.h"
#include "command/summary.h"
#include "pubscour.h"

struct reading_calls {
	void *context;
	/* May the input be read at all, where the output is a file?  False:
	 * no, and nothing more.  NULL: all may. */
	bool (*admit)(void *context, const struct inputs_item *item);
	/* An input that seemed to be one page may hold several; called before
	 * any of these is made.  False: that cannot be, and was said. */
	bool (*several)(void *context, const char *name);
	/* Adds the text of the page that `reader` read, and what goes wrong
	 * with it, to the outcome, which has all else.  It may be called in
	 * another process than the others. */
	void (*make)(
	    void *context, struct psc *reader, struct outcome *outcome);
	/* More than one page comes, and processes are about to be made.  NULL:
	 * there is nothing to be made ready. */
	void (*prepare)(void *context, struct psc *reader);
	/* Writes the text; what there is to say was said. */
	void (*write)(void *context, const struct outcome *outcome);
};

struct reading {
	const struct options *options;
	struct psc *reader;
	struct reading_calls calls;
	struct sink *out; /* where it is written: an error there ends it */
	struct online online;
	struct pool *pool; /* NULL: pages are read here */
	struct resume resume;
	size_t skip;   /* pages that are done already, as far as known here */
	char *skipped; /* the input of the last of these that was passed */
	bool lines;    /* each page has its line, failed ones too */
	bool in_band;  /* who reads these lines wants no exit code */
	unsigned sandbox; /* of the pool */
	double start;
	struct summary summary;
	bool failed; /* some input did not do */
	bool over;   /* nothing more is to be done, and that was said */
};

/*
 * Is it wrong to ask for --resume so?  Its reason, or NULL.  `lines`: what is
 * written has a line for each page.
 */
const char *reading_fault(const struct options *options, bool lines);

/*
 * Begins: opens the output, of which an earlier run may have written some.
 * False: that cannot be, and was said.  reading_free() is due in both cases.
 */
bool reading_begin(struct reading *reading, struct sink *out);

/* Reads all inputs. */
void reading_all(struct reading *reading);

/* Was it stopped by a signal? */
bool reading_stopped(const struct reading *reading);

/*
 * Closes the output, which is kept where `keep`, writes the report, and says
 * what there is to say in the end.  The exit code.
 */
int reading_end(struct reading *reading, bool keep);

void reading_free(struct reading *reading);

#endif
