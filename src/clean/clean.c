/*
 * The marking: carries the rows of rules.c out.  It knows how a row is looked
 * up and what a row must spare; what the rows name, it does not.
 *
 * A page is measured once (how much text, how much of it in links, what is
 * within the main part), so that each rule's caution costs a subtraction.
 * Classes and ids come out of the page's index; what is in other attributes is
 * gathered in the same walk that measures.
 */
#include "clean/clean.h"

#include <stdlib.h>

#include "base/pattern.h"
#include "html/text.h"

#define MAX_TAGS 512
#define MAX_KEYS 64    /* words of `starts`, or of `roles` */
#define MAX_HITS 65536 /* of one page */
#define MAX_PLACES 256 /* of main parts, or of first headings */
#define MAX_SAYINGS 16

/* Bytes of text. */
#define FEW 60      /* of a button, or of what is hidden */
#define SHORT 160   /* a label, a line of pages */
#define LITTLE 400  /* spared by no rule for its size */
#define BANNER 1600 /* a whole government banner */

#define MANY_NODES 600 /* more than a banner or a button has */

/* What an element is, and what it is in: bits. */
enum kind {
	KIND_MAIN = 1,    /* main, article */
	KIND_FIRST = 2,   /* h1 */
	KIND_HEADING = 4, /* h1 to h6, summary, dt */
	KIND_QUOTE = 8,   /* of other texts: never a banner */
	KIND_LINK = 16,
	KIND_PAGE = 32 /* html, body, head: never dropped */
};

static const struct {
	const char *tag;
	enum kind kind;
} tags[] = {
	{ "main", KIND_MAIN },
	{ "article", KIND_MAIN },
	{ "h1", KIND_FIRST },
	{ "h1", KIND_HEADING },
	{ "h2", KIND_HEADING },
	{ "h3", KIND_HEADING },
	{ "h4", KIND_HEADING },
	{ "h5", KIND_HEADING },
	{ "h6", KIND_HEADING },
	{ "summary", KIND_HEADING },
	{ "dt", KIND_HEADING },
	{ "blockquote", KIND_QUOTE },
	{ "q", KIND_QUOTE },
	{ "pre", KIND_QUOTE },
	{ "code", KIND_QUOTE },
	{ "cite", KIND_QUOTE },
	{ "td", KIND_QUOTE },
	{ "a", KIND_LINK },
	{ "html", KIND_PAGE },
	{ "head", KIND_PAGE },
	{ "body", KIND_PAGE },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A word of a row's list. */
struct key {
	struct span word;
	size_t row;
};

struct keys {
	struct key items[MAX_KEYS];
	size_t count;
};

struct clean_rules {
	unsigned profiles;
	struct selector *selectors[CLEAN_RULES];
	size_t count;
	struct selector *signs[CLEAN_SIGNS][2];
	size_t words; /* the row with sentences, or `count` */
	size_t hidden;
	struct pattern *sentences, *sayings;
	struct keys starts, roles, hints;
	uint8_t first[256]; /* which bytes a word of `starts` begins with */
	uint8_t hint[256];  /* and one of `hints`, in either case */
	uint8_t kinds[MAX_TAGS];
	uint16_t main, button;
};

/* --- compiling ----------------------------------------------------------- */

void
clean_rules_free(struct clean_rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < rules->count; i++)
		selector_free(rules->selectors[i]);
	for (size_t i = 0; i < CLEAN_SIGNS; i++) {
		selector_free(rules->signs[i][0]);
		selector_free(rules->signs[i][1]);
	}
	pattern_free(rules->sentences);
	pattern_free(rules->sayings);
	free(rules);
}

/* The next word of a list; empty at its end. */
static struct span
next_word(struct span *words)
{
	struct span word;
	size_t at = 0;

	while (at < words->len && span_is_space(words->ptr[at]))
		at++;
	*words = span_from(*words, at);
	for (at = 0; at < words->len && !span_is_space(words->ptr[at]);)
		at++;
	word = span_first(*words, at);
	*words = span_from(*words, at);
	return word;
}

