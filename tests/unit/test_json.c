/* Records as JSON: src/output/json. */
#include "output/json.h"
#include "support.h"

static struct arena arena;
static struct record record;
static struct error error;

static void
set_up(void)
{
	arena_init(&arena, 0);
	record_init(&record);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(json, .init = set_up, .fini = tear_down);

static struct span
json_of(const char *keys, bool indent)
{
	const struct json_only *only = NULL;
	struct span json = SPAN_NONE;

	if (keys != NULL)
		cr_assert_eq(json_only_read(&arena, keys, &only, &error),
		    PSC_OK, "%s: %s", keys, error.message);
	cr_assert_eq(json_record(&arena, &record, only, indent, &json), PSC_OK);
	cr_assert_eq(json.ptr[json.len], '\0');
	return json;
}

static void
fill(void)
{
	struct record_reference *reference;
	struct record_author *author;

	record.pmid = SPAN("12");
	record.title = SPAN("\"a\\b\"\n\x01\x7f/<\xc3\xa9\xe2\x80\xa8"
			    "\xf0\x9f\x98\x80");
	record.citation.year = 2019;
	record.retracted = true;
	record_add_text(&arena, &record.keywords, SPAN("x"));
	record_add_text(&arena, &record.keywords, SPAN(""));
	for (int i = 0; i < 2; i++) {
		reference = record_add(
		    &arena, &record.references.items, sizeof(*reference));
		reference->number = i + 1;
		reference->doi = i == 0 ? SPAN("10.1/a") : SPAN_NONE;
	}
	author = record_add(&arena, &record.collaborators, sizeof(*author));
	author->name = SPAN("A B");
	author->group = SPAN("G");
}

struct chosen {
	const char *keys;
	const char *json;
};

static const struct chosen choices[] = {
	{ "pmid", "{\"pmid\": \"12\"}" },
	{ "pmcid", "{\"pmcid\": null}" },
	{ "retracted,preprint", "{\"retracted\": true, \"preprint\": false}" },
	{ "schema_version", "{\"schema_version\": 1}" },
	{ "abstract", "{\"abstract\": null}" },
	{ "abstract.text", "{\"abstract\": null}" },
	{ "keywords", "{\"keywords\": [\"x\", \"\"]}" },
	{ "languages", "{\"languages\": []}" },
	{ "figures.label", "{\"figures\": []}" },
	/* in the record's order, each once */
	{ "title,pmid", "{\"pmid\": \"12\", \"title\": "
			"\"\\\"a\\\\b\\\"\\n\\u0001\x7f/<\xc3\xa9\xe2\x80\xa8"
			"\xf0\x9f\x98\x80\"}" },
	{ "pmid,pmid", "{\"pmid\": \"12\"}" },
	{ " pmid , pmcid ", "{\"pmid\": \"12\", \"pmcid\": null}" },
	/* below a key */
	{ "citation.year", "{\"citation\": {\"year\": 2019}}" },
	{ "citation.pages,citation.year",
	    "{\"citation\": {\"year\": 2019, \"pages\": null}}" },
	{ "references.items.doi", "{\"references\": {\"items\": [{\"doi\": "
				  "\"10.1/a\"}, {\"doi\": null}]}}" },
	{ "references.items.number,references.total",
	    "{\"references\": {\"total\": 0, \"items\": [{\"number\": 1}, "
	    "{\"number\": 2}]}}" },
	{ "collaborators.group,collaborators.name",
	    "{\"collaborators\": [{\"name\": \"A B\", \"group\": \"G\"}]}" },
	/* the whole swallows its parts, in either order */
	{ "similar_articles,similar_articles.total",
	    "{\"similar_articles\": {\"total\": null, \"complete\": true, "
	    "\"more_url\": null, \"items\": []}}" },
	{ "similar_articles.total,similar_articles",
	    "{\"similar_articles\": {\"total\": null, \"complete\": true, "
	    "\"more_url\": null, \"items\": []}}" },
};

Test(json, writes_the_keys_that_are_asked_for)
{
	fill();
	for (size_t i = 0; i < COUNT(choices); i++)
		EXPECT_TEXT(json_of(choices[i].keys, false), choices[i].json,
		    "%s", choices[i].keys);
}

Test(json, refuses_what_is_no_key)
{
	static const char *const wrong[] = { "", " ", ",", "pmid,", ",pmid",
		"pmid,,doi", "PMID", "pmi", "pmidx", "pmid.x", "references.x",
		"references.items.x", "references.doi", "items", ".pmid",
		"references..items", "references items", "authors.group",
		"keywords.x" };
	const struct json_only *only;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		error.message[0] = '\0';
		cr_assert_eq(json_only_read(&arena, wrong[i], &only, &error),
		    PSC_BAD_ARGUMENT, "'%s'", wrong[i]);
		cr_assert_neq(strstr(error.message, "is no key"), NULL, "'%s'",
		    error.message);
	}
}

