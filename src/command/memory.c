/*
 * Takes memory for the command and ends it where there is none.  Knows
 * nothing of what the memory is for.
 */
#include "command/memory.h"

#include <stdlib.h>
#include <string.h>

#include "command/report.h"

static void *
checked(void *memory)
{
	if (memory == NULL) {
		report_no_memory();
		exit(EXIT_FAILURE);
	}
	return memory;
}

void *
memory_new(size_t size)
{
	return checked(calloc(1, size == 0 ? 1 : size));
}

void *
memory_resize(void *old, size_t size)
{
	return checked(realloc(old, size == 0 ? 1 : size));
}

char *
memory_copy(const char *text, size_t size)
{
	char *copy = memory_new(size + 1);

	if (size > 0)
		memcpy(copy, text, size);
	return copy;
}

char *
memory_path(const char *folder, const char *name)
{
	size_t front = strlen(folder);
	size_t back = strlen(name);
	size_t slash = front > 0 && folder[front - 1] != '/';
	char *path = memory_new(front + slash + back + 1);

	memcpy(path, folder, front + 1);
	if (slash)
		path[front] = '/';
	memcpy(path + front + slash, name, back + 1);
	return path;
}
