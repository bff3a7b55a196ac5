/* What an input is that is no HTML. */
#ifndef INPUT_SNIFF_H
#define INPUT_SNIFF_H

#include <stdbool.h>

#include "base/span.h"

/*
 * A clause that says which binary format the bytes are and what to do, or
 * NULL where they may be text in some character set.  Static.
 */
const char *sniff_bytes(struct span bytes);

/*
 * The same for decoded text, and for binary data of no format known here,
 * which shows by its control characters; NULL where it may be HTML or XHTML.
 */
const char *sniff_text(struct span text);

/* Is there nothing in it that a parser would take for a tag or a comment? */
bool sniff_is_plain(struct span text);

/*
 * Where the header lines of a message begin: behind a byte order mark, blank
 * lines and the line that parts the messages of a mailbox.
 */
struct span sniff_message(struct span text);

/* Are there header lines as of a message, which name a MIME type? */
bool sniff_is_message(struct span text);

#endif
