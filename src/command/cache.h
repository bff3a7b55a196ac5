/* `pubscour cache`: the pages that were fetched and are kept for a time. */
#ifndef COMMAND_CACHE_H
#define COMMAND_CACHE_H

#include "command/options.h"

/* Runs it; the exit code. */
int cache_run(const struct options *options);

#endif
