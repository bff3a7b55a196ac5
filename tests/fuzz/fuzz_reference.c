/*
 * Any text as a reference: nothing may crash, hang or leak.  What comes out
 * lies within the text, is not empty, and has a year that stands there.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "pubmed/reference_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct reference_text *patterns;

static void
forget(void)
{
	reference_text_free(patterns);
}

static void
start(void)
{
	if (patterns != NULL)
		return;
	patterns = reference_text_new();
	if (patterns == NULL || atexit(forget) != 0)
		abort();
}

/* A part is whole characters of the text, or not there. */
static void
check_part(struct span text, struct span part)
{
	if (part.ptr == NULL)
		return;
	if (part.len == 0 || part.ptr < text.ptr ||
	    part.ptr + part.len > text.ptr + text.len ||
	    utf8_prefix(part) < part.len)
		abort();
}

static void
check_authors(struct span text, const struct record_list *authors)
{
	const struct record_cited_author *all = authors->items;

	for (size_t i = 0; i < authors->count; i++) {
		if (all[i].name.ptr == NULL ||
		    (all[i].family.ptr == NULL) !=
			(all[i].initials.ptr == NULL))
			abort();
		check_part(text, all[i].name);
		check_part(text, all[i].family);
		/* Made anew, without the full stops. */
		if (utf8_prefix(all[i].initials) < all[i].initials.len)
			abort();
	}
}

static void
check(struct span text, const struct record_parsed *parsed)
{
	if (parsed->year < 1800 || parsed->year > 2099 ||
	    (parsed->volume.ptr == NULL && parsed->journal.ptr == NULL))
		abort();
	check_authors(text, &parsed->authors);
	check_part(text, parsed->title);
	check_part(text, parsed->journal);
	check_part(text, parsed->volume);
	check_part(text, parsed->issue);
	check_part(text, parsed->pages);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_parsed *parsed;
	struct arena arena;
	struct span text;

	start();
	arena_init(&arena, 0);
	text = utf8_clean(&arena, (struct span){ (const char *)data, size });
	parsed = reference_text_split(patterns, &arena, text);
	if (parsed != NULL)
		check(text, parsed);
	arena_free(&arena);
	return 0;
}
