/* Pages in which a browser shows the source of another. */
#ifndef INPUT_VIEWSOURCE_H
#define INPUT_VIEWSOURCE_H

#include "base/arena.h"
#include "base/span.h"

/*
 * The source that the page `text` shows, where it is the "view source" of a
 * browser as it saves or serialises it: Chromium's table of lines, Firefox's
 * `body#viewsource`, or a page that either shows as plain text; else `text`
 * itself.  `address`: of the page
 * whose source it is, a piece of `text`, where it says so.  In the arena.
 */
struct span viewsource_open(
    struct arena *arena, struct span text, struct span *address);

#endif
