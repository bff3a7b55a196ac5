/* Names of output files: src/command/target. */
#include "command/target.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static struct target_list list;
static char work[] = "/tmp/pubscour-target-XXXXXX";

static bool
is_input(const char *output, const char *name)
{
	return target_is_input(output, &(struct inputs_item){ .name = name });
}

static void
set_up(void)
{
	cr_assert_neq(mkdtemp(work), NULL);
	cr_assert_eq(chdir(work), 0);
}

static void
tear_down(void)
{
	target_free(&list);
	cr_assert_eq(chdir("/"), 0);
	rmdir(work);
}

TestSuite(target, .init = set_up, .fini = tear_down);

static void
make_file(const char *path)
{
	FILE *file = fopen(path, "w");

	cr_assert_neq(file, NULL);
	fclose(file);
}

Test(target, names_files_by_their_inputs)
{
	static const struct {
		struct inputs_item item;
		const char *path;
	} rows[] = {
		{ { .name = "a.html" }, "out/a.md" },
		{ { .name = "a.HTM.gz" }, "out/a.md" },
		{ { .name = "a.txt" }, "out/a.txt.md" },
		{ { .name = "a/b.html" }, "out/a/b.md" },
		{ { .name = "./a.html" }, "out/a.md" },
		{ { .name = ".//a.html" }, "out/a.md" },
		{ { .name = "/x/y/a.html" }, "out/a.md" },
		{ { .name = "../a.html" }, "out/a.md" },
		{ { .name = "x/../../a.html" }, "out/a.md" },
		{ { .name = "..a/..b.html" }, "out/..a/..b.md" },
		{ { .name = "x/.." }, "out/page.md" },
		{ { .name = ".." }, "out/page.md" },
		{ { .name = "" }, "out/page.md" },
		{ { .name = "/x/" }, "out/page.md" },
		{ { .name = "-", .standard = true }, "out/stdin.md" },
		{ { .name = "-" }, "out/-.md" },
		{ { .name = "/in/s/a.html", .below = "s/a.html" },
		    "out/s/a.md" },
		{ { .name = "pmid:12", .remote = true }, "out/12.md" },
		{ { .name = "https://example.org/a/b.html", .remote = true },
		    "out/example.org_a_b.html.md" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		target_add(&list, "out", &rows[i].item, ".md");
		cr_assert_str_eq(list.items[i].path, rows[i].path, "%s: %s",
		    rows[i].item.name, list.items[i].path);
		cr_assert_str_eq(list.items[i].item.name, rows[i].item.name);
		cr_assert_eq(
		    list.items[i].item.standard, rows[i].item.standard);
	}
	target_free(&list);
	cr_assert_eq(list.count, 0);
	target_add(&list, "out/", &rows[0].item, ".md");
	cr_assert_str_eq(list.items[0].path, "out/a.md");
}

Test(target, finds_what_is_taken)
{
	static const struct inputs_item items[] = { { .name = "a.html" },
		{ .name = "a.htm" }, { .name = "b.html" },
		{ .name = "link.html" }, { .name = "missing.html" } };

	make_file("a.html");
	make_file("a.htm");
	make_file("b.html");
	cr_assert_eq(symlink("b.html", "link.html"), 0);
	for (size_t i = 0; i < COUNT(items); i++)
		target_add(&list, "out", &items[i], ".md");
	target_check(&list);
	cr_assert_eq(list.items[0].trouble, NULL);
	cr_assert_neq(list.items[1].trouble, NULL, "the first has the name");
	for (size_t i = 2; i < COUNT(items); i++)
		cr_assert_eq(list.items[i].trouble, NULL);
	target_free(&list);
	for (size_t i = 0; i < COUNT(items); i++)
		target_add(&list, ".", &items[i], ".html");
	target_check(&list);
	for (size_t i = 0; i < 4; i++)
		cr_assert_neq(list.items[i].trouble, NULL, "an input");
	cr_assert_eq(list.items[4].trouble, NULL);
	cr_assert(is_input("b.html", "link.html"));
	cr_assert(!is_input("a.html", "b.html"));
	cr_assert(!is_input("missing.html", "missing.html"));
	cr_assert(!is_input("/dev/null", "/dev/null"));
	cr_assert(!is_input(NULL, "a.html"));
	unlink("link.html");
	unlink("b.html");
	unlink("a.htm");
	unlink("a.html");
}

Test(target, makes_folders)
{
	struct stat status;

	cr_assert(target_is_folder("new/"));
	cr_assert(!target_is_folder("new"));
	cr_assert(!target_is_folder(""));
	cr_assert(target_make_folders("new/a//b/c.md"));
	cr_assert_eq(stat("new/a/b", &status), 0);
	cr_assert_neq(stat("new/a/b/c.md", &status), 0);
	cr_assert(target_make_folders("new/a/b/d.md"));
	cr_assert(target_make_folders("e.md"));
	cr_assert(target_is_folder("new"));
	rmdir("new/a/b");
	rmdir("new/a");
	rmdir("new");
}
