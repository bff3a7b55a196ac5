/* The texts of references in their parts: src/pubmed/reference_*. */
#include "pubmed/reference_text.h"
#include "support.h"

#include <stdio.h>

static struct arena arena;
static struct reference_text *patterns;

static void
set_up(void)
{
	arena_init(&arena, 0);
	patterns = reference_text_new();
	cr_assert_neq(patterns, NULL);
}

static void
tear_down(void)
{
	reference_text_free(patterns);
	arena_free(&arena);
}

TestSuite(reference_text, .init = set_up, .fini = tear_down);

/* "Family/Initials", joined by "; "; a name that is not split in "<>". */
static const char *
names_of(const struct record_parsed *parsed)
{
	const struct record_cited_author *all = parsed->authors.items;
	struct buffer out;

	buffer_init(&out, &arena, 10000);
	for (size_t i = 0; i < parsed->authors.count; i++) {
		if (i > 0)
			buffer_add(&out, SPAN("; "));
		if (all[i].family.ptr == NULL)
			buffer_print(&out, "<%.*s>", (int)all[i].name.len,
			    all[i].name.ptr);
		else
			buffer_print(&out, "%.*s/%.*s", (int)all[i].family.len,
			    all[i].family.ptr, (int)all[i].initials.len,
			    all[i].initials.ptr);
	}
	if (parsed->et_al)
		buffer_add(&out, SPAN(" +"));
	return buffer_text(&out).ptr;
}

struct line {
	const char *text;
	const char *authors, *title, *journal;
	int64_t year;
	const char *volume, *issue, *pages;
};

static void
expect(const struct line *line)
{
	struct record_parsed *parsed =
	    reference_text_split(patterns, &arena, span_of(line->text));

	if (line->year == 0) {
		cr_assert_eq(parsed, NULL, "%s", line->text);
		return;
	}
	cr_assert_neq(parsed, NULL, "%s", line->text);
	cr_assert_str_eq(names_of(parsed), line->authors, "%s: %s", line->text,
	    names_of(parsed));
	EXPECT_TEXT(parsed->title, line->title, "%s", line->text);
	EXPECT_TEXT(parsed->journal, line->journal, "%s", line->text);
	cr_assert_eq(parsed->year, line->year, "%s", line->text);
	EXPECT_TEXT(parsed->volume, line->volume, "%s", line->text);
	EXPECT_TEXT(parsed->issue, line->issue, "%s", line->text);
	EXPECT_TEXT(parsed->pages, line->pages, "%s", line->text);
}

#define MANY "Quist/B; Rand/CD"
#define TITLE "Reeds in still water"

