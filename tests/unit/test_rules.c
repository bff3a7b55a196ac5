/* The tables of PubMed's layouts, held to their promises: src/pubmed/rules. */
#include "output/json.h"
#include "pubmed/legacy_rules.h"
#include "support.h"

#define CORPUS "../shared/corpus/pubmed/*.html.gz"
#define CORPUS_STEP 8 /* every eighth page of it */

static struct arena arena;
static struct reading reading;
static struct pubmed *pubmed;
static struct clean_rules *chrome;

static void
set_up(void)
{
	arena_init(&arena, 0);
	pubmed = pubmed_new();
	chrome = clean_rules_new(CLEAN_PUBMED);
	cr_assert(pubmed != NULL && chrome != NULL);
}

static void
tear_down(void)
{
	pubmed_free(pubmed);
	clean_rules_free(chrome);
	arena_free(&arena);
}

TestSuite(rules, .init = set_up, .fini = tear_down);

/* A layout: its table, and whether every row of it has a place. */
enum { TODAY, LEGACY, LAYOUTS };

static const struct rule *
table_of(int layout)
{
	return layout == LEGACY ? legacy_rules_table() : rules_table();
}

Test(rules, stand_at_their_own_indexes)
{
	const struct rule *table = rules_table(), *legacy = table_of(LEGACY);

	for (int i = 0; i < RULE_COUNT; i++) {
		cr_assert_eq((int)table[i].id, i, "row %d", i);
		cr_assert_eq((int)legacy[i].id, i, "row %d", i);
		cr_assert_neq(table[i].name, NULL, "row %d", i);
		cr_assert_neq(table[i].name[0], '\0', "row %d", i);
		cr_assert_str_eq(legacy[i].name, table[i].name);
		for (int n = 0; n < i; n++)
			cr_assert_str_neq(table[n].name, table[i].name);
	}
}

/* No empty strings, no gaps between ways, patterns with a group. */
static void
expect_whole(const struct rule *table, bool all)
{
	for (int i = 0; i < RULE_COUNT; i++) {
		const struct rule *rule = &table[i];
		const char *name = rule->name;
		if (all)
			cr_assert_neq(rule->ways[0].selector, NULL, "%s", name);
		cr_assert_eq(
		    rule->need == NEED_HOLDER || rule->need == NEED_EACH,
		    rule->holder != NULL, "%s", name);
		if (rule->holder != NULL)
			cr_assert_neq(rule->holder[0], '\0', "%s", name);
		for (size_t way = 0; way < RULE_WAYS; way++) {
			const struct rule_way *at = &rule->ways[way];
			if (at->selector == NULL) {
				cr_assert_eq(at->attribute, NULL, "%s", name);
				cr_assert_eq(at->pattern, NULL, "%s", name);
				cr_assert(!at->address && !at->elsewhere);
				if (way + 1 < RULE_WAYS)
					cr_assert_eq(
					    rule->ways[way + 1].selector, NULL,
					    "%s", name);
				continue;
			}
			cr_assert_neq(at->selector[0], '\0', "%s", name);
			if (at->attribute != NULL)
				cr_assert_neq(
				    at->attribute[0], '\0', "%s", name);
			if (at->address)
				cr_assert_neq(at->attribute, NULL, "%s", name);
			if (at->pattern != NULL)
				cr_assert_neq(strchr(at->pattern, '('), NULL,
				    "%s: no group", name);
			/* what stands elsewhere is never the first choice */
			cr_assert(!at->elsewhere || way > 0, "%s", name);
		}
	}
}

Test(rules, are_whole)
{
	expect_whole(rules_table(), true);
	expect_whole(legacy_rules_table(), false);
}

static void
expect_compiled(struct rules *rules, const struct rule *table)
{
	cr_assert_neq(rules, NULL);
	for (int i = 0; i < RULE_COUNT; i++) {
		cr_assert_eq(rules->holders[i] != NULL, table[i].holder != NULL,
		    "%s", table[i].name);
		for (size_t way = 0; way < RULE_WAYS; way++) {
			cr_assert_eq(rules->selectors[i][way] != NULL,
			    table[i].ways[way].selector != NULL, "%s",
			    table[i].name);
			cr_assert_eq(rules->patterns[i][way] != NULL,
			    table[i].ways[way].pattern != NULL, "%s",
			    table[i].name);
		}
	}
	cr_assert_eq(rules->table, table);
	cr_assert_eq(rules->site[strlen(rules->site) - 1], '/');
	rules_free(rules);
	rules_free(NULL);
}

Test(rules, compile)
{
	expect_compiled(rules_new(), rules_table());
	expect_compiled(legacy_rules_new(), legacy_rules_table());
}

Test(rules, headings_are_written_once)
{
	const struct legacy_heading *rows = legacy_rules_headings();

	for (size_t i = 0; rows[i].name != NULL; i++) {
		cr_assert_neq(rows[i].part, LEGACY_UNKNOWN);
		for (size_t n = 0; n < i; n++)
			cr_assert(!span_equal_nocase(
			    span_of(rows[n].name), span_of(rows[i].name)));
	}
}

