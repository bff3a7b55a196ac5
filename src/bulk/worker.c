/*
 * What a worker does: it reads the pages it is handed, or takes an input
 * apart for others to read, shut in as well as the kernel can.  It opens no
 * file and writes nowhere but into its socket.
 */
#include "bulk/worker.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "bulk/sandbox.h"
#include "bulk/shared.h"
#include "bulk/trigger.h"
#include "input/encoding.h"
#include "pages.h"

/* What is kept of the room for an answer when a long one is gone. */
#define KEPT ((size_t)1 << 20)

/* So many pages are passed over before that is told. */
#define SKIPPED 64

bool
worker_put_part(struct scratch *out, const struct part *part,
    enum psc_status status, const struct error *error)
{
	return wire_put_number(out, status) &&
	       wire_put_text(out, span_of(error->message)) &&
	       wire_put_text(out, part->path) &&
	       wire_put_text(out, part->charset) &&
	       wire_put_text(out, part->address) &&
	       wire_put_text(out, part->date) && wire_put_text(out, part->id) &&
	       wire_put_text(out, part->where) &&
	       wire_put_number(out, part->form) &&
	       wire_put_number(out, part->replaced) &&
	       wire_put_number(out, part->cut);
}

enum psc_status
worker_get_part(struct wire_reader *in, struct part *part, struct error *error)
{
	uint64_t status = wire_number(in);
	struct span message = wire_text(in);

	error_set(error, "%.*s", (int)span_first(message, 399).len,
	    message.ptr == NULL ? "" : message.ptr);
	*part = (struct part){ .path = wire_text(in) };
	part->charset = wire_text(in);
	part->address = wire_text(in);
	part->date = wire_text(in);
	part->id = wire_text(in);
	part->where = wire_text(in);
	uint64_t form = wire_number(in);
	part->form =
	    form <= PSC_INPUT_JSONL ? (enum psc_input)form : PSC_INPUT_AUTO;
	part->replaced = (size_t)wire_number(in);
	part->cut = wire_number(in) != 0;
	return status < PSC_END ? (enum psc_status)status : PSC_UNREADABLE;
}

/* The name in a message, which ends with a NUL; "" where there is none. */
static const char *
get_name(struct wire_reader *in)
{
	struct span name = wire_text(in);

	if (name.len > 0 && name.ptr[name.len - 1] == '\0')
		return name.ptr;
	return "";
}

/* The answer is gone, or there is nobody to whom it could go. */
static void
answer(struct worker *worker, enum worker_answer kind, struct span body, int fd)
{
	if (!wire_send(&worker->wire, kind, body, fd))
		_exit(0);
}

static void
answer_number(struct worker *worker, enum worker_answer kind, uint64_t number)
{
	char bytes[sizeof(number)];

	memcpy(bytes, &number, sizeof(number));
	answer(worker, kind, (struct span){ bytes, sizeof(bytes) }, -1);
}

/* Is it a set that the leading process could load? */
static bool
lacks_charset(const struct worker *worker, enum psc_status status)
{
	return status == PSC_UNREADABLE && worker->sandbox &&
	       encoding_named(worker->reader->input.charset) != NULL;
}

/* A page was read, or not. */
static void
answer_page(struct worker *worker, enum psc_status status, bool final)
{
	struct scratch *out = &worker->out;

	if (!final && lacks_charset(worker, status)) {
		answer(worker, WORKER_CHARSET,
		    span_of(worker->reader->input.charset), -1);
		return;
	}
	out->len = 0;
	if (!wire_put_number(out, status))
		_exit(1);
	worker->make(worker->context, worker->reader, status, out);
	answer(worker, WORKER_PAGE, (struct span){ out->ptr, out->len }, -1);
	/* Most pages need as much room as the last one. */
	if (out->room > KEPT)
		scratch_free(out);
}

/* The one page in a file, unless there may be several. */
static void
read_file(struct worker *worker, struct wire_reader *in, int fd, bool look)
{
	const char *name = get_name(in);
	bool final = wire_number(in) != 0;
	enum psc_status status = look ? PSC_OK : trigger_pull(fd);

	if (status != PSC_OK)
		status =
		    psc_fail(worker->reader, name, status, READER_NO_MEMORY);
	else
		status = psc_open_fd(worker->reader, name, fd);
	if (status == PSC_OK && psc_several(worker->reader)) {
		answer_number(
		    worker, WORKER_SEVERAL, pages_are_lines(worker->reader));
	} else if (look) {
		answer(worker, WORKER_SINGLE, SPAN(""), -1);
	} else {
		if (status == PSC_OK)
			status = psc_next(worker->reader);
		answer_page(worker, status, final);
	}
}