static bool
add_keys(struct keys *keys, const char *list, size_t row)
{
	struct span words = span_of(list), word;

	while ((word = next_word(&words)).len > 0) {
		if (keys->count == MAX_KEYS)
			return false;
		keys->items[keys->count++] = (struct key){ word, row };
	}
	return true;
}

static bool
add_row(struct clean_rules *rules, const struct clean_rule *rule)
{
	size_t row = rules->count++;

	if ((rule->profiles & rules->profiles) == 0)
		return true;
	if (rule->selector != NULL) {
		rules->selectors[row] = selector_new(rule->selector);
		if (rules->selectors[row] == NULL)
			return false;
	}
	if ((rule->flags & CLEAN_HIDDEN) != 0)
		rules->hidden = row;
	if (rule->sentences != NULL) {
		rules->words = row;
		rules->sentences = pattern_new(rule->sentences);
		rules->sayings = pattern_new(rule->sayings);
		if (rules->sentences == NULL || rules->sayings == NULL)
			return false;
	}
	return add_keys(&rules->starts, rule->starts, row) &&
	       add_keys(&rules->roles, rule->roles, row) &&
	       add_keys(&rules->hints, rule->hints, row);
}

static bool
add_signs(struct clean_rules *rules)
{
	const struct clean_sign *sign = clean_signs();

	if (rules->profiles == CLEAN_PUBMED)
		return true;
	for (size_t i = 0; sign[i].profile != 0; i++) {
		if (i == CLEAN_SIGNS)
			return false;
		rules->signs[i][0] = selector_new(sign[i].selector);
		if (rules->signs[i][0] == NULL)
			return false;
		if (sign[i].with == NULL)
			continue;
		rules->signs[i][1] = selector_new(sign[i].with);
		if (rules->signs[i][1] == NULL)
			return false;
	}
	return true;
}

static void
add_tags(struct clean_rules *rules)
{
	uint16_t tag;

	for (size_t i = 0; i < COUNT(tags); i++) {
		tag = dom_tag(span_of(tags[i].tag));
		if (tag < MAX_TAGS)
			rules->kinds[tag] |= (uint8_t)tags[i].kind;
	}
	rules->main = dom_tag(SPAN("main"));
	rules->button = dom_tag(SPAN("button"));
	for (size_t i = 0; i < rules->starts.count; i++)
		rules->first[(uint8_t)rules->starts.items[i].word.ptr[0]] = 1;
	for (size_t i = 0; i < rules->hints.count; i++) {
		char c = rules->hints.items[i].word.ptr[0];
		rules->hint[(uint8_t)c] = 1;
		rules->hint[(uint8_t)(c - ('a' - 'A'))] = 1;
	}
}

static bool
compile(struct clean_rules *rules)
{
	const struct clean_rule *table = clean_table();

	while (rules->count < CLEAN_RULES && table[rules->count].name != NULL)
		if (!add_row(rules, &table[rules->count]))
			return false;
	add_tags(rules);
	return add_signs(rules);
}

struct clean_rules *
clean_rules_new(unsigned profiles)
{
	struct clean_rules *rules = calloc(1, sizeof(*rules));

	if (rules == NULL)
		return NULL;
	rules->profiles = profiles;
	rules->words = rules->hidden = CLEAN_RULES;
	if (compile(rules))
		return rules;
	clean_rules_free(rules);
	return NULL;
}

enum clean_profile
clean_profile(const struct clean_rules *rules, const struct select_page *page)
{
	const struct clean_sign *sign = clean_signs();

	for (size_t i = 0; sign[i].profile != 0; i++)
		if (select_first(page, rules->signs[i][0], 0) != DOM_NONE &&
		    (sign[i].with == NULL ||
			select_first(page, rules->signs[i][1], 0) != DOM_NONE))
			return sign[i].profile;
	return CLEAN_GENERIC;
}

/* --- measuring ----------------------------------------------------------- */

/* An element, and the row that asks for it by an attribute. */
struct hit {
	uint32_t node;
	uint32_t row;
};

struct places {
	uint32_t nodes[MAX_PLACES];
	size_t count;
};

