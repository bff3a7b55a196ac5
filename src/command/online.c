/*
 * Joins fetching and reading: makes the fetcher when the first page is asked
 * for, hands the library what came, and says in words what can be done about
 * what did not.  How pages are fetched is src/fetch's business.
 */
#include "command/online.h"

#include <stdio.h>
#include <string.h>

#include "command/duration.h"
#include "command/naming.h"
#include "command/report.h"
#include "command/signals.h"

/* A list in more parts than that is none. */
#define MOST_PARTS 1000

void
online_begin(struct online *online, const struct options *options, size_t total)
{
	*online = (struct online){ .options = options };
	progress_begin(&online->progress, total);
}

bool
online_stopped(const struct online *online)
{
	return online->fetch != NULL && signals_code() != 0;
}

/* "stopped after 12 of 200; the same command goes on from there" */
static void
say_stopped(const struct progress *progress)
{
	char of[40] = "";

	if (progress->total > 0)
		snprintf(of, sizeof(of), " of %zu", progress->total);
	report_say("stopped after %zu%s; the same command goes on from there",
	    progress->done, of);
}

int
online_end(struct online *online, int code)
{
	progress_hide(&online->progress);
	if (online_stopped(online)) {
		say_stopped(&online->progress);
		code = signals_code();
	}
	fetch_free(online->fetch);
	psc_free(online->lookup);
	*online = (struct online){ 0 };
	return code;
}

/* What fetching says for --verbose. */
static void
say(void *context, const char *line)
{
	struct online *online = context;

	progress_hide(&online->progress);
	report_say("%s", line);
}

bool
online_start(struct online *online)
{
	struct fetch_options options = online->options->fetch;

	if (online->fetch != NULL)
		return true;
	if (online->trouble.message[0] != '\0')
		return false;
	options.stop = signals_flag();
	if (online->options->verbose) {
		options.say = say;
		options.context = online;
	}
	online->fetch = fetch_new(&options, &online->trouble);
	if (online->fetch == NULL)
		return false;
	signals_catch();
	if (!online->options->quiet && !online->options->verbose)
		progress_enable(&online->progress);
	return true;
}

/* What the user can do about it; NULL: nothing that is not said yet. */
static const char *
hint(enum psc_status status)
{
	switch (status) {
	case PSC_RATE_LIMITED:
		return "try again later, or with a larger --delay";
	case PSC_BLOCKED:
		return "open the page in a browser to see why, and wait before"
		       " trying again";
	case PSC_UNAVAILABLE:
	case PSC_NETWORK:
	case PSC_TRUNCATED:
		return "try again later";
	case PSC_TIMEOUT:
		return "try again later, or with a larger --timeout";
	case PSC_TLS:
		return "see --ca-file where the site has an authority of its"
		       " own";
	case PSC_TOO_LARGE:
		return "--max-bytes sets the limit";
	default:
		return NULL;
	}
}

static void
add_hint(struct error *error, enum psc_status status)
{
	const char *text = hint(status);
	size_t used = strlen(error->message);

	if (text != NULL)
		snprintf(error->message + used, sizeof(error->message) - used,
		    "; %s", text);
}

const char *
online_location(const struct fetch_page *page)
{
	return page->page.location == NULL ? page->page.address
					   : page->page.location;
}

/* How many results a page of PubMed's search counts; -1: it does not say. */
static long
count_results(struct span body)
{
	static const char mark[] = "name=\"log_resultcount\" content=\"";
	const size_t length = sizeof(mark) - 1;
	long count = 0;

	for (size_t i = 0; i + length < body.len; i++) {
		if (body.ptr[i] != 'n' ||
		    memcmp(body.ptr + i, mark, length) != 0)
			continue;
		for (i += length; i < body.len && body.ptr[i] >= '0' &&
				  body.ptr[i] <= '9' && count < 100000000;
		     i++)
			count = 10 * count + (body.ptr[i] - '0');
		return count;
	}
	return -1;
}

/*
 * A look-up leads to an article, or it has failed: what came then is a list of
 * results, or none.  What an article is, the library says.
 */
static enum psc_status
check_lookup(
    struct online *online, const struct fetch_page *page, struct error *error)
{
	const struct span body = page->page.body;
	char pmid[SOURCE_PMID_ROOM];
	long count;

	if (naming_pmid(
		online_location(page), online->options->fetch.base, pmid))
		return PSC_OK;
	if (online->lookup == NULL)
		online->lookup = psc_new();
	if (online->lookup == NULL) {
		error_set(error, "out of memory");
		return PSC_NO_MEMORY;
	}
	if (psc_read(online->lookup, "-", body.ptr, body.len) == PSC_OK)
		return PSC_OK;
	count = count_results(body);
	if (count > 1)
		error_set(error,
		    "PubMed finds %ld articles for it: name the PMID of one",
		    count);
	else if (count >= 0)
		error_set(error, "PubMed finds no article for it");
	else
		error_set(error, "PubMed leads from it to no article but to %s",
		    online_location(page));
	return PSC_NOT_AN_ARTICLE;
}

