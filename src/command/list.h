/* A list of strings that grows. */
#ifndef COMMAND_LIST_H
#define COMMAND_LIST_H

#include <stddef.h>

struct list {
	char **items; /* owned by the list; { 0 } is an empty one */
	size_t count;
	size_t room;
};

/* Puts `text` at the end; the list owns it from now on. */
void list_add(struct list *list, char *text);

/* Takes the last one away; the caller frees it.  NULL: the list is empty. */
char *list_pop(struct list *list);

/* Sorts by bytes, whatever the locale. */
void list_sort(struct list *list);

/*
 * The place of the first string of a sorted list that is not before `text`;
 * `count` where all are.  The strings that begin with `text` follow there.
 */
size_t list_from(const struct list *list, const char *text);

/* Frees the strings and the list; it is empty then. */
void list_free(struct list *list);

#endif
