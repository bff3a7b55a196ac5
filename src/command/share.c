/*
 * What a share is, and its closing line.  Does not know where the names of
 * inputs come from, nor what the lines before the closing one say.
 */
#include "command/share.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/memory.h"
#include "command/report.h"
#include "input/digest.h"
#include "pubscour.h"

#define DIGITS "0123456789"

/* The closing line up to its first number. */
#define HEAD "{\"schema_version\":"

/* What stands before each number of a share, and where the number goes. */
static const struct {
	const char *before;
	size_t offset;
} numbers[] = {
	{ ",\"share\":{\"index\":", offsetof(struct share, index) },
	{ ",\"of\":", offsetof(struct share, of) },
	{ ",\"first\":", offsetof(struct share, first) },
	{ ",\"inputs\":", offsetof(struct share, inputs) },
	{ ",\"total\":", offsetof(struct share, total) },
	{ ",\"lines\":", offsetof(struct share, lines) },
};

#define NUMBERS (sizeof(numbers) / sizeof(numbers[0]))

/* What stands before the fingerprint, and behind it. */
#define BEFORE_LIST ",\"list\":\""
#define TAIL "\"}}"

/* total * index / of, where that product may be too large. */
static uint64_t
bound(uint64_t total, uint64_t index, uint64_t of)
{
	return total / of * index + total % of * index / of;
}

void
share_divide(struct share *share)
{
	share->first = bound(share->total, share->index, share->of);
	share->inputs =
	    bound(share->total, share->index + 1, share->of) - share->first;
}

size_t
share_write(const struct share *share, char text[SHARE_ROOM])
{
	int size = snprintf(text, SHARE_ROOM,
	    HEAD "%d,\"share\":{\"index\":%" PRIu64 ",\"of\":%" PRIu64
		 ",\"first\":%" PRIu64 ",\"inputs\":%" PRIu64
		 ",\"total\":%" PRIu64 ",\"lines\":%" PRIu64 BEFORE_LIST
		 "%s" TAIL "\n",
	    PSC_SCHEMA_VERSION, share->index, share->of, share->first,
	    share->inputs, share->total, share->lines, share->list);

	return size < 0 ? 0 : (size_t)size;
}

/* Takes `wanted` off the beginning of `rest`; false: it is not there. */
static bool
take_text(struct span *rest, const char *wanted)
{
	if (!span_starts(*rest, span_of(wanted)))
		return false;
	*rest = span_from(*rest, strlen(wanted));
	return true;
}

/* The same with a number; a zero stands before no other digit. */
static bool
take_number(struct span *rest, uint64_t *number)
{
	size_t at = 0;

	*number = 0;
	for (; at < rest->len; at++) {
		char c = rest->ptr[at];

		if (c < '0' || c > '9' || (at > 0 && *number == 0))
			break;
		*number = *number * 10 + (uint64_t)(c - '0');
		if (*number > SHARE_LARGEST)
			return false;
	}
	*rest = span_from(*rest, at);
	return at > 0;
}

static bool
take_list(struct span *rest, char list[65])
{
	if (rest->len < 64)
		return false;
	memcpy(list, rest->ptr, 64);
	list[64] = '\0';
	*rest = span_from(*rest, 64);
	return strspn(list, DIGITS "abcdef") == 64;
}

/* Could these be the numbers of one share? */
static bool
is_possible(const struct share *share)
{
	return share->of >= 1 && share->of <= SHARE_MOST &&
	       share->index < share->of && share->first <= share->total &&
	       share->inputs <= share->total - share->first;
}

bool
share_read(struct span line, struct share *share)
{
	uint64_t version = 0;

	*share = (struct share){ 0 };
	if (!take_text(&line, HEAD) || !take_number(&line, &version) ||
	    version != PSC_SCHEMA_VERSION)
		return false;
	for (size_t i = 0; i < NUMBERS; i++) {
		uint64_t number;

		if (!take_text(&line, numbers[i].before) ||
		    !take_number(&line, &number))
			return false;
		memcpy(
		    (char *)share + numbers[i].offset, &number, sizeof(number));
	}
	return take_text(&line, BEFORE_LIST) && take_list(&line, share->list) &&
	       take_text(&line, TAIL) && line.len == 0 && is_possible(share);
}

struct share_work {
	struct share share;
	struct digest *names; /* of the inputs named since the beginning */
	uint64_t named;       /* so many */
	bool begun;           /* the inputs were counted */
};

static struct digest *
new_digest(void)
{
	struct digest *digest = digest_new();

	if (digest == NULL) {
		report_no_memory();
		exit(EXIT_FAILURE);
	}
	return digest;
}

/* The fingerprint of the names so far; they are forgotten then. */
static void
end_names(struct share_work *work, char list[65])
{
	if (digest_end(work->names, list) != PSC_OK) {
		report_no_memory();
		exit(EXIT_FAILURE);
	}
	digest_free(work->names);
	work->names = new_digest();
}

struct share_work *
share_work_new(uint64_t index, uint64_t of)
{
	struct share_work *work = memory_new(sizeof(*work));

	work->share = (struct share){ .index = index, .of = of };
	work->names = new_digest();
	return work;
}

void
share_work_free(struct share_work *work)
{
	if (work != NULL)
		digest_free(work->names);
	free(work);
}

static void
count_name(struct share_work *work, const char *name)
{
	/* With the NUL byte. */
	if (!digest_add(work->names, (struct span){ name, strlen(name) + 1 })) {
		report_no_memory();
		exit(EXIT_FAILURE);
	}
	work->named++;
}

void
share_work_begin(struct share_work *work)
{
	work->share.total = work->named;
	share_divide(&work->share);
	end_names(work, work->share.list);
	work->named = 0;
	work->begun = true;
}

bool
share_work_begun(const struct share_work *work)
{
	return work != NULL && work->begun;
}

bool
share_work_takes(struct share_work *work, const char *name)
{
	uint64_t place;

	if (work == NULL)
		return true;
	place = work->named;
	count_name(work, name);
	return work->begun && place >= work->share.first &&
	       place - work->share.first < work->share.inputs;
}

const struct share *
share_work_is(const struct share_work *work)
{
	return work == NULL ? NULL : &work->share;
}

void
share_work_line(struct share_work *work, size_t lines)
{
	if (work != NULL)
		work->share.lines += lines;
}

bool
share_work_closes(const struct share_work *work, struct span line)
{
	char text[SHARE_ROOM];
	size_t size = share_write(&work->share, text);

	return span_equal(line, (struct span){ text, size - 1 });
}

/* Did the same inputs come as were counted, each with a line at least? */
static bool
is_whole(struct share_work *work)
{
	char list[65];

	end_names(work, list);
	if (work->named != work->share.total ||
	    strcmp(list, work->share.list) != 0) {
		report_say("the share is not whole: the list of inputs changed"
			   " while it was read");
		return false;
	}
	if (work->share.lines < work->share.inputs) {
		report_say("the share is not whole: an input has no line");
		return false;
	}
	return true;
}

bool
share_work_end(struct share_work *work, struct sink *out)
{
	char text[SHARE_ROOM];
	size_t size;

	if (work == NULL)
		return true;
	if (out->error != 0 || !is_whole(work))
		return false;
	size = share_write(&work->share, text);
	return sink_write(out, text, size) && sink_pass(out);
}
