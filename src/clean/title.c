/*
 * A page has its title several times: for readers, for the window, for those
 * who share it, and often with the site's name.  A heading that another source
 * confirms is the best; then what was written to be shared.
 */
#include "clean/title.h"

#include <stdint.h>

/* What stands between a title and the name of its site. */
static const char *const marks[] = { " | ", " - ", " \xe2\x80\x93 ",
	" \xe2\x80\x94 ", " :: ", " \xc2\xb7 ", " \xe2\x80\xa2 ", " \xc2\xbb ",
	" \xe2\x80\xba ", " \xef\xbd\x9c ", " // ", " / ", " < ", " ~ ", ": " };

#define CUT_LETTERS 20 /* of a title that is cut off, at least */
#define OTHERS 4       /* sources beside the headings */

#define MARKS (sizeof(marks) / sizeof(marks[0]))

/* --- equal but for what does not count ------------------------------------ */

/*
 * The next byte that counts, in lower case; 0: there is none.  Letters and
 * digits of ASCII do, and all of other scripts but U+2000 to U+206F, the
 * quotes and dashes.
 */
static char
next_counting(struct span text, size_t *at)
{
	unsigned char byte;

	while (*at < text.len) {
		byte = (unsigned char)text.ptr[*at];
		if (byte == 0xe2 && *at + 2 < text.len &&
		    ((unsigned char)text.ptr[*at + 1] & 0xfe) == 0x80) {
			*at += 3;
			continue;
		}
		(*at)++;
		if (byte == 0xc2 && *at < text.len &&
		    (unsigned char)text.ptr[*at] < 0xbf) {
			(*at)++;
			continue;
		}
		if (byte >= 0x80 || span_is_digit((char)byte) ||
		    span_is_alpha((char)byte))
			return span_lower((char)byte);
	}
	return '\0';
}

/* How many bytes that count both begin with; how many each has. */
struct likeness {
	size_t common, a, b;
};

static struct likeness
compare(struct span a, struct span b)
{
	struct likeness likeness = { 0, 0, 0 };
	size_t at_a = 0, at_b = 0;
	bool equal = true;
	char of_a, of_b;

	for (;;) {
		of_a = next_counting(a, &at_a);
		of_b = next_counting(b, &at_b);
		if (of_a == '\0' && of_b == '\0')
			return likeness;
		equal = equal && of_a == of_b;
		likeness.common += equal;
		likeness.a += of_a != '\0';
		likeness.b += of_b != '\0';
	}
}

bool
title_same(struct span a, struct span b)
{
	struct likeness likeness = compare(a, b);

	return likeness.a > 0 && likeness.common == likeness.a &&
	       likeness.common == likeness.b;
}

/* Does `text`, by what counts, hold `part`, which has a few letters? */
static bool
holds(struct span text, struct span part)
{
	struct likeness likeness;

	for (size_t at = 0; at < text.len; at++) {
		likeness = compare(part, span_from(text, at));
		if (likeness.a < 3)
			return false;
		if (likeness.common == likeness.a)
			return true;
	}
	return false;
}

/* --- the site's name ------------------------------------------------------ */

static size_t
count_words(struct span text)
{
	size_t words = text.len > 0;

	for (size_t at = 0; at < text.len; at++)
		words += text.ptr[at] == ' ';
	return words;
}

/* Does it hold the name in the host, "example" of www.example.org? */
static bool
holds_host(struct span part, struct span host)
{
	size_t at = host.len, end;

	while (at > 0 && host.ptr[at - 1] != '.')
		at--;
	for (end = at > 0 ? at - 1 : 0, at = end; at > 0; at--)
		if (host.ptr[at - 1] == '.')
			break;
	return end - at >= 5 && count_words(part) <= 4 &&
	       holds(part, span_first(span_from(host, at), end - at));
}

/* Is it the name of the site, or as good as that? */
static bool
is_site(const struct title_sources *sources, struct span part)
{
	struct likeness likeness;

	if (part.len > 100)
		return false;
	if (sources->site.ptr != NULL && sources->site.len <= 200) {
		likeness = compare(part, sources->site);
		if (likeness.a > 2 && likeness.b > 2 &&
		    (likeness.common == likeness.a ||
			likeness.common == likeness.b))
			return true;
		if (holds(sources->site, part))
			return true;
	}
	return holds(sources->host, part) ||
	       (sources->site.ptr == NULL && holds_host(part, sources->host));
}

