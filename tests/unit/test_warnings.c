/*
 * When PubMed renames something, a record must not grow poorer in silence:
 * src/pubmed/warnings.
 */
#include "html/scan.h"
#include "support.h"

#define PAGE "fixtures/everything/page.html"
#define TOKENS 400

static struct arena arena; /* of the tokens */
static struct arena made;  /* of one changed page */
static struct psc *reader;

static void
set_up(void)
{
	arena_init(&arena, 0);
	arena_init(&made, 0);
	reader = psc_new();
	cr_assert_neq(reader, NULL);
}

static void
tear_down(void)
{
	psc_free(reader);
	arena_free(&made);
	arena_free(&arena);
}

TestSuite(warnings, .init = set_up, .fini = tear_down);

/* How many warnings say that the layout may have changed. */
static size_t
alarms(void)
{
	const char *code, *message;
	size_t count = 0;

	for (size_t i = 0; i < psc_warnings(reader); i++) {
		psc_warning(reader, i, &code, &message);
		count += strcmp(code, "missing-field") == 0 ||
			 strcmp(code, "unknown-section") == 0;
	}
	return count;
}

/* Is there a warning of this code whose message begins so? */
static bool
warned(const char *code, const char *begin)
{
	const char *its_code, *message;

	for (size_t i = 0; i < psc_warnings(reader); i++) {
		psc_warning(reader, i, &its_code, &message);
		if (strcmp(its_code, code) == 0 &&
		    strncmp(message, begin, strlen(begin)) == 0)
			return true;
	}
	return false;
}

/* Every key but `warnings` and `page`. */
static void
choose_keys(void)
{
	const struct record_shape *shape = record_shape();
	char keys[2000];
	size_t used = 0;

	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->keys[i].name, "warnings") != 0 &&
		    strcmp(shape->keys[i].name, "page") != 0)
			used += (size_t)snprintf(keys + used,
			    sizeof(keys) - used, "%s%s", used == 0 ? "" : ",",
			    shape->keys[i].name);
	cr_assert_eq(psc_only(reader, keys), PSC_OK);
}

/* The record of a page; "" where it gives none. */
static const char *
record_of(struct span page)
{
	const char *json;

	if (psc_read(reader, "page", page.ptr, page.len) != PSC_OK)
		return "";
	cr_assert_eq(psc_json(reader, 0, &json, NULL), PSC_OK);
	return json;
}

/* --- class and id in tags ------------------------------------------------ */

struct attribute {
	struct span name, value;
};

/* The attribute at `*at` of a start tag; false at the tag's end. */
static bool
next_attribute(struct span tag, size_t *at, struct attribute *found)
{
	size_t from;
	char quote;

	while (*at < tag.len &&
	       (span_is_space(tag.ptr[*at]) || tag.ptr[*at] == '/'))
		++*at;
	if (*at >= tag.len || tag.ptr[*at] == '>')
		return false;
	for (from = *at; *at < tag.len && !span_is_space(tag.ptr[*at]) &&
			 memchr("=/>", tag.ptr[*at], 3) == NULL;)
		++*at;
	*found =
	    (struct attribute){ span_first(span_from(tag, from), *at - from),
		    { tag.ptr, 0 } };
	if (*at >= tag.len || tag.ptr[*at] != '=')
		return true;
	quote = tag.ptr[++*at];
	if (quote != '"' && quote != '\'') {
		for (from = *at; *at < tag.len &&
				 !span_is_space(tag.ptr[*at]) &&
				 tag.ptr[*at] != '>';)
			++*at;
	} else {
		for (from = ++*at; *at < tag.len && tag.ptr[*at] != quote;)
			++*at;
	}
	found->value = span_first(span_from(tag, from), *at - from);
	*at += quote == '"' || quote == '\'';
	return true;
}

static struct span
next_word(struct span *words)
{
	struct span word;
	size_t len = 0;

	while (words->len > 0 && span_is_space(words->ptr[0]))
		*words = span_from(*words, 1);
	while (len < words->len && !span_is_space(words->ptr[len]))
		len++;
	word = span_first(*words, len);
	*words = span_from(*words, len);
	return word;
}

/* A class (".x") or an id ("#x"). */
struct token {
	char kind;
	struct span name;
};

/* Calls `visit` for each class and id of a page, in order. */
typedef void token_visit(void *context, struct token token);

