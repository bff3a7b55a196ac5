/*
 * One pass over the tokens of a page.  What is dropped:
 *
 *   - comments, scripts, styles and what else no reader sees;
 *   - white space next to blocks, and all but one of a run of it;
 *   - attributes that no rule names;
 *   - in the head, all but the elements that a rule names;
 *   - the content of menus and other chrome, in which no rule looks.
 *
 * All of that is sound only where the tree is what the tags say: strict.c
 * decides that, and on its first doubt this gives up.
 */
#include "html/squeeze.h"

#include <stdlib.h>

#include "html/foreign.h"
#include "html/strict.h"

#define SLOTS 1024  /* of each set of words; a power of two */
#define MAX_PAIR 80 /* bytes of "href a" */

/* A set of words, which are compared without regard to case, or with it. */
struct words {
	struct span slots[SLOTS];
	size_t count;
};

struct squeeze {
	struct words anywhere;  /* attributes that are kept */
	struct words somewhere; /* attributes that some elements keep */
	struct words pairs;     /* those, and by what the elements are known */
	struct words fields;    /* ids that put chrome in doubt */
	struct words names;     /* ids and classes that are kept */
	struct words texts;     /* ids and classes of elements read whole */
	struct words keys;      /* ids and classes in `drops` */
	struct words tags;      /* tags in selectors of tags alone */
	struct words tests;     /* attributes in selectors of those alone */
	struct selector **menus, **chrome, **metas; /* each ends with NULL */
};

static uint32_t
hash_word(struct span word)
{
	uint32_t hash = (uint32_t)word.len;

	for (size_t i = 0; i < word.len; i++)
		hash = hash * 31 + (uint8_t)span_lower(word.ptr[i]);
	return hash ^ hash >> 9;
}

/* The slot of a word: its own, or the empty one where it would go. */
static size_t
find_word(const struct words *words, struct span word)
{
	size_t at = hash_word(word) & (SLOTS - 1);

	while (words->slots[at].ptr != NULL &&
	       !span_equal_nocase(words->slots[at], word))
		at = (at + 1) & (SLOTS - 1);
	return at;
}

static bool
has_word(const struct words *words, struct span word)
{
	return words->slots[find_word(words, word)].ptr != NULL;
}

static bool
add_word(struct words *words, struct span word)
{
	size_t at = find_word(words, word);

	if (words->slots[at].ptr != NULL)
		return true;
	if (words->count == SLOTS / 2)
		return false;
	words->slots[at] = word;
	words->count++;
	return true;
}

static bool
add_words(struct words *words, const char *const *list)
{
	for (; *list != NULL; list++)
		if (!add_word(words, span_of(*list)))
			return false;
	return true;
}

/* --- the plan, compiled --- */

static bool
is_name_byte(char c)
{
	return span_is_alpha(c) || span_is_digit(c) || c == '-' || c == '_';
}

/* A name at the start of `text`. */
static struct span
name_at(struct span text)
{
	size_t len = 0;

	while (len < text.len && is_name_byte(text.ptr[len]))
		len++;
	return span_first(text, len);
}

/* By what an element that a selector may select is known at a glance. */
static bool
add_glance(struct squeeze *squeeze, struct span choice)
{
	struct span name = name_at(choice), rest = span_from(choice, name.len);

	if (rest.len == 0 || rest.ptr[0] == ',')
		return add_word(&squeeze->tags, name);
	if (rest.ptr[0] == '#' || rest.ptr[0] == '.')
		return add_word(&squeeze->keys, name_at(span_from(rest, 1)));
	if (rest.ptr[0] == '[')
		return add_word(&squeeze->tests, name_at(span_from(rest, 1)));
	return false;
}

static bool
add_glances(struct squeeze *squeeze, const char *selector)
{
	struct span rest = span_of(selector);
	bool added = true;

	while (added && rest.len > 0) {
		while (rest.len > 0 && rest.ptr[0] == ' ')
			rest = span_from(rest, 1);
		added = add_glance(squeeze, rest);
		while (rest.len > 0 && rest.ptr[0] != ',')
			rest = span_from(rest, 1);
		rest = span_from(rest, 1);
	}
	return added;
}

static void
free_selectors(struct selector **selectors)
{
	for (size_t i = 0; selectors != NULL && selectors[i] != NULL; i++)
		selector_free(selectors[i]);
	free(selectors);
}