/* What stands behind the authors and the title, and the other way round. */
static const struct line sources[] = {
	{ "Quist B, Rand CD. Reeds in still water. J Imag Ponds. "
	  "2010;12(3):45-50. doi: 10.5555/x.",
	    MANY, TITLE, "J Imag Ponds", 2010, "12", "3", "45-50" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. 2011 Mar "
	  "4;7(Suppl 1):S45–50. Epub 2010 Dec 1.",
	    MANY, TITLE, "Ponds", 2011, "7", "Suppl 1", "S45–50" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds 1998 Jan-Feb;54:12-8 "
	  "[PMC free article] [PubMed]",
	    MANY, TITLE, "Ponds", 1998, "54", NULL, "12-8" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds 2008; Vol. 91 Suppl "
	  "3:124-7.",
	    MANY, TITLE, "Ponds", 2008, "91 Suppl 3", NULL, "124-7" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds 2008; Vol. 12, issue "
	  "5:e124.",
	    MANY, TITLE, "Ponds", 2008, "12", "5", "e124" },
	{ "Quist B, Rand CD. Reeds in still water. Pond Rev. "
	  "2007;(2):CD004112.",
	    MANY, TITLE, "Pond Rev", 2007, NULL, "2", "CD004112" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. 2020:1–7.", MANY,
	    TITLE, "Ponds", 2020, NULL, NULL, "1–7" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. 2020;7 doi: "
	  "10.5555/x",
	    MANY, TITLE, "Ponds", 2020, "7", NULL, NULL },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. "
	  "2006;176:232–236. discussion 236.",
	    MANY, TITLE, "Ponds", 2006, "176", NULL, "232–236" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. 2006;17:1-3. "
	  "Erratum in: Ponds. 2007;18:9.",
	    MANY, TITLE, "Ponds", 2006, "17", NULL, "1-3" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. "
	  "2012;12:S1473-3099(20)30120-1.",
	    MANY, TITLE, "Ponds", 2012, "12", NULL, "S1473-3099(20)30120-1" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. "
	  "2021;101(11):pzab185.",
	    MANY, TITLE, "Ponds", 2021, "101", "11", "pzab185" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds. 2015;49(3):p. 290.",
	    MANY, TITLE, "Ponds", 2015, "49", "3", "290" },
	{ "Quist B, Rand CD (2012) Reeds in still water. J Imag Ponds 5:44–52",
	    MANY, TITLE, "J Imag Ponds", 2012, "5", NULL, "44–52" },
	{ "Quist B, Rand CD. 2013. Reeds in still water. Ponds 40:7445–7450.",
	    MANY, TITLE, "Ponds", 2013, "40", NULL, "7445–7450" },
	{ "Quist, B., Rand, C.D., 2013. Reeds in still water. Pond Res. 4 (2), "
	  "7–9. https://doi.org/10.5555/x",
	    MANY, TITLE, "Pond Res", 2013, "4", "2", "7–9" },
	{ "Quist, B., & Rand, C. D. (2010a). Reeds in still water. Journal of "
	  "Imagined Ponds, 12(3), Article 45.",
	    MANY, TITLE, "Journal of Imagined Ponds", 2010, "12", "3", "45" },
	{ "Quist, B. & Rand, C. D. Reeds in still water. Nat. Ponds 12, 45–50 "
	  "(2010).",
	    MANY, TITLE, "Nat. Ponds", 2010, "12", NULL, "45–50" },
	{ "Quist, B. & Rand, C. D. Reeds in still water. Sci. Ponds 7, 1234, "
	  "https://doi.org/10.5555/x (2017).",
	    MANY, TITLE, "Sci. Ponds", 2017, "7", NULL, "1234" },
	{ "B. Quist, C.D. Rand, Reeds in still water, J. Pond Technol. 77 "
	  "(2021) 103521.",
	    MANY, TITLE, "J. Pond Technol.", 2021, "77", NULL, "103521" },
	{ "Quist B; Rand CD, Reeds in still water. Imagined Pond Reviews 2009, "
	  "12 (3), 45–50.",
	    MANY, TITLE, "Imagined Pond Reviews", 2009, "12", "3", "45–50" },
	{ "Quist B; Rand CD, Reeds in still water. Ponds 2009, (24), 3–9.",
	    MANY, TITLE, "Ponds", 2009, NULL, "24", "3–9" },
	{ "Quist B, Rand CD. Reeds in still water. Front Ponds. (2021) "
	  "10:2110. 10.5555/x",
	    MANY, TITLE, "Front Ponds", 2021, "10", NULL, "2110" },
	{ "B. Quist and C. D. Rand, “Reeds in still water,” Trans. Imag. "
	  "Ponds, vol. 12, no. 3, pp. 45–50, Mar. 2010.",
	    MANY, TITLE, "Trans. Imag. Ponds", 2010, "12", "3", "45–50" },
	{ "Quist B, Rand CD. Reeds in still water[J]. Pond Journal, 2010, "
	  "12(3): 45-50.",
	    MANY, TITLE, "Pond Journal", 2010, "12", "3", "45-50" },
	{ "Quist B, Rand CD, and Sarn E. Reeds in still water. J. Biol. Ponds "
	  "278, 3–9, 2003.",
	    "Quist/B; Rand/CD; Sarn/E", TITLE, "J. Biol. Ponds", 2003, "278",
	    NULL, "3–9" },
	{ "J Imag Ponds. 1954 Dec;58(4):692-8", "", NULL, "J Imag Ponds", 1954,
	    "58", "4", "692-8" },
	{ "Quist B., Rand C. D., Chem. Rev. 2009, 459, 68–72;", MANY, NULL,
	    "Chem. Rev.", 2009, "459", NULL, "68–72" },
	{ "Quist B, Rand CD. Reeds in still water. Ponds 2010, 12( ), 3.", MANY,
	    TITLE, "Ponds", 2010, "12", NULL, "3" },
	{ "2. Quist B, Rand CD. Reeds in still water. Ponds. 2007;17:1-3.",
	    MANY, TITLE, "Ponds", 2007, "17", NULL, "1-3" },
};

