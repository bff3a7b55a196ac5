/*
 * How time and memory grow: with the size of a page, with the number of pages
 * read one after the other, and on pages made to be slow.
 *
 *	bench_growth [-b PAGE] [-n PAGES] [-r ROUNDS] [-t TURNS] [-j FILE]
 *		FILE|FOLDER...
 *
 * Large pages are made from PAGE, an article without lists (that of
 * fixtures/minimal), by putting items as PubMed writes them into it.  Memory
 * is resident memory: what a child process that read one page had at most,
 * over what it had before.  Linux counts it in steps of about 128 KiB, so it
 * says little of a page that is smaller.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <gumbo.h>

#include "bench.h"
#include "pubscour.h"

#define MEBIBYTE 1048576.0
#define SIZE_LARGEST ((size_t)10000000)
#define CHILD_SECONDS 120                 /* then it is ended */
#define CHILD_MEMORY ((rlim_t)4096 << 20) /* of its address space */

/* --- texts ---------------------------------------------------------------- */

struct text {
	char *bytes;
	size_t size;
	size_t room;
};

static void
put(struct text *text, const void *bytes, size_t size)
{
	if (text->room - text->size < size) {
		text->room = (text->room + size) * 2;
		text->bytes = bench_grow(text->bytes, text->room);
	}
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
}

/* Puts `words`, with the number in the place of each `@`. */
static void
put_words(struct text *text, const char *words, size_t number)
{
	char digits[24];
	size_t len;

	snprintf(digits, sizeof(digits), "%zu", number);
	for (; *words != '\0'; words += len) {
		if (*words == '@') {
			put(text, digits, strlen(digits));
			len = 1;
			continue;
		}
		len = strcspn(words, "@");
		put(text, words, len);
	}
}

static void
put_many(struct text *text, const char *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_words(text, words, i + 1);
}

static void
put_bytes(struct text *text, int byte, size_t count)
{
	char block[4096];

	memset(block, byte, sizeof(block));
	for (size_t size; count > 0; count -= size) {
		size = count < sizeof(block) ? count : sizeof(block);
		put(text, block, size);
	}
}

/* The base page up to `marker`; gives what follows. */
static const char *
put_base(struct text *text, const struct bench_page *base, const char *marker)
{
	const char *at = strstr(base->bytes, marker);

	if (at == NULL) {
		fprintf(
		    stderr, "bench_growth: no %s in %s\n", marker, base->path);
		exit(2);
	}
	put(text, base->bytes, (size_t)(at - base->bytes));
	return at;
}

/* --- larger pages --------------------------------------------------------- */

/* One or two lists of items, as they stand in PubMed's pages. */
struct kind {
	const char *name;
	const char *marker; /* they go in before it */
	const char *lists[2][3];
};

#define BEFORE_END "</main>"
#define AUTHOR_END \
	"<sup class=\"affiliation-links\">" \
	"<span class=\"author-sup-separator\">&nbsp;</span><a\n" \
	"class=\"affiliation-link\"\ntitle=\"Department @, Pond College.\"\n" \
	"href=\"#full-view-affiliation-@\"\nref=\"linksrc=author_aff\">\n" \
	"@\n</a></sup><span class=\"comma\">,&nbsp;</span></span>"

