/*
 * A page to be looked at.  The mark-up of the page is not passed on: what is
 * written are `div`, `span`, `a` and `br` with classes of our own, which a
 * browser cannot read as another tree than the one that was read here, as it
 * could with `p`, `li` or `table` where tags were left out.  Every address,
 * id and name of the page is dropped but for links.  Switching is done by
 * check boxes and the style sheet: there is no script.
 *
 * What fields and rules are, is not known here: they have a name and a row.
 */
#include "output/why.h"

#include "output/legend.h"
#include "output/markup.h"

#define MAX_TAGS 512
#define MAX_DEPTH 480 /* browsers take deeper trees apart */
#define MAX_SHOWN 200 /* bytes of an attribute's value */

/* What becomes of an element. */
enum kind {
	KIND_INLINE, /* span */
	KIND_BLOCK,  /* div */
	KIND_LINK,   /* a */
	KIND_BREAK,  /* br */
	KIND_LINE,   /* an empty block */
	KIND_IMAGE,  /* a box with its text */
	KIND_INPUT,  /* a box with its value */
	KIND_FRAME,  /* a box with its title; what is in it is not shown */
	KIND_NONE,   /* nothing, nor what is in it */
	KIND_THROUGH /* nothing, but what is in it */
};

struct look {
	const char *tag;
	enum kind kind;
	const char *class;
};

/* Tags that look as no other inline or block element does. */
static const struct look looks[] = {
	{ "html", KIND_THROUGH, NULL },
	{ "head", KIND_NONE, NULL },
	{ "title", KIND_NONE, NULL },
	{ "meta", KIND_NONE, NULL },
	{ "link", KIND_NONE, NULL },
	{ "base", KIND_NONE, NULL },
	{ "param", KIND_NONE, NULL },
	{ "source", KIND_NONE, NULL },
	{ "track", KIND_NONE, NULL },
	{ "area", KIND_NONE, NULL },
	{ "col", KIND_NONE, NULL },
	{ "colgroup", KIND_NONE, NULL },
	{ "wbr", KIND_NONE, NULL },
	{ "datalist", KIND_NONE, NULL },
	{ "noframes", KIND_NONE, NULL },
	{ "noembed", KIND_NONE, NULL },
	{ "body", KIND_BLOCK, NULL },
	{ "a", KIND_LINK, "w-a" },
	{ "br", KIND_BREAK, NULL },
	{ "hr", KIND_LINE, "w-hr" },
	{ "img", KIND_IMAGE, "w-box" },
	{ "image", KIND_IMAGE, "w-box" },
	{ "input", KIND_INPUT, "w-box" },
	{ "iframe", KIND_FRAME, "w-box" },
	{ "frame", KIND_FRAME, "w-box" },
	{ "object", KIND_FRAME, "w-box" },
	{ "embed", KIND_FRAME, "w-box" },
	{ "applet", KIND_FRAME, "w-box" },
	{ "video", KIND_FRAME, "w-box" },
	{ "audio", KIND_FRAME, "w-box" },
	{ "canvas", KIND_FRAME, "w-box" },
	{ "button", KIND_INLINE, "w-box" },
	{ "select", KIND_INLINE, "w-box w-long" },
	{ "textarea", KIND_INLINE, "w-box w-long" },
	{ "h1", KIND_BLOCK, "w-h1" },
	{ "h2", KIND_BLOCK, "w-h2" },
	{ "h3", KIND_BLOCK, "w-h3" },
	{ "h4", KIND_BLOCK, "w-h4" },
	{ "h5", KIND_BLOCK, "w-h4" },
	{ "h6", KIND_BLOCK, "w-h4" },
	{ "p", KIND_BLOCK, "w-p" },
	{ "ul", KIND_BLOCK, "w-ul" },
	{ "ol", KIND_BLOCK, "w-ol" },
	{ "menu", KIND_BLOCK, "w-ul" },
	{ "dir", KIND_BLOCK, "w-ul" },
	{ "li", KIND_BLOCK, "w-li" },
	{ "dl", KIND_BLOCK, "w-p" },
	{ "dd", KIND_BLOCK, "w-ul" },
	{ "dt", KIND_BLOCK, "w-b" },
	{ "blockquote", KIND_BLOCK, "w-ul" },
	{ "figure", KIND_BLOCK, "w-p" },
	{ "summary", KIND_BLOCK, "w-b" },
	{ "pre", KIND_BLOCK, "w-pre" },
	{ "listing", KIND_BLOCK, "w-pre" },
	{ "xmp", KIND_BLOCK, "w-pre" },
	{ "plaintext", KIND_BLOCK, "w-pre" },
	{ "table", KIND_BLOCK, "w-table" },
	{ "tr", KIND_BLOCK, "w-tr" },
	{ "td", KIND_BLOCK, "w-td" },
	{ "th", KIND_BLOCK, "w-td w-b" },
	{ "thead", KIND_BLOCK, "w-rows" },
	{ "tbody", KIND_BLOCK, "w-rows" },
	{ "tfoot", KIND_BLOCK, "w-rows" },
	{ "b", KIND_INLINE, "w-b" },
	{ "strong", KIND_INLINE, "w-b" },
	{ "i", KIND_INLINE, "w-i" },
	{ "em", KIND_INLINE, "w-i" },
	{ "cite", KIND_INLINE, "w-i" },
	{ "dfn", KIND_INLINE, "w-i" },
	{ "var", KIND_INLINE, "w-i" },
	{ "code", KIND_INLINE, "w-code" },
	{ "kbd", KIND_INLINE, "w-code" },
	{ "samp", KIND_INLINE, "w-code" },
	{ "tt", KIND_INLINE, "w-code" },
	{ "sub", KIND_INLINE, "w-sub" },
	{ "sup", KIND_INLINE, "w-sup" },
	{ "del", KIND_INLINE, "w-del" },
	{ "s", KIND_INLINE, "w-del" },
	{ "small", KIND_INLINE, "w-small" },
};

