/*
 * How a row of a layout's table is written: rules.c and legacy_rules.c.  A
 * row: its id, the key, who has it (and by which holder), then the places, the
 * first that has a value wins.
 */
#ifndef PUBMED_ROWS_H
#define PUBMED_ROWS_H

#include "pubmed/rules.h"

/* Some fields have one place on some pages. */
#define ROW(id, key, ...) \
	[id] = { id, false, key, NEED_SOME, NULL, { __VA_ARGS__ } }
#define SCOPE(id, key, ...) \
	[id] = { id, true, key, NEED_SOME, NULL, { __VA_ARGS__ } }
#define ALWAYS(id, key, ...) \
	[id] = { id, false, key, NEED_ALWAYS, NULL, { __VA_ARGS__ } }
#define HELD(id, key, holder, ...) \
	[id] = { id, false, key, NEED_HOLDER, holder, { __VA_ARGS__ } }
#define EACH(id, key, holder, ...) \
	[id] = { id, false, key, NEED_EACH, holder, { __VA_ARGS__ } }
#define HELD_SCOPE(id, key, holder, ...) \
	[id] = { id, true, key, NEED_HOLDER, holder, { __VA_ARGS__ } }
#define AT(selector) \
	{ \
		selector, NULL, NULL, false, false \
	}
#define ATTR(selector, name) \
	{ \
		selector, name, NULL, false, false \
	}
#define LINK(selector, name) \
	{ \
		selector, name, NULL, true, false \
	}
#define MATCH(selector, pattern) \
	{ \
		selector, NULL, pattern, false, false \
	}
#define ATTR_MATCH(selector, name, pattern) \
	{ \
		selector, name, pattern, false, false \
	}
#define ATTR_ELSEWHERE(selector, name) \
	{ \
		selector, name, NULL, false, true \
	}

#endif
