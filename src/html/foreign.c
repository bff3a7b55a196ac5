/*
 * One pass over the tokens.  A drawing that ends goes as a whole; one that
 * does not, or that HTML elements break out of, loses its tags only.
 */
#include "html/foreign.h"

#include "html/scan.h"

#define FAR \
	((size_t)256 << 10) /* bytes that the end of a drawing is looked
                                   for in */

static bool
is(const struct scan_token *token, const char *name)
{
	return span_equal_nocase(token->name, span_of(name));
}

/* HTML elements that end a drawing (HTML standard, 13.2.6.5). */
static bool
breaks_out(const struct scan_token *token)
{
	static const char *const names[] = { "b", "big", "blockquote", "body",
		"br", "center", "code", "dd", "div", "dl", "dt", "em", "embed",
		"h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img",
		"li", "listing", "menu", "meta", "nobr", "ol", "p", "pre",
		"ruby", "s", "small", "span", "strong", "strike", "sub", "sup",
		"table", "tt", "u", "ul", "var", "foreignobject", "html",
		NULL };

	for (size_t i = 0; names[i] != NULL; i++)
		if (is(token, names[i]))
			return true;
	return false;
}

size_t
foreign_drawing_len(struct span rest)
{
	struct scan_token token;
	struct scan scan;
	size_t depth = 1;

	scan_init(&scan, span_first(rest, FAR));
	while (scan_next(&scan, &token)) {
		if (token.kind == SCAN_START && breaks_out(&token))
			return 0;
		if (!is(&token, "svg") || !token.whole)
			continue;
		if (token.kind == SCAN_START && !token.self_closing)
			depth++;
		else if (token.kind == SCAN_END && --depth == 0)
			return (
			    size_t)(token.all.ptr + token.all.len - rest.ptr);
	}
	return 0;
}

/* Is there a tag that changes, perhaps? */
static bool
may_change(struct span text)
{
	static const struct span names[] = { { "svg", 3 }, { "math", 4 },
		{ "select", 6 }, { "/select", 7 } };
	const char *at = text.ptr, *end = text.ptr + text.len;
	struct span rest;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		at++;
		rest = (struct span){ at, (size_t)(end - at) };
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (span_equal_nocase(
				names[i], span_first(rest, names[i].len)))
				return true;
	}
	return false;
}

struct copy {
	struct scan scan;
	char *out;
	size_t len;
	size_t formulas; /* that are open */
	size_t failures; /* drawings whose end was not found */
};

static void
put(struct copy *copy, struct span text)
{
	memcpy(copy->out + copy->len, text.ptr, text.len);
	copy->len += text.len;
}

/* Passes a drawing, or its start tag alone. */
static void
skip_drawing(struct copy *copy, const struct scan_token *token)
{
	size_t len;

	if (token->self_closing || copy->failures >= FOREIGN_TRIES)
		return;
	len = foreign_drawing_len(span_from(copy->scan.text, copy->scan.at));
	copy->scan.at += len;
	copy->failures += len == 0;
}

static void
copy_tag(struct copy *copy, const struct scan_token *token)
{
	bool start = token->kind == SCAN_START;

	if (is(token, "svg")) {
		if (start)
			skip_drawing(copy, token);
	} else if (is(token, "math")) {
		if (start && !token->self_closing)
			copy->formulas++;
		else if (!start && copy->formulas > 0)
			copy->formulas--;
	} else if (!is(token, "select")) {
		put(copy, token->all);
		/* `<mspace/>` has no end in HTML. */
		if (start && token->self_closing && copy->formulas > 0 &&
		    span_lower(token->name.ptr[0]) == 'm') {
			put(copy, SPAN("</"));
			put(copy, token->name);
			put(copy, SPAN(">"));
		}
		return;
	} else if (!start) {
		/* The last option needs no end of its own. */
		put(copy, SPAN("</option>"));
		return;
	}
	/* What is on both sides must not become one tag or entity. */
	put(copy, SPAN("<!---->"));
}

bool
foreign_loses_tags(struct span name)
{
	return span_equal_nocase(name, SPAN("math")) ||
	       span_equal_nocase(name, SPAN("select"));
}

struct span
foreign_remove(struct arena *arena, struct span text)
{
	struct copy copy = { .len = 0 };
	struct scan_token token;

	if (!may_change(text))
		return text;
	/* `<m/>` becomes `<m/></m>`, `<svg>` a comment. */
	copy.out = arena_alloc(arena, text.len * 2 + 16);
	scan_init(&copy.scan, text);
	while (scan_next(&copy.scan, &token)) {
		if (token.kind == SCAN_START || token.kind == SCAN_END)
			copy_tag(&copy, &token);
		else
			put(&copy, token.all);
	}
	return (struct span){ copy.out, copy.len };
}
