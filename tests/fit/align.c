/*
 * Which words of a page are those of its content?  An alignment of two lists
 * of words that prefers unbroken runs (Gotoh 1982, with gaps that cost the
 * same however long they are).  Called by fit.py.
 */
#include <stdint.h>
#include <stdlib.h>

#define MOST_CELLS 400e6
#define NOTHING (-1e9F)
#define OPENING .8F /* what the start of a run costs */

enum { UP, LEFT, HIT, FROM = 3, RUN = 4 };

struct rows {
	float *hit, *best;
};

static void
fill_row(const int32_t *main, size_t count, int32_t word,
    const struct rows *above, struct rows *row, uint8_t *trace)
{
	row->hit[0] = NOTHING;
	row->best[0] = 0;
	for (size_t j = 1; j <= count; j++) {
		float run = above->hit[j - 1] + 1;
		float start = above->best[j - 1] + 1 - OPENING;

		trace[j] = UP;
		row->hit[j] = NOTHING;
		row->best[j] = above->best[j];
		if (row->best[j - 1] > row->best[j]) {
			row->best[j] = row->best[j - 1];
			trace[j] = LEFT;
		}
		if (main[j - 1] != word)
			continue;
		row->hit[j] = run >= start ? run : start;
		if (row->hit[j] > row->best[j]) {
			row->best[j] = row->hit[j];
			trace[j] = HIT;
		}
		trace[j] |= run >= start ? RUN : 0;
	}
}

static void
walk_back(const uint8_t *trace, size_t i, size_t count, uint8_t *hits)
{
	size_t j = count;
	int within = 0;

	while (i > 0 && j > 0) {
		uint8_t step = trace[i * (count + 1) + j];

		if (!within && (step & FROM) == UP) {
			i--;
		} else if (!within && (step & FROM) == LEFT) {
			j--;
		} else {
			within = (step & RUN) != 0;
			hits[--i] = 1;
			j--;
		}
	}
}

int align(const int32_t *page, size_t page_count, const int32_t *main,
    size_t count, uint8_t *hits);

/*
 * `page` and `main` are words as numbers; hits[i] becomes 1 where page[i] is
 * aligned.  0: it was too much.
 */
int
align(const int32_t *page, size_t page_count, const int32_t *main, size_t count,
    uint8_t *hits)
{
	float *room = calloc(4 * (count + 1), sizeof(*room));
	struct rows a = { room, room + count + 1 }, swap;
	struct rows b = { room + 2 * (count + 1), room + 3 * (count + 1) };
	uint8_t *trace = NULL;
	int done = 0;

	if ((double)page_count * (double)count < MOST_CELLS)
		trace = calloc((page_count + 1) * (count + 1), 1);
	if (room != NULL && trace != NULL) {
		for (size_t j = 0; j <= count; j++)
			a.hit[j] = NOTHING;
		for (size_t i = 1; i <= page_count; i++) {
			fill_row(main, count, page[i - 1], &a, &b,
			    trace + i * (count + 1));
			swap = a;
			a = b;
			b = swap;
		}
		walk_back(trace, page_count, count, hits);
		done = 1;
	}
	free(room);
	free(trace);
	return done;
}
