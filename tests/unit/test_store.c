/* The database of pages and of the pace, also with several processes at it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fetch/store.h"
#include "input/digest.h"
#include "support.h"

#define PAGE "https://pubmed.example/1/"
#define HOST "pubmed.example:443"

static char folder[64];
static char path[100];
static struct error error;

static void
begin(void)
{
	snprintf(folder, sizeof(folder), "/tmp/psc-store-XXXXXX");
	cr_assert_neq(mkdtemp(folder), NULL);
	snprintf(path, sizeof(path), "%s/made/deep/cache.db", folder);
	umask(0);
}

static void
remove_all(const char *name)
{
	char inner[400];
	DIR *dir = opendir(name);

	for (struct dirent *at; dir != NULL && (at = readdir(dir)) != NULL;) {
		if (strcmp(at->d_name, ".") == 0 ||
		    strcmp(at->d_name, "..") == 0)
			continue;
		snprintf(inner, sizeof(inner), "%s/%s", name, at->d_name);
		if (unlink(inner) != 0)
			remove_all(inner);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(name);
}

static void
finish(void)
{
	remove_all(folder);
	cr_assert_neq(access(folder, F_OK), 0);
}

TestSuite(store, .init = begin, .fini = finish, .timeout = 120);

static struct store *
open_store(const char *where)
{
	struct store *store = store_open(where, &error);

	cr_assert_neq(store, NULL, "%s", error.message);
	return store;
}

static struct store_page
make_page(const char *address, struct span body)
{
	return (struct store_page){
		.address = address,
		.location = "https://pubmed.example/1/?x",
		.status = 200,
		.request = "GET /1/ HTTP/1.1\r\n\r\n",
		.response = "HTTP/1.1 200 OK\r\nETag: \"a\"\r\n\r\n",
		.etag = "\"a\"",
		.fetched = 1000.25,
		.checked = 1000.5,
		.body = body,
	};
}

static void
keep_page(struct store *store, const char *address, struct span body)
{
	struct store_page page = make_page(address, body);

	cr_assert(store_keep(store, &page, &error), "%s", error.message);
}

/* Changes a database behind the store's back. */
static void
run_sql(const char *sql)
{
	sqlite3 *db;

	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s",
	    sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void
write_file(const char *name, const char *bytes, size_t len)
{
	FILE *file = fopen(name, "wb");

	cr_assert_neq(file, NULL);
	cr_assert_eq(fwrite(bytes, 1, len, file), len);
	fclose(file);
}

Test(store, a_page_comes_back_as_it_was)
{
	static char large[100000];
	uint32_t state = 1;
	struct store_page page;
	char sha256[65];

	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)next_random(&state);
	/* NULs, nothing, what can be made smaller and what cannot. */
	const struct span bodies[] = { BYTES("<p>a\0b</p>"), BYTES(""),
		SPAN_NONE, { large, sizeof(large) },
		BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") };
	for (size_t i = 0; i < COUNT(bodies) * 2; i++) {
		struct span body = bodies[i / 2];
		struct store *store = open_store(i % 2 == 0 ? path : NULL);

		keep_page(store, PAGE, SPAN("older"));
		keep_page(store, PAGE, body);
		if (i % 2 == 0) {
			store_close(store);
			store = open_store(path);
		}
		cr_assert(store_find(store, PAGE, &page, &error), "%s",
		    error.message);
		cr_assert(span_equal(page.body, body), "%zu", i);
		cr_assert_eq(page.body.ptr[page.body.len], '\0');
		digest_sha256(body, sha256);
		cr_assert_str_eq(page.sha256, sha256);
		cr_assert_str_eq(page.address, PAGE);
		cr_assert_str_eq(page.location, "https://pubmed.example/1/?x");
		cr_assert_eq(page.status, 200);
		cr_assert_str_eq(page.request, "GET /1/ HTTP/1.1\r\n\r\n");
		cr_assert_str_eq(page.etag, "\"a\"");
		cr_assert_eq(page.modified, NULL);
		cr_assert_eq(page.fetched, 1000.25);
		cr_assert_eq(page.checked, 1000.5);
		cr_assert(store_check(store, &error), "%s", error.message);
		store_close(store);
	}
}

Test(store, can_be_read_where_nothing_can_be_written)
{
	struct store_page kept = make_page(PAGE, SPAN("<html>"));
	struct store_page found;
	struct store *store = open_store(path);
	char odd[140];

	cr_assert(store_keep(store, &kept, &error), "%s", error.message);
	store_close(store);
	/* Names that mean something in a URI are names here. */
	snprintf(odd, sizeof(odd), "%s/a?b#c%%41.db", folder);
	cr_assert_eq(rename(path, odd), 0);
	store = store_open_frozen(odd, &error);
	cr_assert_neq(store, NULL, "%s", error.message);
	cr_expect(store_find(store, PAGE, &found, &error));
	cr_expect(span_equal(found.body, kept.body));
	cr_expect_not(store_keep(store, &kept, &error));
	cr_expect_lt(store_start(store, HOST, 1e9, 1, &error), 0);
	store_close(store);
	snprintf(odd + strlen(odd), 5, "-wal");
	FILE *file = fopen(odd, "w");
	cr_assert_neq(file, NULL);
	fputs("x", file);
	fclose(file);
	odd[strlen(odd) - 4] = '\0';
	cr_expect_eq(store_open_frozen(odd, &error), NULL);
	cr_expect_eq(store_open_frozen(path, &error), NULL);
	cr_expect_neq(error.message[0], '\0');
}

Test(store, what_is_not_there_is_no_error)
{
	struct store_page page;
	struct store *store = open_store(NULL);

	cr_assert_not(store_find(store, PAGE, &page, &error));
	cr_assert_str_eq(error.message, "");
	cr_assert(store_touch(store, PAGE, 5, &error), "%s", error.message);
	cr_assert_not(store_robots_find(store, HOST, &page, &error));
	cr_assert_str_eq(error.message, "");
	cr_assert_eq(store_clear(store, &error), 0);
	store_close(store);
	store_close(NULL);
}

Test(store, the_last_page_may_name_the_next)
{
	struct store_page page;
	struct store *store = open_store(NULL);

	keep_page(store, PAGE, SPAN("first"));
	keep_page(store, "https://pubmed.example/1/?x", SPAN("second"));
	cr_assert(store_find(store, PAGE, &page, &error));
	cr_assert(store_find(store, page.location, &page, &error));
	cr_assert(is_text(page.body, "second"));
	cr_assert(store_keep(store, &page, &error));
	cr_assert(store_find(store, page.address, &page, &error));
	cr_assert(is_text(page.body, "second"));
	store_close(store);
}

Test(store, touch_changes_one_time_only)
{
	struct store_page page;
	struct store *store = open_store(NULL);

	keep_page(store, PAGE, SPAN("body"));
	cr_assert(store_touch(store, PAGE, 2000, &error));
	cr_assert(store_find(store, PAGE, &page, &error));
	cr_assert_eq(page.checked, 2000);
	cr_assert_eq(page.fetched, 1000.25);
	store_close(store);
}

Test(store, robots_and_pages_do_not_mix)
{
	struct store_page page = make_page(NULL, SPAN("User-agent: *"));
	struct store *store = open_store(NULL);

	page.status = 404;
	page.address = "https://pubmed.example/robots.txt";
	cr_assert(store_robots_keep(store, PAGE, &page, &error));
	cr_assert_not(store_find(store, PAGE, &page, &error));
	cr_assert(store_robots_find(store, PAGE, &page, &error));
	cr_assert_eq(page.status, 404);
	cr_assert_str_eq(page.address, "https://pubmed.example/robots.txt");
	cr_assert(is_text(page.body, "User-agent: *"));
	cr_assert_eq(store_clear(store, &error), 0);
	cr_assert_not(store_robots_find(store, PAGE, &page, &error));
	store_close(store);
}

struct seen {
	char text[200];
	size_t bytes;
	int left;
};

static bool
see(void *context, const struct store_page *page, size_t bytes)
{
	struct seen *seen = context;
	size_t len = strlen(seen->text);

	cr_assert_eq(page->body.ptr, NULL);
	snprintf(
	    seen->text + len, sizeof(seen->text) - len, "%s ", page->address);
	seen->bytes += bytes;
	return --seen->left > 0;
}

Test(store, each_goes_by_address_and_clear_counts)
{
	struct seen seen = { .left = 10 };
	struct store *store = open_store(path);

	keep_page(store, "c", SPAN("123"));
	keep_page(store, "a", SPAN("1"));
	keep_page(store, "b", SPAN("12"));
	keep_page(store, "a", SPAN("1234"));
	cr_assert(store_each(store, see, &seen, &error));
	cr_assert_str_eq(seen.text, "a b c ");
	cr_assert_eq(seen.bytes, 9);
	seen = (struct seen){ .left = 2 };
	cr_assert(store_each(store, see, &seen, &error));
	cr_assert_str_eq(seen.text, "a b ");
	cr_assert_eq(store_start(store, HOST, 100, 10, &error), 0);
	cr_assert_eq(store_clear(store, &error), 3);
	cr_assert_gt(
	    store_start(store, HOST, 101, 10, &error), 8, "the pace stays");
	store_close(store);
}

Test(store, clear_gives_the_room_back)
{
	static char large[1000000];
	struct stat status;
	uint32_t state = 7;
	struct store *store = open_store(path);

	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)next_random(&state);
	keep_page(store, PAGE, (struct span){ large, sizeof(large) });
	cr_assert_eq(store_clear(store, &error), 1);
	store_close(store);
	cr_assert_eq(stat(path, &status), 0);
	cr_assert_lt(status.st_size, 100000);
}

