/*
 * What each stage of the way from bytes to JSON costs, with and without
 * squeezing, as a share of gumbo's bare parse of the same bytes.
 *
 *	bench_stages [-n PAGES] [-r ROUNDS] [-j FILE] FILE|FOLDER...
 *
 * It goes the way that psc.c goes, on the rooms' own functions, and says so
 * where the JSON is not that of the library.  Pages that are no articles are
 * left out.  Of all rounds the one with the least sum counts for each page.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <gumbo.h>

#include "base/arena.h"
#include "bench.h"
#include "clean/clean.h"
#include "html/dom.h"
#include "html/limit.h"
#include "html/select.h"
#include "html/squeeze.h"
#include "input/input.h"
#include "output/json.h"
#include "pubmed/lean.h"
#include "pubmed/pubmed.h"
#include "pubscour.h"

enum stage {
	INPUT,
	SQUEEZE,
	LIMIT,
	PARSE,
	INDEX,
	CLEAN,
	EXTRACT,
	EMIT,
	STAGES
};

static const char *const stage_names[] = { "input", "squeeze", "limit", "parse",
	"index", "clean", "extract", "emit" };

enum way { SQUEEZED, WHOLE, WAYS };

/* One page, one way. */
struct cost {
	double stages[STAGES]; /* seconds */
	double all;            /* their sum */
	size_t parsed;         /* bytes handed to the parser */
	size_t arena;          /* bytes taken */
	bool fell_back;        /* squeezed at first, then read as a whole */
	bool differs;          /* the JSON is not that of the library */
};

struct row {
	double bare; /* seconds of gumbo's bare parse */
	struct cost ways[WAYS];
	bool is_record;
};

/* Everything compiled, and the memory of one page. */
struct tools {
	struct psc *reader;
	struct pubmed *pubmed;
	struct clean_rules *clean_rules;
	struct lean *lean;
	struct squeeze *squeeze;
	struct arena arena;
};

static void
tools_init(struct tools *tools)
{
	struct squeeze_plan plan;

	tools->reader = psc_new();
	tools->pubmed = pubmed_new();
	tools->clean_rules = clean_rules_new(CLEAN_PUBMED);
	tools->lean = lean_new();
	if (tools->lean == NULL)
		bench_die("memory");
	plan = (struct squeeze_plan){ .attributes = tools->lean->attributes,
		.names = tools->lean->names,
		.menus = tools->lean->menus,
		.chrome = tools->lean->chrome,
		.texts = tools->lean->texts,
		.fields = tools->lean->fields,
		.metas = tools->lean->metas };
	tools->squeeze = squeeze_new(&plan);
	arena_init(&tools->arena, 0);
	if (tools->reader == NULL || tools->pubmed == NULL ||
	    tools->clean_rules == NULL || tools->squeeze == NULL)
		bench_die("memory");
}

static void
tools_free(struct tools *tools)
{
	psc_free(tools->reader);
	pubmed_free(tools->pubmed);
	clean_rules_free(tools->clean_rules);
	squeeze_free(tools->squeeze);
	lean_free(tools->lean);
	arena_free(&tools->arena);
}

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

/* The time since the last call goes to a stage. */
static void
lap(struct cost *cost, enum stage stage, double *since)
{
	double now = bench_now();

	cost->stages[stage] += now - *since;
	cost->all += now - *since;
	*since = now;
}

/* From text to record; false where the page gave none, or is in doubt. */
static bool
read_tree(struct tools *tools, struct span text, bool cut, struct cost *cost,
    struct record *record, double *since)
{
	struct arena *arena = &tools->arena;
	struct select_page index;
	enum psc_status status;
	struct clean clean;
	struct error error;
	struct page page;
	struct dom dom;

	cost->parsed += text.len;
	status = dom_parse(arena, text, &dom, &error);
	lap(cost, PARSE, since);
	if (status != PSC_OK)
		return false;
	select_index(arena, &dom, &index);
	lap(cost, INDEX, since);
	clean_mark(arena, tools->clean_rules, CLEAN_PUBMED, &index, &clean);
	lap(cost, CLEAN, since);
	status = pubmed_read(
	    tools->pubmed, arena, &index, &clean, cut, &page, record, &error);
	status = status == PSC_OK && pubmed_is_in_doubt(tools->pubmed, &page)
		     ? PSC_NOT_AN_ARTICLE
		     : status;
	lap(cost, EXTRACT, since);
	return status == PSC_OK;
}

