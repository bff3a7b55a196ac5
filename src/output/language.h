/* Languages by their three-letter codes. */
#ifndef OUTPUT_LANGUAGE_H
#define OUTPUT_LANGUAGE_H

#include "base/span.h"

struct language {
	const char *code; /* ISO 639-2, as in RECORD's abstracts */
	const char *tag;  /* BCP 47, as in `lang`: two letters */
	const char *name; /* in English */
};

/* The language of a code, or NULL.  Both codes of a language are known. */
const struct language *language_find(struct span code);

#endif
