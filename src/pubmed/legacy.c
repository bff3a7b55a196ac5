/*
 * A page of the layout before 2020 becomes a record.  What stands over the
 * abstract is read as on newer pages, by this layout's rules; the rest is a
 * row of headings with something under each, and only these tell what.
 */
#include "pubmed/legacy_rules.h"

#include "html/text.h"
#include "pubmed/names.h"
#include "pubmed/parts.h"

/* The nodes under a heading. */
struct legacy_range {
	uint32_t from, end;
};

/* --- people -------------------------------------------------------------- */

/* "1,2" beside an author; "#" marks those who contributed equally. */
static void
read_keys(struct page *page, struct span text, struct record_author *author)
{
	struct span key;
	size_t len;

	while (text.len > 0) {
		for (len = 0; len < text.len && text.ptr[len] != ',' &&
			      text.ptr[len] != ' ';)
			len++;
		key = span_first(text, len);
		if (span_equal(key, SPAN("#")))
			author->equal_contribution = true;
		else if (key.len > 0)
			record_add_text(
			    page->arena, &author->affiliations, key);
		text = span_from(text, len + 1);
	}
}

/* The author of a link, and the keys between it and the next link. */
static void
read_author(
    struct page *page, uint32_t link, uint32_t next, struct record_list *list)
{
	const struct dom_node *nodes = page->dom->nodes;
	uint32_t end = nodes[nodes[link].parent].end;
	struct span name = page_text(page, link);
	struct record_author *author;

	if (name.ptr == NULL)
		return;
	author = record_add(page->arena, list, sizeof(*author));
	names_split_short(page->arena, name,
	    page_value_at(page, RULE_AUTHOR_TERM, link), author);
	for (uint32_t at = nodes[link].end; at < end && at < next; at++)
		if (page_is(page, RULE_AUTHOR_AFFILIATION, at)) {
			page_note(page, RULE_AUTHOR_AFFILIATION, at, SPAN_NONE);
			read_keys(page, page_text(page, at), author);
		}
}

static void
read_people(struct page *page, enum rule_id rule, struct record_list *list)
{
	uint32_t link, next;

	for (link = page_first(page, rule, 0); link != DOM_NONE; link = next) {
		next = page_next(page, rule, 0, link);
		read_author(page, link, next, list);
	}
}

static void
read_affiliations(struct page *page)
{
	struct record_list *list = &page->record->affiliations;
	const struct dom_node *nodes = page->dom->nodes;
	uint32_t item, from, key = page_first(page, RULE_AFFILIATION_KEY, 0);
	struct record_affiliation *added;

	for (item = page_first(page, RULE_AFFILIATION, 0); item != DOM_NONE;
	     item = page_next(page, RULE_AFFILIATION, 0, item)) {
		added = record_add(page->arena, list, sizeof(*added));
		added->key = SPAN("");
		from = item + 1;
		/* In the item itself, or in the term before it. */
		while (key != DOM_NONE && key < nodes[item].end) {
			added->key =
			    text_of(page->arena, page->dom, key, page->skip);
			if (key > item)
				from = nodes[key].end;
			key = page_next(page, RULE_AFFILIATION_KEY, 0, key);
		}
		added->text = text_between(
		    page->arena, page->dom, from, nodes[item].end, page->skip);
		if (added->text.len == 0 || span_equal(added->key, SPAN("#")))
			list->count--;
	}
}

/* --- the abstract -------------------------------------------------------- */

static bool
is_block(const struct page *page, uint32_t node)
{
	return (page->dom->nodes[node].flags & DOM_BLOCK) != 0;
}

/* Sections are paragraphs, some behind a heading that is their label. */
static void
read_sections(
    struct page *page, uint32_t block, struct record_abstract *abstract)
{
	const struct dom_node *nodes = page->dom->nodes;
	struct record_section section = { SPAN_NONE, SPAN_NONE };
	uint32_t at = block + 1, from = at, end = nodes[block].end;