/* As the library: less of the page first, the whole of it on any doubt. */
static void
read_text(struct tools *tools, enum way way, const struct input *input,
    struct cost *cost, struct record *record, double *since)
{
	struct record before = *record;
	struct limit limit;
	struct span less;
	bool squeezed;

	if (way == SQUEEZED && !input->cut) {
		squeezed = squeeze_apply(
		    tools->squeeze, &tools->arena, input->text, &less);
		lap(cost, SQUEEZE, since);
		if (squeezed &&
		    read_tree(tools, less, false, cost, record, since))
			return;
		*record = before;
		cost->fell_back = true;
	}
	limit_apply(&tools->arena, input->text, LIMIT_FIRST, &limit);
	lap(cost, LIMIT, since);
	read_tree(tools, limit.text, input->cut || limit.unfinished, cost,
	    record, since);
}

static void
read_page(struct tools *tools, enum way way, const struct bench_page *page,
    struct cost *cost, struct span *json)
{
	struct arena *arena = &tools->arena;
	double since = bench_now();
	struct record record;
	struct input input;
	struct error error;

	arena_reset(arena);
	record_init(&record);
	record.page.input = span_of(page->path);
	if (input_decode(arena, (struct span){ page->bytes, page->size },
		PSC_MAX_BYTES, &input, &error) != PSC_OK)
		return;
	record.page.sha256 = span_of(input.sha256);
	lap(cost, INPUT, &since);
	read_text(tools, way, &input, cost, &record, &since);
	json_record(arena, &record, NULL, false, json);
	lap(cost, EMIT, &since);
	cost->arena = arena->used;
}

/* Warnings of the bytes are left out here, so pages with any are not asked. */
static bool
is_librarys(
    struct tools *tools, const struct bench_page *page, struct span json)
{
	const char *text;
	size_t size;

	psc_read(tools->reader, page->path, page->bytes, page->size);
	return psc_warnings(tools->reader) > 0 ||
	       (psc_json(tools->reader, 0, &text, &size) == PSC_OK &&
		   span_equal((struct span){ text, size }, json));
}

static void
measure(struct tools *tools, enum way way, const struct bench_page *page,
    struct cost *best)
{
	struct cost cost = { .all = 0 };
	struct span json = SPAN_NONE;
	jmp_buf out;

	tools->arena.out = &out;
	if (setjmp(out) != 0)
		bench_die("memory");
	read_page(tools, way, page, &cost, &json);
	cost.differs = !is_librarys(tools, page, json);
	if (best->all <= 0 || cost.all < best->all)
		*best = cost;
}

static void
turn(const struct bench *bench, struct tools *tools, struct row *rows)
{
	for (size_t i = 0; i < bench->count; i++) {
		const struct bench_page *page = &bench->pages[i];
		double bare;

		rows[i].is_record = psc_read(tools->reader, page->path,
					page->bytes, page->size) == PSC_OK;
		if (!rows[i].is_record)
			continue;
		bare = time_bare(page);
		if (rows[i].bare <= 0 || bare < rows[i].bare)
			rows[i].bare = bare;
		for (enum way way = 0; way < WAYS; way++)
			measure(tools, way, page, &rows[i].ways[way]);
	}
}

/* What is said of a page, for a median: a number of its own. */
enum about { ABOUT_RATIO, ABOUT_PARSED, ABOUT_ARENA };

static double
tell(const struct bench_page *page, const struct row *row, enum way way,
    enum about about)
{
	const struct cost *cost = &row->ways[way];

	if (about == ABOUT_RATIO)
		return cost->all / row->bare;
	return (double)(about == ABOUT_PARSED ? cost->parsed : cost->arena) /
	       (double)page->size;
}

/* The median over all articles, and the largest. */
static double
median(const struct bench *bench, const struct row *rows, enum way way,
    enum about about, double *most)
{
	double *values = bench_grow(NULL, bench->count * sizeof(*values));
	size_t count = 0;
	double middle;

	for (size_t i = 0; i < bench->count; i++)
		if (rows[i].is_record)
			values[count++] =
			    tell(&bench->pages[i], &rows[i], way, about);
	middle = bench_median(values, count);
	*most = count == 0 ? 0 : values[count - 1];
	free(values);
	return middle;
}

