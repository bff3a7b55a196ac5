/*
 * Nodes are written one behind another, as dom.c leaves them: a node's
 * parent is what was open when it was added, and closing an element is
 * noting where it ends.  Nothing is moved afterwards, so no stack is needed.
 * What an element may hold is not looked at.
 */
#include "html/build.h"

#define NODES_FIRST 1024

struct build {
	struct arena *arena;
	struct dom dom;
	size_t room;                      /* of the nodes */
	uint32_t open;                    /* the innermost open element */
	struct dom_attribute *attributes; /* of the newest element */
	size_t attribute_room;
};

static struct dom_node *
add_node(struct build *build)
{
	struct dom *dom = &build->dom;
	struct dom_node *node;

	dom->nodes = arena_more(build->arena, dom->nodes, dom->count,
	    &build->room, sizeof(*dom->nodes));
	node = &dom->nodes[dom->count++];
	*node = (struct dom_node){ .parent = build->open, .end = dom->count };
	return node;
}

struct build *
build_new(struct arena *arena)
{
	struct build *build = arena_zeros(arena, 1, sizeof(*build));

	build->arena = arena;
	build->room = NODES_FIRST;
	build->dom.nodes =
	    arena_alloc(arena, build->room * sizeof(*build->dom.nodes));
	build->open = DOM_NONE;
	build_open(build, "html");
	build_open(build, "body");
	return build;
}

void
build_open(struct build *build, const char *tag)
{
	const struct span name = span_of(tag);
	struct dom_node *node = add_node(build);

	node->tag = dom_tag(name);
	node->flags = dom_flags_of(name);
	if (node->tag == DOM_TAG_OTHER)
		node->text = name;
	build->open = build->dom.count - 1;
	build->attributes = NULL;
	build->attribute_room = 0;
}

/* Most elements with attributes have one: room is taken for no more. */
void
build_attribute(struct build *build, const char *name, struct span value)
{
	struct dom_node *node = &build->dom.nodes[build->open];

	if (build->open != build->dom.count - 1)
		return;
	if (build->attributes == NULL) {
		build->attribute_room = 1;
		build->attributes =
		    arena_alloc(build->arena, sizeof(*build->attributes));
	}
	build->attributes =
	    arena_more(build->arena, build->attributes, node->attribute_count,
		&build->attribute_room, sizeof(*build->attributes));
	build->attributes[node->attribute_count++] =
	    (struct dom_attribute){ span_of(name), value };
	node->attributes = build->attributes;
}

void
build_text(struct build *build, struct span text)
{
	struct dom_node *node;

	if (text.ptr == NULL || text.len == 0)
		return;
	node = add_node(build);
	node->flags = DOM_TEXT;
	node->text = text;
}

/* The root stays open, whatever the caller does: a tree has one. */
void
build_close(struct build *build)
{
	struct dom_node *node = &build->dom.nodes[build->open];

	node->end = build->dom.count;
	if (build->open != 0)
		build->open = node->parent;
}

void
build_element(struct build *build, const char *tag, struct span text)
{
	build_open(build, tag);
	build_text(build, text);
	build_close(build);
}

struct dom
build_end(struct build *build)
{
	while (build->open != 0)
		build_close(build);
	build_close(build);
	return build->dom;
}
