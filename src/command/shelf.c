/*
 * Keeps pages in a folder.  Each file is written under a name that tells the
 * process, brought to the disk, and renamed: the page first, then what is
 * known of it.  Who is killed in between leaves a page that does not agree,
 * and it is fetched again.
 */
#include "command/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/memory.h"
#include "command/report.h"
#include "command/sidecar.h"
#include "command/target.h"
#include "command/walk.h"
#include "input/digest.h"

#define PAGE ".html"
#define META ".meta.json"

/* A file that is being written: ".pubscour-12345.part" */
#define PART_FRONT ".pubscour-"
#define PART_BACK ".part"

/* No file of these is larger: pages have a limit, the rest is small. */
#define MAX_FILE ((off_t)1 << 40)

/* DIR/NAME with an ending; the caller frees it. */
static char *
make_path(const struct shelf *shelf, const char *name, const char *ending)
{
	size_t length = strlen(name);
	size_t room = length + strlen(ending) + 1;
	char *file = memory_new(room);
	char *path;

	memcpy(file, name, length);
	memcpy(file + length, ending, room - length);
	path = memory_path(shelf->folder, file);
	free(file);
	return path;
}

/* The process that writes the file of this name; -1: it is no such file. */
static pid_t
writer_of(const char *name)
{
	const size_t front = sizeof(PART_FRONT) - 1;
	long number;
	char *end;

	if (strncmp(name, PART_FRONT, front) != 0 || name[front] < '1' ||
	    name[front] > '9')
		return -1;
	errno = 0;
	number = strtol(name + front, &end, 10);
	if (errno != 0 || strcmp(end, PART_BACK) != 0 ||
	    number != (long)(pid_t)number)
		return -1;
	return (pid_t)number;
}

/* We have not written yet: a file of our number is of a dead namesake. */
static void
remove_left_over(const struct shelf *shelf)
{
	DIR *open = opendir(shelf->folder);
	const struct dirent *entry;

	if (open == NULL)
		return;
	/* cppcheck-suppress readdirCalled; there is one thread */
	while ((entry = readdir(open)) != NULL) {
		pid_t writer = writer_of(entry->d_name);

		if (writer > 0 && (writer == getpid() ||
				      (kill(writer, 0) != 0 && errno == ESRCH)))
			unlinkat(dirfd(open), entry->d_name, 0);
	}
	closedir(open);
}

bool
shelf_open(struct shelf *shelf, const char *folder)
{
	char *inside;
	bool good;

	*shelf = (struct shelf){ .folder = folder };
	if (folder == NULL)
		return true;
	inside = memory_path(folder, "x");
	good = target_make_folders(inside);
	free(inside);
	if (good && !target_is_folder(folder)) {
		report_say("%s: is no folder", report_name(folder));
		good = false;
	}
	if (good)
		remove_left_over(shelf);
	return good;
}

void
shelf_close(struct shelf *shelf)
{
	list_free(&shelf->index);
	free(shelf->bytes);
	*shelf = (struct shelf){ 0 };
}

/* All of a file; NULL: it is not to be had. */
static char *
load(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	struct stat status;
	char *bytes = NULL;

	if (file == NULL)
		return NULL;
	if (fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size < MAX_FILE) {
		*size = (size_t)status.st_size;
		bytes = memory_new(*size + 1);
		if (fread(bytes, 1, *size, file) != *size) {
			free(bytes);
			bytes = NULL;
		}
	}
	fclose(file);
	return bytes;
}

/* What is known of a page; false: nothing. */
static bool
load_sidecar(
    const struct shelf *shelf, const char *name, struct sidecar *sidecar)
{
	char *path = make_path(shelf, name, META);
	size_t size = 0;
	char *text = load(path, &size);
	bool good = false;

	*sidecar = (struct sidecar){ 0 };
	if (text != NULL)
		good = sidecar_read(text, size, sidecar);
	free(text);
	free(path);
	return good;
}

