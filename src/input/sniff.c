/*
 * This file tells by their beginning the formats that people take for a saved
 * page.  It reads none of them, and it does not ask what an HTML page is
 * about.
 */
#include "input/sniff.h"

#include "input/find.h"

#define SAVE_PAGE ": save the page itself (File > Save page as)"
#define UNPACK ": unpack it and give the page that is in it"
#define AN_IMAGE "an image, not HTML" SAVE_PAGE
#define XML "an XML document, not HTML" SAVE_PAGE
#define PUBMED_XML "PubMed's XML format, not the page" SAVE_PAGE
#define FEED "a news feed (RSS or Atom), not HTML" SAVE_PAGE
#define CITATION "a citation file, not the page" SAVE_PAGE
#define MHTML "an MHTML archive or e-mail message where a page should be" UNPACK
#define WARC "a WARC archive where a page should be" UNPACK
#define JSON "JSON, not HTML" SAVE_PAGE
#define HAR "a HAR recording (JSON) where a page should be" UNPACK
#define BINARY "binary data, not HTML" SAVE_PAGE
#define ZLIB \
	"binary data, not HTML: it looks packed by zlib; unpack it and give " \
	"the page that is in it"

#define XHTML SPAN(" xmlns=\"http://www.w3.org/1999/xhtml\"")

/* How much of a text may be headers before its format is given up. */
#define HEAD_BYTES 4096

/* So many control characters a page has by accident, however short it is. */
#define FEW_CONTROLS 8

struct format {
	struct span begin; /* what stands at the very beginning */
	size_t at;         /* where `more` stands, in bytes */
	struct span more;
	const char *message;
};

#define ROW(begin, message) AT(begin, 0, "", message)
#define AT(begin, at, more, message) \
	{ \
		{ begin, sizeof(begin) - 1 }, at, { more, sizeof(more) - 1 }, \
		    message \
	}

static const struct format binary[] = {
	ROW("%PDF-", "a PDF document, not HTML" SAVE_PAGE),
	ROW("\x89PNG\r\n\x1a\n", AN_IMAGE),
	ROW("\xff\xd8\xff", AN_IMAGE),
	ROW("GIF87a", AN_IMAGE),
	ROW("GIF89a", AN_IMAGE),
	AT("RIFF", 8, "WEBP", AN_IMAGE),
	AT("", 4, "ftypavif", AN_IMAGE),
	AT("", 4, "ftypheic", AN_IMAGE),
	ROW("PK\3\4", "a ZIP archive or an office document, not HTML" UNPACK),
	ROW("PK\5\6", "an empty ZIP archive, not HTML" SAVE_PAGE),
	ROW("\x1f\x8b", "gzip data within gzip data" UNPACK),
	ROW("\x28\xb5\x2f\xfd", "zstd data, not HTML" UNPACK),
	ROW("\xfd\x37zXZ\0", "xz data, not HTML" UNPACK),
	/* RFC 1950; 78 5e is left out: "x^" may begin a text. */
	ROW("\x78\x01", ZLIB),
	ROW("\x78\x9c", ZLIB),
	ROW("\x78\xda", ZLIB),
	AT("BZh", 4, "1AY&SY", "bzip2 data, not HTML" UNPACK),
	ROW("7z\xbc\xaf\x27\x1c", "a 7z archive, not HTML" UNPACK),
	AT("", 257, "ustar\0", "a tar archive, not HTML" UNPACK),
	AT("", 257, "ustar  \0", "a tar archive, not HTML" UNPACK),
	ROW("\x7f\x45LF", "a program (ELF), not HTML" SAVE_PAGE),
	ROW("MZ\x90\0", "a program (EXE), not HTML" SAVE_PAGE),
	ROW("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
	    "an old office document, not HTML" SAVE_PAGE),
	ROW("SQLite format 3", "an SQLite database, not HTML" SAVE_PAGE),
	ROW("bplist00",
	    "a Safari web archive or property list, not HTML: save the "
	    "page as \"Page Source\""),
};

static const struct format textual[] = {
	ROW("WARC/0.", WARC),
	ROW("WARC/1.", WARC),
	ROW("From: <Saved by", MHTML),
	ROW("PMID-", CITATION),
	ROW("TY  - ", CITATION),
	ROW("{\\rtf", "a rich text document (RTF), not HTML" SAVE_PAGE),
	ROW("%PDF-", "a PDF document, not HTML" SAVE_PAGE),
};

/* Elements that an XML document begins with, and no HTML does. */
static const struct format roots[] = {
	ROW("PubmedArticleSet", PUBMED_XML),
	ROW("PubmedArticle", PUBMED_XML),
	ROW("PubmedBookArticleSet", PUBMED_XML),
	ROW("eSearchResult", PUBMED_XML),
	ROW("eSummaryResult", PUBMED_XML),
	ROW("eFetchResult", PUBMED_XML),
	ROW("pmc-articleset", PUBMED_XML),
	ROW("rss", FEED),
	ROW("feed", FEED),
	ROW("rdf:RDF", FEED),
};

