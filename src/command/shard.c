/*
 * Counts the inputs, and has those of one share read as extract reads them,
 * or named.  What a share is, and its last line, is known by share.c.
 */
#include "command/shard.h"

#include <string.h>
#include <sys/stat.h>

#include "base/span.h"
#include "command/extract.h"
#include "command/inputs.h"
#include "command/report.h"
#include "command/share.h"
#include "command/sink.h"

/* Only standard input is visited while inputs are counted. */
static bool
see_standard(void *context, const struct inputs_item *item)
{
	bool *standard = context;

	*standard = item->standard;
	return false;
}

/* Can the list be read twice?  One that is not there is said later. */
static bool
is_lasting(const char *path)
{
	struct stat status;

	return strcmp(path, "-") != 0 &&
	       (stat(path, &status) != 0 || S_ISREG(status.st_mode) ||
		   S_ISDIR(status.st_mode));
}

/* What is wrong with the command line; NULL: nothing. */
static const char *
find_fault(const struct options *options)
{
	if (options->share_of == 0 || !options->has_index)
		return "shard needs --of N and --index I";
	if (options->share_index >= options->share_of)
		return "--index must be less than --of: it counts from 0";
	if (options->count == 0)
		return "shard needs a file, a folder or a list: standard input"
		       " has no shares";
	for (size_t i = 0; i < options->count; i++)
		if (options->sources[i].list &&
		    !is_lasting(options->sources[i].text))
			return "--from: a list that can be read only once has"
			       " no shares; save it to a file first";
	return NULL;
}

/* Does the name, on a line of its own, come back as it is from a list? */
static bool
is_line(const char *name)
{
	struct span text = span_of(name);

	return strchr(name, '\n') == NULL && !span_ends(text, SPAN("\r")) &&
	       !span_starts(text, SPAN("\xef\xbb\xbf")) &&
	       name[strspn(name, " \t")] != '\0';
}

struct names {
	struct sink out;
	bool null;
	bool failed;
};

static bool
write_name(void *context, const struct inputs_item *item)
{
	struct names *names = context;

	if (!names->null && !is_line(item->name)) {
		report_say("%s: this name cannot stand on a line: use --null",
		    report_name(item->name));
		names->failed = true;
		return true;
	}
	sink_write(&names->out, item->name, strlen(item->name));
	return sink_write(&names->out, names->null ? "\0" : "\n", 1);
}

static int
write_names(const struct options *options)
{
	struct names names = { .null = options->null };

	if (!sink_open(&names.out, options->output))
		return 1;
	if (!inputs_each(options, write_name, &names))
		names.failed = true;
	if (!sink_close(&names.out, names.out.used || !names.failed))
		names.failed = true;
	return names.failed ? 1 : 0;
}

/* Everything but the clean-up, for a command line that is right. */
static int
run_share(struct options *options)
{
	bool standard = false;
	bool good = inputs_each(options, see_standard, &standard);

	if (standard) {
		options_complain(
		    options, "standard input has no shares: name files");
		return 2;
	}
	share_work_begin(options->share);
	/* Of no inputs there is nothing to write, and that was said. */
	if (!good && share_work_is(options->share)->total == 0)
		return 1;
	return options->names ? write_names(options) : extract_run(options);
}

int
shard_run(const struct options *options)
{
	const char *fault = find_fault(options);
	struct options own = *options;
	int code;

	if (fault != NULL) {
		options_complain(options, fault);
		return 2;
	}
	own.format = OPTIONS_JSONL;
	own.share = share_work_new(own.share_index, own.share_of);
	code = run_share(&own);
	share_work_free(own.share);
	return code;
}
