/* Pages as HTML: src/output/html. */
#include "document.h"
#include "output/html.h"

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

TestSuite(html, .init = set_up, .fini = tear_down);

static struct span
whole(struct span page)
{
	struct document document = document_of(&arena, &reading, page);
	struct buffer out;

	buffer_init(&out, &arena, (size_t)64 << 20);
	html_write(&out, &arena, &document);
	return buffer_text(&out);
}

/* What stands in the body. */
static struct span
body(struct span page)
{
	struct span out = whole(page);
	const struct span start = SPAN("<body>\n"), end = SPAN("</body>\n");

	while (!span_starts(out, start) && out.len > 0)
		out = span_from(out, 1);
	out = span_from(out, start.len);
	for (size_t i = 0; i < out.len; i++)
		if (span_starts(span_from(out, i), end))
			return span_first(out, i);
	return SPAN_NONE;
}

static const struct written pages[] = {
	{ "nothing", "", "" },
	{ "text", "a &lt;b&gt; &amp;amp; \"c\"",
	    "<p>a &lt;b&gt; &amp;amp; &quot;c&quot;</p>\n" },
	{ "formats", "<b>a<i> b</i></b><u>c</u><ins>d</ins><mark>e</mark>",
	    "<p><strong>a "
	    "<em>b</em></strong>c<ins>d</ins><mark>e</mark></p>\n" },
	{ "nothing of the page's own",
	    "<p style=x onclick=y id=z class=c>a<script>b</script><font "
	    "color=red>c</font><blink>d</blink>",
	    "<p>acd</p>\n" },
	{ "a block in a span", "<span>a<div>b</div>c</span>",
	    "<p>a</p>\n<p>b</p>\n<p>c</p>\n" },
	{ "links",
	    "<a href=x>a</a><a href='javascript:x'>b</a>"
	    "<a href=' JaVa&#10;script:x'>c</a>",
	    "<p><a href=\"https://a.example/b/x\">a</a>bc</p>\n" },
	{ "a link around blocks", "<a href=x><div>a</div><h2>b</h2></a>",
	    "<p><a href=\"https://a.example/b/x\">a</a></p>\n"
	    "<h2><a href=\"https://a.example/b/x\">b</a></h2>\n" },
	{ "images",
	    "<img src=x><img src=data:image/png;y alt='a \"b\"'>"
	    "<img src=data:text/html;z><img src=javascript:w>",
	    "<p><img src=\"https://a.example/b/x\" alt=\"\">"
	    "<img src=\"data:image/png;y\" alt=\"a &quot;b&quot;\"></p>\n" },
	{ "figures",
	    "<figure><img src=x alt=a><figcaption>b</figcaption></figure>"
	    "<figcaption>c</figcaption>",
	    "<figure><p><img src=\"https://a.example/b/x\" alt=\"a\"></p>\n"
	    "<figcaption>b</figcaption>\n</figure>\n<p>c</p>\n" },
	{ "lists", "<ol start=3><li>a<li><p>b<p>c</ol><li>d",
	    "<ol start=\"3\">\n<li>a</li>\n<li><p>b</p>\n<p>c</p>\n</li>\n"
	    "</ol>\n<ul>\n<li>d</li>\n</ul>\n" },
	{ "empty elements",
	    "<ul><li></ul><table><tr><td></table><b> </b><h1></h1>", "" },
	{ "definitions", "<dl><dt><h3>a</h3><p>b<dd>c</dl><dd>d",
	    "<dl>\n<dt>a<br>\nb</dt>\n<dd>c</dd>\n</dl>\n<dl>\n<dd>d</dd>\n"
	    "</dl>\n" },
	{ "a list in a term", "<dl><dt>a<ul><li>b</ul>c<dd>d</dl>",
	    "<dl>\n<dt>a</dt>\n<dd><ul>\n<li>b</li>\n</ul>\n<p>c</p>\n"
	    "</dd>\n<dd>d</dd>\n</dl>\n" },
	{ "tables",
	    "<table><caption>t</caption><tr><th colspan=2>a<tr><td "
	    "rowspan=2>b<td><ul><li>c</ul></table>",
	    "<table>\n<caption>t</caption>\n<tr><th colspan=\"2\">a</th></tr>\n"
	    "<tr><td rowspan=\"2\">b</td><td><ul>\n<li>c</li>\n</ul>\n</td>"
	    "</tr>\n</table>\n" },
	{ "details",
	    "<details><summary>a</summary>b</details><details>c"
	    "</details><summary>d</summary>",
	    "<details open><summary>a</summary>\n<p>b</p>\n</details>\n"
	    "<p>c</p>\n<p>d</p>\n" },
	{ "code", "<pre>a\n <b>&lt;</b></pre><hr><code>x</code>",
	    "<pre><code>a\n &lt;</code></pre>\n<hr>\n<p><code>x</code></p>\n" },
	{ "a heading with a table in it",
	    "<h1>a<table><tr><th>b<td>c</table>d</h1>",
	    "<h1>a</h1>\n<table>\n<tr><th>b</th><td>c</td></tr>\n</table>\n"
	    "<p>d</p>\n" },
	{ "marked nodes", "<p class=out>a</p>b", "<p>b</p>\n" },
};

