/* `pubscour shard`: one share of the inputs to records. */
#ifndef COMMAND_SHARD_H
#define COMMAND_SHARD_H

#include "command/options.h"

/* Writes the records of the share, or the names of its inputs; exit code. */
int shard_run(const struct options *options);

#endif
