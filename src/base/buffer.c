/* Text that grows in an arena. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>

void
buffer_init(struct buffer *buffer, struct arena *arena, size_t cap)
{
	*buffer = (struct buffer){ .arena = arena, .cap = cap };
}

static bool
make_room(struct buffer *buffer, size_t more)
{
	size_t room = buffer->room == 0 ? 256 : buffer->room;
	char *ptr;

	if (buffer->full || more > buffer->cap - buffer->len) {
		buffer->full = true;
		return false;
	}
	if (buffer->ptr != NULL && buffer->len + more < buffer->room)
		return true;
	while (room <= buffer->len + more)
		room *= 2;
	if (arena_resize(buffer->arena, buffer->ptr, buffer->room, room)) {
		buffer->room = room;
		return true;
	}
	ptr = arena_alloc(buffer->arena, room);
	if (ptr == NULL) {
		buffer->full = true;
		return false;
	}
	if (buffer->ptr != NULL)
		memcpy(ptr, buffer->ptr, buffer->len);
	buffer->ptr = ptr;
	buffer->room = room;
	return true;
}

void
buffer_add(struct buffer *buffer, struct span text)
{
	if (text.len == 0 || !make_room(buffer, text.len))
		return;
	memcpy(buffer->ptr + buffer->len, text.ptr, text.len);
	buffer->len += text.len;
}

void
buffer_char(struct buffer *buffer, char c)
{
	buffer_add(buffer, (struct span){ &c, 1 });
}

void
buffer_print(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	char text[512];
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (len > 0)
		buffer_add(buffer, span_first(span_of(text), (size_t)len));
}

struct span
buffer_text(struct buffer *buffer)
{
	if (!make_room(buffer, 0))
		return SPAN("");
	buffer->ptr[buffer->len] = '\0';
	return (struct span){ buffer->ptr, buffer->len };
}
