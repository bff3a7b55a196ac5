/*
 * JSON-LD, as far as pages use it: objects with a @type, in lists, in @graph,
 * in each other, and named by @id.  No context is resolved and nothing is
 * fetched: the names are those of schema.org, whatever stands before them.
 */
#include "clean/linked.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdbool.h>

#include "html/dom.h"
#include "html/text.h"

#define LARGEST ((size_t)1 << 20) /* bytes of one script */
#define DEEPEST 64                /* brackets in each other */
#define NODES 1024                /* objects of one script */
#define LONGEST 2000              /* bytes of one text */

struct reading {
	struct arena *arena;
	struct linked *linked;
	json_t *root;
	json_t *nodes[NODES]; /* borrowed from the root; a queue */
	size_t count;
	struct span names[LINKED_NAMES];
	size_t name_count;
};

/* --- the text ------------------------------------------------------------- */

/*
 * A copy from the first bracket on, in which control characters are blanks: a
 * line end within a string is the error that pages make most.
 */
static struct span
readable(struct arena *arena, struct span script)
{
	struct span copy;
	char *bytes;
	size_t at = 0;

	while (
	    at < script.len && script.ptr[at] != '{' && script.ptr[at] != '[')
		at++;
	copy = arena_copy(arena, span_from(script, at));
	bytes = (char *)copy.ptr;
	for (at = 0; at < copy.len; at++)
		if ((unsigned char)bytes[at] < 0x20)
			bytes[at] = ' ';
	return copy;
}

/* jansson calls itself for each bracket: how many are open at once? */
static bool
is_deep(struct span text)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t at = 0; at < text.len; at++) {
		char c = text.ptr[at];
		if (quoted && c == '\\')
			at++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']') && depth > 0)
			depth--;
		if (depth > DEEPEST)
			return true;
	}
	return false;
}

/* --- values --------------------------------------------------------------- */

/*
 * A string, or the first of a list, or the @value of an object, as plain text:
 * some pages write HTML there, with its references.
 */
static struct span
text_at(struct reading *reading, const json_t *value)
{
	struct error error;
	struct span text;
	struct dom dom;

	if (json_is_array(value))
		value = json_array_get(value, 0);
	if (json_is_object(value))
		value = json_object_get(value, "@value");
	if (!json_is_string(value) || json_string_length(value) > LONGEST)
		return SPAN_NONE;
	text = (struct span){ json_string_value(value),
		json_string_length(value) };
	if (memchr(text.ptr, '&', text.len) != NULL ||
	    memchr(text.ptr, '<', text.len) != NULL) {
		text = arena_copy(reading->arena, text);
		if (dom_parse(reading->arena, text, &dom, &error) != PSC_OK)
			return SPAN_NONE;
		text = text_of(reading->arena, &dom, 0, NULL);
	} else {
		text = text_fold(reading->arena, text);
	}
	return text.len > 0 ? text : SPAN_NONE;
}

static struct span
text_under(struct reading *reading, const json_t *object, const char *key)
{
	return text_at(reading, json_object_get(object, key));
}

/* The object that a {"@id": …} alone stands for, or the object itself. */
static json_t *
resolve(const struct reading *reading, json_t *object)
{
	const json_t *id = json_object_get(object, "@id");

	if (!json_is_string(id) || json_object_get(object, "name") != NULL)
		return object;
	for (size_t i = 0; i < reading->count; i++)
		if (json_equal(json_object_get(reading->nodes[i], "@id"), id) &&
		    json_object_get(reading->nodes[i], "name") != NULL)
			return reading->nodes[i];
	return object;
}

static void
add_name(struct reading *reading, json_t *value)
{
	struct span name;

	if (json_is_object(value))
		value = json_object_get(resolve(reading, value), "name");
	name = text_at(reading, value);
	if (name.ptr != NULL && reading->name_count < LINKED_NAMES)
		reading->names[reading->name_count++] = name;
}

/* The names of a person, of several, or of one whose name is a list. */
static void
add_names(struct reading *reading, json_t *value)
{
	size_t count;

	reading->name_count = 0;
	if (json_is_object(value)) {
		value = resolve(reading, value);
		if (json_is_array(json_object_get(value, "name")))
			value = json_object_get(value, "name");
	}
	if (!json_is_array(value)) {
		add_name(reading, value);
		return;
	}
	count = json_array_size(value);
	for (size_t i = 0; i < count && i < LINKED_NAMES; i++)
		add_name(reading, json_array_get(value, i));
}

/* --- objects -------------------------------------------------------------- */

struct kind {
	const char *end; /* of the type's name */
	int rank;
};

static const struct kind kinds[] = { { "Article", 2 }, { "Posting", 2 },
	{ "Report", 2 }, { "Recipe", 2 }, { "HowTo", 2 }, { "Book", 2 },
	{ "Review", 2 }, { "Question", 2 }, { "Episode", 2 },
	{ "CreativeWork", 2 }, { "Course", 2 }, { "Chapter", 2 },
	{ "Thesis", 2 }, { "Guide", 2 }, { "Dataset", 2 }, { "VideoObject", 2 },
	{ "Page", 1 } };

