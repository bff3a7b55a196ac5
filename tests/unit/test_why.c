/* A page that shows how it was read: src/output/why, legend and markup. */
#include "output/markup.h"
#include "output/why.h"
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

TestSuite(why, .init = set_up, .fini = tear_down);

#define RULES 3

/* What is found where is told by the elements' ids. */
struct sample {
	struct reading reading;
	uint8_t *marks;
	struct explain_drop drops[RULES];
	struct explain_field fields[3];
	struct why_hit hits[8];
	struct explain explain;
	struct why why;
};

static bool
id_starts(const struct dom *dom, uint32_t node, const char *with)
{
	return span_starts(dom_attribute(dom, node, SPAN("id")), span_of(with));
}

/* id="dropN": dropped by rule N, with all in it; id="fieldN": a hit. */
static void
mark(struct sample *sample)
{
	const struct dom *dom = &sample->reading.dom;
	struct why *why = &sample->why;
	struct span id;

	sample->marks = arena_zeros(&arena, dom->count, 1);
	for (uint32_t at = 0; at < dom->count; at++) {
		id = dom_attribute(dom, at, SPAN("id"));
		if (id_starts(dom, at, "drop")) {
			sample->drops[id.ptr[4] - '1'].blocks++;
			memset(sample->marks + at, id.ptr[4] - '0',
			    dom->nodes[at].end - at);
		} else if (id_starts(dom, at, "field")) {
			sample->hits[why->hit_count++] =
			    (struct why_hit){ at, (uint32_t)(id.ptr[5] - '0') };
		}
	}
}

static struct span
write(struct sample *sample, const char *page)
{
	struct buffer out;

	*sample = (struct sample){ .drops = { { "banner", 0, 7 },
				       { "menu <&\">", 0, 8 },
				       { "script", 0, 9 } },
		.fields = { { "title", 1, "#t", 1, BYTES("A <b>\"title\"") },
		    { "(scope)", 2, "#s", 2, { NULL, 0 } },
		    { "doi", 0, NULL, 0, { NULL, 0 } } } };
	sample->explain = (struct explain){ .fields = sample->fields,
		.field_count = COUNT(sample->fields),
		.drops = sample->drops,
		.drop_count = RULES,
		.charset = "UTF-8",
		.bytes = strlen(page) };
	parse_text(&arena, span_of(page), &sample->reading);
	mark(sample);
	sample->why.dom = &sample->reading.dom;
	sample->why.marks = sample->marks;
	sample->why.explain = &sample->explain;
	sample->why.hits = sample->hits;
	sample->why.name = SPAN("a\"><script>alert(1)</script>.html");
	buffer_init(&out, &arena, 1 << 24);
	why_write(&out, &arena, &sample->why);
	cr_assert(!out.full);
	return buffer_text(&out);
}

/* The part of the page, without style and legend. */
static struct span
body_of(struct span html)
{
	const char *main = strstr(html.ptr, "<main");

	cr_assert_neq(main, NULL);
	return span_of(main);
}

static size_t
count_of(struct span text, const char *part)
{
	size_t count = 0, len = strlen(part);

	for (size_t at = 0; at + len <= text.len; at++)
		count += memcmp(text.ptr + at, part, len) == 0;
	return count;
}

#define EXPECT_PART(text, part) \
	cr_assert(holds(text, part), "no '%s' in %.*s", part, SHOWN(text))
#define EXPECT_NONE(text, part) \
	cr_assert(!holds(text, part), "'%s' in %.*s", part, SHOWN(text))

/* Is it one of the words? */
static bool
is_one_of(struct span word, const char *words)
{
	size_t len;

	for (; *words != '\0'; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		if (span_equal(word, (struct span){ words, len }))
			return true;
	}
	return false;
}

static struct span
name_at(const char *at)
{
	return (struct span){ at, strspn(at, "abcdefghijklmnopqrstuvwxyz"
					     "123456-") };
}

/* The attributes of a tag, from the blank before the first to its `>`. */
static const char *
expect_attributes(const char *at)
{
	struct span name;

	while (*at == ' ') {
		name = name_at(++at);
		cr_assert(is_one_of(name, "class title role id type checked "
					  "aria-level aria-label aria-hidden "
					  "autocomplete dir lang rel href open "
					  "charset http-equiv content name"),
		    "attribute: %.60s", at);
		at += name.len;
		if (*at != '=')
			continue;
		cr_assert_eq(at[1], '"', "%.60s", at);
		if (span_equal(name, SPAN("href")))
			cr_assert(strncmp(at + 2, "http", 4) == 0);
		at += 2 + strcspn(at + 2, "\"<>");
		cr_assert_eq(*at++, '"', "value: %.60s", at);
	}
	cr_assert_eq(*at, '>', "%.60s", at);
	return at;
}

