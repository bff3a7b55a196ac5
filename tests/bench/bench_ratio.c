/*
 * How much longer a page takes to become a record than gumbo's bare parse of
 * the same bytes.
 *
 *	bench_ratio [-n PAGES] [-r ROUNDS] FILE|FOLDER...
 *
 * Pages (packed by gzip or not) are unpacked into memory first.  Then, page
 * by page and in turn: (a) gumbo parses the bytes and destroys the tree, (b)
 * the library reads the bytes and writes the JSON.  The best of all rounds
 * counts for each page.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <gumbo.h>
#include <zlib.h>

#include "pubscour.h"

struct page {
	char *path;
	char *bytes;
	size_t size;
	double bare;   /* seconds, the best round */
	double record; /* seconds, the best round */
};

struct pages {
	struct page *list;
	size_t count;
	size_t room;
	size_t most;
};

static void
die(const char *what)
{
	fprintf(stderr, "bench_ratio: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void *
grow(void *block, size_t size)
{
	block = realloc(block, size);
	if (block == NULL)
		die("memory");
	return block;
}

static bool
is_page(const char *name)
{
	static const char *const ends[] = { ".html", ".htm", ".html.gz",
		".htm.gz" };
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t end = strlen(ends[i]);
		if (len > end && strcmp(name + len - end, ends[i]) == 0)
			return true;
	}
	return false;
}

/* Reads a file, packed or not, to its end. */
static void
load(struct page *page)
{
	size_t room = (size_t)1 << 16;
	gzFile file = gzopen(page->path, "rb");
	int got = 0;

	if (file == NULL)
		die(page->path);
	page->bytes = grow(NULL, room);
	while ((got = gzread(file, page->bytes + page->size,
		    (unsigned)(room - page->size))) > 0) {
		page->size += (size_t)got;
		if (page->size == room)
			page->bytes = grow(page->bytes, room *= 2);
	}
	if (got < 0)
		die(page->path);
	gzclose(file);
}

static void
add_file(struct pages *pages, const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	struct page *page;

	if (pages->count == pages->room) {
		pages->room = pages->room == 0 ? 64 : pages->room * 2;
		pages->list =
		    grow(pages->list, pages->room * sizeof(*pages->list));
	}
	page = &pages->list[pages->count++];
	*page = (struct page){ .path = grow(NULL, size) };
	snprintf(page->path, size, "%s%s%s", folder, *folder ? "/" : "", name);
}

static void
add(struct pages *pages, const char *path)
{
	struct dirent *entry;
	struct stat info;
	DIR *folder;

	if (stat(path, &info) != 0)
		die(path);
	if (!S_ISDIR(info.st_mode)) {
		add_file(pages, "", path);
		return;
	}
	folder = opendir(path);
	if (folder == NULL)
		die(path);
	while ((entry = readdir(folder)) != NULL)
		if (is_page(entry->d_name))
			add_file(pages, path, entry->d_name);
	closedir(folder);
}

static int
by_path(const void *a, const void *b)
{
	const struct page *left = a;
	const struct page *right = b;

	return strcmp(left->path, right->path);
}

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double
time_bare(const struct page *page)
{
	GumboOptions options = kGumboDefaultOptions;
	double start = now();
	GumboOutput *output;

	options.max_errors = 0;
	output = gumbo_parse_with_options(&options, page->bytes, page->size);
	gumbo_destroy_output(&options, output);
	return now() - start;
}

static double
time_record(const struct page *page, struct psc *reader, bool *is_record)
{
	double start = now();
	const char *json;
	size_t size;

	*is_record =
	    psc_read(reader, page->path, page->bytes, page->size) == PSC_OK;
	if (psc_json(reader, 0, &json, &size) != PSC_OK)
		die(page->path);
	return now() - start;
}

/* One turn over all pages; gives the number of those that are no article. */
static size_t
turn(struct pages *pages, struct psc *reader)
{
	size_t others = 0;

	for (size_t i = 0; i < pages->count; i++) {
		struct page *page = &pages->list[i];
		bool is_record;
		double bare = time_bare(page);
		double record = time_record(page, reader, &is_record);

		if (page->bare <= 0 || bare < page->bare)
			page->bare = bare;
		if (page->record <= 0 || record < page->record)
			page->record = record;
		others += !is_record;
	}
	return others;
}

static int
by_number(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;

	return (left > right) - (left < right);
}

static double
median_ratio(const struct pages *pages)
{
	double *ratios = grow(NULL, pages->count * sizeof(*ratios));
	double median;

	for (size_t i = 0; i < pages->count; i++)
		ratios[i] = pages->list[i].record / pages->list[i].bare;
	qsort(ratios, pages->count, sizeof(*ratios), by_number);
	median = ratios[pages->count / 2];
	if (pages->count % 2 == 0)
		median = (median + ratios[pages->count / 2 - 1]) / 2;
	free(ratios);
	return median;
}

static void
report(const struct pages *pages, long rounds, size_t others)
{
	double bare = 0;
	double record = 0;
	double megabytes = 0;

	for (size_t i = 0; i < pages->count; i++) {
		bare += pages->list[i].bare;
		record += pages->list[i].record;
		megabytes += (double)pages->list[i].size / 1e6;
	}
	printf("%zu pages, %.1f MB, best of %ld rounds", pages->count,
	    megabytes, rounds);
	if (others > 0)
		printf("; %zu are no article", others);
	printf("\ngumbo alone  %8.1f ms  %7.1f MB/s\n", bare * 1e3,
	    megabytes / bare);
	printf("pubscour     %8.1f ms  %7.1f MB/s\n", record * 1e3,
	    megabytes / record);
	printf("ratio        %8.2f     (median of the pages %.2f)\n",
	    record / bare, median_ratio(pages));
}

static long
number(const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*end != '\0' || value < 1) {
		fprintf(stderr, "bench_ratio: no number: %s\n", text);
		exit(2);
	}
	return value;
}

int
main(int argc, char **argv)
{
	struct pages pages = { .most = (size_t)-1 };
	struct psc *reader = psc_new();
	long rounds = 5;
	size_t others = 0;
	int option;

	while ((option = getopt(argc, argv, "n:r:")) != -1) {
		if (option == 'n')
			pages.most = (size_t)number(optarg);
		else if (option == 'r')
			rounds = number(optarg);
		else
			return 2;
	}
	for (int i = optind; i < argc; i++)
		add(&pages, argv[i]);
	if (reader == NULL || pages.count == 0) {
		fputs("bench_ratio: no pages\n", stderr);
		return 2;
	}
	qsort(pages.list, pages.count, sizeof(*pages.list), by_path);
	if (pages.count > pages.most)
		pages.count = pages.most;
	for (size_t i = 0; i < pages.count; i++)
		load(&pages.list[i]);
	for (long i = 0; i < rounds; i++)
		others = turn(&pages, reader);
	report(&pages, rounds, others);

	for (size_t i = 0; i < pages.count; i++) {
		free(pages.list[i].path);
		free(pages.list[i].bytes);
	}
	free(pages.list);
	psc_free(reader);
	return 0;
}
