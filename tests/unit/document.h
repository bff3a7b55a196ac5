/* What the tests of the three writers of documents share. */
#ifndef UNIT_DOCUMENT_H
#define UNIT_DOCUMENT_H

#include "output/document.h"
#include "support.h"

struct written {
	const char *name;
	const char *page;
	const char *want;
};

/* A parsed page; nodes of the class "out" are marked. */
static inline struct document
document_of(struct arena *arena, struct reading *reading, struct span page)
{
	uint8_t *marks;

	parse_text(arena, page, reading);
	marks = arena_zeros(arena, reading->dom.count, 1);
	for (uint32_t i = 0; i < reading->dom.count; i++)
		marks[i] = dom_has_class(&reading->dom, i, SPAN("out"));
	return (struct document){ .dom = &reading->dom,
		.marks = marks,
		.title = SPAN("A title"),
		.language = SPAN("en"),
		.base = SPAN("https://a.example/b/c") };
}

/* `count` times `part`. */
static inline struct span
repeated(struct arena *arena, const char *part, size_t count)
{
	const size_t len = strlen(part);
	char *bytes = arena_alloc(arena, len * count + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(bytes + i * len, part, len);
	bytes[len * count] = '\0';
	return (struct span){ bytes, len * count };
}

#endif
