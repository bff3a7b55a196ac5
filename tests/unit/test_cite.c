/* Entries for reference managers: src/output/cite, its parts, psc_cite. */
#include "output/cite.h"

#include "output/citekey.h"
#include "output/citepages.h"
#include "output/language.h"
#include "output/latex.h"
#include "output/nbib.h"
#include "pubscour.h"
#include "support.h"

static struct arena arena;

static void
set_up(void)
{
	arena_init(&arena, 0);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(cite, .init = set_up, .fini = tear_down);

static const struct {
	const char *shown, *full, *first, *last;
} pages[] = {
	{ "268-72", "268-272", "268", "272" },
	{ "1485-90", "1485-1490", "1485", "1490" },
	{ "301-318", "301-318", "301", "318" },
	{ "199-205", "199-205", "199", "205" },
	{ "1-45", "1-45", "1", "45" },
	{ "S12-7", "S12-S17", "S12", "S17" },
	{ "S12-S17", "S12-S17", "S12", "S17" },
	{ "S1-7", "S1-S7", "S1", "S7" },
	{ "e215-e217", "e215-e217", "e215", "e217" },
	{ "e215-7", "e215-e217", "e215", "e217" },
	{ "1194-1201.e2", "1194-1201.e2", "1194", "1201.e2" },
	{ "513-20.e1-4", "513-520.e1-4", "513", "520.e1-4" },
	{ "xi-xiv", "xi-xiv", "xi", "xiv" },
	/* no ranges */
	{ "CD009175", "CD009175", "CD009175", NULL },
	{ "medethics-2020-106443", "medethics-2020-106443",
	    "medethics-2020-106443", NULL },
	{ "S0102-311X2016000705002", "S0102-311X2016000705002",
	    "S0102-311X2016000705002", NULL },
	{ "2022.04.01.000001", "2022.04.01.000001", "2022.04.01.000001", NULL },
	{ "-12", "-12", "-12", NULL },
	{ "12-", "12-", "12-", NULL },
	/* nothing that grows */
	{ "120-12", "120-12", "120", "12" },
	/* several: each has its own end */
	{ "12-5, 20-3; discussion 25-6", "12-15, 20-23; discussion 25-26",
	    "12-15, 20-23; discussion 25-26", NULL },
};

Test(cite, pages)
{
	for (size_t i = 0; i < COUNT(pages); i++) {
		struct span full, first, last;

		full = citepages_expand(
		    &arena, span_of(pages[i].shown), SPAN("-"));
		EXPECT_TEXT(full, pages[i].full, "%s", pages[i].shown);
		citepages_split(full, &first, &last);
		EXPECT_TEXT(first, pages[i].first, "%s: first", pages[i].shown);
		EXPECT_TEXT(last, pages[i].last, "%s: last", pages[i].shown);
	}
	EXPECT_TEXT(citepages_expand(&arena, SPAN("268-72"), SPAN("--")),
	    "268--272", "two hyphens");
	EXPECT_TEXT(
	    citepages_expand(&arena, SPAN_NONE, SPAN("-")), NULL, "no pages");
}

static const struct {
	const char *family, *literal, *title, *pmid;
	int year;
	const char *key;
} keys[] = {
	{ "Liu", NULL, "The gastric mill", "1", 2019, "liu:2019:gastric" },
	{ "van Gogh", NULL, "[A view]", "1", 1888, "vangogh:1888:view" },
	{ "Gir\xc3\xa3o", NULL, "\xc3\x89tude de cas", "1", 2001,
	    "girao:2001:etude" },
	{ "\xc5\x92uvr\xc3\xa9-\xc3\x90o", NULL, "1918 and all that", "1", 2018,
	    "oeuvredo:2018:1918" },
	{ "Nguy\xe1\xbb\x85n", NULL, "Ph\xe1\xbb\x9f", "1", 2018,
	    "nguyen:2018:pho" },
	{ "O'Brien", NULL, "On A and B", "1", 2018, "obrien:2018:on" },
	{ NULL, "The WHO Study Group", "Mumps", "1", 2018, "who:2018:mumps" },
	{ NULL, NULL, NULL, "77", 0, "anon:nd:77" },
	{ "\xe7\x8e\x8b", NULL, "\xe7\x8e\x8b", NULL, 2018,
	    "anon:2018:untitled" },
};

Test(cite, keys)
{
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct cite_entry entry = { .title = span_of(keys[i].title),
			.pmid = span_of(keys[i].pmid),
			.year = keys[i].year };
		struct cite_name *name;

		if (keys[i].family != NULL || keys[i].literal != NULL) {
			name =
			    record_add(&arena, &entry.authors, sizeof(*name));
			name->family = span_of(keys[i].family);
			name->literal = span_of(keys[i].literal);
		}
		EXPECT_TEXT(citekey_make(&arena, &entry), keys[i].key, "key %s",
		    keys[i].key);
	}
}

