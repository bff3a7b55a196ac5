/* What is cut before the parser sees it: src/html/limit. */
#include "html/scan.h"
#include "support.h"

/* html, body, and what the parser adds by itself: tables' parts, `p`. */
#define DEPTH_MOST (4 * LIMIT_DEPTH + 8)

static struct arena arena;
static struct reading reading;

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

TestSuite(limit, .init = set_up, .fini = tear_down);

static uint32_t
depth_of(const struct dom *dom)
{
	uint32_t *depths = arena_zeros(&arena, dom->count, sizeof(*depths));
	uint32_t most = 0;

	for (uint32_t i = 1; i < dom->count; i++) {
		depths[i] = depths[dom->nodes[i].parent] + 1;
		if (depths[i] > most)
			most = depths[i];
	}
	return most;
}

/* Applies the limit and parses what is left; gives its depth. */
static uint32_t
apply(struct span text)
{
	limit_apply(&arena, text, LIMIT_FIRST, &reading.limit);
	cr_assert_leq(reading.limit.text.len, 2 * text.len);
	cr_assert_eq(
	    dom_parse(&arena, reading.limit.text, &reading.dom, &reading.error),
	    PSC_OK, "%s", reading.error.message);
	return depth_of(&reading.dom);
}

/* `head`, `count` times `unit` (a %zu in it is the number), `tail`. */
static struct span
repeat(const char *head, const char *unit, size_t count, const char *tail)
{
	const char *mark = strstr(unit, "%zu");
	struct buffer out;

	buffer_init(&out, &arena, (size_t)64 << 20);
	buffer_add(&out, span_of(head));
	for (size_t i = 0; i < count; i++) {
		if (mark == NULL) {
			buffer_add(&out, span_of(unit));
			continue;
		}
		buffer_add(
		    &out, span_first(span_of(unit), (size_t)(mark - unit)));
		buffer_print(&out, "%zu", i);
		buffer_add(&out, span_of(mark + 3));
	}
	buffer_add(&out, span_of(tail));
	cr_assert(!out.full);
	return buffer_text(&out);
}

