/* Messages between processes: src/bulk/wire, and parts in src/bulk/worker. */
#include "bulk/wire.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bulk/worker.h"
#include "input/part.h"
#include "support.h"

/* As wire.c has it. */
struct head {
	uint32_t kind, size, files;
};

struct pair {
	struct wire from, to;
};

static void
connect_pair(struct pair *pair)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	wire_init(&pair->from, ends[0], WIRE_MOST);
	wire_init(&pair->to, ends[1], WIRE_MOST);
}

static void
close_pair(struct pair *pair)
{
	wire_close(&pair->from);
	wire_close(&pair->to);
}

/* Bytes as they are, without a message around them. */
static void
put_raw(const struct wire *wire, const void *bytes, size_t size)
{
	cr_assert_eq(write(wire->fd, bytes, size), (ssize_t)size);
}

/* Some bytes, and with them `count` times the file `fd`. */
static void
put_files(const struct wire *wire, const void *bytes, size_t size, int fd,
    size_t count)
{
	union {
		char bytes[CMSG_SPACE(64 * sizeof(int))];
		struct cmsghdr align;
	} control = { { 0 } };
	struct iovec piece = { (void *)(uintptr_t)bytes, size };
	struct msghdr message = { .msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(count * sizeof(int));
	for (size_t i = 0; i < count; i++)
		memcpy(CMSG_DATA(header) + i * sizeof(int), &fd, sizeof(fd));
	cr_assert_eq(sendmsg(wire->fd, &message, 0), (ssize_t)size);
}

static void
expect(struct wire *wire, uint32_t kind, struct span body)
{
	struct wire_message message;

	cr_assert_eq(wire_receive(wire, false, &message), WIRE_MESSAGE);
	cr_assert_eq(message.kind, kind);
	cr_assert(span_equal(message.body, body));
	cr_assert_eq(message.fd, -1);
}

static void
expect_state(struct wire *wire, enum wire_state state)
{
	struct wire_message message;

	cr_assert_eq(wire_receive(wire, false, &message), state);
	cr_assert_eq(message.fd, -1);
}

/* How many files this process has open. */
static size_t
count_files(void)
{
	size_t count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) != -1;
	return count;
}

/* --- bodies --------------------------------------------------------------- */

Test(wire, numbers_and_texts_come_back)
{
	static const uint64_t numbers[] = { 0, 1, 255, 256, UINT32_MAX,
		(uint64_t)UINT32_MAX + 1, UINT64_MAX - 1, UINT64_MAX };
	struct scratch out = { .cap = WIRE_MOST };
	struct wire_reader in;

	for (size_t i = 0; i < COUNT(numbers); i++)
		cr_assert(wire_put_number(&out, numbers[i]));
	cr_assert(wire_put_text(&out, SPAN("a\0b")));
	cr_assert(wire_put_text(&out, SPAN_NONE));
	cr_assert(wire_put_text(&out, SPAN("")));
	cr_assert(wire_put_text(&out, SPAN("end")));
	in = (struct wire_reader){ .rest = { out.ptr, out.len } };
	for (size_t i = 0; i < COUNT(numbers); i++)
		cr_assert_eq(wire_number(&in), numbers[i]);
	cr_assert(span_equal(wire_text(&in), SPAN("a\0b")));
	EXPECT_TEXT(wire_text(&in), NULL, "no text");
	EXPECT_TEXT(wire_text(&in), "", "an empty text");
	EXPECT_TEXT(wire_text(&in), "end", "the last text");
	cr_assert_not(in.bad);
	cr_assert_eq(in.rest.len, 0);
	scratch_free(&out);
}

Test(wire, what_is_not_there_is_nothing)
{
	struct wire_reader in = { .rest = SPAN_NONE };

	cr_assert_eq(wire_number(&in), 0);
	cr_assert(in.bad);
	in = (struct wire_reader){ .rest = SPAN("") };
	EXPECT_TEXT(wire_text(&in), NULL, "of nothing");
	cr_assert(in.bad);
	for (size_t len = 1; len < sizeof(uint64_t); len++) {
		in = (struct wire_reader){ .rest = { "\1\1\1\1\1\1\1", len } };
		cr_assert_eq(wire_number(&in), 0);
		cr_assert(in.bad);
	}
}

