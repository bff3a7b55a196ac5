/* Where one text stands in another. */
#ifndef INPUT_FIND_H
#define INPUT_FIND_H

#include "base/span.h"

/* The place of the first `what` in `text`, in bytes; text.len: nowhere. */
static inline size_t
find_text(struct span text, struct span what)
{
	size_t at = 0;

	while (what.len > 0 && text.len - at >= what.len) {
		const char *hit = memchr(
		    text.ptr + at, what.ptr[0], text.len - at - what.len + 1);
		if (hit == NULL)
			break;
		at = (size_t)(hit - text.ptr);
		if (memcmp(hit, what.ptr, what.len) == 0)
			return at;
		at++;
	}
	return text.len;
}

/* The same, whatever the case of ASCII letters is. */
static inline size_t
find_nocase(struct span text, struct span what)
{
	for (size_t at = 0; text.len - at >= what.len && at < text.len; at++)
		if (span_equal_nocase(
			(struct span){ text.ptr + at, what.len }, what))
			return at;
	return text.len;
}

/* `text` without the HTML white space at its beginning. */
static inline struct span
find_skip_space(struct span text)
{
	size_t at = 0;

	while (at < text.len && span_is_space(text.ptr[at]))
		at++;
	return span_from(text, at);
}

#endif
