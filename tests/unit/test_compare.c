/* JSON against JSON: src/output/compare. */
#include "output/compare.h"
#include "support.h"

static struct arena arena;
static struct buffer out;
static struct error error;

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

TestSuite(compare, .init = set_up, .fini = tear_down);

static enum psc_status
compare(struct span expected, struct span actual)
{
	error.message[0] = '\0';
	buffer_init(&out, &arena, 1 << 20);
	return compare_json(expected, actual, &out, &error);
}

#define DIFFERENCE(path, was, is) \
	"  " path "\n    expected  " was "\n    actual    " is "\n"

struct pair {
	const char *expected, *actual;
	const char *report;
};

static const struct pair pairs[] = {
	{ "{}", "{}", "" },
	{ "null", "null", "" },
	{ " { \"a\" : [ 1 , true ] } ", "{\"a\":[1,true]}\n", "" },
	{ "\"\\u00e9\"", "\"\xc3\xa9\"", "" },
	{ "\"a\\u0000b\"", "\"a\\u0000b\"", "" },
	/* values */
	{ "1", "2", DIFFERENCE("(all of it)", "1", "2") },
	{ "{\"a\":1}", "{\"a\":2}", DIFFERENCE("a", "1", "2") },
	{ "{\"a\":1}", "{\"a\":\"1\"}", DIFFERENCE("a", "1", "\"1\"") },
	{ "{\"a\":1}", "{\"a\":1.0}", DIFFERENCE("a", "1", "1.0") },
	{ "{\"a\":null}", "{\"a\":false}", DIFFERENCE("a", "null", "false") },
	{ "{\"a\":\"b\"}", "{\"a\":\"B\"}", DIFFERENCE("a", "\"b\"", "\"B\"") },
	{ "{\"a\":[]}", "{\"a\":{}}", DIFFERENCE("a", "[]", "{}") },
	{ "\"a\\u0000b\"", "\"a\\u0000c\"",
	    DIFFERENCE("(all of it)", "\"a\\u0000b\"", "\"a\\u0000c\"") },
	/* deep ones, and several */
	{ "{\"a\":{\"b\":[{\"c\":1}]}}", "{\"a\":{\"b\":[{\"c\":2}]}}",
	    DIFFERENCE("a.b[0].c", "1", "2") },
	{ "{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":2,\"b\":2,\"c\":4}",
	    DIFFERENCE("a", "1", "2") DIFFERENCE("c", "3", "4") },
	{ "[[1],[2]]", "[[1],[3]]", DIFFERENCE("[1][0]", "2", "3") },
	/* too many, too few */
	{ "{\"a\":1}", "{}", DIFFERENCE("a", "1", "(nothing)") },
	{ "{}", "{\"a\":1}", DIFFERENCE("a", "(nothing)", "1") },
	{ "{\"a\":null}", "{}", DIFFERENCE("a", "null", "(nothing)") },
	{ "{}", "{\"a\":null}", DIFFERENCE("a", "(nothing)", "null") },
	{ "[1,2]", "[1]", DIFFERENCE("[1]", "2", "(nothing)") },
	{ "[1]", "[1,2]", DIFFERENCE("[1]", "(nothing)", "2") },
	{ "[1,2]", "[2,1]",
	    DIFFERENCE("[0]", "1", "2") DIFFERENCE("[1]", "2", "1") },
	/* the order of keys */
	{ "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}",
	    DIFFERENCE("(the order of keys)", "{\"a\":1,\"b\":2}",
		"{\"b\":2,\"a\":1}") },
	{ "{\"a\":1,\"b\":2}", "{\"b\":3,\"a\":1}", DIFFERENCE("b", "2", "3") },
};

Test(compare, reports_each_difference)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const struct pair *row = &pairs[i];
		cr_assert_eq(
		    compare(span_of(row->expected), span_of(row->actual)),
		    PSC_OK, "%s", error.message);
		EXPECT_TEXT(buffer_text(&out), row->report, "%s, %s",
		    row->expected, row->actual);
	}
}

