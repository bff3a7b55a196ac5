/*
 * One pass over the tokens.  A token is left out only where the parser would
 * do nothing but add a node for it: a script anywhere, but not the first tag
 * (it decides on quirks) and not in a `colgroup` (it ends it).  Two texts
 * between which something was left out stay two texts, for `&am` and `p;` are
 * no `&amp;`.
 */
#include "html/thin.h"

#include "html/foreign.h"
#include "html/nest.h"
#include "html/scan.h"

#define SLOTS 128 /* of the attributes; a power of two */

/* A text that is no longer than this is parsed. */
#define SHORT 8

/* A `pre` with a table in it: nobody knows here where it ends. */
#define PRE_FOR_GOOD (UINT32_C(1) << 31)

/* What may keep an attribute that is not kept everywhere. */
enum owner {
	OWNER_ANY = 1,
	OWNER_META = 1 << 1,
	OWNER_A = 1 << 2,
	OWNER_IMG = 1 << 3,
	OWNER_LIST = 1 << 4,
	OWNER_LI = 1 << 5,
	OWNER_INPUT = 1 << 6,
	OWNER_CELL = 1 << 7,
	OWNER_SCRIPT = 1 << 8,
	OWNER_ABBR = 1 << 9,
	OWNER_TIME = 1 << 10,
	OWNER_QUOTE = 1 << 11,
	OWNER_LINK = 1 << 12,
	OWNER_DETAILS = 1 << 13,
	OWNER_SOURCE = 1 << 14,
	OWNER_PARSED = 1 << 15 /* the parser reads its attributes */
};

static const struct {
	struct span name;
	uint32_t owner;
} owners[] = {
	{ { "html", 4 }, OWNER_PARSED },
	{ { "body", 4 }, OWNER_PARSED },
	{ { "meta", 4 }, OWNER_META },
	{ { "a", 1 }, OWNER_A },
	{ { "img", 3 }, OWNER_IMG },
	{ { "image", 5 }, OWNER_IMG },
	{ { "ol", 2 }, OWNER_LIST },
	{ { "ul", 2 }, OWNER_LIST },
	{ { "li", 2 }, OWNER_LI },
	{ { "data", 4 }, OWNER_LI },
	{ { "input", 5 }, OWNER_INPUT | OWNER_PARSED },
	{ { "button", 6 }, OWNER_INPUT },
	{ { "td", 2 }, OWNER_CELL },
	{ { "th", 2 }, OWNER_CELL },
	{ { "script", 6 }, OWNER_SCRIPT },
	{ { "abbr", 4 }, OWNER_ABBR },
	{ { "acronym", 7 }, OWNER_ABBR },
	{ { "dfn", 3 }, OWNER_ABBR },
	{ { "time", 4 }, OWNER_TIME },
	{ { "ins", 3 }, OWNER_TIME | OWNER_QUOTE },
	{ { "del", 3 }, OWNER_TIME | OWNER_QUOTE },
	{ { "blockquote", 10 }, OWNER_QUOTE },
	{ { "q", 1 }, OWNER_QUOTE },
	{ { "link", 4 }, OWNER_LINK },
	{ { "details", 7 }, OWNER_DETAILS },
	{ { "dialog", 6 }, OWNER_DETAILS },
	{ { "source", 6 }, OWNER_SOURCE },
};

/* What attributes need besides being kept. */
enum care {
	CARE_VALUE = 1 << 16,   /* goes where it is empty */
	CARE_STYLE = 1 << 17,   /* only of display and visibility */
	CARE_ADDRESS = 1 << 18, /* not `data:…` */
	CARE_NAMES = 1 << 19    /* what a `meta` is kept for */
};

