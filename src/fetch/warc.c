/*
 * This file writes pages as WARC records.  Of a file that is there it reads no
 * more than the headers, and it does not ask what a page is.
 */
#include "fetch/warc.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fetch/pack.h"
#include "input/digest.h"

/* No header, and no page's records, grow past this. */
#define MOST_HEADER ((size_t)16 << 20)
#define MOST_BYTES ((size_t)1 << 30)

/* Our first member, which tells who wrote the file, is no longer. */
#define MOST_FIRST ((off_t)1 << 16)

/* "<urn:uuid:12345678-1234-1234-1234-123456789012>" */
#define ID_ROOM 48

/* "sha1:" and 32 letters. */
#define DIGEST_ROOM 40

struct warc {
	FILE *out;
	char info[ID_ROOM]; /* of the warcinfo record */
};

struct record {
	const char *type;
	const char *content; /* Content-Type */
	char id[ID_ROOM];
	const char *concurrent; /* the record it belongs to; NULL: none */
	const char *target;     /* NULL: none */
	double date;
	struct span head, body; /* of the block */
	bool has_payload;       /* the body is one */
};

/* Text that grows; after an error nothing is added to it. */
struct text {
	struct scratch scratch;
	enum psc_status status;
};

static void
add(struct text *text, struct span more)
{
	if (text->status == PSC_OK)
		text->status = scratch_add(&text->scratch, more);
}

static void
add_string(struct text *text, const char *string)
{
	add(text, span_of(string));
}

static void print(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For short values only: what is longer is cut off. */
static void
print(struct text *text, const char *format, ...)
{
	char line[300];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	add_string(text, line);
}

static struct span
text_span(const struct text *text)
{
	return (struct span){ text->scratch.ptr, text->scratch.len };
}

/* A value of a header's field: it must not end its line. */
static void
add_value(struct text *text, struct span value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];
		add(text, c < ' ' || c == 0x7f
			      ? SPAN(" ")
			      : (struct span){ value.ptr + i, 1 });
	}
}

/* An address as it may stand in a header (RFC 3986: no blank, ASCII only). */
static void
add_address(struct text *text, const char *address)
{
	for (; *address != '\0'; address++) {
		unsigned char c = (unsigned char)*address;
		if (c <= ' ' || c >= 0x7f)
			print(text, "%%%02X", c);
		else
			add(text, (struct span){ address, 1 });
	}
}

static void
add_date(struct text *text, double date)
{
	struct tm parts = { 0 };
	char line[32];
	/* A year has four digits. */
	time_t seconds =
	    date >= 0 && date < 253402300800.0 ? (time_t)date : time(NULL);

	gmtime_r(&seconds, &parts);
	strftime(line, sizeof(line), "%Y-%m-%dT%H:%M:%SZ", &parts);
	add_string(text, line);
}

/* A random UUID (RFC 9562, 5.4). */
static bool
make_id(char id[static ID_ROOM])
{
	unsigned char raw[16];

	if (RAND_bytes(raw, sizeof(raw)) != 1)
		return false;
	raw[6] = (unsigned char)((raw[6] & 0x0f) | 0x40);
	raw[8] = (unsigned char)((raw[8] & 0x3f) | 0x80);
	snprintf(id, ID_ROOM,
	    "<urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x%02x%02x%02x%02x>",
	    raw[0], raw[1], raw[2], raw[3], raw[4], raw[5], raw[6], raw[7],
	    raw[8], raw[9], raw[10], raw[11], raw[12], raw[13], raw[14],
	    raw[15]);
	return true;
}

/* Five bytes are eight letters (RFC 4648, 6). */
static void
base32(const unsigned char raw[static 20], char *out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

	for (size_t group = 0; group < 4; group++) {
		unsigned long long bits = 0;
		for (size_t i = 0; i < 5; i++)
			bits = bits << 8 | raw[group * 5 + i];
		for (size_t i = 0; i < 8; i++)
			*out++ = letters[bits >> (35 - 5 * i) & 31];
	}
	*out = '\0';
}

