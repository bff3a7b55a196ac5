/*
 * A page from the cache, or from its server and into the cache.
 */
#include "fetch/fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fetch/clock.h"
#include "fetch/curl.h"
#include "fetch/polite.h"
#include "fetch/transfer.h"
#include "fetch/url.h"
#include "input/digest.h"

struct fetch {
	struct fetch_options options;
	struct curl curl;
	struct store *store;
	struct polite *polite;
	struct url last;           /* where the last page was */
	char *etag, *modified;     /* of the last page */
	struct polite_known known; /* of the cached page; owned */
};

struct fetch_options
fetch_defaults(void)
{
	return (struct fetch_options){ .delay = 1,
		.retries = 5,
		.max_age = 7 * 86400.0,
		.connect_timeout = 30,
		.timeout = 300,
		.stall_timeout = 60,
		.max_bytes = PSC_MAX_BYTES };
}

static bool
open_store(struct fetch *fetch, struct error *error)
{
	const char *path = fetch->options.cache;
	struct error ignored = { "" };
	char *own = NULL;

	if (path == NULL) {
		path = own = store_path();
		if (path == NULL) {
			error_set(error,
			    "no folder for the cache, in which processes keep "
			    "their common pace: set HOME or XDG_CACHE_HOME");
			return false;
		}
	}
	fetch->store = store_open(path, error);
	/* Without the net nothing has to be written. */
	if (fetch->store == NULL && fetch->options.offline)
		fetch->store = store_open_frozen(path, &ignored);
	free(own);
	return fetch->store != NULL;
}

/* libcurl would say so with the first page of https. */
static bool
can_verify(const struct fetch_options *options, struct error *error)
{
	if (options->ca_file == NULL || access(options->ca_file, R_OK) == 0)
		return true;
	error_set(error, "--ca-file \"%.200s\": %s", options->ca_file,
	    strerror(errno));
	return false;
}

struct fetch *
fetch_new(const struct fetch_options *options, struct error *error)
{
	struct fetch *fetch = calloc(1, sizeof(*fetch));

	if (fetch == NULL) {
		error_set(error, "no memory");
		return NULL;
	}
	fetch->options = *options;
	if (options->contact != NULL && options->contact[0] == '\0')
		fetch->options.contact = NULL;
	if (can_verify(options, error) && curl_open(&fetch->curl, error) &&
	    open_store(fetch, error))
		fetch->polite = polite_new(
		    &fetch->curl, fetch->store, &fetch->options, error);
	if (fetch->polite != NULL)
		return fetch;
	fetch_free(fetch);
	return NULL;
}

static void
forget_known(struct fetch *fetch)
{
	free((char *)fetch->known.location);
	free((char *)fetch->known.etag);
	free((char *)fetch->known.modified);
	memset(&fetch->known, 0, sizeof(fetch->known));
}

/* What belongs to the last page goes. */
static void
forget_last(struct fetch *fetch)
{
	url_free(&fetch->last);
	free(fetch->etag);
	free(fetch->modified);
	fetch->etag = fetch->modified = NULL;
	forget_known(fetch);
}

void
fetch_free(struct fetch *fetch)
{
	if (fetch == NULL)
		return;
	forget_last(fetch);
	polite_free(fetch->polite);
	store_close(fetch->store);
	curl_close(&fetch->curl);
	free(fetch);
}

size_t
fetch_count(const struct fetch *fetch)
{
	return polite_count(fetch->polite);
}

/* --- the cache --- */

/* A page in the cache; what is wrong with the cache is as if it had none. */
static bool
find(const struct fetch *fetch, const char *address, struct store_page *page)
{
	struct error error = { "" };

	if (fetch->options.refresh || fetch->options.no_cache)
		return false;
	return store_find(fetch->store, address, page, &error);
}

static bool
is_fresh(const struct fetch *fetch, const struct store_page *page)
{
	double age = clock_now() - page->checked;

	if (fetch->options.offline || fetch->options.max_age < 0)
		return true;
	return age <= fetch->options.max_age && age > -1;
}

static char *
copy(const char *text)
{
	return text == NULL ? NULL : strdup(text);
}

/* What the server is told of the page we have. */
static void
remember(struct fetch *fetch, const struct store_page *page)
{
	fetch->known.location = copy(page->location);
	fetch->known.etag = copy(page->etag);
	fetch->known.modified = copy(page->modified);
}

