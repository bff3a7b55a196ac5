/* The tokenizer without a tree.  It reads each byte once. */
#include "html/scan.h"

void
scan_init(struct scan *scan, struct span text)
{
	*scan = (struct scan){ .text = text };
}

/* Elements whose content is text up to their own end tag. */
static bool
is_raw(struct span name)
{
	static const struct span raw[] = { { "script", 6 }, { "style", 5 },
		{ "title", 5 }, { "textarea", 8 }, { "xmp", 3 },
		{ "iframe", 6 }, { "noembed", 7 }, { "noframes", 8 },
		{ "plaintext", 9 } };

	if (name.len < 3 || name.len > 9)
		return false;
	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (span_equal_nocase(name, raw[i]))
			return true;
	return false;
}

/* Where `c` next stands at or behind `at`; the text's length if nowhere. */
static size_t
find(struct span text, size_t at, char c)
{
	const char *place;

	if (at >= text.len)
		return text.len;
	place = memchr(text.ptr + at, c, text.len - at);
	return place == NULL ? text.len : (size_t)(place - text.ptr);
}

/* Does a tag name stand at `at`, with its end behind it? */
static bool
is_tag_name(struct span text, size_t at, struct span name)
{
	struct span there = span_from(text, at);

	if (!span_equal_nocase(span_first(there, name.len), name))
		return false;
	there = span_from(there, name.len);
	return there.len == 0 || span_is_space(there.ptr[0]) ||
	       there.ptr[0] == '/' || there.ptr[0] == '>';
}

/*
 * Where the text of the raw element ends: at its end tag.  In a script, a
 * `<script>` behind a `<!--` hides one `</script>`, up to the next `-->`
 * (HTML standard, 13.2.5.20 to 32).
 */
static size_t
raw_end(struct span text, size_t at, struct span name)
{
	bool script = span_equal_nocase(name, SPAN("script"));
	bool comment = false, hidden = false;
	size_t next;

	for (;; at = next + 1) {
		next = find(text, at, '<');
		if (comment) {
			struct span part =
			    span_first(span_from(text, at), next - at);

			for (; part.len >= 3; part = span_from(part, 1))
				if (span_starts(part, SPAN("-->")))
					comment = hidden = false;
		}
		if (next == text.len)
			return text.len;
		if (script &&
		    span_starts(span_from(text, next), SPAN("<!--"))) {
			comment = true;
		} else if (comment && !hidden &&
			   is_tag_name(text, next + 1, name)) {
			hidden = true;
		} else if (next + 1 < text.len && text.ptr[next + 1] == '/' &&
			   is_tag_name(text, next + 2, name)) {
			if (!hidden)
				return next;
			hidden = false;
		}
	}
}

/* The byte behind a comment's `-->` (or `--!>`), which starts at `at`. */
static size_t
comment_end(struct span text, size_t at, bool *whole)
{
	size_t end = at + 2;

	for (;; end++) {
		end = find(text, end, '>');
		if (end == text.len)
			break;
		if (end < at + 4)
			continue;
		if (end < at + 6 && text.ptr[end - 1] == '-') {
			*whole = true; /* <!--> and <!---> */
			return end + 1;
		}
		if ((text.ptr[end - 1] == '-' && text.ptr[end - 2] == '-' &&
			end >= at + 6) ||
		    (end >= at + 7 && text.ptr[end - 1] == '!' &&
			text.ptr[end - 2] == '-' && text.ptr[end - 3] == '-')) {
			*whole = true;
			return end + 1;
		}
	}
	*whole = false;
	return text.len;
}

/* A value behind `=`: the byte behind it. */
static size_t
value_end(struct span text, size_t at, struct span *value)
{
	size_t from;
	char quote;

	while (at < text.len && span_is_space(text.ptr[at]))
		at++;
	if (at == text.len)
		return at;
	quote = text.ptr[at];
	if (quote == '"' || quote == '\'') {
		from = at + 1;
		at = find(text, from, quote);
		*value = span_first(span_from(text, from), at - from);
		return at < text.len ? at + 1 : at;
	}
	from = at;
	while (at < text.len && !span_is_space(text.ptr[at]) &&
	       text.ptr[at] != '>')
		at++;
	*value = span_first(span_from(text, from), at - from);
	return at;
}

