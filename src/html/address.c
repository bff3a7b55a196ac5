/*
 * Addresses: resolving one against another, and the schemes that are let
 * through.  Hosts are not looked at: they come out as they went in.
 */
#include "html/address.h"

/* The five parts of RFC 3986; SPAN_NONE: the part is not there. */
struct parts {
	struct span scheme;    /* without ":" */
	struct span authority; /* without "//" */
	struct span path;      /* never NULL */
	struct span query;     /* without "?" */
	struct span fragment;  /* without "#" */
};

static bool
is_scheme_letter(char c)
{
	return span_is_alpha(c) || span_is_digit(c) || c == '+' || c == '-' ||
	       c == '.';
}

/* How many bytes stand before the colon of a scheme; 0: there is none. */
static size_t
scheme_len(struct span text)
{
	size_t at = 0;

	if (text.len == 0 || !span_is_alpha(text.ptr[0]))
		return 0;
	while (at < text.len && is_scheme_letter(text.ptr[at]))
		at++;
	return at < text.len && text.ptr[at] == ':' ? at : 0;
}

enum ends { FRAGMENT = 1, QUERY = 2, SLASH = 4 };

/* How many bytes there are before the first of those signs. */
static size_t
until(struct span text, unsigned ends)
{
	size_t at = 0;

	for (; at < text.len; at++) {
		const char c = text.ptr[at];

		if ((c == '#' && (ends & FRAGMENT) != 0) ||
		    (c == '?' && (ends & QUERY) != 0) ||
		    (c == '/' && (ends & SLASH) != 0))
			break;
	}
	return at;
}

static struct span
take(struct span *text, size_t len)
{
	struct span first = span_first(*text, len);

	*text = span_from(*text, len);
	return first;
}

static struct parts
split(struct span text)
{
	struct parts parts = { SPAN_NONE, SPAN_NONE, SPAN(""), SPAN_NONE,
		SPAN_NONE };
	size_t len = scheme_len(text);

	if (text.len == 0)
		return parts;
	if (len > 0) {
		parts.scheme = take(&text, len);
		text = span_from(text, 1);
	}
	if (span_starts(text, SPAN("//"))) {
		text = span_from(text, 2);
		parts.authority =
		    take(&text, until(text, SLASH | QUERY | FRAGMENT));
	}
	parts.path = take(&text, until(text, QUERY | FRAGMENT));
	if (text.len > 0 && text.ptr[0] == '?') {
		text = span_from(text, 1);
		parts.query = take(&text, until(text, FRAGMENT));
	}
	if (text.len > 0)
		parts.fragment = span_from(text, 1);
	return parts;
}

static bool
is_control(char c)
{
	return (unsigned char)c <= 0x20 || c == 0x7f;
}

