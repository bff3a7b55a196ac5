/*
 * A record's list and a part of its rest become one list.  A part is read in
 * an arena of its own; what is new in it is copied into that of the page, so
 * that many parts take no more memory than what was taken from them.  What
 * parts look like is known in pubmed/, how lists are joined in record/.
 */
#include "rest.h"

#include <stdio.h>

#include "base/utf8.h"
#include "record/merge.h"

#define CUT "the end of what came is missing"

static const char *const names[READER_LISTS] = {
	[PSC_LIST_AUTHORS] = "authors",
	[PSC_LIST_REFERENCES] = "references",
	[PSC_LIST_SIMILAR] = "similar_articles",
	[PSC_LIST_CITED_BY] = "cited_by",
};

/* What is made of one part. */
struct addition {
	struct psc *reader;
	enum psc_list list;
	struct reader_rest *rest;
	struct input input;
	bool cut; /* its end is missing */
	struct lists_part part;
	size_t added; /* items */
	bool full;    /* there were more than may be had */
};

/* The list with a total and the like; NULL: it is one of authors. */
static struct record_part *
part_of(struct record *record, enum psc_list list)
{
	switch (list) {
	case PSC_LIST_REFERENCES:
		return &record->references;
	case PSC_LIST_SIMILAR:
		return &record->similar_articles;
	case PSC_LIST_CITED_BY:
		return &record->cited_by;
	default:
		return NULL;
	}
}

static bool
is_of_articles(enum psc_list list)
{
	return list == PSC_LIST_SIMILAR || list == PSC_LIST_CITED_BY;
}

void
rest_start(struct psc *reader)
{
	const struct record_part *part;
	struct reader_rest *rest;

	for (int list = 0; list < READER_LISTS; list++) {
		rest = &reader->rest[list];
		part = part_of(&reader->record, (enum psc_list)list);
		*rest = (struct reader_rest){ .announced = RECORD_NO_NUMBER };
		if (!reader->text)
			rest->next =
			    lists_address(&reader->page, (enum psc_list)list);
		rest->first = rest->next;
		if (part != NULL && part->total > (int64_t)part->items.count)
			rest->announced = part->total;
	}
}

void
psc_set_max_list(struct psc *reader, size_t items)
{
	reader->max_list = items;
}

const char *
psc_more(const struct psc *reader, enum psc_list list)
{
	const struct record *record = &reader->record;
	size_t count = 0;

	if (list >= READER_LISTS || reader->status != PSC_OK || reader->cleaned)
		return NULL;
	if (is_of_articles(list)) {
		count = list == PSC_LIST_SIMILAR
			    ? record->similar_articles.items.count
			    : record->cited_by.items.count;
		if (count >= reader->max_list)
			return NULL;
	}
	return reader->rest[list].next.ptr;
}

/* --- what is warned of --------------------------------------------------- */

/* The warning that the list is not complete; the number of all: none. */
static size_t
find_warning(const struct record *record, enum psc_list list)
{
	const struct record_warning *all = record->warnings.items;
	const struct span name = span_of(names[list]);
	size_t at = 0;

	while (at < record->warnings.count &&
	       !(span_equal(all[at].code, SPAN("truncated-list")) &&
		   span_starts(all[at].message, name) &&
		   (all[at].message.len == name.len ||
		       all[at].message.ptr[name.len] == ':')))
		at++;
	return at;
}

static void
drop_warning(struct record *record, enum psc_list list)
{
	struct record_warning *all = record->warnings.items;
	size_t at = find_warning(record, list);

	if (at == record->warnings.count)
		return;
	record->warnings.count--;
	memmove(&all[at], &all[at + 1],
	    (record->warnings.count - at) * sizeof(*all));
}

/* Says in the list's warning, or in a new one, why it is not complete. */
static void
set_warning(struct psc *reader, enum psc_list list, const char *why)
{
	struct record *record = &reader->record;
	struct arena *arena = &reader->page_arena;
	size_t at = find_warning(record, list);
	struct span message =
	    utf8_clean(arena, arena_print(arena, "%s: %s", names[list], why));
	struct record_warning *all;

	if (at == record->warnings.count)
		record_warn(arena, record, "truncated-list", message);
	all = record->warnings.items;
	all[at].message = message;
}

