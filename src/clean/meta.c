/*
 * This file knows where pages say what they are: the names of metas, JSON-LD's
 * place, and the lines around the headline.  What stands there for machines
 * goes first.  No rule is for one site, and what is in doubt is left out: a
 * wrong name or date is worse than none.
 */
#include "clean/meta.h"

#include "clean/byline.h"
#include "clean/date.h"
#include "clean/linked.h"
#include "clean/near.h"
#include "clean/title.h"
#include "html/text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define SCRIPTS 64   /* that are read */
#define LONGEST 2000 /* bytes of one value */
#define NODES 200    /* below an element whose text is a value */
#define HEADINGS 64  /* h1 that are looked at */

/* --- metas ---------------------------------------------------------------- */

enum field {
	TITLE,
	SHARED_TITLE,
	AUTHOR,
	TURNED_AUTHOR, /* "Family, Given" */
	PUBLISHED,
	SOME_DATE, /* it may be that of a change */
	SITE,
	LANGUAGE,
	ADDRESS
};

struct source {
	const char *key; /* a meta's name, property or itemprop; lower case */
	enum field field;
};

/* Of one field, the first that is there counts. */
/* clang-format off */
static const struct source sources[] = {
	{ "citation_title", TITLE },
	{ "dc.title", TITLE },
	{ "dcterms.title", TITLE },
	{ "og:title", SHARED_TITLE },
	{ "twitter:title", SHARED_TITLE },
	{ "citation_author", TURNED_AUTHOR },
	{ "dc.creator", TURNED_AUTHOR },
	{ "dcterms.creator", TURNED_AUTHOR },
	{ "author", AUTHOR },
	{ "article:author", AUTHOR },
	{ "article:author_name", AUTHOR },
	{ "parsely-author", AUTHOR },
	{ "citation_publication_date", PUBLISHED },
	{ "citation_online_date", PUBLISHED },
	{ "citation_date", PUBLISHED },
	{ "dc.date.issued", PUBLISHED },
	{ "dcterms.issued", PUBLISHED },
	{ "dcterms.created", PUBLISHED },
	{ "dc.date", PUBLISHED },
	{ "dcterms.date", PUBLISHED },
	{ "article:published_time", PUBLISHED },
	{ "og:article:published_time", PUBLISHED },
	{ "og:published_time", PUBLISHED },
	{ "article:published", PUBLISHED },
	{ "datepublished", PUBLISHED },
	{ "parsely-pub-date", PUBLISHED },
	{ "publish_date", PUBLISHED },
	{ "publish-date", PUBLISHED },
	{ "publication_date", PUBLISHED },
	{ "publication-date", PUBLISHED },
	{ "pubdate", PUBLISHED },
	{ "published", PUBLISHED },
	{ "date", SOME_DATE },
	{ "og:site_name", SITE },
	{ "application-name", SITE },
	{ "content-language", LANGUAGE },
	{ "dc.language", LANGUAGE },
	{ "dcterms.language", LANGUAGE },
	{ "citation_language", LANGUAGE },
	{ "og:locale", LANGUAGE },
	{ "og:url", ADDRESS },
	{ "twitter:url", ADDRESS },
};
/* clang-format on */

/* What one walk over the page finds. */
struct finds {
	struct arena *arena;
	const struct dom *dom;
	struct meta *meta;
	struct span values[COUNT(sources)];
	struct byline cited; /* all of the first TURNED_AUTHOR key */
	size_t cited_by;     /* that key */
	struct span scripts[SCRIPTS];
	size_t script_count;
	struct span window;   /* <title> */
	struct span property; /* the one value of itemprop=datePublished */
	bool properties;      /* there are several, as with comments */
	uint32_t headings[HEADINGS];
	size_t heading_count;
	uint32_t seconds[TITLE_HEADINGS]; /* h2 */
	size_t second_count;
	uint32_t headline; /* the heading that is the title, or the first */
	struct linked linked;
	const struct linked_item *item; /* the page's own, or NULL */
};

static struct span
attribute(const struct finds *finds, uint32_t node, const char *name)
{
	return dom_attribute(finds->dom, node, span_of(name));
}

/* The value, folded; SPAN_NONE where it is empty or too long. */
static struct span
folded(struct arena *arena, struct span text)
{
	if (text.ptr == NULL || text.len > LONGEST)
		return SPAN_NONE;
	text = text_fold(arena, text);
	return text.len > 0 ? text : SPAN_NONE;
}