static const struct {
	struct span name;
	uint32_t owners;
} attributes[] = {
	{ { "id", 2 }, OWNER_ANY | CARE_VALUE },
	{ { "class", 5 }, OWNER_ANY | CARE_VALUE },
	{ { "role", 4 }, OWNER_ANY | CARE_VALUE },
	{ { "href", 4 }, OWNER_ANY | CARE_ADDRESS },
	{ { "src", 3 }, OWNER_ANY | CARE_ADDRESS },
	{ { "srcset", 6 }, OWNER_ANY | CARE_ADDRESS },
	{ { "data-src", 8 }, OWNER_ANY | CARE_ADDRESS },
	{ { "data-lazy-src", 13 }, OWNER_ANY | CARE_ADDRESS },
	{ { "data-original", 13 }, OWNER_ANY | CARE_ADDRESS },
	{ { "alt", 3 }, OWNER_ANY },
	{ { "title", 5 }, OWNER_ABBR | OWNER_IMG },
	{ { "lang", 4 }, OWNER_ANY },
	{ { "xml:lang", 8 }, OWNER_ANY },
	{ { "dir", 3 }, OWNER_ANY },
	{ { "hidden", 6 }, OWNER_ANY },
	{ { "style", 5 }, OWNER_ANY | CARE_STYLE },
	{ { "aria-label", 10 }, OWNER_ANY | CARE_VALUE },
	{ { "aria-hidden", 11 }, OWNER_ANY | CARE_VALUE },
	{ { "aria-modal", 10 }, OWNER_ANY | CARE_VALUE },
	{ { "type", 4 }, OWNER_LIST | OWNER_LI | OWNER_INPUT | OWNER_SCRIPT },
	{ { "name", 4 }, OWNER_META | OWNER_A | CARE_NAMES },
	{ { "content", 7 }, OWNER_ANY },
	{ { "property", 8 }, OWNER_ANY | CARE_NAMES },
	{ { "itemprop", 8 }, OWNER_ANY | CARE_NAMES },
	{ { "itemtype", 8 }, OWNER_ANY },
	{ { "itemscope", 9 }, OWNER_ANY },
	{ { "http-equiv", 10 }, OWNER_META | CARE_NAMES },
	{ { "charset", 7 }, OWNER_META },
	{ { "datetime", 8 }, OWNER_TIME },
	{ { "rel", 3 }, OWNER_A | OWNER_LINK },
	{ { "colspan", 7 }, OWNER_CELL },
	{ { "rowspan", 7 }, OWNER_CELL },
	{ { "scope", 5 }, OWNER_CELL },
	{ { "start", 5 }, OWNER_LIST },
	{ { "reversed", 8 }, OWNER_LIST },
	{ { "value", 5 }, OWNER_LI },
	{ { "cite", 4 }, OWNER_QUOTE },
	{ { "width", 5 }, OWNER_IMG },
	{ { "height", 6 }, OWNER_IMG },
	{ { "open", 4 }, OWNER_DETAILS },
	{ { "media", 5 }, OWNER_SOURCE },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

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

struct slot {
	uint64_t key;
	uint32_t value;
};

struct pass {
	struct scan scan;
	struct scan_token token;
	uint64_t key; /* of the tag's name */
	uint32_t traits;
	char *out;
	size_t len;
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
	size_t template_at; /* where the first one's content starts in `out` */
	/* What was before it. */
	bool template_loose, template_head;
	uint32_t template_pre;
	size_t template_starts, template_values;
	uint32_t failures; /* drawings whose end was not found */
	struct arena *arena;
	struct dom_apart *apart; /* NULL: nothing stands apart */
	struct dom_start *starts;
	struct dom_attribute *values;
	struct span *texts;
	size_t starts_room, values_room, texts_room, value_count;
	uint64_t seen; /* attributes of the tag, a bit each */
	size_t tag_at; /* where the tag starts in `out` */
	bool confused; /* there are marks in the page itself */
	struct nest nest;
	struct slot attributes[SLOTS], owners[SLOTS], fates[SLOTS];
	struct scan_attribute list[SCAN_ATTRIBUTES];
};

/* --- sets of names --- */

static size_t
slot_of(const struct slot *slots, uint64_t key)
{
	size_t at = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 57);

	while (slots[at].key != 0 && slots[at].key != key)
		at = (at + 1) & (SLOTS - 1);
	return at;
}

static void
add_name(struct slot *slots, struct span name, uint32_t value)
{
	uint64_t key = nest_key(name);

	slots[slot_of(slots, key)] = (struct slot){ key, value };
}

static uint32_t
value_of(const struct slot *slots, uint64_t key)
{
	return slots[slot_of(slots, key)].value;
}

