/*
 * Joins inputs, the reader, the pool of processes and what an earlier run has
 * written.  How several processes share the work is the pool's business; how
 * pages are fetched, online.c's.
 */
#include "command/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "bulk/pool.h"
#include "bulk/sandbox.h"
#include "command/inputs.h"
#include "command/memory.h"
#include "command/report.h"
#include "command/share.h"
#include "command/signals.h"
#include "pages.h"

/* --- one page ------------------------------------------------------------- */

static void
make_outcome(const struct reading *reading, struct psc *reader,
    enum psc_status status, struct outcome *outcome)
{
	outcome_read(outcome, outcome->name, reader, status);
	reading->calls.make(reading->calls.context, reader, outcome);
}

/* The same in another process, for pool_calls. */
static void
make(void *context, struct psc *reader, enum psc_status status,
    struct scratch *out)
{
	struct outcome outcome = { .name = "" };
	size_t before = out->len;

	make_outcome(context, reader, status, &outcome);
	if (!outcome_put(&outcome, out))
		out->len = before;
}

/* Says it, has it written and counts it. */
static void
settle(struct reading *reading, const struct outcome *outcome)
{
	const struct options *options = reading->options;
	bool failed = outcome->status != PSC_OK || outcome->written != PSC_OK;

	if (!outcome_is_silent(outcome, options->quiet, options->complete))
		progress_hide(&reading->online.progress);
	if (outcome_report(outcome, options->quiet, options->complete) &&
	    options->strict)
		reading->failed = true;
	if (failed && (!reading->in_band || options->strict))
		reading->failed = true;
	if (outcome->text.ptr != NULL)
		reading->calls.write(reading->calls.context, outcome);
	summary_add(&reading->summary, outcome);
}

/* --- pages that are read here --------------------------------------------- */

bool
reading_stopped(const struct reading *reading)
{
	return online_stopped(&reading->online) ||
	       (reading->pool != NULL && signals_code() != 0);
}

/* What became of one page of an input; false: go no further. */
static bool
take(struct reading *reading, const struct inputs_item *item,
    enum psc_status status, double since)
{
	struct outcome outcome = { .name = item->name };
	bool whole = true;

	if (psc_several(reading->reader) &&
	    !reading->calls.several(reading->calls.context, item->name)) {
		reading->failed = reading->over = true;
		return false;
	}
	if (status == PSC_OK)
		whole =
		    online_complete(&reading->online, reading->reader, NULL);
	/* Half of the lists would pass for all there is. */
	if (status == PSC_INTERRUPTED ||
	    (reading->options->complete && online_stopped(&reading->online)))
		return false;
	if (!whole && reading->options->strict)
		reading->failed = true;
	make_outcome(reading, reading->reader, status, &outcome);
	outcome.seconds = progress_clock() - since;
	settle(reading, &outcome);
	return reading->out->error == 0 && !reading_stopped(reading);
}

/* All pages of an input, or those that are left of it. */
static bool
read_here(struct reading *reading, const struct inputs_item *item)
{
	enum psc_status status;
	double since;

	do {
		since = progress_clock();
		status = online_next(&reading->online, reading->reader, item);
	} while (status != PSC_END && take(reading, item, status, since));
	return status == PSC_END;
}

/* --- what an earlier run has written -------------------------------------- */

/* The input `name` is one of those that are done. */
static void
note_skipped(struct reading *reading, const char *name)
{
	free(reading->skipped);
	reading->skipped = memory_copy(name, strlen(name));
}

/* All that is done was passed: is it what the file has? */
static bool
is_same(struct reading *reading)
{
	const char *input = reading->resume.input;
	const char *name = reading->skipped;

	if (input == NULL || name == NULL || strcmp(input, name) == 0 ||
	    utf8_prefix(span_of(name)) != strlen(name))
		return true;
	report_say("%s: line %zu is of %s, not of %s: these are not the inputs"
		   " that it was made from",
	    report_name(reading->options->output), reading->resume.lines,
	    report_name(input), report_name(name));
	reading->failed = reading->over = true;
	return false;
}

/*
 * Passes the pages of an input that are done already, without reading them.
 * True: it has more.
 */
static bool
pass_pages(struct reading *reading, const struct inputs_item *item)
{
	struct error error = { "" };
	struct part part;

	if (reading->skip == 0)
		return true;
	note_skipped(reading, item->name);
	while (reading->skip > 0) {
		if (pages_take(reading->reader, &part, &error) == PSC_END)
			break;
		if (--reading->skip == 0 && !is_same(reading))
			return false;
	}
	return reading->skip == 0;
}

