/*
 * What all benches share: the pages, the clock, the numbers as a table and as
 * JSON.  It measures nothing itself.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>

#include <jansson.h>

struct bench_page {
	char *path;
	char *bytes; /* unpacked */
	size_t size;
};

struct bench {
	struct bench_page *pages; /* sorted by path */
	size_t count;
	size_t most;      /* -n: no more pages than this */
	long rounds;      /* -r: how often each page is read, 5 */
	long turns;       /* -t: pages through one reader, 10,000 */
	const char *base; /* -b: the page that is made larger */
	const char *json; /* -j: where the numbers go, or NULL */
};

/*
 * Reads options and loads files, packed by gzip or not, and folders of them.
 * Exits with 2 where there are none.  Free with bench_free().
 */
void bench_init(struct bench *bench, int argc, char **argv);
void bench_free(struct bench *bench);

/* A page from a file; exits with 2 where it cannot be read. */
void bench_load(struct bench_page *page);

/* Ends the program, with a word and errno. */
_Noreturn void bench_die(const char *what);

/* realloc, or the end. */
void *bench_grow(void *block, size_t size);

/* Seconds of processor time, so that other programs count less. */
double bench_now(void);

/* The median; sorts the values.  0 where there are none. */
double bench_median(double *values, size_t count);

/* Prints rows, an array of objects of one kind, as a table. */
void bench_table(const char *title, const json_t *rows);

/* Writes the numbers to the file of -j, if there is one, and frees them. */
void bench_write(const struct bench *bench, json_t *numbers);

#endif
