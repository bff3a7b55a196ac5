/*
 * The article record, as RECORD.md defines it, and a description of its keys
 * that whoever writes, prunes or compares records goes by.  This room knows
 * neither HTML nor JSON.  All text lives in the arena that filled the record.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

#define RECORD_NO_NUMBER INT64_MIN

/* A list in the arena: of spans, or of structs of the shape's size. */
struct record_list {
	void *items;
	size_t count;
	size_t room;
};

struct record_page {
	struct span kind, url, input, sha256, fetched_at;
	struct span id; /* what the user calls the page, as JSON: no key of
	                   this object, it stands before all others */
};

struct record_journal {
	struct span title, abbreviation;
};

struct record_citation {
	struct span text, date;
	int64_t year;
	struct span volume, issue, pages, secondary;
	bool ahead_of_print;
};

struct record_access {
	struct span label, embargo_until;
};

/* An author, or a collaborator, whose list has the key `group` as well. */
struct record_author {
	struct span name, family, given, initials;
	bool collective;
	struct record_list affiliations; /* of spans */
	bool equal_contribution;
	struct span group;
};

struct record_affiliation {
	struct span key, text;
};

struct record_section {
	struct span label, text;
};

struct record_abstract {
	struct span language, text;
	struct record_list sections;
};

struct record_figure {
	struct span label, caption, image_url, thumbnail_url;
	int64_t width, height;
};

struct record_cited_author {
	struct span name, family, initials;
};

/* The text of a reference in its parts. */
struct record_parsed {
	struct record_list authors; /* of struct record_cited_author */
	bool et_al;
	struct span title, journal;
	int64_t year;
	struct span volume, issue, pages;
};

struct record_reference {
	int64_t number;
	struct span section, text, doi, pmid, pmcid;
	struct record_list urls;      /* of spans */
	struct record_parsed *parsed; /* NULL: null, or not asked for yet */
};

struct record_article {
	struct span pmid, title, authors, citation;
	struct record_list notes; /* of spans */
};

/* Items, and how many there are where the page does not have all of them. */
struct record_part {
	int64_t total;
	bool complete;
	struct span more_url;
	struct record_list items;
};

struct record_mesh {
	struct span text, descriptor, qualifier;
	bool major;
};

struct record_grant {
	struct span id, text;
};

struct record_data {
	struct span source, accession;
};

struct record_notice {
	struct span kind, heading, pmid, title, authors, citation;
};

struct record_link {
	struct span category, provider, url;
};

struct record_warning {
	struct span code, message;
};

struct record {
	int64_t schema_version;
	struct record_page page;
	struct span pmid, pmcid, doi, title;
	struct record_list languages;
	struct span article_type;
	struct record_journal journal;
	struct record_citation citation;
	struct record_access access;
	struct record_list authors, affiliations, collaborators;
	struct record_abstract *abstract; /* NULL: null */
	struct record_list other_abstracts;
	struct span plain_language_summary;
	struct record_list keywords;
	struct span copyright, conflict_of_interest;
	struct record_list figures;
	struct record_part references, similar_articles, cited_by;
	struct record_list publication_types, mesh_terms, substances,
	    supplementary_concepts, grants;
	struct span funding_statement;
	struct record_list associated_data, notices;
	bool retracted, preprint;
	struct record_list full_text_links, linkout, related_information,
	    warnings;
};

/* What stands under a key. */
enum record_type {
	RECORD_TEXT,    /* struct span */
	RECORD_NUMBER,  /* int64_t */
	RECORD_BOOL,    /* bool */
	RECORD_OBJECT,  /* a struct, in place */
	RECORD_POINTER, /* a pointer to a struct, or NULL */
	RECORD_TEXTS,   /* struct record_list of spans */
	RECORD_OBJECTS  /* struct record_list of structs */
};

struct record_shape;

struct record_key {
	const char *name;
	enum record_type type;
	size_t offset;                    /* in the struct */
	const struct record_shape *shape; /* of what stands there */
};

struct record_shape {
	const struct record_key *keys;
	size_t count;
	size_t size; /* of the struct, bytes */
};

/* The whole record: its keys, in the order in which they are written. */
const struct record_shape *record_shape(void);

/* The shape of `page` alone, for a page that gives no record. */
const struct record_shape *record_page_shape(void);

/* The key of that name in the shape, or NULL. */
const struct record_key *record_find(
    const struct record_shape *shape, struct span name);

/* Does a text of the record, but for its warnings, hold `part`? */
bool record_holds(const struct record *record, struct span part);

/* An empty record: null, [], false, and RECORD_NO_NUMBER throughout. */
void record_init(struct record *record);

/* Adds `text` to a list of spans. */
void record_add_text(
    struct arena *arena, struct record_list *list, struct span text);

/* Adds a cleared struct of `size` bytes to a list of such, and gives it. */
void *record_add(struct arena *arena, struct record_list *list, size_t size);

/* Adds a warning; `code` is one of RECORD's. */
void record_warn(struct arena *arena, struct record *record, const char *code,
    struct span message);

#endif
