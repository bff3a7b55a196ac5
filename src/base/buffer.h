/*
 * Text that grows in an arena, up to a cap.  Past the cap, or without memory,
 * nothing more is added and `full` says so.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

struct buffer {
	struct arena *arena;
	char *ptr;
	size_t len;
	size_t room;
	size_t cap; /* bytes it may hold at most */
	bool full;
};

void buffer_init(struct buffer *buffer, struct arena *arena, size_t cap);
void buffer_add(struct buffer *buffer, struct span text);
void buffer_char(struct buffer *buffer, char c);
void buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What it holds, with a NUL byte behind it that is not counted. */
struct span buffer_text(struct buffer *buffer);

#endif
