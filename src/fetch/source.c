/*
 * Words become addresses.  An address is taken apart once and put together
 * again in one form, so that what is asked of robots.txt, kept in the cache
 * and sent is the same text; then it is seen whether it is one of PubMed's.
 */
#include "fetch/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"

#define PMID_DIGITS 8
#define PMCID_DIGITS 10
#define NOT_PMID "a PMID is a number of one to eight digits, and not 0"
#define NOT_PMCID "a PMCID is \"PMC\" and a number"
#define NOT_DOI "a DOI begins with \"10.\" and has a slash"
#define TOO_LONG "it is too long"

/* Text that is being made, always with its NUL byte. */
struct out {
	char *ptr;
	size_t len, room;
	bool full;
};

/* The parts of an address, in `text`. */
struct address {
	char text[SOURCE_ADDRESS_ROOM]; /* the whole of it, without fragment */
	struct span host;  /* with the port, where it is not the usual one */
	struct span path;  /* "/..." */
	struct span query; /* without "?"; SPAN_NONE: there is none */
};

struct reading {
	struct source *source;
	const char *base;
	size_t base_len; /* without slashes at the end */
	char *why;
};

static void
out_init(struct out *out, char *ptr, size_t room)
{
	*out = (struct out){ ptr, 0, room, false };
	ptr[0] = '\0';
}

static void
out_add(struct out *out, struct span text)
{
	if (text.len >= out->room - out->len) {
		out->full = true;
		return;
	}
	if (text.len > 0)
		memcpy(out->ptr + out->len, text.ptr, text.len);
	out->len += text.len;
	out->ptr[out->len] = '\0';
}

static void
out_char(struct out *out, char c)
{
	out_add(out, (struct span){ &c, 1 });
}

static void
out_coded(struct out *out, char c)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char byte = (unsigned char)c;
	const char text[3] = { '%', digits[byte >> 4], digits[byte & 15] };

	out_add(out, (struct span){ text, 3 });
}

/* Why it is nothing, for the user.  Always false. */
static bool __attribute__((format(printf, 2, 3)))
refuse(struct reading *reading, const char *format, ...)
{
	va_list list;

	if (reading->why == NULL)
		return false;
	va_start(list, format);
	vsnprintf(reading->why, SOURCE_WHY_ROOM, format, list);
	va_end(list);
	return false;
}

static bool
is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

static bool
starts_nocase(struct span text, const char *with)
{
	struct span other = span_of(with);

	return text.len >= other.len &&
	       span_equal_nocase(span_first(text, other.len), other);
}

static bool
equals(struct span text, const char *other)
{
	return span_equal_nocase(text, span_of(other));
}

/* Skips `prefix`, in any case, where it is there. */
static bool
skip(struct span *text, const char *prefix)
{
	if (!starts_nocase(*text, prefix))
		return false;
	*text = span_from(*text, strlen(prefix));
	return true;
}

/* Cuts one blank off either end.  False: there is none. */
static bool
cut_blank(struct span *text)
{
	static const struct span blanks[] = {
		{ " ", 1 }, { "\t", 1 }, { "\r", 1 }, { "\n", 1 },
		{ "\xc2\xa0", 2 },     /* U+00A0 */
		{ "\xe2\x80\x8b", 3 }, /* U+200B */
		{ "\xef\xbb\xbf", 3 }, /* U+FEFF */
	};

	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++) {
		if (span_starts(*text, blanks[i]))
			*text = span_from(*text, blanks[i].len);
		else if (span_ends(*text, blanks[i]))
			text->len -= blanks[i].len;
		else
			continue;
		return true;
	}
	return false;
}

/* Without the blanks that are pasted with a word. */
static struct span
trim(struct span text)
{
	while (cut_blank(&text))
		;
	return text;
}

static size_t
digits_of(struct span text)
{
	size_t len = 0;

	while (len < text.len && span_is_digit(text.ptr[len]))
		len++;
	return len;
}

/* A number of at most so many digits that is not 0, without leading zeros. */
static bool
read_number(struct span text, size_t most, struct span *number)
{
	if (text.len == 0 || digits_of(text) != text.len)
		return false;
	while (text.len > 0 && text.ptr[0] == '0')
		text = span_from(text, 1);
	*number = text;
	return text.len > 0 && text.len <= most;
}

