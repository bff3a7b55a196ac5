/* WARC files: what is written is read again, by us and by others. */
#include <unistd.h>
#include <zlib.h>

#include "fetch/warc.h"
#include "input/warc.h"
#include "support.h"

#define CAP ((size_t)1 << 20)

static char path[] = "/tmp/psc-warc-XXXXXX";
static struct error error;

static void
begin(void)
{
	int fd = mkstemp(path);

	cr_assert_geq(fd, 0);
	close(fd);
}

static void
finish(void)
{
	unlink(path);
}

TestSuite(warc, .init = begin, .fini = finish, .timeout = 60);

static const struct store_page plain_page = {
	.address = "https://pubmed.example/?term=1[uid]",
	.location = "https://pubmed.example/1/",
	.status = 200,
	.request = "GET /1/ HTTP/2\r\nHost: pubmed.example\r\n"
		   "authorization: Basic c2VjcmV0\r\n more secret\r\n\r\n",
	.response = "HTTP/2 200 \r\ncontent-type: text/html\r\n"
		    "content-encoding: gzip\r\ncontent-length: 5\r\n\r\n",
	.fetched = 1000000000.75,
	.checked = 1000000001,
	.body = BYTES("<p>a\0b\r\n\r\nWARC/1.1\r\n</p>"),
};

static void
write_pages(const struct store_page *pages, size_t count, const char *mode)
{
	FILE *file = fopen(path, mode);

	cr_assert_neq(file, NULL);
	struct warc *warc = warc_new(
	    file, "pubscour/0.1.0", "me@example.org\r\nEvil: 1", &error);
	cr_assert_neq(warc, NULL, "%s", error.message);
	for (size_t i = 0; i < count; i++)
		cr_assert(
		    warc_add(warc, &pages[i], &error), "%s", error.message);
	warc_free(warc);
	cr_assert_eq(fclose(file), 0);
}

static void
expect_next(struct warc_reader *reader, struct warc_record *record,
    const char *type, const char *target)
{
	cr_assert_eq(warc_next(reader, record, &error), PSC_OK, "%s: %s", type,
	    error.message);
	EXPECT_TEXT(record->type, type, "type");
	EXPECT_TEXT(record->target, target, "target");
}

static void
expect_end(struct warc_reader *reader, enum psc_status want, const char *words)
{
	struct warc_record record;

	cr_assert_eq(
	    warc_next(reader, &record, &error), want, "%s", error.message);
	cr_assert(holds(span_of(error.message), words), "%s", error.message);
	cr_assert_eq(warc_next(reader, &record, &error), PSC_EMPTY);
	cr_assert_eq(warc_next(reader, &record, &error), PSC_EMPTY);
	warc_close(reader);
}

/* The reader of others, where there is a Python. */
static void
expect_others_agree(size_t records)
{
	char command[200], line[500];
	size_t lines = 0;

	snprintf(command, sizeof(command),
	    "command -v python3 >/dev/null 2>&1 || exit 77; "
	    "exec python3 tests/server/warc_check.py %s",
	    path);
	FILE *out = popen(command, "r");
	cr_assert_neq(out, NULL);
	while (fgets(line, sizeof(line), out) != NULL)
		lines += line[strlen(line) - 1] == '\n';
	int status = pclose(out);
	if (status == 77 << 8)
		return;
	cr_assert_eq(status, 0, "%x", (unsigned)status);
	cr_assert_eq(lines, records);
}

