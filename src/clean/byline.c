/*
 * This file takes the line under a headline apart: "By", names, roles, degrees
 * and dates.  It does not look for the line.
 */
#include "clean/byline.h"

#include "base/buffer.h"

#define LONGEST_NAME 80
#define LONGEST_LINE 300

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a line may begin with; longer ones first. */
static const char *const leads[] = { "medically reviewed by", "article by",
	"written by", "posted by", "published by", "submitted by", "words by",
	"story by",
	"author:", "authors:", "author :", "written by:", "escrito por",
	"publicado por", "autor:", "by:", "by", "por" };

/* What stands between two names. */
static const char *const joints[] = { ", and ", " and ", " & ", ", ", "; ",
	" y ", " | ", " \xc2\xb7 ", " \xe2\x80\xa2 ", " / ", ",", ";" };

/* Not a person, nor one who signs. */
static const char *const nobody[] = { "admin", "administrator", "root",
	"editor", "author", "authors", "webmaster", "user", "guest", "unknown",
	"anonymous", "null", "none", "undefined", "n/a", "by", "staff", "name",
	"posts", "follow", "share", "profile", "website", "view all posts",
	"wordpress", "user-1", "site admin", "siteadmin", "super user",
	"default", "system" };

/* Words of roles: what holds one is no name. */
static const char *const roles[] = { "editor", "writer", "author", "reporter",
	"director", "manager", "contributor", "correspondent", "founder", "ceo",
	"cto", "cmo", "president", "analyst", "specialist", "reviewer", "head",
	"officer", "engineer", "producer", "columnist", "journalist",
	"strategist", "expert", "consultant", "lead", "senior", "professor",
	"phd", "md", "mba", "rd", "rn", "cpa", "esq", "freelance", "chief",
	"published", "updated", "posted", "min", "read", "minutes", "share",
	"comments", "comment", "follow", "about", "view", "more", "all",
	"posts", "articles", "reviewed", "verified", "last", "on", "the", "for",
	"is", "in", "our", "your", "this", "from", "with", "policy", "guide",
	"blog", "news", "items", "now", "featured", "popular", "dealer",
	"testimonial", "relevance", "price", "newest", "paid", "how", "what",
	"subscribe", "home", "menu" };

static bool
is_nobody(struct span name)
{
	for (size_t i = 0; i < COUNT(nobody); i++)
		if (span_equal_nocase(name, span_of(nobody[i])))
			return true;
	return false;
}

static bool
has(struct span text, const char *part)
{
	struct span what = span_of(part);

	for (size_t at = 0; at + what.len <= text.len; at++)
		if (span_starts(span_from(text, at), what))
			return true;
	return false;
}

static bool
has_digit(struct span text)
{
	for (size_t at = 0; at < text.len; at++)
		if (span_is_digit(text.ptr[at]))
			return true;
	return false;
}

static bool
is_letter(char c)
{
	return span_is_alpha(c) || (c & 0x80) != 0;
}

/* A capital of ASCII, or any letter of another script: no sign of U+2000 on. */
static bool
is_upper(char c)
{
	return (c >= 'A' && c <= 'Z') ||
	       ((c & 0x80) != 0 && (unsigned char)c != 0xe2);
}

/* The next word of a name; empty where there is none. */
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

/* Without what is no letter at its ends. */
static struct span
bare(struct span word)
{
	while (word.len > 0 && !is_letter(word.ptr[0]))
		word = span_from(word, 1);
	while (word.len > 0 && !is_letter(word.ptr[word.len - 1]))
		word.len--;
	return word;
}

static bool
is_role_word(struct span word)
{
	word = bare(word);
	for (size_t i = 0; i < COUNT(roles); i++)
		if (span_equal_nocase(word, span_of(roles[i])))
			return true;
	return false;
}

/* "M.D.", "FACLM", "RDN": letters that stand behind a name. */
static bool
is_degree(struct span text)
{
	size_t upper = 0, lower = 0;

	for (size_t at = 0; at < text.len; at++) {
		upper += text.ptr[at] >= 'A' && text.ptr[at] <= 'Z';
		lower += text.ptr[at] >= 'a' && text.ptr[at] <= 'z';
	}
	return upper >= 2 && lower <= 1 && text.len <= 14;
}

/* Does it hold a role's word, or is it a degree? */
static bool
is_role(struct span text)
{
	struct span rest = text, word;

	if (is_degree(text) || span_equal_nocase(bare(text), SPAN("jr")) ||
	    span_equal_nocase(bare(text), SPAN("ph.d")))
		return true;
	while ((word = next_word(&rest)).len > 0)
		if (is_role_word(word))
			return true;
	return false;
}

/* Is it a dash or a quote, other than U+2019? */
static bool
is_mark(struct span text)
{
	return span_starts(text, SPAN("\xe2\x80")) &&
	       !span_starts(text, SPAN("\xe2\x80\x99"));
}