/* The address that `out` has is the source's. */
static bool
finish(struct reading *reading, const struct out *out, enum source_kind kind)
{
	if (out->full)
		return refuse(reading, TOO_LONG);
	reading->source->kind = kind;
	return true;
}

static void
begin(struct reading *reading, struct out *out)
{
	out_init(out, reading->source->address, SOURCE_ADDRESS_ROOM);
	out_add(out, (struct span){ reading->base, reading->base_len });
}

static bool
set_article(struct reading *reading, struct span text)
{
	struct span pmid;
	struct out out;

	if (!read_number(text, PMID_DIGITS, &pmid))
		return refuse(reading, NOT_PMID);
	out_init(&out, reading->source->pmid, SOURCE_PMID_ROOM);
	out_add(&out, pmid);
	begin(reading, &out);
	out_char(&out, '/');
	out_add(&out, pmid);
	out_char(&out, '/');
	return finish(reading, &out, SOURCE_ARTICLE);
}

/* A search for what only one article has: "[doi]", "[pmcid]". */
static bool
set_lookup(struct reading *reading, const char *prefix, struct span text,
    const char *field)
{
	struct out out;

	begin(reading, &out);
	out_add(&out, SPAN("/?term="));
	out_add(&out, span_of(prefix));
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (span_is_alpha(c) || span_is_digit(c) || c == '-' ||
		    c == '.' || c == '_' || c == '~')
			out_char(&out, c);
		else
			out_coded(&out, c);
	}
	out_add(&out, SPAN("%5B"));
	out_add(&out, span_of(field));
	out_add(&out, SPAN("%5D"));
	return finish(reading, &out, SOURCE_LOOKUP);
}

/* "10138493" or "10138493.1", of which the version is of no use here. */
static bool
set_pmcid(struct reading *reading, struct span text)
{
	struct span version, number;
	size_t digits = digits_of(text);

	version = span_from(text, digits);
	if (!read_number(span_first(text, digits), PMCID_DIGITS, &number) ||
	    (version.len > 0 &&
		(version.ptr[0] != '.' || version.len < 2 ||
		    digits_of(span_from(version, 1)) != version.len - 1)))
		return refuse(reading, NOT_PMCID);
	return set_lookup(reading, "PMC", number, "pmcid");
}

/* "10.3390/...": digits and dots, a slash, and something without a blank. */
static bool
is_doi(struct span text)
{
	size_t at = 3;

	if (!span_starts(text, SPAN("10.")) || text.len < 6 ||
	    !span_is_digit(text.ptr[3]))
		return false;
	while (at < text.len &&
	       (span_is_digit(text.ptr[at]) || text.ptr[at] == '.'))
		at++;
	if (at + 1 >= text.len || text.ptr[at] != '/')
		return false;
	for (; at < text.len; at++)
		if (text.ptr[at] == ' ' || is_control(text.ptr[at]))
			return false;
	return true;
}

static bool
set_doi(struct reading *reading, struct span text)
{
	if (!is_doi(text))
		return refuse(reading, NOT_DOI);
	return set_lookup(reading, "", text, "doi");
}

/* --- addresses ------------------------------------------------------------ */

/* Does this byte stand in an address as it is?  What else is encoded. */
static bool
is_plain(char c)
{
	return (unsigned char)c > 0x20 && (unsigned char)c < 0x7f &&
	       strchr("\"<>[\\]^`{|}", c) == NULL;
}

static void
add_encoded(struct out *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (is_plain(text.ptr[i]))
			out_char(out, text.ptr[i]);
		else
			out_coded(out, text.ptr[i]);
	}
}

/* How many dots a piece of a path is, "%2e" among them; 0: something else. */
static size_t
dots_of(struct span piece)
{
	size_t dots = 0;

	while (piece.len > 0) {
		if (!skip(&piece, ".") && !skip(&piece, "%2e"))
			return 0;
		dots++;
	}
	return dots;
}

/*
 * The path without "." and ".." (RFC 3986, 5.2.4): whoever sends it takes them
 * out, and robots.txt must be asked for what is sent.
 */
