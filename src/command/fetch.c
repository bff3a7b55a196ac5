/*
 * Gets every page that is named, once, and puts it on the shelf, into the
 * archive, or both.  What is there already is not asked for.  How pages are
 * fetched is src/fetch's business, how they are kept that of shelf.c.
 */
#include "command/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/archive.h"
#include "command/inputs.h"
#include "command/memory.h"
#include "command/naming.h"
#include "command/online.h"
#include "command/report.h"
#include "command/shelf.h"
#include "pubscour.h"

/* One page that is asked for. */
struct order {
	char *name;    /* as the user gave it; owned */
	char *address; /* owned; "": `why` says what is wrong with the name */
	char *why;     /* owned */
	enum source_kind kind;
	char pmid[SOURCE_PMID_ROOM];
	bool again; /* an earlier one asks for the same */
};

struct fetching {
	const struct options *options;
	struct online online;
	struct psc *reader; /* of articles whose lists go on; NULL */
	struct shelf shelf;
	struct archive archive;
	struct order *orders;
	size_t count, room;
	char name[NAMING_ROOM]; /* of the file of the order under way */
	bool asked;             /* something was fetched for it */
	bool missed;            /* something could not be had or kept */
	bool stuck;             /* pages can no longer be kept */
	size_t fetched, there, failed;
};

static bool
add_order(void *context, const struct inputs_item *item)
{
	struct fetching *fetching = context;
	const char *name = item->name;
	struct source source = { .kind = SOURCE_NONE };
	struct order *order;
	char why[SOURCE_WHY_ROOM];

	source_read(name, fetching->options->fetch.base, &source, why);
	if (fetching->count == fetching->room) {
		fetching->room = fetching->room == 0 ? 64 : 2 * fetching->room;
		fetching->orders = memory_resize(fetching->orders,
		    fetching->room * sizeof(*fetching->orders));
	}
	order = &fetching->orders[fetching->count++];
	*order = (struct order){ .kind = source.kind };
	order->name = memory_copy(name, strlen(name));
	if (source.kind == SOURCE_NONE) {
		if (why[0] == '\0')
			snprintf(why, sizeof(why),
			    "is no PMID, PMCID, DOI or address");
		order->why = memory_copy(why, strlen(why));
		source.address[0] = '\0';
	}
	order->address = memory_copy(source.address, strlen(source.address));
	memcpy(order->pmid, source.pmid, sizeof(order->pmid));
	return true;
}

/* By address; of one address, in the order given. */
static int
compare_orders(const void *a, const void *b)
{
	const struct order *one = *(struct order *const *)a;
	const struct order *two = *(struct order *const *)b;
	int order = strcmp(one->address, two->address);

	if (order == 0)
		order = one < two ? -1 : 1;
	return order;
}

/* Finds what is asked for more than once; how many are left. */
static size_t
count_orders(struct fetching *fetching)
{
	struct order **sorted =
	    memory_new((fetching->count + 1) * sizeof(struct order *));
	size_t left = fetching->count;

	for (size_t i = 0; i < fetching->count; i++)
		sorted[i] = &fetching->orders[i];
	qsort(sorted, fetching->count, sizeof(struct order *), compare_orders);
	for (size_t i = 1; i < fetching->count; i++) {
		if (sorted[i]->address[0] == '\0' ||
		    strcmp(sorted[i]->address, sorted[i - 1]->address) != 0)
			continue;
		sorted[i]->again = true;
		left--;
	}
	free(sorted);
	return left;
}

/*
 * Is the page that was found at `location` in each place where pages go, so
 * that nothing is to be fetched?  `bytes` of it live until the next call; of
 * one that is only in a WARC file there are none.
 */
static bool
is_kept(struct fetching *fetching, const char *location, struct span *bytes)
{
	*bytes = SPAN_NONE;
	return !fetching->options->fetch.refresh &&
	       (fetching->shelf.folder == NULL ||
		   shelf_has(
		       &fetching->shelf, fetching->name, location, bytes)) &&
	       archive_has(&fetching->archive, location);
}

/* Puts a page where pages are to be kept. */
static void
keep(struct fetching *fetching, const char *name, const struct fetch_page *page)
{
	if (fetching->shelf.folder != NULL ||
	    !archive_has(&fetching->archive, online_location(page)))
		fetching->asked = true;
	if (fetching->shelf.folder != NULL &&
	    !shelf_put(&fetching->shelf, name, &page->page))
		fetching->stuck = true;
	if (!archive_add(&fetching->archive, &page->page))
		fetching->stuck = true;
	if (fetching->stuck)
		fetching->missed = true;
}

