/* Looking fields up by the rules. */
#include "pubmed/page.h"

#include <stdint.h>

#include "html/text.h"
#include "pubmed/local.h"

static void
add_hit(struct page *page, enum rule_id rule, uint32_t node)
{
	struct page_hits *hits = page->hits;

	if (hits->count == PAGE_HITS)
		return;
	hits->items = arena_more(page->arena, hits->items, hits->count,
	    &hits->room, sizeof(*hits->items));
	hits->items[hits->count++] = (struct page_hit){ node, rule };
}

void
page_note(
    struct page *page, enum rule_id rule, uint32_t node, struct span value)
{
	struct page_trace *trace = &page->trace[rule];

	if (trace->way == 0)
		trace->way = 1;
	if (trace->hits++ == 0)
		trace->node = node;
	if (trace->sample.ptr == NULL)
		trace->sample = value;
	if (node == DOM_NONE)
		return;
	page->read[node] = 1;
	if (page->hits != NULL)
		add_hit(page, rule, node);
}

struct span
page_text(struct page *page, uint32_t node)
{
	struct span text = text_of(page->arena, page->dom, node, page->skip);

	return text.len == 0 ? SPAN_NONE : text;
}

struct span
page_attribute(struct page *page, uint32_t node, struct span name)
{
	struct span value =
	    text_fold(page->arena, dom_attribute(page->dom, node, name));

	return value.len == 0 ? SPAN_NONE : value;
}

/* The value of an element by one place of the rule. */
static struct span
value_by(struct page *page, enum rule_id rule, size_t way, uint32_t node)
{
	const struct rule_way *row = &page->rules->table[rule].ways[way];
	const struct pattern *pattern = page->rules->patterns[rule][way];
	struct pattern_match match;
	struct span value;

	if (row->attribute == NULL)
		value = page_text(page, node);
	else if (row->address)
		value = page_link(page, node, span_of(row->attribute));
	else
		value = page_attribute(page, node, span_of(row->attribute));
	if (value.ptr == NULL || pattern == NULL)
		return value;
	if (!pattern_find(pattern, value, &match))
		return SPAN_NONE;
	return match.group[1].len == 0 ? SPAN_NONE : match.group[1];
}

/*
 * An address that is lost, because who saved the page put another in its
 * place, is where it should be: nothing is missing from the layout.
 */
static void
note_local(struct page *page, enum rule_id rule, size_t way, uint32_t node)
{
	const struct rule_way *row = &page->rules->table[rule].ways[way];

	if (row->address &&
	    dom_attribute(page->dom, node, span_of(row->attribute)).len > 0)
		page_note(page, rule, node, SPAN_NONE);
}

/* As select_next, but past all that is dropped as chrome. */
static uint32_t
next_kept(const struct page *page, const struct selector *selector,
    uint32_t scope, uint32_t after)
{
	uint32_t end = page->dom->nodes[scope].end;

	do {
		if (after + 1 >= end && after != scope)
			return DOM_NONE;
		after = select_next(&page->index, selector, scope, after);
	} while (after != DOM_NONE && page->chrome[after] != 0);
	return after;
}

struct span
page_value(struct page *page, enum rule_id rule, uint32_t scope)
{
	const struct selector *selector;
	struct span value;
	uint32_t node;

	for (size_t way = 0; way < RULE_WAYS; way++) {
		selector = page->rules->selectors[rule][way];
		if (selector == NULL)
			break;
		for (node = next_kept(page, selector, scope, scope);
		     node != DOM_NONE;
		     node = next_kept(page, selector, scope, node)) {
			value = value_by(page, rule, way, node);
			if (value.ptr == NULL) {
				note_local(page, rule, way, node);
				continue;
			}
			if (page->trace[rule].way == 0)
				page->trace[rule].way = (uint8_t)(way + 1);
			page_note(page, rule, node, value);
			return value;
		}
	}
	return SPAN_NONE;
}

struct span
page_value_at(struct page *page, enum rule_id rule, uint32_t node)
{
	struct span value;

	for (size_t way = 0; way < RULE_WAYS; way++) {
		if (page->rules->selectors[rule][way] == NULL)
			break;
		if (!select_matches(
			&page->index, page->rules->selectors[rule][way], node))
			continue;
		value = value_by(page, rule, way, node);
		if (value.ptr == NULL)
			continue;
		page_note(page, rule, node, value);
		return value;
	}
	return SPAN_NONE;
}

uint32_t
page_first(struct page *page, enum rule_id rule, uint32_t scope)
{
	const struct selector *selector;
	uint32_t node;

	for (size_t way = 0; way < RULE_WAYS; way++) {
		selector = page->rules->selectors[rule][way];
		if (selector == NULL)
			break;
		node = next_kept(page, selector, scope, scope);
		if (node == DOM_NONE)
			continue;
		if (page->trace[rule].way == 0)
			page->trace[rule].way = (uint8_t)(way + 1);
		page_note(page, rule, node, SPAN_NONE);
		return node;
	}
	return DOM_NONE;
}

