/*
 * This file sends and receives messages.  It does not know what they mean.
 *
 * On the socket a message is its kind, the length of its body and the number
 * of its files, each of four bytes in the order of this machine, and its body.
 * In a body a number has eight bytes, a text its length as a number, all ones
 * where there is no text, and its bytes.
 */
#include "bulk/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* So many bytes are asked for at a time. */
#define STEP ((size_t)64 << 10)

/* What is kept of the room for messages when a long one is done with. */
#define KEPT ((size_t)1 << 20)

struct head {
	uint32_t kind;
	uint32_t size;
	uint32_t files;
};

bool
wire_put_number(struct scratch *out, uint64_t number)
{
	char bytes[sizeof(number)];

	memcpy(bytes, &number, sizeof(number));
	return scratch_add(out, (struct span){ bytes, sizeof(bytes) }) ==
	       PSC_OK;
}

bool
wire_put_text(struct scratch *out, struct span text)
{
	return wire_put_number(out, text.ptr == NULL ? UINT64_MAX : text.len) &&
	       (text.len == 0 || scratch_add(out, text) == PSC_OK);
}

uint64_t
wire_number(struct wire_reader *reader)
{
	uint64_t number;

	if (reader->bad || reader->rest.len < sizeof(number)) {
		reader->bad = true;
		return 0;
	}
	memcpy(&number, reader->rest.ptr, sizeof(number));
	reader->rest = span_from(reader->rest, sizeof(number));
	return number;
}

struct span
wire_text(struct wire_reader *reader)
{
	uint64_t len = wire_number(reader);
	struct span text;

	if (reader->bad || len == UINT64_MAX)
		return SPAN_NONE;
	if (len > reader->rest.len) {
		reader->bad = true;
		return SPAN_NONE;
	}
	text = span_first(reader->rest, (size_t)len);
	reader->rest = span_from(reader->rest, (size_t)len);
	return text;
}

void
wire_init(struct wire *wire, int fd, size_t most)
{
	if (most > WIRE_MOST)
		most = WIRE_MOST;
	*wire = (struct wire){
		.fd = fd, .most = most, .in = { .cap = WIRE_MOST + STEP }
	};
}

void
wire_close(struct wire *wire)
{
	for (size_t i = 0; i < wire->file_count; i++)
		close(wire->files[i]);
	if (wire->fd >= 0)
		close(wire->fd);
	scratch_free(&wire->in);
	wire_init(wire, -1, wire->most);
}

/* Sends some of the bytes, `fd` with the first of them; -1: it failed. */
static ssize_t
send_some(int socket, struct iovec *pieces, size_t count, int fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct msghdr message = { .msg_iov = pieces, .msg_iovlen = count };
	struct cmsghdr *header;
	ssize_t sent;

	if (fd >= 0) {
		memset(&control, 0, sizeof(control));
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
		header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	}
	do
		sent = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent;
}

bool
wire_send(const struct wire *wire, uint32_t kind, struct span body, int fd)
{
	struct head head = { kind, (uint32_t)body.len, fd >= 0 ? 1 : 0 };
	/* sendmsg() is older than const; it does not write there. */
	struct iovec pieces[] = { { &head, sizeof(head) },
		{ (char *)body.ptr, body.len } };
	struct iovec *next = pieces;
	size_t count = body.len > 0 ? 2 : 1;

	if (body.len > WIRE_MOST)
		return false;
	while (count > 0) {
		ssize_t sent = send_some(wire->fd, next, count, fd);

		if (sent < 0)
			return false;
		fd = -1;
		for (; count > 0 && (size_t)sent >= next->iov_len; count--)
			sent -= (ssize_t)(next++)->iov_len;
		if (count > 0) {
			next->iov_base = (char *)next->iov_base + sent;
			next->iov_len -= (size_t)sent;
		}
	}
	return true;
}

/* Keeps the files that came; false: they are more than anybody sends. */
static bool
keep_files(struct wire *wire, struct msghdr *message)
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);
	bool good = (message->msg_flags & MSG_CTRUNC) == 0;

	for (; header != NULL; header = CMSG_NXTHDR(message, header)) {
		size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (header->cmsg_level != SOL_SOCKET ||
		    header->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(header) + i * sizeof(fd),
			    sizeof(fd));
			if (wire->file_count < WIRE_FILES) {
				wire->files[wire->file_count++] = fd;
			} else {
				close(fd);
				good = false;
			}
		}
	}
	return good;
}

/* Takes what was done with out of the way, and what nobody needs. */
static void
compact(struct wire *wire)
{
	struct scratch *in = &wire->in;

	if (wire->taken == 0)
		return;
	in->len -= wire->taken;
	if (in->len > 0)
		memmove(in->ptr, in->ptr + wire->taken, in->len);
	wire->taken = 0;
	if (in->len == 0 && in->room > KEPT)
		scratch_free(in);
}

/* Reads `need` bytes more, or what is there; WIRE_LATER: nothing is. */
static enum wire_state
read_some(struct wire *wire, size_t need, bool wait)
{
	union {
		char bytes[CMSG_SPACE(WIRE_FILES * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct scratch *in = &wire->in;
	struct iovec piece;
	struct msghdr message = { .msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	ssize_t got;

	if (scratch_need(in, need > STEP ? need : STEP) != PSC_OK)
		return WIRE_OVER;
	piece = (struct iovec){ in->ptr + in->len, in->room - in->len };
	do
		got = recvmsg(wire->fd, &message,
		    (wait ? 0 : MSG_DONTWAIT) | MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return WIRE_LATER;
	if (got <= 0)
		return WIRE_OVER;
	in->len += (size_t)got;
	return keep_files(wire, &message) ? WIRE_MESSAGE : WIRE_OVER;
}

/* The file of a message; -1: none goes with it. */
static int
take_file(struct wire *wire)
{
	int fd = wire->files[0];

	wire->file_count--;
	memmove(wire->files, wire->files + 1,
	    wire->file_count * sizeof(wire->files[0]));
	return fd;
}

/* Takes a whole message; WIRE_LATER: `need` bytes more are missing. */
static enum wire_state
take_message(struct wire *wire, struct wire_message *message, size_t *need)
{
	size_t have = wire->in.len - wire->taken;
	const char *at = wire->in.ptr + wire->taken;
	struct head head;

	*need = sizeof(head);
	if (have < sizeof(head))
		return WIRE_LATER;
	memcpy(&head, at, sizeof(head));
	if (head.size > wire->most || head.files > 1)
		return WIRE_OVER;
	*need = sizeof(head) + head.size - have;
	if (have < sizeof(head) + head.size)
		return WIRE_LATER;
	if (head.files > wire->file_count)
		return WIRE_OVER;
	message->kind = head.kind;
	message->body = (struct span){ at + sizeof(head), head.size };
	message->fd = head.files > 0 ? take_file(wire) : -1;
	wire->taken += sizeof(head) + head.size;
	return WIRE_MESSAGE;
}

enum wire_state
wire_receive(struct wire *wire, bool wait, struct wire_message *message)
{
	enum wire_state state = WIRE_LATER;
	size_t need = 0;

	*message = (struct wire_message){ .fd = -1 };
	for (;;) {
		if (wire->in.len > wire->taken)
			state = take_message(wire, message, &need);
		if (state != WIRE_LATER)
			return state;
		compact(wire);
		state = read_some(wire, need, wait);
		if (state != WIRE_MESSAGE)
			return state;
		state = WIRE_LATER;
	}
}

bool
wire_has_more(const struct wire *wire)
{
	return wire->in.len > wire->taken;
}
