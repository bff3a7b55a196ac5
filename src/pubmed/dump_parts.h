/* Where the parts of an article are among a dump's blocks. */
#ifndef PUBMED_DUMP_PARTS_H
#define PUBMED_DUMP_PARTS_H

#include "base/pattern.h"
#include "base/span.h"
#include "pubmed/dump_lines.h"
#include "pubmed/dump_rules.h"

struct dump_patterns;

/* Blocks from `first` up to `end`. */
struct dump_range {
	size_t first, end;
};

struct dump_parts {
	const struct dump *dump;
	const struct dump_patterns *patterns;
	struct dump_range cited; /* the citation, ids beside it */
	struct dump_range title; /* empty: there is none */
	struct dump_range full;  /* authors, affiliations, ids */
	struct dump_range again; /* the heading a second time, or empty */
	size_t body;             /* where the abstract begins */
	bool has_citation;
	struct span journal;  /* before the citation, in its line */
	struct span citation; /* "2019 Nov 22;62(4):268-272." */
	struct span beside;   /* what follows it in its line */
};

/* NULL where there is no memory; dump_parts_forget(NULL) is fine. */
struct dump_patterns *dump_parts_learn(void);
void dump_parts_forget(struct dump_patterns *patterns);

/* Finds a citation within a text. */
const struct pattern *dump_parts_within(const struct dump_patterns *patterns);

/* Finds them; false: the text does not look like an article of PubMed. */
bool dump_parts_find(struct dump_parts *parts, struct dump *dump,
    const struct dump_patterns *patterns);

/* The section's blocks behind its heading, from the body on; or empty. */
struct dump_range dump_parts_section(
    const struct dump_parts *parts, enum dump_section section);

/* As that, from the block `from` on. */
struct dump_range dump_parts_next(
    const struct dump_parts *parts, enum dump_section section, size_t from);

/* The blocks' text as one, without those of the page around the article. */
struct span dump_parts_join(const struct dump *dump, struct dump_range range);

/* The same with them. */
struct span dump_parts_whole(const struct dump *dump, struct dump_range range);

/* Two texts as one: with a blank between them, where there was one. */
struct span dump_parts_pair(
    const struct dump *dump, struct span before, struct span after);

/* Do the two have the same letters and digits? */
bool dump_parts_same(struct span a, struct span b);

/* "Name et al. Journal. Date.": false where the text is none such. */
bool dump_parts_short(const struct dump_patterns *patterns, struct span text,
    struct span *author, struct span *journal);

#endif
