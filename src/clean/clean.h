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

#define CLEAN_RULES 64

/* Kinds of pages; a rule holds for a set of them. */
enum clean_profile {
	CLEAN_PUBMED = 1,    /* an article page, before its record is read */
	CLEAN_PMC = 2,       /* a full text of PubMed Central */
	CLEAN_BOOKSHELF = 4, /* a page of a book of NCBI's */
	CLEAN_GENERIC = 8    /* any other page */
};

/*
 * What a rule looks at before it drops an element.  Without CLEAN_CERTAIN it
 * spares what holds the page's `main`, and may be taken back (clean_mark).
 */
enum clean_flags {
	CLEAN_CERTAIN = 1,  /* nothing: it is chrome whatever is in it */
	CLEAN_OUTSIDE = 2,  /* only outside of main, article and the like */
	CLEAN_SMALL = 4,    /* only what holds little of the page's text */
	CLEAN_HEADER = 8,   /* not the only heading of the page */
	CLEAN_HIDDEN = 16,  /* all that is hidden, too, but for panels */
	CLEAN_SHORT = 32,   /* only a few words */
	CLEAN_CONTROL = 64, /* not what is in a heading, or opens a part */
	CLEAN_LABEL = 128,  /* not the first heading */
	CLEAN_MENU = 256,   /* not the contents of the main part, in it */
	CLEAN_SIGN = 512    /* only a mark: the link of a heading */
};

/*
 * One rule: its name, what it holds for, and what it drops.  Lists are words
 * with one space between them; NULL: none.  Two rules have one name only
 * where no page knows both.
 */
struct clean_rule {
	const char *name;
	unsigned profiles; /* of enum clean_profile */
	unsigned flags;    /* of enum clean_flags */
	const char *selector;
	const char *names;  /* each a class or an id */
	const char *starts; /* how a class or an id begins */
	const char *roles;
	/* Patterns, anchored: a block of these sentences alone is dropped;
	   those in `sayings` do not make one, but may stand in one or beside
	   it.  They are looked for where a text has one of the hints, which
	   are in lower case, and in an image's or a block's label. */
	const char *hints;
	const char *sentences;
	const char *sayings;
};

/* The table; its end is a row without a name. */
const struct clean_rule *clean_table(void);

/* One sign of a profile: each selector that is not NULL finds something. */
struct clean_sign {
	enum clean_profile profile; /* 0: the end of the table */
	const char *selector;
	const char *with;
};

/* The signs; the first that is there decides. */
const struct clean_sign *clean_signs(void);

#define CLEAN_SIGNS 8

struct clean_rules;

#define CLEAN_ALL (CLEAN_PUBMED | CLEAN_PMC | CLEAN_BOOKSHELF | CLEAN_GENERIC)

/*
 * The tables, compiled for a set of profiles, and only of use for them; NULL
 * where there is no memory.  clean_profile asks for CLEAN_ALL.
 */
struct clean_rules *clean_rules_new(unsigned profiles);
void clean_rules_free(struct clean_rules *rules);

/* What kind of page it is, by its mark-up alone. */
enum clean_profile clean_profile(
    const struct clean_rules *rules, const struct select_page *page);

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

/*
 * Marks the page by the rules of one profile.  The marks are in the arena.
 * Where hardly any text would be left, the rules that are not certain are
 * taken back, the one that dropped most first; never so for CLEAN_PUBMED.
 */
void clean_mark(struct arena *arena, const struct clean_rules *rules,
    enum clean_profile profile, const struct select_page *page,
    struct clean *clean);

#endif
