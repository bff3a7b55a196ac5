/* Two tables: of attributes, and of elements that keep some of their own. */
#include "html/attributes.h"

/* What may keep an attribute that is not kept everywhere. */
enum owner {
	OWNER_ANY = 1,
	OWNER_META = 1 << 1,
	OWNER_A = 1 << 2,
	OWNER_IMG = 1 << 3,
	OWNER_LIST = 1 << 4,
	OWNER_LI = 1 << 5,
	OWNER_INPUT = 1 << 6,
	OWNER_CELL = 1 << 7,
	OWNER_SCRIPT = 1 << 8,
	OWNER_ABBR = 1 << 9,
	OWNER_TIME = 1 << 10,
	OWNER_QUOTE = 1 << 11,
	OWNER_LINK = 1 << 12,
	OWNER_DETAILS = 1 << 13,
	OWNER_SOURCE = 1 << 14,
	OWNER_PARSED = 1 << 15 /* the parser reads its attributes */
};

static const struct {
	struct span name;
	uint32_t owner;
} owners[] = {
	{ { "html", 4 }, OWNER_PARSED },
	{ { "body", 4 }, OWNER_PARSED },
	{ { "meta", 4 }, OWNER_META },
	{ { "a", 1 }, OWNER_A },
	{ { "img", 3 }, OWNER_IMG },
	{ { "image", 5 }, OWNER_IMG },
	{ { "ol", 2 }, OWNER_LIST },
	{ { "ul", 2 }, OWNER_LIST },
	{ { "li", 2 }, OWNER_LI },
	{ { "data", 4 }, OWNER_LI },
	{ { "input", 5 }, OWNER_INPUT | OWNER_PARSED },
	{ { "button", 6 }, OWNER_INPUT },
	{ { "td", 2 }, OWNER_CELL },
	{ { "th", 2 }, OWNER_CELL },
	{ { "script", 6 }, OWNER_SCRIPT },
	{ { "abbr", 4 }, OWNER_ABBR },
	{ { "acronym", 7 }, OWNER_ABBR },
	{ { "dfn", 3 }, OWNER_ABBR },
	{ { "time", 4 }, OWNER_TIME },
	{ { "ins", 3 }, OWNER_TIME | OWNER_QUOTE },
	{ { "del", 3 }, OWNER_TIME | OWNER_QUOTE },
	{ { "blockquote", 10 }, OWNER_QUOTE },
	{ { "q", 1 }, OWNER_QUOTE },
	{ { "link", 4 }, OWNER_LINK },
	{ { "details", 7 }, OWNER_DETAILS },
	{ { "dialog", 6 }, OWNER_DETAILS },
	{ { "source", 6 }, OWNER_SOURCE },
};

/* What attributes need besides being kept. */
enum care {
	CARE_VALUE = 1 << 16,   /* goes where it is empty */
	CARE_STYLE = 1 << 17,   /* only of display and visibility */
	CARE_ADDRESS = 1 << 18, /* not `data:…` */
	CARE_NAMES = 1 << 19    /* what a `meta` is kept for */
};

