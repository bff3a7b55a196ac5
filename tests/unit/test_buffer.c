/* Text that grows: src/base/buffer. */
#include "base/buffer.h"
#include "support.h"

static struct arena arena;
static struct buffer buffer;

static void
set_up(void)
{
	arena_init(&arena, 0);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(buffer, .init = set_up, .fini = tear_down);

Test(buffer, is_empty_at_first)
{
	struct span text;

	buffer_init(&buffer, &arena, 100);
	text = buffer_text(&buffer);
	EXPECT_TEXT(text, "", "empty");
	cr_assert_eq(text.ptr[0], '\0');
	cr_assert(!buffer.full);
	buffer_add(&buffer, SPAN_NONE);
	cr_assert_eq(buffer.len, 0);
}

Test(buffer, holds_what_was_added)
{
	struct span text;

	buffer_init(&buffer, &arena, 100);
	buffer_add(&buffer, SPAN("a\0b"));
	buffer_char(&buffer, '\0');
	buffer_print(&buffer, "%s-%d", "x", 7);
	text = buffer_text(&buffer);
	cr_assert_eq(text.len, 7);
	cr_assert_arr_eq(text.ptr, "a\0b\0x-7\0", 8);
	buffer_char(&buffer, '!');
	cr_assert_eq(buffer_text(&buffer).len, 8);
	cr_assert_eq(buffer_text(&buffer).ptr[8], '\0');
}

Test(buffer, grows)
{
	struct span text;
	size_t len = 0;

	buffer_init(&buffer, &arena, SIZE_MAX / 2);
	for (int i = 0; i < 100000; i++) {
		buffer_print(&buffer, "%d,", i % 10);
		len += 2;
		if (i % 1000 == 0)
			cr_assert_eq(buffer_text(&buffer).ptr[len], '\0');
	}
	text = buffer_text(&buffer);
	cr_assert_eq(text.len, len);
	for (size_t i = 0; i < len; i += 2) {
		cr_assert_eq(text.ptr[i], (char)('0' + i / 2 % 10));
		cr_assert_eq(text.ptr[i + 1], ',');
	}
	cr_assert_lt(arena.used, 8 * len);
}

/* At every size around the one at which it first grows. */
Test(buffer, ends_with_nul_at_every_length)
{
	for (size_t len = 250; len < 520; len++) {
		buffer_init(&buffer, &arena, 1000);
		for (size_t i = 0; i < len; i++)
			buffer_char(&buffer, 'a');
		cr_assert_eq(buffer_text(&buffer).len, len);
		cr_assert_eq(buffer_text(&buffer).ptr[len], '\0');
		cr_assert_eq(strlen(buffer_text(&buffer).ptr), len);
	}
}

Test(buffer, stops_at_its_cap)
{
	buffer_init(&buffer, &arena, 5);
	buffer_add(&buffer, SPAN("abcde"));
	cr_assert(!buffer.full);
	EXPECT_TEXT(buffer_text(&buffer), "abcde", "as much as it may");
	buffer_char(&buffer, 'f');
	cr_assert(buffer.full);
	cr_assert_eq(buffer.len, 5);

	buffer_init(&buffer, &arena, 5);
	buffer_add(&buffer, SPAN("abc"));
	buffer_add(&buffer, SPAN("def"));
	cr_assert(buffer.full);
	cr_assert_eq(buffer.len, 3);
	buffer_char(&buffer, 'd'); /* it would fit, but something is lost */
	cr_assert_eq(buffer.len, 3);
}

Test(buffer, is_full_without_memory)
{
	struct arena small;

	arena_init(&small, 300);
	buffer_init(&buffer, &small, 10000);
	for (int i = 0; i < 300; i++)
		buffer_char(&buffer, 'a');
	cr_assert(buffer.full);
	cr_assert_eq(buffer.len, 255);
	EXPECT_TEXT(buffer_text(&buffer), "", "nothing half");
	arena_free(&small);
}

/* What is printed at once is cut at 511 bytes; errors are 400 at most. */
Test(buffer, prints_a_line)
{
	char wide[600];

	buffer_init(&buffer, &arena, 10000);
	memset(wide, 'w', sizeof(wide));
	buffer_print(&buffer, "%.*s", 511, wide);
	cr_assert_eq(buffer.len, 511);
	cr_assert(!buffer.full);
}

Test(buffer, errors_are_cut_to_fit)
{
	struct error error;
	char wide[600];

	memset(wide, 'w', sizeof(wide));
	error_set(&error, "%.*s", (int)sizeof(wide), wide);
	cr_assert_eq(strlen(error.message), sizeof(error.message) - 1);
	error_set(&error, "%d %s", 3, "left");
	cr_assert_str_eq(error.message, "3 left");
}
