/*
 * How much longer a page takes to become plain text, cleaned, than gumbo's
 * bare parse of the same bytes.
 *
 *	bench_clean [-n PAGES] [-r ROUNDS] [-j FILE] FILE|FOLDER...
 *
 * Pages (packed by gzip or not) are unpacked into memory first.  Then, page
 * by page and in turn: (a) gumbo parses the bytes and destroys the tree, (b)
 * the library reads the bytes and writes the text.  The best of all rounds
 * counts for each page.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <gumbo.h>

#include "bench.h"
#include "pubscour.h"

struct times {
	double bare;  /* seconds, the best round */
	double clean; /* seconds, the best round */
	bool has_text;
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
time_clean(const struct bench_page *page, struct psc *reader, bool *has_text)
{
	double start = bench_now();
	enum psc_status status;
	const char *text;
	size_t size;

	status = psc_read(reader, page->path, page->bytes, page->size);
	if (status == PSC_OK)
		status = psc_clean(reader, PSC_FORMAT_TEXT, &text, &size);
	*has_text = status == PSC_OK;
	return bench_now() - start;
}

/* One turn over all pages. */
static void
turn(const struct bench *bench, struct psc *reader, struct times *times)
{
	for (size_t i = 0; i < bench->count; i++) {
		const struct bench_page *page = &bench->pages[i];
		double bare = time_bare(page);
		double clean = time_clean(page, reader, &times[i].has_text);

		if (times[i].bare <= 0 || bare < times[i].bare)
			times[i].bare = bare;
		if (times[i].clean <= 0 || clean < times[i].clean)
			times[i].clean = clean;
	}
}

/* The median of the pages' ratios, and what nine tenths of them keep to. */
static double
find_ratios(const struct times *times, size_t count, double *most)
{
	double *ratios = bench_grow(NULL, count * sizeof(*ratios));
	double median;

	for (size_t i = 0; i < count; i++)
		ratios[i] = times[i].clean / times[i].bare;
	median = bench_median(ratios, count);
	*most = count == 0 ? 0 : ratios[count * 9 / 10];
	free(ratios);
	return median;
}

static void
report(const struct bench *bench, const struct times *times)
{
	double bare = 0, clean = 0, megabytes = 0, most;
	double median = find_ratios(times, bench->count, &most);
	size_t others = 0;

	for (size_t i = 0; i < bench->count; i++) {
		bare += times[i].bare;
		clean += times[i].clean;
		megabytes += (double)bench->pages[i].size / 1e6;
		others += !times[i].has_text;
	}
	printf("clean: %zu pages, %.1f MB, best of %ld rounds", bench->count,
	    megabytes, bench->rounds);
	if (others > 0)
		printf("; %zu have no content", others);
	printf("\ngumbo alone  %8.1f ms  %7.1f MB/s\n", bare * 1e3,
	    megabytes / bare);
	printf("clean text   %8.1f ms  %7.1f MB/s\n", clean * 1e3,
	    megabytes / clean);
	printf("ratio        %8.2f     (median of the pages %.2f, nine tenths "
	       "up to %.2f)\n",
	    clean / bare, median, most);
	bench_write(bench,
	    json_pack("{s:I, s:I, s:f, s:I, s:f, s:f, s:f, s:f, s:f}", "pages",
		(json_int_t)bench->count, "no_content", (json_int_t)others,
		"megabytes", megabytes, "rounds", (json_int_t)bench->rounds,
		"gumbo_ms", bare * 1e3, "clean_ms", clean * 1e3, "ratio",
		clean / bare, "median_ratio", median, "ratio_90", most));
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
	psc_set_clean(reader, 1);
	for (long i = 0; i < bench.rounds; i++)
		turn(&bench, reader, times);
	report(&bench, times);

	free(times);
	bench_free(&bench);
	psc_free(reader);
	return 0;
}