/* The same of an input that is not open yet. */
static bool
pass_input(struct reading *reading, const struct inputs_item *item)
{
	if (!item->remote && inputs_open(reading->reader, item) == PSC_OK)
		return pass_pages(reading, item);
	note_skipped(reading, item->name);
	if (--reading->skip == 0)
		(void)is_same(reading);
	return false;
}

/* The file has lines that no input gives. */
static void
check_skip(struct reading *reading)
{
	if (reading->skip == 0 || reading->over || reading_stopped(reading))
		return;
	report_say("%s has %zu line%s more than these inputs give: these are"
		   " not the inputs that it was made from",
	    report_name(reading->options->output), reading->skip,
	    reading->skip == 1 ? "" : "s");
	reading->failed = reading->over = true;
}

/* --- pages that the pool reads -------------------------------------------- */

/*
 * A line is an object on one line, and closes no share: who sends anything
 * else has died of its page, in a way.
 */
static bool
is_sound(const struct reading *reading, const struct outcome *outcome)
{
	struct span text = outcome->text;
	struct share share;

	if (!reading->lines)
		return true;
	if (!span_starts(text, SPAN("{")) || !span_ends(text, SPAN("}")) ||
	    utf8_prefix(text) != text.len || share_read(text, &share))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < ' ')
			return false;
	return true;
}

static bool
take_page(void *context, const struct pool_page *page)
{
	struct reading *reading = context;
	struct outcome outcome = { .name = page->name,
		.status = page->status,
		.seconds = page->seconds };

	if (page->skipped) {
		note_skipped(reading, page->name);
		return pool_skip(reading->pool) > 0 || is_same(reading);
	}
	if (!outcome_get(&outcome, page->made) ||
	    !is_sound(reading, &outcome)) {
		outcome.status = psc_fail(reading->reader, page->name,
		    PSC_CRASHED, "what came of it makes no sense");
		make_outcome(
		    reading, reading->reader, outcome.status, &outcome);
	}
	settle(reading, &outcome);
	progress_step(&reading->online.progress, outcome.status == PSC_OK,
	    progress_clock());
	return reading->out->error == 0;
}

/* Shows how far it is. */
static void
show(void *context)
{
	struct reading *reading = context;
	struct progress *progress = &reading->online.progress;
	char shares[64];

	if (!progress->on)
		return;
	summary_shares(&reading->summary, shares, sizeof(shares));
	progress_more(progress, shares, pool_memory(reading->pool));
	progress_show(progress);
}

static void
tell_sandbox(struct reading *reading)
{
	reading->sandbox = pool_sandbox(reading->pool);
	if (reading->options->no_sandbox)
		report_say("--no-sandbox: the processes that read pages are"
			   " not shut in");
	else if ((reading->sandbox & SANDBOX_CALLS) == 0)
		report_say("this system has no seccomp: the processes that read"
			   " pages are not shut in");
	else if (reading->sandbox != SANDBOX_ALL && !reading->options->quiet)
		report_say("this system has no Landlock: seccomp alone shuts in"
			   " the processes that read pages");
}

/* More workers than inputs have nothing to do, unless one holds several. */
static size_t
count_jobs(const struct options *options)
{
	size_t inputs = inputs_single(options) ? 0 : inputs_count(options);

	return inputs > 0 && inputs < options->jobs ? inputs : options->jobs;
}

static void
start_progress(struct reading *reading)
{
	struct progress *progress = &reading->online.progress;

	/* One input that holds several is not one page. */
	if (inputs_single(reading->options))
		progress->total = 0;
	progress_enable(progress);
	if (progress->on && progress->total == 0 &&
	    !inputs_single(reading->options))
		progress->total = inputs_total(reading->options);
}

/* False: it cannot be, and that was said. */
static bool
start_pool(struct reading *reading)
{
	const struct options *options = reading->options;
	struct pool_options wanted = { .jobs = count_jobs(options),
		.page_timeout = options->page_timeout,
		.page_memory = options->page_memory,
		.sandbox = !options->no_sandbox,
		.unordered = options->unordered,
		.skip = reading->skip,
		.stop = signals_flag() };
	struct pool_calls calls = { .context = reading,
		.make = make,
		.take = take_page,
		.tick = show };
	struct error error = { "" };

	signal(SIGPIPE, SIG_IGN);
	signals_catch();
	reading->out->lines = reading->lines;
	if (reading->calls.prepare != NULL)
		reading->calls.prepare(reading->calls.context, reading->reader);
	reading->pool = pool_new(reading->reader, &wanted, &calls, &error);
	if (reading->pool == NULL) {
		report_say("%s", error.message);
		reading->failed = reading->over = true;
		return false;
	}
	reading->skip = 0;
	tell_sandbox(reading);
	reading->online.progress.steady = true;
	if (!options->quiet && !options->verbose && !reading->out->terminal)
		start_progress(reading);
	return true;
}