struct marker {
	struct arena *arena;
	const struct clean_rules *rules;
	const struct clean_rule *table;
	const struct select_page *page;
	const struct dom *dom;
	struct clean *clean;
	enum clean_profile profile;
	uint32_t *text;  /* bytes of text to be seen before each node … */
	uint32_t *prose; /* … and of those not in links */
	uint8_t *in;     /* of enum kind: what a node is and is in */
	struct hit *hits;
	size_t hit_count, hit_room;
	struct places mains, firsts;
	bool off[CLEAN_RULES]; /* rows that were taken back */
	bool banner;           /* there is a government banner */
	uint32_t sayings[MAX_SAYINGS];
	size_t saying_count;
};

static void
add_hit(struct marker *marker, uint32_t node, size_t row)
{
	if (row >= marker->rules->count || marker->hit_count == MAX_HITS)
		return;
	marker->hits = arena_more(marker->arena, marker->hits,
	    marker->hit_count, &marker->hit_room, sizeof(*marker->hits));
	marker->hits[marker->hit_count++] = (struct hit){ node, (uint32_t)row };
}

static void
add_place(struct places *places, uint32_t node)
{
	if (places->count < MAX_PLACES)
		places->nodes[places->count++] = node;
}

/* Does `text` have `word`, which is in lower case? */
static bool
has_word(struct span text, struct span word)
{
	for (size_t at = 0; at + word.len <= text.len; at++)
		if (span_lower(text.ptr[at]) == word.ptr[0] &&
		    span_equal_nocase(
			span_first(span_from(text, at), word.len), word))
			return true;
	return false;
}

static bool
is_not_displayed(struct span style)
{
	size_t at = 0;

	for (; at + 12 <= style.len; at++) {
		struct span rest = span_from(style, at);
		if (!span_starts(rest, SPAN("display")))
			continue;
		rest = span_trim(span_from(rest, 7));
		if (rest.len == 0 || rest.ptr[0] != ':')
			continue;
		rest = span_trim(span_from(rest, 1));
		if (span_starts(rest, SPAN("none")))
			return true;
	}
	return false;
}

static void
look_at_names(struct marker *marker, uint32_t node, struct span names)
{
	const struct keys *starts = &marker->rules->starts;
	struct span word;

	while ((word = next_word(&names)).len > 0) {
		if (marker->rules->first[(uint8_t)word.ptr[0]] == 0)
			continue;
		for (size_t i = 0; i < starts->count; i++)
			if (span_starts(word, starts->items[i].word))
				add_hit(marker, node, starts->items[i].row);
	}
}

static void
look_at_role(struct marker *marker, uint32_t node, struct span role)
{
	const struct keys *roles = &marker->rules->roles;

	if (span_equal(role, SPAN("main"))) {
		marker->in[node] |= KIND_MAIN;
		add_place(&marker->mains, node);
	}
	for (size_t i = 0; i < roles->count; i++)
		if (span_equal(role, roles->items[i].word))
			add_hit(marker, node, roles->items[i].row);
}

static void
look_at(struct marker *marker, uint32_t node, const struct dom_attribute *at)
{
	const struct clean_rules *rules = marker->rules;

	switch (at->name.len) {
	case 2:
		if (span_equal(at->name, SPAN("id")))
			look_at_names(marker, node, at->value);
		break;
	case 3:
		if (at->value.len > 20 && span_equal(at->name, SPAN("alt")) &&
		    has_word(at->value, rules->hints.items[0].word))
			add_hit(marker, node, rules->words);
		break;
	case 4:
		if (span_equal(at->name, SPAN("role")))
			look_at_role(marker, node, at->value);
		break;
	case 5:
		if (span_equal(at->name, SPAN("class")))
			look_at_names(marker, node, at->value);
		else if (span_equal(at->name, SPAN("style")) &&
			 is_not_displayed(at->value))
			add_hit(marker, node, rules->hidden);
		break;
	case 6:
		if (span_equal(at->name, SPAN("hidden")))
			add_hit(marker, node, rules->hidden);
		break;
	case 10:
		if (at->value.len > 20 &&
		    span_equal(at->name, SPAN("aria-label")) &&
		    has_word(at->value, rules->hints.items[0].word))
			add_hit(marker, node, rules->words);
		break;
	case 11:
		if (span_equal(at->name, SPAN("aria-hidden")) &&
		    span_equal(at->value, SPAN("true")))
			add_hit(marker, node, rules->hidden);
		break;
	default:
		break;
	}
}