/* The selectors, compiled; NULL where one is wrong. */
static struct selector **
compile(const char *const *sources)
{
	struct selector **selectors;
	size_t count = 0;

	while (sources[count] != NULL)
		count++;
	selectors = calloc(count + 1, sizeof(struct selector *));
	for (size_t i = 0; selectors != NULL && i < count; i++) {
		selectors[i] = selector_new(sources[i]);
		if (selectors[i] == NULL) {
			free_selectors(selectors);
			return NULL;
		}
	}
	return selectors;
}

void
squeeze_free(struct squeeze *squeeze)
{
	if (squeeze == NULL)
		return;
	free_selectors(squeeze->menus);
	free_selectors(squeeze->chrome);
	free_selectors(squeeze->metas);
	free(squeeze);
}

/* "role" is kept anywhere, "href a" on elements that are known as `a`. */
static bool
add_attributes(struct squeeze *squeeze, const char *const *list)
{
	const char *space;

	for (; *list != NULL; list++) {
		space = strchr(*list, ' ');
		if (space == NULL) {
			if (!add_word(&squeeze->anywhere, span_of(*list)))
				return false;
			continue;
		}
		if (strlen(*list) > MAX_PAIR ||
		    !add_word(&squeeze->pairs, span_of(*list)) ||
		    !add_word(&squeeze->somewhere,
			(struct span){ *list, (size_t)(space - *list) }))
			return false;
	}
	return true;
}

struct squeeze *
squeeze_new(const struct squeeze_plan *plan)
{
	struct squeeze *squeeze = calloc(1, sizeof(*squeeze));
	bool good;

	if (squeeze == NULL)
		return NULL;
	squeeze->menus = compile(plan->menus);
	squeeze->chrome = compile(plan->chrome);
	squeeze->metas = compile(plan->metas);
	good = squeeze->menus != NULL && squeeze->chrome != NULL &&
	       squeeze->metas != NULL &&
	       add_attributes(squeeze, plan->attributes) &&
	       add_words(&squeeze->names, plan->names) &&
	       add_words(&squeeze->fields, plan->fields) &&
	       add_words(&squeeze->texts, plan->texts);
	for (size_t i = 0; good && plan->menus[i] != NULL; i++)
		good = add_glances(squeeze, plan->menus[i]);
	for (size_t i = 0; good && plan->chrome[i] != NULL; i++)
		good = add_glances(squeeze, plan->chrome[i]);
	if (!good) {
		squeeze_free(squeeze);
		squeeze = NULL;
	}
	return squeeze;
}

/* --- the pass --- */

struct pass {
	const struct squeeze *rules;
	struct strict strict;
	struct scan scan;
	struct scan_token token;
	char *out;
	size_t len, room;
	bool started;      /* the first tag was there */
	bool space;        /* white space is due */
	bool gap;          /* something was dropped since the last output */
	bool after_text;   /* the last output was text */
	bool after_block;  /* the last output was the tag of a block */
	uint32_t dropping; /* the depth of what is dropped, + 1; or 0 */
	bool root_stays;   /* of what is dropped, the tags are kept */
	bool in_menu;      /* what is dropped is a menu */
	uint32_t in_text;  /* the depth of an element read whole, + 1 */
	const struct scan_attribute *id, *class; /* of the tag, or NULL */
	struct scan_attribute list[SCAN_ATTRIBUTES];
	struct dom_attribute attributes[SCAN_ATTRIBUTES];
	char names[SCAN_ATTRIBUTES * 24]; /* lower case */
};

static void
put(struct pass *pass, struct span text)
{
	memcpy(pass->out + pass->len, text.ptr, text.len);
	pass->len += text.len;
}

/* White space that is due goes out, unless a block is next to it. */
static void
settle_space(struct pass *pass, bool block)
{
	if (pass->space && !block && !pass->after_block)
		pass->out[pass->len++] = ' ';
	else if (pass->gap && pass->after_text && !block)
		put(pass, SPAN("<!---->")); /* two texts stay two texts */
	pass->space = pass->gap = false;
}

/* Text between tags, its white space folded. */
static void
put_text(struct pass *pass, struct span text)
{
	size_t at = 0, from;

	while (at < text.len) {
		while (at < text.len && span_is_space(text.ptr[at])) {
			pass->space = true;
			at++;
		}
		from = at;
		while (at < text.len && !span_is_space(text.ptr[at]))
			at++;
		if (at == from)
			break;
		settle_space(pass, false);
		put(pass, span_first(span_from(text, from), at - from));
		pass->after_text = true;
		pass->after_block = false;
	}
}

