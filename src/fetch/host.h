/*
 * What is known of a host in this run: whether it answers, whether it is left
 * alone, and its robots.txt.  Nothing is asked for here.
 */
#ifndef FETCH_HOST_H
#define FETCH_HOST_H

#include <stdbool.h>

#include "base/error.h"
#include "base/span.h"
#include "fetch/store.h"
#include "pubscour.h"

/* By this name robots.txt may speak of us. */
#define HOST_PRODUCT "pubscour"

/* A robots.txt is asked for again after so many seconds (RFC 9309, 2.4). */
#define HOST_ROBOTS_AGE 86400.0

struct host {
	struct host *next;
	char *origin;
	bool answered;        /* it did, at least once */
	int unanswered;       /* pages that found no server to answer */
	enum psc_status left; /* it is left alone, for this; PSC_OK: not */
	char reason[200];     /* of that */
	double robots_until;  /* so long what is known of its robots.txt
	                         holds, by clock_steady() */
	char *robots;         /* the text; NULL: there is none */
	size_t robots_size;
};

/*
 * The host of `origin` ("https://host:port") among `hosts`, to which it is
 * added where it is new.  NULL: there is no memory.
 */
struct host *host_find(struct host **hosts, const char *origin);

/* Frees all that follow it. */
void host_free_all(struct host *hosts);

/* It is left alone from now on. */
void host_leave(
    struct host *host, enum psc_status status, const struct error *error);

/* The seconds between two starts: its Crawl-delay, but not less than that. */
double host_delay(const struct host *host, double least);

/*
 * Takes an answer for its robots.txt: a text with 2xx, else none.  It holds
 * for `age` seconds.  False: there is no memory.
 */
bool host_take_robots(
    struct host *host, long status, struct span text, double age);

/* Takes what the store has of it; false: nothing, or it is too old. */
bool host_recall_robots(struct host *host, struct store *store, double max_age);

/* Must its robots.txt be had before it is asked? */
bool host_needs_robots(const struct host *host);

/*
 * May `target` be fetched, by its robots.txt?  `line`: the rule that says no,
 * which lives as long as that robots.txt.
 */
bool host_allows(
    const struct host *host, const char *target, struct span *line);

#endif