static const struct kind kinds[] = {
	{ "references", BEFORE_END,
	    { { "<div class=\"references\" id=\"references\">\n"
		"<h2 class=\"title\">\nReferences\n</h2>\n"
		"<div id='top-references-list' class=\"references-lists-"
		"container\">\n<div class=\"refs-list\">\n"
		"<ol id=\"top-references-list-1\" class=\"references-list\">",
		"<li>\n<ol class=\"references-and-notes-list\">\n<li\n"
		"class=\"skip-numbering\"\nvalue=\"1\">\n"
		"Brindlecombe O. Counting midges, part @. Ann Imag Limnol. "
		"2011;2:@&ndash;9.\n-\n<a\nclass=\"reference-link\"\n"
		"href=\"https://doi.org/10.5555/ail.@\"\n"
		"ref=\"linksrc=references_link&amp;ordinalpos=@\"\n"
		"data-ga-category=\"reference\"\n>\nDOI\n</a>\n-\n<a\n"
		"class=\"reference-link\"\nhref=\"/@/\"\n"
		"ref=\"linksrc=references_link&amp;ordinalpos=@\"\n"
		"data-ga-category=\"reference\"\n>\nPubMed\n</a>\n"
		"</li>\n</ol>\n</li>\n",
		"</ol>\n</div>\n</div>\n</div>\n" } } },
	{ "authors", "<ul class=\"identifiers\" id=\"full-view-identifiers\">",
	    { { "<div class=\"inline-authors\">\n<div class=\"authors\">\n"
		"<div class=\"authors-list\">\n",
		  "<span class=\"authors-list-item \"><a\nclass=\"full-name\"\n"
		  "href=\"/?term=Hsuang+WL&amp;cauthor_id=@\"\n"
		  "ref=\"linksrc=author_name_link\"\n"
		  "data-ga-category=\"search\"\ndata-ga-action=\"author_"
		  "link\"\n"
		  "data-ga-label=\"Wen-Li Hsuang\">Wen-Li "
		  "Hsuang</a>" AUTHOR_END,
		  "</div>\n</div>\n</div>\n" },
		{ "<div class=\"expanded-authors\" "
		  "id=\"full-view-expanded-authors\">"
		  "<div class=\"affiliations\">\n<h3 class=\"title\">\n"
		  "Affiliations\n</h3>\n<ul class=\"item-list\">\n",
		    "<li data-affiliation-id=\"full-view-affiliation-@\">"
		    "<sup class=\"key\">@</sup> Department @, Pond College."
		    "</li>\n",
		    "</ul>\n</div>\n</div>\n" } } },
	{ "abstract", BEFORE_END,
	    { { "<div class=\"abstract\" id=\"abstract\">\n"
		"<h2 class=\"title\">\nAbstract\n</h2>\n"
		"<div class=\"abstract-content selected\" "
		"id=\"eng-abstract\">\n",
		"<p>\n<strong class=\"sub-title\">\nPart @:\n</strong>\n"
		"Small ponds warm faster than the lakes around them, and "
		"nobody had counted the midges that follow: "
		"<i>n</i> = @ of 3.1 &times; 10<sup>3</sup>.\n</p>\n",
		"</div>\n</div>\n" } } },
	{ "mesh terms", BEFORE_END,
	    { { "<div class=\"mesh-terms keywords-section\" "
		"id=\"mesh-terms\">\n<h2 class=\"title\">\nMeSH terms\n</h2>\n"
		"<ul class=\"keywords-list\">",
		"<li><div class=\"keyword-actions dropdown-block\"><button\n"
		"class=\"keyword-actions-trigger trigger keyword-link major\"\n"
		"aria-controls=\"keyword-actions-mesh-terms-@\"\n"
		"aria-expanded=\"false\"\ndata-pinger-ignore>\n"
		"Ponds @* / chemistry\n</button>"
		"<div id=\"keyword-actions-mesh-terms-@\" class=\"keyword-"
		"actions-dropdown dropdown dropdown-container\" hidden>"
		"<div class=\"title\">Actions</div><div class=\"content\">"
		"<ul class=\"keyword-actions-links\"><li><a\n"
		"class=\"search-in-pubmed-link dropdown-block-link\"\n"
		"href=\"/?term=Ponds\">\nSearch in PubMed\n</a></li></ul>"
		"</div></div></div></li>",
		"</ul>\n</div>\n" } } },
	{ "similar", BEFORE_END,
	    { { "<div class=\"similar-articles\" id=\"similar\">\n"
		"<h2 class=\"title\">\nSimilar articles\n</h2>\n"
		"<ul class=\"articles-list\" id=\"similar-articles-list\">\n",
		"<li class=\"full-docsum\">\n<div class=\"docsum-content\" "
		"style=\"display:inline;\">\n<a\nclass=\"docsum-title\"\n"
		"href=\"/@/\"\nref=\"article_id=@&amp;linksrc=similar\"\n"
		"data-ga-category=\"similar_article\"\n>\n"
		"Shade and midges in ditch @.\n</a>\n"
		"<div class=\"docsum-citation full-citation\">\n"
		"<span class=\"docsum-authors full-authors\">Oake RM.</span>\n"
		"<span class=\"docsum-authors short-authors\">Oake.</span>\n"
		"<span class=\"docsum-journal-citation "
		"full-journal-citation\">Ditch Res. 2017;3(2):@.</span>\n"
		"<span class=\"docsum-journal-citation "
		"short-journal-citation\">Ditch Res. 2017.</span>\n"
		"<span class=\"citation-part\">PMID: "
		"<span class=\"docsum-pmid\">@</span></span>\n"
		"</div>\n</div>\n</li>\n",
		"</ul>\n</div>\n" } } },
};

