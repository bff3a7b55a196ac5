/* Text dumps of PubMed pages: src/pubmed/textdump and the files it calls. */
#include "base/buffer.h"
#include "pubmed/textdump.h"
#include "support.h"

/* What stands above and below the text that a test is about. */
#define HEAD \
	"Pond J\n. 2020 Jan 5;1(2):3-4.\ndoi: 10.5555/p.1.\n\n" \
	"A title of a pond\n\nAda Vell, Bo Tarn\n\nPMID: 123\n\n"

static struct arena arena;
static struct textdump *dump;
static struct record record;
static struct error error;

static void
set_up(void)
{
	arena_init(&arena, 0);
	dump = textdump_new();
	cr_assert(dump != NULL);
}

static void
tear_down(void)
{
	textdump_free(dump);
	arena_free(&arena);
}

TestSuite(textdump, .init = set_up, .fini = tear_down);

static enum psc_status
read_dump(const char *text)
{
	record_init(&record);
	return textdump_read(dump, &arena, span_of(text), &record, &error);
}

static const struct record_reference *
reference(size_t index)
{
	cr_assert_lt(index, record.references.items.count);
	return (const struct record_reference *)record.references.items.items +
	       index;
}

static const struct record_author *
author(size_t index)
{
	cr_assert_lt(index, record.authors.count);
	return (const struct record_author *)record.authors.items + index;
}

#define IS(got, want) \
	cr_assert(span_equal((got), span_of(want)), "'%.*s', not '%s'", \
	    (int)(got).len, (got).ptr, (want))

Test(textdump, reads_a_head)
{
	cr_assert_eq(read_dump(HEAD "Abstract\n\nWater.\n"), PSC_OK);
	IS(record.page.kind, "pubmed-text");
	IS(record.page.url, "https://pubmed.ncbi.nlm.nih.gov/123/");
	IS(record.pmid, "123");
	IS(record.doi, "10.5555/p.1");
	IS(record.title, "A title of a pond");
	IS(record.journal.abbreviation, "Pond J");
	IS(record.citation.date, "2020-01-05");
	IS(author(1)->name, "Bo Tarn");
	cr_assert(author(1)->family.ptr == NULL);
	IS(record.abstract->text, "Water.");
}

Test(textdump, reads_a_quoted_text)
{
	cr_assert_eq(
	    read_dump("> Pond J\n> . 2020 Jan 5;1(2):3-4.\n>\n> Frogs\n>\n"
		      "> PMID: 123\n>\n> Abstract\n>\n> Water.\n"),
	    PSC_OK);
	IS(record.title, "Frogs");
	IS(record.abstract->text, "Water.");
}

/* More than a line of a text that has lines holds. */
#define TEN \
	"Frogs sang to the frogs of the other bank of the pond. " \
	"They did so. They did so. They did so. They did so again. "
#define FLAT(list) \
	"Pond J Actions Search in PubMed Search in NLM Catalog Add to " \
	"Search . 2020 Jan 5;1(2):3-4. doi: 10.5555/p.1. Frogs at night " \
	"Ada Vell 1 , Bo Tarn Affiliations Expand Affiliation 1 Pond " \
	"Institute. PMID: 123 DOI: 10.5555/p.1 Item in Clipboard Frogs " \
	"at night Ada Vell et al. Pond J . 2020 Jan . Show details " \
	"Display options " list " Affiliation 1 Pond Institute. PMID: " \
	"123 Item in Clipboard Cite Abstract " TEN TEN TEN TEN TEN TEN TEN TEN \
	    TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN \
		TEN TEN TEN TEN TEN "PubMed Disclaimer Similar " \
	"articles LinkOut - more resources"

/* The title of a line without the page's own ends before the first name. */
Test(textdump, reads_a_title_before_the_first_author)
{
	cr_assert_eq(read_dump(FLAT("Authors Ada Vell 1 , Bo Tarn")), PSC_OK);
	IS(record.title, "Frogs at night");
	IS(record.journal.abbreviation, "Pond J");
	IS(author(0)->name, "Ada Vell");
	cr_assert_eq(read_dump(FLAT("Names")), PSC_NOT_AN_ARTICLE);
}

struct refusal {
	const char *text;
	const char *word;
};