/* Once something was missing, what follows is nothing as well. */
Test(wire, bad_stays_bad)
{
	struct scratch out = { .cap = WIRE_MOST };
	struct wire_reader in;

	cr_assert(wire_put_number(&out, 1000));
	cr_assert(wire_put_number(&out, 7));
	in = (struct wire_reader){ .rest = { out.ptr, out.len } };
	EXPECT_TEXT(wire_text(&in), NULL, "longer than all");
	cr_assert(in.bad);
	cr_assert_eq(wire_number(&in), 0);
	EXPECT_TEXT(wire_text(&in), NULL, "after that");
	scratch_free(&out);
}

Test(wire, lengths_that_lie)
{
	static const uint64_t lengths[] = { 4, UINT32_MAX, SIZE_MAX / 2,
		UINT64_MAX - 1, UINT64_MAX - 8 };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct scratch out = { .cap = WIRE_MOST };
		struct wire_reader in;

		cr_assert(wire_put_number(&out, lengths[i]));
		cr_assert_eq(scratch_add(&out, SPAN("abc")), PSC_OK);
		in = (struct wire_reader){ .rest = { out.ptr, out.len } };
		EXPECT_TEXT(wire_text(&in), NULL, "row %zu", i);
		cr_assert(in.bad);
		scratch_free(&out);
	}
}

Test(wire, no_room)
{
	struct scratch out = { .cap = 12 };

	cr_assert(wire_put_number(&out, 1));
	cr_assert_not(wire_put_number(&out, 1));
	cr_assert_not(wire_put_text(&out, SPAN("a")));
	scratch_free(&out);
}

/* --- a part in a message -------------------------------------------------- */

static void
expect_part(const struct part *got, const struct part *want)
{
	EXPECT_TEXT(got->path, want->path.ptr, "path");
	EXPECT_TEXT(got->charset, want->charset.ptr, "charset");
	EXPECT_TEXT(got->address, want->address.ptr, "address");
	EXPECT_TEXT(got->date, want->date.ptr, "date");
	EXPECT_TEXT(got->id, want->id.ptr, "id");
	EXPECT_TEXT(got->where, want->where.ptr, "where");
	cr_assert_eq(got->form, want->form);
	cr_assert_eq(got->replaced, want->replaced);
	cr_assert_eq(got->cut, want->cut);
	cr_assert_eq(got->bytes.ptr, NULL);
}

Test(wire, parts_come_back)
{
	const struct part parts[] = { { .path = SPAN_NONE },
		{ .path = SPAN("a/b.html"),
		    .charset = SPAN("utf-8"),
		    .address = SPAN("https://a.example/"),
		    .date = SPAN("2026-11-24T04:30:31Z"),
		    .id = SPAN("{\"a\": 1}"),
		    .where = SPAN("line 7: "),
		    .form = PSC_INPUT_HTML,
		    .replaced = 3,
		    .cut = true },
		{ .charset = SPAN(""), .form = PSC_INPUT_JSONL } };

	for (size_t i = 0; i < COUNT(parts); i++) {
		struct scratch out = { .cap = WIRE_MOST };
		struct error error = { "why" }, got_error;
		struct wire_reader in;
		struct part got;

		cr_assert(worker_put_part(&out, &parts[i], PSC_EMPTY, &error));
		in = (struct wire_reader){ .rest = { out.ptr, out.len } };
		cr_assert_eq(worker_get_part(&in, &got, &got_error), PSC_EMPTY);
		cr_assert_not(in.bad);
		cr_assert_eq(in.rest.len, 0);
		cr_assert_str_eq(got_error.message, "why");
		expect_part(&got, &parts[i]);
		for (size_t len = 0; len < out.len; len++) {
			in = (struct wire_reader){ .rest = { out.ptr, len } };
			(void)worker_get_part(&in, &got, &got_error);
			cr_assert(in.bad, "%zu of %zu bytes", len, out.len);
		}
		scratch_free(&out);
	}
}

