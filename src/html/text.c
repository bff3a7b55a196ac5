/*
 * Text of nodes.  It is never longer than the text nodes are together, plus
 * one space for each element's start and end: so much room is taken at once.
 */
#include "html/text.h"

struct line {
	char *ptr;
	size_t len;
	bool space; /* a space is due before the next letter */
};

/* How many bytes of white space or U+00A0 stand at `at`. */
static size_t
space_len(struct span text, size_t at)
{
	if (span_is_space(text.ptr[at]))
		return 1;
	return text.ptr[at] == '\xc2' && at + 1 < text.len &&
		       text.ptr[at + 1] == '\xa0'
		   ? 2
		   : 0;
}

static void
add(struct line *line, struct span text)
{
	size_t at = 0, from, len;

	while (at < text.len) {
		while (at < text.len && (len = space_len(text, at)) > 0) {
			line->space = true;
			at += len;
		}
		from = at;
		while (at < text.len && space_len(text, at) == 0)
			at++;
		if (at == from)
			continue;
		if (line->space && line->len > 0)
			line->ptr[line->len++] = ' ';
		line->space = false;
		memcpy(line->ptr + line->len, text.ptr + from, at - from);
		line->len += at - from;
	}
}

static const struct span mark = { "\xef\xbb\xbf", 3 }; /* U+FEFF */

/* Without white space and U+FEFF at the ends. */
static struct span
trim(struct span text)
{
	for (;;) {
		if (text.len > 0 && text.ptr[0] == ' ')
			text = span_from(text, 1);
		else if (span_starts(text, mark))
			text = span_from(text, mark.len);
		else if (text.len > 0 && text.ptr[text.len - 1] == ' ')
			text.len--;
		else if (span_ends(text, mark))
			text.len -= mark.len;
		else
			return text;
	}
}

static bool
is_left_out(const struct dom *dom, uint32_t node, const uint8_t *skip)
{
	return (dom->nodes[node].flags & DOM_HIDDEN) != 0 ||
	       (skip != NULL && skip[node] != 0);
}

/*
 * The ends of blocks need no stack: the space that an end counts for is due
 * at the next node that is not below the block, and a space is due there
 * whenever the walk has passed the end of the innermost open block.
 */
struct span
text_between(struct arena *arena, const struct dom *dom, uint32_t from,
    uint32_t to, const uint8_t *skip)
{
	const struct dom_node *node;
	struct line line = { NULL, 0, false };
	uint32_t at, up;
	size_t room = 1;

	for (at = from; at < to; at++)
		if ((dom->nodes[at].flags & DOM_TEXT) != 0)
			room += dom->nodes[at].text.len + 1;
	line.ptr = arena_alloc(arena, room);
	for (at = from; at < to;) {
		node = &dom->nodes[at];
		if (is_left_out(dom, at, skip)) {
			line.space |= (node->flags & DOM_BLOCK) != 0;
			at = node->end;
		} else {
			if ((node->flags & DOM_TEXT) != 0)
				add(&line, node->text);
			else
				line.space |= (node->flags &
						  (DOM_BLOCK | DOM_BREAK)) != 0;
			at++;
		}
		for (up = node->parent;
		     !line.space && up != DOM_NONE && dom->nodes[up].end == at;
		     up = dom->nodes[up].parent)
			line.space = (dom->nodes[up].flags & DOM_BLOCK) != 0;
		if ((node->flags & DOM_TEXT) == 0 && node->end == at)
			line.space |= (node->flags & DOM_BLOCK) != 0;
	}
	arena_resize(arena, line.ptr, room, line.len + 1);
	return trim((struct span){ line.ptr, line.len });
}

struct span
text_of(struct arena *arena, const struct dom *dom, uint32_t node,
    const uint8_t *skip)
{
	return text_between(arena, dom, node, dom->nodes[node].end, skip);
}

struct span
text_fold(struct arena *arena, struct span text)
{
	struct line line = { NULL, 0, false };

	if (text.ptr == NULL)
		return SPAN_NONE;
	line.ptr = arena_alloc(arena, text.len + 1);
	add(&line, text);
	arena_resize(arena, line.ptr, text.len + 1, line.len + 1);
	return trim((struct span){ line.ptr, line.len });
}