#define LOOKS (sizeof(looks) / sizeof(looks[0]))

static const struct look plain_inline = { "", KIND_INLINE, NULL };
static const struct look plain_block = { "", KIND_BLOCK, NULL };
static const struct look unseen = { "", KIND_NONE, NULL };

/* --- style -------------------------------------------------------------- */

static const char policy[] =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'";

/*
 * `--k`: the colour of a rule.  Each is 3:1 or better against both papers,
 * and has a hatching of its own, so that nobody must tell colours apart.
 */
static const char *const style[] = {
	":root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;",
	"--dim:#575757;--line:#767676;--panel:#f2f3f5;--field:#0b57d0}\n",
	"@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;",
	"--paper:#16181c;--dim:#b3b3b3;--line:#8a8a8a;--panel:#22252b;",
	"--field:#8ab4f8}}\n",
	"*{box-sizing:border-box}\n",
	"body{margin:0;display:flex;align-items:flex-start;",
	"background:var(--paper);color:var(--ink);",
	"font:15px/1.5 system-ui,sans-serif}\n",
	"aside{position:sticky;top:0;max-height:100vh;overflow:auto;",
	"flex:none;padding:.5rem;background:var(--panel);",
	"border-right:1px solid var(--line);font-size:13px}\n",
	"aside>details[open]{width:20rem}\n",
	"main{flex:1;min-width:0;padding:1rem;overflow-wrap:anywhere}\n",
	"@media(max-width:50rem){body{display:block}",
	"aside{max-height:50vh;border-right:0;",
	"border-bottom:1px solid var(--line)}",
	"aside>details[open]{width:auto}}\n",
	"@media print{body{display:block;print-color-adjust:exact}",
	"aside{position:static;max-height:none}",
	"aside>details[open]{width:auto}}\n",
	"h1{font-size:1rem;margin:.3rem 0;overflow-wrap:anywhere}\n",
	"summary{cursor:pointer;font-weight:600}\n",
	"fieldset{margin:.6rem 0;padding:.2rem .5rem;",
	"border:1px solid var(--line)}\n",
	"legend{font-weight:600}\n",
	".w-l{display:flex;gap:.35rem;align-items:baseline;padding:1px 0}\n",
	".w-l small{margin-left:auto;color:var(--dim);text-align:right;",
	"white-space:nowrap}\n",
	".w-l input{flex:none;margin:0}\n",
	".w-l>span{overflow-wrap:anywhere}\n",
	".w-note{margin:.2rem 0;color:var(--dim);overflow-wrap:anywhere}\n",
	/* What is dropped, and the same in the legend. */
	".w-d,.w-s{border:2px solid rgb(var(--k));",
	"background:var(--h,none),rgb(var(--k)/.14)}\n",
	".w-s{flex:none;width:1.6em;height:1em;align-self:center}\n",
	".w-d::before{content:attr(title);display:inline-block;",
	"margin-right:4px}\n",
	".w-d::before,.w-n{padding:0 3px;border:1px solid rgb(var(--k));",
	"background:var(--paper);color:var(--ink);",
	"font:600 10px/1.5 system-ui,sans-serif;",
	"white-space:nowrap}\n",
	"div.w-d{margin:2px 0;padding:2px 4px}\n",
	"div.w-d:is(.w-ul,.w-ol){padding-left:1.8em}\n",
	/* The fields. */
	".w-n{display:inline-block;margin-right:3px;border-color:var(--field);",
	"background:var(--field);color:var(--paper);",
	"text-decoration:none}\n",
	"@supports not selector(:has(a)){.w-f{",
	"outline:2px solid var(--field)}}\n",
	".w-src{display:inline-block;margin:2px;padding:0 4px;",
	"font:12px/1.5 monospace;border:1px dashed var(--line)}\n",
	/* The groups. */
	":root:has(#w-kept:not(:checked)) main{visibility:hidden}\n",
	":root:has(#w-kept:not(:checked)) main .w-d{visibility:visible}\n",
	":root:has(#w-hide:checked) .w-d{display:none}\n",
	":root:has(#w-dropped:not(:checked)) :is(.w-d,.w-s){",
	"border-color:transparent;background:none}\n",
	":root:has(#w-dropped:not(:checked)) .w-d::before{display:none}\n",
	":root:has(#w-fields:not(:checked)) .w-n{display:none}\n",
	/* The page. */
	".w-a{color:var(--ink);text-decoration:underline}\n",
	".w-h1,.w-h2,.w-h3,.w-h4,.w-b{font-weight:700}\n",
	".w-h1,.w-h2,.w-h3,.w-h4{margin:.6em 0 .3em;line-height:1.25}\n",
	".w-h1{font-size:1.6em}.w-h2{font-size:1.3em}.w-h3{font-size:1.1em}\n",
	".w-p,.w-ul,.w-ol,.w-pre,.w-table{margin:.5em 0}\n",
	".w-ul,.w-ol{padding-left:1.6em}\n",
	".w-li{display:list-item;list-style:disc}\n",
	".w-ol>.w-li{list-style:decimal}\n",
	".w-pre{white-space:pre-wrap}\n",
	".w-table{display:table;border-collapse:separate}\n",
	".w-tr{display:table-row}.w-rows{display:table-row-group}\n",
	".w-td{display:table-cell;padding:2px 6px;vertical-align:top;",
	"border:1px solid var(--line)}\n",
	".w-i{font-style:italic}.w-code{font-family:monospace}\n",
	".w-sub,.w-sup{font-size:.75em;vertical-align:sub}\n",
	".w-sup{vertical-align:super}\n",
	".w-del{text-decoration:line-through}.w-small{font-size:.85em}\n",
	".w-hr{margin:.6em 0;border-top:1px solid var(--line)}\n",
	".w-box{display:inline-block;max-width:100%;padding:0 .4em;",
	"}.w-box:not(.w-d){border:1px solid var(--line)}\n",
	".w-long{max-height:4.6em;overflow:hidden}\n",
};