Test(warc, a_page_is_three_records_and_comes_back)
{
	static const char url[] = "https://pubmed.example/1/";
	struct warc_record record;

	write_pages(&plain_page, 1, "wb");
	expect_others_agree(4);
	struct span file = read_whole(path);
	struct warc_reader *reader = warc_open(file, CAP);
	expect_next(reader, &record, "warcinfo", NULL);
	cr_assert(holds(record.block, "software: pubscour/0.1.0\r\n"));
	cr_assert(holds(record.block, "operator: me@example.org  Evil: 1\r\n"));
	expect_next(reader, &record, "request", url);
	EXPECT_TEXT(record.block,
	    "GET /1/ HTTP/1.1\r\nHost: pubmed.example\r\n\r\n", "request");
	cr_assert_not(record.is_http);
	expect_next(reader, &record, "response", url);
	EXPECT_TEXT(record.date, "2001-09-09T01:46:40Z", "date");
	EXPECT_TEXT(
	    record.content, "application/http;msgtype=response", "content");
	cr_assert(record.is_http);
	cr_assert_eq(record.http.status, 200);
	EXPECT_TEXT(record.http.headers,
	    "content-type: text/html\r\n"
	    "X-Archive-Orig-content-encoding: gzip\r\n"
	    "X-Archive-Orig-content-length: 5\r\n"
	    "Content-Length: 24\r\n\r\n",
	    "headers");
	cr_assert(span_starts(record.block, SPAN("HTTP/1.1 200 OK\r\n")));
	cr_assert(span_equal(record.http.body, plain_page.body));
	cr_assert_not(record.http.cut);
	expect_next(reader, &record, "metadata", url);
	cr_assert(holds(record.block,
	    "via: https://pubmed.example/?term=1[uid]\r\n"
	    "checked: 2001-09-09T01:46:41Z\r\npayload-sha256: "));
	expect_end(reader, PSC_EMPTY, "");
	free((char *)file.ptr);
}

/* Whatever a server sent, the block can be read. */
Test(warc, strange_headers_do_not_break_a_block)
{
	static const char *const headers[] = {
		NULL,
		"",
		"\r\n\r\n",
		"HTTP/1.1 200 OK",
		"HTTP/1.1 200 OK\r\nA: b",
		"HTTP/1.1 200 OK\nA: b\n\nC: d\n",
		"HTTP/1.1 200 OK\r\r\nA: b\rc\r\r\n\r\n",
		"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\td\r\nno field\r\n go "
		"on\r\n",
		"HTTP/1.1 200 OK\r\n folded first\r\nA: b\r\n",
		"HTTP/3 200\r\n:status: 200\r\nTransfer-Encoding: chunked\r\n",
		"A: b\r\nContent-Length: 99\r\n\r\n",
		"HTTP/2",
		"\r\nHTTP/1.0 200 Fine\r\n\x80\xff: \x01\r\nContent-Encoding : "
		"br",
	};
	struct store_page pages[COUNT(headers)];
	struct warc_record record;

	for (size_t i = 0; i < COUNT(headers); i++) {
		pages[i] = plain_page;
		pages[i].request = i % 2 == 0 ? headers[i] : NULL;
		if (i % 2 == 0 && headers[i] != NULL)
			pages[i].request = "GET / HTTP/1.1\r\nA: b";
		pages[i].response = headers[i];
	}
	write_pages(pages, COUNT(pages), "wb");
	expect_others_agree(1 + 2 * COUNT(pages) + COUNT(pages) / 2);
	struct span file = read_whole(path);
	struct warc_reader *reader = warc_open(file, CAP);
	size_t responses = 0;
	while (warc_next(reader, &record, &error) == PSC_OK) {
		if (!record.is_http)
			continue;
		cr_assert_eq(record.http.status, 200, "%zu", responses);
		cr_assert(span_equal(record.http.body, plain_page.body));
		responses++;
	}
	cr_assert_str_eq(error.message, "");
	cr_assert_eq(responses, COUNT(pages));
	warc_close(reader);
	free((char *)file.ptr);
}

