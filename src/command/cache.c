/*
 * Lists and clears the cache.  What stands in it is known by
 * src/fetch/store.c.
 */
#include "command/cache.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command/duration.h"
#include "command/report.h"
#include "command/sink.h"
#include "fetch/store.h"

struct cache {
	struct sink out;
	size_t pages;
	double bytes;
};

/* "1 page", "2 pages" */
static const char *
plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static bool
list_page(void *context, const struct store_page *page, size_t bytes)
{
	struct cache *cache = context;
	char moment[32];

	duration_moment(moment, page->fetched);
	cache->pages++;
	cache->bytes += (double)bytes;
	sink_show(&cache->out, page->address, strlen(page->address));
	return sink_print(&cache->out, "\t%s\t%zu\n", moment, bytes);
}

static int
list(struct store *store, const char *path)
{
	struct cache cache = { 0 };
	struct error error = { "" };
	bool good;

	if (!sink_open(&cache.out, NULL))
		return 1;
	good = store_each(store, list_page, &cache, &error);
	if (!good && cache.out.error == 0)
		report_say("%s", error.message);
	if (!sink_close(&cache.out, true))
		good = false;
	report_say("%zu page%s, %.1f MB, in %s", cache.pages,
	    plural(cache.pages), cache.bytes / 1e6, path);
	return good ? 0 : 1;
}

/* A database that cannot be read is removed as a file. */
static int
remove_file(const char *path, const char *why)
{
	struct error error = { "" };

	report_say("%s", why);
	if (!store_remove(path, &error)) {
		report_say("%s", error.message);
		return 1;
	}
	report_say("removed %s", path);
	return 0;
}

static int
clear(struct store *store, const char *path, struct error *error)
{
	long pages = store_clear(store, error);

	if (pages >= 0)
		report_say("removed %ld page%s from %s", pages,
		    plural((size_t)pages), path);
	return pages >= 0 ? 0 : 1;
}

/* There is a file; what it is worth is seen now. */
static int
work(const char *path, bool to_clear)
{
	struct error error = { "" };
	struct store *store = store_open(path, &error);
	int code = 1;

	if (store != NULL && !to_clear)
		code = list(store, path);
	else if (store != NULL)
		code = clear(store, path, &error);
	else if (!to_clear)
		report_say("%s", error.message);
	store_close(store);
	if (to_clear && code != 0)
		code = remove_file(path, error.message);
	return code;
}

int
cache_run(const struct options *options)
{
	const char *word = options->count == 1 ? options->sources[0].text : "";
	bool to_clear = strcmp(word, "clear") == 0;
	struct stat status;
	char *path;
	int code = 0;

	if (!to_clear && strcmp(word, "list") != 0) {
		options_complain(
		    options, "cache needs one word: list or clear");
		return 2;
	}
	path = store_path();
	if (path == NULL) {
		report_say("there is no place for a cache: neither"
			   " XDG_CACHE_HOME nor HOME is set");
		return 1;
	}
	/* Looking must not make one. */
	if (stat(path, &status) != 0 && errno == ENOENT)
		report_say("nothing is cached: there is no %s", path);
	else
		code = work(path, to_clear);
	free(path);
	return code;
}
