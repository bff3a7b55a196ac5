/*
 * One look at the tags decides whether a page is of the ordinary kind, and
 * that is all for nearly every page.  In a page that is nested too deep, the
 * tags that are never closed go first (they are what makes a page deep by
 * accident, and what follows them keeps its own structure), then whatever is
 * still deeper than the limit.  All of it is linear in the input.
 */
#include "html/limit.h"

#include <stdint.h>

#include "html/foreign.h"
#include "html/scan.h"

#define UNCLOSED_DEPTH 64 /* so deep an element that is never closed may be */
#define BUCKETS 1024
#define MOST_FRAMES 16 /* `<html>` and `<body>` that keep attributes */

/* What a tag does to the depth. */
enum effect {
	EFFECT_NONE, /* void, or closed by what follows it: `<li>` */
	EFFECT_NEST,
	EFFECT_FORMAT /* nests, and is opened again after a wrong end */
};

static bool
one_of(struct span name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (span_equal_nocase(name, span_of(*names)))
			return true;
	return false;
}

static enum effect
effect_of(struct span name)
{
	static const char *const none[] = { "p", "li", "br", "td", "tr", "dd",
		"dt", "th", "img", "link", "meta", "input", "html", "head",
		"body", "hr", "option", "tbody", "thead", "tfoot", "caption",
		"colgroup", "col", "area", "base", "embed", "param", "source",
		"track", "wbr", "keygen", "frame", "basefont", "bgsound",
		"image", NULL };
	static const char *const format[] = { "a", "b", "i", "u", "s", "em",
		"tt", "big", "code", "font", "nobr", "small", "strike",
		"strong", NULL };

	if (name.len > 8)
		return EFFECT_NEST;
	if (one_of(name, none))
		return EFFECT_NONE;
	return one_of(name, format) ? EFFECT_FORMAT : EFFECT_NEST;
}

static uint32_t
hash_name(struct span name)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ (uint8_t)span_lower(name.ptr[i])) * 16777619u;
	return hash == 0 ? 1 : hash;
}

struct open {
	uint32_t hash;  /* 0: it was closed */
	uint32_t below; /* the last open one of the same bucket, + 1 */
	uint32_t tag;   /* which start tag it is, from 0 */
	bool format;
};

/* The open elements, as a browser would have them, nearly. */
struct stack {
	struct open *open;
	size_t room;
	uint32_t count;
	uint32_t live;            /* that are not closed */
	uint32_t bucket[BUCKETS]; /* the last open one, + 1 */
	uint32_t lingering;       /* formatting elements ended by others */
};

static void
push(struct arena *arena, struct stack *stack, struct span name, uint32_t tag,
    bool format)
{
	uint32_t hash = hash_name(name), *bucket;

	stack->open = arena_more(arena, stack->open, stack->count, &stack->room,
	    sizeof(*stack->open));
	bucket = &stack->bucket[hash % BUCKETS];
	stack->open[stack->count++] =
	    (struct open){ hash, *bucket, tag, format };
	*bucket = stack->count;
	stack->live++;
}

/* Takes the top off the stack. */
static void
drop_top(struct stack *stack, bool closed)
{
	const struct open *open = &stack->open[--stack->count];

	if (open->hash == 0)
		return;
	stack->bucket[open->hash % BUCKETS] = open->below;
	stack->live--;
	stack->lingering += open->format && !closed;
}

/*
 * Closes the last element of that name, and all that is open in it; but the
 * end of a formatting element leaves open what stands in it.
 */
static bool
pop(struct stack *stack, struct span name, uint32_t *tag)
{
	uint32_t hash = hash_name(name), *link, at;
	struct open *open;

	link = &stack->bucket[hash % BUCKETS];
	while (*link != 0 && stack->open[*link - 1].hash != hash)
		link = &stack->open[*link - 1].below;
	at = *link;
	if (at == 0)
		return false;
	open = &stack->open[at - 1];
	*tag = open->tag;
	if (open->format && at < stack->count) {
		*link = open->below;
		open->hash = 0; /* its place is passed over later */
		stack->live--;
		return true;
	}
	while (stack->count > at)
		drop_top(stack, false);
	drop_top(stack, true);
	return true;
}