/*
 * No tag and no attribute that a browser would run or load, and every tag
 * ends what was begun last.
 */
static void
expect_harmless(struct span html)
{
	struct span stack[600], name;
	const char *at = html.ptr + strlen("<!DOCTYPE html>");
	size_t depth = 0;

	while ((at = strchr(at, '<')) != NULL) {
		if (*++at == '/') {
			name = name_at(++at);
			cr_assert_gt(depth, 0, "%.60s", at);
			cr_assert(span_equal(stack[--depth], name),
			    "%.*s ended by %.60s", SHOWN(stack[depth]), at);
			continue;
		}
		name = name_at(at);
		cr_assert(
		    is_one_of(name, "html head meta title style body aside "
				    "details summary h1 fieldset legend label "
				    "input span small div p b main a br"),
		    "tag: %.60s", at);
		at = expect_attributes(at + name.len);
		if (is_one_of(name, "meta input br"))
			continue;
		cr_assert_lt(depth, COUNT(stack));
		stack[depth++] = name;
	}
	cr_assert_eq(depth, 0);
	EXPECT_NONE(html, "http-equiv=\"refresh");
}

Test(why, shades_outermost_blocks)
{
	struct sample sample;
	struct span html = write(&sample,
	    "<body><p>Kept <span id=drop1>gone <b id=drop2>too</b></span>"
	    "<div id=drop2>menu</div><div id=drop1>again</div>");
	struct span body = body_of(html);

	expect_harmless(html);
	EXPECT_PART(body, "<span class=\"w-d w-r1\" title=\"banner\">gone ");
	EXPECT_PART(body, "<span class=\"w-b\">too</span></span>");
	EXPECT_PART(body,
	    "<div class=\"w-d w-r2\" title=\"menu &lt;&amp;&quot;&gt;\">"
	    "menu</div>");
	cr_assert_eq(count_of(body, "w-d "), 3);
	EXPECT_PART(html, "<span>banner</span><small>2 blocks, 7 bytes");
	EXPECT_PART(html, "<small>5 bytes</small>");
}

Test(why, legend_has_every_rule_with_blocks)
{
	struct sample sample;
	struct span html =
	    write(&sample, "<body>x<script id=drop3>var a</script><p id=drop1>y"
			   "<b id=drop2>z</b>");

	expect_harmless(html);
	EXPECT_PART(html, "<span>script (not drawn)</span><small>1 block, ");
	EXPECT_PART(
	    html, "<span>menu &lt;&amp;&quot;&gt; (within others)</span>");
	EXPECT_PART(html, "id=\"w-r1\" autocomplete=\"off\" checked>");
	EXPECT_NONE(html, "w-r2\"");
	EXPECT_NONE(html, "var a");
	html = write(&sample, "<body>x");
	EXPECT_NONE(html, "banner");
}

Test(why, a_mark_without_a_rule_is_drawn)
{
	struct sample sample;
	struct span html;

	html = write(&sample, "<body>x<p id=drop1>y</p>z");
	memset(sample.marks + 1, 255, sample.reading.dom.count - 1);
	struct buffer out;
	buffer_init(&out, &arena, 1 << 20);
	why_write(&out, &arena, &sample.why);
	html = buffer_text(&out);
	expect_harmless(html);
	EXPECT_PART(html, "title=\"another rule\"");
	EXPECT_PART(html, "id=\"w-r255\"");
}

Test(why, dropped_text_has_a_block_of_its_own)
{
	struct sample sample;
	struct span html;
	struct buffer out;

	write(&sample, "<body><p>one</p> <p>two</p>");
	for (uint32_t at = 0; at < sample.reading.dom.count; at++)
		if ((sample.reading.dom.nodes[at].flags & DOM_TEXT) != 0)
			sample.marks[at] = 1;
	buffer_init(&out, &arena, 1 << 20);
	why_write(&out, &arena, &sample.why);
	html = buffer_text(&out);
	EXPECT_PART(
	    html, "<span class=\"w-d w-r1\" title=\"banner\">one</span>");
	cr_assert_eq(count_of(body_of(html), "w-d "), 2, "blanks are none");
}

