/*
 * RIS: two letters, two spaces, a hyphen, a space, the value.  The tags are
 * those that EndNote and Zotero take in for the type of the entry.
 */
#include "output/ris.h"

#include <stdint.h>

#include "output/citepages.h"

static const char *const types[] = {
	[CITE_ARTICLE] = "JOUR",
	[CITE_PREPRINT] = "JOUR", /* as preprint servers export it */
	[CITE_CHAPTER] = "CHAP",
	[CITE_BOOK] = "BOOK",
	[CITE_OTHER] = "GEN",
};

static void
add(struct buffer *out, const char *tag, struct span text)
{
	text = cite_line(out->arena, text);
	if (text.len == 0)
		return;
	buffer_print(out, "%s  - ", tag);
	buffer_add(out, text);
	buffer_char(out, '\n');
}

static void
add_each(struct buffer *out, const char *tag, const struct record_list *list)
{
	const struct span *texts = list->items;

	for (size_t i = 0; i < list->count; i++)
		add(out, tag, texts[i]);
}

/*
 * "Family, Given, Suffix".  A comma behind a name of several words says that
 * these are all one; where a comma stands in it, there is no way to say that.
 */
static void
add_people(struct buffer *out, const char *tag, const struct record_list *list)
{
	const struct cite_name *names = list->items;
	struct buffer name;
	struct span whole;

	for (size_t i = 0; i < list->count; i++) {
		buffer_init(&name, out->arena, SIZE_MAX / 2);
		whole = names[i].literal.ptr == NULL ? names[i].family
						     : names[i].literal;
		buffer_add(&name, whole);
		if (names[i].given.len > 0) {
			buffer_add(&name, SPAN(", "));
			buffer_add(&name, names[i].given);
		} else if (cite_holds(whole, ' ') && !cite_holds(whole, ',')) {
			buffer_char(&name, ',');
		}
		if (names[i].suffix.len > 0) {
			buffer_add(&name, SPAN(", "));
			buffer_add(&name, names[i].suffix);
		}
		add(out, tag, buffer_text(&name));
	}
}

/* The year, and the date as RIS has it: "2019/11/22/". */
static void
add_date(struct buffer *out, const struct cite_entry *entry)
{
	if (entry->year == 0)
		return;
	buffer_print(out, "PY  - %04d\n", entry->year);
	buffer_print(out, "DA  - %04d/", entry->year);
	if (entry->month > 0)
		buffer_print(out, "%02d", entry->month);
	buffer_char(out, '/');
	if (entry->day > 0)
		buffer_print(out, "%02d", entry->day);
	buffer_add(out, SPAN("/\n"));
}

static void
add_container(struct buffer *out, const struct cite_entry *entry)
{
	bool periodical =
	    entry->type == CITE_ARTICLE || entry->type == CITE_PREPRINT;

	add(out, periodical ? "JF" : "T2", entry->container);
	if (periodical)
		add(out, "J2", entry->abbreviation);
	add(out, "PB", entry->publisher);
	add(out, "CY", entry->place);
	if (entry->type == CITE_PREPRINT)
		add(out, "M3", SPAN("Preprint"));
}

void
ris_write(struct buffer *out, const struct cite_entry *entry)
{
	struct span first, last;

	buffer_print(out, "TY  - %s\n", types[entry->type]);
	add(out, "ID", entry->key);
	add(out, "TI", entry->title);
	add_people(out, "AU", &entry->authors);
	add_people(out, "A2", &entry->editors);
	add_date(out, entry);
	add_container(out, entry);
	add(out, "VL", entry->volume);
	add(out, "IS", entry->issue);
	citepages_split(entry->full_pages, &first, &last);
	add(out, "SP", first);
	add(out, "EP", last);
	add(out, "DO", entry->doi);
	add(out, "AN", entry->pmid);
	add(out, "C2", entry->pmcid);
	add(out, "UR", entry->url);
	add(out, "AB", entry->abstract);
	add_each(out, "KW", &entry->keywords);
	add_each(out, "KW", &entry->headings);
	add(out, "LA", cite_language(entry));
	add(out, "N1", entry->note);
	buffer_add(out, SPAN("ER  - \n"));
}
