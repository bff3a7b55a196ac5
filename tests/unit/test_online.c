/*
 * What is pure of fetching for the command: names, times, the progress line,
 * what is kept beside a page, the shelf.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/duration.h"
#include "command/naming.h"
#include "command/progress.h"
#include "command/shelf.h"
#include "command/sidecar.h"
#include "input/digest.h"
#include "support.h"

Test(online, times_are_read)
{
	static const struct {
		const char *text;
		bool units;
		double seconds; /* -1: it is none */
	} rows[] = { { "0", false, 0 }, { "90", true, 90 },
		{ "1.5", false, 1.5 }, { ".5", false, 0.5 },
		{ "30m", true, 1800 }, { "12h", true, 43200 },
		{ "7d", true, 604800 }, { "2s", true, 2 }, { "30m", false, -1 },
		{ "", true, -1 }, { "d", true, -1 }, { "1w", true, -1 },
		{ "1dd", true, -1 }, { "-1", true, -1 }, { "+1", true, -1 },
		{ "inf", true, -1 }, { "nan", true, -1 }, { "1e3", true, -1 },
		{ "0x10", true, -1 }, { "1.2.3", true, -1 }, { ".", true, -1 },
		{ "1 ", true, -1 }, { "99999d", true, -1 },
		{ "1111111111111111111111111111111111111", true, -1 } };

	for (size_t i = 0; i < COUNT(rows); i++) {
		double seconds = -1;
		bool good =
		    duration_read(rows[i].text, rows[i].units, &seconds);

		cr_assert_eq(good, rows[i].seconds >= 0, "%s", rows[i].text);
		if (good)
			cr_assert_float_eq(
			    seconds, rows[i].seconds, 1e-9, "%s", rows[i].text);
	}
}

Test(online, times_are_written)
{
	static const struct {
		double seconds;
		const char *text;
	} rows[] = { { 0, "0s" }, { -5, "0s" }, { 59.4, "59s" },
		{ 59.6, "1m 00s" }, { 192, "3m 12s" }, { 7500, "2h 05m" },
		{ 273600, "3d 04h" } };
	char text[32];

	for (size_t i = 0; i < COUNT(rows); i++) {
		duration_write(text, sizeof(text), rows[i].seconds);
		cr_assert_str_eq(text, rows[i].text);
	}
	duration_write(text, sizeof(text), 1e300);
	duration_moment(text, 1795488104.9);
	cr_assert_str_eq(text, "2026-11-24T02:41:44Z");
	duration_moment(text, 0);
	cr_assert_str_eq(text, "1970-01-01T00:00:00Z");
	duration_moment(text, 1e300);
	cr_assert_str_eq(text, "");
}

Test(online, articles_are_known_by_their_address)
{
	static const struct {
		const char *address, *base, *pmid;
	} rows[] = {
		{ SOURCE_PUBMED "/37108507/", NULL, "37108507" },
		{ SOURCE_PUBMED "/1", NULL, "1" },
		{ SOURCE_PUBMED "/1/?a=b#c", NULL, "1" },
		{ SOURCE_PUBMED "/1?a", NULL, "1" },
		{ SOURCE_PUBMED "/1/references/", NULL, "" },
		{ SOURCE_PUBMED "/1x/", NULL, "" },
		{ SOURCE_PUBMED "/?term=1", NULL, "" },
		{ SOURCE_PUBMED "/123456789012/", NULL, "" },
		{ SOURCE_PUBMED, NULL, "" },
		{ SOURCE_PUBMED "/1/", "http://127.0.0.1:1", "" },
		{ "http://127.0.0.1:1/1/", "http://127.0.0.1:1", "1" },
		{ "http://127.0.0.1:11/1/", "http://127.0.0.1:1", "" },
		{ "https://example.org/1/", NULL, "" },
	};
	char pmid[SOURCE_PMID_ROOM];

	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_assert_eq(naming_pmid(rows[i].address, rows[i].base, pmid),
		    rows[i].pmid[0] != '\0', "%s", rows[i].address);
		cr_assert_str_eq(pmid, rows[i].pmid, "%s", rows[i].address);
	}
}