Test(reference_text, knows_where_sources_end)
{
	for (size_t i = 0; i < COUNT(sources); i++)
		expect(&sources[i]);
}

#define BEHIND " Reeds. Pond Res. 2010;1:2."
#define SOURCE "Reeds", "Pond Res", 2010, "1", NULL, "2"

static const struct line lists[] = {
	{ "van der Quist B, de la Rand C-D, O’Sarn E, McTal FG 3rd." BEHIND,
	    "van der Quist/B; de la Rand/CD; O’Sarn/E; McTal/FG", SOURCE },
	{ "Müller Ü, Ørsted ÅB, Łukasz Ż." BEHIND,
	    "Müller/Ü; Ørsted/ÅB; Łukasz/Ż", SOURCE },
	{ "Quist B.-C., Rand Yu. D., et al." BEHIND, "Quist/BC; Rand/YuD +",
	    SOURCE },
	{ "Quist B C, Rand D." BEHIND, "Quist/BC; Rand/D", SOURCE },
	{ "Quist B, et al" BEHIND, "Quist/B +", SOURCE },
	{ "Van Quist I. et al." BEHIND, "Van Quist/I +", SOURCE },
	{ "Quist B, Rand C: " BEHIND, "Quist/B; Rand/C", SOURCE },
	{ "Pond Ladder Study Group." BEHIND, "<Pond Ladder Study Group>",
	    SOURCE },
	{ "Quist B, Ministry for Ponds and Ladders." BEHIND,
	    "Quist/B; <Ministry for Ponds and Ladders>", SOURCE },
	/* Two families, or given names? */
	{ "Quist Berta A, Rand Carl D." BEHIND,
	    "<Quist Berta A>; <Rand Carl D>", SOURCE },
	{ "Quist Berta AB, Rand Carl D." BEHIND, "Quist Berta/AB; Rand Carl/D",
	    SOURCE },
	{ "Quist Berta, A., Rand, C." BEHIND, "Quist Berta/A; Rand/C", SOURCE },
	/* No list is sure: no title is. */
	{ "Quist Berta, Rand Carl. Ladders for newts. Pond Res. 2010;1:2.", "",
	    NULL, "Pond Res", 2010, "1", NULL, "2" },
	{ "Quist B, Rand C Ladders for newts. Pond Res. 2010;1:2.", "", NULL,
	    "Pond Res", 2010, "1", NULL, "2" },
	{ "Quist B. C. Rand D. Ladders for newts. Pond Res. 2010;1:2.", "",
	    NULL, "Pond Res", 2010, "1", NULL, "2" },
	{ "Quist B. a. Rand D. Ladders for newts. Pond Res. 2010;1:2.", "",
	    NULL, "Pond Res", 2010, "1", NULL, "2" },
	{ "B. Quist and C. Rand, J. Chem. Ponds, 2012, 12, 3-9.",
	    "Quist/B; Rand/C", NULL, "J. Chem. Ponds", 2012, "12", NULL,
	    "3-9" },
	{ "B. Quist, J. Chem. Phys. 12 (2012) 3-9.", "", NULL, "J. Chem. Phys.",
	    2012, "12", NULL, "3-9" },
};