/* The text of a small element; elements in each other must not add up. */
static struct span
folded_text(const struct finds *finds, uint32_t node)
{
	const struct dom_node *nodes = finds->dom->nodes;
	struct span text;
	size_t bytes = 0;

	if (nodes[node].end - node > NODES)
		return SPAN_NONE;
	for (uint32_t at = node; at < nodes[node].end; at++)
		if ((nodes[at].flags & DOM_TEXT) != 0)
			bytes += nodes[at].text.len;
	if (bytes > (size_t)4 * LONGEST)
		return SPAN_NONE;
	text = text_of(finds->arena, finds->dom, node, NULL);
	return text.len > 0 && text.len <= LONGEST ? text : SPAN_NONE;
}

/* Takes a meta's content as the value of the key that it gives. */
static void
take_value(struct finds *finds, struct span key, struct span content)
{
	struct span value;

	for (size_t i = 0; i < COUNT(sources); i++) {
		if (!span_equal_nocase(key, span_of(sources[i].key)))
			continue;
		value = folded(finds->arena, content);
		if (value.ptr == NULL)
			return;
		if (sources[i].field == TURNED_AUTHOR &&
		    (finds->cited.count == 0 || finds->cited_by == i)) {
			byline_add_turned(finds->arena, &finds->cited, value);
			finds->cited_by = i;
		}
		if (finds->values[i].ptr == NULL)
			finds->values[i] = value;
		return;
	}
}

static void
take_meta(struct finds *finds, uint32_t node)
{
	static const char *const names[] = { "property", "name", "itemprop",
		"http-equiv" };
	struct span content = attribute(finds, node, "content"), key;

	if (content.ptr == NULL)
		return;
	for (size_t i = 0; i < COUNT(names); i++) {
		key = attribute(finds, node, names[i]);
		if (key.ptr != NULL)
			take_value(finds, span_trim(key), content);
	}
}

static bool
is_address(struct span text)
{
	if (memchr(text.ptr, ' ', text.len) != NULL)
		return false;
	return (text.len > 8 &&
		   span_equal_nocase(span_first(text, 8), SPAN("https://"))) ||
	       (text.len > 7 &&
		   span_equal_nocase(span_first(text, 7), SPAN("http://")));
}

/* Is `word` one of the words of the attribute's value? */
static bool
has_word(struct span value, struct span word)
{
	size_t at = 0, from;

	while (at < value.len) {
		for (from = at;
		     at < value.len && !span_is_space(value.ptr[at]);)
			at++;
		if (span_equal_nocase(
			span_first(span_from(value, from), at - from), word))
			return true;
		at++;
	}
	return false;
}

static void
take_link(struct finds *finds, uint32_t node)
{
	struct span href;

	if (finds->meta->url.ptr != NULL ||
	    !has_word(attribute(finds, node, "rel"), SPAN("canonical")))
		return;
	href = folded(finds->arena, attribute(finds, node, "href"));
	if (href.ptr != NULL && is_address(href))
		finds->meta->url = href;
}

static void
take_script(struct finds *finds, uint32_t node)
{
	struct span type = attribute(finds, node, "type");
	uint32_t text = node + 1;

	if (finds->script_count < SCRIPTS &&
	    text < finds->dom->nodes[node].end && type.len >= 19 &&
	    span_equal_nocase(
		span_first(span_trim(type), 19), SPAN("application/ld+json")))
		finds->scripts[finds->script_count++] =
		    finds->dom->nodes[text].text;
}

static void
take_date_property(struct finds *finds, uint32_t node)
{
	static const char *const names[] = { "content", "datetime" };
	struct span value = SPAN_NONE;

	if (!has_word(
		attribute(finds, node, "itemprop"), SPAN("datePublished")))
		return;
	for (size_t i = 0; i < COUNT(names) && value.ptr == NULL; i++)
		value = folded(finds->arena, attribute(finds, node, names[i]));
	if (value.ptr == NULL)
		value = folded_text(finds, node);
	if (value.ptr == NULL)
		return;
	finds->properties |=
	    finds->property.ptr != NULL && !span_equal(finds->property, value);
	finds->property = value;
}

struct tags {
	uint16_t html, title, meta, link, script, h1, h2, time, a;
};

static struct tags
known_tags(void)
{
	return (struct tags){ dom_tag(SPAN("html")), dom_tag(SPAN("title")),
		dom_tag(SPAN("meta")), dom_tag(SPAN("link")),
		dom_tag(SPAN("script")), dom_tag(SPAN("h1")),
		dom_tag(SPAN("h2")), dom_tag(SPAN("time")),
		dom_tag(SPAN("a")) };
}