/* --- the page ----------------------------------------------------------- */

static void
add(struct buffer *out, const char *text)
{
	buffer_add(out, span_of(text));
}

static void
add_start(struct buffer *out, struct span text)
{
	markup_start(out, text, MAX_SHOWN);
}

static bool
is_blank(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!span_is_space(text.ptr[i]))
			return false;
	return true;
}

/* A field of an element, and the next one of that element. */
struct link {
	uint32_t field;
	uint32_t next; /* from 1; 0: no more */
};

/* An element that was begun. */
struct open {
	uint32_t end;
	const char *tag; /* that ends it */
};

struct writer {
	struct buffer *out;
	struct arena *arena;
	const struct why *why;
	const struct dom *dom;
	uint8_t looks[MAX_TAGS]; /* by tag: the row from 1; 0: none */
	uint8_t *mixed;          /* by node: other marks are in it; or NULL */
	uint32_t *first;         /* by node: the link from 1 */
	struct link *links;
	uint32_t link_count;
	struct open *stack;
	size_t depth, room;
	uint32_t dropped; /* the end of the block that is being dropped */
	uint32_t unseen;  /* the end of what is not drawn */
	uint32_t in_link; /* the end of a link */
	struct legend legend;
};

static size_t
field_count(const struct writer *writer)
{
	return writer->why->explain->field_count;
}

