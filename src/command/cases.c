/*
 * Pairs pages with the records they should give, by their names alone:
 * NAME.html and NAME.json, or a folder's one page.* and expected.json, which
 * may have other files beside them.
 * Does not open any of them.
 */
#include "command/cases.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/list.h"
#include "command/memory.h"
#include "command/report.h"
#include "command/walk.h"

#define EXPECTED "expected.json"
#define JSON ".json"

/* The name in front of every page of a folder that is one case. */
#define PAGE "page."

struct cases {
	const char *root;
	struct list paths; /* relative to root, sorted */
	cases_visit *visit;
	void *context;
};

static bool
starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool
is_json(const char *name)
{
	size_t length = strlen(name);
	size_t ending = strlen(JSON);

	return length > ending && strcmp(name + length - ending, JSON) == 0;
}

/* Is it the page of a folder that is one case? */
static bool
is_case_page(const char *name)
{
	return starts(name, PAGE) && !is_json(name);
}

static bool
is_wanted(const char *name)
{
	return walk_is_page(name) || is_json(name) || starts(name, PAGE);
}

/* The part of a path after its last slash. */
static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* The first `size` bytes of `path`, then `end`. */
static char *
with_end(const char *path, size_t size, const char *end)
{
	size_t length = strlen(end);
	char *whole = memory_new(size + length + 1);

	memcpy(whole, path, size);
	memcpy(whole + size, end, length + 1);
	return whole;
}

/* The file `name` in the folder of `path`. */
static char *
beside(const char *path, const char *name)
{
	return with_end(path, (size_t)(base_of(path) - path), name);
}

/* The path of the record that belongs to the page at `path`. */
static char *
expected_of(const char *path)
{
	const char *base = base_of(path);
	char *expected = beside(path, EXPECTED);
	char *own =
	    with_end(path, (size_t)(base - path) + walk_stem(base), JSON);

	if (is_case_page(base) &&
	    (access(expected, F_OK) == 0 || access(own, F_OK) != 0)) {
		free(own);
		return expected;
	}
	free(expected);
	return own;
}

/*
 * How many files of the folder of `path` begin with `front`, which is a path,
 * and are pages: any page.* where `any`, else NAME.html and so on.
 */
static size_t
count_pages(const struct cases *cases, const char *front, bool any)
{
	size_t i = list_from(&cases->paths, front);
	size_t length = strlen(front);
	size_t count = 0;

	for (; i < cases->paths.count; i++) {
		const char *path = cases->paths.items[i];
		const char *base = base_of(path);

		if (!starts(path, front))
			break;
		if (strchr(path + length, '/') != NULL)
			continue;
		if (any ? is_case_page(base)
			: (size_t)(base - path) + walk_stem(base) + 1 == length)
			count++;
	}
	return count;
}

static size_t
count_case_pages(const struct cases *cases, const char *path)
{
	char *front = beside(path, PAGE);
	size_t count = count_pages(cases, front, true);

	free(front);
	return count;
}

/*
 * Is it a file that a case has beside its page: named as a page, but neither
 * that, nor one with a record of its own?
 */
static bool
is_extra(const struct cases *cases, const char *name, const char *expected)
{
	char *json = beside(expected, EXPECTED);
	bool extra = !is_case_page(base_of(name)) &&
		     access(expected, F_OK) != 0 && access(json, F_OK) == 0 &&
		     count_case_pages(cases, name) > 0;

	free(json);
	return extra;
}

/* Is there no page that the JSON file at `path` could belong to? */
static bool
is_orphan(const struct cases *cases, const char *path)
{
	const char *base = base_of(path);
	char *front = with_end(path, strlen(path) - strlen(JSON), ".");
	size_t count = count_pages(cases, front, false);

	if (strcmp(base, EXPECTED) == 0 || starts(base, PAGE))
		count += count_case_pages(cases, path);
	free(front);
	return count == 0;
}

static void
visit_path(const struct cases *cases, const char *name)
{
	char *path = memory_path(cases->root, name);
	struct cases_item item = { .name = name, .path = path };
	char *expected = NULL;
	bool wanted = true;

	if (is_json(name)) {
		item.kind = CASES_ORPHAN;
		wanted = is_orphan(cases, name);
	} else if (is_case_page(base_of(name)) &&
		   count_case_pages(cases, name) > 1) {
		item.kind = CASES_SEVERAL;
	} else {
		item.kind = CASES_PAIR;
		expected = expected_of(path);
		item.expected = expected;
		wanted = !is_extra(cases, name, expected);
	}
	if (wanted)
		cases->visit(cases->context, &item);
	free(expected);
	free(path);
}

static bool
visit_folder(struct cases *cases)
{
	bool good = walk_files(cases->root, is_wanted, &cases->paths);

	if (cases->paths.count == 0) {
		report_say("no pages found in %s", cases->root);
		good = false;
	}
	for (size_t i = 0; i < cases->paths.count; i++)
		visit_path(cases, cases->paths.items[i]);
	list_free(&cases->paths);
	return good;
}

static void
visit_file(const struct cases *cases)
{
	struct cases_item item = { .kind = CASES_PAIR,
		.name = base_of(cases->root),
		.path = cases->root };
	char *expected = expected_of(cases->root);

	item.expected = expected;
	cases->visit(cases->context, &item);
	free(expected);
}

bool
cases_each(const char *root, cases_visit *visit, void *context)
{
	struct cases cases = {
		.root = root, .visit = visit, .context = context
	};
	struct stat status;

	if (stat(root, &status) != 0) {
		report_say("%s: %s", report_name(root), strerror(errno));
		return false;
	}
	if (S_ISDIR(status.st_mode))
		return visit_folder(&cases);
	if (is_json(root)) {
		report_say("%s: a record, not a page", root);
		return false;
	}
	visit_file(&cases);
	return true;
}
