/*
 * This file goes through a ZIP archive by its directory or, where that is
 * lost, member after member.  What is unpacked in all is capped: members of a
 * forged archive may share their bytes.
 */
#include "input/zip.h"

#include <stdint.h>

#include "input/find.h"
#include "input/unpack.h"

#define MEMBER SPAN("PK\3\4")
#define ENTRY SPAN("PK\1\2")
#define END SPAN("PK\5\6")
/* Where numbers were too large, or might have become so (zip64). */
#define LARGE_END SPAN("PK\6\6")
#define LARGE_PLACE SPAN("PK\6\7")

#define MEMBER_LEN 30
#define ENTRY_LEN 46
#define END_LEN 22
#define LARGE_END_LEN 56
#define LARGE_PLACE_LEN 20

/* Instead of a number that stands elsewhere. */
#define ELSEWHERE 0xffffffff
#define LARGE_ID 1

/* A comment may stand behind the end. */
#define MOST_COMMENT 65535

/* Deflate makes no more of a byte; and a little for small archives. */
#define MOST_GROWTH 1040
#define LEAST_BUDGET ((size_t)1 << 20)

#define FLAG_ENCRYPTED 1
#define FLAG_LATER 8 /* the sizes stand behind the data */

struct member {
	struct span name;
	unsigned flags, method;
	uint32_t crc;
	size_t packed, unpacked; /* sizes */
	size_t data;             /* where it begins */
};

/* Members whose names end so may be pages, or hold some. */
static const char *const endings[] = { ".html", ".htm", ".xhtml", ".xht",
	".shtml", ".mhtml", ".mht", ".txt", ".warc", ".har", ".jsonl",
	".ndjson", ".zip" };

