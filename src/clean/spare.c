/*
 * What a rule must not drop: its cautions (enum clean_flags), carried out.
 * Which rows have which is written in rules.c.
 */
#include "clean/marker.h"

/* Is a hidden element one that a click shows: of tabs, of an accordion? */
static bool
is_panel(const struct marker *marker, uint32_t node)
{
	static const struct span words[] = { { "tab", 3 }, { "pane", 4 },
		{ "collaps", 7 }, { "accord", 6 }, { "answer", 6 },
		{ "faq", 3 }, { "content", 7 }, { "slide", 5 }, { "more", 4 },
		{ "toggle", 6 }, { "expand", 6 }, { "body", 4 }, { "notes", 5 },
		{ "permission", 10 } };
	static const struct span names[] = { { "class", 5 }, { "id", 2 },
		{ "role", 4 } };
	struct span value;

	for (size_t name = 0; name < COUNT(names); name++) {
		value = dom_attribute(marker->dom, node, names[name]);
		for (size_t i = 0; i < COUNT(words); i++)
			if (has_word(value, words[i]))
				return true;
	}
	return false;
}

static bool
has_digit(const struct dom *dom, uint32_t node)
{
	if (is_large(dom, node))
		return true;
	for (uint32_t i = node; i < dom->nodes[node].end; i++)
		for (size_t at = 0; at < dom->nodes[i].text.len; at++)
			if (span_is_digit(dom->nodes[i].text.ptr[at]))
				return true;
	return false;
}

/* Hidden from all readers, or from those who listen alone? */
static bool
is_unseen(const struct dom *dom, uint32_t node)
{
	return dom_attribute(dom, node, SPAN("hidden")).ptr != NULL ||
	       is_not_displayed(dom_attribute(dom, node, SPAN("style")));
}

/*
 * Hidden text may be what a reader asks for; lists of links are not.  What is
 * hidden from listeners is an ornament, or has a copy for them: a price.
 */
static bool
is_hidden_chrome(const struct marker *marker, uint32_t node)
{
	uint32_t text = text_in(marker, node);

	if (is_panel(marker, node))
		return false;
	if ((marker->in[node] & KIND_LINK) == 0 &&
	    (text - prose_in(marker, node)) * 3 > text * 2)
		return true;
	if (is_unseen(marker->dom, node))
		return text <= FEW;
	return text <= FEW / 2 && !has_digit(marker->dom, node);
}

/* Does the text below an element end in a question mark? */
static bool
is_question(const struct dom *dom, uint32_t node)
{
	struct span text;

	if (is_large(dom, node))
		return true;
	for (uint32_t i = dom->nodes[node].end - 1; i > node; i--) {
		if ((dom->nodes[i].flags & DOM_TEXT) == 0)
			continue;
		text = dom->nodes[i].text;
		while (text.len > 0 && span_is_space(text.ptr[text.len - 1]))
			text.len--;
		if (text.len > 0)
			return text.ptr[text.len - 1] == '?';
	}
	return false;
}

/* A button that is a heading, or the question above an answer, is content. */
static bool
is_control(const struct marker *marker, uint32_t node)
{
	const struct dom *dom = marker->dom;
	uint32_t text = text_in(marker, node);

	if ((marker->in[node] & KIND_HEADING) != 0 || text > FEW)
		return false;
	if (text <= FEW / 3)
		return true;
	return dom_attribute(dom, node, SPAN("aria-expanded")).ptr == NULL &&
	       dom_attribute(dom, node, SPAN("aria-controls")).ptr == NULL &&
	       !span_equal(
		   dom_attribute(dom, node, SPAN("role")), SPAN("tab")) &&
	       !is_question(dom, node);
}

/* Does it say that it is the table of contents of what it stands in? */
static bool
is_contents(const struct marker *marker, uint32_t node)
{
	static const struct span words[] = { { "toc", 3 }, { "contents", 8 } };

	if ((marker->in[node] & KIND_MAIN) == 0)
		return false;
	for (size_t i = 0; i < COUNT(words); i++)
		if (has_word(dom_attribute(marker->dom, node, SPAN("class")),
			words[i]) ||
		    has_word(
			dom_attribute(marker->dom, node, SPAN("id")), words[i]))
			return true;
	return false;
}

/*
 * Is it the link that sites put at a heading, to copy its address: "#", a
 * pilcrow, a section sign, the picture of a chain?
 */
static bool
is_sign(const struct marker *marker, uint32_t node)
{
	static const struct span signs[] = { { "#", 1 }, { "\xc2\xb6", 2 },
		{ "\xc2\xa7", 2 }, { "\xf0\x9f\x94\x97", 4 } };
	const struct dom *dom = marker->dom;
	struct span text;
	bool is = false;

	if (text_in(marker, node) > SIGN || is_large(dom, node))
		return false;
	for (uint32_t i = node + 1; i < dom->nodes[node].end; i++) {
		text = span_trim(dom->nodes[i].text);
		if ((dom->nodes[i].flags & DOM_TEXT) == 0 || text.len == 0)
			continue;
		if (is)
			return false;
		for (size_t n = 0; n < COUNT(signs); n++)
			is |= span_equal(text, signs[n]);
		if (!is)
			return false;
	}
	return is;
}

/* A header with the page's only first heading, or with prose, is content. */
static bool
is_header(const struct marker *marker, uint32_t node)
{
	size_t firsts = places_in(marker, &marker->firsts, node);

	if (firsts > 0 && firsts == marker->firsts.count)
		return false;
	return prose_in(marker, node) <= SHORT ||
	       prose_in(marker, node) * 2 <= text_in(marker, node);
}

bool
spare_not(const struct marker *marker, size_t row, uint32_t node)
{
	unsigned flags = marker->table[row].flags;
	const uint32_t end = marker->dom->count;
	uint32_t text, prose;

	if ((marker->in[node] & KIND_PAGE) != 0)
		return false;
	if ((flags & CLEAN_CERTAIN) != 0)
		return true;
	text = text_in(marker, node);
	prose = prose_in(marker, node);
	if (holds_main(marker, node) ||
	    (text > LITTLE && prose > marker->prose[end] / 2 &&
		prose > text / 4))
		return false;
	if ((flags & CLEAN_OUTSIDE) != 0 &&
	    ((marker->in[node] & (KIND_MAIN | KIND_QUOTE)) != 0 ||
		places_in(marker, &marker->mains, node) > 0))
		return false;
	if ((flags & CLEAN_SMALL) != 0 && text > LITTLE &&
	    text > marker->text[end] / 4)
		return false;
	if ((flags & CLEAN_SHORT) != 0 && text > SHORT)
		return false;
	if ((flags & CLEAN_LABEL) != 0 && (marker->in[node] & KIND_FIRST) != 0)
		return false;
	if ((flags & CLEAN_MENU) != 0 && is_contents(marker, node))
		return false;
	if ((flags & CLEAN_SIGN) != 0 && !is_sign(marker, node))
		return false;
	return ((flags & CLEAN_HEADER) == 0 || is_header(marker, node)) &&
	       ((flags & CLEAN_HIDDEN) == 0 ||
		   is_hidden_chrome(marker, node)) &&
	       ((flags & CLEAN_CONTROL) == 0 || is_control(marker, node));
}
