/* `pubscour clean`: pages, without banner and navigation, to be read. */
#ifndef COMMAND_CLEAN_H
#define COMMAND_CLEAN_H

#include "command/options.h"

/* Runs it; the exit code. */
int clean_run(const struct options *options);

#endif