static void
visit_tokens(struct span page, token_visit *visit, void *context)
{
	struct scan_token tag;
	struct attribute found;
	struct scan scan;
	struct span words, word;

	scan_init(&scan, page);
	while (scan_next(&scan, &tag)) {
		size_t at = 1 + tag.name.len;
		if (tag.kind != SCAN_START)
			continue;
		while (next_attribute(tag.all, &at, &found)) {
			words = found.value;
			if (span_equal(found.name, SPAN("id")))
				visit(context,
				    (struct token){ '#', found.value });
			else if (span_equal(found.name, SPAN("class")))
				while ((word = next_word(&words)).len > 0)
					visit(context,
					    (struct token){ '.', word });
		}
	}
}

struct renaming {
	struct token token;
	struct buffer out;
	const char *from; /* what is not copied yet */
};

static bool
is_same(struct token a, struct token b)
{
	return a.kind == b.kind && span_equal(a.name, b.name);
}

static void
rename_one(void *context, struct token token)
{
	struct renaming *renaming = context;
	const char *end = token.name.ptr + token.name.len;

	if (!is_same(token, renaming->token))
		return;
	buffer_add(&renaming->out,
	    (struct span){ renaming->from, (size_t)(end - renaming->from) });
	buffer_add(&renaming->out, SPAN("-x"));
	renaming->from = end;
}

/* The page with one class or id renamed wherever it stands. */
static struct span
renamed(struct span page, struct token token)
{
	struct renaming renaming = { .token = token, .from = page.ptr };

	buffer_init(&renaming.out, &made, page.len * 2);
	visit_tokens(page, rename_one, &renaming);
	buffer_add(
	    &renaming.out, (struct span){ renaming.from,
			       (size_t)(page.ptr + page.len - renaming.from) });
	cr_assert(!renaming.out.full);
	return buffer_text(&renaming.out);
}

struct tokens {
	struct token all[TOKENS];
	size_t count;
};

static void
collect(void *context, struct token token)
{
	struct tokens *tokens = context;

	for (size_t i = 0; i < tokens->count; i++)
		if (is_same(tokens->all[i], token))
			return;
	cr_assert_lt(tokens->count, TOKENS);
	tokens->all[tokens->count++] = token;
}

/* What stands from `<main` to `</main>`. */
static struct span
main_of(struct span page)
{
	const char *from = strstr(page.ptr, "<main ");
	const char *to = strstr(page.ptr, "</main>");

	cr_assert(from != NULL && to != NULL);
	return (struct span){ from, (size_t)(to - from) };
}

/* --- the tests ----------------------------------------------------------- */

/*
 * Renamed, these make the record poorer, and nothing says so.  A row goes
 * when the program has learnt to warn.
 */
/* clang-format off */
static const char *const known_silent[] = {
	".collaborations", /* no collaborators; their holder is this */
	".group-list", /* collaborators without their group */
	".funding-statement", /* funding_statement is null */
};
/* clang-format on */

static bool
is_known_silent(struct token token)
{
	for (size_t i = 0; i < COUNT(known_silent); i++)
		if (known_silent[i][0] == token.kind &&
		    is_text(token.name, known_silent[i] + 1))
			return true;
	return false;
}

Test(warnings, no_renaming_goes_unnoticed, .timeout = 300)
{
	static struct tokens tokens;
	struct span page = read_whole(PAGE);
	struct buffer wrong;
	struct span before;
	size_t changes = 0;

	choose_keys();
	before = arena_copy(&arena, span_of(record_of(page)));
	cr_assert_gt(before.len, 1000);
	cr_assert_eq(alarms(), 0);
	visit_tokens(main_of(page), collect, &tokens);
	cr_assert_gt(tokens.count, 150);
	buffer_init(&wrong, &arena, 100000);
	for (size_t i = 0; i < tokens.count; i++) {
		struct token token = tokens.all[i];
		struct span other = renamed(page, token);
		cr_assert_gt(other.len, page.len);
		const char *record = record_of(other);
		bool changed = strcmp(record, before.ptr) != 0;
		/* no record at all is no silence: that is an error */
		bool silent = changed && record[0] != '\0' && alarms() == 0;
		changes += changed;
		if (silent != is_known_silent(token))
			buffer_print(&wrong, "\n%c%.*s %s", token.kind,
			    SHOWN(token.name),
			    silent ? "is silent" : "is no longer silent");
		arena_reset(&made);
	}
	cr_assert_eq(wrong.len, 0, "%s", buffer_text(&wrong).ptr);
	cr_assert_gt(changes, 60);
	free((char *)page.ptr);
}

#define HEAD \
	"<main id=article-details><div id=full-view-heading>" \
	"<h1 class=heading-title>T</h1><button title=J " \
	"id=full-view-journal-trigger>J</button><span class=cit>2019.</span>" \
	"</div><meta name=citation_pmid content=1>"