/*
 * The rest cannot be had, or no more of it: the record says why.  There is
 * memory for that whatever the page took.
 */
static void
end_list(struct psc *reader, enum psc_list list, const char *why)
{
	struct arena *arena = &reader->page_arena;
	jmp_buf out;

	reader->rest[list].next = SPAN_NONE;
	arena->cap = 0;
	arena->out = &out;
	if (setjmp(out) == 0)
		set_warning(reader, list, why);
	arena->out = NULL;
}

void
psc_add_failed(struct psc *reader, enum psc_list list, const char *why)
{
	reader->error.message[0] = '\0';
	if (psc_more(reader, list) == NULL)
		return;
	end_list(reader, list,
	    why == NULL || why[0] == '\0' ? "the rest could not be had" : why);
}

/* --- joining ------------------------------------------------------------- */

/* Items whose section is not told stand where the last one did. */
static void
inherit_section(const struct record_list *list, struct record_list *more)
{
	const struct record_reference *own = list->items;
	struct record_reference *items = more->items;

	if (list->count == 0)
		return;
	for (size_t i = 0; i < more->count; i++)
		if (items[i].section.ptr != NULL)
			return;
	for (size_t i = 0; i < more->count; i++)
		items[i].section = own[list->count - 1].section;
}

/*
 * The items that fit nowhere are those of another list: with them there would
 * be more than the page announces.
 */
static enum psc_status
join_references(struct addition *addition)
{
	struct psc *reader = addition->reader;
	struct record_list *list = &reader->record.references.items;
	struct record_list *more = &addition->part.record.references.items;
	const struct merge_way way = { merge_shape("references"),
		merge_same_reference };
	struct record_reference *items;
	struct merge_fit fit;
	size_t before = list->count;

	fit = merge_look(&reader->part_arena, list, more, &way);
	if (!fit.whole && addition->rest->announced != RECORD_NO_NUMBER &&
	    (int64_t)fit.count > addition->rest->announced) {
		error_set(&reader->error,
		    "what came is not the rest of the list: %zu items, and "
		    "%zu of %lld are here",
		    more->count, before, (long long)addition->rest->announced);
		return PSC_NOT_AN_ARTICLE;
	}
	inherit_section(list, more);
	merge_join(&reader->page_arena, list, more, &way, &fit);
	items = list->items;
	for (size_t i = 0; i < list->count; i++)
		items[i].number = (int64_t)i + 1;
	addition->added = list->count - before;
	return PSC_OK;
}

/* A part of the list of other articles, as many as may be had. */
static enum psc_status
join_articles(struct addition *addition)
{
	struct psc *reader = addition->reader;
	struct record *record = &reader->record;
	struct record_part *part = part_of(record, addition->list);
	struct record_part *more =
	    part_of(&addition->part.record, addition->list);
	struct reader_rest *rest = addition->rest;
	size_t before = part->items.count;

	if (addition->part.amount == 0 && before > 0) {
		error_set(&reader->error, "what came are no results");
		return PSC_NOT_AN_ARTICLE;
	}
	addition->full = merge_articles(&reader->page_arena,
	    &reader->part_arena, &part->items, &more->items, reader->max_list,
	    record->pmid, &rest->self);
	addition->added = part->items.count - before;
	if (addition->part.amount != RECORD_NO_NUMBER)
		rest->announced = addition->part.amount - rest->self;
	else if (more->total != RECORD_NO_NUMBER)
		rest->announced = more->total;
	return PSC_OK;
}

static enum psc_status
join(struct addition *addition)
{
	struct psc *reader = addition->reader;

	switch (addition->list) {
	case PSC_LIST_AUTHORS:
		addition->added =
		    merge_people(&reader->page_arena, &reader->part_arena,
			&reader->record, &addition->part.record);
		return PSC_OK;
	case PSC_LIST_REFERENCES:
		return join_references(addition);
	default:
		return join_articles(addition);
	}
}

/* --- what is true after that --------------------------------------------- */

/*
 * Where the list goes on: where the part says, or, of search results, on the
 * next page of them.  Nowhere, where nothing came that was new.
 */
