/* Memory of one page: src/base/arena. */
#include "support.h"

#define HUGE_SIZE (SIZE_MAX / 2)

static struct arena arena;

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(arena, .fini = tear_down);

Test(arena, gives_aligned_pieces_that_do_not_touch)
{
	static const size_t sizes[] = { 0, 1, 7, 8, 15, 16, 17, 100, 4096,
		70000, 3, 9000000, 1, 0 };
	unsigned char *pieces[COUNT(sizes)];

	arena_init(&arena, 0);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		pieces[i] = arena_alloc(&arena, sizes[i]);
		cr_assert_neq(pieces[i], NULL, "%zu bytes", sizes[i]);
		cr_assert_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		memset(pieces[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < COUNT(sizes); i++)
		for (size_t at = 0; at < sizes[i]; at++)
			cr_assert_eq(pieces[i][at], i + 1, "piece %zu", i);
}

/* What 16 bytes take: more than that where a sanitizer watches. */
static size_t
cost_of_16(void)
{
	struct arena other;
	size_t cost;

	arena_init(&other, 0);
	arena_alloc(&other, 16);
	cost = other.used;
	arena_free(&other);
	return cost;
}

Test(arena, stops_at_its_cap)
{
	const size_t cost = cost_of_16();

	arena_init(&arena, 4 * cost);
	for (size_t i = 1; i <= 3; i++) {
		cr_assert_neq(arena_alloc(&arena, 16), NULL);
		cr_assert_eq(arena.used, i * cost);
	}
	cr_assert_eq(arena_alloc(&arena, 17), NULL);
	cr_assert_neq(arena_alloc(&arena, 16), NULL);
	cr_assert_eq(arena_alloc(&arena, 1), NULL);
	cr_assert_eq(arena.used, 4 * cost);
	arena_reset(&arena);
	cr_assert_eq(arena.used, 0);
	cr_assert_neq(arena_alloc(&arena, 16), NULL);
}

Test(arena, says_no_to_more_than_there_is)
{
	char text[1] = "a";
	size_t room = HUGE_SIZE / 8;

	arena_init(&arena, 0);
	cr_assert_eq(arena_alloc(&arena, SIZE_MAX), NULL);
	cr_assert_eq(arena_alloc(&arena, HUGE_SIZE), NULL);
	cr_assert_eq(arena_zeros(&arena, SIZE_MAX / 8, 16), NULL);
	cr_assert_eq(arena_zeros(&arena, SIZE_MAX, SIZE_MAX), NULL);
	cr_assert_eq(arena_more(&arena, text, room, &room, 16), NULL);
	cr_assert_eq(room, HUGE_SIZE / 8);
	cr_assert_eq(arena.used, 0);
}

Test(arena, leaves_by_longjmp)
{
	volatile int tries = 0;
	volatile bool left = false;
	jmp_buf out;

	arena_init(&arena, 2 * cost_of_16());
	arena.out = &out;
	if (setjmp(out) == 0) {
		for (tries = 0; tries < 10; tries++)
			arena_alloc(&arena, 16);
	} else {
		left = true;
	}
	cr_assert(left);
	cr_assert_eq(tries, 2);
	arena.out = NULL;
	EXPECT_TEXT(arena_print(&arena, "%s", "a"), NULL, "print at the cap");
	EXPECT_TEXT(arena_copy(&arena, SPAN("a")), NULL, "copy at the cap");
	cr_assert_eq(arena_zeros(&arena, 1, 1), NULL);
}

Test(arena, clears_what_was_used_before)
{
	unsigned char *bytes;

	arena_init(&arena, 0);
	memset(arena_alloc(&arena, 1000), 0xff, 1000);
	arena_reset(&arena);
	bytes = arena_zeros(&arena, 100, 10);
	for (size_t i = 0; i < 1000; i++)
		cr_assert_eq(bytes[i], 0, "byte %zu", i);
}

Test(arena, keeps_its_memory_for_the_next_page)
{
	void *first;

	arena_init(&arena, 0);
	first = arena_alloc(&arena, 5000);
	arena_reset(&arena);
	cr_assert_eq(arena_alloc(&arena, 5000), first);
	arena_free(&arena);
	cr_assert_eq(arena.spare, NULL);
	cr_assert_eq(arena.chunks, NULL);
	cr_assert_neq(arena_alloc(&arena, 5000), NULL);
}

/* A piece too large to keep goes back to the system. */
Test(arena, gives_large_pieces_back)
{
	arena_init(&arena, 0);
	cr_assert_neq(arena_alloc(&arena, (size_t)80 << 20), NULL);
	arena_reset(&arena);
	cr_assert_eq(arena.spare, NULL);
}

Test(arena, grows_an_array)
{
	uint32_t *numbers = NULL;
	size_t room = 0, copies = 0;
	const void *before;

	arena_init(&arena, 0);
	for (uint32_t i = 0; i < 5000; i++) {
		before = numbers;
		numbers =
		    arena_more(&arena, numbers, i, &room, sizeof(*numbers));
		copies += numbers != before;
		cr_assert_gt(room, i);
		numbers[i] = i * 3;
	}
	for (uint32_t i = 0; i < 5000; i++)
		cr_assert_eq(numbers[i], i * 3);
	cr_assert_leq(copies, 12);
}

Test(arena, copies_text)
{
	char text[] = "a\0b";
	struct span copy;

	arena_init(&arena, 0);
	copy = arena_copy(&arena, (struct span){ text, 3 });
	text[0] = 'x';
	cr_assert_eq(copy.len, 3);
	cr_assert_arr_eq(copy.ptr, "a\0b\0", 4);
	copy = arena_copy(&arena, SPAN_NONE);
	cr_assert_eq(copy.len, 0);
	cr_assert_eq(copy.ptr[0], '\0');
}

Test(arena, prints)
{
	struct span text;
	char wide[3000];

	arena_init(&arena, 0);
	EXPECT_TEXT(arena_print(&arena, "%d-%s", 12, "a"), "12-a", "short");
	EXPECT_TEXT(arena_print(&arena, "%s", ""), "", "empty");
	memset(wide, 'w', sizeof(wide));
	text = arena_print(&arena, "%.*s!", (int)sizeof(wide), wide);
	cr_assert_eq(text.len, sizeof(wide) + 1);
	cr_assert_eq(text.ptr[text.len - 1], '!');
	cr_assert_eq(text.ptr[text.len], '\0');
}

Test(arena, spans_compare_bytes)
{
	struct span text = SPAN("abc"), none = SPAN_NONE;

	cr_assert(span_equal(none, SPAN("")));
	cr_assert(!span_equal(SPAN("a\0b"), SPAN("a\0c")));
	cr_assert(span_starts(text, SPAN("ab")) && span_starts(text, none));
	cr_assert(!span_starts(text, SPAN("abcd")));
	cr_assert(span_ends(text, SPAN("bc")) && span_ends(text, none));
	cr_assert(!span_ends(text, SPAN("xabc")) && !span_ends(none, text));
	cr_assert(span_equal_nocase(SPAN("DiV-1\xc3"), SPAN("dIv-1\xc3")));
	cr_assert(!span_equal_nocase(SPAN("\xc3\x89"), SPAN("\xc3\xa9")));
	cr_assert(!span_equal_nocase(SPAN("@["), SPAN("`{")));
	EXPECT_TEXT(span_from(text, 1), "bc", "from");
	EXPECT_TEXT(span_from(text, 9), "", "past the end");
	EXPECT_TEXT(span_from(none, 9), NULL, "of nothing");
	EXPECT_TEXT(span_first(text, 2), "ab", "first");
	EXPECT_TEXT(span_first(text, 9), "abc", "more than there is");
	EXPECT_TEXT(span_of(NULL), NULL, "no string");
	for (int c = -128; c < 128; c++)
		cr_assert_eq(span_is_space((char)c),
		    c != 0 && strchr(" \t\n\f\r", c) != NULL, "%d", c);
}
