/*
 * How much longer a page takes to become a record than gumbo's bare parse of
 * the same bytes.
 *
 *	bench_ratio [-n PAGES] [-r ROUNDS] [-j FILE] FILE|FOLDER...
 *
 * Pages (packed by gzip or not) are unpacked into memory first.  Then, page
 * by page and in turn: (a) gumbo parses the bytes and destroys the tree, (b)
 * the library reads the bytes and writes the JSON.  The best of all rounds
 * counts for each page.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <gumbo.h>

#include "bench.h"
#include "pubscour.h"

struct times {
	double bare;   /* seconds, the best round */
	double record; /* seconds, the best round */
	bool is_record;
};

static double
time_bare(const struct bench_page *page)
{
	GumboOptions options = kGumboDefaultOptions;
	double start = bench_now();
	GumboOutput *output;

	options.max_errors = 0;
	output = gumbo_parse_with_options(&options, page->bytes, page->size);
	gumbo_destroy_output(&options, output);
	return bench_now() - start;
}

static double
time_record(const struct bench_page *page, struct psc *reader, bool *is_record)
{
	double start = bench_now();
	const char *json;
	size_t size;

	*is_record =
	    psc_read(reader, page->path, page->bytes, page->size) == PSC_OK;
	if (psc_json(reader, 0, &json, &size) != PSC_OK)
		bench_die(page->path);
	return bench_now() - start;
}

/* One turn over all pages. */
static void
turn(const struct bench *bench, struct psc *reader, struct times *times)
{
	for (size_t i = 0; i < bench->count; i++) {
		const struct bench_page *page = &bench->pages[i];
		double bare = time_bare(page);
		double record = time_record(page, reader, &times[i].is_record);

		if (times[i].bare <= 0 || bare < times[i].bare)
			times[i].bare = bare;
		if (times[i].record <= 0 || record < times[i].record)
			times[i].record = record;
	}
}

static double
median_ratio(const struct times *times, size_t count)
{
	double *ratios = bench_grow(NULL, count * sizeof(*ratios));
	double median;

	for (size_t i = 0; i < count; i++)
		ratios[i] = times[i].record / times[i].bare;
	median = bench_median(ratios, count);
	free(ratios);
	return median;
}

static void
report(const struct bench *bench, const struct times *times)
{
	double bare = 0, record = 0, megabytes = 0;
	double median = median_ratio(times, bench->count);
	size_t others = 0;

	for (size_t i = 0; i < bench->count; i++) {
		bare += times[i].bare;
		record += times[i].record;
		megabytes += (double)bench->pages[i].size / 1e6;
		others += !times[i].is_record;
	}
	printf("%zu pages, %.1f MB, best of %ld rounds", bench->count,
	    megabytes, bench->rounds);
	if (others > 0)
		printf("; %zu are no article", others);
	printf("\ngumbo alone  %8.1f ms  %7.1f MB/s\n", bare * 1e3,
	    megabytes / bare);
	printf("pubscour     %8.1f ms  %7.1f MB/s\n", record * 1e3,
	    megabytes / record);
	printf("ratio        %8.2f     (median of the pages %.2f)\n",
	    record / bare, median);
	bench_write(bench,
	    json_pack("{s:I, s:I, s:f, s:I, s:f, s:f, s:f, s:f}", "pages",
		(json_int_t)bench->count, "not_articles", (json_int_t)others,
		"megabytes", megabytes, "rounds", (json_int_t)bench->rounds,
		"gumbo_ms", bare * 1e3, "pubscour_ms", record * 1e3, "ratio",
		record / bare, "median_ratio", median));
}

int
main(int argc, char **argv)
{
	struct psc *reader = psc_new();
	struct times *times;
	struct bench bench;

	bench_init(&bench, argc, argv);
	times = calloc(bench.count, sizeof(*times));
	if (reader == NULL || times == NULL)
		bench_die("memory");
	for (long i = 0; i < bench.rounds; i++)
		turn(&bench, reader, times);
	report(&bench, times);

	free(times);
	bench_free(&bench);
	psc_free(reader);
	return 0;
}
