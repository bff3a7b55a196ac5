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

/* legacy.c: all of a page of the layout before 2020 */
void legacy_read(struct page *page, const struct citation_patterns *patterns);

/*
 * What both layouts make of a text: a label without the colon behind it (NULL
 * where nothing is left), the keywords "a; b; c.", a section of an abstract,
 * the text of its sections, "Stomach Neoplasms / surgery*" (cut there),
 * "GENBANK/JN795930", and "Erratum in" as "erratum_in"; and of the links to
 * the full text.
 */
struct span abstract_label(struct span label);
void abstract_keywords(struct page *page, struct span text);
void abstract_add(struct page *page, struct record_abstract *abstract,
    struct record_section section);
void abstract_join(struct page *page, struct record_abstract *abstract);
void sections_mesh(struct page *page, struct span text, struct span cut);
void sections_data(struct page *page, struct span text);
void sections_full_text(struct page *page);
struct span docsums_kind(struct arena *arena, struct span heading);

/* warnings.c: missing-field, unknown-section, truncated-list */
void warnings_read(struct page *page);

#endif