/* The places where documents start and end. */
struct frame {
	bool started;  /* an `<html>` was there */
	size_t frames; /* `<html>` and `<body>` that were there */
	bool ended;    /* a `</html>` was there */
};

/* Is this the first token of a second document? */
static bool
starts_again(struct frame *frame, const struct scan_token *token)
{
	bool html = token->name.len == 4 &&
		    span_equal_nocase(token->name, SPAN("html"));

	if (token->kind == SCAN_DOCTYPE)
		return frame->started;
	if (token->kind == SCAN_END && html)
		frame->ended = true;
	if (token->kind == SCAN_START && html) {
		if (frame->ended)
			return true;
		frame->started = true;
	}
	return false;
}

/*
 * How many attributes of a tag are cut off: those past the limit, and all of
 * the `<html>` and `<body>` past the first few, which go into one element.
 */
static size_t
idle_attributes(struct frame *frame, const struct scan_token *token)
{
	size_t idle = 0;

	if (token->attributes > SCAN_ATTRIBUTES)
		idle = token->attributes - SCAN_ATTRIBUTES;
	if (token->kind != SCAN_START || token->name.len != 4)
		return idle;
	if ((span_equal_nocase(token->name, SPAN("body")) ||
		span_equal_nocase(token->name, SPAN("html"))) &&
	    frame->frames++ >= MOST_FRAMES)
		idle = token->attributes;
	return idle;
}

/* Counts what of a text is too long; a script's is nobody's loss. */
static void
note_text(struct limit *limit, const struct scan_token *token)
{
	if (token->kind != SCAN_TEXT || token->all.len <= LIMIT_TEXT)
		return;
	limit->long_text = true;
	if (!token->raw)
		limit->bytes += token->all.len - LIMIT_TEXT;
}

/*
 * The first look: how deep, how wide, how many documents.  `</html>` may be
 * left out (HTML standard, 13.1.2.4), but not the end tags of what is open.
 */
static bool
look(struct arena *arena, enum limit_way way, struct limit *limit,
    struct stack *stack)
{
	struct frame frame = { false };
	struct scan_token token = { .whole = true };
	struct scan scan;
	enum effect effect;
	bool deep = false;
	uint32_t tag;

	scan_init(&scan, limit->text);
	while (scan_next(&scan, &token)) {
		if (starts_again(&frame, &token) && way == LIMIT_FIRST) {
			limit->repeated = true;
			limit->rest = span_from(limit->text,
			    (size_t)(token.all.ptr - limit->text.ptr));
			limit->text.len -= limit->rest.len;
			break;
		}
		limit->attributes += idle_attributes(&frame, &token);
		note_text(limit, &token);
		if (token.kind == SCAN_END)
			pop(stack, token.name, &tag);
		if (token.kind != SCAN_START || deep)
			continue;
		effect = effect_of(token.name);
		if (effect == EFFECT_NONE)
			continue;
		push(arena, stack, token.name, 0, effect == EFFECT_FORMAT);
		deep = stack->live + stack->lingering > LIMIT_DEPTH;
	}
	limit->unfinished = !token.whole || (!frame.ended && stack->live > 0);
	return deep;
}

/* For each start tag: is it closed?  For each end tag: by which is it met? */
struct pairs {
	bool *closed;
	uint32_t *starts; /* of each end tag: its start tag + 1, or 0 */
	uint32_t start_count, end_count;
	size_t closed_room, starts_room;
};

static void
pair_up(struct arena *arena, struct span text, struct pairs *pairs)
{
	struct stack *stack = arena_zeros(arena, 1, sizeof(*stack));
	struct scan_token token;
	struct scan scan;
	uint32_t tag;

	scan_init(&scan, text);
	while (scan_next(&scan, &token)) {
		if (token.kind == SCAN_START) {
			pairs->closed =
			    arena_more(arena, pairs->closed, pairs->start_count,
				&pairs->closed_room, sizeof(*pairs->closed));
			pairs->closed[pairs->start_count] = false;
			if (effect_of(token.name) != EFFECT_NONE)
				push(arena, stack, token.name,
				    pairs->start_count, false);
			pairs->start_count++;
		} else if (token.kind == SCAN_END) {
			pairs->starts =
			    arena_more(arena, pairs->starts, pairs->end_count,
				&pairs->starts_room, sizeof(*pairs->starts));
			pairs->starts[pairs->end_count] = 0;
			if (pop(stack, token.name, &tag)) {
				pairs->closed[tag] = true;
				pairs->starts[pairs->end_count] = tag + 1;
			}
			pairs->end_count++;
		}
	}
}