static void
measure_element(struct marker *marker, uint32_t node)
{
	const struct dom_node *element = &marker->dom->nodes[node];
	uint8_t kind = 0;

	if (element->tag < MAX_TAGS)
		kind = marker->rules->kinds[element->tag];
	marker->in[node] |= kind;
	if ((kind & KIND_MAIN) != 0)
		add_place(&marker->mains, node);
	if ((kind & KIND_FIRST) != 0)
		add_place(&marker->firsts, node);
	for (uint32_t i = 0; i < element->attribute_count; i++)
		look_at(marker, node, &element->attributes[i]);
}

/* The bytes of a text without the white space before it. */
static uint32_t
size_of(struct span text)
{
	size_t at = 0;

	while (at < text.len && span_is_space(text.ptr[at]))
		at++;
	return (uint32_t)(text.len - at);
}

static void
measure(struct marker *marker)
{
	const struct dom *dom = marker->dom;
	uint32_t text = 0, prose = 0, hidden = 0, size;

	marker->text = arena_zeros(marker->arena, dom->count + 1, 4);
	marker->prose = arena_zeros(marker->arena, dom->count + 1, 4);
	marker->in = arena_zeros(marker->arena, dom->count, 1);
	for (uint32_t i = 0; i < dom->count; i++) {
		const struct dom_node *node = &dom->nodes[i];
		marker->text[i] = text;
		marker->prose[i] = prose;
		if (node->parent != DOM_NONE)
			marker->in[i] =
			    marker->in[node->parent] & (uint8_t)~KIND_PAGE;
		if ((node->flags & DOM_TEXT) == 0) {
			if ((node->flags & DOM_HIDDEN) != 0 &&
			    node->end > hidden)
				hidden = node->end;
			measure_element(marker, i);
		} else if (i >= hidden) {
			size = size_of(node->text);
			text += size;
			if ((marker->in[i] & KIND_LINK) == 0)
				prose += size;
		}
	}
	marker->text[dom->count] = text;
	marker->prose[dom->count] = prose;
}

/* --- what a rule spares -------------------------------------------------- */

static uint32_t
text_in(const struct marker *marker, uint32_t node)
{
	return marker->text[marker->dom->nodes[node].end] - marker->text[node];
}

static uint32_t
prose_in(const struct marker *marker, uint32_t node)
{
	return marker->prose[marker->dom->nodes[node].end] -
	       marker->prose[node];
}

/* How many of the places are within the element, or are it. */
static size_t
places_in(
    const struct marker *marker, const struct places *places, uint32_t node)
{
	uint32_t end = marker->dom->nodes[node].end;
	size_t count = 0;

	for (size_t i = 0; i < places->count; i++)
		count += places->nodes[i] >= node && places->nodes[i] < end;
	return count;
}

/* Does it hold a `main` or what says it is one?  An article may be a teaser. */
static bool
holds_main(const struct marker *marker, uint32_t node)
{
	const struct dom *dom = marker->dom;

	for (size_t i = 0; i < marker->mains.count; i++) {
		uint32_t at = marker->mains.nodes[i];
		if (at < node || at >= dom->nodes[node].end)
			continue;
		if (dom->nodes[at].tag == marker->rules->main ||
		    span_equal(
			dom_attribute(dom, at, SPAN("role")), SPAN("main")))
			return true;
	}
	return false;
}

/* Is a hidden element one that a click shows: of tabs, of an accordion? */
static bool
is_panel(const struct marker *marker, uint32_t node)
{
	static const struct span words[] = { { "tab", 3 }, { "panel", 5 },
		{ "collaps", 7 }, { "accord", 6 }, { "answer", 6 },
		{ "faq", 3 }, { "content", 7 }, { "slide", 5 }, { "more", 4 },
		{ "toggle", 6 }, { "expand", 6 }, { "body", 4 } };
	static const struct span names[] = { { "class", 5 }, { "id", 2 },
		{ "role", 4 } };
	struct span value;

	for (size_t name = 0; name < COUNT(names); name++) {
		value = dom_attribute(marker->dom, node, names[name]);
		for (size_t i = 0; i < COUNT(words); i++)
			if (has_word(value, words[i]))
				return true;
	}
	return false;
}