Test(reference_text, reads_lists_of_names)
{
	for (size_t i = 0; i < COUNT(lists); i++)
		expect(&lists[i]);
}

#define BY "Quist B. "
#define ONE "Quist/B"
#define AT " 2010;1:2."
#define THERE 2010, "1", NULL, "2"

static const struct line borders[] = {
	{ BY "Is the newt asleep? Ann Pond Res." AT, ONE, "Is the newt asleep?",
	    "Ann Pond Res", THERE },
	{ BY "Newts of E. lacustris and P. fluvialis. What they climb. Proc. "
	     "Imag. Acad. Sci." AT,
	    ONE, "Newts of E. lacustris and P. fluvialis. What they climb",
	    "Proc. Imag. Acad. Sci.", THERE },
	{ BY "Newts spp. in ponds. Clin. Pond. Med." AT, ONE,
	    "Newts spp. in ponds", "Clin. Pond. Med.", THERE },
	{ BY "A Survey of Ladders in Ponds. Int. J. Imag. Pond Res." AT, ONE,
	    "A Survey of Ladders in Ponds", "Int. J. Imag. Pond Res.", THERE },
	{ BY "Ladders (a study) J. Imag. Res." AT, ONE, "Ladders (a study)",
	    "J. Imag. Res.", THERE },
	{ BY "Newts (E. Lacustris). Ponds (Reedham, Northmark)." AT, ONE,
	    "Newts (E. Lacustris)", "Ponds (Reedham, Northmark)", THERE },
	{ BY "[Ladders in a pond]. Rev Estanq." AT, ONE, "[Ladders in a pond]",
	    "Rev Estanq", THERE },
	{ BY "“Ladders in ponds”. mPond." AT, ONE, "Ladders in ponds", "mPond",
	    THERE },
	{ BY "Leitern im Teich. Teichkundliche Zeitschrift für alle." AT, ONE,
	    "Leitern im Teich", "Teichkundliche Zeitschrift für alle", THERE },
	{ BY "Ladders for newts. Pond Res : official journal of the Pond "
	     "Society." AT,
	    ONE, "Ladders for newts",
	    "Pond Res : official journal of the Pond Society", THERE },
	{ BY "Ladders for newts . Pond Research ." AT, ONE, "Ladders for newts",
	    "Pond Research", THERE },
	/* Remarks are not the title's. */
	{ BY "Ladders for newts [in Newtish]. Pond Res." AT, ONE, NULL,
	    "Pond Res", THERE },
	/* Where the title ends nobody can tell. */
	{ BY "Ladders. Reeds. Ponds." AT, ONE, NULL, NULL, THERE },
	{ BY "Ladders for newts. A Placebo. J. Med." AT, ONE, NULL, NULL,
	    THERE },
	{ BY "Ladders vs. Placebo. J. Med." AT, ONE, NULL, NULL, THERE },
	{ BY "Ladders of hepatitis B. J. Med." AT, ONE, NULL, NULL, THERE },
	{ BY "Ladders for newts Pond Res." AT, ONE, NULL, NULL, THERE },
	{ "B. Quist, Ladders for newts, Pond. Sci. Res. 1 (2010) 2.", ONE, NULL,
	    NULL, THERE },
	{ "Quist B., Pond. Chem. 2010, 1, 2.", ONE, NULL, NULL, THERE },
};

Test(reference_text, parts_title_and_journal)
{
	for (size_t i = 0; i < COUNT(borders); i++)
		expect(&borders[i]);
}

