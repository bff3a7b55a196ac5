/*
 * Memory that belongs to one page: taken in pieces, given back at once.
 * Nothing taken from an arena is freed by itself.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

#include "base/span.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* the newest first */
	struct arena_chunk *spare;  /* kept for the next page */
	size_t used;                /* bytes taken since the last reset */
	size_t cap;                 /* bytes that may be taken; 0: no limit */
	jmp_buf *out;               /* where to go when there is none left */
};

/* An empty arena that gives at most `cap` bytes; 0: as the machine has. */
void arena_init(struct arena *arena, size_t cap);

/* Takes everything back; keeps some memory at hand for the next page. */
void arena_reset(struct arena *arena);

/* A point in time of an arena, to go back to. */
struct arena_mark {
	struct arena_chunk *chunk;
	size_t chunk_used;
	size_t used;
};

struct arena_mark arena_mark(const struct arena *arena);

/* Takes back, and frees, all that was taken since the mark was made. */
void arena_back(struct arena *arena, struct arena_mark mark);

/* Takes everything back and frees it. */
void arena_free(struct arena *arena);

/*
 * `size` bytes, aligned for any type, not cleared.  Where the cap or the
 * machine's memory is reached: longjmp(*arena->out, 1), or, where `out` is
 * NULL, a NULL result.  arena_alloc(a, 0) is a valid pointer.
 */
void *arena_alloc(struct arena *arena, size_t size);

/*
 * Makes the last piece that was taken, `piece` of `before` bytes, `after`
 * bytes long, where it stands.  False, and nothing is changed, where it is not
 * the last one or there is no room behind it.
 */
bool arena_resize(
    struct arena *arena, void *piece, size_t before, size_t after);

/* As arena_alloc, for `count` things of `size` bytes, cleared. */
void *arena_zeros(struct arena *arena, size_t count, size_t size);

/*
 * Room for at least one more thing in an array of `*room` things of `size`
 * bytes of which `count` are used: the array itself, or a larger copy.
 */
void *arena_more(
    struct arena *arena, void *array, size_t count, size_t *room, size_t size);

/* A copy of `text`, with a NUL byte behind it that is not counted. */
struct span arena_copy(struct arena *arena, struct span text);

/* Text made as by printf. */
struct span arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
