/*
 * Opens, locks and closes the WARC file, and knows which pages are in it.
 * What stands in it is written, and mended after a process was killed, by
 * src/fetch/warc.c.
 */
#include "command/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/memory.h"
#include "command/report.h"
#include "pubscour.h"

static bool
say_error(const struct archive *archive, const char *why)
{
	report_say("cannot write %s: %s", report_name(archive->path), why);
	return false;
}

/* Nobody else may add to it as long as we do. */
static bool
lock(struct archive *archive, int fd)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fcntl(fd, F_SETLK, &whole) == 0 ||
	    (errno != EACCES && errno != EAGAIN))
		return true;
	return say_error(archive, "another process adds to it");
}

static void
see(void *context, struct span target)
{
	struct archive *archive = context;

	list_add(&archive->held, memory_copy(target.ptr, target.len));
}

/* What is in the file is known from here on; false: nothing can be added. */
static bool
take_over(struct archive *archive, bool again)
{
	struct error error = { "" };

	if (!warc_mend(archive->file, see, archive, &error))
		return say_error(archive, error.message);
	archive->whole = lseek(fileno(archive->file), 0, SEEK_END);
	if (again)
		list_free(&archive->held);
	list_sort(&archive->held);
	return true;
}

bool
archive_open(
    struct archive *archive, const char *path, const char *contact, bool again)
{
	struct stat status;
	int fd;

	*archive = (struct archive){ .path = path, .contact = contact };
	if (path == NULL)
		return true;
	fd = open(
	    path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0666);
	if (fd < 0)
		return say_error(archive, strerror(errno));
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return say_error(archive, "it is no regular file");
	}
	if (!lock(archive, fd)) {
		close(fd);
		return false;
	}
	archive->file = fdopen(fd, "r+b");
	if (archive->file == NULL) {
		close(fd);
		return say_error(archive, strerror(errno));
	}
	if (take_over(archive, again))
		return true;
	archive_close(archive);
	return false;
}

bool
archive_has(const struct archive *archive, const char *location)
{
	size_t place;

	if (archive->path == NULL)
		return true;
	place = list_from(&archive->held, location);
	return place < archive->held.count &&
	       strcmp(archive->held.items[place], location) == 0;
}

/* It is in the file now: its place among the others is looked for. */
static void
hold(struct archive *archive, const char *location)
{
	struct list *held = &archive->held;
	size_t place = list_from(held, location);
	char *text = memory_copy(location, strlen(location));

	list_add(held, text);
	memmove(held->items + place + 1, held->items + place,
	    (held->count - 1 - place) * sizeof(*held->items));
	held->items[place] = text;
}

bool
archive_add(struct archive *archive, const struct store_page *page)
{
	const char *location =
	    page->location == NULL ? page->address : page->location;
	struct error error = { "" };

	if (archive_has(archive, location))
		return true;
	if (archive->warc == NULL)
		archive->warc = warc_new(archive->file, "pubscour/" PSC_VERSION,
		    archive->contact, &error);
	if (archive->warc == NULL || !warc_add(archive->warc, page, &error)) {
		archive->broken = true;
		return say_error(archive, error.message);
	}
	archive->whole = lseek(fileno(archive->file), 0, SEEK_END);
	hold(archive, location);
	return true;
}

/*
 * Closes the file.  What stdio still holds of a record that did not fit goes
 * to the file now, if anywhere, so it is cut off only after that.
 */
static bool
shut(struct archive *archive)
{
	int fd = archive->broken ? dup(fileno(archive->file)) : -1;
	bool good = fclose(archive->file) == 0;

	if (fd >= 0) {
		/* What went wrong was said; the next run mends the rest. */
		if (archive->whole >= 0 && ftruncate(fd, archive->whole) != 0)
			good = false;
		close(fd);
	}
	return good || archive->broken;
}

bool
archive_close(struct archive *archive)
{
	bool good = true;

	warc_free(archive->warc);
	list_free(&archive->held);
	if (archive->file != NULL && !shut(archive))
		good = say_error(archive, strerror(errno));
	*archive = (struct archive){ 0 };
	return good;
}