static bool
is_key(uint64_t key, const char *name)
{
	return key == nest_key(span_of(name));
}

/* Does `part`, in lower case, stand in the text? */
static bool
holds(struct span text, struct span part)
{
	for (; text.len >= part.len; text = span_from(text, 1))
		if (span_equal_nocase(span_first(text, part.len), part))
			return true;
	return false;
}

/* --- what goes out --- */

static void
put(struct pass *pass, struct span text)
{
	memcpy(pass->out + pass->len, text.ptr, text.len);
	pass->len += text.len;
}

/* White space that is due goes out, unless a block is next to it. */
static void
settle(struct pass *pass, bool block, bool text)
{
	if (pass->space && !block && !pass->after_block && !pass->in_head)
		pass->out[pass->len++] = ' ';
	else if (pass->gap && text && (pass->after_text || pass->pre > 0))
		put(pass, SPAN("<!---->"));
	else if (pass->gap && pass->after_text &&
		 pass->out[pass->len - 1] == '<')
		put(pass, SPAN("<!---->")); /* `<` and a tag */
	pass->space = pass->gap = false;
}

/* What may be said of a text without parsing it. */
enum look {
	LOOK_PLAIN, /* the parser would give it as it is */
	LOOK_ODD,
	LOOK_MARK /* it has characters that are used as marks */
};

/* Does the parser take the character at `at` of valid UTF-8 for another? */
static bool
is_odd(const unsigned char *at, const unsigned char *end)
{
	switch (*at) {
	case 0xc2: /* U+0080 to U+009F */
		return at + 1 == end || at[1] < 0xa0;
	case 0xef: /* U+FDD0 to U+FDEF, U+FFFE and U+FFFF */
		return at + 1 == end || at[1] == 0xb7 || at[1] == 0xbf;
	default: /* controls; U+1FFFE and the like */
		return *at < 0xf0 || end - at < 4 ||
		       (at[2] == 0xbf && at[3] >= 0xbe);
	}
}

/*
 * `&` is not looked at.  To the parser a carriage return is a line end; where
 * white space is folded later that is the same.
 */
static enum look
look(struct span text, bool exact)
{
	const unsigned char *at = (const unsigned char *)text.ptr;
	const unsigned char *end = at + text.len;
	enum look found = LOOK_PLAIN;

	for (; at < end; at++) {
		if ((*at >= 0x20 && *at < 0x7f) || *at == '\n' || *at == '\t' ||
		    (*at >= 0x80 && *at < 0xef && *at != 0xc2))
			continue;
		if ((*at == '\r' || *at == '\f') && !exact)
			continue;
		if (*at == 0xf4 ||
		    (*at == 0xf3 && at + 1 < end && at[1] >= 0xb0))
			return LOOK_MARK;
		if (is_odd(at, end))
			found = LOOK_ODD;
	}
	return found;
}

/* Text without `&`, or whose `&` is no reference, stands apart if it may. */
static void
put_part(struct pass *pass, struct span text, bool exact)
{
	struct dom_apart *apart = pass->apart;
	enum look found;

	if (text.len == 0)
		return;
	found = apart == NULL ? LOOK_ODD : look(text, exact);
	pass->confused |= found == LOOK_MARK;
	if (found != LOOK_PLAIN || text.len <= SHORT || text.len > LIMIT_TEXT ||
	    apart->text_count == DOM_MARKS) {
		put(pass, text);
		return;
	}
	pass->texts = arena_more(pass->arena, pass->texts, apart->text_count,
	    &pass->texts_room, sizeof(*pass->texts));
	dom_mark(pass->out + pass->len, apart->text_count);
	pass->len += DOM_MARK_LEN;
	pass->texts[apart->text_count++] = text;
}

