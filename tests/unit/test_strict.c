/*
 * Element names are known to several tables.  Here the tables of the strict
 * check are held to those of the parser and of the scanner.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "html/dom.h"
#include "html/strict.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const names[] = { "a", "p", "b", "br", "dd", "dl", "dt",
	"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "ul", "dir",
	"div", "img", "nav", "pre", "svg", "wbr", "area", "form", "main",
	"math", "menu", "span", "aside", "embed", "input", "label", "param",
	"style", "table", "title", "track", "button", "center", "figure",
	"footer", "header", "hgroup", "iframe", "object", "script", "select",
	"source", "strong", "address", "article", "details", "section",
	"summary", "fieldset", "noscript", "textarea", "blockquote",
	"figcaption", "ext-link" };

/* The traits of a name, or that it is in doubt. */
static bool
traits_of(const char *name, uint32_t *traits)
{
	static struct strict strict;
	struct scan_token token = { .kind = SCAN_START, .whole = true };
	static const char *const frame[] = { "html", "head", NULL, "body" };
	uint32_t ignored;

	strict_init(&strict);
	for (size_t i = 0; i < COUNT(frame); i++) {
		if (frame[i] == NULL) {
			token.kind = SCAN_END;
			cr_assert(strict_end(&strict, &token, &ignored));
			token.kind = SCAN_START;
			continue;
		}
		token.name = span_of(frame[i]);
		cr_assert(strict_start(&strict, &token, &ignored));
	}
	token.name = span_of(name);
	return strict_start(&strict, &token, traits);
}

/* The flags that the parser's node of that name has. */
static uint8_t
flags_of(struct arena *arena, const char *name)
{
	struct span page = arena_print(arena, "<body><%s>x", name);
	struct error error;
	struct dom dom;

	cr_assert_eq(dom_parse(arena, page, &dom, &error), PSC_OK);
	for (uint32_t i = 0; i < dom.count; i++)
		if ((dom.nodes[i].flags & DOM_TEXT) == 0 &&
		    dom.nodes[i].tag == dom_tag(span_of(name)) &&
		    (dom.nodes[i].tag != DOM_TAG_OTHER ||
			span_equal(dom.nodes[i].text, span_of(name))))
			return dom.nodes[i].flags;
	cr_assert(false, "%s", name);
	return 0;
}

Test(strict, blocks_and_hidden_elements_are_the_parsers)
{
	struct arena arena;
	uint32_t traits;
	uint8_t flags;

	arena_init(&arena, 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!traits_of(names[i], &traits))
			continue;
		flags = flags_of(&arena, names[i]);
		if ((traits & STRICT_BLOCK) != 0)
			cr_assert_neq(flags & DOM_BLOCK, 0, "%s", names[i]);
		if ((traits & STRICT_DROPPED) != 0)
			cr_assert_neq(flags & DOM_HIDDEN, 0, "%s", names[i]);
		else
			cr_assert_eq(flags & DOM_HIDDEN, 0, "%s", names[i]);
	}
	arena_free(&arena);
}

Test(strict, raw_elements_are_the_scanners)
{
	char page[64];
	struct scan scan;
	struct scan_token token;
	uint32_t traits;
	bool raw;

	for (size_t i = 0; i < COUNT(names); i++) {
		if (!traits_of(names[i], &traits))
			continue;
		snprintf(page, sizeof(page), "<%s><i>", names[i]);
		scan_init(&scan, span_of(page));
		cr_assert(scan_next(&scan, &token));
		cr_assert(scan_next(&scan, &token));
		raw = token.kind == SCAN_TEXT;
		cr_assert_eq(raw, (traits & STRICT_RAW) != 0, "%s", names[i]);
	}
}

static bool
is_strict(const char *page)
{
	static struct strict strict;
	struct scan_token token;
	struct scan scan;
	uint32_t traits;
	bool good = true;

	strict_init(&strict);
	scan_init(&scan, span_of(page));
	while (good && scan_next(&scan, &token)) {
		if (token.kind == SCAN_START)
			good = strict_start(&strict, &token, &traits);
		else if (token.kind == SCAN_END)
			good = strict_end(&strict, &token, &traits);
		else if (token.kind == SCAN_TEXT)
			good = strict_text(&strict, token.all);
	}
	return good && strict_finished(&strict);
}

#define PAGE(body) "<html><head></head><body>" body "</body></html>"

/* Where a parser would move, close or invent something. */
Test(strict, doubts_what_a_parser_would_mend)
{
	static const char *const doubtful[] = { "", "<p>x", "<div>x</div>",
		PAGE("<p>a<p>b</p></p>"), PAGE("<p><div>a</div></p>"),
		PAGE("<b>a<i>b</b>c</i>"), PAGE("<div>a</div></div>"),
		PAGE("<a><span><a>x</a></span></a>"), PAGE("<div/>"),
		PAGE("<ul><li>a<li>b</li></li></ul>"),
		PAGE("<ul><li><div><li>b</li></div></li></ul>"),
		PAGE("<h1><h2>a</h2></h1>"), PAGE("<td>a</td>"),
		PAGE("<table>a</table>"), PAGE("<table><div>a</div></table>"),
		PAGE("<table><tr><table></table></tr></table>"),
		PAGE("<select><b>a</b></select>"), PAGE("<option>a</option>"),
		PAGE("<form><form></form></form>"), PAGE("<svg><p>a</p></svg>"),
		PAGE("<math><mtext><b>a</b></mtext></math>"),
		PAGE("<button><button>a</button></button>"),
		PAGE("<template>a</template>"), PAGE("<body>a</body>"),
		"<html><head>a</head><body></body></html>",
		"<html><head></head><p>a</p><body></body></html>",
		"<html><head></head><body></body><p>a</p></html>",
		"<html><head></head><body></body></html>a" };

	for (size_t i = 0; i < COUNT(doubtful); i++)
		cr_assert_not(is_strict(doubtful[i]), "%s", doubtful[i]);
}

Test(strict, trusts_what_is_well_formed)
{
	static const char *const sound[] = { PAGE(""),
		PAGE("<p>a</p> <p>b</p>"),
		PAGE("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
		PAGE("<table><tr><td><p>a</p></td></tr></table>"),
		PAGE("<select><option>a</option></select><br><img>"),
		PAGE("<svg><g><path/></g><title>t</title></svg>"),
		PAGE("<math><mi>x</mi><mspace/></math>"),
		PAGE("<DIV><Span>a</sPAN></div>"),
		"<html><head><title>t</title><meta></head><body>a</body></"
		"html>",
		PAGE("<script>a<b</script>") };

	for (size_t i = 0; i < COUNT(sound); i++)
		cr_assert(is_strict(sound[i]), "%s", sound[i]);
}
