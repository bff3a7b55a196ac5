/*
 * Writes what the scoring sees of a page, for those who fit its weights:
 *
 *	dump_units FILE... >units.jsonl
 *
 * One line a page: {"page", "names": [...], "units": [{"text", "row"}]}.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "clean/clean.h"
#include "clean/features.h"
#include "clean/units.h"
#include "html/dom.h"
#include "html/limit.h"
#include "html/select.h"
#include "html/text.h"
#include "input/input.h"

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

static char *
slurp(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *bytes = NULL;
	size_t room = 0, got;

	*size = 0;
	while (file != NULL) {
		if (room - *size < 65536)
			bytes = realloc(bytes, room = room * 2 + 65536);
		got = fread(bytes + *size, 1, room - *size, file);
		*size += got;
		if (got == 0)
			break;
	}
	if (file != NULL)
		fclose(file);
	return bytes;
}

static void
dump(const char *path, struct arena *arena, const struct clean_rules *rules,
    const struct words *words)
{
	struct select_page page;
	struct clean clean;
	struct error error;
	struct input input;
	struct limit limit;
	struct dom dom;
	struct units units;
	size_t size;
	char *bytes = slurp(path, &size);
	struct features features;

	arena_reset(arena);
	if (bytes == NULL || input_decode(arena, (struct span){ bytes, size },
				 1 << 26, &input, &error) != PSC_OK) {
		fprintf(stderr, "%s: cannot be read\n", path);
		free(bytes);
		return;
	}
	limit_apply(arena, input.text, LIMIT_ALL, &limit);
	if (dom_parse(arena, limit.text, &dom, &error) != PSC_OK)
		exit(1);
	select_index(arena, &dom, &page);
	clean_mark(arena, rules, CLEAN_GENERIC, &page, &clean);
	units_find(arena, words, &dom, clean.marks, &units);
	features_make(arena, words, &dom, &units, &features);
	printf("{\"page\":");
	put_text(span_of(path));
	printf(",\"units\":[");
	for (uint32_t i = 0; i < units.count; i++) {
		printf("%s{\"text\":", i > 0 ? "," : "");
		put_text(text_between(arena, &dom, units.list[i].from,
		    units.list[i].to, clean.marks));
		printf(",\"row\":[");
		for (size_t k = 0; k < FEATURES_COUNT; k++)
			printf("%s%.6g", k > 0 ? "," : "",
			    (double)
				features.rows[(size_t)i * FEATURES_COUNT + k]);
		printf("],\"place\":[%u,%u", features.places[i].section.from,
		    features.places[i].section.to);
		for (size_t k = 0; k < FEATURES_LEVELS; k++)
			printf(",%u,%u", features.places[i].levels[k].from,
			    features.places[i].levels[k].to);
		printf(",%u]}", features.places[i].kin);
	}
	printf("]}\n");
	free(bytes);
}

int
main(int argc, char **argv)
{
	struct words *words = words_new();
	struct clean_rules *rules = clean_rules_new(CLEAN_GENERIC);
	struct arena arena;

	arena_init(&arena, 0);
	printf("{\"names\":[");
	for (size_t i = 0; i < FEATURES_COUNT; i++)
		printf("%s\"%s\"", i > 0 ? "," : "", features_name(i));
	printf("]}\n");
	for (int i = 1; i < argc; i++)
		dump(argv[i], &arena, rules, words);
	arena_free(&arena);
	words_free(words);
	clean_rules_free(rules);
	return 0;
}