/* What is fetched comes one by one, and not from the pool. */
static bool
visit_remote(struct reading *reading, const struct inputs_item *item)
{
	bool good;

	if (!pool_drain(reading->pool))
		return false;
	if (pool_skip(reading->pool) > 0) {
		pool_skip_one(reading->pool);
		note_skipped(reading, item->name);
		return pool_skip(reading->pool) > 0 || is_same(reading);
	}
	online_open(&reading->online);
	good = read_here(reading, item);
	(void)psc_set_source(reading->reader, NULL, NULL);
	return good;
}

static bool
visit_pool(struct reading *reading, const struct inputs_item *item)
{
	if (item->remote)
		return visit_remote(reading, item);
	if (item->standard)
		return pool_add_fd(reading->pool, item->name, STDIN_FILENO);
	return pool_add(reading->pool, item->name);
}

/* --- inputs --------------------------------------------------------------- */

static bool
wants_pool(const struct reading *reading)
{
	return reading->options->jobs > 0 && !reading->options->complete;
}

static bool
visit_here(struct reading *reading, const struct inputs_item *item)
{
	bool more = true;

	online_open(&reading->online);
	if (reading->skip > 0) {
		more = pass_input(reading, item);
		if (more)
			online_opened(&reading->online);
	}
	return more ? read_here(reading, item) : !reading->over;
}

/*
 * The one input there is may hold many pages: only what it is is looked at
 * here, and the pool reads them.
 */
static bool
visit_single(struct reading *reading, const struct inputs_item *item)
{
	online_open(&reading->online);
	if (item->remote || inputs_open(reading->reader, item) != PSC_OK)
		return visit_here(reading, item);
	online_opened(&reading->online);
	if (!psc_several(reading->reader) && reading->skip > 0) {
		reading->skip--;
		note_skipped(reading, item->name);
		return reading->skip > 0 || is_same(reading);
	}
	if (!psc_several(reading->reader))
		return read_here(reading, item);
	if (!reading->calls.several(reading->calls.context, item->name)) {
		reading->failed = reading->over = true;
		return false;
	}
	reading->in_band = reading->lines && item->standard &&
			   pages_are_lines(reading->reader);
	if (!wants_pool(reading))
		return pass_pages(reading, item) && read_here(reading, item);
	return start_pool(reading) &&
	       pool_add_opened(reading->pool, item->name);
}

static bool
visit(void *context, const struct inputs_item *item)
{
	struct reading *reading = context;

	if (reading->out->regular && reading->calls.admit != NULL &&
	    !reading->calls.admit(reading->calls.context, item)) {
		reading->failed = reading->over = true;
		return false;
	}
	if (inputs_single(reading->options))
		return visit_single(reading, item);
	/* What is fetched alone needs no processes. */
	if (reading->pool == NULL && wants_pool(reading) && !item->remote &&
	    !start_pool(reading))
		return false;
	return reading->pool != NULL ? visit_pool(reading, item)
				     : visit_here(reading, item);
}

/* While nothing is known of the next input, the others come out. */
static bool
wait_for(void *context, int fd)
{
	struct reading *reading = context;

	return reading->pool == NULL || pool_wait(reading->pool, fd);
}

void
reading_all(struct reading *reading)
{
	/* It may all be there. */
	if (reading->over)
		return;
	if (!inputs_each_wait(reading->options, visit, wait_for, reading))
		reading->failed = true;
	if (reading->pool == NULL)
		return;
	pool_drain(reading->pool);
	reading->skip = pool_skip(reading->pool);
	progress_hide(&reading->online.progress);
	if (pool_trouble(reading->pool)[0] != '\0') {
		report_say("%s", pool_trouble(reading->pool));
		reading->failed = reading->over = true;
	}
}

/* --- beginning and end ---------------------------------------------------- */

const char *
reading_fault(const struct options *options, bool lines)
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
	if (!lines)
		return "--resume needs a line for each page: --format jsonl";
	return NULL;
}

