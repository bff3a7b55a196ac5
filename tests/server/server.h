/* What all files of the server share. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdbool.h>
#include <stdlib.h>

/* Says that `what` failed, with errno's reason, and ends the program. */
_Noreturn void server_die(const char *what);

#endif
