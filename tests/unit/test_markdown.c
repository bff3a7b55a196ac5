/* Pages as Markdown: src/output/markdown and src/output/mdtext. */
#include "document.h"
#include "output/markdown.h"

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

TestSuite(markdown, .init = set_up, .fini = tear_down);

static struct span
markdown(struct span page)
{
	struct document document = document_of(&arena, &reading, page);
	struct buffer out;

	buffer_init(&out, &arena, (size_t)64 << 20);
	markdown_write(&out, &arena, &document);
	return buffer_text(&out);
}

static void
expect(const struct written *table, size_t count)
{
	for (size_t i = 0; i < count; i++)
		EXPECT_TEXT(markdown(span_of(table[i].page)), table[i].want,
		    "%s", table[i].name);
}

static const struct written blocks[] = {
	{ "nothing", "", "" },
	{ "only hidden text", "<script>x</script><title>t</title>", "" },
	{ "paragraphs", "<p>a\n b</p>c<p>d", "a b\n\nc\n\nd\n" },
	{ "headings", "<h1>A <br>b</h1><h6>c #</h6>",
	    "# A b\n\n###### c \\#\n" },
	{ "a block in a heading", "<h2><div>a</div> <p>b</p></h2>",
	    "## a b\n" },
	{ "a heading that was not closed", "<h2>a<ul><li>b</ul>c",
	    "## a\n\n- b\n\nc\n" },
	{ "tight lists", "<ul><li>a<ol start=3><li>b<li>c</ol><li>d</ul>",
	    "- a\n\n  3. b\n  4. c\n- d\n" },
	{ "a list that follows at once", "<ul><li>a<ul><li>b</ul><li>c</ul>",
	    "- a\n  - b\n- c\n" },
	{ "loose lists", "<ol><li><p>a<p>b<li>c</ol>",
	    "1. a\n\n   b\n\n2. c\n" },
	{ "two lists", "<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d",
	    "- a\n\n+ b\n\n1. c\n\n1) d\n" },
	{ "a list in a list, without an item",
	    "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
	    "- a\n  - b\n- c\n" },
	{ "text in a list, items without one",
	    "<ul>a<li>b</ul><div><li>c<li>d</div>", "- a\n- b\n\n+ c\n+ d\n" },
	{ "an empty item has no number", "<ol><li>a<li> <li>b</ol>",
	    "1. a\n2. b\n" },
	{ "quotes",
	    "<blockquote>a<blockquote><p>b</blockquote>c</blockquote>"
	    "<blockquote>d</blockquote>",
	    "> a\n>\n> > b\n>\n> c\n\n> d\n" },
	{ "a quote in an item", "<ul><li>a<blockquote>b</blockquote></ul>",
	    "- a\n\n  > b\n" },
	{ "code", "<pre class='x language-c'>\na  b\n\n```\n</pre>",
	    "````c\na  b\n\n```\n````\n" },
	{ "the language of the element around",
	    "<div class=highlight-source-js><pre>x</pre></div>",
	    "```js\nx\n```\n" },
	{ "blocks in code are lines",
	    "<pre><div>a</div><div>b</div><br>c</pre>",
	    "```\na\nb\n\nc\n```\n" },
	{ "code in an item", "<ol><li>a<pre>b\n\nc</pre></ol>",
	    "1. a\n\n   ```\n   b\n\n   c\n   ```\n" },
	{ "rules", "a<hr><hr>b<ul><li><hr>c</ul>",
	    "a\n\n***\n\nb\n\n- ***\n\n  c\n" },
	{ "terms and definitions", "<dl><dt>a <b>b</b><dd>c<dd>d</dl>",
	    "**a b**\n\nc\n\nd\n" },
	{ "a figure",
	    "<figure><img src=x.png alt='A [b]'><figcaption>c"
	    "</figcaption></figure>",
	    "![A [b]](https://a.example/b/x.png)\n\nc\n" },
	{ "details", "<details><summary><h3>a</h3></summary>b</details>",
	    "**a**\n\nb\n" },
	{ "marked nodes", "a<p class=out>b</p><b class=out>c</b>d",
	    "a\n\nd\n" },
	{ "a hidden block that was dropped parts nothing",
	    "a<div class=out hidden>b</div>, c<div class=out>d</div>e",
	    "a, c\n\ne\n" },
	{ "blocks that a style sheet sets in a line",
	    "<sup>1</sup><p class='x display-inline'>a</p>"
	    "<div class=display-inline-block>b</div>.<p>c",
	    "<sup>1</sup>ab.\n\nc\n" },
	{ "two line breaks are a new paragraph", "a<br>b<br><br>c<br>",
	    "a\\\nb\n\nc\n" },
};

