/* Bytes in any character set become UTF-8. */
#ifndef INPUT_CHARSET_H
#define INPUT_CHARSET_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"

struct charset_text {
	struct span text; /* valid UTF-8 */
	const char *name; /* of the character set it was in; static */
	size_t replaced;  /* ill-formed pieces, each now one U+FFFD */
};

/*
 * Finds the character set of `bytes`, as input_decode_as says of one that a
 * header calls `label` (SPAN_NONE: none does), and decodes them.
 * `text` lies within `bytes` where nothing had to be changed, else in the
 * arena, whose `out` is NULL.  PSC_UNREADABLE, with a message, where the
 * system cannot decode that set; PSC_NO_MEMORY without one.
 */
enum psc_status charset_decode(struct arena *arena, struct span bytes,
    struct span label, struct charset_text *result, struct error *error);

/*
 * Loads what the system needs to decode the set of that name, as in
 * charset_text, so that a process made from this one by fork() can do so
 * where it may open no files.  It stays loaded until charset_release(), which
 * takes what this gave.  NULL: the system has no such set, or needs nothing.
 */
void *charset_hold(const char *name);
void charset_release(void *held);

#endif
