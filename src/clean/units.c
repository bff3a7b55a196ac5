/* One walk over the nodes, and one over the bytes of each text. */
#include "clean/units.h"

#include "html/dom.h"

/* What a node inherits. */
enum { IN_LINK = 1, IN_BOLD = 2, IN_PRE = 4 };

struct cutter {
	const struct words *words;
	const struct dom *dom;
	struct units *units;
	struct unit *unit; /* the open one, or NULL */
	uint8_t *within;   /* of each node */
	uint16_t a, b, strong, head;
	uint32_t breaks; /* line breaks since the last text */
};

/* Is the character at `at`, of three bytes, one of a script without blanks? */
static bool
is_cjk(struct span text, size_t at)
{
	const unsigned char lead = (unsigned char)text.ptr[at];
	const unsigned char next = (unsigned char)text.ptr[at + 1];

	return (lead >= 0xe4 && lead <= 0xe9) || /* U+4000 .. U+9FFF */
	       (lead == 0xe3 && next >= 0x81);   /* kana, U+3040 .. */
}

static bool
is_word_byte(char c)
{
	return span_is_alpha(c) || span_is_digit(c) || (unsigned char)c >= 0x80;
}

/* Is it U+00A0, or punctuation of U+2000 to U+206F, and how long? */
static size_t
is_mark(struct span text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr + at;
	size_t left = text.len - at;

	if (left >= 2 && bytes[0] == 0xc2 && bytes[1] < 0xc0)
		return 2;
	if (left >= 3 && bytes[0] == 0xe2 && bytes[1] <= 0x81)
		return 3;
	return 0;
}

/* The end of the word that begins at `at`. */
static size_t
word_end(struct span text, size_t at)
{
	while (at < text.len && is_word_byte(text.ptr[at]) &&
	       is_mark(text, at) == 0)
		at++;
	return at;
}

static void
count_word(struct cutter *cutter, struct span word)
{
	struct unit *unit = cutter->unit;
	bool digit = false, lower = false, wide = false;
	size_t cjk = 0;
	uint32_t topics;

	for (size_t i = 0; i < word.len; i++) {
		digit |= span_is_digit(word.ptr[i]);
		lower |= word.ptr[i] >= 'a' && word.ptr[i] <= 'z';
		wide |= (unsigned char)word.ptr[i] >= 0x80;
		unit->letters +=
		    ((unsigned char)word.ptr[i] & 0xc0) == 0x80 ? 0.F : 1.F;
		unit->hash = unit->hash * 33 + (uint8_t)word.ptr[i];
		cjk += i + 2 < word.len && is_cjk(word, i);
	}
	if (!wide && unit->words < UNITS_LOOK) {
		topics = words_find(cutter->words, word).topics;
		for (size_t i = 0; topics != 0; i++, topics >>= 1)
			unit->topics[i] =
			    (uint8_t)(unit->topics[i] + (topics & 1));
	}
	unit->words += cjk > 2 ? (float)cjk / 2 : 1.F;
	unit->numbers += digit;
	unit->capitals += word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
	unit->uppers += word.len > 1 && !lower && !digit && !wide;
}

static void
count_text(struct cutter *cutter, struct span text)
{
	struct unit *unit = cutter->unit;
	size_t at = 0, end, mark;

	while (at < text.len) {
		end = word_end(text, at);
		if (end > at) {
			unit->last = text.ptr[end - 1];
			count_word(
			    cutter, span_first(span_from(text, at), end - at));
			at = end;
			continue;
		}
		mark = is_mark(text, at);
		if (mark == 0 && !span_is_space(text.ptr[at])) {
			unit->last = text.ptr[at];
			unit->letters++;
			unit->commas += text.ptr[at] == ',';
			unit->stops += text.ptr[at] == '.' ||
				       text.ptr[at] == '!' ||
				       text.ptr[at] == '?';
		}
		at += mark > 0 ? mark : 1;
	}
}

static bool
has_word(struct span text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t mark = is_mark(text, at);

		if (mark > 0)
			at += mark - 1;
		else if (!span_is_space(text.ptr[at]))
			return true;
	}
	return false;
}

