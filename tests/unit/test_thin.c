/*
 * Less of a page for the parser, and the same tree: src/html/thin, apart,
 * attributes, keys and nest.
 */
#include "html/text.h"
#include "html/thin.h"
#include "support.h"

static struct arena arena;
static struct thin thin;
static struct dom dom;
static struct error error;

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

TestSuite(thin, .init = set_up, .fini = tear_down);

static void
parse(struct span text)
{
	thin_apply(&arena, text, &thin);
	cr_assert_eq(
	    dom_parse_apart(&arena, thin.text, &thin.apart, &dom, &error),
	    PSC_OK, "%s", error.message);
}

/* What is parsed; texts of more than eight bytes stand apart. */
static const struct {
	const char *page, *want;
} less[] = {
	{ "<p>x<!-- c -->y</p>", "<p>x<!---->y</p>" },
	{ "<p>x</p><!-- c --> <p>y</p>", "<p>x</p><p>y</p>" },
	{ "<p>&am<!-- c -->p;</p>", "<p>&am<!---->p;</p>" },
	{ "<p>a <!-- c --> b</p>", "<p>a  b</p>" },
	{ "<p>x<!-- c", "<p>x<!--" },
	{ "<p>x</", "<p>x</" },
	{ "<p>x<!--><b>y</b>", "<p>x<b>y</b>" },
	{ "<p><<!></p>", "<p><<!----></p>" },
	{ "<form>x <!> y</form>", "<form>x  y<!----></form>" },
	{ "<p>x<script>1<2</script>", "<p>x" },
	{ "<p>x<script>1<2", "<p>x<script>" },
	{ "<p>x<style>p{}</style>", "<p>x" },
	{ "<script>1</script><!DOCTYPE html>",
	    "<script></script><!DOCTYPE html>" },
	{ "<!DOCTYPE html><script>1</script>",
	    "<!DOCTYPE html><script></script>" },
	{ "<table><colgroup><script>1</script><col><tr>",
	    "<table><colgroup><script></script><col><tr>" },
	{ "<p>x<noscript><img></p></noscript>y", "<p>x<!---->y" },
	{ "<p>x<noscript>y", "<p>x<noscript>y" },
	{ "<p><b>x</p><noscript>y</noscript>", "<p><b>x</p>" },
	{ "<p>x<template><p>y</template>", "<p>x<template></template>" },
	{ "<p>x<template><template></template>y",
	    "<p>x<template><template></template>y" },
	{ "<p>x<template><p>y", "<p>x<template><p>y" },
	{ "<p>x<iframe src=y><b></iframe>", "<p>x<iframe></iframe>" },
	{ "<p>x<svg><path d='M0'/></svg>y", "<p>x<!---->y" },
	{ "<p><math><mi>x</mi><mspace/></math>",
	    "<p><mi>x</mi><mspace></mspace>" },
	{ "<p><select><option>x</select>y", "<p><option>x</option>y" },
	{ "<p><link rel=stylesheet><link rel=canonical href=x>", "<p><link>" },
	{ "<p><meta charset=x><meta name=x>", "<p><meta>" },
	{ "<p>x<object><param name=y></object>", "<p>x<object></object>" },
	{ "<title> a  b </title> <body> <p> x",
	    "<title> a  b </title><body><p>x" },
	{ "<p> <b> x </b> </p>", "<p><b> x </b></p>" },
	{ "<p>x <br> y", "<p>x <br>y" },
	{ "<p><b>x</p> <p>y", "<p><b>x</p> <p>y" },
	{ "<div>x </i> y</div> <div>", "<div>x </i> y</div><div>" },
	{ "<p>x</p> <td> <b>y", "<p>x</p><td> <b>y" },
	{ "<i>x</i> <table> <tr> <td>y", "<i>x</i> <table><tr><td>y" },
	{ "x<table> y", "x<table> y" },
	/* Before a table goes what must not stand in its rows. */
	{ "<table>x <tr>y", "<table>x <tr>y" },
	{ "<table>< <tr>y", "<table>< <tr>y" },
	{ "<table>x<!> <tr>y", "<table>x<tr>y" },
	{ "<table>x<!> <q>y", "<table>x<q>y" },
	{ "<table>x<!> <<tr>", "<table>x <<tr>" },
	{ "<table>x<!> </", "<table>x </" },
	{ "<table>x</> <q>y", "<table>x</> <q>y" },
	{ "<table>x<!> </>y", "<table>x</> y" },
	{ "<table><q> <tr>y", "<table><q> <tr>y" },
	{ "<table><ul> <table></table> <tr>y",
	    "<table><ul> <table></table> <tr>y" },
	{ "<table><form> <tr><td> y</form> <td>",
	    "<table><form><tr><td>y<!----></form><td>" },
	{ "<table><i> <tr>y", "<table><i> <tr>y" },
	{ "<table>x\xf3\xb0\x80\x80 <tr>y", "<table>x\xf3\xb0\x80\x80 <tr>y" },
	{ "<pre>\n\n x\n </pre> y", "<pre>\n\n x\n </pre>y" },
	{ "<pre><!-- c -->\nx", "<pre><!---->\nx" },
	{ "<pre><table><td> </pre> x  y", "<pre><table><td> </pre> x  y" },
	{ "<textarea> x </textarea>", "<textarea> x </textarea>" },
	{ "<plaintext> <b> ", "<plaintext> <b> " },
	{ "<p onclick=x data-y=z id=a>", "<p>" },
	{ "<p id='&lt;'>", "<p id='&lt;'>" },
	{ "<body class=x><input type=hidden value=y>",
	    "<body class=x><input type=hidden>" },
	{ "<p>12345678", "<p>12345678" },
	{ "<p>123456789", "<p>\xf3\xb0\x80\x80" },
	{ "<p>123456789&nbsp;123456789",
	    "<p>\xf3\xb0\x80\x80&nbsp;\xf3\xb0\x80\x81" },
	/* Marks in the page: all is in one text. */
	{ "<p id=x>123456789 \xf3\xb0\x80\x80",
	    "<p id=x>123456789 \xf3\xb0\x80\x80" },
	{ "<p>123456789 &#xF0000;", "<p>123456789 &#xF0000;" },
	{ "<p>123456789 &#983040;", "<p>123456789 &#983040;" },
};