/* Notes a field with its element, once. */
static void
link_hit(struct writer *writer, const struct why_hit *hit)
{
	uint32_t *place;

	if (hit->node >= writer->dom->count ||
	    hit->field >= field_count(writer))
		return;
	place = &writer->first[hit->node];
	while (*place != 0) {
		if (writer->links[*place - 1].field == hit->field)
			return;
		place = &writer->links[*place - 1].next;
	}
	writer->links[writer->link_count] = (struct link){ hit->field, 0 };
	*place = ++writer->link_count;
}

/* Finds the elements that hold more marks than their own. */
static uint8_t *
find_mixed(struct arena *arena, const struct dom *dom, const uint8_t *marks)
{
	uint8_t *mixed = arena_zeros(arena, dom->count, 1);

	for (uint32_t at = dom->count - 1; at > 0; at--) {
		const struct dom_node *node = &dom->nodes[at];
		bool text = (node->flags & DOM_TEXT) != 0;

		if ((node->flags & DOM_HIDDEN) != 0 ||
		    (text && is_blank(node->text)))
			continue;
		if (mixed[at] != 0 || marks[at] != marks[node->parent])
			mixed[node->parent] = 1;
	}
	return mixed;
}

static void
start(struct writer *writer)
{
	const struct why *why = writer->why;
	uint16_t tag;

	for (size_t i = 0; i < LOOKS; i++) {
		tag = dom_tag(span_of(looks[i].tag));
		if (tag < MAX_TAGS)
			writer->looks[tag] = (uint8_t)(i + 1);
	}
	if (why->weak != 0 && why->marks != NULL)
		writer->mixed =
		    find_mixed(writer->arena, writer->dom, why->marks);
	writer->first = arena_zeros(
	    writer->arena, writer->dom->count, sizeof(*writer->first));
	writer->links =
	    arena_zeros(writer->arena, why->hit_count, sizeof(*writer->links));
	for (size_t i = 0; i < why->hit_count; i++)
		link_hit(writer, &why->hits[i]);
}

static const struct look *
look_of(const struct writer *writer, uint32_t node)
{
	const struct dom_node *at = &writer->dom->nodes[node];
	uint8_t row = at->tag < MAX_TAGS ? writer->looks[at->tag] : 0;

	if (node < writer->unseen || (at->flags & DOM_HIDDEN) != 0)
		return &unseen;
	if (row != 0)
		return &looks[row - 1];
	return (at->flags & DOM_BLOCK) != 0 ? &plain_block : &plain_inline;
}

