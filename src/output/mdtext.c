/*
 * Escaping for Markdown (CommonMark 0.31, GFM's tables, strikethrough and
 * footnotes).  A sign is left alone wherever no parser would take it for
 * markup, so that who searches the file for a sentence finds it.
 *
 * There are no link definitions in what is written, so brackets mean nothing
 * but before a parenthesis or with a caret.
 */
#include "output/mdtext.h"

static bool
is_word(char c)
{
	return span_is_alpha(c) || span_is_digit(c);
}

static bool
is_blank(char c)
{
	return c == '\0' || span_is_space(c);
}

static bool
is_ascii_sign(char c)
{
	return c > ' ' && c < 0x7f && !is_word(c);
}

/* The byte at `at`, or what stands around the text. */
static char
byte_at(const struct mdtext_piece *piece, size_t at)
{
	return at < piece->text.len ? piece->text.ptr[at] : piece->after;
}

static char
byte_before(const struct mdtext_piece *piece, size_t at)
{
	return at > 0 ? piece->text.ptr[at - 1] : piece->before;
}

/* How often the byte at `at` is repeated there. */
static size_t
run_len(struct span text, size_t at)
{
	size_t end = at;

	while (end < text.len && text.ptr[end] == text.ptr[at])
		end++;
	return end - at;
}

/* Can the run of signs open or close something?  Rather yes than no. */
static bool
opens(const struct mdtext_piece *piece, size_t at, size_t len)
{
	return !is_blank(byte_at(piece, at + len)) &&
	       (piece->text.ptr[at] != '_' || !is_word(byte_before(piece, at)));
}

static bool
closes(const struct mdtext_piece *piece, size_t at, size_t len)
{
	return !is_blank(byte_before(piece, at)) &&
	       (piece->text.ptr[at] != '_' ||
		   !is_word(byte_at(piece, at + len)));
}

static void
count_sign(struct mdtext_sign *sign, const struct mdtext_piece *piece,
    size_t at, size_t len)
{
	const bool open = opens(piece, at, len);
	const bool close = closes(piece, at, len);

	sign->opens |= open;
	sign->closes |= close;
	sign->runs += open || close;
}

void
mdtext_count(struct mdtext *mdtext, const struct mdtext_piece *piece)
{
	size_t len;

	for (size_t at = 0; at < piece->text.len; at += len) {
		const char c = piece->text.ptr[at];

		len = 1;
		if (c != '*' && c != '_' && c != '~' && c != '`')
			continue;
		len = run_len(piece->text, at);
		if (c == '*')
			count_sign(&mdtext->stars, piece, at, len);
		else if (c == '_')
			count_sign(&mdtext->lines, piece, at, len);
		else if (c == '~')
			count_sign(&mdtext->tildes, piece, at, len);
		else
			mdtext->ticks.runs++;
	}
}

static bool
pairs(const struct mdtext_sign *sign)
{
	return sign->runs > 1 && sign->opens && sign->closes;
}

/* --- the beginnings of lines -------------------------------------------- */

/* Are all bytes of the text among those? */
static bool
is_only(struct span text, const char *bytes)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '\0' || strchr(bytes, text.ptr[i]) == NULL)
			return false;
	return true;
}

/* Is it "[label]:", which would define something, or a box to be ticked? */
static bool
is_label(struct span text, char after)
{
	const char *end;

	if (text.len > 2 && text.ptr[2] == ']' &&
	    (text.ptr[1] == ' ' || text.ptr[1] == 'x' || text.ptr[1] == 'X'))
		return true;
	end = memchr(text.ptr, ']', text.len);
	if (end == NULL)
		return after != '['; /* a link stands in no label */
	while (end != NULL) {
		text = span_from(text, (size_t)(end - text.ptr) + 1);
		if (text.len > 0 && text.ptr[0] == ':')
			return true;
		end = text.len == 0 ? NULL : memchr(text.ptr, ']', text.len);
	}
	return false;
}