Test(thin, leaves_out)
{
	for (size_t i = 0; i < COUNT(less); i++) {
		thin_apply(&arena, span_of(less[i].page), &thin);
		EXPECT_TEXT(thin.text, less[i].want, "%s", less[i].page);
	}
}

/* The first element of that tag. */
static uint32_t
by_tag(const char *tag)
{
	for (uint32_t i = 0; i < dom.count; i++)
		if ((dom.nodes[i].flags & DOM_TEXT) == 0 &&
		    dom.nodes[i].tag == dom_tag(span_of(tag)))
			return i;
	cr_assert_fail("no %s", tag);
	return DOM_NONE;
}

static const struct {
	const char *page, *tag, *name, *want;
} values[] = {
	{ "<p id=a ID=b>", "p", "id", "a" },
	{ "<p CLASS='a  b'>", "p", "class", "a  b" },
	{ "<p class=''>", "p", "class", NULL },
	{ "<p title=x>", "p", "title", NULL },
	{ "<abbr title=x>", "abbr", "title", "x" },
	{ "<a href='?a=1&amp;b=2'>", "a", "href", "?a=1&b=2" },
	{ "<a href='?a=1&copy=2&copy;'>", "a", "href", "?a=1&copy=2\xc2\xa9" },
	{ "<a href=' javascript:x()'>", "a", "href", "" },
	{ "<img src='data:,x'>", "img", "src", "data:,x" },
	{ "<p style='color: red'>", "p", "style", NULL },
	{ "<p style='Display: none'>", "p", "style", "Display: none" },
	{ "<p hidden>", "p", "hidden", "" },
	{ "<html lang=a><html lang=b dir=ltr>", "html", "dir", "ltr" },
	{ "<p>x<p><b id=a>y<p>", "b", "id", "a" },
};

Test(thin, attributes)
{
	for (size_t i = 0; i < COUNT(values); i++) {
		parse(span_of(values[i].page));
		EXPECT_TEXT(dom_attribute(&dom, by_tag(values[i].tag),
				span_of(values[i].name)),
		    values[i].want, "%s", values[i].page);
	}
}

static const struct {
	const char *page, *want;
} texts[] = {
	{ "<p>One text of a page.<p>And another one.",
	    "One text of a page. And another one." },
	{ "<p>One text, &amp; <b>another  one</b>, of a page",
	    "One text, & another one, of a page" },
	{ "one text of a page<table>another text of it<tr><td>x",
	    "one text of a pageanother text of it x" },
	{ "<p><b>a text of a page<p>another text",
	    "a text of a page another text" },
	{ "<p>a text\x01of a page", "a text\xef\xbf\xbdof a page" },
	{ "<select><option>a long option<option>one more</select>",
	    "a long option one more" },
	{ "<p><select><option>a long option<option>b</select> a long text"
	  "<select></select> another</p>",
	    "a long option b a long text another" },
	{ "<textarea>a long text &lt; another</textarea>",
	    "a long text < another" },
};