/* The name of an element as it stood in the page. */
static struct span
name_of(const struct writer *writer, uint32_t node)
{
	const struct dom_node *at = &writer->dom->nodes[node];
	uint8_t row = at->tag < MAX_TAGS ? writer->looks[at->tag] : 0;

	if (row != 0)
		return span_of(looks[row - 1].tag);
	return at->tag == DOM_TAG_OTHER ? at->text : SPAN_NONE;
}

static struct span
attribute(const struct writer *writer, uint32_t node, const char *name)
{
	struct span value = dom_attribute(writer->dom, node, span_of(name));

	while (value.len > 0 && span_is_space(value.ptr[0]))
		value = span_from(value, 1);
	while (value.len > 0 && span_is_space(value.ptr[value.len - 1]))
		value.len--;
	return value;
}

/* The first of the attributes that says something. */
static struct span
first_said(const struct writer *writer, uint32_t node, const char *const *names)
{
	struct span value = SPAN_NONE;

	for (size_t i = 0; names[i] != NULL && value.len == 0; i++)
		value = attribute(writer, node, names[i]);
	return value;
}

static bool
is_web(struct span address)
{
	return span_equal_nocase(span_first(address, 7), SPAN("http://")) ||
	       span_equal_nocase(span_first(address, 8), SPAN("https://"));
}

/*
 * The rule, from 1, whose block begins at a node; 0: none does.  In a block
 * that is dropped already those of other rules are only noted.
 */
static size_t
rule_at(struct writer *writer, uint32_t node)
{
	size_t rule;

	if (writer->why->marks == NULL)
		return 0;
	rule = writer->why->marks[node];
	if (rule == writer->why->weak && writer->mixed != NULL &&
	    writer->mixed[node] != 0)
		return 0;
	if (node >= writer->dropped)
		return rule;
	writer->legend.inside[rule] = true;
	return 0;
}

/* ` class="…"` and the title of a dropped block. */
static void
add_classes(
    struct writer *writer, const char *class, size_t rule, uint32_t link)
{
	struct buffer *out = writer->out;
	const char *space = "";

	if (class == NULL && rule == 0 && link == 0)
		return;
	add(out, " class=\"");
	if (class != NULL) {
		add(out, class);
		space = " ";
	}
	if (rule != 0) {
		buffer_print(out, "%sw-d w-r%zu", space, rule);
		space = " ";
	}
	if (link != 0)
		buffer_print(out, "%sw-f", space);
	for (; link != 0; link = writer->links[link - 1].next)
		buffer_print(out, " w-f%u", writer->links[link - 1].field);
	buffer_char(out, '"');
	if (rule == 0)
		return;
	add(out, " title=\"");
	markup_text(out, span_of(legend_rule(&writer->legend, rule)));
	buffer_char(out, '"');
}

/* The names of the fields that were found in an element. */
static void
add_names(struct writer *writer, uint32_t link)
{
	const struct explain *explain = writer->why->explain;
	struct buffer *out = writer->out;
	uint32_t field;

	for (; link != 0; link = writer->links[link - 1].next) {
		field = writer->links[link - 1].field;
		buffer_print(out, "<span class=\"w-n w-n%u\">", field);
		markup_text(out, span_of(explain->fields[field].name));
		add(out, "</span>");
	}
}

/* The direction of writing is the one attribute that looks need. */
static void
add_direction(struct writer *writer, uint32_t node)
{
	struct span dir = attribute(writer, node, "dir");

	if (span_equal_nocase(dir, SPAN("rtl")))
		add(writer->out, " dir=\"rtl\"");
	else if (span_equal_nocase(dir, SPAN("ltr")))
		add(writer->out, " dir=\"ltr\"");
	else if (span_equal_nocase(dir, SPAN("auto")))
		add(writer->out, " dir=\"auto\"");
}