/* <div> all of whose parts are dropped, one of them by another rule. */
Test(why, weak_blocks_give_way)
{
	struct sample sample;
	struct span body;
	struct buffer out;

	write(&sample, "<body>kept<div id=drop1>a<script>s</script>"
		       "<p id=drop2>b</p> <p>c</p></div>");
	sample.why.weak = 1;
	buffer_init(&out, &arena, 1 << 20);
	why_write(&out, &arena, &sample.why);
	body = body_of(buffer_text(&out));
	EXPECT_PART(body, "<div><span class=\"w-d w-r1\" title=\"banner\">a"
			  "</span><div class=\"w-p w-d w-r2\"");
	EXPECT_PART(body, "<div class=\"w-p w-d w-r1\" title=\"banner\">c");
	write(&sample, "<body>kept<div id=drop1>a<script id=drop3>s</script>"
		       "<p>b</p> </div>");
	sample.why.weak = 1;
	buffer_init(&out, &arena, 1 << 20);
	why_write(&out, &arena, &sample.why);
	body = body_of(buffer_text(&out));
	EXPECT_PART(body, "<div class=\"w-d w-r1\" title=\"banner\">a"
			  "<div class=\"w-p\">b</div> </div>");
}

Test(why, outlines_and_names_fields)
{
	struct sample sample;
	struct span html = write(&sample,
	    "<head><meta id=field0 content='<x>'></head>"
	    "<body><div id=field1><h2 id=field0 class=page onclick=f()>T</h2>"
	    "<img id=field0 alt=A src=http://e.example/x.png></div>");
	struct span body = body_of(html);

	expect_harmless(html);
	EXPECT_PART(body, "<span class=\"w-src w-f w-f0\">"
			  "<span class=\"w-n w-n0\">title</span>&lt;meta ");
	EXPECT_PART(body, "content=&lt;x&gt;&gt;</span>");
	EXPECT_PART(body, "<div class=\"w-f w-f1\">");
	EXPECT_PART(body, "<div class=\"w-h2 w-f w-f0\" role=\"heading\" "
			  "aria-level=\"2\"><span class=\"w-n w-n0\">");
	EXPECT_PART(body, "image: A</span>");
	EXPECT_PART(html, "id=\"w-f0\" autocomplete=\"off\" checked>"
			  "<span title=\"A &lt;b&gt;&quot;title&quot;\">");
	EXPECT_PART(html, "id=\"w-f1\" autocomplete=\"off\">");
	EXPECT_PART(html, "<p class=\"w-note\">doi</p>");
	EXPECT_NONE(html, "class=\"page");
}

Test(why, a_field_found_twice_is_named_once)
{
	struct sample sample;
	struct buffer out;

	write(&sample, "<body><p id=field0>x");
	sample.hits[1] = sample.hits[0];
	sample.hits[2] = (struct why_hit){ sample.hits[0].node, 1 };
	sample.hits[3] = (struct why_hit){ UINT32_MAX, 0 };
	sample.hits[4] = (struct why_hit){ 0, 99 };
	sample.why.hit_count = 5;
	buffer_init(&out, &arena, 1 << 20);
	why_write(&out, &arena, &sample.why);
	EXPECT_PART(buffer_text(&out),
	    "<div class=\"w-p w-f w-f0 w-f1\"><span class=\"w-n w-n0\">title"
	    "</span><span class=\"w-n w-n1\">(scope)</span>x</div>");
}

static const char *const hostile[] = {
	"<script>alert(1)</script><p>a",
	"<p>&lt;script&gt;alert(1)&lt;/script&gt;",
	"<img src=x onerror=alert(1) alt='\"><script>alert(1)</script>'>",
	"<input value='\"><script>alert(1)</script>' type='\"><b>'>",
	"<a href='javascript:alert(1)'>x</a><a href=' JaVaScRiPt:x'>y</a>",
	"<a href='data:text/html,<script>x</script>'>x</a>",
	"<a href='vbscript:x'>x</a><a href='//e.example/'>y</a>",
	"<base href=http://e.example/><meta http-equiv=refresh content=0>x",
	"<iframe src=x srcdoc='<script>x</script>'></iframe>"
	"<object data=x></object><embed src=x>",
	"<form action=x><button formaction=x>go</button></form>",
	"<svg onload=x><script>x</script><a xlink:href=x>y</a></svg>",
	"<math><mtext><style><img src=x onerror=x></style></mtext></math>",
	"<div id=w-kept class='w-d w-r1' title=x style='x:url(y)'>x</div>",
	"<template><script>x</script></template><noscript><img "
	"src=x></noscript>",
	"<x'y\"z=1 title='</main>'>odd</x'y\"z><!-- --><plaintext></main>",
	"<textarea></main><script>x</script></textarea><title></title>",
	"<select><option>a<option>b</select><video src=x><source "
	"src=y></video>",
	"<table><tr><td>a<table><td>b<p>c<div>d</table><caption>e",
	"<p><b><div><i></b></p><a href=http://a.example/>x<table><td>"
	"<a href=http://b.example/>y</a></table></a>",
	"<html lang='\"><script>x</script>'><body dir='\"><script>' lang=x>x",
	"a\x01\x7f\xc2\x85z &#1; &#xfffe; &#34;&#39;",
};

