/* The record and its description: src/record. */
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

TestSuite(record, .init = set_up, .fini = tear_down);

/* RECORD's table of keys, in its order. */
static const char *const keys[] = { "schema_version", "page", "pmid", "pmcid",
	"doi", "title", "languages", "article_type", "journal", "citation",
	"access", "authors", "affiliations", "collaborators", "abstract",
	"other_abstracts", "plain_language_summary", "keywords", "copyright",
	"conflict_of_interest", "figures", "references", "similar_articles",
	"cited_by", "publication_types", "mesh_terms", "substances",
	"supplementary_concepts", "grants", "funding_statement",
	"associated_data", "notices", "retracted", "preprint",
	"full_text_links", "linkout", "related_information", "warnings" };

struct below {
	const char *path;
	const char *keys;
};

static const struct below nested[] = {
	{ "page", "kind url input sha256 fetched_at" },
	{ "journal", "title abbreviation" },
	{ "citation",
	    "text date year volume issue pages secondary ahead_of_print" },
	{ "access", "label embargo_until" },
	{ "authors", "name family given initials collective affiliations "
		     "equal_contribution" },
	{ "affiliations", "key text" },
	{ "collaborators", "name family given initials collective "
			   "affiliations equal_contribution group" },
	{ "abstract", "language text sections" },
	{ "other_abstracts", "language text sections" },
	{ "abstract.sections", "label text" },
	{ "figures", "label caption image_url thumbnail_url width height" },
	{ "references", "total complete more_url items" },
	{ "references.items",
	    "number section text doi pmid pmcid urls parsed" },
	{ "references.items.parsed",
	    "authors et_al title journal year volume issue pages" },
	{ "references.items.parsed.authors", "name family initials" },
	{ "similar_articles", "total complete more_url items" },
	{ "similar_articles.items", "pmid title authors citation notes" },
	{ "cited_by", "total complete more_url items" },
	{ "cited_by.items", "pmid title authors citation notes" },
	{ "mesh_terms", "text descriptor qualifier major" },
	{ "grants", "id text" },
	{ "associated_data", "source accession" },
	{ "notices", "kind heading pmid title authors citation" },
	{ "full_text_links", "provider url" },
	{ "linkout", "category provider url" },
	{ "related_information", "name url" },
	{ "warnings", "code message" },
};

static const struct record_shape *
shape_at(const char *path)
{
	const struct record_shape *shape = record_shape();
	const struct record_key *key;

	while (*path != '\0') {
		size_t len = strcspn(path, ".");
		key = record_find(shape, (struct span){ path, len });
		cr_assert_neq(key, NULL, "%s", path);
		shape = key->shape;
		cr_assert_neq(shape, NULL, "%s", path);
		path += len + (path[len] == '.');
	}
	return shape;
}

Test(record, has_the_keys_of_its_contract)
{
	const struct record_shape *shape = record_shape();

	cr_assert_eq(shape->count, COUNT(keys));
	for (size_t i = 0; i < COUNT(keys); i++)
		cr_assert_str_eq(shape->keys[i].name, keys[i]);
	for (size_t i = 0; i < COUNT(nested); i++) {
		char names[300] = "";
		shape = shape_at(nested[i].path);
		for (size_t n = 0; n < shape->count; n++) {
			strcat(names, n == 0 ? "" : " ");
			strcat(names, shape->keys[n].name);
		}
		cr_assert_str_eq(names, nested[i].keys, "%s", nested[i].path);
	}
}

static size_t
size_of(const struct record_key *key)
{
	switch (key->type) {
	case RECORD_TEXT:
		return sizeof(struct span);
	case RECORD_NUMBER:
		return sizeof(int64_t);
	case RECORD_BOOL:
		return sizeof(bool);
	case RECORD_POINTER:
		return sizeof(void *);
	case RECORD_TEXTS:
	case RECORD_OBJECTS:
		return sizeof(struct record_list);
	case RECORD_OBJECT:
		break;
	}
	return key->shape->size;
}

