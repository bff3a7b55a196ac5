/* Records and cleaned pages as JSON (RFC 8259), in the order of their keys. */
#ifndef OUTPUT_JSON_H
#define OUTPUT_JSON_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"
#include "record/cleaned.h"
#include "record/record.h"

/* Which keys to write: a tree of names.  NULL in its place: all of them. */
struct json_only;

/*
 * Reads "pmid,references.items.doi".  The result is in the arena.
 * PSC_BAD_ARGUMENT, with a message, for a name that is no key.
 */
enum psc_status json_only_read(struct arena *arena, const char *keys,
    const struct json_only **only, struct error *error);

/* Adds a string, in its quotes; `null` of SPAN_NONE. */
void json_text(struct buffer *out, struct span text);

/* Is the record's key of that name, "references.items.doi", written? */
bool json_only_has(const struct json_only *only, const char *key);

/*
 * The JSON text of a record, in the arena, with a NUL byte behind it.
 * PSC_NO_MEMORY.
 */
enum psc_status json_record(struct arena *arena, const struct record *record,
    const struct json_only *only, bool indent, struct span *json);

/* The same for a cleaned page. */
enum psc_status json_cleaned(struct arena *arena, const struct cleaned *cleaned,
    bool indent, struct span *json);

/* The same for a page that gave neither. */
enum psc_status json_error(struct arena *arena, const struct record_page *page,
    enum psc_status code, const char *message, bool indent, struct span *json);

#endif
