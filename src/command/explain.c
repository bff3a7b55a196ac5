/*
 * Writes the library's report on each input.  What stands in it is the
 * library's business.
 */
#include "command/explain.h"

#include <stdlib.h>
#include <string.h>

#include "command/inputs.h"
#include "command/memory.h"
#include "command/online.h"
#include "command/report.h"
#include "command/sink.h"
#include "command/target.h"
#include "pubscour.h"

struct explain {
	const struct options *options;
	struct psc *reader;
	struct online online;
	struct sink out;
	struct target_list targets; /* one file for each input */
	bool several;               /* each report has its heading */
	bool failed;
	bool clash; /* the output is an input: it stays as it is */
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

/*
 * The report on a page that was read; false: there is none to be written.  A
 * page of which nothing was left has one all the same: it tells why.
 */
static bool
make_report(struct explain *explain, const struct inputs_item *item,
    enum psc_status status, const char **text, size_t *size)
{
	struct psc *reader = explain->reader;
	enum psc_status made;

	if (status == PSC_INTERRUPTED)
		return false;
	if (status != PSC_OK) {
		report_failure(item->name, status, reader);
		explain->failed = true;
	}
	made = explain->options->html ? psc_explain_html(reader, text, size)
				      : psc_explain(reader, text, size);
	if (made == PSC_OK && *size > 0)
		return true;
	if (status == PSC_OK) {
		report_say("%s: %s", item->name, psc_message(reader));
		explain->failed = true;
	}
	return false;
}

/* One page of an input; false: go no further. */
static bool
take(struct explain *explain, const struct inputs_item *item,
    enum psc_status status)
{
	bool several = psc_several(explain->reader) != 0;
	const char *text;
	size_t size;

	if (several && explain->options->html) {
		report_say("%s: holds several pages: --html needs --output"
			   " FOLDER/",
		    item->name);
		explain->failed = true;
		return false;
	}
	if (make_report(explain, item, status, &text, &size)) {
		if (several || explain->several)
			write_heading(explain, item->name);
		write_report(explain, text, size);
	}
	return explain->out.error == 0 && !online_stopped(&explain->online);
}

static bool
visit(void *context, const struct inputs_item *item)
{
	struct explain *explain = context;
	enum psc_status status;

	if (target_is_input(explain->options->output, item)) {
		explain->clash = explain->failed = true;
		return false;
	}
	online_open(&explain->online);
	do {
		status = online_next(&explain->online, explain->reader, item);
	} while (status != PSC_END && take(explain, item, status));
	return status == PSC_END;
}

/* All reports to one place. */
static void
write_stream(struct explain *explain)
{
	bool keep;

	if (!sink_open(&explain->out, explain->options->output)) {
		explain->failed = true;
		return;
	}
	online_begin(
	    &explain->online, explain->options, inputs_count(explain->options));
	if (!inputs_each(explain->options, visit, explain))
		explain->failed = true;
	keep = !explain->clash && !online_stopped(&explain->online) &&
	       (explain->out.used || !explain->failed);
	if (!sink_close(&explain->out, keep))
		explain->failed = true;
}

static bool
add_target(void *context, const struct inputs_item *item)
{
	struct explain *explain = context;

	target_add(&explain->targets, explain->options->output, item, ".html");
	return true;
}

/* One page into the file `path` (NULL: it must not be written). */
static bool
write_page(struct explain *explain, const struct target *target,
    const char *path, enum psc_status status)
{
	const char *text;
	size_t size;

	if (!make_report(explain, &target->item, status, &text, &size) ||
	    path == NULL || !target_make_folders(path) ||
	    !sink_open(&explain->out, path))
		return false;
	write_report(explain, text, size);
	return sink_close(&explain->out, true);
}

/*
 * The pages of one input, each into its file: of several they are numbered.
 * False: not all are there.
 */
static bool
write_file(void *context, const struct target *target)
{
	struct explain *explain = context;
	enum psc_status status;
	bool good = true;
	char *path;

	online_open(&explain->online);
	for (size_t n = 1; !online_stopped(&explain->online); n++) {
		status = online_next(
		    &explain->online, explain->reader, &target->item);
		if (status == PSC_END)
			return good;
		path =
		    psc_several(explain->reader)
			? target_numbered(&explain->targets, target, n, ".html")
			: memory_copy(target->path, strlen(target->path));
		good = write_page(explain, target, path, status) && good;
		free(path);
	}
	return false;
}

/* Each page into a file of its own, when all inputs were found. */
static void
write_files(struct explain *explain)
{
	explain->targets.base = explain->options->fetch.base;
	if (!inputs_each(explain->options, add_target, explain))
		explain->failed = true;
	online_begin(
	    &explain->online, explain->options, explain->targets.count);
	if (!target_each(&explain->targets, write_file, explain))
		explain->failed = true;
}

/* What is wrong with the options together; NULL: nothing. */
static const char *
find_fault(const struct options *options, bool into_folder)
{
	if (inputs_waiting(options))
		return "no input: name a file or a folder, or pipe a page in";
	if (!options->html && options->output != NULL &&
	    target_is_folder(options->output))
		return "--output FOLDER/ needs --html";
	if (options->html && !into_folder && !inputs_single(options))
		return "--html of several inputs needs --output FOLDER/";
	return NULL;
}

static void
set_up(struct psc *reader, const struct options *options)
{
	psc_set_clean(reader, 1);
	psc_set_profile(reader, options->profile);
	psc_set_max_bytes(reader, options->max_bytes);
	(void)psc_set_input(reader, options->input);
	psc_set_squeeze(reader, 0);
}

int
explain_run(const struct options *options)
{
	struct explain explain = { .options = options,
		.several = !inputs_single(options) };
	bool into_folder = options->html && options->output != NULL &&
			   target_is_folder(options->output);
	const char *fault = find_fault(options, into_folder);

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
	if (into_folder)
		write_files(&explain);
	else
		write_stream(&explain);
	psc_free(explain.reader);
	return online_end(&explain.online, explain.failed ? 1 : 0);
}
