/* What came of many pages, in numbers: src/command/summary. */
#include "command/summary.h"

#include <jansson.h>
#include <unistd.h>

#include "bulk/sandbox.h"
#include "support.h"

static void
add(struct summary *summary, const char *name, enum psc_status status,
    double seconds)
{
	struct outcome outcome = { .name = name,
		.status = status,
		.text = SPAN("12345"),
		.seconds = seconds };

	summary_add(summary, &outcome);
}

static const char *
shares(const struct summary *summary, char text[64])
{
	summary_shares(summary, text, 64);
	return text;
}

Test(summary, the_most_frequent_errors)
{
	struct summary summary = { 0 };
	char text[64], small[8];

	cr_assert_str_eq(shares(&summary, text), "");
	for (int i = 0; i < 990; i++)
		add(&summary, "a", PSC_OK, 0);
	cr_assert_str_eq(shares(&summary, text), "");
	for (int i = 0; i < 3; i++)
		add(&summary, "a", PSC_CRASHED, 0);
	for (int i = 0; i < 5; i++)
		add(&summary, "a", PSC_EMPTY, 0);
	add(&summary, "a", PSC_NOT_HTML, 0);
	add(&summary, "a", PSC_TOO_LARGE, 0);
	cr_assert_str_eq(
	    shares(&summary, text), "0.5% empty, 0.3% crashed, 0.1% not-html");
	/* No code is cut in half. */
	summary_shares(&summary, text, 12);
	cr_assert_str_eq(text, "0.5% empty");
	summary_shares(&summary, small, sizeof(small));
	cr_assert_str_eq(small, "");
	summary_free(&summary);
	cr_assert_eq(summary.pages, 0);
}

Test(summary, what_is_not_written_is_an_error)
{
	struct outcome outcome = { .name = "a", .written = PSC_NO_MEMORY };
	struct summary summary = { 0 };

	summary_add(&summary, &outcome);
	cr_assert_eq(summary.errors[PSC_OK], 0);
	cr_assert_eq(summary.errors[PSC_NO_MEMORY], 1);
	summary_free(&summary);
}

/* What summary_write() writes; the caller gives it back. */
static json_t *
written(const struct summary *summary, const struct summary_run *run)
{
	char folder[] = "/tmp/summary-XXXXXX", path[64];
	json_t *all;

	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/report.json", folder);
	cr_assert(summary_write(summary, run, path));
	all = json_load_file(path, 0, NULL);
	unlink(path);
	cr_assert_eq(rmdir(folder), 0);
	cr_assert_not_null(all);
	return all;
}

static json_int_t
number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	cr_assert(json_is_integer(value), "%s", key);
	return json_integer_value(value);
}

static double
real(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	cr_assert(json_is_number(value), "%s", key);
	return json_number_value(value);
}

Test(summary, of_nothing)
{
	struct summary summary = { 0 };
	struct summary_run run = { 0 };
	json_t *all = written(&summary, &run);

	cr_assert_eq(number(all, "pages"), 0);
	cr_assert_eq(number(all, "records"), 0);
	cr_assert_eq(real(all, "pages_per_second"), 0);
	cr_assert_eq(json_object_size(json_object_get(all, "errors")), 0);
	cr_assert_eq(json_object_size(json_object_get(all, "warnings")), 0);
	cr_assert_eq(json_array_size(json_object_get(all, "slowest")), 0);
	cr_assert_eq(json_array_size(json_object_get(all, "sandbox")), 0);
	cr_assert(json_is_false(json_object_get(all, "stopped")));
	json_decref(all);
	summary_free(&summary);
}