Test(thin, texts)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		parse(span_of(texts[i].page));
		EXPECT_TEXT(text_of(&arena, &dom, 0, NULL), texts[i].want, "%s",
		    texts[i].page);
	}
}

/* gumbo takes no note of text before the end of a form: it goes behind it. */
Test(thin, text_stays_in_its_form)
{
	static const char *const pages[] = { "<form>x<!> y</form>z",
		"<form>x <!>\f\fy</form>z", "<form>x y</i></form>z",
		"<p><form>x y</form >z" };
	uint32_t form;

	for (size_t i = 0; i < COUNT(pages); i++) {
		parse(span_of(pages[i]));
		form = by_tag("form");
		EXPECT_TEXT(
		    text_of(&arena, &dom, form, NULL), "x y", "%s", pages[i]);
		EXPECT_TEXT(dom.nodes[dom.count - 1].text, "z", "%s", pages[i]);
	}
}

Test(thin, linked_data_stays)
{
	const char *page = "<body><script type='application/ld+json'>"
			   "{ \"a\": \"b & <c>\" }</script>";
	uint32_t script;

	parse(span_of(page));
	script = by_tag("script");
	EXPECT_TEXT(
	    dom.nodes[script + 1].text, "{ \"a\": \"b & <c>\" }", "data");
	EXPECT_TEXT(dom_attribute(&dom, script, SPAN("type")),
	    "application/ld+json", "type");
}

/* What the limit cuts moves tags: then nothing stands apart. */
Test(thin, deep_page)
{
	struct buffer out;

	buffer_init(&out, &arena, (size_t)1 << 20);
	for (size_t i = 0; i < 2000; i++)
		buffer_add(&out, SPAN("<div class=x>a text that is long"));
	for (size_t i = 0; i < 2000; i++)
		buffer_add(&out, SPAN("</div>"));
	parse(buffer_text(&out));
	cr_assert_gt(thin.limit.tags, 0);
	cr_assert_eq(thin.apart.tag_count, 0);
	cr_assert_eq(text_of(&arena, &dom, 0, NULL).len,
	    2000 * 20 - 1 - (2000 - LIMIT_DEPTH));
	EXPECT_TEXT(
	    dom_attribute(&dom, by_tag("div"), SPAN("class")), "x", "class");
}

Test(thin, many_attributes)
{
	struct buffer out;

	buffer_init(&out, &arena, (size_t)1 << 20);
	buffer_add(&out, SPAN("<p id=y"));
	for (size_t i = 0; i < 1000; i++)
		buffer_print(&out, " a%zu", i);
	buffer_add(&out, SPAN(">"));
	parse(buffer_text(&out));
	cr_assert_eq(thin.limit.attributes, 1001 - 256);
	EXPECT_TEXT(dom_attribute(&dom, by_tag("p"), SPAN("id")), "y", "id");
}

Test(thin, two_documents_and_cut_pages)
{
	parse(SPAN("<html><p>x</html> <html><p>y</html>"));
	cr_assert(!thin.limit.repeated);
	EXPECT_TEXT(text_of(&arena, &dom, 0, NULL), "x y", "both");
	parse(SPAN("<html><body><div>x"));
	cr_assert(thin.limit.unfinished);
	parse(SPAN("<html><body><p>x<script>y"));
	cr_assert(thin.limit.unfinished);
	parse(SPAN("<html><body><p>x</p></body></html>"));
	cr_assert(!thin.limit.unfinished);
}

/* A mark for each text, and texts without one when there are no more. */
Test(thin, more_texts_than_marks)
{
	const uint32_t count = DOM_MARKS + 10;
	struct buffer out;

	buffer_init(&out, &arena, (size_t)16 << 20);
	for (uint32_t i = 0; i < count; i++)
		buffer_print(&out, "<br>text number %06u", i);
	parse(buffer_text(&out));
	cr_assert_eq(thin.apart.text_count, DOM_MARKS);
	for (uint32_t i = 0, at = 0; i < dom.count; i++) {
		if ((dom.nodes[i].flags & DOM_TEXT) == 0)
			continue;
		char want[32];

		snprintf(want, sizeof(want), "text number %06u", at++);
		EXPECT_TEXT(dom.nodes[i].text, want, "text %u", at);
	}
}
