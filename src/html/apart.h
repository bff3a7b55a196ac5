/*
 * A text for the parser is written, and what the parser need not see of it,
 * because it would give it as it is, stands apart: long texts, and values of
 * attributes.  It knows nothing of what is worth writing.
 */
#ifndef HTML_APART_H
#define HTML_APART_H

#include "base/arena.h"
#include "base/span.h"
#include "html/dom.h"

struct apart {
	struct arena *arena;
	char *out; /* what is parsed; whoever writes sees to the room */
	size_t len;
	struct dom_apart *parts; /* NULL: nothing stands apart */
	bool confused;           /* the page has marks of its own */
	struct dom_start *starts;
	struct dom_attribute *values;
	struct span *texts;
	size_t starts_room, values_room, texts_room, value_count;
	size_t tag_at; /* where the last tag starts in `out` */
};

/*
 * A text of `room` bytes at most, in the arena.  With `parts`, which
 * apart_end() fills, things may stand apart; they are pieces of what is
 * written, which must outlive them.
 */
void apart_init(struct apart *apart, struct arena *arena, size_t room,
    struct dom_apart *parts);
struct span apart_end(struct apart *apart);

/* Writes what the parser is to see. */
static inline void
apart_put(struct apart *apart, struct span text)
{
	memcpy(apart->out + apart->len, text.ptr, text.len);
	apart->len += text.len;
}

/*
 * Writes text of an element; where it is `exact`, its line ends count.  With
 * references the parser reads `&` and what may follow; a raw text has none.
 */
void apart_put_text(struct apart *apart, struct span text, bool exact);
void apart_put_raw(struct apart *apart, struct span text, bool exact);

/* A tag starts here, whose `<` is still to be written. */
void apart_start_tag(struct apart *apart);

/*
 * An attribute of that tag: false where only the parser knows what the value
 * comes to.  `name` is in lower case.
 */
bool apart_put_value(struct apart *apart, struct span name, struct span value);

/* How far it is, to go back there: nothing stands apart since. */
struct apart_mark {
	size_t len, starts, values;
};

struct apart_mark apart_mark(const struct apart *apart);
void apart_back(struct apart *apart, struct apart_mark mark);

#endif