static void
add_role(struct writer *writer, const char *class)
{
	if (class != NULL && span_starts(span_of(class), SPAN("w-h")) &&
	    span_is_digit(class[3]))
		buffer_print(writer->out, " role=\"heading\" aria-level=\"%c\"",
		    class[3]);
}

static void
push(struct writer *writer, uint32_t end, const char *tag)
{
	writer->stack = arena_more(writer->arena, writer->stack, writer->depth,
	    &writer->room, sizeof(*writer->stack));
	writer->stack[writer->depth++] = (struct open){ end, tag };
}

/* Ends the elements that end before the node `at`. */
static void
leave(struct writer *writer, uint32_t at)
{
	while (
	    writer->depth > 0 && writer->stack[writer->depth - 1].end <= at) {
		writer->depth--;
		buffer_print(
		    writer->out, "</%s>", writer->stack[writer->depth].tag);
	}
}

/* An element that is not drawn, but in which a field was found: its tag. */
static void
write_source(struct writer *writer, uint32_t node)
{
	const struct dom_node *at = &writer->dom->nodes[node];
	struct buffer *out = writer->out;
	struct span name = name_of(writer, node);

	add(out, "<span");
	add_classes(writer, "w-src", 0, writer->first[node]);
	add(out, ">");
	add_names(writer, writer->first[node]);
	add(out, "&lt;");
	add_start(out, name.len == 0 ? SPAN("?") : name);
	for (uint32_t i = 0; i < at->attribute_count && i < 8; i++) {
		add(out, " ");
		add_start(out, at->attributes[i].name);
		add(out, "=");
		add_start(out, at->attributes[i].value);
	}
	add(out, "&gt;</span>\n");
}

/* What stands in a box in place of the thing. */
static void
write_box(struct writer *writer, uint32_t node, enum kind kind)
{
	static const char *const of_image[] = { "alt", "aria-label", "title",
		NULL };
	static const char *const of_input[] = { "value", "placeholder",
		"aria-label", "title", NULL };
	static const char *const of_frame[] = { "title", "aria-label", "name",
		NULL };
	struct span what = name_of(writer, node), said;

	if (kind == KIND_IMAGE) {
		what = SPAN("image");
		said = first_said(writer, node, of_image);
	} else if (kind == KIND_INPUT) {
		what = attribute(writer, node, "type");
		if (what.len == 0)
			what = SPAN("text");
		said = first_said(writer, node, of_input);
	} else {
		said = first_said(writer, node, of_frame);
	}
	add_start(writer->out, what);
	if (said.len == 0)
		return;
	add(writer->out, ": ");
	add_start(writer->out, said);
}

/* The start tag of an element; what it is ended by. */
static const char *
write_start(struct writer *writer, uint32_t node, const struct look *look)
{
	struct buffer *out = writer->out;
	struct span href = SPAN_NONE;
	const char *tag = "span";
	size_t rule = rule_at(writer, node);

	if (look->kind == KIND_BLOCK || look->kind == KIND_LINE)
		tag = "div";
	if (look->kind == KIND_LINK && node >= writer->in_link)
		href = attribute(writer, node, "href");
	if (is_web(href)) {
		tag = "a";
		writer->in_link = writer->dom->nodes[node].end;
	}
	buffer_char(out, '<');
	add(out, tag);
	add_classes(writer, look->class, rule, writer->first[node]);
	add_role(writer, look->class);
	add_direction(writer, node);
	if (is_web(href)) {
		add(out, " rel=\"noreferrer noopener\" href=\"");
		markup_text(out, href);
		buffer_char(out, '"');
	}
	buffer_char(out, '>');
	if (rule != 0) {
		writer->legend.drawn[rule]++;
		writer->dropped = writer->dom->nodes[node].end;
	}
	add_names(writer, writer->first[node]);
	return tag;
}

static bool
is_hidden_input(const struct writer *writer, uint32_t node)
{
	return span_equal_nocase(
	    attribute(writer, node, "type"), SPAN("hidden"));
}

