/*
 * Two pieces of one list become one: what a page showed, and what was got
 * after it.  The second is the whole list, which has the first in it, or what
 * follows it.  This room does not know where the pieces come from.
 */
#ifndef RECORD_MERGE_H
#define RECORD_MERGE_H

#include "record/record.h"

/*
 * A kind of list: its items' shape, and when two are one.  Items that are
 * added have texts and lists of texts, no objects: `parsed` comes later.
 */
struct merge_way {
	const struct record_shape *shape;
	bool (*same)(const void *a, const void *b);
};

/* The shape of the items of one of the record's lists: "authors"; not NULL. */
const struct record_shape *merge_shape(const char *key);

/* The same author, but for where; the same one of the same group. */
bool merge_same_author(const void *a, const void *b);
bool merge_same_member(const void *a, const void *b);

/* The same text, ids and addresses, whatever the number and section. */
bool merge_same_reference(const void *a, const void *b);

/* How two pieces fit together. */
struct merge_fit {
	bool whole;    /* the items of `list` stand in `more`, in order */
	size_t common; /* else: so many first items of `more` are the last
	                  ones of `list`; or all of it is its beginning */
	size_t count;  /* items of both together */
};

/* `scratch` holds nothing that is needed afterwards. */
struct merge_fit merge_look(struct arena *scratch,
    const struct record_list *list, const struct record_list *more,
    const struct merge_way *way);

/*
 * Makes `list` what both are together.  Its items stay what they are; all that
 * is added is copied into the arena.  `list` is changed at the end only: where
 * the arena leaves, it is what it was.
 */
void merge_join(struct arena *arena, struct record_list *list,
    const struct record_list *more, const struct merge_way *way,
    const struct merge_fit *fit);

/* Adds a copy of an item to a list. */
void *merge_add(struct arena *arena, struct record_list *list,
    const struct record_shape *shape, const void *item);

/*
 * Adds the articles that are not there yet, up to `most` in all, and not the
 * one with the PMID `self`.  True where one was left out for `most`.  `seen`
 * is set where `self` was met.
 */
bool merge_articles(struct arena *arena, struct arena *scratch,
    struct record_list *list, const struct record_list *more, size_t most,
    struct span self, bool *seen);

/*
 * Joins the authors, affiliations and collaborators of two records, and gives
 * how many were added.  An affiliation that is there under another key keeps
 * that; one whose key stands for another text gets the next free number; the
 * people of `more` get these keys, too, so that it is not what it was.  Where
 * `more` has all affiliations that were there, its order is the list's.  An
 * author who had none gets what `more` says.
 */
size_t merge_people(struct arena *arena, struct arena *scratch,
    struct record *record, struct record *more);

#endif
