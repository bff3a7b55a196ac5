/* Languages by their three-letter codes and by their names. */
#ifndef OUTPUT_LANGUAGE_H
#define OUTPUT_LANGUAGE_H

#include "base/span.h"

struct language {
	const char *code; /* ISO 639-2, as in RECORD's abstracts */
	const char *tag;  /* BCP 47, as in `lang`: two letters, mostly */
	const char *name; /* in English */
};

/* The language of a code, or NULL.  Both codes of a language are known. */
const struct language *language_find(struct span code);

/*
 * The language of a name, with the code that MEDLINE has for it: of two that
 * of libraries ("ger", not "deu").  NULL: it is not known.
 */
const struct language *language_named(struct span name);

#endif