Test(why, hostile_pages_are_text)
{
	struct sample sample;

	for (size_t i = 0; i < COUNT(hostile); i++)
		expect_harmless(write(&sample, hostile[i]));
}

Test(why, fields_in_hostile_places)
{
	struct sample sample;

	expect_harmless(write(&sample,
	    "<script id=field0 src=x>y</script><meta id=field1 content='"
	    "\"><script>x</script>' style=x src=y>"
	    "<svg><g id=field0></g></svg><br id=field0><hr id=field1>"));
}

Test(why, links_of_the_web_alone)
{
	struct sample sample;
	struct span body = body_of(write(&sample,
	    "<body><a href=' https://e.example/?a&amp;b=\"'>x</a>"
	    "<a href=/local>y</a><a href=mailto:a@e.example>z</a>"));

	EXPECT_PART(body, "<a class=\"w-a\" rel=\"noreferrer noopener\" "
			  "href=\"https://e.example/?a&amp;b=&quot;\">x</a>");
	EXPECT_PART(body, "<span class=\"w-a\">y</span>");
	EXPECT_PART(body, "<span class=\"w-a\">z</span>");
}

/* No link is within a link, which a browser would take apart. */
Test(why, links_are_not_nested)
{
	struct sample sample;
	struct span html =
	    write(&sample, "<a href=http://a.example/>x<table><td>"
			   "<a href=http://b.example/>y</a></table></a>");

	cr_assert_eq(count_of(html, "<a "), 1, "%.*s", SHOWN(body_of(html)));
}

Test(why, forms_are_boxes)
{
	struct sample sample;
	struct span body = body_of(write(&sample,
	    "<body><input type=hidden value=h><input placeholder=Find>"
	    "<input type=submit value=Go><button>B</button>"));

	EXPECT_NONE(body, "hidden");
	EXPECT_PART(body, "<span class=\"w-box\">text: Find</span>");
	EXPECT_PART(body, "<span class=\"w-box\">submit: Go</span>");
	EXPECT_PART(body, "<span class=\"w-box\">B</span>");
}

Test(why, policy_comes_first)
{
	struct sample sample;
	struct span html = write(&sample, "<body>x");
	const char *policy = strstr(html.ptr, "Content-Security-Policy");

	cr_assert_neq(policy, NULL);
	cr_assert_lt(policy, strstr(html.ptr, "<style"));
	EXPECT_PART(html, "content=\"default-src &#39;none&#39;; "
			  "style-src &#39;unsafe-inline&#39;; ");
	EXPECT_PART(html, "<title>How a&quot;&gt;&lt;script&gt;");
	EXPECT_PART(html, "<html lang=\"en\">");
}

/* No deeper than browsers go; what is dropped is shaded all the same. */
Test(why, deep_pages)
{
	static const char end[] = "<p id=drop1>deep";
	struct sample sample;
	struct span html;
	char *page = arena_alloc(&arena, 3 * 600 + sizeof(end));

	for (size_t i = 0; i < 600; i++)
		memcpy(page + 3 * i, "<b>", 3);
	memcpy(page + 3 * 600, end, sizeof(end));
	html = write(&sample, page);
	expect_harmless(html);
	cr_assert_leq(count_of(body_of(html), "<span"), 490);
	EXPECT_PART(html, "w-r1\" title=\"banner\">deep<");
}

Test(why, a_full_buffer_says_so)
{
	struct sample sample;
	struct buffer out;

	write(&sample, "<body>some text");
	buffer_init(&out, &arena, 1000);
	why_write(&out, &arena, &sample.why);
	cr_assert(out.full);
}

Test(markup, text)
{
	struct buffer out;

	arena_init(&arena, 0);
	buffer_init(&out, &arena, 1 << 10);
	markup_text(&out, SPAN("a<b>&\"c'\n\t\x01\0\x7f\xc2\x85\xc2\xa0"));
	EXPECT_TEXT(buffer_text(&out),
	    "a&lt;b&gt;&amp;&quot;c&#39;\n\t\xef\xbf\xbd\xef\xbf\xbd"
	    "\xef\xbf\xbd\xef\xbf\xbd\xc2\xa0",
	    "text");
	buffer_init(&out, &arena, 1 << 10);
	markup_start(&out, SPAN("ab\xc3\xa9"), 3);
	EXPECT_TEXT(buffer_text(&out), "ab\xe2\x80\xa6", "cut");
	arena_free(&arena);
}
