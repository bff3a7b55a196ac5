/*
 * The manners, one about the other: a request at its time, new attempts
 * around it, robots.txt before it, redirects after it.
 */
#include "fetch/polite.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/span.h"
#include "fetch/clock.h"
#include "fetch/host.h"
#include "fetch/judge.h"
#include "fetch/retry.h"
#include "fetch/robots.h"

/* Redirects that are followed for one page. */
#define REDIRECTS 5

/* Nobody waits longer than so many seconds for a server that asks for it. */
#define PATIENCE 300.0

/* So many pages without any answer, and a host is not asked again. */
#define DEAF 3

/* The first wait after a failure, seconds. */
#define FIRST_WAIT 1.0

/* A robots.txt that is larger is none, bytes. */
#define ROBOTS_MOST ((size_t)16 << 20)

struct polite {
	const struct curl *curl;
	const struct fetch_options *options;
	struct store *store;
	struct transfer *transfer;
	struct judge judge;
	struct host *hosts;
	char *base_origin; /* of options->base: it may be private */
	char agent[300];
	uint64_t random;
	size_t count;
};

size_t
polite_count(const struct polite *polite)
{
	return polite->count;
}

/* A number in [0, 1); to spread waits, no more (splitmix64, by S. Vigna). */
static double
random_part(struct polite *polite)
{
	uint64_t z = polite->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (double)((z ^ z >> 31) >> 11) / (double)((uint64_t)1 << 53);
}

static void __attribute__((format(printf, 2, 3)))
say(const struct polite *polite, const char *format, ...)
{
	char line[SOURCE_ADDRESS_ROOM + 200];
	va_list args;

	if (polite->options->say == NULL)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	polite->options->say(polite->options->context, line);
}

static bool
is_stopped(const struct polite *polite)
{
	return polite->options->stop != NULL && *polite->options->stop != 0;
}

static enum psc_status
stopped(struct error *error)
{
	error_set(error, "interrupted");
	return PSC_INTERRUPTED;
}

/* Waits; false: somebody wants an end. */
static bool
wait_for(const struct polite *polite, double seconds)
{
	const double end = clock_steady() + seconds;
	struct timespec part;
	double left;

	while (!is_stopped(polite) && (left = end - clock_steady()) > 0) {
		left = left > 0.1 ? 0.1 : left;
		part = (struct timespec){ .tv_nsec = (long)(left * 1e9) };
		nanosleep(&part, NULL);
	}
	return !is_stopped(polite);
}

/* What is known of the url's host; NULL, and a message: no memory. */
static struct host *
host_of(struct polite *polite, const struct url *url, struct error *error)
{
	struct host *host = host_find(&polite->hosts, url->origin);

	if (host == NULL)
		error_set(error, "no memory");
	return host;
}

/* The seconds between two starts on the host. */
static double
delay_of(const struct polite *polite, const struct host *host)
{
	double delay = host_delay(host, polite->options->delay);

	return delay < FETCH_LEAST_DELAY ? FETCH_LEAST_DELAY : delay;
}

/* --- one request --- */

/* Waits until the host may be asked. */
static enum psc_status
take_turn(struct polite *polite, const struct url *url, const struct host *host,
    struct error *error)
{
	const double delay = delay_of(polite, host);
	double wait;

	while ((wait = store_start(
		    polite->store, url->pace, clock_now(), delay, error)) > 0) {
		if (wait > delay + PATIENCE) {
			error_set(error,
			    "the server asked for a rest of another %.0f "
			    "seconds",
			    wait);
			return PSC_RATE_LIMITED;
		}
		if (wait > delay + 1)
			say(polite, "waiting %.0f s, as the server asked",
			    wait);
		if (!wait_for(polite, wait))
			return stopped(error);
	}
	if (wait < 0)
		return PSC_UNREADABLE;
	return is_stopped(polite) ? stopped(error) : PSC_OK;
}

static bool
is_private_allowed(const struct polite *polite, const struct url *url)
{
	return polite->options->allow_private ||
	       (polite->base_origin != NULL &&
		   strcmp(polite->base_origin, url->origin) == 0);
}

