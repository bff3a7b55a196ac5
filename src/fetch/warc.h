/*
 * Writes WARC 1.1 files (ISO 28500:2017), each record a gzip member of its
 * own: a warcinfo record first, then for each page request, response and
 * metadata.
 */
#ifndef FETCH_WARC_H
#define FETCH_WARC_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/span.h"
#include "fetch/store.h"

struct warc;

/*
 * Begins a file; `out` stays the caller's, opened for writing, and may have
 * records in it already (it is appended to).  `software` goes into the
 * warcinfo record: "pubscour/0.1.0".  `contact` may be NULL.  NULL and a
 * message where it cannot be written.
 */
struct warc *warc_new(
    FILE *out, const char *software, const char *contact, struct error *error);

/*
 * Adds a page.  Its body is decompressed: the response's Content-Encoding,
 * Transfer-Encoding and Content-Length are kept as X-Archive-Orig-..., and
 * Content-Length is what is there.  Authorization and Proxy-Authorization are
 * left out, and lines that are no fields; HTTP/2 and 3 become HTTP/1.1.  The
 * records' date is when it was fetched.  The metadata say `via` (the address
 * that was redirected), `checked` (when the server last said that the page
 * holds) and `payload-sha256`.
 */
bool warc_add(
    struct warc *warc, const struct store_page *page, struct error *error);

void warc_free(struct warc *warc);

/* Is told of a response in a file: the address of its page. */
typedef void warc_seen(void *context, struct span target);

/*
 * Before more is added to a file of an earlier run, which may have been killed
 * while it wrote: cuts off the gzip member that ends too early, if there is
 * one, since nothing behind it could be read.  `seen` is told of the responses
 * before that; of a member of several records only the first one is looked at.
 * `file` is open for reading and writing ("r+b"), and then stands at its end.
 * False, and a message: it is no WARC file, or damaged in another way, and
 * nothing is done about it; or it cannot be read or written.
 */
bool warc_mend(FILE *file, warc_seen *seen, void *context, struct error *error);

#endif
