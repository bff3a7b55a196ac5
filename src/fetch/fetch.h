/*
 * Fetches pages, politely: one after another, at a pace that all processes of
 * this user share, as robots.txt allows, each one once.  What is no page is
 * an error.  Redirects, retries, the cache and the pace are looked after
 * here; one exchange of HTTP is made in transfer.c, by libcurl.
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "fetch/source.h"
#include "fetch/store.h"
#include "pubscour.h"

/* The least time between two starts, whatever is asked for, in seconds. */
#define FETCH_LEAST_DELAY (1.0 / 3)

/* So many pages may be fetched without saying who asks. */
#define FETCH_ANONYMOUS 100

struct fetch_options {
	double delay;        /* seconds between two starts on a host */
	const char *contact; /* mail address or URL; NULL: none */
	const char *base;    /* in place of SOURCE_PUBMED; NULL: that */
	int retries;         /* new attempts after a failure that may pass */
	double max_age;      /* a cached page of so many seconds is used
	                          without asking; negative: any is */
	bool offline;        /* nothing but the cache */
	bool refresh;        /* nothing from the cache */
	bool no_cache;       /* and nothing into it */
	bool allow_private;  /* addresses of this machine and network too */
	const char *ca_file; /* instead of the system's; NULL: the system's */
	double connect_timeout, timeout, stall_timeout; /* seconds */
	size_t max_bytes;  /* of a body, decompressed */
	const char *cache; /* the database; NULL: store_path() */
	/* What happens, a line each, for --verbose; NULL: nobody listens. */
	void (*say)(void *context, const char *line);
	void *context;
	const volatile sig_atomic_t *stop; /* not 0: come to an end */
};

struct fetch_page {
	struct store_page page; /* address, header, body, times */
	bool cached;            /* nothing was fetched for it */
	bool revalidated;       /* the server said that the cached one holds */
};

struct fetch;

/* Defaults for everything. */
struct fetch_options fetch_defaults(void);

/*
 * A fetcher.  NULL, and a message: there is no libcurl, no cache folder, an
 * option is wrong.  The options' texts must outlive it.
 */
struct fetch *fetch_new(
    const struct fetch_options *options, struct error *error);
void fetch_free(struct fetch *fetch);

/*
 * Gets `address`.  `is_article`: it should be an article's page of PubMed,
 * see judge.h.  PSC_OK: `page` lives until the next call.  Else, with a
 * message of one clause that does not name the address:
 *	PSC_HTTP_404, PSC_BLOCKED, PSC_RATE_LIMITED, PSC_UNAVAILABLE,
 *	PSC_HTTP_ERROR, PSC_TRUNCATED, PSC_EMPTY  see judge.h
 *	PSC_NOT_AN_ARTICLE  it leads elsewhere, where one should be
 *	PSC_TIMEOUT      no connection, no end or no progress in time
 *	PSC_TLS          the certificate or the handshake
 *	PSC_ROBOTS       robots.txt forbids it
 *	PSC_REFUSED      a scheme, a private address, a redirect we do not
 *	                 follow, a host that is left alone, no contact given
 *	PSC_TOO_LARGE    more than max_bytes, decompressed
 *	PSC_NETWORK      no such host, connection refused or reset
 *	PSC_OFFLINE      not in the cache
 *	PSC_INTERRUPTED  `stop` was set
 */
enum psc_status fetch_get(struct fetch *fetch, const char *address,
    bool is_article, struct fetch_page *page, struct error *error);

/*
 * The page of `address`, which came, turned out not to be what it should be:
 * the next one who wants it asks the server again, whatever its age.
 */
void fetch_doubt(struct fetch *fetch, const char *address);

/* Pages asked for over the network so far, those that failed included. */
size_t fetch_count(const struct fetch *fetch);

#endif
