/*
 * Pages that other processes read: src/bulk/pool, with the workers that the
 * command has.  What one process makes of the same inputs is what must come
 * out.
 */
#include "bulk/pool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support.h"

#define MOST 600
#define PAGES 40

struct got {
	size_t count;
	char *made[MOST];
	enum psc_status status[MOST];
	pid_t leader;      /* the process in which `take` is called */
	size_t stop_after; /* `take` wants no more; 0: it wants all */
	size_t kill_after; /* each time, all workers are killed; 0: none */
};

static char folder[] = "/tmp/pubscour-pool-XXXXXX";
static char names[PAGES][64];
static char *minimal;
static size_t minimal_len;

/* --- inputs --------------------------------------------------------------- */

static const char *
path_of(const char *name, char path[64])
{
	snprintf(path, 64, "%s/%s", folder, name);
	return path;
}

static void
put(const char *path, const char *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	cr_assert_not_null(file, "%s", path);
	cr_assert_eq(fwrite(bytes, 1, size, file), size);
	cr_assert_eq(fclose(file), 0);
}

/* The page with another PMID of as many digits. */
static const char *
page_of(size_t n)
{
	char pmid[16];
	char *at = minimal;

	snprintf(pmid, sizeof(pmid), "9%07zu", n);
	for (; at + 8 <= minimal + minimal_len; at++)
		if (memcmp(at, "90000004", 8) == 0)
			memcpy(at, pmid, 8);
	return minimal;
}

/* Puts back what page_of() did. */
static void
restore(size_t n)
{
	char pmid[16];
	char *at = minimal;

	snprintf(pmid, sizeof(pmid), "9%07zu", n);
	for (; at + 8 <= minimal + minimal_len; at++)
		if (memcmp(at, pmid, 8) == 0)
			memcpy(at, "90000004", 8);
}

static void
begin(void)
{
	struct span page = read_whole("fixtures/minimal/page.html");
	char name[32];

	minimal = (char *)(uintptr_t)page.ptr;
	minimal_len = page.len;
	cr_assert_not_null(mkdtemp(folder));
	for (size_t i = 0; i < PAGES; i++) {
		snprintf(name, sizeof(name), "%02zu.html", i);
		put(path_of(name, names[i]), page_of(i), minimal_len);
		restore(i);
	}
}

static void
end(void)
{
	char command[128];

	free(minimal);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_assert_eq(system(command), 0);
}

TestSuite(pool, .init = begin, .fini = end, .timeout = 120);

/* Lines with ids, paths, what is no page, and a page itself. */
static const char *
make_lines(char path[64], size_t count)
{
	FILE *file = fopen(path_of("lines.jsonl", path), "wb");

	cr_assert_not_null(file);
	for (size_t i = 0; i < count; i++)
		switch (i % 5) {
		case 3:
			fprintf(file, "no JSON %zu\n", i);
			break;
		case 4:
			fprintf(file, "{\"id\": %zu, \"path\": \"gone\"}\n", i);
			break;
		case 2:
			fprintf(file,
			    "{\"id\": [%zu], \"html\": \"<p>none\"}\n", i);
			break;
		default:
			fprintf(file,
			    "{\"id\": %zu, \"path\": \"%02zu.html\"}\n", i,
			    i % PAGES);
		}
	fclose(file);
	return path;
}

static const char *
make_warc(char path[64], size_t count)
{
	static const char http[] = "HTTP/1.1 200 OK\r\n"
				   "Content-Type: text/html\r\n\r\n";
	FILE *file = fopen(path_of("pages.warc", path), "wb");

	cr_assert_not_null(file);
	for (size_t i = 0; i < count; i++) {
		fprintf(file,
		    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: "
		    "https://pubmed.ncbi.nlm.nih.gov/9%07zu/\r\n"
		    "WARC-Date: 2026-11-24T04:30:31Z\r\n"
		    "WARC-Record-ID: <urn:uuid:%zu>\r\nContent-Type: "
		    "application/http; msgtype=response\r\n"
		    "Content-Length: %zu\r\n\r\n%s",
		    i, i, sizeof(http) - 1 + minimal_len, http);
		fwrite(page_of(i), 1, minimal_len, file);
		restore(i);
		fputs("\r\n\r\n", file);
	}
	fclose(file);
	return path;
}