/* Whatever the address is, the name is fit for a folder, and its own. */
Test(online, names_are_safe)
{
	static const struct {
		const char *address, *name;
	} rows[] = {
		{ "https://example.org/", "example.org" },
		{ "https://example.org/a/b.html", "example.org_a_b.html" },
		{ "https://example.org/a/", "example.org_a_" },
	};
	static const char *const others[] = { "https://example.org/a",
		"http://example.org/a", "https://example.org/a?b",
		"https://example.org/a/b", "https://example.org/a//b",
		"https://example.org/a_b", "https://example.org/a%2fb", "",
		"https://", "../../etc/passwd", "/", ".hidden",
		"https://example.org/\xc3\xa9", "a b" };
	char names[COUNT(others) + 2][NAMING_ROOM], longer[5000];

	for (size_t i = 0; i < COUNT(rows); i++) {
		naming_safe(rows[i].address, names[0]);
		cr_assert_str_eq(names[0], rows[i].name);
	}
	for (size_t i = 0; i < COUNT(others); i++)
		naming_safe(others[i], names[i]);
	memset(longer, 'a', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	naming_safe(longer, names[COUNT(others)]);
	longer[sizeof(longer) - 2] = 'b';
	naming_safe(longer, names[COUNT(others) + 1]);
	for (size_t i = 0; i < COUNT(names); i++) {
		cr_assert_neq(names[i][0], '.', "%s", names[i]);
		cr_assert_gt(strlen(names[i]), 0);
		cr_assert_lt(strlen(names[i]), NAMING_ROOM);
		cr_assert_eq(strpbrk(names[i], "/\\ %?"), NULL);
		for (size_t k = 0; k < i; k++)
			cr_assert_str_neq(names[i], names[k]);
	}
}

Test(online, progress_fits_its_width)
{
	struct progress progress = {
		.total = 200, .done = 50, .start = 100, .pace = 1
	};
	char line[PROGRESS_ROOM];

	progress_line(&progress, 150, 79, line);
	cr_assert_str_eq(line,
	    "[##########------------------------------] 50/200  2m 30s left  "
	    "1.0/s");
	progress.failed = 3;
	progress_line(&progress, 150, 60, line);
	cr_assert_str_eq(line,
	    "[#####----------------] 50/200  3 failed  2m 30s left  "
	    "1.0/s");
	for (size_t width = 0; width < 300; width++) {
		progress_line(&progress, 150, width, line);
		cr_assert_leq(strlen(line), width);
		for (progress.done = 0; progress.done < 203; progress.done++) {
			progress_line(&progress, 1e7, width, line);
			cr_assert_leq(strlen(line), width);
		}
		progress.done = 50;
	}
	progress_line(&progress, 150, 20, line);
	cr_assert_str_eq(line, "50/200  3 failed");
	/* nothing is known yet, and nothing of the end */
	progress = (struct progress){ .total = 2, .start = 100 };
	progress_line(&progress, 100, 30, line);
	cr_assert_str_eq(line, "[------------------------] 0/2");
	progress = (struct progress){ .done = 5, .start = 100, .pace = 0.4 };
	progress_line(&progress, 102, 79, line);
	cr_assert_str_eq(line, "5 done  2.5/s");
}

/* What is there is no measure of what is to be fetched. */
Test(online, progress_tells_the_pace_of_late)
{
	struct progress progress = { .total = 1100 };
	char line[PROGRESS_ROOM];
	double now = 0;

	for (int i = 0; i < 1000; i++)
		progress_step(&progress, true, now += 0.001);
	for (int i = 0; i < 20; i++)
		progress_step(&progress, true, now += 1);
	progress_line(&progress, now, 40, line);
	cr_assert_str_eq(line, "1020/1100  1m 19s left  1.0/s");
	progress = (struct progress){ .total = 3 };
	progress_step(&progress, false, 2);
	progress_step(&progress, true, 3);
	progress_line(&progress, 3, 40, line);
	cr_assert_str_eq(line, "2/3  1 failed  2s left  0.7/s");
}

static struct store_page
make_page(struct span body)
{
	struct store_page page = { .address = SOURCE_PUBMED "/1/",
		.location = SOURCE_PUBMED "/1/?x",
		.status = 200,
		.response = "HTTP/1.1 200 OK: fine\r\nA:  b \r\nX-Odd: \xe9\r\n"
			    "none\r\nC:\r\n\r\n",
		.fetched = 1795488104.5,
		.body = body };

	cr_assert_eq(digest_sha256(body, page.sha256), PSC_OK);
	return page;
}

Test(online, sidecars_are_written_and_read)
{
	struct store_page page = make_page(SPAN("a\0b"));
	struct sidecar sidecar;
	char *text = sidecar_make(&page), *flat = text, *at = text;

	cr_assert_neq(text, NULL);
	cr_assert(sidecar_read(text, strlen(text), &sidecar));
	cr_assert_str_eq(sidecar.address, page.address);
	cr_assert(sidecar_agrees(&sidecar, page.address, 3, page.sha256));
	cr_assert(sidecar_agrees(&sidecar, page.location, 3, page.sha256));
	cr_assert(!sidecar_agrees(&sidecar, "x", 3, page.sha256));
	cr_assert(!sidecar_agrees(&sidecar, page.address, 4, page.sha256));
	page.sha256[0] ^= 1;
	cr_assert(!sidecar_agrees(&sidecar, page.address, 3, page.sha256));
	page.sha256[0] ^= 1;
	sidecar_free(&sidecar);
	for (size_t cut = 0; cut < strlen(text) - 2; cut++) {
		cr_assert(!sidecar_read(text, cut, &sidecar));
		cr_assert(
		    !sidecar_agrees(&sidecar, page.address, 3, page.sha256));
		sidecar_free(&sidecar);
	}
	for (; *at != '\0'; at++)
		if (*at != ' ' && *at != '\n')
			*flat++ = *at;
	*flat = '\0';
	cr_assert_neq(strstr(text, "\"headers\":[[\"A\",\"b\"],"
				   "[\"X-Odd\",\"\xc3\xa9\"],[\"C\",\"\"]]"),
	    NULL, "%s", text);
	cr_assert_neq(strstr(text, "\"fetched_at\":\"2026-11-24T02:41:44Z\""),
	    NULL, "%s", text);
	free(text);
	page = (struct store_page){ .address = "x" };
	text = sidecar_make(&page);
	cr_assert_neq(strstr(text, "\"location\": null"), NULL);
	free(text);
}

static void
put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert_neq(file, NULL);
	fputs(text, file);
	fclose(file);
}

