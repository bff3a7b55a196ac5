/*
 * This file looks for two lines, of whom and of when, in the text around a
 * headline.  It does not know what machines are told.
 */
#include "clean/near.h"

#include "clean/date.h"
#include "html/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define LONGEST 300 /* bytes of a line */

/* Bytes of text around the headline in which the lines may stand. */
#define CLOSE 600
#define NEAR 1500
#define BEFORE 300

static struct span
attribute(const struct near *near, uint32_t node, const char *name)
{
	return dom_attribute(near->dom, node, span_of(name));
}

/* The text of a text node, folded; SPAN_NONE where it is empty or too long. */
static struct span
line_of(const struct near *near, uint32_t node)
{
	struct span text = near->dom->nodes[node].text;

	if (text.len > (size_t)4 * LONGEST)
		return SPAN_NONE;
	text = text_fold(near->arena, text);
	return text.len > 0 && text.len <= LONGEST ? text : SPAN_NONE;
}

static bool
has_part(struct span text, const char *part)
{
	struct span what = span_of(part);

	for (size_t at = 0; at + what.len <= text.len; at++)
		if (span_equal_nocase(
			span_first(span_from(text, at), what.len), what))
			return true;
	return false;
}

static bool
is_hidden(const struct dom *dom, uint32_t node)
{
	return (dom->nodes[node].flags & DOM_HIDDEN) != 0;
}

/* Bytes of a text, not counting white space in a row. */
static size_t
weight(struct span text)
{
	size_t bytes = 0;

	for (size_t i = 0; i < text.len; i++)
		bytes += !span_is_space(text.ptr[i]) ||
			 (i > 0 && !span_is_space(text.ptr[i - 1]));
	return bytes;
}

/*
 * Is it a heading with a link in it, or in a link?  Such are of other articles:
 * what is said around them is not of this one.
 */
static bool
is_other_heading(const struct near *near, uint32_t node)
{
	const struct dom *dom = near->dom;
	const uint16_t tag = dom->nodes[node].tag;
	bool heading = false;

	for (size_t i = 0; i < COUNT(near->heading_tags); i++)
		heading |= tag == near->heading_tags[i];
	if (!heading || (dom->nodes[node].flags & DOM_TEXT) != 0)
		return false;
	for (uint32_t at = node + 1; at < dom->nodes[node].end; at++)
		if ((dom->nodes[at].flags & DOM_TEXT) == 0 &&
		    dom->nodes[at].tag == near->link_tag)
			return true;
	node = dom->nodes[node].parent;
	return node != DOM_NONE && dom->nodes[node].tag == near->link_tag;
}

/* The node that is `bytes` of text behind the headline. */
static uint32_t
reach(const struct near *near, size_t bytes)
{
	const struct dom *dom = near->dom;
	uint32_t node = dom->nodes[near->headline].end;
	size_t passed = 0;

	while (node < dom->count && passed < bytes) {
		if (is_hidden(dom, node)) {
			node = dom->nodes[node].end;
			continue;
		}
		if ((dom->nodes[node].flags & DOM_TEXT) != 0)
			passed += weight(dom->nodes[node].text);
		else if (is_other_heading(near, node))
			break;
		node++;
	}
	return node;
}

/* The node that is `bytes` of text before it. */
static uint32_t
reach_back(const struct near *near, size_t bytes)
{
	const struct dom *dom = near->dom;
	uint32_t node = near->headline;
	size_t passed = 0;

	while (node > 0 && passed < bytes) {
		node--;
		if ((dom->nodes[node].flags & DOM_TEXT) != 0 &&
		    !is_hidden(dom, dom->nodes[node].parent))
			passed += weight(dom->nodes[node].text);
		else if (is_other_heading(near, node))
			return dom->nodes[node].end;
	}
	return node;
}

/* A part of the page to look at. */
struct range {
	uint32_t from, to;
};

/* Behind the headline, then before it. */
static void
ranges_around(const struct near *near, size_t bytes, struct range ranges[2])
{
	ranges[0] = (struct range){ near->dom->nodes[near->headline].end,
		reach(near, bytes) };
	ranges[1] = (struct range){ reach_back(near, BEFORE), near->headline };
}

static bool
is_of_change(struct span text)
{
	static const char *const words[] = { "updat", "modif", "reviewed",
		"edited", "actualiz", "revis", "last " };

	for (size_t i = 0; i < COUNT(words); i++)
		if (has_part(text, words[i]))
			return true;
	return false;
}