/* The first attribute of that name, or NULL: the one that counts. */
static const struct scan_attribute *
find_attribute(const struct pass *pass, struct span name)
{
	for (size_t i = 0; i < pass->token.attributes; i++)
		if (span_equal_nocase(pass->list[i].name, name))
			return &pass->list[i];
	return NULL;
}

/* The next of some words; what comes behind it is left. */
static struct span
next_word(struct span *words)
{
	struct span rest = *words;
	size_t len = 0;

	while (rest.len > 0 && span_is_space(rest.ptr[0]))
		rest = span_from(rest, 1);
	while (len < rest.len && !span_is_space(rest.ptr[len]))
		len++;
	*words = span_from(rest, len);
	return span_first(rest, len);
}

/* Is one of the words of the value in the set? */
static bool
any_word(const struct words *words, const struct scan_attribute *attribute)
{
	struct span rest, word;

	if (attribute == NULL)
		return false;
	rest = attribute->value;
	while ((word = next_word(&rest)).len > 0)
		if (has_word(words, word))
			return true;
	return false;
}

/* Is the id, or a class, of the tag in the set? */
static bool
has_key(const struct pass *pass, const struct words *words)
{
	return any_word(words, pass->id) || any_word(words, pass->class);
}

/* Is "attribute key" among the pairs? */
static bool
is_pair(const struct pass *pass, struct span attribute, struct span key)
{
	char pair[MAX_PAIR];

	if (attribute.len + key.len + 1 > sizeof(pair))
		return false;
	memcpy(pair, attribute.ptr, attribute.len);
	pair[attribute.len] = ' ';
	memcpy(pair + attribute.len + 1, key.ptr, key.len);
	return has_word(&pass->rules->pairs,
	    (struct span){ pair, attribute.len + 1 + key.len });
}

/* Is it, with one of the words of the value as the key? */
static bool
is_any_pair(const struct pass *pass, struct span attribute,
    const struct scan_attribute *words)
{
	struct span rest, word;

	if (words == NULL)
		return false;
	rest = words->value;
	while ((word = next_word(&rest)).len > 0)
		if (is_pair(pass, attribute, word))
			return true;
	return false;
}

/* Does a rule read this attribute of this element? */
static bool
is_read(const struct pass *pass, struct span name)
{
	if (has_word(&pass->rules->anywhere, name))
		return true;
	return has_word(&pass->rules->somewhere, name) &&
	       (is_pair(pass, name, pass->token.name) ||
		   is_any_pair(pass, name, pass->id) ||
		   is_any_pair(pass, name, pass->class));
}

/* The classes that are looked for; with an entity among them, all. */
static void
put_class(struct pass *pass, const struct scan_attribute *class)
{
	struct span rest = class->value, word;
	bool any = false;

	if (memchr(rest.ptr, '&', rest.len) != NULL) {
		put(pass, SPAN(" "));
		put(pass, class->all);
		return;
	}
	while ((word = next_word(&rest)).len > 0) {
		if (!has_word(&pass->rules->names, word))
			continue;
		put(pass, any ? SPAN(" ") : SPAN(" class=\""));
		put(pass, word);
		any = true;
	}
	if (any)
		put(pass, SPAN("\""));
}

/* Does this attribute go over as it is? */
static bool
stays(const struct pass *pass, const struct scan_attribute *attribute)
{
	if (attribute == pass->id &&
	    (has_word(&pass->rules->names, attribute->value) ||
		memchr(attribute->value.ptr, '&', attribute->value.len) !=
		    NULL))
		return true;
	return is_read(pass, attribute->name);
}

/* The end tag of an element of the token's name. */
static void
put_end_tag(struct pass *pass)
{
	put(pass, SPAN("</"));
	put(pass, pass->token.name);
	put(pass, SPAN(">"));
}

