/*
 * Messages between the process that leads and those that read pages: a kind,
 * some bytes, and perhaps an open file, over a pair of sockets.  Nobody here
 * trusts what comes in: every number and length is checked.
 */
#ifndef BULK_WIRE_H
#define BULK_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "input/scratch.h"

/* No message is longer, in bytes. */
#define WIRE_MOST ((size_t)1 << 30)

/* Files that came and belong to messages that did not yet; no more wait. */
#define WIRE_FILES 8

/*
 * Bytes of a message as they are put together: { .cap = WIRE_MOST } is an
 * empty one.  scratch_free() frees them.  The functions return false where
 * there is no memory, or it gets too long.
 */
bool wire_put_number(struct scratch *out, uint64_t number);
bool wire_put_text(struct scratch *out, struct span text);

/* Bytes of a message as they are taken apart. */
struct wire_reader {
	struct span rest;
	bool bad; /* something was not there: what was given is nothing */
};

/* The next number, 0 where there is none. */
uint64_t wire_number(struct wire_reader *reader);

/* The next text, which lies in the message; SPAN_NONE where there is none. */
struct span wire_text(struct wire_reader *reader);

struct wire_message {
	uint32_t kind;
	struct span body; /* lives until the next message is received */
	int fd;           /* of the receiver now; -1: none came */
};

/* What has come through a socket and is not taken yet. */
struct wire {
	int fd;      /* the socket; -1: there is none */
	size_t most; /* bytes of a message that is believed */
	struct scratch in;
	size_t taken; /* bytes of `in` that are done with */
	int files[WIRE_FILES];
	size_t file_count;
};

/* `most`: longer messages make no sense; WIRE_MOST at most. */
void wire_init(struct wire *wire, int fd, size_t most);

/* Closes the socket and the files that nobody took. */
void wire_close(struct wire *wire);

/*
 * Sends a message and waits until it is gone; `fd` goes with it and stays
 * open here, -1: none.  False: nobody is there any more.
 */
bool wire_send(
    const struct wire *wire, uint32_t kind, struct span body, int fd);

enum wire_state {
	WIRE_MESSAGE, /* there is one */
	WIRE_LATER,   /* not all of it has come yet */
	WIRE_OVER     /* there is nobody any more, or it makes no sense */
};

/*
 * The next message.  Where it is not there and `wait`, it is waited for;
 * else what has come is kept for the next call.
 */
enum wire_state wire_receive(
    struct wire *wire, bool wait, struct wire_message *message);

/* Has more come than was taken? */
bool wire_has_more(const struct wire *wire);

#endif