/* The page with lists in it, of about `size` bytes if it has less. */
static struct text
larger_page(const struct bench_page *base, const struct kind *kind, size_t size)
{
	struct text page = { NULL, 0, 0 };
	struct text sample = { NULL, 0, 0 };
	size_t count = 1;
	const char *rest;

	for (size_t i = 0; i < 2 && kind->lists[i][0] != NULL; i++)
		put_words(&sample, kind->lists[i][1], 10000);
	if (size > base->size + sample.size)
		count = (size - base->size) / sample.size;
	free(sample.bytes);
	rest = put_base(&page, base, kind->marker);
	for (size_t i = 0; i < 2 && kind->lists[i][0] != NULL; i++) {
		put_words(&page, kind->lists[i][0], 0);
		put_many(&page, kind->lists[i][1], count);
		put_words(&page, kind->lists[i][2], 0);
	}
	put_words(&page, rest, 0);
	return page;
}

/* --- hostile pages -------------------------------------------------------- */

struct hostile {
	const char *name;
	const char *head;
	const char *item;
	size_t count; /* of items, or of bytes `byte` where there is no item */
	int byte;
	const char *tail; /* as often as the item where it begins with `</` */
};

static const struct hostile hostiles[] = {
	{ "200,000 divs, closed", "", "<div>", 200000, 0, "</div>" },
	{ "1,000,000 divs, unclosed", "", "<div>", 1000000, 0, "" },
	{ "100,000 attributes", "<p ", "a@=x ", 100000, 0, ">x" },
	{ "50 MB of text", "<p>", NULL, 50000000, 'x', "" },
	{ "5 MB of <", "<p>", NULL, 5000000, '<', "" },
	{ "5 MB of &", "<p>", NULL, 5000000, '&', "" },
	{ "5 MB of NUL", "<p>", NULL, 5000000, 0, "" },
	{ "50,000 <b id=@><p>", "", "<b id=@><p>", 50000, 0, "" },
	{ "100,000 x<b>y</b> in a table", "<table>", "x<b>y</b>", 100000, 0,
	    " " },
	{ "300,000 <li> of references", "<div id=references><ol>", "<li>x",
	    300000, 0, "" },
	{ "1,000,000 classes", "<p class='", "c@ ", 1000000, 0, "'>x" },
	{ "300,000 <g> in svg", "<svg>", "<g>", 300000, 0, "" },
};

#define HOSTILES (sizeof(hostiles) / sizeof(hostiles[0]))

/* Within the base page, or, where it is NULL, by itself. */
static struct text
hostile_page(const struct hostile *hostile, const struct bench_page *base)
{
	struct text page = { NULL, 0, 0 };
	const char *rest = "";
	size_t tails =
	    strncmp(hostile->tail, "</", 2) == 0 ? hostile->count : 1;

	if (base != NULL)
		rest = put_base(&page, base, BEFORE_END);
	else
		put_words(&page, "<!DOCTYPE html>\n<html><body>\n", 0);
	put_words(&page, hostile->head, 0);
	if (hostile->item != NULL)
		put_many(&page, hostile->item, hostile->count);
	else
		put_bytes(&page, hostile->byte, hostile->count);
	put_many(&page, hostile->tail, tails);
	put_words(&page, rest, 0);
	return page;
}

