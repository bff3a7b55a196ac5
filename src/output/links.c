/*
 * This file knows where mark-up has addresses, and which of them are fit to be
 * handed on.  What an address means is no matter of its.
 */
#include "output/links.h"

#include <stdint.h>

#include "html/address.h"
#include "html/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define LONGEST_ADDRESS 8000 /* bytes */
#define LONGEST_TEXT 2000    /* bytes of a link's text, or of a caption */
#define NODES 1000           /* below an element whose text is taken */

struct reader {
	struct arena *arena;
	const struct document *document;
	const struct dom *dom;
	struct cleaned *cleaned;
	uint32_t *slots;     /* of what is there: its number from 1, or 0 */
	uint32_t slot_count; /* a power of two, over half of it empty */
	uint32_t figure;     /* the figure whose caption this is */
	struct span caption;
	struct span page; /* the page's own address, as links to it have it */
	uint16_t a, area, img, figure_tag, figcaption, picture, source;
	bool full;
};

static struct span
attribute(const struct reader *reader, uint32_t node, const char *name)
{
	return dom_attribute(reader->dom, node, span_of(name));
}

static bool
is_left_out(const struct reader *reader, uint32_t node)
{
	return (reader->dom->nodes[node].flags & DOM_HIDDEN) != 0 ||
	       (reader->document->marks != NULL &&
		   reader->document->marks[node] != 0);
}

static bool
is_tag(const struct reader *reader, uint32_t node, uint16_t tag)
{
	return (reader->dom->nodes[node].flags & DOM_TEXT) == 0 &&
	       reader->dom->nodes[node].tag == tag;
}

/* --- addresses ------------------------------------------------------------ */

/* What stands before the colon; SPAN_NONE: the address is relative. */
static struct span
scheme_of(struct span address)
{
	for (size_t i = 0; i < address.len; i++) {
		if (address.ptr[i] == ':' && i > 0)
			return span_first(address, i);
		if (!span_is_alpha(address.ptr[i]) &&
		    (i == 0 ||
			(!span_is_digit(address.ptr[i]) &&
			    address.ptr[i] != '+' && address.ptr[i] != '-' &&
			    address.ptr[i] != '.')))
			break;
	}
	return SPAN_NONE;
}

static const char *const link_schemes[] = { "http", "https", "mailto", "ftp",
	"tel", NULL };
static const char *const image_schemes[] = { "http", "https", NULL };

static bool
has_scheme(struct span address, const char *const *schemes)
{
	const struct span scheme = scheme_of(address);

	if (scheme.ptr == NULL)
		return true;
	for (; *schemes != NULL; schemes++)
		if (span_equal_nocase(scheme, span_of(*schemes)))
			return true;
	return false;
}

/*
 * The address for the reader, absolute where the page's own is known;
 * SPAN_NONE where it is not fit for one.  An empty one is that of the page.
 */
static struct span
fit_address(const struct reader *reader, struct span address,
    const char *const *schemes)
{
	struct arena *arena = reader->arena;

	if (address.ptr == NULL || address.len > LONGEST_ADDRESS)
		return SPAN_NONE;
	address = address_resolve(arena, SPAN_NONE, address);
	if (address.len == 0)
		return SPAN_NONE;
	address = address_resolve(arena, reader->document->base, address);
	return has_scheme(address, schemes) ? address : SPAN_NONE;
}

static struct span
without_fragment(struct span address)
{
	const char *mark =
	    address.len == 0 ? NULL : memchr(address.ptr, '#', address.len);

	return mark == NULL ? address
			    : span_first(address, (size_t)(mark - address.ptr));
}

/* Does it lead to a place of the page itself? */
static bool
is_same_page(const struct reader *reader, struct span address)
{
	const struct span rest = without_fragment(address);

	if (rest.len == address.len)
		return false;
	return rest.len == 0 || span_equal(rest, reader->page);
}

/* --- each once ------------------------------------------------------------ */

/* FNV-1a. */
static uint32_t
hash_of(uint32_t hash, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.ptr[i]) * 16777619U;
	return (hash ^ 0xffU) * 16777619U;
}