static size_t
number(struct span bytes, size_t at, size_t len)
{
	size_t value = 0;

	for (size_t i = len; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.ptr[at + i];
	return value;
}

bool
zip_is(struct span bytes)
{
	return span_starts(bytes, MEMBER) || span_starts(bytes, END);
}

/* Where the end of the directory is; SIZE_MAX: nowhere. */
static size_t
find_end(struct span bytes)
{
	size_t least = bytes.len > END_LEN + MOST_COMMENT
			   ? bytes.len - END_LEN - MOST_COMMENT
			   : 0;

	if (bytes.len < END_LEN)
		return SIZE_MAX;
	for (size_t at = bytes.len - END_LEN + 1; at-- > least;)
		if (span_starts(span_from(bytes, at), END))
			return at;
	return SIZE_MAX;
}

/* Where the other end with larger numbers is; SIZE_MAX: there is none. */
static size_t
find_large_end(struct span bytes, size_t end)
{
	size_t before = LARGE_PLACE_LEN + LARGE_END_LEN;

	if (end < before ||
	    !span_starts(
		span_from(bytes, end - LARGE_PLACE_LEN), LARGE_PLACE) ||
	    !span_starts(span_from(bytes, end - before), LARGE_END))
		return SIZE_MAX;
	return end - before;
}

/* Goes to the directory; false: there is none that can be right. */
static bool
find_directory(struct zip *zip)
{
	struct span bytes = zip->bytes;
	size_t end = find_end(bytes);

	if (end == SIZE_MAX)
		return false;
	size_t size = number(bytes, end + 12, 4);
	size_t offset = number(bytes, end + 16, 4);
	zip->left = number(bytes, end + 10, 2);
	size_t large = find_large_end(bytes, end);
	if (large != SIZE_MAX) {
		end = large;
		zip->left = number(bytes, end + 32, 8);
		size = number(bytes, end + 40, 8);
		offset = number(bytes, end + 48, 8);
	}
	if (size > end || offset > end - size)
		return false;
	zip->at = end - size;
	zip->base = zip->at - offset;
	return zip->left == 0 || span_starts(span_from(bytes, zip->at), ENTRY);
}

void
zip_open(struct zip *zip, struct span bytes, size_t max_bytes)
{
	*zip = (struct zip){ .bytes = bytes, .max_bytes = max_bytes };
	zip->budget = bytes.len < SIZE_MAX / 2 / MOST_GROWTH
			  ? bytes.len * MOST_GROWTH + LEAST_BUDGET
			  : SIZE_MAX / 2;
	zip->fresh = bytes.len;
	zip->directory = find_directory(zip);
	if (!zip->directory) {
		zip->broken = true;
		zip->at = zip->base = 0;
	}
}

/* The fields that both headers have, from byte `at` on. */
static void
read_fields(struct span header, size_t at, struct member *member)
{
	member->flags = (unsigned)number(header, at, 2);
	member->method = (unsigned)number(header, at + 2, 2);
	member->crc = (uint32_t)number(header, at + 8, 4);
	member->packed = number(header, at + 12, 4);
	member->unpacked = number(header, at + 16, 4);
}

/* Where the data of the member at `at` begins; 0: there is no member. */
static size_t
data_of(struct span bytes, size_t at)
{
	struct span header = span_from(bytes, at);

	if (header.len < MEMBER_LEN || !span_starts(header, MEMBER))
		return 0;
	size_t len = MEMBER_LEN + number(header, 26, 2) + number(header, 28, 2);
	return len <= header.len ? at + len : 0;
}

/* Takes a number off `large` where its place is elsewhere. */
static void
take_large(struct span *large, size_t *value)
{
	if (*value != ELSEWHERE || large->len < 8)
		return;
	*value = number(*large, 0, 8);
	*large = span_from(*large, 8);
}

/* The numbers of an entry that stand in the field `more` behind its name. */
static void
read_large(struct span more, struct member *member, size_t *offset)
{
	while (more.len >= 4) {
		size_t id = number(more, 0, 2), len = number(more, 2, 2);
		struct span large = span_first(span_from(more, 4), len);

		more = span_from(more, 4 + len);
		if (id != LARGE_ID)
			continue;
		take_large(&large, &member->unpacked);
		take_large(&large, &member->packed);
		take_large(&large, offset);
		return;
	}
}

/* The next entry of the directory; false: it is wrong. */
static bool
next_entry(struct zip *zip, struct member *member)
{
	struct span header = span_from(zip->bytes, zip->at);

	if (header.len < ENTRY_LEN || !span_starts(header, ENTRY))
		return false;
	size_t name = number(header, 28, 2), more = number(header, 30, 2);
	size_t len = ENTRY_LEN + name + more + number(header, 32, 2);
	if (len > header.len)
		return false;
	read_fields(header, 8, member);
	member->name = span_first(span_from(header, ENTRY_LEN), name);
	size_t offset = number(header, 42, 4);
	read_large(span_first(span_from(header, ENTRY_LEN + name), more),
	    member, &offset);
	/* 0: what damaged the member leaves the others as they are. */
	member->data = offset <= zip->bytes.len - zip->base
			   ? data_of(zip->bytes, zip->base + offset)
			   : 0;
	zip->at += len;
	zip->left--;
	return true;
}

/* The next member itself; false: there is none. */
static bool
next_member(struct zip *zip, struct member *member)
{
	struct span header = span_from(zip->bytes, zip->at);

	member->data = data_of(zip->bytes, zip->at);
	if (member->data == 0)
		return false;
	read_fields(header, 6, member);
	member->name =
	    span_first(span_from(header, MEMBER_LEN), number(header, 26, 2));
	zip->at = member->data;
	/* Else it is found where the data ends. */
	if ((member->flags & FLAG_LATER) == 0)
		zip->at += member->packed;
	return true;
}

static bool
ends_nocase(struct span text, struct span end)
{
	return text.len > end.len &&
	       span_equal_nocase(span_from(text, text.len - end.len), end);
}

/* A name without an ending tells nothing: what is in it has to. */
static bool
is_bare(struct span name)
{
	size_t slash = name.len;

	while (slash > 0 && name.ptr[slash - 1] != '/')
		slash--;
	name = span_from(name, slash);
	return find_text(name, SPAN(".")) == name.len;
}

static bool
is_markup(struct span bytes)
{
	return span_starts(find_skip_space(bytes), SPAN("<"));
}

/* What computers put beside the files themselves begins with a dot or so. */
static bool
is_wanted(struct span name)
{
	size_t slash = name.len;

	while (slash > 0 && name.ptr[slash - 1] != '/')
		slash--;
	struct span base = span_from(name, slash);
	if (base.len == 0 || base.ptr[0] == '.' ||
	    span_starts(name, SPAN("__MACOSX/")))
		return false;
	if (ends_nocase(base, SPAN(".gz")) || ends_nocase(base, SPAN(".br")))
		base.len -= 3;
	else if (ends_nocase(base, SPAN(".zst")))
		base.len -= 4;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (ends_nocase(base, span_of(endings[i])))
			return true;
	return is_bare(base);
}

static enum codec_kind
codec_of(unsigned method)
{
	if (method == 8)
		return CODEC_DEFLATE;
	return method == 93 ? CODEC_ZSTD : CODEC_NONE;
}

static enum psc_status
fail(struct error *error, enum psc_status status, const char *message)
{
	error_set(error, "%s", message);
	return status;
}

/* Goes behind the sizes that follow the data, which may have a mark. */
static void
skip_sizes(struct zip *zip, struct span rest)
{
	size_t at = zip->bytes.len - rest.len;

	for (size_t i = 12; i <= 24; i += 4) {
		struct span next = span_from(zip->bytes, at + i);
		if (span_starts(next, MEMBER) || span_starts(next, ENTRY)) {
			zip->at = at + i;
			return;
		}
	}
	zip->at = zip->bytes.len;
}

/* Does the archive end before the member's data does? */
static bool
is_short(const struct zip *zip, const struct member *member)
{
	return span_from(zip->bytes, member->data).len < member->packed;
}

/* Unpacks a member; the bytes that come behind its data are `rest`. */
static enum psc_status
unpack(struct zip *zip, struct arena *arena, const struct member *member,
    struct part *part, struct span *rest)
{
	enum codec_kind kind = codec_of(member->method);
	struct span data = span_from(zip->bytes, member->data);
	size_t most = zip->max_bytes;
	enum psc_status status = PSC_OK;
	bool later = !zip->directory && (member->flags & FLAG_LATER) != 0;

	if (!later) {
		part->cut = is_short(zip, member);
		data = span_first(data, member->packed);
	}
	/* Members that share their bytes make much work of a small archive. */
	if (zip->directory && data.len > zip->fresh) {
		zip->budget = 0;
		return PSC_TOO_LARGE;
	}
	if (zip->directory)
		zip->fresh -= data.len;
	*rest = data;
	if (most > zip->budget)
		most = zip->budget;
	if (kind != CODEC_NONE)
		status = unpack_all(
		    arena, kind, rest, most, &part->bytes, &part->cut);
	else if (data.len > most)
		status = PSC_TOO_LARGE;
	else
		part->bytes = data;
	if (status == PSC_OK)
		zip->budget -= part->bytes.len;
	else if (status == PSC_TOO_LARGE)
		zip->budget -= most;
	return status;
}

/* What is wrong with a member before it is unpacked; NULL: nothing. */
static const char *
find_fault(const struct zip *zip, const struct member *member)
{
	if (member->data == 0)
		return "damaged";
	if ((member->flags & FLAG_ENCRYPTED) != 0)
		return "encrypted: unpack it and give the page that is in it";
	if (member->method != 0 && codec_of(member->method) == CODEC_NONE)
		return "packed in a way that is not read here: unpack it and "
		       "give the page that is in it";
	if (member->method == 0 && !zip->directory &&
	    (member->flags & FLAG_LATER) != 0)
		return "of unknown size";
	return NULL;
}

static enum psc_status
read_member(struct zip *zip, struct arena *arena, const struct member *member,
    struct part *part, struct error *error)
{
	const char *fault = find_fault(zip, member);
	bool later = !zip->directory && (member->flags & FLAG_LATER) != 0;
	struct span rest;
	enum psc_status status;

	if (fault != NULL) {
		if (later)
			zip->at = zip->bytes.len;
		return fail(error, PSC_UNREADABLE, fault);
	}
	status = unpack(zip, arena, member, part, &rest);
	if (later && status == PSC_OK && !part->cut)
		skip_sizes(zip, rest);
	else if (later)
		zip->at = zip->bytes.len;
	if (status == PSC_TOO_LARGE && zip->budget == 0)
		error_set(error, "the ZIP archive unpacks to far too much");
	else if (status == PSC_TOO_LARGE)
		error_set(error,
		    "more than %zu bytes: raise the limit with --max-bytes",
		    zip->max_bytes);
	else if (status == PSC_NO_MEMORY)
		error_set(error, "not enough memory");
	else if (status != PSC_OK)
		error_set(error, "damaged");
	/* What the archive's own end cut off is no damage. */
	if (status == PSC_OK && !later && !is_short(zip, member) &&
	    codec_crc32(part->bytes) != member->crc)
		return fail(error, PSC_UNREADABLE, "damaged");
	return status;
}

/* There are no more members. */
static enum psc_status
stop(struct zip *zip, struct error *error, bool damaged)
{
	bool any = zip->pages > 0;

	zip->done = true;
	if (zip->broken && !span_starts(span_from(zip->bytes, zip->at), ENTRY))
		return fail(
		    error, PSC_UNREADABLE, "the ZIP archive breaks off");
	if (damaged)
		return fail(
		    error, PSC_UNREADABLE, "the ZIP archive is damaged");
	if (any)
		return PSC_END;
	return fail(error, PSC_NOT_HTML,
	    "a ZIP archive or an office document without a page in it");
}

enum psc_status
zip_next(struct zip *zip, struct arena *arena, struct part *part,
    struct error *error)
{
	for (;;) {
		struct member member = { .data = 0 };
		bool wanted;

		*part = (struct part){ .cut = false };
		error_set(error, "%s", "");
		if (zip->done)
			return PSC_END;
		if (zip->directory && zip->left == 0)
			return stop(zip, error, false);
		if (zip->directory ? !next_entry(zip, &member)
				   : !next_member(zip, &member))
			return stop(zip, error, zip->directory);
		wanted = is_wanted(member.name);
		/* Where a member ends may only show when it is unpacked. */
		if (!wanted &&
		    (zip->directory || (member.flags & FLAG_LATER) == 0))
			continue;
		part->where = member.name;
		enum psc_status status =
		    read_member(zip, arena, &member, part, error);
		if (!wanted ||
		    (is_bare(member.name) &&
			(status != PSC_OK || !is_markup(part->bytes))))
			continue;
		zip->pages++;
		return status;
	}
}
