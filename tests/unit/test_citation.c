/* The citation line in its parts: src/pubmed/citation. */
#include "pubmed/citation.h"
#include "support.h"

#define NO_YEAR RECORD_NO_NUMBER

static struct arena arena;
static struct citation_patterns *patterns;

static void
set_up(void)
{
	arena_init(&arena, 0);
	patterns = citation_patterns_new();
	cr_assert_neq(patterns, NULL);
}

static void
tear_down(void)
{
	citation_patterns_free(patterns);
	arena_free(&arena);
}

TestSuite(citation, .init = set_up, .fini = tear_down);

struct line {
	const char *text, *meta; /* the volume that the page's head says */
	const char *date;
	int64_t year;
	const char *volume, *issue, *pages;
};

static const struct line lines[] = {
	/* DATE;VOL(ISSUE):PAGES. */
	{ "2019 Nov 22;62(4):268-272.", NULL, "2019-11-22", 2019, "62", "4",
	    "268-272" },
	{ "2019 Nov 22;62(4):268-272", NULL, "2019-11-22", 2019, "62", "4",
	    "268-272" },
	{ "2019 Nov;62(4):268-72.", NULL, "2019-11", 2019, "62", "4",
	    "268-72" },
	{ "2019;62(4):268-72.", NULL, "2019", 2019, "62", "4", "268-72" },
	{ "2019 Nov 2;62:268-72.", NULL, "2019-11-02", 2019, "62", NULL,
	    "268-72" },
	{ "2019;62(4).", NULL, "2019", 2019, "62", "4", NULL },
	{ "2019;62(4):e1-e12, S3.", NULL, "2019", 2019, "62", "4",
	    "e1-e12, S3" },
	{ "2019;62(4 Suppl 1):S268.", NULL, "2019", 2019, "62", "4 Suppl 1",
	    "S268" },
	{ "2019;62(Pt 3):1.", NULL, "2019", 2019, "62", "Pt 3", "1" },
	{ "2019;62 Suppl 2:S1-9.", NULL, "2019", 2019, "62 Suppl 2", NULL,
	    "S1-9" },
	{ "2019;62 Suppl 2(4):S1-9.", NULL, "2019", 2019, "62 Suppl 2", "4",
	    "S1-9" },
	{ "1998;76 ( Pt 3):273-83.", NULL, "1998", 1998, "76 ( Pt 3)", NULL,
	    "273-83" },
	{ "1998;76 ( Pt 3)(2):273-83.", NULL, "1998", 1998, "76 ( Pt 3)", "2",
	    "273-83" },
	{ "2019;62(4(a)):1.", NULL, "2019", 2019, "62", "4(a)", "1" },
	{ "2019;Suppl:1-2.", NULL, "2019", 2019, "Suppl", NULL, "1-2" },
	{ "2019;62(4):Unit 3: 12-14.", NULL, "2019", 2019, "62", "4",
	    "Unit 3: 12-14" },
	{ "2019;62(4):1; discussion 5-6.", NULL, "2019", 2019, "62", "4",
	    "1; discussion 5-6" },
	/* since 2023 */
	{ "2023 Mar 1:12:268-272.", NULL, "2023-03-01", 2023, "12", NULL,
	    "268-272" },
	{ "2023:12(3):e5.", NULL, "2023", 2023, "12", "3", "e5" },
	{ "2023 Jan:(4):1-2.", NULL, "2023-01", 2023, NULL, "4", "1-2" },
	{ "2023 Jan:ztad001.", NULL, "2023-01", 2023, NULL, NULL, "ztad001" },
	{ "2023 Jan:12.", "12", "2023-01", 2023, "12", NULL, NULL },
	{ "2023 Jan:12.", "13", "2023-01", 2023, NULL, NULL, "12" },
	{ "2023 Jan:12.", NULL, "2023-01", 2023, NULL, NULL, "12" },
	{ "2023 Jan:12.", " 12 ", "2023-01", 2023, "12", NULL, NULL },
	/* before: `;` for the first `:` */
	{ "1988;(4):1-2.", NULL, "1988", 1988, NULL, "4", "1-2" },
	{ "1988;(4).", NULL, "1988", 1988, NULL, "4", NULL },
	{ "2021;:e14.", NULL, "2021", 2021, NULL, NULL, "e14" },
	{ "2021;e14.", NULL, "2021", 2021, NULL, NULL, "e14" },
	{ "2021;7.", "7", "2021", 2021, "7", NULL, NULL },
	{ "2021;7 Suppl.", "7 Suppl", "2021", 2021, "7 Suppl", NULL, NULL },
	/* DATE. */
	{ "2019 Nov 22.", NULL, "2019-11-22", 2019, NULL, NULL, NULL },
	{ "2019 Nov.", NULL, "2019-11", 2019, NULL, NULL, NULL },
	{ "2019.", NULL, "2019", 2019, NULL, NULL, NULL },
	{ "2019", NULL, "2019", 2019, NULL, NULL, NULL },
	{ "2019 Nov 22;", NULL, "2019-11-22", 2019, NULL, NULL, NULL },
	{ "2019:.", NULL, "2019", 2019, NULL, NULL, NULL },
	/* ranges, pairs, seasons */
	{ "2016 Mar-Apr;12(2):1.", NULL, "2016-03", 2016, "12", "2", "1" },
	{ "2016 Mar/Apr;12(2):1.", NULL, "2016-03", 2016, "12", "2", "1" },
	{ "2019 Dec-2020 Jan;1:2.", NULL, "2019-12", 2019, "1", NULL, "2" },
	{ "2016 Mar 30-Apr 5;1:2.", NULL, "2016-03-30", 2016, "1", NULL, "2" },
	{ "2016 Mar 1-15;1:2.", NULL, "2016-03-01", 2016, "1", NULL, "2" },
	{ "2018-2019;1:2.", NULL, "2018", 2018, "1", NULL, "2" },
	{ "2016 Spring;1:2.", NULL, "2016", 2016, "1", NULL, "2" },
	{ "2016 Winter-Spring;1:2.", NULL, "2016", 2016, "1", NULL, "2" },
	{ "2016 4th Quarter;1:2.", NULL, "2016", 2016, "1", NULL, "2" },
	{ "2016 March 3;1:2.", NULL, "2016-03-03", 2016, "1", NULL, "2" },
	{ "2016 Sept;1:2.", NULL, "2016-09", 2016, "1", NULL, "2" },
	/* what is no date: the text alone */
	{ "", NULL, NULL, NO_YEAR, NULL, NULL, NULL },
	{ ".", NULL, NULL, NO_YEAR, NULL, NULL, NULL },
	{ "Nov 2019;1(2):3.", NULL, NULL, NO_YEAR, NULL, NULL, NULL },
	{ "In press", NULL, NULL, NO_YEAR, NULL, NULL, NULL },
	{ "201;1:2.", NULL, NULL, NO_YEAR, NULL, NULL, NULL },
	{ "20191;1:2.", NULL, NULL, NO_YEAR, NULL, NULL, NULL },
	{ ";:()", NULL, NULL, NO_YEAR, NULL, NULL, NULL },
	/* a day that cannot be */
	{ "2019 Nov 0;1:2.", NULL, "2019-11", 2019, "1", NULL, "2" },
	{ "2019 Nov 32;1:2.", NULL, "2019-11", 2019, "1", NULL, "2" },
};

