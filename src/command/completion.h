/* `pubscour completion`: scripts that teach a shell the option table. */
#ifndef COMMAND_COMPLETION_H
#define COMMAND_COMPLETION_H

#include "command/options.h"

/* Writes the script of the shell that is the operand; the exit code. */
int completion_run(const struct options *options);

#endif
