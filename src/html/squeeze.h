/*
 * Fewer bytes that lead to the same record: what no rule looks at is left out
 * before the page is parsed.  It works on pages whose tree is what their tags
 * say; any other page is parsed whole.
 */
#ifndef HTML_SQUEEZE_H
#define HTML_SQUEEZE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "html/select.h"

/* A page with a longer text between two tags, in bytes, is in doubt. */
#define SQUEEZE_TEXT ((size_t)1 << 20)

/* What may go.  The lists end with NULL. */
struct squeeze_plan {
	/* Attributes that are read; all others may go.  "role" stays wherever
	   it is, "href a" on elements whose tag, id or class is `a`. */
	const char *const *attributes;
	/* Ids and classes that are looked for; all others may go. */
	const char *const *names;
	/* Selectors of one part: the content of what they select is read by
	   nobody, wherever it stands. */
	const char *const *menus;
	/* The same, but only outside of `texts`. */
	const char *const *chrome;
	/* Ids and classes of elements that text is taken from as a whole. */
	const char *const *texts;
	/* Ids of fields: a page in whose chrome one stands is in doubt. */
	const char *const *fields;
	/* `meta` and `link` elements of the head that are read. */
	const char *const *metas;
};

struct squeeze;

/* NULL where a selector is wrong, or there is no memory. */
struct squeeze *squeeze_new(const struct squeeze_plan *plan);
void squeeze_free(struct squeeze *squeeze);

/*
 * Writes less of `text` into the arena.  False where there is doubt whether
 * the record would be the same: then the whole must be parsed.
 */
bool squeeze_apply(const struct squeeze *squeeze, struct arena *arena,
    struct span text, struct span *less);

#endif
