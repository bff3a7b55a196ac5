/*
 * Opens, locks and closes the WARC file.  What stands in it is written, and
 * mended after a process was killed, by src/fetch/warc.c.
 */
#include "command/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

bool
archive_open(struct archive *archive, const char *path, const char *contact)
{
	struct error error = { "" };
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
	if (warc_mend(archive->file, &error))
		return true;
	say_error(archive, error.message);
	archive_close(archive);
	return false;
}

bool
archive_add(struct archive *archive, const struct store_page *page)
{
	struct error error = { "" };

	if (archive->path == NULL)
		return true;
	if (archive->warc == NULL)
		archive->warc = warc_new(archive->file, "pubscour/" PSC_VERSION,
		    archive->contact, &error);
	if (archive->warc == NULL || !warc_add(archive->warc, page, &error))
		return say_error(archive, error.message);
	return true;
}

bool
archive_close(struct archive *archive)
{
	bool good = true;

	warc_free(archive->warc);
	if (archive->file != NULL && fclose(archive->file) != 0)
		good = say_error(archive, strerror(errno));
	*archive = (struct archive){ 0 };
	return good;
}
