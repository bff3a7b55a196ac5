/*
 * Any two texts, cut at the first NUL byte, as expected and actual JSON: the
 * comparison may refuse them, but not crash; a text equals itself.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pubscour.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct psc *reader;

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *report;
	const char *cut = size == 0 ? NULL : memchr(data, 0, size);
	size_t first = cut == NULL ? size : (size_t)(cut - text), length;

	if (reader == NULL)
		reader = psc_new();
	if (reader == NULL)
		abort();
	if (psc_compare(reader, text, first, text, first, &report, &length) ==
		PSC_OK &&
	    length != 0)
		abort();
	if (cut != NULL)
		psc_compare(reader, text, first, cut + 1, size - first - 1,
		    &report, &length);
	return 0;
}
