/* The abstract in its languages, and what stands in its block besides. */
#include "html/text.h"
#include "pubmed/parts.h"

/* Is it part of no text, with all below it? */
static bool
is_left_out(const struct page *page, uint32_t node)
{
	return (page->dom->nodes[node].flags & DOM_HIDDEN) != 0 ||
	       page->skip[node] != 0;
}

/* The label a paragraph begins with, or DOM_NONE. */
static uint32_t
leading_label(struct page *page, uint32_t paragraph)
{
	const struct dom_node *nodes = page->dom->nodes;
	uint32_t at = paragraph + 1;

	while (at < nodes[paragraph].end) {
		if (is_left_out(page, at)) {
			at = nodes[at].end;
			continue;
		}
		if ((nodes[at].flags & DOM_TEXT) == 0 &&
		    page_is(page, RULE_ABSTRACT_LABEL, at)) {
			page_note(page, RULE_ABSTRACT_LABEL, at, SPAN_NONE);
			return at;
		}
		if ((nodes[at].flags & DOM_TEXT) != 0 &&
		    page_text(page, at).ptr != NULL)
			return DOM_NONE;
		at++;
	}
	return DOM_NONE;
}

/* ASCII's colon, or the full-width one. */
struct span
abstract_label(struct span label)
{
	if (span_ends(label, SPAN(":")))
		label.len--;
	else if (span_ends(label, SPAN("\xef\xbc\x9a")))
		label.len -= 3;
	while (label.len > 0 && label.ptr[label.len - 1] == ' ')
		label.len--;
	return label.len == 0 ? SPAN_NONE : label;
}

/* Label and text of the nodes of a paragraph. */
static struct record_section
read_paragraph(struct page *page, uint32_t paragraph)
{
	struct record_section section = { SPAN_NONE, SPAN_NONE };
	uint32_t label = leading_label(page, paragraph);

	if (label == DOM_NONE) {
		section.text = page_text(page, paragraph);
		return section;
	}
	section.label = text_of(page->arena, page->dom, label, page->skip);
	section.label = abstract_label(section.label);
	section.text =
	    text_between(page->arena, page->dom, page->dom->nodes[label].end,
		page->dom->nodes[paragraph].end, page->skip);
	return section;
}

void
abstract_add(struct page *page, struct record_abstract *abstract,
    struct record_section section)
{
	struct record_section *added;

	if (section.text.len == 0 && section.label.len == 0)
		return;
	if (section.text.ptr == NULL)
		section.text = SPAN("");
	added = record_add(page->arena, &abstract->sections, sizeof(*added));
	*added = section;
}

/* Text that stands between the paragraphs, in none of them. */
static void
add_loose(struct page *page, struct record_abstract *abstract, uint32_t from,
    uint32_t to)
{
	struct record_section section = { SPAN_NONE, SPAN_NONE };

	section.text =
	    text_between(page->arena, page->dom, from, to, page->skip);
	abstract_add(page, abstract, section);
}

/* Each block is a section: a paragraph, mostly. */
static void
read_sections(
    struct page *page, uint32_t node, struct record_abstract *abstract)
{
	const struct dom *dom = page->dom;
	uint32_t end = dom->nodes[node].end, from = node + 1, at = from;

	while (at < end) {
		bool out = is_left_out(page, at);

		if (!out && page_holds_blocks(page, at) &&
		    (dom->nodes[at].flags & DOM_BLOCK) == 0) {
			at++;
			continue;
		}
		if (out || (dom->nodes[at].flags & DOM_BLOCK) == 0) {
			at = dom->nodes[at].end;
			continue;
		}
		add_loose(page, abstract, from, at);
		if (page_holds_blocks(page, at) &&
		    (dom->nodes[at].flags & DOM_PARAGRAPH) == 0) {
			from = ++at;
			continue;
		}
		abstract_add(page, abstract, read_paragraph(page, at));
		from = at = dom->nodes[at].end;
	}
	add_loose(page, abstract, from, end);
}

