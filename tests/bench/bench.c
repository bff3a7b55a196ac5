/*
 * What all benches share: the pages, the clock, the numbers as a table and as
 * JSON.  It measures nothing itself.
 */
#include "bench.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <zlib.h>

#define COLUMNS 16 /* of a table, at most */
#define CELL 64    /* bytes of a cell as text, at most */

_Noreturn void
bench_die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(2);
}

void *
bench_grow(void *block, size_t size)
{
	block = realloc(block, size);
	if (block == NULL)
		bench_die("memory");
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

void
bench_load(struct bench_page *page)
{
	size_t room = (size_t)1 << 16;
	gzFile file = gzopen(page->path, "rb");
	int got = 0;

	if (file == NULL)
		bench_die(page->path);
	page->size = 0;
	page->bytes = bench_grow(NULL, room);
	while ((got = gzread(file, page->bytes + page->size,
		    (unsigned)(room - page->size))) > 0) {
		page->size += (size_t)got;
		if (page->size == room)
			page->bytes = bench_grow(page->bytes, room *= 2);
	}
	if (got < 0)
		bench_die(page->path);
	gzclose(file);
}

static void
add_file(
    struct bench *bench, size_t *room, const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	struct bench_page *page;

	if (bench->count == *room) {
		*room = *room == 0 ? 64 : *room * 2;
		bench->pages =
		    bench_grow(bench->pages, *room * sizeof(*bench->pages));
	}
	page = &bench->pages[bench->count++];
	*page = (struct bench_page){ .path = bench_grow(NULL, size) };
	snprintf(page->path, size, "%s%s%s", folder, *folder ? "/" : "", name);
}

static void
add(struct bench *bench, size_t *room, const char *path)
{
	struct dirent *entry;
	struct stat info;
	DIR *folder;

	if (stat(path, &info) != 0)
		bench_die(path);
	if (!S_ISDIR(info.st_mode)) {
		add_file(bench, room, "", path);
		return;
	}
	folder = opendir(path);
	if (folder == NULL)
		bench_die(path);
	while ((entry = readdir(folder)) != NULL)
		if (is_page(entry->d_name))
			add_file(bench, room, path, entry->d_name);
	closedir(folder);
}

static int
by_path(const void *a, const void *b)
{
	const struct bench_page *left = a;
	const struct bench_page *right = b;

	return strcmp(left->path, right->path);
}

static long
number(const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*end != '\0' || value < 1) {
		fprintf(stderr, "bench: no number: %s\n", text);
		exit(2);
	}
	return value;
}

static void
read_options(struct bench *bench, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "b:j:n:r:t:")) != -1) {
		if (option == 'b')
			bench->base = optarg;
		else if (option == 'j')
			bench->json = optarg;
		else if (option == 'n')
			bench->most = (size_t)number(optarg);
		else if (option == 'r')
			bench->rounds = number(optarg);
		else if (option == 't')
			bench->turns = number(optarg);
		else
			exit(2);
	}
}

void
bench_init(struct bench *bench, int argc, char **argv)
{
	size_t room = 0;

	*bench = (struct bench){ .most = (size_t)-1,
		.rounds = 5,
		.turns = 10000,
		.base = "fixtures/minimal/page.html" };
	read_options(bench, argc, argv);
	for (int i = optind; i < argc; i++)
		add(bench, &room, argv[i]);
	if (bench->count == 0) {
		fputs("bench: no pages\n", stderr);
		exit(2);
	}
	qsort(bench->pages, bench->count, sizeof(*bench->pages), by_path);
	while (bench->count > bench->most)
		free(bench->pages[--bench->count].path);
	for (size_t i = 0; i < bench->count; i++)
		bench_load(&bench->pages[i]);
}

void
bench_free(struct bench *bench)
{
	for (size_t i = 0; i < bench->count; i++) {
		free(bench->pages[i].path);
		free(bench->pages[i].bytes);
	}
	free(bench->pages);
}

double
bench_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int
by_number(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;

	return (left > right) - (left < right);
}

double
bench_median(double *values, size_t count)
{
	if (count == 0)
		return 0;
	qsort(values, count, sizeof(*values), by_number);
	return (values[count / 2] + values[(count - 1) / 2]) / 2;
}

/* A value as text: numbers with three digits that mean something. */
static void
write_cell(char cell[CELL], const json_t *value)
{
	double real = json_number_value(value);
	int digits = real >= 100 ? 0 : real >= 10 ? 1 : real >= 1 ? 2 : 3;

	if (json_is_string(value))
		snprintf(cell, CELL, "%s", json_string_value(value));
	else if (json_is_integer(value))
		snprintf(cell, CELL, "%lld", json_integer_value(value));
	else if (json_is_real(value))
		snprintf(cell, CELL, "%.*f", digits, real);
	else
		snprintf(cell, CELL, "-");
}

/* Prints one cell: texts to the left, numbers to the right. */
static void
print_cell(const char *cell, size_t width, bool left)
{
	printf(left ? "%-*s  " : "%*s  ", (int)width, cell);
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

void
bench_table(const char *title, const json_t *rows)
{
	const char *names[COLUMNS];
	size_t widths[COLUMNS];
	bool lefts[COLUMNS];
	size_t columns = 0;
	const char *key;
	char cell[CELL];
	json_t *value;
	void *at;
	size_t i;

	at = json_object_iter(json_array_get(rows, 0));
	for (; at != NULL && columns < COLUMNS; columns++) {
		key = json_object_iter_key(at);
		names[columns] = key;
		widths[columns] = strlen(key);
		lefts[columns] = json_is_string(json_object_iter_value(at));
		json_array_foreach(rows, i, value)
		{
			write_cell(cell, json_object_get(value, key));
			widths[columns] = larger(widths[columns], strlen(cell));
		}
		at = json_object_iter_next(json_array_get(rows, 0), at);
	}
	printf("\n%s\n", title);
	for (i = 0; i < columns; i++)
		print_cell(names[i], widths[i], lefts[i]);
	putchar('\n');
	json_array_foreach(rows, i, value)
	{
		for (size_t column = 0; column < columns; column++) {
			write_cell(cell, json_object_get(value, names[column]));
			print_cell(cell, widths[column], lefts[column]);
		}
		putchar('\n');
	}
	fflush(stdout);
}

void
bench_write(const struct bench *bench, json_t *numbers)
{
	if (numbers == NULL)
		bench_die("memory");
	if (bench->json != NULL &&
	    json_dump_file(numbers, bench->json,
		JSON_INDENT(2) | JSON_REAL_PRECISION(6)) != 0)
		bench_die(bench->json);
	json_decref(numbers);
}