static void
expect_mode(const char *name, mode_t mode)
{
	struct stat status;

	cr_assert_eq(stat(name, &status), 0, "%s", name);
	cr_assert_eq(status.st_mode & 0777, mode, "%s: %o", name,
	    (unsigned)status.st_mode);
}

Test(store, nobody_else_may_read_it)
{
	char name[120];
	struct store *store = open_store(path);

	keep_page(store, PAGE, SPAN("body"));
	expect_mode(path, 0600);
	snprintf(name, sizeof(name), "%s-wal", path);
	expect_mode(name, 0600);
	snprintf(name, sizeof(name), "%s-shm", path);
	expect_mode(name, 0600);
	snprintf(name, sizeof(name), "%s/made", folder);
	expect_mode(name, 0700);
	snprintf(name, sizeof(name), "%s/made/deep", folder);
	expect_mode(name, 0700);
	store_close(store);
}

Test(store, path_follows_the_environment)
{
	static const struct {
		const char *cache, *home, *want;
	} cases[] = {
		{ "/x", "/h", "/x/pubscour/cache.db" },
		{ "", "/h", "/h/.cache/pubscour/cache.db" },
		{ "relative", "/h", "/h/.cache/pubscour/cache.db" },
		{ NULL, "/h", "/h/.cache/pubscour/cache.db" },
		{ NULL, "", NULL },
		{ NULL, NULL, NULL },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		unsetenv("XDG_CACHE_HOME");
		unsetenv("HOME");
		if (cases[i].cache != NULL)
			setenv("XDG_CACHE_HOME", cases[i].cache, 1);
		if (cases[i].home != NULL)
			setenv("HOME", cases[i].home, 1);
		char *got = store_path();
		EXPECT_TEXT(span_of(got), cases[i].want, "case %zu", i);
		free(got);
	}
}