Test(html, writes_what_is_allowed)
{
	for (size_t i = 0; i < COUNT(pages); i++)
		EXPECT_TEXT(body(span_of(pages[i].page)), pages[i].want, "%s",
		    pages[i].name);
}

static const struct written ids[] = {
	{ "one that is pointed to", "<a href=#x>a</a><p id=x>b<p id=y>c",
	    "<p><a href=\"#x\">a</a></p>\n<p id=\"x\">b</p>\n<p>c</p>\n" },
	{ "the first of a name", "<a href=#x>a</a><p id=x>b<p id=x>c",
	    "<p><a href=\"#x\">a</a></p>\n<p id=\"x\">b</p>\n<p>c</p>\n" },
	{ "one that is not there", "<a href=#x>a</a><p id=x class=out>b",
	    "<p><a href=\"https://a.example/b/c#x\">a</a></p>\n" },
	{ "in a line",
	    "<a href='#x y'>a</a><a href=#%78>b</a> c<a name=x></a>d",
	    "<p><a href=\"https://a.example/b/c#x%20y\">a</a>"
	    "<a href=\"#%78\">b</a> c<span id=\"x\"></span>d</p>\n" },
	{ "two at one place",
	    "<a href=#x>a</a><a href=#y>b</a><div id=x><ul id=y><li>c</ul>",
	    "<p><a href=\"#x\">a</a><a href=\"#y\">b</a></p>\n"
	    "<ul id=\"x\">\n<li id=\"y\">c</li>\n</ul>\n" },
};

Test(html, keeps_the_ids_that_are_used)
{
	for (size_t i = 0; i < COUNT(ids); i++)
		EXPECT_TEXT(
		    body(span_of(ids[i].page)), ids[i].want, "%s", ids[i].name);
}

Test(html, is_a_whole_document)
{
	const struct span out = whole(SPAN("<p>a"));

	cr_assert(span_starts(
	    out, SPAN("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		      "<meta charset=\"utf-8\">\n<title>A title</title>\n")));
	cr_assert(span_ends(out, SPAN("</body>\n</html>\n")));
}

Test(html, distrusts_title_and_language)
{
	struct document document = document_of(&arena, &reading, SPAN("<p>a"));
	struct buffer out;

	document.title = SPAN(" </title> ");
	document.language = SPAN("\"><script>");
	document.marks = NULL;
	buffer_init(&out, &arena, (size_t)1 << 20);
	html_write(&out, &arena, &document);
	cr_assert(holds(buffer_text(&out), "<title>&lt;/title&gt;</title>"));
	cr_assert(holds(buffer_text(&out), "<html>\n"));
	document.title = document.base = SPAN_NONE;
	buffer_init(&out, &arena, (size_t)1 << 20);
	html_write(&out, &arena, &document);
	cr_assert(holds(buffer_text(&out), "<title>Page</title>"));
}

/* Written twice, a page does not change any more. */
Test(html, is_read_as_it_was_meant)
{
	for (size_t i = 0; i < COUNT(pages); i++) {
		const struct span once = body(span_of(pages[i].page));

		EXPECT_TEXT(body(once),
		    once.ptr == NULL ? "" : arena_copy(&arena, once).ptr, "%s",
		    pages[i].name);
	}
}