bool
shelf_has(struct shelf *shelf, const char *name, const char *address,
    struct span *bytes)
{
	struct sidecar sidecar;
	char *path;
	size_t size = 0;
	char hex[65] = "";
	bool good = false;

	if (shelf->folder == NULL || name[0] == '\0')
		return false;
	free(shelf->bytes);
	shelf->bytes = NULL;
	if (load_sidecar(shelf, name, &sidecar)) {
		path = make_path(shelf, name, PAGE);
		shelf->bytes = load(path, &size);
		free(path);
	}
	if (shelf->bytes != NULL) {
		struct span text = { shelf->bytes, size };

		good = digest_sha256(text, hex) == PSC_OK &&
		       sidecar_agrees(&sidecar, address, (double)size, hex);
		if (bytes != NULL)
			*bytes = text;
	}
	sidecar_free(&sidecar);
	return good;
}

static bool
is_meta(const char *name)
{
	size_t length = strlen(name);
	size_t ending = sizeof(META) - 1;

	return length > ending && strcmp(name + length - ending, META) == 0;
}

/* Reads what is known of each page. */
static void
make_index(struct shelf *shelf)
{
	struct list paths = { 0 };

	walk_files(shelf->folder, is_meta, &paths);
	for (size_t i = 0; i < paths.count; i++) {
		char *name = paths.items[i];
		struct sidecar sidecar;
		size_t room;
		char *line;

		name[strlen(name) - (sizeof(META) - 1)] = '\0';
		if (strchr(name, '/') != NULL)
			continue;
		if (load_sidecar(shelf, name, &sidecar)) {
			room = strlen(sidecar.address) + strlen(name) + 2;
			line = memory_new(room);
			snprintf(line, room, "%s\t%s", sidecar.address, name);
			list_add(&shelf->index, line);
		}
		sidecar_free(&sidecar);
	}
	list_free(&paths);
	list_sort(&shelf->index);
	shelf->indexed = true;
}

const char *
shelf_find(struct shelf *shelf, const char *address)
{
	size_t length = strlen(address);
	char *start;
	size_t place;

	if (shelf->folder == NULL)
		return NULL;
	if (!shelf->indexed)
		make_index(shelf);
	start = memory_new(length + 2);
	memcpy(start, address, length);
	start[length] = '\t';
	place = list_from(&shelf->index, start);
	length = strlen(start);
	if (place == shelf->index.count ||
	    strncmp(shelf->index.items[place], start, length) != 0) {
		free(start);
		return NULL;
	}
	free(start);
	return shelf->index.items[place] + length;
}

/* Writes all of it and brings it to the disk; false with errno. */
static bool
write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t written = write(fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		size -= (size_t)written;
	}
	/* There are file systems that know no such thing. */
	return fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;
}

/* A file appears under its name whole, or not at all. */
static bool
save(
    const struct shelf *shelf, const char *path, const char *bytes, size_t size)
{
	char name[64];
	char *part;
	bool good;
	int fd;

	snprintf(
	    name, sizeof(name), PART_FRONT "%ld" PART_BACK, (long)getpid());
	part = memory_path(shelf->folder, name);
	unlink(part);
	fd = open(
	    part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0666);
	good = fd >= 0 && write_all(fd, bytes, size);
	if (fd >= 0 && close(fd) != 0)
		good = false;
	good = good && rename(part, path) == 0;
	if (!good) {
		report_say("cannot write %s: %s", path, strerror(errno));
		unlink(part);
	}
	free(part);
	return good;
}

bool
shelf_put(struct shelf *shelf, const char *name, const struct store_page *page)
{
	char *path = make_path(shelf, name, PAGE);
	char *beside = make_path(shelf, name, META);
	char *text = sidecar_make(page);
	bool good = false;

	if (text == NULL)
		report_no_memory();
	else
		good = save(shelf, path, page->body.ptr, page->body.len) &&
		       save(shelf, beside, text, strlen(text));
	free(text);
	free(beside);
	free(path);
	return good;
}