/* Numbers that name nothing are not taken over. */
Test(wire, parts_with_odd_numbers)
{
	struct part part = { .form = (enum psc_input)1000 }, got;
	struct scratch out = { .cap = WIRE_MOST };
	struct error error = { "" };
	struct wire_reader in;

	cr_assert(
	    worker_put_part(&out, &part, (enum psc_status)PSC_END, &error));
	in = (struct wire_reader){ .rest = { out.ptr, out.len } };
	cr_assert_eq(worker_get_part(&in, &got, &error), PSC_UNREADABLE);
	cr_assert_eq(got.form, PSC_INPUT_AUTO);
	scratch_free(&out);
}

/* --- sockets -------------------------------------------------------------- */

Test(wire, messages_come_in_order)
{
	struct pair pair;

	connect_pair(&pair);
	expect_state(&pair.to, WIRE_LATER);
	for (uint32_t i = 0; i < 100; i++)
		cr_assert(wire_send(
		    &pair.from, i, (struct span){ "0123456789", i % 11 }, -1));
	for (uint32_t i = 0; i < 100; i++)
		expect(&pair.to, i, (struct span){ "0123456789", i % 11 });
	expect_state(&pair.to, WIRE_LATER);
	close_pair(&pair);
}

Test(wire, a_message_of_many_reads)
{
	size_t size = (size_t)5 << 20;
	char *bytes = malloc(size);
	struct wire_message message;
	struct pair pair;
	uint32_t state = 1;
	pid_t child;

	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)next_random(&state);
	connect_pair(&pair);
	child = fork();
	if (child == 0)
		_exit(wire_send(
			  &pair.from, 1, (struct span){ bytes, size }, -1) &&
			      wire_send(&pair.from, 2, SPAN("next"), -1)
			  ? 0
			  : 1);
	cr_assert_eq(wire_receive(&pair.to, true, &message), WIRE_MESSAGE);
	cr_assert(span_equal(message.body, (struct span){ bytes, size }));
	cr_assert_eq(wire_receive(&pair.to, true, &message), WIRE_MESSAGE);
	EXPECT_TEXT(message.body, "next", "the next one");
	cr_assert_eq(waitpid(child, NULL, 0), child);
	close_pair(&pair);
	free(bytes);
}

/* Cut at every byte, a message is there when its last byte is. */
Test(wire, a_message_in_two_reads)
{
	char bytes[sizeof(struct head) + 5];
	struct head head = { 9, 5, 0 };

	memcpy(bytes, &head, sizeof(head));
	memcpy(bytes + sizeof(head), "hello", 5);
	for (size_t at = 1; at < sizeof(bytes); at++) {
		struct pair pair;

		connect_pair(&pair);
		put_raw(&pair.from, bytes, at);
		expect_state(&pair.to, WIRE_LATER);
		expect_state(&pair.to, WIRE_LATER);
		put_raw(&pair.from, bytes + at, sizeof(bytes) - at);
		expect(&pair.to, 9, SPAN("hello"));
		expect_state(&pair.to, WIRE_LATER);
		close_pair(&pair);
	}
}