	while (at <= end) {
		bool here = at < end && is_block(page, at);

		if (at < end && !here) {
			at++;
			continue;
		}
		section.text =
		    text_between(page->arena, page->dom, from, at, page->skip);
		if (section.text.len > 0) {
			abstract_add(page, abstract, section);
			section.label = SPAN_NONE;
		}
		if (at == end)
			break;
		from = at + 1;
		if (page_is(page, RULE_ABSTRACT_LABEL, at)) {
			page_note(page, RULE_ABSTRACT_LABEL, at, SPAN_NONE);
			section.label = abstract_label(page_text(page, at));
			from = nodes[at].end;
		} else if (page_is(page, RULE_HEADING, at) ||
			   page_is(page, RULE_COPYRIGHT, at)) {
			from = nodes[at].end;
		}
		at = from;
	}
}

/* Each block is an abstract, in one more language; paragraphs are one. */
static void
read_abstract(struct page *page)
{
	struct record *record = page->record;
	struct record_abstract *abstract =
	    arena_zeros(page->arena, 1, sizeof(*abstract));
	struct record_abstract *to = abstract;
	uint32_t node;

	page_first(page, RULE_ABSTRACT_BLOCK, 0);
	for (node = page_first(page, RULE_ABSTRACT, 0); node != DOM_NONE;
	     node = page_next(page, RULE_ABSTRACT, 0, node)) {
		if (to->sections.count > 0 &&
		    (page->dom->nodes[node].flags & DOM_PARAGRAPH) == 0)
			to = record_add(
			    page->arena, &record->other_abstracts, sizeof(*to));
		read_sections(page, node, to);
		abstract_join(page, to);
		if (to != abstract && to->sections.count == 0)
			record->other_abstracts.count--;
	}
	if (abstract->sections.count > 0)
		record->abstract = abstract;
}

/* --- what stands under headings ------------------------------------------ */

static uint32_t
next_item(struct page *page, enum rule_id rule, uint32_t at, uint32_t end)
{
	for (; at < end; at++)
		if (page_is(page, rule, at) && page->chrome[at] == 0)
			return at;
	return DOM_NONE;
}

/* The texts of the items under a heading; false: there is no more. */
static bool
next_text(struct page *page, enum rule_id rule, struct legacy_range *range,
    uint32_t *item, struct span *text)
{
	for (;;) {
		*item = next_item(page, rule, range->from, range->end);
		if (*item == DOM_NONE)
			return false;
		range->from = page->dom->nodes[*item].end;
		*text = page_text(page, *item);
		if (text->ptr == NULL)
			continue;
		page_note(page, rule, *item, *text);
		return true;
	}
}

static void
read_texts(struct page *page, enum rule_id rule, struct legacy_range range,
    struct record_list *list)
{
	struct span text;
	uint32_t item;

	while (next_text(page, rule, &range, &item, &text))
		record_add_text(page->arena, list, text);
}

static void
read_grants(struct page *page, struct legacy_range range)
{
	struct record_grant *grant;
	struct span text;
	uint32_t item;

	while (next_text(page, RULE_GRANT, &range, &item, &text)) {
		grant = record_add(
		    page->arena, &page->record->grants, sizeof(*grant));
		grant->text = text;
	}
}

/* "A title. [J Abbrev. 2014]", the journal in `citation`. */
static void
split_notice(struct span text, struct record_notice *notice)
{
	size_t at = text.len;

	notice->title = text;
	if (!span_ends(text, SPAN("]")))
		return;
	while (at > 0 && text.ptr[at - 1] != '[')
		at--;
	if (at < 2)
		return;
	notice->title = span_trim(span_first(text, at - 1));
	notice->citation = span_first(span_from(text, at), text.len - at - 1);
}

static void
read_notices(struct page *page, struct span heading, struct legacy_range range)
{
	struct record_notice *notice;
	struct span text;
	uint32_t item, link;

	while (next_text(page, RULE_NOTICE_ITEM, &range, &item, &text)) {
		notice = record_add(
		    page->arena, &page->record->notices, sizeof(*notice));
		notice->heading = heading;
		notice->kind = docsums_kind(page->arena, heading);
		link = page_first(page, RULE_NOTICE_DOCSUM, item);
		if (link != DOM_NONE)
			notice->pmid =
			    page_value_at(page, RULE_ITEM_PMID, link);
		if (notice->pmid.ptr == NULL)
			notice->citation = text;
		else
			split_notice(text, notice);
	}
}