Test(markdown, writes_blocks)
{
	expect(blocks, COUNT(blocks));
}

static const struct written tables[] = {
	{ "a table", "<table><tr><th>a<th>b|c<tr><td>d<br>e<td>f</table>",
	    "| a | b\\|c |\n| --- | --- |\n| d<br>e | f |\n" },
	{ "spans",
	    "<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d"
	    "<tr><td>e</table>",
	    "| a | b |  |\n| --- | --- | --- |\n|  | c | d |\n| e |  |  |\n" },
	{ "a caption, paragraphs in cells",
	    "<table><caption>a</caption><tr><td><p>b</p><p>c</p><td><code>d|e"
	    "</code><tr><td>f</table>",
	    "a\n\n| b<br>c | `d\\|e` |\n| --- | --- |\n| f |  |\n" },
	{ "one cell", "<table><tr><td>a</table>", "a\n" },
	{ "one row for layout", "<table><tr><td>a<td>b</table>", "a\n\nb\n" },
	{ "said to be for layout",
	    "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
	    "a\n\nb\n\nc\n\nd\n" },
	{ "a table in a table",
	    "<table><tr><td>x<td>y<tr><td>z<td><table><tr><th>a<th>b<tr><td>c"
	    "<td>d</table></table>",
	    "x\n\ny\n\nz\n\n| a | b |\n| --- | --- |\n| c | d |\n" },
	{ "lines at the edges of cells",
	    "<table><tr><th>a<hr><th><hr>b<tr><td colspan=2><hr><tr><td>c<td>"
	    "d<ul></ul><hr> </table>",
	    "| a | b |\n| --- | --- |\n| c | d |\n" },
	{ "a line within a cell",
	    "<table><tr><th>a<th>b<tr><td>c<td>d<hr>e</table>",
	    "a\n\nb\n\nc\n\nd\n\n***\n\ne\n" },
	{ "blocks in cells",
	    "<table><tr><th>a<th>b<tr><td>c<td><ul><li>d</ul>"
	    "</table>",
	    "a\n\nb\n\nc\n\n- d\n" },
};

Test(markdown, writes_tables)
{
	expect(tables, COUNT(tables));
}

static const struct written runs[] = {
	{ "formats", "<b>a</b> <i>b</i> <s>c</s> H<sub>2</sub>O<sup>3</sup>",
	    "**a** *b* ~~c~~ H<sub>2</sub>O<sup>3</sup>\n" },
	{ "spaces go outside", "a<b> b </b>c <i> d</i>", "a **b** c *d*\n" },
	{ "formats in each other", "<b>a <i>b</i></b><strong>c</strong>",
	    "**a *b*c**\n" },
	{ "signs that would not be read", "<b>a:</b>b c<b>(d)</b>",
	    "<b>a:</b>b c<b>(d)</b>\n" },
	{ "a format across blocks", "<b>a<p>b</p></b>", "**a**\n\n**b**\n" },
	{ "code", "<code>a`b</code> <kbd>`</kbd>", "``a`b`` `` ` ``\n" },
	{ "a link in code", "<code>a <a href=/x>b</a> <b>c</b></code>",
	    "`a` [`b`](https://a.example/x) **`c`**\n" },
	{ "links", "<a href=x>a</a> <a href='?q (r'>b</a> <a href=#f>c</a>",
	    "[a](https://a.example/b/x) [b](<https://a.example/b/c?q%20(r>) "
	    "[c](https://a.example/b/c#f)\n" },
	{ "no links", "<a>a</a> <a href=#>b</a> <a href='java\nscript:x'>c</a>",
	    "a b c\n" },
	{ "a link around blocks", "<a href=x><h2>a</h2><div>b</div></a>",
	    "## [a](https://a.example/b/x)\n\n[b](https://a.example/b/x)\n" },
	{ "brackets in a link", "<a href=x>[1]</a> <a href=x>a] b</a>",
	    "[[1]](https://a.example/b/x) [a\\] b](https://a.example/b/x)\n" },
	{ "brackets around links and in their parts",
	    "[<a href=x>a</a>] <a href=x>[<b>1</b>]</a>",
	    "[[a](https://a.example/b/x)] [[**1**]](https://a.example/b/x)\n" },
	{ "brackets in a link that do not pair up",
	    "<a href=x>[](a</a> <a href=x>[^1]</a>",
	    "[\\[\\](a](https://a.example/b/x) "
	    "[\\[^1\\]](https://a.example/b/x)\n" },
	{ "a linked image", "<a href=x><img src=y alt=''></a>",
	    "[![](https://a.example/b/y)](https://a.example/b/x)\n" },
	{ "late images", "<img src='data:image/gif;base64,R' data-src=y alt=a>",
	    "![a](https://a.example/b/y)\n" },
	{ "images that are none",
	    "<img src=data:image/gif;x alt=a>b<img src=x "
	    "width=1 height=1 alt=c><img alt=d><img src=y "
	    "width=10 height=90>",
	    "b\n" },
	{ "a citation is no title",
	    "<cite>a</cite> <cite class='x citation'>b</cite><ul><li><cite>c "
	    "<i>d</i></cite></ul>",
	    "*a* b\n\n- c *d*\n" },
	{ "labels",
	    "<span class=label>1</span><span>a</span> "
	    "<span class='x label'>2</span>) <span class=label>3.</span>"
	    "<b>b</b>, <span class=label>4</span><p>c",
	    "1 a 2) 3. **b**, 4\n\nc\n" },
	{ "ruby and quotes",
	    "<ruby>\xe6\xbc\xa2<rp>(<rt>kan<rp>)</ruby> <q>a</q>",
	    "\xe6\xbc\xa2(kan) \xe2\x80\x9c"
	    "a\xe2\x80\x9d\n" },
};

