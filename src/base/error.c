/* Messages for the user. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

void
error_set(struct error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error->message, sizeof(error->message), format, args);
	va_end(args);
}
