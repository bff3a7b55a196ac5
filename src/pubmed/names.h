/* A person's name in its parts, from the shown name and the search term. */
#ifndef PUBMED_NAMES_H
#define PUBMED_NAMES_H

#include "base/arena.h"
#include "base/span.h"
#include "record/record.h"

/*
 * Fills `family`, `given`, `initials` and `collective` by RECORD's "Names".
 * `term` is the link's search term as it stands in the address, percent- and
 * plus-encoded, or none: then nothing is known but the name.
 */
void names_split(struct arena *arena, struct span name, struct span term,
    struct record_author *author);

/*
 * The same of a name that is shown as a search term is, "Liu D", as all were
 * before 2020: the last word is the initials where it has no small letter.
 */
void names_split_short(struct arena *arena, struct span name, struct span term,
    struct record_author *author);

/*
 * The text behind percent-encoding (RFC 3986); with `plus`, `+` is a space.
 * SPAN_NONE where it would not be UTF-8.  In the arena.
 */
struct span names_decode(struct arena *arena, struct span text, bool plus);

#endif
