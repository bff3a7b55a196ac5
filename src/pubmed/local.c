/*
 * What browsers, archives and translators make of addresses is known here, in
 * tables.  What cannot be known is not guessed.
 */
#include "pubmed/local.h"

#include "base/buffer.h"

/* Schemes of what is nowhere but on the machine that saved the page. */
static const char *const schemes[] = { "data", "blob", "about", "cid", "file",
	"filesystem", "resource", "res", "chrome", "chrome-extension",
	"moz-extension", "safari-extension", "safari-web-extension",
	"ms-browser-extension", NULL };

/* Attributes that keep the page's own: before its name, or for images. */
static const char *const kept[] = { "data-savepage-",
	"data-scrapbook-orig-attr-", "data-original-", NULL };
static const char *const kept_images[] = { "data-src", "data-original", NULL };

/* How addresses on the site begin, below its root. */
static const char *const known[] = { "?term=", "?linkname=", "?cmd=", "pubmed/",
	"pubmed?", "pmc/", "sites/entrez", "entrez/", "images?", "medgen?",
	NULL };

#define TRANSLATOR ".translate.goog"

static bool
has_scheme_of(struct span address, const char *scheme)
{
	const struct span name = span_of(scheme);

	return address.len > name.len && address.ptr[name.len] == ':' &&
	       span_equal_nocase(span_first(address, name.len), name);
}

bool
local_has_scheme(struct span address)
{
	size_t at = 0;

	while (at < address.len &&
	       (span_is_alpha(address.ptr[at]) ||
		   (at > 0 && (span_is_digit(address.ptr[at]) ||
				  memchr("+-.", address.ptr[at], 3) != NULL))))
		at++;
	return at > 0 && at < address.len && address.ptr[at] == ':';
}

static size_t
find(struct span text, struct span what)
{
	size_t at = 0;

	while (at < text.len && !span_starts(span_from(text, at), what))
		at++;
	return at;
}

static bool
holds(struct span text, struct span what)
{
	return find(text, what) < text.len;
}

/* "https://web.archive.org/web/2016…/http://…", or that without the host. */
static bool
is_archived(struct span address)
{
	const struct span mark = SPAN("/web/");
	size_t at = find(address, mark);

	if (at > 0 &&
	    !holds(span_first(address, at), SPAN("//web.archive.org")))
		return false;
	address = span_from(address, at + mark.len);
	return address.len > 4 && span_is_digit(address.ptr[0]) &&
	       span_is_digit(address.ptr[3]) && holds(address, SPAN("/http"));
}

/* The host of an absolute address. */
static struct span
host_of(struct span address)
{
	size_t at = find(address, SPAN("://")), len = 0;

	address = span_from(address, at + 3);
	while (len < address.len && memchr("/?#:", address.ptr[len], 4) == NULL)
		len++;
	return span_first(address, len);
}

static bool
is_translated(struct span address)
{
	return span_ends(host_of(address), SPAN(TRANSLATOR));
}

bool
local_is_rewritten(struct span name, struct span address)
{
	for (size_t i = 0; schemes[i] != NULL; i++)
		if (has_scheme_of(address, schemes[i]))
			return true;
	if (local_has_scheme(address))
		/* "C:\page_files\x.png" */
		return address.ptr[1] == ':' || is_archived(address) ||
		       is_translated(address);
	if (is_archived(address) || holds(address, SPAN("_files/")))
		return true;
	/* The page itself has no image beside it. */
	return span_equal(name, SPAN("src")) && address.ptr[0] != '/';
}

/* The value of the attribute whose name is `a` and `b`. */
static struct span
value_of(struct arena *arena, const struct dom *dom, uint32_t node,
    const char *a, struct span b)
{
	struct span name = arena_print(arena, "%s%.*s", a, (int)b.len, b.ptr);

	return dom_attribute(dom, node, name);
}

/* What another attribute of the element has kept. */
static struct span
kept_value(
    struct arena *arena, const struct dom *dom, uint32_t node, struct span name)
{
	struct span value;

