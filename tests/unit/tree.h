/* A tree as markup, for tests of those who make trees. */
#ifndef UNIT_TREE_H
#define UNIT_TREE_H

#include "base/buffer.h"
#include "support.h"

static inline const char *
tree_tag(const struct dom_node *node)
{
	static const char *const names[] = { "html", "head", "body", "h1", "h2",
		"h3", "p", "div", "ul", "ol", "li", "a", "em", "strong", "sup",
		"figure", "figcaption", "img", "br", "table", "script" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (dom_tag(span_of(names[i])) == node->tag)
			return names[i];
	return node->tag == DOM_TAG_OTHER ? node->text.ptr : "?";
}

static inline void
tree_escaped(struct buffer *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '&')
			buffer_add(out, SPAN("&amp;"));
		else if (text.ptr[i] == '<')
			buffer_add(out, SPAN("&lt;"));
		else if (text.ptr[i] == '"')
			buffer_add(out, SPAN("&quot;"));
		else
			buffer_char(out, text.ptr[i]);
	}
}

static inline bool
tree_is_void(const char *tag)
{
	return strcmp(tag, "img") == 0 || strcmp(tag, "br") == 0;
}

static inline void
tree_start(struct buffer *out, const struct dom_node *node)
{
	buffer_print(out, "<%s", tree_tag(node));
	for (uint32_t i = 0; i < node->attribute_count; i++) {
		buffer_print(out, " %.*s=\"", SHOWN(node->attributes[i].name));
		tree_escaped(out, node->attributes[i].value);
		buffer_char(out, '"');
	}
	buffer_char(out, '>');
}

/* What stands in the body. */
static inline struct span
tree_markup(struct arena *arena, const struct dom *dom)
{
	const uint16_t body_tag = dom_tag(SPAN("body"));
	struct buffer out;
	uint32_t body = 0, open, at;

	while (dom->nodes[body].tag != body_tag ||
	       (dom->nodes[body].flags & DOM_TEXT) != 0)
		body++;
	buffer_init(&out, arena, (size_t)64 << 20);
	open = body;
	for (at = body + 1; at <= dom->nodes[body].end; at++) {
		while (open != body && dom->nodes[open].end == at) {
			if (!tree_is_void(tree_tag(&dom->nodes[open])))
				buffer_print(
				    &out, "</%s>", tree_tag(&dom->nodes[open]));
			open = dom->nodes[open].parent;
		}
		if (at == dom->nodes[body].end)
			break;
		cr_assert_eq(dom->nodes[at].parent, open, "node %u", at);
		if ((dom->nodes[at].flags & DOM_TEXT) != 0) {
			cr_assert_gt(dom->nodes[at].text.len, 0);
			tree_escaped(&out, dom->nodes[at].text);
			continue;
		}
		tree_start(&out, &dom->nodes[at]);
		open = at;
	}
	return buffer_text(&out);
}

#endif
