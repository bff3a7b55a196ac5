/* How a page was read becomes a report. */
#ifndef EXPLAINER_H
#define EXPLAINER_H

#include "reader.h"

/*
 * Is there anything to explain: a record, a cleaned page, or one of which
 * cleaning left nothing?
 */
bool explainer_can(const struct psc *reader);

/*
 * The report as a table, or as the page itself, in reader->out_arena, which
 * must have a way out.  PSC_NO_MEMORY where it would be too long.
 */
enum psc_status explainer_text(struct psc *reader, struct span *text);
enum psc_status explainer_html(struct psc *reader, struct span *text);

#endif