/* Without controls and blanks at the ends. */
static struct span
trim(struct span text)
{
	while (text.len > 0 && is_control(text.ptr[0]))
		text = span_from(text, 1);
	while (text.len > 0 && is_control(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

/* Must the byte be percent-encoded where it stands? */
static bool
is_coded(char c, bool is_host)
{
	if (is_control(c))
		return true;
	if ((unsigned char)c >= 0x80)
		return !is_host;
	switch (c) {
	case '"':
	case '<':
	case '>':
	case '`':
	case '{':
	case '}':
	case '|':
	case '^':
		return true;
	case '[':
	case ']':
		return !is_host;
	default:
		return false;
	}
}

/* The reference as it is written in an address. */
static struct span
encode(struct arena *arena, struct span text)
{
	static const char digits[] = "0123456789ABCDEF";
	const struct span authority = split(text).authority;
	const size_t host =
	    authority.ptr == NULL
		? 0
		: (size_t)(authority.ptr - text.ptr) + authority.len;
	char *bytes = arena_alloc(arena, text.len * 3 + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		const unsigned char c = (unsigned char)text.ptr[i];

		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		if (!is_coded(text.ptr[i], i < host)) {
			bytes[len++] = text.ptr[i];
			continue;
		}
		bytes[len++] = '%';
		bytes[len++] = digits[c >> 4];
		bytes[len++] = digits[c & 15];
	}
	arena_resize(arena, bytes, text.len * 3 + 1, len + 1);
	return (struct span){ bytes, len };
}

/* Where the last segment that was written begins; with its slash. */
static size_t
last_slash(const char *bytes, size_t len)
{
	while (len > 0 && bytes[len - 1] != '/')
		len--;
	return len > 0 ? len - 1 : 0;
}

/*
 * RFC 3986, 5.2.4, for a path that begins with a slash: segment by segment.
 * `to` has room for the path.
 */
static size_t
add_path(char *to, struct span path)
{
	size_t len = 0, size;
	struct span segment;

	while (path.len > 0) {
		size = 1 + until(span_from(path, 1), SLASH);
		segment = take(&path, size);
		if (span_equal(segment, SPAN("/.")) ||
		    span_equal(segment, SPAN("/.."))) {
			if (segment.len == 3)
				len = last_slash(to, len);
			if (path.len == 0)
				to[len++] = '/';
			continue;
		}
		memcpy(to + len, segment.ptr, segment.len);
		len += segment.len;
	}
	return len;
}

/* The path of a relative reference, put behind the base's (5.2.3). */
static struct span
merge(struct arena *arena, const struct parts *base, struct span path)
{
	char *bytes = arena_alloc(arena, base->path.len + path.len + 2);
	size_t len = base->path.len;

	while (len > 0 && base->path.ptr[len - 1] != '/')
		len--;
	if (len > 0)
		memcpy(bytes, base->path.ptr, len);
	else
		bytes[len++] = '/';
	if (path.len > 0)
		memcpy(bytes + len, path.ptr, path.len);
	return (struct span){ bytes, len + path.len };
}

static size_t
add(char *to, size_t len, const char *sign, struct span part)
{
	if (part.ptr == NULL)
		return len;
	for (; *sign != '\0'; sign++)
		to[len++] = *sign;
	if (part.len > 0)
		memcpy(to + len, part.ptr, part.len);
	return len + part.len;
}

static struct span
join(struct arena *arena, const struct parts *parts)
{
	const size_t room = parts->scheme.len + parts->authority.len +
			    parts->path.len + parts->query.len +
			    parts->fragment.len + 8;
	char *to = arena_alloc(arena, room);
	size_t len = 0;

	len = add(to, len, "", parts->scheme);
	if (parts->scheme.ptr != NULL)
		to[len++] = ':';
	len = add(to, len, "//", parts->authority);
	if (parts->path.len > 0 && parts->path.ptr[0] == '/')
		len += add_path(to + len, parts->path);
	else
		len = add(to, len, "", parts->path);
	len = add(to, len, "?", parts->query);
	len = add(to, len, "#", parts->fragment);
	return (struct span){ to, len };
}

static bool
is_web(struct span scheme)
{
	return span_equal_nocase(scheme, SPAN("http")) ||
	       span_equal_nocase(scheme, SPAN("https"));
}

struct span
address_resolve(struct arena *arena, struct span base, struct span reference)
{
	const struct parts from = split(trim(base));
	const struct span text = encode(arena, trim(reference));
	struct parts to = split(text);

	if (from.scheme.ptr == NULL)
		return text;
	if (to.scheme.ptr != NULL &&
	    (to.authority.ptr != NULL || !is_web(to.scheme) ||
		!span_equal_nocase(to.scheme, from.scheme)))
		return join(arena, &to);
	to.scheme = from.scheme;
	if (to.authority.ptr != NULL)
		return join(arena, &to);
	to.authority = from.authority;
	if (to.path.len == 0) {
		to.path = from.path;
		if (to.query.ptr == NULL)
			to.query = from.query;
	} else if (to.path.ptr[0] != '/') {
		to.path = merge(arena, &from, to.path);
	}
	return join(arena, &to);
}

/* What stands before the first colon, without controls, in lower case. */
static bool
read_scheme(struct span address, char *to, size_t room, size_t *colon)
{
	size_t len = 0;

	for (size_t i = 0; i < address.len; i++) {
		const char c = address.ptr[i];

		if (c == '/' || c == '?' || c == '#')
			break;
		if (c == ':') {
			to[len] = '\0';
			*colon = i;
			return true;
		}
		if (!is_control(c) && len + 1 < room)
			to[len++] = span_lower(c);
	}
	return false;
}

static bool
is_image_data(struct span rest)
{
	rest = trim(rest);
	return span_equal_nocase(span_first(rest, 6), SPAN("image/"));
}

bool
address_is_safe(struct span address, bool is_image)
{
	static const char *const safe[] = { "http", "https", "mailto", "ftp",
		"tel" };
	char scheme[16];
	size_t colon = 0;

	if (!read_scheme(address, scheme, sizeof(scheme), &colon))
		return true;
	for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		if (strcmp(scheme, safe[i]) == 0)
			return true;
	if (is_image && strcmp(scheme, "data") == 0)
		return is_image_data(span_from(address, colon + 1));
	/* No letter first: it is no scheme, but a name with a colon in it. */
	return !span_is_alpha(scheme[0]);
}