static bool
is_same(struct span a, struct span b)
{
	return (a.ptr == NULL) == (b.ptr == NULL) && span_equal(a, b);
}

/* Is number `number` of both lists, links first, this text and address? */
static bool
is_entry(const struct reader *reader, uint32_t number, bool image,
    struct span text, struct span url)
{
	const struct cleaned_image *images = reader->cleaned->images.items;
	const struct cleaned_link *links = reader->cleaned->links.items;

	if ((number >= LINKS_MOST) != image)
		return false;
	if (image)
		return is_same(images[number - LINKS_MOST].alt, text) &&
		       span_equal(images[number - LINKS_MOST].url, url);
	return is_same(links[number].text, text) &&
	       span_equal(links[number].url, url);
}

/* Puts a new entry in the table; false where it is there already. */
static bool
is_new(struct reader *reader, uint32_t number, bool image, struct span text,
    struct span url)
{
	uint32_t at = hash_of(hash_of(2166136261U, text), url);

	for (;; at++) {
		at &= reader->slot_count - 1;
		if (reader->slots[at] == 0)
			break;
		if (is_entry(reader, reader->slots[at] - 1, image, text, url))
			return false;
	}
	reader->slots[at] = number + 1;
	return true;
}

/* --- links ---------------------------------------------------------------- */

/* The text of an element, unless it is so large that it is no link's. */
static struct span
short_text(const struct reader *reader, uint32_t node)
{
	const struct dom *dom = reader->dom;
	const uint32_t end = dom->nodes[node].end;
	size_t bytes = 0;
	struct span text;

	if (end - node > NODES)
		return SPAN_NONE;
	for (uint32_t at = node; at < end; at++)
		if ((dom->nodes[at].flags & DOM_TEXT) != 0)
			bytes += dom->nodes[at].text.len;
	if (bytes > (size_t)16 * LONGEST_TEXT)
		return SPAN_NONE;
	text = text_of(reader->arena, dom, node, reader->document->marks);
	return text.len > 0 && text.len <= LONGEST_TEXT ? text : SPAN_NONE;
}

static struct span
folded(const struct reader *reader, struct span text)
{
	if (text.ptr == NULL || text.len > LONGEST_TEXT)
		return SPAN_NONE;
	return text_fold(reader->arena, text);
}

/* What a picture in the element says in place of a text. */
static struct span
picture_text(const struct reader *reader, uint32_t node)
{
	const uint32_t end = reader->dom->nodes[node].end;
	struct span alt;
	uint32_t at;

	if (end - node > NODES)
		return SPAN_NONE;
	for (at = node; at < end;) {
		if (is_left_out(reader, at)) {
			at = reader->dom->nodes[at].end;
			continue;
		}
		if (is_tag(reader, at, reader->img) ||
		    is_tag(reader, at, reader->area)) {
			alt = folded(reader, attribute(reader, at, "alt"));
			if (alt.len > 0)
				return alt;
		}
		at++;
	}
	return SPAN_NONE;
}

static void
take_link(struct reader *reader, uint32_t node)
{
	struct cleaned *cleaned = reader->cleaned;
	struct span url =
	    fit_address(reader, attribute(reader, node, "href"), link_schemes);
	struct span text;

	if (url.ptr == NULL || is_same_page(reader, url))
		return;
	if (cleaned->links.count == LINKS_MOST) {
		reader->full = true;
		return;
	}
	text = short_text(reader, node);
	if (text.ptr == NULL)
		text = picture_text(reader, node);
	if (is_new(reader, (uint32_t)cleaned->links.count, false, text, url))
		cleaned_add_link(reader->arena, cleaned, text, url);
}

/* --- images --------------------------------------------------------------- */