/* Two to five words, each with a capital or a small word like "van". */
static bool
is_person(struct span name)
{
	static const char signs[] = "?!:;\"@/()[]{}<>|=+*#%$_";
	struct span rest = name, word;
	size_t words = 0, capitals = 0;

	if (name.len > LONGEST_NAME || has_digit(name) || is_role(name))
		return false;
	for (size_t at = 0; at < name.len; at++)
		if (memchr(signs, name.ptr[at], sizeof(signs) - 1) != NULL ||
		    is_mark(span_from(name, at)))
			return false;
	while ((word = next_word(&rest)).len > 0) {
		words++;
		if (is_upper(word.ptr[0]))
			capitals++;
		else if (word.len > 3 || words == 1)
			return false;
	}
	return words >= 2 && words <= 5 && capitals >= 2;
}

static void
add(struct byline *byline, struct span name)
{
	for (size_t i = 0; i < byline->count; i++)
		if (span_equal_nocase(byline->names[i], name))
			return;
	if (byline->count < BYLINE_NAMES)
		byline->names[byline->count++] = name;
}

/* Takes "By" and the like from the front; says whether there was one. */
static bool
take_lead(struct span *text)
{
	struct span lead, rest;

	*text = span_trim(*text);
	if (text->ptr == NULL)
		return false;
	for (size_t i = 0; i < COUNT(leads); i++) {
		lead = span_of(leads[i]);
		rest = span_from(*text, lead.len);
		if (!span_equal_nocase(span_first(*text, lead.len), lead) ||
		    (rest.len > 0 && rest.ptr[0] != ' ' &&
			!span_ends(lead, SPAN(":"))))
			continue;
		*text = span_trim(rest);
		return true;
	}
	return false;
}

/* Cuts off what stands before the first joint; false at the end. */
static bool
next_part(struct span *rest, struct span *part)
{
	struct span joint;

	if (rest->len == 0)
		return false;
	for (size_t at = 0; at < rest->len; at++)
		for (size_t i = 0; i < COUNT(joints); i++) {
			joint = span_of(joints[i]);
			if (!span_starts(span_from(*rest, at), joint))
				continue;
			*part = span_trim(span_first(*rest, at));
			*rest = span_from(*rest, at + joint.len);
			return true;
		}
	*part = span_trim(*rest);
	*rest = span_from(*rest, rest->len);
	return true;
}

void
byline_add(struct byline *byline, struct span text)
{
	struct span part, rest;
	size_t parts = 0;

	take_lead(&text);
	if (text.len > LONGEST_LINE || has(text, "://") || has(text, "www.") ||
	    has(text, "@"))
		return;
	rest = text;
	while (next_part(&rest, &part)) {
		if (part.len == 0 || part.len > LONGEST_NAME || is_nobody(part))
			continue;
		/* Behind the first, roles and degrees are no names. */
		if (parts++ > 0 && (is_role(part) || has_digit(part)))
			continue;
		add(byline, part);
	}
}

void
byline_add_turned(struct arena *arena, struct byline *byline, struct span text)
{
	const char *comma = memchr(text.ptr, ',', text.len);
	struct span family, given;
	struct buffer turned;

	if (text.len > LONGEST_NAME)
		return;
	if (comma == NULL) {
		add(byline, text);
		return;
	}
	family = span_first(text, (size_t)(comma - text.ptr));
	given = span_trim(span_from(text, family.len + 1));
	if (given.len == 0 || memchr(given.ptr, ',', given.len) != NULL)
		return;
	buffer_init(&turned, arena, LONGEST_NAME);
	buffer_add(&turned, given);
	buffer_char(&turned, ' ');
	buffer_add(&turned, family);
	add(byline, buffer_text(&turned));
}

void
byline_add_line(struct byline *byline, struct span text)
{
	struct byline found = { .count = 0 };
	struct span part;

	take_lead(&text);
	if (text.len > LONGEST_LINE)
		return;
	while (next_part(&text, &part)) {
		if (is_person(part))
			add(&found, part);
		else if (found.count == 0)
			return;
	}
	for (size_t i = 0; i < found.count; i++)
		add(byline, found.names[i]);
}

void
byline_add_marked(struct byline *byline, struct span text)
{
	if (take_lead(&text))
		byline_add_line(byline, text);
}

bool
byline_is_lead(struct span text)
{
	return take_lead(&text) && text.len == 0;
}

struct span
byline_text(struct arena *arena, const struct byline *byline)
{
	struct buffer out;

	if (byline->count == 0)
		return SPAN_NONE;
	buffer_init(&out, arena, BYLINE_NAMES * (LONGEST_NAME + 2));
	for (size_t i = 0; i < byline->count; i++) {
		if (i > 0)
			buffer_add(&out, SPAN(", "));
		buffer_add(&out, byline->names[i]);
	}
	return buffer_text(&out);
}
