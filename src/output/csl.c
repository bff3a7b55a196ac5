/*
 * CSL-JSON: one object an entry.  Which fields a style prints is not known
 * here, nor what stands between objects.
 */
#include "output/csl.h"

#include "output/json.h"

static const char *const types[] = {
	[CITE_ARTICLE] = "article-journal",
	[CITE_PREPRINT] = "article",
	[CITE_CHAPTER] = "chapter",
	[CITE_BOOK] = "book",
	[CITE_OTHER] = "document",
};

/* The name of a field, behind the comma of the one before. */
static void
add_name(struct buffer *out, const char *name)
{
	buffer_print(out, ",\n    \"%s\": ", name);
}

static void
add_text(struct buffer *out, const char *name, struct span text)
{
	if (text.ptr == NULL)
		return;
	add_name(out, name);
	json_text(out, text);
}

/* A part of a person's name, behind the comma of the one before. */
static void
add_part(struct buffer *out, const char *name, struct span text, bool *first)
{
	if (text.len == 0)
		return;
	buffer_print(out, "%s\"%s\": ", *first ? "" : ", ", name);
	json_text(out, text);
	*first = false;
}

static void
add_people(
    struct buffer *out, const char *field, const struct record_list *list)
{
	const struct cite_name *names = list->items;
	bool first;

	if (list->count == 0)
		return;
	add_name(out, field);
	for (size_t i = 0; i < list->count; i++) {
		first = true;
		buffer_add(out, i == 0 ? SPAN("[\n") : SPAN(",\n"));
		buffer_add(out, SPAN("      {"));
		add_part(out, "family", names[i].family, &first);
		add_part(out, "given", names[i].given, &first);
		add_part(out, "suffix", names[i].suffix, &first);
		add_part(out, "literal", names[i].literal, &first);
		buffer_char(out, '}');
	}
	buffer_add(out, SPAN("\n    ]"));
}

static void
add_date(struct buffer *out, const struct cite_entry *entry)
{
	if (entry->year == 0)
		return;
	add_name(out, "issued");
	buffer_print(out, "{\"date-parts\": [[%d", entry->year);
	if (entry->month > 0)
		buffer_print(out, ", %d", entry->month);
	if (entry->day > 0)
		buffer_print(out, ", %d", entry->day);
	buffer_add(out, SPAN("]]}"));
}

/* The authors' keywords, then the headings, with ", " between. */
static void
add_keywords(struct buffer *out, const struct cite_entry *entry)
{
	const struct span between = SPAN(", ");
	struct span keywords, headings;

	keywords = cite_join(out->arena, &entry->keywords, between);
	headings = cite_join(out->arena, &entry->headings, between);
	if (keywords.ptr != NULL && headings.ptr != NULL)
		keywords =
		    arena_print(out->arena, "%.*s, %.*s", (int)keywords.len,
			keywords.ptr, (int)headings.len, headings.ptr);
	add_text(out, "keyword", keywords.ptr == NULL ? headings : keywords);
}

/* A preprint's server is its publisher, as Zotero has it. */
static void
add_container(struct buffer *out, const struct cite_entry *entry)
{
	if (entry->type == CITE_PREPRINT) {
		add_text(out, "genre", SPAN("Preprint"));
		add_text(out, "publisher", entry->container);
		return;
	}
	add_text(out, "container-title", entry->container);
	add_text(out, "container-title-short", entry->abbreviation);
	add_text(out, "publisher", entry->publisher);
	add_text(out, "publisher-place", entry->place);
}

void
csl_write(struct buffer *out, const struct cite_entry *entry)
{
	buffer_add(out, SPAN("  {\n    \"id\": "));
	json_text(out, entry->key);
	add_text(out, "type", span_of(types[entry->type]));
	add_text(out, "title", entry->title);
	add_people(out, "author", &entry->authors);
	add_people(out, "editor", &entry->editors);
	add_container(out, entry);
	add_date(out, entry);
	add_text(out, "volume", entry->volume);
	add_text(out, "issue", entry->issue);
	add_text(out, "page", entry->full_pages);
	add_text(out, "DOI", entry->doi);
	add_text(out, "PMID", entry->pmid);
	add_text(out, "PMCID", entry->pmcid);
	add_text(out, "URL", entry->url);
	add_text(out, "abstract", entry->abstract);
	add_keywords(out, entry);
	add_text(out, "language", cite_language(entry));
	add_text(out, "note", entry->note);
	buffer_add(out, SPAN("\n  }"));
}
