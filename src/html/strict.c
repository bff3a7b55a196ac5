/*
 * The rules of tree construction that could make a tree other than the tags
 * say, each turned into a question that is cheap to ask of a well-formed
 * page.  Names that are not in the table are ordinary inline elements.
 */
#include "html/strict.h"

#define V STRICT_VOID
#define B (STRICT_BLOCK | STRICT_CLOSES_P | STRICT_SPECIAL)
#define S STRICT_SPECIAL
#define H STRICT_HEAD
#define T (STRICT_TABLE | STRICT_SPECIAL)
#define ODD STRICT_ODD

/* Sorted by length, then by name. */
static const struct strict_name names[] = {
	{ "a", STRICT_SINGLE },
	{ "p", B },
	{ "br", V | S },
	{ "dd", B | STRICT_ITEM },
	{ "dl", B },
	{ "dt", B | STRICT_ITEM },
	{ "h1", B | STRICT_HEADING },
	{ "h2", B | STRICT_HEADING },
	{ "h3", B | STRICT_HEADING },
	{ "h4", B | STRICT_HEADING },
	{ "h5", B | STRICT_HEADING },
	{ "h6", B | STRICT_HEADING },
	{ "hr", V | STRICT_CLOSES_P | S },
	{ "li", B | STRICT_ITEM },
	{ "ol", B },
	{ "rb", ODD },
	{ "rp", ODD },
	{ "rt", ODD },
	{ "td", T },
	{ "th", T },
	{ "tr", T },
	{ "ul", B },
	{ "col", V | T },
	{ "dir", B },
	{ "div", B },
	{ "img", V | S },
	{ "nav", B },
	{ "pre", STRICT_CLOSES_P | S },
	{ "rtc", ODD },
	{ "svg", STRICT_FOREIGN | STRICT_DROPPED },
	{ "wbr", V | S },
	{ "xmp", ODD },
	{ "area", V | S },
	{ "base", V | H | S },
	{ "body", STRICT_FRAME | S },
	{ "font", ODD },
	{ "form", STRICT_CLOSES_P | S | STRICT_SINGLE },
	{ "head", STRICT_FRAME | S },
	{ "html", STRICT_FRAME | S },
	{ "link", V | H | S },
	{ "main", B },
	{ "math", STRICT_FOREIGN },
	{ "menu", STRICT_CLOSES_P | S },
	{ "meta", V | H | S },
	{ "nobr", ODD },
	{ "aside", B },
	{ "embed", V | S },
	{ "frame", ODD },
	{ "image", ODD },
	{ "input", V | S },
	{ "param", V | S },
	{ "style", STRICT_RAW | H | S | STRICT_DROPPED },
	{ "table", STRICT_CLOSES_P | T },
	{ "tbody", T },
	{ "tfoot", T },
	{ "thead", T },
	{ "title", STRICT_RAW | H | S },
	{ "track", V | S },
	{ "applet", ODD },
	{ "button", STRICT_SINGLE | S },
	{ "center", B },
	{ "dialog", ODD },
	{ "figure", B },
	{ "footer", B },
	{ "header", B },
	{ "hgroup", STRICT_CLOSES_P | S },
	{ "iframe", STRICT_RAW | S },
	{ "keygen", ODD },
	{ "object", S },
	{ "option", STRICT_SELECT | STRICT_SINGLE },
	{ "script", STRICT_RAW | H | S | STRICT_SELECT | STRICT_DROPPED },
	{ "search", ODD },
	{ "select", STRICT_SINGLE | S },
	{ "source", V | S },
	{ "address", STRICT_CLOSES_P },
	{ "article", B },
	{ "bgsound", ODD },
	{ "caption", T },
	{ "command", ODD },
	{ "details", STRICT_CLOSES_P | S },
	{ "isindex", ODD },
	{ "listing", ODD },
	{ "marquee", ODD },
	{ "noembed", ODD },
	{ "section", B },
	{ "summary", STRICT_CLOSES_P | S },
	{ "basefont", ODD },
	{ "colgroup", T },
	{ "fieldset", STRICT_CLOSES_P | S },
	{ "frameset", ODD },
	{ "menuitem", ODD },
	{ "noframes", ODD },
	{ "noscript", S | STRICT_DROPPED },
	{ "optgroup", STRICT_SELECT | STRICT_SINGLE },
	{ "template", ODD },
	{ "textarea", STRICT_RAW | S },
	{ "plaintext", ODD },
	{ "blockquote", B },
	{ "figcaption", B },
};

