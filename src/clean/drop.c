/* The marks themselves: what is dropped is dropped with all below it. */
#include "clean/marker.h"

void
drop_element(
    const struct dom *dom, uint32_t node, size_t rule, struct clean *clean)
{
	struct clean_sum *sum = &clean->sums[rule];
	uint32_t end = dom->nodes[node].end;

	sum->blocks++;
	for (; node < end; node++) {
		if (clean->marks[node] != 0)
			continue;
		clean->marks[node] = (uint8_t)(rule + 1);
		if ((dom->nodes[node].flags & DOM_TEXT) != 0)
			sum->bytes += dom->nodes[node].text.len;
	}
}

void
drop_unless_spared(struct marker *marker, size_t row, uint32_t node)
{
	if (marker->clean->marks[node] != 0 || !spare_not(marker, row, node))
		return;
	drop_element(marker->dom, node, row, marker->clean);
	if (row == marker->rules->words)
		marker->banner = true;
}
