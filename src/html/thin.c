/*
 * One pass over the tokens.  A token is left out only where the parser would
 * do nothing but add a node for it: a script anywhere, but not the first tag
 * (it decides on quirks) and not in a `colgroup` (it ends it).  Two texts
 * between which something was left out stay two texts, for `&am` and `p;` are
 * no `&amp;`.
 */
#include "html/thin.h"

#include "html/apart.h"
#include "html/attributes.h"
#include "html/foreign.h"
#include "html/nest.h"
#include "html/scan.h"

/* A `pre` with a table in it: nobody knows here where it ends. */
#define PRE_FOR_GOOD (UINT32_C(1) << 31)

/* What becomes of an element by its name alone. */
enum fate {
	FATE_STAYS,
	FATE_RAW,      /* a script or a style */
	FATE_NOSCRIPT, /* goes up to its end tag, if there is one */
	FATE_TEMPLATE, /* its tags stay */
	FATE_IFRAME,   /* its tags stay */
	FATE_LINK,
	FATE_META,
	FATE_VOID, /* goes */
	FATE_DRAWING,
	FATE_FORMULA,  /* its tags go */
	FATE_SELECT,   /* its tags go */
	FATE_PLAINTEXT /* it has no end */
};

static const struct {
	struct span name;
	enum fate fate;
} fates[] = {
	{ { "script", 6 }, FATE_RAW },
	{ { "style", 5 }, FATE_RAW },
	{ { "noscript", 8 }, FATE_NOSCRIPT },
	{ { "template", 8 }, FATE_TEMPLATE },
	{ { "iframe", 6 }, FATE_IFRAME },
	{ { "link", 4 }, FATE_LINK },
	{ { "meta", 4 }, FATE_META },
	{ { "param", 5 }, FATE_VOID },
	{ { "track", 5 }, FATE_VOID },
	{ { "svg", 3 }, FATE_DRAWING },
	{ { "math", 4 }, FATE_FORMULA },
	{ { "select", 6 }, FATE_SELECT },
	{ { "plaintext", 9 }, FATE_PLAINTEXT },
};

struct pass {
	struct scan scan;
	struct scan_token token;
	uint64_t key; /* of the tag's name */
	uint32_t traits;
	struct apart out;
	bool has_nul;         /* the page has NUL bytes */
	bool started;         /* the first tag or text was there */
	bool in_head;         /* nothing that opens the body was there */
	bool space;           /* white space is due */
	bool gap;             /* something was left out since the last output */
	bool after_text;      /* the last output was text */
	bool after_block;     /* the last output was the tag of a block */
	bool after_col;       /* the last output was the tag of a column */
	bool no_noscript;     /* no `</noscript>` follows */
	uint32_t pre;         /* `pre` that are open */
	struct span skipping; /* up to the end tag of that name, or none */
	bool skip_data;       /* … but a text of this length stays */
	bool tags_stay;       /* of what is skipped */
	size_t formulas;
	uint32_t templates; /* that are open */
	/* What was before the content of the first one. */
	struct apart_mark template_mark;
	bool template_loose, template_head;
	uint32_t template_pre;
	uint32_t failures; /* drawings whose end was not found */
	struct nest nest;
	struct attributes attributes;
	struct keys fates;
	struct scan_attribute list[SCAN_ATTRIBUTES];
};

/* --- what goes out --- */

static void
put(struct pass *pass, struct span text)
{
	apart_put(&pass->out, text);
}

/* White space that is due goes out, unless a block is next to it. */
static void
settle(struct pass *pass, bool block, bool text)
{
	if (pass->space && !block && !pass->after_block && !pass->in_head)
		put(pass, SPAN(" "));
	else if (pass->gap && text && (pass->after_text || pass->pre > 0))
		put(pass, SPAN("<!---->"));
	else if (pass->gap && pass->after_text &&
		 pass->out.out[pass->out.len - 1] == '<')
		put(pass, SPAN("<!---->")); /* `<` and a tag */
	pass->space = pass->gap = false;
}

