/*
 * A table of the pages that people save by mistake: what marks them, and what
 * to say.  The first row that fits decides.
 */
#include "pubmed/kind.h"

#include <stdlib.h>

/* A page with more text than this is not a notice of one or two lines. */
#define SHORT_TEXT 4000

enum where { WHERE_PAGE, WHERE_SHORT, WHERE_TITLE, WHERE_TEXT };

struct kind {
	const char *selector; /* NULL: any page */
	enum where where;     /* where the pattern is looked for */
	const char *pattern;  /* NULL: the selector is enough */
	const char *says;
};

#define DENIED \
	"(?i)access (?:to this \\w+ )?(?:is |has been )?(?:denied|blocked)|" \
	"\\b(?:temporarily|been) blocked|possible (?:misuse|abuse)|" \
	"\\bforbidden\\b|too many requests"
#define CAPTCHA \
	"(?i)captcha|not a robot|(?:are|you(?:'|’)?re) (?:you )?(?:not )?" \
	"a (?:ro)?bot\\b|verify (?:that )?you are (?:a )?human|" \
	"unusual traffic|checking your browser|just a moment"
#define GONE \
	"(?i)\\b(?:record|citation|article|page|pmid)\\b[^.]{0,60}\\b" \
	"(?:been |was |is )(?:removed|deleted|withdrawn)\\b"
#define NOT_FOUND \
	"(?i)\\bnot (?:be )?found\\b|\\b404\\b|no longer available|" \
	"does(?: not|n(?:'|’)t) exist|no (?:such )?(?:page|article|record)\\b"
#define UNAVAILABLE \
	"(?i)\\b50[0234]\\b.{0,20}error|internal server error|" \
	"bad gateway|service (?:is )?(?:temporarily )?unavailable|" \
	"under maintenance|an error (?:has )?occurred"

static const struct kind table[] = {
	{ "div.rprt.abstract, .abstitle, .rprt .abstr, .rprt_all .rprt",
	    WHERE_PAGE, NULL,
	    "a PubMed page of the layout before 2020 that holds no article, or "
	    "several" },
	{ ".search-results-chunks, .search-results .full-docsum, "
	  ".search-results .results-amount, .search-results .no-results, "
	  "meta[name=log_resultcount]",
	    WHERE_PAGE, NULL,
	    "PubMed search results; save the page of one article" },
	{ NULL, WHERE_TITLE, CAPTCHA, "a CAPTCHA page" },
	{ NULL, WHERE_TITLE, DENIED, "an \"access denied\" page" },
	{ NULL, WHERE_TEXT, CAPTCHA, "a CAPTCHA page" },
	{ NULL, WHERE_TEXT, DENIED, "an \"access denied\" page" },
	{ NULL, WHERE_TEXT, GONE, "a notice that the record was removed" },
	{ NULL, WHERE_TITLE, NOT_FOUND, "a \"not found\" page" },
	{ NULL, WHERE_TEXT, NOT_FOUND, "a \"not found\" page" },
	{ NULL, WHERE_TITLE, UNAVAILABLE, "an error page of the server" },
	{ NULL, WHERE_TEXT, UNAVAILABLE, "an error page of the server" },
	{ "#g-recaptcha, .g-recaptcha, .h-captcha, #captcha, "
	  "#challenge-form, [src*=recaptcha]",
	    WHERE_SHORT, NULL, "a CAPTCHA page" },
	{ "meta[name=ncbi_app][content=pmc], .pmc-article, "
	  "link[rel=canonical][href*=\"pmc.ncbi.nlm.nih.gov\"], "
	  "link[rel=canonical][href*=\"ncbi.nlm.nih.gov/pmc/\"]",
	    WHERE_PAGE, NULL,
	    "a full-text page of PubMed Central, not a PubMed page" },
	{ "meta[name=ncbi_app][content=pubmed]", WHERE_PAGE, NULL,
	    "a page of PubMed without an article" },
};

#define KINDS (sizeof(table) / sizeof(table[0]))

struct kind_rules {
	struct selector *selectors[KINDS];
	struct pattern *patterns[KINDS];
	struct selector *title, *text, *site;
};

void
kind_rules_free(struct kind_rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < KINDS; i++) {
		selector_free(rules->selectors[i]);
		pattern_free(rules->patterns[i]);
	}
	selector_free(rules->title);
	selector_free(rules->text);
	selector_free(rules->site);
	free(rules);
}

static bool
compile(struct kind_rules *rules)
{
	for (size_t i = 0; i < KINDS; i++) {
		if (table[i].selector != NULL &&
		    (rules->selectors[i] = selector_new(table[i].selector)) ==
			NULL)
			return false;
		if (table[i].pattern != NULL &&
		    (rules->patterns[i] = pattern_new(table[i].pattern)) ==
			NULL)
			return false;
	}
	rules->title = selector_new("title");
	rules->text = selector_new("body");
	rules->site =
	    selector_new("link[rel=canonical][href], "
			 "meta[property=\"og:url\"][content], base[href]");
	return rules->title != NULL && rules->text != NULL &&
	       rules->site != NULL;
}