Test(compare, refuses_what_is_no_json)
{
	static const char *const wrong[] = { "", "{", "[1,]", "{'a':1}",
		"{\"a\":1}x", "nul", "{\"a\":1,\"a\":1}", "\"\xff\"", "01",
		"\"a\nb\"" };

	for (size_t i = 0; i < COUNT(wrong); i++) {
		cr_assert_eq(compare(span_of(wrong[i]), SPAN("{}")),
		    PSC_BAD_ARGUMENT, "%s", wrong[i]);
		cr_assert_neq(strstr(error.message, "expected"), NULL, "%s",
		    error.message);
		cr_assert_eq(out.len, 0);
		cr_assert_eq(compare(SPAN("{}"), span_of(wrong[i])),
		    PSC_BAD_ARGUMENT, "%s", wrong[i]);
		cr_assert_neq(
		    strstr(error.message, "actual"), NULL, "%s", error.message);
	}
}

/* Long values are shown around their first difference, cut between letters. */
Test(compare, shows_where_texts_part)
{
	struct buffer a, b;
	struct span text;

	buffer_init(&a, &arena, 10000);
	buffer_init(&b, &arena, 10000);
	buffer_char(&a, '"');
	buffer_char(&b, '"');
	for (int i = 0; i < 200; i++) {
		buffer_add(&a, SPAN("\xc3\xa9"));
		buffer_add(&b, i == 120 ? SPAN("xX") : SPAN("\xc3\xa9"));
	}
	buffer_char(&a, '"');
	buffer_char(&b, '"');
	cr_assert_eq(compare(buffer_text(&a), buffer_text(&b)), PSC_OK);
	text = buffer_text(&out);
	cr_assert(holds(text, "xX"));
	cr_assert(holds(text, "expected  \xe2\x80\xa6\xc3\xa9"));
	cr_assert(holds(text, "\xc3\xa9\xe2\x80\xa6\n"));
	cr_assert_lt(text.len, 300);
	for (size_t i = 1; i < text.len; i++)
		if (((unsigned char)text.ptr[i] & 0xc0) == 0x80)
			cr_assert_neq((unsigned char)text.ptr[i - 1] & 0x80, 0);
}

/* A path that is too long is cut; nothing overflows. */
Test(compare, survives_long_paths)
{
	struct buffer a, b;

	buffer_init(&a, &arena, 100000);
	buffer_init(&b, &arena, 100000);
	for (int i = 0; i < 40; i++) {
		buffer_print(&a, "{\"a_rather_long_key_of_an_object\":");
		buffer_print(&b, "{\"a_rather_long_key_of_an_object\":");
	}
	buffer_char(&a, '1');
	buffer_char(&b, '2');
	for (int i = 0; i < 40; i++) {
		buffer_char(&a, '}');
		buffer_char(&b, '}');
	}
	cr_assert_eq(compare(buffer_text(&a), buffer_text(&b)), PSC_OK);
	cr_assert(holds(buffer_text(&out), "    expected  1\n"));
	cr_assert(holds(buffer_text(&out), "    actual    2\n"));
}

/* jansson reads no deeper than 2048. */
Test(compare, refuses_json_that_is_too_deep)
{
	struct buffer a;

	buffer_init(&a, &arena, 1 << 20);
	for (int i = 0; i < 100000; i++)
		buffer_char(&a, '[');
	cr_assert_eq(compare(buffer_text(&a), SPAN("[]")), PSC_BAD_ARGUMENT);
}

Test(compare, stops_at_the_cap_of_its_report)
{
	struct buffer a, b;

	buffer_init(&a, &arena, 1 << 20);
	buffer_init(&b, &arena, 1 << 20);
	for (int i = 0; i < 1000; i++) {
		buffer_print(&a, "%s%d", i == 0 ? "[" : ",", i);
		buffer_print(&b, "%s%d", i == 0 ? "[" : ",", i + 1);
	}
	buffer_char(&a, ']');
	buffer_char(&b, ']');
	buffer_init(&out, &arena, 100);
	cr_assert_eq(
	    compare_json(buffer_text(&a), buffer_text(&b), &out, &error),
	    PSC_OK);
	cr_assert(out.full);
	cr_assert_leq(out.len, 100);
}
