/* What a page says of itself: src/clean/meta and the files it asks. */
#include "clean/meta.h"

#include "clean/byline.h"
#include "clean/date.h"
#include "support.h"

static struct arena arena;
static struct reading reading;

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

TestSuite(meta, .init = set_up, .fini = tear_down);

static struct meta
meta_of(struct span page)
{
	struct meta meta;

	parse_text(&arena, page, &reading);
	meta_read(&arena, &reading.index, &meta);
	return meta;
}

/* --- dates ---------------------------------------------------------------- */

struct said {
	const char *text;
	const char *means;
};

static const struct said dates[] = {
	{ "2024-06-02", "2024-06-02" },
	{ "2024-06-02T23:59:00-08:00", "2024-06-02" },
	{ "2024-6-2", "2024-06-02" },
	{ "2024/06/02", "2024-06-02" },
	{ "2024.06.02", "2024-06-02" },
	{ "2024-06", "2024-06" },
	{ "20240602", "2024-06-02" },
	{ "2024", "2024" },
	{ "June 2, 2024", "2024-06-02" },
	{ "JUNE 2nd 2024", "2024-06-02" },
	{ "Jun. 2, 2024", "2024-06-02" },
	{ "Sept 22, 2024", "2024-09-22" },
	{ "June 2024", "2024-06" },
	{ "2 June 2024", "2024-06-02" },
	{ "2nd of June, 2024", "2024-06-02" },
	{ "02-Jun-2024", "2024-06-02" },
	{ "2 de junio de 2024", "2024-06-02" },
	{ "2 de junio del 2024", "2024-06-02" },
	{ "setiembre 3, 2024", "2024-09-03" },
	{ "Tuesday, 4 January 2022 10:00", "2022-01-04" },
	{ "on Jan 4, 2022 at 10", "2022-01-04" },
	{ "17.05.2021", "2021-05-17" },
	{ "3.4.2021", "2021-04-03" },
	{ "11-29-2024", "2024-11-29" },
	{ "29/11/2024", "2024-11-29" },
	{ "2/24/2026", "2026-02-24" },
	{ "5/5/2026", "2026-05-05" },
	{ "29 February 2024", "2024-02-29" },
	/* none */
	{ "", NULL },
	{ "3/4/2021", NULL },
	{ "31 June 2024", NULL },
	{ "29 February 2023", NULL },
	{ "June", NULL },
	{ "Mayor 2, 2024", NULL },
	{ "2024-13-01", NULL },
	{ "2010-2015", NULL },
	{ "555-2024-06", NULL },
	{ "v1.2024.06", NULL },
	{ "20241332", NULL },
	{ "1824", NULL },
	{ "June 2, 202", NULL },
	{ "12345", NULL },
};

Test(meta, reads_dates)
{
	for (size_t i = 0; i < COUNT(dates); i++) {
		struct date date;
		struct span got = SPAN_NONE;
		if (date_read(span_of(dates[i].text), &date))
			got = date_print(&arena, &date);
		EXPECT_TEXT(got, dates[i].means, "'%s'", dates[i].text);
	}
}

Test(meta, tells_where_a_date_stands)
{
	struct date date;

	cr_assert(date_find(SPAN("On 2 June 2024 it was"), &date));
	cr_assert(span_equal(date.text, SPAN("2 June 2024")));
	cr_assert(!date_find(SPAN("2024"), &date));
	cr_assert(!date_find(SPAN("20240602"), &date));
	cr_assert(!date_find(SPAN_NONE, &date));
}

/* --- names ---------------------------------------------------------------- */

static const struct said lines[] = {
	{ "By Ann Bee", "Ann Bee" },
	{ "by Ann Bee and Carl Dee", "Ann Bee, Carl Dee" },
	{ "Written by: Ann Bee, Carl Dee & Eva Eff",
	    "Ann Bee, Carl Dee, Eva Eff" },
	{ "Por Ana P\xc3\xa9rez y Luis D\xc3\xad"
	  "az",
	    "Ana P\xc3\xa9rez, Luis D\xc3\xad"
	    "az" },
	{ "Ann Bee, Senior Editor", "Ann Bee" },
	{ "Ann Bee, M.D.", "Ann Bee" },
	{ "Ann O\xe2\x80\x99"
	  "Bee | March 2, 2024",
	    "Ann O\xe2\x80\x99"
	    "Bee" },
	{ "Ludwig van Beethoven", "Ludwig van Beethoven" },
	{ "Ann Bee, Ann Bee", "Ann Bee" },
	/* nothing that is in doubt */
	{ "", NULL },
	{ "By", NULL },
	{ "Editor", NULL },
	{ "Ann", NULL },
	{ "a good read", NULL },
	{ "5 min read", NULL },
	{ "Read More", NULL },
	{ "Featured Items", NULL },
	{ "Ann Bee \xe2\x80\x93 Ann Bee", NULL },
	{ "Who Is Ann?", NULL },
};

