/*
 * Which part of a page is chrome: banners, menus, forms, footers.  Nodes are
 * marked; the tree is never edited.
 */
#ifndef CLEAN_CLEAN_H
#define CLEAN_CLEAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "html/select.h"

#define CLEAN_RULES 24

/* One rule: its name, and what it drops. */
struct clean_rule {
	const char *name;
	const char *selector;
};

/* The table; its end is a row without a name. */
const struct clean_rule *clean_table(void);

struct clean_rules;

/* The table, compiled; NULL where there is no memory. */
struct clean_rules *clean_rules_new(void);
void clean_rules_free(struct clean_rules *rules);

/* What was dropped by one rule. */
struct clean_sum {
	size_t blocks; /* elements that it dropped itself */
	size_t bytes;  /* of text below them */
};

struct clean {
	/* For each node 0 (kept), or the number from 1 of the rule that
	   dropped it or the outermost element around it. */
	uint8_t *marks;
	struct clean_sum sums[CLEAN_RULES];
};

/* Marks the page.  The marks are in the arena. */
void clean_mark(struct arena *arena, const struct clean_rules *rules,
    const struct select_page *page, struct clean *clean);

#endif