static struct span
next_address(const struct addition *addition)
{
	const struct reader_rest *rest = addition->rest;
	struct arena *arena = &addition->reader->page_arena;
	const struct record_part *part =
	    part_of(&addition->reader->record, addition->list);

	if (addition->list == PSC_LIST_AUTHORS || addition->full ||
	    addition->added == 0 || rest->parts >= READER_PARTS)
		return SPAN_NONE;
	if (rest->announced != RECORD_NO_NUMBER &&
	    (int64_t)part->items.count >= rest->announced)
		return SPAN_NONE;
	if (addition->part.next.ptr != NULL)
		return arena_copy(arena, addition->part.next);
	if (!addition->part.search)
		return SPAN_NONE;
	return arena_print(arena, "%.*s%cpage=%zu", (int)rest->first.len,
	    rest->first.ptr,
	    memchr(rest->first.ptr, '?', rest->first.len) == NULL ? '?' : '&',
	    rest->parts + 1);
}

/* Why nothing more comes, though the list is not complete. */
static void
say_short(const struct addition *addition, const struct record_part *part,
    char *why, size_t size)
{
	const char *reason = "the rest is nowhere to be found";

	if (addition->cut)
		reason = CUT;
	else if (addition->full ||
		 (is_of_articles(addition->list) &&
		     part->items.count >= addition->reader->max_list))
		reason = "no more are taken";
	if (part->total > (int64_t)part->items.count)
		snprintf(why, size, "%zu of %lld, %s", part->items.count,
		    (long long)part->total, reason);
	else
		snprintf(why, size, "%zu, %s", part->items.count, reason);
}

/* The list's total, whether it is complete, and where it goes on. */
static void
settle(struct addition *addition)
{
	struct psc *reader = addition->reader;
	struct record_part *part = part_of(&reader->record, addition->list);
	struct reader_rest *rest = addition->rest;
	struct span next = next_address(addition);
	char why[120];

	rest->next = next;
	if (addition->list == PSC_LIST_AUTHORS) {
		if (addition->cut)
			set_warning(reader, addition->list, CUT);
		return;
	}
	part->total = rest->announced;
	if (part->total < (int64_t)part->items.count &&
	    (part->total != RECORD_NO_NUMBER ||
		addition->list == PSC_LIST_REFERENCES))
		part->total = (int64_t)part->items.count;
	part->complete =
	    next.ptr == NULL &&
	    (!addition->cut || rest->announced != RECORD_NO_NUMBER) &&
	    !addition->full && part->total <= (int64_t)part->items.count;
	if (part->complete) {
		part->more_url = SPAN_NONE;
		drop_warning(&reader->record, addition->list);
		return;
	}
	if (next.ptr != NULL && !is_of_articles(addition->list))
		part->more_url = next;
	if (psc_more(reader, addition->list) != NULL)
		return;
	say_short(addition, part, why, sizeof(why));
	set_warning(reader, addition->list, why);
}

/* --- reading a part ------------------------------------------------------ */

static void
warn_of_bytes(struct addition *addition)
{
	struct psc *reader = addition->reader;

	if (addition->input.replaced > 0)
		record_warn(&reader->page_arena, &reader->record,
		    "replaced-bytes",
		    arena_print(&reader->page_arena,
			"%zu not valid in %s, in the rest of %s",
			addition->input.replaced, addition->input.charset,
			names[addition->list]));
}

/* Where the last tag of an item begins, behind `from`; 0: nowhere. */
static size_t
last_tag(struct span text, struct span from)
{
	static const char *const items[] = { "li", "article" };
	struct span rest;
	size_t at = text.len;

	while (at-- > 0) {
		rest = span_from(text, at);
		if (!span_starts(rest, from))
			continue;
		rest = span_from(rest, from.len);
		for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
			if (span_equal_nocase(
				span_first(rest, strlen(items[i])),
				span_of(items[i])))
				return at;
	}
	return 0;
}

