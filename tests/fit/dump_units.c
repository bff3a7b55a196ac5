/*
 * Writes what the scoring sees of pages, for those who fit its weights:
 *
 *	dump_units FILE... >units.jsonl
 *
 * The first line has the names of the features; then there is one line a page:
 * {"page", "units": [{"text", "row": [...]}]}.
 */
#include <stdio.h>

#include "clean/clean.h"
#include "clean/features.h"
#include "clean/score.h"
#include "clean/units.h"
#include "html/text.h"
#include "pubscour.h"
#include "reader.h"

static void
put_text(struct span text)
{
	putchar('"');
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '"' || text.ptr[i] == '\\')
			printf("\\%c", text.ptr[i]);
		else if ((unsigned char)text.ptr[i] < 0x20)
			printf("\\u%04x", (unsigned)text.ptr[i]);
		else
			putchar(text.ptr[i]);
	putchar('"');
}

static void
put_unit(struct arena *arena, const struct dom *dom, const uint8_t *marks,
    const struct unit *unit, const float *row)
{
	printf("{\"text\":");
	put_text(text_between(arena, dom, unit->from, unit->to, marks));
	printf(",\"row\":[");
	for (size_t i = 0; i < FEATURES_COUNT; i++)
		printf("%s%.6g", i > 0 ? "," : "", (double)row[i]);
	printf("]}");
}

/* The page as it was read, but by the rules alone. */
static void
put_page(struct psc *reader, const char *path)
{
	struct arena *arena = &reader->page_arena;
	struct features features;
	struct clean clean;
	struct units units;

	clean_mark(
	    arena, reader->page_rules, CLEAN_GENERIC, &reader->index, &clean);
	units_find(arena, score_words(reader->score), &reader->dom, clean.marks,
	    &units);
	features_make(
	    arena, score_words(reader->score), &reader->dom, &units, &features);
	printf("{\"page\":");
	put_text(span_of(path));
	printf(",\"units\":[");
	for (uint32_t i = 0; i < units.count; i++) {
		if (i > 0)
			putchar(',');
		put_unit(arena, &reader->dom, clean.marks, &units.list[i],
		    features.rows + (size_t)i * FEATURES_COUNT);
	}
	printf("]}\n");
}

int
main(int argc, char **argv)
{
	struct psc *reader = psc_new();
	enum psc_status status;

	printf("{\"names\":[");
	for (size_t i = 0; i < FEATURES_COUNT; i++)
		printf("%s\"%s\"", i > 0 ? "," : "", features_name(i));
	printf("]}\n");
	psc_set_clean(reader, 1);
	psc_set_profile(reader, PSC_PROFILE_GENERIC);
	for (int i = 1; i < argc; i++) {
		status = psc_read_file(reader, argv[i], argv[i]);
		if (status == PSC_OK || status == PSC_NO_CONTENT)
			put_page(reader, argv[i]);
		else
			fprintf(
			    stderr, "%s: %s\n", argv[i], psc_message(reader));
	}
	psc_free(reader);
	return 0;
}