/* Keys lie within their struct, none over another, and lists have shapes. */
static void
check_shape(const struct record_shape *shape, size_t depth)
{
	cr_assert_lt(depth, 5);
	for (size_t i = 0; i < shape->count; i++) {
		const struct record_key *key = &shape->keys[i];
		bool holder = key->type == RECORD_OBJECT ||
			      key->type == RECORD_OBJECTS ||
			      key->type == RECORD_POINTER;
		cr_assert_leq(
		    key->offset + size_of(key), shape->size, "%s", key->name);
		cr_assert_eq(key->shape != NULL, holder, "%s", key->name);
		cr_assert_eq(record_find(shape, span_of(key->name)), key);
		for (size_t n = 0; n < i; n++)
			cr_assert(
			    shape->keys[n].offset + size_of(&shape->keys[n]) <=
				    key->offset ||
				key->offset + size_of(key) <=
				    shape->keys[n].offset,
			    "%s and %s", key->name, shape->keys[n].name);
		if (holder)
			check_shape(key->shape, depth + 1);
	}
}

Test(record, describes_its_structs)
{
	check_shape(record_shape(), 0);
	cr_assert_eq(record_shape()->size, sizeof(struct record));
	cr_assert_eq(record_page_shape(), shape_at("page"));
}

Test(record, finds_keys_by_their_whole_names)
{
	const struct record_shape *shape = record_shape();

	cr_assert_eq(record_find(shape, SPAN("pmi")), NULL);
	cr_assert_eq(record_find(shape, SPAN("pmidx")), NULL);
	cr_assert_eq(record_find(shape, SPAN("PMID")), NULL);
	cr_assert_eq(record_find(shape, SPAN("")), NULL);
	cr_assert_eq(record_find(shape, SPAN_NONE), NULL);
	cr_assert_eq(record_find(NULL, SPAN("pmid")), NULL);
}

/* null, [], false, and no numbers: whatever stood there before. */
Test(record, begins_empty)
{
	static struct record record;
	const struct record_shape *shape = record_shape();

	memset(&record, 0xff, sizeof(record));
	record_init(&record);
	for (size_t i = 0; i < shape->count; i++) {
		const struct record_key *key = &shape->keys[i];
		const char *place = (const char *)&record + key->offset;
		if (key->type == RECORD_TEXT)
			cr_assert_eq(((const struct span *)place)->ptr, NULL,
			    "%s", key->name);
		else if (key->type == RECORD_TEXTS ||
			 key->type == RECORD_OBJECTS)
			cr_assert_eq(((const struct record_list *)place)->count,
			    0, "%s", key->name);
	}
	cr_assert_eq(record.schema_version, PSC_SCHEMA_VERSION);
	cr_assert_eq(record.abstract, NULL);
	cr_assert_eq(record.citation.year, RECORD_NO_NUMBER);
	cr_assert(!record.citation.ahead_of_print);
	cr_assert(!record.retracted && !record.preprint);
	/* no section: {0, true, null, []} and {null, true, null, []} */
	cr_assert_eq(record.references.total, 0);
	cr_assert(record.references.complete);
	cr_assert_eq(record.similar_articles.total, RECORD_NO_NUMBER);
	cr_assert(record.similar_articles.complete);
	cr_assert_eq(record.cited_by.total, RECORD_NO_NUMBER);
	cr_assert(record.cited_by.complete);
	cr_assert_eq(record.references.more_url.ptr, NULL);
}

Test(record, lists_grow)
{
	struct record_list list = { NULL, 0, 0 };
	struct record record;
	struct record_grant *grant;
	char name[20];

	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "%d", i);
		grant = record_add(&arena, &list, sizeof(*grant));
		cr_assert_eq(grant->id.ptr, NULL);
		cr_assert_eq(grant->text.ptr, NULL);
		grant->id = arena_copy(&arena, span_of(name));
	}
	cr_assert_eq(list.count, 1000);
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "%d", i);
		EXPECT_TEXT(
		    ((struct record_grant *)list.items)[i].id, name, "grant");
	}
	record_init(&record);
	record_add_text(&arena, &record.keywords, SPAN("a"));
	record_add_text(&arena, &record.keywords, SPAN_NONE);
	cr_assert_eq(record.keywords.count, 2);
	EXPECT_TEXT(((struct span *)record.keywords.items)[0], "a", "first");
	EXPECT_TEXT(((struct span *)record.keywords.items)[1], NULL, "none");
	record_warn(&arena, &record, "limit", SPAN("m"));
	cr_assert_eq(record.warnings.count, 1);
	EXPECT_TEXT(((struct record_warning *)record.warnings.items)->code,
	    "limit", "code");
	EXPECT_TEXT(((struct record_warning *)record.warnings.items)->message,
	    "m", "message");
}
