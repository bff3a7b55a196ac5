/*
 * Fewer bytes to parse, of any page that is to be cleaned: what no reader
 * sees and no rule asks for is left out.  The tree of what is left is the
 * tree of the whole without it.
 */
#ifndef HTML_THIN_H
#define HTML_THIN_H

#include "base/arena.h"
#include "base/span.h"
#include "html/dom.h"
#include "html/limit.h"

/* Data of that many bytes in a script go with the other scripts. */
#define THIN_DATA ((size_t)512 << 10)

struct thin {
	struct span text; /* what to parse, with dom_parse_apart() */
	struct dom_apart apart;
	struct limit limit; /* what was cut off; its text is `text` */
};

/*
 * Makes a copy of `text`, in the arena, without
 *
 *   - comments, styles, `template`s, drawings, and scripts but for linked data
 *     (`application/ld+json`);
 *   - `noscript` with its content, as a browser that runs scripts has it;
 *   - the content of `iframe`; `param` and `track`;
 *   - `link` but for canonical, author and license, `meta` without a name;
 *   - white space next to blocks and all but one of a run between elements,
 *     outside `pre`;
 *   - attributes that attributes.c does not have; addresses `data:…` and
 *     `javascript:…`;
 *   - the tags of formulas and selections, as foreign_remove() has it;
 *   - what limit_apply() cuts off.
 *
 * Long texts and values of attributes stand apart, as they are in `text`,
 * which must outlive the result.  `text` is valid UTF-8.
 */
void thin_apply(struct arena *arena, struct span text, struct thin *thin);

#endif
