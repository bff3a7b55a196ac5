/*
 * A process that reads pages: what it is told, what it answers.  The leading
 * process is pool.c.
 */
#ifndef BULK_WORKER_H
#define BULK_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "bulk/wire.h"
#include "pubscour.h"

/*
 * What becomes of a page is written by the caller of the pool: adds it to
 * `out`, of a page that `reader` just read with that status.  Called in the
 * process that read it, or in the leading one where there is an error only.
 */
typedef void worker_make(void *context, struct psc *reader,
    enum psc_status status, struct scratch *out);

/* To a worker. */
enum worker_order {
	/* name, `final`; a file: the one page in it is to be read */
	WORKER_READ = 1,
	/* the same: is there one page in it? */
	WORKER_LOOK,
	/* name, `final`, a part; a file: the page, or what its path names */
	WORKER_PART,
	/* name, how many parts to skip, how many to pass over before that; a
	 * file, -1: the one that is open in the reader: its pages are to be
	 * sent, one for each WORKER_MORE */
	WORKER_FEED,
	WORKER_MORE
};

/* From a worker. */
enum worker_answer {
	/* it is ready: the bits of sandbox_enter() */
	WORKER_READY = 1,
	/* status, and what worker_make made of the page */
	WORKER_PAGE,
	/* there may be several pages in that file: is it JSON Lines? */
	WORKER_SEVERAL,
	/* there is one, as asked */
	WORKER_SINGLE,
	/* the name of a character set it cannot load; not where `final` */
	WORKER_CHARSET,
	/* a part; a file: its bytes */
	WORKER_FOUND,
	/* how many more parts it skipped, of those that it was told to */
	WORKER_SKIPPED,
	/* there are no more parts */
	WORKER_END
};

/* Parts on their way, with an error in the place of a page, or PSC_OK. */
struct part;
struct error;
bool worker_put_part(struct scratch *out, const struct part *part,
    enum psc_status status, const struct error *error);
enum psc_status worker_get_part(
    struct wire_reader *in, struct part *part, struct error *error);

struct worker {
	struct wire wire;
	struct psc *reader;
	worker_make *make;
	void *context;
	bool sandbox;
	size_t memory;      /* bytes beyond what it begins with */
	struct scratch out; /* its own, for answers */
};

/* Works until the other side is gone. */
void worker_run(struct worker *worker);

#endif
