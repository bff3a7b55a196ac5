/*
 * The database of this user and machine: pages that were fetched, robots.txt
 * files, and when each host was last asked.  The only room that knows SQLite.
 * Several processes may use it at once; one that is killed leaves it whole.
 */
#ifndef FETCH_STORE_H
#define FETCH_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/span.h"

struct store;

/* A page as it came, or is to be kept.  Texts that are NULL are unknown. */
struct store_page {
	const char *address; /* what was asked for, without fragment: the key */
	const char *location; /* where it was, after redirects */
	long status;
	const char *request;  /* the header of the last request, as sent */
	const char *response; /* the header of the last answer, as it came */
	const char *etag;
	const char *modified; /* Last-Modified */
	double fetched;       /* seconds since 1970: when the body came */
	double checked;       /* when the server last said that it holds */
	char sha256[65];      /* of the body */
	struct span body;     /* decompressed */
};

/*
 * Opens `path` (its folders are made, for this user alone), or a database
 * that is gone at the end where it is NULL.  NULL, and a message, where that
 * cannot be: no permission, another format, a version that is newer than
 * this program.
 */
struct store *store_open(const char *path, struct error *error);

/*
 * Opens `path` to find pages in it and no more, where it may well lie in a
 * folder that cannot be written.  No process may write to it meanwhile.
 */
struct store *store_open_frozen(const char *path, struct error *error);

void store_close(struct store *store);

/*
 * $XDG_CACHE_HOME/pubscour/cache.db, or ~/.cache/...; allocated, the caller's.
 * NULL: there is neither, or no memory.
 */
char *store_path(void);

/*
 * The page of `address`; false: there is none, or it cannot be read, which
 * `error` says ("" where there is none).  It lives until the next call that
 * reads pages.
 */
bool store_find(struct store *store, const char *address,
    struct store_page *page, struct error *error);

/* Keeps a page, in place of an older one.  All of it is there or nothing. */
bool store_keep(
    struct store *store, const struct store_page *page, struct error *error);

/* The server said that it still holds (304).  No such page: nothing to do. */
bool store_touch(struct store *store, const char *address, double checked,
    struct error *error);

/*
 * Called for each page, in the order of their addresses; without body, which
 * has `bytes` bytes.  It must not use the store.  False: that is enough.
 */
typedef bool store_visit(
    void *context, const struct store_page *page, size_t bytes);

/* False, and a message: not all could be read. */
bool store_each(struct store *store, store_visit *visit, void *context,
    struct error *error);

/* Removes all pages and robots.txt files; how many pages these were, or -1. */
long store_clear(struct store *store, struct error *error);

/*
 * Removes the database `path` as a file, with what SQLite has beside it: where
 * store_open() cannot open it.  Whatever the file is, it is gone.  True also
 * where there was none.  Processes that have it open go on with what they
 * have, and no longer share their pace with later ones.
 */
bool store_remove(const char *path, struct error *error);

/* Is the database sound (PRAGMA integrity_check)?  Reads all of it. */
bool store_check(struct store *store, struct error *error);

/*
 * May `host` ("name:port") be asked now, at `now` (seconds since 1970), by one
 * that lets `delay` seconds pass between two starts?  0: yes, and that is
 * noted, for all processes.  Else the seconds to wait before asking again.
 * A time of the last request that lies ahead of `now`, as when the clock was
 * set back, counts as now.  Waiting for other processes may take a while; that
 * time is added to `now`.  -1 and a message: the database cannot be used.
 */
double store_start(struct store *store, const char *host, double now,
    double delay, struct error *error);

/*
 * Nobody asks `host` before `until` (seconds since 1970; Retry-After), or
 * before a day has passed.  It does not shorten a rest that is noted already.
 */
bool store_rest(
    struct store *store, const char *host, double until, struct error *error);

/* robots.txt of `host`, kept and found; as pages, but `status` may be any. */
bool store_robots_find(struct store *store, const char *host,
    struct store_page *page, struct error *error);
bool store_robots_keep(struct store *store, const char *host,
    const struct store_page *page, struct error *error);

#endif
