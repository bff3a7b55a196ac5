/*
 * The parts of an article page, each read into its keys of the record.  The
 * order of calls does not matter, but for warnings_read, which comes last.
 */
#ifndef PUBMED_PARTS_H
#define PUBMED_PARTS_H

#include "pubmed/citation.h"
#include "pubmed/page.h"

/* heading.c: ids, title, languages, type, journal, citation, access */
void heading_read(struct page *page, const struct citation_patterns *patterns);

/* people.c: authors, affiliations, collaborators */
void people_read(struct page *page);

/* abstract.c: abstracts, keywords, the paragraphs below them */
void abstract_read(struct page *page);

/* figures.c */
void figures_read(struct page *page);

/* references.c */
void references_read(struct page *page);

/* docsums.c: similar articles, citing articles, notices */
void docsums_read(struct page *page);

/* sections.c: the short lists, the banners, the links */
void sections_read(struct page *page);

/* warnings.c: missing-field, unknown-section, truncated-list */
void warnings_read(struct page *page);

#endif
