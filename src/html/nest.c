/*
 * The rules of tree construction that push and pop elements, without the
 * tree.  In doubt it is loose: a page in which white space stays is the same
 * page.
 */
#include "html/nest.h"

#define B (NEST_BLOCK | NEST_CLOSES | NEST_SPECIAL)
#define S NEST_SPECIAL
#define V NEST_VOID
#define F NEST_FORMAT
#define PART (NEST_BLOCK | NEST_PART | S)
#define CELL (PART | NEST_BOUND | NEST_MARKER)
#define HEAD NEST_HEAD

/*
 * Block-level is what dom.c says; `form` is left out, for a second one within
 * another is ignored.
 */
static const struct {
	struct span name;
	uint32_t traits;
} names[] = {
	{ { "a", 1 }, F | NEST_ALONE },
	{ { "address", 7 }, B | NEST_PASS },
	{ { "applet", 6 }, S | NEST_BOUND | NEST_MARKER },
	{ { "area", 4 }, V },
	{ { "article", 7 }, B },
	{ { "aside", 5 }, B },
	{ { "b", 1 }, F },
	{ { "base", 4 }, V | HEAD },
	{ { "basefont", 8 }, V | HEAD },
	{ { "bgsound", 7 }, V | HEAD },
	{ { "big", 3 }, F },
	{ { "blockquote", 10 }, B },
	{ { "body", 4 }, NEST_FRAME },
	{ { "br", 2 }, V | NEST_BLOCK },
	{ { "button", 6 }, S | NEST_BUTTON },
	{ { "caption", 7 }, CELL },
	{ { "center", 6 }, B },
	{ { "code", 4 }, F },
	{ { "col", 3 }, V | NEST_PART },
	{ { "colgroup", 8 }, NEST_PART | S },
	{ { "dd", 2 }, B | NEST_DD },
	{ { "details", 7 }, B },
	{ { "dialog", 6 }, NEST_BLOCK },
	{ { "dir", 3 }, B },
	{ { "div", 3 }, B | NEST_PASS },
	{ { "dl", 2 }, B },
	{ { "dt", 2 }, B | NEST_DD },
	{ { "em", 2 }, F },
	{ { "embed", 5 }, V },
	{ { "fieldset", 8 }, B },
	{ { "figcaption", 10 }, B },
	{ { "figure", 6 }, B },
	{ { "font", 4 }, F },
	{ { "footer", 6 }, B },
	{ { "form", 4 }, NEST_CLOSES | S | NEST_FORM },
	{ { "frame", 5 }, V },
	{ { "frameset", 8 }, NEST_LOOSE },
	{ { "h1", 2 }, B | NEST_HEADING },
	{ { "h2", 2 }, B | NEST_HEADING },
	{ { "h3", 2 }, B | NEST_HEADING },
	{ { "h4", 2 }, B | NEST_HEADING },
	{ { "h5", 2 }, B | NEST_HEADING },
	{ { "h6", 2 }, B | NEST_HEADING },
	{ { "head", 4 }, NEST_FRAME },
	{ { "header", 6 }, B },
	{ { "hgroup", 6 }, B },
	{ { "hr", 2 }, V | NEST_BLOCK | NEST_CLOSES },
	{ { "html", 4 }, NEST_FRAME },
	{ { "i", 1 }, F },
	{ { "iframe", 6 }, NEST_RAW },
	{ { "image", 5 }, V },
	{ { "img", 3 }, V },
	{ { "input", 5 }, V },
	{ { "isindex", 7 }, NEST_LOOSE },
	{ { "keygen", 6 }, V },
	{ { "legend", 6 }, NEST_BLOCK },
	{ { "li", 2 }, B | NEST_LI },
	{ { "link", 4 }, V | HEAD },
	{ { "listing", 7 }, NEST_CLOSES | S | NEST_PRE },
	{ { "main", 4 }, B },
	{ { "marquee", 7 }, S | NEST_BOUND | NEST_MARKER },
	{ { "menu", 4 }, B },
	{ { "menuitem", 8 }, V },
	{ { "meta", 4 }, V | HEAD },
	{ { "nav", 3 }, B },
	{ { "nobr", 4 }, F | NEST_ALONE },
	{ { "noembed", 7 }, NEST_RAW },
	{ { "noframes", 8 }, NEST_RAW },
	{ { "noscript", 8 }, S | HEAD },
	{ { "object", 6 }, S | NEST_BOUND | NEST_MARKER },
	{ { "ol", 2 }, B | NEST_LIST },
	{ { "optgroup", 8 }, NEST_BLOCK },
	{ { "option", 6 }, NEST_BLOCK },
	{ { "p", 1 }, B | NEST_PASS | NEST_P },
	{ { "param", 5 }, V },
	{ { "plaintext", 9 }, NEST_CLOSES | NEST_RAW | NEST_LOOSE },
	{ { "pre", 3 }, B | NEST_PRE },
	{ { "s", 1 }, F },
	{ { "script", 6 }, NEST_RAW | HEAD },
	{ { "search", 6 }, NEST_BLOCK },
	{ { "section", 7 }, B },
	{ { "small", 5 }, F },
	{ { "source", 6 }, V },
	{ { "strike", 6 }, F },
	{ { "strong", 6 }, F },
	{ { "style", 5 }, NEST_RAW | HEAD },
	{ { "summary", 7 }, B },
	{ { "table", 5 }, NEST_BLOCK | S | NEST_BOUND | NEST_TABLE },
	{ { "tbody", 5 }, PART | NEST_ROWS },
	{ { "td", 2 }, CELL },
	{ { "template", 8 }, S | NEST_BOUND | NEST_MARKER | HEAD },
	{ { "textarea", 8 }, NEST_RAW },
	{ { "tfoot", 5 }, PART | NEST_ROWS },
	{ { "th", 2 }, CELL },
	{ { "thead", 5 }, PART | NEST_ROWS },
	{ { "title", 5 }, NEST_RAW | HEAD },
	{ { "tr", 2 }, PART | NEST_ROW },
	{ { "track", 5 }, V },
	{ { "tt", 2 }, F },
	{ { "u", 1 }, F },
	{ { "ul", 2 }, B | NEST_LIST },
	{ { "wbr", 3 }, V },
	{ { "xmp", 3 }, NEST_CLOSES | NEST_RAW },
};