	for (size_t i = 0; kept[i] != NULL; i++) {
		value = span_trim(value_of(arena, dom, node, kept[i], name));
		if (value.len > 0 && !local_is_rewritten(name, value))
			return value;
	}
	if (!span_equal(name, SPAN("src")))
		return SPAN_NONE;
	for (size_t i = 0; kept_images[i] != NULL; i++) {
		value = span_trim(
		    value_of(arena, dom, node, kept_images[i], SPAN("")));
		if (value.len > 0 && !local_is_rewritten(name, value))
			return value;
	}
	return SPAN_NONE;
}

/* "12345/", or one of the beginnings. */
static bool
is_known(struct span path)
{
	size_t at = 0;

	while (at < path.len && at < 9 && span_is_digit(path.ptr[at]))
		at++;
	if (at > 0 && (at == path.len || path.ptr[at] == '/' ||
			  path.ptr[at] == '?' || path.ptr[at] == '#'))
		return true;
	for (size_t i = 0; known[i] != NULL; i++)
		if (span_starts(path, span_of(known[i])))
			return true;
	return false;
}

/*
 * "file:///12345/" and "file:///C:/12345/" come of "/12345/" in a page that
 * was opened from a file, and saved again.
 */
static struct span
from_file(struct span address)
{
	address = span_from(address, 5);
	while (address.len > 0 && address.ptr[0] == '/')
		address = span_from(address, 1);
	if (address.len > 2 && address.ptr[1] == ':' && address.ptr[2] == '/')
		address = span_from(address, 3);
	if (holds(address, SPAN("_files/")) || !is_known(address))
		return SPAN_NONE;
	return address;
}

/* Behind the archive's own part of it. */
static struct span
from_archive(struct span address)
{
	address = span_from(address, find(address, SPAN("/web/")) + 5);
	return span_from(address, find(address, SPAN("/http")) + 1);
}

/* "pubmed-ncbi-nlm-nih-gov" is "pubmed.ncbi.nlm.nih.gov", "--" a hyphen. */
static void
add_host(struct buffer *out, struct span host)
{
	for (size_t at = 0; at < host.len; at++) {
		if (host.ptr[at] != '-') {
			buffer_char(out, host.ptr[at]);
		} else if (at + 1 < host.len && host.ptr[at + 1] == '-') {
			buffer_char(out, '-');
			at++;
		} else {
			buffer_char(out, '.');
		}
	}
}

/* Path, query and fragment, without the parameters "_x_tr_…". */
static void
add_rest(struct buffer *out, struct span rest)
{
	const struct span own = SPAN("_x_tr_");
	bool query = false;
	size_t len;

	len = find(rest, SPAN("?"));
	buffer_add(out, span_first(rest, len));
	rest = span_from(rest, len + 1);
	while (rest.len > 0 && rest.ptr[0] != '#') {
		for (len = 0; len < rest.len && rest.ptr[len] != '&' &&
			      rest.ptr[len] != '#';)
			len++;
		if (!span_starts(rest, own)) {
			buffer_char(out, query ? '&' : '?');
			buffer_add(out, span_first(rest, len));
			query = true;
		}
		rest = span_from(rest, len);
		if (rest.len > 0 && rest.ptr[0] == '&')
			rest = span_from(rest, 1);
	}
	buffer_add(out, rest);
}

/* "https://pubmed-ncbi-nlm-nih-gov.translate.goog/1/?_x_tr_sl=en" */
static struct span
from_translator(struct arena *arena, struct span address)
{
	struct span host = host_of(address);
	struct buffer out;

	buffer_init(&out, arena, address.len + 1);
	buffer_add(&out, span_first(address, (size_t)(host.ptr - address.ptr)));
	add_host(&out, span_first(host, host.len - SPAN(TRANSLATOR).len));
	add_rest(&out,
	    span_from(address, (size_t)(host.ptr + host.len - address.ptr)));
	return buffer_text(&out);
}

struct span
local_restore(struct arena *arena, const struct dom *dom, uint32_t node,
    struct span name, struct span address)
{
	struct span value = kept_value(arena, dom, node, name);

	if (value.ptr != NULL)
		return value;
	if (has_scheme_of(address, "file"))
		return from_file(address);
	if (is_archived(address))
		return from_archive(address);
	if (is_translated(address))
		return from_translator(arena, address);
	return SPAN_NONE;
}
