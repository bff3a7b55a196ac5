/*
 * Writes one JSON object for each input and says what went wrong.  How a page
 * becomes a record is the library's business; how several processes share the
 * work, the pool's.
 */
#include "command/extract.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "bulk/pool.h"
#include "bulk/sandbox.h"
#include "command/inputs.h"
#include "command/memory.h"
#include "command/online.h"
#include "command/outcome.h"
#include "command/report.h"
#include "command/resume.h"
#include "command/share.h"
#include "command/signals.h"
#include "command/sink.h"
#include "command/summary.h"
#include "pages.h"
#include "pubscour.h"

struct extract {
	const struct options *options;
	struct psc *reader;
	struct online online;
	struct sink out;
	struct pool *pool; /* NULL: pages are read here */
	struct resume resume;
	size_t skip;   /* pages that are done already, as far as known here */
	char *skipped; /* the input of the last of these that was passed */
	struct summary summary;
	unsigned sandbox; /* of the pool */
	double start;
	bool lines;     /* failed inputs have their line too */
	bool in_band;   /* who reads these lines wants no exit code */
	unsigned flags; /* of psc_json() */
	bool failed;    /* some input did not do */
	bool over;      /* no more is to be begun */
};

/* --- one page ------------------------------------------------------------- */

/* What is to be said and written of the page that `reader` just read. */
static void
make_outcome(const struct extract *extract, struct psc *reader,
    enum psc_status status, struct outcome *outcome)
{
	const char *json;
	size_t size;

	outcome_read(outcome, outcome->name, reader, status);
	if (status != PSC_OK && !extract->lines)
		return;
	status = psc_json(reader, extract->flags, &json, &size);
	if (status != PSC_OK) {
		outcome->written = status;
		outcome->message = span_of(psc_message(reader));
		/* The record is given up, but the input has its line. */
		if (!extract->lines ||
		    psc_json(reader, extract->flags, &json, &size) != PSC_OK)
			return;
	}
	outcome->text = (struct span){ json, size };
}

/* The same in another process, for pool_calls. */
static void
make(void *context, struct psc *reader, enum psc_status status,
    struct scratch *out)
{
	struct outcome outcome = { .name = "" };

	make_outcome(context, reader, status, &outcome);
	if (!outcome_put(&outcome, out))
		out->len = 0;
}

/* Says it, writes it and counts it. */
static void
settle(struct extract *extract, const struct outcome *outcome)
{
	const struct options *options = extract->options;
	bool failed = outcome->status != PSC_OK || outcome->written != PSC_OK;

	if (extract->online.progress.shown &&
	    (failed || outcome->warning_count > 0))
		progress_hide(&extract->online.progress);
	if (outcome_report(outcome, options->quiet, options->complete) &&
	    options->strict)
		extract->failed = true;
	if (failed && (!extract->in_band || options->strict))
		extract->failed = true;
	if (outcome->text.ptr != NULL) {
		sink_write(&extract->out, outcome->text.ptr, outcome->text.len);
		sink_write(&extract->out, "\n", 1);
		share_work_line(extract->options->share, 1);
		sink_pass(&extract->out);
	}
	summary_add(&extract->summary, outcome);
}

/* --- pages that are read here --------------------------------------------- */

static bool
stopped(const struct extract *extract)
{
	return online_stopped(&extract->online) ||
	       (extract->pool != NULL && signals_code() != 0);
}

/* What became of one page of an input; false: go no further. */
static bool
take(struct extract *extract, const struct inputs_item *item,
    enum psc_status status, double since)
{
	struct outcome outcome = { .name = item->name };
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
	if (!whole && extract->options->strict)
		extract->failed = true;
	make_outcome(extract, extract->reader, status, &outcome);
	outcome.seconds = progress_clock() - since;
	settle(extract, &outcome);
	return extract->out.error == 0 && !stopped(extract);
}

/* All pages of an input, or those that are left of it. */
static bool
read_here(struct extract *extract, const struct inputs_item *item)
{
	enum psc_status status;
	double since;

	do {
		since = progress_clock();
		status = online_next(&extract->online, extract->reader, item);
	} while (status != PSC_END && take(extract, item, status, since));
	return status == PSC_END;
}

/* --- what an earlier run has written -------------------------------------- */

/* The input `name` is one of those that are done. */
static void
note_skipped(struct extract *extract, const char *name)
{
	free(extract->skipped);
	extract->skipped = memory_copy(name, strlen(name));
}

