/*
 * Browsers and programs that save pages leave a mark in them: a comment, an
 * attribute of the root element, a `meta` of their own.  This file knows these
 * marks.  It does not look at the page itself, nor trust what the mark says to
 * be an address.
 */
#include "input/saved.h"

#include "input/find.h"

/* Marks stand before this many bytes of the page. */
#define HEAD ((size_t)16384)

#define WORDS 6
#define NO_NUMBER 9999 /* more than any part of a time */

/* --- times --------------------------------------------------------------- */

struct moment {
	unsigned year, month, day, hour, minute, second;
};

/* Words between blanks and commas; gives how many. */
static size_t
split(struct span text, struct span words[WORDS])
{
	size_t count = 0, len;

	while (text.len > 0 && count < WORDS) {
		for (len = 0; len < text.len && text.ptr[len] != ' ' &&
			      text.ptr[len] != ',';)
			len++;
		if (len > 0)
			words[count++] = span_first(text, len);
		text = span_from(text, len + 1);
	}
	return count;
}

/* The number of `len` digits; NO_NUMBER where there are other bytes. */
static unsigned
number(struct span text, size_t len)
{
	unsigned value = 0;

	if (text.len < len)
		return NO_NUMBER;
	for (size_t i = 0; i < len; i++) {
		if (!span_is_digit(text.ptr[i]))
			return NO_NUMBER;
		value = value * 10 + (unsigned)(text.ptr[i] - '0');
	}
	return value;
}

/* "Nov" is 11; 0: no month. */
static unsigned
month_of(struct span word)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (unsigned i = 0; i < 12; i++)
		if (span_equal(word, (struct span){ names + 3 * i, 3 }))
			return i + 1;
	return 0;
}

/* "19:36:11" */
static bool
read_clock(struct span word, struct moment *moment)
{
	if (word.len != 8 || word.ptr[2] != ':' || word.ptr[5] != ':')
		return false;
	moment->hour = number(word, 2);
	moment->minute = number(span_from(word, 3), 2);
	moment->second = number(span_from(word, 6), 2);
	return true;
}

static bool
is_good(const struct moment *moment)
{
	return moment->year >= 1990 && moment->year < NO_NUMBER &&
	       moment->month >= 1 && moment->month <= 12 && moment->day >= 1 &&
	       moment->day <= 31 && moment->hour <= 23 &&
	       moment->minute <= 59 && moment->second <= 60;
}

/* "GMT", or "GMT+0100", as "Z" or "+01:00". */
static struct span
zone_of(struct arena *arena, struct span word)
{
	unsigned hours, minutes;

	if (!span_starts(word, SPAN("GMT")))
		return SPAN_NONE;
	word = span_from(word, 3);
	if (word.len == 0)
		return SPAN("Z");
	hours = number(span_from(word, 1), 2);
	minutes = number(span_from(word, 3), 2);
	if (word.len != 5 || (word.ptr[0] != '+' && word.ptr[0] != '-') ||
	    hours > 23 || minutes > 59)
		return SPAN_NONE;
	if (hours == 0 && minutes == 0)
		return SPAN("Z");
	return arena_print(arena, "%c%02u:%02u", word.ptr[0], hours, minutes);
}

/* "Mon Nov 23 2026 …", or "Mon, 23 Nov 2026 …": the day's place differs. */
static struct span
worded_time(struct arena *arena, struct span text)
{
	struct moment moment;
	struct span words[WORDS], zone;
	bool first;

	if (split(text, words) < WORDS)
		return SPAN_NONE;
	first = span_is_digit(words[1].ptr[0]);
	moment.day = number(words[first ? 1 : 2], words[first ? 1 : 2].len);
	moment.month = month_of(words[first ? 2 : 1]);
	moment.year = words[3].len == 4 ? number(words[3], 4) : 0;
	zone = zone_of(arena, words[5]);
	if (!read_clock(words[4], &moment) || !is_good(&moment) ||
	    zone.ptr == NULL)
		return SPAN_NONE;
	return arena_print(arena, "%04u-%02u-%02uT%02u:%02u:%02u%.*s",
	    moment.year, moment.month, moment.day, moment.hour, moment.minute,
	    moment.second, (int)zone.len, zone.ptr);
}

/* Is it "Z", or "+01:00", behind a fraction of the second or none? */
static bool
is_zone(struct span text)
{
	if (text.len > 1 && text.ptr[0] == '.' && span_is_digit(text.ptr[1]))
		for (text = span_from(text, 1);
		     text.len > 0 && span_is_digit(text.ptr[0]);)
			text = span_from(text, 1);
	if (span_equal(text, SPAN("Z")))
		return true;
	return text.len == 6 && (text.ptr[0] == '+' || text.ptr[0] == '-') &&
	       text.ptr[3] == ':' && number(span_from(text, 1), 2) <= 23 &&
	       number(span_from(text, 4), 2) <= 59;
}

