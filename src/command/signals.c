/*
 * Notes that the user wants an end.  Who works looks at the flag between two
 * steps, so that a page, a file, the cache is whole when the process ends.
 *
 * The flag is a variable of this file: a handler gets the signal's number and
 * nothing else, so there is no other place where it could leave word.
 */
#include "command/signals.h"

#include <stddef.h>

#include "command/sink.h"

static const int numbers[] = { SIGINT, SIGTERM };

#define NUMBERS (sizeof(numbers) / sizeof(numbers[0]))

static volatile sig_atomic_t noted;

/* The second time the default action takes its course when we return. */
static void
on_signal(int number)
{
	if (noted != 0) {
		sink_abandon();
		signal(number, SIG_DFL);
		raise(number);
	}
	noted = number;
}

void
signals_catch(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct sigaction old;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < NUMBERS; i++)
		if (sigaction(numbers[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

const volatile sig_atomic_t *
signals_flag(void)
{
	return &noted;
}

int
signals_code(void)
{
	return noted == 0 ? 0 : 128 + (int)noted;
}