static struct span
range_text(struct page *page, struct legacy_range range)
{
	return text_between(
	    page->arena, page->dom, range.from, range.end, page->skip);
}

/* A heading's words without the colon, or the count, behind them. */
static struct span
heading_name(struct page *page, uint32_t node)
{
	struct span name = span_trim(page_text(page, node));
	size_t at = name.len;

	while (at > 0 &&
	       (span_is_digit(name.ptr[at - 1]) || name.ptr[at - 1] == ')'))
		at--;
	if (at > 0 && at < name.len && name.ptr[at - 1] == '(')
		name = span_trim(span_first(name, at - 1));
	while (name.len > 0 && (name.ptr[name.len - 1] == ':' ||
				   name.ptr[name.len - 1] == '.' ||
				   name.ptr[name.len - 1] == ' '))
		name.len--;
	return name;
}

static enum legacy_part
part_of(struct span name)
{
	const struct legacy_heading *row = legacy_rules_headings();

	while (
	    row->name != NULL && !span_equal_nocase(name, span_of(row->name)))
		row++;
	return row->part;
}

/* Up to the next heading beside it, or to the end of what holds them. */
static struct legacy_range
range_of(struct page *page, uint32_t heading)
{
	const struct dom_node *nodes = page->dom->nodes;
	uint32_t parent = nodes[heading].parent, at = nodes[heading].end;
	struct legacy_range range = { at, nodes[parent].end };

	for (; at < range.end; at = nodes[at].end)
		if (page_is(page, RULE_HEADING, at))
			range.end = at;
	return range;
}

/* Does a heading of a part stand within? */
static bool
is_divided(struct page *page, struct legacy_range range)
{
	for (uint32_t at = range.from; at < range.end; at++)
		if (page_is(page, RULE_HEADING, at) &&
		    part_of(heading_name(page, at)) > LEGACY_NOTHING)
			return true;
	return false;
}

static void
read_part(struct page *page, enum legacy_part part, struct span name,
    struct legacy_range range)
{
	struct record *record = page->record;
	struct span text;
	uint32_t item;

	switch (part) {
	case LEGACY_KEYWORDS:
		abstract_keywords(page, range_text(page, range));
		break;
	case LEGACY_TYPES:
		read_texts(page, RULE_PUBLICATION_TYPE, range,
		    &record->publication_types);
		break;
	case LEGACY_MESH:
		while (next_text(page, RULE_MESH, &range, &item, &text))
			sections_mesh(page, text, SPAN("/"));
		break;
	case LEGACY_SUBSTANCES:
		read_texts(page, RULE_SUBSTANCE, range, &record->substances);
		break;
	case LEGACY_CONCEPTS:
		read_texts(
		    page, RULE_CONCEPT, range, &record->supplementary_concepts);
		break;
	case LEGACY_GRANTS:
		read_grants(page, range);
		break;
	case LEGACY_DATA:
		while (next_text(page, RULE_DATA, &range, &item, &text))
			sections_data(page, text);
		break;
	case LEGACY_CONFLICT:
		record->conflict_of_interest =
		    page_blocks(page, range.from, range.end);
		break;
	case LEGACY_SUMMARY:
		record->plain_language_summary =
		    page_blocks(page, range.from, range.end);
		break;
	case LEGACY_RETRACTION:
		record->retracted = true;
		read_notices(page, name, range);
		break;
	case LEGACY_NOTICE:
		read_notices(page, name, range);
		break;
	default:
		break;
	}
}

/*
 * Is a part known by its heading alone?  Of the others something is read, or
 * they are sections that nobody knows.
 */
static bool
is_text(enum legacy_part part)
{
	return part == LEGACY_NOTHING || part == LEGACY_KEYWORDS ||
	       part == LEGACY_CONFLICT || part == LEGACY_SUMMARY;
}

/* Is the node below what a rule selects? */
static bool
is_within(struct page *page, enum rule_id rule, uint32_t node)
{
	for (; node != DOM_NONE; node = page->dom->nodes[node].parent)
		if (page_is(page, rule, node))
			return true;
	return false;
}