/* The next candidate of a srcset: its address and its descriptor. */
static bool
next_candidate(struct span *rest, struct span *address, struct span *size)
{
	size_t at = 0;

	while (rest->len > 0 &&
	       (span_is_space(rest->ptr[0]) || rest->ptr[0] == ','))
		*rest = span_from(*rest, 1);
	if (rest->len == 0)
		return false;
	while (at < rest->len && !span_is_space(rest->ptr[at]))
		at++;
	*address = span_first(*rest, at);
	*size = SPAN_NONE;
	*rest = span_from(*rest, at);
	if (address->ptr[address->len - 1] == ',') {
		while (
		    address->len > 0 && address->ptr[address->len - 1] == ',')
			address->len--;
		return true;
	}
	for (at = 0; at < rest->len && rest->ptr[at] != ','; at++)
		continue;
	*size = span_first(*rest, at);
	*rest = span_from(*rest, at);
	return true;
}

/* A descriptor's number, times a hundred: "640w", "1.5x"; none is 1x. */
static unsigned
size_of(struct span size)
{
	unsigned number = 0, tenth = 100;
	bool part = false;

	for (size_t i = 0; i < size.len; i++) {
		if (size.ptr[i] == '.') {
			part = true;
		} else if (span_is_digit(size.ptr[i]) && number < 10000000) {
			tenth = part ? tenth / 10 : tenth;
			number = part ? number + (unsigned)(size.ptr[i] - '0') *
						     tenth
				      : number * 10 +
					    (unsigned)(size.ptr[i] - '0') * 100;
		}
	}
	return number == 0 ? 100 : number;
}

/* The largest image of a srcset, the first of those; SPAN_NONE: none fits. */
static struct span
largest(const struct reader *reader, struct span set)
{
	struct span best = SPAN_NONE, address, size, fit;
	unsigned most = 0;

	for (int i = 0; i < 64 && next_candidate(&set, &address, &size); i++) {
		if (size_of(size) <= most)
			continue;
		fit = fit_address(reader, address, image_schemes);
		if (fit.ptr == NULL)
			continue;
		best = fit;
		most = size_of(size);
	}
	return best;
}

/* The set of a <source> beside the image, in the same <picture>. */
static struct span
picture_set(const struct reader *reader, uint32_t node)
{
	const struct dom *dom = reader->dom;
	const uint32_t parent = dom->nodes[node].parent;
	struct span set;

	if (parent == DOM_NONE || !is_tag(reader, parent, reader->picture))
		return SPAN_NONE;
	for (uint32_t at = parent + 1; at < node && at < parent + NODES; at++) {
		if (!is_tag(reader, at, reader->source))
			continue;
		set = attribute(reader, at, "srcset");
		if (set.ptr == NULL)
			set = attribute(reader, at, "data-srcset");
		if (set.ptr != NULL)
			return set;
	}
	return SPAN_NONE;
}

/* The address under an attribute; "true" and "1" are none. */
static struct span
path_under(const struct reader *reader, uint32_t node, const char *name)
{
	struct span value = attribute(reader, node, name);

	if (value.len == 0 || (span_starts(span_of(name), SPAN("data-")) &&
				  memchr(value.ptr, '/', value.len) == NULL))
		return SPAN_NONE;
	return fit_address(reader, value, image_schemes);
}

/*
 * What a script is to load comes first: beside it, `src` is a picture that
 * only keeps the place.
 */
static struct span
image_address(const struct reader *reader, uint32_t node)
{
	static const char *const names[] = { "data-src", "data-lazy-src",
		"data-original", "src" };
	static const char *const sets[] = { "data-srcset", "data-lazy-srcset",
		"srcset" };
	struct span url = SPAN_NONE;

	for (size_t i = 0; i < COUNT(names) && url.ptr == NULL; i++) {
		if (i + 1 == COUNT(names))
			url = largest(
			    reader, attribute(reader, node, "data-srcset"));
		if (url.ptr == NULL)
			url = path_under(reader, node, names[i]);
	}
	for (size_t i = 0; i < COUNT(sets) && url.ptr == NULL; i++)
		url = largest(reader, attribute(reader, node, sets[i]));
	if (url.ptr == NULL)
		url = largest(reader, picture_set(reader, node));
	return url;
}

