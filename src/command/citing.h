/* One bibliography out of many pages: brackets, separators, unique keys. */
#ifndef COMMAND_CITING_H
#define COMMAND_CITING_H

#include <stdbool.h>
#include <stddef.h>

#include "command/options.h"
#include "command/sink.h"
#include "pubscour.h"

struct citing_key;

struct citing {
	struct sink *out;
	enum psc_cite format;
	enum psc_cited what;
	bool active;             /* the options ask for a bibliography */
	bool any;                /* an entry was written */
	struct citing_key *keys; /* those that are taken: a table of `room` */
	size_t count, room;
};

/*
 * Do the options go together?  Entries have no keys to choose, and records are
 * not cited.  False: they do not, and that was said.
 */
bool citing_fits(const struct options *options);

/* Begins what goes to `out`, which need not be open yet. */
void citing_begin(
    struct citing *citing, const struct options *options, struct sink *out);

/* The entries of the reader's last page, without what stands between pages. */
enum psc_status citing_make(const struct citing *citing, struct psc *reader,
    const char **text, size_t *size);

/*
 * Writes the entries of a page, of which there may be none, as citing_make()
 * gives them, in this process or another.  A key that an entry before has is
 * made to differ: "a" stands behind it, or "b", up to "z", then "aa".
 */
void citing_page(struct citing *citing, const char *text, size_t size);

/* Writes the end, and frees what is held. */
void citing_end(struct citing *citing);

#endif