static void
put_start(struct pass *pass, uint32_t traits)
{
	const struct scan_token *token = &pass->token;

	settle_space(pass, (traits & STRICT_BLOCK) != 0);
	put(pass, SPAN("<"));
	put(pass, token->name);
	for (size_t i = 0; i < token->attributes; i++) {
		if (&pass->list[i] == pass->class) {
			put_class(pass, pass->class);
		} else if (stays(pass, &pass->list[i])) {
			put(pass, SPAN(" "));
			put(pass, pass->list[i].all);
		}
	}
	put(pass, token->self_closing ? SPAN(" />") : SPAN(">"));
	/* `<mspace/>` has no end in HTML, which a formula becomes. */
	if (token->self_closing && pass->strict.foreign > 0)
		put_end_tag(pass);
	pass->after_text = false;
	pass->after_block = (traits & STRICT_BLOCK) != 0;
}

static void
put_end(struct pass *pass, uint32_t traits)
{
	settle_space(pass, (traits & STRICT_BLOCK) != 0);
	put_end_tag(pass);
	pass->after_text = false;
	pass->after_block = (traits & STRICT_BLOCK) != 0;
}

/* --- what is dropped --- */

/* May a selector select this element, by a glance? */
static bool
looks_like(const struct pass *pass)
{
	const struct squeeze *rules = pass->rules;

	if (has_word(&rules->tags, pass->token.name) ||
	    has_key(pass, &rules->keys))
		return true;
	for (size_t i = 0; i < pass->token.attributes; i++)
		if (has_word(&rules->tests, pass->list[i].name))
			return true;
	return false;
}

/*
 * The element of the tag as a page of one node.  An attribute whose value has
 * an entity is left out: what it would be is not known here, and to keep an
 * element too many does no harm.
 */
static void
make_page(struct pass *pass, struct dom_node *node)
{
	struct dom_attribute *attribute = pass->attributes;
	const struct scan_attribute *from;
	char *name = pass->names;
	size_t len;

	*node = (struct dom_node){ .parent = DOM_NONE, .end = 1 };
	node->attributes = attribute;
	for (size_t i = 0; i < pass->token.attributes; i++) {
		from = &pass->list[i];
		len = from->name.len;
		if (len > 24 || memchr(from->value.ptr, '&', from->value.len))
			continue;
		for (size_t k = 0; k < len; k++)
			name[k] = span_lower(from->name.ptr[k]);
		*attribute++ =
		    (struct dom_attribute){ { name, len }, from->value };
		name += len;
		node->attribute_count++;
	}
	for (len = 0; len < pass->token.name.len && len < 24; len++)
		name[len] = span_lower(pass->token.name.ptr[len]);
	node->tag = dom_tag((struct span){ name, len });
	node->text = (struct span){ name, len };
}

static bool
selects(struct selector *const *selectors, const struct dom_node *node)
{
	const struct dom dom = { (struct dom_node *)node, 1, 0 };
	const struct select_page page = { .dom = &dom };

	for (; *selectors != NULL; selectors++)
		if (select_matches(&page, *selectors, 0))
			return true;
	return false;
}

/* Does nobody look into this element? */
static bool
is_chrome(struct pass *pass)
{
	struct dom_node node;

	if (!looks_like(pass) || pass->token.attributes > SCAN_ATTRIBUTES / 2)
		return false;
	make_page(pass, &node);
	pass->in_menu = selects(pass->rules->menus, &node);
	return pass->in_menu ||
	       (pass->in_text == 0 && selects(pass->rules->chrome, &node));
}

/* Does nobody read this element of the head? */
static bool
is_idle(struct pass *pass, uint32_t traits)
{
	struct dom_node node;

	if (!pass->strict.in_head || (traits & STRICT_FRAME) != 0)
		return false;
	if (span_equal_nocase(pass->token.name, SPAN("title")) ||
	    span_equal_nocase(pass->token.name, SPAN("base")))
		return false;
	make_page(pass, &node);
	return !selects(pass->rules->metas, &node);
}

/* --- token by token --- */

/*
 * Of formulas the tags go, as foreign_remove() has it, so what is in them is
 * HTML: there a drawing goes as well, and `<none/>` has no end.
 */
static bool
is_odd_in_formula(const struct pass *pass)
{
	struct span name = pass->token.name;

	return pass->strict.foreign > 0 &&
	       (span_equal_nocase(name, SPAN("svg")) ||
		   (pass->token.self_closing &&
		       span_lower(name.ptr[0]) != 'm'));
}