/* White space folded. */
static void
put_folded(struct pass *pass, struct span text)
{
	size_t at = 0, from;

	while (at < text.len) {
		if (span_is_space(text.ptr[at])) {
			pass->space = true;
			at++;
			continue;
		}
		from = at;
		while (at < text.len && !span_is_space(text.ptr[at]))
			at++;
		settle(pass, false, true);
		put(pass, span_first(span_from(text, from), at - from));
		pass->after_text = true;
		pass->after_block = false;
	}
}

/* Is the next token text too: a lone `<`, or what is behind a `</>`? */
static bool
text_follows(const struct pass *pass)
{
	struct span rest = span_from(pass->scan.text, pass->scan.at);
	const struct span nothing = SPAN("</>");

	while (span_starts(rest, nothing))
		rest = span_from(rest, nothing.len);
	if (rest.len < 2 || rest.ptr[0] != '<')
		return rest.len > 0;
	if (rest.ptr[1] == '/')
		return rest.len == 2;
	return !span_is_alpha(rest.ptr[1]) && rest.ptr[1] != '!' &&
	       rest.ptr[1] != '?';
}

/* Would text now go in front of a table? */
static bool
in_rows(const struct pass *pass)
{
	return !pass->nest.loose && nest_in_rows(&pass->nest);
}

/*
 * Text between tags; of white space at its ends one byte stays.  In the rows
 * of a table, white space goes in front of it with the text it stands next to
 * and else is nobody's.
 */
static void
put_text(struct pass *pass, struct span text)
{
	bool rows = in_rows(pass);
	size_t from = 0, to = text.len;

	while (from < to && span_is_space(text.ptr[from]))
		from++;
	while (to > from && span_is_space(text.ptr[to - 1]))
		to--;
	if (from > 0 && rows && pass->after_text && !pass->gap)
		put(pass, SPAN(" ")); /* behind a lone `<` */
	else if (from > 0 && (from < to || !rows || text_follows(pass)))
		pass->space = true;
	if (from == to)
		return;
	pass->in_head = false;
	pass->started = true;
	/* Such text goes in front of the table, perhaps next to another. */
	if (rows)
		pass->after_block = false;
	if (pass->out.parts == NULL) {
		put_folded(pass, text);
		if (rows)
			settle(pass, false, true);
	} else {
		if (from > 0 && !pass->after_block) {
			pass->space = pass->gap = false;
			from--;
		} else {
			settle(pass, false, true);
		}
		to += to < text.len;
		apart_put_text(&pass->out,
		    span_first(span_from(text, from), to - from), false);
	}
	pass->after_text = true;
	pass->after_block = pass->after_col = false;
}

/* Text whose white space counts; the parser drops the first line end. */
static void
put_verbatim(struct pass *pass, struct span text)
{
	settle(pass, false, true);
	if (text.len > 0 && text.ptr[0] == '\n') {
		put(pass, SPAN("\n"));
		text = span_from(text, 1);
	}
	apart_put_text(&pass->out, text, true);
	pass->after_text = true;
	pass->after_block = pass->after_col = false;
}

static void
put_attribute(struct pass *pass, const struct scan_attribute *attribute)
{
	struct span name, value;

	if (!attributes_stays(&pass->attributes, attribute, &name, &value))
		return;
	if (!attributes_parsed(&pass->attributes) &&
	    apart_put_value(&pass->out, name, value))
		return;
	put(pass, SPAN(" "));
	if (value.ptr != NULL && value.len == 0) {
		put(pass, attribute->name);
		put(pass, SPAN("=\"\""));
		return;
	}
	put(pass, attribute->all);
}

/*
 * Of formatting elements that are to be opened again, the parser keeps no more
 * than three of the same name and attributes: all attributes have to stay.
 */
static bool
stays_whole(const struct pass *pass)
{
	if (!pass->token.whole || pass->token.attributes > SCAN_ATTRIBUTES)
		return true;
	if (pass->has_nul &&
	    memchr(pass->token.all.ptr, '\0', pass->token.all.len) != NULL)
		return true; /* names are not what they seem */
	if ((pass->traits & NEST_FORMAT) != 0 &&
	    (pass->traits & NEST_ALONE) == 0 && pass->token.attributes > 0)
		return true;
	return keys_is(pass->key, "isindex");
}