/* --- what comes out ------------------------------------------------------- */

static void
make(void *context, struct psc *reader, enum psc_status status,
    struct scratch *out)
{
	const char *json;
	size_t size;

	(void)context;
	(void)status;
	if (psc_json(reader, 0, &json, &size) == PSC_OK)
		(void)scratch_add(out, (struct span){ json, size });
}

/* The processes that this one has started. */
static size_t
children(pid_t *pids, size_t most)
{
	char path[64];
	size_t count = 0;
	FILE *file;
	long pid;

	snprintf(
	    path, sizeof(path), "/proc/self/task/%ld/children", (long)getpid());
	file = fopen(path, "r");
	if (file == NULL)
		return 0;
	while (count < most && fscanf(file, "%ld", &pid) == 1)
		pids[count++] = (pid_t)pid;
	fclose(file);
	return count;
}

static void
kill_workers(void)
{
	pid_t pids[POOL_MOST_JOBS];
	size_t count = children(pids, POOL_MOST_JOBS);

	for (size_t i = 0; i < count; i++)
		kill(pids[i], SIGKILL);
}

static bool
take(void *context, const struct pool_page *page)
{
	struct got *got = context;

	cr_assert_eq(getpid(), got->leader);
	if (page->skipped)
		return true;
	cr_assert_lt(got->count, MOST);
	got->made[got->count] = strndup(page->made.ptr, page->made.len);
	got->status[got->count++] = page->status;
	if (got->kill_after > 0 && got->count % got->kill_after == 0)
		kill_workers();
	return got->stop_after == 0 || got->count < got->stop_after;
}

static void
forget(struct got *got)
{
	for (size_t i = 0; i < got->count; i++)
		free(got->made[i]);
	*got = (struct got){ 0 };
}

/* What one process makes of these inputs. */
static void
expect_alone(const char *const *inputs, size_t count, struct got *want)
{
	struct psc *reader = psc_new();
	enum psc_status status;
	const char *json;

	*want = (struct got){ 0 };
	for (size_t i = 0; i < count; i++) {
		status = psc_open_file(reader, inputs[i], inputs[i]);
		if (status == PSC_OK)
			status = psc_next(reader);
		/* Of what cannot be opened the error is the one page. */
		for (; status != PSC_END; status = psc_next(reader)) {
			cr_assert_lt(want->count, MOST);
			cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
			want->made[want->count] = strdup(json);
			want->status[want->count++] = status;
		}
	}
	psc_free(reader);
}

static struct pool_options
options_of(size_t jobs)
{
	return (struct pool_options){ .jobs = jobs,
		.page_timeout = 30,
		.page_memory = (size_t)256 << 20,
		.sandbox = true };
}

/* All inputs through a pool; the last true says that all came out. */
static bool
run_with(const struct pool_options *options, worker_make *maker,
    const char *const *inputs, size_t count, struct got *got)
{
	struct pool_calls calls = {
		.context = got, .make = maker, .take = take
	};
	struct psc *reader = psc_new();
	struct error error = { "" };
	struct pool *pool;
	bool good = true;

	got->leader = getpid();
	pool = pool_new(reader, options, &calls, &error);
	cr_assert_not_null(pool, "%s", error.message);
	for (size_t i = 0; i < count && good; i++)
		good = pool_add(pool, inputs[i]);
	good = pool_drain(pool) && good;
	EXPECT_TEXT(span_of(pool_trouble(pool)), "", "trouble");
	if (good)
		cr_assert_eq(pool_skip(pool), 0);
	pool_free(pool);
	psc_free(reader);
	cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "a worker stays");
	return good;
}

static void
expect_same(const struct got *got, const struct got *want, size_t from)
{
	cr_assert_eq(got->count, want->count - from, "%zu of %zu after %zu",
	    got->count, want->count, from);
	for (size_t i = 0; i < got->count; i++) {
		cr_assert_str_eq(got->made[i], want->made[from + i]);
		cr_assert_eq(got->status[i], want->status[from + i]);
	}
}

