/* What is known of PubMed's layout before 2020: where each field stands. */
#ifndef PUBMED_LEGACY_RULES_H
#define PUBMED_LEGACY_RULES_H

#include "pubmed/rules.h"

/* What stands under a heading. */
enum legacy_part {
	LEGACY_UNKNOWN,
	LEGACY_ELSEWHERE, /* what other rules find */
	LEGACY_NOTHING,   /* nothing for the record */
	LEGACY_KEYWORDS,
	LEGACY_TYPES,
	LEGACY_MESH,
	LEGACY_SUBSTANCES,
	LEGACY_CONCEPTS,
	LEGACY_GRANTS,
	LEGACY_DATA,
	LEGACY_CONFLICT,
	LEGACY_SUMMARY,
	LEGACY_NOTICE,
	LEGACY_RETRACTION /* a notice that says the article is retracted */
};

/* A heading without colon and count, in any case of letters. */
struct legacy_heading {
	const char *name;
	enum legacy_part part;
};

/* The table, RULE_COUNT rows, each at its own index. */
const struct rule *legacy_rules_table(void);

/* The headings; the last one has no name. */
const struct legacy_heading *legacy_rules_headings(void);

/* The table, compiled: as rules_new. */
struct rules *legacy_rules_new(void);

#endif
