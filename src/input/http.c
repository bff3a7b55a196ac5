/*
 * This file takes an answer of HTTP apart, one that is whole in memory.  It
 * speaks to no server, and does not ask what the body is.
 */
#include "input/http.h"

#include "input/unpack.h"

/* So many content encodings are undone, one after another. */
#define MOST_ENCODINGS 4

size_t
http_header_end(struct span bytes, size_t from)
{
	/* An end may begin before `from`. */
	size_t at = from > 3 ? from - 3 : 0;

	while (at < bytes.len) {
		const char *hit = memchr(bytes.ptr + at, '\n', bytes.len - at);
		if (hit == NULL)
			return 0;
		at = (size_t)(hit - bytes.ptr) + 1;
		struct span rest = span_from(bytes, at);
		if (span_starts(rest, SPAN("\n")))
			return at + 1;
		if (span_starts(rest, SPAN("\r\n")))
			return at + 2;
	}
	return 0;
}

/* Takes a line off `rest`, without what ends it. */
static struct span
take_line(struct span *rest)
{
	if (rest->len == 0)
		return *rest;
	const char *end = memchr(rest->ptr, '\n', rest->len);
	size_t len = end == NULL ? rest->len : (size_t)(end - rest->ptr);
	struct span line = { rest->ptr, len };

	*rest = span_from(*rest, len + 1);
	if (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

static struct span
trim(struct span text)
{
	while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
		text = span_from(text, 1);
	while (text.len > 0 && (text.ptr[text.len - 1] == ' ' ||
				   text.ptr[text.len - 1] == '\t'))
		text.len--;
	return text;
}

struct span
http_field(struct span headers, struct span name)
{
	while (headers.len > 0) {
		struct span line = take_line(&headers);
		if (line.len <= name.len ||
		    !span_equal_nocase(span_first(line, name.len), name))
			continue;
		struct span rest = trim(span_from(line, name.len));
		if (span_starts(rest, SPAN(":")))
			return trim(span_from(rest, 1));
	}
	return SPAN_NONE;
}

static int
hex_digit(char c)
{
	c = span_lower(c);
	if (span_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The length that begins a chunk; false: there is none. */
static bool
chunk_len(struct span line, size_t *len)
{
	size_t at = 0;

	*len = 0;
	for (; at < line.len && hex_digit(line.ptr[at]) >= 0; at++) {
		if (*len >> (sizeof(*len) * 8 - 4) != 0)
			return false;
		*len = *len << 4 | (size_t)hex_digit(line.ptr[at]);
	}
	line = trim(span_from(line, at));
	return at > 0 && (line.len == 0 || line.ptr[0] == ';');
}

/* Puts the chunks together (RFC 9112, 7.1); as it is where there are none. */
static enum psc_status
join_chunks(struct arena *arena, struct http *http)
{
	struct span rest = http->body;
	size_t len, used = 0;
	struct span line = take_line(&rest);

	if (!chunk_len(line, &len))
		return PSC_OK;
	char *joined = arena_alloc(arena, http->body.len);
	if (joined == NULL)
		return PSC_NO_MEMORY;
	while (len > 0) {
		struct span chunk = span_first(rest, len);
		if (chunk.len > 0)
			memcpy(joined + used, chunk.ptr, chunk.len);
		used += chunk.len;
		rest = span_from(rest, chunk.len);
		take_line(&rest);
		/* Without the last chunk, of no bytes, it is not whole. */
		line = take_line(&rest);
		if (chunk.len < len || !chunk_len(line, &len)) {
			http->cut = true;
			break;
		}
	}
	http->body = (struct span){ joined, used };
	return PSC_OK;
}

/* The last of the values in a list, which is taken off it. */
static struct span
take_last(struct span *list)
{
	size_t at = list->len;

	while (at > 0 && list->ptr[at - 1] != ',')
		at--;
	struct span last = trim(span_from(*list, at));
	list->len = at > 0 ? at - 1 : 0;
	return last;
}

static bool
is_name(struct span text, const char *name)
{
	return span_equal_nocase(text, span_of(name));
}

/* How a content encoding packs; false: in no way known here. */
static bool
codec_of(struct span encoding, enum codec_kind *kind)
{
	*kind = CODEC_NONE;
	if (is_name(encoding, "gzip") || is_name(encoding, "x-gzip"))
		*kind = CODEC_GZIP;
	else if (is_name(encoding, "deflate"))
		*kind = CODEC_ZLIB;
	else if (is_name(encoding, "br"))
		*kind = CODEC_BROTLI;
	else if (is_name(encoding, "zstd"))
		*kind = CODEC_ZSTD;
	return *kind != CODEC_NONE || encoding.len == 0 ||
	       is_name(encoding, "identity");
}

/* The body unpacked; as it is, where it does not begin as it should. */
static enum psc_status
unpack_body(struct arena *arena, enum codec_kind kind, size_t max_bytes,
    struct http *http)
{
	struct span packed = http->body;
	struct span bytes;
	bool cut;
	enum psc_status status;

	if ((kind == CODEC_GZIP || kind == CODEC_ZSTD) &&
	    codec_find(packed) != kind)
		return PSC_OK;
	status =
	    kind == CODEC_ZLIB
		? unpack_http_deflate(arena, packed, max_bytes, &bytes, &cut)
		: unpack_all(arena, kind, &packed, max_bytes, &bytes, &cut);
	/* Kinds without a mark: the archive may have it unpacked. */
	if (kind == CODEC_BROTLI && status == PSC_OK && cut &&
	    http->body.ptr[0] == '<')
		return PSC_OK;
	if (status == PSC_UNREADABLE &&
	    (kind == CODEC_ZLIB || kind == CODEC_BROTLI))
		return PSC_OK;
	if (status == PSC_OK) {
		http->body = bytes;
		http->cut |= cut;
	}
	return status;
}

/* Undoes one content encoding. */
static enum psc_status
unpack(struct arena *arena, struct span encoding, size_t max_bytes,
    struct http *http, struct error *error)
{
	enum codec_kind kind;
	bool known = codec_of(encoding, &kind);

	if (http->body.len == 0 || (known && kind == CODEC_NONE))
		return PSC_OK;
	if (!known) {
		error_set(error,
		    "its body is packed with '%.*s', which is not read here",
		    (int)(encoding.len > 20 ? 20 : encoding.len), encoding.ptr);
		return PSC_NOT_HTML;
	}
	enum psc_status status = unpack_body(arena, kind, max_bytes, http);
	if (status != PSC_OK)
		error_set(error, "%s",
		    status == PSC_TOO_LARGE   ? "its body is too large"
		    : status == PSC_NO_MEMORY ? "no memory"
					      : "its packed body is damaged");
	return status;
}

/* "HTTP/1.1 200 OK": the status; -1: it is none. */
static int
status_of(struct span line)
{
	int status = 0;
	size_t at = 0;

	if (!span_starts(line, SPAN("HTTP/")))
		return -1;
	while (at < line.len && line.ptr[at] != ' ')
		at++;
	struct span number = span_first(trim(span_from(line, at)), 3);
	for (size_t i = 0; i < number.len; i++) {
		if (!span_is_digit(number.ptr[i]))
			return -1;
		status = status * 10 + number.ptr[i] - '0';
	}
	return number.len == 3 ? status : -1;
}

/*
 * Is the body shorter than its header says?  It may well be longer, where the
 * archive keeps it unpacked.
 */
static void
measure(struct http *http)
{
	struct span value = http_field(http->headers, SPAN("content-length"));
	size_t len = 0;

	for (size_t i = 0; i < value.len; i++) {
		if (!span_is_digit(value.ptr[i]) || len > (size_t)-1 / 10 - 1)
			return;
		len = len * 10 + (size_t)(value.ptr[i] - '0');
	}
	if (value.len > 0 && http->body.len < len)
		http->cut = true;
}

enum psc_status
http_read(struct arena *arena, struct span bytes, size_t max_bytes,
    struct http *http, struct error *error)
{
	struct span rest = bytes.len > 0 ? bytes : SPAN("");
	struct span line = take_line(&rest);
	enum psc_status status = PSC_OK;

	*http = (struct http){ .status = status_of(line) };
	if (http->status < 0) {
		error_set(error, "it is no answer of HTTP");
		return PSC_NOT_HTML;
	}
	/* From the status line on: there may be no field at all. */
	size_t end = http_header_end(bytes, 0);
	if (end == 0)
		end = bytes.len;
	size_t begin = bytes.len - rest.len;
	http->headers =
	    begin < end ? span_first(rest, end - begin) : span_first(rest, 0);
	http->body = span_from(bytes, end);
	struct span list = http_field(http->headers, SPAN("transfer-encoding"));
	if (is_name(take_last(&list), "chunked"))
		status = join_chunks(arena, http);
	else
		measure(http);
	if (status != PSC_OK) {
		error_set(error, "no memory");
		return status;
	}
	list = http_field(http->headers, SPAN("content-encoding"));
	for (int i = 0; list.len > 0 && i < MOST_ENCODINGS; i++) {
		status =
		    unpack(arena, take_last(&list), max_bytes, http, error);
		if (status != PSC_OK)
			return status;
	}
	return PSC_OK;
}