Test(meta, takes_names_from_lines)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct byline byline = { .count = 0 };
		byline_add_line(&byline, span_of(lines[i].text));
		EXPECT_TEXT(byline_text(&arena, &byline), lines[i].means,
		    "'%s'", lines[i].text);
	}
}

static const struct said values[] = {
	{ "Ann Bee", "Ann Bee" },
	{ "By Ann Bee", "Ann Bee" },
	{ "Ann Bee, Carl Dee", "Ann Bee, Carl Dee" },
	{ "Ann Bee, Staff Writer", "Ann Bee" },
	{ "annb", "annb" },
	{ "The Bee Team", "The Bee Team" },
	{ "admin", NULL },
	{ "https://example.org/ann", NULL },
	{ "ann@example.org", NULL },
};

Test(meta, takes_names_from_values)
{
	for (size_t i = 0; i < COUNT(values); i++) {
		struct byline byline = { .count = 0 };
		byline_add(&byline, span_of(values[i].text));
		EXPECT_TEXT(byline_text(&arena, &byline), values[i].means,
		    "'%s'", values[i].text);
	}
}

/* --- titles --------------------------------------------------------------- */

static const struct said titles[] = {
	{ "", NULL },
	{ "<title>Bees</title>", "Bees" },
	{ "<title>Of Bees | Hive</title>", "Of Bees" },
	{ "<title>Of Bees - Hive</title><meta property=og:site_name "
	  "content=Hive>",
	    "Of Bees" },
	{ "<title>Hive: Of Bees</title><meta property=og:site_name "
	  "content=Hive>",
	    "Of Bees" },
	{ "<title>Of Bees - and Wasps</title>", "Of Bees - and Wasps" },
	{ "<title>Of Bees :: The Hive</title><link rel=canonical "
	  "href=https://www.thehive.example/x>",
	    "Of Bees" },
	{ "<title>Home | Hive</title><meta property=og:site_name "
	  "content=Hive>",
	    "Home | Hive" },
	{ "<title>Bees \xc2\xb7 A site</title><h1>Bees</h1>", "Bees" },
	{ "<title>Of Bees - A site</title><h1>A site</h1><h1>Of Bees</h1>",
	    "A site" },
	{ "<title>Of Bees - A site</title><meta property=og:site_name "
	  "content='A site'><h1>A site</h1><h1>Of  \xe2\x80\x9c"
	  "Bees\xe2\x80\x9d</h1>",
	    "Of \xe2\x80\x9c"
	    "Bees\xe2\x80\x9d" },
	{ "<title>Of Bees</title><meta property=og:title content='All of the "
	  "bees'>",
	    "All of the bees" },
	{ "<meta name=citation_title content='Of Bees'><h1>Menu</h1>",
	    "Of Bees" },
	{ "<title>Seven things on bees</title><h1>Buy now!</h1>",
	    "Seven things on bees" },
	{ "<title>Seven things on bees</title><h1>Bees: seven things</h1>",
	    "Bees: seven things" },
	{ "<title>Of Bees</title><h1>Of Bees\xc2\xb6</h1>", "Of Bees" },
	{ "<title>Bees</title><h1>Bees<a href=#b>#</a></h1>", "Bees" },
	{ "<title>Bees in C#</title><h1>Bees in C#</h1>", "Bees in C#" },
	/* cut off */
	{ "<title>How bees come to live in a hi... - Hive</title><h1>Hive</h1>"
	  "<h1>How bees come to live in a hive</h1>",
	    "How bees come to live in a hive" },
	{ "<title>How bees come to live in a hi\xe2\x80\xa6</title>"
	  "<h2>How bees come to live in a hive</h2>",
	    "How bees come to live in a hive" },
	{ "<title>Bees...</title><h2>Bees and wasps</h2>", "Bees..." },
	{ "<h1>Of Bees</h1><h1>Of Wasps</h1>", "Of Bees" },
	{ "<title>R&amp;amp;D <b></title>", "R&amp;D <b>" },
};

Test(meta, chooses_the_title)
{
	for (size_t i = 0; i < COUNT(titles); i++)
		EXPECT_TEXT(meta_of(span_of(titles[i].text)).title,
		    titles[i].means, "%s", titles[i].text);
}

/* --- who and when --------------------------------------------------------- */

#define LD "<script type='application/ld+json'>"