static const struct {
	struct span name;
	uint32_t owners;
} table[] = {
	{ { "id", 2 }, OWNER_ANY | CARE_VALUE },
	{ { "class", 5 }, OWNER_ANY | CARE_VALUE },
	{ { "role", 4 }, OWNER_ANY | CARE_VALUE },
	{ { "href", 4 }, OWNER_ANY | CARE_ADDRESS },
	{ { "src", 3 }, OWNER_ANY | CARE_ADDRESS },
	{ { "srcset", 6 }, OWNER_ANY | CARE_ADDRESS },
	{ { "data-src", 8 }, OWNER_ANY | CARE_ADDRESS },
	{ { "data-lazy-src", 13 }, OWNER_ANY | CARE_ADDRESS },
	{ { "data-original", 13 }, OWNER_ANY | CARE_ADDRESS },
	{ { "alt", 3 }, OWNER_ANY },
	{ { "title", 5 }, OWNER_ABBR | OWNER_IMG },
	{ { "lang", 4 }, OWNER_ANY },
	{ { "xml:lang", 8 }, OWNER_ANY },
	{ { "dir", 3 }, OWNER_ANY },
	{ { "hidden", 6 }, OWNER_ANY },
	{ { "style", 5 }, OWNER_ANY | CARE_STYLE },
	{ { "aria-label", 10 }, OWNER_ANY | CARE_VALUE },
	{ { "aria-hidden", 11 }, OWNER_ANY | CARE_VALUE },
	{ { "aria-modal", 10 }, OWNER_ANY | CARE_VALUE },
	{ { "type", 4 }, OWNER_LIST | OWNER_LI | OWNER_INPUT | OWNER_SCRIPT },
	{ { "name", 4 }, OWNER_META | OWNER_A | CARE_NAMES },
	{ { "content", 7 }, OWNER_ANY },
	{ { "property", 8 }, OWNER_ANY | CARE_NAMES },
	{ { "itemprop", 8 }, OWNER_ANY | CARE_NAMES },
	{ { "itemtype", 8 }, OWNER_ANY },
	{ { "itemscope", 9 }, OWNER_ANY },
	{ { "http-equiv", 10 }, OWNER_META | CARE_NAMES },
	{ { "charset", 7 }, OWNER_META },
	{ { "datetime", 8 }, OWNER_TIME },
	{ { "rel", 3 }, OWNER_A | OWNER_LINK },
	{ { "colspan", 7 }, OWNER_CELL },
	{ { "rowspan", 7 }, OWNER_CELL },
	{ { "scope", 5 }, OWNER_CELL },
	{ { "start", 5 }, OWNER_LIST },
	{ { "reversed", 8 }, OWNER_LIST },
	{ { "value", 5 }, OWNER_LI },
	{ { "cite", 4 }, OWNER_QUOTE },
	{ { "width", 5 }, OWNER_IMG },
	{ { "height", 6 }, OWNER_IMG },
	{ { "open", 4 }, OWNER_DETAILS },
	{ { "media", 5 }, OWNER_SOURCE },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

void
attributes_init(struct attributes *set)
{
	*set = (struct attributes){ .owner = OWNER_ANY };
	for (size_t i = 0; i < COUNT(table); i++)
		keys_add(&set->names, table[i].name, (uint32_t)i + 1);
	for (size_t i = 0; i < COUNT(owners); i++)
		keys_add(&set->owners, owners[i].name, owners[i].owner);
}

void
attributes_start(struct attributes *set, uint64_t tag)
{
	set->seen = 0;
	set->owner = OWNER_ANY | keys_value(&set->owners, tag);
}

bool
attributes_parsed(const struct attributes *set)
{
	return (set->owner & OWNER_PARSED) != 0;
}

bool
attributes_holds(struct span text, struct span part)
{
	for (; text.len >= part.len; text = span_from(text, 1))
		if (span_equal_nocase(span_first(text, part.len), part))
			return true;
	return false;
}

/* What an attribute that is kept has as its value. */
static bool
is_idle_value(uint32_t care, struct span value)
{
	if ((care & CARE_VALUE) != 0)
		return value.len == 0;
	if ((care & CARE_STYLE) != 0)
		return !attributes_holds(value, SPAN("display")) &&
		       !attributes_holds(value, SPAN("visibility")) &&
		       memchr(value.ptr, '&', value.len) == NULL;
	return false;
}

/* An address that leads nowhere: `javascript:…`, or data in the page. */
static bool
is_idle_address(struct span value)
{
	while (value.len > 0 && span_is_space(value.ptr[0]))
		value = span_from(value, 1);
	if (span_equal_nocase(span_first(value, 11), SPAN("javascript:")))
		return true;
	return value.len > ATTRIBUTES_ADDRESS &&
	       span_equal_nocase(span_first(value, 5), SPAN("data:"));
}

bool
attributes_stays(struct attributes *set, const struct scan_attribute *attribute,
    struct span *name, struct span *value)
{
	uint32_t at = keys_value(&set->names, keys_of(attribute->name));
	uint32_t care;

	if (at == 0 || (set->seen >> at & 1) != 0)
		return false;
	care = table[at - 1].owners;
	if ((care & set->owner) == 0)
		return false;
	set->seen |= UINT64_C(1) << at; /* the first one counts */
	if (is_idle_value(care, attribute->value))
		return false;
	*name = table[at - 1].name;
	*value = attribute->value;
	if ((care & CARE_ADDRESS) != 0 && is_idle_address(*value))
		*value = SPAN("");
	return true;
}

bool
attributes_is_name(const struct attributes *set, struct span name)
{
	uint32_t at = keys_value(&set->names, keys_of(name));

	return at > 0 && (table[at - 1].owners & CARE_NAMES) != 0;
}