struct span
saved_time(struct arena *arena, struct span text)
{
	struct moment moment;

	text = span_trim(text);
	if (text.len < 20 || text.ptr[4] != '-')
		return worded_time(arena, text);
	moment.year = number(text, 4);
	moment.month = number(span_from(text, 5), 2);
	moment.day = number(span_from(text, 8), 2);
	if (text.ptr[7] != '-' || text.ptr[10] != 'T' ||
	    !read_clock(span_first(span_from(text, 11), 8), &moment) ||
	    !is_good(&moment) || !is_zone(span_from(text, 19)))
		return SPAN_NONE;
	return arena_copy(arena, text);
}

/* "20260102030405006": WebScrapBook's, of UTC. */
static struct span
digits_time(struct arena *arena, struct span text)
{
	if (text.len < 14 || number(text, 4) == NO_NUMBER)
		return SPAN_NONE;
	return saved_time(
	    arena, arena_print(arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ",
		       text.ptr, text.ptr + 4, text.ptr + 6, text.ptr + 8,
		       text.ptr + 10, text.ptr + 12));
}

/* --- marks --------------------------------------------------------------- */

/* The text behind a mark up to an end, or SPAN_NONE where one is missing. */
static struct span
between(struct span text, const char *mark, const char *end)
{
	size_t at = find_text(text, span_of(mark));

	if (at == text.len)
		return SPAN_NONE;
	text = span_from(text, at + strlen(mark));
	at = find_text(text, span_of(end));
	return at == text.len ? SPAN_NONE : span_first(text, at);
}

static void
note(struct arena *arena, struct saved *saved, struct span address,
    struct span time)
{
	if (saved->address.ptr == NULL && span_trim(address).len > 0)
		saved->address = span_trim(address);
	if (saved->time.ptr == NULL && time.ptr != NULL)
		saved->time = saved_time(arena, time);
}

/* The first line of a text, and the rest of it. */
static struct span
first_line(struct span *text)
{
	size_t at = 0;
	struct span line;

	while (at < text->len && text->ptr[at] != '\n')
		at++;
	line = span_first(*text, at);
	*text = span_from(*text, at + 1);
	while (line.len > 0 && span_is_space(line.ptr[line.len - 1]))
		line.len--;
	return find_skip_space(line);
}

/* "saved from url=(0042)https://…": Chromium's and Internet Explorer's. */
static void
read_browser(struct arena *arena, struct span comment, struct saved *saved)
{
	size_t at = find_text(comment, SPAN(")"));
	struct span address = span_from(comment, at + 1);

	note(arena, saved, address, SPAN_NONE);
}

/* Lines "url: …" and "saved date: …": SingleFile's. */
static void
read_singlefile(struct arena *arena, struct span comment, struct saved *saved)
{
	struct span line, url = SPAN("url:"), date = SPAN("saved date:");

	while (comment.len > 0) {
		line = first_line(&comment);
		if (span_starts(line, url))
			note(arena, saved, span_from(line, url.len), SPAN_NONE);
		else if (span_starts(line, date))
			note(
			    arena, saved, SPAN_NONE, span_from(line, date.len));
	}
}

/* "Saved from https://… at … using monolith v2.8.1" */
static void
read_monolith(struct arena *arena, struct span comment, struct saved *saved)
{
	size_t at = find_text(comment, SPAN(" at "));
	struct span time = between(comment, " at ", " using monolith");

	if (time.ptr != NULL)
		note(arena, saved, span_first(comment, at), time);
}

/* "Mirrored from … by HTTrack Website Copier/3.x [XR&CO'2014], Sun, …" */
static void
read_httrack(struct arena *arena, struct span comment, struct saved *saved)
{
	/* The address stands there without its scheme: nothing is guessed. */
	note(arena, saved, SPAN_NONE,
	    span_from(comment, find_text(comment, SPAN("], ")) + 3));
}

struct mark {
	struct span begin; /* of a comment, behind white space */
	void (*read)(
	    struct arena *arena, struct span comment, struct saved *saved);
};

static const struct mark marks[] = {
	{ { "saved from url=(", 16 }, read_browser },
	{ { "Page saved with SingleFile", 26 }, read_singlefile },
	{ { "Saved from ", 11 }, read_monolith },
	{ { "Mirrored from ", 14 }, read_httrack },
};

static void
read_comment(struct arena *arena, struct span comment, struct saved *saved)
{
	comment = find_skip_space(comment);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts(comment, marks[i].begin))
			marks[i].read(arena,
			    span_from(comment, marks[i].begin.len), saved);
}

void
saved_read(struct arena *arena, struct span text, struct saved *saved)
{
	struct span head = span_first(text, HEAD), rest = head, comment;
	struct span time;

	*saved = (struct saved){ SPAN_NONE, SPAN_NONE, false };
	while ((comment = between(rest, "<!--", "-->")).ptr != NULL) {
		read_comment(arena, comment, saved);
		rest = (struct span){ comment.ptr + comment.len,
			(size_t)(head.ptr + head.len - comment.ptr) -
			    comment.len };
	}
	/* Save Page WE and WebScrapBook. */
	note(arena, saved,
	    between(head, "<meta name=\"savepage-url\" content=\"", "\""),
	    between(head, "<meta name=\"savepage-date\" content=\"", "\""));
	time = between(head, " data-scrapbook-create=\"", "\"");
	if (time.ptr != NULL)
		time = digits_time(arena, time);
	note(arena, saved, between(head, " data-scrapbook-source=\"", "\""),
	    time);
}