/* All that is done was passed: is it what the file has? */
static bool
is_same(struct extract *extract)
{
	const char *input = extract->resume.input;
	const char *name = extract->skipped;

	if (input == NULL || name == NULL || strcmp(input, name) == 0 ||
	    utf8_prefix(span_of(name)) != strlen(name))
		return true;
	report_say("%s: line %zu is of %s, not of %s: these are not the inputs"
		   " that it was made from",
	    report_name(extract->options->output), extract->resume.lines,
	    report_name(input), report_name(name));
	extract->failed = extract->over = true;
	return false;
}

/*
 * Passes the pages of an input that are done already, without reading them.
 * True: it has more.
 */
static bool
pass_pages(struct extract *extract, const struct inputs_item *item)
{
	struct error error;
	struct part part;

	note_skipped(extract, item->name);
	if (item->remote || inputs_open(extract->reader, item) != PSC_OK) {
		extract->skip--;
		return false;
	}
	while (extract->skip > 0) {
		if (pages_take(extract->reader, &part, &error) == PSC_END)
			return false;
		extract->skip--;
	}
	return true;
}

/* --- pages that the pool reads -------------------------------------------- */

/* A worker that makes no sense of its page has died of it, in a way. */
static bool
is_sound(const struct extract *extract, const struct outcome *outcome)
{
	struct span text = outcome->text;

	if (extract->lines && text.ptr == NULL)
		return false;
	return extract->flags != 0 || text.len == 0 ||
	       memchr(text.ptr, '\n', text.len) == NULL;
}

static bool
take_page(void *context, const struct pool_page *page)
{
	struct extract *extract = context;
	struct outcome outcome = { .name = page->name,
		.status = page->status,
		.seconds = page->seconds };

	if (page->skipped) {
		note_skipped(extract, page->name);
		return pool_skip(extract->pool) > 0 || is_same(extract);
	}
	if (!outcome_get(&outcome, page->made) ||
	    !is_sound(extract, &outcome)) {
		outcome.status = psc_fail(extract->reader, page->name,
		    PSC_CRASHED, "what came of it makes no sense");
		make_outcome(
		    extract, extract->reader, outcome.status, &outcome);
	}
	settle(extract, &outcome);
	progress_step(&extract->online.progress, outcome.status == PSC_OK,
	    progress_clock());
	return extract->out.error == 0;
}

/* Shows how far it is. */
static void
show(void *context)
{
	struct extract *extract = context;
	struct progress *progress = &extract->online.progress;
	char shares[64];

	if (!progress->on)
		return;
	summary_shares(&extract->summary, shares, sizeof(shares));
	progress_more(progress, shares, pool_memory(extract->pool));
	progress_show(progress);
}

static void
tell_sandbox(struct extract *extract)
{
	extract->sandbox = pool_sandbox(extract->pool);
	if (extract->options->no_sandbox)
		report_say("--no-sandbox: the processes that read pages are"
			   " not shut in");
	else if (extract->sandbox != SANDBOX_ALL && !extract->options->quiet)
		report_say("this system cannot shut in the processes that read"
			   " pages%s",
		    extract->sandbox == 0 ? "" : " as well as others");
}

/* False: it cannot be, and that was said. */
static bool
start_pool(struct extract *extract)
{
	const struct options *options = extract->options;
	struct pool_options wanted = { .jobs = options->jobs,
		.page_timeout = options->page_timeout,
		.page_memory = options->page_memory,
		.sandbox = !options->no_sandbox,
		.unordered = options->unordered,
		.skip = extract->skip,
		.stop = signals_flag() };
	struct pool_calls calls = { .context = extract,
		.make = make,
		.take = take_page,
		.tick = show };
	struct error error = { "" };

	signal(SIGPIPE, SIG_IGN);
	signals_catch();
	extract->out.lines = extract->flags == 0;
	extract->pool = pool_new(extract->reader, &wanted, &calls, &error);
	if (extract->pool == NULL) {
		report_say("%s", error.message);
		extract->failed = extract->over = true;
		return false;
	}
	extract->skip = 0;
	tell_sandbox(extract);
	extract->online.progress.steady = true;
	if (!options->quiet && !extract->out.terminal)
		progress_enable(&extract->online.progress);
	return true;
}