/* The sum over all articles. */
static void
sum(const struct bench *bench, const struct row *rows, enum way way,
    struct cost *total, double *bytes)
{
	*total = (struct cost){ .all = 0 };
	*bytes = 0;
	for (size_t i = 0; i < bench->count; i++) {
		const struct cost *cost = &rows[i].ways[way];

		if (!rows[i].is_record)
			continue;
		for (enum stage stage = 0; stage < STAGES; stage++)
			total->stages[stage] += cost->stages[stage];
		total->all += cost->all;
		total->parsed += cost->parsed;
		*bytes += (double)bench->pages[i].size;
	}
}

static json_t *
stage_row(
    const char *name, double squeezed, double whole, double bare, double pages)
{
	return json_pack("{s:s, s:f, s:f, s:f, s:f}", "stage", name,
	    "squeezed_ms", squeezed * 1e3 / pages, "of_gumbo", squeezed / bare,
	    "whole_ms", whole * 1e3 / pages, "whole_of_gumbo", whole / bare);
}

static json_t *
stage_table(const struct bench *bench, const struct row *rows)
{
	struct cost totals[WAYS];
	double bytes, bare = 0, pages = 0;
	json_t *table = json_array();

	for (enum way way = 0; way < WAYS; way++)
		sum(bench, rows, way, &totals[way], &bytes);
	for (size_t i = 0; i < bench->count; i++) {
		bare += rows[i].is_record ? rows[i].bare : 0;
		pages += rows[i].is_record;
	}
	for (enum stage stage = 0; stage < STAGES; stage++)
		json_array_append_new(
		    table, stage_row(stage_names[stage],
			       totals[SQUEEZED].stages[stage],
			       totals[WHOLE].stages[stage], bare, pages));
	json_array_append_new(table, stage_row("all", totals[SQUEEZED].all,
					 totals[WHOLE].all, bare, pages));
	json_array_append_new(
	    table, stage_row("gumbo alone", bare, bare, bare, pages));
	return table;
}

static json_t *
way_row(const struct bench *bench, const struct row *rows, enum way way)
{
	double ratio, parsed, arena, most_ratio, most_parsed, most_arena;
	json_int_t fell_back = 0, differ = 0;
	struct cost total;
	double bytes;

	sum(bench, rows, way, &total, &bytes);
	for (size_t i = 0; i < bench->count; i++) {
		fell_back += rows[i].ways[way].fell_back;
		differ += rows[i].ways[way].differs;
	}
	ratio = median(bench, rows, way, ABOUT_RATIO, &most_ratio);
	parsed = median(bench, rows, way, ABOUT_PARSED, &most_parsed);
	arena = median(bench, rows, way, ABOUT_ARENA, &most_arena);
	return json_pack("{s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:I, s:I}",
	    "way", way == SQUEEZED ? "squeezed" : "whole", "of_gumbo", ratio,
	    "most_of_gumbo", most_ratio, "parsed", parsed, "most_parsed",
	    most_parsed, "parsed_of_all", (double)total.parsed / bytes, "arena",
	    arena, "most_arena", most_arena, "fell_back", fell_back, "differ",
	    differ);
}

static void
report(const struct bench *bench, const struct row *rows)
{
	json_t *stages = stage_table(bench, rows);
	json_t *ways = json_array();
	json_int_t pages = 0;

	for (size_t i = 0; i < bench->count; i++)
		pages += rows[i].is_record;
	for (enum way way = 0; way < WAYS; way++)
		json_array_append_new(ways, way_row(bench, rows, way));
	bench_table("stages: ms a page, and as a share of gumbo alone", stages);
	bench_table("pages, median and most: time of gumbo's, bytes parsed and"
		    " arena bytes of the page's",
	    ways);
	bench_write(bench,
	    json_pack("{s:I, s:I, s:o, s:o}", "pages", pages, "rounds",
		(json_int_t)bench->rounds, "stages", stages, "ways", ways));
}

int
main(int argc, char **argv)
{
	struct bench bench;
	struct tools tools;
	struct row *rows;

	bench_init(&bench, argc, argv);
	tools_init(&tools);
	rows = calloc(bench.count, sizeof(*rows));
	if (rows == NULL)
		bench_die("memory");
	for (long i = 0; i < bench.rounds; i++)
		turn(&bench, &tools, rows);
	report(&bench, rows);

	free(rows);
	tools_free(&tools);
	bench_free(&bench);
	return 0;
}
