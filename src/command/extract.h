/* `pubscour extract`: pages to records. */
#ifndef COMMAND_EXTRACT_H
#define COMMAND_EXTRACT_H

#include "command/options.h"

/* Writes the record of each input; the exit code. */
int extract_run(const struct options *options);

#endif
