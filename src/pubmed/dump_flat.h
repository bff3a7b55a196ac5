/* A dump whose lines were all run together, broken into lines again. */
#ifndef PUBMED_DUMP_FLAT_H
#define PUBMED_DUMP_FLAT_H

#include "base/arena.h"
#include "base/pattern.h"
#include "base/span.h"

/*
 * The text with a line for each part of an article that can be told by the
 * words around it; the text itself where it has lines of its own, or where
 * no part of an article shows.  `citation` finds a citation line in a text.
 */
struct span dump_flat_break(
    struct arena *arena, const struct pattern *citation, struct span text);

#endif