/* What is fetched comes one by one, and not from the pool. */
static bool
visit_remote(struct extract *extract, const struct inputs_item *item)
{
	bool good;

	if (!pool_drain(extract->pool))
		return false;
	if (pool_skip(extract->pool) > 0) {
		pool_skip_one(extract->pool);
		note_skipped(extract, item->name);
		return pool_skip(extract->pool) > 0 || is_same(extract);
	}
	online_open(&extract->online);
	good = read_here(extract, item);
	(void)psc_set_source(extract->reader, NULL, NULL);
	return good;
}

static bool
visit_pool(struct extract *extract, const struct inputs_item *item)
{
	if (item->remote)
		return visit_remote(extract, item);
	if (item->standard)
		return pool_add_fd(extract->pool, item->name, STDIN_FILENO);
	return pool_add(extract->pool, item->name);
}

/* --- inputs --------------------------------------------------------------- */

static bool
wants_pool(const struct extract *extract)
{
	return extract->options->jobs > 0 && !extract->options->complete;
}

/*
 * The one input there is may hold many pages: only what it is is looked at
 * here, and the pool reads them.
 */
static bool
visit_single(struct extract *extract, const struct inputs_item *item)
{
	online_open(&extract->online);
	if (item->remote || inputs_open(extract->reader, item) != PSC_OK)
		return read_here(extract, item);
	if (psc_several(extract->reader) && item->standard)
		extract->in_band = pages_are_lines(extract->reader);
	if (!psc_several(extract->reader) || !wants_pool(extract)) {
		online_opened(&extract->online);
		return read_here(extract, item);
	}
	if (extract->options->format == OPTIONS_AUTO) {
		extract->lines = true;
		extract->flags = 0;
	}
	return start_pool(extract) &&
	       pool_add_opened(extract->pool, item->name);
}

static bool
visit(void *context, const struct inputs_item *item)
{
	struct extract *extract = context;

	if (extract->skip == 0 && inputs_single(extract->options))
		return visit_single(extract, item);
	/* What is fetched alone needs no processes. */
	if (extract->pool == NULL && wants_pool(extract) && !item->remote &&
	    !start_pool(extract))
		return false;
	if (extract->pool != NULL)
		return visit_pool(extract, item);
	online_open(&extract->online);
	if (extract->skip > 0) {
		bool more = pass_pages(extract, item);

		if (extract->skip == 0 && !is_same(extract))
			return false;
		if (!more)
			return true;
		online_opened(&extract->online);
	}
	return read_here(extract, item);
}

/* Does the only source of inputs stand on standard input, as a list? */
static bool
is_list_piped(const struct options *options)
{
	return options->count == 1 && options->sources[0].list &&
	       strcmp(options->sources[0].text, "-") == 0;
}

static void
set_format(struct extract *extract)
{
	const struct options *options = extract->options;

	extract->lines =
	    options->format == OPTIONS_JSONL || options->resume ||
	    (options->format == OPTIONS_AUTO && !inputs_single(options));
	if (!extract->lines && !options->compact)
		extract->flags = PSC_JSON_INDENT;
	extract->in_band = extract->lines && is_list_piped(options);
}

/* --- the whole run -------------------------------------------------------- */

/* What is wrong with the options together; NULL: nothing. */
static const char *
find_fault(const struct options *options)
{
	if (inputs_waiting(options))
		return "no input: name a file or a folder, or pipe a page in";
	if (!options->resume)
		return NULL;
	if (options->output == NULL || strcmp(options->output, "-") == 0)
		return "--resume needs --output FILE, which it goes on with";
	if (options->unordered)
		return "--resume needs the order of the inputs: leave"
		       " --unordered out";
	if (options->format == OPTIONS_JSON)
		return "--resume needs a line for each page: leave --format"
		       " json out";
	return NULL;
}

/* A share that is whole needs nothing more; no other goes on from it. */
static bool
open_share(struct extract *extract)
{
	struct share_work *share = extract->options->share;
	struct resume *resume = &extract->resume;

	if (!resume->closed) {
		share_work_line(share, resume->lines);
		return true;
	}
	if (share != NULL) {
		share_work_line(share, resume->lines - 1);
		extract->over = share_work_closes(share, span_of(resume->last));
	}
	if (!extract->over)
		report_say("%s is a whole share, of other inputs than these",
		    report_name(extract->options->output));
	return extract->over;
}

static bool
open_output(struct extract *extract)
{
	const struct options *options = extract->options;

	if (!options->resume)
		return sink_open(&extract->out, options->output);
	if (!resume_open(&extract->resume, options->output))
		return false;
	sink_adopt(&extract->out, options->output, extract->resume.fd);
	if (!open_share(extract))
		return false;
	extract->skip = extract->resume.lines;
	extract->failed = extract->resume.failed > 0 &&
			  (!extract->in_band || options->strict);
	return true;
}

