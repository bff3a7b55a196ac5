/*
 * What is chrome on every PubMed page, by mark-up.  An element that holds a
 * field of the record must not be dropped; a test holds this table to that.
 */
#include "clean/clean.h"

/* clang-format off */
static const struct clean_rule table[] = {
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
