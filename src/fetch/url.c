/* Takes addresses apart by libcurl's functions.  Asks no network. */
#include "fetch/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "fetch/private.h"

/* A part of the address, allocated; NULL: it has none, or no memory. */
static char *
part(const struct curl *curl, const CURLU *from, CURLUPart which,
    unsigned int flags)
{
	char *text = NULL, *copy = NULL;

	if (curl->url_get(from, which, &text, flags) == CURLUE_OK)
		copy = strdup(text);
	curl->free(text);
	return copy;
}

/* The two texts, one behind the other, with `between` between them. */
static char *
join(const char *a, const char *between, const char *b)
{
	size_t size;
	char *text;

	if (a == NULL || b == NULL)
		return NULL;
	size = strlen(a) + strlen(between) + strlen(b) + 1;
	text = malloc(size);
	if (text != NULL)
		snprintf(text, size, "%s%s%s", a, between, b);
	return text;
}

static bool
is_usual(const char *port)
{
	return port != NULL &&
	       (strcmp(port, "80") == 0 || strcmp(port, "443") == 0);
}

/* False: there is no memory. */
static bool
take_parts(const struct curl *curl, const CURLU *from, struct url *url)
{
	char *scheme = part(curl, from, CURLUPART_SCHEME, 0);
	char *host = part(curl, from, CURLUPART_HOST, 0);
	char *port = part(curl, from, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	char *path = part(curl, from, CURLUPART_PATH, 0);
	char *query = part(curl, from, CURLUPART_QUERY, 0);

	url->tls = scheme != NULL && strcmp(scheme, "https") == 0;
	url->host = join(host, ":", port);
	url->pace = is_usual(port) ? join(host, "", "") : join(host, ":", port);
	url->origin = join(scheme, "://", url->host);
	url->target =
	    query == NULL ? join(path, "", "") : join(path, "?", query);
	url->whole = part(curl, from, CURLUPART_URL, 0);
	free(scheme);
	free(host);
	free(port);
	free(path);
	free(query);
	return url->whole != NULL && url->origin != NULL &&
	       url->target != NULL && url->pace != NULL;
}

/*
 * One spelling for each host: in small letters, without dots at its end.
 * Else it would have a pace and a robots.txt for each.
 */
static bool
settle_host(const struct curl *curl, CURLU *from)
{
	const unsigned int flags = CURLU_NON_SUPPORT_SCHEME;
	char *host = part(curl, from, CURLUPART_HOST, 0);
	char *whole = NULL;
	size_t len = host == NULL ? 0 : strlen(host);
	bool good;

	for (size_t i = 0; i < len; i++)
		host[i] = span_lower(host[i]);
	while (len > 0 && host[len - 1] == '.')
		host[--len] = '\0';
	good = len > 0 &&
	       curl->url_set(from, CURLUPART_HOST, host, 0) == CURLUE_OK;
	/* Once more as a whole: what has lost its dot may be a number. */
	if (good)
		whole = part(curl, from, CURLUPART_URL, 0);
	good = whole != NULL &&
	       curl->url_set(from, CURLUPART_URL, whole, flags) == CURLUE_OK;
	free(whole);
	free(host);
	return good;
}

static bool
is_ascii(const char *text)
{
	while (*text > ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

/* Why it is not fetched; NULL: it is. */
static const char *
find_fault(const struct curl *curl, const CURLU *from)
{
	char *scheme = part(curl, from, CURLUPART_SCHEME, 0);
	char *user = part(curl, from, CURLUPART_USER, 0);
	char *host = part(curl, from, CURLUPART_HOST, 0);
	const char *fault = NULL;

	if (scheme == NULL ||
	    (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
		fault = "only http and https are fetched";
	else if (user != NULL)
		fault = "it has a user's name in it";
	else if (host == NULL || host[0] == '\0')
		fault = "it names no host";
	else if (!is_ascii(host))
		fault = "its host's name is not in ASCII (xn--)";
	free(scheme);
	free(user);
	free(host);
	return fault;
}

bool
url_read(const struct curl *curl, const char *base, const char *address,
    struct url *url, struct error *error)
{
	const unsigned int flags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE;
	CURLU *from = curl->url();
	const char *fault = "no address";

	memset(url, 0, sizeof(*url));
	if (from != NULL &&
	    (base == NULL ||
		curl->url_set(from, CURLUPART_URL, base, flags) == CURLUE_OK) &&
	    curl->url_set(from, CURLUPART_URL, address, flags) == CURLUE_OK)
		fault = find_fault(curl, from);
	if (fault == NULL && !settle_host(curl, from))
		fault = "no address";
	if (fault == NULL) {
		curl->url_set(from, CURLUPART_FRAGMENT, NULL, 0);
		if (!take_parts(curl, from, url)) {
			url_free(url);
			fault = "no memory for it";
		}
	}
	curl->url_cleanup(from);
	if (fault != NULL)
		error_set(error, "%s", fault);
	return fault == NULL;
}

void
url_free(struct url *url)
{
	free(url->whole);
	free(url->origin);
	free(url->host);
	free(url->pace);
	free(url->target);
	memset(url, 0, sizeof(*url));
}

bool
url_is_private(const struct url *url)
{
	const char *end = strrchr(url->host, ':');
	char *host = strndup(url->host, (size_t)(end - url->host));
	bool is = host == NULL || private_host(host);

	free(host);
	return is;
}
