/*
 * The marking: compiles the rows of rules.c and carries them out, one after
 * the other.  Classes and ids come out of the page's index.  What the rows
 * name, and what they spare, is not known here.
 */
#include "clean/clean.h"

#include <stdlib.h>

#include "clean/marker.h"

static const struct {
	const char *tag;
	enum kind kind;
} tags[] = {
	{ "main", KIND_MAIN },
	{ "article", KIND_MAIN },
	{ "h1", KIND_FIRST },
	{ "h1", KIND_HEADING },
	{ "h2", KIND_HEADING },
	{ "h3", KIND_HEADING },
	{ "h4", KIND_HEADING },
	{ "h5", KIND_HEADING },
	{ "h6", KIND_HEADING },
	{ "summary", KIND_HEADING },
	{ "dt", KIND_HEADING },
	{ "blockquote", KIND_QUOTE },
	{ "q", KIND_QUOTE },
	{ "pre", KIND_QUOTE },
	{ "code", KIND_QUOTE },
	{ "cite", KIND_QUOTE },
	{ "a", KIND_LINK },
	{ "html", KIND_PAGE },
	{ "head", KIND_PAGE },
	{ "body", KIND_PAGE },
};

void
clean_rules_free(struct clean_rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < rules->count; i++)
		selector_free(rules->selectors[i]);
	for (size_t i = 0; i < CLEAN_SIGNS; i++) {
		selector_free(rules->signs[i][0]);
		selector_free(rules->signs[i][1]);
	}
	pattern_free(rules->sentences);
	pattern_free(rules->sayings);
	free(rules);
}

static bool
add_keys(struct keys *keys, const char *list, size_t row)
{
	struct span words = span_of(list), word;

	while ((word = next_word(&words)).len > 0) {
		if (keys->count == MAX_KEYS)
			return false;
		keys->items[keys->count++] = (struct key){ word, row };
	}
	return true;
}

static bool
add_row(struct clean_rules *rules, const struct clean_rule *rule)
{
	size_t row = rules->count++;

	if ((rule->profiles & rules->profiles) == 0)
		return true;
	if (rule->selector != NULL) {
		rules->selectors[row] = selector_new(rule->selector);
		if (rules->selectors[row] == NULL)
			return false;
	}
	if ((rule->flags & CLEAN_HIDDEN) != 0)
		rules->hidden = row;
	if (rule->sentences != NULL) {
		rules->words = row;
		rules->sentences = pattern_new(rule->sentences);
		rules->sayings = pattern_new(rule->sayings);
		if (rules->sentences == NULL || rules->sayings == NULL)
			return false;
	}
	return add_keys(&rules->starts, rule->starts, row) &&
	       add_keys(&rules->roles, rule->roles, row) &&
	       add_keys(&rules->hints, rule->hints, row);
}

static bool
add_signs(struct clean_rules *rules)
{
	const struct clean_sign *sign = clean_signs();

	if (rules->profiles == CLEAN_PUBMED)
		return true;
	for (size_t i = 0; sign[i].profile != 0; i++) {
		if (i == CLEAN_SIGNS)
			return false;
		rules->signs[i][0] = selector_new(sign[i].selector);
		if (rules->signs[i][0] == NULL)
			return false;
		if (sign[i].with == NULL)
			continue;
		rules->signs[i][1] = selector_new(sign[i].with);
		if (rules->signs[i][1] == NULL)
			return false;
	}
	return true;
}

static void
add_tags(struct clean_rules *rules)
{
	uint16_t tag;

	for (size_t i = 0; i < COUNT(tags); i++) {
		tag = dom_tag(span_of(tags[i].tag));
		if (tag < MAX_TAGS)
			rules->kinds[tag] |= (uint8_t)tags[i].kind;
	}
	rules->main = dom_tag(SPAN("main"));
	for (size_t i = 0; i < rules->starts.count; i++)
		rules->first[(uint8_t)rules->starts.items[i].word.ptr[0]] = 1;
	for (size_t i = 0; i < rules->hints.count; i++) {
		char c = rules->hints.items[i].word.ptr[0];
		rules->hint[(uint8_t)c] = 1;
		rules->hint[(uint8_t)(c - ('a' - 'A'))] = 1;
	}
}

static bool
compile(struct clean_rules *rules)
{
	const struct clean_rule *table = clean_table();

	while (rules->count < CLEAN_RULES && table[rules->count].name != NULL)
		if (!add_row(rules, &table[rules->count]))
			return false;
	add_tags(rules);
	return add_signs(rules);
}

struct clean_rules *
clean_rules_new(unsigned profiles)
{
	struct clean_rules *rules = calloc(1, sizeof(*rules));

	if (rules == NULL)
		return NULL;
	rules->profiles = profiles;
	rules->words = rules->hidden = CLEAN_RULES;
	if (compile(rules))
		return rules;
	clean_rules_free(rules);
	return NULL;
}

enum clean_profile
clean_profile(const struct clean_rules *rules, const struct select_page *page)
{
	const struct clean_sign *sign = clean_signs();

	for (size_t i = 0; sign[i].profile != 0; i++)
		if (select_first(page, rules->signs[i][0], 0) != DOM_NONE &&
		    (sign[i].with == NULL ||
			select_first(page, rules->signs[i][1], 0) != DOM_NONE))
			return sign[i].profile;
	return CLEAN_GENERIC;
}