static void
expect_no_store(const char *where, const char *words)
{
	error_set(&error, "%s", "");
	cr_assert_eq(store_open(where, &error), NULL, "%s", where);
	cr_assert(holds(span_of(error.message), words), "%s", error.message);
	cr_assert(holds(span_of(error.message), folder) || where[1] == 'p',
	    "%s", error.message);
}

Test(store, what_is_not_ours_is_left_alone)
{
	static const char junk[] = "this is my diary, and no database at all, "
				   "and it is long enough to be looked at: "
				   "a hundred bytes and some more";
	struct store *store = open_store(path);

	store_close(store);
	cr_assert(store_remove(path, &error));
	write_file(path, junk, sizeof(junk));
	expect_no_store(path, "cache clear");
	struct span still = read_whole(path);
	cr_assert_eq(still.len, sizeof(junk));
	free((char *)still.ptr);

	cr_assert(store_remove(path, &error));
	run_sql("CREATE TABLE mine (a)");
	struct span before = read_whole(path);
	expect_no_store(path, "another program's");
	struct span after = read_whole(path);
	cr_assert(span_equal(before, after));
	free((char *)before.ptr);
	free((char *)after.ptr);

	cr_assert(store_remove(path, &error));
	store_close(open_store(path));
	run_sql("PRAGMA user_version = 2");
	expect_no_store(path, "a newer pubscour");
	cr_assert(store_remove(path, &error));
	cr_assert(store_remove(path, &error), "twice is fine");
	store_close(open_store(path));
}

