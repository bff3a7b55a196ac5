/* Regular expressions: src/base/pattern. */
#include "support.h"

#define GROUPS 4

struct found {
	const char *pattern;
	struct span text;
	bool found;
	const char *groups[GROUPS]; /* NULL: no part in the match */
};

static const struct found finds[] = {
	{ "b", BYTES("abc"), true, { "b" } },
	{ "d", BYTES("abc"), false, { NULL } },
	{ "", BYTES(""), true, { "" } },
	{ "^$", { NULL, 0 }, true, { "" } },
	{ "a", { NULL, 0 }, false, { NULL } },
	{ "(a)|(b)", BYTES("b"), true, { "b", NULL, "b" } },
	{ "(a)(b)?", BYTES("a"), true, { "a", "a", NULL } },
	{ "(a)(b?)", BYTES("a"), true, { "a", "a", "" } },
	{ "(?i)pmc(\\d+)", BYTES("x pMc12."), true, { "pMc12", "12" } },
	{ "A", BYTES("a"), false, { NULL } },
	/* white space and # count */
	{ "a b", BYTES("ab"), false, { NULL } },
	{ "a b#c", BYTES("a b#c"), true, { "a b#c" } },
	/* the end is the end, not before a last line end */
	{ "a$", BYTES("a\n"), false, { NULL } },
	{ "^a$", BYTES("b\na"), false, { NULL } },
	{ "a.b", BYTES("a\nb"), false, { NULL } },
	/* letters and digits of all languages; one character, not bytes */
	{ "^\\p{L}+$", BYTES("\xc3\xa9t\xd0\xb9"), true,
	    { "\xc3\xa9t\xd0\xb9" } },
	{ "^.$", BYTES("\xf0\x9f\x98\x80"), true, { "\xf0\x9f\x98\x80" } },
	{ "^\\w+$", BYTES("\xc3\xa9"), true, { "\xc3\xa9" } },
	{ "(?i)\xc3\x89", BYTES("\xc3\xa9"), true, { "\xc3\xa9" } },
	/* a NUL is data */
	{ "a(.)b", BYTES("xa\0b"), true, { NULL } },
};

Test(pattern, finds)
{
	for (size_t i = 0; i < COUNT(finds); i++) {
		const struct found *row = &finds[i];
		struct pattern *pattern = pattern_new(row->pattern);
		struct pattern_match match;
		cr_assert_neq(pattern, NULL, "%s", row->pattern);
		cr_assert_eq(pattern_find(pattern, row->text, NULL), row->found,
		    "%s", row->pattern);
		cr_assert_eq(pattern_find(pattern, row->text, &match),
		    row->found, "%s", row->pattern);
		for (size_t group = 0;
		     row->found && group < GROUPS && i + 1 < COUNT(finds);
		     group++)
			EXPECT_TEXT(match.group[group], row->groups[group],
			    "%s, group %zu", row->pattern, group);
		if (i + 1 == COUNT(finds)) {
			cr_assert_eq(match.group[0].len, 3);
			cr_assert_eq(match.group[1].len, 1);
			cr_assert_eq(match.group[1].ptr, row->text.ptr + 2);
		}
		pattern_free(pattern);
	}
}

Test(pattern, points_into_the_text)
{
	struct span text = SPAN("abcabc");
	struct pattern *pattern = pattern_new("c(.)");
	struct pattern_match match;

	cr_assert(pattern_find(pattern, text, &match));
	cr_assert_eq(match.group[0].ptr, text.ptr + 2);
	cr_assert_eq(match.group[1].ptr, text.ptr + 3);
	cr_assert(!pattern_find(pattern, span_from(text, 4), &match));
	pattern_free(pattern);
}

Test(pattern, refuses_what_is_no_pattern)
{
	static const char *const wrong[] = { "(", "a)", "[", "*", "a{2,1}",
		"\\", "(?<", "\\p{Nonsense}", "\xff" };

	for (size_t i = 0; i < COUNT(wrong); i++)
		cr_assert_eq(pattern_new(wrong[i]), NULL, "%s", wrong[i]);
	pattern_free(NULL);
}

Test(pattern, counts_groups_up_to_its_room)
{
	struct pattern *pattern = pattern_new("(a)(b)(c)(d)(e)(f)(g)(h)(i)"
					      "(j)(k)");
	struct pattern_match match;

	cr_assert(pattern_find(pattern, SPAN("-abcdefghijk"), &match));
	EXPECT_TEXT(match.group[0], "abcdefghijk", "all");
	for (size_t i = 1; i < PATTERN_GROUPS; i++) {
		cr_assert_eq(match.group[i].len, 1);
		cr_assert_eq(match.group[i].ptr[0], "abcdefghi"[i - 1]);
	}
	pattern_free(pattern);
}

/* Without the limit the search would take 2^40 steps, and then succeed. */
Test(pattern, gives_up_after_many_steps, .timeout = 20)
{
	struct pattern *pattern = pattern_new("(?:a+)+b|a{40}c");

	cr_assert(!pattern_find(
	    pattern, SPAN("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"), NULL));
	cr_assert(pattern_find(pattern, SPAN("aaab"), NULL));
	pattern_free(pattern);
}