static void
put_start(struct pass *pass)
{
	const struct scan_token *token = &pass->token;

	if (stays_whole(pass)) {
		put(pass, token->all);
		return;
	}
	attributes_start(&pass->attributes, pass->key);
	apart_start_tag(&pass->out);
	put(pass, SPAN("<"));
	put(pass, token->name);
	for (size_t i = 0; i < token->attributes; i++)
		put_attribute(pass, &pass->list[i]);
	put(pass, SPAN(">"));
}

static void
put_end(struct pass *pass)
{
	if (!pass->token.whole) {
		put(pass, pass->token.all);
		return;
	}
	put(pass, SPAN("</"));
	put(pass, pass->token.name);
	put(pass, SPAN(">"));
}

/* A tag went out. */
static void
note_tag(struct pass *pass, bool block)
{
	pass->after_text = false;
	pass->after_block = block;
	pass->after_col =
	    (pass->traits & (NEST_PART | NEST_BLOCK)) == NEST_PART &&
	    ((pass->traits & NEST_VOID) != 0 || pass->token.kind == SCAN_START);
	pass->started = true;
}

/* --- what is left out --- */

/* Is the doctype still to come, or would the tag end a `colgroup`? */
static bool
counts(const struct pass *pass)
{
	return !pass->started || pass->after_col;
}

static const struct scan_attribute *
find_attribute(const struct pass *pass, const char *name)
{
	for (size_t i = 0; i < pass->token.attributes && i < SCAN_ATTRIBUTES;
	     i++)
		if (span_equal_nocase(pass->list[i].name, span_of(name)))
			return &pass->list[i];
	return NULL;
}

static bool
is_data(const struct pass *pass)
{
	const struct scan_attribute *type = find_attribute(pass, "type");

	return type != NULL && attributes_holds(type->value, SPAN("ld+json"));
}

/* Leaves out all up to the end tag of that name. */
static void
skip(struct pass *pass, bool tags_stay)
{
	pass->skipping = pass->token.name;
	pass->tags_stay = tags_stay;
	pass->skip_data = false;
	if (tags_stay) {
		settle(pass, false, false);
		put_start(pass);
		note_tag(pass, false);
	}
}

static void
start_raw(struct pass *pass)
{
	bool data = keys_is(pass->key, "script") && is_data(pass);

	skip(pass, data || counts(pass));
	pass->skip_data = data;
}

/* Passes over the content, which is text to who runs scripts. */
static bool
start_noscript(struct pass *pass)
{
	struct span rest = span_from(pass->scan.text, pass->scan.at);
	const struct span end = SPAN("</noscript");
	const char *at = rest.ptr;
	size_t left = rest.len;

	if (pass->no_noscript)
		return false;
	while (left > 0 && (at = memchr(at, '<', left)) != NULL) {
		left = rest.len - (size_t)(at - rest.ptr);
		if (left > end.len &&
		    span_equal_nocase((struct span){ at, end.len }, end) &&
		    (at[end.len] == '>' || at[end.len] == '/' ||
			span_is_space(at[end.len]))) {
			pass->scan.at += rest.len - left;
			skip(pass, counts(pass));
			return true;
		}
		at++;
		left--;
	}
	pass->no_noscript = true;
	return false;
}

static bool
is_idle_link(const struct pass *pass)
{
	const struct scan_attribute *rel = find_attribute(pass, "rel");

	if (counts(pass))
		return false;
	if (find_attribute(pass, "itemprop") != NULL)
		return false;
	return rel == NULL ||
	       (!attributes_holds(rel->value, SPAN("canonical")) &&
		   !attributes_holds(rel->value, SPAN("author")) &&
		   !attributes_holds(rel->value, SPAN("license")));
}

/* The metas without a name are for the browser. */
static bool
is_idle_meta(const struct pass *pass)
{
	if (counts(pass))
		return false;
	for (size_t i = 0; i < pass->token.attributes && i < SCAN_ATTRIBUTES;
	     i++)
		if (attributes_is_name(&pass->attributes, pass->list[i].name))
			return false;
	return true;
}

/* Passes a drawing, or its start tag alone: as foreign_remove() does. */
static void
skip_drawing(struct pass *pass)
{
	size_t len;

	if (pass->token.self_closing || pass->failures >= FOREIGN_TRIES)
		return;
	len = foreign_drawing_len(span_from(pass->scan.text, pass->scan.at));
	pass->scan.at += len;
	pass->failures += len == 0;
}