static const struct said bylines[] = {
	{ "", NULL },
	{ "<meta name=author content='Ann Bee'>", "Ann Bee" },
	{ "<meta name=author content='a.bee'>", NULL },
	{ "<meta name=author content=Hive><meta property=og:site_name "
	  "content=Hive>",
	    NULL },
	{ "<meta name=citation_author content='Bee, Ann'><meta "
	  "name=citation_author content='Dee, Carl'><meta name=author "
	  "content=X>",
	    "Ann Bee, Carl Dee" },
	{ "<h1>T</h1><a rel=author href=/a>Ann Bee</a>", "Ann Bee" },
	{ "<h1>T</h1><div class=post-author><div class='author-name'>Ann "
	  "Bee</div><i>Gardener</i></div>",
	    "Ann Bee" },
	{ "<h1>T</h1><p class=author>Ann Bee<br>4 August 2010</p>", "Ann Bee" },
	{ "<h1>T</h1><p>By <b>Ann Bee</b>", "Ann Bee" },
	{ "<h1>T</h1><p>Posted by Ann Bee", "Ann Bee" },
	{ "<h1>T</h1><p>Sort by <b>Ann Bee</b>", NULL },
	{ "<h1>T</h1><h2><a href=/b>Bees</a></h2><p>By Ann Bee", NULL },
	{ "<h1>T</h1><p class=author-bio>Ann Bee", NULL },
	{ "<script>By Ann Bee</script><h1>T</h1>", NULL },
	{ LD "{\"@type\":\"Article\",\"author\":\"Ann Bee\"}</script>",
	    "Ann Bee" },
	{ LD "[{\"@type\":[\"Thing\",\"NewsArticle\"],\"author\":[{\"name\":"
	     "\"Ann Bee\"},{\"@id\":\"#c\"}]},{\"@id\":\"#c\",\"@type\":"
	     "\"Person\",\"name\":\"Carl &amp; Dee\"}]</script>",
	    "Ann Bee, Carl, Dee" },
	{ LD "{\"@graph\":[{\"@type\":\"BlogPosting\",\"author\":{\"name\":"
	     "[\"Ann Bee\",\"Carl Dee\"]}}]}</script>",
	    "Ann Bee, Carl Dee" },
	{ LD "{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Article\","
	     "\"author\":{\"name\":\"Ann Bee\"}}}</script>",
	    "Ann Bee" },
	/* what is listed is another's */
	{ LD "{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":"
	     "\"Article\",\"author\":\"Ann Bee\"}]}</script>",
	    NULL },
	{ LD "[{\"@type\":\"Article\",\"headline\":\"A\",\"author\":\"Ann "
	     "Bee\"},{\"@type\":\"Article\",\"headline\":\"B\",\"author\":"
	     "\"Carl Dee\"}]</script><title>B</title>",
	    "Carl Dee" },
	{ LD "[{\"@type\":\"Article\",\"headline\":\"A\",\"author\":\"Ann "
	     "Bee\"},{\"@type\":\"Article\",\"headline\":\"B\",\"author\":"
	     "\"Carl Dee\"}]</script><title>C</title>",
	    NULL },
	/* broken */
	{ LD "{\"@type\":\"Article\",\"author\":\"Ann Bee\"</script>", NULL },
	{ LD "</script>", NULL },
	{ LD "{\"@type\":\"Article\",\"author\":\"Ann\nBee\"};</script>",
	    "Ann Bee" },
	{ LD "{\"@type\":\"Article\",\"author\":7}</script>", NULL },
	{ LD "{\"@type\":\"Article\",\"author\":{\"@id\":\"#me\"}}</script>",
	    NULL },
};

Test(meta, finds_the_authors)
{
	for (size_t i = 0; i < COUNT(bylines); i++)
		EXPECT_TEXT(meta_of(span_of(bylines[i].text)).byline,
		    bylines[i].means, "%s", bylines[i].text);
}

