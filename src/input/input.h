/*
 * Bytes as somebody saved them become one UTF-8 text.  This room knows about
 * packing and character sets; it does not know HTML beyond `<meta charset>`.
 */
#ifndef INPUT_INPUT_H
#define INPUT_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "input/saved.h"
#include "pubscour.h"

struct input {
	struct span text;    /* valid UTF-8, no byte order mark; in the arena,
	                         or within `bytes` where nothing was changed */
	const char *charset; /* the name of what it was, static: "UTF-8" */
	size_t replaced;     /* byte sequences that meant nothing there, each
	                         now one U+FFFD */
	bool plain;          /* text without mark-up, or somebody says so */
	bool cut;            /* the packed bytes ended before their end, or
	                         broke off damaged: this is what came before */
	char sha256[65];     /* of the unpacked bytes, hexadecimal */
	struct saved saved;  /* what the page says of where it was saved */
};

/*
 * Unpacks and decodes `bytes` into `input`.
 *
 * Packing: gzip (RFC 1952, several members too), found by its magic bytes.
 * Character set: the byte order mark, else `<meta charset>` or `<meta
 * http-equiv=content-type>` (WHATWG HTML, "prescan a byte stream", and the
 * labels of the WHATWG Encoding standard), else UTF-8 where the bytes are
 * valid in it, else what uchardet says, else windows-1252.
 *
 * A page that shows the source of another ("view source") is that other.
 *
 * PSC_EMPTY, PSC_NOT_HTML (binary formats; the message names the format),
 * PSC_TOO_LARGE (packed or unpacked), PSC_UNREADABLE (damaged gzip, a
 * character set this system cannot decode), PSC_NO_MEMORY, with a message: one
 * clause, without the name of the input.  `sha256` is "" where the bytes could
 * not be unpacked.  This never leaves by arena->out.
 */
enum psc_status input_decode(struct arena *arena, struct span bytes,
    size_t max_bytes, struct input *input, struct error *error);

/* What is known of the bytes beforehand. */
struct input_wish {
	size_t max_bytes;
	struct span charset; /* that a header names; SPAN_NONE: none does */
	enum psc_input form; /* PSC_INPUT_HTML, _TEXT: it is that */
};

/*
 * The same, knowing more.  A character set that a header names counts more
 * than what the page says, less than a byte order mark; where the bytes are
 * not valid in it, UTF-8 counts for nothing.  What somebody says to be HTML or
 * text is not taken for another text format.
 */
enum psc_status input_decode_as(struct arena *arena, struct span bytes,
    const struct input_wish *wish, struct input *input, struct error *error);

/*
 * All bytes of the open file `fd`, at most `max_bytes`, in the arena.
 * PSC_TOO_LARGE, PSC_UNREADABLE and PSC_NO_MEMORY with a message.  This never
 * leaves by arena->out.
 */
enum psc_status input_slurp(struct arena *arena, int fd, size_t max_bytes,
    struct span *bytes, struct error *error);

#endif