static const struct {
	const char *title, *made;
} titles[] = {
	{ "Plain words", "Plain words" },
	{ "A study of mRNA in COVID-19", "A study of {mRNA} in {COVID}-19" },
	{ "mRNA and UniProt", "{mRNA} and {UniProt}" },
	{ "UniProt archive", "{UniProt} archive" },
	{ "In Parkinson's disease", "In {Parkinson}'s disease" },
	{ "Of E. coli", "Of {E}. {coli}" },
	{ "Air: lines that connect", "Air: {lines} that connect" },
	{ "In L., cv. Reed", "In {L}., {cv}. {Reed}" },
	{ "5.5 mg of 10.5", "5.5 mg of 10.5" },
	{ "\xce\x91 and \xce\xb1-Synuclein",
	    "\xce\x91 and \xce\xb1-{Synuclein}" },
	{ "of \xce\x94-cells \xe2\x80\x93 \xc3\x89tude",
	    "of {\xce\x94}-cells \xe2\x80\x93 {\xc3\x89tude}" },
	{ "SOME EFFECTS OF LAMPS", "SOME EFFECTS OF LAMPS" },
	{ "DNA", "{DNA}" },
	{ "50% & #1_a^b~$", "50\\% \\& \\#1\\_a\\textasciicircum{}b"
			    "\\textasciitilde{}\\$" },
	{ "a {b} c", "a \\{b\\} c" },
	{ "a }b{ c", "a \\textbraceright{}b\\textbraceleft{} c" },
	{ "a \\ b", "a \\textbackslash{} b" },
	{ "a--b ''c", "a-{}-b '{}'c" },
	{ "a\n\tb \xe2\x80\xa8 c", "a b c" },
};

Test(cite, titles)
{
	for (size_t i = 0; i < COUNT(titles); i++) {
		struct buffer out;

		buffer_init(&out, &arena, 1000);
		latex_title(&out, span_of(titles[i].title));
		EXPECT_TEXT(
		    buffer_text(&out), titles[i].made, "%s", titles[i].title);
	}
}

Test(cite, verbatim)
{
	struct buffer out;

	buffer_init(&out, &arena, 1000);
	latex_verbatim(&out, SPAN("10.5555/(SICI)1_2{3}#4%5&6\\7"));
	EXPECT_TEXT(buffer_text(&out), "10.5555/(SICI)1_2%7B3%7D#4%5&6%5C7",
	    "verbatim");
}

Test(cite, lines)
{
	EXPECT_TEXT(
	    cite_line(&arena, SPAN(" a\n\nb\r\n\tc ")), "a b c", "line ends");
	EXPECT_TEXT(cite_line(&arena, SPAN("a\0b")), "a b", "a NUL");
	EXPECT_TEXT(
	    cite_line(&arena, SPAN("\xc3\x85\xc2\x85")), "\xc3\x85", "U+0085");
	EXPECT_TEXT(cite_line(&arena, SPAN_NONE), NULL, "no text");
}