/* Does the dotted name lead to a key? */
static bool
is_key(const char *name)
{
	const struct record_shape *shape = record_shape();

	for (;;) {
		size_t len = strcspn(name, ".");
		const struct record_key *key =
		    record_find(shape, (struct span){ name, len });
		if (key == NULL)
			return false;
		if (name[len] == '\0')
			return true;
		shape = key->shape;
		name += len + 1;
	}
}

Test(rules, are_called_as_the_record_has_it)
{
	const struct rule *table = rules_table();
	size_t keys = 0;

	for (int i = 0; i < RULE_COUNT; i++) {
		size_t len = strlen(table[i].name);
		if (table[i].name[0] == '(') {
			cr_assert_eq(table[i].name[len - 1], ')');
			continue;
		}
		keys++;
		cr_assert(is_key(table[i].name), "%s", table[i].name);
	}
	cr_assert_gt(keys, 40);
	cr_assert(!is_key("authors.nam") && !is_key("pmid.x"));
}

static void
expect_names(struct span text, const char *where,
    const struct record_shape *shape, bool all)
{
	for (size_t i = 0; i < shape->count; i++) {
		char quoted[60];
		snprintf(quoted, sizeof(quoted), all ? "\"%s\"" : "%s",
		    shape->keys[i].name);
		cr_assert(
		    holds(text, quoted), "%s is not in %s", quoted, where);
		if (all && shape->keys[i].shape != NULL)
			expect_names(text, where, shape->keys[i].shape, all);
	}
}

Test(rules, keys_stand_in_the_man_page_and_the_schema)
{
	static const char man[] = "src/man/pubscour.1";
	static const char schema[] = "src/record/article.schema.json";
	struct span text = read_whole(man);

	expect_names(text, man, record_shape(), false);
	free((char *)text.ptr);
	text = read_whole(schema);
	expect_names(text, schema, record_shape(), true);
	cr_assert_str_eq(psc_schema(), text.ptr);
	free((char *)text.ptr);
}

/* --- pages --------------------------------------------------------------- */

typedef void page_visit(const char *path);

static void
visit_fixtures(page_visit *visit)
{
	glob_t found;
	size_t articles = 0;

	cr_assert_eq(glob("fixtures/*/page.html", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct span page = read_whole(found.gl_pathv[i]);
		if (read_page(&arena, pubmed, chrome, page, &reading) ==
		    PSC_OK) {
			visit(found.gl_pathv[i]);
			articles++;
		}
		free((char *)page.ptr);
		arena_reset(&arena);
	}
	globfree(&found);
	cr_assert_gt(articles, 40);
}

/* Some real pages, where they are at hand. */
static void
visit_corpus(page_visit *visit)
{
	glob_t found;

	if (glob(CORPUS, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i += CORPUS_STEP) {
		struct span page = read_whole(found.gl_pathv[i]);
		cr_assert_eq(read_page(&arena, pubmed, chrome, page, &reading),
		    PSC_OK, "%s: %s", found.gl_pathv[i], reading.error.message);
		visit(found.gl_pathv[i]);
		free((char *)page.ptr);
		arena_reset(&arena);
	}
	globfree(&found);
}

/* What is read stands outside of all chrome; the menus are only marked. */
static void
expect_read_is_kept(const char *path)
{
	for (uint32_t node = 0; node < reading.dom.count; node++) {
		uint8_t mark = reading.page.chrome[node];
		if (reading.page.read[node] == 0 || mark == 0 ||
		    page_is(&reading.page, RULE_MENU, node))
			continue;
		cr_assert_fail("%s: rule \"%s\" drops a field: class \"%.*s\"",
		    path, clean_table()[mark - 1].name,
		    SHOWN(dom_attribute(&reading.dom, node, SPAN("class"))));
	}
}

/* All of the record but what tells of the page and of warnings. */
static struct span
record_json(void)
{
	const struct record_shape *shape = record_shape();
	const struct json_only *only;
	struct buffer keys;
	struct span json;

	buffer_init(&keys, &arena, 10000);
	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->keys[i].name, "page") != 0 &&
		    strcmp(shape->keys[i].name, "warnings") != 0)
			buffer_print(&keys, "%s%s", keys.len == 0 ? "" : ",",
			    shape->keys[i].name);
	cr_assert_eq(json_only_read(
			 &arena, buffer_text(&keys).ptr, &only, &reading.error),
	    PSC_OK);
	cr_assert_eq(
	    json_record(&arena, &reading.record, only, false, &json), PSC_OK);
	return json;
}

/*
 * Without the marks of chrome, but for those of menus, which are no part of
 * any text, the record is the same: they hid nothing.
 */