enum psc_status
online_get(struct online *online, const struct source *source,
    struct fetch_page *page, struct error *error)
{
	enum psc_status status;

	if (!online_start(online)) {
		*error = online->trouble;
		return PSC_UNREADABLE;
	}
	if (online_stopped(online)) {
		error_set(error, "stopped");
		return PSC_INTERRUPTED;
	}
	progress_show(&online->progress);
	status = fetch_get(online->fetch, source->address,
	    source->kind == SOURCE_ARTICLE, page, error);
	progress_hide(&online->progress);
	if (status == PSC_OK && source->kind == SOURCE_LOOKUP)
		return check_lookup(online, page, error);
	if (status != PSC_OK)
		add_hint(error, status);
	return status;
}

/* The library reads what came. */
static enum psc_status
read_page(struct online *online, struct psc *reader, const char *name,
    const struct fetch_page *page)
{
	char moment[32];

	duration_moment(moment, page->page.fetched);
	online->sourced = true;
	/* An address that the library does not take is no reason to fail. */
	(void)psc_set_source(
	    reader, online_location(page), moment[0] == '\0' ? NULL : moment);
	return psc_read(reader, name, page->page.body.ptr, page->page.body.len);
}

static enum psc_status
read_remote(struct online *online, struct psc *reader, const char *name)
{
	struct source source = { .kind = SOURCE_NONE };
	struct fetch_page page;
	struct error error = { "" };
	enum psc_status status;
	char why[SOURCE_WHY_ROOM];

	source_read(name, online->options->fetch.base, &source, why);
	if (source.kind == SOURCE_NONE)
		return psc_fail(reader, name, PSC_REFUSED, why);
	status = online_get(online, &source, &page, &error);
	if (status == PSC_OK)
		status = read_page(online, reader, name, &page);
	else
		status = psc_fail(reader, name, status, error.message);
	return status;
}

void
online_open(struct online *online)
{
	online->opened = false;
}

/* The first page of a file. */
static enum psc_status
read_file(
    struct online *online, struct psc *reader, const struct inputs_item *item)
{
	enum psc_status status;

	if (online->sourced)
		(void)psc_set_source(reader, NULL, NULL);
	online->sourced = false;
	status = inputs_open(reader, item);
	return status == PSC_OK ? psc_next(reader) : status;
}

enum psc_status
online_next(
    struct online *online, struct psc *reader, const struct inputs_item *item)
{
	enum psc_status status;

	if (online->opened)
		return item->remote ? PSC_END : psc_next(reader);
	online->opened = true;
	if (item->remote)
		status = read_remote(online, reader, item->name);
	else
		status = read_file(online, reader, item);
	if (status != PSC_INTERRUPTED)
		progress_step(&online->progress, status == PSC_OK);
	return status;
}

/*
 * The page `address` of a list, which may be on PubMed itself, where `base`
 * stands for it.  False: it is too long.
 */
static bool
make_source(const char *address, const char *base, struct source *source)
{
	const size_t site = sizeof(SOURCE_PUBMED) - 1;
	int length;

	*source = (struct source){ .kind = SOURCE_PAGE };
	if (base != NULL && strncmp(address, SOURCE_PUBMED "/", site + 1) == 0)
		length = snprintf(source->address, sizeof(source->address),
		    "%s%s", base, address + site);
	else
		length = snprintf(
		    source->address, sizeof(source->address), "%s", address);
	return length > 0 && (size_t)length < sizeof(source->address);
}

/* The n-th part of a list; false: no more of it is to be asked for. */
static bool
add_part(struct online *online, struct psc *reader, enum psc_list list,
    size_t n, const struct online_keep *keep)
{
	struct fetch_page page = { 0 };
	struct error error = { "" };
	struct source source = { .kind = SOURCE_NONE };
	const char *address = psc_more(reader, list);
	struct span bytes;
	enum psc_status status;

	if (address == NULL)
		return false;
	if (!make_source(address, online->options->fetch.base, &source)) {
		psc_add_failed(reader, list, "its address is too long");
		return false;
	}
	if (keep != NULL &&
	    keep->have(keep->context, list, n, source.address, &bytes))
		return psc_add(reader, list, bytes.ptr, bytes.len) == PSC_OK;
	status = online_get(online, &source, &page, &error);
	if (status != PSC_OK) {
		psc_add_failed(reader, list, error.message);
		if (keep != NULL)
			keep->miss(keep->context, list, n, error.message);
		return false;
	}
	if (keep != NULL)
		keep->take(keep->context, list, n, &page);
	bytes = page.page.body;
	return psc_add(reader, list, bytes.ptr, bytes.len) == PSC_OK;
}

void
online_complete(
    struct online *online, struct psc *reader, const struct online_keep *keep)
{
	if (!online->options->complete)
		return;
	if (online->options->max_list > 0)
		psc_set_max_list(reader, online->options->max_list);
	for (enum psc_list list = PSC_LIST_AUTHORS; list <= PSC_LIST_CITED_BY;
	     list++)
		for (size_t n = 1;
		     n <= MOST_PARTS && add_part(online, reader, list, n, keep);
		     n++)
			continue;
}
