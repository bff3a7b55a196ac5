/* Processes that are made, watched and ended, each at the end of a socket. */
#ifndef BULK_PROCESS_H
#define BULK_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "bulk/wire.h"

struct process {
	pid_t pid; /* 0: there is none */
	struct wire wire;
};

/* What it does; `fd` is its end of the socket. */
typedef void process_run(void *context, int fd);

/*
 * A copy of this process that does `run` and ends.  Of the open files it has
 * its socket, and `keep` (-1: none); its standard streams lead nowhere.  It
 * ends when this process does, and no signal from the terminal ends it.
 * What it sends is believed up to `most` bytes a message.  False, with errno:
 * there is none.
 */
bool process_start(struct process *process, process_run *run, void *context,
    int keep, size_t most);

/* Kills it and waits for it; what waitpid() says of it, 0: there was none. */
int process_end(struct process *process);

/* How many processors this process may use; 1 where that is unknown. */
size_t process_count(void);

/* Bytes it has read, from wherever; 0: unknown. */
size_t process_read(pid_t pid);

/* Bytes of memory it has now, seconds of a processor it took; 0: unknown. */
size_t process_memory(pid_t pid);
double process_seconds(pid_t pid);

#endif
