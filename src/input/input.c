/*
 * This room makes one UTF-8 text of the bytes that somebody saved: it unpacks
 * gzip, takes the fingerprint, decodes the character set, and says of other
 * formats what they are.  It does not parse HTML, and it opens no file.
 */
#include "input/input.h"

#include "input/charset.h"
#include "input/digest.h"
#include "input/find.h"
#include "input/slurp.h"
#include "input/sniff.h"
#include "input/unpack.h"
#include "input/viewsource.h"

/* Words for the two outcomes that any step may have. */
static enum psc_status
explain(enum psc_status status, size_t max_bytes, struct error *error)
{
	if (status == PSC_TOO_LARGE)
		error_set(error,
		    "more than %zu bytes: raise the limit with --max-bytes",
		    max_bytes);
	else if (status == PSC_NO_MEMORY)
		error_set(error, "not enough memory");
	return status;
}

static enum psc_status
not_html(const char *message, struct error *error)
{
	error_set(error, "%s", message);
	return PSC_NOT_HTML;
}

static enum psc_status
unpack(struct arena *arena, struct span *bytes, size_t max_bytes,
    struct input *input, struct error *error)
{
	if (bytes->len > max_bytes)
		return PSC_TOO_LARGE;
	enum codec_kind kind = codec_find(*bytes);
	if (kind == CODEC_NONE)
		return PSC_OK;
	struct span packed = *bytes;
	enum psc_status status =
	    unpack_all(arena, kind, &packed, max_bytes, bytes, &input->cut);
	if (status == PSC_UNREADABLE)
		error_set(error,
		    "damaged %s data, of which nothing can be unpacked: "
		    "save or fetch the page again",
		    codec_name(kind));
	return status;
}

/* Is there nothing but white space, no-break spaces and U+FEFF? */
static bool
is_blank(struct span text)
{
	while ((text = find_skip_space(text)).len > 0) {
		if (span_starts(text, SPAN("\xc2\xa0")))
			text = span_from(text, 2);
		else if (span_starts(text, SPAN("\xef\xbb\xbf")))
			text = span_from(text, 3);
		else
			return false;
	}
	return true;
}

/* How it was saved: the source of a page, shown, is the page. */
static void
read_saved(struct arena *arena, struct input *input)
{
	struct span address;

	input->text = viewsource_open(arena, input->text, &address);
	saved_read(arena, input->text, &input->saved);
	if (address.ptr != NULL) {
		input->saved.address = address;
		input->saved.source = true;
	}
}

static enum psc_status
decode(struct arena *arena, struct span bytes, const struct input_wish *wish,
    struct input *input, struct error *error)
{
	struct charset_text result;
	const char *message = sniff_bytes(bytes);

	if (message != NULL)
		return not_html(message, error);
	enum psc_status status =
	    charset_decode(arena, bytes, wish->charset, &result, error);
	input->charset = result.name;
	if (status != PSC_OK)
		return status;
	input->text = result.text;
	input->replaced = result.replaced;
	if (is_blank(input->text)) {
		error_set(error, bytes.len == 0 ? "no bytes at all"
						: "nothing but white space");
		return PSC_EMPTY;
	}
	message = wish->form == PSC_INPUT_AUTO ? sniff_text(input->text) : NULL;
	if (message != NULL)
		return not_html(message, error);
	read_saved(arena, input);
	input->plain =
	    wish->form == PSC_INPUT_TEXT ||
	    (wish->form == PSC_INPUT_AUTO && sniff_is_plain(input->text));
	return PSC_OK;
}

enum psc_status
input_decode_as(struct arena *arena, struct span bytes,
    const struct input_wish *wish, struct input *input, struct error *error)
{
	/* No jump out of here past what zlib and iconv have on the heap. */
	jmp_buf *out = arena->out;
	enum psc_status status;

	arena->out = NULL;
	*input = (struct input){ .text = SPAN(""), .charset = "" };
	error_set(error, "%s", "");
	if (bytes.ptr == NULL)
		bytes = SPAN("");
	status = unpack(arena, &bytes, wish->max_bytes, input, error);
	if (status == PSC_OK)
		status = digest_sha256(bytes, input->sha256);
	if (status == PSC_OK)
		status = decode(arena, bytes, wish, input, error);
	arena->out = out;
	return explain(status, wish->max_bytes, error);
}

enum psc_status
input_decode(struct arena *arena, struct span bytes, size_t max_bytes,
    struct input *input, struct error *error)
{
	const struct input_wish wish = { .max_bytes = max_bytes };

	return input_decode_as(arena, bytes, &wish, input, error);
}

enum psc_status
input_slurp(struct arena *arena, int fd, size_t max_bytes, struct span *bytes,
    struct error *error)
{
	jmp_buf *out = arena->out;

	arena->out = NULL;
	enum psc_status status = slurp_fd(arena, fd, max_bytes, bytes, error);
	arena->out = out;
	return explain(status, max_bytes, error);
}
