/*
 * What the command says on standard error: one line each, beginning with
 * "pubscour: ", without control characters.
 */
#ifndef COMMAND_REPORT_H
#define COMMAND_REPORT_H

#include <stdbool.h>

#include "pubscour.h"

/* One line, made as by printf. */
void report_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* `name` as messages call it: an empty one must be seen.  Static or `name`. */
const char *report_name(const char *name);

/* Why the input `name` gave no record, after a call of `reader` failed. */
void report_failure(
    const char *name, enum psc_status status, const struct psc *reader);

/*
 * Says the warnings of the page `name`, unless `quiet`.  True: there was one
 * that counts.  That a list goes on elsewhere is the page's own doing: it does
 * not count, and is not said unless the user wants the `lists` whole.
 */
bool report_warnings(
    const char *name, const struct psc *reader, bool quiet, bool lists);

/* Says that there is no memory, without taking any. */
void report_no_memory(void);

#endif