static void
walk(struct finds *finds)
{
	const struct dom *dom = finds->dom;
	const struct tags tags = known_tags();
	uint16_t tag;

	for (uint32_t node = 0; node < dom->count; node++) {
		if ((dom->nodes[node].flags & DOM_TEXT) != 0)
			continue;
		tag = dom->nodes[node].tag;
		if (tag == tags.meta)
			take_meta(finds, node);
		else if (tag == tags.link)
			take_link(finds, node);
		else if (tag == tags.script)
			take_script(finds, node);
		else if (tag == tags.title && finds->window.ptr == NULL)
			finds->window = folded_text(finds, node);
		else if (tag == tags.h1 && finds->heading_count < HEADINGS)
			finds->headings[finds->heading_count++] = node;
		else if (tag == tags.h2 && finds->second_count < TITLE_HEADINGS)
			finds->seconds[finds->second_count++] = node;
		if (dom->nodes[node].attribute_count > 0)
			take_date_property(finds, node);
	}
}

/* The first value of a field; SPAN_NONE where there is none. */
static struct span
first_value(const struct finds *finds, enum field field)
{
	for (size_t i = 0; i < COUNT(sources); i++)
		if (sources[i].field == field && finds->values[i].ptr != NULL)
			return finds->values[i];
	return SPAN_NONE;
}

/* --- title, site, address, language --------------------------------------- */

static struct span
host_of(struct span url)
{
	size_t at = 0, from;

	while (at < url.len && url.ptr[at] != ':')
		at++;
	from = at + 3;
	if (from >= url.len)
		return SPAN_NONE;
	url = span_from(url, from);
	for (at = 0; at < url.len && url.ptr[at] != '/'; at++)
		continue;
	return span_first(url, at);
}

/*
 * JSON-LD may tell of several articles.  The page's own is the only one, or
 * the one that has the title or the address of the page.
 */
static void
find_item(struct finds *finds)
{
	const struct linked_item *found = NULL, *item;
	struct span title = finds->meta->title;
	bool named, several = false;

	for (size_t i = 0; i < finds->linked.count; i++) {
		item = &finds->linked.items[i];
		named = title.ptr != NULL && item->title.ptr != NULL &&
			title_same(title, item->title);
		if (finds->meta->url.ptr != NULL && item->url.ptr != NULL)
			named |= title_same(finds->meta->url, item->url);
		if (item->rank == 2 && named) {
			finds->item = item;
			return;
		}
		if (item->rank != 2)
			continue;
		several = found != NULL;
		found = item;
	}
	finds->item = several ? NULL : found;
}

/* Does the heading end with a link of nothing but "#"? */
static bool
ends_with_link(const struct dom *dom, uint32_t node)
{
	const uint16_t a = dom_tag(SPAN("a"));
	struct span text;

	for (uint32_t at = dom->nodes[node].end - 1; at > node; at--) {
		text = span_trim(dom->nodes[at].text);
		if ((dom->nodes[at].flags & DOM_TEXT) == 0 || text.len == 0)
			continue;
		return span_equal(text, SPAN("#")) &&
		       dom->nodes[dom->nodes[at].parent].tag == a;
	}
	return false;
}

/* Without the sign of a link to the heading itself, which some show. */
static struct span
heading_text(const struct finds *finds, uint32_t node)
{
	struct span text = folded_text(finds, node);

	if (span_ends(text, SPAN("\xc2\xb6")))
		text.len -= 2;
	else if (text.len > 0 && ends_with_link(finds->dom, node))
		text.len--;
	return text.ptr == NULL ? text : span_trim(text);
}

static void
read_title(struct finds *finds)
{
	struct title_sources titles = { .site = finds->meta->site,
		.cited = first_value(finds, TITLE),
		.shared = first_value(finds, SHARED_TITLE),
		.window = finds->window,
		.host = host_of(finds->meta->url) };
	struct span text;

	for (size_t i = 0; i < finds->linked.count; i++)
		if (finds->linked.items[i].rank == 2 &&
		    titles.linked.ptr == NULL)
			titles.linked = finds->linked.items[i].title;
	for (size_t i = 0;
	     i < finds->heading_count && titles.heading_count < TITLE_HEADINGS;
	     i++) {
		text = heading_text(finds, finds->headings[i]);
		if (text.ptr == NULL || text.len > 500)
			continue;
		titles.headings[titles.heading_count++] = text;
	}
	for (size_t i = 0; i < finds->second_count; i++) {
		text = heading_text(finds, finds->seconds[i]);
		if (text.ptr != NULL && text.len <= 500)
			titles.seconds[titles.second_count++] = text;
	}
	finds->meta->title = title_choose(&titles);
	finds->headline =
	    finds->heading_count > 0 ? finds->headings[0] : DOM_NONE;
	for (size_t i = 0; i < finds->heading_count; i++) {
		text = heading_text(finds, finds->headings[i]);
		if (text.ptr == NULL || finds->meta->title.ptr == NULL ||
		    !title_same(text, finds->meta->title))
			continue;
		finds->headline = finds->headings[i];
		break;
	}
}

