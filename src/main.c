/*
 * The command `pubscour`: sets the process up and calls what was asked for.
 * Everything else is in command/.
 */
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "command/cache.h"
#include "command/check.h"
#include "command/clean.h"
#include "command/completion.h"
#include "command/explain.h"
#include "command/extract.h"
#include "command/fetch.h"
#include "command/help.h"
#include "command/merge.h"
#include "command/options.h"
#include "command/shard.h"
#include "command/sink.h"
#include "pubscour.h"

/*
 * A standard stream that is closed must not become the number of the next
 * file that is opened: each gets a descriptor that cannot be used.
 */
static void
fill_streams(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) == -1)
			_exit(1);
}

/* A broken pipe ends us quietly; a limit of size is an error of write(). */
static void
set_signals(void)
{
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN);
}

static int
print(const struct options *options)
{
	const char *schema = options->command == OPTIONS_CLEAN
				 ? psc_clean_schema()
				 : psc_schema();
	struct sink out;

	/* Help and version are for a person, who is at the terminal. */
	if (!sink_open(&out,
		options->action == OPTIONS_SCHEMA ? options->output : NULL))
		return 1;
	if (options->action == OPTIONS_HELP)
		help_write(&out, options);
	else if (options->action == OPTIONS_VERSION)
		sink_print(&out, "pubscour %s\n", psc_version());
	else
		sink_print(&out, "%s%s", schema,
		    schema[strlen(schema) - 1] == '\n' ? "" : "\n");
	return sink_close(&out, true) ? 0 : 1;
}

static int
run(const struct options *options)
{
	if (options->action != OPTIONS_RUN)
		return print(options);
	switch (options->command) {
	case OPTIONS_CLEAN:
		return clean_run(options);
	case OPTIONS_FETCH:
		return fetch_run(options);
	case OPTIONS_CACHE:
		return cache_run(options);
	case OPTIONS_EXPLAIN:
		return explain_run(options);
	case OPTIONS_CHECK:
		return check_run(options);
	case OPTIONS_SHARD:
		return shard_run(options);
	case OPTIONS_MERGE:
		return merge_run(options);
	case OPTIONS_COMPLETION:
		return completion_run(options);
	default:
		return extract_run(options);
	}
}

int
main(int argc, char **argv)
{
	struct options options;
	int code = 2;

	fill_streams();
	set_signals();
	opterr = 0;
	if (options_parse(&options, argc, argv))
		code = run(&options);
	options_free(&options);
	return code;
}