Test(json, refuses_every_name_that_is_no_key)
{
	static const char *const wrong[] = { "pmid,pmid.x",
		"references,references.x", "references,references.items.x",
		"pmid.", "references." };
	const struct json_only *only;

	for (size_t i = 0; i < COUNT(wrong); i++)
		cr_assert_eq(json_only_read(&arena, wrong[i], &only, &error),
		    PSC_BAD_ARGUMENT, "'%s'", wrong[i]);
}

Test(json, message_for_a_long_name_is_short)
{
	const struct json_only *only;
	char keys[5000];

	memset(keys, 'k', sizeof(keys) - 1);
	keys[sizeof(keys) - 1] = '\0';
	cr_assert_eq(
	    json_only_read(&arena, keys, &only, &error), PSC_BAD_ARGUMENT);
	cr_assert_lt(strlen(error.message), 120);
}

Test(json, knows_which_keys_are_asked_for)
{
	static const struct {
		const char *keys;
		bool has;
	} rows[] = { { NULL, true }, { "references", true },
		{ "pmid,references.items", true },
		{ "references.items.parsed", true },
		{ "references.items.parsed.year", true }, { "pmid", false },
		{ "references.total,references.items.doi", false } };
	const struct json_only *only;

	for (size_t i = 0; i < COUNT(rows); i++) {
		only = NULL;
		if (rows[i].keys != NULL)
			cr_assert_eq(
			    json_only_read(&arena, rows[i].keys, &only, &error),
			    PSC_OK);
		cr_assert_eq(json_only_has(only, "references.items.parsed"),
		    rows[i].has, "row %zu", i);
	}
	cr_assert(!json_only_has(only, "references.nothing"));
}

/* The keys of every object, everywhere, are there in their order. */
static const char *
expect_keys(const char *at, const struct record_shape *shape)
{
	for (size_t i = 0; i < shape->count; i++) {
		char quoted[60];
		snprintf(
		    quoted, sizeof(quoted), "\"%s\": ", shape->keys[i].name);
		at = strstr(at, quoted);
		cr_assert_neq(at, NULL, "%s", quoted);
		at += strlen(quoted);
		if (shape->keys[i].type == RECORD_OBJECT)
			at = expect_keys(at, shape->keys[i].shape);
	}
	return at;
}

Test(json, writes_every_key_in_order)
{
	struct span json = json_of(NULL, false);

	expect_keys(json.ptr, record_shape());
	cr_assert_eq(strchr(json.ptr, '\n'), NULL);
	cr_assert(span_starts(json, SPAN("{\"schema_version\": 1, \"page\": "
					 "{\"kind\": null, ")));
	cr_assert(span_ends(json, SPAN("\"warnings\": []}")));
}

Test(json, indents_by_two)
{
	fill();
	EXPECT_TEXT(json_of("pmid,citation.year,keywords", true),
	    "{\n  \"pmid\": \"12\",\n  \"citation\": {\n    \"year\": 2019\n"
	    "  },\n  \"keywords\": [\n    \"x\",\n    \"\"\n  ]\n}",
	    "indented");
}

Test(json, escapes_nul)
{
	record.title = SPAN("a\0b");
	EXPECT_TEXT(
	    json_of("title", false), "{\"title\": \"a\\u0000b\"}", "NUL");
}

Test(json, writes_large_numbers)
{
	record.citation.year = INT64_MAX;
	EXPECT_TEXT(json_of("citation.year", false),
	    "{\"citation\": {\"year\": 9223372036854775807}}", "largest");
	record.citation.year = -1;
	EXPECT_TEXT(json_of("citation.year", false),
	    "{\"citation\": {\"year\": -1}}", "less than 0");
}

Test(json, writes_errors)
{
	struct record_page page = { .input = SPAN("a \"b\"\n"),
		.sha256 = SPAN("00") };
	struct span json;

	cr_assert_eq(json_error(&arena, &page, PSC_NOT_HTML, "it is \"x\"",
			 false, &json),
	    PSC_OK);
	EXPECT_TEXT(json,
	    "{\"schema_version\": 1, \"page\": {\"kind\": null, \"url\": "
	    "null, \"input\": \"a \\\"b\\\"\\n\", \"sha256\": \"00\", "
	    "\"fetched_at\": null}, \"error\": {\"code\": \"not-html\", "
	    "\"message\": \"it is \\\"x\\\"\"}}",
	    "error");
	cr_assert_eq(
	    json_error(&arena, &page, PSC_EMPTY, "", true, &json), PSC_OK);
	cr_assert(span_ends(json,
	    SPAN("  \"error\": {\n    \"code\": \"empty\",\n    \"message\": "
		 "\"\"\n  }\n}")));
}

Test(json, without_memory_says_so)
{
	struct span json = SPAN_NONE;
	struct arena small;

	arena_init(&small, 300);
	cr_assert_eq(
	    json_record(&small, &record, NULL, false, &json), PSC_NO_MEMORY);
	arena_free(&small);
}