/* Has it more nodes than are worth walking? */
static bool
is_large(const struct dom *dom, uint32_t node)
{
	return dom->nodes[node].end - node > MANY_NODES;
}

static bool
has_digit(const struct dom *dom, uint32_t node)
{
	if (is_large(dom, node))
		return true;
	for (uint32_t i = node; i < dom->nodes[node].end; i++)
		for (size_t at = 0; at < dom->nodes[i].text.len; at++)
			if (span_is_digit(dom->nodes[i].text.ptr[at]))
				return true;
	return false;
}

/* Hidden from all readers, or from those who listen alone? */
static bool
is_unseen(const struct dom *dom, uint32_t node)
{
	return dom_attribute(dom, node, SPAN("hidden")).ptr != NULL ||
	       is_not_displayed(dom_attribute(dom, node, SPAN("style")));
}

/*
 * Hidden text may be what a reader asks for; lists of links are not.  What is
 * hidden from listeners is an ornament, or has a copy for them: a price.
 */
static bool
is_hidden_chrome(const struct marker *marker, uint32_t node)
{
	uint32_t text = text_in(marker, node);

	if (is_panel(marker, node))
		return false;
	if ((marker->in[node] & KIND_LINK) == 0 &&
	    (text - prose_in(marker, node)) * 3 > text * 2)
		return true;
	if (is_unseen(marker->dom, node))
		return text <= FEW;
	return text <= FEW / 2 && !has_digit(marker->dom, node);
}

/* Does the text below an element end in a question mark? */
static bool
is_question(const struct dom *dom, uint32_t node)
{
	struct span text;

	if (is_large(dom, node))
		return true;
	for (uint32_t i = dom->nodes[node].end - 1; i > node; i--) {
		if ((dom->nodes[i].flags & DOM_TEXT) == 0)
			continue;
		text = dom->nodes[i].text;
		while (text.len > 0 && span_is_space(text.ptr[text.len - 1]))
			text.len--;
		if (text.len > 0)
			return text.ptr[text.len - 1] == '?';
	}
	return false;
}

/* A button that is a heading, or the question above an answer, is content. */
static bool
is_control(const struct marker *marker, uint32_t node)
{
	const struct dom *dom = marker->dom;
	uint32_t text = text_in(marker, node);

	if ((marker->in[node] & KIND_HEADING) != 0 || text > FEW)
		return false;
	if (text <= FEW / 3)
		return true;
	return dom_attribute(dom, node, SPAN("aria-expanded")).ptr == NULL &&
	       dom_attribute(dom, node, SPAN("aria-controls")).ptr == NULL &&
	       !span_equal(
		   dom_attribute(dom, node, SPAN("role")), SPAN("tab")) &&
	       !is_question(dom, node);
}

/* Does it say that it is the table of contents of what it stands in? */
static bool
is_contents(const struct marker *marker, uint32_t node)
{
	static const struct span words[] = { { "toc", 3 }, { "contents", 8 } };

	if ((marker->in[node] & KIND_MAIN) == 0)
		return false;
	for (size_t i = 0; i < COUNT(words); i++)
		if (has_word(dom_attribute(marker->dom, node, SPAN("class")),
			words[i]) ||
		    has_word(
			dom_attribute(marker->dom, node, SPAN("id")), words[i]))
			return true;
	return false;
}

/* A header with the page's only first heading, or with prose, is content. */
static bool
is_header(const struct marker *marker, uint32_t node)
{
	size_t firsts = places_in(marker, &marker->firsts, node);

	if (firsts > 0 && firsts == marker->firsts.count)
		return false;
	return prose_in(marker, node) <= SHORT ||
	       prose_in(marker, node) * 2 <= text_in(marker, node);
}

