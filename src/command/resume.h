/* What an earlier run has written already, to be gone on from. */
#ifndef COMMAND_RESUME_H
#define COMMAND_RESUME_H

#include <stdbool.h>
#include <stddef.h>

#include "command/share.h"

struct resume {
	int fd;        /* the file, at its end; -1: none */
	size_t lines;  /* that it has, whole */
	size_t failed; /* of these that are errors */
	char *input;   /* the input that the last one is of; NULL: it does not
	                  tell */
	bool closed;   /* the last one closes a share */
	char last[SHARE_ROOM]; /* it, then, without its end */
};

/*
 * Opens `path`, which is made where it is missing, for this process alone,
 * and takes a line without its end off it.  False: that cannot be, and was
 * said.  resume_free() is due in both cases.
 */
bool resume_open(struct resume *resume, const char *path);

/* Frees what it owns; the file stays open. */
void resume_free(struct resume *resume);

#endif
