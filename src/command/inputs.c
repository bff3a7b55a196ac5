/*
 * Arguments become inputs.  Folders are listed and lists are read here; the
 * inputs themselves are read by the library.
 */
#include "command/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/memory.h"
#include "command/report.h"
#include "command/share.h"
#include "command/walk.h"
#include "fetch/source.h"

/* The longest name in a list, its end included; no path is longer. */
#define LINE_ROOM 65536

struct inputs {
	const struct options *options;
	inputs_visit *visit;
	inputs_wait *wait; /* NULL: a list is waited for */
	void *context;
	bool stopped;    /* the visitor wants no more */
	bool good;       /* nothing went wrong here */
	bool from_stdin; /* the list being read is standard input */
	bool taken;      /* what is visited is all of the share */
};

struct list_file {
	int fd;
	int error; /* errno; 0: it could be read so far */
	const char *name;
	char bytes[4096]; /* that were read, */
	size_t at, size;  /* and those of them that are left */
	size_t line;      /* of the name read last, from 1 */
	char *text;       /* LINE_ROOM bytes: the name */
};

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The names of shares, for merge. */
static bool
is_share(const char *name)
{
	return span_ends(span_of(name), SPAN(".jsonl"));
}

/* Was all that can be said said when the inputs were counted? */
static bool
is_silent(const struct inputs *inputs)
{
	return share_work_begun(inputs->options->share) && !inputs->taken;
}

static void
visit_item(struct inputs *inputs, struct inputs_item item)
{
	/* Standard input has no shares: the visitor has to know. */
	if (!inputs->taken && !item.standard &&
	    !share_work_takes(inputs->options->share, item.name))
		return;
	if (!inputs->visit(inputs->context, &item))
		inputs->stopped = true;
}

static void
say_nothing_in(const struct inputs *inputs, const char *folder)
{
	if (is_silent(inputs))
		return;
	report_say("no %s found in %s",
	    inputs->options->command == OPTIONS_MERGE
		? "shares (*.jsonl)"
		: "saved pages (*.html, *.mhtml, *.har, *.warc or the like)",
	    folder);
}

struct in_folder {
	struct inputs *inputs;
	const char *folder;
	bool any;
};

static bool
visit_path(void *context, const char *path)
{
	struct in_folder *in = context;
	char *name = memory_path(in->folder, path);

	in->any = true;
	visit_item(
	    in->inputs, (struct inputs_item){ .name = name, .below = path });
	free(name);
	return !in->inputs->stopped;
}

static void
visit_folder(struct inputs *inputs, const char *folder)
{
	struct in_folder in = { .inputs = inputs, .folder = folder };
	walk_wanted *wanted =
	    inputs->options->command == OPTIONS_MERGE ? is_share : walk_is_page;

	if (!walk_each(folder, wanted, is_silent(inputs), visit_path, &in))
		inputs->good = false;
	if (!in.any) {
		say_nothing_in(inputs, folder);
		inputs->good = false;
	}
}

/*
 * Did somebody mean that to be fetched?  What no one would type is rather the
 * name of a file that is gone.
 */
static bool
is_typed(const char *text)
{
	if (strstr(text, "://") != NULL)
		return true;
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == '\x7f')
			return false;
	return strlen(text) < SOURCE_ADDRESS_ROOM;
}

/*
 * Is it no file, but something that is fetched, or looks so much like that
 * that this is what has to be said of it?  A file of that name wins.
 */
static bool
is_remote(const struct options *options, const char *text)
{
	struct source source = { .kind = SOURCE_NONE };
	struct stat status;
	char why[SOURCE_WHY_ROOM];

	if (options->command == OPTIONS_FETCH)
		return true;
	if (options->command == OPTIONS_MERGE || lstat(text, &status) == 0 ||
	    errno == EACCES)
		return false;
	source_read(text, options->fetch.base, &source, why);
	return source.kind != SOURCE_NONE || (why[0] != '\0' && is_typed(text));
}