/* An element; the node to go on with. */
static uint32_t
write_element(struct writer *writer, uint32_t node)
{
	const struct look *look = look_of(writer, node);
	uint32_t end = writer->dom->nodes[node].end;
	const char *tag;

	if (look->kind == KIND_INPUT && is_hidden_input(writer, node))
		look = &unseen;
	if (look->kind == KIND_NONE) {
		if (end > writer->unseen)
			writer->unseen = end;
		if (writer->first[node] != 0)
			write_source(writer, node);
		return node + 1;
	}
	if (look->kind == KIND_THROUGH || writer->depth >= MAX_DEPTH)
		return node + 1;
	if (look->kind == KIND_BREAK) {
		add(writer->out, "<br>");
		return end;
	}
	tag = write_start(writer, node, look);
	push(writer, end, tag);
	if (look->kind == KIND_IMAGE || look->kind == KIND_INPUT ||
	    look->kind == KIND_FRAME) {
		write_box(writer, node, look->kind);
		writer->unseen = end;
	}
	return node + 1;
}

static void
write_text(struct writer *writer, uint32_t node)
{
	struct span text = writer->dom->nodes[node].text;
	size_t rule;

	if (node < writer->unseen)
		return;
	rule = rule_at(writer, node);
	if (rule == 0 && node >= writer->dropped)
		writer->legend.kept += text.len;
	if (rule == 0 || is_blank(text)) {
		markup_text(writer->out, text);
		return;
	}
	writer->legend.drawn[rule]++;
	add(writer->out, "<span");
	add_classes(writer, NULL, rule, 0);
	add(writer->out, ">");
	markup_text(writer->out, text);
	add(writer->out, "</span>");
}

static void
write_page(struct writer *writer)
{
	const struct dom *dom = writer->dom;
	uint32_t at = 0;

	while (at < dom->count) {
		leave(writer, at);
		if ((dom->nodes[at].flags & DOM_TEXT) != 0)
			write_text(writer, at++);
		else
			at = write_element(writer, at);
	}
	leave(writer, dom->count);
}

/* --- around it ---------------------------------------------------------- */

static void
write_head(struct writer *writer, struct buffer *out)
{
	add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		 "<meta charset=\"utf-8\">\n"
		 "<meta http-equiv=\"Content-Security-Policy\" content=\"");
	markup_text(out, span_of(policy));
	add(out, "\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
		 "<meta name=\"viewport\" "
		 "content=\"width=device-width, initial-scale=1\">\n"
		 "<title>How ");
	markup_text(out, writer->why->name);
	add(out, " was read</title>\n<style>\n");
	for (size_t i = 0; i < sizeof(style) / sizeof(style[0]); i++)
		add(out, style[i]);
	legend_style(out, &writer->legend);
	add(out, "</style>\n</head>\n<body>\n");
}

/* The page's own language, where it looks like one. */
static void
write_language(struct writer *writer, struct buffer *out)
{
	struct span lang = dom_attribute(writer->dom, 0, SPAN("lang"));
	bool good = lang.len <= 35;

	for (size_t i = 0; i < lang.len; i++)
		good = good &&
		       (span_is_alpha(lang.ptr[i]) ||
			   span_is_digit(lang.ptr[i]) || lang.ptr[i] == '-');
	add(out, "<main lang=\"");
	if (good)
		buffer_add(out, lang);
	add(out, "\">\n");
}

/* The page comes first here, as the legend counts what is drawn of it. */
void
why_write(struct buffer *out, struct arena *arena, const struct why *why)
{
	struct writer writer = { .arena = arena,
		.why = why,
		.dom = why->dom,
		.legend = { .explain = why->explain, .name = why->name } };
	struct buffer page;

	buffer_init(&page, arena, out->cap);
	writer.out = &page;
	start(&writer);
	write_page(&writer);
	write_head(&writer, out);
	legend_write(out, &writer.legend);
	write_language(&writer, out);
	buffer_add(out, buffer_text(&page));
	add(out, "\n</main>\n</body>\n</html>\n");
	out->full |= page.full;
}