static void
open_unit(struct cutter *cutter, uint32_t node)
{
	struct units *units = cutter->units;

	cutter->unit = &units->list[units->count++];
	*cutter->unit = (struct unit){ .from = node,
		.to = node + 1,
		.block = units->blocks[node],
		.hash = 5381 };
}

static void
take_text(struct cutter *cutter, uint32_t node)
{
	const struct dom_node *text = &cutter->dom->nodes[node];
	struct unit *unit;
	float before;

	if (!has_word(text->text))
		return;
	if (cutter->unit == NULL || cutter->breaks > 1 ||
	    cutter->unit->block != cutter->units->blocks[node])
		open_unit(cutter, node);
	cutter->breaks = 0;
	unit = cutter->unit;
	before = unit->words;
	count_text(cutter, text->text);
	unit->to = node + 1;
	if ((cutter->within[node] & IN_LINK) != 0)
		unit->linked += unit->words - before;
	if ((cutter->within[node] & IN_BOLD) != 0)
		unit->bold += unit->words - before;
}

/* What the node is in, and the block around it. */
static void
inherit(struct cutter *cutter, uint32_t at)
{
	const struct dom_node *node = &cutter->dom->nodes[at];
	uint32_t *blocks = cutter->units->blocks;

	blocks[at] = node->parent == DOM_NONE ? 0 : blocks[node->parent];
	cutter->within[at] =
	    node->parent == DOM_NONE ? 0 : cutter->within[node->parent];
	if ((node->flags & DOM_TEXT) != 0)
		return;
	if (node->tag == cutter->a)
		cutter->within[at] |= IN_LINK;
	if (node->tag == cutter->b || node->tag == cutter->strong)
		cutter->within[at] |= IN_BOLD;
	if ((node->flags & DOM_BREAK) != 0)
		cutter->breaks++;
	if ((node->flags & DOM_BLOCK) == 0)
		return;
	blocks[at] = at;
	cutter->unit = NULL;
}

static void
cut(struct cutter *cutter, const uint8_t *marks)
{
	struct units *units = cutter->units;
	uint32_t at = 0, next, count;

	while (at < cutter->dom->count) {
		next = at + 1;
		if ((cutter->dom->nodes[at].flags & DOM_HIDDEN) != 0 ||
		    ((cutter->dom->nodes[at].flags & DOM_TEXT) == 0 &&
			cutter->dom->nodes[at].tag == cutter->head) ||
		    (marks != NULL && marks[at] != 0)) {
			next = cutter->dom->nodes[at].end;
			for (uint32_t i = at; i < next; i++)
				units->blocks[i] = DOM_NONE;
			if ((cutter->dom->nodes[at].flags & DOM_BLOCK) != 0)
				cutter->unit = NULL;
		} else {
			inherit(cutter, at);
		}
		count = units->count;
		if (next == at + 1 &&
		    (cutter->dom->nodes[at].flags & DOM_TEXT) != 0 &&
		    units->blocks[at] != DOM_NONE)
			take_text(cutter, at);
		units->first[at] = count;
		for (at++; at < next; at++)
			units->first[at] = units->count;
	}
	units->first[at] = units->count;
}

void
units_find(struct arena *arena, const struct words *words,
    const struct dom *dom, const uint8_t *marks, struct units *units)
{
	struct cutter cutter = { .words = words, .dom = dom, .units = units };
	size_t texts = 0;

	for (uint32_t i = 0; i < dom->count; i++)
		texts += (dom->nodes[i].flags & DOM_TEXT) != 0;
	*units = (struct units){ .count = 0 };
	units->list = arena_alloc(arena, (texts + 1) * sizeof(*units->list));
	units->blocks = arena_alloc(arena, dom->count * sizeof(uint32_t));
	units->first =
	    arena_alloc(arena, ((size_t)dom->count + 1) * sizeof(uint32_t));
	cutter.within = arena_zeros(arena, dom->count, 1);
	cutter.a = dom_tag(SPAN("a"));
	cutter.b = dom_tag(SPAN("b"));
	cutter.head = dom_tag(SPAN("head"));
	cutter.strong = dom_tag(SPAN("strong"));
	cut(&cutter, marks);
}
