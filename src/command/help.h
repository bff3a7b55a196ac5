/* --help, made from the tables of options.h. */
#ifndef COMMAND_HELP_H
#define COMMAND_HELP_H

#include "command/options.h"
#include "command/sink.h"

/* The help of the command in `options`; of all where none was named. */
void help_write(struct sink *out, const struct options *options);

#endif