Test(store, places_that_cannot_be)
{
	char name[120];

	expect_no_store("/proc/pubscour/cache.db", "no folder");
	expect_no_store(folder, "cannot be opened");
	snprintf(name, sizeof(name), "%s/file", folder);
	write_file(name, "", 0);
	snprintf(name, sizeof(name), "%s/file/cache.db", folder);
	expect_no_store(name, "no folder");
	snprintf(name, sizeof(name), "%s/link", folder);
	cr_assert_eq(symlink("nowhere/at/all", name), 0);
	expect_no_store(name, "cannot be opened");
	cr_assert_not(store_remove(folder, &error));
}

Test(store, an_empty_file_becomes_one)
{
	char name[120];

	snprintf(name, sizeof(name), "%s/empty", folder);
	write_file(name, "", 0);
	store_close(open_store(name));
}

Test(store, a_damaged_body_is_no_page)
{
	static const char *const damage[] = {
		"UPDATE page SET body = x'00'",
		"UPDATE page SET body = ''",
		"UPDATE page SET bytes = bytes + 1",
		"UPDATE page SET bytes = -1",
		"UPDATE page SET bytes = 9223372036854775807",
		"UPDATE page SET packed = 0",
		"UPDATE page SET sha256 = ''",
		"UPDATE page SET sha256 = 5",
	};
	struct span body =
	    SPAN("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	struct store_page page;

	for (size_t i = 0; i < COUNT(damage); i++) {
		struct store *store = open_store(path);
		keep_page(store, PAGE, body);
		store_close(store);
		run_sql(damage[i]);
		store = open_store(path);
		cr_assert_not(
		    store_find(store, PAGE, &page, &error), "%s", damage[i]);
		cr_assert(holds(span_of(error.message), "damaged"), "%s: %s",
		    damage[i], error.message);
		keep_page(store, PAGE, body);
		cr_assert(store_find(store, PAGE, &page, &error));
		store_close(store);
	}
}

/* Any bytes in the middle of the file: no crash, and no wrong page. */
Test(store, a_damaged_file_gives_whole_pages_or_none)
{
	static char body[20000];
	char address[20], words[20];
	struct store_page page;
	uint32_t state = 3;
	struct store *store = open_store(path);

	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = (char)next_random(&state);
	for (int i = 0; i < 20; i++) {
		snprintf(address, sizeof(address), "%d", i);
		keep_page(store, address, (struct span){ body, 20000 });
	}
	store_close(store);
	struct span good = read_whole(path);
	for (int round = 0; round < 60; round++) {
		char *bad = malloc(good.len);
		cr_assert_neq(bad, NULL);
		memcpy(bad, good.ptr, good.len);
		for (int i = 0; i < 200; i++)
			bad[100 + next_random(&state) % (good.len - 100)] =
			    (char)next_random(&state);
		write_file(path, bad, good.len - (size_t)round * 1000);
		free(bad);
		store = store_open(path, &error);
		for (int i = 0; store != NULL && i < 20; i++) {
			snprintf(words, sizeof(words), "%d", i);
			if (store_find(store, words, &page, &error))
				cr_assert(span_equal(
				    page.body, (struct span){ body, 20000 }));
		}
		store_close(store);
		cr_assert(store_remove(path, &error));
	}
	free((char *)good.ptr);
}

/* --- the pace -------------------------------------------------------------*/

static void
expect_wait(struct store *store, double now, double delay, double want)
{
	double got = store_start(store, HOST, now, delay, &error);

	cr_assert(fabs(got - want) < 0.05 && (want > 0 || got == 0),
	    "at %g: %g, not %g", now, got, want);
}

Test(store, starts_keep_their_distance)
{
	struct store *store = open_store(NULL);

	expect_wait(store, 1000, 1, 0);
	expect_wait(store, 1000.25, 1, 0.75);
	expect_wait(store, 1000.5, 3, 2.5);
	cr_assert_eq(store_start(store, "other:80", 1000.5, 1, &error), 0);
	expect_wait(store, 1002, 1, 0);
	expect_wait(store, 1002, 0, 0);
	expect_wait(store, 1002, -5, 0);
	cr_assert_eq(store_start(store, HOST, NAN, 1, &error), -1);
	cr_assert_eq(store_start(store, HOST, 1003, INFINITY, &error), -1);
	store_close(store);
}

Test(store, a_clock_that_jumps_blocks_nobody)
{
	struct store *store = open_store(NULL);

	expect_wait(store, 1e9, 1, 0);
	expect_wait(store, 5000, 1, 1);
	expect_wait(store, 5001.5, 1, 0);
	/* A little ahead, as when two clocks run apart: noted as it is. */
	expect_wait(store, 5001, 1, 1);
	expect_wait(store, 5002, 1, 0.5);
	cr_assert(store_rest(store, HOST, 1e9, &error));
	expect_wait(store, 5010, 1, 86400);
	expect_wait(store, 5010 + 86399, 1, 1);
	expect_wait(store, 5010 + 86401, 1, 0);
	cr_assert(store_rest(store, HOST, INFINITY, &error));
	expect_wait(store, 200000, 1, 86400);
	expect_wait(store, 200000 + 86401, 1, 0);
	cr_assert_not(store_rest(store, HOST, NAN, &error));
	store_close(store);
}

Test(store, a_rest_is_kept_and_not_shortened)
{
	struct store *store = open_store(path);

	cr_assert(store_rest(store, HOST, 1100, &error));
	cr_assert(store_rest(store, HOST, 1050, &error));
	store_close(store);
	store = open_store(path);
	expect_wait(store, 1000, 1, 100);
	expect_wait(store, 1101, 1, 0);
	cr_assert(store_rest(store, HOST, 1101.2, &error));
	expect_wait(store, 1101, 1, 1);
	store_close(store);
}

static double
time_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct start {
	double asked, got;
};

#define HAMMERS 6
#define HAMMER_SECONDS 3.0
#define HAMMER_DELAY 0.1

/* Asks without a pause, and writes down when it was allowed to start. */
static void
hammer(int out)
{
	struct error why;
	struct store *store = store_open(path, &why);
	double end = time_now() + HAMMER_SECONDS;

	if (store == NULL) {
		fprintf(stderr, "%s\n", why.message);
		_exit(1);
	}
	for (struct start start; (start.asked = time_now()) < end;) {
		double wait =
		    store_start(store, HOST, start.asked, HAMMER_DELAY, &why);
		start.got = time_now();
		if (wait < 0)
			_exit(2);
		if (wait == 0 &&
		    write(out, &start, sizeof(start)) != sizeof(start))
			_exit(3);
	}
	store_close(store);
	_exit(0);
}

static int
by_asked(const void *a, const void *b)
{
	const struct start *one = a, *other = b;

	return (one->got > other->got) - (one->got < other->got);
}

/* All of them begin at once, where there is no database yet. */
Test(store, several_processes_share_one_pace)
{
	static struct start starts[1000];
	size_t count = 0;
	int ends[2], status;

	cr_assert_eq(pipe(ends), 0);
	for (int i = 0; i < HAMMERS; i++)
		if (fork() == 0)
			hammer(ends[1]);
	close(ends[1]);
	while (count < COUNT(starts) &&
	       read(ends[0], &starts[count], sizeof(starts[0])) ==
		   sizeof(starts[0]))
		count++;
	close(ends[0]);
	for (int i = 0; i < HAMMERS; i++) {
		cr_assert_gt(wait(&status), 0);
		cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%x",
		    (unsigned)status);
	}
	qsort(starts, count, sizeof(starts[0]), by_asked);
	/* The start that is noted lies between the two times of each. */
	for (size_t i = 1; i < count; i++)
		cr_assert_geq(starts[i].got - starts[i - 1].asked, HAMMER_DELAY,
		    "%zu of %zu: %g", i, count,
		    starts[i].got - starts[i - 1].asked);
	cr_assert_leq((double)count, HAMMER_SECONDS / HAMMER_DELAY + 12);
	cr_assert_geq(count, 10);
}