Test(summary, counts_come_back)
{
	struct outcome warned = { .name = "w",
		.warnings = { { SPAN("limit"), SPAN("x") },
		    { SPAN("limit"), SPAN("y") },
		    { SPAN("truncated-input"), SPAN("z") } },
		.warning_count = 3 };
	struct summary_run run = { .resumed = 4,
		.jobs = 2,
		.sandbox = SANDBOX_ALL,
		.seconds = 2,
		.stopped = true };
	struct summary summary = { 0 };
	const json_t *part;
	json_t *all;

	for (int i = 0; i < 6; i++)
		add(&summary, "a", PSC_OK, 0.001);
	add(&summary, "a", PSC_PAGE_TIMEOUT, 10);
	add(&summary, "a", PSC_CRASHED, 0.5);
	add(&summary, "a", PSC_CRASHED, 0.25);
	summary_add(&summary, &warned);
	all = written(&summary, &run);
	cr_assert_eq(number(all, "pages"), 10);
	cr_assert_eq(number(all, "records"), 7);
	cr_assert_eq(number(all, "resumed"), 4);
	cr_assert_eq(number(all, "jobs"), 2);
	cr_assert_eq(number(all, "output_bytes"), 45);
	cr_assert_float_eq(real(all, "seconds"), 2, 1e-9);
	cr_assert_float_eq(real(all, "pages_per_second"), 5, 1e-9);
	cr_assert(json_is_true(json_object_get(all, "stopped")));
	part = json_object_get(all, "errors");
	cr_assert_eq(json_object_size(part), 2);
	cr_assert_eq(number(part, "crashed"), 2);
	cr_assert_eq(number(part, "page-timeout"), 1);
	part = json_object_get(all, "warnings");
	cr_assert_eq(json_object_size(part), 2);
	cr_assert_eq(number(part, "limit"), 2);
	cr_assert_eq(number(part, "truncated-input"), 1);
	cr_assert_eq(json_array_size(json_object_get(all, "sandbox")), 2);
	json_decref(all);
	summary_free(&summary);
}

Test(summary, the_slowest_pages_first)
{
	struct summary summary = { 0 };
	struct summary_run run = { .seconds = 1 };
	const json_t *slow;
	json_t *all;
	double before = 1e9;
	char name[16];

	/* The times 0 to 511, mixed: no power of 2 can be divided by 7. */
	for (uint32_t i = 0; i < 512; i++) {
		snprintf(name, sizeof(name), "p%u", i * 7 % 512);
		add(&summary, name, PSC_OK, i * 7 % 512);
	}
	all = written(&summary, &run);
	slow = json_object_get(all, "slowest");
	cr_assert_eq(json_array_size(slow), SUMMARY_SLOW);
	for (size_t i = 0; i < SUMMARY_SLOW; i++) {
		const json_t *page = json_array_get(slow, i);
		double seconds = real(page, "seconds");

		cr_assert_lt(seconds, before);
		cr_assert_eq(seconds, 511 - (double)i);
		snprintf(name, sizeof(name), "p%zu", 511 - i);
		cr_assert_str_eq(
		    json_string_value(json_object_get(page, "input")), name);
		before = seconds;
	}
	json_decref(all);
	summary_free(&summary);
}

Test(summary, names_that_are_no_text)
{
	struct summary summary = { 0 };
	struct summary_run run = { .seconds = 1 };
	const json_t *slow;
	json_t *all;

	add(&summary, "\xff\xfe.html", PSC_OK, 1);
	all = written(&summary, &run);
	slow = json_array_get(json_object_get(all, "slowest"), 0);
	cr_assert(json_is_null(json_object_get(slow, "input")));
	json_decref(all);
	summary_free(&summary);
}

/* More codes than there are: the first ones are kept, nothing breaks. */
Test(summary, more_codes_than_there_is_room_for)
{
	struct summary summary = { 0 };
	char code[64];

	for (int i = 0; i < SUMMARY_CODES + 10; i++) {
		struct outcome outcome = { .name = "a", .warning_count = 1 };

		snprintf(code, sizeof(code), "code-%d", i);
		outcome.warnings[0].code = span_of(code);
		outcome.warnings[0].message = SPAN("");
		summary_add(&summary, &outcome);
	}
	for (int i = 0; i < SUMMARY_CODES; i++)
		cr_assert_eq(summary.warnings[i].count, 1);
	summary_free(&summary);
}

Test(summary, a_place_that_cannot_be_written)
{
	struct summary summary = { 0 };
	struct summary_run run = { 0 };

	cr_assert_not_null(freopen("/dev/null", "w", stderr));
	cr_assert_not(summary_write(&summary, &run, "/nowhere/report.json"));
}