/* A share that is whole needs nothing more; no other goes on from it. */
static bool
open_share(struct reading *reading)
{
	struct share_work *share = reading->options->share;
	struct resume *resume = &reading->resume;

	if (!resume->closed) {
		share_work_line(share, resume->lines);
		return true;
	}
	if (share != NULL) {
		share_work_line(share, resume->lines - 1);
		reading->over = share_work_closes(share, span_of(resume->last));
	}
	if (!reading->over)
		report_say("%s is a whole share, of other inputs than these",
		    report_name(reading->options->output));
	return reading->over;
}

static bool
go_on(struct reading *reading)
{
	const struct options *options = reading->options;

	if (!resume_open(&reading->resume, options->output))
		return false;
	sink_adopt(reading->out, options->output, reading->resume.fd);
	if (!open_share(reading))
		return false;
	reading->skip = reading->resume.lines;
	return true;
}

/* Does the only source of inputs stand on standard input, as a list? */
static bool
is_list_piped(const struct options *options)
{
	return options->count == 1 && options->sources[0].list &&
	       strcmp(options->sources[0].text, "-") == 0;
}

/* Hours of work should not end with that. */
static bool
can_report(const struct options *options)
{
	const char *path = options->report;
	struct stat file;
	int fd;

	if (path == NULL || strcmp(path, "-") == 0 ||
	    (stat(path, &file) == 0 && !S_ISREG(file.st_mode)))
		return true;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0) {
		report_say(
		    "cannot write %s: %s", report_name(path), strerror(errno));
		return false;
	}
	close(fd);
	return true;
}

bool
reading_begin(struct reading *reading, struct sink *out)
{
	const struct options *options = reading->options;

	reading->out = out;
	reading->resume.fd = -1;
	reading->in_band = reading->lines && is_list_piped(options);
	if (!can_report(options))
		return false;
	if (!(options->resume ? go_on(reading)
			      : sink_open(out, options->output)))
		return false;
	reading->start = progress_clock();
	online_begin(&reading->online, options, inputs_count(options));
	return true;
}

static void
write_report(struct reading *reading, bool stopped)
{
	struct summary_run run = { .resumed = reading->resume.lines,
		.jobs = reading->pool == NULL ? 0 : reading->options->jobs,
		.sandbox = reading->sandbox,
		.seconds = progress_clock() - reading->start,
		.stopped = stopped };

	if (reading->options->report != NULL &&
	    !summary_write(&reading->summary, &run, reading->options->report))
		reading->failed = true;
}

/* The reader of a pipe went away; what it has is whole lines. */
static void
say_closed(const struct reading *reading)
{
	if (!reading->options->quiet)
		report_say("%s was closed by its reader after %zu line%s",
		    reading->out->name, reading->out->whole,
		    reading->out->whole == 1 ? "" : "s");
}

/* Stopped by a signal: what can be done about it. */
static int
say_stopped(const struct reading *reading)
{
	size_t pages = reading->resume.lines + reading->summary.pages;

	report_say("stopped after %zu page%s%s", pages, pages == 1 ? "" : "s",
	    reading->options->resume ? "; the same command goes on from there"
				     : "");
	return signals_code();
}

int
reading_end(struct reading *reading, bool keep)
{
	bool stopped = reading_stopped(reading), stop = stopped;
	bool pooled = reading->pool != NULL, broken;
	int code;

	check_skip(reading);
	if (reading->resume.failed > 0 &&
	    (!reading->in_band || reading->options->strict))
		reading->failed = true;
	if (!stop && !reading->over &&
	    !share_work_end(reading->options->share, reading->out))
		reading->failed = reading->over = true;
	/* An old file is worth more than an empty new one, or half of one. */
	keep = keep && !stop && !reading->over &&
	       (reading->out->used || !reading->failed);
	sink_flush(reading->out);
	broken = pooled && reading->out->error == EPIPE;
	if (broken)
		say_closed(reading);
	stop = stop || reading->out->error != 0;
	if (!sink_close(reading->out, keep))
		reading->failed = true;
	write_report(reading, stop);
	code = reading->failed ? 1 : 0;
	if (stopped && pooled && !online_stopped(&reading->online))
		code = say_stopped(reading);
	pool_free(reading->pool);
	reading->pool = NULL;
	code = online_end(&reading->online, code);
	if (broken) {
		/* As if it had not been held off. */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return code;
}

void
reading_free(struct reading *reading)
{
	pool_free(reading->pool);
	resume_free(&reading->resume);
	summary_free(&reading->summary);
	free(reading->skipped);
}
