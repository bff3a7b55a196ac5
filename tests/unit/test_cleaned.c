/* A cleaned page and its JSON: src/record/cleaned, src/output/json. */
#include "record/cleaned.h"

#include <jansson.h>

#include "output/json.h"
#include "record/schema.h"
#include "support.h"

static struct arena arena;
static struct cleaned cleaned;

static void
set_up(void)
{
	arena_init(&arena, 0);
	cleaned_init(&cleaned);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(cleaned, .init = set_up, .fini = tear_down);

static struct span
json_of(bool indent)
{
	struct span json = SPAN_NONE;

	cr_assert_eq(json_cleaned(&arena, &cleaned, indent, &json), PSC_OK);
	cr_assert_eq(json.ptr[json.len], '\0');
	return json;
}

Test(cleaned, empty_one_has_every_key)
{
	EXPECT_TEXT(json_of(false),
	    "{\"schema_version\": 1, \"page\": {\"kind\": null, \"url\": "
	    "null, \"input\": null, \"sha256\": null, \"fetched_at\": null}, "
	    "\"profile\": null, \"title\": null, \"byline\": null, "
	    "\"published\": null, \"site\": null, \"language\": null, "
	    "\"text\": \"\", \"markdown\": \"\", \"links\": [], \"images\": "
	    "[], \"removed\": [], \"warnings\": []}",
	    "empty");
}

static void
fill(void)
{
	cleaned.page.kind = cleaned.profile = SPAN("generic");
	cleaned.page.input = SPAN("-");
	cleaned.page.sha256 = SPAN("0123456789abcdef0123456789abcdef0123456789"
				   "abcdef0123456789abcdef");
	cleaned.title = SPAN("\"T\"");
	cleaned.published = SPAN("2024-06");
	cleaned.language = SPAN("es-MX");
	cleaned.text = SPAN("a\nb\0c");
	cleaned.markdown = SPAN("# a");
	cleaned_add_link(&arena, &cleaned, SPAN("x"), SPAN("https://a/"));
	cleaned_add_link(&arena, &cleaned, SPAN_NONE, SPAN("/b"));
	cleaned_add_image(
	    &arena, &cleaned, SPAN(""), SPAN("/i"), SPAN("Of bees"));
	cleaned_add_removed(&arena, &cleaned, "footer", 2, 345);
	cleaned_warn(&arena, &cleaned, "limit", SPAN("cut"));
}

Test(cleaned, lists_stand_in_their_order)
{
	struct span json;

	fill();
	json = json_of(false);
	cr_assert(
	    holds(json, "\"text\": \"a\\nb\\u0000c\", \"markdown\": \"# a\""));
	cr_assert(
	    holds(json, "\"links\": [{\"text\": \"x\", \"url\": "
			"\"https://a/\"}, {\"text\": null, \"url\": \"/b\"}], "
			"\"images\": [{\"alt\": \"\", \"url\": \"/i\", "
			"\"caption\": \"Of bees\"}], \"removed\": [{\"rule\": "
			"\"footer\", \"count\": 2, \"bytes\": 345}], "
			"\"warnings\": [{\"code\": \"limit\", \"message\": "
			"\"cut\"}]}"));
}

Test(cleaned, indented_is_the_same)
{
	json_t *one, *other;
	struct span json;

	fill();
	json = json_of(false);
	one = json_loadb(json.ptr, json.len, JSON_ALLOW_NUL, NULL);
	json = json_of(true);
	other = json_loadb(json.ptr, json.len, JSON_ALLOW_NUL, NULL);
	cr_assert_neq(one, NULL);
	cr_assert(json_equal(one, other));
	cr_assert(holds(json, "{\n  \"schema_version\": 1,\n  \"page\": {\n"));
	json_decref(one);
	json_decref(other);
}

/* The page has the keys of the record's, in the same places. */
Test(cleaned, page_is_as_in_the_record)
{
	const struct record_shape *record = record_page_shape(), *page;

	page = record_find(cleaned_shape(), SPAN("page"))->shape;
	cr_assert_eq(page->count, record->count);
	cr_assert_eq(page->size, record->size);
	for (size_t i = 0; i < page->count; i++) {
		cr_assert_str_eq(page->keys[i].name, record->keys[i].name);
		cr_assert_eq(page->keys[i].offset, record->keys[i].offset);
		cr_assert_eq(page->keys[i].type, record->keys[i].type);
	}
}

/* Are the keys of a shape those that the schema names, in its order? */
static void
expect_keys(const json_t *schema, const struct record_shape *shape)
{
	json_t *properties = json_object_get(schema, "properties");
	const json_t *required = json_object_get(schema, "required");
	const json_t *below;
	void *key;
	size_t i = 0;

	/* Where a page has one that the user gave it, it stands before all. */
	if (shape == cleaned_shape())
		cr_assert_eq(json_object_del(properties, "id"), 0);
	cr_assert_eq(json_object_size(properties), shape->count);
	cr_assert_eq(json_array_size(required), shape->count);
	for (key = json_object_iter(properties); key != NULL;
	     key = json_object_iter_next(properties, key), i++) {
		const struct record_key *want = &shape->keys[i];
		cr_assert_str_eq(json_object_iter_key(key), want->name);
		cr_assert_str_eq(
		    json_string_value(json_array_get(required, i)), want->name);
		below = json_object_iter_value(key);
		if (want->type == RECORD_OBJECTS)
			below = json_object_get(below, "items");
		if (want->shape != NULL)
			expect_keys(below, want->shape);
	}
}

Test(cleaned, schema_has_its_keys)
{
	json_t *schema = json_loads(schema_cleaned_text, 0, NULL);

	cr_assert_neq(schema, NULL);
	expect_keys(
	    json_object_get(json_object_get(schema, "$defs"), "cleaned"),
	    cleaned_shape());
	json_decref(schema);
}
