/* A PubMed page becomes a record. */
#ifndef PUBMED_PUBMED_H
#define PUBMED_PUBMED_H

#include "base/error.h"
#include "clean/clean.h"
#include "pubmed/lean.h"
#include "pubmed/lists.h"
#include "pubmed/page.h"
#include "pubscour.h"

/* Everything compiled that pages are read by. */
struct pubmed;

/* NULL where there is no memory.  pubmed_free(NULL) is fine. */
struct pubmed *pubmed_new(void);
void pubmed_free(struct pubmed *pubmed);

/* What its rules look at; it lives as long as `pubmed`. */
const struct lean *pubmed_lean(const struct pubmed *pubmed);

/*
 * Reads an indexed, marked page into `page->record`, which record_init has
 * made and whose `page` is filled but for `kind` and `url`.  `cut`: the end of
 * the document is missing.  `page` itself needs nothing; it keeps what was
 * found by which rule.  All is in the arena.
 * PSC_NOT_AN_ARTICLE, with a message that says what it is instead.
 */
enum psc_status pubmed_read(const struct pubmed *pubmed, struct arena *arena,
    const struct select_page *index, const struct clean *clean, bool cut,
    struct page *page, struct record *record, struct error *error);

/*
 * Reads an article page once more, only to learn of every element in which a
 * rule found something: `read` and `clean` are those of pubmed_read, and stay
 * as they are.  All is in the arena.
 */
void pubmed_trace(const struct pubmed *pubmed, struct arena *arena,
    const struct page *read, const struct clean *clean, struct page_hits *hits);

/*
 * The same for a part of a list that was got for itself: lists_adopt and
 * lists_read.  The index and marks of pubmed_read_part are made of what
 * pubmed_adopt left.  All is in the arena.  PSC_NOT_AN_ARTICLE, with a message
 * that says what it is instead.
 */
void pubmed_adopt(const struct pubmed *pubmed, struct arena *arena,
    struct dom *dom, enum psc_list list);
enum psc_status pubmed_read_part(const struct pubmed *pubmed,
    struct arena *arena, const struct select_page *index,
    const struct clean *clean, bool cut, const struct lists_asked *asked,
    struct lists_part *part, struct error *error);

/*
 * Is there something about a page that was read which the whole of it might
 * tell better: a warning of its layout, affiliations that stand elsewhere,
 * addresses that were rewritten, a layout that pubmed_lean() does not know?
 */
bool pubmed_is_in_doubt(const struct pubmed *pubmed, const struct page *page);

#endif