static void
read_site(struct finds *finds)
{
	finds->meta->site = first_value(finds, SITE);
	if (finds->meta->site.ptr == NULL)
		finds->meta->site = finds->linked.site;
	for (size_t i = 0;
	     i < finds->linked.count && finds->meta->site.ptr == NULL; i++)
		finds->meta->site = finds->linked.items[i].site;
}

static void
read_address(struct finds *finds)
{
	struct span url = first_value(finds, ADDRESS);

	if (finds->meta->url.ptr == NULL && url.ptr != NULL && is_address(url))
		finds->meta->url = url;
}

/* A language as HTML has it: en, es-MX; "es_MX" is made that. */
static struct span
language_of(struct arena *arena, struct span text)
{
	struct span copy = arena_copy(arena, span_trim(text));
	char *bytes = (char *)copy.ptr;
	size_t part = 0;

	for (size_t i = 0; i < copy.len; i++) {
		if (bytes[i] == '_')
			bytes[i] = '-';
		if (bytes[i] == '-'
			? part < 2
			: !span_is_alpha(bytes[i]) && !span_is_digit(bytes[i]))
			return SPAN_NONE;
		part = bytes[i] == '-' ? 1 : part + 1;
		if (part > 9)
			return SPAN_NONE;
	}
	return copy.len >= 2 && copy.len <= 35 ? copy : SPAN_NONE;
}

static void
read_language(struct finds *finds)
{
	struct span texts[] = { attribute(finds, 0, "lang"),
		attribute(finds, 0, "xml:lang"), first_value(finds, LANGUAGE),
		finds->item == NULL ? SPAN_NONE : finds->item->language };

	for (size_t i = 0;
	     i < COUNT(texts) && finds->meta->language.ptr == NULL; i++)
		if (texts[i].ptr != NULL)
			finds->meta->language =
			    language_of(finds->arena, texts[i]);
}

/* --- when ----------------------------------------------------------------- */

static bool
read_date(struct finds *finds, struct span text)
{
	struct date date;

	if (text.ptr == NULL || !date_read(text, &date))
		return false;
	finds->meta->published = date_print(finds->arena, &date);
	return true;
}

static void
read_published(struct finds *finds)
{
	struct near near;
	struct date date;

	near_init(&near, finds->arena, finds->dom, finds->headline);
	if (finds->item != NULL && read_date(finds, finds->item->published))
		return;
	if (read_date(finds, first_value(finds, PUBLISHED)))
		return;
	if (!finds->properties && read_date(finds, finds->property))
		return;
	if (near_date(&near, &date))
		finds->meta->published = date_print(finds->arena, &date);
	else
		read_date(finds, first_value(finds, SOME_DATE));
}

/* --- who ------------------------------------------------------------------ */

/* Names of users as programs have them: "a.name", "name-2". */
static bool
is_account(struct span text)
{
	if (memchr(text.ptr, ' ', text.len) != NULL)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '.' || text.ptr[i] == '-')
			return true;
	return false;
}

/* A site that signs its own pages says nothing of who wrote them. */
static void
add_value(struct finds *finds, struct span value, struct byline *byline)
{
	if (value.ptr != NULL && !is_account(value) &&
	    !title_is_site(value, finds->meta->site, host_of(finds->meta->url)))
		byline_add(byline, value);
}

static void
read_byline(struct finds *finds)
{
	const struct linked_item *item = finds->item;
	struct byline byline = { .count = 0 };
	struct near near;

	for (size_t i = 0; item != NULL && i < item->name_count; i++)
		add_value(finds, item->names[i], &byline);
	if (byline.count == 0)
		byline = finds->cited;
	for (size_t i = 0; i < COUNT(sources) && byline.count == 0; i++)
		if (sources[i].field == AUTHOR)
			add_value(finds, finds->values[i], &byline);
	near_init(&near, finds->arena, finds->dom, finds->headline);
	if (byline.count == 0)
		near_byline(&near, &byline);
	finds->meta->byline = byline_text(finds->arena, &byline);
}

void
meta_read(
    struct arena *arena, const struct select_page *page, struct meta *meta)
{
	struct finds *finds = arena_zeros(arena, 1, sizeof(*finds));

	*meta = (struct meta){ .title = SPAN_NONE };
	finds->arena = arena;
	finds->dom = page->dom;
	finds->meta = meta;
	walk(finds);
	linked_read(arena, finds->scripts, finds->script_count, &finds->linked);
	read_site(finds);
	read_address(finds);
	read_title(finds);
	find_item(finds);
	read_language(finds);
	read_published(finds);
	read_byline(finds);
}
