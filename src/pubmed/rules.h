/*
 * All that is known of PubMed's layout: where each field stands.  The day NLM
 * moves something, one row of the table in rules.c changes, and nothing else.
 */
#ifndef PUBMED_RULES_H
#define PUBMED_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pattern.h"
#include "html/select.h"

enum rule_id {
	RULE_ARTICLE,
	RULE_PMID,
	RULE_IDENTIFIER,
	RULE_PMCID,
	RULE_DOI,
	RULE_TITLE,
	RULE_LANGUAGES,
	RULE_ARTICLE_TYPE,
	RULE_JOURNAL_TITLE,
	RULE_JOURNAL_ABBREVIATION,
	RULE_CITATION,
	RULE_CITATION_DATE,
	RULE_CITATION_DOI,
	RULE_CITATION_VOLUME,
	RULE_SECONDARY_DATE,
	RULE_AHEAD_OF_PRINT,
	RULE_ACCESS,
	RULE_EMBARGO,
	RULE_AUTHORS_EMPTY,
	RULE_AUTHOR,
	RULE_AUTHOR_NAME,
	RULE_AUTHOR_TERM,
	RULE_AUTHOR_AFFILIATION,
	RULE_AUTHOR_EQUAL,
	RULE_AFFILIATION,
	RULE_AFFILIATION_KEY,
	RULE_COLLABORATION,
	RULE_COLLABORATORS,
	RULE_ABSTRACT_BLOCK,
	RULE_ABSTRACT,
	RULE_ABSTRACT_OTHER,
	RULE_ABSTRACT_EMPTY,
	RULE_ABSTRACT_LANGUAGE,
	RULE_ABSTRACT_LABEL,
	RULE_SUMMARY,
	RULE_COPYRIGHT,
	RULE_CONFLICT,
	RULE_FIGURE,
	RULE_FIGURE_LABEL,
	RULE_FIGURE_CAPTION,
	RULE_FIGURE_IMAGE,
	RULE_FIGURE_THUMBNAIL,
	RULE_FIGURE_WIDTH,
	RULE_FIGURE_HEIGHT,
	RULE_REFERENCES,
	RULE_REFERENCE,
	RULE_REFERENCE_SECTION,
	RULE_REFERENCE_LINK,
	RULE_REFERENCE_ANY_LINK,
	RULE_REFERENCES_MORE,
	RULE_REFERENCES_MORE_URL,
	RULE_SIMILAR,
	RULE_CITED_BY,
	RULE_LISTS_LATER,
	RULE_LIST_MORE,
	RULE_LIST_REST,
	RULE_LIST_AMOUNT,
	RULE_ITEM,
	RULE_ITEM_TITLE,
	RULE_ITEM_PMID,
	RULE_ITEM_AUTHORS,
	RULE_ITEM_CITATION,
	RULE_ITEM_NOTE,
	RULE_PUBLICATION_TYPE,
	RULE_MESH,
	RULE_SUBSTANCE,
	RULE_CONCEPT,
	RULE_GRANT,
	RULE_GRANT_LINK,
	RULE_GRANT_ID,
	RULE_FUNDING,
	RULE_DATA,
	RULE_NOTICE,
	RULE_NOTICE_HEADING,
	RULE_NOTICE_ITEM,
	RULE_NOTICE_DOCSUM,
	RULE_RETRACTED,
	RULE_PREPRINT,
	RULE_FULL_TEXT,
	RULE_FULL_TEXT_PROVIDER,
	RULE_LINK_IMAGE,
	RULE_LINKOUT_GROUP,
	RULE_LINKOUT_CATEGORY,
	RULE_LINKOUT_LINK,
	RULE_RELATED,
	RULE_MENU,
	RULE_CONTAINER,
	RULE_HEADING,
	RULE_SECTION_TITLE,
	RULE_COUNT
};

/* Who has this field? */
enum rule_need {
	NEED_SOME,   /* some pages */
	NEED_ALWAYS, /* every article page */
	NEED_HOLDER, /* every page that has what `holder` selects */
	NEED_EACH    /* each element that `holder` selects */
};

#define RULE_WAYS 5

/* One place where a field may stand. */
struct rule_way {
	const char *selector;
	const char *attribute; /* NULL: the element's text */
	const char *pattern;   /* the value is its first group; NULL: all */
	bool address;          /* the attribute is an address: unfolded, and
	                           made absolute */
	bool elsewhere;        /* not where known layouts have it: the value
	                           is taken, and missing-field is warned of */
};

struct rule {
	enum rule_id id;
	bool scope;       /* other fields are looked for in its element; no text
	               is taken from the element itself */
	const char *name; /* the record's key; "(…)" where it is none */
	enum rule_need need;
	const char *holder; /* with NEED_HOLDER: a selector */
	struct rule_way ways[RULE_WAYS];
};

/*
 * The table of the layout since 2020, RULE_COUNT rows, each at its own index.
 * Other layouts have one of their own; in these a row may have no place: a
 * field that the layout never had, or that is not found by a selector.
 */
const struct rule *rules_table(void);

/* A table, compiled. */
struct rules {
	const struct rule *table;
	const char *site; /* what relative addresses are relative to */
	struct selector *selectors[RULE_COUNT][RULE_WAYS];
	struct pattern *patterns[RULE_COUNT][RULE_WAYS];
	struct selector *holders[RULE_COUNT];
};

/* NULL where there is no memory, or a row does not compile. */
struct rules *rules_new(void);
struct rules *rules_compile(const struct rule *rows, const char *site);
void rules_free(struct rules *rules);

#endif
