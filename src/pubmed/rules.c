/*
 * The table of PubMed's layout, 2020 to 2026.  It knows where fields stand;
 * what is made of them is the business of the other files of this room.
 */
#include "pubmed/rules.h"

#include <stdlib.h>

#include "pubmed/rows.h"

#define PUBMED "^\\s*https?://pubmed\\.ncbi\\.nlm\\.nih\\.gov/"
#define FULL "#full-view-heading "
#define IDS "#full-view-identifiers "

static const struct rule table[RULE_COUNT] = {
	SCOPE(RULE_ARTICLE, "(article)", AT("#article-details"),
	    AT(".article-page[data-article-pmid]"), AT("#full-view-heading")),
	ALWAYS(RULE_PMID, "pmid",
	    ATTR_MATCH(
		"meta[name=citation_pmid]", "content", "^\\s*(\\d+)\\s*$"),
	    MATCH(IDS ".identifier.pubmed .current-id", "^(\\d+)$"),
	    ATTR_MATCH(".article-page[data-article-pmid]", "data-article-pmid",
		"^\\s*(\\d+)\\s*$"),
	    ATTR_MATCH("link[rel=canonical]", "href", PUBMED "(\\d+)/?\\s*$")),
	HELD_SCOPE(RULE_IDENTIFIER, "(identifiers)", "#full-view-identifiers",
	    AT(IDS ".identifier")),
	HELD(RULE_PMCID, "pmcid",
	    IDS "a[href*=\"/pmc/\"], " IDS "a[href*=\"/pmc.ncbi.\"]",
	    MATCH(IDS ".identifier.pmc .id-link", "(?i)\\b(PMC\\d+)"),
	    MATCH(IDS ".identifier.pmc .current-id", "(?i)\\b(PMC\\d+)")),
	ROW(RULE_DOI, "doi", AT(IDS ".identifier.doi .id-link"),
	    AT(FULL ".citation-doi")),
	ALWAYS(RULE_TITLE, "title", AT(FULL "h1.heading-title"),
	    AT(FULL ".heading-title"),
	    ATTR_ELSEWHERE("meta[name=citation_title]", "content")),
	ROW(RULE_LANGUAGES, "languages",
	    MATCH(FULL ".article-languages",
		"(?i)Article in\\s+\\[?\\s*([^\\[\\]]+?)\\s*(?:[\\[\\]]|$)")),
	ROW(RULE_ARTICLE_TYPE, "article_type", AT(FULL ".publication-type")),
	ALWAYS(RULE_JOURNAL_TITLE, "journal.title",
	    ATTR("#full-view-journal-trigger", "title"),
	    ATTR_ELSEWHERE("meta[name=citation_journal_title]", "content")),
	ALWAYS(RULE_JOURNAL_ABBREVIATION, "journal.abbreviation",
	    AT("#full-view-journal-trigger"),
	    ATTR_ELSEWHERE("meta[name=citation_publisher]", "content")),
	ALWAYS(RULE_CITATION, "citation.text", AT(FULL ".cit")),
	HELD(RULE_CITATION_DATE, "citation.date", FULL ".cit",
	    MATCH(FULL ".cit", "^(\\d{4})(?!\\d)"),
	    ATTR_ELSEWHERE("meta[name=citation_date]", "content")),
	SCOPE(RULE_CITATION_DOI, "(doi beside the citation)",
	    AT(FULL ".citation-doi")),
	ROW(RULE_CITATION_VOLUME, "citation.volume",
	    ATTR("meta[name=citation_volume]", "content")),
	ROW(RULE_SECONDARY_DATE, "citation.secondary",
	    AT(FULL ".secondary-date")),
	ROW(RULE_AHEAD_OF_PRINT, "citation.ahead_of_print",
	    AT(FULL ".ahead-of-print")),
	ROW(RULE_ACCESS, "access.label", AT(FULL ".free-label")),
	ROW(RULE_EMBARGO, "access.embargo_until",
	    ATTR_MATCH(
		FULL ".embargo-date", "datetime", "^(\\d{4}-\\d{2}-\\d{2})"),
	    MATCH(FULL ".embargo-date", "(\\d{4}-\\d{2}-\\d{2})")),
	SCOPE(RULE_AUTHORS_EMPTY, "(no authors listed)",
	    AT(FULL ".inline-authors .empty-authors")),
	HELD_SCOPE(RULE_AUTHOR, "authors",
	    FULL ".inline-authors a, " FULL ".inline-authors .full-name",
	    AT(FULL ".inline-authors .authors-list-item")),
	EACH(RULE_AUTHOR_NAME, "authors.name",
	    FULL ".inline-authors .authors-list-item", AT(".full-name")),
	HELD(RULE_AUTHOR_TERM, "authors.family",
	    FULL ".inline-authors a.full-name",
	    ATTR_MATCH(".full-name", "href", "[?&]term=([^&#]+)")),
	HELD(RULE_AUTHOR_AFFILIATION, "authors.affiliations",
	    FULL ".inline-authors a[href*=\"affiliation-\"]",
	    AT(".affiliation-link")),
	HELD_SCOPE(RULE_AUTHOR_EQUAL, "authors.equal_contribution",
	    FULL ".inline-authors a[href*=\"equal-contrib\"]",
	    AT(".equal-contrib")),
	HELD(RULE_AFFILIATION, "affiliations",
	    FULL ".expanded-authors .affiliations",
	    AT("#full-view-expanded-authors .affiliations li"),
	    ATTR(FULL ".inline-authors .affiliation-link[title]", "title")),
	HELD(RULE_AFFILIATION_KEY, "affiliations.key",
	    "#full-view-expanded-authors .affiliations li > sup",
	    AT("sup.key")),
	ROW(RULE_COLLABORATION, "(group of collaborators)",
	    AT("#full-view-expanded-authors .collaborations .group-list > li")),
	HELD_SCOPE(RULE_COLLABORATORS, "collaborators",
	    "#full-view-expanded-authors .collaborations",
	    AT("#full-view-expanded-authors .collaborations "
	       ".authors-list-item")),
	ROW(RULE_ABSTRACT_BLOCK, "(abstract)", AT("#abstract")),
	HELD(RULE_ABSTRACT, "abstract", "#abstract > div",
	    AT("#abstract .abstract-content.selected"),
	    AT("#abstract .abstract-content")),
	ROW(RULE_ABSTRACT_OTHER, "other_abstracts",
	    AT("#abstract .abstract-content")),
	SCOPE(RULE_ABSTRACT_EMPTY, "(no abstract available)",
	    AT(".abstract .empty-abstract")),
	EACH(RULE_ABSTRACT_LANGUAGE, "abstract.language",
	    "#abstract .abstract-content",
	    ATTR_MATCH(".abstract-content", "id", "^([a-z]{3})-abstract$")),
	HELD(RULE_ABSTRACT_LABEL, "abstract.sections.label",
	    "#abstract p > strong", AT("strong.sub-title")),
	HELD(RULE_SUMMARY, "plain_language_summary", "#plain-language-summary",
	    AT("#plain-language-summary")),
	HELD(RULE_COPYRIGHT, "copyright", "#copyright", AT("#copyright")),
	HELD(RULE_CONFLICT, "conflict_of_interest", "#conflict-of-interest",
	    AT("#conflict-of-interest .statement")),
	HELD_SCOPE(RULE_FIGURE, "figures", "#figures", AT("#figures figure")),
	HELD(RULE_FIGURE_LABEL, "figures.label", "#figures figcaption > strong",
	    AT("figcaption .figure-label")),
	HELD(RULE_FIGURE_CAPTION, "figures.caption",
	    "#figures figcaption > div",
	    AT("figcaption .figure-caption-contents")),
	HELD(RULE_FIGURE_IMAGE, "figures.image_url", "#figures figure",
	    LINK("a.figure-link", "href")),
	HELD(RULE_FIGURE_THUMBNAIL, "figures.thumbnail_url", "#figures figure",
	    LINK("img.figure-thumb", "src")),
	ROW(RULE_FIGURE_WIDTH, "figures.width",
	    ATTR_MATCH(
		"a.figure-link", "data-image-width", "^\\s*(\\d{1,9})\\s*$"),
	    ATTR_MATCH(
		"meta[itemprop=width]", "content", "^\\s*(\\d{1,9})\\s*$")),
	ROW(RULE_FIGURE_HEIGHT, "figures.height",
	    ATTR_MATCH(
		"a.figure-link", "data-image-height", "^\\s*(\\d{1,9})\\s*$"),
	    ATTR_MATCH(
		"meta[itemprop=height]", "content", "^\\s*(\\d{1,9})\\s*$")),
	SCOPE(RULE_REFERENCES, "(references)", AT("#references")),
	HELD(RULE_REFERENCE, "references", "#references", AT("#references li")),
	HELD(RULE_REFERENCE_SECTION, "references.items.section",
	    "#references .refs-list > h3, #references .refs-list > h4, "
	    "#references .refs-list > h5",
	    AT("#references .refs-list-title")),
	HELD(RULE_REFERENCE_LINK, "references.items.pmid",
	    "#references li a[href^=\"/\"], "
	    "#references li a[href^=\"https://pubmed.ncbi.nlm.nih.gov/\"]",
	    AT("a.reference-link[href]")),
	ROW(RULE_REFERENCE_ANY_LINK, "references.items.urls",
	    LINK("a[href]", "href")),
	HELD(RULE_REFERENCES_MORE, "references.total",
	    "#references [data-next-page-url]",
	    MATCH("#references button, #references a",
		"(?i)\\ball\\s+([\\d,.\\s]+?)\\s+references\\b")),
	ROW(RULE_REFERENCES_MORE_URL, "references.more_url",
	    LINK("#references [data-next-page-url]", "data-next-page-url")),
	SCOPE(RULE_SIMILAR, "similar_articles", AT("#similar")),
	SCOPE(RULE_CITED_BY, "cited_by", AT("#citedby")),
	SCOPE(RULE_LISTS_LATER, "(lists that a script loads)",
	    AT(".similar-cited-articles")),
	HELD(RULE_LIST_MORE, "similar_articles.more_url",
	    "#similar .actions-bar, #citedby .actions-bar",
	    LINK(".show-all-linked-articles", "data-href"),
	    LINK(".show-all-linked-articles", "href"),
	    LINK("[data-next-page-url]", "data-next-page-url")),
	SCOPE(RULE_LIST_REST, "(where the rest of a list is)",
	    AT(".actions-bar")),
	ROW(RULE_LIST_AMOUNT, "similar_articles.total",
	    MATCH(".title .amount", "^([\\d,]+)$")),
	HELD_SCOPE(RULE_ITEM, "similar_articles.items", "#similar, #citedby",
	    AT(".full-docsum")),
	HELD(RULE_ITEM_TITLE, "similar_articles.items.title", "li.full-docsum",
	    AT(".docsum-title")),
	EACH(RULE_ITEM_PMID, "similar_articles.items.pmid", "li.full-docsum",
	    MATCH(".docsum-pmid", "^(\\d+)$"),
	    ATTR_MATCH("a.docsum-title", "href", "/(\\d+)/?(?:[?#].*)?$")),
	HELD(RULE_ITEM_AUTHORS, "similar_articles.items.authors",
	    ".docsum-authors, .full-authors",
	    AT(".docsum-authors.full-authors")),
	HELD(RULE_ITEM_CITATION, "similar_articles.items.citation",
	    "li.full-docsum",
	    AT(".docsum-journal-citation.full-journal-citation")),
	HELD(RULE_ITEM_NOTE, "similar_articles.items.notes",
	    "#similar .free-resources, #citedby .free-resources, "
	    "#similar .publication-type, #citedby .publication-type",
	    AT(".spaced-citation-item")),
	HELD(RULE_PUBLICATION_TYPE, "publication_types", "#publication-types",
	    AT("#publication-types .keywords-list > li")),
	HELD(RULE_MESH, "mesh_terms", "#mesh-terms",
	    AT("#mesh-terms .keywords-list > li")),
	HELD(RULE_SUBSTANCE, "substances", "#substances",
	    AT("#substances .keywords-list > li")),
	HELD(RULE_CONCEPT, "supplementary_concepts", "#supplementary-concepts",
	    AT("#supplementary-concepts .keywords-list > li")),
	HELD(RULE_GRANT, "grants", "#grants li", AT("#grants .grant-item")),
	ROW(RULE_GRANT_LINK, "grants.text", AT("a")),
	ROW(RULE_GRANT_ID, "grants.id", ATTR("a", "data-ga-label")),
	ROW(RULE_FUNDING, "funding_statement",
	    AT("#grants .funding-statement")),
	HELD(RULE_DATA, "associated_data", "#supplemental-data",
	    AT("#supplemental-data .supplemental-data-list > li")),
	SCOPE(RULE_NOTICE, "notices", AT(".linked-articles")),
	HELD(RULE_NOTICE_HEADING, "notices.heading", ".linked-articles",
	    AT(".title")),
	HELD(RULE_NOTICE_ITEM, "notices.citation", ".linked-articles",
	    AT(".linked-articles li")),
	HELD_SCOPE(RULE_NOTICE_DOCSUM, "notices.pmid",
	    ".linked-articles .docsum-title", AT(".docsum-content")),
	SCOPE(RULE_RETRACTED, "retracted", AT("#retraction")),
	SCOPE(RULE_PREPRINT, "preprint", AT("#preprint")),
	HELD(RULE_FULL_TEXT, "full_text_links", ".full-text-links .full-view",
	    AT(".full-text-links .full-view a.link-item[href]")),
	ROW(RULE_FULL_TEXT_PROVIDER, "full_text_links.provider",
	    ATTR_MATCH(".full-text-links .full-view a.link-item[href]", "title",
		" at (.+)$")),
	ROW(RULE_LINK_IMAGE, "(image of a link)", ATTR("img", "alt")),
	SCOPE(RULE_LINKOUT_GROUP, "(group of linkout)",
	    AT("#linkout .linkout-list > li")),
	HELD(RULE_LINKOUT_CATEGORY, "linkout.category", "#linkout",
	    AT(".linkout-category")),
	HELD(RULE_LINKOUT_LINK, "linkout", "#linkout",
	    AT(".linkout-category-links a[href]")),
	HELD(RULE_RELATED, "related_information", "#related-links",
	    AT("#related-links .related-links-list a[href]")),
	HELD_SCOPE(RULE_MENU, "(menus between texts)",
	    "#mesh-terms li ul, #publication-types li ul, #substances li ul",
	    AT(".dropdown")),
	SCOPE(RULE_CONTAINER, "(blocks that hold sections)",
	    AT("#article-page, #article-details, #heading, "
	       "#full-view-heading, #abstract, " FULL ".article-citation, " FULL
	       ".article-source")),
	ROW(RULE_SECTION_TITLE, "(a section's own heading)",
	    AT("h2.title, h3.title")),
	ROW(RULE_HEADING, "(heading of a section)",
	    AT("h1.title, h2.title, h3.title, h4.title"), AT("h2, h3, h4")),
};

