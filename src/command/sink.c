/*
 * Files written whole or not at all, and standard output.  Knows nothing of
 * what is written.
 *
 * The one variable of the command that is not local stands here: a signal
 * handler has no other way to learn which temporary file to remove.
 */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "command/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/escape.h"
#include "command/memory.h"
#include "command/report.h"

#define TEMP_NAME ".pubscour-XXXXXX"

/* So many bytes are gathered before they go into a file. */
#define GATHERED ((size_t)64 << 10)

/* Folders in which each descriptor of this process has its number as name. */
static const char *const descriptor_folders[] = { "/dev/fd/",
	"/proc/self/fd/" };

#define DESCRIPTOR_FOLDERS \
	(sizeof(descriptor_folders) / sizeof(descriptor_folders[0]))

/* Files here are somebody's descriptors, or no files at all. */
#define PROC "/proc/"

static const int fatal_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
	SIGPIPE };

#define FATAL_SIGNALS (sizeof(fatal_signals) / sizeof(fatal_signals[0]))

/* The file to remove where the command ends before its time. */
static const char *volatile unfinished;

static void
remove_unfinished(void)
{
	if (unfinished != NULL)
		unlink(unfinished);
}

void
sink_abandon(void)
{
	remove_unfinished();
}

/* SA_RESETHAND has put the default action back: the signal then ends us. */
static void
on_signal(int number)
{
	remove_unfinished();
	raise(number);
}

/* Holds the signals back; `old` is what sigprocmask needs to undo it. */
static void
block_signals(sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < FATAL_SIGNALS; i++)
		sigaddset(&set, fatal_signals[i]);
	sigprocmask(SIG_BLOCK, &set, old);
}

/* A signal that is ignored (nohup) stays ignored. */
static void
catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct sigaction old;

	sigemptyset(&action.sa_mask);
	action.sa_flags = (int)SA_RESETHAND;
	for (size_t i = 0; i < FATAL_SIGNALS; i++)
		if (sigaction(fatal_signals[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(fatal_signals[i], &action, NULL);
	atexit(remove_unfinished);
}

/* The mode a new file gets. */
static mode_t
new_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return (mode_t)(0666 & ~mask);
}

/* The name of a temporary file in the folder of `path`. */
static char *
temp_beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	char *temp = memory_new(folder + sizeof(TEMP_NAME));

	memcpy(temp, path, folder);
	memcpy(temp + folder, TEMP_NAME, sizeof(TEMP_NAME));
	return temp;
}

/* Makes the temporary file; -1 with errno where that does not work. */
static int
open_temp(struct sink *sink, mode_t mode)
{
	sigset_t old;
	int fd;

	sink->temp = temp_beside(sink->target);
	block_signals(&old);
	fd = mkstemp(sink->temp);
	if (fd != -1)
		unfinished = sink->temp;
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (fd == -1)
		return -1;
	catch_signals();
	/* Some file systems have no modes; that is no reason to stop. */
	if (fchmod(fd, mode) != 0)
		errno = 0;
	return fd;
}

/* The descriptor that a name in those folders means; -1: it is none. */
static int
number_of(const char *path)
{
	for (size_t i = 0; i < DESCRIPTOR_FOLDERS; i++) {
		size_t length = strlen(descriptor_folders[i]);
		char *end;
		long number;

		if (strncmp(path, descriptor_folders[i], length) != 0)
			continue;
		path += length;
		if (path[0] < '0' || path[0] > '9')
			return -1;
		errno = 0;
		number = strtol(path, &end, 10);
		if (*end == '\0' && errno == 0 && number <= INT_MAX)
			return (int)number;
		return -1;
	}
	return -1;
}

static bool
is_writable(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags != -1 && (flags & O_ACCMODE) != O_RDONLY;
}

/*
 * The descriptor we have already for what `path` means: it has its place in
 * the file, which others may write to as well.  -1: there is none.
 */
static int
descriptor_of(const char *path)
{
	struct stat target;
	struct stat status;

	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	if (number_of(path) != -1)
		return number_of(path);
	if (stat(path, &target) != 0)
		return -1;
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (fstat(fd, &status) == 0 && status.st_dev == target.st_dev &&
		    status.st_ino == target.st_ino && is_writable(fd))
			return fd;
	return -1;
}

/* A second descriptor of what `fd` leads to; -1 with errno. */
static int
open_again(int fd)
{
	if (fcntl(fd, F_GETFL) != -1 && !is_writable(fd)) {
		errno = EBADF;
		return -1;
	}
	return dup(fd);
}

/*
 * Opens what `path` leads to.  What is open already, or no regular file, is
 * not replaced: it is written to.  A link to nothing is refused, as cp does.
 */
static int
open_target(struct sink *sink, const char *path)
{
	struct stat status;
	int fd = descriptor_of(path);

	if (fd != -1)
		return open_again(fd);
	if (strncmp(path, PROC, strlen(PROC)) == 0)
		return open(path, O_WRONLY | O_NOCTTY | O_APPEND);
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return open(path, O_WRONLY | O_NOCTTY);
	if (path[0] == '\0') {
		errno = ENOENT;
		return -1;
	}
	if (lstat(path, &status) != 0) {
		if (errno != ENOENT)
			return -1;
		sink->target = memory_copy(path, strlen(path));
		return open_temp(sink, new_mode());
	}
	sink->target = realpath(path, NULL);
	if (sink->target == NULL || stat(sink->target, &status) != 0)
		return -1;
	if (access(sink->target, W_OK) != 0)
		return -1;
	return open_temp(sink, status.st_mode & 07777);
}