/* --- accidents ------------------------------------------------------------*/

static struct span
body_of(char *room, size_t size, unsigned number)
{
	uint32_t state = number + 1;
	size_t len = 1000 + next_random(&state) % (size - 1000);

	for (size_t i = 0; i < len; i++)
		room[i] = (char)(next_random(&state) % 32 + 64);
	return (struct span){ room, len };
}

/* Keeps pages without end; says the number of each that was kept. */
static void
write_pages(unsigned first, int out)
{
	static char room[60000];
	char address[40];
	struct error why;
	struct store *store = store_open(path, &why);

	if (store == NULL)
		_exit(1);
	for (unsigned i = first;; i++) {
		snprintf(address, sizeof(address), "page-%u", i);
		struct store_page page =
		    make_page(address, body_of(room, sizeof(room), i));
		if (!store_keep(store, &page, &why) ||
		    write(out, &i, sizeof(i)) != sizeof(i))
			_exit(2);
	}
}

static unsigned
expect_pages(struct store *store, unsigned kept)
{
	static char room[60000];
	char address[40];
	struct store_page page;
	unsigned i = 0;

	for (; i < kept; i++) {
		snprintf(address, sizeof(address), "page-%u", i);
		cr_assert(store_find(store, address, &page, &error),
		    "%u of %u: %s", i, kept, error.message);
		cr_assert(
		    span_equal(page.body, body_of(room, sizeof(room), i)));
	}
	return i;
}

