/* Files in a folder, one for each input: what they are called. */
#ifndef COMMAND_TARGET_H
#define COMMAND_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "command/inputs.h"

/* Does `path` mean a folder: is it one, or does it end with a slash? */
bool target_is_folder(const char *path);

/*
 * Is the file `output` (NULL: there is none) the input, a regular file, under
 * whatever name?  That is said then.
 */
bool target_is_input(const char *output, const struct inputs_item *item);

/* The same, and says nothing. */
bool target_is_same(const char *output, const struct inputs_item *item);

/* One input, and the file that is made of it. */
struct target {
	struct inputs_item item; /* without `below`; the name is owned */
	char *path;
	const char *trouble; /* why it must not be written; NULL: it may */
};

struct target_list {
	struct target *items;
	size_t count;
	size_t room;
	const char *base; /* what stands for PubMed's address; NULL: that */
};

/*
 * Adds an input.  Its file is called as the input, with `ending` in place of
 * *.html and its like, and lies in `folder` as the input did: below the
 * folder that was named, or where the name itself says.  The last part of the
 * name alone counts where that leads out of the folder; standard input is
 * "stdin"; what is fetched is called by its PMID, or by host and path.
 */
void target_add(struct target_list *list, const char *folder,
    const struct inputs_item *item, const char *ending);

/*
 * Finds the files that must not be written, when all inputs were added: those
 * that are one of the inputs, and those that an earlier input has already.
 */
void target_check(struct target_list *list);

/*
 * The file of the n-th page of an input that holds several: the target's
 * path, which ends with `ending`, with the number before that; the caller
 * frees it.  NULL, and that was said: it is an input, or another's file.
 */
char *target_numbered(const struct target_list *list,
    const struct target *target, size_t n, const char *ending);

/* Makes the file of a target; false: that failed, and it was said. */
typedef bool target_make(void *context, const struct target *target);

/*
 * Checks the targets, makes each that may be written, in their order, says
 * why the others may not, and frees the list.  False: not all are there.
 */
bool target_each(struct target_list *list, target_make *make, void *context);

/* Makes the folders above `path`.  False: that failed, and it was said. */
bool target_make_folders(const char *path);

void target_free(struct target_list *list);

#endif