/*
 * Is the server asked only whether the page we know has changed?  Not where
 * another page stands at the end of the redirects now.
 */
static bool
is_conditional(const struct polite_known *known, const struct url *url)
{
	return known != NULL && known->location != NULL &&
	       (known->etag != NULL || known->modified != NULL) &&
	       strcmp(known->location, url->whole) == 0;
}

/* One request, at its time. */
static enum psc_status
ask_once(struct polite *polite, const struct url *url, struct host *host,
    enum polite_kind kind, const struct polite_known *known,
    struct transfer_answer *answer, struct error *error)
{
	const struct fetch_options *options = polite->options;
	bool conditional = is_conditional(known, url);
	const struct transfer_request request = { .url = url,
		.agent = polite->agent,
		.etag = conditional ? known->etag : NULL,
		.modified = conditional ? known->modified : NULL,
		.ca_file = options->ca_file,
		.allow_private = is_private_allowed(polite, url),
		.connect_timeout = options->connect_timeout,
		.timeout = options->timeout,
		.stall_timeout = options->stall_timeout,
		.max_bytes =
		    kind == POLITE_ROBOTS ? ROBOTS_MOST : options->max_bytes,
		.stop = options->stop };
	enum psc_status status = take_turn(polite, url, host, error);
	double start = clock_now();

	memset(answer, 0, sizeof(*answer));
	if (status != PSC_OK)
		return status;
	say(polite, "GET %s", url->whole);
	status = transfer_run(polite->transfer, &request, answer, error);
	if (answer->response != NULL)
		host->answered = true;
	if (status == PSC_OK)
		say(polite, "%ld, %zu bytes in %.1f s", answer->status,
		    answer->body.len, clock_now() - start);
	return status;
}

