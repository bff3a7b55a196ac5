/* How a page was read, as a table: src/output/explain. */
#include "output/explain.h"
#include "support.h"

static struct arena arena;

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

TestSuite(explain, .init = set_up, .fini = tear_down);

static struct span
write(const struct explain *explain)
{
	struct buffer out;

	buffer_init(&out, &arena, 1 << 20);
	explain_write(&out, explain);
	cr_assert(!out.full);
	return buffer_text(&out);
}

Test(explain, writes_three_tables)
{
	static const struct explain_field fields[] = {
		{ "pmid", 1, "#a", 1, BYTES("12") },
		{ "title", 2, "#b .c", 23, BYTES("A title") },
		{ "doi", 0, NULL, 0, { NULL, 0 } },
		{ "(group)", 1, "#d", 1, { NULL, 0 } },
	};
	static const struct record_warning warnings[] = {
		{ BYTES("limit"), BYTES("too \xc3\xa9 much") },
		{ BYTES("missing-field"), BYTES("doi") },
	};
	static const struct explain_drop drops[] = {
		{ "script", 3, 1234 },
		{ "menu", 0, 0 },
		{ "footer", 1, 0 },
	};
	struct explain all = { .fields = fields,
		.field_count = COUNT(fields),
		.warnings = warnings,
		.warning_count = COUNT(warnings),
		.drops = drops,
		.drop_count = COUNT(drops),
		.charset = "UTF-8",
		.bytes = 98765 };

	EXPECT_TEXT(write(&all),
	    "98765 bytes, UTF-8\n"
	    "\n"
	    "FIELD                             #   found  VALUE\n"
	    "pmid                              1       1  12\n"
	    "title                             2      23  A title"
	    "  (at #b .c)\n"
	    "doi                               -\n"
	    "(group)                           1       1  \n"
	    "\n"
	    "2 warnings\n"
	    "limit             too \xc3\xa9 much\n"
	    "missing-field     doi\n"
	    "\n"
	    "DROPPED AS CHROME         blocks     bytes\n"
	    "script                         3      1234\n"
	    "footer                         1         0\n",
	    "report");
}

Test(explain, of_nothing)
{
	struct explain none = { .charset = "", .bytes = 0 };

	EXPECT_TEXT(write(&none),
	    "0 bytes, \n\n"
	    "FIELD                             #   found  VALUE\n"
	    "\n0 warnings\n\n"
	    "DROPPED AS CHROME         blocks     bytes\n",
	    "report");
}

/* What was cleaned has no fields. */
Test(explain, of_a_cleaned_page)
{
	static const struct explain_drop drops[] = { { "menu", 2, 34 } };
	struct explain all = { .drops = drops,
		.drop_count = COUNT(drops),
		.charset = "UTF-8",
		.bytes = 5,
		.profile = "generic" };

	EXPECT_TEXT(write(&all),
	    "5 bytes, UTF-8, by the rules for generic\n\n"
	    "0 warnings\n\n"
	    "DROPPED AS CHROME         blocks     bytes\n"
	    "menu                           2        34\n",
	    "report");
}

static struct span
line_of(struct span sample)
{
	struct explain_field field = { "x", 1, "#a", 1, sample };
	struct explain one = {
		.fields = &field, .field_count = 1, .charset = "", .bytes = 1
	};
	struct span text = write(&one);
	const char *line = strstr(text.ptr, "\nx ");

	cr_assert_neq(line, NULL);
	line += 1 + strlen("x                                 1       1  ");
	return (struct span){ line, strcspn(line, "\n") };
}

/* 48 bytes, cut between characters; control bytes are spaces. */
Test(explain, shows_the_start_of_a_value)
{
	char wide[200];
	struct span shown;

	memset(wide, 'w', sizeof(wide));
	cr_assert_eq(line_of((struct span){ wide, 48 }).len, 48);
	shown = line_of((struct span){ wide, 49 });
	cr_assert_eq(shown.len, 48 + 3);
	cr_assert(span_ends(shown, SPAN("w\xe2\x80\xa6")));
	memcpy(wide + 47, "\xc3\xa9", 2);
	shown = line_of((struct span){ wide, 100 });
	cr_assert_eq(shown.len, 47 + 3);
	memcpy(wide + 46, "\xc3\xa9w", 3);
	shown = line_of((struct span){ wide, 100 });
	cr_assert_eq(shown.len, 48 + 3);
	EXPECT_TEXT(line_of(SPAN("a\nb\tc\0d\x1b[1m\x7f")), "a b c d [1m ",
	    "control bytes");
	EXPECT_TEXT(line_of(SPAN("")), "", "empty");
}
