/*
 * This file reads a file, pipe or terminal to its end.  It does not look at
 * the bytes, and it neither opens nor closes anything.
 */
#include "input/slurp.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

/* read(2) takes no more than this on every system. */
#define READ_BYTES ((size_t)1 << 30)

static enum psc_status
unreadable(struct error *error, int number)
{
	char words[200];

	if (number == EISDIR)
		error_set(error, "is a folder");
	else if (strerror_r(number, words, sizeof(words)) == 0)
		error_set(error, "cannot be read: %s", words);
	else
		error_set(error, "cannot be read: error %d", number);
	return PSC_UNREADABLE;
}

/* How many bytes are still to come, as far as one can know; else 0. */
static uintmax_t
size_hint(int fd, const struct stat *file)
{
	off_t at = lseek(fd, 0, SEEK_CUR);

	if (!S_ISREG(file->st_mode) || at < 0 || at >= file->st_size)
		return 0;
	return (uintmax_t)(file->st_size - at);
}

/* One read(2) into `out`, which has room: bytes read, 0 at the end, or -1. */
static ssize_t
read_some(int fd, struct scratch *out)
{
	size_t room = out->room - out->len;

	for (;;) {
		ssize_t got = read(fd, out->ptr + out->len,
		    room < READ_BYTES ? room : READ_BYTES);
		if (got >= 0)
			out->len += (size_t)got;
		if (got >= 0)
			return got;
		if (errno == EAGAIN || errno == EWOULDBLOCK) {
			/* Somebody made the pipe non-blocking: wait. */
			struct pollfd ready = { .fd = fd, .events = POLLIN };
			if (poll(&ready, 1, -1) < 0 && errno != EINTR)
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
}

enum psc_status
slurp_some(int fd, struct scratch *out, struct error *error)
{
	return read_some(fd, out) < 0 ? unreadable(error, errno) : PSC_OK;
}

static enum psc_status
read_all(int fd, size_t max_bytes, struct scratch *out, struct error *error)
{
	for (;;) {
		enum psc_status status = scratch_need(out, 1);
		if (status != PSC_OK)
			return status;
		ssize_t got = read_some(fd, out);
		if (got < 0)
			return unreadable(error, errno);
		if (out->len > max_bytes)
			return PSC_TOO_LARGE;
		if (got == 0)
			return PSC_OK;
	}
}

enum psc_status
slurp_fd(struct arena *arena, int fd, size_t max_bytes, struct span *bytes,
    struct error *error)
{
	/* One byte more than allowed shows that there is more. */
	struct scratch out = { .cap = max_bytes + (max_bytes < SIZE_MAX) };
	struct stat file;

	*bytes = SPAN_NONE;
	if (fstat(fd, &file) != 0)
		return unreadable(error, errno);
	if (S_ISDIR(file.st_mode))
		return unreadable(error, EISDIR);
	uintmax_t hint = size_hint(fd, &file);
	if (hint > max_bytes)
		return PSC_TOO_LARGE;
	/* With room for one byte more the end is seen without growing. */
	enum psc_status status =
	    hint > 0 ? scratch_need(&out, (size_t)hint + 1) : PSC_OK;
	if (status == PSC_OK)
		status = read_all(fd, max_bytes, &out, error);
	if (status == PSC_OK)
		status = scratch_keep(&out, arena, bytes);
	scratch_free(&out);
	return status;
}