/* A page that was taken out of an input, or the file that it names. */
static void
read_part(struct worker *worker, struct wire_reader *in, int *fd)
{
	const char *name = get_name(in);
	bool final = wire_number(in) != 0;
	struct error error = { "" };
	struct part part;
	enum psc_status status = worker_get_part(in, &part, &error);
	struct span bytes = SPAN("");
	enum psc_status pulled = *fd >= 0 ? trigger_pull(*fd) : PSC_OK;
	int inner = -1;

	if (pulled != PSC_OK)
		status = pulled;
	if (status == PSC_OK && part.path.ptr == NULL) {
		bytes = shared_map(*fd);
		if (bytes.ptr == NULL)
			status = PSC_NO_MEMORY;
		part.bytes = bytes;
	}
	if (status == PSC_NO_MEMORY && error.message[0] == '\0')
		error_set(&error, "%s", READER_NO_MEMORY);
	/* The reader closes the file that a path leads to. */
	if (part.path.ptr != NULL) {
		inner = *fd;
		*fd = -1;
	}
	status = pages_give(worker->reader, name, &part, status, &error, inner);
	answer_page(worker, status, final);
	shared_unmap(bytes);
}

/* Waits until another part is wanted. */
static void
wait_more(struct worker *worker)
{
	struct wire_message message;

	if (wire_receive(&worker->wire, true, &message) != WIRE_MESSAGE ||
	    message.kind != WORKER_MORE)
		_exit(0);
}

static void
send_part(struct worker *worker, const struct part *part,
    enum psc_status status, const struct error *error)
{
	struct scratch out = { .cap = WIRE_MOST };
	struct error why = *error;
	int fd = -1;

	if (status == PSC_OK && part->path.ptr == NULL) {
		fd = shared_make(part->bytes);
		if (fd < 0) {
			status = PSC_NO_MEMORY;
			error_set(&why, "%s", READER_NO_MEMORY);
		}
	}
	if (!worker_put_part(&out, part, status, &why))
		_exit(1);
	wait_more(worker);
	answer(worker, WORKER_FOUND, (struct span){ out.ptr, out.len }, fd);
	scratch_free(&out);
	if (fd >= 0)
		close(fd);
}

/* Passes up to `count` pages of the input over; how many there were. */
static uint64_t
pass(struct worker *worker, uint64_t count)
{
	struct error error = { "" };
	struct part part;
	uint64_t passed = 0;

	while (passed < count &&
	       pages_take(worker->reader, &part, &error) != PSC_END)
		passed++;
	return passed;
}

/* Passes those that are done already; it is told how far that is. */
static void
skip_done(struct worker *worker, uint64_t skip)
{
	uint64_t passed;

	while (skip > 0) {
		passed = pass(worker, skip < SKIPPED ? skip : SKIPPED);
		if (passed == 0)
			return;
		answer_number(worker, WORKER_SKIPPED, passed);
		skip -= passed;
	}
}

/* All pages of an input, one for each that is wanted. */
static void
feed(struct worker *worker, struct wire_reader *in, int fd)
{
	const char *name = get_name(in);
	uint64_t skip = wire_number(in), given = wire_number(in);
	struct pollfd file = { .fd = fd, .events = POLLIN };
	struct error error = { "" };
	struct part part = { .cut = false };
	enum psc_status status = PSC_OK;

	/* Nobody may have opened the other end of a pipe yet. */
	if (fd >= 0 && poll(&file, 1, -1) > 0)
		status = psc_open_fd(worker->reader, name, fd);
	if (status != PSC_OK) {
		error_set(&error, "%s", psc_message(worker->reader));
		send_part(worker, &part, status, &error);
	} else {
		pass(worker, given);
		skip_done(worker, skip);
		while ((status = pages_take(worker->reader, &part, &error)) !=
		       PSC_END)
			send_part(worker, &part, status, &error);
	}
	answer(worker, WORKER_END, SPAN(""), -1);
}

static void
obey(struct worker *worker, struct wire_message *message)
{
	struct wire_reader in = { .rest = message->body };

	switch (message->kind) {
	case WORKER_READ:
	case WORKER_LOOK:
		read_file(
		    worker, &in, message->fd, message->kind == WORKER_LOOK);
		break;
	case WORKER_PART:
		read_part(worker, &in, &message->fd);
		break;
	case WORKER_FEED:
		feed(worker, &in, message->fd);
		break;
	default:
		break;
	}
}

void
worker_run(struct worker *worker)
{
	struct wire_message message;
	unsigned kept = 0;

	worker->out = (struct scratch){ .cap = WIRE_MOST };
	sandbox_limit_memory(worker->memory);
	if (worker->sandbox)
		kept = sandbox_enter();
	answer_number(worker, WORKER_READY, kept);
	while (wire_receive(&worker->wire, true, &message) == WIRE_MESSAGE) {
		obey(worker, &message);
		if (message.fd >= 0)
			close(message.fd);
	}
}