/* The longest line, in characters. */
static size_t
longest(struct span text)
{
	size_t columns = 0, most = 0;

	for (size_t i = 0; i < text.len; i++) {
		columns += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
		if (text.ptr[i] == '\n')
			columns = 0;
		if (columns > most)
			most = columns;
	}
	return most;
}

Test(cite, folds)
{
	static const char word[] = "\xc3\xa9t\xc3\xa9";
	struct cite_entry entry = { .type = CITE_ARTICLE };
	struct buffer text, out;

	buffer_init(&text, &arena, 10000);
	for (int i = 0; i < 300; i++)
		buffer_print(&text, i == 0 ? "%s" : " %s", word);
	entry.abstract = buffer_text(&text);
	buffer_init(&out, &arena, 10000);
	nbib_write(&out, &entry);
	/* Words of three letters: 6 + 20 * 4 + 1 and no more than 88. */
	cr_assert_eq(longest(buffer_text(&out)), 85);
	cr_assert(holds(buffer_text(&out), "\n      \xc3\xa9t\xc3\xa9 "));
	/* A word that is too long stays whole. */
	memset(text.ptr, 'x', 200);
	entry.abstract = (struct span){ text.ptr, 200 };
	buffer_init(&out, &arena, 10000);
	nbib_write(&out, &entry);
	cr_assert_eq(longest(buffer_text(&out)), 206);
}

Test(cite, languages)
{
	EXPECT_TEXT(
	    span_of(language_named(SPAN("German"))->code), "ger", "German");
	EXPECT_TEXT(
	    span_of(language_named(SPAN("Chinese"))->code), "chi", "Chinese");
	EXPECT_TEXT(span_of(language_named(SPAN("chinese"))->tag), "zh", "tag");
	cr_assert_eq(language_named(SPAN("Frogish")), NULL);
	cr_assert_eq(language_named(SPAN_NONE), NULL);
}

static const char page[] =
    "<html><main id=article-details><meta name=citation_pmid content=7>"
    "<div id=full-view-heading><h1 class=heading-title>A lamp</h1></div></main>"
    "</html>";

Test(cite, reader)
{
	struct psc *reader = psc_new();
	const char *text;
	size_t size;

	cr_assert_eq(
	    psc_cite(reader, PSC_CITE_RIS, PSC_CITED_ARTICLE, &text, &size),
	    PSC_BAD_ARGUMENT);
	cr_assert_eq(size, 0);
	cr_assert_eq(psc_read(reader, "p", page, strlen(page)), PSC_OK);
	cr_assert_eq(
	    psc_cite(reader, PSC_CITE_RIS, PSC_CITED_ARTICLE, &text, &size),
	    PSC_OK);
	cr_assert_eq(strlen(text), size);
	cr_assert_eq(strncmp(text, "TY  - GEN\nID  - anon:nd:lamp\n", 28), 0,
	    "%s", text);
	cr_assert_eq(
	    psc_cite(reader, PSC_CITE_CSL, PSC_CITED_REFERENCES, &text, NULL),
	    PSC_OK);
	cr_assert_str_eq(text, "");
	cr_assert_eq(
	    psc_cite(reader, (enum psc_cite)9, PSC_CITED_ARTICLE, &text, &size),
	    PSC_BAD_ARGUMENT);
	cr_assert_eq(
	    psc_cite(reader, PSC_CITE_CSL, (enum psc_cited)9, &text, &size),
	    PSC_BAD_ARGUMENT);
	psc_read(reader, "p", "<p>x", 4);
	cr_assert_eq(
	    psc_cite(reader, PSC_CITE_CSL, PSC_CITED_ARTICLE, &text, &size),
	    PSC_NOT_AN_ARTICLE);
	cr_assert_str_eq(text, "");
	psc_set_clean(reader, 1);
	psc_read(reader, "p", page, strlen(page));
	cr_assert_eq(
	    psc_cite(reader, PSC_CITE_CSL, PSC_CITED_ARTICLE, &text, &size),
	    PSC_BAD_ARGUMENT);
	psc_free(reader);
}
