/* SIGINT and SIGTERM while pages are fetched: the work ends cleanly. */
#ifndef COMMAND_SIGNALS_H
#define COMMAND_SIGNALS_H

#include <signal.h>

/*
 * From now on the first of these signals is only noted, and the second ends
 * the process at once.  One that is ignored (nohup) stays ignored.
 */
void signals_catch(void);

/* Where it is noted: the signal's number; 0: none came. */
const volatile sig_atomic_t *signals_flag(void);

/* The exit code that tells of it (130, 143); 0: none came. */
int signals_code(void);

#endif