Test(citation, is_read_in_all_forms)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		const struct line *row = &lines[i];
		struct record_citation got = { .year = RECORD_NO_NUMBER };
		citation_parse(&arena, patterns, span_of(row->text),
		    span_of(row->meta), &got);
		EXPECT_TEXT(got.text, row->text, "text");
		EXPECT_TEXT(got.date, row->date, "date of %s", row->text);
		cr_assert_eq(got.year, row->year, "%s: %lld", row->text,
		    (long long)got.year);
		EXPECT_TEXT(got.volume, row->volume, "volume of %s", row->text);
		EXPECT_TEXT(got.issue, row->issue, "issue of %s", row->text);
		EXPECT_TEXT(got.pages, row->pages, "pages of %s", row->text);
		EXPECT_TEXT(got.secondary, NULL, "secondary");
		cr_assert(!got.ahead_of_print);
	}
}

Test(citation, knows_the_months)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	char want[20];

	for (int i = 0; i < 12; i++) {
		struct record_citation got = { .year = RECORD_NO_NUMBER };
		citation_parse(&arena, patterns,
		    arena_print(&arena, "2001 %s 9.", months[i]), SPAN_NONE,
		    &got);
		snprintf(want, sizeof(want), "2001-%02d-09", i + 1);
		EXPECT_TEXT(got.date, want, "%s", months[i]);
	}
}

Test(citation, of_nothing_is_nothing)
{
	struct record_citation got = { .year = RECORD_NO_NUMBER };

	citation_parse(&arena, patterns, SPAN_NONE, SPAN("12"), &got);
	EXPECT_TEXT(got.text, NULL, "text");
	EXPECT_TEXT(got.date, NULL, "date");
	EXPECT_TEXT(got.volume, NULL, "volume");
	cr_assert_eq(got.year, RECORD_NO_NUMBER);
	citation_patterns_free(NULL);
}

/* Any bytes: no crash, and what comes out stands in what went in. */
Test(citation, takes_parts_of_the_text_only)
{
	static const char *const bits[] = { "2019", " ", "Nov", "22", ";", ":",
		"(", ")", "4", "-", ".", "Suppl", "\xc3\xa9", ",", "e1" };
	uint32_t random = 9;
	char text[200];

	for (int round = 0; round < 50000; round++) {
		struct record_citation got = { .year = RECORD_NO_NUMBER };
		size_t len = 0;
		for (uint32_t n = next_random(&random) % 14; n > 0; n--)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "%s", bits[next_random(&random) % COUNT(bits)]);
		citation_parse(&arena, patterns, (struct span){ text, len },
		    SPAN("4"), &got);
		const struct span parts[] = { got.volume, got.issue,
			got.pages };
		for (size_t i = 0; i < COUNT(parts); i++) {
			if (parts[i].ptr == NULL)
				continue;
			cr_assert_neq(got.year, RECORD_NO_NUMBER);
			cr_assert_gt(parts[i].len, 0, "%s", text);
			cr_assert_geq(parts[i].ptr, text);
			cr_assert_leq(parts[i].ptr + parts[i].len, text + len);
		}
		arena_reset(&arena);
	}
}
