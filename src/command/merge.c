/*
 * Joins shares: reads the closing line of each file, sees whether all are
 * there and belong together, and copies what stands before these lines.  Does
 * not look into the records.
 */
#include "command/merge.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/inputs.h"
#include "command/memory.h"
#include "command/report.h"
#include "command/share.h"
#include "command/sink.h"
#include "command/target.h"

/* Bytes that are copied at once. */
#define PIECE 65536

/* The numbers of shares that are missing, as far as a message names them. */
#define MISSING_ROOM 400

struct part {
	char *name; /* of its file; owned */
	struct share share;
	uint64_t size; /* of the file without the closing line */
};

struct merge {
	const struct options *options;
	struct part *parts;
	size_t count;
	size_t room;
	bool standard; /* standard input was named */
	bool failed;   /* something is wrong with a file, and that was said */
	struct sink out;
};

static void
add_part(struct merge *merge, const struct part *part)
{
	if (merge->count == merge->room) {
		merge->room = merge->room == 0 ? 64 : merge->room * 2;
		merge->parts = memory_resize(
		    merge->parts, merge->room * sizeof(*merge->parts));
	}
	merge->parts[merge->count++] = *part;
}

static bool
say_error(const char *name)
{
	report_say("%s: %s", report_name(name), strerror(errno));
	return false;
}

static bool
say_broken(const char *name)
{
	report_say("%s is not a whole share: run its command again", name);
	return false;
}

/* Opens a regular file; -1: that failed, and it was said. */
static int
open_file(const char *name, uint64_t *size)
{
	struct stat status;
	int fd;

	/* Opening a pipe may wait for ever. */
	if (stat(name, &status) == 0 && !S_ISREG(status.st_mode)) {
		report_say("%s is no regular file", name);
		return -1;
	}
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &status) != 0) {
		say_error(name);
		if (fd != -1)
			close(fd);
		return -1;
	}
	*size = (uint64_t)status.st_size;
	return fd;
}

/* Reads so many bytes from there on; fewer: the file ends, or errno is set. */
static size_t
read_at(int fd, uint64_t from, char *bytes, size_t size)
{
	size_t got = 0;
	ssize_t more;

	errno = 0;
	while (got < size) {
		more = pread(fd, bytes + got, size - got, (off_t)(from + got));
		if (more > 0)
			got += (size_t)more;
		else if (more == 0 || errno != EINTR)
			break;
	}
	return got;
}

/* The last line of `text`, without its end; SPAN_NONE: it is not whole. */
static struct span
last_line(struct span text, bool whole)
{
	size_t end = text.len;

	if (end == 0 || text.ptr[--end] != '\n')
		return SPAN_NONE;
	for (size_t at = end; at > 0; at--)
		if (text.ptr[at - 1] == '\n')
			return (struct span){ text.ptr + at, end - at };
	return whole ? (struct span){ text.ptr, end } : SPAN_NONE;
}

/* Reads the end of the file alone.  False: that was said. */
static bool
read_closing(int fd, uint64_t size, struct part *part)
{
	char text[SHARE_ROOM];
	size_t wanted = size < sizeof(text) ? (size_t)size : sizeof(text);
	struct span line;

	if (read_at(fd, size - wanted, text, wanted) < wanted && errno != 0)
		return say_error(part->name);
	line = last_line((struct span){ text, wanted }, wanted == size);
	if (!share_read(line, &part->share))
		return say_broken(part->name);
	part->size = size - line.len - 1;
	return true;
}

static bool
take_share(struct merge *merge, const char *name)
{
	struct part part = { .name = memory_copy(name, strlen(name)) };
	uint64_t size = 0;
	int fd = open_file(name, &size);
	bool good = fd != -1 && read_closing(fd, size, &part);

	if (good)
		add_part(merge, &part);
	else
		free(part.name);
	if (fd != -1)
		close(fd);
	return good;
}

static bool
visit(void *context, const struct inputs_item *item)
{
	struct merge *merge = context;
	const char *output = merge->options->output;

	merge->standard = item->standard;
	if (merge->standard)
		return false;
	/* What an earlier call wrote into the folder is no share. */
	if (item->below != NULL && target_is_same(output, item))
		return true;
	if (target_is_input(output, item) || !take_share(merge, item->name))
		merge->failed = true;
	return true;
}

/* Are all of one list, divided in one way? */
static bool
belong_together(const struct merge *merge)
{
	const struct part *first = merge->parts;

	for (size_t i = 1; i < merge->count; i++) {
		const struct part *part = &merge->parts[i];

		if (part->share.total != first->share.total ||
		    strcmp(part->share.list, first->share.list) != 0) {
			report_say("%s and %s are shares of different lists",
			    first->name, part->name);
			return false;
		}
		if (part->share.of != first->share.of) {
			report_say("%s is one of %" PRIu64 " shares, %s one"
				   " of %" PRIu64,
			    first->name, first->share.of, part->name,
			    part->share.of);
			return false;
		}
	}
	return true;
}

static int
by_index(const void *a, const void *b)
{
	const struct part *one = a;
	const struct part *two = b;

	if (one->share.index != two->share.index)
		return one->share.index < two->share.index ? -1 : 1;
	return strcmp(one->name, two->name);
}

/* Is none there twice?  The parts are sorted. */
static bool
are_single(const struct merge *merge)
{
	bool good = true;

	for (size_t i = 1; i < merge->count; i++) {
		const struct part *part = &merge->parts[i];

		if (part[-1].share.index != part->share.index)
			continue;
		report_say("share %" PRIu64 " of %" PRIu64 " is there twice:"
			   " %s and %s",
		    part->share.index, part->share.of, part[-1].name,
		    part->name);
		good = false;
	}
	return good;
}

