/* The short lists below the abstract, the banners over it, the links. */
#include <stdint.h>

#include "pubmed/parts.h"

/* The rule's elements, their texts into a list. */
static void
read_texts(struct page *page, enum rule_id rule, struct record_list *list)
{
	struct span text;
	uint32_t item;

	for (item = page_first(page, rule, 0); item != DOM_NONE;
	     item = page_next(page, rule, 0, item)) {
		text = page_text(page, item);
		if (text.ptr != NULL)
			record_add_text(page->arena, list, text);
	}
}

/* Takes a star off the end of a part of a heading. */
static bool
take_star(struct span *part)
{
	bool star = false;

	while (part->len > 0 && (part->ptr[part->len - 1] == '*' ||
				    part->ptr[part->len - 1] == ' ')) {
		star |= part->ptr[part->len - 1] == '*';
		part->len--;
	}
	return star;
}

void
sections_mesh(struct page *page, struct span text, struct span cut)
{
	struct record_mesh *mesh;
	size_t at;

	mesh =
	    record_add(page->arena, &page->record->mesh_terms, sizeof(*mesh));
	mesh->text = mesh->descriptor = text;
	for (at = 0; at + cut.len <= text.len; at++)
		if (span_starts(span_from(text, at), cut))
			break;
	if (at + cut.len <= text.len) {
		mesh->descriptor = span_first(text, at);
		mesh->qualifier = span_from(text, at + cut.len);
		mesh->major = take_star(&mesh->qualifier);
	}
	mesh->major |= take_star(&mesh->descriptor);
}

static void
read_mesh(struct page *page)
{
	struct span text;
	uint32_t item;

	for (item = page_first(page, RULE_MESH, 0); item != DOM_NONE;
	     item = page_next(page, RULE_MESH, 0, item)) {
		text = page_text(page, item);
		if (text.ptr != NULL)
			sections_mesh(page, text, SPAN(" / "));
	}
}

static void
read_grants(struct page *page)
{
	struct record_grant *grant;
	uint32_t item;

	for (item = page_first(page, RULE_GRANT, 0); item != DOM_NONE;
	     item = page_next(page, RULE_GRANT, 0, item)) {
		grant = record_add(
		    page->arena, &page->record->grants, sizeof(*grant));
		grant->id = page_value(page, RULE_GRANT_ID, item);
		if (span_equal(grant->id, SPAN("None")))
			grant->id = SPAN_NONE;
		grant->text = page_value(page, RULE_GRANT_LINK, item);
		if (grant->text.ptr == NULL)
			grant->text = page_text(page, item);
		if (grant->text.ptr == NULL && grant->id.ptr == NULL)
			page->record->grants.count--;
	}
}

void
sections_data(struct page *page, struct span text)
{
	struct record_data *data;
	size_t at;

	data = record_add(
	    page->arena, &page->record->associated_data, sizeof(*data));
	for (at = 0; at < text.len && text.ptr[at] != '/'; at++)
		continue;
	data->source = span_first(text, at);
	if (at < text.len)
		data->accession = span_from(text, at + 1);
}

static void
read_data(struct page *page)
{
	struct span text;
	uint32_t item;

	for (item = page_first(page, RULE_DATA, 0); item != DOM_NONE;
	     item = page_next(page, RULE_DATA, 0, item)) {
		text = page_text(page, item);
		if (text.ptr != NULL)
			sections_data(page, text);
	}
}

/* What a link says; where that is nothing, what it or its image is called. */
static struct span
link_text(struct page *page, uint32_t link)
{
	struct span text = page_text(page, link);
	uint32_t image;

	if (text.ptr == NULL)
		text = page_attribute(page, link, SPAN("title"));
	image = page_first(page, RULE_LINK_IMAGE, link);
	if (text.ptr == NULL && image != DOM_NONE)
		text = page_value_at(page, RULE_LINK_IMAGE, image);
	return text;
}

static struct record_link *
add_link(struct page *page, uint32_t link, struct record_list *list)
{
	struct record_link *added;

	added = record_add(page->arena, list, sizeof(*added));
	added->provider = link_text(page, link);
	added->url = page_link(page, link, SPAN("href"));
	return added;
}

/* "See full text options at Wiley" is Wiley. */
void
sections_full_text(struct page *page)
{
	struct record_link *added;
	struct span provider;
	uint32_t link;

	for (link = page_first(page, RULE_FULL_TEXT, 0); link != DOM_NONE;
	     link = page_next(page, RULE_FULL_TEXT, 0, link)) {
		added = add_link(page, link, &page->record->full_text_links);
		provider = page_value_at(page, RULE_FULL_TEXT_PROVIDER, link);
		if (provider.ptr != NULL)
			added->provider = provider;
	}
}

static void
read_linkout(struct page *page)
{
	struct record_link *added;
	struct span category;
	uint32_t group, link;

	for (group = page_first(page, RULE_LINKOUT_GROUP, 0); group != DOM_NONE;
	     group = page_next(page, RULE_LINKOUT_GROUP, 0, group)) {
		category = page_value(page, RULE_LINKOUT_CATEGORY, group);
		for (link = page_first(page, RULE_LINKOUT_LINK, group);
		     link != DOM_NONE;
		     link = page_next(page, RULE_LINKOUT_LINK, group, link)) {
			added = add_link(page, link, &page->record->linkout);
			added->category = category;
		}
	}
}

/* The blocks of a section, or of several of a kind, without its heading. */
static struct span
body(struct page *page, enum rule_id rule)
{
	const struct dom *dom = page->dom;
	uint32_t section, from, title;
	struct buffer all;
	struct span text;

	buffer_init(&all, page->arena, SIZE_MAX / 2);
	for (section = page_first(page, rule, 0); section != DOM_NONE;
	     section = page_next(page, rule, 0, section)) {
		from = section + 1;
		title = page_first(page, RULE_SECTION_TITLE, section);
		if (title != DOM_NONE && dom->nodes[title].parent == section)
			from = dom->nodes[title].end;
		text = page_blocks(page, from, dom->nodes[section].end);
		if (text.ptr != NULL)
			page_join(&all, text);
	}
	return all.len == 0 ? SPAN_NONE : buffer_text(&all);
}

void
sections_read(struct page *page)
{
	struct record *record = page->record;
	uint32_t link;

	record->plain_language_summary = body(page, RULE_SUMMARY);
	record->copyright = page_value(page, RULE_COPYRIGHT, 0);
	record->conflict_of_interest = body(page, RULE_CONFLICT);
	read_texts(page, RULE_PUBLICATION_TYPE, &record->publication_types);
	read_mesh(page);
	read_texts(page, RULE_SUBSTANCE, &record->substances);
	read_texts(page, RULE_CONCEPT, &record->supplementary_concepts);
	read_grants(page);
	record->funding_statement = body(page, RULE_FUNDING);
	read_data(page);
	record->retracted = page_first(page, RULE_RETRACTED, 0) != DOM_NONE;
	record->preprint = page_first(page, RULE_PREPRINT, 0) != DOM_NONE;
	sections_full_text(page);
	read_linkout(page);
	for (link = page_first(page, RULE_RELATED, 0); link != DOM_NONE;
	     link = page_next(page, RULE_RELATED, 0, link))
		add_link(page, link, &record->related_information);
}
