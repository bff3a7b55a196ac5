/*
 * Writes the library's report on each input.  What stands in it is the
 * library's business.
 */
#include "command/explain.h"

#include <string.h>

#include "command/inputs.h"
#include "command/report.h"
#include "command/sink.h"
#include "pubscour.h"

struct explain {
	struct psc *reader;
	struct sink out;
	bool several; /* each report has its heading */
	bool failed;
};

static void
write_heading(struct explain *explain, const char *name)
{
	if (explain->out.used)
		sink_write(&explain->out, "\n", 1);
	sink_write(&explain->out, "== ", 3);
	sink_show(&explain->out, name, strlen(name));
	sink_write(&explain->out, "\n", 1);
}

/* A page that gave no record may have a report all the same: it tells why. */
static bool
visit(void *context, const struct inputs_item *item)
{
	struct explain *explain = context;
	enum psc_status status = inputs_read(explain->reader, item);
	const char *text = "";
	size_t size = 0;

	if (status != PSC_OK) {
		report_failure(item->name, status, explain->reader);
		explain->failed = true;
	}
	if (psc_explain(explain->reader, &text, &size) == PSC_OK && size > 0) {
		if (explain->several)
			write_heading(explain, item->name);
		sink_show(&explain->out, text, size);
		if (text[size - 1] != '\n')
			sink_write(&explain->out, "\n", 1);
		sink_pass(&explain->out);
	} else if (status == PSC_OK) {
		report_say("%s: %s", item->name, psc_message(explain->reader));
		explain->failed = true;
	}
	return explain->out.error == 0;
}

int
explain_run(const struct options *options)
{
	struct explain explain = { .several = !inputs_single(options) };

	if (inputs_waiting(options)) {
		options_complain(options,
		    "no input: name a file or a folder, or pipe a page in");
		return 2;
	}
	explain.reader = psc_new();
	if (explain.reader == NULL) {
		report_no_memory();
		return 1;
	}
	psc_set_max_bytes(explain.reader, options->max_bytes);
	psc_set_squeeze(explain.reader, 0);
	explain.failed = true;
	if (sink_open(&explain.out, options->output)) {
		explain.failed = false;
		if (!inputs_each(options, visit, &explain))
			explain.failed = true;
		if (!sink_close(
			&explain.out, explain.out.used || !explain.failed))
			explain.failed = true;
	}
	psc_free(explain.reader);
	return explain.failed ? 1 : 0;
}
