/*
 * The one place where references get their parts, whatever they were read
 * from: a page, an old one, a text, a part that was added.  It is not done
 * while reading, because most of what is made of a record needs none: the
 * first that needs them asks.
 */
#include "split.h"

#include "output/json.h"

static void
split_all(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;
	struct record_list *list = &reader->record.references.items;
	struct record_reference *items = list->items;
	struct arena_mark mark;

	for (size_t i = 0; i < list->count; i++) {
		if (items[i].parsed != NULL)
			continue;
		mark = arena_mark(arena);
		items[i].parsed = reference_text_split(
		    reader->reference_text, arena, items[i].text);
		if (items[i].parsed == NULL)
			arena_back(arena, mark);
	}
}

bool
split_is_asked(const struct psc *reader)
{
	return json_only_has(reader->only, "references.items.parsed");
}

void
split_prepare(struct psc *reader)
{
	if (reader->reference_text == NULL)
		reader->reference_text = reference_text_new();
	if (reader->reference_text != NULL)
		reference_text_prepare(reader->reference_text);
}

enum psc_status
split_references(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;
	enum psc_status status = PSC_OK;
	jmp_buf out;

	if (reader->record.references.items.count == 0)
		return PSC_OK;
	if (reader->reference_text == NULL)
		reader->reference_text = reference_text_new();
	if (reader->reference_text == NULL)
		return PSC_NO_MEMORY;
	arena->cap = arena->used + reader_memory(reader);
	arena->out = &out;
	if (setjmp(out) == 0)
		split_all(reader);
	else
		status = PSC_NO_MEMORY;
	arena->out = NULL;
	arena->cap = 0;
	return status;
}