/* Other works than articles, and texts that say two things. */
static const char *const refused[] = {
	"",
	"Quist B.",
	"Quist B. A Book of Ladders. Reedham: Pond Press; 2004. pp. 12–18.",
	"Quist B. A Book of Ladders. 2nd ed. Reedham: Reed; 2004:12-18.",
	"Quist B. A Book of Ladders. Reedham: Reed; 2004;2:12-18.",
	"Quist B. Ladders. In: Rand C, editor. Ponds. 2001;12:3-9.",
	"Quist B. Ladders. In: Rand C, ed. Ponds. 2001;12:3-9.",
	"Quist B. Ladders; Proceedings of the 3rd International Conference on "
	"Ponds; 2005;3:3–12.",
	"Quist B. Ladders. Pond Symposium. 2005;3:3–12.",
	"Quist B. Ladders. Available at: http://a.example.org/2010;12:3. "
	"Accessed 3 May 2010.",
	"Quist B. On ladders [dissertation]. 2003;1:2.",
	"Quist B. Ladder. Northmark patent 1,234,567. 2003;1:2.",
	"Quist B. Ladders to come. J Imag Ponds. In press.",
	"Quist B. Ladders to come. J Imag Ponds. 2020. doi: 10.5555/x",
	"Quist B. (2010) Ladders. J Imag Ponds. 2011;12:3-9.",
	"Quist B. One. Ponds. 2010;12:3-9. Quist B. Two. Ponds. 2011;13:4.",
	"a) B. Quist, Ponds 2001, 322, 3; b) C. Rand, Ponds 2002, 1, 4.",
	"Quist B. Ladders. J Imag Ponds 134:45–50.",
	"Quist B. Ladders. J Imag Ponds 21260 (2008).",
	"Quist B. Ladders. Prints. 2018:1806.03693",
};

Test(reference_text, refuses_what_is_no_article)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		const struct line line = { .text = refused[i] };
		expect(&line);
	}
	cr_assert_eq(reference_text_split(patterns, &arena, SPAN_NONE), NULL);
}

/* Texts that make some patterns go back and forth. */
Test(reference_text, takes_no_long_time, .timeout = 20)
{
	static const char *const pieces[] = { "A", "Aa ", "Aa B, ", "Aa B.-",
		"1", "12-", "2010;", "2010;12:3, ", "(", "((a) ", ". ", "A. ",
		"J. ", "and ", "de ", "[a] ", "\xe2\x80\x9c", " 10.1234/",
		"Group ", "Aa Group, ", "et al ", "1e1", "e1e", ";", "; B " };
	static char text[5000];
	size_t len;

	for (size_t i = 0; i < COUNT(pieces) * COUNT(pieces); i++) {
		const char *one = pieces[i % COUNT(pieces)];
		const char *other = pieces[i / COUNT(pieces)];
		for (len = 0; len + 40 < 4000;)
			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, "%s%s", one, other);
		snprintf(text + len, sizeof(text) - len, " 2010;12:3-9.");
		reference_text_split(patterns, &arena, span_of(text));
		arena_reset(&arena);
	}
}

/* A text that is longer than any reference is none. */
Test(reference_text, is_for_one_reference)
{
	static char text[1 << 20];
	struct span whole = { text, sizeof(text) };

	memset(text, 'a', sizeof(text));
	memcpy(text, "Quist B. ", 9);
	memcpy(text + sizeof(text) - 25, ". Pond Res. 2010;12:3-9. ", 25);
	cr_assert_eq(reference_text_split(patterns, &arena, whole), NULL);
}

/* All that is given stands in the text, and none of it is copied. */
Test(reference_text, points_into_the_text)
{
	const struct span text = span_of(sources[0].text);
	struct record_parsed *parsed =
	    reference_text_split(patterns, &arena, text);
	const struct span parts[] = { parsed->title, parsed->journal,
		parsed->volume, parsed->issue, parsed->pages };

	for (size_t i = 0; i < COUNT(parts); i++)
		cr_assert(parts[i].ptr > text.ptr &&
			  parts[i].ptr + parts[i].len <= text.ptr + text.len);
}

Test(reference_text, frees_nothing)
{
	reference_text_free(NULL);
}