#undef B
#undef S
#undef V
#undef F
#undef PART
#undef CELL
#undef HEAD

void
nest_init(struct nest *nest)
{
	memset(&nest->names, 0, sizeof(nest->names));
	nest->depth = 0;
	nest->loose = false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		keys_add(&nest->names, names[i].name, names[i].traits);
}

uint32_t
nest_traits(const struct nest *nest, uint64_t key)
{
	return keys_value(&nest->names, key);
}

static void
push(struct nest *nest, uint64_t key, uint32_t traits)
{
	if (nest->depth == NEST_DEPTH)
		nest->loose = true;
	else
		nest->open[nest->depth++] = (struct nest_open){ key, traits };
}

/*
 * Pops down to a depth.  Formatting elements that go without an end of their
 * own are opened again by the next character, unless a marker is forgotten
 * with them.
 */
static void
pop_to(struct nest *nest, uint32_t depth)
{
	bool pending = false;

	while (nest->depth > depth) {
		uint32_t traits = nest->open[--nest->depth].traits;

		if ((traits & NEST_MARKER) != 0)
			pending = false;
		else
			pending |= (traits & NEST_FORMAT) != 0;
	}
	nest->loose |= pending;
}

/* The innermost element of any of these traits, + 1; 0: a stop is before. */
static uint32_t
find(const struct nest *nest, uint32_t traits, uint32_t stop)
{
	for (uint32_t i = nest->depth; i > 0; i--) {
		if ((nest->open[i - 1].traits & traits) != 0)
			return i;
		if ((nest->open[i - 1].traits & stop) != 0)
			return 0;
	}
	return 0;
}

static uint32_t
find_key(const struct nest *nest, uint64_t key, uint32_t stop)
{
	for (uint32_t i = nest->depth; i > 0; i--) {
		if (nest->open[i - 1].key == key)
			return i;
		if ((nest->open[i - 1].traits & stop) != 0)
			return 0;
	}
	return 0;
}

/* `li`, `dd` and `dt` end another of their kind. */
static void
end_item(struct nest *nest, uint32_t kind)
{
	const struct nest_open *open;

	for (uint32_t i = nest->depth; i > 0; i--) {
		open = &nest->open[i - 1];
		if ((open->traits & kind) != 0) {
			pop_to(nest, i - 1);
			return;
		}
		if ((open->traits & (NEST_SPECIAL | NEST_PASS)) == NEST_SPECIAL)
			return;
	}
}

bool
nest_in_rows(const struct nest *nest)
{
	uint32_t traits;

	if (nest->depth == 0)
		return false;
	traits = nest->open[nest->depth - 1].traits;
	return (traits & (NEST_TABLE | NEST_PART)) != 0 &&
	       (traits & NEST_MARKER) == 0;
}

/* A part of a table ends what is open up to where it may stand. */
static bool
start_part(struct nest *nest, uint64_t key, uint32_t traits)
{
	uint32_t into = NEST_TABLE, at;

	if (find(nest, NEST_TABLE, 0) == 0)
		return false; /* it is ignored */
	if ((traits & NEST_ROW) != 0)
		into |= NEST_ROWS;
	else if ((traits & NEST_BOUND) != 0 && !keys_is(key, "caption"))
		into |= NEST_ROWS | NEST_ROW;
	at = find(nest, into, 0);
	pop_to(nest, at);
	if ((traits & NEST_VOID) == 0)
		push(nest, key, traits);
	return (traits & NEST_BLOCK) != 0;
}