Test(warc, strange_pages_can_be_written)
{
	static char large[300000];
	struct store_page pages[5];
	struct warc_record record;
	uint32_t state = 5;

	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)next_random(&state);
	for (size_t i = 0; i < COUNT(pages); i++)
		pages[i] = plain_page;
	pages[0].body = (struct span){ large, sizeof(large) };
	pages[1].body = SPAN_NONE;
	pages[1].fetched = -5;
	pages[2].location = NULL;
	pages[2].address = "https://x.example/\r\nEvil: 1 \xc3\xa9";
	pages[2].fetched = 1e30;
	pages[3].fetched = 0.0 / 1e300;
	pages[3].status = 999;
	pages[4].body = SPAN("HTTP/1.1 200 OK\r\n\r\n");
	write_pages(pages, COUNT(pages), "wb");
	expect_others_agree(1 + 3 * COUNT(pages));
	struct span file = read_whole(path);
	struct warc_reader *reader = warc_open(file, CAP);
	size_t i = 0;
	while (warc_next(reader, &record, &error) == PSC_OK) {
		if (!record.is_http)
			continue;
		cr_assert(span_equal(record.http.body, pages[i].body));
		if (i == 2)
			EXPECT_TEXT(record.target,
			    "https://x.example/%0D%0AEvil:%201%20%C3%A9",
			    "URI");
		i++;
	}
	cr_assert_eq(i, COUNT(pages));
	warc_close(reader);
	free((char *)file.ptr);
}

Test(warc, a_full_disk_is_an_error)
{
	FILE *full = fopen("/dev/full", "wb");

	if (full == NULL)
		return;
	cr_assert_eq(warc_new(full, "x", NULL, &error), NULL);
	cr_assert(holds(span_of(error.message), "cannot be written"));
	fclose(full);
}

static void
write_bytes(const char *bytes, size_t len)
{
	FILE *file = fopen(path, "wb");

	cr_assert_neq(file, NULL);
	cr_assert_eq(fwrite(bytes, 1, len, file), len);
	fclose(file);
}

/* The page of which mend() was told last; "": of none. */
static char seen[200];

static void
note(void *context, struct span target)
{
	char *last = context;

	snprintf(last, sizeof(seen), "%.*s", (int)target.len, target.ptr);
}

static bool
mend(void)
{
	FILE *file = fopen(path, "r+b");

	cr_assert_neq(file, NULL);
	seen[0] = '\0';
	bool mended = warc_mend(file, note, seen, &error);
	if (mended)
		cr_assert_eq(fseek(file, 0, SEEK_CUR), 0);
	fclose(file);
	return mended;
}

/* Wherever the writer was killed, more can be added. */
Test(warc, a_cut_file_is_mended)
{
	write_pages(&plain_page, 1, "wb");
	struct span whole = read_whole(path);
	for (size_t len = 0; len <= whole.len; len += 1 + len % 7) {
		write_bytes(whole.ptr, len);
		cr_assert(mend(), "%zu: %s", len, error.message);
		struct span kept = read_whole(path);
		cr_assert_leq(kept.len, len);
		struct warc_reader *reader = warc_open(kept, CAP);
		struct warc_record record;
		while (warc_next(reader, &record, &error) == PSC_OK)
			;
		cr_assert_str_eq(error.message, "", "%zu", len);
		warc_close(reader);
		free((char *)kept.ptr);
	}
	write_bytes(whole.ptr, whole.len);
	cr_assert(mend());
	struct span same = read_whole(path);
	cr_assert(span_equal(same, whole));
	free((char *)same.ptr);
	write_bytes(whole.ptr, whole.len - 1);
	cr_assert(mend());
	write_pages(&plain_page, 1, "ab");
	expect_others_agree(3 + 4);
	free((char *)whole.ptr);
	write_bytes("WARC/1.1 not packed", 19);
	cr_assert_not(mend());
	cr_assert(holds(span_of(error.message), "not packed"));
}

static size_t
deflate_as(int window, struct span text, char *out, size_t room)
{
	z_stream stream = { .next_in = (z_const Bytef *)text.ptr,
		.avail_in = (uInt)text.len,
		.next_out = (Bytef *)out,
		.avail_out = (uInt)room };

	cr_assert_eq(deflateInit2(&stream, 6, Z_DEFLATED, window, 8, 0), Z_OK);
	cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return room - stream.avail_out;
}

