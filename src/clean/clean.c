/*
 * The table of what is chrome on every PubMed page, by mark-up, and the
 * marking by it.  An element that holds a field of the record must not be
 * dropped; a test holds the table to that.
 */
#include "clean/clean.h"

#include <stdlib.h>

/* clang-format off */
static const struct clean_rule table[CLEAN_RULES] = {
	{ "script", "script, style, noscript, template" },
	{ "government banner", ".usa-banner, .usa-overlay" },
	{ "skip link", ".usa-skipnav, a#maincontent" },
	{ "notice of the site", ".no-session-banner, .no-script-banner, "
	    ".ncbi-alerts, .applied-filters-message" },
	{ "access keys", "a[accesskey]" },
	{ "site header", ".ncbi-header, header[role=banner]" },
	{ "search form", "form[role=search], .search-form" },
	{ "dialog", ".overlay, [role=dialog]" },
	{ "menu", ".dropdown" },
	{ "buttons", ".actions-buttons, .social-sharing" },
	{ "save and share panels", "#article-page-header, .action-panel" },
	{ "page navigation", ".page-navigator, nav" },
	{ "short view", ".short-view" },
	{ "short forms", ".short-authors, .short-journal-citation" },
	{ "short captions", ".figure-caption, .figure-caption-medium" },
	{ "figure viewer", ".figures-dialog, .figure-dialog-caption" },
	{ "expander", ".short-article-details, .in-clipboard-label" },
	{ "disclaimer", "#disclaimer" },
	{ "footer", "#ncbi-footer, .ncbi-footer, footer" },
	{ NULL, NULL }
};
/* clang-format on */

const struct clean_rule *
clean_table(void)
{
	return table;
}

struct clean_rules {
	struct selector *selectors[CLEAN_RULES];
	size_t count;
};

void
clean_rules_free(struct clean_rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < rules->count; i++)
		selector_free(rules->selectors[i]);
	free(rules);
}

struct clean_rules *
clean_rules_new(void)
{
	struct clean_rules *rules = calloc(1, sizeof(*rules));

	if (rules == NULL)
		return NULL;
	for (; rules->count < CLEAN_RULES && table[rules->count].name != NULL;
	     rules->count++) {
		rules->selectors[rules->count] =
		    selector_new(table[rules->count].selector);
		if (rules->selectors[rules->count] == NULL) {
			clean_rules_free(rules);
			return NULL;
		}
	}
	return rules;
}

/* Marks an element and all below it that is not marked yet. */
static void
drop(const struct dom *dom, uint32_t node, size_t rule, struct clean *clean)
{
	struct clean_sum *sum = &clean->sums[rule];
	uint32_t end = dom->nodes[node].end;

	sum->blocks++;
	for (; node < end; node++) {
		if (clean->marks[node] != 0)
			continue;
		clean->marks[node] = (uint8_t)(rule + 1);
		if ((dom->nodes[node].flags & DOM_TEXT) != 0)
			sum->bytes += dom->nodes[node].text.len;
	}
}

void
clean_mark(struct arena *arena, const struct clean_rules *rules,
    const struct select_page *page, struct clean *clean)
{
	uint32_t node;

	*clean = (struct clean){ .marks = NULL };
	clean->marks = arena_zeros(arena, page->dom->count, 1);
	for (size_t rule = 0; rule < rules->count; rule++)
		for (node = select_first(page, rules->selectors[rule], 0);
		     node != DOM_NONE;
		     node = select_next(page, rules->selectors[rule], 0, node))
			if (clean->marks[node] == 0)
				drop(page->dom, node, rule, clean);
}
