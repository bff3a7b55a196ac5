/* Looking for words and characters in spans. */
#include "pubmed/dump_text.h"

size_t
dump_text_find(struct span text, const char *part)
{
	struct span wanted = span_of(part);
	size_t at = 0;

	while (text.ptr != NULL && at + wanted.len <= text.len) {
		const char *next =
		    memchr(text.ptr + at, part[0], text.len - at);

		if (next == NULL)
			break;
		at = (size_t)(next - text.ptr);
		if (span_starts(span_from(text, at), wanted))
			return at;
		at++;
	}
	return text.len;
}

bool
dump_text_is_any(char c, const char *of)
{
	return c != '\0' && strchr(of, c) != NULL;
}
