/*
 * Memory of the command itself.  Where the machine has none left, there is
 * nothing useful to do: one line on standard error, and exit 1.
 */
#ifndef COMMAND_MEMORY_H
#define COMMAND_MEMORY_H

#include <stddef.h>

/* `size` bytes, cleared; free() gives them back. */
void *memory_new(size_t size);

/* `old` made `size` bytes long, as by realloc. */
void *memory_resize(void *old, size_t size);

/* A copy of the first `size` bytes of `text`, with a NUL behind it. */
char *memory_copy(const char *text, size_t size);

/* The path of `name` in `folder`, with one slash between them. */
char *memory_path(const char *folder, const char *name);

#endif
