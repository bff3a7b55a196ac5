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
	const struct options *options;
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

/* HTML is written as it is, but a terminal must not be told what to do. */
static void
write_report(struct explain *explain, const char *text, size_t size)
{
	struct sink *out = &explain->out;

	if (explain->options->html && !out->terminal)
		sink_write(out, text, size);
	else
		sink_show(out, text, size);
	if (text[size - 1] != '\n')
		sink_write(out, "\n", 1);
	sink_pass(out);
}

/* A page of which nothing was left has a report all the same: it tells why. */
static bool
visit(void *context, const struct inputs_item *item)
{
	struct explain *explain = context;
	struct psc *reader = explain->reader;
	enum psc_status status = inputs_read(reader, item);
	enum psc_status made;
	const char *text = "";
	size_t size = 0;

	if (status != PSC_OK) {
		report_failure(item->name, status, reader);
		explain->failed = true;
	}
	made = explain->options->html ? psc_explain_html(reader, &text, &size)
				      : psc_explain(reader, &text, &size);
	if (made == PSC_OK && size > 0) {
		if (explain->several)
			write_heading(explain, item->name);
		write_report(explain, text, size);
	} else if (status == PSC_OK) {
		report_say("%s: %s", item->name, psc_message(reader));
		explain->failed = true;
	}
	return explain->out.error == 0;
}

/* What is wrong with the options together; NULL: nothing. */
static const char *
find_fault(const struct options *options)
{
	if (inputs_waiting(options))
		return "no input: name a file or a folder, or pipe a page in";
	if (options->html && !inputs_single(options))
		return "--html explains one page: name one input";
	return NULL;
}

static void
set_up(struct psc *reader, const struct options *options)
{
	psc_set_clean(reader, 1);
	psc_set_profile(reader, options->profile);
	psc_set_max_bytes(reader, options->max_bytes);
	psc_set_squeeze(reader, 0);
}

int
explain_run(const struct options *options)
{
	struct explain explain = { .options = options,
		.several = !inputs_single(options) };
	const char *fault = find_fault(options);

	if (fault != NULL) {
		options_complain(options, fault);
		return 2;
	}
	explain.reader = psc_new();
	if (explain.reader == NULL) {
		report_no_memory();
		return 1;
	}
	set_up(explain.reader, options);
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
