/*
 * One walk over the page: how much text stands before each node, how much of
 * it is in no link, what is within the main part, a heading or a quotation.
 * After it each rule's caution costs a subtraction.  What rows ask for by
 * attributes that are in no index is gathered in the same walk.
 */
#include "clean/marker.h"

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

void
measure_page(struct marker *marker)
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
