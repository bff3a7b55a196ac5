/*
 * Writes each page as it is to be read, to one place or into a file each.
 * What is left of a page, and how it is written, is the library's business.
 */
#include "command/clean.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "command/escape.h"
#include "command/inputs.h"
#include "command/memory.h"
#include "command/online.h"
#include "command/reading.h"
#include "command/report.h"
#include "command/sink.h"
#include "command/target.h"
#include "pubscour.h"

/* Text on a terminal is not wider than one can read. */
#define READING_WIDTH 80

struct clean {
	const struct options *options;
	struct psc *reader;
	struct reading reading; /* of one stream */
	struct online online;   /* of a file for each input */
	struct sink out;
	struct target_list targets;
	enum psc_format format;
	const char *ending; /* of such a file's name */
	bool headings;      /* each page stands under its name */
	bool lines;         /* failed inputs have their line too */
	bool failed;        /* some input did not do */
};

/* The columns of the terminal; 0: it is none. */
static size_t
columns_of(const struct sink *out)
{
	struct winsize size;

	if (!out->terminal)
		return 0;
	if (ioctl(out->fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 ||
	    size.ws_col > READING_WIDTH)
		return READING_WIDTH;
	return size.ws_col;
}

/* Two hyphens end a comment: the second is written as a reference. */
static void
write_comment(struct sink *out, const char *name)
{
	sink_write(out, "<!-- ", 5);
	for (size_t i = 0; name[i] != '\0'; i++) {
		if (i > 0 && name[i] == '-' && name[i - 1] == '-')
			sink_write(out, "&#45;", 5);
		else
			sink_write(out, name + i, 1);
	}
	sink_write(out, " -->\n\n", 6);
}

/* Text has the line that `head` writes, Markdown one that is not shown. */
static void
write_heading(struct clean *clean, const char *name)
{
	struct sink *out = &clean->out;
	char *shown = escape_text(name, strlen(name), false);

	if (out->used)
		sink_write(out, "\n", 1);
	if (shown == NULL)
		report_no_memory();
	else if (clean->format == PSC_FORMAT_TEXT)
		sink_print(out, "==> %s <==\n", shown);
	else
		write_comment(out, shown);
	free(shown);
}

/* A terminal must not be told what to do by a page. */
static void
write_text(struct sink *out, const char *text, size_t size)
{
	if (out->terminal)
		sink_show(out, text, size);
	else
		sink_write(out, text, size);
	if (size > 0 && text[size - 1] != '\n')
		sink_write(out, "\n", 1);
	sink_pass(out);
}

/* JSON of several pages has a line for each; false: it is no JSON. */
static bool
set_lines(struct clean *clean)
{
	if (clean->format == PSC_FORMAT_JSON)
		clean->format = PSC_FORMAT_JSONL;
	clean->lines = clean->format == PSC_FORMAT_JSONL;
	return clean->lines;
}

/*
 * The pages of an input stand one after another, as those of several inputs
 * do; false: the format cannot have that.
 */
static bool
allow_several(void *context, const char *name)
{
	struct clean *clean = context;

	if (clean->format == PSC_FORMAT_HTML) {
		report_say("%s: holds several pages: --format html needs"
			   " --output FOLDER/",
		    name);
		return false;
	}
	clean->headings = !set_lines(clean);
	clean->reading.lines = clean->lines;
	return true;
}

/* An output that is an input stays as it is. */
static bool
admit(void *context, const struct inputs_item *item)
{
	const struct clean *clean = context;

	return !target_is_input(clean->options->output, item);
}

static void
make(void *context, struct psc *reader, struct outcome *outcome)
{
	const struct clean *clean = context;
	enum psc_status status = outcome->status;
	const char *text;
	size_t size;

	if (status != PSC_OK && !clean->lines)
		return;
	status = psc_clean(reader, clean->format, &text, &size);
	if (status != PSC_OK) {
		outcome->written = status;
		outcome->message = span_of(psc_message(reader));
		if (!clean->lines ||
		    psc_clean(reader, clean->format, &text, &size) != PSC_OK)
			return;
	}
	outcome->text = (struct span){ text, size };
}

static void
write(void *context, const struct outcome *outcome)
{
	struct clean *clean = context;

	if (clean->headings)
		write_heading(clean, outcome->name);
	write_text(&clean->out, outcome->text.ptr, outcome->text.len);
}

/* All pages to one place; the exit code. */
static int
write_stream(struct clean *clean)
{
	const struct options *options = clean->options;

	clean->reading = (struct reading){ .options = options,
		.reader = clean->reader,
		.calls = { .context = clean,
		    .admit = admit,
		    .several = allow_several,
		    .make = make,
		    .write = write },
		.lines = clean->lines };
	if (!reading_begin(&clean->reading, &clean->out))
		return 1;
	psc_set_width(clean->reader,
	    options->has_width ? options->width : columns_of(&clean->out));
	reading_all(&clean->reading);
	return reading_end(&clean->reading, true);
}

static bool
add_target(void *context, const struct inputs_item *item)
{
	struct clean *clean = context;

	target_add(
	    &clean->targets, clean->options->output, item, clean->ending);
	return true;
}

/* The text of a page that was read; false: there is none to be written. */
static bool
make_text(struct clean *clean, const struct inputs_item *item,
    enum psc_status status, const char **text, size_t *size)
{
	const struct options *options = clean->options;

	if (status == PSC_INTERRUPTED)
		return false;
	if (status == PSC_OK)
		status = psc_clean(clean->reader, clean->format, text, size);
	if (status == PSC_OK) {
		if (report_warnings(
			item->name, clean->reader, options->quiet, false) &&
		    options->strict)
			clean->failed = true;
		return true;
	}
	report_failure(item->name, status, clean->reader);
	clean->failed = true;
	return clean->lines &&
	       psc_clean(clean->reader, clean->format, text, size) == PSC_OK;
}

/* One page into the file `path` (NULL: it must not be written). */
static bool
write_page(struct clean *clean, const struct target *target, const char *path,
    enum psc_status status)
{
	const char *text;
	size_t size;

	if (!make_text(clean, &target->item, status, &text, &size) ||
	    path == NULL || !target_make_folders(path) ||
	    !sink_open(&clean->out, path))
		return false;
	write_text(&clean->out, text, size);
	return sink_close(&clean->out, true);
}

/*
 * The pages of one input, each into its file: of several they are numbered.
 * False: not all are there.
 */
static bool
write_file(void *context, const struct target *target)
{
	struct clean *clean = context;
	enum psc_status status;
	bool good = true;
	char *path;

	online_open(&clean->online);
	for (size_t n = 1; !online_stopped(&clean->online); n++) {
		status =
		    online_next(&clean->online, clean->reader, &target->item);
		if (status == PSC_END)
			return good;
		path = psc_several(clean->reader)
			   ? target_numbered(
				 &clean->targets, target, n, clean->ending)
			   : memory_copy(target->path, strlen(target->path));
		good = write_page(clean, target, path, status) && good;
		free(path);
	}
	return false;
}

/*
 * Each page into a file of its own.  All inputs are found before the first
 * file is made: a folder of inputs may hold the folder of files.
 */
static void
write_files(struct clean *clean)
{
	clean->targets.base = clean->options->fetch.base;
	if (!inputs_each(clean->options, add_target, clean))
		clean->failed = true;
	online_begin(&clean->online, clean->options, clean->targets.count);
	psc_set_width(clean->reader, clean->options->width);
	if (!target_each(&clean->targets, write_file, clean))
		clean->failed = true;
}

/* What the format of the options means here. */
static void
set_format(struct clean *clean, bool single)
{
	const struct options *options = clean->options;

	switch (options->format) {
	case OPTIONS_TEXT:
		clean->format = PSC_FORMAT_TEXT;
		clean->ending = ".txt";
		break;
	case OPTIONS_HTML:
		clean->format = PSC_FORMAT_HTML;
		clean->ending = ".html";
		break;
	case OPTIONS_JSON:
	case OPTIONS_JSONL:
		clean->lines = options->format == OPTIONS_JSONL || !single;
		clean->format = clean->lines || options->compact
				    ? PSC_FORMAT_JSONL
				    : PSC_FORMAT_JSON;
		clean->ending = ".json";
		break;
	default:
		clean->format = PSC_FORMAT_MARKDOWN;
		clean->ending = ".md";
	}
	clean->headings = !single && !clean->lines;
}

/* What is wrong with the options together; NULL: nothing. */
static const char *
find_fault(const struct options *options, bool into_folder)
{
	const char *fault =
	    reading_fault(options, options->format == OPTIONS_JSONL);

	if (fault != NULL)
		return fault;
	if (into_folder && options->report != NULL)
		return "--report is of one stream, not of a file for each"
		       " input";
	if (into_folder && options->format == OPTIONS_JSONL)
		return "--format jsonl is one stream, not a file for each "
		       "input: use json";
	if (!into_folder && options->format == OPTIONS_HTML &&
	    !inputs_single(options))
		return "--format html of several inputs needs --output FOLDER/";
	return NULL;
}

/* The library does not know what the option is called. */
static void
complain_base(const struct options *options, const char *message)
{
	char text[500];

	snprintf(text, sizeof(text), "--base: %s", message);
	options_complain(options, text);
}

/* Everything but the clean-up; the exit code. */
static int
clean_all(struct clean *clean, bool into_folder)
{
	const struct options *options = clean->options;
	struct psc *reader = clean->reader;

	psc_set_clean(reader, 1);
	psc_set_profile(reader, options->profile);
	psc_set_max_bytes(reader, options->max_bytes);
	(void)psc_set_input(reader, options->input);
	psc_set_squeeze(reader, !options->no_squeeze);
	if (psc_set_base(reader, options->base) != PSC_OK) {
		complain_base(options, psc_message(reader));
		return 2;
	}
	set_format(clean, into_folder || inputs_single(options));
	if (!into_folder)
		return write_stream(clean);
	write_files(clean);
	return online_end(&clean->online, clean->failed ? 1 : 0);
}

int
clean_run(const struct options *options)
{
	struct clean clean = { .options = options };
	bool into_folder =
	    options->output != NULL && target_is_folder(options->output);
	const char *fault = find_fault(options, into_folder);
	int code;

	if (fault != NULL) {
		options_complain(options, fault);
		return 2;
	}
	clean.reader = psc_new();
	if (clean.reader == NULL) {
		report_no_memory();
		return 1;
	}
	code = clean_all(&clean, into_folder);
	reading_free(&clean.reading);
	psc_free(clean.reader);
	return code;
}
