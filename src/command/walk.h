/* The files in a folder and the folders below it. */
#ifndef COMMAND_WALK_H
#define COMMAND_WALK_H

#include <stdbool.h>

#include "command/list.h"

/* Is the file of this name, without its folder, one of those looked for? */
typedef bool walk_wanted(const char *name);

/* Called for each file, by its path relative to the folder; false: no more. */
typedef bool walk_visit(void *context, const char *path);

/*
 * Visits the files below `folder` that are wanted, in the order of their
 * paths, by bytes.  Names that begin with a dot are passed over, and links to
 * folders are not followed.  However many files a folder has, no more than
 * WALK_HELD of their names are held: where there are more, the folder is read
 * again.  False: some folder could not be read, and that was said, unless
 * `silent`; what can be found is visited all the same.
 */
#define WALK_HELD 16384
bool walk_each(const char *folder, walk_wanted *wanted, bool silent,
    walk_visit *visit, void *context);

/* Adds these files to `paths`. */
bool walk_files(const char *folder, walk_wanted *wanted, struct list *paths);

/*
 * Is it the name of saved pages: *.html, *.htm, *.xhtml, *.mhtml, *.mht, *.har,
 * *.warc, or one of these with .gz, .zst or .br?
 */
bool walk_is_page(const char *name);

/* The length of `name` without that ending; its whole length without one. */
size_t walk_stem(const char *name);

#endif
