/*
 * Strings in a row: added, sorted, found.  Does not know what they mean.
 */
#include "command/list.h"

#include <stdlib.h>
#include <string.h>

#include "command/memory.h"

void
list_add(struct list *list, char *text)
{
	if (list->count == list->room) {
		list->room = list->room == 0 ? 16 : list->room * 2;
		list->items = memory_resize(
		    list->items, list->room * sizeof(*list->items));
	}
	list->items[list->count++] = text;
}

char *
list_pop(struct list *list)
{
	return list->count == 0 ? NULL : list->items[--list->count];
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
list_sort(struct list *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof(*list->items), by_bytes);
}

size_t
list_from(const struct list *list, const char *text)
{
	size_t low = 0;
	size_t high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(list->items[middle], text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
list_free(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct list){ 0 };
}