#define DROPPED UINT32_MAX

struct copy {
	struct limit *limit;
	struct frame frame;
	struct pairs pairs;
	uint32_t *depths; /* of each start tag: that of its element's parent */
	uint32_t depth, start, end;
	char *out;
	size_t len;
	bool deep;
};

/* Does this start tag go over into the copy? */
static bool
start_stays(struct copy *copy, struct span name)
{
	uint32_t tag = copy->start++, most;

	if (effect_of(name) == EFFECT_NONE || tag >= copy->pairs.start_count)
		return true;
	most = copy->pairs.closed[tag] ? LIMIT_DEPTH : UNCLOSED_DEPTH;
	copy->depths[tag] = copy->depth < most ? copy->depth++ : DROPPED;
	copy->limit->tags += copy->depths[tag] == DROPPED;
	return copy->depths[tag] != DROPPED;
}

/* Does this end tag?  One that ends nothing makes an empty `<p>` at most. */
static bool
end_stays(struct copy *copy, struct span name)
{
	uint32_t end = copy->end++, tag = 0;

	if (end < copy->pairs.end_count)
		tag = copy->pairs.starts[end];
	if (tag == 0)
		return effect_of(name) == EFFECT_NONE;
	if (copy->depths[tag - 1] == DROPPED)
		return false;
	if (effect_of(name) == EFFECT_FORMAT)
		copy->depth -= copy->depth > 0; /* what is in it stays open */
	else
		copy->depth = copy->depths[tag - 1];
	return true;
}

static bool
stays(struct copy *copy, const struct scan_token *token)
{
	if (copy->deep && token->kind == SCAN_START)
		return start_stays(copy, token->name);
	if (copy->deep && token->kind == SCAN_END)
		return end_stays(copy, token->name);
	return true;
}

static void
copy_token(struct copy *copy, const struct scan_token *token)
{
	size_t len = token->all.len, idle;

	if (!stays(copy, token))
		return;
	idle = idle_attributes(&copy->frame, token);
	if (idle > 0)
		len = idle == token->attributes ? token->name.len + 1
						: token->kept;
	if (token->kind == SCAN_TEXT && len > LIMIT_TEXT)
		len = LIMIT_TEXT;
	while (len < token->all.len && len > 0 &&
	       ((unsigned char)token->all.ptr[len] & 0xc0) == 0x80)
		len--; /* between characters */
	memcpy(copy->out + copy->len, token->all.ptr, len);
	copy->len += len;
	if (len < token->all.len && token->kind != SCAN_TEXT)
		copy->out[copy->len++] = '>';
}

/* The text again, without what is too much. */
static void
cut(struct arena *arena, struct limit *limit, bool deep)
{
	struct copy copy = { .limit = limit, .deep = deep };
	struct scan_token token;
	struct scan scan;

	if (deep) {
		pair_up(arena, limit->text, &copy.pairs);
		copy.depths = arena_zeros(
		    arena, copy.pairs.start_count, sizeof(*copy.depths));
	}
	copy.out = arena_alloc(arena, limit->text.len + 1);
	scan_init(&scan, limit->text);
	while (scan_next(&scan, &token))
		copy_token(&copy, &token);
	limit->text = (struct span){ copy.out, copy.len };
}

void
limit_apply(struct arena *arena, struct span text, enum limit_way way,
    struct limit *limit)
{
	struct stack *stack = arena_zeros(arena, 1, sizeof(*stack));
	bool deep;

	*limit = (struct limit){ .text = foreign_remove(arena, text) };
	deep = look(arena, way, limit, stack);
	if (deep || limit->long_text || limit->attributes > 0)
		cut(arena, limit, deep);
}
