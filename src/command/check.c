/*
 * The regression runner: reads pages, compares, counts, rewrites on request.
 * What belongs together is known by cases.c, what is equal by the library.
 *
 * A record holds the name of its input.  That is the page's path relative to
 * the folder given, so that records do not depend on where the folder lies.
 * But whoever made them may have named a folder further up or down; so, where
 * the record differs, other tails of the page's path are tried as well, and
 * the nearest counts.
 */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "command/check.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/cases.h"
#include "command/memory.h"
#include "command/report.h"
#include "command/sink.h"
#include "pubscour.h"

/* No expected record is larger than this. */
#define MAX_EXPECTED ((size_t)256 << 20)

/* How many tails of a path are tried. */
#define MAX_TAILS 8

struct check {
	bool update;
	struct psc *reader;   /* of pages */
	struct psc *comparer; /* a second one, as it needs both texts */
	struct sink out;
	size_t pages;
	size_t equal;
	size_t differ;
	size_t missing; /* pages without a record */
	size_t orphans; /* records without a page, or with several */
	size_t updated;
};

struct text {
	char *bytes;
	size_t size;
};

/* The whole file; false with errno where it cannot be had. */
static bool
load(const char *path, struct text *text)
{
	FILE *file = fopen(path, "rb");
	size_t room = 65536;
	size_t got;

	if (file == NULL)
		return false;
	text->bytes = memory_new(room);
	while ((got = fread(text->bytes + text->size, 1, room - text->size,
		    file)) > 0) {
		text->size += got;
		if (text->size == room && room < MAX_EXPECTED)
			text->bytes = memory_resize(text->bytes, room *= 2);
	}
	if (ferror(file) || text->size == MAX_EXPECTED) {
		errno = ferror(file) ? errno : EFBIG;
		fclose(file);
		free(text->bytes);
		*text = (struct text){ 0 };
		return false;
	}
	fclose(file);
	return true;
}

/*
 * Reads the page under `name` and takes its JSON: the record, or the error
 * object, which is a fine thing to expect too.
 */
static bool
read_page(struct check *check, const struct cases_item *item, const char *name,
    struct text *json)
{
	enum psc_status status;
	const char *bytes;

	status = psc_read_file(check->reader, name, item->path);
	if (status != PSC_NO_MEMORY)
		status = psc_json(
		    check->reader, PSC_JSON_INDENT, &bytes, &json->size);
	if (status != PSC_OK) {
		report_failure(item->path, status, check->reader);
		return false;
	}
	json->bytes = memory_copy(bytes, json->size);
	return true;
}

/*
 * Compares the page read under `name` with `expected`.  The size of the
 * report, which belongs to the comparer: 0 means equal.
 */
static size_t
compare(struct check *check, const struct cases_item *item, const char *name,
    const struct text *expected, const char **report)
{
	struct text json = { 0 };
	enum psc_status status;
	size_t size = SIZE_MAX;

	*report = "";
	if (!read_page(check, item, name, &json))
		return size;
	status = psc_compare(check->comparer, expected->bytes, expected->size,
	    json.bytes, json.size, report, &size);
	if (status != PSC_OK) {
		*report = psc_message(check->comparer);
		size = strlen(*report) + 1;
	}
	free(json.bytes);
	return size;
}

/* The tail of `path` one folder longer than that at `from`; NULL: none. */
static const char *
longer(const char *path, const char *from)
{
	if (from - path < 2)
		return NULL;
	from -= 2;
	while (from > path && *from != '/')
		from--;
	return *from == '/' ? from + 1 : from;
}

/*
 * The page differs under its own name by a report of `least` bytes.  The name
 * under which it comes nearest to `expected`: its own where nothing is
 * nearer, else a tail of its real path.  The caller frees it.
 */
static char *
nearest_name(struct check *check, const struct cases_item *item,
    const struct text *expected, size_t least)
{
	char *path = realpath(item->path, NULL);
	const char *best = item->name;
	const char *report;
	const char *tail = path == NULL ? NULL : path + strlen(path) + 1;
	char *result;

	for (int i = 0; i < MAX_TAILS && tail != NULL && least > 0; i++) {
		size_t size;

		tail = longer(path, tail);
		if (tail == NULL)
			break;
		size = compare(check, item, tail, expected, &report);
		if (size < least) {
			least = size;
			best = tail;
		}
	}
	result = memory_copy(best, strlen(best));
	free(path);
	return result;
}