struct warning {
	const char *page;
	const char *code, *begin; /* NULL: no such warning at all */
};

static const struct warning rows[] = {
	{ HEAD, NULL, NULL },
	{ HEAD "<div class=actions-buttons>Cite</div>", NULL, NULL },
	{ HEAD "<div id=new></div>", NULL, NULL },
	{ HEAD "<script>x</script>", NULL, NULL },
	/* fields of every article page */
	{ "<main id=article-details><meta name=citation_pmid content=1>",
	    "missing-field", "title: every article page has it" },
	{ "<main id=article-details><meta name=citation_pmid content=1>",
	    "missing-field", "journal.title: every" },
	{ "<main id=article-details><meta name=citation_pmid content=1>",
	    "missing-field", "journal.abbreviation: every" },
	{ "<main id=article-details><meta name=citation_pmid content=1>",
	    "missing-field", "citation.text: every" },
	{ "<main id=article-details><h1 id=full-view-heading "
	  "class=heading-title></h1><div id=full-view-heading><h1 "
	  "class=heading-title>T</h1></div>",
	    "missing-field", "pmid: every" },
	/* fields that stand elsewhere */
	{ "<main id=article-details><meta name=citation_pmid content=1>"
	  "<meta name=citation_title content=T>",
	    "missing-field", "title is not where PubMed has it" },
	/* fields of their holders */
	{ HEAD "<div id=mesh-terms><ul><li>A</ul></div>", "missing-field",
	    "mesh_terms: nothing was found" },
	{ HEAD "<div id=figures><div>A</div></div>", "missing-field",
	    "figures: nothing" },
	{ HEAD "<div id=references><p>A</div>", "missing-field",
	    "references: nothing" },
	{ HEAD "<div id=similar><p>A</div>", "missing-field",
	    "similar_articles.items: nothing" },
	{ HEAD "<div id=conflict-of-interest><p>A</div>", "missing-field",
	    "conflict_of_interest: nothing" },
	{ HEAD "<div class=linked-articles><p>A</div>", "missing-field",
	    "notices.heading: nothing" },
	/* sections */
	{ HEAD "<div id=new><h2 class=title>New things</h2>A</div>",
	    "unknown-section", "#new: New things" },
	{ HEAD "<div class='a b'>A</div>", "unknown-section", "class \"a b\"" },
	{ HEAD "<section>A</section>", "unknown-section",
	    "a block without an id" },
	/* lists that go on elsewhere */
	{ HEAD "<div id=references><ol><li>A</ol><div class=actions-bar>"
	       "<button class=show-all>Show all 9 references</div></div>",
	    "truncated-list", "references" },
	{ HEAD "<div class=similar-cited-articles></div>", "truncated-list",
	    "similar_articles" },
	{ HEAD "<div class=similar-cited-articles></div>", "truncated-list",
	    "cited_by" },
	/* the input */
	{ HEAD "<div><p>cut", "truncated-input", "the end" },
	{ HEAD "</main></html><html>", "repeated-document", "the input" },
	{ HEAD "<meta charset=utf-8>\xff", "replaced-bytes",
	    "1 not valid in UTF-8" },
};

Test(warnings, are_given)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct warning *row = &rows[i];
		struct span page = arena_print(&made, "<html>%s%s", row->page,
		    row->code != NULL &&
			    strcmp(row->code, "truncated-input") == 0
			? ""
			: "</main></html>");
		cr_assert_eq(psc_read(reader, "p", page.ptr, page.len), PSC_OK,
		    "%s: %s", row->page, psc_message(reader));
		if (row->code == NULL)
			cr_assert_eq(psc_warnings(reader), 0, "%s", row->page);
		else
			cr_assert(warned(row->code, row->begin), "%s: %s",
			    row->page, row->begin);
	}
}

Test(warnings, of_limits)
{
	struct buffer page;

	buffer_init(&page, &made, 1 << 20);
	buffer_add(&page, SPAN("<html>" HEAD "<p"));
	for (int i = 0; i < 300; i++)
		buffer_print(&page, " a%d", i);
	buffer_add(&page, SPAN(">"));
	for (int i = 0; i < 600; i++)
		buffer_add(&page, SPAN("<div>"));
	for (int i = 0; i < 600; i++)
		buffer_add(&page, SPAN("</div>"));
	buffer_add(&page, SPAN("</main></html>"));
	cr_assert_eq(psc_read(reader, "p", page.ptr, page.len), PSC_OK);
	cr_assert(warned("limit", "44 attributes"));
	cr_assert(
	    warned("limit", "90 elements") || warned("limit", "89 elements"));
}