/* The place of the sign after the digits of "1." or "1)". */
static size_t
number_sign(const struct mdtext_piece *piece)
{
	size_t at = 0;

	while (at < piece->text.len && at < 10 &&
	       span_is_digit(piece->text.ptr[at]))
		at++;
	if (at > 0 && at < 10 && at < piece->text.len &&
	    (piece->text.ptr[at] == '.' || piece->text.ptr[at] == ')') &&
	    is_blank(byte_at(piece, at + 1)))
		return at;
	return piece->text.len;
}

/* Which byte of a line must be escaped lest a block begins; text.len: none. */
static size_t
line_sign(const struct mdtext_piece *piece)
{
	const struct span text = piece->text;
	const size_t len = run_len(text, 0), none = text.len;
	const bool later = (piece->place & MDTEXT_LATER) != 0;
	const char c = text.ptr[0];

	switch (c) {
	case '>':
		return 0;
	case '#':
		return len <= 6 && is_blank(byte_at(piece, len)) ? 0 : none;
	case '-':
	case '+':
	case '*':
		if (is_blank(byte_at(piece, 1)))
			return 0;
		return is_only(text, "- ") || is_only(text, "* ") ||
			       (later && is_only(text, "-|: "))
			   ? 0
			   : none;
	case '_':
		return is_only(text, "_ ") ? 0 : none;
	case '=':
		return later && is_only(text, "= ") ? 0 : none;
	case '|':
	case ':':
		return later && is_only(text, "-|: ") ? 0 : none;
	case '~':
	case '`':
		return len >= 3 ? 0 : none;
	case '[':
		return !later && is_label(text, piece->after) ? 0 : none;
	default:
		return number_sign(piece);
	}
}

/* --- single signs ------------------------------------------------------- */

bool
mdtext_brackets(struct span text, size_t *open)
{
	for (size_t i = 0; i < text.len; i++) {
		const char after = i + 1 < text.len ? text.ptr[i + 1] : '\0';

		if (text.ptr[i] == '[') {
			++*open;
			if (after == '^')
				return false;
		}
		if (text.ptr[i] == ']' && ((*open)-- == 0 || after == '('))
			return false;
	}
	return true;
}

/* Do the brackets of the text pair up? */
static bool
is_balanced(struct span text)
{
	size_t open = 0;

	return mdtext_brackets(text, &open) && open == 0;
}

/* Is it what follows the "&" of a character reference? */
static bool
is_reference(struct span text)
{
	size_t at = 0;

	if (text.len > 0 && text.ptr[0] == '#')
		at++;
	while (at < text.len && at < 40 && is_word(text.ptr[at]))
		at++;
	return at > 0 && at < text.len && text.ptr[at] == ';';
}

static bool
begins_tag(char after)
{
	return span_is_alpha(after) || after == '/' || after == '!' ||
	       after == '?';
}

static bool
is_bracket_escaped(
    const struct mdtext_piece *piece, size_t at, bool are_balanced)
{
	if ((piece->place & MDTEXT_LINK) != 0 && !are_balanced)
		return true;
	return byte_at(piece, at + 1) ==
	       (piece->text.ptr[at] == '[' ? '^' : '(');
}

/* Signs at the end of a heading belong to its markup, after a space. */
static bool
ends_heading(const struct mdtext_piece *piece, size_t at, size_t len)
{
	return (piece->place & MDTEXT_HEADING) != 0 &&
	       is_blank(byte_before(piece, at)) && at + len == piece->text.len;
}

