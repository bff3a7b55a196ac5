/*
 * The columns of a table that is called simple (FLOW_SIMPLE), row by row:
 * which of them cells of the rows above still take.
 */
#ifndef OUTPUT_GRID_H
#define OUTPUT_GRID_H

#include <stdbool.h>

#include "output/flow.h"

struct grid {
	uint16_t down[FLOW_COLUMNS]; /* rows that a cell above still takes */
	size_t columns;              /* in the table */
	size_t at;                   /* in the row; a row begins with 0 */
};

/* Past the columns that are taken by cells above: how many these were. */
size_t grid_skip(struct grid *grid);

/* Past a cell; false where it does not fit. */
bool grid_take(struct grid *grid, const struct flow_item *cell);

#endif