/* SHA-1 as other tools write it; nobody's safety hangs on it. */
static bool
make_digest(struct span head, struct span body, char digest[static DIGEST_ROOM])
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned int size = 0;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool made = context != NULL &&
		    EVP_DigestInit_ex(context, EVP_sha1(), NULL) == 1 &&
		    EVP_DigestUpdate(context, head.ptr, head.len) == 1 &&
		    EVP_DigestUpdate(context, body.ptr, body.len) == 1 &&
		    EVP_DigestFinal_ex(context, raw, &size) == 1 && size == 20;

	EVP_MD_CTX_free(context);
	memcpy(digest, "sha1:", sizeof("sha1:"));
	if (made)
		base32(raw, digest + sizeof("sha1:") - 1);
	return made;
}

static void
add_record_header(const struct warc *warc, const struct record *record,
    const char *block, const char *payload, struct text *text)
{
	print(text, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: %s\r\n",
	    record->type, record->id);
	if (strcmp(record->id, warc->info) != 0)
		print(text, "WARC-Warcinfo-ID: %s\r\n", warc->info);
	add_string(text, "WARC-Date: ");
	add_date(text, record->date);
	if (record->target != NULL) {
		add_string(text, "\r\nWARC-Target-URI: ");
		add_address(text, record->target);
	}
	if (record->concurrent != NULL)
		print(text, "\r\nWARC-Concurrent-To: %s", record->concurrent);
	print(text, "\r\nWARC-Block-Digest: %s", block);
	if (record->has_payload)
		print(text, "\r\nWARC-Payload-Digest: %s", payload);
	print(text, "\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
	    record->content, record->head.len + record->body.len);
}

/* Adds a record, packed, to `out`. */
static enum psc_status
add_record(
    const struct warc *warc, const struct record *record, struct scratch *out)
{
	struct text header = { .scratch = { .cap = MOST_HEADER } };
	char block[DIGEST_ROOM], payload[DIGEST_ROOM];

	if (!make_digest(record->head, record->body, block) ||
	    !make_digest(SPAN(""), record->body, payload))
		return PSC_NO_MEMORY;
	add_record_header(warc, record, block, payload, &header);
	struct span texts[] = { text_span(&header), record->head, record->body,
		SPAN("\r\n\r\n") };
	if (header.status == PSC_OK)
		header.status = pack_member(texts, 4, out);
	scratch_free(&header.scratch);
	return header.status;
}

/* --- the header of HTTP ---------------------------------------------------*/

