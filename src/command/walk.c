/*
 * Finds files below a folder, without recursion and one open folder at a
 * time.  Does not open the files.
 */
#include "command/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "command/memory.h"
#include "command/report.h"

struct walk {
	const char *root;
	walk_wanted *wanted;
	bool silent;
	struct list pending; /* folders, relative to root; "" is root */
	struct list *paths;
};

/* The endings of a saved page, and those of one that is packed. */
static const char *const endings[] = { ".html", ".htm", ".xhtml", ".mhtml",
	".mht", ".har", ".warc" };
static const char *const packings[] = { ".gz", ".zst", ".br" };

/* The length without one of those endings; the same where it has none. */
static size_t
without(const char *name, size_t length, const char *const *among, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t ending = strlen(among[i]);

		if (length > ending &&
		    strncasecmp(name + length - ending, among[i], ending) == 0)
			return length - ending;
	}
	return length;
}

size_t
walk_stem(const char *name)
{
	size_t length = strlen(name);
	size_t packed = without(
	    name, length, packings, sizeof(packings) / sizeof(packings[0]));
	size_t stem = without(
	    name, packed, endings, sizeof(endings) / sizeof(endings[0]));

	return stem < packed ? stem : length;
}

bool
walk_is_page(const char *name)
{
	return walk_stem(name) < strlen(name);
}

static char *
join(const char *folder, const char *name)
{
	if (folder[0] == '\0')
		return memory_copy(name, strlen(name));
	return memory_path(folder, name);
}

/*
 * Puts one name where it belongs.  A link to a file counts as a file; one to
 * nothing too, so that whoever reads it says so.
 */
static void
take(struct walk *walk, int fd, const char *folder, const char *name)
{
	struct stat status;
	struct stat target;

	if (name[0] == '.' ||
	    fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	if (S_ISDIR(status.st_mode)) {
		list_add(&walk->pending, join(folder, name));
		return;
	}
	if (S_ISLNK(status.st_mode)) {
		if (fstatat(fd, name, &target, 0) == 0)
			status = target;
		else
			status.st_mode = S_IFREG;
	}
	if (S_ISREG(status.st_mode) && walk->wanted(name))
		list_add(walk->paths, join(folder, name));
}

static bool
walk_one(struct walk *walk, const char *folder)
{
	char *path = memory_path(walk->root, folder);
	DIR *open = opendir(path);
	struct dirent *entry;
	bool good = open != NULL;

	if (good) {
		errno = 0;
		/* cppcheck-suppress readdirCalled; there is one thread */
		while ((entry = readdir(open)) != NULL) {
			take(walk, dirfd(open), folder, entry->d_name);
			errno = 0;
		}
		good = errno == 0;
	}
	if (!good && !walk->silent)
		report_say("%s: %s", path, strerror(errno));
	if (open != NULL)
		closedir(open);
	free(path);
	return good;
}

static bool
walk_all(struct walk *walk)
{
	bool good = true;
	char *next;

	list_add(&walk->pending, memory_copy("", 0));
	while ((next = list_pop(&walk->pending)) != NULL) {
		good = walk_one(walk, next) && good;
		free(next);
	}
	list_free(&walk->pending);
	list_sort(walk->paths);
	return good;
}

bool
walk_files(const char *folder, walk_wanted *wanted, struct list *paths)
{
	struct walk walk = { .root = folder, .wanted = wanted, .paths = paths };

	return walk_all(&walk);
}

bool
walk_again(const char *folder, walk_wanted *wanted, struct list *paths)
{
	struct walk walk = {
		.root = folder, .wanted = wanted, .paths = paths, .silent = true
	};

	return walk_all(&walk);
}
