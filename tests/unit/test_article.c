/* A record as a page to be read: src/output/article. */
#include "output/article.h"
#include "tree.h"

static struct arena arena;
static struct record record;
static struct reading reading;

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

TestSuite(article, .init = set_up, .fini = tear_down);

#define ADD(list, type) \
	((struct record_##type *)record_add( \
	    &arena, &(list), sizeof(struct record_##type)))

static void
expect(const char *markup)
{
	const struct dom dom = article_tree(&arena, &record);
	const struct span got = tree_markup(&arena, &dom);

	cr_assert(is_text(got, markup), "got:\n%.*s\nnot:\n%s", (int)got.len,
	    got.ptr, markup);
}

Test(article, empty)
{
	expect("");
}

Test(article, of_empty_things)
{
	static struct record_abstract nothing;

	record.abstract = &nothing;
	record.title = SPAN("");
	record.references.complete = false;
	ADD(record.other_abstracts, abstract);
	ADD(record.notices, notice);
	ADD(record.mesh_terms, mesh);
	ADD(record.grants, grant);
	ADD(record.affiliations, affiliation);
	ADD(record.similar_articles.items, article);
	ADD(record.full_text_links, link);
	record_add_text(&arena, &record.keywords, SPAN(""));
	record_add_text(&arena, &record.languages, SPAN_NONE);
	record_add_text(&arena, &record.substances, SPAN_NONE);
	expect("");
}

Test(article, head)
{
	record.title = SPAN("A <b> & c");
	record.pmid = SPAN("12");
	record.doi = SPAN("10.1/a<b>#%");
	record.pmcid = SPAN("PMC3");
	record.journal.title = SPAN("Journal");
	record.journal.abbreviation = SPAN("J");
	record.citation.text = SPAN("2019.");
	record.citation.ahead_of_print = true;
	record.article_type = SPAN("Review");
	record_add_text(&arena, &record.languages, SPAN("Italian"));
	record.access.label = SPAN("Free article");
	expect("<h1>A &lt;b> &amp; c</h1>"
	       "<p><em>Journal</em> (J). 2019. Online ahead of print.</p>"
	       "<p>DOI: <a href=\"https://doi.org/10.1/a%3Cb%3E%23%25\">"
	       "10.1/a&lt;b>#%</a> \xc2\xb7 PMID: "
	       "<a href=\"https://pubmed.ncbi.nlm.nih.gov/12/\">12</a> "
	       "\xc2\xb7 PMCID: "
	       "<a href=\"https://pmc.ncbi.nlm.nih.gov/articles/PMC3/\">PMC3"
	       "</a></p><p>Type: Review \xc2\xb7 Language: Italian \xc2\xb7 "
	       "Access: Free article</p>");
}

static void
add_notice(struct span kind, struct span heading, struct span citation)
{
	struct record_notice *notice = ADD(record.notices, notice);

	notice->kind = kind;
	notice->heading = heading;
	notice->citation = citation;
}

Test(article, alarms_come_first_and_once)
{
	record.title = SPAN("T");
	record.retracted = record.preprint = true;
	record.citation.text = SPAN("2019.");
	add_notice(SPAN("comment_in"), SPAN("Comment in"), SPAN("a"));
	add_notice(SPAN("comment_in"), SPAN("Comment in"), SPAN("b"));
	add_notice(SPAN("retraction_in"), SPAN("Retraction in"), SPAN("c"));
	add_notice(SPAN("erratum_in"), SPAN("Erratum in"), SPAN("d"));
	expect("<h1>T</h1><p><strong>Retracted article.</strong></p>"
	       "<p><strong>Preprint.</strong></p>"
	       "<p><strong>Retraction in:</strong> c</p><p>2019.</p>"
	       "<h2>Notices</h2><h3>Comment in</h3><ul><li>a</li><li>b</li>"
	       "</ul><h3>Erratum in</h3><ul><li>d</li></ul>");
}

static struct record_author *
add_author(struct record_list *list, struct span name)
{
	struct record_author *author =
	    record_add(&arena, list, sizeof(*author));

	author->name = name;
	return author;
}

static void
add_affiliation(struct span key, struct span text)
{
	struct record_affiliation *affiliation =
	    ADD(record.affiliations, affiliation);

	affiliation->key = key;
	affiliation->text = text;
}

Test(article, people)
{
	struct record_author *author;

	author = add_author(&record.authors, SPAN("A B"));
	record_add_text(&arena, &author->affiliations, SPAN("1"));
	record_add_text(&arena, &author->affiliations, SPAN("3"));
	author->equal_contribution = true;
	add_author(&record.authors, SPAN("C"));
	add_affiliation(SPAN("1"), SPAN("X"));
	add_affiliation(SPAN("3"), SPAN("Y"));
	add_affiliation(SPAN("4"), SPAN("Z"));
	add_author(&record.collaborators, SPAN("D"))->group = SPAN("G");
	add_author(&record.collaborators, SPAN("E"))->group = SPAN("G");
	add_author(&record.collaborators, SPAN("F"));
	expect("<p>A B<sup>1,3</sup> (contributed equally), C</p>"
	       "<ol><li>X</li><li value=\"3\">Y</li><li>Z</li></ol>"
	       "<p><strong>G:</strong> D, E</p>"
	       "<p><strong>Collaborators:</strong> F</p>");
}

Test(article, affiliations_without_numbers)
{
	add_affiliation(SPAN("a"), SPAN("X"));
	add_affiliation(SPAN(""), SPAN("Y"));
	expect("<ul><li><sup>a</sup> X</li><li>Y</li></ul>");
}

static void
add_section(
    struct record_abstract *abstract, struct span label, struct span text)
{
	struct record_section *section = ADD(abstract->sections, section);

	section->label = label;
	section->text = text;
}

Test(article, abstracts)
{
	struct record_abstract first = { .language = SPAN("eng") }, *other;

	record.abstract = &first;
	add_section(&first, SPAN_NONE, SPAN("one\n\ntwo"));
	add_section(&first, SPAN("AIM"), SPAN("three\n\nfour"));
	other = ADD(record.other_abstracts, abstract);
	other->language = SPAN("fra");
	add_section(other, SPAN_NONE, SPAN("cinq"));
	other = ADD(record.other_abstracts, abstract);
	other->language = SPAN("qqq");
	other->text = SPAN("sex");
	record.plain_language_summary = SPAN("seven");
	record_add_text(&arena, &record.keywords, SPAN("k; l"));
	record_add_text(&arena, &record.keywords, SPAN("m"));
	record.conflict_of_interest = SPAN("A.\n\nB.");
	expect("<h2>Abstract</h2><p>one</p><p>two</p>"
	       "<p><strong>AIM:</strong> three</p><p>four</p>"
	       "<h2>Abstract (French)</h2><div lang=\"fr\"><p>cinq</p></div>"
	       "<h2>Abstract (qqq)</h2><div lang=\"qqq\"><p>sex</p></div>"
	       "<h2>Plain language summary</h2><p>seven</p>"
	       "<h2>Keywords</h2><p>k; l; m</p>"
	       "<h2>Conflict of interest statement</h2><p>A.</p><p>B.</p>");
}

Test(article, first_abstract_in_another_language)
{
	struct record_abstract first = { .language = SPAN("spa"),
		.text = SPAN("uno") };

	record.abstract = &first;
	expect("<h2>Abstract (Spanish)</h2><div lang=\"es\"><p>uno</p></div>");
}

Test(article, figures)
{
	struct record_figure *figure = ADD(record.figures, figure);

	figure->label = SPAN("Fig. 1");
	figure->caption = SPAN("c");
	figure->image_url = SPAN("l");
	figure->thumbnail_url = SPAN("s");
	ADD(record.figures, figure)->image_url = SPAN("l");
	ADD(record.figures, figure)->caption = SPAN("d");
	expect("<h2>Figures</h2><figure><a href=\"l\">"
	       "<img src=\"s\" alt=\"Fig. 1\"></a><figcaption>"
	       "<strong>Fig. 1</strong> c</figcaption></figure>"
	       "<figure><img src=\"l\" alt=\"Figure\"></figure>"
	       "<figure><figcaption>d</figcaption></figure>");
}

static struct record_reference *
add_reference(int64_t number, struct span section, struct span text)
{
	struct record_reference *reference =
	    ADD(record.references.items, reference);

	reference->number = number;
	reference->section = section;
	reference->text = text;
	return reference;
}

Test(article, references)
{
	struct record_reference *reference;

	record.references.total = 9;
	record.references.complete = false;
	record.references.more_url = SPAN("u");
	add_reference(1, SPAN("A > B"), SPAN("one."));
	reference = add_reference(2, SPAN("A > B"), SPAN("two."));
	reference->pmid = SPAN("5");
	record_add_text(&arena, &reference->urls, SPAN("v"));
	add_reference(3, SPAN("C"), SPAN_NONE);
	add_reference(7, SPAN("C"), SPAN("seven."));
	add_reference(8, SPAN_NONE, SPAN("eight."));
	expect("<h2>References</h2><p>9 in all, 5 of them here. "
	       "The whole list: <a href=\"u\">u</a></p>"
	       "<h3>A > B</h3><ol><li>one.</li><li>two. \xc2\xb7 PMID: "
	       "<a href=\"https://pubmed.ncbi.nlm.nih.gov/5/\">5</a> \xc2\xb7 "
	       "<a href=\"v\">v</a></li></ol>"
	       "<h3>C</h3><ol start=\"3\"><li>(none)</li>"
	       "<li value=\"7\">seven.</li></ol>"
	       "<h3>Other references</h3><ol start=\"8\"><li>eight.</li></ol>");
}

Test(article, references_say_it_once)
{
	add_reference(1, SPAN("REFERENCES"), SPAN("one."));
	expect("<h2>REFERENCES</h2><ol><li>one.</li></ol>");
}

Test(article, references_that_number_themselves)
{
	add_reference(1, SPAN_NONE, SPAN("1. one"));
	add_reference(2, SPAN_NONE, SPAN("one again"));
	add_reference(3, SPAN_NONE, SPAN("[2] two"));
	add_reference(4, SPAN_NONE, SPAN("two again"));
	expect("<h2>References</h2><p>1. one</p><p>one again</p>"
	       "<p>[2] two</p><p>two again</p>");
}

Test(article, one_reference_that_numbers_itself)
{
	add_reference(1, SPAN_NONE, SPAN("Ek B."));
	add_reference(2, SPAN_NONE, SPAN("2) Uhl Z."));
	add_reference(3, SPAN_NONE, SPAN("2019 census."));
	add_reference(4, SPAN_NONE, SPAN("4.5 million."));
	add_reference(RECORD_NO_NUMBER, SPAN_NONE, SPAN("5"));
	add_reference(6, SPAN_NONE, SPAN("(6"));
	expect("<h2>References</h2><ol><li>Ek B.</li></ol><p>2) Uhl Z.</p>"
	       "<ol start=\"3\"><li>2019 census.</li><li>4.5 million.</li>"
	       "<li>5</li><li>(6</li></ol>");
}

static void
add_data(struct span source, struct span accession)
{
	struct record_data *data = ADD(record.associated_data, data);

	data->source = source;
	data->accession = accession;
}

Test(article, lists)
{
	struct record_grant *grant;

	ADD(record.mesh_terms, mesh)->text = SPAN("A* / b");
	record_add_text(&arena, &record.substances, SPAN("S"));
	grant = ADD(record.grants, grant);
	grant->id = SPAN("g");
	grant = ADD(record.grants, grant);
	grant->id = SPAN("h");
	grant->text = SPAN("h/i");
	record.funding_statement = SPAN("F.");
	add_data(SPAN("X"), SPAN("1"));
	add_data(SPAN("X"), SPAN("2"));
	add_data(SPAN("Y"), SPAN("3"));
	record_add_text(&arena, &record.publication_types, SPAN("P"));
	expect("<h2>MeSH terms</h2><ul><li>A* / b</li></ul>"
	       "<h2>Substances</h2><ul><li>S</li></ul>"
	       "<h2>Grants and funding</h2><ul><li>g</li><li>h/i</li></ul>"
	       "<p>F.</p><h2>Associated data</h2><ul><li>X: 1, 2</li>"
	       "<li>Y: 3</li></ul>"
	       "<h2>Publication types</h2><ul><li>P</li></ul>");
}

Test(article, other_articles)
{
	struct record_article *article =
	    ADD(record.similar_articles.items, article);

	article->pmid = SPAN("5");
	article->title = SPAN("T.");
	article->authors = SPAN("A.");
	article->citation = SPAN("C.");
	record_add_text(&arena, &article->notes, SPAN("Review."));
	ADD(record.similar_articles.items, article)->pmid = SPAN("6");
	record.cited_by.complete = false;
	record.cited_by.more_url = SPAN("u");
	expect("<h2>Similar articles</h2><ul>"
	       "<li><a href=\"https://pubmed.ncbi.nlm.nih.gov/5/\">T.</a> A. "
	       "C. PMID: 5 Review.</li><li>PMID: "
	       "<a href=\"https://pubmed.ncbi.nlm.nih.gov/6/\">6</a></li></ul>"
	       "<h2>Cited by</h2><p>The list is not here. The whole list: "
	       "<a href=\"u\">u</a></p>");
}

static void
add_link(struct record_list *list, struct span category, struct span provider,
    struct span url)
{
	struct record_link *link = record_add(&arena, list, sizeof(*link));

	link->category = category;
	link->provider = provider;
	link->url = url;
}

Test(article, links)
{
	add_link(&record.full_text_links, SPAN_NONE, SPAN("P"), SPAN("u"));
	add_link(&record.linkout, SPAN("A"), SPAN_NONE, SPAN("u"));
	add_link(&record.linkout, SPAN("A"), SPAN("Q"), SPAN_NONE);
	add_link(&record.linkout, SPAN("B"), SPAN("R"), SPAN("w"));
	expect("<h2>Full text links</h2><ul><li><a href=\"u\">P</a></li></ul>"
	       "<h2>LinkOut</h2><h3>A</h3><ul><li><a href=\"u\">u</a></li>"
	       "<li>Q</li></ul><h3>B</h3><ul><li><a href=\"w\">R</a></li>"
	       "</ul>");
}

/* --- what holds of every page --------------------------------------------- */

static bool
text_holds(struct span text, struct span part)
{
	for (size_t at = 0; at + part.len <= text.len; at++)
		if (span_starts(span_from(text, at), part))
			return true;
	return false;
}

/* Does the text stand in one node, or in one attribute? */
static bool
is_in_tree(const struct dom *dom, struct span part)
{
	for (uint32_t i = 0; i < dom->count; i++) {
		const struct dom_node *node = &dom->nodes[i];

		if ((node->flags & DOM_TEXT) != 0 &&
		    text_holds(node->text, part))
			return true;
		for (uint32_t j = 0; j < node->attribute_count; j++)
			if (span_equal(node->attributes[j].value, part))
				return true;
	}
	return false;
}

/* What is said by other keys, or is for machines. */
static bool
is_left_out(const char *key)
{
	static const char *const keys[] = { "page", "warnings", "date",
		"volume", "issue", "pages", "family", "given", "initials",
		"kind", "key", "language", "descriptor", "qualifier", "id" };

	for (size_t i = 0; i < COUNT(keys); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

static void
expect_text(
    const struct dom *dom, const char *path, const char *key, struct span text)
{
	while (text.len > 0) {
		size_t len = 0;

		while (len < text.len &&
		       !span_starts(span_from(text, len), SPAN("\n\n")))
			len++;
		cr_assert(is_in_tree(dom, span_first(text, len)),
		    "%s: no %s '%.*s'", path, key, SHOWN(text));
		text = span_from(text, len + 2);
	}
}

static void expect_texts(const struct dom *dom, const char *path,
    const void *place, const struct record_shape *shape);

static void
expect_list(const struct dom *dom, const char *path,
    const struct record_key *key, const struct record_list *list)
{
	const char *items = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (key->type == RECORD_TEXTS)
			expect_text(dom, path, key->name,
			    ((const struct span *)list->items)[i]);
		else
			expect_texts(dom, path, items + i * key->shape->size,
			    key->shape);
}

static void
expect_texts(const struct dom *dom, const char *path, const void *place,
    const struct record_shape *shape)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct record_key *key = &shape->keys[i];
		const void *value = (const char *)place + key->offset;
		const void *const *pointer = value;

		if (is_left_out(key->name))
			continue;
		if (key->type == RECORD_TEXTS || key->type == RECORD_OBJECTS)
			expect_list(dom, path, key, value);
		else if (key->type == RECORD_OBJECT)
			expect_texts(dom, path, value, key->shape);
		else if (key->type == RECORD_POINTER && *pointer != NULL)
			expect_texts(dom, path, *pointer, key->shape);
		else if (key->type == RECORD_TEXT)
			expect_text(
			    dom, path, key->name, *(const struct span *)value);
	}
}

/* The sections say all of it. */
static void
drop_whole_text(struct record_abstract *abstract)
{
	if (abstract != NULL && abstract->sections.count > 0)
		abstract->text = SPAN_NONE;
}

/* Nothing is empty, and a parser finds no fault in the markup. */
static void
expect_sound(const struct dom *dom, const char *path)
{
	static const char *const empty[] = { "<p></", "<li></", "<ul></",
		"<ol></", "<h1></", "<h2></", "<h3></", "<sup></", "<div></",
		"</h2><h2>", "</h3><h2>" };
	struct span first = tree_markup(&arena, dom), second;

	for (size_t i = 0; i < COUNT(empty); i++)
		cr_assert(!holds(first, empty[i]), "%s: %s", path, empty[i]);
	parse_text(&arena, first, &reading);
	second = tree_markup(&arena, &reading.dom);
	cr_assert(span_equal(first, second), "%s: got\n%.*s\nnot\n%.*s", path,
	    SHOWN(second), SHOWN(first));
}

/* --- any record ----------------------------------------------------------- */

static uint32_t state = 1;

static const struct span some_texts[] = { { NULL, 0 }, BYTES(""), BYTES("a"),
	BYTES("b c"), BYTES("1"), BYTES("2."), BYTES("[1] d"), BYTES("e\n\nf"),
	BYTES("\n\n"), BYTES("<&\">"), BYTES("eng"), BYTES("References") };

static const int64_t some_numbers[] = { RECORD_NO_NUMBER, -1, 0, 1, 2, 3, 7,
	999999999, INT64_MAX };

static void fill(void *place, const struct record_shape *shape);

static void
fill_list(struct record_list *list, const struct record_shape *shape)
{
	const uint32_t count = next_random(&state) % 4;
	void *item;

	for (uint32_t i = 0; i < count; i++) {
		if (shape == NULL) {
			record_add_text(&arena, list,
			    some_texts[next_random(&state) %
				       COUNT(some_texts)]);
			continue;
		}
		item = record_add(&arena, list, shape->size);
		fill(item, shape);
	}
}

static void
fill(void *place, const struct record_shape *shape)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct record_key *key = &shape->keys[i];
		void *value = (char *)place + key->offset;
		const uint32_t random = next_random(&state);

		if (key->type == RECORD_TEXT) {
			*(struct span *)value =
			    some_texts[random % COUNT(some_texts)];
		} else if (key->type == RECORD_NUMBER) {
			*(int64_t *)value =
			    some_numbers[random % COUNT(some_numbers)];
		} else if (key->type == RECORD_BOOL) {
			*(bool *)value = random % 2 == 0;
		} else if (key->type == RECORD_OBJECT) {
			fill(value, key->shape);
		} else if (key->type == RECORD_POINTER && random % 4 != 0) {
			*(void **)value =
			    arena_zeros(&arena, 1, key->shape->size);
			fill(*(void **)value, key->shape);
		} else if (key->type == RECORD_TEXTS ||
			   key->type == RECORD_OBJECTS) {
			fill_list(value, key->shape);
		}
	}
}

Test(article, any_record)
{
	struct dom dom;
	char name[40];

	for (int i = 0; i < 3000; i++) {
		record_init(&record);
		fill(&record, record_shape());
		dom = article_tree(&arena, &record);
		snprintf(name, sizeof(name), "record %d", i);
		expect_sound(&dom, name);
		arena_reset(&arena);
	}
}

/* --- the fixtures --------------------------------------------------------- */

Test(article, every_text_of_the_fixtures)
{
	struct pubmed *pubmed = pubmed_new();
	struct clean_rules *chrome = clean_rules_new(CLEAN_PUBMED);
	struct record_abstract *others;
	size_t articles = 0;
	struct dom dom;
	glob_t found;

	cr_assert_eq(glob("fixtures/*/page.html", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		struct span page = read_whole(path);

		if (read_page(&arena, pubmed, chrome, page, &reading) ==
		    PSC_OK) {
			record = reading.record;
			dom = article_tree(&arena, &record);
			drop_whole_text(record.abstract);
			others = record.other_abstracts.items;
			for (size_t j = 0; j < record.other_abstracts.count;
			     j++)
				drop_whole_text(&others[j]);
			expect_texts(&dom, path, &record, record_shape());
			expect_sound(&dom, path);
			articles++;
		}
		free((char *)page.ptr);
		arena_reset(&arena);
	}
	globfree(&found);
	clean_rules_free(chrome);
	pubmed_free(pubmed);
	cr_assert_gt(articles, 40);
}
