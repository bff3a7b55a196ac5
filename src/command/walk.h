/* The files in a folder and the folders below it. */
#ifndef COMMAND_WALK_H
#define COMMAND_WALK_H

#include <stdbool.h>

#include "command/list.h"

/* Is the file of this name, without its folder, one of those looked for? */
typedef bool walk_wanted(const char *name);

/*
 * Adds the files below `folder` that are wanted, by their paths relative to
 * it, sorted by bytes.  Names that begin with a dot are passed over, and
 * links to folders are not followed.  False: some folder could not be read,
 * and that was said; `paths` has the rest.
 */
bool walk_files(const char *folder, walk_wanted *wanted, struct list *paths);

/* The same, and says nothing: all was said when it was walked before. */
bool walk_again(const char *folder, walk_wanted *wanted, struct list *paths);

/*
 * Is it the name of saved pages: *.html, *.htm, *.xhtml, *.mhtml, *.mht, *.har,
 * *.warc, or one of these with .gz, .zst or .br?
 */
bool walk_is_page(const char *name);

/* The length of `name` without that ending; its whole length without one. */
size_t walk_stem(const char *name);

#endif
