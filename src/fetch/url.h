/* Addresses as they are fetched: taken apart, and followed from one to the
 * next.  libcurl knows their syntax. */
#ifndef FETCH_URL_H
#define FETCH_URL_H

#include <stdbool.h>

#include "base/error.h"
#include "fetch/curl.h"

struct url {
	char *whole;  /* without fragment */
	char *origin; /* "https://host:port", the port always there */
	char *host;   /* "host:port" */
	char *pace;   /* whose pace it has: the host's, where the port is the
	                 usual one of http or https */
	char *target; /* path and query: what robots.txt is about */
	bool tls;     /* https */
};

/*
 * Takes `address` apart; relative to `base` where that is not NULL.  The
 * texts are the url's, see url_free().  False, and a message of one clause:
 * it is no address, of another scheme than http and https, or has a user's
 * name in it.
 */
bool url_read(const struct curl *curl, const char *base, const char *address,
    struct url *url, struct error *error);

/* Frees the texts; it is { 0 } then. */
void url_free(struct url *url);

/*
 * Is the host written as an address of this machine, of a private network or
 * of the link, or as "localhost"?
 */
bool url_is_private(const struct url *url);

#endif
