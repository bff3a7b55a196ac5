/* `pubscour explain`: how pages were read. */
#ifndef COMMAND_EXPLAIN_H
#define COMMAND_EXPLAIN_H

#include "command/options.h"

/* Writes the report of each input; the exit code. */
int explain_run(const struct options *options);

#endif
