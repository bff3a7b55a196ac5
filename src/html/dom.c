/*
 * gumbo's tree becomes an array.  gumbo takes its memory from an arena and
 * is left by longjmp when there is none: it checks no allocation itself, and
 * its own way of freeing a tree recurses into it.
 */
#include "html/dom.h"

#include <gumbo.h>
#include <string.h>

/* Bytes of memory for each byte of the page, and for the smallest page. */
#define MEMORY_FACTOR 24
#define MEMORY_LEAST ((size_t)192 << 20)

#define B (DOM_BLOCK)
#define P (DOM_BLOCK | DOM_PARAGRAPH)

/* RECORD's list of block-level elements, and of those without text. */
static const uint8_t tag_flags[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_ADDRESS] = B,
	[GUMBO_TAG_ARTICLE] = B,
	[GUMBO_TAG_ASIDE] = B,
	[GUMBO_TAG_BLOCKQUOTE] = B,
	[GUMBO_TAG_CAPTION] = B,
	[GUMBO_TAG_CENTER] = B,
	[GUMBO_TAG_DD] = P,
	[GUMBO_TAG_DETAILS] = B,
	[GUMBO_TAG_DIR] = B,
	[GUMBO_TAG_DIV] = B,
	[GUMBO_TAG_DL] = B,
	[GUMBO_TAG_DT] = P,
	[GUMBO_TAG_FIELDSET] = B,
	[GUMBO_TAG_FIGCAPTION] = B,
	[GUMBO_TAG_FIGURE] = B,
	[GUMBO_TAG_FOOTER] = B,
	[GUMBO_TAG_FORM] = B,
	[GUMBO_TAG_H1] = P,
	[GUMBO_TAG_H2] = P,
	[GUMBO_TAG_H3] = P,
	[GUMBO_TAG_H4] = P,
	[GUMBO_TAG_H5] = P,
	[GUMBO_TAG_H6] = P,
	[GUMBO_TAG_HEADER] = B,
	[GUMBO_TAG_HGROUP] = B,
	[GUMBO_TAG_HR] = B,
	[GUMBO_TAG_LEGEND] = B,
	[GUMBO_TAG_LI] = P,
	[GUMBO_TAG_MAIN] = B,
	[GUMBO_TAG_MENU] = B,
	[GUMBO_TAG_NAV] = B,
	[GUMBO_TAG_OL] = B,
	[GUMBO_TAG_OPTGROUP] = B,
	[GUMBO_TAG_OPTION] = B,
	[GUMBO_TAG_P] = P,
	[GUMBO_TAG_PRE] = P,
	[GUMBO_TAG_SECTION] = B,
	[GUMBO_TAG_SUMMARY] = B,
	[GUMBO_TAG_TABLE] = B,
	[GUMBO_TAG_TBODY] = B,
	[GUMBO_TAG_TD] = B,
	[GUMBO_TAG_TFOOT] = B,
	[GUMBO_TAG_TH] = B,
	[GUMBO_TAG_THEAD] = B,
	[GUMBO_TAG_TR] = B,
	[GUMBO_TAG_UL] = B,
	[GUMBO_TAG_BR] = DOM_BREAK,
	[GUMBO_TAG_SCRIPT] = DOM_HIDDEN,
	[GUMBO_TAG_STYLE] = DOM_HIDDEN,
	[GUMBO_TAG_NOSCRIPT] = DOM_HIDDEN,
	[GUMBO_TAG_TEMPLATE] = DOM_HIDDEN,
	[GUMBO_TAG_SVG] = DOM_HIDDEN,
	[GUMBO_TAG_ANNOTATION_XML] = DOM_HIDDEN,
};

#undef B
#undef P