/* What a start tag ends before its own element is there. */
static void
end_before(struct nest *nest, uint64_t key, uint32_t traits)
{
	uint32_t at;

	if ((traits & (NEST_LI | NEST_DD)) != 0)
		end_item(nest, traits & (NEST_LI | NEST_DD));
	if ((traits & NEST_CLOSES) != 0) {
		at = find(nest, NEST_P, NEST_BOUND | NEST_BUTTON);
		if (at > 0)
			pop_to(nest, at - 1);
	}
	if ((traits & NEST_HEADING) != 0 && nest->depth > 0 &&
	    (nest->open[nest->depth - 1].traits & NEST_HEADING) != 0)
		nest->depth--;
	if (nest->depth > 0 &&
	    keys_is(nest->open[nest->depth - 1].key, "option") &&
	    (keys_is(key, "option") || keys_is(key, "optgroup")))
		nest->depth--;
	if ((traits & NEST_BUTTON) != 0) {
		at = find(nest, NEST_BUTTON, NEST_BOUND);
		if (at > 0)
			pop_to(nest, at - 1);
	}
	if ((traits & NEST_TABLE) != 0) {
		/* In quirks mode it does not end the `p`, else it does. */
		at = find(nest, NEST_P, NEST_BOUND | NEST_BUTTON);
		for (; at > 0 && at <= nest->depth; at++)
			if ((nest->open[at - 1].traits & NEST_FORMAT) != 0)
				nest->loose = true;
		if (nest_in_rows(nest))
			pop_to(nest, find(nest, NEST_TABLE, 0) - 1);
	}
	if ((traits & NEST_ALONE) != 0 && find_key(nest, key, NEST_MARKER) > 0)
		nest->loose = true;
	/* It goes before the table, and what is in it is in a table too. */
	if ((traits & (NEST_TABLE | NEST_VOID | NEST_RAW | NEST_FRAME)) == 0 &&
	    nest_in_rows(nest))
		nest->loose = true;
}

bool
nest_start(struct nest *nest, uint64_t key, uint32_t traits)
{
	nest->loose |= (traits & NEST_LOOSE) != 0;
	if (nest->loose)
		return false;
	if ((traits & NEST_PART) != 0)
		return start_part(nest, key, traits);
	if ((traits & NEST_FORM) != 0 && nest_in_rows(nest))
		return false; /* it stays empty */
	end_before(nest, key, traits);
	if ((traits & (NEST_VOID | NEST_RAW | NEST_FRAME)) == 0)
		push(nest, key, traits);
	return (traits & NEST_BLOCK) != 0 && !nest->loose;
}

/* The end of `b`: what is open in it must not be moved out of it. */
static void
end_format(struct nest *nest, uint64_t key)
{
	uint32_t at = find_key(nest, key, NEST_BOUND);

	if (at == 0)
		return;
	for (uint32_t i = at; i < nest->depth; i++)
		if ((nest->open[i].traits & (NEST_SPECIAL | NEST_FORMAT)) != 0)
			nest->loose = true;
	nest->depth = at - 1;
}

/* The end of `form` leaves open what stands in it. */
static void
end_form(struct nest *nest)
{
	uint32_t at = find(nest, NEST_FORM, 0);

	if (at == 0)
		return;
	nest->depth--;
	memmove(&nest->open[at - 1], &nest->open[at],
	    (nest->depth - (at - 1)) * sizeof(nest->open[0]));
}

/* The open element that an end tag ends, + 1; 0: it is ignored. */
static uint32_t
find_end(const struct nest *nest, uint64_t key, uint32_t traits)
{
	if ((traits & NEST_TABLE) != 0)
		return find(nest, NEST_TABLE, 0);
	if ((traits & NEST_PART) != 0)
		return find_key(nest, key, NEST_TABLE);
	if ((traits & NEST_HEADING) != 0)
		return find(nest, NEST_HEADING, NEST_BOUND);
	if ((traits & NEST_LI) != 0)
		return find_key(nest, key, NEST_BOUND | NEST_LIST);
	if ((traits & NEST_P) != 0)
		return find_key(nest, key, NEST_BOUND | NEST_BUTTON);
	return find_key(nest, key,
	    (traits & NEST_SPECIAL) != 0 ? NEST_BOUND : NEST_SPECIAL);
}

bool
nest_end(struct nest *nest, uint64_t key, uint32_t traits)
{
	uint32_t at;

	if (nest->loose)
		return false;
	if ((traits & (NEST_VOID | NEST_RAW | NEST_FRAME)) != 0)
		return keys_is(key, "br"); /* it is a `<br>` */
	if ((traits & NEST_FORMAT) != 0) {
		end_format(nest, key);
		return false;
	}
	if ((traits & NEST_FORM) != 0) {
		end_form(nest);
		return false;
	}
	at = find_end(nest, key, traits);
	if (at == 0)
		return (traits & NEST_P) != 0; /* it makes an empty one */
	traits = nest->open[at - 1].traits;
	pop_to(nest, at - 1);
	return (traits & NEST_BLOCK) != 0 && !nest->loose;
}
