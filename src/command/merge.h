/* `pubscour merge`: the files of shard to one. */
#ifndef COMMAND_MERGE_H
#define COMMAND_MERGE_H

#include "command/options.h"

/* Joins the shares in order, if all are there; the exit code. */
int merge_run(const struct options *options);

#endif
