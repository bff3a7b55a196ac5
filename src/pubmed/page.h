/*
 * One page while it is read: its nodes, the rules, the record that fills.
 * The functions look a field up by its rule and note what they found.
 */
#ifndef PUBMED_PAGE_H
#define PUBMED_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "html/dom.h"
#include "html/select.h"
#include "pubmed/rules.h"
#include "record/record.h"

/* In the marks of chrome: what stands in the page a second time. */
#define PAGE_REPEATED 0x80

/* What is known of a row after a page was read. */
struct page_trace {
	uint8_t way;        /* the place that matched, from 1; 0: none */
	uint32_t hits;      /* values found */
	struct span sample; /* the first of them; NULL: see node */
	uint32_t node;      /* the first element, where way is not 0 */
};

/* An element in which a rule found something. */
struct page_hit {
	uint32_t node;
	enum rule_id rule;
};

/* No more of these are kept of one page. */
#define PAGE_HITS ((size_t)1 << 20)

/* In the order in which they were found; an element may stand in it twice. */
struct page_hits {
	struct page_hit *items;
	size_t count;
	size_t room;
};

struct page {
	struct arena *arena;
	const struct rules *rules;
	const struct dom *dom;
	const char *const *fields; /* ids that rules select by; NULL ends */
	struct select_page index;
	const uint8_t *chrome; /* a mark a node: dropped as chrome */
	const uint8_t *skip;   /* a mark a node: not part of any text */
	uint8_t *read;         /* a mark a node: a field was taken from it */
	struct record *record;
	bool cut;   /* the end of the document is missing */
	bool local; /* an address was of a file beside the saved page */
	struct page_trace trace[RULE_COUNT];
	struct page_hits *hits; /* NULL: nobody asks for them */
};

/*
 * The first element below `scope` (0: of the page) that the rule selects, or
 * DOM_NONE.  page_next: the next one, in the same of the rule's places.  What
 * is dropped as chrome is never found.
 */
uint32_t page_first(struct page *page, enum rule_id rule, uint32_t scope);
uint32_t page_next(
    struct page *page, enum rule_id rule, uint32_t scope, uint32_t after);

/* As page_next, which passes what is within the last one; this does not. */
uint32_t page_inner(
    struct page *page, enum rule_id rule, uint32_t scope, uint32_t after);

/* The rule's value below `scope`, folded; SPAN_NONE where there is none. */
struct span page_value(struct page *page, enum rule_id rule, uint32_t scope);

/* The rule's value of the element `node`, which it selected. */
struct span page_value_at(struct page *page, enum rule_id rule, uint32_t node);

/* Does one of the rule's places select this element? */
bool page_is(struct page *page, enum rule_id rule, uint32_t node);

/* The text of an element; SPAN_NONE where it has none. */
struct span page_text(struct page *page, uint32_t node);

/* The attribute of an element, folded; SPAN_NONE where it is not there. */
struct span page_attribute(struct page *page, uint32_t node, struct span name);

/* A relative address against the site's root; others as they are. */
struct span page_address(struct page *page, struct span address);

/*
 * The address in an attribute, in full: nothing in it is folded, only white
 * space around it is dropped.  SPAN_NONE where it is not there, or where who
 * saved the page put that of a copy in its place: then page->local is set.
 */
struct span page_link(struct page *page, uint32_t node, struct span name);

/*
 * The texts of the blocks from the node `from` up to, not including, `end`,
 * headings among them, joined by "\n\n"; SPAN_NONE where there is no text.
 */
struct span page_blocks(struct page *page, uint32_t from, uint32_t end);

/* Is there a block below `node` that is not hidden? */
bool page_holds_blocks(const struct page *page, uint32_t node);

/* Adds a paragraph to a text of several, joined by "\n\n". */
void page_join(struct buffer *all, struct span block);

/* The number in `text`, or RECORD_NO_NUMBER; commas and spaces are let by. */
int64_t page_number(struct span text);

/* Was the document cut off before the end of this element? */
bool page_is_cut(const struct page *page, uint32_t node);

/* Notes that a rule gave a value, for those that are read by hand. */
void page_note(
    struct page *page, enum rule_id rule, uint32_t node, struct span value);

#endif
