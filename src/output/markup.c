/*
 * Text that becomes part of HTML.  It knows no tags.
 */
#include "output/markup.h"

/* How many bytes a control that HTML does not know has; 0: it is none. */
static size_t
control_len(struct span text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr + at;

	if (bytes[0] < 0x20 || bytes[0] == 0x7f)
		return bytes[0] == '\n' || bytes[0] == '\t' ? 0 : 1;
	if (bytes[0] == 0xc2 && text.len - at >= 2 && bytes[1] < 0xa0)
		return 2;
	return 0;
}

static struct span
reference_of(char c)
{
	switch (c) {
	case '&':
		return SPAN("&amp;");
	case '<':
		return SPAN("&lt;");
	case '>':
		return SPAN("&gt;");
	case '"':
		return SPAN("&quot;");
	case '\'':
		return SPAN("&#39;");
	default:
		return SPAN_NONE;
	}
}

void
markup_text(struct buffer *out, struct span text)
{
	struct span instead;
	size_t from = 0, len;

	for (size_t at = 0; at < text.len; at++) {
		instead = reference_of(text.ptr[at]);
		len = instead.len > 0 ? 1 : control_len(text, at);
		if (len == 0)
			continue;
		if (instead.len == 0)
			instead = SPAN("\xef\xbf\xbd");
		buffer_add(out, span_first(span_from(text, from), at - from));
		buffer_add(out, instead);
		at += len - 1;
		from = at + 1;
	}
	buffer_add(out, span_from(text, from));
}

void
markup_start(struct buffer *out, struct span text, size_t most)
{
	size_t len = text.len < most ? text.len : most;

	while (len < text.len && len > 0 &&
	       ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
		len--;
	markup_text(out, span_first(text, len));
	if (len < text.len)
		buffer_add(out, SPAN("\xe2\x80\xa6"));
}
