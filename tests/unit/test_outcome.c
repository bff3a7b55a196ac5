/* What came of a page, packed and unpacked: src/command/outcome. */
#include "command/outcome.h"

#include "support.h"

static struct outcome
example(void)
{
	struct outcome outcome = { .name = "a.html",
		.written = PSC_NO_MEMORY,
		.message = SPAN("no room"),
		.warnings = { { SPAN("limit"), SPAN("cut off") },
		    { SPAN("odd"), SPAN("") } },
		.warning_count = 2,
		.text = SPAN("{\"a\": \"\0\"}") };

	return outcome;
}

static void
expect_same(const struct outcome *got, const struct outcome *want)
{
	size_t shown = want->warning_count < OUTCOME_WARNINGS
			   ? want->warning_count
			   : OUTCOME_WARNINGS;

	cr_assert_eq(got->written, want->written);
	cr_assert(span_equal(got->message, want->message));
	cr_assert_eq(got->warning_count, want->warning_count);
	for (size_t i = 0; i < shown; i++) {
		cr_assert(
		    span_equal(got->warnings[i].code, want->warnings[i].code));
		cr_assert(span_equal(
		    got->warnings[i].message, want->warnings[i].message));
	}
	cr_assert_eq(got->text.ptr == NULL, want->text.ptr == NULL);
	cr_assert(span_equal(got->text, want->text));
}

static void
comes_back(const struct outcome *outcome)
{
	struct scratch out = { .cap = WIRE_MOST };
	struct outcome again = {
		.name = "b.html", .status = PSC_EMPTY, .seconds = 2
	};

	cr_assert(outcome_put(outcome, &out));
	cr_assert(outcome_get(&again, (struct span){ out.ptr, out.len }));
	expect_same(&again, outcome);
	/* What does not go with it stays. */
	cr_assert_str_eq(again.name, "b.html");
	cr_assert_eq(again.status, PSC_EMPTY);
	cr_assert_eq(again.seconds, 2);
	scratch_free(&out);
}

Test(outcome, comes_back)
{
	struct outcome outcome = example();

	comes_back(&outcome);
	outcome.text = SPAN_NONE;
	comes_back(&outcome);
	outcome.text = SPAN("");
	comes_back(&outcome);
	outcome = (struct outcome){ .message = SPAN("") };
	comes_back(&outcome);
}

/* Of more warnings than are kept the number is. */
Test(outcome, many_warnings)
{
	struct outcome outcome = example();

	for (size_t i = 0; i < OUTCOME_WARNINGS; i++)
		outcome.warnings[i] =
		    (struct outcome_warning){ SPAN("code"), SPAN("text") };
	outcome.warning_count = OUTCOME_WARNINGS;
	comes_back(&outcome);
	outcome.warning_count = OUTCOME_WARNINGS + 1;
	comes_back(&outcome);
	outcome.warning_count = 100000;
	comes_back(&outcome);
}

/* Refused, and nothing is set that was not before. */
static void
is_refused(struct span bytes)
{
	struct outcome got = { .name = "n", .status = PSC_EMPTY, .seconds = 3 };
	struct outcome nothing = { .name = "n" };

	cr_assert_not(outcome_get(&got, bytes), "%zu bytes", bytes.len);
	expect_same(&got, &nothing);
	for (size_t i = 0; i < OUTCOME_WARNINGS; i++)
		cr_assert_null(got.warnings[i].code.ptr);
	cr_assert_str_eq(got.name, "n");
	cr_assert_eq(got.status, PSC_EMPTY);
	cr_assert_eq(got.seconds, 3);
}

Test(outcome, no_piece_is_taken_for_the_whole)
{
	struct outcome outcome = example();
	struct scratch out = { .cap = WIRE_MOST };

	cr_assert(outcome_put(&outcome, &out));
	for (size_t len = 0; len < out.len; len++)
		is_refused((struct span){ out.ptr, len });
	is_refused(SPAN_NONE);
	cr_assert_eq(scratch_add(&out, SPAN("\0")), PSC_OK);
	is_refused((struct span){ out.ptr, out.len });
	scratch_free(&out);
}

Test(outcome, numbers_that_name_nothing)
{
	static const uint64_t written[] = { PSC_END, PSC_END + 1, UINT32_MAX,
		(uint64_t)UINT32_MAX + 1, UINT64_MAX };
	struct outcome outcome = example();

	for (size_t i = 0; i < COUNT(written); i++) {
		struct scratch out = { .cap = WIRE_MOST };

		cr_assert(outcome_put(&outcome, &out));
		memcpy(out.ptr, &written[i], sizeof(written[i]));
		is_refused((struct span){ out.ptr, out.len });
		scratch_free(&out);
	}
}

/* A count of warnings that are not there is no reason to go on for long. */
Test(outcome, a_count_that_lies, .timeout = 5)
{
	struct scratch out = { .cap = WIRE_MOST };

	cr_assert(wire_put_number(&out, PSC_OK));
	cr_assert(wire_put_text(&out, SPAN("")));
	cr_assert(wire_put_number(&out, 0));
	cr_assert(wire_put_number(&out, UINT64_MAX));
	cr_assert(wire_put_text(&out, SPAN("code")));
	is_refused((struct span){ out.ptr, out.len });
	scratch_free(&out);
}

Test(outcome, no_room)
{
	struct outcome outcome = example();

	for (size_t cap = 0; cap < 90; cap += 9) {
		struct scratch out = { .cap = cap };

		cr_assert_not(outcome_put(&outcome, &out), "%zu", cap);
		scratch_free(&out);
	}
}