const struct rule *
rules_table(void)
{
	return table;
}

void
rules_free(struct rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < RULE_COUNT; i++) {
		for (size_t way = 0; way < RULE_WAYS; way++) {
			selector_free(rules->selectors[i][way]);
			pattern_free(rules->patterns[i][way]);
		}
		selector_free(rules->holders[i]);
	}
	free(rules);
}

static bool
compile_way(struct rules *rules, size_t row, size_t number)
{
	const struct rule_way *way = &rules->table[row].ways[number];
	struct selector *selector;

	if (way->selector == NULL)
		return true;
	selector = selector_new(way->selector);
	rules->selectors[row][number] = selector;
	if (way->pattern != NULL)
		rules->patterns[row][number] = pattern_new(way->pattern);
	return selector != NULL &&
	       (way->pattern == NULL || rules->patterns[row][number] != NULL);
}

static bool
compile(struct rules *rules)
{
	for (size_t row = 0; row < RULE_COUNT; row++) {
		for (size_t way = 0; way < RULE_WAYS; way++)
			if (!compile_way(rules, row, way))
				return false;
		if (rules->table[row].holder == NULL)
			continue;
		rules->holders[row] = selector_new(rules->table[row].holder);
		if (rules->holders[row] == NULL)
			return false;
	}
	return true;
}

struct rules *
rules_compile(const struct rule *rows, const char *site)
{
	struct rules *rules = calloc(1, sizeof(*rules));

	if (rules == NULL)
		return NULL;
	rules->table = rows;
	rules->site = site;
	if (!compile(rules)) {
		rules_free(rules);
		rules = NULL;
	}
	return rules;
}

struct rules *
rules_new(void)
{
	return rules_compile(table, "https://pubmed.ncbi.nlm.nih.gov/");
}