bool
title_is_site(struct span name, struct span site, struct span host)
{
	return title_same(name, site) || holds(host, name);
}

/* A text cut in two at a mark; `mark` is NULL where there is none. */
struct halves {
	const char *mark;
	struct span before, after;
};

/* Cuts at the last mark that ends before `end`. */
static struct halves
cut_before(struct span text, size_t end)
{
	struct span mark;

	for (size_t at = end; at-- > 1;)
		for (size_t i = 0; i < MARKS; i++) {
			mark = span_of(marks[i]);
			if (at + mark.len > end ||
			    !span_starts(span_from(text, at), mark) ||
			    (mark.ptr[0] == ':' && text.ptr[at - 1] == ':'))
				continue;
			return (struct halves){ marks[i],
				span_trim(span_first(text, at)),
				span_trim(span_from(text, at + mark.len)) };
		}
	return (struct halves){ NULL, text, text };
}

static struct halves
cut_last(struct span text)
{
	return cut_before(text, text.len);
}

static struct halves
cut_first(struct span text)
{
	struct halves halves = cut_last(text), next;

	while (halves.mark != NULL) {
		next = cut_last(halves.before);
		if (next.mark == NULL)
			break;
		next.after = span_trim(
		    span_from(text, (size_t)(next.after.ptr - text.ptr)));
		halves = next;
	}
	return halves;
}

/* Behind a bar, few words are a site's name though nobody says so. */
static bool
is_tail(const struct halves *halves)
{
	return strcmp(halves->mark, " | ") == 0 &&
	       count_words(halves->after) <= 3 &&
	       count_words(halves->before) >= 2 &&
	       halves->after.len < halves->before.len;
}

/* Words that do for a page's name only beside that of its site. */
static bool
is_bare(struct span title)
{
	return span_equal_nocase(title, SPAN("home")) ||
	       span_equal_nocase(title, SPAN("shop")) ||
	       span_equal_nocase(title, SPAN("welcome")) ||
	       span_equal_nocase(title, SPAN("index"));
}

/* Without the site's name, at the end, or else at the beginning. */
static struct span
cut_site(const struct title_sources *sources, struct span title)
{
	struct halves halves;

	for (int i = 0; i < 4 && title.len <= 1000; i++) {
		halves = cut_last(title);
		if (halves.mark == NULL)
			return title;
		if (strcmp(halves.mark, ": ") != 0 &&
		    (is_site(sources, halves.after) || is_tail(&halves))) {
			title = halves.before;
			continue;
		}
		halves = cut_first(title);
		if (!title_same(halves.before, sources->site))
			return title;
		title = halves.after;
	}
	return title;
}

static struct span
without_site(const struct title_sources *sources, struct span title)
{
	struct span cut;

	while (title.len > 0 && (title.ptr[0] == '|' || title.ptr[0] == '-' ||
				    title.ptr[0] == ' '))
		title = span_from(title, 1);
	cut = cut_site(sources, title);
	return is_bare(cut) ? title : cut;
}

/* --- the choice ----------------------------------------------------------- */

/* Does a part of `title` between two marks, or some of them, say `heading`? */
static bool
has_part(struct span title, struct span heading)
{
	struct halves halves = cut_last(title);

	for (int i = 0; i < 6 && halves.mark != NULL; i++) {
		if (title_same(halves.before, heading) ||
		    title_same(halves.after, heading))
			return true;
		halves = cut_before(title, halves.before.len);
	}
	return false;
}

/* Where a title is cut off; `len`: nowhere. */
static size_t
find_dots(struct span title)
{
	for (size_t at = 0; at < title.len; at++)
		if (span_starts(span_from(title, at), SPAN("...")) ||
		    span_starts(span_from(title, at), SPAN("\xe2\x80\xa6")))
			return at;
	return title.len;
}

/* Does `heading` begin with what is left of a title that is cut off? */
static bool
has_start(struct span title, struct span heading)
{
	size_t at = find_dots(title);
	struct likeness likeness;

	if (at == title.len)
		return false;
	likeness = compare(span_first(title, at), heading);
	return likeness.a >= CUT_LETTERS && likeness.common == likeness.a;
}

static bool
confirms(
    const struct title_sources *sources, struct span other, struct span heading)
{
	return other.ptr != NULL && other.len <= 1000 &&
	       (title_same(other, heading) ||
		   title_same(without_site(sources, other), heading) ||
		   (!is_site(sources, heading) && has_part(other, heading)));
}