/* "37108507.references", "37108507.references-2" */
static void
name_part(const struct fetching *fetching, enum psc_list list, size_t n,
    char name[static NAMING_ROOM + 40])
{
	static const char *const lists[] = { [PSC_LIST_AUTHORS] = "authors",
		[PSC_LIST_REFERENCES] = "references",
		[PSC_LIST_SIMILAR] = "similar",
		[PSC_LIST_CITED_BY] = "cited-by" };
	char number[24] = "";

	if (n > 1)
		snprintf(number, sizeof(number), "-%zu", n);
	snprintf(name, NAMING_ROOM + 40, "%s.%s%s", fetching->name, lists[list],
	    number);
}

static bool
have_part(void *context, enum psc_list list, size_t n, const char *address,
    struct span *bytes)
{
	struct fetching *fetching = context;
	char name[NAMING_ROOM + 40];

	name_part(fetching, list, n, name);
	return !fetching->options->fetch.refresh &&
	       shelf_has(&fetching->shelf, name, address, bytes) &&
	       archive_has(&fetching->archive, address);
}

static void
take_part(
    void *context, enum psc_list list, size_t n, const struct fetch_page *page)
{
	char name[NAMING_ROOM + 40];

	name_part(context, list, n, name);
	keep(context, name, page);
}

static void
miss_part(void *context, enum psc_list list, size_t n, const char *why)
{
	struct fetching *fetching = context;
	char name[NAMING_ROOM + 40];

	if (online_stopped(&fetching->online))
		return;
	name_part(fetching, list, n, name);
	report_say("%s: %s", name, why);
	fetching->missed = true;
}

/* What the lists of an article go on with, where that is asked for. */
static void
complete(struct fetching *fetching, const struct order *order,
    const char *address, struct span bytes)
{
	const struct online_keep parts = { .context = fetching,
		.have = have_part,
		.take = take_part,
		.miss = miss_part };

	if (!fetching->options->complete || order->kind == SOURCE_PAGE)
		return;
	if (fetching->reader == NULL)
		fetching->reader = psc_new();
	if (fetching->reader == NULL) {
		report_no_memory();
		fetching->missed = true;
		return;
	}
	psc_set_max_bytes(fetching->reader, fetching->options->max_bytes);
	(void)psc_set_source(fetching->reader, address, NULL);
	if (psc_read(fetching->reader, order->name, bytes.ptr, bytes.len) ==
	    PSC_OK)
		(void)online_complete(
		    &fetching->online, fetching->reader, &parts);
}

/* The name of its file, as far as that is known before it is fetched. */
static void
name_order(struct fetching *fetching, const struct order *order)
{
	const char *found;

	fetching->name[0] = '\0';
	if (order->kind == SOURCE_ARTICLE) {
		snprintf(fetching->name, NAMING_ROOM, "%s", order->pmid);
	} else if (order->kind == SOURCE_PAGE) {
		naming_safe(order->address, fetching->name);
	} else {
		found = shelf_find(&fetching->shelf, order->address);
		if (found != NULL && strlen(found) < NAMING_ROOM)
			snprintf(fetching->name, NAMING_ROOM, "%s", found);
	}
}

/* Where a look-up led to is known only now. */
static void
name_found(struct fetching *fetching, const char *location)
{
	char pmid[SOURCE_PMID_ROOM];

	if (naming_pmid(location, fetching->options->fetch.base, pmid))
		snprintf(fetching->name, NAMING_ROOM, "%s", pmid);
	else
		naming_safe(location, fetching->name);
}

/* Fetches a page that is not there; false: PSC_INTERRUPTED. */
static bool
get_order(struct fetching *fetching, const struct order *order)
{
	struct source source = { .kind = order->kind };
	struct fetch_page page = { 0 };
	struct error error = { "" };
	enum psc_status status;
	struct span bytes;
	bool there;

	snprintf(source.address, sizeof(source.address), "%s", order->address);
	status = online_get(&fetching->online, &source, &page, &error);
	if (status == PSC_INTERRUPTED)
		return false;
	if (status != PSC_OK) {
		report_say("%s: %s (%s)", report_name(order->name),
		    error.message, psc_status_name(status));
		fetching->missed = true;
		return true;
	}
	if (order->kind == SOURCE_LOOKUP)
		name_found(fetching, online_location(&page));
	/* Where it was is known only now, too. */
	there = is_kept(fetching, online_location(&page), &bytes);
	if (!there)
		keep(fetching, fetching->name, &page);
	complete(fetching, order, online_location(&page), page.page.body);
	return true;
}

