/*
 * A page without SVG, MathML and `select`: in these the parser follows rules
 * of their own, so that nobody could say beforehand what is a tag and how deep
 * it stands; some combinations of them stop it by an assertion.
 */
#ifndef HTML_FOREIGN_H
#define HTML_FOREIGN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * `text`, or a copy in the arena: drawings are gone (no text of theirs is
 * read), of formulas and selections the tags are, and their content stays; a
 * comment stands for each.
 * The end of a selection ends an `option` that is open.
 */
struct span foreign_remove(struct arena *arena, struct span text);

/* Is that the name of a formula or a selection? */
bool foreign_loses_tags(struct span name);

/*
 * The bytes from behind a `<svg>` to behind its end; 0 where there is none in
 * the next 256 KiB, or HTML elements break out of it.
 */
size_t foreign_drawing_len(struct span rest);

/* After so many drawings without an end none is looked for. */
#define FOREIGN_TRIES 256

#endif
