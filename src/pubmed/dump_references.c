/*
 * A reference ends in " - DOI - PMC - PubMed", the words of links that may
 * be lost.  With their addresses they give the ids; without them the DOI in
 * the reference's own text does.
 */
#include "pubmed/dump_references.h"

#include "pubmed/dump_text.h"
#include "pubmed/names.h"

/* PubMed shows so many references, and a button for all of them. */
#define SHOWN_AT_FIRST 5

#define MAX_REFERENCES 100000

struct item {
	struct span text;
	struct span doi, pmid, pmcid;
	struct record_list urls;
	bool has_doi, has_tail;
};

struct list {
	const struct dump *dump;
	struct record *record;
	struct item item;
	bool open;
	bool marked; /* bullets or numbers stand before the items */
	size_t first;
};

static bool
is_dash(struct span text)
{
	return span_equal(text, SPAN("-")) ||
	       span_equal(text, SPAN("\xe2\x80\x93")) ||
	       span_equal(text, SPAN("- -"));
}

static bool
is_tail(struct span text)
{
	return is_dash(text) || span_equal(text, SPAN("DOI")) ||
	       span_equal(text, SPAN("PMC")) ||
	       span_equal(text, SPAN("PubMed"));
}

/* Takes one " - WORD" off the end: false where there is none. */
static bool
cut_word(struct item *item, const char *word)
{
	struct span text = item->text, wanted = span_of(word);
	size_t len;

	if (!span_ends(text, wanted))
		return false;
	text.len -= wanted.len;
	len = text.len;
	while (text.len > 0 &&
	       (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '-'))
		text.len--;
	if (span_ends(text, SPAN("\xe2\x80\x93")))
		text.len -= 3;
	if (text.len > 0 && text.len == len)
		return false;
	item->text = span_trim(text);
	item->has_tail = true;
	return true;
}

static void
cut_tail(struct item *item)
{
	for (;;) {
		if (cut_word(item, "DOI"))
			item->has_doi = true;
		else if (!cut_word(item, "PMC") && !cut_word(item, "PubMed"))
			break;
	}
	while (span_ends(item->text, SPAN(" -")))
		item->text =
		    span_trim(span_first(item->text, item->text.len - 2));
}

static struct span
digits_at(struct span text, size_t at)
{
	size_t len = 0;

	text = span_from(text, at);
	while (len < text.len && span_is_digit(text.ptr[len]))
		len++;
	return span_first(text, len);
}

static struct span
host_path(struct span url, const char *host)
{
	size_t at = dump_text_find(url, host);

	return at == url.len ? SPAN_NONE : span_from(url, at + strlen(host));
}

static void
take_link(struct list *list, struct span shown, struct span url)
{
	struct arena *arena = list->dump->arena;
	struct item *item = &list->item;
	struct span path = host_path(url, "doi.org/"), id;

	if (path.ptr != NULL &&
	    (span_equal(shown, SPAN("DOI")) || !item->has_tail)) {
		if (item->doi.ptr == NULL)
			item->doi = names_decode(arena, path, false);
		return;
	}
	path = host_path(url, "/articles/");
	if (path.len > 3 &&
	    span_equal_nocase(span_first(path, 3), SPAN("pmc"))) {
		id = digits_at(path, 3);
		if (item->pmcid.ptr == NULL && id.len > 0)
			item->pmcid =
			    arena_print(arena, "PMC%.*s", (int)id.len, id.ptr);
		return;
	}
	path = host_path(url, "pubmed.ncbi.nlm.nih.gov/");
	if (path.ptr == NULL && span_starts(url, SPAN("/")))
		path = span_from(url, 1);
	id = digits_at(path, 0);
	if (path.ptr != NULL && id.len > 0) {
		if (item->pmid.ptr == NULL)
			item->pmid = id;
	} else if (span_starts(url, SPAN("http"))) {
		record_add_text(arena, &item->urls, url);
	}
}

static void
take_links(struct list *list, const struct dump_block *block)
{
	for (size_t i = 0; i < block->link_count; i++) {
		const struct dump_link *link = &block->links[i];
		struct span shown = span_from(block->text, link->at);
		static const char *const words[] = { "DOI", "PMC", "PubMed" };

		/* A number before a link does not say where it ends. */
		for (size_t k = 0; k < 3 && link->len == 0; k++)
			if (span_starts(shown, span_of(words[k])))
				shown = span_of(words[k]);
		if (link->len > 0)
			shown = span_first(shown, link->len);
		take_link(list, span_trim(shown), link->url);
	}
}

/*
 * Publishers' article numbers stand behind some DOIs a second time:
 * "10.1155/2019/9458676.9458676".
 */
static struct span
without_echo(struct span doi)
{
	size_t len = 0;
	struct span tail;

	while (len < doi.len && span_is_digit(doi.ptr[doi.len - len - 1]))
		len++;
	if (len < 4 || doi.len < 2 * len + 1 ||
	    doi.ptr[doi.len - len - 1] != '.')
		return doi;
	tail = span_from(doi, doi.len - len);
	doi.len -= len + 1;
	if (!span_ends(doi, tail))
		doi.len += len + 1;
	return doi;
}

