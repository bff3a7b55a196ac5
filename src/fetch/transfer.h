/*
 * One exchange of HTTP: a request, and what comes back.  No redirect is
 * followed, nothing is asked twice, no pace is kept here.
 */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/span.h"
#include "fetch/curl.h"
#include "fetch/url.h"
#include "pubscour.h"

struct transfer;

struct transfer_request {
	const struct url *url;
	const char *agent;    /* User-Agent */
	const char *etag;     /* only if it changed; NULL: in any case */
	const char *modified; /* the same, by Last-Modified */
	const char *ca_file;  /* NULL: the system's */
	bool allow_private;   /* any address may be connected to */
	double connect_timeout, timeout, stall_timeout; /* seconds */
	size_t max_bytes;                               /* unpacked */
	const volatile sig_atomic_t *stop;              /* NULL: never */
};

/* What came.  The texts live until the next exchange; NULL: there is none. */
struct transfer_answer {
	long status;
	const char *request;  /* header as sent */
	const char *response; /* header as it came, the last one's */
	struct span body;     /* decompressed */
	bool open_ended;      /* nothing said where the body ends, or it came
	                         packed: libcurl takes half of that, too */
};

/* NULL: there is no memory. */
struct transfer *transfer_new(const struct curl *curl);
void transfer_free(struct transfer *transfer);

/*
 * PSC_OK: an answer came whole, of whatever status.  Else one of PSC_TIMEOUT,
 * PSC_TLS, PSC_REFUSED (a private address), PSC_TOO_LARGE, PSC_NETWORK,
 * PSC_TRUNCATED, PSC_INTERRUPTED, PSC_NO_MEMORY, with a message; of the answer
 * there is the header then, if one came.
 */
enum psc_status transfer_run(struct transfer *transfer,
    const struct transfer_request *request, struct transfer_answer *answer,
    struct error *error);

/*
 * The value of the last field `name` of a header, without blanks at its ends,
 * allocated; NULL: it has none.
 */
char *transfer_field(const char *header, const char *name);

#endif