Test(store, a_process_that_is_killed_leaves_it_whole)
{
	unsigned kept = 0, number;
	uint32_t state = 99;

	for (int round = 0; round < 10; round++) {
		int ends[2], status;

		cr_assert_eq(pipe(ends), 0);
		pid_t child = fork();
		if (child == 0)
			write_pages(kept, ends[1]);
		close(ends[1]);
		/* At least one page, then any moment. */
		for (unsigned n = 1 + next_random(&state) % 5; n > 0; n--) {
			cr_assert_eq(read(ends[0], &number, sizeof(number)),
			    sizeof(number));
			kept = number + 1;
		}
		nanosleep(&(struct timespec){ 0,
			      (long)(next_random(&state) % 30000000) },
		    NULL);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		cr_assert(WIFSIGNALED(status), "%x", (unsigned)status);
		while (read(ends[0], &number, sizeof(number)) == sizeof(number))
			kept = number + 1;
		close(ends[0]);
		struct store *store = open_store(path);
		cr_assert(store_check(store, &error), "%s", error.message);
		cr_assert_eq(expect_pages(store, kept), kept);
		store_close(store);
	}
	cr_assert_geq(kept, 10);
}

/* Killed while it makes the database. */
Test(store, a_beginning_that_is_killed_can_be_begun_again)
{
	uint32_t state = 5;
	struct error why;

	for (int round = 0; round < 40; round++) {
		int status;
		pid_t child = fork();

		if (child == 0) {
			store_close(store_open(path, &why));
			_exit(0);
		}
		nanosleep(&(struct timespec){ 0,
			      (long)(next_random(&state) % 4000000) },
		    NULL);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		struct store *store = open_store(path);
		keep_page(store, PAGE, SPAN("body"));
		cr_assert(store_check(store, &error), "%s", error.message);
		store_close(store);
		cr_assert(store_remove(path, &error));
	}
}

/* The disk is full: no file may grow past this. */
static int
fill_up(void)
{
	static char room[60000];
	struct rlimit limit = { 400000, 400000 };
	char address[40];
	struct error why = { "" };
	struct store *store = store_open(path, &why);
	struct store_page page;
	unsigned kept = 0;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	for (; store != NULL && kept < 1000; kept++) {
		snprintf(address, sizeof(address), "page-%u", kept);
		page = make_page(address, body_of(room, sizeof(room), kept));
		if (!store_keep(store, &page, &why))
			break;
	}
	if (kept == 0 || kept == 1000 || why.message[0] == '\0')
		return 1;
	for (unsigned i = 0; i < kept; i++) {
		snprintf(address, sizeof(address), "page-%u", i);
		if (!store_find(store, address, &page, &why) ||
		    !span_equal(page.body, body_of(room, sizeof(room), i)))
			return 2;
	}
	store_close(store);
	return 0;
}

Test(store, a_full_disk_is_an_error)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(fill_up());
	waitpid(child, &status, 0);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%x",
	    (unsigned)status);
	struct store *store = open_store(path);
	cr_assert(store_check(store, &error), "%s", error.message);
	keep_page(store, PAGE, SPAN("goes on"));
	store_close(store);
}
