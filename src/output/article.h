/* A record as a page to be read, in the order in which an article is read. */
#ifndef OUTPUT_ARTICLE_H
#define OUTPUT_ARTICLE_H

#include "base/arena.h"
#include "html/dom.h"
#include "record/record.h"

/*
 * A tree of plain HTML elements: title, citation line, authors, abstract with
 * its labels, keywords, figures, references …  In the arena; its texts are
 * the record's.
 */
struct dom article_tree(struct arena *arena, const struct record *record);

#endif
