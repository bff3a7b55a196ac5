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

/* What the user can do who stopped it. */
static const char *
way_on(const struct options *options)
{
	if (options->fetch.refresh)
		return "; the same command without --refresh goes on from"
		       " there";
	/* Nothing that was fetched is anywhere. */
	if (options->fetch.no_cache && options->command != OPTIONS_FETCH)
		return "";
	return "; the same command goes on from there";
}

/* "stopped after 12 of 200; the same command goes on from there" */
static void
say_stopped(const struct progress *progress, const struct options *options)
{
	char of[40] = "";

	if (progress->total > 0)
		snprintf(of, sizeof(of), " of %zu", progress->total);
	report_say(
	    "stopped after %zu%s%s", progress->done, of, way_on(options));
}

int
online_end(struct online *online, int code)
{
	progress_hide(&online->progress);
	if (online_stopped(online)) {
		say_stopped(&online->progress, online->options);
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
hint(enum psc_status status, const struct fetch_options *options)
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
		if (options->ca_file != NULL)
			return NULL;
		return "see --ca-file where the site has an authority of its"
		       " own";
	case PSC_TOO_LARGE:
		return "--max-bytes sets the limit";
	default:
		return NULL;
	}
}

static void
add_hint(struct error *error, enum psc_status status,
    const struct fetch_options *options)
{
	const char *text = hint(status, options);
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

/* PubMed has put articles together: what came is another one's page. */
static void
tell_moved(const struct online *online, const struct source *source,
    const struct fetch_page *page)
{
	const char *base = online->options->fetch.base;
	char asked[SOURCE_PMID_ROOM], found[SOURCE_PMID_ROOM];

	if (!online->options->quiet && source->kind == SOURCE_ARTICLE &&
	    naming_pmid(source->address, base, asked) &&
	    naming_pmid(online_location(page), base, found) &&
	    strcmp(asked, found) != 0)
		report_say("%s: PubMed leads from it to %s", asked, found);
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
	if (status == PSC_OK && source->kind == SOURCE_LOOKUP) {
		status = check_lookup(online, page, error);
		if (status == PSC_NOT_AN_ARTICLE)
			fetch_doubt(online->fetch, source->address);
		return status;
	}
	if (status == PSC_OK)
		tell_moved(online, source, page);
	else
		add_hint(error, status, &online->options->fetch);
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
	if (status == PSC_OK) {
		status = read_page(online, reader, name, &page);
		/* An error page of a new kind, perhaps. */
		if (status == PSC_NOT_AN_ARTICLE &&
		    source.kind == SOURCE_ARTICLE)
			fetch_doubt(online->fetch, source.address);
	} else {
		status = psc_fail(reader, name, status, error.message);
	}
	return status;
}

void
online_open(struct online *online)
{
	online->opened = online->ready = false;
}

void
online_opened(struct online *online)
{
	online->ready = true;
}

/* The first page of a file. */
static enum psc_status
read_file(
    struct online *online, struct psc *reader, const struct inputs_item *item)
{
	enum psc_status status = PSC_OK;

	if (online->sourced)
		(void)psc_set_source(reader, NULL, NULL);
	online->sourced = false;
	if (!online->ready)
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
		progress_step(
		    &online->progress, status == PSC_OK, progress_clock());
	return status;
}

/* A part of a list on its way. */
struct part {
	enum psc_list list;
	size_t number;                  /* from 1 */
	const struct online_keep *keep; /* NULL: nobody keeps it */
	struct source source;
};

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

/*
 * Is the first number of `asked`, which is the article's, none of `came`?
 * Then a redirect led from the part of one article to another's.
 */
static bool
is_elsewhere(const char *asked, const char *came)
{
	static const char digits[] = "0123456789";
	size_t length;

	asked += strcspn(asked, digits);
	length = strspn(asked, digits);
	while (length > 0 && came[0] != '\0') {
		came += strcspn(came, digits);
		if (strspn(came, digits) == length &&
		    strncmp(asked, came, length) == 0)
			return false;
		came += strspn(came, digits);
	}
	return length > 0;
}

/*
 * A part that came, or was there, is added; `page` is NULL where it was there.
 * What is no such part is not kept as one, so that it is asked for again.
 */
static bool
take_part(struct online *online, struct psc *reader, const struct part *part,
    struct span bytes, const struct fetch_page *page)
{
	const struct online_keep *keep = part->keep;
	enum psc_status status =
	    psc_add(reader, part->list, bytes.ptr, bytes.len);

	if (page != NULL && status == PSC_NOT_AN_ARTICLE)
		fetch_doubt(online->fetch, part->source.address);
	else if (page != NULL && keep != NULL)
		keep->take(keep->context, part->list, part->number, page);
	if (status != PSC_OK && keep != NULL)
		keep->miss(keep->context, part->list, part->number,
		    psc_message(reader));
	return status == PSC_OK;
}

/* Gets a part that is not there. */
static enum psc_status
get_part(struct online *online, const char *address, const struct part *part,
    struct fetch_page *page, struct error *error)
{
	enum psc_status status = online_get(online, &part->source, page, error);

	if (status != PSC_OK || !is_elsewhere(address, online_location(page)))
		return status;
	error_set(error, "it leads to another page, %s", online_location(page));
	fetch_doubt(online->fetch, part->source.address);
	return PSC_NOT_AN_ARTICLE;
}

/* Gets a part, and adds it.  False: that cannot be. */
static bool
add_part(struct online *online, struct psc *reader, const char *address,
    struct part *part)
{
	const struct online_keep *keep = part->keep;
	struct fetch_page page = { 0 };
	struct error error = { "" };
	struct span bytes;

	if (!make_source(address, online->options->fetch.base, &part->source))
		error_set(&error, "its address is too long");
	else if (keep != NULL &&
		 keep->have(keep->context, part->list, part->number,
		     part->source.address, &bytes))
		return take_part(online, reader, part, bytes, NULL);
	else if (get_part(online, address, part, &page, &error) == PSC_OK)
		return take_part(online, reader, part, page.page.body, &page);
	psc_add_failed(reader, part->list, error.message);
	if (keep != NULL)
		keep->miss(
		    keep->context, part->list, part->number, error.message);
	return false;
}

/* One list, part by part. */
static bool
complete_list(struct online *online, struct psc *reader, enum psc_list list,
    const struct online_keep *keep)
{
	struct part part = { .list = list, .number = 1, .keep = keep };
	const char *address;

	for (; part.number <= MOST_PARTS; part.number++) {
		address = psc_more(reader, list);
		if (address == NULL)
			break;
		if (!add_part(online, reader, address, &part))
			return false;
	}
	return true;
}

/* Does `only` (NULL: all keys) name the key, or one in it? */
static bool
names_key(const char *only, const char *key)
{
	const size_t length = strlen(key);

	while (only != NULL) {
		only += strspn(only, " ,");
		if (strncmp(only, key, length) == 0 &&
		    strchr(",. ", only[length]) != NULL)
			return true;
		only = strchr(only, ',');
	}
	return false;
}

/* Lists that are not written need not be asked for. */
static bool
is_wanted(const char *only, enum psc_list list)
{
	static const char *const keys[][4] = {
		[PSC_LIST_AUTHORS] = { "authors", "affiliations",
		    "collaborators" },
		[PSC_LIST_REFERENCES] = { "references" },
		[PSC_LIST_SIMILAR] = { "similar_articles" },
		[PSC_LIST_CITED_BY] = { "cited_by" },
	};

	if (only == NULL)
		return true;
	for (size_t i = 0; keys[list][i] != NULL; i++)
		if (names_key(only, keys[list][i]))
			return true;
	return false;
}

bool
online_complete(
    struct online *online, struct psc *reader, const struct online_keep *keep)
{
	bool whole = true;

	if (!online->options->complete)
		return true;
	if (online->options->max_list > 0)
		psc_set_max_list(reader, online->options->max_list);
	for (enum psc_list list = PSC_LIST_AUTHORS; list <= PSC_LIST_CITED_BY;
	     list++)
		if (is_wanted(online->options->only, list))
			whole &= complete_list(online, reader, list, keep);
	return whole;
}
