/*
 * References: one item for each list item that holds a citation, which is
 * one that holds no list itself.
 */
#include "html/text.h"
#include "pubmed/names.h"
#include "pubmed/parts.h"

#define MAX_SECTIONS 16 /* headings one within another */

/* The headings that an item stands under, the outermost first. */
struct headings {
	uint32_t list[MAX_SECTIONS]; /* the element a heading is for */
	struct span text[MAX_SECTIONS];
	size_t count;
	struct span joined; /* of them all, while `fresh` */
	bool fresh;
	uint32_t next; /* the heading that comes next */
};

/* Takes in the headings before `item`, and forgets those that have ended. */
static struct span
section_of(struct page *page, struct headings *headings, uint32_t item)
{
	const struct dom *dom = page->dom;
	struct buffer all;
	uint32_t list;

	for (; headings->next != DOM_NONE && headings->next < item;
	     headings->next =
		 page_next(page, RULE_REFERENCE_SECTION, 0, headings->next)) {
		list = dom->nodes[headings->next].parent;
		while (headings->count > 0 &&
		       (headings->next >=
			       dom->nodes[headings->list[headings->count - 1]]
				   .end ||
			   headings->list[headings->count - 1] == list))
			headings->count--;
		headings->fresh = false;
		if (headings->count == MAX_SECTIONS)
			continue;
		headings->list[headings->count] = list;
		headings->text[headings->count++] =
		    page_text(page, headings->next);
	}
	while (headings->count > 0 &&
	       item >= dom->nodes[headings->list[headings->count - 1]].end) {
		headings->count--;
		headings->fresh = false;
	}
	if (headings->fresh)
		return headings->joined;
	buffer_init(&all, page->arena, SIZE_MAX / 2);
	for (size_t i = 0; i < headings->count; i++) {
		if (headings->text[i].len == 0)
			continue;
		if (all.len > 0)
			buffer_add(&all, SPAN(" > "));
		buffer_add(&all, headings->text[i]);
	}
	headings->joined = all.len == 0 ? SPAN_NONE : buffer_text(&all);
	headings->fresh = true;
	return headings->joined;
}

/* Does the address name this host, or one below it? */
static bool
on_host(struct span address, struct span host, struct span *path)
{
	size_t at = 0, from;

	while (at + 2 < address.len &&
	       !span_starts(span_from(address, at), SPAN("://")))
		at++;
	if (at + 2 >= address.len)
		return false;
	from = at += 3;
	while (at < address.len && memchr("/?#:", address.ptr[at], 4) == NULL)
		at++;
	*path = span_from(address, at);
	address = span_first(span_from(address, from), at - from);
	if (address.len > host.len &&
	    address.ptr[address.len - host.len - 1] == '.')
		address = span_from(address, address.len - host.len);
	return span_equal_nocase(address, host);
}

/* The digits that end a path, but for a slash: "/24940476/". */
static struct span
last_digits(struct span path)
{
	size_t end = 0, from;

	while (end < path.len && path.ptr[end] != '?' && path.ptr[end] != '#')
		end++;
	if (end > 0 && path.ptr[end - 1] == '/')
		end--;
	for (from = end; from > 0 && span_is_digit(path.ptr[from - 1]);)
		from--;
	return from == end ? SPAN_NONE
			   : span_first(span_from(path, from), end - from);
}

/* Puts an id where there is none yet; false where another one is. */
static bool
set_id(struct span *id, struct span value)
{
	if (value.len == 0)
		return false;
	if (id->ptr == NULL)
		*id = value;
	return span_equal(*id, value);
}

static bool
ends_nocase(struct span text, struct span with)
{
	return text.len >= with.len &&
	       span_equal_nocase(span_from(text, text.len - with.len), with);
}

/* What a link behind a reference leads to, by its address. */
static bool
take_id(
    struct page *page, struct record_reference *reference, struct span address)
{
	struct span path = SPAN_NONE, digits, before;

	if (on_host(address, SPAN("doi.org"), &path))
		return set_id(&reference->doi,
		    names_decode(page->arena, span_from(path, 1), false));
	if (!on_host(address, SPAN("ncbi.nlm.nih.gov"), &path))
		return false;
	digits = last_digits(path);
	if (digits.ptr == NULL)
		return false;
	before = span_first(path, (size_t)(digits.ptr - path.ptr));
	if (ends_nocase(before, SPAN("/pmc")) ||
	    ends_nocase(before, SPAN("/pmc/articles/")))
		return set_id(
		    &reference->pmcid, arena_print(page->arena, "PMC%.*s",
					   (int)digits.len, digits.ptr));
	if (span_equal(before, SPAN("/")) ||
	    span_equal(before, SPAN("/pubmed/")))
		return set_id(&reference->pmid, digits);
	return false;
}