static bool
take_start(struct pass *pass)
{
	uint32_t traits, depth = pass->strict.depth;
	bool pushed;

	if (!strict_start(&pass->strict, &pass->token, &traits) ||
	    pass->token.attributes > SCAN_ATTRIBUTES / 2)
		return false;
	pass->started = true;
	pass->id = find_attribute(pass, SPAN("id"));
	if (pass->dropping > 0)
		return pass->in_menu ||
		       !any_word(&pass->rules->fields, pass->id);
	pass->class = find_attribute(pass, SPAN("class"));
	if (pass->class != NULL && pass->class->value.len > DOM_CLASS)
		return false;
	pushed = pass->strict.depth > depth;
	if ((traits & STRICT_DROPPED) != 0 || is_idle(pass, traits)) {
		pass->dropping = pushed ? depth + 1 : 0;
		pass->root_stays = false;
		pass->in_menu = true;
		pass->gap = true;
		return true;
	}
	if (foreign_loses_tags(pass->token.name)) {
		pass->gap = true;
		return true;
	}
	if (is_odd_in_formula(pass))
		return false;
	put_start(pass, traits);
	if (!pushed)
		return true;
	if (is_chrome(pass)) {
		pass->dropping = depth + 1;
		pass->root_stays = true;
		if (!pass->in_menu && any_word(&pass->rules->fields, pass->id))
			return false;
	} else if (pass->in_text == 0 && has_key(pass, &pass->rules->texts)) {
		pass->in_text = depth + 1;
	}
	return true;
}

static bool
take_end(struct pass *pass)
{
	uint32_t traits;
	bool stays = pass->dropping == 0;

	if (!strict_end(&pass->strict, &pass->token, &traits))
		return false;
	if (pass->in_text == pass->strict.depth + 1)
		pass->in_text = 0;
	if (pass->dropping == pass->strict.depth + 1) {
		pass->dropping = 0;
		stays = pass->root_stays;
	}
	if (stays && foreign_loses_tags(pass->token.name))
		pass->gap = true;
	else if (stays)
		put_end(pass, traits);
	return true;
}

static bool
take_text(struct pass *pass)
{
	const struct strict *strict = &pass->strict;
	struct span text = pass->token.all;

	if (!strict_text(strict, text) || text.len > SQUEEZE_TEXT)
		return false;
	if (pass->dropping > 0 || strict->depth < 2)
		return true;
	if ((strict->open[strict->depth - 1].traits & STRICT_RAW) != 0) {
		put(pass, text);
		pass->after_text = true;
		pass->after_block = false;
	} else if (!strict->in_head) {
		put_text(pass, text);
	}
	return true;
}

/* A comment is dropped, one that is shorter than what may replace it is not. */
static bool
take_comment(struct pass *pass)
{
	if (!pass->token.whole || pass->strict.foreign > 0)
		return false;
	pass->gap |= pass->dropping == 0;
	return pass->token.all.len >= sizeof("<!---->") - 1;
}

static bool
take_doctype(struct pass *pass)
{
	if (pass->started || pass->len > 0 || !pass->token.whole)
		return false;
	put(pass, pass->token.all);
	return true;
}

static bool
take_token(struct pass *pass)
{
	switch (pass->token.kind) {
	case SCAN_START:
		return take_start(pass);
	case SCAN_END:
		return take_end(pass);
	case SCAN_TEXT:
		return take_text(pass);
	case SCAN_COMMENT:
		return take_comment(pass);
	case SCAN_DOCTYPE:
		return take_doctype(pass);
	}
	return false;
}

bool
squeeze_apply(const struct squeeze *squeeze, struct arena *arena,
    struct span text, struct span *less)
{
	struct pass *pass = arena_alloc(arena, sizeof(*pass));

	pass->rules = squeeze;
	strict_init(&pass->strict);
	scan_init(&pass->scan, text);
	pass->scan.list = pass->list;
	pass->len = 0;
	pass->started = pass->space = pass->gap = false;
	pass->after_text = pass->after_block = pass->root_stays = false;
	pass->in_menu = false;
	pass->dropping = pass->in_text = 0;
	/* A space may be added before an attribute or a `/`, an end tag to
	   `<m/>`. */
	pass->out = arena_alloc(arena, text.len * 3 + 16);
	while (scan_next(&pass->scan, &pass->token))
		if (!take_token(pass))
			return false;
	if (!strict_finished(&pass->strict))
		return false;
	arena_resize(arena, pass->out, text.len * 3 + 16, pass->len);
	*less = (struct span){ pass->out, pass->len };
	return true;
}