/* Where the list itself is standard input, "-" in it is only a name. */
static void
visit_operand(struct inputs *inputs, const char *text)
{
	if (is_remote(inputs->options, text))
		visit_item(inputs,
		    (struct inputs_item){ .name = text, .remote = true });
	else if (strcmp(text, "-") == 0)
		visit_item(inputs, (struct inputs_item){ .name = text,
				       .standard = !inputs->from_stdin });
	else if (is_folder(text))
		visit_folder(inputs, text);
	else
		visit_item(inputs, (struct inputs_item){ .name = text });
}

/*
 * An operand from a list.  What is called as a page is one input to shares:
 * looking which of a million names are folders may take longer than a share.
 */
static void
visit_entry(struct inputs *inputs, const char *name)
{
	struct share_work *share = inputs->options->share;

	if (share == NULL || !walk_is_page(name)) {
		visit_operand(inputs, name);
		return;
	}
	if (!share_work_takes(share, name))
		return;
	inputs->taken = true;
	visit_operand(inputs, name);
	inputs->taken = false;
}

/* More bytes of the list; EOF: there are none, or nobody wants them. */
static int
next_bytes(struct inputs *inputs, struct list_file *list)
{
	ssize_t got;

	do {
		if (inputs->wait != NULL &&
		    !inputs->wait(inputs->context, list->fd)) {
			inputs->stopped = true;
			return EOF;
		}
		got = read(list->fd, list->bytes, sizeof(list->bytes));
	} while (got < 0 && errno == EINTR && inputs->wait != NULL);
	list->at = list->size = 0;
	if (got < 0)
		list->error = errno;
	if (got <= 0)
		return EOF;
	list->size = (size_t)got;
	return (unsigned char)list->bytes[list->at++];
}

static inline int
next_byte(struct inputs *inputs, struct list_file *list)
{
	if (list->at < list->size)
		return (unsigned char)list->bytes[list->at++];
	return next_bytes(inputs, list);
}

/*
 * The next name up to `end`, without it; false where there is none.  A name
 * that is too long or holds a NUL byte is read over: its `size` says so.
 */
static bool
read_name(struct inputs *inputs, struct list_file *list, int end, size_t *size)
{
	int c = next_byte(inputs, list);

	*size = 0;
	if (c == EOF)
		return false;
	list->line++;
	for (; c != EOF && c != end; c = next_byte(inputs, list)) {
		if (c == '\0' || *size >= LINE_ROOM - 1)
			*size = LINE_ROOM;
		else
			list->text[(*size)++] = (char)c;
	}
	if (*size < LINE_ROOM)
		list->text[*size] = '\0';
	return true;
}

