/*
 * Memory of one page.  Chunks double in size; a reset keeps them for the next
 * page, so that a run over many pages asks the system for memory once.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CHUNK_FIRST ((size_t)64 << 10)
#define CHUNK_LARGEST ((size_t)8 << 20)
#define KEPT ((size_t)64 << 20) /* bytes of chunks kept at a reset */

/*
 * Under AddressSanitizer, what is not taken from a chunk is poisoned, with a
 * gap behind each piece, so that it sees a read past the end of one.
 */
#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#define HIDE(bytes, size) ASAN_POISON_MEMORY_REGION(bytes, size)
#define SHOW(bytes, size) ASAN_UNPOISON_MEMORY_REGION(bytes, size)
#define GAP _Alignof(max_align_t)
#else
#define HIDE(bytes, size) ((void)(bytes), (void)(size))
#define SHOW(bytes, size) ((void)(bytes), (void)(size))
#define GAP 0
#endif

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	size_t used;
	max_align_t data[];
};

void
arena_init(struct arena *arena, size_t cap)
{
	*arena = (struct arena){ .cap = cap };
}

static void *
give_up(struct arena *arena)
{
	if (arena->out != NULL)
		longjmp(*arena->out, 1);
	return NULL;
}

static struct arena_chunk *
new_chunk(struct arena *arena, size_t least)
{
	struct arena_chunk **link = &arena->spare, *chunk;
	size_t size = CHUNK_FIRST;

	for (; (chunk = *link) != NULL; link = &chunk->next) {
		if (chunk->size < least)
			continue;
		*link = chunk->next;
		chunk->used = 0;
		return chunk;
	}
	if (arena->chunks != NULL)
		size = arena->chunks->size * 2;
	if (size > CHUNK_LARGEST)
		size = CHUNK_LARGEST;
	if (size < least)
		size = least;
	chunk = malloc(sizeof(*chunk) + size);
	if (chunk != NULL) {
		chunk->size = size;
		chunk->used = 0;
	}
	return chunk;
}

/* What a piece of `size` bytes takes from a chunk. */
static size_t
taken(size_t size)
{
	return (size + GAP + _Alignof(max_align_t) - 1) &
	       ~(_Alignof(max_align_t) - 1);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunks;
	const size_t wanted = size;
	char *bytes;

	if (size > SIZE_MAX / 4)
		return give_up(arena);
	size = taken(size);
	if (arena->cap != 0 && size > arena->cap - arena->used)
		return give_up(arena);
	if (chunk == NULL || size > chunk->size - chunk->used) {
		chunk = new_chunk(arena, size);
		if (chunk == NULL)
			return give_up(arena);
		chunk->next = arena->chunks;
		arena->chunks = chunk;
		HIDE(chunk->data, chunk->size);
	}
	bytes = (char *)chunk->data + chunk->used;
	chunk->used += size;
	arena->used += size;
	SHOW(bytes, wanted);
	return bytes;
}

bool
arena_resize(struct arena *arena, void *piece, size_t before, size_t after)
{
	struct arena_chunk *chunk = arena->chunks;
	size_t start, used;

	if (chunk == NULL || piece == NULL || after > SIZE_MAX / 4 ||
	    (char *)piece + taken(before) != (char *)chunk->data + chunk->used)
		return false;
	start = chunk->used - taken(before);
	used = start + taken(after);
	if (used > chunk->size ||
	    (arena->cap != 0 && used > chunk->used &&
		used - chunk->used > arena->cap - arena->used))
		return false;
	HIDE(piece, used > chunk->used ? used - start : chunk->used - start);
	SHOW(piece, after);
	arena->used = arena->used - chunk->used + used;
	chunk->used = used;
	return true;
}

void *
arena_zeros(struct arena *arena, size_t count, size_t size)
{
	void *bytes;

	if (size != 0 && count > SIZE_MAX / 4 / size)
		return give_up(arena);
	bytes = arena_alloc(arena, count * size);
	if (bytes != NULL)
		memset(bytes, 0, count * size);
	return bytes;
}

void *
arena_more(
    struct arena *arena, void *array, size_t count, size_t *room, size_t size)
{
	size_t larger = *room == 0 ? 8 : *room * 2;
	void *copy;

	if (count < *room)
		return array;
	if (larger > SIZE_MAX / 4 / size)
		return give_up(arena);
	if (count > 0 &&
	    arena_resize(arena, array, *room * size, larger * size)) {
		*room = larger;
		return array;
	}
	copy = arena_alloc(arena, larger * size);
	if (copy != NULL && count > 0)
		memcpy(copy, array, count * size);
	if (copy != NULL)
		*room = larger;
	return copy;
}

struct span
arena_copy(struct arena *arena, struct span text)
{
	char *copy = arena_alloc(arena, text.len + 1);

	if (copy == NULL)
		return SPAN_NONE;
	if (text.len > 0)
		memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	return (struct span){ copy, text.len };
}

struct span
arena_print(struct arena *arena, const char *format, ...)
{
	struct span text = SPAN_NONE;
	va_list args, again;
	char *bytes;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len >= 0) {
		bytes = arena_alloc(arena, (size_t)len + 1);
		if (bytes != NULL) {
			vsnprintf(bytes, (size_t)len + 1, format, again);
			text = (struct span){ bytes, (size_t)len };
		}
	}
	va_end(again);
	va_end(args);
	return text;
}

void
arena_reset(struct arena *arena)
{
	struct arena_chunk *chunk, *next;
	size_t kept = 0;

	for (chunk = arena->spare; chunk != NULL; chunk = chunk->next)
		kept += chunk->size;
	for (chunk = arena->chunks; chunk != NULL; chunk = next) {
		next = chunk->next;
		SHOW(chunk->data, chunk->size);
		if (chunk->size <= KEPT - kept) {
			kept += chunk->size;
			chunk->next = arena->spare;
			arena->spare = chunk;
		} else {
			free(chunk);
		}
	}
	arena->chunks = NULL;
	arena->used = 0;
}

struct arena_mark
arena_mark(const struct arena *arena)
{
	const struct arena_chunk *chunk = arena->chunks;

	return (struct arena_mark){ arena->chunks,
		chunk == NULL ? 0 : chunk->used, arena->used };
}

void
arena_back(struct arena *arena, struct arena_mark mark)
{
	struct arena_chunk *chunk;

	while (arena->chunks != mark.chunk) {
		chunk = arena->chunks;
		arena->chunks = chunk->next;
		SHOW(chunk->data, chunk->size);
		free(chunk);
	}
	if (mark.chunk != NULL) {
		mark.chunk->used = mark.chunk_used;
		HIDE((char *)mark.chunk->data + mark.chunk_used,
		    mark.chunk->size - mark.chunk_used);
	}
	arena->used = mark.used;
}

void
arena_free(struct arena *arena)
{
	struct arena_chunk *chunk;

	arena_reset(arena);
	while ((chunk = arena->spare) != NULL) {
		arena->spare = chunk->next;
		free(chunk);
	}
}