/* Nothing is done to these bytes, and the message says why. */
static void
expect_refused(struct span bytes, const char *why)
{
	write_bytes(bytes.ptr, bytes.len);
	cr_assert_not(mend());
	cr_assert(holds(span_of(error.message), why), "%s", error.message);
	struct span same = read_whole(path);
	cr_assert(span_equal(same, bytes));
	free((char *)same.ptr);
}

/* A file that somebody named by mistake is left as it was. */
Test(warc, a_file_of_others_is_not_touched)
{
	static char text[300000];
	static char packed[300000];
	struct span whole = { packed, 0 };
	uint32_t random = 1;

	for (size_t i = 0; i < sizeof(text); i++) {
		random = random * 1664525 + 1013904223;
		text[i] = (char)(random >> 24);
	}
	whole.len = deflate_as(
	    15 + 16, (struct span){ text, 100000 }, packed, sizeof(packed));
	expect_refused(whole, "no WARC file");
	expect_refused(span_first(whole, whole.len - 1), "no WARC file");
	memcpy(text, "WARC/1.0\r\n", 10);
	whole.len = deflate_as(
	    15 + 16, (struct span){ text, 100000 }, packed, sizeof(packed));
	expect_refused(span_first(whole, whole.len - 1), "breaks off");
}

/* What is in a file already need not be fetched. */
Test(warc, what_is_there_is_told)
{
	write_pages(&plain_page, 1, "wb");
	cr_assert(mend());
	cr_assert_str_eq(seen, plain_page.location != NULL
				   ? plain_page.location
				   : plain_page.address);
}

/* Blocks that unpack to much more than is read at a time. */
Test(warc, large_members_are_whole)
{
	static char zeros[700000];
	struct store_page page = plain_page;

	page.body = (struct span){ zeros, sizeof(zeros) };
	write_pages(&page, 1, "wb");
	struct span whole = read_whole(path);
	cr_assert(mend());
	struct span same = read_whole(path);
	cr_assert(span_equal(same, whole));
	free((char *)same.ptr);
	free((char *)whole.ptr);
}

/* --- files of others ------------------------------------------------------*/

#define HTTP_TYPE "Content-Type: application/http; msgtype=response\r\n"

/* A record around a block. */
static size_t
put_record(char *at, size_t room, const char *version, const char *fields,
    struct span block)
{
	int len = snprintf(at, room, "%s\r\n%sContent-Length: %zu\r\n\r\n",
	    version, fields, block.len);

	cr_assert_lt((size_t)len + block.len + 4, room);
	memcpy(at + len, block.ptr, block.len);
	memcpy(at + (size_t)len + block.len, "\r\n\r\n", 4);
	return (size_t)len + block.len + 4;
}

Test(warc, versions_and_brackets)
{
	static const char *const versions[] = { "WARC/0.17", "WARC/0.18",
		"WARC/1.0", "WARC/1.1" };
	char file[4000];
	size_t len = 0;
	struct warc_record record;

	for (size_t i = 0; i < COUNT(versions); i++)
		len += put_record(file + len, sizeof(file) - len, versions[i],
		    "WARC-Type: "
		    "response\r\nwarc-target-uri:<http://x/1/>\r\n" HTTP_TYPE,
		    SPAN("HTTP/1.0 404 No\nA:b\n\nbody"));
	for (int packed = 0; packed < 3; packed++) {
		char gz[8000];
		struct span bytes = { file, len };
		if (packed == 1) {
			/* All in one member. */
			bytes.len = deflate_as(31, bytes, gz, sizeof(gz));
			bytes.ptr = gz;
		} else if (packed == 2) {
			/* Members that end anywhere. */
			size_t used = 0;
			for (size_t at = 0; at < len; at += 37)
				used += deflate_as(31,
				    span_first(
					span_from(
					    (struct span){ file, len }, at),
					37),
				    gz + used, sizeof(gz) - used);
			bytes = (struct span){ gz, used };
		}
		struct warc_reader *reader = warc_open(bytes, CAP);
		for (size_t i = 0; i < COUNT(versions); i++) {
			expect_next(reader, &record, "response", "http://x/1/");
			cr_assert_eq(record.http.status, 404);
			EXPECT_TEXT(record.http.headers, "A:b\n\n", "headers");
			EXPECT_TEXT(record.http.body, "body", "body");
		}
		expect_end(reader, PSC_EMPTY, "");
	}
}