static void
read_headings(struct page *page)
{
	uint32_t article = page_first(page, RULE_ARTICLE, 0), at;
	uint32_t end = page->dom->nodes[article].end;
	struct legacy_range range;
	enum legacy_part part;
	struct span name;

	for (at = article; at < end; at++) {
		if (!page_is(page, RULE_HEADING, at) || page->chrome[at] != 0 ||
		    page->skip[at] != 0 ||
		    is_within(page, RULE_ABSTRACT_BLOCK, at))
			continue;
		name = heading_name(page, at);
		part = part_of(name);
		range = range_of(page, at);
		if (part == LEGACY_UNKNOWN ||
		    (part > LEGACY_NOTHING && is_divided(page, range)))
			continue;
		if (is_text(part))
			page_note(page, RULE_HEADING, at, name);
		read_part(page, part, name, range);
	}
}

/* --- links and other articles -------------------------------------------- */

/* A category, then the links in it. */
static void
read_linkout(struct page *page)
{
	uint32_t link, next = page_first(page, RULE_LINKOUT_CATEGORY, 0);
	struct span category = SPAN_NONE;
	struct record_link *added;

	for (link = page_first(page, RULE_LINKOUT_LINK, 0); link != DOM_NONE;
	     link = page_next(page, RULE_LINKOUT_LINK, 0, link)) {
		while (next != DOM_NONE && next < link) {
			category = page_text(page, next);
			next = page_next(page, RULE_LINKOUT_CATEGORY, 0, next);
		}
		added = record_add(
		    page->arena, &page->record->linkout, sizeof(*added));
		added->category = category;
		added->provider = page_text(page, link);
		added->url = page_link(page, link, SPAN("href"));
	}
}

/* "Review" stands in the link, before the title. */
static void
read_similar_item(struct page *page, uint32_t item)
{
	struct record_list *list = &page->record->similar_articles.items;
	const struct dom_node *nodes = page->dom->nodes;
	uint32_t link = page_first(page, RULE_ITEM_TITLE, item), note, from;
	struct record_article *article;

	if (link == DOM_NONE)
		return;
	article = record_add(page->arena, list, sizeof(*article));
	article->pmid = page_value(page, RULE_ITEM_PMID, item);
	article->citation = page_value(page, RULE_ITEM_CITATION, item);
	note = page_first(page, RULE_ITEM_NOTE, link);
	from = note == DOM_NONE ? link + 1 : nodes[note].end;
	if (note != DOM_NONE)
		record_add_text(
		    page->arena, &article->notes, page_text(page, note));
	article->title = text_between(
	    page->arena, page->dom, from, nodes[link].end, page->skip);
}

static void
read_similar(struct page *page)
{
	struct record_part *part = &page->record->similar_articles;
	uint32_t section = page_first(page, RULE_SIMILAR, 0), item;

	if (section == DOM_NONE)
		return;
	for (item = page_first(page, RULE_ITEM, section); item != DOM_NONE;
	     item = page_next(page, RULE_ITEM, section, item))
		read_similar_item(page, item);
	part->more_url = page_value(page, RULE_LIST_MORE, section);
	part->complete =
	    part->more_url.ptr == NULL && !page_is_cut(page, section);
}

/* What is part of no text is no unknown section either. */
static void
know_menus(struct page *page)
{
	uint32_t node;

	for (node = page_first(page, RULE_MENU, 0); node != DOM_NONE;
	     node = page_next(page, RULE_MENU, 0, node))
		continue;
}

void
legacy_read(struct page *page, const struct citation_patterns *patterns)
{
	struct record *record = page->record;

	heading_read(page, patterns);
	page_value(page, RULE_AUTHORS_EMPTY, 0);
	read_people(page, RULE_AUTHOR, &record->authors);
	read_affiliations(page);
	read_people(page, RULE_COLLABORATORS, &record->collaborators);
	read_abstract(page);
	record->copyright = page_value(page, RULE_COPYRIGHT, 0);
	sections_full_text(page);
	know_menus(page);
	read_headings(page);
	read_linkout(page);
	read_similar(page);
}
