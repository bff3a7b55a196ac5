/* What an earlier run has written: src/command/resume. */
#include "command/resume.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

struct place {
	char folder[64];
	char file[80];
};

static void
make_place(struct place *place)
{
	snprintf(place->folder, sizeof(place->folder), "/tmp/resume-XXXXXX");
	cr_assert_not_null(mkdtemp(place->folder));
	snprintf(
	    place->file, sizeof(place->file), "%s/out.jsonl", place->folder);
}

static void
remove_place(const struct place *place)
{
	unlink(place->file);
	cr_assert_eq(rmdir(place->folder), 0);
}

static void
put(const struct place *place, struct span text)
{
	FILE *file = fopen(place->file, "wb");

	cr_assert_not_null(file);
	cr_assert_eq(fwrite(text.ptr, 1, text.len, file), text.len);
	cr_assert_eq(fclose(file), 0);
}

/* The file holds that, and its descriptor is at its end. */
static void
expect_file(const struct place *place, int fd, struct span want)
{
	struct span got = read_whole(place->file);

	cr_assert(span_equal(got, want), "the file has %zu bytes", got.len);
	cr_assert_eq(lseek(fd, 0, SEEK_CUR), (off_t)want.len);
	free((char *)(uintptr_t)got.ptr);
}

#define ONE "{\"schema_version\": 1, \"page\": {\"input\": \"a.html\"}}\n"
#define TWO "{\"page\": {\"input\": \"b \\u00e4.html\"}, \"title\": null}\n"
#define ERROR \
	"{\"page\": {\"input\": \"c\"}, \"error\": {\"code\": \"empty\"}}\n"
/* A record in which the words of an error stand, and no error. */
#define BAD "no JSON, \"error\": {\"code\": \n"
#define ODD "{\"title\": [{\"error\": {\"code\": 1}}]}\n"

static const struct {
	struct span text;
	size_t kept; /* bytes of it */
	size_t lines, failed;
	const char *input;
} rows[] = { { BYTES(""), 0, 0, 0, NULL },
	{ BYTES("{\"page\""), 0, 0, 0, NULL },
	{ BYTES(ONE), sizeof(ONE) - 1, 1, 0, "a.html" },
	{ BYTES(ONE TWO), sizeof(ONE TWO) - 1, 2, 0, "b \xc3\xa4.html" },
	{ BYTES(ONE TWO "{"), sizeof(ONE TWO) - 1, 2, 0, "b \xc3\xa4.html" },
	{ BYTES(ONE "{\"page\": {\"input\": \"z\"}}"), sizeof(ONE) - 1, 1, 0,
	    "a.html" },
	{ BYTES(ERROR ONE ERROR), sizeof(ERROR ONE ERROR) - 1, 3, 2, "c" },
	{ BYTES(ERROR ODD), sizeof(ERROR ODD) - 1, 2, 1, NULL },
	{ BYTES("{\"page\": {\"input\": 7}}\n"), 23, 1, 0, NULL },
	{ BYTES("{\"page\": \"input\"}\n"), 18, 1, 0, NULL },
	{ BYTES("{\n" BAD ONE), sizeof("{\n" BAD ONE) - 1, 3, 0, "a.html" } };

Test(resume, whole_lines_are_counted_and_half_of_one_is_cut)
{
	struct place place;

	make_place(&place);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct resume resume;

		put(&place, rows[i].text);
		cr_assert(resume_open(&resume, place.file), "row %zu", i);
		cr_assert_eq(resume.lines, rows[i].lines, "row %zu: %zu", i,
		    resume.lines);
		cr_assert_eq(resume.failed, rows[i].failed, "row %zu", i);
		EXPECT_TEXT(span_of(resume.input), rows[i].input, "row %zu", i);
		cr_assert_not(resume.closed);
		expect_file(
		    &place, resume.fd, span_first(rows[i].text, rows[i].kept));
		resume_free(&resume);
		close(resume.fd);
	}
	remove_place(&place);
}

Test(resume, what_no_run_has_written_stays)
{
	static const struct span texts[] = { BYTES("\n\n"), BYTES("notes"),
		BYTES("<html>\n"), BYTES(ONE "no JSON\n"), BYTES(ONE BAD "{"),
		BYTES("\0\n\0\n\0"), BYTES(ONE "[1]\n{"), BYTES(" " ONE) };
	struct place place;

	make_place(&place);
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct resume resume;
		struct span got;

		put(&place, texts[i]);
		cr_assert_not(resume_open(&resume, place.file), "text %zu", i);
		got = read_whole(place.file);
		cr_assert(span_equal(got, texts[i]), "text %zu", i);
		free((char *)(uintptr_t)got.ptr);
		resume_free(&resume);
		close(resume.fd);
	}
	remove_place(&place);
}

