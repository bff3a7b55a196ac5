/*
 * Where the output goes: standard output, or a file that is written beside
 * its name and takes that name at the end, so that nobody sees half of it.
 * What goes out goes by whole pieces, as sink_pass() parts them: what stops
 * the process leaves half of one at most, what stops the writing (a full
 * disk) leaves none in a file.
 */
#ifndef COMMAND_SINK_H
#define COMMAND_SINK_H

#include <stdbool.h>
#include <stddef.h>

struct sink {
	int fd;
	char *bytes; /* what is not written yet; owned */
	size_t size;
	size_t room;
	const char *name; /* what the user calls it, for messages */
	char *target;     /* the name at the end; NULL: it is written there */
	char *temp;       /* the name until then */
	bool eager;       /* somebody may be waiting for each line */
	bool used;        /* something was written */
	bool regular;     /* it is a file, which can be shortened again */
	bool lines;    /* each piece is a line; for whoever opens it to set */
	size_t whole;  /* pieces that are written, whole */
	size_t passed; /* pieces in `bytes` */
	bool terminal; /* a person looks at it */
	int error;     /* the first errno that went wrong; 0: none did */
};

/*
 * Opens `path`; NULL and "-" are standard output.  A file that is there keeps
 * its mode, a symbolic link stays one.  What is written to directly, and not
 * undone: a device, a pipe, the file that standard output or standard error
 * is open on, and the descriptor that /dev/fd/N names.  False: it cannot be
 * written, and that was said.  Only one sink at a time may be open on a
 * regular file.
 */
bool sink_open(struct sink *sink, const char *path);

/*
 * Writes to `fd` from now on, as to a file that is called `name`; it closes it
 * in the end.
 */
void sink_adopt(struct sink *sink, const char *name, int fd);

/* Writes bytes.  False: this or an earlier write went wrong. */
bool sink_write(struct sink *sink, const char *bytes, size_t size);

/* Writes text from a page or a file name so that a terminal can show it. */
bool sink_show(struct sink *sink, const char *text, size_t size);

/* Writes text made as by printf, as it is. */
bool sink_print(struct sink *sink, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One input's output is complete: hands it on where somebody may wait. */
bool sink_pass(struct sink *sink);

/* Writes what is gathered; as sink_write(). */
bool sink_flush(struct sink *sink);

/*
 * Closes it.  A file takes its name where `keep`, and is removed otherwise.
 * False: something could not be written; that was said, unless the reader of
 * a pipe went away.
 */
bool sink_close(struct sink *sink, bool keep);

/* For signal handlers that end the process: removes what is not finished. */
void sink_abandon(void);

#endif
