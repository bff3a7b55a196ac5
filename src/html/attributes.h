/*
 * Which attributes of a page anybody asks for, and with what value.  All
 * others need not be parsed.
 */
#ifndef HTML_ATTRIBUTES_H
#define HTML_ATTRIBUTES_H

#include "html/keys.h"
#include "html/scan.h"

/* So many bytes of an address within the page, `data:…`, are too many. */
#define ATTRIBUTES_ADDRESS 64

struct attributes {
	struct keys names, owners;
	uint64_t seen;  /* of the tag, a bit each */
	uint32_t owner; /* what it keeps */
};

void attributes_init(struct attributes *set);

/* Those of a tag with that key (html/keys.h) come next. */
void attributes_start(struct attributes *set, uint64_t tag);

/* Does the parser read attributes of the tag for itself? */
bool attributes_parsed(const struct attributes *set);

/*
 * Does the attribute stay?  `name` is its name in lower case, for good;
 * `value` is as it is written, or empty where it says nothing.
 */
bool attributes_stays(struct attributes *set,
    const struct scan_attribute *attribute, struct span *name,
    struct span *value);

/* Is it one of the names that a `meta` is kept for? */
bool attributes_is_name(const struct attributes *set, struct span name);

/* Does `part`, in lower case, stand in the value? */
bool attributes_holds(struct span value, struct span part);

#endif
