/* The lists, taken out of the selectors of the tables. */
#include "pubmed/lean.h"

#include <stdlib.h>
#include <string.h>

#include "clean/clean.h"
#include "pubmed/rules.h"

#define MAX_WORDS 512 /* of one list */
#define MAX_BYTES 16384

struct maker {
	struct lean *lean;
	size_t used;        /* bytes of words */
	bool full;
};

static const char **
new_list(void)
{
	return calloc(MAX_WORDS + 1, sizeof(char *));
}

static void
add(struct maker *maker, const char **list, const char *word, size_t len)
{
	char *copy = maker->lean->words + maker->used;
	size_t count = 0;

	for (; list[count] != NULL; count++)
		if (strlen(list[count]) == len &&
		    memcmp(list[count], word, len) == 0)
			return;
	if (count == MAX_WORDS || maker->used + len + 1 > MAX_BYTES) {
		maker->full = true;
		return;
	}
	memcpy(copy, word, len);
	copy[len] = '\0';
	maker->used += len + 1;
	list[count] = copy;
}

/* The names in a selector: `[name` into one list, `#x` and `.x` into another. */
static void
add_names(struct maker *maker, const char *selector)
{
	const char name[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	const char *at = selector;
	size_t len;

	if (selector == NULL)
		return;
	while ((at = strpbrk(at, "[#.")) != NULL) {
		len = strspn(at + 1, name);
		if (*at == '[') {
			add(maker, maker->lean->attributes, at + 1, len);
			at += strcspn(at, "]");
		} else {
			add(maker, maker->lean->texts, at + 1, len);
			at += len + 1;
		}
	}
}

/* Takes the blocks that hold sections out again: no text is theirs. */
static void
drop_containers(struct maker *maker)
{
	static const char *const containers[] = { "article-page",
		"article-details", "heading", "full-view-heading" };
	const char **list = maker->lean->texts;
	size_t kept;

	for (size_t i = 0; i < sizeof(containers) / sizeof(*containers); i++) {
		kept = 0;
		for (size_t k = 0; list[k] != NULL; k++)
			if (strcmp(list[k], containers[i]) != 0)
				list[kept++] = list[k];
		list[kept] = NULL;
	}
}

static void
add_way(struct maker *maker, const struct rule_way *way)
{
	if (way->selector == NULL)
		return;
	add_names(maker, way->selector);
	if (way->attribute != NULL)
		add(maker, maker->lean->attributes, way->attribute,
		    strlen(way->attribute));
	if (strncmp(way->selector, "meta[", 5) == 0 ||
	    strncmp(way->selector, "link[", 5) == 0)
		add(maker, maker->lean->metas, way->selector,
		    strlen(way->selector));
}

static void
fill(struct maker *maker)
{
	const struct clean_rule *chrome = clean_table();
	const struct rule *rules = rules_table();
	const char *menu = rules[RULE_MENU].ways[0].selector;

	for (size_t row = 0; row < RULE_COUNT; row++) {
		add_names(maker, rules[row].holder);
		for (size_t way = 0; way < RULE_WAYS; way++)
			add_way(maker, &rules[row].ways[way]);
	}
	drop_containers(maker);
	add(maker, maker->lean->menus, menu, strlen(menu));
	for (; chrome->name != NULL; chrome++) {
		add(maker, maker->lean->chrome, chrome->selector,
		    strlen(chrome->selector));
		for (const char *at = chrome->selector;
		     (at = strchr(at, '[')) != NULL; at++)
			add(maker, maker->lean->attributes, at + 1,
			    strcspn(at + 1, "=]^$*~"));
	}
}

void
lean_free(struct lean *lean)
{
	if (lean == NULL)
		return;
	free(lean->attributes);
	free(lean->texts);
	free(lean->metas);
	free(lean->menus);
	free(lean->chrome);
	free(lean->words);
	free(lean);
}

struct lean *
lean_new(void)
{
	struct maker maker = { .lean = calloc(1, sizeof(struct lean)) };
	struct lean *lean = maker.lean;

	if (lean == NULL)
		return NULL;
	lean->attributes = new_list();
	lean->texts = new_list();
	lean->metas = new_list();
	lean->menus = new_list();
	lean->chrome = new_list();
	lean->words = malloc(MAX_BYTES);
	if (lean->attributes != NULL && lean->texts != NULL &&
	    lean->metas != NULL && lean->menus != NULL &&
	    lean->chrome != NULL && lean->words != NULL) {
		fill(&maker);
		if (!maker.full)
			return lean;
	}
	lean_free(lean);
	return NULL;
}
