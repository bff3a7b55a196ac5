/*
 * Stand-ins for rooms that are being built elsewhere; this file and standin.c
 * go when those are there.
 */
#ifndef STANDIN_H
#define STANDIN_H

#include "base/buffer.h"
#include "clean/clean.h"
#include "output/document.h"
#include "record/record.h"

struct span thin_apply(struct arena *arena, struct span text);

struct span address_resolve(
    struct arena *arena, struct span base, struct span address);

void score_mark(
    struct arena *arena, const struct select_page *page, struct clean *clean);

struct cleaned_removed {
	struct span rule;
	int64_t count;
	int64_t bytes;
};

struct cleaned {
	int64_t schema_version;
	struct record_page page;
	struct span profile, title, byline, published, site, language, text,
	    markdown;
	struct record_list links, images, removed, warnings;
};

void links_read(struct arena *arena, const struct document *document,
    struct cleaned *cleaned);

enum psc_status json_cleaned(struct arena *arena, const struct cleaned *cleaned,
    bool indent, struct span *json);

#endif