/* --- marking -------------------------------------------------------------- */

static void
drop_named(struct marker *marker, size_t row)
{
	struct span words = span_of(marker->table[row].names), word;
	const uint32_t *nodes;
	uint32_t count;

	while ((word = next_word(&words)).len > 0)
		for (int id = 0; id < 2; id++) {
			nodes =
			    select_named(marker->page, id == 1, word, &count);
			for (uint32_t i = 0; i < count; i++)
				drop_unless_spared(marker, row, nodes[i]);
		}
}

static void
drop_selected(struct marker *marker, size_t row)
{
	const struct selector *selector = marker->rules->selectors[row];
	uint32_t node;

	if (selector == NULL)
		return;
	for (node = select_first(marker->page, selector, 0); node != DOM_NONE;
	     node = select_next(marker->page, selector, 0, node))
		drop_unless_spared(marker, row, node);
}

static void
drop_row(struct marker *marker, size_t row)
{
	bool words = row == marker->rules->words;

	drop_selected(marker, row);
	drop_named(marker, row);
	for (size_t i = 0; i < marker->hit_count; i++) {
		if (marker->hits[i].row != row)
			continue;
		if (words && marker->table[row].roles == NULL)
			banner_drop_labelled(marker, marker->hits[i].node);
		else
			drop_unless_spared(marker, row, marker->hits[i].node);
	}
	if (words)
		banner_drop(marker);
}

static void
run(struct marker *marker)
{
	const struct clean_rules *rules = marker->rules;

	for (size_t row = 0; row < rules->count; row++)
		if ((marker->table[row].profiles & marker->profile) != 0 &&
		    !marker->off[row])
			drop_row(marker, row);
}

/* How much each row dropped, after what is kept: of text, or of prose. */
static void
add_up(const struct marker *marker, const uint32_t *before, uint32_t *sizes)
{
	for (size_t i = 0; i <= CLEAN_RULES; i++)
		sizes[i] = 0;
	for (uint32_t i = 0; i < marker->dom->count; i++)
		sizes[marker->clean->marks[i]] += before[i + 1] - before[i];
}

/*
 * The uncertain row that dropped most where too little is left: less than a
 * tenth of the text that is in no link, or next to nothing.  Menus may be
 * longer than an article; their words out of links are few.
 */
static size_t
row_to_take_back(const struct marker *marker)
{
	uint32_t text[CLEAN_RULES + 1], prose[CLEAN_RULES + 1];
	const uint32_t *sizes, end = marker->dom->count;
	size_t most = CLEAN_RULES;
	bool nothing;

	add_up(marker, marker->text, text);
	add_up(marker, marker->prose, prose);
	nothing = text[0] <= marker->text[end] / 50 && prose[0] <= SHORT &&
		  marker->text[end] > 0;
	if (prose[0] >= marker->prose[end] / 10 && !nothing)
		return CLEAN_RULES;
	sizes = marker->prose[end] > 0 ? prose : text;
	for (size_t row = 0; row < marker->rules->count; row++)
		if ((marker->table[row].flags & CLEAN_CERTAIN) == 0 &&
		    (nothing || prose[row + 1] >= text[row + 1] / 2) &&
		    sizes[row + 1] > 0 &&
		    (most == CLEAN_RULES || sizes[row + 1] > sizes[most + 1]))
			most = row;
	return most;
}

/* The rows for PubMed, as they stand. */
static void
mark_pubmed(struct arena *arena, const struct clean_rules *rules,
    const struct select_page *page, struct clean *clean)
{
	const struct clean_rule *table = clean_table();
	uint32_t node;

	clean->marks = arena_zeros(arena, page->dom->count, 1);
	for (size_t row = 0; row < rules->count; row++) {
		if ((table[row].profiles & CLEAN_PUBMED) == 0)
			continue;
		for (node = select_first(page, rules->selectors[row], 0);
		     node != DOM_NONE;
		     node = select_next(page, rules->selectors[row], 0, node))
			if (clean->marks[node] == 0)
				drop_element(page->dom, node, row, clean);
	}
}

void
clean_mark(struct arena *arena, const struct clean_rules *rules,
    enum clean_profile profile, const struct select_page *page,
    struct clean *clean)
{
	struct marker *marker;
	size_t row;

	*clean = (struct clean){ .marks = NULL };
	if (profile == CLEAN_PUBMED) {
		mark_pubmed(arena, rules, page, clean);
		return;
	}
	marker = arena_zeros(arena, 1, sizeof(*marker));
	marker->arena = arena;
	marker->rules = rules;
	marker->table = clean_table();
	marker->page = page;
	marker->dom = page->dom;
	marker->clean = clean;
	marker->profile = profile;
	measure_page(marker);
	for (;;) {
		clean->marks = arena_zeros(arena, page->dom->count, 1);
		run(marker);
		row = row_to_take_back(marker);
		if (row == CLEAN_RULES)
			break;
		marker->off[row] = true;
		marker->saying_count = 0;
		marker->banner = false;
		*clean = (struct clean){ .marks = NULL };
	}
}
