/*
 * Any bytes as the rest of a list of a page that is one: nothing may crash,
 * hang or leak, the record stays one JSON object in valid UTF-8, no item that
 * was there is lost, and the list comes to an end.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pubscour.h"

#define LISTS 4
#define ADDS 4 /* of the same bytes to one list */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const keys[LISTS] = { "authors", "references",
	"similar_articles", "cited_by" };

/* A page with the beginning of each list, as short as it can be. */
static const char page[] =
    "<!DOCTYPE html><html><head><meta name=citation_pmid content=7></head>"
    "<body><main id=article-details><div id=full-view-heading>"
    "<h1 class=heading-title>T</h1><div class=inline-authors>"
    "<div class=authors-list><span class=authors-list-item>"
    "<a class=full-name href='/?term=B+A'>A B</a><sup>"
    "<a class=affiliation-link title=x href='#full-view-affiliation-1'>1</a>"
    "</sup></span></div></div></div>"
    "<div id=references><ol class=references-list><li>R1</li><li>R2</li></ol>"
    "<button data-next-page-url=/7/references/>Show all 5 references</button>"
    "</div><div id=similar><ul><li class=full-docsum>"
    "<a class=docsum-title href=/8/>S</a></li></ul><div class=actions-bar>"
    "<a class=show-all-linked-articles data-href='/?linkname=s'>All</a></div>"
    "</div><div id=citedby><ul><li class=full-docsum>"
    "<a class=docsum-title href=/9/>C</a></li></ul><div class=actions-bar>"
    "<a class=show-all-linked-articles data-href='/?linkname=c'>All</a></div>"
    "</div></main></body></html>";

static struct psc *reader;

static json_t *
record_now(void)
{
	const char *text;
	json_t *json;
	size_t size;

	if (psc_json(reader, 0, &text, &size) != PSC_OK)
		abort();
	json = json_loadb(
	    text, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	if (!json_is_object(json) || json_object_get(json, "error") != NULL)
		abort();
	return json;
}

/* The items of a list; they belong to the record. */
static const json_t *
items_of(const json_t *record, int list)
{
	const json_t *value = json_object_get(record, keys[list]);

	return json_is_array(value) ? value : json_object_get(value, "items");
}

/* By what an item stays known. */
static const json_t *
name_of(const json_t *item, int list)
{
	static const char *const names[LISTS] = { "name", "text", "pmid",
		"pmid" };

	return json_object_get(item, names[list]);
}

/* Is each item still there, in the order in which they were? */
static void
check_kept(const json_t *before, const json_t *after, int list)
{
	const json_t *old = items_of(before, list),
		     *new = items_of(after, list);
	size_t found = 0;

	for (size_t i = 0; i < json_array_size(new); i++)
		if (found < json_array_size(old) &&
		    json_equal(name_of(json_array_get(new, i), list),
			name_of(json_array_get(old, found), list)))
			found++;
	if (found < json_array_size(old))
		abort();
}

static void
check_complete(const json_t *record, int list)
{
	const json_t *part = json_object_get(record, keys[list]);
	const json_t *total = json_object_get(part, "total");
	bool complete = json_is_true(json_object_get(part, "complete"));

	if (json_is_array(part))
		return;
	if (complete && !json_is_null(json_object_get(part, "more_url")))
		abort();
	if (complete && psc_more(reader, (enum psc_list)list) != NULL)
		abort();
	if (complete && json_is_integer(total) &&
	    (size_t)json_integer_value(total) !=
		json_array_size(items_of(record, list)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *report;
	json_t *before, *after;

	if (reader == NULL)
		reader = psc_new();
	if (reader == NULL ||
	    psc_read(reader, "fuzz", page, sizeof(page) - 1) != PSC_OK)
		abort();
	before = record_now();
	for (int list = 0; list < LISTS; list++) {
		if (psc_more(reader, (enum psc_list)list) == NULL)
			abort();
		for (int i = 0;
		     i < ADDS && psc_more(reader, (enum psc_list)list) != NULL;
		     i++)
			psc_add(reader, (enum psc_list)list, data, size);
		/* What holds nothing new is not asked for again. */
		if (psc_more(reader, (enum psc_list)list) != NULL &&
		    list != PSC_LIST_REFERENCES)
			abort();
	}
	after = record_now();
	for (int list = 0; list < LISTS; list++) {
		check_kept(before, after, list);
		check_complete(after, list);
	}
	if (psc_explain(reader, &report, NULL) != PSC_OK)
		abort();
	json_decref(before);
	json_decref(after);
	return 0;
}
