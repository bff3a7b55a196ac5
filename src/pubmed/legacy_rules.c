/*
 * The table of PubMed's layout before 2020: pages of www.ncbi.nlm.nih.gov
 * /pubmed/ as they were from 2009 to 2019.  Of three forms in turn:
 *
 *	2009       dl.AbstractPlusReport: dt with .abstitle, dd.abstract
 *	2010-2011  div.rprt.abstract with p.citation, p.auth_list, p.aff
 *	2012-2019  the same with .cit, .auths, .aff (later .afflist), .aux
 *
 * What stands below the abstract is told by its headings alone.
 */
#include "pubmed/legacy_rules.h"

#include <stddef.h>

#include "pubmed/rows.h"

#define SITE "https://www.ncbi.nlm.nih.gov/"

#define RPRT ".rprt.abstract "
#define OLDEST "dd.abstract "
#define CIT RPRT ".cit, " RPRT "p.citation, .abstitle .ti"
#define AUTHORS RPRT ".auths a, " RPRT ".auth_list a, " OLDEST ".authors a"
#define AUTHOR_LISTS RPRT ".auths, " RPRT ".auth_list, " OLDEST ".authors"
#define IDS ".rprtid, p.pmid"
#define SIMILAR ".Pubmed_Discovery_RA "

/* "Epub 2011 Dec 23." */
#define LATER "(?:Epub|eCollection|Print|Electronic|Collection) \\d{4}[^.]*\\."

/* The layout never had it, or it is found by its heading. */
#define NOWHERE(id, key) [id] = { id, false, key, NEED_SOME, NULL, { { 0 } } }

