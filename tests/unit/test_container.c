/* What wraps pages: MHTML, HAR, JSON Lines, ZIP, and times and letters. */
#include <fcntl.h>
#include <unistd.h>

#include "input/base64.h"
#include "input/container.h"
#include "input/jsonscan.h"
#include "input/mhtml.h"
#include "input/mime.h"
#include "input/moment.h"
#include "input/stream.h"
#include "input/zip.h"
#include "support.h"

#define CAP ((size_t)1 << 20)

static struct arena arena;
static struct error error;
static struct part part;

static void
begin(void)
{
	arena_init(&arena, 0);
}

static void
end(void)
{
	arena_free(&arena);
}

TestSuite(container, .init = begin, .fini = end);

Test(container, times_become_utc)
{
	static const char *const times[][2] = {
		{ "2026-11-23T19:35:31Z", "2026-11-23T19:35:31Z" },
		{ "2026-11-23T19:35:31.551+01:00", "2026-11-23T18:35:31Z" },
		{ "2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z" },
		{ "2024-03-01T00:10:00+00:20", "2024-02-29T23:50:00Z" },
		{ "2026-11-23T19:35:31.5Z", "2026-11-23T19:35:31Z" },
		{ "Mon, 23 Nov 2026 19:35:31 GMT", "2026-11-23T19:35:31Z" },
		{ "1 Jan 2001 00:00 +0100", "2000-12-31T23:00:00Z" },
		{ " Tue,  3 MAR 2020 1:02:03 Z", NULL },
		{ "Mon, 23 Nov 2026 19:35:31", NULL },
		{ "2026-13-23T19:35:31Z", NULL },
		{ "2026-11-23", NULL },
		{ "yesterday", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < COUNT(times); i++)
		EXPECT_TEXT(moment_read(&arena, span_of(times[i][0])),
		    times[i][1], "%s", times[i][0]);
}

Test(container, letters_become_bytes)
{
	static const struct {
		const char *letters, *bytes;
		bool cut;
	} rows[] = {
		{ "PHA+", "<p>", false },
		{ "PH\r\nA+\r\n", "<p>", false },
		{ "PHA-YQ==", "<p>a", false },
		{ "PHA-YWI", "<p>ab", false },
		{ "PHA+Y", "<p>", true },
		{ "", "", false },
	};
	bool cut;

	for (size_t i = 0; i < COUNT(rows); i++) {
		EXPECT_TEXT(
		    base64_decode(&arena, span_of(rows[i].letters), &cut),
		    rows[i].bytes, "%s", rows[i].letters);
		cr_assert_eq(cut, rows[i].cut, "%s", rows[i].letters);
	}
	EXPECT_TEXT(base64_quoted(&arena, SPAN("a=3D=C3=b6 =\r\nb=  \nc=x=")),
	    "a=\xc3\xb6 bc=x", "quoted");
}

Test(container, media_types)
{
	cr_assert(mime_is_html(SPAN("Text/HTML ; charset=x")));
	cr_assert(mime_is_html(SPAN("application/xhtml+xml")));
	cr_assert_not(mime_is_html(SPAN("text/htmlx")));
	cr_assert_not(mime_is_html(SPAN_NONE));
	EXPECT_TEXT(mime_parameter(SPAN("a/b; x=\"a;b\" ;charset = utf-8 "),
			SPAN("charset")),
	    "utf-8", "charset");
	EXPECT_TEXT(
	    mime_parameter(SPAN("a/b; x=\"a;b\""), SPAN("X")), "a;b", "quoted");
	EXPECT_TEXT(mime_parameter(SPAN("a/b; charsets=x"), SPAN("charset")),
	    NULL, "none");
	EXPECT_TEXT(mime_parameter(SPAN_NONE, SPAN("charset")), NULL, "none");
}

Test(container, json_is_scanned)
{
	struct span rest = SPAN(" \"a\" : [1, \"]\\\"\", {}] , \"b\":2 , "
				"\"c\": \"no end");
	struct span key, value;

	cr_assert(jsonscan_member(&rest, &key, &value));
	EXPECT_TEXT(key, "a", "key");
	EXPECT_TEXT(value, "[1, \"]\\\"\", {}]", "value");
	cr_assert(jsonscan_member(&rest, &key, &value));
	EXPECT_TEXT(value, "2", "value");
	cr_assert(jsonscan_member(&rest, &key, &value));
	EXPECT_TEXT(key, "c", "key");
	EXPECT_TEXT(value, NULL, "value");
	cr_assert_not(
	    jsonscan_member(&rest, &key, &value) && value.ptr != NULL);
}

#define HEAD "MIME-Version: 1.0\nContent-Type: "

static const struct {
	const char *message, *page, *charset;
	enum psc_status status;
	bool cut;
} messages[] = {
	{ HEAD "text/html; charset=x\n\n<p>a", "<p>a", "x", PSC_OK, false },
	{ HEAD "multipart/related; boundary=b\n\npreamble\n--b\n"
	       "Content-Type: text/css\n\nno\n--b\nContent-Type: text/html\n\n"
	       "<p>a\n--bc\n\n--b--\n<p>epilogue",
	    "<p>a\n--bc\n", NULL, PSC_OK, false },
	{ HEAD "multipart/related;\r\n\tboundary=\"b\"\r\n\r\n--b\r\n"
	       "Content-Type: text/html\r\n\r\n<p>a\r\n\r\n--b  \r\n",
	    "<p>a\r\n", NULL, PSC_OK, false },
	/* No boundary behind it: it broke off. */
	{ HEAD "multipart/related; boundary=b\n\n--b\n"
	       "Content-Type: text/html\n\n<p>a",
	    "<p>a", NULL, PSC_OK, true },
	{ HEAD "multipart/related; boundary=b; start=\"<2>\"\n\n--b\n"
	       "Content-Type: text/html\n\n<p>1\n--b\nContent-ID: <2>\n"
	       "Content-Type: text/html\n\n<p>2\n--b--",
	    "<p>2", NULL, PSC_OK, false },
	/* The one that is named is not there. */
	{ HEAD "multipart/related; boundary=b; start=\"<3>\"\n\n--b\n"
	       "Content-Type: text/html\n\n<p>1\n--b--",
	    "<p>1", NULL, PSC_OK, false },
	{ HEAD "multipart/mixed; boundary=b\n\n--b\n"
	       "Content-Type: text/plain\n\n1\n--b\n"
	       "Content-Type: multipart/alternative; boundary=bb\n\n--bb\n"
	       "Content-Type: text/plain\n\n2\n--bb\n"
	       "Content-Type: text/html\nContent-Transfer-Encoding: BASE64\n\n"
	       "PHA+\n--bb--\n--b--",
	    "<p>", NULL, PSC_OK, false },
	{ HEAD "multipart/mixed; boundary=b\n\n--b\n"
	       "Content-Type: text/plain\n\n1\n--b--",
	    "1", NULL, PSC_OK, false },
	{ HEAD "multipart/mixed; boundary=b\n\n--b\n--b\n\n--b--", NULL, NULL,
	    PSC_NOT_HTML, false },
	{ HEAD "multipart/mixed; boundary=\n\n--b", NULL, NULL, PSC_NOT_HTML,
	    false },
	{ HEAD "multipart/mixed\n\n", NULL, NULL, PSC_NOT_HTML, false },
};

Test(container, page_of_a_message)
{
	for (size_t i = 0; i < COUNT(messages); i++) {
		cr_assert_eq(mhtml_read(&arena, span_of(messages[i].message),
				 &part, &error),
		    messages[i].status, "%zu: %s", i, error.message);
		EXPECT_TEXT(part.bytes, messages[i].page, "%zu", i);
		EXPECT_TEXT(part.charset, messages[i].charset, "%zu", i);
		cr_assert_eq(part.cut, messages[i].cut, "%zu", i);
	}
}

/* Messages in messages end somewhere. */
Test(container, many_multiparts)
{
	static char text[100000];
	size_t len =
	    (size_t)snprintf(text, sizeof(text), "%s", "MIME-Version: 1.0\n");

	for (int i = 0; i < 1000; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i,
		    i);
	cr_assert_eq(
	    mhtml_read(&arena, (struct span){ text, len }, &part, &error),
	    PSC_NOT_HTML);
}

/* The places and errors of all parts, in one line. */
static const char *
list(struct container *container)
{
	static char line[4000];
	enum psc_status status;
	size_t len = 0;

	line[0] = '\0';
	while ((status = container_next(container, &part, &error)) != PSC_END) {
		struct span shown =
		    status == PSC_OK ? part.bytes : span_of(error.message);
		len += (size_t)snprintf(line + len, sizeof(line) - len,
		    "%s%.*s%s%.*s", len > 0 ? "|" : "", (int)part.where.len,
		    part.where.ptr, status == PSC_OK ? "=" : "!",
		    (int)shown.len, shown.ptr);
		cr_assert_lt(len, sizeof(line));
	}
	cr_assert_eq(container_next(container, &part, &error), PSC_END);
	container_close(container);
	return line;
}

static const char *
list_bytes(struct span bytes, enum psc_input form)
{
	return list(container_of_bytes(bytes, form, CAP));
}

#define ENTRY(status, type, text) \
	"{\"request\": {\"url\": \"u\"}, \"response\": {\"status\": " #status \
	", \"content\": {\"mimeType\": \"" type "\", \"text\": " text "}}}"
#define LOG "{\"log\": {\"a\": [{}], \"entries\": ["

Test(container, entries_of_a_recording)
{
	static const struct {
		struct span bytes;
		const char *want;
	} rows[] = {
		{ BYTES("\xef\xbb\xbf" LOG ENTRY(
		      200, "text/html", "\"<p>\"") "," ENTRY(200, "text/css",
		      "\"<b>\"") "," ENTRY(404, "text/html",
		      "\"<i>\"") "," ENTRY(201, "text/html;x",
		      "\"a\\u00f6\"") "]}}"),
		    "u=<p>|u=a\xc3\xb6" },
		{ BYTES(LOG ENTRY(200, "text/html", "\"<p>\"") ", {\"x\": \"]"),
		    "u=<p>|!the HAR recording breaks off" },
		{ BYTES(LOG ENTRY(200, "text/html", "\"<p>\"")),
		    "u=<p>|!the HAR recording breaks off" },
		{ BYTES(LOG
		      "{\"a\" 1}," ENTRY(200, "text/html", "\"<p>\"") "]}}"),
		    "!an entry of the HAR recording is damaged|u=<p>" },
		{ BYTES(LOG ENTRY(200, "text/css", "\"\\ud83d\"") "," ENTRY(
		      200, "text/html", "\"\\ud83d\xff\"") "]}}"),
		    "u=\xef\xbf\xbd\xef\xbf\xbd" },
		{ BYTES(LOG "7]}}"), "!the HAR recording is damaged" },
		{ BYTES(LOG "]}}"), "!a HAR recording without an HTML page" },
		{ BYTES("{\"log\": {}}"), "!the HAR recording is damaged" },
		{ BYTES("{\"log\": {\"entries\""),
		    "!the HAR recording is damaged" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_assert_str_eq(list_bytes(rows[i].bytes, PSC_INPUT_AUTO),
		    rows[i].want, "%zu", i);
}

Test(container, lines)
{
	cr_assert_str_eq(
	    list_bytes(SPAN("\xef\xbb\xbf{\"html\": \"a\\u0000\"}\r\n\n \n"
			    "{\"html\": null, \"text\": \"b\", \"id\": 1}"),
		PSC_INPUT_AUTO),
	    "line 1=a|line 4=b");
	cr_assert_eq(part.form, PSC_INPUT_AUTO);
	cr_assert_str_eq(list_bytes(SPAN(""), PSC_INPUT_JSONL), "");
	/* Other JSON is no list of pages. */
	cr_assert_str_eq(
	    list_bytes(SPAN("{\"a\": {\"html\": 1}}\n"), PSC_INPUT_AUTO),
	    "={\"a\": {\"html\": 1}}\n");
	/* What is said to be a page is one. */
	cr_assert_str_eq(list_bytes(SPAN("{\"html\": \"a\"}"), PSC_INPUT_HTML),
	    "={\"html\": \"a\"}");
}

Test(container, long_lines_are_passed_over)
{
	static char text[3000];
	int len = snprintf(text, sizeof(text),
	    "{\"html\": \"%01000d\"}\n{\"html\": \"a\"}\n", 0);

	cr_assert_str_eq(
	    list(container_of_bytes(
		(struct span){ text, (size_t)len }, PSC_INPUT_AUTO, 100)),
	    "line 1!more than 100 bytes: raise the limit with --max-bytes|"
	    "line 2=a");
	int ends[2];
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], text, (size_t)len), len);
	close(ends[1]);
	cr_assert_str_eq(list(container_of_file(ends[0], PSC_INPUT_AUTO, 100)),
	    "line 1!more than 100 bytes: raise the limit with --max-bytes|"
	    "line 2=a");
	close(ends[0]);
}

