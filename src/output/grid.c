/* The columns of tables, for the writers that write row after row. */
#include "output/grid.h"

size_t
grid_skip(struct grid *grid)
{
	size_t skipped = 0;

	while (grid->at < FLOW_COLUMNS && grid->down[grid->at] > 0) {
		grid->down[grid->at++]--;
		skipped++;
	}
	return skipped;
}

bool
grid_take(struct grid *grid, const struct flow_item *cell)
{
	if (cell->columns > FLOW_COLUMNS - grid->at)
		return false;
	for (size_t i = 0; i < cell->columns; i++)
		grid->down[grid->at++] = (uint16_t)(cell->rows - 1);
	return true;
}