Test(wire, files_go_with_their_messages)
{
	struct wire_message message;
	struct pair pair;
	char byte;
	int ends[2];

	connect_pair(&pair);
	cr_assert_eq(pipe(ends), 0);
	cr_assert(wire_send(&pair.from, 1, SPAN("without"), -1));
	cr_assert(wire_send(&pair.from, 2, SPAN("with"), ends[0]));
	cr_assert(wire_send(&pair.from, 3, SPAN(""), -1));
	cr_assert(wire_send(&pair.from, 4, SPAN(""), ends[1]));
	close(ends[0]);
	expect(&pair.to, 1, SPAN("without"));
	cr_assert_eq(wire_receive(&pair.to, false, &message), WIRE_MESSAGE);
	cr_assert_eq(message.kind, 2);
	cr_assert_geq(message.fd, 0);
	cr_assert(fcntl(message.fd, F_GETFD) & FD_CLOEXEC);
	cr_assert_eq(write(ends[1], "x", 1), 1);
	cr_assert_eq(read(message.fd, &byte, 1), 1);
	cr_assert_eq(byte, 'x');
	close(message.fd);
	expect(&pair.to, 3, SPAN(""));
	cr_assert_eq(wire_receive(&pair.to, false, &message), WIRE_MESSAGE);
	cr_assert_eq(message.kind, 4);
	cr_assert_geq(message.fd, 0);
	close(message.fd);
	close(ends[1]);
	close_pair(&pair);
}

/* --- what nobody sends ---------------------------------------------------- */

Test(wire, heads_that_make_no_sense)
{
	static const struct head heads[] = { { 1, (uint32_t)WIRE_MOST + 1, 0 },
		{ 1, UINT32_MAX, 0 }, { 1, 0, 2 }, { 1, 0, UINT32_MAX },
		/* A file is told and does not come. */
		{ 1, 0, 1 } };

	for (size_t i = 0; i < COUNT(heads); i++) {
		struct pair pair;

		connect_pair(&pair);
		put_raw(&pair.from, &heads[i], sizeof(heads[i]));
		expect_state(&pair.to, WIRE_OVER);
		close_pair(&pair);
	}
}

Test(wire, too_long_to_be_sent)
{
	struct pair pair;

	connect_pair(&pair);
	cr_assert_not(
	    wire_send(&pair.from, 1, (struct span){ "", WIRE_MOST + 1 }, -1));
	expect_state(&pair.to, WIRE_LATER);
	close_pair(&pair);
}

Test(wire, more_files_than_belong_to_messages)
{
	struct head head = { 1, 0, 0 };
	size_t before = count_files();

	for (size_t count = 1; count <= WIRE_FILES; count++) {
		struct pair pair;

		connect_pair(&pair);
		put_files(&pair.from, &head, sizeof(head), 0, count);
		expect(&pair.to, 1, SPAN(""));
		cr_assert_eq(pair.to.file_count, count);
		put_files(
		    &pair.from, &head, sizeof(head), 0, WIRE_FILES + 1 - count);
		expect_state(&pair.to, WIRE_OVER);
		close_pair(&pair);
		cr_assert_eq(count_files(), before, "files stay open");
	}
}

Test(wire, more_files_than_there_is_room_for)
{
	struct head head = { 1, 0, 0 };
	size_t before = count_files();
	struct pair pair;

	connect_pair(&pair);
	put_files(&pair.from, &head, sizeof(head), 0, WIRE_FILES + 20);
	expect_state(&pair.to, WIRE_OVER);
	close_pair(&pair);
	cr_assert_eq(count_files(), before, "files stay open");
}

Test(wire, the_other_side_is_gone)
{
	struct wire_message message;
	struct pair pair;

	connect_pair(&pair);
	cr_assert(wire_send(&pair.from, 1, SPAN("last"), -1));
	wire_close(&pair.from);
	expect(&pair.to, 1, SPAN("last"));
	cr_assert_eq(wire_receive(&pair.to, true, &message), WIRE_OVER);
	cr_assert_not(wire_send(&pair.to, 1, SPAN("nobody"), -1));
	close_pair(&pair);
	expect_state(&pair.to, WIRE_OVER);
}

Test(wire, the_other_side_went_in_the_middle)
{
	struct head head = { 1, 100, 0 };
	struct wire_message message;
	struct pair pair;

	connect_pair(&pair);
	put_raw(&pair.from, &head, sizeof(head));
	wire_close(&pair.from);
	cr_assert_eq(wire_receive(&pair.to, true, &message), WIRE_OVER);
	close_pair(&pair);
}
