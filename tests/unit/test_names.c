/* Names in their parts (RECORD, "Names"): src/pubmed/names. */
#include "pubmed/names.h"
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

TestSuite(names, .init = set_up, .fini = tear_down);

struct person {
	const char *name, *term;
	const char *family, *given, *initials;
};

static const struct person people[] = {
	{ "Dapeng Liu", "Liu+D", "Liu", "Dapeng", "D" },
	{ "Manoel Jo\xc3\xa3o Batista Castello Gir\xc3\xa3o", "Gir%C3%A3o+MJBC",
	    "Gir\xc3\xa3o", "Manoel Jo\xc3\xa3o Batista Castello", "MJBC" },
	{ "Vincent van Gogh", "van+Gogh+V", "van Gogh", "Vincent", "V" },
	{ "Maria de la Cruz", "de+la+Cruz+M", "de la Cruz", "Maria", "M" },
	{ "M Garc\xc3\xad"
	  "a M\xc3\xa1rquez",
	    "Garc%C3%ADa+M%C3%A1rquez+M",
	    "Garc\xc3\xad"
	    "a M\xc3\xa1rquez",
	    "M", "M" },
	{ "Bo Ahlgren-Teale", "Ahlgren-Teale+B", "Ahlgren-Teale", "Bo", "B" },
	{ "J O'Brien", "O%27Brien+J", "O'Brien", "J", "J" },
	{ "A Liu", "Liu%20A", "Liu", "A", "A" },
	/* a name equal to its term is all family */
	{ "Qilemoge", "Qilemoge", "Qilemoge", NULL, NULL },
	{ "Maria Clara", "Maria+Clara", "Maria Clara", NULL, NULL },
	{ "Liu D", "Liu+D", "Liu D", NULL, NULL },
	{ "Smith JR", "Smith+JR", "Smith JR", NULL, NULL },
	/* suffixes stay in the name alone */
	{ "John Smith Jr", "Smith+J+Jr", "Smith", "John", "J" },
	{ "John Smith Jr", "Smith+J", "Smith", "John", "J" },
	{ "John Smith Jr.", "Smith+J+Jr.", "Smith", "John", "J" },
	{ "John Smith Sr", "Smith+J+Sr", "Smith", "John", "J" },
	{ "Tom\xc3\xa1s Vasco Ferrinho 3rd", "Ferrinho+TV+3rd", "Ferrinho",
	    "Tom\xc3\xa1s Vasco", "TV" },
	{ "John Smith 2nd", "Smith+J+2nd", "Smith", "John", "J" },
	{ "John Smith 4th", "Smith+J+4th", "Smith", "John", "J" },
	{ "John Smith III", "Smith+J+III", "Smith", "John", "J" },
	/* JR are initials, and so is a lone I or V */
	{ "John Robert Smith", "Smith+JR", "Smith", "John Robert", "JR" },
	{ "Ilse Ida Smith", "Smith+II", "Smith", "Ilse Ida", "II" },
	/* the term decides where the name does not end in its beginning */
	{ "Da Jin Yang", "Yang+da+J", "Yang da", NULL, "J" },
	{ "John Smith", "Schmidt+J", "Schmidt", NULL, "J" },
	{ "John Smith", "Smyth", "Smyth", NULL, NULL },
	{ "smith john", "Smith+J", "Smith", NULL, "J" },
	/* several initials */
	{ "A B Liu", "Liu+A+B", "Liu", "A B", "A B" },
	/* a field tag */
	{ "Dapeng Liu", "Liu+D%5BAuthor%5D", "Liu", "Dapeng", "D" },
	{ "Dapeng Liu", "Liu%20D+", "Liu", "Dapeng", "D" },
	/* nothing is known without a term */
	{ "Dapeng Liu", NULL, NULL, NULL, NULL },
	{ "Dapeng Liu", "", NULL, NULL, NULL },
	{ "Dapeng Liu", "+", NULL, NULL, NULL },
	{ NULL, "Liu+D", NULL, NULL, NULL },
	{ "Jr", "Jr", "Jr", NULL, NULL },
};

Test(names, are_split_by_their_terms)
{
	for (size_t i = 0; i < COUNT(people); i++) {
		const struct person *row = &people[i];
		struct record_author got = { .collective = false };
		names_split(
		    &arena, span_of(row->name), span_of(row->term), &got);
		EXPECT_TEXT(got.name, row->name, "name");
		EXPECT_TEXT(got.family, row->family, "family of %s (%s)",
		    row->name, row->term);
		EXPECT_TEXT(got.given, row->given, "given of %s (%s)",
		    row->name, row->term);
		EXPECT_TEXT(got.initials, row->initials, "initials of %s (%s)",
		    row->name, row->term);
		cr_assert(!got.collective);
	}
}