/* "doi: 10.1000/182." within the text; its DOI alone. */
static struct span
doi_in(struct span text, bool bare)
{
	size_t at = dump_text_find(text, "doi: 10."), len;

	if (at == text.len)
		at = dump_text_find(text, "doi:10.");
	if (at == text.len)
		at = dump_text_find(text, "doi.org/10.") + 4;
	if (at >= text.len && bare)
		at = dump_text_find(text, " 10.") - 3;
	if (at >= text.len)
		return SPAN_NONE;
	text = span_from(text, at + 4);
	text = span_trim(text);
	for (len = 0; len < text.len && text.ptr[len] != ' '; len++)
		continue;
	text = span_first(text, len);
	while (text.len > 0 && (text.ptr[text.len - 1] == '.' ||
				   text.ptr[text.len - 1] == ',' ||
				   text.ptr[text.len - 1] == ';'))
		text.len--;
	return dump_text_find(text, "/") == text.len ? SPAN_NONE
						     : without_echo(text);
}

static void
close_item(struct list *list)
{
	struct record_list *items = &list->record->references.items;
	struct record_reference *reference;
	struct item *item = &list->item;

	if (!list->open)
		return;
	list->open = false;
	cut_tail(item);
	if ((item->text.len == 0 && !item->has_tail) ||
	    items->count >= MAX_REFERENCES)
		return;
	reference = record_add(list->dump->arena, items, sizeof(*reference));
	reference->number = (int64_t)items->count;
	if (item->text.len > 0 && !span_equal(item->text, SPAN("None")))
		reference->text = item->text;
	reference->doi = item->doi;
	if (reference->doi.ptr == NULL && item->has_doi)
		reference->doi = doi_in(item->text, item->has_doi);
	reference->pmid = item->pmid;
	reference->pmcid = item->pmcid;
	reference->urls = item->urls;
}

static void
open_item(struct list *list)
{
	close_item(list);
	list->item = (struct item){ .text = SPAN("") };
	list->open = true;
}

/* "Show all 55 references": the number, or 0. */
static int64_t
announced(struct span text)
{
	struct span digits;
	int64_t total = 0;

	if (!span_starts(text, SPAN("Show all ")) &&
	    !span_starts(text, SPAN("See all ")))
		return 0;
	digits = digits_at(text, dump_text_find(text, "all ") + 4);
	for (size_t i = 0; i < digits.len && i < 9; i++)
		total = total * 10 + (digits.ptr[i] - '0');
	return total;
}

/* Is it the text of a link within a reference, or what follows one? */
static bool
is_piece(struct span text)
{
	char c = text.ptr[0];

	return span_starts(text, SPAN("http")) ||
	       span_starts(text, SPAN("www.")) || (c >= 'a' && c <= 'z') ||
	       memchr(".,;:)]", c, 6) != NULL ||
	       (memchr(text.ptr, ' ', text.len) == NULL &&
		   memchr(text.ptr, '.', text.len) != NULL);
}

/* Does the block go on with the reference that is open? */
static bool
goes_on(const struct list *list, const struct dump_block *block)
{
	struct span text = list->item.text;
	char last = text.len > 0 ? text.ptr[text.len - 1] : ' ';

	if (!list->open || text.len == 0)
		return list->open;
	if (block->markers > 0 && !is_tail(block->text))
		return false;
	if (list->marked && !list->dump->fragments)
		return true;
	if (is_tail(block->text) || span_starts(block->text, SPAN("- ")))
		return true;
	if (list->dump->fragments && !list->item.has_tail &&
	    is_piece(block->text))
		return true;
	if (!list->dump->fragments || list->item.has_tail)
		return false;
	return last != '.' && last != ')' && !span_is_digit(last);
}

static void
add_block(struct list *list, const struct dump_block *block)
{
	struct item *item = &list->item;

	if (!goes_on(list, block))
		open_item(list);
	item->text = dump_parts_pair(list->dump, item->text, block->text);
	if (is_tail(block->text) && !is_dash(block->text))
		item->has_tail = true;
	take_links(list, block);
}

/* Is it a tool's list of addresses, which has the same heading? */
static bool
is_addresses(const struct dump *dump, struct dump_range range)
{
	struct span text = dump->blocks[range.first].text;

	return span_starts(text, SPAN("Visible links")) ||
	       span_starts(text, SPAN("http://")) ||
	       span_starts(text, SPAN("https://")) ||
	       span_starts(text, SPAN("Hidden links"));
}

static struct dump_range
find_range(const struct dump_parts *parts)
{
	struct dump_range range = dump_parts_section(parts, DUMP_REFERENCES);

	while (range.end > range.first && is_addresses(parts->dump, range))
		range = dump_parts_next(parts, DUMP_REFERENCES, range.end);
	return range;
}

static void
look_over(struct list *list, struct dump_range range)
{
	const struct dump_block *blocks = list->dump->blocks;

	for (size_t i = range.first; i < range.end; i++)
		list->marked |= blocks[i].markers > 0;
}

void
dump_references_read(const struct dump_parts *parts, struct record *record)
{
	struct list list = { .dump = parts->dump, .record = record };
	struct record_part *part = &record->references;
	struct dump_range range = find_range(parts);
	int64_t total = 0, shown;

	look_over(&list, range);
	for (size_t i = range.first; i < range.end; i++) {
		const struct dump_block *block = &list.dump->blocks[i];
		int64_t number = announced(block->text);

		if (number > 0 && total == 0)
			total = number;
		if (number > 0 || block->chrome)
			if (!is_tail(block->text) || !list.open)
				continue;
		add_block(&list, block);
	}
	close_item(&list);
	shown = (int64_t)part->items.count;
	part->total = total > shown ? total : shown;
	/* Tools lose the button behind the first: the text cannot tell. */
	part->complete = total == 0 ? shown != SHOWN_AT_FIRST : total <= shown;
}
