/* `pubscour fetch`: pages are fetched and kept as they came. */
#ifndef COMMAND_FETCH_H
#define COMMAND_FETCH_H

#include "command/options.h"

/* Runs it; the exit code. */
int fetch_run(const struct options *options);

#endif
