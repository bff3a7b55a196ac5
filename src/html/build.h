/*
 * Trees made by hand, for what is to be written like a page.  All of a tree is
 * in one arena; without memory it goes where the arena's `out` says.
 */
#ifndef HTML_BUILD_H
#define HTML_BUILD_H

#include "base/arena.h"
#include "html/dom.h"

struct build; /* in the arena */

/* A new tree: an `html` element with a `body` in it, which is open. */
struct build *build_new(struct arena *arena);

/*
 * Opens an element, as a child of the innermost open one.  `tag` is lower
 * case, and it and an attribute's name must outlive the tree.  An element
 * without content (`img`) is closed like any other.
 */
void build_open(struct build *build, const char *tag);

/*
 * Gives the innermost open element, before it has a child, an attribute;
 * after that, nothing is done.  The value is not copied.
 */
void build_attribute(struct build *build, const char *name, struct span value);

/*
 * Adds a text to the innermost open element.  The bytes are not copied.  An
 * empty text is no node.
 */
void build_text(struct build *build, struct span text);

/* Closes the innermost open element; `html` stays open until the end. */
void build_close(struct build *build);

/* <tag>text</tag> */
void build_element(struct build *build, const char *tag, struct span text);

/* The tree; everything that is still open is closed. */
struct dom build_end(struct build *build);

#endif
