/*
 * This file takes a message apart as far as the page in it asks for.  Images
 * and styles stay where they are, and nothing is put together from parts.
 */
#include "input/mhtml.h"

#include "input/base64.h"
#include "input/find.h"
#include "input/http.h"
#include "input/mime.h"
#include "input/moment.h"
#include "input/sniff.h"

/* Multiparts in multiparts. */
#define MOST_NESTED 8

/* A header has no more bytes. */
#define MOST_HEADER ((size_t)256 << 10)

struct entity {
	struct span headers; /* unfolded: a line a field */
	struct span type;    /* Content-Type, with its parameters */
	struct span body;
	bool cut; /* the body ends before its end */
};

/* A field goes on in the lines that begin with a blank (RFC 5322, 2.2.3). */
static struct span
unfold(struct arena *arena, struct span headers)
{
	char *out = arena_alloc(arena, headers.len + 1);
	size_t len = 0;

	if (out == NULL)
		return SPAN_NONE;
	for (size_t i = 0; i < headers.len; i++) {
		bool folds =
		    headers.ptr[i] == '\n' && i + 1 < headers.len &&
		    (headers.ptr[i + 1] == ' ' || headers.ptr[i + 1] == '\t');
		if (folds && len > 0 && out[len - 1] == '\r')
			len--;
		if (!folds)
			out[len++] = headers.ptr[i];
	}
	return (struct span){ out, len };
}

/* Header and body of what stands between two boundaries; false: no memory. */
static bool
read_entity(struct arena *arena, struct span bytes, struct entity *entity)
{
	size_t end = 0;

	/* A part may have no header: an empty line, or not even that. */
	if (!span_starts(bytes, SPAN("\n")) &&
	    !span_starts(bytes, SPAN("\r\n")))
		end = http_header_end(span_first(bytes, MOST_HEADER), 0);
	entity->body = span_from(bytes, end);
	entity->headers = unfold(arena, span_first(bytes, end));
	entity->type = http_field(entity->headers, SPAN("content-type"));
	return entity->headers.ptr != NULL;
}

static bool
starts_nocase(struct span text, struct span with)
{
	return text.len >= with.len &&
	       span_equal_nocase(span_first(text, with.len), with);
}

static bool
is_multipart(struct span type)
{
	return starts_nocase(type, SPAN("multipart/"));
}

/* A line that ends a part. */
struct delimiter {
	size_t at;    /* where the line end before it begins */
	size_t after; /* where the next line begins */
	bool last;
};

/* Does a delimiter begin at `at`, the beginning of a line? */
static bool
is_delimiter(
    struct span text, size_t at, struct span boundary, struct delimiter *found)
{
	struct span rest = span_from(text, at);

	if (!span_starts(rest, SPAN("--")) ||
	    !span_starts(span_from(rest, 2), boundary))
		return false;
	rest = span_from(rest, 2 + boundary.len);
	found->last = span_starts(rest, SPAN("--"));
	if (found->last)
		rest = span_from(rest, 2);
	struct span line = span_first(rest, find_text(rest, SPAN("\n")));
	if (find_skip_space(line).len > 0)
		return false;
	found->after = text.len - rest.len + line.len + 1;
	if (at > 0 && text.ptr[at - 1] == '\n')
		at--;
	if (at > 0 && text.ptr[at - 1] == '\r')
		at--;
	found->at = at;
	return true;
}

/* The next delimiter from byte `from` on, where a line begins. */
static bool
find_delimiter(struct span text, size_t from, struct span boundary,
    struct delimiter *found)
{
	while (from < text.len) {
		if (is_delimiter(text, from, boundary, found))
			return true;
		struct span rest = span_from(text, from);
		from += find_text(rest, SPAN("\n--")) + 1;
	}
	return false;
}

/* How good a part is as the page: 0: not at all. */
static int
rank(const struct entity *part, struct span start)
{
	struct span id = http_field(part->headers, SPAN("content-id"));

	if (start.len > 0 && span_equal(id, start))
		return 4;
	if (mime_is_html(part->type))
		return 3;
	if (is_multipart(part->type))
		return 2;
	return mime_is(part->type, SPAN("text/plain")) ? 1 : 0;
}

/*
 * The best part of a multipart, the first of these, becomes `entity`; false:
 * there is none.  Parts behind the one that is the page are not looked at.
 */
static bool
choose(struct arena *arena, struct entity *entity)
{
	struct span boundary = mime_parameter(entity->type, SPAN("boundary"));
	struct span start = mime_parameter(entity->type, SPAN("start"));
	struct span body = entity->body;
	struct delimiter next;
	int best = 0, enough = start.len > 0 ? 4 : 3;
	bool more = boundary.len > 0 &&
		    find_delimiter(body, 0, boundary, &next) && !next.last;

	while (more && best < enough) {
		size_t from = next.after < body.len ? next.after : body.len;
		struct entity part = { .cut = false };

		part.cut = !find_delimiter(body, from, boundary, &next);
		more = !part.cut && !next.last;
		/* Of an empty part the delimiter's line end is the last one. */
		size_t end = part.cut ? body.len : next.at;
		if (end < from)
			end = from;
		if (!read_entity(arena,
			span_first(span_from(body, from), end - from), &part))
			return false;
		int its = rank(&part, start);
		if (its > best) {
			best = its;
			*entity = part;
		}
	}
	return best > 0;
}

/* Undoes the transfer encoding; false: no memory. */
static bool
decode(struct arena *arena, struct entity *entity)
{
	struct span encoding =
	    http_field(entity->headers, SPAN("content-transfer-encoding"));
	bool cut = false;

	if (starts_nocase(encoding, SPAN("quoted-printable")))
		entity->body = base64_quoted(arena, entity->body);
	else if (starts_nocase(encoding, SPAN("base64")))
		entity->body = base64_decode(arena, entity->body, &cut);
	entity->cut |= cut;
	return entity->body.ptr != NULL;
}

static struct span
address_of(const struct entity *message, const struct entity *page)
{
	static const struct span names[] = { { "content-location", 16 },
		{ "snapshot-content-location", 25 }, { "content-base", 12 } };
	struct span address = http_field(page->headers, names[0]);

	for (int i = 0; i < 3 && address.len == 0; i++)
		address = http_field(message->headers, names[i]);
	return address;
}

enum psc_status
mhtml_read(struct arena *arena, struct span bytes, struct part *part,
    struct error *error)
{
	struct entity message = { .cut = false };
	struct entity page;
	bool found = true;

	*part = (struct part){ .cut = false };
	error_set(error, "not enough memory");
	if (!read_entity(arena, sniff_message(bytes), &message))
		return PSC_NO_MEMORY;
	page = message;
	for (int i = 0; found && is_multipart(page.type); i++)
		found = i < MOST_NESTED && choose(arena, &page);
	if (!found) {
		error_set(error,
		    "an MHTML archive or e-mail message without a page in it");
		return PSC_NOT_HTML;
	}
	if (!decode(arena, &page))
		return PSC_NO_MEMORY;
	part->bytes = page.body;
	part->charset = mime_parameter(page.type, SPAN("charset"));
	part->address = address_of(&message, &page);
	part->date =
	    moment_read(arena, http_field(message.headers, SPAN("date")));
	part->cut = page.cut;
	error_set(error, "%s", "");
	return PSC_OK;
}
