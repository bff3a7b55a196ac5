/*
 * Any bytes as a text dump: nothing may crash, hang or leak, and what comes
 * out is a whole JSON object in valid UTF-8, which says it is from a text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "pubmed/textdump.h"
#include "record/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct textdump *dump;

static void
forget(void)
{
	textdump_free(dump);
}

static void
start(void)
{
	if (dump != NULL)
		return;
	dump = textdump_new();
	if (dump == NULL || atexit(forget) != 0)
		abort();
}

/* A list's items must be in the memory that was taken for them. */
static void
check(const struct record *record)
{
	const struct record_reference *references =
	    record->references.items.items;

	if (!span_equal(record->page.kind, SPAN("pubmed-text")) ||
	    record->title.ptr == NULL)
		abort();
	for (size_t i = 0; i < record->references.items.count; i++)
		if (references[i].number != (int64_t)i + 1 ||
		    utf8_prefix(references[i].text) < references[i].text.len)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	struct record record;
	struct error error = { "" };
	struct span text;

	start();
	arena_init(&arena, 0);
	record_init(&record);
	text = utf8_clean(&arena, (struct span){ (const char *)data, size });
	if (textdump_read(dump, &arena, text, &record, &error) == PSC_OK)
		check(&record);
	else if (error.message[0] == '\0')
		abort();
	(void)textdump_is_page(text);
	arena_free(&arena);
	return 0;
}