/* Do the classes of an element, or of the one around it, say "updated"? */
static bool
is_marked_as_change(const struct near *near, uint32_t node)
{
	for (int i = 0; i < 2 && node != DOM_NONE; i++) {
		if (is_of_change(attribute(near, node, "class")) ||
		    has_part(attribute(near, node, "itemprop"), "modified"))
			return true;
		node = near->dom->nodes[node].parent;
	}
	return false;
}

/* May these words stand before a date: "Published on Tuesday,"? */
static bool
are_lead_words(struct span text)
{
	static const char *const words[] = { "published", "publish", "posted",
		"on", "date", "created", "written", "first", "originally",
		"submitted", "released", "release", "publicado", "publicada",
		"el", "fecha", "de", "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday", "mon", "tue", "wed",
		"thu", "fri", "sat", "sun", "lunes", "martes", "jueves",
		"viernes", "domingo", "publication" };
	struct span word;
	size_t at = 0, from, i;

	while (at < text.len) {
		for (from = at; at < text.len && span_is_alpha(text.ptr[at]);)
			at++;
		word = span_first(span_from(text, from), at - from);
		for (i = 0; i < COUNT(words) && word.len > 0; i++)
			if (span_equal_nocase(word, span_of(words[i])))
				break;
		if (i == COUNT(words) ||
		    (at < text.len && span_is_digit(text.ptr[at])))
			return false;
		at += at < text.len && !span_is_alpha(text.ptr[at]);
	}
	return true;
}

/* Is the text a line that gives one date, when something was published? */
static bool
is_date_line(struct span text, struct date *date)
{
	struct span before, after;
	struct date other;

	if (text.len > 120 || !date_find(text, date) || date->day == 0)
		return false;
	before = span_first(text, (size_t)(date->text.ptr - text.ptr));
	after = span_from(text, before.len + date->text.len);
	if (is_of_change(before) || !are_lead_words(before))
		return false;
	return after.len <= 80 &&
	       (!date_find(after, &other) || is_of_change(after));
}

/* The date in a text node, or in a <time>. */
static bool
node_date(const struct near *near, uint32_t node, struct date *date)
{
	const struct dom_node *at = &near->dom->nodes[node];
	struct span text;

	if ((at->flags & DOM_TEXT) != 0) {
		text = line_of(near, node);
		return text.ptr != NULL && is_date_line(text, date) &&
		       !is_marked_as_change(near, at->parent);
	}
	if (at->tag != near->time_tag || is_marked_as_change(near, node))
		return false;
	text = attribute(near, node, "datetime");
	if (text.ptr == NULL)
		return false;
	return date_read(text, date);
}

/* Does the text before it, if it is short, say that it is of a change? */
static bool
follows_change(const struct near *near, uint32_t node)
{
	const struct dom *dom = near->dom;
	struct span text;

	while (node-- > near->headline) {
		if ((dom->nodes[node].flags & DOM_TEXT) == 0 ||
		    is_hidden(dom, dom->nodes[node].parent))
			continue;
		text = line_of(near, node);
		if (text.ptr != NULL)
			return text.len <= 40 && is_of_change(text);
	}
	return false;
}

static bool
range_date(
    const struct near *near, const struct range *range, struct date *date)
{
	const struct dom *dom = near->dom;
	uint32_t node = range->from;

	while (node < range->to) {
		if (is_hidden(dom, node)) {
			node = dom->nodes[node].end;
			continue;
		}
		if (node_date(near, node, date) && !follows_change(near, node))
			return true;
		node++;
	}
	return false;
}

bool
near_date(const struct near *near, struct date *date)
{
	struct range ranges[2];

	if (near->headline == DOM_NONE)
		return false;
	ranges_around(near, CLOSE, ranges);
	return range_date(near, &ranges[0], date) ||
	       range_date(near, &ranges[1], date);
}

/* --- who ------------------------------------------------------------------ */

/* Is `word` one of the words of an attribute's value? */
static bool
has_word(struct span value, const char *word)
{
	size_t at = 0, from;

	while (at < value.len) {
		for (from = at;
		     at < value.len && !span_is_space(value.ptr[at]);)
			at++;
		if (span_equal_nocase(
			span_first(span_from(value, from), at - from),
			span_of(word)))
			return true;
		at++;
	}
	return false;
}

