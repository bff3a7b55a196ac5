/*
 * The distance of names: letters added, lost, changed, or two neighbours
 * swapped ("optimal string alignment").  Does not print.
 */
#include "command/suggest.h"

#include <string.h>

/* No name of ours is longer, and nobody mistypes this much. */
#define LONGEST 24

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Fills the cell of the first `i` letters of `a` and `j` of `b`. */
static void
fill(size_t cells[LONGEST + 1][LONGEST + 1], const char *a, size_t i,
    const char *b, size_t j)
{
	size_t changed = a[i - 1] != b[j - 1];
	size_t cell = cells[i - 1][j - 1] + changed;

	cell = least(cell, cells[i - 1][j] + 1);
	cell = least(cell, cells[i][j - 1] + 1);
	if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
		cell = least(cell, cells[i - 2][j - 2] + 1);
	cells[i][j] = cell;
}

static size_t
distance(const char *a, const char *b)
{
	size_t cells[LONGEST + 1][LONGEST + 1];
	size_t rows = strlen(a);
	size_t columns = strlen(b);

	if (rows > LONGEST || columns > LONGEST)
		return LONGEST;
	for (size_t i = 0; i <= rows; i++)
		cells[i][0] = i;
	for (size_t j = 0; j <= columns; j++)
		cells[0][j] = j;
	for (size_t i = 1; i <= rows; i++)
		for (size_t j = 1; j <= columns; j++)
			fill(cells, a, i, b, j);
	return cells[rows][columns];
}

struct suggest
suggest_new(const char *typed)
{
	/* A third of the letters may be wrong, and one more. */
	return (struct suggest){ .typed = typed,
		.distance = least(strlen(typed) / 3 + 2, 4) };
}

void
suggest_try(struct suggest *suggest, const char *name)
{
	size_t found = distance(suggest->typed, name);

	if (found < suggest->distance) {
		suggest->distance = found;
		suggest->name = name;
	}
}