/*
 * The text of the nodes from `from` to `to` without the links behind it and
 * the hyphens before each of those.  Links within the text stay.
 */
static struct span
citation_text(struct page *page, uint32_t from, uint32_t to, size_t links)
{
	struct span text =
	    text_between(page->arena, page->dom, from, to, page->skip);

	while (links-- > 0 && text.len > 0 && text.ptr[text.len - 1] == '-') {
		text.len--;
		while (text.len > 0 && text.ptr[text.len - 1] == ' ')
			text.len--;
	}
	if (text.len == 0 || span_equal(text, SPAN("None")))
		return SPAN_NONE;
	return text;
}

/* A citation: the nodes of a list item up to, not including, `end`. */
static void
read_reference(struct page *page, uint32_t item, uint32_t end, uint8_t *skip)
{
	struct record_list *list = &page->record->references.items;
	struct record_reference *reference;
	struct span address;
	size_t links = 0;
	uint32_t link;

	reference = record_add(page->arena, list, sizeof(*reference));
	reference->number = (int64_t)list->count;
	for (link = page_first(page, RULE_REFERENCE_ANY_LINK, item);
	     link != DOM_NONE && link < end;
	     link = page_next(page, RULE_REFERENCE_ANY_LINK, item, link)) {
		address = page_link(page, link, SPAN("href"));
		if (page_is(page, RULE_REFERENCE_LINK, link)) {
			page_note(page, RULE_REFERENCE_LINK, link, address);
			skip[link] = 1;
			links++;
			if (take_id(page, reference, address))
				continue;
		}
		if (address.ptr != NULL)
			record_add_text(page->arena, &reference->urls, address);
	}
	reference->text = citation_text(page, item + 1, end, links);
}

/* Where the first list within a list item starts; the item's end: nowhere. */
static uint32_t
inner_list(const struct page *page, uint32_t item)
{
	const struct dom_node *nodes = page->dom->nodes;
	uint32_t at = item + 1;

	while (at < nodes[item].end) {
		if ((nodes[at].flags & DOM_HIDDEN) != 0 || page->skip[at] != 0)
			at = nodes[at].end;
		else if (nodes[at].tag == nodes[item].tag &&
			 (nodes[at].flags & DOM_TEXT) == 0)
			return nodes[at].parent > item ? nodes[at].parent : at;
		else
			at++;
	}
	return nodes[item].end;
}

/*
 * Does this list item hold a citation itself?  One that holds a list does
 * where it has a text of its own before that.
 */
static bool
is_citation(const struct page *page, uint32_t item, uint32_t end)
{
	return end == page->dom->nodes[item].end ||
	       text_between(page->arena, page->dom, item + 1, end, page->skip)
		       .len > 0;
}

static void
read_items(struct page *page, uint32_t section, uint8_t *marks)
{
	struct record_list *list = &page->record->references.items;
	struct headings headings = { .count = 0 };
	struct record_reference *references;
	uint32_t item, end;

	headings.next = page_first(page, RULE_REFERENCE_SECTION, 0);
	for (item = page_first(page, RULE_REFERENCE, section); item != DOM_NONE;
	     item = page_inner(page, RULE_REFERENCE, section, item)) {
		end = inner_list(page, item);
		if (!is_citation(page, item, end))
			continue;
		read_reference(page, item, end, marks);
		references = list->items;
		references[list->count - 1].section =
		    section_of(page, &headings, item);
	}
}

/*
 * The list is whole where the page announces no more than it shows and no
 * rest elsewhere.
 */
static void
read_total(struct page *page, uint32_t section)
{
	struct record_part *part = &page->record->references;
	int64_t count = (int64_t)part->items.count;
	struct span more = page_value(page, RULE_REFERENCES_MORE_URL, 0);

	part->total = page_number(page_value(page, RULE_REFERENCES_MORE, 0));
	part->complete = !page_is_cut(page, section) && part->total <= count &&
			 (more.ptr == NULL || part->total != RECORD_NO_NUMBER);
	if (part->total < count)
		part->total = count;
	if (!part->complete)
		part->more_url = more;
}

void
references_read(struct page *page)
{
	const uint8_t *skip = page->skip;
	uint8_t *marks;
	uint32_t section = page_first(page, RULE_REFERENCES, 0);

	if (section == DOM_NONE)
		return;
	marks = arena_alloc(page->arena, page->dom->count);
	memcpy(marks, skip, page->dom->count);
	page->skip = marks;
	read_items(page, section, marks);
	page->skip = skip;
	read_total(page, section);
}