/* --- what came --- */

/* The server says that the page we have still holds. */
static enum psc_status
take_cached(struct fetch *fetch, const char *address, struct fetch_page *page,
    struct error *error)
{
	struct error trouble = { "" };

	store_touch(fetch->store, address, clock_now(), &trouble);
	if (!find(fetch, address, &page->page)) {
		error_set(error,
		    "the cached page is gone: another process removed it");
		return PSC_UNREADABLE;
	}
	page->revalidated = true;
	return PSC_OK;
}

/* A page came: it is described, and kept. */
static enum psc_status
take_answer(struct fetch *fetch, const char *address,
    const struct transfer_answer *answer, struct fetch_page *page,
    struct error *error)
{
	double now = clock_now();

	fetch->etag = transfer_field(answer->response, "etag");
	fetch->modified = transfer_field(answer->response, "last-modified");
	page->page = (struct store_page){ .address = address,
		.location = fetch->last.whole,
		.status = answer->status,
		.request = answer->request,
		.response = answer->response,
		.etag = fetch->etag,
		.modified = fetch->modified,
		.fetched = now,
		.checked = now,
		.body = answer->body };
	if (digest_sha256(answer->body, page->page.sha256) != PSC_OK) {
		error_set(error, "no memory");
		return PSC_NO_MEMORY;
	}
	if (fetch->options.no_cache ||
	    store_keep(fetch->store, &page->page, error))
		return PSC_OK;
	return PSC_UNREADABLE;
}

static enum psc_status
get_over_net(struct fetch *fetch, const struct url *url, bool is_article,
    struct fetch_page *page, struct error *error)
{
	const struct polite_known *known =
	    fetch->known.location == NULL ? NULL : &fetch->known;
	struct transfer_answer answer;
	enum psc_status status;

	if (fetch->options.contact == NULL &&
	    fetch_count(fetch) >= FETCH_ANONYMOUS) {
		error_set(error,
		    "more than %d pages need a --contact, by which a server's "
		    "people can reach you",
		    FETCH_ANONYMOUS);
		return PSC_REFUSED;
	}
	status = polite_get(fetch->polite, url,
	    is_article ? POLITE_ARTICLE : POLITE_PAGE, known, &fetch->last,
	    &answer, error);
	if (status != PSC_OK)
		return status;
	if (answer.status == 304)
		return take_cached(fetch, url->whole, page, error);
	return take_answer(fetch, url->whole, &answer, page, error);
}

static enum psc_status
get(struct fetch *fetch, const struct url *url, bool is_article,
    struct fetch_page *page, struct error *error)
{
	if (find(fetch, url->whole, &page->page)) {
		page->cached = is_fresh(fetch, &page->page);
		if (page->cached)
			return PSC_OK;
		remember(fetch, &page->page);
	}
	memset(page, 0, sizeof(*page));
	if (!fetch->options.offline)
		return get_over_net(fetch, url, is_article, page, error);
	error_set(error, "not in the cache: run it without --offline");
	return PSC_OFFLINE;
}

/* What servers and their files say goes into messages: letters alone. */
static void
clean_message(struct error *error)
{
	for (char *c = error->message; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
}

enum psc_status
fetch_get(struct fetch *fetch, const char *address, bool is_article,
    struct fetch_page *page, struct error *error)
{
	enum psc_status status = PSC_REFUSED;
	struct url url;

	memset(page, 0, sizeof(*page));
	error->message[0] = '\0';
	forget_last(fetch);
	if (!url_read(&fetch->curl, NULL, address, &url, error))
		return status;
	status = get(fetch, &url, is_article, page, error);
	/* The page's address is to outlive `url`. */
	if (status == PSC_OK && page->page.address == url.whole)
		page->page.address = address;
	url_free(&url);
	clean_message(error);
	return status;
}

void
fetch_doubt(struct fetch *fetch, const char *address)
{
	struct error ignored = { "" };
	struct url url;

	if (fetch->options.no_cache || fetch->options.offline ||
	    !url_read(&fetch->curl, NULL, address, &url, &ignored))
		return;
	store_touch(fetch->store, url.whole, 0, &ignored);
	url_free(&url);
}