static const struct rule table[RULE_COUNT] = {
	SCOPE(RULE_ARTICLE, "(article)", AT(".rprt.abstract"),
	    AT("dl.AbstractPlusReport, dl.AbstractReport, .ResultSet > dl")),
	ALWAYS(RULE_PMID, "pmid", MATCH(IDS, "(?i)\\bPMID:? (\\d+)"),
	    ATTR_MATCH(
		"meta[name=ncbi_uidlist]", "content", "^\\s*(\\d+)\\s*$")),
	SCOPE(RULE_IDENTIFIER, "(identifiers)", AT(IDS)),
	ROW(RULE_PMCID, "pmcid", MATCH(IDS, "(?i)\\b(PMC\\d+)")),
	ROW(RULE_DOI, "doi", MATCH(IDS, "(?i)\\bDOI:? (10\\.\\S+)"),
	    MATCH(CIT, "(?i)\\bdoi: ?(10\\.\\S+?)\\.?(?: |$)")),
	ALWAYS(RULE_TITLE, "title",
	    MATCH(RPRT "h1, " OLDEST "h2",
		"^(.+?)(?: ?\\[Article in [^\\[\\]]+\\]\\.?)?$")),
	ROW(RULE_LANGUAGES, "languages",
	    MATCH(RPRT "h1, " OLDEST "h2, " RPRT "> p, " OLDEST "> p",
		"\\[Article in ([^\\[\\]]+)\\]")),
	ROW(RULE_ARTICLE_TYPE, "article_type",
	    MATCH(CIT, "[.\\]] (Review)\\.(?: |$)")),
	ALWAYS(RULE_JOURNAL_TITLE, "journal.title",
	    ATTR_MATCH(RPRT ".cit [title], " RPRT "p.citation [title], "
			    ".abstitle .ti span[title]",
		"title", "^(.+?)\\.?$")),
	ALWAYS(RULE_JOURNAL_ABBREVIATION, "journal.abbreviation",
	    MATCH(RPRT ".cit a, " RPRT "p.citation a, .abstitle .ti a",
		"^(.+?)\\.?$")),
	ALWAYS(RULE_CITATION, "citation.text",
	    MATCH(CIT, "\\. (\\d{4}(?!\\d).*?)"
		       "(?:(?<=\\.) (?:doi:|pii:|[\\[A-Z]|e[A-Z]).*)?$")),
	HELD(RULE_CITATION_DATE, "citation.date", CIT,
	    MATCH(CIT, "\\. (\\d{4})(?!\\d)")),
	NOWHERE(RULE_CITATION_DOI, "(doi beside the citation)"),
	NOWHERE(RULE_CITATION_VOLUME, "citation.volume"),
	ROW(RULE_SECONDARY_DATE, "citation.secondary",
	    MATCH(CIT, " (" LATER "(?: " LATER ")*)")),
	ROW(RULE_AHEAD_OF_PRINT, "citation.ahead_of_print",
	    MATCH(CIT, "(?i)((?:Epub|Online) ahead of print)")),
	ROW(RULE_ACCESS, "access.label", AT(RPRT ".status_icon")),
	NOWHERE(RULE_EMBARGO, "access.embargo_until"),
	ROW(RULE_AUTHORS_EMPTY, "(no authors listed)",
	    MATCH(AUTHOR_LISTS, "(?i)(No authors listed)")),
	HELD(RULE_AUTHOR, "authors", AUTHORS, AT(AUTHORS)),
	NOWHERE(RULE_AUTHOR_NAME, "authors.name"),
	HELD(RULE_AUTHOR_TERM, "authors.family", AUTHORS,
	    ATTR_MATCH(AUTHORS, "href", "(?i)[?&]term=([^&#]+)")),
	HELD(RULE_AUTHOR_AFFILIATION, "authors.affiliations",
	    RPRT ".auths sup, " RPRT ".auth_list sup",
	    AT(RPRT ".auths sup, " RPRT ".auth_list sup")),
	NOWHERE(RULE_AUTHOR_EQUAL, "authors.equal_contribution"),
	HELD(RULE_AFFILIATION, "affiliations", RPRT ".afflist li, .afflist dl",
	    AT(RPRT ".afflist li, " RPRT ".afflist dd, " RPRT ".aff p, " RPRT
		    "p.aff, " OLDEST "p.affiliation")),
	HELD(RULE_AFFILIATION_KEY, "affiliations.key",
	    RPRT ".afflist sup, " RPRT ".afflist dt",
	    AT(RPRT ".afflist li > sup, " RPRT ".afflist dt")),
	NOWHERE(RULE_COLLABORATION, "(group of collaborators)"),
	ROW(RULE_COLLABORATORS, "collaborators",
	    AT(RPRT "a[href*=\"%5BInvestigator\"], " RPRT
		    "a[href*=\"[Investigator\"]")),
	SCOPE(RULE_ABSTRACT_BLOCK, "(abstract)", AT(RPRT ".abstr")),
	HELD(RULE_ABSTRACT, "abstract", RPRT ".abstr, " OLDEST "p.abstract",
	    AT(RPRT ".abstr > div"), AT(RPRT ".abstr"),
	    AT(OLDEST "p.abstract")),
	NOWHERE(RULE_ABSTRACT_OTHER, "other_abstracts"),
	NOWHERE(RULE_ABSTRACT_EMPTY, "(no abstract available)"),
	NOWHERE(RULE_ABSTRACT_LANGUAGE, "abstract.language"),
	ROW(RULE_ABSTRACT_LABEL, "abstract.sections.label",
	    AT(RPRT ".abstr h4")),
	NOWHERE(RULE_SUMMARY, "plain_language_summary"),
	ROW(RULE_COPYRIGHT, "copyright",
	    AT(RPRT "p.copyright, " OLDEST "p.copyright")),
	NOWHERE(RULE_CONFLICT, "conflict_of_interest"),
	NOWHERE(RULE_FIGURE, "figures"),
	NOWHERE(RULE_FIGURE_LABEL, "figures.label"),
	NOWHERE(RULE_FIGURE_CAPTION, "figures.caption"),
	NOWHERE(RULE_FIGURE_IMAGE, "figures.image_url"),
	NOWHERE(RULE_FIGURE_THUMBNAIL, "figures.thumbnail_url"),
	NOWHERE(RULE_FIGURE_WIDTH, "figures.width"),
	NOWHERE(RULE_FIGURE_HEIGHT, "figures.height"),
	NOWHERE(RULE_REFERENCES, "(references)"),
	NOWHERE(RULE_REFERENCE, "references"),
	NOWHERE(RULE_REFERENCE_SECTION, "references.items.section"),
	NOWHERE(RULE_REFERENCE_LINK, "references.items.pmid"),
	NOWHERE(RULE_REFERENCE_ANY_LINK, "references.items.urls"),
	NOWHERE(RULE_REFERENCES_MORE, "references.total"),
	NOWHERE(RULE_REFERENCES_MORE_URL, "references.more_url"),
	SCOPE(RULE_SIMILAR, "similar_articles", AT(SIMILAR)),
	NOWHERE(RULE_CITED_BY, "cited_by"),
	NOWHERE(RULE_LISTS_LATER, "(lists that a script loads)"),
	HELD(RULE_LIST_MORE, "similar_articles.more_url", SIMILAR ".more",
	    LINK(SIMILAR ".more a[href*=\"linkname=pubmed_pubmed&\"]", "href")),
	NOWHERE(RULE_LIST_REST, "(where the rest of a list is)"),
	NOWHERE(RULE_LIST_AMOUNT, "similar_articles.total"),
	HELD_SCOPE(RULE_ITEM, "similar_articles.items", SIMILAR,
	    AT(SIMILAR "li.item")),
	HELD(RULE_ITEM_TITLE, "similar_articles.items.title", SIMILAR ".item",
	    AT("a")),
	EACH(RULE_ITEM_PMID, "similar_articles.items.pmid", SIMILAR ".item",
	    ATTR_MATCH("a", "href", "/(?:pubmed/)?(\\d+)/?(?:[?#].*)?$")),
	NOWHERE(RULE_ITEM_AUTHORS, "similar_articles.items.authors"),
	HELD(RULE_ITEM_CITATION, "similar_articles.items.citation",
	    SIMILAR ".item", AT(".cit")),
	ROW(RULE_ITEM_NOTE, "similar_articles.items.notes", AT(".reviewflag")),
	ROW(RULE_PUBLICATION_TYPE, "publication_types", AT(RPRT "li")),
	ROW(RULE_MESH, "mesh_terms", AT(RPRT "li")),
	ROW(RULE_SUBSTANCE, "substances", AT(RPRT "li")),
	ROW(RULE_CONCEPT, "supplementary_concepts", AT(RPRT "li")),
	ROW(RULE_GRANT, "grants", AT(RPRT "li")),
	NOWHERE(RULE_GRANT_LINK, "grants.text"),
	NOWHERE(RULE_GRANT_ID, "grants.id"),
	NOWHERE(RULE_FUNDING, "funding_statement"),
	ROW(RULE_DATA, "associated_data", AT(RPRT "li")),
	NOWHERE(RULE_NOTICE, "notices"),
	NOWHERE(RULE_NOTICE_HEADING, "notices.heading"),
	ROW(RULE_NOTICE_ITEM, "notices.citation", AT(RPRT "li")),
	ROW(RULE_NOTICE_DOCSUM, "notices.pmid", AT(RPRT "li a[href]")),
	NOWHERE(RULE_RETRACTED, "retracted"),
	NOWHERE(RULE_PREPRINT, "preprint"),
	HELD(RULE_FULL_TEXT, "full_text_links", ".icons.portlet a[href]",
	    AT(".icons.portlet a[href], .featured_linkouts a[href]")),
	NOWHERE(RULE_FULL_TEXT_PROVIDER, "full_text_links.provider"),
	ROW(RULE_LINK_IMAGE, "(image of a link)",
	    ATTR_MATCH("img", "alt", "^Icon for (.+)$")),
	NOWHERE(RULE_LINKOUT_GROUP, "(group of linkout)"),
	HELD(RULE_LINKOUT_CATEGORY, "linkout.category", ".linkoutlist",
	    AT(".linkoutlist h4")),
	HELD(RULE_LINKOUT_LINK, "linkout", ".linkoutlist",
	    AT(".linkoutlist a[href]")),
	NOWHERE(RULE_RELATED, "related_information"),
	SCOPE(RULE_MENU, "(menus between texts)",
	    AT("#see_pmcommons, #comments_panel, #ncbi_share_pm")),
	SCOPE(RULE_CONTAINER, "(blocks that hold sections)",
	    AT(".rprt.abstract, dd.abstract")),
	ROW(RULE_HEADING, "(heading of a section)", AT("h3, h4")),
	NOWHERE(RULE_SECTION_TITLE, "(a section's own heading)"),
};