#undef V
#undef B
#undef S
#undef H
#undef T
#undef ODD

#define COUNT (sizeof(names) / sizeof(names[0]))

/* Before, equal or behind, by length, then without regard to case. */
static int
compare_names(struct span name, struct span other)
{
	char a, b;

	if (name.len != other.len)
		return name.len < other.len ? -1 : 1;
	for (size_t i = 0; i < name.len; i++) {
		a = span_lower(name.ptr[i]);
		b = other.ptr[i];
		if (a != b)
			return a < b ? -1 : 1;
	}
	return 0;
}

static uint32_t
traits_of(struct span name)
{
	size_t low = 0, high = COUNT, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = compare_names(name, span_of(names[middle].name));
		if (order == 0)
			return names[middle].traits;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

void
strict_init(struct strict *strict)
{
	strict->depth = 0;
	strict->paragraphs = 0;
	strict->foreign = 0;
	strict->select = 0;
	strict->in_head = strict->head_done = false;
	strict->body = strict->done = false;
}

static bool
is(struct span name, const char *other)
{
	return span_equal_nocase(name, span_of(other));
}

/* `html`, `head` and `body` come once each, in order, and are closed. */
static bool
start_frame(struct strict *strict, struct span name)
{
	if (is(name, "html"))
		return strict->depth == 0 && !strict->done;
	if (is(name, "head")) {
		if (strict->depth != 1 || strict->head_done || strict->body)
			return false;
		return strict->in_head = true;
	}
	if (strict->depth != 1 || strict->body || !strict->head_done)
		return false;
	return strict->body = true;
}

/* Would `li`, `dd` or `dt` end another that is open? */
static bool
ends_item(const struct strict *strict, struct span name)
{
	const struct strict_open *open;

	for (uint32_t i = strict->depth; i > 0; i--) {
		open = &strict->open[i - 1];
		if ((open->traits & STRICT_ITEM) != 0 &&
		    is(open->name, "li") == is(name, "li"))
			return true;
		if ((open->traits & STRICT_SPECIAL) != 0 &&
		    !is(open->name, "div") && !is(open->name, "p"))
			return false;
	}
	return false;
}

static bool
is_open(const struct strict *strict, struct span name)
{
	for (uint32_t i = strict->depth; i > 0; i--)
		if (span_equal_nocase(strict->open[i - 1].name, name))
			return true;
	return false;
}

/* Is the open element one in which only parts of tables may stand? */
static bool
holds_rows(const struct strict_open *open)
{
	return (open->traits & STRICT_TABLE) != 0 && !is(open->name, "td") &&
	       !is(open->name, "th") && !is(open->name, "caption");
}

/* May this part of a table stand in the element that is open? */
static bool
fits_table(struct span name, const struct strict_open *open)
{
	struct span parent = open->name;

	if (is(name, "table"))
		return !holds_rows(open);
	if (is(name, "td") || is(name, "th"))
		return is(parent, "tr");
	if (is(name, "tr"))
		return is(parent, "table") || is(parent, "tbody") ||
		       is(parent, "thead") || is(parent, "tfoot");
	if (is(name, "col"))
		return is(parent, "colgroup");
	return is(parent, "table");
}

/* SVG and MathML as they stand in pages, and no way back into HTML. */
static bool
fits_foreign(struct span name)
{
	static const char *const others[] = { "semantics", "annotation", "svg",
		"g", "path", "circle", "rect", "line", "polyline", "polygon",
		"ellipse", "defs", "use", "symbol", "clippath",
		"lineargradient", "radialgradient", "stop", "style", "title",
		NULL };

	if (name.len > 1 && span_lower(name.ptr[0]) == 'm')
		return !is(name, "menu") && !is(name, "meta") &&
		       !is(name, "main") && !is(name, "marquee");
	for (size_t i = 0; others[i] != NULL; i++)
		if (is(name, others[i]))
			return true;
	return false;
}

/* What is asked of every start tag in the body of a page. */
static bool
fits(const struct strict *strict, struct span name, uint32_t traits)
{
	const struct strict_open *open;

	if (strict->depth < 2)
		return false;
	open = &strict->open[strict->depth - 1];
	if ((traits & STRICT_CLOSES_P) != 0 && strict->paragraphs > 0)
		return false;
	if ((traits & STRICT_SINGLE) != 0 && is_open(strict, name))
		return false;
	if ((traits & STRICT_ITEM) != 0 && ends_item(strict, name))
		return false;
	if ((traits & open->traits & STRICT_HEADING) != 0)
		return false;
	if ((traits & STRICT_SELECT) != 0 && strict->select == 0 &&
	    (traits & STRICT_DROPPED) == 0)
		return false;
	if (is(open->name, "option") && (traits & STRICT_DROPPED) == 0)
		return false;
	if ((traits & STRICT_TABLE) != 0)
		return fits_table(name, open);
	if (holds_rows(open))
		return false;
	return strict->select == 0 || (traits & STRICT_SELECT) != 0;
}

/* What is asked of a start tag in the head. */
static bool
fits_head(const struct strict *strict, struct span name, uint32_t traits)
{
	const struct strict_open *open = &strict->open[strict->depth - 1];

	if (is(open->name, "noscript"))
		return is(name, "link") || is(name, "meta");
	return (traits & STRICT_HEAD) != 0 || is(name, "noscript");
}

/* Puts an element onto the stack. */
static bool
push(struct strict *strict, struct span name, uint32_t traits)
{
	if (strict->depth == STRICT_DEPTH)
		return false;
	strict->open[strict->depth++] = (struct strict_open){ name, traits };
	if ((traits & STRICT_FOREIGN) != 0 && strict->foreign == 0)
		strict->foreign = strict->depth;
	if (is(name, "select"))
		strict->select = strict->depth;
	strict->paragraphs += is(name, "p");
	return true;
}

static bool
start_foreign(struct strict *strict, const struct scan_token *token)
{
	if (!fits_foreign(token->name))
		return false;
	return token->self_closing || push(strict, token->name, 0);
}

bool
strict_start(
    struct strict *strict, const struct scan_token *token, uint32_t *traits)
{
	*traits = 0;
	if (!token->whole || strict->done)
		return false;
	if (strict->foreign > 0)
		return start_foreign(strict, token);
	*traits = traits_of(token->name);
	if ((*traits & STRICT_ODD) != 0)
		return false;
	if ((*traits & STRICT_FRAME) != 0)
		return start_frame(strict, token->name) &&
		       push(strict, token->name, *traits);
	if (strict->in_head ? !fits_head(strict, token->name, *traits)
			    : !strict->body)
		return false;
	if (!strict->in_head && !fits(strict, token->name, *traits))
		return false;
	if ((*traits & STRICT_VOID) != 0)
		return true;
	if (token->self_closing)
		return (*traits & STRICT_FOREIGN) != 0;
	return push(strict, token->name, *traits);
}

bool
strict_end(
    struct strict *strict, const struct scan_token *token, uint32_t *traits)
{
	const struct strict_open *open;

	*traits = 0;
	if (!token->whole || strict->depth == 0)
		return false;
	open = &strict->open[strict->depth - 1];
	if (!span_equal_nocase(open->name, token->name))
		return false;
	*traits = open->traits;
	strict->depth--;
	if (strict->foreign > strict->depth)
		strict->foreign = 0;
	if (strict->select > strict->depth)
		strict->select = 0;
	strict->paragraphs -= is(token->name, "p");
	if (is(token->name, "head")) {
		strict->in_head = false;
		strict->head_done = true;
	}
	strict->done |= strict->depth == 0;
	return true;
}

bool
strict_text(const struct strict *strict, struct span text)
{
	const struct strict_open *open;
	size_t at = 0;

	while (at < text.len && span_is_space(text.ptr[at]))
		at++;
	if (at == text.len)
		return true;
	if (strict->depth == 0)
		return false;
	open = &strict->open[strict->depth - 1];
	if ((open->traits & STRICT_RAW) != 0)
		return true;
	/* `style` in SVG is mark-up, where the scanner took it for text. */
	if (strict->foreign > 0 && memchr(text.ptr, '<', text.len) != NULL)
		return false;
	return strict->body && !strict->done && !holds_rows(open) &&
	       strict->depth > 1;
}

bool
strict_finished(const struct strict *strict)
{
	return strict->done;
}