/* The last item of a part without its end may not be whole. */
static void
drop_last(struct addition *addition)
{
	struct record *record = &addition->part.record;
	const struct span text = addition->input.text;
	struct record_part *part = part_of(record, addition->list);

	if (addition->list != PSC_LIST_AUTHORS) {
		if (last_tag(text, SPAN("<")) > last_tag(text, SPAN("</")))
			part->items.count -= part->items.count > 0;
		return;
	}
	if (record->collaborators.count > 0)
		record->collaborators.count--;
	else if (record->affiliations.count > 0)
		record->affiliations.count--;
	else
		record->authors.count -= record->authors.count > 0;
}

static enum psc_status
read_part(struct addition *addition)
{
	struct psc *reader = addition->reader;
	struct arena *arena = &reader->part_arena;
	const struct lists_asked asked = { addition->list, reader->record.pmid,
		addition->rest->next };
	struct select_page index;
	enum psc_status status;
	struct limit limit;
	struct clean clean;
	struct dom dom;

	limit_apply(arena, addition->input.text, LIMIT_ALL, &limit);
	addition->cut = addition->input.cut || limit.unfinished;
	status = dom_parse(arena, limit.text, &dom, &reader->error);
	if (status != PSC_OK)
		return status;
	pubmed_adopt(reader->pubmed, arena, &dom, addition->list);
	select_index(arena, &dom, &index);
	clean_mark(arena, reader->clean_rules, CLEAN_PUBMED, &index, &clean);
	status = pubmed_read_part(reader->pubmed, arena, &index, &clean,
	    addition->cut, &asked, &addition->part, &reader->error);
	if (status == PSC_OK && addition->cut)
		drop_last(addition);
	return status;
}

/* Decodes, reads and joins a part; the record is changed at the end. */
static enum psc_status
add_part(struct addition *addition, struct span bytes)
{
	struct psc *reader = addition->reader;
	struct arena *arena = &reader->part_arena;
	enum psc_status status;
	size_t memory;

	status = input_decode(arena, bytes,
	    reader->max_bytes - addition->rest->bytes, &addition->input,
	    &reader->error);
	if (status != PSC_OK)
		return status;
	addition->rest->bytes += addition->input.text.len;
	memory = addition->input.text.len * READER_MEMORY_FACTOR +
		 READER_MEMORY_LEAST;
	arena->cap = arena->used + memory;
	reader->page_arena.cap = reader->page_arena.used + memory;
	status = read_part(addition);
	if (status != PSC_OK)
		return status;
	status = join(addition);
	if (status != PSC_OK)
		return status;
	addition->rest->parts++;
	warn_of_bytes(addition);
	settle(addition);
	return PSC_OK;
}

/* The same, with a way out where memory ends: nothing is half done then. */
static enum psc_status
try_part(struct addition *addition, struct span bytes)
{
	struct psc *reader = addition->reader;
	const struct record before = reader->record;
	const struct arena_mark mark = arena_mark(&reader->page_arena);
	enum psc_status status;
	jmp_buf out;

	reader->part_arena.out = reader->page_arena.out = &out;
	if (setjmp(out) == 0) {
		status = add_part(addition, bytes);
	} else {
		reader->record = before;
		arena_back(&reader->page_arena, mark);
		status = PSC_NO_MEMORY;
	}
	reader->part_arena.out = reader->page_arena.out = NULL;
	reader->part_arena.cap = reader->page_arena.cap = 0;
	arena_reset(&reader->part_arena);
	return status;
}

enum psc_status
psc_add(struct psc *reader, enum psc_list list, const void *bytes, size_t size)
{
	struct addition addition = { .reader = reader, .list = list };
	enum psc_status status;

	reader->error.message[0] = '\0';
	if (psc_more(reader, list) == NULL) {
		error_set(&reader->error, "nothing is to be added");
		return PSC_BAD_ARGUMENT;
	}
	addition.rest = &reader->rest[list];
	status =
	    try_part(&addition, (struct span){ size == 0 ? "" : bytes, size });
	if (status == PSC_OK)
		return status;
	if (status == PSC_NO_MEMORY)
		error_set(&reader->error, "%s", READER_NO_MEMORY);
	else if (status != PSC_TOO_LARGE)
		status = PSC_NOT_AN_ARTICLE;
	end_list(reader, list, reader->error.message);
	return status;
}
