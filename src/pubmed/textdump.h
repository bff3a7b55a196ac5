/* A PubMed page that somebody turned into plain text or Markdown. */
#ifndef PUBMED_TEXTDUMP_H
#define PUBMED_TEXTDUMP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"
#include "record/record.h"

struct textdump;

/* NULL where there is no memory.  textdump_free(NULL) is fine. */
struct textdump *textdump_new(void);
void textdump_free(struct textdump *dump);

/*
 * Fills the record as far as the text, which is valid UTF-8, holds it; what
 * it does not hold stays null or empty, and `page.kind` is "pubmed-text".
 * PSC_NOT_AN_ARTICLE, with what the text is and an empty record, where it
 * does not look like an article's page.  All is in the arena.
 */
enum psc_status textdump_read(const struct textdump *dump, struct arena *arena,
    struct span text, struct record *record, struct error *error);

/*
 * Does the text say that it is HTML: a document type, `<html>`, `<body>`?
 * Tools that write Markdown keep some tags, but never these.
 */
bool textdump_is_page(struct span text);

#endif