/* The next one behind the node `behind`, in the place that selects `last`. */
static uint32_t
next_of(struct page *page, enum rule_id rule, uint32_t scope, uint32_t last,
    uint32_t behind)
{
	const struct selector *selector;
	uint32_t node;

	for (size_t way = 0; way < RULE_WAYS; way++) {
		selector = page->rules->selectors[rule][way];
		if (selector == NULL)
			break;
		if (!select_matches(&page->index, selector, last))
			continue;
		node = next_kept(page, selector, scope, behind);
		if (node != DOM_NONE)
			page_note(page, rule, node, SPAN_NONE);
		return node;
	}
	return DOM_NONE;
}

uint32_t
page_next(struct page *page, enum rule_id rule, uint32_t scope, uint32_t after)
{
	return next_of(
	    page, rule, scope, after, page->dom->nodes[after].end - 1);
}

uint32_t
page_inner(struct page *page, enum rule_id rule, uint32_t scope, uint32_t after)
{
	return next_of(page, rule, scope, after, after);
}

bool
page_is(struct page *page, enum rule_id rule, uint32_t node)
{
	const struct selector *selector;

	for (size_t way = 0; way < RULE_WAYS; way++) {
		selector = page->rules->selectors[rule][way];
		if (selector != NULL &&
		    select_matches(&page->index, selector, node))
			return true;
	}
	return false;
}

/* "/1/", "../1/" and "1/" are all of the root. */
static struct span
below_root(struct span address)
{
	for (;;) {
		if (span_starts(address, SPAN("../")))
			address = span_from(address, 3);
		else if (span_starts(address, SPAN("./")))
			address = span_from(address, 2);
		else
			break;
	}
	return span_starts(address, SPAN("/")) ? span_from(address, 1)
					       : address;
}

struct span
page_address(struct page *page, struct span address)
{
	struct buffer whole;

	if (address.ptr == NULL || local_has_scheme(address))
		return address;
	buffer_init(&whole, page->arena, SIZE_MAX / 2);
	if (span_starts(address, SPAN("//"))) {
		buffer_add(&whole, SPAN("https:"));
	} else {
		buffer_add(&whole, span_of(page->rules->site));
		address = below_root(address);
	}
	buffer_add(&whole, address);
	return buffer_text(&whole);
}

struct span
page_link(struct page *page, uint32_t node, struct span name)
{
	struct span address = dom_attribute(page->dom, node, name);

	while (address.len > 0 && span_is_space(address.ptr[0]))
		address = span_from(address, 1);
	while (address.len > 0 && span_is_space(address.ptr[address.len - 1]))
		address.len--;
	if (address.len == 0)
		return SPAN_NONE;
	if (local_is_rewritten(name, address)) {
		page->local = true;
		address =
		    local_restore(page->arena, page->dom, node, name, address);
	}
	return page_address(page, address);
}

bool
page_holds_blocks(const struct page *page, uint32_t node)
{
	const struct dom *dom = page->dom;

	for (uint32_t at = node + 1; at < dom->nodes[node].end;) {
		if ((dom->nodes[at].flags & DOM_HIDDEN) != 0 ||
		    page->skip[at] != 0) {
			at = dom->nodes[at].end;
			continue;
		}
		if ((dom->nodes[at].flags & DOM_BLOCK) != 0)
			return true;
		at++;
	}
	return false;
}

void
page_join(struct buffer *all, struct span block)
{
	if (block.len == 0)
		return;
	if (all->len > 0)
		buffer_add(all, SPAN("\n\n"));
	buffer_add(all, block);
}

/*
 * A block that holds no other is a paragraph; so is a run of text and inline
 * elements between blocks.  `from` is where the run begins.
 */
struct span
page_blocks(struct page *page, uint32_t from, uint32_t end)
{
	const struct dom *dom = page->dom;
	struct buffer all;

	buffer_init(&all, page->arena, SIZE_MAX / 2);
	for (uint32_t at = from; at < end;) {
		const struct dom_node *here = &dom->nodes[at];
		bool block = (here->flags & DOM_BLOCK) != 0;

		if ((here->flags & (DOM_TEXT | DOM_HIDDEN)) != 0 ||
		    page->skip[at] != 0 ||
		    (!block && !page_holds_blocks(page, at))) {
			at = here->end;
			continue;
		}
		page_join(
		    &all, text_between(page->arena, dom, from, at, page->skip));
		from = ++at;
		if (!block || page_holds_blocks(page, at - 1))
			continue;
		page_join(&all, text_between(page->arena, dom, from, here->end,
				    page->skip));
		from = at = here->end;
	}
	page_join(&all, text_between(page->arena, dom, from, end, page->skip));
	return all.len == 0 ? SPAN_NONE : buffer_text(&all);
}

int64_t
page_number(struct span text)
{
	int64_t number = 0;
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!span_is_digit(text.ptr[i]))
			continue;
		if (++digits > 15)
			return RECORD_NO_NUMBER;
		number = number * 10 + (text.ptr[i] - '0');
	}
	return digits == 0 ? RECORD_NO_NUMBER : number;
}

bool
page_is_cut(const struct page *page, uint32_t node)
{
	return page->cut && page->dom->nodes[node].end == page->dom->count;
}