/* --- one page in a child -------------------------------------------------- */

enum way { SQUEEZED, WHOLE, GUMBO, WAYS };

struct cost {
	double seconds; /* the best round */
	double memory;  /* bytes at most, over those at first */
	int status; /* as psc_read() gave it; -1: the child came to no end */
	size_t warnings;
};

/* Resident memory in bytes. */
static double
resident(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1)
		bench_die("/proc/self/statm");
	fclose(file);
	return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static double
resident_at_most(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) != 0)
		bench_die("getrusage");
	return (double)usage.ru_maxrss * 1024;
}

/* Gives memory that is free back to the system. */
static void
give_back(void)
{
#if defined(__GLIBC__)
	malloc_trim(0);
#endif
}

/* What was resident before counts no more: proc(5), clear_refs. */
static void
forget_most(void)
{
	FILE *file = fopen("/proc/self/clear_refs", "w");

	if (file == NULL)
		return;
	fputs("5\n", file);
	fclose(file);
}

static double
read_bare(const char *bytes, size_t size)
{
	GumboOptions options = kGumboDefaultOptions;
	double start = bench_now();
	GumboOutput *output;

	options.max_errors = 0;
	output = gumbo_parse_with_options(&options, bytes, size);
	gumbo_destroy_output(&options, output);
	return bench_now() - start;
}

/* From bytes to JSON, once. */
static double
read_once(struct psc *reader, const char *bytes, size_t size, int *status)
{
	double start = bench_now();
	const char *json;
	size_t length;

	*status = (int)psc_read(reader, "-", bytes, size);
	psc_json(reader, 0, &json, &length);
	return bench_now() - start;
}

static struct psc *
new_reader(enum way way)
{
	struct psc *reader = psc_new();

	if (reader == NULL)
		bench_die("memory");
	psc_set_squeeze(reader, way == SQUEEZED);
	return reader;
}

/* Has the program's own pages in memory, and nothing else. */
static void
warm_up(const struct bench_page *base, enum way way)
{
	struct psc *reader = new_reader(way);
	int status;

	read_once(reader, base->bytes, base->size, &status);
	read_bare(base->bytes, base->size);
	psc_free(reader);
	give_back();
}

static void
measure(const struct bench_page *base, const char *bytes, size_t size,
    enum way way, long rounds, struct cost *cost)
{
	struct psc *reader;
	double before, seconds;

	warm_up(base, way);
	reader = new_reader(way);
	cost->status = PSC_OK;
	forget_most();
	before = resident_at_most();
	for (long i = 0; i < rounds; i++) {
		if (way == GUMBO)
			seconds = read_bare(bytes, size);
		else
			seconds = read_once(reader, bytes, size, &cost->status);
		if (i == 0) {
			cost->memory = resident_at_most() - before;
			cost->warnings = psc_warnings(reader);
		}
		if (i == 0 || seconds < cost->seconds)
			cost->seconds = seconds;
	}
}

static void
limit_child(void)
{
	struct rlimit limit = { CHILD_MEMORY, CHILD_MEMORY };

	setrlimit(RLIMIT_AS, &limit);
	limit.rlim_cur = limit.rlim_max = 0;
	setrlimit(RLIMIT_CORE, &limit);
	alarm(CHILD_SECONDS);
}

/* The same in a child process, so that its memory is its own. */
static struct cost
in_child(const struct bench_page *base, const char *bytes, size_t size,
    enum way way, long rounds)
{
	struct cost cost = { .status = -1 };
	int ends[2];
	pid_t child;

	fflush(NULL);
	if (pipe(ends) != 0 || (child = fork()) < 0)
		bench_die("fork");
	if (child == 0) {
		limit_child();
		measure(base, bytes, size, way, rounds, &cost);
		_exit(write(ends[1], &cost, sizeof(cost)) != sizeof(cost));
	}
	close(ends[1]);
	if (read(ends[0], &cost, sizeof(cost)) != sizeof(cost))
		cost = (struct cost){ .status = -1 };
	close(ends[0]);
	waitpid(child, NULL, 0);
	return cost;
}

