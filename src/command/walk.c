/*
 * Finds files below a folder, without recursion and one open folder at a
 * time.  Does not open the files.
 */
#if defined(__linux__)
#define _DEFAULT_SOURCE /* d_type */
#endif

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

/* A folder, some of whose names are held. */
struct level {
	struct level *above;
	char *path;        /* relative to the root; "": the root */
	struct list names; /* sorted; those of folders end with a slash */
	size_t next;       /* of `names` */
	char *last;        /* all up to this name are done; NULL: none is */
	bool more;         /* there are names behind those that are held */
};

struct walk {
	const char *root;
	walk_wanted *wanted;
	bool silent;
	bool good;
	struct level *level; /* the innermost */
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

/* Is it a folder?  False, and `file`: a file, or a link that leads to one. */
static bool
is_folder(int fd, const struct dirent *entry, bool *file)
{
	struct stat status;
	struct stat target;

	*file = false;
#if defined(DT_REG) && defined(DT_DIR)
	*file = entry->d_type == DT_REG;
	if (entry->d_type == DT_REG || entry->d_type == DT_DIR)
		return entry->d_type == DT_DIR;
#endif
	if (fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (S_ISDIR(status.st_mode))
		return true;
	/* One to nothing counts too, so that whoever reads it says so. */
	if (S_ISLNK(status.st_mode)) {
		if (fstatat(fd, entry->d_name, &target, 0) == 0)
			status = target;
		else
			status.st_mode = S_IFREG;
	}
	*file = S_ISREG(status.st_mode);
	return false;
}

/* Leaves the first WALK_HELD names. */
static void
cut(struct level *level)
{
	struct list *names = &level->names;

	list_sort(names);
	while (names->count > WALK_HELD) {
		free(list_pop(names));
		level->more = true;
	}
}

/* Holds a name, unless its turn is over, or is not yet to come. */
static void
hold(const struct walk *walk, struct level *level, int fd,
    const struct dirent *entry)
{
	const char *name = entry->d_name;
	size_t length = strlen(name);
	bool file, folder;
	char *key;

	if (name[0] == '.')
		return;
	folder = is_folder(fd, entry, &file);
	if (!folder && !(file && walk->wanted(name)))
		return;
	key = memory_new(length + 2);
	memcpy(key, name, length);
	if (folder)
		key[length] = '/';
	if (level->last != NULL && strcmp(key, level->last) <= 0) {
		free(key);
		return;
	}
	list_add(&level->names, key);
	if (level->names.count >= 2 * (size_t)WALK_HELD)
		cut(level);
}

/* Reads the next names of a folder. */
static void
fill(struct walk *walk, struct level *level)
{
	char *path = memory_path(walk->root, level->path);
	DIR *open = opendir(path);
	struct dirent *entry;
	bool good = open != NULL;

	list_free(&level->names);
	level->next = 0;
	level->more = false;
	if (good) {
		errno = 0;
		/* cppcheck-suppress readdirCalled; there is one thread */
		while ((entry = readdir(open)) != NULL) {
			hold(walk, level, dirfd(open), entry);
			errno = 0;
		}
		good = errno == 0;
	}
	if (!good && !walk->silent)
		report_say("%s: %s", path, strerror(errno));
	walk->good = walk->good && good;
	if (open != NULL)
		closedir(open);
	free(path);
	cut(level);
}

static void
enter(struct walk *walk, char *path)
{
	struct level *level = memory_new(sizeof(*level));

	level->above = walk->level;
	level->path = path;
	walk->level = level;
	fill(walk, level);
}

static void
leave(struct walk *walk)
{
	struct level *level = walk->level;

	walk->level = level->above;
	list_free(&level->names);
	free(level->last);
	free(level->path);
	free(level);
}

/* The next name of the innermost folder; NULL: it has no more. */
static const char *
next_name(struct walk *walk)
{
	struct level *level = walk->level;
	struct list *names = &level->names;

	if (level->next == names->count && level->more) {
		free(level->last);
		level->last = list_pop(names);
		level->next = 0;
		fill(walk, level);
	}
	return level->next < names->count ? names->items[level->next++] : NULL;
}

bool
walk_each(const char *folder, walk_wanted *wanted, bool silent,
    walk_visit *visit, void *context)
{
	struct walk walk = {
		.root = folder, .wanted = wanted, .silent = silent, .good = true
	};
	bool stopped = false;

	enter(&walk, memory_copy("", 0));
	while (walk.level != NULL) {
		const char *name = next_name(&walk);
		char *path;

		if (name == NULL || stopped) {
			leave(&walk);
			continue;
		}
		path = join(walk.level->path, name);
		if (name[strlen(name) - 1] == '/') {
			path[strlen(path) - 1] = '\0';
			enter(&walk, path);
			continue;
		}
		stopped = !visit(context, path);
		free(path);
	}
	return walk.good;
}

static bool
add_path(void *context, const char *path)
{
	list_add(context, memory_copy(path, strlen(path)));
	return true;
}

bool
walk_files(const char *folder, walk_wanted *wanted, struct list *paths)
{
	return walk_each(folder, wanted, false, add_path, paths);
}