/* True for the outermost; one in it is written, for it may have no end. */
static bool
start_template(struct pass *pass)
{
	if (pass->templates++ > 0)
		return false;
	settle(pass, false, false);
	put_start(pass);
	note_tag(pass, false);
	pass->template_mark = apart_mark(&pass->out);
	pass->template_loose = pass->nest.loose;
	pass->template_head = pass->in_head;
	pass->template_pre = pass->pre;
	pass->nest.loose = true;
	return true;
}

static void
end_template(struct pass *pass)
{
	if (pass->templates == 0 || --pass->templates > 0)
		return;
	apart_back(&pass->out, pass->template_mark);
	pass->nest.loose = pass->template_loose;
	pass->in_head = pass->template_head;
	pass->pre = pass->template_pre;
	pass->space = pass->gap = false;
}

/* --- token by token --- */

/* Is the start tag left out, or was it dealt with? */
static bool
start_otherwise(struct pass *pass)
{
	switch ((enum fate)keys_value(&pass->fates, pass->key)) {
	case FATE_STAYS:
	case FATE_PLAINTEXT:
		break;
	case FATE_RAW:
		start_raw(pass);
		return true;
	case FATE_NOSCRIPT:
		return start_noscript(pass);
	case FATE_TEMPLATE:
		return start_template(pass);
	case FATE_IFRAME:
		skip(pass, true);
		return true;
	case FATE_LINK:
		return is_idle_link(pass);
	case FATE_META:
		return is_idle_meta(pass);
	case FATE_VOID:
		return !counts(pass);
	case FATE_DRAWING:
		skip_drawing(pass);
		return true;
	case FATE_FORMULA:
		pass->formulas += !pass->token.self_closing;
		return true;
	case FATE_SELECT:
		return true;
	}
	return false;
}

static void
note_start(struct pass *pass)
{
	if ((pass->traits & NEST_HEAD) == 0 &&
	    ((pass->traits & NEST_FRAME) == 0 || keys_is(pass->key, "body")))
		pass->in_head = false;
	if ((pass->traits & NEST_PRE) != 0)
		pass->pre++;
	else if (pass->pre > 0 && (pass->traits & NEST_BOUND) != 0)
		pass->pre |= PRE_FOR_GOOD;
}

static void
take_start(struct pass *pass)
{
	bool block;

	if (pass->token.whole && start_otherwise(pass)) {
		pass->gap = true;
		return;
	}
	block = nest_start(&pass->nest, pass->key, pass->traits);
	settle(pass, block && (pass->traits & NEST_TABLE) == 0, false);
	put_start(pass);
	note_tag(pass, block);
	note_start(pass);
	/* `<mspace/>` has no end in HTML. */
	if (pass->token.self_closing && pass->formulas > 0 &&
	    span_lower(pass->token.name.ptr[0]) == 'm')
		put_end(pass);
	if (keys_value(&pass->fates, pass->key) == FATE_PLAINTEXT) {
		put_verbatim(pass, span_from(pass->scan.text, pass->scan.at));
		pass->scan.at = pass->scan.text.len;
	}
}

static void
end_skip(struct pass *pass)
{
	pass->skipping = SPAN_NONE;
	if (pass->tags_stay || !pass->token.whole)
		put_end(pass);
	else
		pass->gap = true;
}

static void
take_end(struct pass *pass)
{
	bool block;

	switch ((enum fate)keys_value(&pass->fates, pass->key)) {
	case FATE_FORMULA:
		pass->formulas -= pass->formulas > 0;
		pass->gap = true;
		return;
	case FATE_DRAWING:
		pass->gap = true;
		return;
	case FATE_SELECT:
		/* The last option needs no end of its own. */
		pass->token.name = SPAN("option");
		pass->key = keys_of(pass->token.name);
		pass->traits = nest_traits(&pass->nest, pass->key);
		break;
	case FATE_TEMPLATE:
		end_template(pass);
		break;
	default:
		break;
	}
	block = nest_end(&pass->nest, pass->key, pass->traits);
	settle(pass, block, false);
	/* Else gumbo has the text before it behind the form. */
	if ((pass->traits & NEST_FORM) != 0)
		put(pass, SPAN("<!---->"));
	put_end(pass);
	note_tag(pass, block);
	if ((pass->traits & NEST_PRE) != 0)
		pass->pre -= pass->pre > 0;
}