static void
add_path(struct out *out, struct span path)
{
	size_t from = out->len, end, dots;
	bool last = path.len == 0;

	if (last)
		out_char(out, '/');
	while (!last) {
		path = span_from(path, 1); /* the slash */
		for (end = 0; end < path.len && path.ptr[end] != '/'; end++)
			;
		last = end == path.len;
		dots = dots_of(span_first(path, end));
		if (dots == 2)
			while (out->len > from && out->ptr[--out->len] != '/')
				;
		if (dots != 1 && dots != 2) {
			out_char(out, '/');
			add_encoded(out, span_first(path, end));
		} else if (last) {
			out_char(out, '/');
		}
		path = span_from(path, end);
	}
	out->ptr[out->len] = '\0';
}

/* ":8080"; the scheme's own port and none at all are left out. */
static bool
add_port(struct out *out, struct span port, bool https)
{
	unsigned long number = 0;

	if (digits_of(port) != port.len || port.len > 5)
		return false;
	for (size_t i = 0; i < port.len; i++)
		number = number * 10 + (unsigned long)(port.ptr[i] - '0');
	if (port.len == 0 || number == (https ? 443 : 80))
		return true;
	if (number == 0 || number > 65535)
		return false;
	out_char(out, ':');
	out_add(out, port);
	return true;
}

static bool
is_of_host(char c)
{
	return span_is_alpha(c) || span_is_digit(c) || c == '-' || c == '.' ||
	       c == '_';
}

/* A name or number, or "[...]" of IPv6; how many bytes, 0: it is none. */
static size_t
host_length(struct span text)
{
	size_t len = 0;

	if (text.len > 0 && text.ptr[0] == '[') {
		for (len = 1; len < text.len && text.ptr[len] != ']'; len++)
			if (!is_of_host(text.ptr[len]) && text.ptr[len] != ':')
				return 0;
		return len < text.len && len > 1 ? len + 1 : 0;
	}
	while (len < text.len && is_of_host(text.ptr[len]))
		len++;
	return len;
}

static bool
add_host(struct reading *reading, struct out *out, struct span text, bool https)
{
	size_t len;

	if (memchr(text.ptr, '@', text.len) != NULL)
		return refuse(reading,
		    "addresses with a user name or password are not fetched");
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] >= 0x80)
			return refuse(reading,
			    "the host's name must be written in ASCII (xn--)");
	len = host_length(text);
	for (size_t i = 0; i < len; i++)
		out_char(out, span_lower(text.ptr[i]));
	text = span_from(text, len);
	if (len == 0 || (text.len > 0 && text.ptr[0] != ':'))
		return refuse(reading, "the address has no proper host");
	if (!add_port(out, span_from(text, 1), https))
		return refuse(reading, "the address has no proper port");
	return true;
}

/* What stands before the first of `ends`, and cuts it off. */
static struct span
take(struct span *text, const char *ends)
{
	size_t len = 0;
	struct span piece;

	while (len < text->len && strchr(ends, text->ptr[len]) == NULL)
		len++;
	piece = span_first(*text, len);
	*text = span_from(*text, len);
	return piece;
}

/* Takes apart what follows "http://" or "https://". */
static bool
read_address(struct reading *reading, struct span text, bool https,
    struct address *address)
{
	size_t host, path, query;
	struct out out;

	text = take(&text, "#");
	out_init(&out, address->text, sizeof(address->text));
	out_add(&out, https ? SPAN("https://") : SPAN("http://"));
	host = out.len;
	if (!add_host(reading, &out, take(&text, "/?\\"), https))
		return false;
	path = out.len;
	if (text.len > 0 && text.ptr[0] == '\\')
		return refuse(reading, "the address has no proper host");
	add_path(&out, take(&text, "?"));
	query = out.len;
	add_encoded(&out, text);
	if (out.full)
		return refuse(reading, TOO_LONG);
	address->host = (struct span){ out.ptr + host, path - host };
	address->path = (struct span){ out.ptr + path, query - path };
	address->query = query == out.len ? SPAN_NONE
					  : (struct span){ out.ptr + query + 1,
						    out.len - query - 1 };
	return true;
}