Test(limit, leaves_ordinary_pages_alone)
{
	glob_t found;

	cr_assert_eq(glob("fixtures/*/page.html", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct span page = read_whole(found.gl_pathv[i]);
		bool odd = strstr(page.ptr, "<svg") != NULL ||
			   strstr(page.ptr, "<math") != NULL ||
			   strstr(page.ptr, "<select") != NULL ||
			   strstr(found.gl_pathv[i], "/deep") != NULL ||
			   strstr(found.gl_pathv[i], "/wide") != NULL ||
			   strstr(found.gl_pathv[i], "/stored-twice") != NULL;
		limit_apply(&arena, page, LIMIT_FIRST, &reading.limit);
		cr_assert_eq(reading.limit.text.ptr == page.ptr &&
				 reading.limit.text.len == page.len,
		    !odd, "%s", found.gl_pathv[i]);
		if (!odd)
			cr_assert_eq(reading.limit.tags, 0);
		free((char *)page.ptr);
	}
	globfree(&found);
}

struct deep {
	const char *head, *unit, *tail;
	bool cut;     /* tags are taken out */
	uint32_t low; /* at least so deep is what is left */
};

/* 2,000 of each. */
static const struct deep deeps[] = {
	{ "", "<div>", "", true, 40 },
	{ "", "<DIV>", "", true, 40 },
	{ "", "<b>", "", true, 40 },
	{ "", "<b id=%zu>", "", true, 40 },
	{ "", "<x-y>", "", true, 40 },
	{ "", "<table><td>", "", true, 40 },
	{ "", "<ul><li>", "", true, 40 },
	{ "", "<a><p>", "", true, 2 },
	{ "<svg>", "<g>", "", true, 40 },
	{ "<svg>", "<g/>", "", true, 40 },
	{ "<svg>", "<path d=x />", "</svg>", false, 1 },
	{ "<math>", "<mi/>", "", false, 2 },
	{ "", "<div/>", "", true, 40 },
	{ "<svg>", "<div/>", "", true, 40 },
	{ "", "<br>", "", false, 2 },
	{ "", "<p>", "", false, 2 },
	{ "<ul>", "<li>", "", false, 2 },
	{ "<table>", "<tr><td>", "", false, 2 },
	{ "<select>", "<option>", "", false, 2 },
	{ "", "</div>", "", false, 1 },
	{ "", "<div></div>", "", false, 2 },
	{ "", "<i></i>a", "", false, 2 },
	{ "", "<p><b id=%zu></p>", "", true, 2 },
	{ "", "<!--<div>-->", "", false, 1 },
	{ "", "<script><div></script>", "", false, 2 },
	{ "", "<p title='<div>'>", "", false, 2 },
	{ "", "<template>", "", true, 40 },
	{ "", "<object>", "", true, 40 },
	{ "", "<b><i id=%zu></b>a", "", true, 2 },
	{ "", "<rt>", "", true, 40 },
	{ "", "<rb>", "", true, 40 },
};

Test(limit, bounds_the_depth)
{
	for (size_t i = 0; i < COUNT(deeps); i++) {
		const struct deep *row = &deeps[i];
		struct span page =
		    repeat(row->head, row->unit, 2000, row->tail);
		uint32_t depth = apply(page);
		cr_assert_leq(depth, DEPTH_MOST, "%s: %u", row->unit, depth);
		cr_assert_geq(depth, row->low, "%s: %u", row->unit, depth);
		cr_assert_eq(reading.limit.tags > 0, row->cut, "%s: %zu",
		    row->unit, reading.limit.tags);
		if (row->cut)
			cr_assert_neq(reading.limit.text.ptr, page.ptr);
	}
}

/*
 * What could be a way around the limit: what a scanner takes for raw text, or
 * for an element that cannot nest, and the parser does not.
 */
static const struct deep holes[] = {
	{ "<svg><title>", "<div>", "", true, 40 },
	{ "<svg><style>", "<g>", "", true, 40 },
	{ "<math><title>", "<mi>", "", true, 40 },
	{ "<select><xmp></select>", "<div>", "", true, 40 },
	{ "<svg><![CDATA[><script>]]></svg>", "<div>", "", true, 40 },
	{ "<script><!--<script></script><title>--></script>", "<div>", "", true,
	    40 },
	{ "", "<optgroup>", "", true, 40 },
	{ "<svg>", "<option>", "", true, 40 },
	{ "<svg>", "<tr>", "", true, 40 },
	{ "<math>", "<col>", "", true, 40 },
};

Test(limit, bounds_the_depth_whatever_it_takes)
{
	for (size_t i = 0; i < COUNT(holes); i++) {
		uint32_t depth =
		    apply(repeat(holes[i].head, holes[i].unit, 4000, ""));
		cr_assert_leq(depth, DEPTH_MOST, "%s%s: %u", holes[i].head,
		    holes[i].unit, depth);
	}
}

Test(limit, keeps_what_deep_elements_hold)
{
	struct buffer page;
	uint32_t letters = 0;

	buffer_init(&page, &arena, 1000000);
	for (int i = 0; i < 2000; i++)
		buffer_print(&page, "<div>%c", 'a' + i % 26);
	for (int i = 0; i < 2000; i++)
		buffer_add(&page, SPAN("</div>"));
	buffer_add(&page, SPAN("<p id=behind>x</p>"));
	cr_assert_leq(apply(buffer_text(&page)), LIMIT_DEPTH + 3);
	cr_assert_eq(reading.limit.tags, 2000 - LIMIT_DEPTH);
	for (uint32_t i = 0; i < reading.dom.count; i++)
		if ((reading.dom.nodes[i].flags & DOM_TEXT) != 0)
			letters += (uint32_t)reading.dom.nodes[i].text.len;
	cr_assert_eq(letters, 2001);
	/* what stands behind is where it was */
	letters = 0;
	for (uint32_t i = 0; i < reading.dom.count; i++) {
		if (!is_text(
			dom_attribute(&reading.dom, i, SPAN("id")), "behind"))
			continue;
		letters++;
		cr_assert_eq(reading.dom.nodes[reading.dom.nodes[i].parent].tag,
		    dom_tag(SPAN("body")));
	}
	cr_assert_eq(letters, 1);
}

/* Unclosed elements go first: the closed ones behind them keep their form. */
Test(limit, takes_unclosed_elements_first)
{
	struct span page = repeat(
	    "", "<span>", 3000, "<div id=a><div id=b><p>x</p></div></div>");
	uint32_t a = DOM_NONE, b = DOM_NONE;

	cr_assert_leq(apply(page), 80);
	for (uint32_t i = 0; i < reading.dom.count; i++) {
		struct span id = dom_attribute(&reading.dom, i, SPAN("id"));
		if (is_text(id, "a"))
			a = i;
		if (is_text(id, "b"))
			b = i;
	}
	cr_assert_neq(a, DOM_NONE);
	cr_assert_neq(b, DOM_NONE);
	cr_assert_eq(reading.dom.nodes[b].parent, a);
}

static size_t
attributes_of(const struct dom *dom)
{
	size_t most = 0;

	for (uint32_t i = 0; i < dom->count; i++)
		if (dom->nodes[i].attribute_count > most)
			most = dom->nodes[i].attribute_count;
	return most;
}

Test(limit, bounds_the_attributes)
{
	struct span page = repeat("<p>a</p><p", " a%zu='>'", 256, ">b</p>");

	apply(page);
	cr_assert_eq(reading.limit.attributes, 0);
	cr_assert_eq(reading.limit.text.ptr, page.ptr);
	cr_assert_eq(attributes_of(&reading.dom), 256);

	apply(repeat("<p>a</p><p", " a%zu='>'", 257, ">b</p>"));
	cr_assert_eq(reading.limit.attributes, 1);
	cr_assert_eq(attributes_of(&reading.dom), 256);
	cr_assert(span_ends(reading.limit.text, SPAN("a255='>'>b</p>")));

	apply(repeat("<p", " a%zu", 100000, "/><q x=1 y=2>b"));
	cr_assert_eq(reading.limit.attributes, 100000 - 256);
	cr_assert_eq(attributes_of(&reading.dom), 256);
	cr_assert_eq(reading.limit.tags, 0);
	cr_assert(span_ends(reading.limit.text, SPAN("a255><q x=1 y=2>b")));
}

/* The attributes of a second <body> are added to the first one. */
Test(limit, bounds_the_attributes_of_body)
{
	apply(repeat("", "<body a%zu>", 5000, ""));
	cr_assert_leq(attributes_of(&reading.dom), SCAN_ATTRIBUTES);
	apply(repeat("<body>", "<html a%zu>", 5000, ""));
	cr_assert_leq(attributes_of(&reading.dom), SCAN_ATTRIBUTES);
}

struct documents {
	const char *text;
	size_t kept; /* bytes of the first document; 0: there is one only */
	bool unfinished;
};

static const struct documents several[] = {
	{ "<!doctype html><html><p>a</html>", 0, false },
	{ "<!doctype html><html><p>a</html>\n", 0, false },
	{ "<!doctype html><html><p>a</html><!-- b -->", 0, false },
	{ "<html>a</html><html>b</html>", 14, false },
	{ "<html>a</html>\n <HTML>b", 16, false },
	{ "<html>a</HTML><!DocType html><p>b", 14, false },
	{ "<html>a<!doctype html><html>b</html>", 7, false },
	{ "<!doctype html><!doctype html><html>a</html>", 0, false },
	{ "<html>a<html>b</html>", 0, false },
	{ "<html>a</html></html>", 0, false },
	{ "<html>a</html><p>b", 0, false },
	/* where it is none */
	{ "<html><!-- <!doctype html><html> --></html>", 0, false },
	{ "<html><script>'</html><html>'</script></html>", 0, false },
	{ "<html><script>'<!doctype html>'</script></html>", 0, false },
	{ "<html><title><!doctype html></title></html>", 0, false },
	{ "<html><p title='<!doctype html>'></html>", 0, false },
	{ "<html><p title=\"</html><html>\"></html>", 0, false },
	{ "<html>a</html><htmlx>b", 0, false },
	/* </html> may be left out, other ends may not */
	{ "", 0, false },
	{ "<p>a</p>", 0, false },
	{ "<html><p>a", 0, false },
	{ "<html><body><ul><li>a</ul>", 0, false },
	{ "<html><div>a", 0, true },
	{ "<html><div><p>a</p>", 0, true },
	{ "<html><ul><li>a", 0, true },
	{ "<html><div><!-- </div> -->", 0, true },
	{ "<html><b>a</b><i>a", 0, true },
	{ "<html><div>a</html>", 0, false },
	{ "<html><p class=\"", 0, true },
	{ "<html><p>a</p", 0, true },
	{ "<html></html", 0, true },
	{ "<html><p>a</html><!--", 0, true },
	{ "<html><p>a</html><p class='", 0, true },
	{ "<html><script>a = '</html>'", 0, true },
	{ "<html></html><script>a", 0, false },
};

Test(limit, finds_the_ends_of_documents)
{
	for (size_t i = 0; i < COUNT(several); i++) {
		const struct documents *row = &several[i];
		struct span text = span_of(row->text);
		limit_apply(&arena, text, LIMIT_FIRST, &reading.limit);
		cr_assert_eq(
		    reading.limit.repeated, row->kept > 0, "%s", row->text);
		cr_assert_eq(reading.limit.text.len,
		    row->kept > 0 ? row->kept : text.len, "%s", row->text);
		cr_assert_eq(reading.limit.text.ptr, text.ptr);
		cr_assert_eq(
		    reading.limit.unfinished, row->unfinished, "%s", row->text);
		cr_assert_eq(reading.limit.tags, 0);
		cr_assert_eq(reading.limit.attributes, 0);
	}
}

/* Pages that are made of whole documents: nothing of them is cut off. */
Test(limit, keeps_all_documents)
{
	for (size_t i = 0; i < COUNT(several); i++) {
		struct span text = span_of(several[i].text);

		limit_apply(&arena, text, LIMIT_ALL, &reading.limit);
		cr_assert_eq(reading.limit.text.ptr, text.ptr);
		cr_assert_eq(reading.limit.text.len, text.len);
		cr_assert(!reading.limit.repeated);
		cr_assert_eq(reading.limit.rest.len, 0);
	}
}

struct hostile {
	const char *unit;
	size_t nodes; /* at most so many for each unit */
};

static const struct hostile hostiles[] = {
	{ "<div>", 2 },
	{ "<div/>", 2 },
	{ "<", 1 },
	{ "</x>", 1 },
	{ "</p>", 2 },
	{ "</br>", 2 },
	{ "<b id=%zu>", 2 },
	{ "<p><b id=%zu></p>", 70 },
	{ "<!--", 1 },
	{ "<!", 1 },
	{ "<?", 1 },
	{ "&", 1 },
	{ "&amp", 1 },
	{ "<p ", 1 },
	{ "<p a='", 1 },
	{ "<script>", 1 },
	{ "<table>", 4 },
	{ "<table><tr><td>", 6 },
	{ "<a>", 2 },
	{ "</b>", 1 },
	{ "<svg><g>", 4 },
	{ "<frameset>", 1 },
	{ "<html>", 1 },
	{ "<body>", 1 },
	{ "<select><option>", 4 },
	{ "<x y=z>", 2 },
	{ "<nobr>", 2 },
	{ "<button>", 2 },
	{ "</html>", 1 },
	{ "</body>", 1 },
	{ "<![CDATA[", 1 },
};

/* A megabyte of each: the tree is not deep, nor larger than the text. */
Test(limit, survives_a_megabyte, .timeout = 240)
{
	for (size_t i = 0; i < COUNT(hostiles); i++) {
		const struct hostile *row = &hostiles[i];
		size_t count = ((size_t)1 << 20) / strlen(row->unit);
		uint32_t depth = apply(repeat("", row->unit, count, ""));
		cr_assert_leq(
		    depth, DEPTH_MOST, "%s: %u deep", row->unit, depth);
		cr_assert_leq(reading.dom.count, row->nodes * count + 10,
		    "%s: %u nodes", row->unit, reading.dom.count);
		cr_assert(!reading.limit.repeated, "%s", row->unit);
		arena_reset(&arena);
	}
}
