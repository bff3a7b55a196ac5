/* What a page is that is no article page. */
#ifndef PUBMED_KIND_H
#define PUBMED_KIND_H

#include "pubmed/page.h"

struct kind_rules;

/* NULL where there is no memory.  kind_rules_free(NULL) is fine. */
struct kind_rules *kind_rules_new(void);
void kind_rules_free(struct kind_rules *rules);

/* Is it an article page of PubMed, of a layout that the rules know? */
bool kind_is_article(struct page *page);

/*
 * Is it an article page of the layout before 2020, by whose rules it is read?
 * One that shows the abstracts of several articles is none.
 */
bool kind_is_legacy(struct page *page);

/* What it is instead, in words, without a full stop.  In the arena. */
struct span kind_instead(const struct kind_rules *rules, struct page *page);

#endif