Test(resume, what_is_not_there_is_made)
{
	struct place place;
	struct resume resume;

	make_place(&place);
	cr_assert(resume_open(&resume, place.file));
	cr_assert_eq(resume.lines, 0);
	cr_assert_null(resume.input);
	expect_file(&place, resume.fd, SPAN(""));
	resume_free(&resume);
	close(resume.fd);
	remove_place(&place);
}

/* Lines longer than what is read at a time. */
Test(resume, long_lines)
{
	size_t size = ((size_t)3 << 20) + 17;
	char *line = malloc(size);
	struct place place;
	struct resume resume;
	FILE *file;

	make_place(&place);
	memset(line, 'x', size);
	memcpy(line, "{\"a\": \"", 7);
	memcpy(line + size - 3, "\"}\n", 3);
	file = fopen(place.file, "wb");
	for (int i = 0; i < 2; i++)
		cr_assert_eq(fwrite(line, 1, size, file), size);
	cr_assert_eq(fwrite(line, 1, size - 1, file), size - 1);
	fclose(file);
	cr_assert(resume_open(&resume, place.file));
	cr_assert_eq(resume.lines, 2);
	cr_assert_eq(lseek(resume.fd, 0, SEEK_END), (off_t)(2 * size));
	resume_free(&resume);
	close(resume.fd);
	free(line);
	remove_place(&place);
}

Test(resume, the_line_that_closes_a_share)
{
	struct share share = {
		.index = 1, .of = 2, .inputs = 1, .total = 1, .lines = 1
	};
	char text[SHARE_ROOM], whole[SHARE_ROOM + sizeof(ONE)];
	struct place place;
	struct resume resume;
	size_t size, total;

	make_place(&place);
	memset(share.list, 'a', 64);
	size = share_write(&share, text);
	total = (size_t)snprintf(whole, sizeof(whole), "%s%s", ONE, text);
	put(&place, (struct span){ whole, total });
	cr_assert(resume_open(&resume, place.file));
	cr_assert(resume.closed);
	cr_assert_eq(resume.lines, 2);
	cr_assert_null(resume.input);
	cr_assert_eq(strlen(resume.last), size - 1);
	cr_assert(strncmp(resume.last, text, size - 1) == 0);
	expect_file(&place, resume.fd, (struct span){ whole, total });
	close(resume.fd);
	resume_free(&resume);
	/* Without its end it is no line. */
	put(&place, (struct span){ whole, total - 1 });
	cr_assert(resume_open(&resume, place.file));
	cr_assert_not(resume.closed);
	cr_assert_eq(resume.lines, 1);
	close(resume.fd);
	resume_free(&resume);
	remove_place(&place);
}

/* What is said of that is the business of tests/golden/bulk.sh. */
static bool
opens(const char *path)
{
	struct resume resume;
	bool good;

	cr_assert_not_null(freopen("/dev/null", "w", stderr));
	good = resume_open(&resume, path);
	resume_free(&resume);
	if (resume.fd >= 0)
		close(resume.fd);
	return good;
}

Test(resume, a_file_that_another_process_writes, .timeout = 20)
{
	struct place place;
	int ends[2];
	pid_t child;
	char byte;

	make_place(&place);
	put(&place, SPAN(ONE "half"));
	cr_assert_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		struct resume resume;

		if (resume_open(&resume, place.file) &&
		    write(resume.fd, "{", 1) == 1 &&
		    write(ends[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	cr_assert_eq(read(ends[0], &byte, 1), 1);
	cr_assert_not(opens(place.file));
	/* Nothing of what that one writes was taken away. */
	struct span got = read_whole(place.file);
	EXPECT_TEXT(got, ONE "{", "the file");
	free((char *)(uintptr_t)got.ptr);
	kill(child, SIGKILL);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	cr_assert(opens(place.file));
	remove_place(&place);
}

Test(resume, what_is_no_file, .timeout = 20)
{
	struct place place;

	make_place(&place);
	cr_assert_not(opens(place.folder));
	cr_assert_eq(mkfifo(place.file, 0600), 0);
	cr_assert_not(opens(place.file));
	unlink(place.file);
	cr_assert_not(opens("/dev/null"));
	cr_assert_not(opens(""));
	cr_assert_not(opens("/nowhere/at/all"));
	remove_place(&place);
}
