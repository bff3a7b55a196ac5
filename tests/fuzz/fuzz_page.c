/*
 * Any bytes as a page: nothing may crash, hang or leak, and what comes out is
 * one JSON object in valid UTF-8, a record or an error.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>

#include "pubscour.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct psc *reader;

/* A record from a text has no elements to tell of. */
static void
check_report(enum psc_status status)
{
	if (status != PSC_OK && status != PSC_NOT_HTML)
		abort();
}

static void
check_json(unsigned flags)
{
	const char *json;
	json_t *value;
	size_t size;

	if (psc_json(reader, flags, &json, &size) != PSC_OK)
		abort();
	value = json_loadb(
	    json, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	if (!json_is_object(value))
		abort();
	json_decref(value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *report;

	if (reader == NULL)
		reader = psc_new();
	if (reader == NULL)
		abort();
	if (psc_read(reader, "fuzz", data, size) == PSC_OK) {
		check_report(psc_explain(reader, &report, NULL));
		check_report(psc_explain_html(reader, &report, NULL));
	}
	check_json(0);
	check_json(PSC_JSON_INDENT);
	return 0;
}