static int
rank_of_name(const json_t *name)
{
	struct span type;

	if (!json_is_string(name))
		return 0;
	type =
	    (struct span){ json_string_value(name), json_string_length(name) };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_ends(type, span_of(kinds[i].end)))
			return kinds[i].rank;
	return span_ends(type, SPAN("WebSite")) ? -1 : 0;
}

/* 2: an article, 1: a page, -1: a site, 0: something else. */
static int
rank_of(const json_t *object)
{
	const json_t *type = json_object_get(object, "@type");
	int rank = rank_of_name(type), other;

	for (size_t i = 0; i < json_array_size(type); i++) {
		other = rank_of_name(json_array_get(type, i));
		if (other > rank || rank == 0)
			rank = other;
	}
	return rank;
}

static struct span
address_of(struct reading *reading, const json_t *object)
{
	const json_t *page = json_object_get(object, "mainEntityOfPage");
	struct span url = text_under(reading, object, "url");

	if (url.ptr == NULL && json_is_object(page))
		url = text_under(reading, page, "@id");
	else if (url.ptr == NULL)
		url = text_at(reading, page);
	return url.ptr != NULL ? url : text_under(reading, object, "@id");
}

static void
take_item(struct reading *reading, const json_t *object, int rank)
{
	struct linked *linked = reading->linked;
	struct linked_item *item = &linked->items[linked->count++];
	struct span *names;
	json_t *value;

	*item = (struct linked_item){ .rank = rank };
	item->title = text_under(reading, object, "headline");
	if (item->title.ptr == NULL)
		item->title = text_under(reading, object, "name");
	item->published = text_under(reading, object, "datePublished");
	if (item->published.ptr == NULL)
		item->published = text_under(reading, object, "uploadDate");
	item->language = text_under(reading, object, "inLanguage");
	item->url = address_of(reading, object);
	value = json_object_get(object, "publisher");
	if (json_is_object(value))
		item->site =
		    text_under(reading, resolve(reading, value), "name");
	value = json_object_get(object, "author");
	add_names(reading,
	    value != NULL ? value : json_object_get(object, "creator"));
	if (reading->name_count == 0)
		return;
	names =
	    arena_alloc(reading->arena, reading->name_count * sizeof(*names));
	memcpy(names, reading->names, reading->name_count * sizeof(*names));
	item->names = names;
	item->name_count = reading->name_count;
}

static void
take_object(struct reading *reading, const json_t *object)
{
	struct linked *linked = reading->linked;
	int rank = rank_of(object);

	if (rank > 0 && linked->count < LINKED_ITEMS)
		take_item(reading, object, rank);
	else if (rank < 0 && linked->site.ptr == NULL)
		linked->site = text_under(reading, object, "name");
}

static void
push(struct reading *reading, json_t *value)
{
	size_t count = json_array_size(value);

	if (json_is_object(value) && reading->count < NODES)
		reading->nodes[reading->count++] = value;
	for (size_t i = 0; i < count && reading->count < NODES; i++) {
		json_t *item = json_array_get(value, i);
		if (json_is_object(item) || json_is_array(item))
			reading->nodes[reading->count++] = item;
	}
}

/*
 * Puts all that is the page's own in a queue: not what it only lists or
 * mentions, such as the items of an ItemList.
 */
static void
collect(struct reading *reading)
{
	static const char *const inside[] = { "@graph", "mainEntity",
		"mainEntityOfPage" };
	json_t *value;

	reading->count = 0;
	push(reading, reading->root);
	for (size_t at = 0; at < reading->count; at++) {
		value = reading->nodes[at];
		if (json_is_array(value))
			push(reading, value);
		for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
			push(reading, json_object_get(value, inside[i]));
	}
}

static void
read_script(struct reading *reading, struct span script)
{
	struct span text = readable(reading->arena, script);
	json_error_t error;

	if (is_deep(text))
		return;
	reading->root = json_loadb(text.ptr, text.len,
	    JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, &error);
	if (reading->root == NULL)
		return;
	collect(reading);
	for (size_t i = 0; i < reading->count; i++)
		take_object(reading, reading->nodes[i]);
	json_decref(reading->root);
	reading->root = NULL;
}

/*
 * jansson's memory is none of the arena's: where the arena ends, the way out
 * leads by here.
 */
void
linked_read(struct arena *arena, const struct span *scripts, size_t count,
    struct linked *linked)
{
	struct reading *const reading = arena_alloc(arena, sizeof(*reading));
	jmp_buf *const outer = arena->out;
	jmp_buf out;

	*linked = (struct linked){ .items = NULL };
	linked->items =
	    arena_alloc(arena, LINKED_ITEMS * sizeof(*linked->items));
	*reading = (struct reading){ .arena = arena, .linked = linked };
	arena->out = &out;
	if (setjmp(out) != 0) {
		json_decref(reading->root);
		arena->out = outer;
		if (outer != NULL)
			longjmp(*outer, 1);
		*linked = (struct linked){ .items = NULL };
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (scripts[i].len <= LARGEST)
			read_script(reading, scripts[i]);
	arena->out = outer;
}
