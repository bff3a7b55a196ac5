/*
 * Less of a PubMed page, and the same record: src/html/squeeze and strict.
 * That it is the same is checked where pages are read; here, what is left.
 */
#include "html/squeeze.h"
#include "pubmed/lean.h"
#include "support.h"

static struct arena arena;
static struct lean *lean;
static struct squeeze *squeeze;

static void
set_up(void)
{
	struct squeeze_plan plan;

	arena_init(&arena, 0);
	lean = lean_new();
	cr_assert_not_null(lean);
	plan = (struct squeeze_plan){ .attributes = lean->attributes,
		.names = lean->names,
		.menus = lean->menus,
		.chrome = lean->chrome,
		.texts = lean->texts,
		.fields = lean->fields,
		.metas = lean->metas };
	squeeze = squeeze_new(&plan);
	cr_assert_not_null(squeeze);
}

static void
tear_down(void)
{
	squeeze_free(squeeze);
	lean_free(lean);
	arena_free(&arena);
}

TestSuite(squeeze, .init = set_up, .fini = tear_down);

#define HEAD "<html><head></head><body>"
#define TAIL "</body></html>"

/* The content of a body, and what is left of it; NULL: the page is in doubt. */
static const struct {
	const char *page, *want;
} less[] = {
	{ "<p>x<br/>y</p>", "<p>x<br />y</p>" },
	{ "<nav><b>x</b></nav>", "<nav></nav>" },
	{ "<p>x<svg><path/></svg>y</p>", "<p>x<!---->y</p>" },
	/* What the parser does not see is nobody's chrome. */
	{ "<p>x<select class='short-view'><option>y</option></select>z</p>",
	    "<p>x<!----><option>y</option>z</p>" },
	{ "<p>x<math class='short-view'><mi>y</mi><mspace/></math></p>",
	    "<p>x<!----><mi>y</mi><mspace /></mspace></p>" },
	{ "<p>&am<select></select>p;</p>", "<p>&am<!---->p;</p>" },
	{ "<p>x<<math></math>b</p>", "<p>x<<!---->b</p>" },
	{ "<p><math><none/></math></p>", NULL },
	{ "<p><math><svg></svg></math></p>", NULL },
	{ "<p><select><option><b>x</b></option></select></p>", NULL },
	{ "<p><select><option><optgroup>x</optgroup></option></select></p>",
	    NULL },
	{ "<p>x", NULL },
};

Test(squeeze, leaves_less)
{
	char page[300], want[300];
	struct span left;
	bool made;

	for (size_t i = 0; i < COUNT(less); i++) {
		snprintf(page, sizeof(page), HEAD "%s" TAIL, less[i].page);
		made = squeeze_apply(squeeze, &arena, span_of(page), &left);
		cr_assert_eq(made, less[i].want != NULL, "%s", less[i].page);
		if (!made)
			continue;
		snprintf(want, sizeof(want), HEAD "%s" TAIL, less[i].want);
		cr_assert(span_equal(left, span_of(want)), "%s: %.*s",
		    less[i].page, (int)left.len, left.ptr);
	}
}

/* A page as PubMed serves it is not in doubt: nothing would be saved. */
Test(squeeze, works_on_pages)
{
	static const char *const cases[] = { "everything", "figures",
		"layout-2026", "menus-between", "references-sections" };
	char path[100];
	struct span page, left;

	for (size_t i = 0; i < COUNT(cases); i++) {
		snprintf(path, sizeof(path), "fixtures/%s/page.html", cases[i]);
		page = read_whole(path);
		cr_assert(
		    squeeze_apply(squeeze, &arena, page, &left), "%s", path);
		cr_assert_lt(left.len, page.len, "%s", path);
		free((char *)page.ptr);
	}
}
