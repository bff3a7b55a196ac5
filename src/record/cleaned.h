/*
 * What `clean` tells of a page, and a description of its keys in the manner of
 * the record's.  All text lives in the arena that filled it.
 */
#ifndef RECORD_CLEANED_H
#define RECORD_CLEANED_H

#include "record/record.h"

struct cleaned_link {
	struct span text, url;
};

struct cleaned_image {
	struct span alt, url, caption;
};

/* What one rule took out. */
struct cleaned_removed {
	struct span rule;
	int64_t count; /* elements */
	int64_t bytes; /* of text below them */
};

struct cleaned {
	int64_t schema_version;
	struct record_page page; /* its kind is the profile's name, or
	                            that of an article page of PubMed */
	struct span profile;
	struct span title, byline, published, site, language;
	struct span text, markdown;
	struct record_list links;    /* of struct cleaned_link */
	struct record_list images;   /* of struct cleaned_image */
	struct record_list removed;  /* of struct cleaned_removed */
	struct record_list warnings; /* of struct record_warning */
};

/* Its keys, in the order in which they are written. */
const struct record_shape *cleaned_shape(void);

/* An empty one: null and [] throughout, "" for the two texts. */
void cleaned_init(struct cleaned *cleaned);

/* Adds one to each list; spans are not copied. */
void cleaned_add_link(struct arena *arena, struct cleaned *cleaned,
    struct span text, struct span url);
void cleaned_add_image(struct arena *arena, struct cleaned *cleaned,
    struct span alt, struct span url, struct span caption);
void cleaned_add_removed(struct arena *arena, struct cleaned *cleaned,
    const char *rule, size_t count, size_t bytes);
void cleaned_warn(struct arena *arena, struct cleaned *cleaned,
    const char *code, struct span message);

#endif
