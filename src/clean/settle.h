/* What stands together is kept together: the last step of the scoring. */
#ifndef CLEAN_SETTLE_H
#define CLEAN_SETTLE_H

#include <stdbool.h>

#include "clean/features.h"
#include "clean/units.h"
#include "html/dom.h"

/*
 * Changes which units are kept: the rest of a table or list of which most is,
 * or of a table of data of which a part is; a few words between kept texts;
 * code, a heading, a caption next to one.  `rows` are the
 * units' features, `chances` how likely each is content, `cut` how likely a
 * kept one was to be.
 */
void settle_parts(const struct dom *dom, const struct units *units,
    const float *rows, const float *chances, float cut, bool *kept);

#endif
