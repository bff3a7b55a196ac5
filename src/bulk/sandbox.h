/*
 * A process that reads what anybody may have written gives up what it does
 * not need for that: other files, the network, other programs.
 */
#ifndef BULK_SANDBOX_H
#define BULK_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* What keeps the process in; a bit for each. */
#define SANDBOX_CALLS 1u /* seccomp: no system calls but a few harmless ones */
#define SANDBOX_FILES 2u /* Landlock: no files by their names */
#define SANDBOX_ALL (SANDBOX_CALLS | SANDBOX_FILES)

/*
 * From now on, and for good, this process can use the files that are open,
 * memory, and the clock, and nothing else: whatever else it tries fails with
 * EPERM or EACCES.  The result says which of the two hold; each of them
 * alone keeps it from opening files, the first also from the network and
 * from running programs.  What the kernel does not have is left out.
 */
unsigned sandbox_enter(void);

/* No more than `bytes` of memory beyond what it has; false: no such limit. */
bool sandbox_limit_memory(size_t bytes);

#endif