static void
list_pages(const char *inputs[PAGES])
{
	for (size_t i = 0; i < PAGES; i++)
		inputs[i] = names[i];
}

/* --- order ---------------------------------------------------------------- */

Test(pool, keeps_the_order)
{
	const char *inputs[PAGES];
	struct got want, got = { 0 };

	list_pages(inputs);
	expect_alone(inputs, PAGES, &want);
	cr_assert_eq(want.count, PAGES);
	cr_assert_eq(want.status[7], PSC_OK);
	cr_assert_not_null(strstr(want.made[7], "\"90000007\""));
	for (size_t jobs = 1; jobs <= 8; jobs++) {
		struct pool_options options = options_of(jobs);

		cr_assert(run_with(&options, make, inputs, PAGES, &got));
		expect_same(&got, &want, 0);
		forget(&got);
	}
	forget(&want);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

Test(pool, unordered_gives_the_same_pages)
{
	struct pool_options options = options_of(3);
	const char *inputs[PAGES + 1];
	struct got want, got = { 0 };
	char path[64];

	options.unordered = true;
	list_pages(inputs);
	inputs[PAGES] = make_lines(path, 20);
	expect_alone(inputs, PAGES + 1, &want);
	cr_assert(run_with(&options, make, inputs, PAGES + 1, &got));
	cr_assert_eq(got.count, want.count);
	qsort(got.made, got.count, sizeof(got.made[0]), compare);
	qsort(want.made, want.count, sizeof(want.made[0]), compare);
	for (size_t i = 0; i < got.count; i++)
		cr_assert_str_eq(got.made[i], want.made[i]);
	forget(&got);
	forget(&want);
}

Test(pool, without_a_sandbox)
{
	struct pool_options options = options_of(2);
	const char *inputs[PAGES];
	struct got want, got = { 0 };

	options.sandbox = false;
	list_pages(inputs);
	expect_alone(inputs, PAGES, &want);
	cr_assert(run_with(&options, make, inputs, PAGES, &got));
	expect_same(&got, &want, 0);
	forget(&got);
	forget(&want);
}

/* --- inputs of all kinds -------------------------------------------------- */

/* Single pages, several in one, what is missing, empty, no file. */
static size_t
list_mixture(const char *inputs[16], char paths[4][64])
{
	size_t count = 0;

	inputs[count++] = names[0];
	inputs[count++] = make_lines(paths[0], 12);
	inputs[count++] = path_of("missing.html", paths[1]);
	inputs[count++] = names[1];
	inputs[count++] = make_warc(paths[2], 4);
	inputs[count++] = names[2];
	put(path_of("empty.html", paths[3]), "", 0);
	inputs[count++] = paths[3];
	inputs[count++] = folder;
	inputs[count++] = paths[2];
	inputs[count++] = names[3];
	return count;
}

Test(pool, inputs_of_all_kinds)
{
	const char *inputs[16];
	char paths[4][64];
	size_t count = list_mixture(inputs, paths);
	struct got want, got = { 0 };

	expect_alone(inputs, count, &want);
	cr_assert_eq(want.count, 12 + 4 + 4 + 7);
	for (size_t jobs = 1; jobs <= 4; jobs++) {
		struct pool_options options = options_of(jobs);

		cr_assert(run_with(&options, make, inputs, count, &got));
		expect_same(&got, &want, 0);
		forget(&got);
	}
	forget(&want);
}

Test(pool, passes_over_what_is_done)
{
	const char *inputs[16];
	char paths[4][64];
	size_t count = list_mixture(inputs, paths);
	struct got want, got = { 0 };

	expect_alone(inputs, count, &want);
	for (size_t jobs = 1; jobs <= 3; jobs += 2)
		for (size_t skip = 0; skip <= want.count; skip++) {
			struct pool_options options = options_of(jobs);

			options.skip = skip;
			cr_assert(
			    run_with(&options, make, inputs, count, &got));
			expect_same(&got, &want, skip);
			forget(&got);
		}
	forget(&want);
}

Test(pool, more_is_done_than_there_is)
{
	struct pool_options options = options_of(2);
	struct got got = { .leader = getpid() };
	struct pool_calls calls = { &got, make, take, NULL };
	struct psc *reader = psc_new();
	struct error error;
	struct pool *pool;

	options.skip = 5;
	pool = pool_new(reader, &options, &calls, &error);
	cr_assert_not_null(pool);
	cr_assert(pool_add(pool, names[0]));
	cr_assert(pool_add(pool, names[1]));
	cr_assert(pool_drain(pool));
	cr_assert_eq(got.count, 0);
	cr_assert_eq(pool_skip(pool), 3);
	pool_skip_one(pool);
	cr_assert_eq(pool_skip(pool), 2);
	pool_free(pool);
	psc_free(reader);
}

static void
rest(void)
{
	const struct timespec time = { .tv_nsec = 100000000 };

	nanosleep(&time, NULL);
}

/* A pipe with a name, whose writer takes its time. */
Test(pool, a_fifo)
{
	struct pool_options options = options_of(2);
	const char *inputs[3] = { names[0], NULL, names[2] };
	struct got want, got = { 0 };
	char path[64];
	pid_t writer;

	inputs[1] = names[1];
	expect_alone(inputs, 3, &want);
	cr_assert_eq(mkfifo(path_of("fifo", path), 0600), 0);
	inputs[1] = path;
	writer = fork();
	if (writer == 0) {
		int fd = open(path, O_WRONLY);

		page_of(1);
		rest();
		if (write(fd, minimal, 5000) != 5000)
			_exit(1);
		rest();
		_exit(write(fd, minimal + 5000, minimal_len - 5000) <= 0);
	}
	/* The writer is a child, too: run_with() would find it. */
	struct pool_calls calls = { &got, make, take, NULL };
	struct psc *reader = psc_new();
	struct error error;
	struct pool *pool;

	got.leader = getpid();
	pool = pool_new(reader, &options, &calls, &error);
	cr_assert_not_null(pool);
	for (size_t i = 0; i < 3; i++)
		cr_assert(pool_add(pool, inputs[i]));
	cr_assert(pool_drain(pool));
	pool_free(pool);
	psc_free(reader);
	cr_assert_eq(waitpid(writer, NULL, 0), writer);
	cr_assert_eq(got.count, 3);
	cr_assert_str_eq(got.made[0], want.made[0]);
	cr_assert_eq(got.status[1], PSC_OK);
	cr_assert_not_null(strstr(got.made[1], "\"90000001\""));
	cr_assert_str_eq(got.made[2], want.made[2]);
	forget(&got);
	forget(&want);
}

/* What is open already: in this process, or in the reader. */
Test(pool, open_inputs)
{
	struct pool_options options = options_of(2);
	struct got want, got = { .leader = getpid() };
	struct pool_calls calls = { &got, make, take, NULL };
	struct psc *reader = psc_new();
	const char *inputs[2];
	struct error error;
	struct pool *pool;
	char paths[2][64];
	int fd;

	inputs[0] = make_lines(paths[0], 30);
	inputs[1] = make_warc(paths[1], 5);
	expect_alone(inputs, 2, &want);
	cr_assert_eq(psc_open_file(reader, inputs[0], inputs[0]), PSC_OK);
	pool = pool_new(reader, &options, &calls, &error);
	cr_assert_not_null(pool);
	cr_assert(pool_add_opened(pool, inputs[0]));
	fd = open(inputs[1], O_RDONLY);
	cr_assert(pool_add_fd(pool, inputs[1], fd));
	close(fd);
	cr_assert(pool_drain(pool));
	cr_assert_gt(pool_memory(pool), 0);
	pool_free(pool);
	psc_free(reader);
	expect_same(&got, &want, 0);
	forget(&got);
	forget(&want);
}

/* --- an end before its time ----------------------------------------------- */

Test(pool, stops_where_no_more_is_wanted)
{
	const char *inputs[PAGES];
	struct got got = { .stop_after = 5 };
	struct pool_options options = options_of(3);

	list_pages(inputs);
	cr_assert_not(run_with(&options, make, inputs, PAGES, &got));
	cr_assert_eq(got.count, 5);
	forget(&got);
}

static volatile sig_atomic_t stop;

static bool
take_and_stop(void *context, const struct pool_page *page)
{
	struct got *got = context;

	(void)page;
	if (++got->count == 5)
		stop = 1;
	return true;
}

Test(pool, stops_by_a_flag)
{
	struct pool_options options = options_of(2);
	struct got got = { 0 };
	struct pool_calls calls = { &got, make, take_and_stop, NULL };
	struct psc *reader = psc_new();
	struct error error;
	struct pool *pool;
	bool good = true;

	options.stop = &stop;
	pool = pool_new(reader, &options, &calls, &error);
	cr_assert_not_null(pool);
	for (size_t i = 0; i < PAGES && good; i++)
		good = pool_add(pool, names[i]);
	cr_assert_not(pool_drain(pool));
	cr_assert_eq(got.count, 5);
	EXPECT_TEXT(span_of(pool_trouble(pool)), "", "trouble");
	pool_free(pool);
	psc_free(reader);
}

/* --- workers that die ----------------------------------------------------- */

Test(pool, workers_are_replaced)
{
	const char *inputs[4 * PAGES];
	struct got want, got = { 0 };

	for (size_t i = 0; i < 4 * PAGES; i++)
		inputs[i] = names[i % PAGES];
	expect_alone(inputs, 4 * PAGES, &want);
	for (size_t jobs = 1; jobs <= 4; jobs++) {
		struct pool_options options = options_of(jobs);

		/* Too far apart to meet the same page twice. */
		got.kill_after = 50;
		cr_assert(run_with(&options, make, inputs, 4 * PAGES, &got));
		expect_same(&got, &want, 0);
		forget(&got);
	}
	forget(&want);
}

/* Another one goes on where that was. */
Test(pool, who_takes_apart_dies)
{
	struct pool_options options = options_of(2);
	struct got want, got = { .kill_after = 60 };
	const char *inputs[2];
	char path[64];

	inputs[0] = make_lines(path, 200);
	inputs[1] = names[3];
	expect_alone(inputs, 2, &want);
	cr_assert(run_with(&options, make, inputs, 2, &got));
	expect_same(&got, &want, 0);
	forget(&got);
	forget(&want);
}

/* Harm that some pages do, each known by its PMID. */
static void
make_harm(void *context, struct psc *reader, enum psc_status status,
    struct scratch *out)
{
	const struct got *got = context;
	const char *json;

	make(context, reader, status, out);
	/* The process that leads comes here as well, for the error. */
	if (getpid() == got->leader ||
	    psc_json(reader, 0, &json, NULL) != PSC_OK)
		return;
	if (strstr(json, "\"pmid\": \"90000003\"") != NULL)
		abort();
	if (strstr(json, "\"pmid\": \"90000009\"") != NULL)
		_exit(0);
	if (strstr(json, "\"pmid\": \"90000015\"") != NULL)
		for (;;)
			rest();
}

Test(pool, a_page_that_does_harm_costs_itself)
{
	const char *inputs[PAGES];
	struct got want, got = { 0 };

	list_pages(inputs);
	expect_alone(inputs, PAGES, &want);
	for (size_t jobs = 1; jobs <= 3; jobs++) {
		struct pool_options options = options_of(jobs);

		options.page_timeout = 0.5;
		cr_assert(run_with(&options, make_harm, inputs, PAGES, &got));
		cr_assert_eq(got.count, PAGES);
		for (size_t i = 0; i < PAGES; i++) {
			enum psc_status status = i == 3 || i == 9 ? PSC_CRASHED
						 : i == 15 ? PSC_PAGE_TIMEOUT
							   : PSC_OK;

			cr_assert_eq(got.status[i], status, "%zu", i);
			if (status == PSC_OK)
				cr_assert_str_eq(got.made[i], want.made[i]);
			else
				cr_assert_not_null(strstr(
				    got.made[i], psc_status_name(status)));
		}
		forget(&got);
	}
	forget(&want);
}

/* A limit under which nothing can be read gives an error, or a page. */
Test(pool, no_memory_at_all)
{
	struct pool_options options = options_of(2);
	const char *inputs[2] = { names[0], names[1] };
	struct got got = { 0 };

	options.page_memory = 0;
	cr_assert(run_with(&options, make, inputs, 2, &got));
	cr_assert_eq(got.count, 2);
	forget(&got);
}