Test(warc, bodies_are_unpacked)
{
	static char packed[6][200];
	static const struct span text = BYTES("<p>a page a page a page</p>");
	size_t gz = deflate_as(31, text, packed[0], 200);
	size_t zlib = deflate_as(15, text, packed[1], 200);
	size_t bare = deflate_as(-15, text, packed[2], 200);
	const struct {
		const char *fields;
		struct span body;
		const char *want;
		enum psc_status status;
		bool cut;
	} cases[] = {
		{ "", text, text.ptr, PSC_OK, false },
		{ "Content-Encoding: gzip\r\n", { packed[0], gz }, text.ptr,
		    PSC_OK, false },
		{ "Content-Encoding: GZIP\r\n", text, text.ptr, PSC_OK, false },
		{ "Content-Encoding: x-gzip\r\n", { packed[0], gz - 4 },
		    "<p>a page a page a page</p>", PSC_OK, true },
		{ "Content-Encoding: gzip\r\n", { packed[0], 3 }, "",
		    PSC_UNREADABLE, false },
		{ "Content-Encoding: deflate\r\n", { packed[1], zlib },
		    text.ptr, PSC_OK, false },
		{ "Content-Encoding: deflate\r\n", { packed[2], bare },
		    text.ptr, PSC_OK, false },
		{ "Content-Encoding: deflate\r\n", text, text.ptr, PSC_OK,
		    false },
		{ "Content-Encoding: identity\r\n", text, text.ptr, PSC_OK,
		    false },
		{ "Content-Encoding: br\r\n", text, text.ptr, PSC_OK, false },
		{ "Content-Encoding: zstd\r\n", text, text.ptr, PSC_OK, false },
		{ "Content-Encoding: br\r\n",
		    BYTES("\x1f\x1a\x00\xf8\x1d\xa9\x53\x9f\x39\x34\xca\x30\x1e"
			  "\xb8\x02\x39\x2b\x9f\xb2\x12\x24\xa8\x4a\x80\x99\x6c"
			  "\x6c\x1c"),
		    text.ptr, PSC_OK, false },
		{ "Content-Encoding: zstd\r\n",
		    BYTES("\x28\xb5\x2f\xfd\x04\x58\xa5\x00\x00\x70\x3c\x70\x3e"
			  "\x61\x20\x70\x61\x67\x65\x20\x3c\x2f\x70\x3e\x01\x00"
			  "\x3a\x0a\x12\xa4\x98\x4a\xd8"),
		    text.ptr, PSC_OK, false },
		{ "Content-Encoding: lzma\r\n", text, "'lzma'", PSC_NOT_HTML,
		    false },
		{ "Transfer-Encoding: chunked\r\n",
		    BYTES("3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n"),
		    "abc0123456789", PSC_OK, false },
		{ "Transfer-Encoding: chunked\r\n",
		    BYTES("3\r\nabc\r\nA\r\n01"), "abc01", PSC_OK, true },
		{ "Transfer-Encoding: chunked\r\n", BYTES("3\r\nabc\r\n"),
		    "abc", PSC_OK, true },
		{ "Transfer-Encoding: chunked\r\n",
		    BYTES("ffffffffffffffffff\r\nabc\r\n"),
		    "ffffffffffffffffff\r\nabc\r\n", PSC_OK, false },
		{ "Transfer-Encoding: chunked\r\n", text, text.ptr, PSC_OK,
		    false },
		{ "Content-Length: 27\r\n", text, text.ptr, PSC_OK, false },
		{ "Content-Length: 5\r\n", text, text.ptr, PSC_OK, false },
		{ "Content-Length: 28\r\n", text, text.ptr, PSC_OK, true },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char block[1000], file[2000];
		struct warc_record record;
		int len = snprintf(block, sizeof(block),
		    "HTTP/1.1 200 OK\r\n%s\r\n", cases[i].fields);
		memcpy(block + len, cases[i].body.ptr, cases[i].body.len);
		size_t size = put_record(file, sizeof(file), "WARC/1.0",
		    "WARC-Type: response\r\n" HTTP_TYPE,
		    (struct span){ block, (size_t)len + cases[i].body.len });
		size += put_record(file + size, sizeof(file) - size, "WARC/1.0",
		    "WARC-Type: metadata\r\n", SPAN("a: b\r\n"));
		struct warc_reader *reader =
		    warc_open((struct span){ file, size }, CAP);
		cr_assert_eq(warc_next(reader, &record, &error),
		    cases[i].status, "%zu: %s", i, error.message);
		cr_assert_eq(record.http.status, 200);
		if (cases[i].status == PSC_OK)
			EXPECT_TEXT(
			    record.http.body, cases[i].want, "case %zu", i);
		else
			cr_assert(holds(span_of(error.message), cases[i].want),
			    "%zu: %s", i, error.message);
		cr_assert_eq(record.http.cut, cases[i].cut, "%zu", i);
		/* A body that cannot be read does not end the file. */
		expect_next(reader, &record, "metadata", NULL);
		expect_end(reader, PSC_EMPTY, "");
	}
}