/* What XHTML, and pieces of it behind `<?xml …?>`, begin with. */
static const struct span html_roots[] = {
	{ "html", 4 },
	{ "head", 4 },
	{ "body", 4 },
	{ "main", 4 },
	{ "div", 3 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
is_format(struct span text, const struct format *format)
{
	return span_starts(text, format->begin) &&
	       span_starts(span_from(text, format->at), format->more);
}

const char *
sniff_bytes(struct span bytes)
{
	for (size_t i = 0; i < COUNT(binary); i++)
		if (is_format(bytes, &binary[i]))
			return binary[i].message;
	return NULL;
}

struct span
sniff_message(struct span text)
{
	if (span_starts(text, SPAN("\xef\xbb\xbf")))
		text = span_from(text, 3);
	text = find_skip_space(text);
	if (span_starts(text, SPAN("From ")))
		text = find_skip_space(
		    span_from(text, find_text(text, SPAN("\n"))));
	return text;
}

bool
sniff_is_message(struct span text)
{
	size_t colon = 0;

	text = sniff_message(text);
	while (colon < text.len &&
	       (span_is_alpha(text.ptr[colon]) ||
		   span_is_digit(text.ptr[colon]) || text.ptr[colon] == '-'))
		colon++;
	if (colon == 0 || colon == text.len || text.ptr[colon] != ':')
		return false;
	struct span head = span_first(text, HEAD_BYTES);
	head = span_first(head, find_text(head, SPAN("\n\n")));
	head = span_first(head, find_text(head, SPAN("\n\r\n")));
	return find_nocase(head, SPAN("multipart/related")) < head.len ||
	       find_nocase(head, SPAN("\nmime-version:")) < head.len ||
	       span_equal_nocase(span_first(text, 13), SPAN("mime-version:"));
}

/* JSON is told from a text in brackets by what follows the first one. */
static const char *
sniff_json(struct span text)
{
	char open = text.ptr[0];
	struct span rest = find_skip_space(span_from(text, 1));

	if (rest.len == 0 || (open != '{' && open != '['))
		return NULL;
	char next = rest.ptr[0];
	if (open == '[')
		return next == '{' || next == '[' || next == '"' || next == ']'
			   ? JSON
			   : NULL;
	if (next != '"' && next != '}')
		return NULL;
	return span_starts(rest, SPAN("\"log\"")) ? HAR : JSON;
}

/* `text` begins with `<!DOCTYPE …`: what stands behind it. */
static struct span
skip_doctype(struct span text)
{
	size_t close = find_text(text, SPAN(">"));
	size_t subset = find_text(span_first(text, close), SPAN("["));

	if (subset < close) {
		text = span_from(text, find_text(text, SPAN("]")));
		close = find_text(text, SPAN(">"));
	}
	return span_from(text, close + 1);
}

/* The name of the first element, behind whatever may stand before it. */
static struct span
root_of(struct span text)
{
	for (;;) {
		text = find_skip_space(text);
		if (span_starts(text, SPAN("<?")))
			text = span_from(text, find_text(text, SPAN("?>")) + 2);
		else if (span_starts(text, SPAN("<!--")))
			text =
			    span_from(text, find_text(text, SPAN("-->")) + 3);
		else if (span_starts(text, SPAN("<!")))
			text = skip_doctype(text);
		else
			break;
	}
	if (text.len < 2 || text.ptr[0] != '<')
		return SPAN_NONE;
	size_t len = 1;
	while (len < text.len && !span_is_space(text.ptr[len]) &&
	       text.ptr[len] != '>' && text.ptr[len] != '/')
		len++;
	return (struct span){ text.ptr + 1, len - 1 };
}

/* XHTML says so by its first element, that one's namespace, or its type. */
static bool
is_xhtml(struct span text, struct span root)
{
	size_t colon = find_text(root, SPAN(":"));
	struct span local =
	    colon < root.len ? span_from(root, colon + 1) : root;
	struct span head = span_first(text, HEAD_BYTES);

	for (size_t i = 0; i < COUNT(html_roots); i++)
		if (span_equal_nocase(local, html_roots[i]))
			return true;
	return find_text(head, XHTML) < head.len ||
	       find_nocase(head, SPAN("<!doctype html")) < head.len;
}

static const char *
sniff_xml(struct span text)
{
	struct span root = root_of(text);

	for (size_t i = 0; i < COUNT(roots); i++)
		if (span_equal(root, roots[i].begin))
			return roots[i].message;
	if (!span_starts(text, SPAN("<?xml")))
		return NULL;
	return is_xhtml(text, root) ? NULL : XML;
}

/* Is there anything that a parser would take for a tag or a comment? */
static bool
has_markup(struct span text)
{
	while (text.len > 0) {
		text = span_from(text, find_text(text, SPAN("<")) + 1);
		if (text.len > 0 &&
		    (span_is_alpha(text.ptr[0]) || text.ptr[0] == '!' ||
			text.ptr[0] == '/'))
			return true;
	}
	return false;
}

/*
 * Is more than 2% of the beginning control characters other than white space?
 * A page may have some NUL bytes that a bad tool left in it.
 */
static bool
is_binary(struct span text)
{
	size_t controls = 0;

	text = span_first(text, HEAD_BYTES);
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20 &&
		    !span_is_space(text.ptr[i]))
			controls++;
	return controls > FEW_CONTROLS && controls > text.len / 50;
}

const char *
sniff_text(struct span text)
{
	text = find_skip_space(text);
	if (text.len == 0)
		return NULL;
	for (size_t i = 0; i < COUNT(textual); i++)
		if (is_format(text, &textual[i]))
			return textual[i].message;
	const char *message = sniff_json(text);
	if (message == NULL && sniff_is_message(text))
		message = MHTML;
	if (message == NULL)
		message = sniff_xml(text);
	if (message == NULL && is_binary(text))
		message = BINARY;
	if (message == NULL && !has_markup(text) &&
	    memchr(text.ptr, '\0', text.len) != NULL)
		message = BINARY;
	return message;
}

bool
sniff_is_plain(struct span text)
{
	return !has_markup(text);
}