Test(names, of_groups_are_not_split)
{
	static const char *const terms[] = {
		"The+Pond+Survey+Group%5BCorporate+Author%5D",
		"The+Pond+Survey+Group[Corporate%20Author]",
		"The+Pond+Survey+Group%5bCorporate+Author%5d+",
	};

	for (size_t i = 0; i < COUNT(terms); i++) {
		struct record_author got = { .collective = false };
		names_split(&arena, SPAN("The Pond Survey Group"),
		    span_of(terms[i]), &got);
		cr_assert(got.collective, "%s", terms[i]);
		EXPECT_TEXT(got.name, "The Pond Survey Group", "name");
		EXPECT_TEXT(got.family, NULL, "family");
		EXPECT_TEXT(got.given, NULL, "given");
		EXPECT_TEXT(got.initials, NULL, "initials");
	}
}

struct coded {
	const char *text;
	bool plus;
	const char *plain;
};

static const struct coded codes[] = {
	{ "", true, "" },
	{ "a+b", true, "a b" },
	{ "a+b", false, "a+b" },
	{ "%2B%20%25", true, "+ %" },
	{ "10.1000%2Fa%28b%29", false, "10.1000/a(b)" },
	{ "%c3%A9", false, "\xc3\xa9" },
	{ "\xc3\xa9", false, "\xc3\xa9" },
	/* no code at all */
	{ "100%", false, "100%" },
	{ "%4", false, "%4" },
	{ "%zz%2", false, "%zz%2" },
	{ "%%41", false, "%A" },
	{ "%2541", false, "%41" },
};

Test(names, are_nothing_where_they_are_not_utf8)
{
	cr_assert_null(names_decode(&arena, SPAN("a+%E9"), true).ptr);
	cr_assert_null(names_decode(&arena, SPAN("%ED%A0%80"), false).ptr);
	cr_assert_null(names_decode(&arena, SPAN("%C3%28+"), true).ptr);
}

Test(names, are_decoded_once)
{
	for (size_t i = 0; i < COUNT(codes); i++)
		EXPECT_TEXT(
		    names_decode(&arena, span_of(codes[i].text), codes[i].plus),
		    codes[i].plain, "%s", codes[i].text);
}

Test(names, have_room_for_many_words)
{
	struct record_author got = { .collective = false };
	struct buffer name;

	buffer_init(&name, &arena, 100000);
	for (int i = 0; i < 5000; i++)
		buffer_print(&name, "%sword", i == 0 ? "" : " ");
	names_split(&arena, buffer_text(&name), buffer_text(&name), &got);
	EXPECT_TEXT(got.initials, NULL, "initials");
	cr_assert_gt(got.family.len, 100);
}

/* Names of before 2020, which are search terms. */
static const struct person short_people[] = {
	{ "Meno H", "Meno%20H", "Meno", NULL, "H" },
	{ "van der Reif CD", NULL, "van der Reif", NULL, "CD" },
	{ "Gutter JR Jr", NULL, "Gutter", NULL, "JR" },
	{ "Piper DE 3rd", NULL, "Piper", NULL, "DE" },
	{ "Pluvio", NULL, "Pluvio", NULL, NULL },
	{ "Da Jin", NULL, "Da Jin", NULL, NULL },
	{ "Jr", NULL, "Jr", NULL, NULL },
	{ "", NULL, NULL, NULL, NULL },
};

Test(names, short_ones_are_split_by_their_last_word)
{
	for (size_t i = 0; i < COUNT(short_people); i++) {
		const struct person *at = &short_people[i];
		struct record_author author = { .collective = false };

		names_split_short(&arena, span_of(at->name),
		    at->term == NULL ? SPAN_NONE : span_of(at->term), &author);
		EXPECT_TEXT(author.family, at->family, "%s", at->name);
		EXPECT_TEXT(author.given, at->given, "%s", at->name);
		EXPECT_TEXT(author.initials, at->initials, "%s", at->name);
		cr_assert(!author.collective);
	}
}

Test(names, short_ones_of_groups_are_collective)
{
	struct record_author author = { .collective = false };

	names_split_short(&arena, SPAN("Harbour Lamp Group"),
	    SPAN("%22Harbour%20Lamp%20Group%22%5BCorporate+Author%5D"),
	    &author);
	cr_assert(author.collective);
	EXPECT_TEXT(author.family, NULL, "family");
}