/* One attribute that starts at `at`: the byte behind it. */
static size_t
attribute_end(struct span text, size_t at, struct scan_attribute *attribute)
{
	size_t end = at, from = at;

	if (end < text.len && text.ptr[end] == '=')
		end++; /* a name may start with it */
	while (end < text.len && !span_is_space(text.ptr[end]) &&
	       text.ptr[end] != '=' && text.ptr[end] != '>' &&
	       text.ptr[end] != '/')
		end++;
	attribute->name = span_first(span_from(text, from), end - from);
	attribute->value = SPAN("");
	at = end;
	while (at < text.len && span_is_space(text.ptr[at]))
		at++;
	if (at < text.len && text.ptr[at] == '=')
		end = value_end(text, at + 1, &attribute->value);
	attribute->all = span_first(span_from(text, from), end - from);
	return end;
}

/* A tag that starts at `at`, its name at `at + skip`. */
static size_t
read_tag(struct scan *scan, size_t at, size_t skip, struct scan_token *token)
{
	size_t start = at, from = at + skip;
	struct scan_attribute attribute;
	struct span text = scan->text;

	for (at = from; at < text.len && !span_is_space(text.ptr[at]) &&
			text.ptr[at] != '/' && text.ptr[at] != '>';
	     at++)
		continue;
	token->name = span_first(span_from(text, from), at - from);
	token->kept = at - start;
	while (at < text.len && text.ptr[at] != '>') {
		if (span_is_space(text.ptr[at])) {
			at++;
			continue;
		}
		if (text.ptr[at] == '/') {
			at++;
			token->self_closing =
			    at < text.len && text.ptr[at] == '>';
			continue;
		}
		at = attribute_end(text, at, &attribute);
		if (++token->attributes > SCAN_ATTRIBUTES)
			continue;
		token->kept = at - start;
		if (scan->list != NULL)
			scan->list[token->attributes - 1] = attribute;
	}
	token->whole = at < text.len;
	return token->whole ? at + 1 : at;
}

/* What starts with the `<` at `at`: the byte behind it. */
static size_t
read_markup(struct scan *scan, size_t at, struct scan_token *token)
{
	struct span text = scan->text, rest = span_from(text, at);
	size_t end;

	if (rest.len > 1 && span_is_alpha(rest.ptr[1])) {
		token->kind = SCAN_START;
		return read_tag(scan, at, 1, token);
	}
	if (rest.len > 2 && rest.ptr[1] == '/' && span_is_alpha(rest.ptr[2])) {
		token->kind = SCAN_END;
		return read_tag(scan, at, 2, token);
	}
	if (span_starts(rest, SPAN("<!--"))) {
		token->kind = SCAN_COMMENT;
		return comment_end(text, at, &token->whole);
	}
	if (rest.len > 1 &&
	    (rest.ptr[1] == '!' || rest.ptr[1] == '?' || rest.ptr[1] == '/')) {
		token->kind =
		    span_equal_nocase(span_first(rest, 9), SPAN("<!doctype"))
			? SCAN_DOCTYPE
			: SCAN_COMMENT;
		end = find(text, at, '>');
		token->whole = end < text.len;
		return token->whole ? end + 1 : end;
	}
	token->kind = SCAN_TEXT; /* a lone `<` */
	token->whole = true;
	return at + 1;
}

bool
scan_next(struct scan *scan, struct scan_token *token)
{
	size_t start = scan->at, end;
	struct span text = scan->text;

	if (start >= text.len)
		return false;
	*token = (struct scan_token){ .kind = SCAN_TEXT, .whole = true };
	if (scan->raw.len > 0) {
		end = raw_end(text, start, scan->raw);
		token->raw = end > start;
		scan->raw = SPAN_NONE;
	} else {
		end = find(text, start, '<');
	}
	if (end == start)
		end = read_markup(scan, start, token);
	if (token->kind == SCAN_START && is_raw(token->name))
		scan->raw = token->name;
	token->all = span_first(span_from(text, start), end - start);
	scan->at = end;
	return true;
}
