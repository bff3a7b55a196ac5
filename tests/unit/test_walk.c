/* Files of a folder, in the order of their paths, also of a very large one. */
#include "command/walk.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static char root[64];

static void
make_root(void)
{
	snprintf(root, sizeof(root), "/tmp/pubscour-walk-XXXXXX");
	cr_assert_not_null(mkdtemp(root));
	cr_assert_eq(chdir(root), 0);
}

static void
remove_root(void)
{
	char command[128];

	cr_assert_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	cr_assert_eq(system(command), 0);
}

TestSuite(walk, .init = make_root, .fini = remove_root, .timeout = 120);

static void
touch(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT, 0600);

	cr_assert_geq(fd, 0);
	close(fd);
}

static bool
gather(void *context, const char *path)
{
	char *text = context;

	snprintf(text + strlen(text), 1000 - strlen(text), "%s ", path);
	return strcmp(path, "stop.html") != 0;
}

static bool
is_any(const char *name)
{
	(void)name;
	return true;
}

Test(walk, goes_by_the_bytes_of_whole_paths)
{
	char text[1000] = "";

	mkdir("a", 0700);
	mkdir("a/b", 0700);
	mkdir("a-b", 0700);
	mkdir(".hidden", 0700);
	mkdir("empty", 0700);
	touch("a.html");
	touch("a/z.html");
	touch("a/b/c.html");
	touch("a-b/y.html");
	touch("a0.html");
	touch(".hidden/x.html");
	touch("b.txt");
	cr_assert_eq(symlink("a.html", "link.html"), 0);
	cr_assert_eq(symlink("nowhere", "lost.html"), 0);
	cr_assert_eq(symlink("a", "folder.html"), 0);
	cr_assert_eq(mkfifo("pipe.html", 0600), 0);
	cr_assert(walk_each(".", walk_is_page, false, gather, text));
	cr_assert_str_eq(text,
	    "a-b/y.html a.html a/b/c.html a/z.html a0.html link.html "
	    "lost.html ");
}

Test(walk, stops)
{
	char text[1000] = "";

	touch("a.html");
	touch("stop.html");
	touch("z.html");
	mkdir("folder", 0700);
	touch("folder/b.html");
	cr_assert(walk_each(".", walk_is_page, false, gather, text));
	cr_assert_str_eq(text, "a.html folder/b.html stop.html ");
}

struct row {
	size_t count;
	char last[32];
	bool sorted;
};

static bool
check_row(void *context, const char *path)
{
	struct row *row = context;

	row->sorted = row->sorted && strcmp(row->last, path) < 0;
	snprintf(row->last, sizeof(row->last), "%s", path);
	row->count++;
	return true;
}

/* So many that they are not held at once, with folders between them. */
Test(walk, a_large_folder_is_read_again)
{
	const size_t files = 5 * (size_t)WALK_HELD / 2;
	struct row row = { .sorted = true };
	char name[32];

	for (size_t i = 0; i < files; i++) {
		snprintf(name, sizeof(name), "%zu.html", i * 7919 % 1000003);
		touch(name);
	}
	for (size_t i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "%zu", i * 50000 + 7);
		mkdir(name, 0700);
		snprintf(name, sizeof(name), "%zu/x.html", i * 50000 + 7);
		touch(name);
	}
	cr_assert(walk_each(".", is_any, false, check_row, &row));
	cr_assert(row.sorted);
	cr_assert_eq(row.count, files + 20);
}

Test(walk, tells_of_a_folder_that_is_not_there)
{
	char text[1000] = "";

	cr_assert_not(walk_each("gone", walk_is_page, true, gather, text));
	cr_assert_str_eq(text, "");
}