/* Writes the record of the page, read under `name`, where it is expected. */
static void
update(struct check *check, const struct cases_item *item, const char *name,
    const char *what)
{
	struct text json = { 0 };
	struct sink file;

	if (!read_page(check, item, name, &json))
		return;
	if (sink_open(&file, item->expected)) {
		sink_write(&file, json.bytes, json.size);
		sink_write(&file, "\n", 1);
		if (sink_close(&file, true)) {
			check->updated++;
			sink_show(&check->out, item->expected,
			    strlen(item->expected));
			sink_print(&check->out, ": %s\n", what);
		}
	}
	free(json.bytes);
}

/* The report, each line indented. */
static void
print_report(struct check *check, const char *report)
{
	const char *end;

	for (; *report != '\0'; report = *end == '\0' ? end : end + 1) {
		end = report + strcspn(report, "\n");
		sink_print(&check->out, "    ");
		sink_show(&check->out, report, (size_t)(end - report));
		sink_print(&check->out, "\n");
	}
}

/* A line of the report: what is the matter with a case. */
static void
print_case(struct check *check, const struct cases_item *item, const char *what)
{
	sink_show(&check->out, item->path, strlen(item->path));
	sink_print(&check->out, ": %s\n", what);
}

static void
check_pair(struct check *check, const struct cases_item *item,
    const struct text *expected)
{
	const char *report;
	size_t size = compare(check, item, item->name, expected, &report);
	char *name;

	if (size == 0) {
		check->equal++;
		return;
	}
	name = nearest_name(check, item, expected, size);
	if (compare(check, item, name, expected, &report) == 0) {
		check->equal++;
	} else if (check->update) {
		check->differ++;
		update(check, item, name, "updated");
	} else {
		check->differ++;
		print_case(check, item, "differs");
		print_report(check, report);
	}
	free(name);
}

static void
check_missing(struct check *check, const struct cases_item *item)
{
	check->missing++;
	if (check->update) {
		update(check, item, item->name, "written");
		return;
	}
	sink_show(&check->out, item->path, strlen(item->path));
	sink_print(&check->out, ": no expected record: ");
	sink_show(&check->out, item->expected, strlen(item->expected));
	sink_print(&check->out, " is missing (--update writes it)\n");
}

static void
check_page(struct check *check, const struct cases_item *item)
{
	struct text expected = { 0 };

	check->pages++;
	if (load(item->expected, &expected)) {
		check_pair(check, item, &expected);
	} else if (errno == ENOENT) {
		check_missing(check, item);
	} else {
		check->differ++;
		report_say("%s: %s", item->expected, strerror(errno));
	}
	free(expected.bytes);
}

static void
visit(void *context, const struct cases_item *item)
{
	struct check *check = context;

	switch (item->kind) {
	case CASES_PAIR:
		check_page(check, item);
		break;
	case CASES_ORPHAN:
		check->orphans++;
		print_case(check, item,
		    "an expected record without a page (--update does not"
		    " remove it)");
		break;
	case CASES_SEVERAL:
		check->orphans++;
		print_case(check, item,
		    "one of several page.* in its folder (--update needs"
		    " exactly one)");
		break;
	}
	sink_pass(&check->out);
}

/* "61 pages: 60 equal, 1 differs"; what there is none of is left out. */
static void
print_summary(struct check *check)
{
	struct sink *out = &check->out;

	sink_print(out, "%zu page%s: %zu equal, %zu differ%s", check->pages,
	    check->pages == 1 ? "" : "s", check->equal, check->differ,
	    check->differ == 1 ? "s" : "");
	if (check->missing > 0)
		sink_print(out, ", %zu without a record", check->missing);
	if (check->orphans > 0)
		sink_print(out, ", %zu unpaired", check->orphans);
	if (check->update)
		sink_print(out, ", %zu written", check->updated);
	sink_print(out, "\n");
}

static int
check_all(struct check *check, const struct options *options)
{
	bool good = true;
	size_t open;

	if (!sink_open(&check->out, NULL))
		return 1;
	for (size_t i = 0; i < options->count; i++)
		if (!cases_each(options->sources[i].text, visit, check))
			good = false;
	if (check->pages + check->orphans > 0)
		print_summary(check);
	open = check->differ + check->missing - check->updated;
	if (!sink_close(&check->out, true))
		good = false;
	return good && open + check->orphans == 0 ? 0 : 1;
}

int
check_run(const struct options *options)
{
	struct check check = { .update = options->update };
	int code = 1;

	if (options->count == 0) {
		options_complain(options, "check needs a folder or a page");
		return 2;
	}
	check.reader = psc_new();
	check.comparer = psc_new();
	if (check.reader == NULL || check.comparer == NULL) {
		report_no_memory();
	} else {
		psc_set_max_bytes(check.reader, options->max_bytes);
		psc_set_squeeze(check.reader, !options->no_squeeze);
		code = check_all(&check, options);
	}
	psc_free(check.comparer);
	psc_free(check.reader);
	return code;
}