Test(warc, a_bomb_is_too_large)
{
	static char zeros[300000], gz[2000], block[3000], file[4000];
	struct warc_record record;
	size_t len = deflate_as(
	    31, (struct span){ zeros, sizeof(zeros) }, gz, sizeof(gz));
	int head = snprintf(block, sizeof(block),
	    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");

	memcpy(block + head, gz, len);
	size_t size = put_record(file, sizeof(file), "WARC/1.1",
	    "WARC-Type: response\r\n" HTTP_TYPE,
	    (struct span){ block, (size_t)head + len });
	struct warc_reader *reader =
	    warc_open((struct span){ file, size }, 100000);
	cr_assert_eq(warc_next(reader, &record, &error), PSC_TOO_LARGE);
	cr_assert_eq(record.http.status, 200);
	expect_end(reader, PSC_EMPTY, "");
}

Test(warc, large_records_are_skipped)
{
	static char large[300000], file[310000], gz[320000];
	struct warc_record record;
	uint32_t state = 11;

	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)next_random(&state);
	size_t len = put_record(file, sizeof(file), "WARC/1.0",
	    "WARC-Type: resource\r\nWARC-Target-URI: http://x/\r\n",
	    (struct span){ large, sizeof(large) });
	len += put_record(file + len, sizeof(file) - len, "WARC/1.0",
	    "WARC-Type: metadata\r\n", SPAN("a: b"));
	size_t packed =
	    deflate_as(31, (struct span){ file, len }, gz, sizeof(gz));
	const struct span files[] = { { file, len }, { gz, packed } };
	for (size_t i = 0; i < COUNT(files); i++) {
		struct warc_reader *reader = warc_open(files[i], 100000);
		cr_assert_eq(warc_next(reader, &record, &error), PSC_TOO_LARGE);
		EXPECT_TEXT(record.target, "http://x/", "target");
		expect_next(reader, &record, "metadata", NULL);
		EXPECT_TEXT(record.block, "a: b", "block");
		expect_end(reader, PSC_EMPTY, "");
	}
	/* Cut within what is skipped. */
	struct warc_reader *reader =
	    warc_open((struct span){ file, 200000 }, 100000);
	cr_assert_eq(warc_next(reader, &record, &error), PSC_TOO_LARGE);
	expect_end(reader, PSC_UNREADABLE, "breaks off");
}

