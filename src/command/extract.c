/*
 * Writes one JSON object for each input, or its entries, and says what went
 * wrong.  How a page becomes a record is the library's business.
 */
#include "command/extract.h"

#include "command/citing.h"
#include "command/inputs.h"
#include "command/online.h"
#include "command/report.h"
#include "command/sink.h"
#include "pubscour.h"

struct extract {
	const struct options *options;
	struct psc *reader;
	struct online online;
	struct sink out;
	struct citing citing;
	bool lines;     /* failed inputs have their line too */
	unsigned flags; /* of psc_json() */
	bool failed;    /* some input did not do */
};

static void
write_json(struct extract *extract, const char *name)
{
	enum psc_status status;
	const char *json;
	size_t size;

	status = psc_json(extract->reader, extract->flags, &json, &size);
	if (status != PSC_OK) {
		report_failure(name, status, extract->reader);
		extract->failed = true;
		/* The record is given up, but the input has its line. */
		if (!extract->lines || psc_json(extract->reader, extract->flags,
					   &json, &size) != PSC_OK)
			return;
	}
	sink_write(&extract->out, json, size);
	sink_write(&extract->out, "\n", 1);
	sink_pass(&extract->out);
}

/* The page's entries of the bibliography that was asked for. */
static void
write_cited(struct extract *extract, const char *name)
{
	enum psc_status status;
	const char *text;
	size_t size;

	status = citing_make(&extract->citing, extract->reader, &text, &size);
	if (status == PSC_OK) {
		citing_page(&extract->citing, text, size);
		return;
	}
	report_failure(name, status, extract->reader);
	extract->failed = true;
}

/* What became of one page of an input; false: go no further. */
static bool
take(struct extract *extract, const struct inputs_item *item,
    enum psc_status status)
{
	bool whole = true;

	/* Of several pages each has its line, unless told otherwise. */
	if (psc_several(extract->reader) &&
	    extract->options->format == OPTIONS_AUTO) {
		extract->lines = true;
		extract->flags = 0;
	}
	if (status == PSC_OK)
		whole =
		    online_complete(&extract->online, extract->reader, NULL);
	/* Half of the lists would pass for all there is. */
	if (status == PSC_INTERRUPTED ||
	    (extract->options->complete && online_stopped(&extract->online)))
		return false;
	if (status == PSC_OK) {
		bool any = report_warnings(item->name, extract->reader,
		    extract->options->quiet, extract->options->complete);

		if ((any || !whole) && extract->options->strict)
			extract->failed = true;
	} else {
		report_failure(item->name, status, extract->reader);
		extract->failed = true;
	}
	if (extract->citing.active && status == PSC_OK)
		write_cited(extract, item->name);
	else if (status == PSC_OK || extract->lines)
		write_json(extract, item->name);
	return extract->out.error == 0 && !online_stopped(&extract->online);
}

static bool
visit(void *context, const struct inputs_item *item)
{
	struct extract *extract = context;
	enum psc_status status;

	online_open(&extract->online);
	do {
		status = online_next(&extract->online, extract->reader, item);
	} while (status != PSC_END && take(extract, item, status));
	return status == PSC_END;
}

static void
set_format(struct extract *extract)
{
	const struct options *options = extract->options;

	extract->lines =
	    options->format == OPTIONS_JSONL ||
	    (options->format == OPTIONS_AUTO && !inputs_single(options));
	if (!extract->lines && !options->compact)
		extract->flags = PSC_JSON_INDENT;
}

/* Everything but the clean-up; the exit code. */
static int
extract_all(struct extract *extract)
{
	const struct options *options = extract->options;
	bool keep;

	psc_set_max_bytes(extract->reader, options->max_bytes);
	(void)psc_set_input(extract->reader, options->input);
	psc_set_squeeze(extract->reader, !options->no_squeeze);
	if (psc_only(extract->reader, options->only) != PSC_OK) {
		options_complain(options, psc_message(extract->reader));
		return 2;
	}
	if (!sink_open(&extract->out, options->output))
		return 1;
	set_format(extract);
	citing_begin(&extract->citing, options, &extract->out);
	online_begin(&extract->online, options, inputs_count(options));
	if (!inputs_each(options, visit, extract))
		extract->failed = true;
	/* An old file is worth more than an empty new one, or half of one. */
	keep = !online_stopped(&extract->online) &&
	       (extract->out.used || !extract->failed);
	citing_end(&extract->citing);
	if (!sink_close(&extract->out, keep))
		extract->failed = true;
	return online_end(&extract->online, extract->failed ? 1 : 0);
}

int
extract_run(const struct options *options)
{
	struct extract extract = { .options = options };
	int code;

	if (!citing_fits(options))
		return 2;
	if (inputs_waiting(options)) {
		options_complain(options,
		    "no input: name a file or a folder, or pipe a page in");
		return 2;
	}
	extract.reader = psc_new();
	if (extract.reader == NULL) {
		report_no_memory();
		return 1;
	}
	code = extract_all(&extract);
	psc_free(extract.reader);
	return code;
}