static const struct refusal refusals[] = { { "", "does not look like" },
	{ "A list:\n- ducks\n- jars\n", "does not look like" },
	{ "PMID: 1\n", "does not look like" },
	{ "References\n1. A. B. 2001.\n", "does not look like" },
	{ "Abstract\n\nAbstract of a talk about PubMed.\n",
	    "does not look like" },
	{ "PMID: 1\nDOI: 10.5/a\nAbstract\n\nFigures\n\nx\n", "title" },
	/* A page without a citation and ids that has PubMed's menus. */
	{ "A site\n\nAbstract\n\nWater.\n\nReferences\n\nx\n\n"
	  "Similar articles\n\ny\n",
	    "ids" },
	/* Full texts. */
	{ "Pond J\n. 2020 Jan 5;1(2):3-4.\ndoi: 10.5555/p.1\n\nFrogs\n\n"
	  "Abstract\n\nWater.\n\nReferences\n\n1. A. B. 2001.\n\n"
	  "Conflict of interest statement\n\nNone.\n",
	    "does not look like" },
	{ "Pond J\n. 2020 Jan 5;1(2):3-4.\nPublished online 2019 Jan 2.\n"
	  "PMCID: PMC12\nPMID: 123\n\nFrogs\n\nAbstract\n\nWater.\n",
	    "full text" },
	{ "Pond J. 2020 Jan 5;1(2):3-4. doi: 10.5555/p.1\n\n"
	  "View in NLM Catalog\n\nFrogs\n\nFind articles by Ada Vell\n\n"
	  "PMID: 123  PMCID: PMC12\n\nAbstract\n\nWater.\n",
	    "full text" },
	/* Marks that are not read. */
	{ "Pond J\n\n. 2020 Jan 5;1(2):3-4.\n\n.. rubric:: Frogs\n\n"
	  "PMID: 123\n\nAbstract\n\nWater.\n",
	    "marks" },
	/* Results of a search. */
	{ "1\n\nFrogs.\n\nVell A.\n\nPond J. 2020 Jan 5;1(2):3-4. doi: "
	  "10.5555/p.1.\n\nPMID: 123\n\nReview.\n\nWater.\n\n2\n\n"
	  "Jars.\n\nPond J. 2020 Jan 5;1(2):5-6.\n\nPMID: 124\n\n"
	  "Publication types\n\nReview\n\nAbstract\n\nSubstances\n",
	    "several" } };

Test(textdump, refuses_other_texts)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		cr_assert_eq(read_dump(refusals[i].text), PSC_NOT_AN_ARTICLE,
		    "row %zu", i);
		cr_assert(strstr(error.message, refusals[i].word) != NULL,
		    "row %zu: %s", i, error.message);
	}
}

struct broken {
	const char *lines; /* of an abstract */
	const char *text;
};

/* Lines of at most 40 columns. */
#define LINES \
	"Frogs sat on the bank of the pond and\n" \
	"sang to the other frogs, who sang to the\n" \
	"first ones, until the sun had risen over\n"

#define SENTENCE \
	"Frogs sat on the bank of the pond and sang to the other frogs, who " \
	"sang to the first ones, until the sun had risen over "

static const struct broken abstracts[] = { { LINES "the pond.\n",
					       SENTENCE "the pond." },
	{ LINES "7. That is all.\n", SENTENCE "7. That is all." },
	{ LINES "the pond.\nThey slept.\n",
	    SENTENCE "the pond.\n\nThey slept." },
	{ LINES "the pond.\n\nThey slept.\n",
	    SENTENCE "the pond.\n\nThey slept." },
	{ "Methods: We sang.\nResults: They did.\n",
	    "Methods: We sang.\n\nResults: They did." } };

Test(textdump, puts_lines_together)
{
	for (size_t i = 0; i < COUNT(abstracts); i++) {
		struct span text = arena_print(&arena,
		    HEAD "Abstract\n\n%s\nPubMed Disclaimer\n",
		    abstracts[i].lines);

		cr_assert_eq(read_dump(text.ptr), PSC_OK, "row %zu", i);
		IS(record.abstract->text, abstracts[i].text);
	}
}

struct cited {
	const char *line;
	const char *text, *doi, *pmid;
};

static const struct cited references[] = {
	{ "1. A B. C. 2001. doi: 10.5/a. - DOI - PubMed",
	    "A B. C. 2001. doi: 10.5/a.", "10.5/a", NULL },
	{ "    1.  1.  A B. C. 2001. 10.5/a - DOI", "A B. C. 2001. 10.5/a",
	    "10.5/a", NULL },
	{ "- A B. C. doi: 10.5/x/1234.1234. - DOI",
	    "A B. C. doi: 10.5/x/1234.1234.", "10.5/x/1234", NULL },
	{ "* A B. C. 2001. doi: 10.5/a.", "A B. C. 2001. doi: 10.5/a.", NULL,
	    NULL },
	{ "1. A B. \\[C\\]. - [ DOI ](https://doi.org/10.5/%61 \"x (y)\") - "
	  "[PubMed](/77/)",
	    "A B. [C].", "10.5/a", "77" }
};