/* What is missing, as a job array takes it: "3,5-7". */
struct missing {
	char text[MISSING_ROOM];
	size_t used;
	uint64_t count;
	uint64_t unnamed; /* runs of which there was no room */
};

/* Adds the shares from `from` up to, and without, `to`. */
static void
add_missing(struct missing *missing, uint64_t from, uint64_t to)
{
	char run[64];
	int size;

	if (from >= to)
		return;
	missing->count += to - from;
	size = snprintf(run, sizeof(run), "%s%" PRIu64,
	    missing->used == 0 ? "" : ",", from);
	if (to - from > 1)
		size += snprintf(run + size, sizeof(run) - (size_t)size,
		    "-%" PRIu64, to - 1);
	if (missing->unnamed > 0 ||
	    missing->used + (size_t)size >= sizeof(missing->text)) {
		missing->unnamed += to - from;
		return;
	}
	memcpy(missing->text + missing->used, run, (size_t)size + 1);
	missing->used += (size_t)size;
}

/* Are all there?  The parts are sorted, and there is one at least. */
static bool
are_all(const struct merge *merge)
{
	struct missing missing = { .count = 0 };
	uint64_t of = merge->parts[0].share.of;
	uint64_t next = 0;

	for (size_t i = 0; i < merge->count; i++) {
		add_missing(&missing, next, merge->parts[i].share.index);
		next = merge->parts[i].share.index + 1;
	}
	add_missing(&missing, next, of);
	if (missing.count == 0)
		return true;
	if (missing.unnamed > 0)
		report_say("shares %s and %" PRIu64 " more of %" PRIu64
			   " are missing: run their commands",
		    missing.text, missing.unnamed, of);
	else
		report_say("share%s %s of %" PRIu64 " %s missing: run %s",
		    missing.count == 1 ? "" : "s", missing.text, of,
		    missing.count == 1 ? "is" : "are",
		    missing.count == 1 ? "its command" : "their commands");
	return false;
}

/* Does each begin where the one before it ends?  All are there, once. */
static bool
fit(const struct merge *merge)
{
	uint64_t next = 0;

	for (size_t i = 0; i < merge->count; i++) {
		const struct part *part = &merge->parts[i];
		bool last = i + 1 == merge->count;
		uint64_t end = part->share.first + part->share.inputs;

		if (part->share.first != next ||
		    (last && end != part->share.total)) {
			report_say("%s has other inputs than share %" PRIu64
				   " of %" PRIu64 ": run its command again",
			    part->name, part->share.index, part->share.of);
			return false;
		}
		next = end;
	}
	return true;
}

/* All that the closing lines tell; the parts are in order then. */
static bool
check(struct merge *merge)
{
	bool good;

	if (merge->count == 0 || !belong_together(merge))
		return false;
	qsort(merge->parts, merge->count, sizeof(*merge->parts), by_index);
	good = are_single(merge);
	good = are_all(merge) && good;
	return good && !merge->failed && fit(merge);
}

static uint64_t
count_lines(const char *bytes, size_t size)
{
	const char *end = bytes + size;
	uint64_t lines = 0;

	while ((bytes = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL) {
		lines++;
		bytes++;
	}
	return lines;
}

/*
 * Counts the lines of the part, and copies them where `out` is not NULL.
 * False: they are not those that the closing line counted, or cannot be read,
 * and that was said; or `out` failed.
 */
static bool
pass_lines(int fd, const struct part *part, struct sink *out)
{
	char bytes[PIECE];
	uint64_t lines = 0;
	uint64_t at = 0;

	while (at < part->size) {
		uint64_t rest = part->size - at;
		size_t size = rest < PIECE ? (size_t)rest : PIECE;

		if (read_at(fd, at, bytes, size) < size)
			return errno != 0 ? say_error(part->name)
					  : say_broken(part->name);
		lines += count_lines(bytes, size);
		at += size;
		if (out != NULL && !sink_write(out, bytes, size))
			return false;
	}
	return lines == part->share.lines || say_broken(part->name);
}

static bool
pass_part(const struct part *part, struct sink *out)
{
	uint64_t size = 0;
	int fd = open_file(part->name, &size);
	bool good = fd != -1 && pass_lines(fd, part, out);

	if (fd != -1)
		close(fd);
	return good;
}

static bool
write_all(struct merge *merge)
{
	bool good = true;

	/* What was written to the bare output cannot be taken back. */
	if (merge->out.temp == NULL)
		for (size_t i = 0; i < merge->count; i++)
			good = pass_part(&merge->parts[i], NULL) && good;
	for (size_t i = 0; i < merge->count && good; i++)
		good = pass_part(&merge->parts[i], &merge->out);
	return good;
}

/* Everything but the clean-up; the exit code. */
static int
merge_all(struct merge *merge)
{
	bool good;

	if (!inputs_each(merge->options, visit, merge))
		merge->failed = true;
	if (merge->standard) {
		options_complain(merge->options,
		    "standard input is no share: shares are read from their"
		    " end; name files");
		return 2;
	}
	if (!check(merge) || !sink_open(&merge->out, merge->options->output))
		return 1;
	good = write_all(merge);
	return sink_close(&merge->out, good) && good ? 0 : 1;
}

int
merge_run(const struct options *options)
{
	struct merge merge = { .options = options };
	int code;

	if (options->count == 0) {
		options_complain(options,
		    "merge needs shares: name their files, or a folder of"
		    " *.jsonl");
		return 2;
	}
	code = merge_all(&merge);
	for (size_t i = 0; i < merge.count; i++)
		free(merge.parts[i].name);
	free(merge.parts);
	return code;
}
