/*
 * What reference managers want to know of a work: of an article, from its
 * record, or of a work that it cites.  The formats are written from this; what
 * is known of the record stands here, once.
 */
#ifndef OUTPUT_CITE_H
#define OUTPUT_CITE_H

#include "base/arena.h"
#include "base/span.h"
#include "record/record.h"

enum cite_type {
	CITE_ARTICLE, /* in a journal */
	CITE_PREPRINT,
	CITE_CHAPTER,
	CITE_BOOK,
	CITE_OTHER /* nothing says where it was published */
};

/* A name in its parts, or, where it has none, as it is shown. */
struct cite_name {
	struct span family, given, initials, suffix;
	struct span literal;             /* then all of the above is none */
	bool collective;                 /* a group, not a person */
	struct record_list affiliations; /* of spans */
};

/* A notice: "erratum_in", and the citation of what it names. */
struct cite_notice {
	struct span kind, text;
};

/* A text without an equal in most formats: a further abstract. */
struct cite_abstract {
	struct span language, text; /* ISO 639-2 */
};

/*
 * An entry.  Texts are the record's, SPAN_NONE where there are none; lists
 * without a note are of spans.
 */
struct cite_entry {
	enum cite_type type;
	struct span key; /* "liu:2019:gastric", not unique; ASCII */
	struct span title;
	struct span container, abbreviation; /* the journal, or the book */
	struct span publisher, place;        /* of a book */
	struct record_list authors, editors; /* of struct cite_name */
	bool et_al;                          /* there are more authors */
	struct record_list collaborators;    /* of struct cite_name */
	int year, month, day;                /* 0: not known */
	struct span date;                    /* "2016 Mar-Apr", as shown */
	struct span electronic; /* "20160314", where it was first */
	struct span volume, issue;
	struct span pages;                 /* as shown: "268-72" */
	struct span full_pages;            /* "268-272" */
	struct span doi, pmid, pmcid, nbk; /* nbk: "NBK459145" */
	struct span url;
	struct span abstract, copyright;
	struct record_list other_abstracts; /* of struct cite_abstract */
	struct record_list keywords;        /* the authors' */
	struct record_list headings;        /* MeSH: "Lung/blood", without
	                                          stars */
	struct record_list starred;         /* the same as MEDLINE writes
	                                          them, stars and all */
	struct record_list types;           /* of publication */
	struct record_list substances, supplements, grants, data;
	struct span conflict;
	struct record_list notices;   /* of struct cite_notice */
	struct record_list languages; /* names: "Italian" */
	struct span note;             /* "RETRACTED: ..." */
	struct span source;           /* the citation as one line */
};

/* The article of a record. */
void cite_article(
    struct arena *arena, const struct record *record, struct cite_entry *entry);

/*
 * The work of a reference of that record, whose text was split as far as that
 * is sure; otherwise the text is the note, and the key "ref:PMID:NUMBER".
 */
void cite_reference(struct arena *arena, const struct record *record,
    const struct record_reference *reference, struct cite_entry *entry);

/* Texts of a list, joined by `between`; SPAN_NONE of an empty one. */
struct span cite_join(
    struct arena *arena, const struct record_list *list, struct span between);

/*
 * The short tag of the first language, or its name where it has none;
 * SPAN_NONE: none is known.
 */
struct span cite_language(const struct cite_entry *entry);

/* Does `text`, which may be none, hold the ASCII character `c`? */
bool cite_holds(struct span text, char c);

/*
 * `text` on one line: line ends, tabs and other controls, single or in a row,
 * are one space, those at the ends none.
 */
struct span cite_line(struct arena *arena, struct span text);

#endif