static void
take_tag(struct pass *pass)
{
	pass->key = keys_of(pass->token.name);
	pass->traits = nest_traits(&pass->nest, pass->key);
	if ((pass->traits & ~(uint32_t)NEST_BLOCK) == 0 &&
	    dom_tag(pass->token.name) == DOM_TAG_OTHER)
		pass->key = NEST_UNKNOWN;
	if (pass->token.kind == SCAN_START)
		take_start(pass);
	else if (pass->skipping.len > 0)
		end_skip(pass);
	else
		take_end(pass);
}

static void
take_text(struct pass *pass)
{
	struct span text = pass->token.all;

	if (pass->skipping.len > 0) {
		if (pass->skip_data && text.len <= THIN_DATA)
			apart_put_raw(&pass->out, text, false);
	} else if (pass->token.raw || pass->pre > 0) {
		put_verbatim(pass, text);
	} else {
		put_text(pass, text);
	}
}

/*
 * One without an end stays one; but `</` at the end of all is text, and `</>`
 * is nothing: it does not even end a text.
 */
static void
take_comment(struct pass *pass)
{
	struct span text = pass->token.all;

	if (span_equal(text, SPAN("</>")) && pass->after_text &&
	    in_rows(pass)) {
		put(pass, text);
	} else if (pass->token.whole) {
		pass->gap = true;
	} else if (span_equal(text, SPAN("</"))) {
		put_text(pass, text);
	} else {
		settle(pass, !pass->nest.loose, false);
		put(pass, SPAN("<!--"));
	}
}

static void
take_token(struct pass *pass)
{
	switch (pass->token.kind) {
	case SCAN_START:
	case SCAN_END:
		take_tag(pass);
		break;
	case SCAN_TEXT:
		take_text(pass);
		break;
	case SCAN_COMMENT:
		take_comment(pass);
		break;
	case SCAN_DOCTYPE:
		put(pass, pass->token.all);
		break;
	}
}

static struct pass *
begin(struct arena *arena, struct span text, struct dom_apart *parts)
{
	struct pass *pass = arena_zeros(arena, 1, sizeof(*pass));

	/* `x</>` becomes `x<!---->`, and nothing grows more. */
	apart_init(&pass->out, arena, text.len * 2 + 16, parts);
	scan_init(&pass->scan, text);
	pass->scan.list = pass->list;
	pass->has_nul = memchr(text.ptr, '\0', text.len) != NULL;
	pass->in_head = true;
	nest_init(&pass->nest);
	attributes_init(&pass->attributes);
	for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
		keys_add(&pass->fates, fates[i].name, fates[i].fate);
	return pass;
}

/* The whole pass. */
static struct span
run(struct pass *pass)
{
	while (scan_next(&pass->scan, &pass->token))
		take_token(pass);
	settle(pass, !pass->nest.loose, false);
	if (pass->skipping.len > 0 && !pass->tags_stay) {
		put(pass, SPAN("<"));
		put(pass, pass->skipping);
		put(pass, SPAN(">"));
	}
	return apart_end(&pass->out);
}

/*
 * Where the page has characters like marks, or the limit cuts something out
 * of the middle, so that tags move, all is written into one text again.
 */
void
thin_apply(struct arena *arena, struct span text, struct thin *thin)
{
	struct pass *pass = begin(arena, text, &thin->apart);

	thin->apart = (struct dom_apart){ .size = text.len };
	thin->text = run(pass);
	if (!pass->out.confused) {
		limit_apply(arena, thin->text, LIMIT_ALL, &thin->limit);
		if (thin->limit.text.ptr == thin->text.ptr) {
			thin->text = thin->limit.text;
			return;
		}
	}
	thin->apart = (struct dom_apart){ .size = text.len };
	limit_apply(
	    arena, run(begin(arena, text, NULL)), LIMIT_ALL, &thin->limit);
	thin->text = thin->limit.text;
}