/* Does `text` end with all of `end`, which is shorter? */
static bool
ends_with(struct span text, struct span end)
{
	struct likeness likeness;

	for (size_t at = 1; at < text.len; at++) {
		if (text.ptr[at - 1] != ' ')
			continue;
		likeness = compare(span_from(text, at), end);
		if (likeness.a < 8)
			return false;
		if (likeness.common == likeness.a &&
		    likeness.common == likeness.b)
			return true;
	}
	return false;
}

static struct span
next_word(struct span *rest)
{
	struct span word;
	size_t at = 0;

	*rest = span_trim(*rest);
	while (at < rest->len && rest->ptr[at] != ' ')
		at++;
	word = span_first(*rest, at);
	*rest = span_from(*rest, at);
	return word;
}

/* Words of which a title has many, and that say nothing. */
static bool
is_small(struct span word)
{
	static const char *const small[] = { "the", "for", "and", "how", "what",
		"with", "your", "you", "our", "from", "are", "this", "best",
		"los", "las", "del", "para", "con" };

	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
		if (span_equal_nocase(word, span_of(small[i])))
			return true;
	return word.len < 3 && (word.len == 0 || !span_is_digit(word.ptr[0]));
}

static bool
has_word(struct span text, struct span word)
{
	struct span other;

	while ((other = next_word(&text)).len > 0)
		if (title_same(other, word))
			return true;
	return false;
}

/*
 * Are a third of the heading's words, of those that tell something, in the
 * other titles too?  A slogan shares none.
 */
static bool
is_related(const struct title_sources *sources, struct span heading)
{
	struct span rest = heading, word;
	size_t words = 0, shared = 0;

	while ((word = next_word(&rest)).len > 0) {
		if (is_small(word))
			continue;
		words++;
		shared += has_word(sources->shared, word) ||
			  has_word(sources->window, word);
	}
	return shared * 3 >= words && shared > 0;
}

/* A heading of which another source has the beginning, and says so. */
static struct span
longer_heading(const struct span *others, const struct span *headings,
    size_t heading_count)
{
	for (size_t i = 0; i < heading_count; i++)
		for (size_t n = 0; n < OTHERS; n++)
			if (has_start(others[n], headings[i]))
				return headings[i];
	return SPAN_NONE;
}

/* A heading that another source has as well. */
static struct span
confirmed_heading(const struct title_sources *sources)
{
	const struct span others[OTHERS] = { sources->cited, sources->linked,
		sources->shared, sources->window };
	struct span heading;

	heading =
	    longer_heading(others, sources->headings, sources->heading_count);
	if (heading.ptr == NULL)
		heading = longer_heading(
		    others, sources->seconds, sources->second_count);
	if (heading.ptr != NULL)
		return heading;
	for (size_t i = 0; i < sources->heading_count; i++)
		for (size_t n = 0; n < OTHERS; n++)
			if (confirms(sources, others[n], sources->headings[i]))
				return sources->headings[i];
	return SPAN_NONE;
}

/* A heading that says nearly what `title` does, in words of its own. */
static struct span
related_heading(const struct title_sources *sources, struct span title)
{
	struct span heading;

	for (size_t i = 0; i < sources->heading_count; i++) {
		heading = sources->headings[i];
		if (is_site(sources, heading) ||
		    (title.len > 0 && !is_related(sources, heading)))
			continue;
		return ends_with(heading, title) ? title : heading;
	}
	return title;
}

/* The title that was written to be seen elsewhere, without the site's name. */
static struct span
shared_title(const struct title_sources *sources)
{
	const struct span others[] = { sources->shared, sources->window,
		sources->linked };
	struct span title;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		title = without_site(sources, others[i]);
		if (title.len > 0 && !title_same(title, sources->site))
			return title;
	}
	return SPAN_NONE;
}

struct span
title_choose(const struct title_sources *sources)
{
	struct span title = confirmed_heading(sources);

	if (title.len > 0)
		return title;
	if (sources->cited.len > 0)
		return sources->cited;
	title = related_heading(sources, shared_title(sources));
	if (title.len > 0)
		return title;
	if (sources->shared.len > 0)
		return sources->shared;
	if (sources->window.len > 0)
		return sources->window;
	return sources->heading_count > 0 ? sources->headings[0] : SPAN_NONE;
}