static bool
may_drop(const struct marker *marker, size_t row, uint32_t node)
{
	unsigned flags = marker->table[row].flags;
	const uint32_t end = marker->dom->count;
	uint32_t text, prose;

	if ((marker->in[node] & KIND_PAGE) != 0)
		return false;
	if ((flags & CLEAN_CERTAIN) != 0)
		return true;
	text = text_in(marker, node);
	prose = prose_in(marker, node);
	if (holds_main(marker, node) ||
	    (text > LITTLE && prose > marker->prose[end] / 2 &&
		prose > text / 4))
		return false;
	if ((flags & CLEAN_OUTSIDE) != 0 &&
	    ((marker->in[node] & (KIND_MAIN | KIND_QUOTE)) != 0 ||
		places_in(marker, &marker->mains, node) > 0))
		return false;
	if ((flags & CLEAN_SMALL) != 0 && text > LITTLE &&
	    text > marker->text[end] / 4)
		return false;
	if ((flags & CLEAN_SHORT) != 0 && text > SHORT)
		return false;
	if ((flags & CLEAN_LABEL) != 0 && (marker->in[node] & KIND_FIRST) != 0)
		return false;
	if ((flags & CLEAN_MENU) != 0 && is_contents(marker, node))
		return false;
	return ((flags & CLEAN_HEADER) == 0 || is_header(marker, node)) &&
	       ((flags & CLEAN_HIDDEN) == 0 ||
		   is_hidden_chrome(marker, node)) &&
	       ((flags & CLEAN_CONTROL) == 0 || is_control(marker, node));
}

/* --- dropping ------------------------------------------------------------ */

/* Marks an element and all below it that is not marked yet. */
static void
drop(const struct dom *dom, uint32_t node, size_t rule, struct clean *clean)
{
	struct clean_sum *sum = &clean->sums[rule];
	uint32_t end = dom->nodes[node].end;

	sum->blocks++;
	for (; node < end; node++) {
		if (clean->marks[node] != 0)
			continue;
		clean->marks[node] = (uint8_t)(rule + 1);
		if ((dom->nodes[node].flags & DOM_TEXT) != 0)
			sum->bytes += dom->nodes[node].text.len;
	}
}

static void
drop_unless_spared(struct marker *marker, size_t row, uint32_t node)
{
	if (marker->clean->marks[node] != 0 || !may_drop(marker, row, node))
		return;
	drop(marker->dom, node, row, marker->clean);
	if (row == marker->rules->words)
		marker->banner = true;
}

static void
drop_named(struct marker *marker, size_t row)
{
	struct span words = span_of(marker->table[row].names), word;
	const uint32_t *nodes;
	uint32_t count;

	while ((word = next_word(&words)).len > 0)
		for (int id = 0; id < 2; id++) {
			nodes =
			    select_named(marker->page, id == 1, word, &count);
			for (uint32_t i = 0; i < count; i++)
				drop_unless_spared(marker, row, nodes[i]);
		}
}

static void
drop_selected(struct marker *marker, size_t row)
{
	const struct selector *selector = marker->rules->selectors[row];
	uint32_t node;

	if (selector == NULL)
		return;
	for (node = select_first(marker->page, selector, 0); node != DOM_NONE;
	     node = select_next(marker->page, selector, 0, node))
		drop_unless_spared(marker, row, node);
}

/* --- banners by their words ---------------------------------------------- */

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

static void
drop_by_words(struct marker *marker)
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

/* An image or a block that is labelled as a banner. */
static void
drop_labelled(struct marker *marker, uint32_t node)
{
	const struct dom *dom = marker->dom;
	struct span label = dom_attribute(dom, node, SPAN("aria-label"));
	struct wording wording;

	if (label.ptr == NULL)
		label = dom_attribute(dom, node, SPAN("alt"));
	if (text_in(marker, node) > BANNER || holds_main(marker, node) ||
	    places_in(marker, &marker->firsts, node) > 0 ||
	    !may_be_banner(marker, node))
		return;
	wording = wording_of(marker->rules, text_fold(marker->arena, label));
	if (wording.only && wording.sentences)
		drop_unless_spared(marker, marker->rules->words, node);
}

/* --- the whole ----------------------------------------------------------- */

