/*
 * Gathers what the rooms noted while a page was read: fields from pubmed/,
 * blocks from clean/, warnings from the record.  What a report looks like is
 * known in output/.
 */
#include "explainer.h"

#include "cleaner.h"
#include "output/explain.h"
#include "output/why.h"

/* A longer report is not written. */
#define MAX_TEXT PSC_MAX_BYTES
#define MAX_HTML ((size_t)1 << 30)

bool
explainer_can(const struct psc *reader)
{
	/* A text has no elements to tell of. */
	return !reader->text &&
	       (reader->status == PSC_OK ||
		   (reader->cleaned && reader->status == PSC_NO_CONTENT));
}

/* Was it read as an article? */
static bool
has_fields(const struct psc *reader)
{
	return !reader->cleaned || reader->found == PSC_PROFILE_PUBMED;
}

static void
list_fields(struct psc *reader, struct explain *explain)
{
	const struct rule *rules = reader->page.rules->table;
	struct explain_field *fields =
	    arena_zeros(&reader->out_arena, RULE_COUNT, sizeof(*fields));
	const struct page_trace *trace;
	struct page *page = &reader->page;

	page->arena = &reader->out_arena;
	for (size_t i = 0; i < RULE_COUNT; i++) {
		trace = &page->trace[i];
		fields[i].name = rules[i].name;
		fields[i].way = trace->way;
		fields[i].hits = trace->hits;
		if (trace->way == 0)
			continue;
		fields[i].place = rules[i].ways[trace->way - 1].selector;
		fields[i].sample = trace->sample.ptr != NULL
				       ? trace->sample
				       : page_text(page, trace->node);
	}
	explain->field_count = RULE_COUNT;
	explain->fields = fields;
}

/* A row for each mark; those between the rules and scoring have no name. */
static void
list_drops(struct psc *reader, struct explain *explain)
{
	const struct clean_rule *rules = clean_table();
	struct explain_drop *drops =
	    arena_zeros(&reader->out_arena, UINT8_MAX, sizeof(*drops));
	struct cleaner_scored scored;

	for (size_t i = 0; i < CLEAN_RULES && rules[i].name != NULL; i++) {
		drops[i].name = rules[i].name;
		drops[i].blocks = reader->clean.sums[i].blocks;
		drops[i].bytes = reader->clean.sums[i].bytes;
		explain->drop_count++;
	}
	if (!has_fields(reader)) {
		scored = cleaner_scored(reader);
		drops[scored.mark - 1].name = scored.name;
		drops[scored.mark - 1].blocks = scored.sum.blocks;
		drops[scored.mark - 1].bytes = scored.sum.bytes;
		explain->drop_count = scored.mark;
	}
	explain->drops = drops;
}

/* That nothing was left is said as a warning is. */
static void
list_warnings(struct psc *reader, struct explain *explain)
{
	const struct record_list *list = &reader->record.warnings;
	struct record_warning *warnings;

	explain->warnings = list->items;
	explain->warning_count = list->count;
	if (reader->status == PSC_OK)
		return;
	warnings =
	    arena_zeros(&reader->out_arena, list->count + 1, sizeof(*warnings));
	if (list->count > 0)
		memcpy(warnings, list->items, list->count * sizeof(*warnings));
	warnings[list->count].code = span_of(psc_status_name(reader->status));
	warnings[list->count].message = span_of(reader->error.message);
	explain->warnings = warnings;
	explain->warning_count++;
}

static struct explain
gather(struct psc *reader)
{
	struct explain explain = { .charset = reader->input.charset,
		.bytes = reader->input.text.len };

	list_warnings(reader, &explain);
	if (has_fields(reader))
		list_fields(reader, &explain);
	else
		explain.profile = cleaner_profile(reader->found);
	list_drops(reader, &explain);
	return explain;
}

enum psc_status
explainer_text(struct psc *reader, struct span *text)
{
	struct explain explain = gather(reader);
	struct buffer out;

	buffer_init(&out, &reader->out_arena, MAX_TEXT);
	explain_write(&out, &explain);
	*text = buffer_text(&out);
	return out.full ? PSC_NO_MEMORY : PSC_OK;
}

/* Every element in which a field was found. */
static void
list_hits(struct psc *reader, struct why *why)
{
	struct page_hits found;
	struct why_hit *hits;

	pubmed_trace(reader->pubmed, &reader->out_arena, &reader->page,
	    &reader->clean, &found);
	hits = arena_zeros(&reader->out_arena, found.count, sizeof(*hits));
	for (size_t i = 0; i < found.count; i++)
		hits[i] = (struct why_hit){ .node = found.items[i].node,
			.field = (uint32_t)found.items[i].rule };
	why->hits = hits;
	why->hit_count = found.count;
}

enum psc_status
explainer_html(struct psc *reader, struct span *text)
{
	struct explain explain = gather(reader);
	struct why why = { .dom = &reader->dom,
		.marks = reader->clean.marks,
		.explain = &explain,
		.name = reader->record.page.input };
	struct buffer out;

	if (has_fields(reader))
		list_hits(reader, &why);
	else
		why.weak = cleaner_scored(reader).mark;
	buffer_init(&out, &reader->out_arena, MAX_HTML);
	why_write(&out, &reader->out_arena, &why);
	*text = buffer_text(&out);
	return out.full ? PSC_NO_MEMORY : PSC_OK;
}