Test(warc, what_is_no_warc)
{
	static const struct {
		struct span bytes;
		enum psc_status status;
		const char *words;
	} cases[] = {
		{ BYTES(""), PSC_EMPTY, "" },
		{ { NULL, 0 }, PSC_EMPTY, "" },
		{ BYTES("\r\n\r\n"), PSC_EMPTY, "" },
		{ BYTES("<html>"), PSC_UNREADABLE, "no WARC record" },
		{ BYTES("WARC"), PSC_UNREADABLE, "breaks off" },
		{ BYTES("WARC/1.1\r\nA: b\r\n"), PSC_UNREADABLE, "breaks off" },
		{ BYTES("WARC/2.0\r\nContent-Length: 0\r\n\r\n"),
		    PSC_UNREADABLE, "version" },
		{ BYTES("WARC/1.1\r\nA: b\r\n\r\n"), PSC_UNREADABLE, "length" },
		{ BYTES("WARC/1.1\r\nContent-Length: \r\n\r\n"), PSC_UNREADABLE,
		    "length" },
		{ BYTES("WARC/1.1\r\nContent-Length: -1\r\n\r\n"),
		    PSC_UNREADABLE, "length" },
		{ BYTES("WARC/1.1\r\nContent-Length: 99999999999999999999999"
			"\r\n\r\n"),
		    PSC_UNREADABLE, "length" },
		{ BYTES("WARC/1.1\r\nContent-Length: 5\r\n\r\nabcd"),
		    PSC_UNREADABLE, "breaks off" },
		{ BYTES("\x1f\x8b"), PSC_UNREADABLE, "breaks off" },
		{ BYTES("\x1f\x8b\x08\x04yyyyyyyyyyyyy"), PSC_UNREADABLE,
		    "breaks off" },
		{ BYTES("\x1f\x8b\x09yyyyyyyyyyyyyyyyy"), PSC_UNREADABLE,
		    "damaged" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_end(warc_open(cases[i].bytes, CAP), cases[i].status,
		    cases[i].words);
}

/* How many records come, and how it ends. */
static size_t
count_records(struct span bytes, enum psc_status *end, bool *wrong)
{
	struct warc_reader *reader = warc_open(bytes, CAP);
	struct warc_record record;
	size_t count = 0;

	while ((*end = warc_next(reader, &record, &error)) == PSC_OK) {
		count++;
		if (record.is_http &&
		    !span_equal(record.http.body, plain_page.body))
			*wrong = true;
	}
	warc_close(reader);
	return count;
}

Test(warc, cut_and_damaged_files_give_what_is_whole)
{
	struct store_page pages[] = { plain_page, plain_page };
	enum psc_status end;
	bool wrong = false;
	size_t before = 0;

	write_pages(pages, 2, "wb");
	struct span whole = read_whole(path);
	for (size_t len = 1; len < whole.len; len++) {
		struct span cut = span_first(whole, len);
		size_t count = count_records(cut, &end, &wrong);
		cr_assert_geq(count, before, "%zu", len);
		before = count;
		cr_assert(end == PSC_UNREADABLE || end == PSC_EMPTY);
	}
	cr_assert_eq(count_records(whole, &end, &wrong), 7);
	cr_assert_eq(end, PSC_EMPTY);
	cr_assert_not(wrong);
	/* One byte changed: nothing wrong is handed out as whole. */
	char *bad = malloc(whole.len);
	cr_assert_neq(bad, NULL);
	for (size_t at = 0; at < whole.len; at++) {
		memcpy(bad, whole.ptr, whole.len);
		bad[at] = (char)~bad[at];
		wrong = false;
		count_records((struct span){ bad, whole.len }, &end, &wrong);
		/*
		 * A byte may hide where its member ends: that looks like a
		 * file that is cut off, and there is no sum to be checked.
		 */
		cr_assert(!wrong || holds(span_of(error.message), "breaks off"),
		    "%zu: %s", at, error.message);
	}
	free(bad);
	free((char *)whole.ptr);
}