static int
hex(char c)
{
	if (span_is_digit(c))
		return c - '0';
	c = span_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Without percent-encoding; `plus`: in a form, where "+" is a blank. */
static struct span
decode(struct span text, bool plus, char *room, size_t size)
{
	struct out out;

	out_init(&out, room, size);
	for (size_t i = 0; i < text.len; i++) {
		int high = -1, low = -1;
		if (text.ptr[i] == '%' && text.len - i > 2) {
			high = hex(text.ptr[i + 1]);
			low = hex(text.ptr[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			out_char(&out, (char)(high * 16 + low));
			i += 2;
		} else {
			out_char(&out,
			    plus && text.ptr[i] == '+' ? ' ' : text.ptr[i]);
		}
	}
	return out.full ? SPAN_NONE : (struct span){ room, out.len };
}

/* The value of a parameter, decoded, in `room`; SPAN_NONE: it has none. */
static struct span
parameter(struct span query, const char *name, char *room, size_t size)
{
	struct span pair, key;

	while (query.len > 0) {
		pair = take(&query, "&;");
		query = span_from(query, 1);
		key = take(&pair, "=");
		if (equals(key, name) && pair.len > 0)
			return trim(
			    decode(span_from(pair, 1), true, room, size));
	}
	return SPAN_NONE;
}

/* Is it this field's: "37108507[uid]"?  Then without it. */
static bool
cut_field(struct span *text, const char *const *fields)
{
	struct span field;
	size_t at = text->len;

	if (at < 2 || text->ptr[--at] != ']')
		return false;
	while (at > 0 && text->ptr[at] != '[') /* a DOI may have its own */
		at--;
	field = span_first(span_from(*text, at + 1), text->len - at - 2);
	for (; *fields != NULL; fields++)
		if (text->ptr[at] == '[' && equals(trim(field), *fields)) {
			*text = trim(span_first(*text, at));
			return true;
		}
	return false;
}

/* Does the search lead to one article? */
static bool
is_one_article(struct reading *reading, struct span term)
{
	static const char *const pmid[] = { "uid", "pmid", NULL };
	static const char *const pmcid[] = { "pmcid", "pmc", NULL };
	static const char *const doi[] = { "doi", "aid", "lid", NULL };
	struct span number;

	cut_field(&term, pmid);
	if (read_number(term, PMID_DIGITS, &number))
		return set_article(reading, number);
	if (cut_field(&term, pmcid))
		return skip(&term, "PMC") && set_pmcid(reading, term);
	return cut_field(&term, doi) && is_doi(term) && set_doi(reading, term);
}

/* The parameters that have named an article since 2000. */
static bool
is_query_of_one(struct reading *reading, struct span query)
{
	static const char *const names[] = { "term", "list_uids", "uid",
		"TermToSearch", NULL };
	char room[SOURCE_ADDRESS_ROOM];
	struct span value = parameter(query, "db", room, sizeof(room));

	if (value.ptr != NULL && !equals(value, "pubmed"))
		return false;
	if (parameter(query, "linkname", room, sizeof(room)).ptr != NULL)
		return false;
	for (size_t i = 0; names[i] != NULL; i++) {
		value = parameter(query, names[i], room, sizeof(room));
		if (value.ptr != NULL && is_one_article(reading, value))
			return true;
	}
	return false;
}

/* What is behind `folder` in the path: SPAN_NONE where that is another. */
static struct span
below(struct span path, const char *folder)
{
	struct span rest = path;

	if (!skip(&rest, folder) || (rest.len > 0 && rest.ptr[0] != '/'))
		return SPAN_NONE;
	return rest;
}

/* "/37108507" or "/37108507/", or a query for one article. */
static bool
is_article(struct reading *reading, struct span path, struct span query)
{
	struct span number, word = path;

	if (word.len > 0 && word.ptr[0] == '/')
		word = span_from(word, 1);
	if (word.len > 0 && word.ptr[word.len - 1] == '/')
		word.len--;
	if (read_number(word, PMID_DIGITS, &number))
		return set_article(reading, number);
	return word.len == 0 && is_query_of_one(reading, query);
}

/* A page of PubMed by its path there; "/pubmed" is what old ones begin with. */
static bool
set_pubmed(struct reading *reading, struct span path, struct span query)
{
	struct span rest;
	struct out out;

	while ((rest = below(path, "/pubmed")).ptr != NULL)
		path = rest;
	if (is_article(reading, path, query))
		return true;
	begin(reading, &out);
	if (path.len == 0)
		out_char(&out, '/');
	out_add(&out, path);
	if (query.ptr != NULL) {
		out_char(&out, '?');
		out_add(&out, query);
	}
	return finish(reading, &out, SOURCE_PAGE);
}

static bool
is_host(struct span host, const char *const *hosts)
{
	for (; *hosts != NULL; hosts++)
		if (equals(host, *hosts))
			return true;
	return false;
}

static const char *const pubmed_hosts[] = { "pubmed.ncbi.nlm.nih.gov",
	"www.pubmed.ncbi.nlm.nih.gov", "m.pubmed.ncbi.nlm.nih.gov",
	"pubmed.gov", "www.pubmed.gov", "m.pubmed.gov", "pubmed.com",
	"www.pubmed.com", NULL };
static const char *const ncbi_hosts[] = { "www.ncbi.nlm.nih.gov",
	"ncbi.nlm.nih.gov", "m.ncbi.nlm.nih.gov", "preview.ncbi.nlm.nih.gov",
	NULL };
static const char *const doi_hosts[] = { "doi.org", "dx.doi.org", "www.doi.org",
	NULL };
static const char *const pmc_hosts[] = { "pmc.ncbi.nlm.nih.gov", NULL };

/* The addresses of PubMed before it had a host of its own. */
static bool
is_old_pubmed(struct reading *reading, const struct address *address)
{
	static const char *const pubmed[] = { "/pubmed", "/m/pubmed",
		"/sites/pubmed", NULL };
	static const char *const entrez[] = { "/entrez/query.fcgi",
		"/entrez/query", "/sites/entrez", NULL };
	struct span rest;

	if (!is_host(address->host, ncbi_hosts))
		return false;
	for (size_t i = 0; pubmed[i] != NULL; i++) {
		rest = below(address->path, pubmed[i]);
		if (rest.ptr != NULL)
			return set_pubmed(reading, rest, address->query);
	}
	for (size_t i = 0; entrez[i] != NULL; i++) {
		rest = below(address->path, entrez[i]);
		if (rest.ptr != NULL)
			return is_article(reading, rest, address->query);
	}
	return false;
}

static bool
is_doi_address(struct reading *reading, const struct address *address)
{
	char room[SOURCE_ADDRESS_ROOM];
	struct span text;

	if (!is_host(address->host, doi_hosts))
		return false;
	text = decode(span_from(address->path, 1), false, room, sizeof(room));
	skip(&text, "doi:");
	text = trim(text);
	return is_doi(text) && set_doi(reading, text);
}

/* Is it at `base` itself, as an address that PubMed redirected to? */
static bool
is_at_base(struct reading *reading, const struct address *address)
{
	struct span whole = span_of(address->text), path;

	if (whole.len <= reading->base_len ||
	    memcmp(whole.ptr, reading->base, reading->base_len) != 0)
		return false;
	path = span_from(whole, reading->base_len);
	if (path.ptr < address->path.ptr || path.ptr[0] != '/')
		return false;
	path.len = (size_t)(address->path.ptr + address->path.len - path.ptr);
	return set_pubmed(reading, path, address->query);
}

static bool
set_address(struct reading *reading, struct span text, bool https)
{
	struct address address;
	struct out out;

	if (!read_address(reading, text, https, &address))
		return false;
	if (is_host(address.host, pubmed_hosts))
		return set_pubmed(reading, address.path, address.query);
	if (is_at_base(reading, &address) || is_old_pubmed(reading, &address) ||
	    is_doi_address(reading, &address))
		return true;
	out_init(&out, reading->source->address, SOURCE_ADDRESS_ROOM);
	out_add(&out, span_of(address.text));
	return finish(reading, &out, SOURCE_PAGE);
}

/* --- words ---------------------------------------------------------------- */

/* Is it an address of a site that is known, without "https://"? */
static bool
is_bare_address(struct span word)
{
	struct span rest = word, host = take(&rest, "/?#");

	return is_host(host, pubmed_hosts) || is_host(host, doi_hosts) ||
	       is_host(host, ncbi_hosts) || is_host(host, pmc_hosts);
}

/* "pmid:1", "pmid: 1", "PMID 1"; false: it has another name, or none. */
static bool
skip_name(struct span *word, const char *name)
{
	struct span rest = *word, text;

	if (!skip(&rest, name) || rest.len == 0)
		return false;
	text = trim(rest);
	if (text.len > 0 && text.ptr[0] == ':')
		text = trim(span_from(text, 1));
	else if (text.len == rest.len || text.len == 0 ||
		 !(span_is_digit(text.ptr[0]) || starts_nocase(text, "PMC")))
		return false;
	*word = text;
	return true;
}

/* Schemes that have no "//" behind them, and that one may want to fetch. */
static bool
is_other_scheme(struct span word, struct span *scheme)
{
	static const char *const known[] = { "file", "ftp", "mailto", "data",
		"javascript", "about", "blob", "view-source", "http", "https",
		NULL };
	struct span rest = word;

	*scheme = take(&rest, ":");
	if (rest.len == 0 || scheme->len < 2 || scheme->len > 20)
		return false;
	for (size_t i = 0; i < scheme->len; i++)
		if (!is_of_host(scheme->ptr[i]) && scheme->ptr[i] != '+')
			return false;
	return is_host(*scheme, known) || span_starts(rest, SPAN("://"));
}

/* A word that says itself what it is. */
static bool
read_named(struct reading *reading, struct span word, bool *known)
{
	struct span scheme;

	*known = true;
	if (skip(&word, "https://"))
		return set_address(reading, word, true);
	if (skip(&word, "http://"))
		return set_address(reading, word, false);
	if (skip_name(&word, "pmid"))
		return set_article(reading, word);
	if (skip_name(&word, "pmcid")) {
		skip(&word, "PMC");
		return set_pmcid(reading, word);
	}
	if (skip_name(&word, "doi"))
		return set_doi(reading, word);
	if (!is_other_scheme(word, &scheme))
		return *known = false;
	if (equals(scheme, "http") || equals(scheme, "https"))
		return refuse(reading, "the address has no proper host");
	return refuse(reading,
	    "addresses of %.*s: are not fetched, only of http: and https:",
	    (int)scheme.len, scheme.ptr);
}

/* A word that may be the name of a file, too: "PMC1.html" is no PMCID. */
static bool
read_bare(struct reading *reading, struct span word)
{
	struct span rest = word;
	size_t digits;

	if (word.len > 0 && digits_of(word) == word.len)
		return set_article(reading, word);
	if (skip(&rest, "PMC") && (digits = digits_of(rest)) > 0) {
		if (digits + 1 < rest.len && rest.ptr[digits] == '.')
			digits += 1 + digits_of(span_from(rest, digits + 1));
		return digits == rest.len && set_pmcid(reading, rest);
	}
	if (is_doi(word))
		return set_doi(reading, word);
	return is_bare_address(word) && set_address(reading, word, true);
}

static bool
read_word(struct reading *reading, struct span word)
{
	bool named;

	if (word.len >= SOURCE_ADDRESS_ROOM)
		return refuse(reading, TOO_LONG);
	word = trim(word);
	for (size_t i = 0; i < word.len; i++)
		if (is_control(word.ptr[i]))
			return refuse(reading, "it holds a control character");
	if (read_named(reading, word, &named))
		return reading->source->named = true;
	return !named && read_bare(reading, word);
}

void
source_read(
    const char *word, const char *base, struct source *source, char *why)
{
	struct reading reading = { source, base, 0, why };

	if (base == NULL || base[0] == '\0')
		reading.base = SOURCE_PUBMED;
	reading.base_len = strlen(reading.base);
	while (
	    reading.base_len > 0 && reading.base[reading.base_len - 1] == '/')
		reading.base_len--;
	*source = (struct source){ SOURCE_NONE, "", "", false };
	if (why != NULL)
		why[0] = '\0';
	if (read_word(&reading, span_of(word))) {
		if (why != NULL)
			why[0] = '\0';
		return;
	}
	*source = (struct source){ SOURCE_NONE, "", "", false };
}
