/*
 * What several unit tests need.  The page pipeline here is that of
 * reader_record in src/reader.c, with every step left open to look at.
 */
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include <criterion/criterion.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "clean/clean.h"
#include "html/dom.h"
#include "html/limit.h"
#include "html/select.h"
#include "input/input.h"
#include "pubmed/pubmed.h"
#include "record/record.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define BYTES(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}
#define SHOWN(span) (int)((span).len > 300 ? 300 : (span).len), (span).ptr

/* Is it this text; NULL: no text at all? */
static inline bool
is_text(struct span got, const char *want)
{
	if (want == NULL || got.ptr == NULL)
		return (want == NULL) == (got.ptr == NULL);
	return span_equal(got, span_of(want));
}

#define EXPECT_TEXT(got, want, ...) \
	do { \
		struct span got_ = (got); \
		const char *want_ = (want); \
		char what_[300]; \
		snprintf(what_, sizeof(what_), __VA_ARGS__); \
		cr_assert(is_text(got_, want_), "%s: got %s'%.*s', not '%s'", \
		    what_, got_.ptr == NULL ? "nothing" : "", \
		    got_.ptr == NULL ? 0 : (int)got_.len, \
		    got_.ptr == NULL ? "" : got_.ptr, \
		    want_ == NULL ? "(nothing)" : want_); \
	} while (0)

static inline bool
holds(struct span text, const char *part)
{
	size_t len = strlen(part);

	for (size_t at = 0; at + len <= text.len; at++)
		if (memcmp(text.ptr + at, part, len) == 0)
			return true;
	return false;
}

/* The bytes of a file; the caller frees them. */
static inline struct span
read_whole(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t room = (size_t)8 << 20;
	char *bytes = malloc(room);

	cr_assert_neq(file, NULL, "%s", path);
	cr_assert_neq(bytes, NULL);
	size_t len = fread(bytes, 1, room, file);
	cr_assert_lt(len, room, "%s", path);
	fclose(file);
	bytes[len] = '\0';
	return (struct span){ bytes, len };
}

/* xorshift32: the same numbers on every machine. */
static inline uint32_t
next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* One page on its way, as struct psc has it. */
struct reading {
	struct input input;
	struct limit limit;
	struct dom dom;
	struct select_page index;
	struct clean clean;
	struct page page;
	struct record record;
	struct error error;
};

static inline void
parse_text(struct arena *arena, struct span text, struct reading *reading)
{
	cr_assert_eq(dom_parse(arena, text, &reading->dom, &reading->error),
	    PSC_OK, "%s", reading->error.message);
	select_index(arena, &reading->dom, &reading->index);
}

static inline enum psc_status
read_page(struct arena *arena, const struct pubmed *pubmed,
    const struct clean_rules *rules, struct span bytes, struct reading *reading)
{
	enum psc_status status;

	record_init(&reading->record);
	status = input_decode(
	    arena, bytes, PSC_MAX_BYTES, &reading->input, &reading->error);
	if (status != PSC_OK)
		return status;
	limit_apply(arena, reading->input.text, LIMIT_FIRST, &reading->limit);
	status = dom_parse(
	    arena, reading->limit.text, &reading->dom, &reading->error);
	if (status != PSC_OK)
		return status;
	select_index(arena, &reading->dom, &reading->index);
	clean_mark(
	    arena, rules, CLEAN_PUBMED, &reading->index, &reading->clean);
	return pubmed_read(pubmed, arena, &reading->index, &reading->clean,
	    reading->input.cut || reading->limit.unfinished, &reading->page,
	    &reading->record, &reading->error);
}

#endif