/* What other programs write is read, and the id is had of any line. */
Test(container, lines_that_are_nearly_json)
{
	static const struct {
		struct span line;
		const char *bytes, *id;
		size_t replaced;
	} rows[] = {
		{ BYTES("{\"id\":18446744073709551616,\"html\":\"a\"}"), "a",
		    "18446744073709551616", 0 },
		{ BYTES("{\"id\":-1.5E+400,\"html\":\"a\"}"), "a", "-1.5E+400",
		    0 },
		{ BYTES("{\"id\":1,\"html\":\"a\\ud83d\\ude00\\udc00b\"}"),
		    "a\xf0\x9f\x98\x80\xef\xbf\xbd"
		    "b",
		    "1", 1 },
		{ BYTES("{\"id\":2,\"html\":\"caf\xe9\\\"\t\0.\"}"),
		    "caf\xef\xbf\xbd\"  .", "2", 2 },
		{ BYTES("{\"id\":\"\xff\",\"html\":\"\\uD83D\"}"),
		    "\xef\xbf\xbd", "\"\xef\xbf\xbd\"", 2 },
		{ BYTES("{\"id\":[1, \"k\"],\"html\":\"a"), NULL, "[1, \"k\"]",
		    0 },
		{ BYTES("{\"id\":4,\"html\":\"a\"} x"), NULL, "4", 0 },
		{ BYTES("{\"id\":x,\"html\":\"a\"}"), NULL, NULL, 0 },
		{ BYTES("{\"id\":1ee5,\"html\":\"a\"}"), NULL, NULL, 0 },
		{ BYTES("\"id\":4,\"html\":\"a\"}"), NULL, NULL, 0 },
		{ BYTES("{\"html\":\"\\"), NULL, NULL, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct container *container =
		    container_of_bytes(rows[i].line, PSC_INPUT_JSONL, CAP);
		enum psc_status status =
		    container_next(container, &part, &error);

		cr_assert_eq(status == PSC_OK, rows[i].bytes != NULL, "%zu", i);
		if (rows[i].bytes != NULL) {
			EXPECT_TEXT(part.bytes, rows[i].bytes, "%zu", i);
			cr_assert_eq(part.replaced, rows[i].replaced, "%zu", i);
		}
		EXPECT_TEXT(part.id, rows[i].id, "%zu", i);
		cr_assert_eq(container_next(container, &part, &error), PSC_END);
		container_close(container);
	}
}

#define PACKED_LINES \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\x28\xc9\xcd" \
	"\x51\xb2\x52\x4a\x54\xaa\xe5\xaa\x86\x71\x92\x94\x6a\x01\x46\x5a" \
	"\x50\x90\x19\x00\x00\x00"
/* Two lines without a line end at the end, packed, and a NUL byte behind. */
Test(container, last_line_before_what_trails)
{
	static const char packed[] = PACKED_LINES "\0";

	cr_assert_str_eq(list_bytes((struct span){ packed, sizeof(packed) - 1 },
			     PSC_INPUT_AUTO),
	    "line 1=a|line 2=b");
}

/* A ZIP archive of one stored member. */
#define NAMED(name, more) \
	"PK\3\4\12\0\0\0\0\0\0\0\0\0" more "\3\0\0\0\3\0\0\0" name "<p>"
Test(container, members_without_a_directory)
{
	/* The directory is lost, and the sum is wrong. */
	cr_assert_str_eq(list_bytes(SPAN(NAMED("\6\0\0\0a.html", "\0\0\0\0")),
			     PSC_INPUT_AUTO),
	    "a.html!damaged|!the ZIP archive breaks off");
	cr_assert_str_eq(
	    list_bytes(SPAN("PK\3\4\12\0\1\0\0\0\0\0\0\0\0\0\0\0\3\0\0\0\3\0\0"
			    "\0\6\0\0\0a.html<p>PK\1\2"),
		PSC_INPUT_AUTO),
	    "a.html!encrypted: unpack it and give the page that is in it");
	cr_assert_str_eq(list_bytes(SPAN("PK\5\6"), PSC_INPUT_AUTO),
	    "!the ZIP archive breaks off");
	cr_assert_str_eq(
	    list_bytes(SPAN("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		PSC_INPUT_AUTO),
	    "!a ZIP archive or an office document without a page in it");
}

Test(container, members_with_large_numbers)
{
	static const char bytes[] =
	    "\120\113\003\004\055\000\000\000\000\000\000\000\000\000\273\241"
	    "\156\074\377\377\377\377\377\377\377\377\006\000\024\000\141\056"
	    "\150\164\155\154\001\000\020\000\003\000\000\000\000\000\000\000"
	    "\003\000\000\000\000\000\000\000\074\160\076\120\113\001\002\055"
	    "\000\055\000\000\000\000\000\000\000\000\000\273\241\156\074\377"
	    "\377\377\377\377\377\377\377\006\000\041\000\000\000\000\000\000"
	    "\000\000\000\000\000\377\377\377\377\141\056\150\164\155\154\011"
	    "\000\001\000\000\001\000\030\000\003\000\000\000\000\000\000\000"
	    "\003\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
	    "\120\113\006\006\054\000\000\000\000\000\000\000\055\000\055\000"
	    "\000\000\000\000\000\000\000\000\001\000\000\000\000\000\000\000"
	    "\001\000\000\000\000\000\000\000\125\000\000\000\000\000\000\000"
	    "\073\000\000\000\000\000\000\000\120\113\006\007\000\000\000\000"
	    "\220\000\000\000\000\000\000\000\001\000\000\000\120\113\005\006"
	    "\000\000\000\000\377\377\377\377\377\377\377\377\377\377\377\377"
	    "\000\000";

	cr_assert_str_eq(list_bytes((struct span){ bytes, sizeof(bytes) - 1 },
			     PSC_INPUT_AUTO),
	    "a.html=<p>");
}

/* An archive of one member whose entry stands four times in the directory. */
Test(container, members_that_share_their_bytes)
{
	static const char bytes[] =
	    "\120\113\003\004\012\000\000\000\000\000\000\000\000\000\266\052"
	    "\122\324\144\000\000\000\144\000\000\000\006\000\000\000\141\056"
	    "\150\164\155\154\074\160\076\141\141\141\141\141\141\141\141\141"
	    "\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141"
	    "\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141"
	    "\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141"
	    "\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141"
	    "\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141\141"
	    "\141\141\141\141\141\141\141\141\120\113\001\002\012\000\012\000"
	    "\000\000\000\000\000\000\000\000\266\052\122\324\144\000\000\000"
	    "\144\000\000\000\006\000\000\000\000\000\000\000\000\000\000\000"
	    "\000\000\000\000\000\000\141\056\150\164\155\154\120\113\001\002"
	    "\012\000\012\000\000\000\000\000\000\000\000\000\266\052\122\324"
	    "\144\000\000\000\144\000\000\000\006\000\000\000\000\000\000\000"
	    "\000\000\000\000\000\000\000\000\000\000\141\056\150\164\155\154"
	    "\120\113\001\002\012\000\012\000\000\000\000\000\000\000\000\000"
	    "\266\052\122\324\144\000\000\000\144\000\000\000\006\000\000\000"
	    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\141\056"
	    "\150\164\155\154\120\113\001\002\012\000\012\000\000\000\000\000"
	    "\000\000\000\000\266\052\122\324\144\000\000\000\144\000\000\000"
	    "\006\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
	    "\000\000\141\056\150\164\155\154\120\113\005\006\000\000\000\000"
	    "\004\000\004\000\320\000\000\000\210\000\000\000\000\000";
	struct container *container = container_of_bytes(
	    (struct span){ bytes, sizeof(bytes) - 1 }, PSC_INPUT_AUTO, CAP);
	size_t pages = 0;
	enum psc_status status;

	while ((status = container_next(container, &part, &error)) != PSC_END) {
		pages += status == PSC_OK;
		cr_assert(status == PSC_OK || status == PSC_TOO_LARGE);
	}
	/* Its 366 bytes may hold three members of 100. */
	cr_assert_eq(pages, 3);
	container_close(container);
}

Test(container, brotli_is_found_by_trying)
{
	static const char packed[] =
	    "\x1f\x1a\x00\xf8\x1d\xa9\x53\x9f\x39\x34\xca\x30\x1e\xb8\x02\x39"
	    "\x2b\x9f\xb2\x12\x24\xa8\x4a\x80\x99\x6c\x6c\x1c";
	struct span bytes = { packed, sizeof(packed) - 1 };

	cr_assert_str_eq(
	    list_bytes(bytes, PSC_INPUT_AUTO), "=<p>a page a page a page</p>");
	/* Text that a decoder of brotli takes for a beginning. */
	static const char text[] =
	    "Aaxy B\xc3\xbc"
	    "cher \xc3\xbc"
	    "ber B\xc3\xa4ume: <W\xc3\xa4lder>, "
	    "sagt J\xc3\xb6rg. B\xc3\xbc"
	    "cher \xc3\xbc"
	    "ber B\xc3\xa4ume: "
	    "<W\xc3\xa4lder>, sagt J\xc3\xb6rg. B\xc3\xbc"
	    "cher \xc3\xbc"
	    "ber "
	    "B\xc3\xa4ume: <W\xc3\xa4lder>, sagt J\xc3\xb6rg.";
	struct span plain = { text, sizeof(text) - 1 };
	for (size_t len = 1; len <= plain.len; len++) {
		struct stream *stream = stream_of_bytes(span_first(plain, len));
		cr_assert_neq(stream, NULL);
		cr_assert_null(stream_packing(stream), "%zu bytes", len);
		stream_close(stream);
	}
	/* Bytes that are no text, and no brotli. */
	cr_assert_str_eq(
	    list_bytes(SPAN("\xff\xd8\xff"), PSC_INPUT_AUTO), "=\xff\xd8\xff");
}

Test(container, stream_of_a_slow_pipe)
{
	int ends[2];
	struct stream *stream;

	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], "<p>abc", 6), 6);
	/* No more is waited for than what is asked for. */
	stream = stream_of_file(ends[0]);
	cr_assert_neq(stream, NULL);
	EXPECT_TEXT(stream_look(stream, 0), "<p>abc", "first");
	stream_pass(stream, 3);
	cr_assert_eq(write(ends[1], "def", 3), 3);
	close(ends[1]);
	EXPECT_TEXT(stream_look(stream, 100), "abcdef", "all");
	cr_assert_eq(stream_ending(stream), STREAM_WHOLE);
	stream_close(stream);
	close(ends[0]);
}