void
abstract_join(struct page *page, struct record_abstract *abstract)
{
	const struct record_section *sections = abstract->sections.items;
	struct buffer all;

	buffer_init(&all, page->arena, SIZE_MAX / 2);
	for (size_t i = 0; i < abstract->sections.count; i++) {
		if (sections[i].label.ptr == NULL) {
			page_join(&all, sections[i].text);
			continue;
		}
		page_join(&all, sections[i].label);
		buffer_add(
		    &all, sections[i].text.len > 0 ? SPAN(": ") : SPAN(":"));
		buffer_add(&all, sections[i].text);
	}
	abstract->text = buffer_text(&all);
}

void
abstract_keywords(struct page *page, struct span text)
{
	struct span word;
	size_t len;

	if (text.len > 0 && text.ptr[text.len - 1] == '.')
		text.len--;
	while (text.len > 0) {
		for (len = 0; len < text.len && text.ptr[len] != ';'; len++)
			continue;
		word = span_first(text, len);
		word = span_trim(word);
		if (word.len > 0)
			record_add_text(
			    page->arena, &page->record->keywords, word);
		text = span_from(text, len + 1);
	}
}

/* "Keywords", and what translators of pages make of it. */
static bool
is_keywords(struct span label)
{
	static const char *const labels[] = { "Keywords", "Schlüsselwörter",
		"Schlüsselworte", "Stichworte", "Mots clés", "Mots-clés",
		"Palabras clave", "Palavras-chave", "Palavras chave",
		"Parole chiave", "Trefwoorden", "Sleutelwoorden",
		"Słowa kluczowe", "Nyckelord", "Nøkkelord", "Nøgleord",
		"Avainsanat", "Klíčová slova", "Kulcsszavak", "Cuvinte cheie",
		"Anahtar kelimeler", "Ключевые слова", "Ключові слова",
		"关键词", "关键字", "關鍵字", "關鍵詞", "キーワード", "키워드",
		"Từ khóa", "Kata kunci", NULL };

	for (size_t i = 0; labels[i] != NULL; i++)
		if (span_equal_nocase(label, span_of(labels[i])))
			return true;
	return false;
}

/*
 * The labelled paragraphs of the block that are in no abstract: the keywords,
 * or a further section.
 */
static void
read_paragraphs_besides(
    struct page *page, uint32_t block, struct record_abstract *abstract)
{
	const struct dom *dom = page->dom;
	struct record_section section;
	uint32_t at = block + 1;

	while (at < dom->nodes[block].end) {
		if ((dom->nodes[at].flags & DOM_TEXT) != 0 ||
		    is_left_out(page, at) || page->chrome[at] != 0 ||
		    page_is(page, RULE_ABSTRACT_OTHER, at)) {
			at = dom->nodes[at].end;
			continue;
		}
		if ((dom->nodes[at].flags & DOM_PARAGRAPH) == 0 ||
		    leading_label(page, at) == DOM_NONE) {
			at++;
			continue;
		}
		section = read_paragraph(page, at);
		if (is_keywords(section.label))
			abstract_keywords(page, section.text);
		else
			abstract_add(page, abstract, section);
		at = dom->nodes[at].end;
	}
}

void
abstract_read(struct page *page)
{
	struct record *record = page->record;
	struct record_abstract first = { .language = SPAN_NONE }, *other;
	uint32_t block = page_first(page, RULE_ABSTRACT_BLOCK, 0);
	uint32_t chosen = page_first(page, RULE_ABSTRACT, 0), node;

	if (chosen != DOM_NONE) {
		first.language =
		    page_value_at(page, RULE_ABSTRACT_LANGUAGE, chosen);
		read_sections(page, chosen, &first);
	}
	for (node = page_first(page, RULE_ABSTRACT_OTHER, 0); node != DOM_NONE;
	     node = page_next(page, RULE_ABSTRACT_OTHER, 0, node)) {
		if (node == chosen)
			continue;
		other = record_add(
		    page->arena, &record->other_abstracts, sizeof(*other));
		other->language =
		    page_value_at(page, RULE_ABSTRACT_LANGUAGE, node);
		read_sections(page, node, other);
		abstract_join(page, other);
		if (other->sections.count == 0)
			record->other_abstracts.count--;
	}
	page_first(page, RULE_ABSTRACT_EMPTY, 0);
	if (block != DOM_NONE)
		read_paragraphs_besides(page, block, &first);
	if (first.sections.count == 0)
		return;
	abstract_join(page, &first);
	record->abstract = arena_alloc(page->arena, sizeof(first));
	*record->abstract = first;
}