Test(textdump, reads_references)
{
	for (size_t i = 0; i < COUNT(references); i++) {
		struct span text = arena_print(&arena,
		    HEAD "Abstract\n\nW. [a](http://a/) [b](http://b/)\n\n"
			 "References\n\n%s\n\nShow all 9 references\n",
		    references[i].line);
		const struct record_reference *item;

		cr_assert_eq(read_dump(text.ptr), PSC_OK, "row %zu", i);
		item = reference(0);
		cr_assert_eq(record.references.items.count, 1, "row %zu", i);
		cr_assert_eq(record.references.total, 9);
		cr_assert(!record.references.complete);
		IS(item->text, references[i].text);
		cr_assert(span_equal(item->doi, span_of(references[i].doi)),
		    "row %zu: '%.*s'", i, (int)item->doi.len, item->doi.ptr);
		cr_assert(span_equal(item->pmid, span_of(references[i].pmid)),
		    "row %zu", i);
	}
}

/* PubMed shows five at first; tools lose the button behind them. */
Test(textdump, says_where_more_references_may_be)
{
	static const char *const endings[] = { "", "6. F. 2006.\n\n",
		"Show all 5 references\n\n", "Show all 8 references\n\n" };
	static const bool complete[] = { false, true, true, false };
	char text[1000];

	for (size_t i = 0; i < COUNT(endings); i++) {
		snprintf(text, sizeof(text),
		    HEAD "References\n\n1. A. 2001.\n\n2. B. 2002.\n\n"
			 "3. C. 2003.\n\n4. D. 2004.\n\n5. E. 2005.\n\n"
			 "%s",
		    endings[i]);
		cr_assert_eq(read_dump(text), PSC_OK);
		cr_assert_eq(
		    record.references.items.count, i == 1 ? 6 : 5, "%zu", i);
		cr_assert_eq(record.references.complete, complete[i], "%zu", i);
		cr_assert_eq(
		    record.references.total, i == 1 ? 6 : (i == 3 ? 8 : 5));
	}
}

Test(textdump, parts_languages)
{
	cr_assert_eq(
	    read_dump(HEAD "Abstract\nin English, French\n\n"
			   "The frogs of the pond and the moon.\n\n"
			   "Les grenouilles des lacs et de la lune.\n\n"
			   "PubMed Disclaimer\n"),
	    PSC_OK);
	IS(record.abstract->language, "eng");
	IS(record.abstract->text, "The frogs of the pond and the moon.");
	cr_assert_eq(record.other_abstracts.count, 1);
	IS(((const struct record_abstract *)record.other_abstracts.items)
		->language,
	    "fre");
}

/* One line of more than 3000 bytes is broken at the words around its parts. */
Test(textdump, breaks_one_long_line)
{
	struct buffer text;

	buffer_init(&text, &arena, 10000);
	buffer_add(&text,
	    SPAN("Frogs at noon - PubMed Skip to main page content Pond J "
		 "Actions Search in PubMed . 2020 Jan 5;1(2):3-4. doi: "
		 "10.5555/p.1. Frogs at noon Ada Vell 1 , Bo Tarn 2 "
		 "Affiliations Expand Affiliations 1 Pond 9, Moor. 2 Lake. "
		 "PMID: 123 DOI: 10.5555/p.1 Item in Clipboard Frogs at noon "
		 "Ada Vell et al. Pond J . 2020 . Show details Format "
		 "Abstract PubMed PMID Abstract "));
	for (int i = 0; i < 300; i++)
		buffer_add(&text, SPAN("Frogs sang. "));
	buffer_add(&text,
	    SPAN("Keywords: frog; noon. PubMed Disclaimer References A B. C. "
		 "2001. - DOI - PubMed D E. F. 2002. - PubMed Show all 2 "
		 "references MeSH terms Frogs"));
	cr_assert_eq(read_dump(buffer_text(&text).ptr), PSC_OK);
	IS(record.title, "Frogs at noon");
	IS(record.journal.abbreviation, "Pond J");
	cr_assert_eq(record.authors.count, 2);
	cr_assert_eq(record.affiliations.count, 2);
	cr_assert_eq(record.keywords.count, 2);
	cr_assert_eq(record.abstract->text.len, 300 * 12 - 1);
	cr_assert_eq(record.references.items.count, 2);
	IS(reference(1)->text, "D E. F. 2002.");
}

Test(textdump, keeps_a_nul)
{
	struct span text = { HEAD "Abstract\n\nW\0ter.\n",
		sizeof(HEAD "Abstract\n\nW\0ter.\n") - 1 };

	record_init(&record);
	cr_assert_eq(
	    textdump_read(dump, &arena, text, &record, &error), PSC_OK);
	cr_assert_eq(record.abstract->text.len, 6);
}

Test(textdump, knows_a_page)
{
	cr_assert(textdump_is_page(SPAN("a\n<HTML lang=en>")));
	cr_assert(textdump_is_page(SPAN("<!doctype html>")));
	cr_assert(!textdump_is_page(SPAN("<div>a</div> b < c")));
	cr_assert(!textdump_is_page(SPAN("")));
}
