/* What is written is whole lines, whatever happens: src/command/sink. */
#include "command/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static char path[] = "/tmp/pubscour-sink-XXXXXX";

static void
begin(void)
{
	int fd = mkstemp(path);

	cr_assert_geq(fd, 0);
	close(fd);
	cr_assert_not_null(freopen("/dev/null", "w", stderr));
}

static void
end(void)
{
	unlink(path);
}

TestSuite(sink, .init = begin, .fini = end, .timeout = 60);

/* No file may be longer from now on. */
static void
limit_files(size_t bytes)
{
	struct rlimit limit = { bytes, bytes };

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A line of `size` bytes, its end included; false: nothing more goes in. */
static bool
put_line(struct sink *sink, size_t size)
{
	char *line = malloc(size);
	bool good;

	memset(line, 'x', size);
	line[size - 1] = '\n';
	good = sink_write(sink, line, size) && sink_pass(sink);
	free(line);
	return good;
}

static void
adopt(struct sink *sink, int flags)
{
	int fd = open(path, O_WRONLY | flags);

	cr_assert_geq(fd, 0);
	sink_adopt(sink, "out.jsonl", fd);
	sink->lines = true;
}

/* The file has so many lines of that size, and nothing else. */
static void
expect_lines(size_t lines, size_t size)
{
	struct span got = read_whole(path);

	cr_assert_eq(got.len, lines * size, "%zu bytes, not %zu lines of %zu",
	    got.len, lines, size);
	for (size_t i = 0; i < got.len; i++)
		cr_assert_eq(got.ptr[i] == '\n', i % size == size - 1);
	free((char *)(uintptr_t)got.ptr);
}

/* Lines short and long, over limits before, at and behind their ends. */
Test(sink, a_full_disk_leaves_whole_lines)
{
	static const struct {
		size_t size, limit;
	} rows[] = { { 10, 99999 }, { 10, 100000 }, { 10, 100001 },
		{ 7, 65536 }, { 1000, 500 }, { 1000, 1000 }, { 1000, 200500 },
		{ 70000, 69999 }, { 70000, 70000 }, { 70000, 200000 },
		{ 1, 70000 }, { 300000, 1000000 }, { 10, 0 } };
	/* Limits cannot be raised again but by root: from large to small. */
	struct rlimit before;

	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct rlimit limit = { rows[i].limit, before.rlim_max };
		struct sink sink;
		size_t tried = 0;

		adopt(&sink, O_TRUNC);
		cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
		while (put_line(&sink, rows[i].size) && tried < 1000000)
			tried++;
		cr_assert_eq(sink.error, EFBIG, "row %zu", i);
		cr_assert_eq(sink.whole, rows[i].limit / rows[i].size,
		    "row %zu: %zu lines", i, sink.whole);
		expect_lines(sink.whole, rows[i].size);
		cr_assert_eq(lseek(sink.fd, 0, SEEK_CUR),
		    (off_t)(sink.whole * rows[i].size));
		/* After an error nothing more goes in. */
		cr_assert_not(put_line(&sink, 1));
		cr_assert_not(sink_close(&sink, true));
		expect_lines(rows[i].limit / rows[i].size, rows[i].size);
		cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
	}
}

/* What was there before is kept, and what comes later goes on from there. */
Test(sink, goes_on_after_a_full_disk)
{
	struct sink sink;
	size_t whole;

	adopt(&sink, O_TRUNC);
	for (int i = 0; i < 5; i++)
		cr_assert(put_line(&sink, 100));
	cr_assert(sink_close(&sink, true));
	expect_lines(5, 100);
	adopt(&sink, O_APPEND);
	limit_files(1250);
	lseek(sink.fd, 0, SEEK_END);
	while (put_line(&sink, 100))
		continue;
	whole = sink.whole;
	cr_assert_not(sink_close(&sink, true));
	cr_assert_eq(whole, 7);
	expect_lines(12, 100);
}

/* The last lines are written when it is closed. */
Test(sink, a_disk_that_is_full_at_the_end)
{
	struct sink sink;

	adopt(&sink, O_TRUNC);
	limit_files(250);
	for (int i = 0; i < 5; i++)
		cr_assert(put_line(&sink, 100));
	cr_assert_not(sink_close(&sink, true));
	expect_lines(2, 100);
}

/* A piece that is not passed yet counts for nothing. */
Test(sink, counts_whole_pieces)
{
	struct sink sink;

	adopt(&sink, O_TRUNC);
	cr_assert(put_line(&sink, 40000));
	cr_assert_eq(sink.whole, 0);
	cr_assert(put_line(&sink, 40000));
	cr_assert_eq(sink.whole, 2);
	cr_assert(sink_write(&sink, "x", 1));
	cr_assert(sink_print(&sink, "%s\n", "y"));
	cr_assert_eq(sink.whole, 2);
	cr_assert_eq(sink.passed, 0);
	cr_assert(sink_pass(&sink));
	cr_assert_eq(sink.passed, 1);
	cr_assert(sink_close(&sink, true));
}

/* Into a pipe each line goes at once. */
Test(sink, a_pipe_has_each_line)
{
	char text[16];
	int ends[2];
	struct sink sink;

	cr_assert_eq(pipe(ends), 0);
	sink_adopt(&sink, "pipe", ends[1]);
	sink.lines = true;
	cr_assert(sink_write(&sink, "abc", 3));
	cr_assert(sink_write(&sink, "\n", 1));
	cr_assert(sink_pass(&sink));
	cr_assert_eq(sink.whole, 1);
	cr_assert_eq(read(ends[0], text, sizeof(text)), 4);
	cr_assert_eq(memcmp(text, "abc\n", 4), 0);
	/* Its reader goes away. */
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	cr_assert_not(put_line(&sink, 10));
	cr_assert_eq(sink.error, EPIPE);
	cr_assert_eq(sink.whole, 1);
	cr_assert_not(sink_close(&sink, true));
}

/* The old file stays until the new one is whole, and where it never is. */
Test(sink, a_file_is_replaced_whole_or_not)
{
	struct sink sink;

	cr_assert(sink_open(&sink, path));
	cr_assert(put_line(&sink, 30));
	cr_assert(sink_close(&sink, true));
	expect_lines(1, 30);
	cr_assert(sink_open(&sink, path));
	cr_assert(put_line(&sink, 50));
	expect_lines(1, 30);
	cr_assert(sink_close(&sink, false));
	expect_lines(1, 30);
	limit_files(1000);
	cr_assert(sink_open(&sink, path));
	sink.lines = true;
	while (put_line(&sink, 100))
		continue;
	cr_assert_not(sink_close(&sink, true));
	expect_lines(1, 30);
}