static void
drop_row(struct marker *marker, size_t row)
{
	bool words = row == marker->rules->words;

	drop_selected(marker, row);
	drop_named(marker, row);
	for (size_t i = 0; i < marker->hit_count; i++) {
		if (marker->hits[i].row != row)
			continue;
		if (words && marker->table[row].roles == NULL)
			drop_labelled(marker, marker->hits[i].node);
		else
			drop_unless_spared(marker, row, marker->hits[i].node);
	}
	if (words)
		drop_by_words(marker);
}

static void
run(struct marker *marker)
{
	const struct clean_rules *rules = marker->rules;

	for (size_t row = 0; row < rules->count; row++)
		if ((marker->table[row].profiles & marker->profile) != 0 &&
		    !marker->off[row])
			drop_row(marker, row);
}

/* How much each row dropped, after what is kept: of text, or of prose. */
static void
add_up(const struct marker *marker, const uint32_t *before, uint32_t *sizes)
{
	for (size_t i = 0; i <= CLEAN_RULES; i++)
		sizes[i] = 0;
	for (uint32_t i = 0; i < marker->dom->count; i++)
		sizes[marker->clean->marks[i]] += before[i + 1] - before[i];
}

/*
 * The uncertain row that dropped most where too little is left: less than a
 * tenth of the text that is in no link, or next to nothing.  Menus may be
 * longer than an article; their words out of links are few.
 */
static size_t
row_to_take_back(const struct marker *marker)
{
	uint32_t text[CLEAN_RULES + 1], prose[CLEAN_RULES + 1];
	const uint32_t *sizes, end = marker->dom->count;
	size_t most = CLEAN_RULES;
	bool nothing;

	add_up(marker, marker->text, text);
	add_up(marker, marker->prose, prose);
	if (prose[0] >= marker->prose[end] / 10 &&
	    (text[0] > marker->text[end] / 50 || marker->text[end] == 0))
		return CLEAN_RULES;
	nothing = text[0] <= marker->text[end] / 50;
	sizes = marker->prose[end] > 0 ? prose : text;
	for (size_t row = 0; row < marker->rules->count; row++)
		if ((marker->table[row].flags & CLEAN_CERTAIN) == 0 &&
		    (nothing || prose[row + 1] >= text[row + 1] / 2) &&
		    sizes[row + 1] > 0 &&
		    (most == CLEAN_RULES || sizes[row + 1] > sizes[most + 1]))
			most = row;
	return most;
}

/* The rows for PubMed, as they stand. */
static void
mark_pubmed(struct arena *arena, const struct clean_rules *rules,
    const struct select_page *page, struct clean *clean)
{
	const struct clean_rule *table = clean_table();
	uint32_t node;

	clean->marks = arena_zeros(arena, page->dom->count, 1);
	for (size_t row = 0; row < rules->count; row++) {
		if ((table[row].profiles & CLEAN_PUBMED) == 0)
			continue;
		for (node = select_first(page, rules->selectors[row], 0);
		     node != DOM_NONE;
		     node = select_next(page, rules->selectors[row], 0, node))
			if (clean->marks[node] == 0)
				drop(page->dom, node, row, clean);
	}
}

void
clean_mark(struct arena *arena, const struct clean_rules *rules,
    enum clean_profile profile, const struct select_page *page,
    struct clean *clean)
{
	struct marker *marker;
	size_t row;

	*clean = (struct clean){ .marks = NULL };
	if (profile == CLEAN_PUBMED) {
		mark_pubmed(arena, rules, page, clean);
		return;
	}
	marker = arena_zeros(arena, 1, sizeof(*marker));
	marker->arena = arena;
	marker->rules = rules;
	marker->table = clean_table();
	marker->page = page;
	marker->dom = page->dom;
	marker->clean = clean;
	marker->profile = profile;
	measure(marker);
	for (;;) {
		clean->marks = arena_zeros(arena, page->dom->count, 1);
		run(marker);
		row = row_to_take_back(marker);
		if (row == CLEAN_RULES)
			break;
		marker->off[row] = true;
		marker->saying_count = 0;
		*clean = (struct clean){ .marks = NULL };
	}
}
