/*
 * What came of one page, whoever read it: what is said of it and what is
 * written.  Pages that another process reads come back as this.
 */
#ifndef COMMAND_OUTCOME_H
#define COMMAND_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "bulk/wire.h"
#include "pubscour.h"

/* Of more than that only the number is known. */
#define OUTCOME_WARNINGS 64

struct outcome_warning {
	struct span code;
	struct span message;
};

/* All of it lives as long as what it was made of. */
struct outcome {
	const char *name;        /* of the input */
	enum psc_status status;  /* of reading the page */
	enum psc_status written; /* of making the text, where that went wrong */
	struct span message;     /* what went wrong, last */
	struct outcome_warning warnings[OUTCOME_WARNINGS];
	size_t warning_count; /* all of them */
	struct span text;     /* what is written, without a line end; SPAN_NONE:
	                         nothing is */
	double seconds;       /* that reading it took */
};

/*
 * The warnings and the error of the page that `reader` read with that status;
 * the text is not its business.  It lives until the reader's next call.
 */
void outcome_read(struct outcome *outcome, const char *name,
    const struct psc *reader, enum psc_status status);

/*
 * Says the warnings, unless `quiet`, and what went wrong.  True: there was a
 * warning that counts; as report_warnings() has it, also about `lists`.
 */
bool outcome_report(const struct outcome *outcome, bool quiet, bool lists);

/* Would that say nothing? */
bool outcome_is_silent(const struct outcome *outcome, bool quiet, bool lists);

/* Puts it into a message, but for name, status and seconds; false: no room. */
bool outcome_put(const struct outcome *outcome, struct scratch *out);

/*
 * Takes it out of one again; it lives as long as the bytes.  False: they make
 * no sense; all that was not set is nothing.
 */
bool outcome_get(struct outcome *outcome, struct span bytes);

#endif