/* All inputs; false: something went wrong with them, not with a page. */
static bool
visit_all(struct extract *extract)
{
	bool good = inputs_each(extract->options, visit, extract);

	if (extract->pool == NULL)
		return good;
	pool_drain(extract->pool);
	extract->skip = pool_skip(extract->pool);
	progress_hide(&extract->online.progress);
	if (pool_trouble(extract->pool)[0] != '\0') {
		report_say("%s", pool_trouble(extract->pool));
		extract->over = true;
		good = false;
	}
	return good;
}

/* The file has lines that no input gives. */
static void
check_skip(struct extract *extract)
{
	if (extract->skip == 0 || extract->over || stopped(extract))
		return;
	report_say("%s has %zu line%s more than these inputs give: these are"
		   " not the inputs that it was made from",
	    report_name(extract->options->output), extract->skip,
	    extract->skip == 1 ? "" : "s");
	extract->failed = extract->over = true;
}

static void
write_report(struct extract *extract)
{
	struct summary_run run = { .resumed = extract->resume.lines,
		.jobs = extract->pool == NULL ? 0 : extract->options->jobs,
		.sandbox = extract->sandbox,
		.seconds = progress_clock() - extract->start,
		.stopped = stopped(extract) || extract->out.error != 0 };

	if (extract->options->report != NULL &&
	    !summary_write(&extract->summary, &run, extract->options->report))
		extract->failed = true;
}

/* The reader of a pipe went away; what it has is whole lines. */
static void
say_closed(const struct extract *extract)
{
	size_t whole = extract->out.whole;

	if (extract->pool != NULL && extract->out.error == EPIPE &&
	    !extract->options->quiet)
		report_say("%s was closed by its reader after %zu line%s",
		    extract->out.name, whole, whole == 1 ? "" : "s");
}

/* Stopped by a signal: what can be done about it. */
static int
say_stopped(const struct extract *extract)
{
	report_say("stopped after %zu pages%s",
	    extract->resume.lines + extract->summary.pages,
	    extract->options->resume ? "; the same command goes on from there"
				     : "");
	return signals_code();
}

/* Writes what is left, and the report; the exit code. */
static int
finish(struct extract *extract)
{
	bool stop = stopped(extract), pooled = extract->pool != NULL;
	bool broken;
	int code;

	check_skip(extract);
	if (!stop && !extract->over &&
	    !share_work_end(extract->options->share, &extract->out))
		extract->failed = extract->over = true;
	write_report(extract);
	say_closed(extract);
	broken = pooled && extract->out.error == EPIPE;
	/* An old file is worth more than an empty new one, or half of one. */
	if (!sink_close(
		&extract->out, !stop && !extract->over &&
				   (extract->out.used || !extract->failed)))
		extract->failed = true;
	code = stop && pooled && !online_stopped(&extract->online)
		   ? say_stopped(extract)
		   : (extract->failed ? 1 : 0);
	pool_free(extract->pool);
	extract->pool = NULL;
	code = online_end(&extract->online, code);
	if (broken) {
		/* As if it had not been held off. */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return code;
}

/* Everything but the clean-up; the exit code. */
static int
extract_all(struct extract *extract)
{
	const struct options *options = extract->options;

	psc_set_max_bytes(extract->reader, options->max_bytes);
	(void)psc_set_input(extract->reader, options->input);
	psc_set_squeeze(extract->reader, !options->no_squeeze);
	if (psc_only(extract->reader, options->only) != PSC_OK) {
		options_complain(options, psc_message(extract->reader));
		return 2;
	}
	set_format(extract);
	if (!open_output(extract))
		return 1;
	extract->start = progress_clock();
	online_begin(&extract->online, options, inputs_count(options));
	/* It may all be there. */
	if (!extract->over && !visit_all(extract))
		extract->failed = true;
	return finish(extract);
}

int
extract_run(const struct options *options)
{
	struct extract extract = { .options = options, .resume = { .fd = -1 } };
	const char *fault = find_fault(options);
	int code;

	if (fault != NULL) {
		options_complain(options, fault);
		return 2;
	}
	extract.reader = psc_new();
	if (extract.reader == NULL) {
		report_no_memory();
		return 1;
	}
	code = extract_all(&extract);
	psc_free(extract.reader);
	resume_free(&extract.resume);
	summary_free(&extract.summary);
	free(extract.skipped);
	return code;
}