static const char *
status_name(int status)
{
	return status < 0 ? "ended" : psc_status_name((enum psc_status)status);
}

/* --- the tables ----------------------------------------------------------- */

/* Large pages are read less often. */
static long
rounds_for(const struct bench *bench, size_t size)
{
	long rounds = size < 200000 ? bench->rounds * 4 : bench->rounds;

	return size > 2000000 && rounds > 3 ? 3 : rounds;
}

static json_t *
size_row(const char *name, size_t size, const struct cost costs[])
{
	const struct cost *squeezed = &costs[SQUEEZED];
	const struct cost *whole = &costs[WHOLE];
	const struct cost *gumbo = &costs[GUMBO];
	double bytes = (double)size;

	return json_pack("{s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:s, s:I}",
	    "repeated", name, "kB", bytes / 1e3, "ns",
	    squeezed->seconds * 1e9 / bytes, "memory", squeezed->memory / bytes,
	    "whole_ns", whole->seconds * 1e9 / bytes, "whole_memory",
	    whole->memory / bytes, "gumbo_ns", gumbo->seconds * 1e9 / bytes,
	    "gumbo_memory", gumbo->memory / bytes, "status",
	    status_name(squeezed->status), "warnings",
	    (json_int_t)squeezed->warnings);
}

/* The smallest and the largest time a byte so far. */
static void
widen(double range[2], double value)
{
	if (range[0] <= 0 || value < range[0])
		range[0] = value;
	if (value > range[1])
		range[1] = value;
}

static void
grow_kind(const struct bench *bench, const struct bench_page *base,
    const struct kind *kind, json_t *sizes, json_t *spreads)
{
	static const size_t wanted[] = { 10000, 30000, 100000, 300000, 1000000,
		3000000, SIZE_LARGEST };
	double ranges[WAYS][2] = { { 0, 0 } };
	struct cost costs[WAYS];

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct text page = larger_page(base, kind, wanted[i]);

		for (enum way way = 0; way < WAYS; way++) {
			costs[way] = in_child(base, page.bytes, page.size, way,
			    rounds_for(bench, page.size));
			if (wanted[i] >= 100000)
				widen(ranges[way],
				    costs[way].seconds / (double)page.size);
		}
		json_array_append_new(
		    sizes, size_row(kind->name, page.size, costs));
		free(page.bytes);
	}
	json_array_append_new(
	    spreads, json_pack("{s:s, s:f, s:f, s:f}", "repeated", kind->name,
			 "spread", ranges[SQUEEZED][1] / ranges[SQUEEZED][0],
			 "whole_spread", ranges[WHOLE][1] / ranges[WHOLE][0],
			 "gumbo_spread", ranges[GUMBO][1] / ranges[GUMBO][0]));
}

static void
grow(const struct bench *bench, const struct bench_page *base, json_t *numbers)
{
	json_t *sizes = json_array();
	json_t *spreads = json_array();

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		grow_kind(bench, base, &kinds[i], sizes, spreads);
	bench_table("size of a page: time a byte, memory a byte", sizes);
	bench_table("most by least time a byte, from 100 kB on", spreads);
	json_object_set_new(numbers, "sizes", sizes);
	json_object_set_new(numbers, "spreads", spreads);
}

/* The memory of each article, one way, as a share of its bytes. */
static json_t *
single_row(const struct bench *bench, const struct bench_page *base,
    enum way way, const bool *articles)
{
	static const char *const names[] = { "squeezed", "whole", "gumbo" };
	double *values = bench_grow(NULL, bench->count * sizeof(*values));
	size_t count = 0;
	json_t *row;

	for (size_t i = 0; i < bench->count; i++) {
		const struct bench_page *page = &bench->pages[i];

		if (articles[i])
			values[count++] =
			    in_child(base, page->bytes, page->size, way, 1)
				.memory /
			    (double)page->size;
	}
	row = json_pack("{s:s, s:I, s:f}", "way", names[way], "pages",
	    (json_int_t)count, "median", bench_median(values, count));
	json_object_set_new(
	    row, "most", json_real(count == 0 ? 0 : values[count - 1]));
	free(values);
	return row;
}