/* Lists made on Windows: a mark at the start, CR before each line end. */
static char *
trimmed(const struct list_file *list, size_t size)
{
	char *text = list->text;

	if (size > 0 && text[size - 1] == '\r')
		text[size - 1] = '\0';
	if (list->line == 1 && strncmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	return text;
}

/* Nobody sees blanks in a list; --null takes a name as it is. */
static bool
is_blank(const char *name, bool null)
{
	return name[null ? 0 : strspn(name, " \t")] == '\0';
}

static void
say_no_name(const struct inputs *inputs, const struct list_file *list)
{
	if (!is_silent(inputs))
		report_say("%s: entry %zu is no file name%s", list->name,
		    list->line,
		    inputs->options->null ? ""
					  : " (with NUL bytes: use --null)");
}

/* The list was read to its end; says what went wrong. */
static void
judge_list(struct inputs *inputs, const struct list_file *list, bool any)
{
	bool broken = list->error != 0;

	if (any && !broken)
		return;
	inputs->good = false;
	if (is_silent(inputs))
		return;
	if (broken)
		report_say("%s: %s", list->name, strerror(list->error));
	else
		report_say("no inputs listed in %s", list->name);
}

static void
visit_lines(struct inputs *inputs, struct list_file *list)
{
	bool null = inputs->options->null;
	const char *name;
	size_t size;
	bool any = false; /* there was a name, or what should be one */

	while (!inputs->stopped &&
	       read_name(inputs, list, null ? '\0' : '\n', &size)) {
		if (size == LINE_ROOM) {
			say_no_name(inputs, list);
			inputs->good = false;
			any = true;
			continue;
		}
		name = null ? list->text : trimmed(list, size);
		if (is_blank(name, null))
			continue;
		any = true;
		visit_entry(inputs, name);
	}
	if (!inputs->stopped)
		judge_list(inputs, list, any);
}

static void
visit_list(struct inputs *inputs, const char *path)
{
	struct list_file list = { .name = path };

	inputs->from_stdin = strcmp(path, "-") == 0;
	list.fd = inputs->from_stdin ? STDIN_FILENO
				     : open(path, O_RDONLY | O_CLOEXEC);
	if (list.fd < 0) {
		if (!is_silent(inputs))
			report_say(
			    "%s: %s", report_name(path), strerror(errno));
		inputs->good = false;
		return;
	}
	list.text = memory_new(LINE_ROOM);
	visit_lines(inputs, &list);
	free(list.text);
	if (!inputs->from_stdin)
		close(list.fd);
	inputs->from_stdin = false;
}

bool
inputs_each(const struct options *options, inputs_visit *visit, void *context)
{
	return inputs_each_wait(options, visit, NULL, context);
}

bool
inputs_each_wait(const struct options *options, inputs_visit *visit,
    inputs_wait *wait, void *context)
{
	struct inputs inputs = { .options = options,
		.visit = visit,
		.wait = wait,
		.context = context,
		.good = true };

	if (options->count == 0)
		visit_item(&inputs,
		    (struct inputs_item){ .name = "-", .standard = true });
	for (size_t i = 0; i < options->count && !inputs.stopped; i++) {
		if (options->sources[i].list)
			visit_list(&inputs, options->sources[i].text);
		else
			visit_operand(&inputs, options->sources[i].text);
	}
	return inputs.good;
}

bool
inputs_single(const struct options *options)
{
	if (options->count == 0)
		return true;
	return options->count == 1 && !options->sources[0].list &&
	       !is_folder(options->sources[0].text);
}

/* The names in a list; 0: it can be read only once, or not at all. */
static size_t
count_lines(const char *path, int end)
{
	struct stat status;
	size_t count = 0;
	bool empty = true;
	FILE *file;
	int c;

	if (strcmp(path, "-") == 0 || stat(path, &status) != 0 ||
	    !S_ISREG(status.st_mode))
		return 0;
	file = fopen(path, "rb");
	if (file == NULL)
		return 0;
	while ((c = getc(file)) != EOF) {
		if (c == end)
			empty = true;
		else if (empty && (end == '\0' || strchr(" \t\r", c) == NULL))
			count++, empty = false;
	}
	fclose(file);
	return count;
}

static bool
count_path(void *context, const char *path)
{
	size_t *count = context;

	(void)path;
	++*count;
	return true;
}

/* The pages in a folder. */
static size_t
count_folder(const char *folder)
{
	size_t count = 0;

	(void)walk_each(folder, walk_is_page, true, count_path, &count);
	return count;
}

static size_t
count_inputs(const struct options *options, bool folders)
{
	size_t count = options->count == 0 ? 1 : 0;
	size_t more;

	if (options->share != NULL)
		return (size_t)share_work_is(options->share)->inputs;
	for (size_t i = 0; i < options->count; i++) {
		const struct options_source *source = &options->sources[i];

		if (source->list)
			more = count_lines(
			    source->text, options->null ? '\0' : '\n');
		else if (is_folder(source->text))
			more = folders ? count_folder(source->text) : 0;
		else
			more = 1;
		if (more == 0)
			return 0;
		count += more;
	}
	return count;
}

size_t
inputs_count(const struct options *options)
{
	return count_inputs(options, false);
}

size_t
inputs_total(const struct options *options)
{
	return count_inputs(options, true);
}

bool
inputs_waiting(const struct options *options)
{
	return options->count == 0 && isatty(STDIN_FILENO);
}

enum psc_status
inputs_open(struct psc *reader, const struct inputs_item *item)
{
	if (item->standard)
		return psc_open_fd(reader, item->name, STDIN_FILENO);
	return psc_open_file(reader, item->name, item->name);
}
