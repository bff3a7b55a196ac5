/*
 * This file reads the lines of an earlier run.  What they are of it does not
 * ask, but for the last one: it tells whether the inputs are the same.
 */
#include "command/resume.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/span.h"
#include "command/memory.h"
#include "command/report.h"
#include "input/find.h"

#define STEP ((size_t)1 << 20)

/* What stands in every line of an error. */
#define ERROR_MARK SPAN("\"error\": {\"code\": ")

/* No name of an input is in a longer line, that one could ask for. */
#define MOST_LAST ((size_t)64 << 20)

struct scan {
	struct resume *resume;
	char *bytes; /* from the beginning of a line */
	size_t size;
	size_t room;
	off_t whole; /* bytes of the file up to the last line end */
	size_t last; /* bytes of the last line, with its end */
	bool object; /* it is one */
};

/* The object in a line; NULL: there is none. */
static json_t *
load(struct span line)
{
	return json_loadb(line.ptr, line.len, JSON_ALLOW_NUL, NULL);
}

/* Records may hold that word too. */
static bool
is_error(struct span line)
{
	json_t *object;
	bool is;

	if (find_text(line, ERROR_MARK) == line.len)
		return false;
	object = load(line);
	is = json_is_object(json_object_get(object, "error"));
	json_decref(object);
	return is;
}

static void
take_lines(struct scan *scan)
{
	struct span rest = { scan->bytes, scan->size };
	size_t end;

	while ((end = find_text(rest, SPAN("\n"))) < rest.len) {
		scan->resume->lines++;
		scan->resume->failed += is_error(span_first(rest, end));
		rest = span_from(rest, end + 1);
		scan->last = end + 1;
		scan->whole += (off_t)end + 1;
	}
	if (rest.len > 0)
		memmove(scan->bytes, rest.ptr, rest.len);
	scan->size = rest.len;
}

/* False, with errno: not all of it could be read. */
static bool
read_lines(struct scan *scan)
{
	ssize_t got;

	for (;;) {
		if (scan->room - scan->size < STEP) {
			scan->room = scan->room * 2 + STEP;
			scan->bytes = memory_resize(scan->bytes, scan->room);
		}
		got = read(scan->resume->fd, scan->bytes + scan->size, STEP);
		if (got > 0) {
			scan->size += (size_t)got;
			take_lines(scan);
		} else if (got == 0 || errno != EINTR) {
			return got == 0;
		}
	}
}

static void
take_closing(struct resume *resume, struct span line)
{
	struct share share;

	if (line.len >= sizeof(resume->last) || !share_read(line, &share))
		return;
	memcpy(resume->last, line.ptr, line.len);
	resume->last[line.len] = '\0';
	resume->closed = true;
}

/* The last line tells of which input it is. */
static void
read_last(struct scan *scan)
{
	struct resume *resume = scan->resume;
	const json_t *input;
	json_t *object;
	char *line;

	if (scan->last == 0 || scan->last > MOST_LAST)
		return;
	line = memory_new(scan->last);
	if (pread(resume->fd, line, scan->last,
		scan->whole - (off_t)scan->last) != (ssize_t)scan->last) {
		free(line);
		return;
	}
	take_closing(resume, (struct span){ line, scan->last - 1 });
	object = load((struct span){ line, scan->last });
	scan->object = json_is_object(object);
	input = json_object_get(json_object_get(object, "page"), "input");
	if (json_is_string(input))
		resume->input = memory_copy(
		    json_string_value(input), json_string_length(input));
	json_decref(object);
	free(line);
}

/*
 * Is it what a run writes: lines with an object each?  The first byte and the
 * last whole line tell; of one that has none, the first byte.
 */
static bool
is_ours(const struct scan *scan)
{
	char first;

	if (pread(scan->resume->fd, &first, 1, 0) != 1)
		return true;
	return first == '{' && (scan->last == 0 || scan->object);
}

/* A line without its end is taken off; what follows is written there. */
static bool
go_to_end(const struct scan *scan)
{
	int fd = scan->resume->fd;
	struct stat file;

	if (fstat(fd, &file) != 0)
		return false;
	if (file.st_size != scan->whole && ftruncate(fd, scan->whole) != 0)
		return false;
	return lseek(fd, scan->whole, SEEK_SET) == scan->whole;
}

static const char *
fault_of(int fd)
{
	struct stat file;

	if (fstat(fd, &file) != 0)
		return strerror(errno);
	if (!S_ISREG(file.st_mode))
		return "--resume needs a file";
	if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return "another process is writing it";
	return NULL;
}

bool
resume_open(struct resume *resume, const char *path)
{
	struct scan scan = { .resume = resume };
	const char *fault;
	bool good;

	*resume = (struct resume){ .fd = -1 };
	resume->fd = open(
	    path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666);
	if (resume->fd < 0)
		fault = strerror(errno);
	else
		fault = fault_of(resume->fd);
	if (fault != NULL) {
		report_say("cannot write %s: %s", report_name(path), fault);
		return false;
	}
	good = read_lines(&scan);
	if (good)
		read_last(&scan);
	if (good && !is_ours(&scan)) {
		report_say("%s is not what an earlier run has written: nothing"
			   " was changed",
		    report_name(path));
		good = false;
	} else {
		good = good && go_to_end(&scan);
		if (!good)
			report_say("cannot read %s: %s", report_name(path),
			    strerror(errno));
	}
	free(scan.bytes);
	return good;
}

void
resume_free(struct resume *resume)
{
	free(resume->input);
	resume->input = NULL;
}
