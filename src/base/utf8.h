/* Is it UTF-8, and if not, what comes nearest? */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/span.h"

/*
 * How many bytes at the beginning are well-formed UTF-8 (Unicode, table
 * 3-7); text.len: all of them.
 */
size_t utf8_prefix(struct span text);

/*
 * How many bytes the ill-formed piece at the beginning of `text` has, which
 * is not empty and does not begin with a character: what Unicode calls a
 * maximal subpart (chapter 3.9, "U+FFFD Substitution of Maximal Subparts").
 */
size_t utf8_piece(struct span text);

/*
 * Is `text` one sequence that ends too early: bytes that begin a character
 * and could go on?
 */
bool utf8_is_cut_character(struct span text);

/*
 * How many characters of valid UTF-8 have no meaning in HTML (its standard,
 * 13.2.3.5): controls other than white space, and noncharacters.  A parser
 * may put U+FFFD in their place.
 */
size_t utf8_controls(struct span text);

/*
 * A copy of `text`, in the arena, in which each ill-formed piece is one
 * U+FFFD; a NUL byte stands behind it.
 */
struct span utf8_clean(struct arena *arena, struct span text);

#endif
