/*
 * The one table of commands and options, and the parser made from it.  Help,
 * completion and, by a test, the man page follow the same table.
 */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "fetch/fetch.h"
#include "pubscour.h"

enum options_command {
	OPTIONS_EXTRACT,
	OPTIONS_CLEAN,
	OPTIONS_FETCH,
	OPTIONS_EXPLAIN,
	OPTIONS_CHECK,
	OPTIONS_SHARD,
	OPTIONS_MERGE,
	OPTIONS_CACHE,
	OPTIONS_COMPLETION,
	OPTIONS_HELP_WORD,    /* as a command; parsing makes it an action */
	OPTIONS_VERSION_WORD, /* the same */
	OPTIONS_COMMANDS      /* how many there are */
};

/* What is asked for instead of the command's own work. */
enum options_action {
	OPTIONS_RUN,
	OPTIONS_HELP,
	OPTIONS_VERSION,
	OPTIONS_SCHEMA
};

enum options_format {
	OPTIONS_AUTO, /* extract: json for one plain input, else jsonl;
	                 clean: markdown */
	OPTIONS_JSON,
	OPTIONS_JSONL,
	OPTIONS_MARKDOWN,
	OPTIONS_TEXT,
	OPTIONS_HTML,
	OPTIONS_CITE /* extract: a bibliography, as `cite_format` */
};

struct share_work; /* of share.h */

/* One operand, or one `--from FILE`, in the order given. */
struct options_source {
	const char *text;
	bool list; /* `text` names a list of inputs */
};

struct options {
	enum options_command command;
	enum options_action action;
	enum options_format format;
	enum psc_cite cite_format;
	enum psc_cited cited; /* whose entries stand in the bibliography */
	bool has_cited;       /* `cited` was given */
	bool named;           /* the command's name was given */
	bool compact;
	bool null;
	bool strict;
	bool quiet;
	bool update;
	bool html;      /* explain: as a page */
	bool has_width; /* `width` was given */
	size_t width;
	enum psc_profile profile;
	enum psc_input input;
	const char *base; /* an address; NULL: none */
	const char *only;
	const char *output;
	size_t max_bytes;
	bool no_squeeze;
	size_t jobs;         /* processes that read pages; 0: this one does */
	double page_timeout; /* seconds */
	size_t page_memory;  /* bytes */
	bool unordered;
	bool no_sandbox;
	bool resume;
	const char *report;         /* the file for a summary; NULL: none */
	struct fetch_options fetch; /* how pages are fetched */
	char *base_url;             /* what fetch.base points to; owned */
	bool complete;              /* the rest of lists as well */
	size_t max_list;            /* so many items of these; 0: as many as
	                               the library takes unless told */
	bool verbose;
	const char *variable; /* of the environment, while that is read */
	const char *folder;   /* fetch: where pages are kept; NULL: nowhere */
	const char *warc;     /* fetch: the file records are added to; NULL */
	size_t share_of;      /* shard: so many shares; 0: not given */
	size_t share_index;   /* this one, from 0 */
	bool has_index;       /* it was given */
	bool names;           /* shard: names of inputs, not records */
	struct share_work *share; /* only these inputs; NULL: all */
	struct options_source *sources;
	size_t count;
};

/* A row of the table of commands. */
struct options_command_row {
	const char *name;
	const char *operands; /* "[FILE|FOLDER]..." */
	const char *words;    /* the operands it knows; NULL: files; "": none */
	const char *help;     /* a line of the list */
	const char *text;     /* what `pubscour NAME --help` says above all */
};

/*
 * A row of the table of options.  An option that means one thing here and
 * another there has a row for each; no command takes two of one name.
 */
struct options_row {
	const char *name;
	const char *argument; /* "FILE"; NULL: it takes none */
	const char *words;    /* the arguments it knows, or NULL */
	bool (*set)(struct options *options, const char *argument);
	const char *help;  /* one line or more */
	unsigned commands; /* a bit for each enum options_command */
	char letter;       /* '\0': it has none */
	bool fetching;     /* it stands with those that fetching has */
};

/* The n-th command or option, from 0; NULL after the last. */
const struct options_command_row *options_command(size_t n);
const struct options_row *options_option(size_t n);

/* Does `command` take the option of that row? */
bool options_takes(enum options_command command, const struct options_row *row);

/*
 * Reads the command line, and the variables of the environment that stand for
 * options not given; `options` points into both.  False: it is wrong, and
 * that was said.  options_free() is due in both cases.
 */
bool options_parse(struct options *options, int argc, char **argv);
void options_free(struct options *options);

/* Says `message` with a pointer to --help; for wrong usage found later. */
void options_complain(const struct options *options, const char *message);

#endif