static void
say_error(const struct sink *sink)
{
	size_t whole = sink->whole;

	if (sink->error == EPIPE)
		return;
	if (sink->temp == NULL && sink->lines && whole > 0)
		report_say("cannot write %s: %s; %zu line%s of it %s there,"
			   " whole",
		    report_name(sink->name), strerror(sink->error), whole,
		    whole == 1 ? "" : "s", whole == 1 ? "is" : "are");
	else
		report_say("cannot write %s: %s", report_name(sink->name),
		    strerror(sink->error));
}

static void
sink_free(struct sink *sink)
{
	unfinished = NULL;
	free(sink->bytes);
	free(sink->temp);
	free(sink->target);
	*sink = (struct sink){ .fd = -1 };
}

static void
look_at(struct sink *sink)
{
	struct stat status;

	sink->terminal = isatty(sink->fd) == 1;
	sink->regular =
	    fstat(sink->fd, &status) == 0 && S_ISREG(status.st_mode);
	sink->eager = !sink->regular;
}

bool
sink_open(struct sink *sink, const char *path)
{
	*sink = (struct sink){ .name = "standard output", .fd = STDOUT_FILENO };
	if (path != NULL && strcmp(path, "-") != 0) {
		sink->name = path;
		sink->fd = open_target(sink, path);
	}
	if (sink->fd == -1) {
		sink->error = errno;
		remove_unfinished();
		say_error(sink);
		sink_free(sink);
		return false;
	}
	look_at(sink);
	return true;
}

void
sink_adopt(struct sink *sink, const char *name, int fd)
{
	*sink = (struct sink){ .name = name, .fd = fd };
	look_at(sink);
}

/* Keeps the first error: the later ones only follow from it. */
static bool
checked(struct sink *sink, bool good)
{
	if (!good && sink->error == 0)
		sink->error = errno == 0 ? EIO : errno;
	return sink->error == 0;
}

/* Room for more bytes behind those that are not written yet. */
static char *
make_room(struct sink *sink, size_t more)
{
	size_t need = sink->size + more;

	if (need > sink->room) {
		while (sink->room < need)
			sink->room =
			    sink->room == 0 ? GATHERED : sink->room * 2;
		sink->bytes = memory_resize(sink->bytes, sink->room);
	}
	return sink->bytes + sink->size;
}

/*
 * The write failed after `done` of the bytes, which are lines: what a file has
 * of one without its end is taken back.
 */
static void
take_back(struct sink *sink, size_t done)
{
	off_t end = lseek(sink->fd, 0, SEEK_CUR);
	size_t half = 0;

	while (half < done && sink->bytes[done - half - 1] != '\n')
		half++;
	for (size_t i = 0; i < done; i++)
		sink->whole += sink->bytes[i] == '\n';
	if (sink->regular && half > 0 && end >= (off_t)half &&
	    ftruncate(sink->fd, end - (off_t)half) == 0)
		lseek(sink->fd, end - (off_t)half, SEEK_SET);
}

bool
sink_flush(struct sink *sink)
{
	size_t done = 0;

	while (done < sink->size && sink->error == 0) {
		ssize_t wrote;

		errno = 0;
		wrote = write(sink->fd, sink->bytes + done, sink->size - done);
		if (wrote > 0)
			done += (size_t)wrote;
		else if (errno != EINTR)
			checked(sink, false);
	}
	if (sink->error == 0)
		sink->whole += sink->passed;
	else if (sink->lines)
		take_back(sink, done);
	sink->size = sink->passed = 0;
	return sink->error == 0;
}

bool
sink_write(struct sink *sink, const char *bytes, size_t size)
{
	if (sink->error != 0)
		return false;
	if (size == 0)
		return true;
	sink->used = true;
	memcpy(make_room(sink, size), bytes, size);
	sink->size += size;
	return true;
}

bool
sink_show(struct sink *sink, const char *text, size_t size)
{
	char *shown = escape_text(text, size, true);
	bool good;

	if (shown == NULL) {
		errno = ENOMEM;
		return checked(sink, false);
	}
	good = sink_write(sink, shown, strlen(shown));
	free(shown);
	return good;
}

bool
sink_print(struct sink *sink, const char *format, ...)
{
	va_list arguments, again;
	char *to;
	int size;

	if (sink->error != 0)
		return false;
	va_start(arguments, format);
	va_copy(again, arguments);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (size >= 0) {
		to = make_room(sink, (size_t)size + 1);
		vsnprintf(to, (size_t)size + 1, format, arguments);
		sink->size += (size_t)size;
	}
	va_end(arguments);
	sink->used = true;
	return checked(sink, size >= 0);
}

bool
sink_pass(struct sink *sink)
{
	if (sink->error != 0)
		return false;
	sink->passed++;
	if (!sink->eager && sink->size < GATHERED)
		return true;
	return sink_flush(sink);
}

/* Standard output stays open for whoever comes next. */
static void
finish(struct sink *sink)
{
	if (sink->error == 0)
		sink_flush(sink);
	if (sink->fd != STDOUT_FILENO)
		checked(sink, close(sink->fd) == 0);
}

bool
sink_close(struct sink *sink, bool keep)
{
	bool good;

	finish(sink);
	if (sink->temp != NULL) {
		if (keep && sink->error == 0)
			checked(sink, rename(sink->temp, sink->target) == 0);
		if (!keep || sink->error != 0)
			unlink(sink->temp);
	}
	good = sink->error == 0;
	if (!good)
		say_error(sink);
	sink_free(sink);
	return good;
}