static void
single(
    const struct bench *bench, const struct bench_page *base, json_t *numbers)
{
	bool *articles = bench_grow(NULL, bench->count * sizeof(*articles));
	struct psc *reader = new_reader(SQUEEZED);
	json_t *table = json_array();
	int status;

	for (size_t i = 0; i < bench->count; i++) {
		read_once(reader, bench->pages[i].bytes, bench->pages[i].size,
		    &status);
		articles[i] = status == PSC_OK;
	}
	psc_free(reader);
	for (enum way way = 0; way < WAYS; way++)
		json_array_append_new(
		    table, single_row(bench, base, way, articles));
	free(articles);
	bench_table("one page: bytes of memory a byte of the page", table);
	json_object_set_new(numbers, "one_page", table);
}

/* Many pages through one reader. */
static void
many(const struct bench *bench, json_t *numbers)
{
	struct psc *reader = new_reader(SQUEEZED);
	json_t *table = json_array();
	double start = bench_now();
	double before;
	long next = 1;
	int status;

	give_back();
	before = resident();
	for (long i = 1; i <= bench->turns; i++) {
		const struct bench_page *page =
		    &bench->pages[(size_t)(i - 1) % bench->count];

		read_once(reader, page->bytes, page->size, &status);
		if (i != next && i != bench->turns)
			continue;
		next *= i == next ? 10 : 1;
		json_array_append_new(
		    table, json_pack("{s:I, s:f, s:f}", "pages", (json_int_t)i,
			       "resident_MiB", (resident() - before) / MEBIBYTE,
			       "seconds", bench_now() - start));
	}
	psc_free(reader);
	bench_table("pages through one reader: memory over that before", table);
	json_object_set_new(numbers, "many", table);
}

static json_t *
hostile_row(const struct hostile *hostile, const struct bench_page *base,
    const struct bench_page *around)
{
	struct text page = hostile_page(hostile, around);
	double size = (double)page.size;
	struct cost costs[WAYS];

	for (enum way way = SQUEEZED; way <= WHOLE; way++)
		costs[way] = in_child(base, page.bytes, page.size, way, 1);
	free(page.bytes);
	return json_pack("{s:s, s:s, s:f, s:s, s:f, s:f, s:s, s:f, s:f}",
	    "hostile", hostile->name, "within",
	    around == NULL ? "nothing" : "article", "MB", size / 1e6, "status",
	    status_name(costs[SQUEEZED].status), "seconds",
	    costs[SQUEEZED].seconds, "MiB", costs[SQUEEZED].memory / MEBIBYTE,
	    "whole", status_name(costs[WHOLE].status), "whole_seconds",
	    costs[WHOLE].seconds, "whole_MiB", costs[WHOLE].memory / MEBIBYTE);
}

static void
hostile(const struct bench_page *base, json_t *numbers)
{
	json_t *table = json_array();

	for (size_t i = 0; i < HOSTILES; i++) {
		json_array_append_new(
		    table, hostile_row(&hostiles[i], base, base));
		json_array_append_new(
		    table, hostile_row(&hostiles[i], base, NULL));
	}
	bench_table(
	    "hostile pages: seconds, and memory over that of the page", table);
	json_object_set_new(numbers, "hostile", table);
}

int
main(int argc, char **argv)
{
	struct bench_page base;
	json_t *numbers;
	struct bench bench;

	bench_init(&bench, argc, argv);
	base = (struct bench_page){ .path = (char *)bench.base };
	bench_load(&base);
	base.bytes = bench_grow(base.bytes, base.size + 1);
	base.bytes[base.size] = '\0';
	numbers = json_object();
	grow(&bench, &base, numbers);
	single(&bench, &base, numbers);
	hostile(&base, numbers);
	many(&bench, numbers);
	bench_write(&bench, numbers);

	free(base.bytes);
	bench_free(&bench);
	return 0;
}
