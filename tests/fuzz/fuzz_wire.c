/*
 * Any bytes as what comes through a socket from a worker: messages are taken
 * apart, and their bodies read as parts and as outcomes.  The first byte says
 * into how many pieces the others are cut, and whether files come with them.
 * What is accepted as an outcome is what is written of it again.
 */
#include "bulk/wire.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bulk/worker.h"
#include "command/outcome.h"
#include "touch.h"

/* A socket takes so many bytes without a reader, by far. */
#define MOST ((size_t)32 << 10)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_part(struct span body)
{
	struct wire_reader in = { .rest = body };
	struct scratch out = { .cap = WIRE_MOST };
	struct error error, again_error;
	struct part part, again;
	enum psc_status status = worker_get_part(&in, &part, &error);

	if (status >= PSC_END || part.form > PSC_INPUT_JSONL ||
	    strlen(error.message) >= sizeof(error.message))
		abort();
	(void)(touch(part.path) + touch(part.charset) + touch(part.address) +
	       touch(part.date) + touch(part.id) + touch(part.where));
	/* It goes on to another process. */
	if (!worker_put_part(&out, &part, status, &error))
		abort();
	in = (struct wire_reader){ .rest = { out.ptr, out.len } };
	if (worker_get_part(&in, &again, &again_error) != status || in.bad ||
	    in.rest.len != 0 || !span_equal(again.id, part.id) ||
	    !span_equal(again.path, part.path) ||
	    strcmp(again_error.message, error.message) != 0)
		abort();
	scratch_free(&out);
}

static void
read_outcome(struct span body)
{
	struct scratch out = { .cap = WIRE_MOST };
	struct outcome outcome = { .name = "a" }, again = { .name = "a" };

	if (!outcome_get(&outcome, body)) {
		if (outcome.text.ptr != NULL || outcome.message.ptr != NULL ||
		    outcome.warning_count != 0 || outcome.written != PSC_OK)
			abort();
		return;
	}
	for (size_t i = 0; i < outcome.warning_count && i < OUTCOME_WARNINGS;
	     i++)
		(void)(touch(outcome.warnings[i].code) +
		       touch(outcome.warnings[i].message));
	(void)(touch(outcome.text) + touch(outcome.message));
	if (!outcome_put(&outcome, &out) ||
	    !outcome_get(&again, (struct span){ out.ptr, out.len }) ||
	    again.warning_count != outcome.warning_count ||
	    !span_equal(again.text, outcome.text))
		abort();
	scratch_free(&out);
}

static void
read_body(struct span body)
{
	struct wire_reader in = { .rest = body };

	read_part(body);
	read_outcome(body);
	/* As the answer to an order: a status, and what came of the page. */
	(void)wire_number(&in);
	if (!in.bad)
		read_outcome(in.rest);
}

/* All messages that are there; false: nothing more is believed. */
static bool
read_messages(struct wire *wire)
{
	struct wire_message message;
	enum wire_state state;

	while ((state = wire_receive(wire, false, &message)) == WIRE_MESSAGE) {
		read_body(message.body);
		if (message.fd >= 0)
			close(message.fd);
	}
	if (message.fd != -1)
		abort();
	return state == WIRE_LATER;
}

/* Some bytes, with a file or without. */
static bool
put(int to, const uint8_t *data, size_t size, bool file)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { { 0 } };
	struct iovec piece = { (void *)(uintptr_t)data, size };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
	int fd = STDIN_FILENO;

	if (file) {
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	}
	return sendmsg(to, &message, MSG_NOSIGNAL) == (ssize_t)size;
}

/*
 * Does a message say that it is so long that room for it is made, and never
 * filled?  That is allowed, and slow with a sanitizer.
 */
static bool
is_slow(const uint8_t *data, size_t size)
{
	uint32_t head[3];

	while (size >= sizeof(head)) {
		memcpy(head, data, sizeof(head));
		data += sizeof(head);
		size -= sizeof(head);
		if (head[1] > size)
			return head[1] > MOST && head[1] <= WIRE_MOST;
		data += head[1];
		size -= head[1];
	}
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t pieces, step;
	struct wire wire;
	bool file;
	int ends[2];

	if (size < 2 || size > MOST)
		return 0;
	pieces = (data[0] & 7) + 1u;
	file = (data[0] & 8) != 0;
	data++;
	size--;
	/* Bodies without a message around them are found sooner. */
	read_body((struct span){ (const char *)data, size });
	if (is_slow(data, size) ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return 0;
	wire_init(&wire, ends[0], WIRE_MOST);
	step = (size + pieces - 1) / pieces;
	while (size > 0) {
		size_t some = size < step ? size : step;

		if (!put(ends[1], data, some, file) || !read_messages(&wire))
			break;
		data += some;
		size -= some;
	}
	close(ends[1]);
	if (size == 0 && read_messages(&wire))
		abort();
	wire_close(&wire);
	return 0;
}