/* What is left stays where it is, or small lines take forever. */
Test(container, stream_that_gives_up_little)
{
	static char text[8192];
	int ends[2];

	memset(text, '<', sizeof(text));
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(write(ends[1], text, sizeof(text)), (ssize_t)sizeof(text));
	close(ends[1]);
	struct stream *stream = stream_of_file(ends[0]);
	cr_assert_neq(stream, NULL);
	struct span before = stream_look(stream, sizeof(text) - 1);
	stream_pass(stream, 5);
	stream_forget(stream);
	struct span after = stream_look(stream, 1);
	cr_assert_eq(after.ptr, before.ptr + 5);
	cr_assert_eq(after.len, before.len - 5);
	stream_pass(stream, 6000);
	stream_forget(stream);
	after = stream_look(stream, 1);
	cr_assert_eq(after.ptr, before.ptr);
	cr_assert_eq(after.len, before.len - 6005);
	stream_close(stream);
	close(ends[0]);
}

Test(container, several)
{
	static const struct {
		struct span bytes;
		bool several;
	} rows[] = {
		{ BYTES("<p>"), false },
		{ BYTES(""), false },
		{ BYTES(HEAD "text/html\n\n<p>"), false },
		{ BYTES("WARC/1.0\r\n"), true },
		{ BYTES("{\"log\": {}}"), true },
		{ BYTES("{\"id\": 1, \"path\": \"a\"}"), true },
		{ BYTES("PK\3\4"), true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct container *container =
		    container_of_bytes(rows[i].bytes, PSC_INPUT_AUTO, CAP);
		cr_assert_neq(container, NULL);
		cr_assert_eq(
		    container_several(container), rows[i].several, "%zu", i);
		container_close(container);
	}
	container_close(NULL);
}

/* What programs put before the beginning, or in another order. */
Test(container, beginnings_that_are_not_the_first_byte)
{
	static const char *const rows[][2] = {
		{ "\xef\xbb\xbfMIME-Version: 1.0\nContent-Type: text/html\n\n"
		  "<p>a",
		    "=<p>a" },
		{ "\r\n \nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>a",
		    "=<p>a" },
		{ "From a@b.example Mon Nov 23\nMIME-Version: 1.0\n\n<p>a",
		    "=<p>a" },
		{ "From here on: a text", "=From here on: a text" },
		{ "{\"a\": {\"log\": 1}, \"b\": [], \"log\": {\"entries\": "
		  "[" ENTRY(200, "text/html", "\"<p>b\"") "]}}",
		    "u=<p>b" },
		{ "{\"html_b64\": \"data:text/html;base64,PHA+Yw==\"}",
		    "=<p>c" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got =
		    list_bytes(span_of(rows[i][0]), PSC_INPUT_AUTO);

		cr_assert_neq(strstr(got, rows[i][1]), NULL, "%zu: %s", i, got);
	}
}
