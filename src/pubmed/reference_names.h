/* The authors at the beginning of a reference's text. */
#ifndef PUBMED_REFERENCE_NAMES_H
#define PUBMED_REFERENCE_NAMES_H

#include "base/arena.h"
#include "record/record.h"

struct reference_names;

/* NULL where there is no memory.  reference_names_free(NULL) is fine. */
struct reference_names *reference_names_new(void);
void reference_names_free(struct reference_names *names);

/* Compiles now what else a text would need first. */
void reference_names_prepare(struct reference_names *names);

struct reference_names_list {
	struct record_list authors; /* of struct record_cited_author */
	bool et_al;
	struct span year; /* behind the authors, or SPAN_NONE */
	struct span rest; /* the title and what follows */
	bool sure;        /* these are all authors, and the rest begins there */
	bool joined;      /* the last is set off by "and" or ";" */
	bool comma;       /* commas stand where others have full stops */
};

/*
 * Reads the list of authors a text, which is valid UTF-8, begins with; in the
 * arena.  `comma`: it may end at a comma.  Where it is not `sure`, `authors` is
 * empty and the rest is what follows a year in parentheses, or all of the
 * text.
 */
void reference_names_read(struct reference_names *names, struct arena *arena,
    struct span text, bool comma, struct reference_names_list *list);

#endif
