/*
 * The public functions that open an input and read its pages, and what of
 * that psc.c has to begin and end.  psc_next() is two steps, which may be
 * done by two processes: one takes pages out of an input, one reads them.
 */
#ifndef PAGES_H
#define PAGES_H

#include "base/error.h"
#include "base/span.h"
#include "input/part.h"
#include "reader.h"

void pages_init(struct reader_pages *pages);
void pages_free(struct reader_pages *pages);

/*
 * The next page of what was opened, unread, as container_next() has it; it
 * lives until the next call.  PSC_END: there are no more.
 */
enum psc_status pages_take(
    struct psc *reader, struct part *part, struct error *error);

/*
 * Reads a page that pages_take() gave, of the input `name`, with that status
 * and error.  `fd`: where the part has a path, the file that it leads to,
 * which is closed later; -1: it is opened here.  The outcome of psc_next().
 */
enum psc_status pages_give(struct psc *reader, const char *name,
    const struct part *part, enum psc_status status, const struct error *error,
    int fd);

/* Is what is open JSON Lines? */
bool pages_are_lines(const struct psc *reader);

/*
 * Opens the file that a line of a list in `folder` names: only files, no
 * pipes that may wait.  -1, and a message: that cannot be.
 */
int pages_open_path(struct span folder, struct span name, struct error *error);

/* The folder of the file `path`, "/" at its end; "": the current one. */
struct span pages_folder(const char *path);

#endif
