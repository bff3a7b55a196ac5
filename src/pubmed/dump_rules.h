/* What a dump's lines are, known by their letters and digits alone. */
#ifndef PUBMED_DUMP_RULES_H
#define PUBMED_DUMP_RULES_H

#include <stdbool.h>

#include "base/span.h"

/* What begins with a heading. */
enum dump_section {
	DUMP_NONE,
	DUMP_AUTHORS,
	DUMP_COLLABORATORS,
	DUMP_AFFILIATIONS,
	DUMP_ABSTRACT,
	DUMP_DISCLAIMER,
	DUMP_SUMMARY,
	DUMP_CONFLICT,
	DUMP_FIGURES,
	DUMP_NOTICE,
	DUMP_SIMILAR,
	DUMP_CITED_BY,
	DUMP_REFERENCES,
	DUMP_PUBLICATION_TYPES,
	DUMP_MESH,
	DUMP_SUBSTANCES,
	DUMP_SUPPLEMENTARY,
	DUMP_DATA,
	DUMP_RELATED,
	DUMP_GRANTS,
	DUMP_LINKOUT,
	DUMP_FULL_TEXT,
	DUMP_FOOT,
	DUMP_SECTIONS
};

/* The longest text that the tables know, bytes of its letters and digits. */
#define DUMP_KEY 96

/*
 * The ASCII letters and digits of `text`, in lower case, in `key`; of a longer
 * text its beginning.  Other characters count as nothing.
 */
struct span dump_rules_key(struct span text, char key[DUMP_KEY]);

/* The section that the text is a heading of, or DUMP_NONE. */
enum dump_section dump_rules_section(struct span text);

/* Does a line with this text begin a part of the page, and never go on? */
bool dump_rules_begins(struct span text);

/* Is the text of the page around the article: a button, a menu, a notice? */
bool dump_rules_is_chrome(struct span text);

/* The label over a title, such as "Review", as it stands; SPAN_NONE. */
struct span dump_rules_type(struct span text);

/* Is it a label that abstracts have, such as "Methods"? */
bool dump_rules_is_label(struct span text);

/* How many kinds of notice there are, and the heading and kind of each. */
size_t dump_rules_notices(void);
const char *dump_rules_notice(size_t index, const char **kind);

#endif