/* One page; false: go no further. */
static bool
do_order(struct fetching *fetching, const struct order *order)
{
	struct span bytes;

	fetching->asked = fetching->missed = false;
	if (order->why != NULL) {
		report_say("%s: %s (%s)", report_name(order->name), order->why,
		    psc_status_name(PSC_REFUSED));
		fetching->missed = true;
	} else {
		name_order(fetching, order);
		if (is_kept(fetching, order->address, &bytes) &&
		    (bytes.ptr != NULL || !fetching->options->complete)) {
			complete(fetching, order, order->address, bytes);
		} else if (!get_order(fetching, order)) {
			return false;
		}
	}
	if (fetching->options->complete && online_stopped(&fetching->online))
		return false;
	progress_step(
	    &fetching->online.progress, !fetching->missed, progress_clock());
	if (fetching->missed)
		fetching->failed++;
	else if (fetching->asked)
		fetching->fetched++;
	else
		fetching->there++;
	/* No server is to be asked for what would be thrown away. */
	return !online_stopped(&fetching->online) && !fetching->stuck;
}

/* "fetched 12, already there 3, failed 1; the same command tries ..." */
static void
say_summary(const struct fetching *fetching)
{
	char there[60] = "";
	char failed[100] = "";

	if (fetching->there > 0)
		snprintf(there, sizeof(there), ", already there %zu",
		    fetching->there);
	if (fetching->failed > 0)
		snprintf(failed, sizeof(failed),
		    ", failed %zu: the same command tries %s again",
		    fetching->failed, fetching->failed == 1 ? "it" : "these");
	report_say("fetched %zu%s%s", fetching->fetched, there, failed);
}

/* How many pages are not there yet; not all of them need a request. */
static size_t
count_missing(struct fetching *fetching)
{
	struct span bytes;
	size_t missing = 0;

	for (size_t i = 0; i < fetching->count; i++) {
		const struct order *order = &fetching->orders[i];

		if (order->again || order->why != NULL)
			continue;
		name_order(fetching, order);
		if (!is_kept(fetching, order->address, &bytes))
			missing++;
	}
	return missing;
}

/* Many pages need a contact: better said now than after a hundred. */
static bool
is_anonymous(struct fetching *fetching, size_t total)
{
	const struct fetch_options *options = &fetching->options->fetch;
	char text[160];
	size_t missing;

	if (options->contact != NULL || options->offline ||
	    total <= FETCH_ANONYMOUS)
		return false;
	missing = count_missing(fetching);
	if (missing <= FETCH_ANONYMOUS)
		return false;
	snprintf(text, sizeof(text),
	    "%zu pages are to be fetched; more than %d need --contact, your"
	    " mail address",
	    missing, FETCH_ANONYMOUS);
	options_complain(fetching->options, text);
	return true;
}

/* All orders; the exit code. */
static int
do_orders(struct fetching *fetching, bool good)
{
	size_t total = count_orders(fetching);

	if (is_anonymous(fetching, total))
		return 2;
	online_begin(&fetching->online, fetching->options, total);
	if (!online_start(&fetching->online)) {
		report_say("%s", fetching->online.trouble.message);
		return 1;
	}
	for (size_t i = 0; i < fetching->count; i++)
		if (!fetching->orders[i].again &&
		    !do_order(fetching, &fetching->orders[i]))
			break;
	if (total > 1 && !fetching->options->quiet)
		say_summary(fetching);
	good = good && fetching->failed == 0;
	return online_end(&fetching->online, good ? 0 : 1);
}

/* What is wrong with the options together; NULL: nothing. */
static const char *
find_fault(const struct options *options)
{
	if (options->count == 0)
		return "fetch needs a PMID, a PMCID, a DOI or an address";
	/* More is added to it at its end, which a stream does not have. */
	if (options->warc != NULL && strcmp(options->warc, "-") == 0)
		return "--warc needs a file: standard output cannot be one";
	if (options->folder == NULL && options->warc == NULL)
		return "fetch needs a place for the pages: --dir DIR, --warc"
		       " FILE or both";
	return NULL;
}

static void
free_all(struct fetching *fetching)
{
	for (size_t i = 0; i < fetching->count; i++) {
		free(fetching->orders[i].name);
		free(fetching->orders[i].address);
		free(fetching->orders[i].why);
	}
	free(fetching->orders);
	psc_free(fetching->reader);
	shelf_close(&fetching->shelf);
}

int
fetch_run(const struct options *options)
{
	struct fetching fetching = { .options = options };
	const char *fault = find_fault(options);
	int code = 1;
	bool good;

	if (fault != NULL) {
		options_complain(options, fault);
		return 2;
	}
	good = inputs_each(options, add_order, &fetching);
	if (shelf_open(&fetching.shelf, options->folder) &&
	    archive_open(&fetching.archive, options->warc,
		options->fetch.contact, options->fetch.refresh)) {
		code = do_orders(&fetching, good);
		if (!archive_close(&fetching.archive) && code == 0)
			code = 1;
	}
	free_all(&fetching);
	return code;
}