static void
expect_chrome_hides_nothing(const char *path)
{
	struct span with = record_json();
	bool cut = reading.page.cut;

	for (uint32_t at = 0; at < reading.dom.count; at++)
		if (page_is(&reading.page, RULE_MENU, at))
			at = reading.dom.nodes[at].end - 1;
		else
			reading.clean.marks[at] = 0;
	record_init(&reading.record);
	cr_assert_eq(pubmed_read(pubmed, &arena, &reading.index, &reading.clean,
			 cut, &reading.page, &reading.record, &reading.error),
	    PSC_OK);
	struct span without = record_json();
	size_t at = 0;
	while (at < with.len && at < without.len &&
	       with.ptr[at] == without.ptr[at])
		at++;
	cr_assert_eq(at, with.len, "%s: '%.*s', without marks '%.*s'", path,
	    SHOWN(span_from(with, at < 60 ? 0 : at - 60)),
	    SHOWN(span_from(without, at < 60 ? 0 : at - 60)));
	cr_assert_eq(with.len, without.len, "%s", path);
}

Test(rules, no_chrome_rule_drops_a_field)
{
	visit_fixtures(expect_read_is_kept);
	visit_corpus(expect_read_is_kept);
	visit_fixtures(expect_chrome_hides_nothing);
	visit_corpus(expect_chrome_hides_nothing);
}

/* --- every way of every row ---------------------------------------------- */

static bool hit[LAYOUTS][RULE_COUNT][RULE_WAYS];

/* The value of an element by one way, as page.c has it. */
static bool
has_value(int rule, size_t way, uint32_t node)
{
	const struct rule_way *at = &reading.page.rules->table[rule].ways[way];
	const struct pattern *pattern = reading.page.rules->patterns[rule][way];
	struct pattern_match match;
	struct span value;

	if (at->attribute == NULL)
		value = page_text(&reading.page, node);
	else if (at->address)
		value = page_link(&reading.page, node, span_of(at->attribute));
	else
		value =
		    page_attribute(&reading.page, node, span_of(at->attribute));
	if (value.ptr == NULL || pattern == NULL)
		return value.ptr != NULL;
	return pattern_find(pattern, value, &match) && match.group[1].len > 0;
}

/*
 * page.trace has the way of the first value of a page alone; for rules asked
 * again and again (of each figure, of each item), a node that was read and
 * that this way selects and gives a value, and no way before it does.
 */
static void
note_hits_of(int layout, int rule)
{
	struct selector *const *selectors = reading.page.rules->selectors[rule];

	for (uint32_t node = 0; node < reading.dom.count; node++) {
		if (reading.page.read[node] == 0)
			continue;
		for (size_t way = 0; way < RULE_WAYS; way++) {
			if (selectors[way] == NULL)
				break;
			if (!select_matches(
				&reading.index, selectors[way], node) ||
			    !has_value(rule, way, node))
				continue;
			hit[layout][rule][way] = true;
			break;
		}
	}
}

static void
note_hits(const char *path)
{
	int layout =
	    reading.page.rules->table == table_of(LEGACY) ? LEGACY : TODAY;

	(void)path;
	for (int i = 0; i < RULE_COUNT; i++) {
		const struct page_trace *trace = &reading.page.trace[i];
		if (trace->way == 0)
			continue;
		hit[layout][i][trace->way - 1] = true;
		if (reading.page.rules->selectors[i][1] != NULL &&
		    trace->hits > 1)
			note_hits_of(layout, i);
	}
}

struct unhit {
	int layout;
	enum rule_id rule;
	size_t way; /* from 1 */
	const char *reason;
};

/* Ways that no fixture takes; the row goes when one does. */
static const struct unhit unhits[] = {
	{ TODAY, RULE_LIST_REST, 1,
	    "no fixture yet: a list's bar without address" },
	{ TODAY, RULE_LINK_IMAGE, 1,
	    "no fixture yet: a link with an image alone" },
};

static bool
is_listed(int layout, int rule, size_t way)
{
	for (size_t i = 0; i < COUNT(unhits); i++)
		if (unhits[i].layout == layout && (int)unhits[i].rule == rule &&
		    unhits[i].way == way + 1)
			return true;
	return false;
}

/* Adds the ways of a layout that are not as they should be. */
static void
list_missed(int layout, struct buffer *missed)
{
	const struct rule *table = table_of(layout);

	for (int i = 0; i < RULE_COUNT; i++) {
		for (size_t way = 0; way < RULE_WAYS; way++) {
			if (table[i].ways[way].selector == NULL)
				break;
			if (hit[layout][i][way] == is_listed(layout, i, way))
				buffer_print(missed,
				    "\n%s, layout %d, way %zu: %s",
				    table[i].name, layout, way + 1,
				    hit[layout][i][way] ? "listed, but taken"
							: "not taken");
		}
	}
}

Test(rules, every_way_is_taken_by_a_fixture)
{
	struct buffer missed;
	struct arena names;

	visit_fixtures(note_hits);
	arena_init(&names, 0);
	buffer_init(&missed, &names, 10000);
	for (int layout = 0; layout < LAYOUTS; layout++)
		list_missed(layout, &missed);
	cr_assert_eq(missed.len, 0, "%s", buffer_text(&missed).ptr);
	arena_free(&names);
}