static bool
is_redirect(const struct transfer_answer *answer)
{
	long status = answer->status;

	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

/* What an answer is; redirects and "not modified" are for the caller. */
static enum psc_status
judge(const struct polite *polite, enum polite_kind kind, bool conditional,
    const struct transfer_answer *answer, struct error *error)
{
	char *type = transfer_field(answer->response, "content-type");
	const struct judge_answer judged = { .status = answer->status,
		.type = type,
		.body = answer->body,
		.is_article = kind == POLITE_ARTICLE,
		/* PubMed's own pages are whole or they are not. */
		.open_ended = answer->open_ended || kind == POLITE_ARTICLE };
	enum psc_status status = PSC_OK;
	long code = answer->status;

	if (kind == POLITE_ROBOTS)
		status = code == 429   ? PSC_RATE_LIMITED
			 : code >= 500 ? PSC_UNAVAILABLE
				       : PSC_OK;
	else if (!is_redirect(answer) && (code != 304 || !conditional))
		status = judge_answer(&polite->judge, &judged, error);
	if (kind == POLITE_ROBOTS && status != PSC_OK)
		error_set(error, "status %ld", code);
	free(type);
	return status;
}

/* --- new attempts --- */

/* May it go better the next time? */
static bool
may_pass(enum psc_status status, const struct host *host,
    const struct transfer_answer *answer)
{
	switch (status) {
	case PSC_RATE_LIMITED:
		/* Else somebody was told to wait longer than we do. */
		return answer->response != NULL;
	case PSC_UNAVAILABLE:
	case PSC_TRUNCATED:
	case PSC_EMPTY:
		return true;
	case PSC_TIMEOUT:
	case PSC_NETWORK:
		/* Else it is a name mistyped, or this machine is offline. */
		return host->answered;
	default:
		return false;
	}
}

/* Is it the server's trouble, and not this page's, for good? */
static bool
is_of_host(enum psc_status status, struct host *host,
    const struct transfer_answer *answer)
{
	switch (status) {
	case PSC_RATE_LIMITED:
	case PSC_UNAVAILABLE:
		return may_pass(status, host, answer);
	case PSC_TIMEOUT:
	case PSC_NETWORK:
	case PSC_TLS:
		/* The network may just be coming up. */
		return (host->answered && status != PSC_TLS) ||
		       ++host->unanswered >= DEAF;
	default:
		return false;
	}
}

/* How long a failed answer asks us to wait, seconds; -1: it does not say. */
static double
wait_asked(const struct transfer_answer *answer)
{
	char *value = answer->response == NULL
			  ? NULL
			  : transfer_field(answer->response, "retry-after");
	double seconds = -1;

	if (value != NULL)
		seconds = retry_after(value, time(NULL));
	free(value);
	return seconds;
}

/*
 * The wait before the `attempt`-th new attempt, seconds.  Where the server is
 * in trouble, all others wait, too.
 */
static double
note_wait(struct polite *polite, const struct url *url, enum psc_status status,
    const struct transfer_answer *answer, int attempt)
{
	double asked = wait_asked(answer);
	double wait = retry_backoff(attempt, FIRST_WAIT, random_part(polite));
	struct error trouble = { "" };

	if (asked > wait)
		wait = asked;
	if (status == PSC_RATE_LIMITED || status == PSC_UNAVAILABLE)
		store_rest(
		    polite->store, url->pace, clock_now() + wait, &trouble);
	return wait;
}

/* Waits for a new attempt.  False: nobody wants to wait that long. */
static bool
wait_before(struct polite *polite, enum psc_status status, double wait,
    int attempt, struct error *error)
{
	char said[300];

	if (wait > PATIENCE) {
		snprintf(said, sizeof(said), "%.299s", error->message);
		error_set(
		    error, "%s; it asks for %.0f seconds of rest", said, wait);
		return false;
	}
	say(polite, "%s: %s; attempt %d of %d in %.1f s",
	    psc_status_name(status), error->message, attempt + 1,
	    polite->options->retries + 1, wait);
	return wait_for(polite, wait);
}

/* A request, and new ones while it may go better. */
static enum psc_status
ask(struct polite *polite, const struct url *url, enum polite_kind kind,
    const struct polite_known *known, struct transfer_answer *answer,
    struct error *error)
{
	struct host *host = host_of(polite, url, error);
	enum psc_status status = PSC_NO_MEMORY;
	double wait;

	if (host == NULL)
		return status;
	if (host->left != PSC_OK) {
		error_set(error, "%s is left alone for this run, after: %s",
		    url->host, host->reason);
		return host->left;
	}
	for (int attempt = 1;; attempt++) {
		status =
		    ask_once(polite, url, host, kind, known, answer, error);
		if (status == PSC_OK)
			status = judge(polite, kind, is_conditional(known, url),
			    answer, error);
		if (!may_pass(status, host, answer))
			break;
		wait = note_wait(polite, url, status, answer, attempt);
		if (attempt > polite->options->retries ||
		    !wait_before(polite, status, wait, attempt, error))
			break;
	}
	if (is_stopped(polite))
		return stopped(error);
	if (is_of_host(status, host, answer))
		host_leave(host, status, error);
	return status;
}

/* --- redirects --- */

/* Where the answer leads, in place of `url`. */
static enum psc_status
follow(struct polite *polite, const struct transfer_answer *answer,
    struct url *url, struct error *error)
{
	char *field = transfer_field(answer->response, "location");
	enum psc_status status = PSC_REFUSED;
	struct error why = { "" };
	struct url next;

	if (field == NULL) {
		error_set(error, "a redirect (%ld) that leads nowhere",
		    answer->status);
		return PSC_HTTP_ERROR;
	}
	if (!url_read(polite->curl, url->whole, field, &next, &why)) {
		error_set(error, "a redirect to \"%.150s\": %.150s", field,
		    why.message);
	} else if (url->tls && !next.tls) {
		error_set(
		    error, "a redirect from https to http: %.200s", next.whole);
		url_free(&next);
	} else {
		say(polite, "redirect to %s", next.whole);
		url_free(url);
		*url = next;
		status = PSC_OK;
	}
	free(field);
	return status;
}

/* --- robots.txt --- */

/* Forward: robots.txt may lead elsewhere, too. */
static enum psc_status get(struct polite *polite, struct url *url,
    enum polite_kind kind, const struct polite_known *known,
    struct transfer_answer *answer, struct error *error);

/*
 * Fetches robots.txt.  4xx: there is none, all is allowed.  An error of the
 * server or the network: nothing is, unless we know an older one (RFC 9309,
 * 2.3.1).
 */
static enum psc_status
fetch_robots(struct polite *polite, const struct url *url, struct host *host,
    struct error *error)
{
	struct transfer_answer answer = { 0 };
	struct error trouble = { "" };
	enum psc_status status;
	struct store_page page;
	struct url robots;

	if (!url_read(polite->curl, url->whole, "/robots.txt", &robots, error))
		return PSC_NO_MEMORY;
	status = get(polite, &robots, POLITE_ROBOTS, NULL, &answer, error);
	if (status == PSC_HTTP_ERROR) { /* too many redirects */
		answer =
		    (struct transfer_answer){ .status = 404, .body = SPAN("") };
		status = PSC_OK;
	}
	if (status == PSC_OK && !host_take_robots(host, answer.status,
				    answer.body, HOST_ROBOTS_AGE))
		status = PSC_NO_MEMORY;
	if (status == PSC_OK) {
		page = (struct store_page){ .address = robots.whole,
			.location = robots.whole,
			.status = answer.status,
			.request = answer.request,
			.response = answer.response,
			.fetched = clock_now(),
			.checked = clock_now(),
			.body = span_first(answer.body, ROBOTS_BYTES) };
		store_robots_keep(polite->store, host->origin, &page, &trouble);
	} else if (host_recall_robots(
		       host, polite->store, 30 * HOST_ROBOTS_AGE)) {
		/* That this one file cannot be had is no fault of the pages. */
		if (status == PSC_UNAVAILABLE)
			host->left = PSC_OK;
		status = PSC_OK;
	}
	url_free(&robots);
	return status;
}

/* May the url be fetched? */
static enum psc_status
check_robots(struct polite *polite, const struct url *url, struct error *error)
{
	struct host *host = host_of(polite, url, error);
	enum psc_status status = PSC_OK;
	struct span line = SPAN_NONE;
	struct error why = { "" };

	if (host == NULL)
		return PSC_NO_MEMORY;
	if (host_needs_robots(host) &&
	    !host_recall_robots(host, polite->store, HOST_ROBOTS_AGE))
		status = fetch_robots(polite, url, host, &why);
	if (status == PSC_RATE_LIMITED || status == PSC_UNAVAILABLE) {
		error_set(error,
		    "its robots.txt cannot be had, and so may forbid it "
		    "(%.200s)",
		    why.message);
		return status;
	}
	if (status != PSC_OK) {
		*error = why;
		return status;
	}
	if (host_allows(host, url->target, &line))
		return PSC_OK;
	error_set(error, "%s/robots.txt forbids it: \"%.*s\"", url->origin,
	    (int)(line.len > 100 ? 100 : line.len), line.ptr);
	return PSC_ROBOTS;
}

/* --- all of it --- */

/* What is to be known before a host is asked at all. */
static enum psc_status
check(struct polite *polite, const struct url *url, enum polite_kind kind,
    struct error *error)
{
	/* Where a proxy looks names up, this is all that can be seen. */
	if (!is_private_allowed(polite, url) && url_is_private(url)) {
		error_set(error,
		    "%.200s is an address of this machine or a private "
		    "network: --allow-private fetches it",
		    url->host);
		return PSC_REFUSED;
	}
	return kind == POLITE_ROBOTS ? PSC_OK
				     : check_robots(polite, url, error);
}

/* Does the path end with a number, as that of each article does? */
static bool
is_numbered(const struct url *url)
{
	size_t end = strcspn(url->target, "?"), digits = 0;

	if (end > 0 && url->target[end - 1] == '/')
		end--;
	while (digits < end && span_is_digit(url->target[end - digits - 1]))
		digits++;
	return digits > 0 && digits < end &&
	       url->target[end - digits - 1] == '/';
}

/* An article may lead to another one, but to nothing else. */
static enum psc_status
check_place(
    const struct url *url, enum polite_kind kind, int hop, struct error *error)
{
	if (kind != POLITE_ARTICLE || hop == 0 || is_numbered(url))
		return PSC_OK;
	error_set(
	    error, "its address leads to no article but to %.300s", url->whole);
	return PSC_NOT_AN_ARTICLE;
}

/* Asks for `url`, which becomes where the answer came from. */
static enum psc_status
get(struct polite *polite, struct url *url, enum polite_kind kind,
    const struct polite_known *known, struct transfer_answer *answer,
    struct error *error)
{
	enum psc_status status;

	for (int hop = 0; hop <= REDIRECTS; hop++) {
		status = check(polite, url, kind, error);
		if (status == PSC_OK)
			status = ask(polite, url, kind, known, answer, error);
		if (status != PSC_OK)
			return status;
		if (!is_redirect(answer))
			return check_place(url, kind, hop, error);
		status = follow(polite, answer, url, error);
		if (status != PSC_OK)
			return status;
	}
	error_set(error, "more than %d redirects", REDIRECTS);
	return PSC_HTTP_ERROR;
}

enum psc_status
polite_get(struct polite *polite, const struct url *url, enum polite_kind kind,
    const struct polite_known *known, struct url *last,
    struct transfer_answer *answer, struct error *error)
{
	polite->count++;
	memset(answer, 0, sizeof(*answer));
	if (!url_read(polite->curl, NULL, url->whole, last, error))
		return PSC_REFUSED;
	return get(polite, last, kind, known, answer, error);
}

/* Who we are; false: `contact` cannot stand in a header. */
static bool
name_agent(struct polite *polite)
{
	const char *contact = polite->options->contact;

	if (contact == NULL || contact[0] == '\0') {
		snprintf(polite->agent, sizeof(polite->agent), "%s/%s",
		    HOST_PRODUCT, PSC_VERSION);
		return true;
	}
	for (const char *c = contact; *c != '\0'; c++)
		if (*c < ' ' || *c > '~' || *c == '(' || *c == ')')
			return false;
	if (strlen(contact) > 200)
		return false;
	snprintf(polite->agent, sizeof(polite->agent), "%s/%s (+%s)",
	    HOST_PRODUCT, PSC_VERSION, contact);
	return true;
}

/* The origin of options->base; false: it is no address. */
static bool
read_base(struct polite *polite, struct error *error)
{
	struct url url;

	if (polite->options->base == NULL)
		return true;
	if (!url_read(polite->curl, NULL, polite->options->base, &url, error))
		return false;
	polite->base_origin = strdup(url.origin);
	url_free(&url);
	return polite->base_origin != NULL;
}

static bool
begin(struct polite *polite, struct error *error)
{
	struct error why = { "no memory" };

	if (!name_agent(polite)) {
		error_set(error,
		    "a contact is a mail address or an address of the web, "
		    "in ASCII: \"%.100s\"",
		    polite->options->contact);
		return false;
	}
	if (!read_base(polite, &why)) {
		error_set(error, "--base-url \"%.200s\": %.150s",
		    polite->options->base, why.message);
		return false;
	}
	polite->transfer = transfer_new(polite->curl);
	if (polite->transfer != NULL && judge_new(&polite->judge))
		return true;
	error_set(error, "no memory");
	return false;
}

struct polite *
polite_new(const struct curl *curl, struct store *store,
    const struct fetch_options *options, struct error *error)
{
	struct polite *polite = calloc(1, sizeof(*polite));

	if (polite == NULL) {
		error_set(error, "no memory");
		return NULL;
	}
	polite->curl = curl;
	polite->store = store;
	polite->options = options;
	polite->random = (uint64_t)(clock_now() * 1e6) ^ (uint64_t)getpid();
	if (begin(polite, error))
		return polite;
	polite_free(polite);
	return NULL;
}

void
polite_free(struct polite *polite)
{
	if (polite == NULL)
		return;
	transfer_free(polite->transfer);
	judge_free(&polite->judge);
	host_free_all(polite->hosts);
	free(polite->base_origin);
	free(polite);
}