/* Is it an element that says by its mark-up that an author is in it? */
static bool
is_author_markup(const struct near *near, uint32_t node)
{
	return has_word(attribute(near, node, "rel"), "author") ||
	       has_word(attribute(near, node, "itemprop"), "author");
}

/* Is it one that says so by its class, and no picture or life of theirs? */
static bool
is_author_class(const struct near *near, uint32_t node)
{
	static const char *const others[] = { "bio", "avatar", "image", "img",
		"photo", "about", "title", "role", "social", "job", "position",
		"related", "desc", "box" };
	struct span classes = attribute(near, node, "class");

	if (!has_part(classes, "author") && !has_part(classes, "byline"))
		return false;
	for (size_t i = 0; i < COUNT(others); i++)
		if (has_part(classes, others[i]))
			return false;
	return true;
}

typedef bool chooser(const struct near *near, uint32_t node);

/* Adds the names of a line, which may give the date too. */
static void
add_line(struct byline *byline, struct span text, bool sure)
{
	struct date date;
	struct span after;

	if (date_find(text, &date)) {
		after = span_from(date.text, date.text.len);
		after.len = (size_t)(text.ptr + text.len - after.ptr);
		text.len = (size_t)(date.text.ptr - text.ptr);
		if (is_of_change(text))
			text.len = 0;
		byline_add_line(byline, after);
	}
	byline_add_line(byline, text);
	/* Marked up as an author, one word may be a name. */
	if (sure && byline->count == 0 && text.len <= 30 &&
	    memchr(text.ptr, ' ', text.len) == NULL)
		byline_add(byline, text);
}

/* Adds the names that stand in the innermost elements of a kind. */
static void
add_elements(const struct near *near, const struct range *range,
    chooser *is_chosen, struct byline *byline)
{
	const struct dom *dom = near->dom;
	uint32_t chosen = DOM_NONE;
	struct span text;

	for (uint32_t node = range->from; node <= range->to; node++) {
		if (chosen != DOM_NONE && node == dom->nodes[chosen].end) {
			text = text_of(near->arena, dom, chosen, NULL);
			if (text.len > 0 && text.len <= LONGEST)
				add_line(byline, text,
				    is_chosen == is_author_markup);
			chosen = DOM_NONE;
		}
		if (node < range->to &&
		    (dom->nodes[node].flags & DOM_TEXT) == 0 &&
		    dom->nodes[node].attribute_count > 0 &&
		    is_chosen(near, node))
			chosen = node;
	}
}

/* Adds the names behind "By", in one text or in the next one. */
static void
add_marked(
    const struct near *near, const struct range *range, struct byline *byline)
{
	const struct dom *dom = near->dom;
	bool due = false;
	struct span text;

	for (uint32_t node = range->from;
	     node < range->to && byline->count == 0; node++) {
		if ((dom->nodes[node].flags & DOM_TEXT) == 0 ||
		    is_hidden(dom, dom->nodes[node].parent))
			continue;
		text = line_of(near, node);
		if (text.ptr == NULL)
			continue;
		if (due)
			byline_add_line(byline, text);
		else
			byline_add_marked(byline, text);
		due = byline_is_lead(text);
	}
}

void
near_byline(const struct near *near, struct byline *byline)
{
	static chooser *const choosers[] = { is_author_markup,
		is_author_class };
	struct range ranges[2];

	if (near->headline == DOM_NONE)
		return;
	ranges_around(near, NEAR, ranges);
	for (size_t i = 0; i < COUNT(choosers); i++)
		for (size_t n = 0; n < 2 && byline->count == 0; n++)
			add_elements(near, &ranges[n], choosers[i], byline);
	ranges_around(near, CLOSE, ranges);
	for (size_t n = 0; n < 2 && byline->count == 0; n++)
		add_marked(near, &ranges[n], byline);
}

void
near_init(struct near *near, struct arena *arena, const struct dom *dom,
    uint32_t headline)
{
	*near = (struct near){ .arena = arena,
		.dom = dom,
		.headline = headline,
		.heading_tags = { dom_tag(SPAN("h1")), dom_tag(SPAN("h2")),
		    dom_tag(SPAN("h3")), dom_tag(SPAN("h4")) },
		.link_tag = dom_tag(SPAN("a")),
		.time_tag = dom_tag(SPAN("time")) };
}