struct kind_rules *
kind_rules_new(void)
{
	struct kind_rules *rules = calloc(1, sizeof(*rules));

	if (rules != NULL && !compile(rules)) {
		kind_rules_free(rules);
		rules = NULL;
	}
	return rules;
}

/* Has the rule a value?  What was found before stays as it was noted. */
static bool
has_value(struct page *page, enum rule_id rule)
{
	struct page_trace trace = page->trace[rule];
	struct page_hits *hits = page->hits;
	bool found;

	page->hits = NULL;
	found = page_value(page, rule, 0).ptr != NULL;
	page->hits = hits;
	page->trace[rule] = trace;
	return found;
}

bool
kind_is_article(struct page *page)
{
	if (page_first(page, RULE_ARTICLE, 0) == DOM_NONE)
		return false;
	return has_value(page, RULE_PMID) || has_value(page, RULE_TITLE) ||
	       has_value(page, RULE_JOURNAL_TITLE);
}

/* The same article may stand there twice. */
static bool
holds_others(struct page *page, uint32_t first)
{
	struct span pmid = page_value(page, RULE_PMID, first), other;
	uint32_t next = first;

	while ((next = page_next(page, RULE_ARTICLE, 0, next)) != DOM_NONE) {
		other = page_value(page, RULE_PMID, next);
		if (pmid.ptr == NULL || !span_equal(pmid, other))
			return true;
	}
	return false;
}

bool
kind_is_legacy(struct page *page)
{
	struct page_trace trace = page->trace[RULE_PMID];
	uint32_t first = page_first(page, RULE_ARTICLE, 0);
	bool others;

	if (first == DOM_NONE || !has_value(page, RULE_TITLE) ||
	    !has_value(page, RULE_JOURNAL_ABBREVIATION))
		return false;
	others = holds_others(page, first);
	page->trace[RULE_PMID] = trace;
	return !others;
}

static struct span
text_by(struct page *page, const struct selector *selector)
{
	uint32_t node = select_first(&page->index, selector, 0);

	return node == DOM_NONE ? SPAN_NONE : page_text(page, node);
}

/* The host in the address that the page gives itself. */
static struct span
host_of(struct page *page, const struct selector *site)
{
	uint32_t node = select_first(&page->index, site, 0);
	struct span address, mark = SPAN("://");
	size_t at = 0;

	if (node == DOM_NONE)
		return SPAN_NONE;
	address = page_attribute(page, node, SPAN("href"));
	if (address.ptr == NULL)
		address = page_attribute(page, node, SPAN("content"));
	while (at < address.len && !span_starts(span_from(address, at), mark))
		at++;
	address = span_from(address, at + mark.len);
	for (at = 0;
	     at < address.len && memchr("/?#:", address.ptr[at], 4) == NULL;)
		at++;
	return at == 0 ? SPAN_NONE : span_first(address, at);
}

static bool
fits(const struct kind_rules *rules, size_t i, struct page *page,
    struct span title, struct span text)
{
	if (table[i].selector != NULL &&
	    select_first(&page->index, rules->selectors[i], 0) == DOM_NONE)
		return false;
	switch (table[i].where) {
	case WHERE_TITLE:
		return title.ptr != NULL &&
		       pattern_find(rules->patterns[i], title, NULL);
	case WHERE_SHORT:
		return text.len <= SHORT_TEXT;
	case WHERE_TEXT:
		return text.ptr != NULL && text.len <= SHORT_TEXT &&
		       pattern_find(rules->patterns[i], text, NULL);
	default:
		return true;
	}
}

/* As much of a title as fits into a message, cut between characters. */
static struct span
shortened(struct span title)
{
	size_t len = 80;

	if (title.len <= len)
		return title;
	while (len > 0 && ((unsigned char)title.ptr[len] & 0xc0) == 0x80)
		len--;
	return span_first(title, len);
}

struct span
kind_instead(const struct kind_rules *rules, struct page *page)
{
	const uint8_t *skip = page->skip;
	struct span title = text_by(page, rules->title), text, host;

	page->skip = page->chrome;
	text = text_by(page, rules->text);
	page->skip = skip;
	for (size_t i = 0; i < KINDS; i++)
		if (fits(rules, i, page, title, text))
			return span_of(table[i].says);
	host = shortened(host_of(page, rules->site));
	title = shortened(title);
	if (host.ptr != NULL)
		return arena_print(page->arena, "a page of another site, %.*s",
		    (int)host.len, host.ptr);
	if (title.ptr != NULL)
		return arena_print(page->arena,
		    "a page of another site, titled \"%.*s\"", (int)title.len,
		    title.ptr);
	return SPAN("HTML with no PubMed article in it");
}
