/*
 * Writes one JSON object for each page, or its entries of a bibliography.  How
 * a page becomes a record is the library's business; how inputs become pages,
 * reading.c's.
 */
#include "command/extract.h"

#include "command/citing.h"
#include "command/inputs.h"
#include "command/reading.h"
#include "command/report.h"
#include "command/share.h"
#include "command/sink.h"
#include "pubscour.h"
#include "split.h"

struct extract {
	const struct options *options;
	struct reading reading;
	struct sink out;
	struct citing citing;
	unsigned flags; /* of psc_json() */
};

/* The page's entries of the bibliography that was asked for. */
static void
make_cited(
    const struct extract *extract, struct psc *reader, struct outcome *outcome)
{
	const char *text;
	size_t size;

	if (outcome->status != PSC_OK)
		return;
	outcome->written = citing_make(&extract->citing, reader, &text, &size);
	if (outcome->written == PSC_OK)
		outcome->text = (struct span){ text, size };
	else
		outcome->message = span_of(psc_message(reader));
}

static void
make(void *context, struct psc *reader, struct outcome *outcome)
{
	const struct extract *extract = context;
	bool lines = extract->reading.lines;
	enum psc_status status;
	const char *json;
	size_t size;

	if (extract->citing.active) {
		make_cited(extract, reader, outcome);
		return;
	}
	if (outcome->status != PSC_OK && !lines)
		return;
	status = psc_json(reader, extract->flags, &json, &size);
	if (status != PSC_OK) {
		outcome->written = status;
		outcome->message = span_of(psc_message(reader));
		/* The record is given up, but the input has its line. */
		if (!lines ||
		    psc_json(reader, extract->flags, &json, &size) != PSC_OK)
			return;
	}
	outcome->text = (struct span){ json, size };
}

/* Will the parts of references be written? */
static void
prepare(void *context, struct psc *reader)
{
	const struct extract *extract = context;
	const struct options *options = extract->options;

	if (extract->citing.active ? options->cited == PSC_CITED_REFERENCES
				   : split_is_asked(reader))
		split_prepare(reader);
}

static void
write(void *context, const struct outcome *outcome)
{
	struct extract *extract = context;

	if (extract->citing.active) {
		citing_page(
		    &extract->citing, outcome->text.ptr, outcome->text.len);
		return;
	}
	sink_write(&extract->out, outcome->text.ptr, outcome->text.len);
	sink_write(&extract->out, "\n", 1);
	share_work_line(extract->options->share, 1);
	sink_pass(&extract->out);
}

/* Of several pages each has its line, unless told otherwise. */
static bool
allow_several(void *context, const char *name)
{
	struct extract *extract = context;

	(void)name;
	if (extract->options->format == OPTIONS_AUTO) {
		extract->reading.lines = true;
		extract->flags = 0;
	}
	return true;
}

static void
set_format(struct extract *extract)
{
	const struct options *options = extract->options;

	extract->reading.lines =
	    options->format == OPTIONS_JSONL ||
	    (options->format == OPTIONS_AUTO && options->resume) ||
	    (options->format == OPTIONS_AUTO && !inputs_single(options));
	if (!extract->reading.lines && !options->compact)
		extract->flags = PSC_JSON_INDENT;
}

/* Everything but the clean-up; the exit code. */
static int
extract_all(struct extract *extract)
{
	const struct options *options = extract->options;
	struct psc *reader = extract->reading.reader;
	bool keep;

	psc_set_max_bytes(reader, options->max_bytes);
	(void)psc_set_input(reader, options->input);
	psc_set_squeeze(reader, !options->no_squeeze);
	if (psc_only(reader, options->only) != PSC_OK) {
		options_complain(options, psc_message(reader));
		return 2;
	}
	set_format(extract);
	citing_begin(&extract->citing, options, &extract->out);
	if (!reading_begin(&extract->reading, &extract->out))
		return 1;
	reading_all(&extract->reading);
	keep = extract->out.used || !extract->reading.failed;
	citing_end(&extract->citing);
	return reading_end(&extract->reading, keep);
}

int
extract_run(const struct options *options)
{
	struct extract extract = { .options = options };
	const char *fault =
	    reading_fault(options, options->format == OPTIONS_AUTO ||
				       options->format == OPTIONS_JSONL);
	int code;

	if (!citing_fits(options))
		return 2;
	if (fault != NULL) {
		options_complain(options, fault);
		return 2;
	}
	extract.reading = (struct reading){ .options = options,
		.reader = psc_new(),
		.calls = { .context = &extract,
		    .several = allow_several,
		    .prepare = prepare,
		    .make = make,
		    .write = write } };
	if (extract.reading.reader == NULL) {
		report_no_memory();
		return 1;
	}
	code = extract_all(&extract);
	psc_free(extract.reading.reader);
	reading_free(&extract.reading);
	return code;
}