/* Could it be the reference of a mark: `&#xf0000;`? */
static bool
is_far(struct span reference)
{
	bool hex = reference.len > 2 && span_lower(reference.ptr[2]) == 'x';
	uint32_t code = 0;
	char c;

	if (reference.len < 7 || reference.ptr[1] != '#')
		return false;
	for (size_t i = hex ? 3 : 2; i < reference.len && code < 0xf0000; i++) {
		c = span_lower(reference.ptr[i]);
		if (span_is_digit(c))
			code = code * (hex ? 16 : 10) + (uint32_t)(c - '0');
		else if (hex && c >= 'a' && c <= 'f')
			code = code * 16 + (uint32_t)(c - 'a' + 10);
		else
			break;
	}
	return code >= 0xf0000;
}

/* Text with references, which the parser reads: `&` and what may follow. */
static void
put_references(struct pass *pass, struct span text, bool exact)
{
	const char *next;
	size_t len;

	while (text.len > 0) {
		next = memchr(text.ptr, '&', text.len);
		len = next == NULL ? text.len : (size_t)(next - text.ptr);
		put_part(pass, span_first(text, len), exact);
		text = span_from(text, len);
		if (text.len == 0)
			return;
		len = 1;
		while (len < text.len && text.ptr[len - 1] != ';' &&
		       (span_is_alpha(text.ptr[len]) ||
			   span_is_digit(text.ptr[len]) ||
			   text.ptr[len] == '#' || text.ptr[len] == ';'))
			len++;
		pass->confused |= is_far(span_first(text, len));
		put(pass, span_first(text, len));
		text = span_from(text, len);
	}
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

/* Is the next token a lone `<`? */
static bool
sign_follows(const struct pass *pass)
{
	struct span rest = span_from(pass->scan.text, pass->scan.at);

	if (rest.len < 2)
		return rest.len == 1;
	if (rest.ptr[1] == '/')
		return rest.len == 2;
	return !span_is_alpha(rest.ptr[1]) && rest.ptr[1] != '!' &&
	       rest.ptr[1] != '?';
}

/*
 * Text between tags; of white space at its ends one byte stays.  In the rows
 * of a table, white space goes in front of it with the text it stands next to
 * and else is nobody's.
 */
static void
put_text(struct pass *pass, struct span text)
{
	bool in_rows = !pass->nest.loose && nest_in_rows(&pass->nest);
	size_t from = 0, to = text.len;

	while (from < to && span_is_space(text.ptr[from]))
		from++;
	while (to > from && span_is_space(text.ptr[to - 1]))
		to--;
	if (from > 0 && in_rows && pass->after_text && !pass->gap)
		put(pass, SPAN(" ")); /* behind a lone `<` */
	else if (from > 0 && (from < to || !in_rows || sign_follows(pass)))
		pass->space = true;
	if (from == to)
		return;
	pass->in_head = false;
	pass->started = true;
	/* Such text goes in front of the table, perhaps next to another. */
	if (in_rows)
		pass->after_block = false;
	if (pass->apart == NULL) {
		put_folded(pass, text);
		if (in_rows)
			settle(pass, false, true);
	} else {
		if (from > 0 && !pass->after_block) {
			pass->space = pass->gap = false;
			from--;
		} else {
			settle(pass, false, true);
		}
		to += to < text.len;
		put_references(
		    pass, span_first(span_from(text, from), to - from), false);
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
	put_references(pass, text, true);
	pass->after_text = true;
	pass->after_block = pass->after_col = false;
}

/* What an attribute that is kept has as its value. */
static bool
is_idle_value(uint32_t care, struct span value)
{
	if ((care & CARE_VALUE) != 0)
		return value.len == 0;
	if ((care & CARE_STYLE) != 0)
		return !holds(value, SPAN("display")) &&
		       !holds(value, SPAN("visibility")) &&
		       memchr(value.ptr, '&', value.len) == NULL;
	return false;
}

/* An address that leads nowhere: `javascript:…`, or data in the page. */
static bool
is_idle_address(struct span value)
{
	while (value.len > 0 && span_is_space(value.ptr[0]))
		value = span_from(value, 1);
	if (span_equal_nocase(span_first(value, 11), SPAN("javascript:")))
		return true;
	return value.len > THIN_ADDRESS &&
	       span_equal_nocase(span_first(value, 5), SPAN("data:"));
}

/*
 * The value as the parser would give it; SPAN_NONE where only the parser
 * knows.  Of references `&amp;` is known here.
 */
static struct span
value_apart(struct pass *pass, struct span value)
{
	const char *next = memchr(value.ptr, '&', value.len);
	struct span rest = value;
	char *out;
	size_t len = 0;

	if (look(value, true) != LOOK_PLAIN)
		return SPAN_NONE;
	if (next == NULL)
		return value;
	out = arena_alloc(pass->arena, value.len);
	while (next != NULL) {
		memcpy(out + len, rest.ptr, (size_t)(next - rest.ptr) + 1);
		len += (size_t)(next - rest.ptr) + 1;
		rest = span_from(rest, (size_t)(next - rest.ptr));
		if (!span_starts(rest, SPAN("&amp;")))
			return SPAN_NONE;
		rest = span_from(rest, 5);
		next = memchr(rest.ptr, '&', rest.len);
	}
	memcpy(out + len, rest.ptr, rest.len);
	return (struct span){ out, len + rest.len };
}

static void
put_apart(struct pass *pass, struct span name, struct span value)
{
	struct dom_apart *apart = pass->apart;
	struct dom_start *start;

	if (apart->tag_count == 0 ||
	    pass->starts[apart->tag_count - 1].at != pass->tag_at) {
		pass->starts =
		    arena_more(pass->arena, pass->starts, apart->tag_count,
			&pass->starts_room, sizeof(*pass->starts));
		pass->starts[apart->tag_count++] =
		    (struct dom_start){ pass->tag_at,
			    (uint32_t)pass->value_count, 0 };
	}
	start = &pass->starts[apart->tag_count - 1];
	start->number++;
	pass->values = arena_more(pass->arena, pass->values, pass->value_count,
	    &pass->values_room, sizeof(*pass->values));
	pass->values[pass->value_count++] =
	    (struct dom_attribute){ name, value };
}

static void
put_attribute(
    struct pass *pass, const struct scan_attribute *attribute, uint32_t owner)
{
	uint32_t at = value_of(pass->attributes, nest_key(attribute->name));
	uint32_t care;
	struct span value = attribute->value;

	if (at == 0 || (pass->seen >> at & 1) != 0)
		return;
	care = attributes[at - 1].owners;
	if ((care & owner) == 0)
		return;
	pass->seen |= UINT64_C(1) << at; /* the first one counts */
	if (is_idle_value(care, value))
		return;
	if ((care & CARE_ADDRESS) != 0 && is_idle_address(value))
		value = SPAN("");
	if (pass->apart != NULL && (owner & OWNER_PARSED) == 0 &&
	    (value = value_apart(pass, value)).ptr != NULL) {
		put_apart(pass, attributes[at - 1].name, value);
		return;
	}
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
	return is_key(pass->key, "isindex");
}

static void
put_start(struct pass *pass)
{
	const struct scan_token *token = &pass->token;
	uint32_t owner;

	if (stays_whole(pass)) {
		put(pass, token->all);
		return;
	}
	pass->tag_at = pass->len;
	pass->seen = 0;
	put(pass, SPAN("<"));
	put(pass, token->name);
	owner = OWNER_ANY | value_of(pass->owners, pass->key);
	for (size_t i = 0; i < token->attributes; i++)
		put_attribute(pass, &pass->list[i], owner);
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

	return type != NULL && holds(type->value, SPAN("ld+json"));
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
	bool data = is_key(pass->key, "script") && is_data(pass);

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
	return rel == NULL || (!holds(rel->value, SPAN("canonical")) &&
				  !holds(rel->value, SPAN("author")) &&
				  !holds(rel->value, SPAN("license")));
}

/* The metas without a name are for the browser. */
static bool
is_idle_meta(const struct pass *pass)
{
	uint32_t at;

	if (counts(pass))
		return false;
	for (size_t i = 0; i < pass->token.attributes && i < SCAN_ATTRIBUTES;
	     i++) {
		at = value_of(pass->attributes, nest_key(pass->list[i].name));
		if (at > 0 && (attributes[at - 1].owners & CARE_NAMES) != 0)
			return false;
	}
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
	pass->template_at = pass->len;
	pass->template_loose = pass->nest.loose;
	pass->template_head = pass->in_head;
	pass->template_pre = pass->pre;
	if (pass->apart != NULL)
		pass->template_starts = pass->apart->tag_count;
	pass->template_values = pass->value_count;
	pass->nest.loose = true;
	return true;
}

static void
end_template(struct pass *pass)
{
	if (pass->templates == 0 || --pass->templates > 0)
		return;
	pass->len = pass->template_at;
	pass->nest.loose = pass->template_loose;
	pass->in_head = pass->template_head;
	pass->pre = pass->template_pre;
	if (pass->apart != NULL)
		pass->apart->tag_count = pass->template_starts;
	pass->value_count = pass->template_values;
	pass->space = pass->gap = false;
}

/* --- token by token --- */

/* Is the start tag left out, or was it dealt with? */
static bool
start_otherwise(struct pass *pass)
{
	switch ((enum fate)value_of(pass->fates, pass->key)) {
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
	    ((pass->traits & NEST_FRAME) == 0 || is_key(pass->key, "body")))
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
	if (value_of(pass->fates, pass->key) == FATE_PLAINTEXT) {
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

	switch ((enum fate)value_of(pass->fates, pass->key)) {
	case FATE_FORMULA:
		pass->formulas -= pass->formulas > 0;
		pass->gap = true;
		return;
	case FATE_DRAWING:
	case FATE_SELECT:
		pass->gap = true;
		return;
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
	pass->key = nest_key(pass->token.name);
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
			put_part(pass, text, false);
	} else if (pass->token.raw || pass->pre > 0) {
		put_verbatim(pass, text);
	} else {
		put_text(pass, text);
	}
}

/* One without an end stays one; but `</` at the end of all is text. */
static void
take_comment(struct pass *pass)
{
	struct span text = pass->token.all;

	if (pass->token.whole) {
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
begin(struct arena *arena, struct span text)
{
	struct pass *pass = arena_zeros(arena, 1, sizeof(*pass));

	scan_init(&pass->scan, text);
	pass->scan.list = pass->list;
	pass->has_nul = memchr(text.ptr, '\0', text.len) != NULL;
	pass->in_head = true;
	pass->arena = arena;
	nest_init(&pass->nest);
	for (size_t i = 0; i < COUNT(attributes); i++)
		add_name(pass->attributes, attributes[i].name, (uint32_t)i + 1);
	for (size_t i = 0; i < COUNT(owners); i++)
		add_name(pass->owners, owners[i].name, owners[i].owner);
	for (size_t i = 0; i < COUNT(fates); i++)
		add_name(pass->fates, fates[i].name, fates[i].fate);
	return pass;
}

/* The whole pass. */
static struct span
run(struct pass *pass)
{
	/* `x</>` becomes `x<!---->`, and nothing grows more. */
	size_t room = pass->scan.text.len * 2 + 16;

	pass->out = arena_alloc(pass->arena, room);
	while (scan_next(&pass->scan, &pass->token))
		take_token(pass);
	settle(pass, !pass->nest.loose, false);
	if (pass->skipping.len > 0 && !pass->tags_stay) {
		put(pass, SPAN("<"));
		put(pass, pass->skipping);
		put(pass, SPAN(">"));
	}
	return (struct span){ pass->out, pass->len };
}

/*
 * Where the page has characters like marks, or the limit cuts something out
 * of the middle, so that tags move, all is written into one text again.
 */
void
thin_apply(struct arena *arena, struct span text, struct thin *thin)
{
	struct pass *pass = begin(arena, text);

	thin->apart = (struct dom_apart){ .size = text.len };
	pass->apart = &thin->apart;
	thin->text = run(pass);
	thin->apart.tags = pass->starts;
	thin->apart.attributes = pass->values;
	thin->apart.texts = pass->texts;
	if (!pass->confused) {
		limit_apply(arena, thin->text, LIMIT_ALL, &thin->limit);
		if (thin->limit.text.ptr == thin->text.ptr) {
			thin->text = thin->limit.text;
			return;
		}
	}
	thin->apart = (struct dom_apart){ .size = text.len };
	limit_apply(arena, run(begin(arena, text)), LIMIT_ALL, &thin->limit);
	thin->text = thin->limit.text;
}