Test(markdown, writes_runs)
{
	expect(runs, COUNT(runs));
}

/* What is left as it is, and what is not. */
static const struct written texts[] = {
	{ "signs that mean nothing",
	    "a * b, 2*3, snake_case_name, [1], C#, x. y - z + 1, # a! \\w a~b, "
	    "AT&amp;T 1 &lt; 2 f(x) [a] (b) `q $5",
	    "a * b, 2*3, snake_case_name, [1], C#, x. y - z + 1, # a! \\w a~b, "
	    "AT&T 1 < 2 f(x) [a] (b) `q $5\n" },
	{ "a footnote's star", "*p &lt; 0.05", "*p < 0.05\n" },
	{ "pairs", "*a* _b_ ~~c~~ `d` `e`",
	    "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\` \\`e\\`\n" },
	{ "links", "[a](b) [^1] ![x](y)", "[a\\](b) \\[^1] ![x\\](y)\n" },
	{ "an image by chance", "a!<a href=x>b</a>",
	    "a\\![b](https://a.example/b/x)\n" },
	{ "tags and references", "&lt;b> &lt;!-- &amp;amp; &amp;#1; &amp;x",
	    "\\<b> \\<!-- \\&amp; \\&#1; &x\n" },
	{ "backslashes", "a\\*b \\", "a\\\\*b \\\n" },
	{ "a definition", "[a]: b", "\\[a]: b\n" },
	{ "a list's sign", "- a<p>+ a<p>* a<p>-a<p>-",
	    "\\- a\n\n\\+ a\n\n\\* a\n\n-a\n\n\\-\n" },
	{ "a number", "1. a<p>1986) b<p>1.5 c<p><span>2</span>. d",
	    "1\\. a\n\n1986\\) b\n\n1.5 c\n\n2\\. d\n" },
	{ "a heading's sign", "# a<p>#a", "\\# a\n\n#a\n" },
	{ "a quote's sign", "> a", "\\> a\n" },
	{ "lines", "---<p>***<p>___<p>```<p>a<br>===<br>- b<br>-|-",
	    "\\---\n\n\\***\n\n\\___\n\n\\```\n\na\\\n\\===\\\n\\- "
	    "b\\\n\\-|-\n" },
	{ "at the edge of a format", "<b>*</b> x*", "**\\*** x\\*\n" },
	{ "a line in a format", "<b>a<br>- b</b>", "**a\\\n\\- b**\n" },
	{ "a break behind an address", "http://a.example<br>b",
	    "http://a.example  \nb\n" },
};

Test(markdown, escapes_no_more_than_it_must)
{
	expect(texts, COUNT(texts));
}

Test(markdown, ends_with_what_is_deep)
{
	const struct span page = repeated(&arena, "<ul><li>a<blockquote>", 300);
	struct span out = markdown(page);

	cr_assert(holds(out, "a"));
	/* A line is never longer than the levels that are shown. */
	cr_assert_lt(out.len, 300 * 2 * 80);
	/* Long runs of signs are looked at once. */
	out = markdown(repeated(&arena, "]", 200000));
	cr_assert_eq(out.len, 200001);
	out = markdown(repeated(&arena, "* `_#", 50000));
	cr_assert_lt(out.len, (size_t)50000 * 10);
	out = markdown(repeated(&arena, "<b><a href=x><i><p>a", 300));
	cr_assert_lt(out.len, (size_t)300 * 100);
	out = markdown(repeated(
	    &arena, "<table><tr><td colspan=99999 rowspan=99999>a<td>b", 60));
	cr_assert_lt(out.len, (size_t)60 * 200);
}