static void *
take(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

static void
keep(void *arena, void *ptr)
{
	(void)arena;
	(void)ptr;
}

/* A place in gumbo's tree while it is walked. */
struct place {
	const GumboVector *children;
	unsigned next;
	uint32_t node;
};

struct walk {
	struct arena *arena;
	struct span text;              /* that was parsed */
	const struct dom_apart *apart; /* NULL: nothing is */
	size_t tag; /* the one of `apart` that is likely to come next */
	struct dom *dom;
	size_t room;
	struct place *stack;
	size_t depth, stack_room;
};

static struct dom_node *
add_node(struct walk *walk, uint32_t parent)
{
	struct dom *dom = walk->dom;
	struct dom_node *node;

	dom->nodes = arena_more(walk->arena, dom->nodes, dom->count,
	    &walk->room, sizeof(*dom->nodes));
	node = &dom->nodes[dom->count++];
	*node = (struct dom_node){ .parent = parent, .end = dom->count };
	return node;
}

/*
 * The attributes of a tag that stand apart, or NULL.  The tree is nearly in
 * the order of the tags.
 */
static const struct dom_start *
find_tag(struct walk *walk, const char *original)
{
	const struct dom_apart *apart = walk->apart;
	size_t low = 0, high, middle, at;

	if (apart == NULL || original == NULL)
		return NULL;
	at = (size_t)(original - walk->text.ptr);
	high = apart->tag_count;
	if (walk->tag < high && apart->tags[walk->tag].at == at)
		return &apart->tags[walk->tag++];
	while (low < high) {
		middle = low + (high - low) / 2;
		if (apart->tags[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	walk->tag = low;
	if (low == apart->tag_count || apart->tags[low].at != at)
		return NULL;
	return &apart->tags[walk->tag++];
}

static void
take_attributes(
    struct walk *walk, struct dom_node *node, const GumboElement *element)
{
	const GumboVector *from = &element->attributes;
	const struct dom_start *tag =
	    find_tag(walk, element->original_tag.data);
	uint32_t count = 0, more = tag == NULL ? 0 : tag->number;
	struct dom_attribute *attributes;

	if (from->length + more == 0)
		return;
	attributes = arena_alloc(
	    walk->arena, (from->length + more) * sizeof(*attributes));
	for (; count < more; count++)
		attributes[count] = walk->apart->attributes[tag->first + count];
	for (unsigned i = 0; i < from->length; i++) {
		const GumboAttribute *attribute = from->data[i];

		attributes[count].name = span_of(attribute->name);
		attributes[count++].value = span_of(attribute->value);
	}
	for (uint32_t i = 0; i < count; i++) {
		if (attributes[i].value.len > DOM_CLASS &&
		    span_equal(attributes[i].name, SPAN("class"))) {
			attributes[i].value.len = DOM_CLASS;
			walk->dom->classes++;
		}
	}
	node->attributes = attributes;
	node->attribute_count = count;
}

/* --- texts that stand apart --- */

void
dom_mark(char *to, uint32_t number)
{
	uint32_t code = 0xf0000 + number / 0xfffe * 0x10000 + number % 0xfffe;

	to[0] = (char)(0xf0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3f));
	to[2] = (char)(0x80 | (code >> 6 & 0x3f));
	to[3] = (char)(0x80 | (code & 0x3f));
}

/* The text for the mark at the start of `text`; NULL: it is none. */
static const struct span *
marked(const struct dom_apart *apart, struct span text)
{
	uint32_t code = 0, low;

	if (text.len < DOM_MARK_LEN || (unsigned char)text.ptr[0] < 0xf3)
		return NULL;
	for (size_t i = 0; i < DOM_MARK_LEN; i++)
		code = code << 6 |
		       ((unsigned char)text.ptr[i] & (i == 0 ? 0x07u : 0x3fu));
	if (code < 0xf0000)
		return NULL;
	low = code & 0xffff;
	code = (code - 0xf0000) / 0x10000 * 0xfffe + low;
	return low < 0xfffe && code < apart->text_count ? &apart->texts[code]
							: NULL;
}

/* The bytes of a text with all that stands apart; `to` may be NULL. */
static size_t
spread(const struct dom_apart *apart, struct span text, char *to)
{
	const struct span *part;
	size_t len = 0;

	while (text.len > 0) {
		part = marked(apart, text);
		if (part == NULL) {
			if (to != NULL)
				to[len] = text.ptr[0];
			len++;
			text = span_from(text, 1);
			continue;
		}
		if (to != NULL)
			memcpy(to + len, part->ptr, part->len);
		len += part->len;
		text = span_from(text, DOM_MARK_LEN);
	}
	return len;
}

/* A text as it is in the page. */
static struct span
take_text(struct walk *walk, const char *from)
{
	struct span text = span_of(from);
	const struct span *part;
	size_t len;
	char *to;

	if (walk->apart == NULL)
		return text;
	part = marked(walk->apart, text);
	if (part != NULL && text.len == DOM_MARK_LEN)
		return *part;
	len = spread(walk->apart, text, NULL);
	if (len == text.len)
		return text;
	to = arena_alloc(walk->arena, len);
	spread(walk->apart, text, to);
	return (struct span){ to, len };
}

/* The name of an element that gumbo has no number for, in lower case. */
static struct span
other_name(struct arena *arena, GumboStringPiece tag)
{
	struct span name;
	char *bytes;

	gumbo_tag_from_original_text(&tag);
	name = (struct span){ tag.data, tag.length };
	bytes = arena_alloc(arena, name.len + 1);
	for (size_t i = 0; i < name.len; i++)
		bytes[i] = span_lower(name.ptr[i]);
	return (struct span){ bytes, name.len };
}

static uint8_t
other_flags(struct span name)
{
	if (span_equal(name, SPAN("annotation")))
		return DOM_HIDDEN;
	if (span_equal(name, SPAN("dialog")) ||
	    span_equal(name, SPAN("search")))
		return DOM_BLOCK;
	return 0;
}

static void
enter(struct walk *walk, const GumboNode *from, uint32_t parent)
{
	const GumboElement *element = &from->v.element;
	struct dom_node *node = add_node(walk, parent);
	struct place *place;

	node->tag = (uint16_t)element->tag;
	if (element->tag < GUMBO_TAG_LAST)
		node->flags = tag_flags[element->tag];
	if (element->tag == GUMBO_TAG_UNKNOWN) {
		node->tag = DOM_TAG_OTHER;
		node->text = other_name(walk->arena, element->original_tag);
		node->flags = other_flags(node->text);
	}
	take_attributes(walk, node, element);
	walk->stack = arena_more(walk->arena, walk->stack, walk->depth,
	    &walk->stack_room, sizeof(*walk->stack));
	place = &walk->stack[walk->depth++];
	*place = (struct place){ &element->children, 0, walk->dom->count - 1 };
}

/* How many nodes the tree will have: elements and texts. */
static size_t
count_nodes(struct walk *walk, const GumboNode *root)
{
	const GumboVector *children;
	const GumboNode *child;
	struct place *place;
	size_t count = 1;

	walk->stack = arena_more(walk->arena, walk->stack, walk->depth,
	    &walk->stack_room, sizeof(*walk->stack));
	walk->stack[walk->depth++] =
	    (struct place){ &root->v.element.children, 0, 0 };
	while (walk->depth > 0) {
		place = &walk->stack[walk->depth - 1];
		if (place->next == place->children->length) {
			walk->depth--;
			continue;
		}
		count++;
		child = place->children->data[place->next++];
		if (child->type != GUMBO_NODE_ELEMENT &&
		    child->type != GUMBO_NODE_TEMPLATE)
			continue;
		children = &child->v.element.children;
		walk->stack = arena_more(walk->arena, walk->stack, walk->depth,
		    &walk->stack_room, sizeof(*walk->stack));
		walk->stack[walk->depth++] = (struct place){ children, 0, 0 };
	}
	return count;
}

static void
flatten(struct walk *walk, const GumboNode *root)
{
	struct place *place;
	const GumboNode *child;
	struct dom_node *node;

	walk->room = count_nodes(walk, root);
	walk->dom->nodes =
	    arena_alloc(walk->arena, walk->room * sizeof(*walk->dom->nodes));
	enter(walk, root, DOM_NONE);
	while (walk->depth > 0) {
		place = &walk->stack[walk->depth - 1];
		if (place->next == place->children->length) {
			walk->dom->nodes[place->node].end = walk->dom->count;
			walk->depth--;
			continue;
		}
		child = place->children->data[place->next++];
		if (child->type == GUMBO_NODE_ELEMENT ||
		    child->type == GUMBO_NODE_TEMPLATE) {
			enter(walk, child, place->node);
		} else if (child->type == GUMBO_NODE_TEXT ||
			   child->type == GUMBO_NODE_WHITESPACE ||
			   child->type == GUMBO_NODE_CDATA) {
			node = add_node(walk, place->node);
			node->flags = DOM_TEXT;
			node->text = take_text(walk, child->v.text.text);
		}
	}
}

enum psc_status
dom_parse(
    struct arena *arena, struct span text, struct dom *dom, struct error *error)
{
	return dom_parse_apart(arena, text, NULL, dom, error);
}

enum psc_status
dom_parse_apart(struct arena *arena, struct span text,
    const struct dom_apart *apart, struct dom *dom, struct error *error)
{
	struct walk walk = {
		.arena = arena, .text = text, .apart = apart, .dom = dom
	};
	const size_t size = apart == NULL ? text.len : apart->size;
	GumboOptions options = kGumboDefaultOptions;
	jmp_buf *const outer = arena->out;
	const struct arena_mark mark = arena_mark(arena);
	const size_t cap = arena->cap;
	GumboOutput *output;
	jmp_buf out;

	*dom = (struct dom){ NULL, 0, 0 };
	options.allocator = take;
	options.deallocator = keep;
	options.userdata = arena;
	options.max_errors = 0;
	arena->cap = arena->used + size * MEMORY_FACTOR + MEMORY_LEAST;
	arena->out = &out;
	if (setjmp(out) != 0) {
		arena_back(arena, mark);
		arena->out = outer;
		arena->cap = cap;
		error_set(error, "its tree takes more than %zu MiB of memory",
		    (size * MEMORY_FACTOR + MEMORY_LEAST) >> 20);
		return PSC_TOO_LARGE;
	}
	output = gumbo_parse_with_options(&options, text.ptr, text.len);
	flatten(&walk, output->root);
	arena->out = outer;
	arena->cap = cap;
	return PSC_OK;
}

uint16_t
dom_tag(struct span name)
{
	GumboTag tag = gumbo_tagn_enum(name.ptr, (unsigned)name.len);

	return tag == GUMBO_TAG_UNKNOWN ? DOM_TAG_OTHER : (uint16_t)tag;
}

uint8_t
dom_flags_of(struct span name)
{
	uint16_t tag = dom_tag(name);

	return tag == DOM_TAG_OTHER ? other_flags(name) : tag_flags[tag];
}

struct span
dom_attribute(const struct dom *dom, uint32_t node, struct span name)
{
	const struct dom_node *element = &dom->nodes[node];

	for (uint32_t i = 0; i < element->attribute_count; i++)
		if (span_equal(element->attributes[i].name, name))
			return element->attributes[i].value;
	return SPAN_NONE;
}

bool
dom_has_class(const struct dom *dom, uint32_t node, struct span token)
{
	struct span classes = dom_attribute(dom, node, SPAN("class"));
	size_t from, at = 0;

	while (at < classes.len) {
		while (at < classes.len && span_is_space(classes.ptr[at]))
			at++;
		from = at;
		while (at < classes.len && !span_is_space(classes.ptr[at]))
			at++;
		if (at > from &&
		    span_equal(
			token, span_first(span_from(classes, from), at - from)))
			return true;
	}
	return false;
}