/* Takes a line off `rest`, without what ends it. */
static struct span
take_line(struct span *rest)
{
	const char *end = memchr(rest->ptr, '\n', rest->len);
	size_t len = end == NULL ? rest->len : (size_t)(end - rest->ptr);
	struct span line = { rest->ptr, len };

	*rest = span_from(*rest, len + 1);
	while (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

static const char *
reason_of(long status)
{
	static const struct {
		long status;
		const char *reason;
	} reasons[] = {
		{ 200, "OK" },
		{ 203, "Non-Authoritative Information" },
		{ 204, "No Content" },
		{ 206, "Partial Content" },
		{ 301, "Moved Permanently" },
		{ 302, "Found" },
		{ 303, "See Other" },
		{ 304, "Not Modified" },
		{ 404, "Not Found" },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "";
}

/* "GET /x HTTP/2" as HTTP/1.1 has it: readers know no other. */
static void
add_request_line(struct text *text, struct span line)
{
	size_t at = line.len;

	while (at > 0 && line.ptr[at - 1] != ' ')
		at--;
	if (!span_starts(span_from(line, at), SPAN("HTTP/")) ||
	    span_starts(span_from(line, at), SPAN("HTTP/1."))) {
		add_value(text, line);
	} else {
		add_value(text, span_first(line, at));
		add_string(text, "HTTP/1.1");
	}
	add_string(text, "\r\n");
}

/* The same with "HTTP/2 200". */
static void
add_status_line(struct text *text, struct span line, long status)
{
	if (span_starts(line, SPAN("HTTP/1."))) {
		add_value(text, line);
		add_string(text, "\r\n");
	} else {
		print(text, "HTTP/1.1 %ld %s\r\n", status, reason_of(status));
	}
}

enum fate { FATE_KEEP, FATE_RENAME, FATE_DROP };

/* May the name of a field have this character (RFC 9110, 5.6.2)? */
static bool
is_token(char c)
{
	return span_is_alpha(c) || span_is_digit(c) ||
	       (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

/* The name of a field; empty where the line is none. */
static struct span
name_of(struct span line)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	struct span name = span_trim((struct span){
	    line.ptr, colon == NULL ? 0 : (size_t)(colon - line.ptr) });

	for (size_t i = 0; i < name.len; i++)
		if (!is_token(name.ptr[i]))
			return SPAN("");
	return name;
}

/* What becomes of a field: the body lies there unpacked; secrets do not. */
static enum fate
fate_of(struct span name)
{
	static const struct {
		struct span name;
		enum fate fate;
	} fates[] = {
		{ { "content-encoding", 16 }, FATE_RENAME },
		{ { "transfer-encoding", 17 }, FATE_RENAME },
		{ { "content-length", 14 }, FATE_RENAME },
		{ { "authorization", 13 }, FATE_DROP },
		{ { "proxy-authorization", 19 }, FATE_DROP },
	};

	for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
		if (span_equal_nocase(name, fates[i].name))
			return fates[i].fate;
	return name.len == 0 ? FATE_DROP : FATE_KEEP;
}

/* A field's line; blanks before its colon are left out. */
static void
add_field(struct text *text, struct span line, struct span name, bool renamed)
{
	const char *colon = memchr(line.ptr, ':', line.len);

	if (renamed)
		add_string(text, "X-Archive-Orig-");
	add_value(text, name);
	add_value(text, span_from(line, (size_t)(colon - line.ptr)));
	add_string(text, "\r\n");
}

/*
 * The fields up to the empty line.  One that goes on in a second line is made
 * one line (RFC 9112, 5.2); a line that is no field would end the header for
 * some readers, and is left out.
 */
static void
add_fields(struct text *text, struct span rest)
{
	enum fate fate = FATE_DROP;

	while (rest.len > 0) {
		struct span line = take_line(&rest);
		if (line.len == 0)
			break;
		if (line.ptr[0] != ' ' && line.ptr[0] != '\t') {
			struct span name = name_of(line);
			fate = fate_of(name);
			if (fate != FATE_DROP)
				add_field(
				    text, line, name, fate == FATE_RENAME);
		} else if (fate != FATE_DROP && text->status == PSC_OK) {
			text->scratch.len -= 2;
			add_value(text, line);
			add_string(text, "\r\n");
		}
	}
}

/* Without the empty lines before it. */
static struct span
header_of(const char *header)
{
	struct span rest = span_of(header == NULL ? "" : header);

	while (rest.len > 0 && (rest.ptr[0] == '\r' || rest.ptr[0] == '\n'))
		rest = span_from(rest, 1);
	return rest;
}

static void
add_request(struct text *text, const char *header)
{
	struct span rest = header_of(header);

	add_request_line(text, take_line(&rest));
	add_fields(text, rest);
	add_string(text, "\r\n");
}

static void
add_response(struct text *text, const struct store_page *page)
{
	struct span rest = header_of(page->response);
	struct span first = SPAN("");

	/* A header that lacks its status line still has its fields. */
	if (span_starts(rest, SPAN("HTTP/")))
		first = take_line(&rest);
	add_status_line(text, first, page->status);
	add_fields(text, rest);
	print(text, "Content-Length: %zu\r\n\r\n", page->body.len);
}

/* --- records --------------------------------------------------------------*/

static void
add_metadata(struct text *text, const struct store_page *page)
{
	char sha256[65];

	if (page->address != NULL && page->location != NULL &&
	    strcmp(page->address, page->location) != 0) {
		add_string(text, "via: ");
		add_address(text, page->address);
		add_string(text, "\r\n");
	}
	if (page->checked > page->fetched) {
		add_string(text, "checked: ");
		add_date(text, page->checked);
		add_string(text, "\r\n");
	}
	if (digest_sha256(page->body, sha256) == PSC_OK)
		print(text, "payload-sha256: %s\r\n", sha256);
	else
		text->status = PSC_NO_MEMORY;
}

/* Adds a record whose block is what `head` holds, and its body. */
static enum psc_status
add_part(const struct warc *warc, struct record *record,
    const struct text *head, struct scratch *out)
{
	if (head->status != PSC_OK)
		return head->status;
	record->head = text_span(head);
	return add_record(warc, record, out);
}

/* A record that belongs to a response. */
static enum psc_status
add_side(const struct warc *warc, const struct record *response,
    const char *type, const char *content, const struct text *head,
    struct scratch *out)
{
	struct record record = { .type = type,
		.content = content,
		.concurrent = response->id,
		.target = response->target,
		.date = response->date };

	return make_id(record.id) ? add_part(warc, &record, head, out)
				  : PSC_NO_MEMORY;
}

/* The records of a page, packed.  `texts`: three, empty. */
static enum psc_status
add_page(const struct warc *warc, const struct store_page *page,
    struct text *texts, struct scratch *out)
{
	struct record response = { .type = "response",
		.content = "application/http;msgtype=response",
		.target =
		    page->location != NULL ? page->location : page->address,
		.date = page->fetched,
		.body = page->body,
		.has_payload = true };
	enum psc_status status = make_id(response.id) ? PSC_OK : PSC_NO_MEMORY;

	if (page->request != NULL && status == PSC_OK) {
		add_request(&texts[0], page->request);
		status = add_side(warc, &response, "request",
		    "application/http;msgtype=request", &texts[0], out);
	}
	if (status == PSC_OK) {
		add_response(&texts[1], page);
		status = add_part(warc, &response, &texts[1], out);
	}
	if (status == PSC_OK) {
		add_metadata(&texts[2], page);
		status = add_side(warc, &response, "metadata",
		    "application/warc-fields", &texts[2], out);
	}
	return status;
}

/* All records of a page are written at once, as far as this is up to us. */
static bool
write_out(struct warc *warc, struct scratch *packed, enum psc_status status,
    struct error *error)
{
	bool written = false;

	if (status == PSC_TOO_LARGE)
		error_set(error, "a page is too large for a WARC file");
	else if (status != PSC_OK)
		error_set(error, "no memory for a WARC record");
	else
		written = fwrite(packed->ptr, 1, packed->len, warc->out) ==
			      packed->len &&
			  fflush(warc->out) == 0;
	if (status == PSC_OK && !written)
		error_set(error, "the WARC file cannot be written: %s",
		    strerror(errno));
	scratch_free(packed);
	return written;
}

bool
warc_add(struct warc *warc, const struct store_page *page, struct error *error)
{
	struct scratch packed = { .cap = MOST_BYTES };
	struct text texts[3];

	for (size_t i = 0; i < 3; i++)
		texts[i] = (struct text){ .scratch = { .cap = MOST_HEADER } };
	enum psc_status status = add_page(warc, page, texts, &packed);
	for (size_t i = 0; i < 3; i++)
		scratch_free(&texts[i].scratch);
	return write_out(warc, &packed, status, error);
}

static bool
add_info(struct warc *warc, const char *software, const char *contact,
    struct error *error)
{
	struct record record = { .type = "warcinfo",
		.content = "application/warc-fields",
		.date = -1 };
	struct text text = { .scratch = { .cap = MOST_HEADER } };
	struct scratch packed = { .cap = MOST_BYTES };

	add_string(&text, "software: ");
	add_value(&text, span_of(software));
	if (contact != NULL) {
		add_string(&text, "\r\noperator: ");
		add_value(&text, span_of(contact));
	}
	add_string(&text,
	    "\r\nformat: WARC File Format 1.1\r\n"
	    "conformsTo: http://iipc.github.io/warc-specifications/"
	    "specifications/warc-format/warc-1.1/\r\n"
	    "robots: obeyed\r\n");
	memcpy(record.id, warc->info, ID_ROOM);
	enum psc_status status = add_part(warc, &record, &text, &packed);
	scratch_free(&text.scratch);
	return write_out(warc, &packed, status, error);
}

struct warc *
warc_new(
    FILE *out, const char *software, const char *contact, struct error *error)
{
	struct warc *warc = calloc(1, sizeof(*warc));

	if (warc == NULL || !make_id(warc->info)) {
		error_set(error, "no memory for a WARC record");
		warc_free(warc);
		return NULL;
	}
	warc->out = out;
	if (add_info(warc, software, contact, error))
		return warc;
	warc_free(warc);
	return NULL;
}

void
warc_free(struct warc *warc)
{
	free(warc);
}

/* What is looked for in a file that more is to be added to. */
struct look {
	warc_seen *seen;
	void *context;
	bool other; /* there is something that is no WARC record */
};

/* The value of a field, whose name is given with ": "; SPAN_NONE. */
static struct span
find_field(struct span head, struct span name)
{
	while (head.len > 0) {
		const char *end = memchr(head.ptr, '\n', head.len);
		size_t len = end == NULL ? head.len : (size_t)(end - head.ptr);
		struct span line = span_first(head, len);

		if (span_ends(line, SPAN("\r")))
			line.len--;
		if (line.len == 0)
			break;
		if (line.len >= name.len &&
		    span_equal_nocase(span_first(line, name.len), name))
			return span_from(line, name.len);
		head = span_from(head, len + 1);
	}
	return SPAN_NONE;
}

/* A member of the file: it must be a record, or the beginning of one. */
static bool
look_at(void *context, struct span head, bool whole)
{
	const struct span mark = SPAN("WARC/");
	struct look *look = context;

	look->other =
	    !span_starts(head, mark) && (whole || !span_starts(mark, head));
	if (whole && !look->other &&
	    span_equal(find_field(head, SPAN("WARC-Type: ")), SPAN("response")))
		look->seen(
		    look->context, find_field(head, SPAN("WARC-Target-URI: ")));
	return !look->other;
}

/* Cuts off what stands behind the first `whole` bytes. */
static bool
cut(FILE *file, off_t whole, struct error *error)
{
	if (fflush(file) == 0 && fseeko(file, whole, SEEK_SET) == 0 &&
	    ftruncate(fileno(file), whole) == 0)
		return true;
	error_set(
	    error, "the WARC file cannot be written: %s", strerror(errno));
	return false;
}

bool
warc_mend(FILE *file, warc_seen *seen, void *context, struct error *error)
{
	struct look look = { .seen = seen, .context = context };
	bool read;
	off_t whole = 0;

	read = pack_whole_members(file, look_at, &look, &whole);
	if (look.other) {
		error_set(error,
		    "what stands there is no WARC file, and nothing is added "
		    "to it");
	} else if (!read) {
		error_set(error,
		    "the WARC file is damaged, or not packed with gzip, and "
		    "nothing is added to it");
	} else if (whole == 0 && ftello(file) > MOST_FIRST) {
		/* Of another program, in a single member: much would go. */
		error_set(error,
		    "the WARC file breaks off in its first gzip member, and "
		    "nothing is added to it");
	} else {
		return cut(file, whole, error);
	}
	return false;
}
