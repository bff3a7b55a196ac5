/* The pages among the records of a WARC file. */
#ifndef INPUT_WARCPAGE_H
#define INPUT_WARCPAGE_H

#include "base/arena.h"
#include "base/error.h"
#include "input/part.h"
#include "input/warc.h"
#include "pubscour.h"

struct warcpage {
	struct warc_reader *reader;
	size_t pages; /* that were given, and errors */
	bool done;
};

/*
 * The next record that is a page: a response of HTTP with status 2xx that is
 * HTML; a resource that is HTML; a conversion, HTML or plain text.  Records
 * that say "revisit" have none.  PSC_OK: `part` lives until the next call.
 * PSC_END: no more.  Else with a message, as warc_next(), and in the end
 * PSC_END; PSC_NOT_HTML also where there was no page at all.
 */
enum psc_status warcpage_next(struct warcpage *pages, struct arena *arena,
    struct part *part, struct error *error);

#endif
