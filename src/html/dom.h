/*
 * A page as a flat array of nodes in document order.  The parser behind it is
 * known in dom.c alone.
 */
#ifndef HTML_DOM_H
#define HTML_DOM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"

#define DOM_NONE UINT32_MAX

enum dom_flags {
	DOM_TEXT = 1,      /* a text node; else an element */
	DOM_BLOCK = 2,     /* its start and end count as a space each */
	DOM_BREAK = 4,     /* so does this, which has no content: `<br>` */
	DOM_HIDDEN = 8,    /* its text is not for readers: script, style … */
	DOM_PARAGRAPH = 16 /* a block that holds text, not other sections */
};

/* No more bytes of a class attribute than this are looked at. */
#define DOM_CLASS 4096

struct dom_attribute {
	struct span name; /* lower case */
	struct span value;
};

struct dom_node {
	uint32_t parent; /* DOM_NONE for the root, which is node 0 */
	uint32_t end;    /* the first node behind its subtree */
	uint32_t attribute_count;
	uint8_t flags;
	uint16_t tag;     /* as dom_tag; DOM_TAG_OTHER: see name */
	struct span text; /* of a text node: the text; of an element
	                              DOM_TAG_OTHER: its name, lower case */
	const struct dom_attribute *attributes;
};

#define DOM_TAG_OTHER UINT16_MAX

struct dom {
	struct dom_node *nodes;
	uint32_t count; /* at least 1 */
	size_t classes; /* class attributes that were longer */
};

/*
 * Parses `text`, valid UTF-8, which must outlive the result.  Everything is
 * in the arena.  PSC_TOO_LARGE, with a message, where the tree would take
 * more memory than a page of that size may.
 *
 * Node 0 is the `html` element.  Comments are left out; the text of SVG,
 * MathML and templates is there.
 */
enum psc_status dom_parse(struct arena *arena, struct span text,
    struct dom *dom, struct error *error);

/*
 * What stands apart from the text that is parsed, because the parser takes
 * its time for every byte: attributes, by the place of their tag, and texts.
 * For a text stands a mark, one character of private use.
 */
struct dom_start {
	size_t at;       /* of the tag's `<` in the text that is parsed */
	uint32_t first;  /* of its attributes in the list of all */
	uint32_t number; /* of attributes */
};

struct dom_apart {
	const struct dom_start *tags; /* sorted by place */
	size_t tag_count;
	const struct dom_attribute *attributes; /* each name once in a tag */
	const struct span *texts;               /* each longer than its mark */
	uint32_t text_count;                    /* at most DOM_MARKS */
	size_t size; /* bytes of the page with all this */
};

#define DOM_MARKS (2 * UINT32_C(0xfffe))
#define DOM_MARK_LEN 4 /* bytes of a mark */

/* Writes the mark of the text of that number, which is below DOM_MARKS. */
void dom_mark(char *to, uint32_t number);

/*
 * The same of a text of which a part stands apart.  Everything in `apart`
 * must outlive the result, but not `apart` itself.  Marks that it has no text
 * for are text.
 */
enum psc_status dom_parse_apart(struct arena *arena, struct span text,
    const struct dom_apart *apart, struct dom *dom, struct error *error);

/* The number of an HTML tag name (lower case), or DOM_TAG_OTHER. */
uint16_t dom_tag(struct span name);

/* The flags of an HTML element of that name (lower case). */
uint8_t dom_flags_of(struct span name);

/* The value of an attribute, SPAN_NONE where it is not there. */
struct span dom_attribute(
    const struct dom *dom, uint32_t node, struct span name);

/* Is `token` one of the element's classes? */
bool dom_has_class(const struct dom *dom, uint32_t node, struct span token);

#endif
