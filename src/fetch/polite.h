/*
 * Asks servers as an administrator would allow it: at the pace that all
 * processes share, as robots.txt says, again after a failure that may pass,
 * later each time, and then no more.  Follows redirects, since each is a new
 * request.  Knows nothing of the cache of pages.
 */
#ifndef FETCH_POLITE_H
#define FETCH_POLITE_H

#include "base/error.h"
#include "fetch/curl.h"
#include "fetch/fetch.h"
#include "fetch/store.h"
#include "fetch/transfer.h"
#include "fetch/url.h"
#include "pubscour.h"

struct polite;

enum polite_kind {
	POLITE_ROBOTS, /* robots.txt itself: any status is an answer */
	POLITE_PAGE,
	POLITE_ARTICLE /* a page that must be an article's, see judge.h */
};

/* A page that is asked for only if it changed; NULL: unknown. */
struct polite_known {
	const char *location; /* where it was */
	const char *etag;
	const char *modified;
};

/*
 * NULL, and a message: no memory, an option is wrong.  What it is given must
 * outlive it.
 */
struct polite *polite_new(const struct curl *curl, struct store *store,
    const struct fetch_options *options, struct error *error);
void polite_free(struct polite *polite);

/*
 * Asks for `url`, follows redirects and says what came, as fetch_get() does.
 * PSC_OK: a page, or status 304 where `known` is not NULL.  `last` is where
 * it was; url_free() is due for it.  The answer lives until the next call.
 */
enum psc_status polite_get(struct polite *polite, const struct url *url,
    enum polite_kind kind, const struct polite_known *known, struct url *last,
    struct transfer_answer *answer, struct error *error);

/* Pages asked for so far: neither robots.txt nor new attempts count. */
size_t polite_count(const struct polite *polite);

#endif