static const struct said published[] = {
	{ "", NULL },
	{ "<meta property=article:published_time content="
	  "' 2024-06-02T12:00:00Z'>",
	    "2024-06-02" },
	{ "<meta property=article:modified_time content=2024-06-02>", NULL },
	{ "<meta name=citation_publication_date content=2024/6/2>",
	    "2024-06-02" },
	{ "<meta name=dc.date content=2024>", "2024" },
	{ "<meta property=article:published_time content=03-09-2026>", NULL },
	{ LD "{\"@type\":\"Article\",\"datePublished\":\"2024-06-02T00:00\","
	     "\"dateModified\":\"2025-01-01\"}</script><meta name=dc.date "
	     "content=2024>",
	    "2024-06-02" },
	{ "<p itemprop=datePublished content=2024-06-02>x", "2024-06-02" },
	{ "<p itemprop=datePublished>2024-06-02<p itemprop=datePublished>"
	  "2024-06-03",
	    NULL },
	{ "<h1>T</h1><time datetime=2024-06-02>yesterday</time>",
	    "2024-06-02" },
	{ "<h1>T</h1><time>2 June 2024</time>", "2024-06-02" },
	{ "<h1>T</h1><p>Published on Sunday, June 2, 2024", "2024-06-02" },
	{ "<h1>T</h1><p>June 2, 2024 \xc2\xb7 Ann Bee", "2024-06-02" },
	{ "<p>June 2, 2024</p><h1>T</h1>", "2024-06-02" },
	{ "<h1>T</h1><p>Publicado el 2 de junio de 2024", "2024-06-02" },
	/* changes, events, prose, other articles */
	{ "<h1>T</h1><p>Updated June 2, 2024", NULL },
	{ "<h1>T</h1><p>Last updated:</p><p>June 2, 2024", NULL },
	{ "<h1>T</h1><p class=updated>June 2, 2024", NULL },
	{ "<h1>T</h1><time class=modified datetime=2024-06-02>", NULL },
	{ "<h1>T</h1><p>June 2, 2024 to June 9, 2024", NULL },
	{ "<h1>T</h1><p>It began on June 2, 2024", NULL },
	{ "<h1>T</h1><p>June 2024", NULL },
	{ "<h1>T</h1><h2><a href=/x>X</a></h2><p>June 2, 2024", NULL },
	{ "<h1>T</h1><script>June 2, 2024</script>", NULL },
	{ "<p>June 2, 2024", NULL },
	{ "<meta name=date content=2024-06-03><h1>T</h1><p>June 2, 2024",
	    "2024-06-02" },
	{ "<meta name=date content=2024-06-03>", "2024-06-03" },
};

Test(meta, finds_the_date)
{
	for (size_t i = 0; i < COUNT(published); i++)
		EXPECT_TEXT(meta_of(span_of(published[i].text)).published,
		    published[i].means, "%s", published[i].text);
}

/* --- the rest ------------------------------------------------------------- */

Test(meta, finds_site_language_and_address)
{
	struct meta meta = meta_of(
	    SPAN("<html lang=es_MX><meta property=og:site_name content=' The "
		 " Hive'><meta property=og:url content=https://a.example/2>"
		 "<link rel='x canonical' href=https://a.example/1>"));

	EXPECT_TEXT(meta.site, "The Hive", "site");
	EXPECT_TEXT(meta.language, "es-MX", "language");
	EXPECT_TEXT(meta.url, "https://a.example/1", "url");
	meta = meta_of(SPAN(
	    "<html lang='not a language'><meta http-equiv="
	    "content-language content=en><link rel=canonical "
	    "href=/1><meta property=og:url content="
	    "http://a.example/2>" LD "{\"@type\":\"WebSite\",\"name\":\"Hive\"}"
	    "</script>"));
	EXPECT_TEXT(meta.site, "Hive", "site");
	EXPECT_TEXT(meta.language, "en", "language");
	EXPECT_TEXT(meta.url, "http://a.example/2", "url");
}

Test(meta, of_a_page_that_says_nothing_is_nothing)
{
	struct meta meta = meta_of(SPAN(""));

	cr_assert(meta.title.ptr == NULL && meta.byline.ptr == NULL);
	cr_assert(meta.published.ptr == NULL && meta.site.ptr == NULL);
	cr_assert(meta.language.ptr == NULL && meta.url.ptr == NULL);
}

/* JSON that is deep, large or many times there does no harm. */
Test(meta, reads_hostile_json)
{
	size_t size = (size_t)2 << 20, len;
	char *page = malloc(size + 100);

	for (int round = 0; round < 3; round++) {
		len = (size_t)snprintf(page, size, "<title>T</title>" LD);
		while (round == 0 && len < size)
			page[len++] = '[';
		while (round == 1 && len < size)
			page[len] = "{\"@id\":"[len % 7], len++;
		while (round == 2 && len + 60 < size)
			len += (size_t)snprintf(page + len, size - len,
			    "{\"@type\":\"Article\"}</script>" LD);
		EXPECT_TEXT(meta_of((struct span){ page, len }).title, "T",
		    "round %d", round);
		arena_reset(&arena);
	}
	free(page);
}

/* Where the arena ends, jansson's memory is given back, and the way out is
   the caller's. */
Test(meta, leaves_by_the_way_out)
{
	static const char page[] =
	    "<h1>T</h1>" LD "{\"@type\":\"Article\",\"author\":["
	    "\"Ann Bee\",\"Carl Dee\"]}</script>";
	struct meta meta;
	jmp_buf out;

	parse_text(&arena, SPAN(page), &reading);
	arena.out = &out;
	for (volatile size_t room = 0; room < 60000; room += 64) {
		arena.cap = arena.used + room;
		if (setjmp(out) == 0)
			meta_read(&arena, &reading.index, &meta);
		cr_assert_eq(arena.out, &out);
	}
	arena.cap = 0;
	meta_read(&arena, &reading.index, &meta);
	EXPECT_TEXT(meta.byline, "Ann Bee, Carl Dee", "with room");
}
