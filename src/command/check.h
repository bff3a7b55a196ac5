/* `pubscour check`: pages against the records they should give. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include "command/options.h"

/* Compares, or updates, and prints what differs; the exit code. */
int check_run(const struct options *options);

#endif
