/*
 * Government banners by their words alone: blocks that are made of the
 * sentences of rules.c and of nothing else.  What merely quotes them is kept.
 */
#include "clean/marker.h"
#include "html/text.h"

struct wording {
	bool only;      /* sentences and sayings, and nothing else */
	bool sentences; /* there is a sentence */
};

/* How many bytes of what stands between two sentences are at the beginning. */
static size_t
gap_len(struct span text)
{
	unsigned char c = (unsigned char)text.ptr[0];

	if (c == '.' && text.len > 1 && span_is_alpha(text.ptr[1]))
		return 0; /* ".gov" */
	if (c < 0x80)
		return !span_is_alpha(text.ptr[0]) &&
		       !span_is_digit(text.ptr[0]);
	/* U+0080 to U+00BF and the punctuation of U+2000 to U+2FFF */
	if (c == 0xc2 && text.len >= 2)
		return 2;
	return c == 0xe2 && text.len >= 3 ? 3 : 0;
}

/* What the text is made of; it is folded. */
static struct wording
wording_of(const struct clean_rules *rules, struct span text)
{
	struct wording wording = { text.len > 0, false };
	struct pattern_match match;
	size_t gap;

	while (text.len > 0) {
		gap = gap_len(text);
		if (gap == 0) {
			if (pattern_find(rules->sentences, text, &match))
				wording.sentences = true;
			else if (!pattern_find(rules->sayings, text, &match))
				return (struct wording){ false, false };
			gap = match.group[0].len;
		}
		text = span_from(text, gap);
	}
	return wording;
}

static struct wording
wording_at(struct marker *marker, uint32_t node)
{
	const struct dom_node *at = &marker->dom->nodes[node];
	struct span text;

	if ((at->flags & DOM_TEXT) != 0)
		text = text_fold(marker->arena, at->text);
	else
		text = text_of(
		    marker->arena, marker->dom, node, marker->clean->marks);
	return wording_of(marker->rules, text);
}

/* The block around a text. */
static uint32_t
block_of(const struct dom *dom, uint32_t node)
{
	do
		node = dom->nodes[node].parent;
	while (dom->nodes[node].parent != DOM_NONE &&
	       (dom->nodes[node].flags & DOM_BLOCK) == 0);
	return node;
}

/* Is the node at the beginning of the page, or outside of its main part? */
static bool
may_be_banner(const struct marker *marker, uint32_t node)
{
	uint32_t main = node, above = node;

	if ((marker->in[node] & KIND_QUOTE) != 0)
		return false;
	if ((marker->in[node] & KIND_MAIN) == 0)
		return true;
	for (; above != DOM_NONE; above = marker->dom->nodes[above].parent)
		if ((marker->in[above] & KIND_MAIN) != 0)
			main = above;
	return marker->text[node] - marker->text[main] <= SHORT;
}

/*
 * From the smallest of a text, the inline element and the block around it
 * that is a banner's words alone, up as long as there is nothing else.  What
 * stands in a line of other words is a mention.
 */
static void
try_banner(struct marker *marker, uint32_t node)
{
	const struct dom *dom = marker->dom;
	uint32_t block = block_of(dom, node), at, best = DOM_NONE;
	struct wording wording = { false, false }, seen;

	if (text_in(marker, block) > BANNER || is_large(dom, block) ||
	    !may_be_banner(marker, node))
		return;
	for (at = node; at != DOM_NONE; at = dom->nodes[at].parent) {
		if ((marker->in[at] & KIND_PAGE) != 0 ||
		    text_in(marker, at) > BANNER || is_large(dom, at) ||
		    holds_main(marker, at))
			break;
		seen = wording_at(marker, at);
		if (seen.only) {
			best = at;
			wording = seen;
		} else if (at <= block) {
			break;
		}
	}
	if (best == DOM_NONE || (best > block && text_in(marker, block) >
						     2 * text_in(marker, best)))
		return;
	if (wording.sentences)
		drop_unless_spared(marker, marker->rules->words, best);
	else if (marker->saying_count < MAX_SAYINGS)
		marker->sayings[marker->saying_count++] = best;
}

static bool
has_hint(const struct clean_rules *rules, struct span text)
{
	const struct keys *hints = &rules->hints;

	for (size_t at = 0; at < text.len; at++) {
		if (rules->hint[(uint8_t)text.ptr[at]] == 0)
			continue;
		for (size_t i = 0; i < hints->count; i++) {
			struct span word = hints->items[i].word;
			if (span_equal_nocase(
				span_first(span_from(text, at), word.len),
				word))
				return true;
		}
	}
	return false;
}

void
banner_drop(struct marker *marker)
{
	const struct dom *dom = marker->dom;

	for (uint32_t i = 0; i < dom->count; i++) {
		const struct dom_node *node = &dom->nodes[i];
		uint32_t size = marker->text[i + 1] - marker->text[i];
		if ((node->flags & DOM_TEXT) == 0 || size < 4 ||
		    size > LITTLE || marker->clean->marks[i] != 0)
			continue;
		if (has_hint(marker->rules, node->text))
			try_banner(marker, i);
	}
	for (size_t i = 0; marker->banner && i < marker->saying_count; i++)
		drop_unless_spared(
		    marker, marker->rules->words, marker->sayings[i]);
}

void
banner_drop_labelled(struct marker *marker, uint32_t node)
{
	const struct dom *dom = marker->dom;
	struct span label = dom_attribute(dom, node, SPAN("aria-label"));
	struct wording wording;

	if (label.ptr == NULL)
		label = dom_attribute(dom, node, SPAN("alt"));
	if (label.len > LITTLE || text_in(marker, node) > BANNER ||
	    holds_main(marker, node) ||
	    places_in(marker, &marker->firsts, node) > 0 ||
	    !may_be_banner(marker, node))
		return;
	wording = wording_of(marker->rules, text_fold(marker->arena, label));
	if (wording.only && wording.sentences)
		drop_unless_spared(marker, marker->rules->words, node);
}