/* A page counts as there when both files are, and agree. */
Test(online, shelf_decides_what_is_there)
{
	char work[] = "/tmp/pubscour-shelf-XXXXXX", name[64];
	struct store_page page = make_page(SPAN("<p>one"));
	struct shelf shelf;
	struct span bytes;

	cr_assert_neq(mkdtemp(work), NULL);
	cr_assert_eq(chdir(work), 0);
	cr_assert(shelf_open(&shelf, "a/b"));
	cr_assert(!shelf_has(&shelf, "1", page.address, &bytes));
	cr_assert(!shelf_has(&shelf, "", page.address, &bytes));
	cr_assert_eq(shelf_find(&shelf, page.address), NULL);
	cr_assert(shelf_put(&shelf, "1", &page));
	cr_assert(shelf_has(&shelf, "1", page.address, &bytes));
	EXPECT_TEXT(bytes, "<p>one", "page");
	cr_assert(shelf_has(&shelf, "1", page.location, NULL));
	cr_assert(!shelf_has(&shelf, "1", "https://example.org/", NULL));
	put_file("a/b/1.html", "<p>onE");
	cr_assert(!shelf_has(&shelf, "1", page.address, NULL));
	put_file("a/b/1.html", "<p>on");
	cr_assert(!shelf_has(&shelf, "1", page.address, NULL));
	put_file("a/b/1.html", "<p>one");
	cr_assert(shelf_has(&shelf, "1", page.address, NULL));
	put_file("a/b/1.meta.json", "{}");
	cr_assert(!shelf_has(&shelf, "1", page.address, NULL));
	cr_assert(shelf_put(&shelf, "1", &page));
	shelf_close(&shelf);

	/* of a process that is gone; of one that runs; of nobody */
	put_file("a/b/.pubscour-999999999.part", "x");
	snprintf(name, sizeof(name), "a/b/.pubscour-%ld.part", (long)getppid());
	put_file(name, "x");
	put_file("a/b/.pubscour-x.part", "x");
	cr_assert(shelf_open(&shelf, "a/b"));
	cr_assert_neq(access("a/b/.pubscour-999999999.part", F_OK), 0);
	cr_assert_eq(access(name, F_OK), 0);
	cr_assert_eq(access("a/b/.pubscour-x.part", F_OK), 0);
	cr_assert_str_eq(shelf_find(&shelf, page.address), "1");
	cr_assert_eq(shelf_find(&shelf, SOURCE_PUBMED "/1"), NULL);
	shelf_close(&shelf);

	unlink(name);
	unlink("a/b/.pubscour-x.part");
	unlink("a/b/1.html");
	unlink("a/b/1.meta.json");
	rmdir("a/b");
	rmdir("a");
	cr_assert_eq(chdir("/"), 0);
	rmdir(work);
}
