/*
 * Standard error of the command.  It does not decide what is an error and
 * never exits.
 */
#include "command/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/escape.h"

static char *
formatted(const char *format, va_list arguments)
{
	va_list again;
	char *text = NULL;
	int size;

	va_copy(again, arguments);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (size >= 0)
		text = malloc((size_t)size + 1);
	if (text != NULL)
		vsnprintf(text, (size_t)size + 1, format, arguments);
	return text;
}

void
report_say(const char *format, ...)
{
	va_list arguments;
	char *shown = NULL;
	char *text;

	va_start(arguments, format);
	text = formatted(format, arguments);
	va_end(arguments);
	if (text != NULL)
		shown = escape_text(text, strlen(text), false);
	if (shown != NULL)
		fprintf(stderr, "pubscour: %s\n", shown);
	else
		report_no_memory();
	free(shown);
	free(text);
}

const char *
report_name(const char *name)
{
	return name[0] == '\0' ? "\"\"" : name;
}

void
report_failure(
    const char *name, enum psc_status status, const struct psc *reader)
{
	report_say("%s: %s (%s)", report_name(name), psc_message(reader),
	    psc_status_name(status));
}

bool
report_warnings(
    const char *name, const struct psc *reader, bool quiet, bool lists)
{
	bool any = false;
	bool is_list;
	const char *code;
	const char *message;

	for (size_t i = 0; i < psc_warnings(reader); i++) {
		psc_warning(reader, i, &code, &message);
		is_list = strcmp(code, "truncated-list") == 0;
		any = any || !is_list;
		if (!quiet && (!is_list || lists))
			report_say("%s: warning: %s: %s", name, code, message);
	}
	return any;
}

void
report_no_memory(void)
{
	fputs("pubscour: out of memory\n", stderr);
}