/* `len` is that of the run, for the signs that come in runs. */
static bool
is_escaped(const struct mdtext *mdtext, const struct mdtext_piece *piece,
    size_t at, size_t len, bool are_balanced)
{
	const char after = byte_at(piece, at + 1);

	switch (piece->text.ptr[at]) {
	case '\\':
		return is_ascii_sign(after) || after == 1;
	case '*':
		return pairs(&mdtext->stars) &&
		       (opens(piece, at, len) || closes(piece, at, len));
	case '_':
		return pairs(&mdtext->lines) &&
		       (opens(piece, at, len) || closes(piece, at, len));
	case '~':
		return pairs(&mdtext->tildes) &&
		       (opens(piece, at, len) || closes(piece, at, len));
	case '`':
		return mdtext->ticks.runs > 1;
	case '[':
	case ']':
		return is_bracket_escaped(piece, at, are_balanced);
	case '<':
		return begins_tag(after);
	case '&':
		return is_reference(span_from(piece->text, at + 1));
	case '|':
		return (piece->place & MDTEXT_CELL) != 0;
	case '!':
		return after == '[' && at + 1 == piece->text.len;
	case '^':
		return at == 0 && (piece->place & MDTEXT_LINK) != 0;
	case '#':
		return ends_heading(piece, at, len);
	default:
		return false;
	}
}

static bool
is_sign(char c)
{
	switch (c) {
	case '\\':
	case '*':
	case '_':
	case '~':
	case '`':
	case '[':
	case ']':
	case '<':
	case '&':
	case '|':
	case '!':
	case '^':
	case '#':
		return true;
	default:
		return false;
	}
}

/* A run of such signs has one answer. */
static bool
is_repeated(char c)
{
	return c == '*' || c == '_' || c == '~' || c == '`' || c == '#';
}

/* Writes the bytes from `from` up to `to`. */
static void
add_part(struct buffer *out, struct span text, size_t from, size_t to)
{
	buffer_add(out, span_first(span_from(text, from), to - from));
}

void
mdtext_write(struct buffer *out, const struct mdtext *mdtext,
    const struct mdtext_piece *piece)
{
	const struct span text = piece->text;
	const bool are_balanced = (piece->place & MDTEXT_LINK) == 0 ||
				  (piece->place & MDTEXT_PAIRED) != 0 ||
				  is_balanced(text);
	size_t line = text.len, from = 0, run;

	if ((piece->place & MDTEXT_LINE) != 0 && text.len > 0)
		line = line_sign(piece);
	for (size_t at = 0; at < text.len; at += run) {
		run = 1;
		if (!is_sign(text.ptr[at]) && at != line)
			continue;
		if (is_repeated(text.ptr[at]))
			run = run_len(text, at);
		if (is_escaped(mdtext, piece, at, run, are_balanced)) {
			add_part(out, text, from, at);
			for (size_t i = 0; i < run; i++) {
				buffer_char(out, '\\');
				buffer_char(out, text.ptr[at]);
			}
			from = at + run;
		} else if (at == line) {
			add_part(out, text, from, at);
			buffer_char(out, '\\');
			from = at;
		}
	}
	add_part(out, text, from, text.len);
}

void
mdtext_alone(struct buffer *out, struct span text, unsigned place)
{
	const struct mdtext_piece piece = { text, 0, 1, place };
	/* Whatever there is around may be the other one of a pair. */
	const struct mdtext_sign both = { 2, true, true };
	const struct mdtext mdtext = { both, both, both, both };

	mdtext_write(out, &mdtext, &piece);
}

/* Can the parentheses stand in an address as they are? */
static bool
is_nested(struct span address)
{
	size_t open = 0;

	for (size_t i = 0; i < address.len; i++) {
		if (address.ptr[i] == '(' && ++open > 30)
			return false;
		if (address.ptr[i] == ')' && open-- == 0)
			return false;
	}
	return open == 0;
}

void
mdtext_address(struct buffer *out, struct span address)
{
	const bool is_enclosed = address.len == 0 || !is_nested(address);

	if (is_enclosed)
		buffer_char(out, '<');
	for (size_t i = 0; i < address.len; i++) {
		const char c = address.ptr[i];

		if (c == '\\' ||
		    (c == '&' && is_reference(span_from(address, i + 1))))
			buffer_char(out, '\\');
		buffer_char(out, c);
	}
	if (is_enclosed)
		buffer_char(out, '>');
}

size_t
mdtext_ticks(struct span text)
{
	size_t most = 0, len;

	for (size_t at = 0; at < text.len; at += len) {
		len = run_len(text, at);
		if (text.ptr[at] == '`' && len > most)
			most = len;
	}
	return most;
}
