/*
 * What tells a user that the layout has changed: a field that should be there
 * and is not, and a section that nothing was read from.
 */
#include "html/text.h"
#include "pubmed/parts.h"

#define MOST 20     /* unknown sections that are named; more are counted */
#define LONGEST 120 /* bytes of a name or heading in a message */

static void
warn(struct page *page, const char *code, struct span message)
{
	record_warn(page->arena, page->record, code, message);
}

/* Has the element an id that a rule selects by? */
static bool
has_field_id(const struct page *page, uint32_t node)
{
	struct span id = dom_attribute(page->dom, node, SPAN("id"));

	for (const char *const *field = page->fields;
	     id.ptr != NULL && *field != NULL; field++)
		if (span_equal(id, span_of(*field)))
			return true;
	return false;
}

/*
 * May a holder be where this element is?  Within chrome only where an element
 * there has the id of a field: then a field has become chrome.
 */
static bool
counts(const struct page *page, uint32_t node)
{
	const struct dom_node *nodes = page->dom->nodes;
	bool field = false;

	if (page->chrome[node] == 0)
		return true;
	if ((page->chrome[node] & PAGE_REPEATED) != 0)
		return false;
	for (; node != DOM_NONE && page->chrome[node] != 0;
	     node = nodes[node].parent) {
		if (page->skip[node] != 0)
			return false;
		field |= has_field_id(page, node);
	}
	return field;
}

/* How many elements a holder selects. */
static size_t
count_holders(const struct page *page, const struct selector *holder)
{
	size_t count = 0;
	uint32_t node;

	for (node = select_first(&page->index, holder, 0); node != DOM_NONE;
	     node = select_next(&page->index, holder, 0, node))
		count += counts(page, node);
	return count;
}

static void
warn_missing(struct page *page, enum rule_id id)
{
	const struct rule *rule = &page->rules->table[id];
	const struct page_trace *trace = &page->trace[id];
	size_t holders = 0;

	if (trace->way > 0 && rule->ways[trace->way - 1].elsewhere) {
		warn(page, "missing-field",
		    arena_print(page->arena,
			"%s is not where PubMed has it; its value is that "
			"of %s",
			rule->name, rule->ways[trace->way - 1].selector));
		return;
	}
	if (page->rules->holders[id] != NULL &&
	    (trace->hits == 0 || rule->need == NEED_EACH))
		holders = count_holders(page, page->rules->holders[id]);
	if (rule->need == NEED_ALWAYS && trace->hits == 0)
		warn(page, "missing-field",
		    arena_print(page->arena,
			"%s: every article page has it, and here it is not",
			rule->name));
	else if (trace->hits == 0 && holders > 0)
		warn(page, "missing-field",
		    arena_print(page->arena,
			"%s: nothing was found, though the page has %s",
			rule->name, rule->holder));
	else if (trace->hits < holders)
		warn(page, "missing-field",
		    arena_print(page->arena, "%s: %u were found for %zu of %s",
			rule->name, (unsigned)trace->hits, holders,
			rule->holder));
}

/* Was anything read from this element, or is it dropped as chrome? */
static bool
is_known(const struct page *page, uint32_t node)
{
	const struct dom *dom = page->dom;

	for (uint32_t at = node; at < dom->nodes[node].end; at++)
		if (page->read[at] != 0)
			return true;
	return false;
}

/* The start of a text, cut between characters. */
static struct span
shortened(struct span text)
{
	size_t len = LONGEST;

	if (text.len <= len)
		return text;
	while (len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
		len--;
	return span_first(text, len);
}

/* How a section is called: "#id", ".class", or the element's name. */
static struct span
section_name(struct page *page, uint32_t node)
{
	struct span id = shortened(page_attribute(page, node, SPAN("id")));
	struct span class =
	    shortened(page_attribute(page, node, SPAN("class")));

	if (id.ptr != NULL)
		return arena_print(page->arena, "#%.*s", (int)id.len, id.ptr);
	if (class.ptr != NULL)
		return arena_print(
		    page->arena, "class \"%.*s\"", (int)class.len, class.ptr);
	return SPAN("a block without an id");
}

static void
warn_unknown(struct page *page, uint32_t node)
{
	struct span name = section_name(page, node);
	uint32_t title = page_first(page, RULE_HEADING, node);
	struct span text =
	    title == DOM_NONE ? SPAN_NONE : page_text(page, title);

	if (text.len == 0)
		warn(page, "unknown-section", name);
	else
		warn(page, "unknown-section",
		    arena_print(page->arena, "%.*s: %.*s", (int)name.len,
			name.ptr, (int)text.len, text.ptr));
}

/* Has the element a letter or digit that is not dropped as chrome? */
static bool
has_kept_text(struct page *page, uint32_t node)
{
	struct span text = text_of(page->arena, page->dom, node, page->chrome);

	for (size_t i = 0; i < text.len; i++)
		if (span_is_alpha(text.ptr[i]) || span_is_digit(text.ptr[i]) ||
		    (text.ptr[i] & 0x80) != 0)
			return true;
	return false;
}

/*
 * Looks at the children of a block that holds sections; gives how many are
 * unknown, `count` of them before this block.
 */
static size_t
check_children(struct page *page, uint32_t block, size_t count)
{
	const struct dom *dom = page->dom;
	uint32_t child;

	for (child = block + 1; child < dom->nodes[block].end;
	     child = dom->nodes[child].end) {
		if ((dom->nodes[child].flags & DOM_TEXT) != 0 ||
		    page_is(page, RULE_CONTAINER, child) ||
		    page_is(page, RULE_HEADING, child) ||
		    is_known(page, child) || !has_kept_text(page, child))
			continue;
		if (count++ < MOST)
			warn_unknown(page, child);
	}
	return count;
}

static void
warn_sections(struct page *page)
{
	size_t count = 0;
	uint32_t block;

	for (block = page_first(page, RULE_CONTAINER, 0); block != DOM_NONE;
	     block = page_inner(page, RULE_CONTAINER, 0, block))
		count = check_children(page, block, count);
	if (count > MOST)
		warn(page, "unknown-section",
		    arena_print(page->arena, "and %zu more", count - MOST));
}

void
warnings_read(struct page *page)
{
	struct record *record = page->record;

	for (int id = 0; id < RULE_COUNT; id++)
		warn_missing(page, (enum rule_id)id);
	warn_sections(page);
	if (!record->references.complete)
		warn(page, "truncated-list", SPAN("references"));
	if (!record->similar_articles.complete)
		warn(page, "truncated-list", SPAN("similar_articles"));
	if (!record->cited_by.complete)
		warn(page, "truncated-list", SPAN("cited_by"));
}