/* The caption of a figure: its first figcaption that is not left out. */
static struct span
caption_of(const struct reader *reader, uint32_t figure)
{
	const uint32_t end = reader->dom->nodes[figure].end;

	for (uint32_t at = figure + 1; at < end;) {
		if (is_left_out(reader, at)) {
			at = reader->dom->nodes[at].end;
			continue;
		}
		if (is_tag(reader, at, reader->figcaption))
			return short_text(reader, at);
		at++;
	}
	return SPAN_NONE;
}

static struct span
caption_around(struct reader *reader, uint32_t node)
{
	while (node != DOM_NONE && !is_tag(reader, node, reader->figure_tag))
		node = reader->dom->nodes[node].parent;
	if (node == DOM_NONE)
		return SPAN_NONE;
	if (node != reader->figure) {
		reader->figure = node;
		reader->caption = caption_of(reader, node);
	}
	return reader->caption;
}

/* Is a side of it one point, or none? */
static bool
is_point(const struct reader *reader, uint32_t node)
{
	static const char *const sides[] = { "width", "height" };
	struct span side;

	for (size_t i = 0; i < COUNT(sides); i++) {
		side = attribute(reader, node, sides[i]);
		if (span_equal(side, SPAN("0")) ||
		    span_equal(side, SPAN("1")) ||
		    span_equal(side, SPAN("1px")))
			return true;
	}
	return false;
}

static void
take_image(struct reader *reader, uint32_t node)
{
	struct cleaned *cleaned = reader->cleaned;
	struct span alt, url;

	if (is_point(reader, node))
		return;
	url = image_address(reader, node);
	if (url.ptr == NULL)
		return;
	if (cleaned->images.count == LINKS_IMAGES_MOST) {
		reader->full = true;
		return;
	}
	alt = folded(reader, attribute(reader, node, "alt"));
	if (is_new(reader, LINKS_MOST + (uint32_t)cleaned->images.count, true,
		alt, url))
		cleaned_add_image(reader->arena, cleaned, alt, url,
		    caption_around(reader, node));
}

/* --- the walk ------------------------------------------------------------- */

/* Room for every link and image that there may be. */
static void
make_table(struct reader *reader)
{
	const struct dom *dom = reader->dom;
	uint32_t count = 0;

	for (uint32_t node = 0; node < dom->count; node++)
		count += is_tag(reader, node, reader->a) ||
			 is_tag(reader, node, reader->area) ||
			 is_tag(reader, node, reader->img);
	if (count > LINKS_MOST + LINKS_IMAGES_MOST)
		count = LINKS_MOST + LINKS_IMAGES_MOST;
	reader->slot_count = 8;
	while (reader->slot_count <= count * 2)
		reader->slot_count *= 2;
	reader->slots = arena_zeros(
	    reader->arena, reader->slot_count, sizeof(*reader->slots));
}

bool
links_read(struct arena *arena, const struct document *document,
    struct cleaned *cleaned)
{
	const struct dom *dom = document->dom;
	struct reader reader = { .arena = arena,
		.document = document,
		.dom = dom,
		.cleaned = cleaned,
		.figure = DOM_NONE,
		.a = dom_tag(SPAN("a")),
		.area = dom_tag(SPAN("area")),
		.img = dom_tag(SPAN("img")),
		.figure_tag = dom_tag(SPAN("figure")),
		.figcaption = dom_tag(SPAN("figcaption")),
		.picture = dom_tag(SPAN("picture")),
		.source = dom_tag(SPAN("source")) };

	reader.page =
	    without_fragment(address_resolve(arena, document->base, SPAN("#")));
	make_table(&reader);
	for (uint32_t node = 0; node < dom->count;) {
		if (is_left_out(&reader, node)) {
			node = dom->nodes[node].end;
			continue;
		}
		if (is_tag(&reader, node, reader.a) ||
		    is_tag(&reader, node, reader.area))
			take_link(&reader, node);
		else if (is_tag(&reader, node, reader.img))
			take_image(&reader, node);
		node++;
	}
	return !reader.full;
}