static const struct legacy_heading headings[] = {
	{ "Abstract", LEGACY_ELSEWHERE },
	{ "Author information", LEGACY_ELSEWHERE },
	{ "Source", LEGACY_ELSEWHERE },
	{ "Collaborators", LEGACY_ELSEWHERE },
	{ "LinkOut - more resources", LEGACY_ELSEWHERE },
	{ "Images from this publication", LEGACY_NOTHING },
	{ "Personal Name as Subject", LEGACY_NOTHING },
	{ "Personal Names as Subject", LEGACY_NOTHING },
	{ "Keywords", LEGACY_KEYWORDS },
	{ "Publication Type", LEGACY_TYPES },
	{ "Publication Types", LEGACY_TYPES },
	{ "MeSH Term", LEGACY_MESH },
	{ "MeSH Terms", LEGACY_MESH },
	{ "Substance", LEGACY_SUBSTANCES },
	{ "Substances", LEGACY_SUBSTANCES },
	{ "Supplementary Concept", LEGACY_CONCEPTS },
	{ "Supplementary Concepts", LEGACY_CONCEPTS },
	{ "Grant Support", LEGACY_GRANTS },
	{ "Grants", LEGACY_GRANTS },
	{ "Secondary Source ID", LEGACY_DATA },
	{ "Secondary Source IDs", LEGACY_DATA },
	{ "Conflict of interest statement", LEGACY_CONFLICT },
	{ "Plain language summary", LEGACY_SUMMARY },
	{ "Comment in", LEGACY_NOTICE },
	{ "Comment on", LEGACY_NOTICE },
	{ "Erratum in", LEGACY_NOTICE },
	{ "Erratum for", LEGACY_NOTICE },
	{ "Retraction in", LEGACY_RETRACTION },
	{ "Retraction of", LEGACY_NOTICE },
	{ "Partial retraction in", LEGACY_NOTICE },
	{ "Partial retraction of", LEGACY_NOTICE },
	{ "Expression of concern in", LEGACY_NOTICE },
	{ "Expression of concern for", LEGACY_NOTICE },
	{ "Republished in", LEGACY_NOTICE },
	{ "Republished from", LEGACY_NOTICE },
	{ "Corrected and republished in", LEGACY_NOTICE },
	{ "Corrected and republished from", LEGACY_NOTICE },
	{ "Update in", LEGACY_NOTICE },
	{ "Update of", LEGACY_NOTICE },
	{ "Reprint in", LEGACY_NOTICE },
	{ "Reprint of", LEGACY_NOTICE },
	{ "Summary for patients in", LEGACY_NOTICE },
	{ "Original report in", LEGACY_NOTICE },
	{ NULL, LEGACY_UNKNOWN },
};

const struct rule *
legacy_rules_table(void)
{
	return table;
}

const struct legacy_heading *
legacy_rules_headings(void)
{
	return headings;
}

struct rules *
legacy_rules_new(void)
{
	return rules_compile(table, SITE);
}
