/* Packing, character sets and foreign formats: src/input. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "input/input.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define BYTES(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}
#define LIMIT ((size_t)1 << 20)
#define ROOM ((size_t)256 << 10)

static struct arena arena;
static struct input input;
static struct error error;

static void
set_up(void)
{
	arena_init(&arena, 0);
}

static void
tear_down(void)
{
	arena_free(&arena);
}

TestSuite(input, .init = set_up, .fini = tear_down);

static enum psc_status
decode(struct span bytes)
{
	return input_decode(&arena, bytes, LIMIT, &input, &error);
}

/* A second opinion on UTF-8, written as plainly as can be. */
static bool
is_utf8(struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		unsigned char lead = (unsigned char)text.ptr[at];
		size_t more = lead < 0x80             ? 0
			      : (lead & 0xe0) == 0xc0 ? 1
			      : (lead & 0xf0) == 0xe0 ? 2
			      : (lead & 0xf8) == 0xf0 ? 3
						      : 9;
		uint32_t code = more == 0 ? lead : lead & (0x3fu >> more);
		if (more > 3 || text.len - at <= more)
			return false;
		for (size_t i = 1; i <= more; i++) {
			if ((text.ptr[at + i] & 0xc0) != 0x80)
				return false;
			code = code << 6 | (text.ptr[at + i] & 0x3f);
		}
		if ((more == 1 && code < 0x80) || (more == 2 && code < 0x800) ||
		    (more == 3 && code < 0x10000) || code > 0x10ffff ||
		    (code >= 0xd800 && code <= 0xdfff))
			return false;
		at += more + 1;
	}
	return true;
}

static size_t
pack(struct span bytes, char *out, size_t room)
{
	z_stream stream = { .next_in = NULL };

	cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9,
			 Z_DEFAULT_STRATEGY),
	    Z_OK);
	stream.next_in = (z_const Bytef *)bytes.ptr;
	stream.avail_in = (uInt)bytes.len;
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)room;
	cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return room - stream.avail_out;
}

static void
expect_text(struct span want, const char *what)
{
	cr_assert(is_utf8(input.text), "%s: not UTF-8", what);
	cr_assert(span_equal(input.text, want), "%s: got '%.*s'", what,
	    (int)input.text.len, input.text.ptr);
}

struct decoded {
	struct span bytes;
	struct span text;
	const char *charset;
	size_t replaced;
};

#define FFFD "\xef\xbf\xbd"

static const struct decoded decodings[] = {
	{ BYTES("<p>a"), BYTES("<p>a"), "UTF-8", 0 },
	{ BYTES("<p>\xc3\xa9"), BYTES("<p>\xc3\xa9"), "UTF-8", 0 },
	{ BYTES("<p>a\0b"), BYTES("<p>a\0b"), "UTF-8", 0 },
	/* byte order marks */
	{ BYTES("\xef\xbb\xbf<p>\xc3\xa9"), BYTES("<p>\xc3\xa9"), "UTF-8", 0 },
	{ BYTES("\xef\xbb\xbf\xef\xbb\xbf<p>"), BYTES("\xef\xbb\xbf<p>"),
	    "UTF-8", 0 },
	{ BYTES("<p>\xef\xbb\xbf"), BYTES("<p>\xef\xbb\xbf"), "UTF-8", 0 },
	{ BYTES("\xef\xbb\xbf<meta charset=latin1>\xe9"),
	    BYTES("<meta charset=latin1>" FFFD), "UTF-8", 1 },
	{ BYTES("\xff\xfe<\0p\0>\0\xe9\0"), BYTES("<p>\xc3\xa9"), "UTF-16LE",
	    0 },
	{ BYTES("\xfe\xff\0<\0p\0>\0\xe9"), BYTES("<p>\xc3\xa9"), "UTF-16BE",
	    0 },
	{ BYTES("\xff\xfe<\0p\0>\0\x3d\xd8\x00\xde"),
	    BYTES("<p>\xf0\x9f\x98\x80"), "UTF-16LE", 0 },
	{ BYTES("\xff\xfe<\0p\0>\0\x3d\xd8"), BYTES("<p>" FFFD), "UTF-16LE",
	    1 },
	{ BYTES("\xff\xfe<\0p\0>\0\x00\xde"
		"a\0"),
	    BYTES("<p>" FFFD "a"), "UTF-16LE", 1 },
	{ BYTES("\xff\xfe<\0p\0>\0a"), BYTES("<p>" FFFD), "UTF-16LE", 1 },
	{ BYTES("\xff\xfe\0\0<\0\0\0p\0\0\0>\0\0\0"), BYTES("<p>"), "UTF-32LE",
	    0 },
	{ BYTES("\0\0\xfe\xff\0\0\0<\0\0\0p\0\0\0>\0\x11\0\0"),
	    BYTES("<p>" FFFD), "UTF-32BE", 1 },
	/* UTF-16 without one */
	{ BYTES("<\0p\0>\0\xe9\0"), BYTES("<p>\xc3\xa9"), "UTF-16LE", 0 },
	{ BYTES("\n\0<\0!\0-\0-\0"), BYTES("\n<!--"), "UTF-16LE", 0 },
	{ BYTES("\0<\0p\0>\0\xe9"), BYTES("<p>\xc3\xa9"), "UTF-16BE", 0 },
	{ BYTES("<\0p>"
		"</p>"),
	    BYTES("<\0p></p>"), "UTF-8", 0 },
	/* maximal subparts (Unicode, chapter 3.9) */
	{ BYTES("<meta charset=utf-8>"
		"a\xf1\x80\x80\xe1\x80\xc2"
		"b\x80"
		"c\x80\xbf"
		"d"),
	    BYTES("<meta charset=utf-8>"
		  "a" FFFD FFFD FFFD "b" FFFD "c" FFFD FFFD "d"),
	    "UTF-8", 6 },
	{ BYTES("<meta charset=utf-8>\xc0\xaf\xe0\x80\xbf\xf0\x81\x82"
		"A"),
	    BYTES("<meta charset=utf-8>" FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD
		  "A"),
	    "UTF-8", 8 },
	{ BYTES("<meta charset=utf-8>\xed\xa0\x80\xf4\x91\x92\x93\xff"),
	    BYTES(
		"<meta charset=utf-8>" FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD),
	    "UTF-8", 8 },
	{ BYTES("<meta charset=utf-8>\xe2\x82"),
	    BYTES("<meta charset=utf-8>" FFFD), "UTF-8", 1 },
	/* no meta, cut inside a character */
	{ BYTES("<p>\xc3\xa9 \xe2\x82"), BYTES("<p>\xc3\xa9 " FFFD), "UTF-8",
	    1 },
	/* other sets */
	{ BYTES("<meta charset=iso-8859-1>\x80\x81\x8d\x9d\x9f\xe9\xff"),
	    BYTES("<meta charset=iso-8859-1>\xe2\x82\xac\xc2\x81\xc2\x8d"
		  "\xc2\x9d\xc5\xb8\xc3\xa9\xc3\xbf"),
	    "windows-1252", 0 },
	{ BYTES("<meta charset=windows-1250>\x81\xe8"),
	    BYTES("<meta charset=windows-1250>\xc2\x81\xc4\x8d"),
	    "windows-1250", 0 },
	{ BYTES("<meta charset=windows-1253>\xff\xe1"),
	    BYTES("<meta charset=windows-1253>" FFFD "\xce\xb1"),
	    "windows-1253", 1 },
	{ BYTES("<meta charset=gb2312>\xc4\xe3\xba\xc3"),
	    BYTES("<meta charset=gb2312>\xe4\xbd\xa0\xe5\xa5\xbd"), "gb18030",
	    0 },
	{ BYTES("<meta charset=gbk>\x81"), BYTES("<meta charset=gbk>" FFFD),
	    "gb18030", 1 },
	{ BYTES("<meta charset=gbk>\xc4<b>"),
	    BYTES("<meta charset=gbk>" FFFD "<b>"), "gb18030", 1 },
	{ BYTES("<meta charset=Shift_JIS>\x83\x65\x87\x40"),
	    BYTES("<meta charset=Shift_JIS>\xe3\x83\x86\xe2\x91\xa0"),
	    "Shift_JIS", 0 },
	{ BYTES("<meta charset=euc-jp>\xa5\xc6"),
	    BYTES("<meta charset=euc-jp>\xe3\x83\x86"), "EUC-JP", 0 },
	{ BYTES("<meta charset=ks_c_5601-1987>\xb0\xa1"),
	    BYTES("<meta charset=ks_c_5601-1987>\xea\xb0\x80"), "EUC-KR", 0 },
	{ BYTES("<meta charset=big5>\xa4\xa4"),
	    BYTES("<meta charset=big5>\xe4\xb8\xad"), "Big5", 0 },
	/* iconv holds back a letter that an accent may follow */
	{ BYTES("<meta charset=big5>\x88\x66"),
	    BYTES("<meta charset=big5>\xc3\x8a"), "Big5", 0 },
	{ BYTES("<meta charset=windows-1258>a\xd2"),
	    BYTES("<meta charset=windows-1258>\xe1\xba\xa3"), "windows-1258",
	    0 },
	{ BYTES("<meta charset=koi8-r>\xc1"),
	    BYTES("<meta charset=koi8-r>\xd0\xb0"), "KOI8-R", 0 },
};

Test(input, decodes)
{
	for (size_t i = 0; i < COUNT(decodings); i++) {
		const struct decoded *row = &decodings[i];
		char what[32];
		snprintf(what, sizeof(what), "row %zu", i);
		cr_assert_eq(
		    decode(row->bytes), PSC_OK, "%s: %s", what, error.message);
		expect_text(row->text, what);
		cr_assert_str_eq(input.charset, row->charset, "%s", what);
		cr_assert_eq(input.replaced, row->replaced, "%s: %zu", what,
		    input.replaced);
		cr_assert(!input.cut);
		cr_assert_eq(strlen(input.sha256), 64);
	}
}

struct declared {
	const char *head;
	const char *charset;
};

/* The byte e9 behind each: neither UTF-8 nor told by anything else. */
static const struct declared declarations[] = {
	{ "<meta charset=koi8-r>", "KOI8-R" },
	{ "<META CHARSET='KOI8-R'>", "KOI8-R" },
	{ "<meta\tcharset = \" koi8-r\n\" >", "KOI8-R" },
	{ "<meta/charset=koi8-r/>", NULL },
	{ "<meta name=a / charset=koi8-r >", "KOI8-R" },
	{ "<html lang='a>b'><meta charset=koi8-r>", "KOI8-R" },
	{ "<a b=\"<meta charset=koi8-r>\"><meta charset=big5>", "Big5" },
	{ "<!-- <meta charset=koi8-r> --><meta charset=big5>", "Big5" },
	{ "<!--><meta charset=koi8-r>-->", "KOI8-R" },
	{ "<!-- <meta charset=koi8-r>", NULL },
	{ "<!doctype html><meta charset=koi8-r>", "KOI8-R" },
	{ "<?pi <meta charset=big5><meta charset=koi8-r>", "KOI8-R" },
	{ "</ <meta charset=big5><meta charset=koi8-r>", "KOI8-R" },
	{ "</p x='><meta charset=big5>'><meta charset=koi8-r>", "KOI8-R" },
	{ "< meta charset=koi8-r><p>", NULL },
	{ "<metas charset=koi8-r>", NULL },
	{ "<meta charset>", NULL },
	{ "<meta charset=>", NULL },
	{ "<meta =charset=koi8-r>", NULL },
	{ "<meta charset=nonsense><meta charset=koi8-r>", "KOI8-R" },
	{ "<meta charset=koi8-r charset=big5>", "KOI8-R" },
	{ "<meta charset=utf-16>", "UTF-8" },
	{ "<meta charset=UTF8>", "UTF-8" },
	{ "<meta charset=x-user-defined>", "windows-1252" },
	{ "<meta charset=us-ascii>", "windows-1252" },
	{ "<meta charset=iso-8859-9>", "windows-1254" },
	{ "<meta charset=iso-8859-8-i>", "ISO-8859-8" },
	{ "<meta charset=tis-620>", "windows-874" },
	{ "<meta charset=macintosh>", "macintosh" },
	{ "<meta http-equiv=content-type content='text/html; "
	  "charset=koi8-r'>",
	    "KOI8-R" },
	{ "<meta content='text/html; charset=koi8-r' "
	  "http-equiv=\"Content-Type\">",
	    "KOI8-R" },
	{ "<meta http-equiv=content-type content='a charset; CHARSET = "
	  "\"koi8-r\" x'>",
	    "KOI8-R" },
	{ "<meta http-equiv=content-type content='charset=koi8-r;x'>",
	    "KOI8-R" },
	{ "<meta http-equiv=content-type content='charset=\"koi8-r'>", NULL },
	{ "<meta content='charset=koi8-r'>", NULL },
	{ "<meta http-equiv=refresh content='charset=koi8-r'>", NULL },
	{ "<meta http-equiv=content-type content='charset=big5' "
	  "charset=koi8-r>",
	    "KOI8-R" },
	{ "<?xml version='1.0' encoding='koi8-r'?><html>", "KOI8-R" },
	{ "<?xml version='1.0' encoding='big5'?><html><meta "
	  "charset=koi8-r>",
	    "KOI8-R" },
	{ "<?xml version='1.0' encoding=koi8-r?><html>", NULL },
	{ "<meta charset=koi8-r", NULL },
	{ "<meta charset='koi8-r", NULL },
	{ "<meta charset", NULL },
	{ "<meta ", NULL },
};

Test(input, finds_declared_charset)
{
	for (size_t i = 0; i < COUNT(declarations); i++) {
		const struct declared *row = &declarations[i];
		char page[256];
		int len = snprintf(page, sizeof(page), "%s\xe9", row->head);
		cr_assert_eq(decode((struct span){ page, (size_t)len }), PSC_OK,
		    "%s", row->head);
		cr_assert(is_utf8(input.text));
		if (row->charset != NULL)
			cr_assert_str_eq(input.charset, row->charset, "%s: %s",
			    row->head, input.charset);
		else
			cr_assert_str_neq(
			    input.charset, "KOI8-R", "%s", row->head);
	}
}

Test(input, reads_declaration_only_near_the_beginning)
{
	static char page[6000];

	memset(page, ' ', sizeof(page));
	memcpy(page, "<p>", 3);
	memcpy(page + 5000, "<meta charset=koi8-r>\xe9", 22);
	cr_assert_eq(decode((struct span){ page, sizeof(page) }), PSC_OK);
	cr_assert_str_neq(input.charset, "KOI8-R");
	memcpy(page + 4000, "<meta charset=koi8-r>\xe9", 22);
	cr_assert_eq(decode((struct span){ page, sizeof(page) }), PSC_OK);
	cr_assert_str_eq(input.charset, "KOI8-R");
}

/* Some Russian, in windows-1251. */
#define RUSSIAN \
	"\xd1\xfa\xe5\xf8\xfc \xe6\xe5 \xe5\xf9\xb8 \xfd\xf2\xe8\xf5 " \
	"\xec\xff\xe3\xea\xe8\xf5 " \
	"\xf4\xf0\xe0\xed\xf6\xf3\xe7\xf1\xea\xe8\xf5"

Test(input, guesses_where_nothing_is_declared)
{
	cr_assert_eq(decode(SPAN("<p>" RUSSIAN RUSSIAN)), PSC_OK);
	cr_assert_str_eq(input.charset, "windows-1251");
	cr_assert(is_utf8(input.text));
	cr_assert_eq(input.replaced, 0);
}

Test(input, does_not_copy_good_utf8)
{
	struct span page = SPAN("<p>\xc3\xa9t\xc3\xa9");

	cr_assert_eq(decode(page), PSC_OK);
	cr_assert_eq(input.text.ptr, page.ptr);
	cr_assert_eq(arena.used, 0);
}

struct refused {
	struct span bytes;
	enum psc_status status;
	const char *word; /* stands in the message */
};

static const struct refused refusals[] = {
	{ { NULL, 0 }, PSC_EMPTY, "" },
	{ BYTES(""), PSC_EMPTY, "no bytes" },
	{ BYTES(" \r\n\t\f"), PSC_EMPTY, "white space" },
	{ BYTES("\xef\xbb\xbf"), PSC_EMPTY, "" },
	{ BYTES("\xff\xfe \0\n\0"), PSC_EMPTY, "" },
	{ BYTES("%PDF-1.7\n<a>"), PSC_NOT_HTML, "PDF" },
	{ BYTES("\x89PNG\r\n\x1a\n<a>"), PSC_NOT_HTML, "image" },
	{ BYTES("\xff\xd8\xff\xe0"), PSC_NOT_HTML, "image" },
	{ BYTES("GIF89a<a>"), PSC_NOT_HTML, "image" },
	{ BYTES("RIFF\0\0\0\0WEBP"), PSC_NOT_HTML, "image" },
	{ BYTES("PK\3\4<a>"), PSC_NOT_HTML, "ZIP" },
	{ BYTES("\x28\xb5\x2f\xfd<a>"), PSC_UNREADABLE, "zstd" },
	{ BYTES("\xfd"
		"7zXZ\0<a>"),
	    PSC_NOT_HTML, "xz" },
	{ BYTES("BZh91AY&SY<a>"), PSC_NOT_HTML, "bzip2" },
	{ BYTES("\x7f"
		"ELF<a>"),
	    PSC_NOT_HTML, "ELF" },
	{ BYTES("bplist00<a>"), PSC_NOT_HTML, "Safari" },
	{ BYTES("<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "
		"\"-//NLM//DTD\" \"x.dtd\">\n<PubmedArticleSet><a>"),
	    PSC_NOT_HTML, "PubMed's XML" },
	{ BYTES("<PubmedArticleSet>\n<a>"), PSC_NOT_HTML, "PubMed's XML" },
	{ BYTES("<!DOCTYPE x [<!ENTITY a '>'>]><PubmedArticle/>"), PSC_NOT_HTML,
	    "PubMed's XML" },
	{ BYTES("<?xml version='1.0'?><!-- <html> --><rss version='2.0'>"),
	    PSC_NOT_HTML, "RSS" },
	{ BYTES("<rss>"), PSC_NOT_HTML, "RSS" },
	{ BYTES("<?xml version='1.0'?><article><p>a</p></article>"),
	    PSC_NOT_HTML, "XML" },
	{ BYTES("<?xml version='1.0'?>"), PSC_NOT_HTML, "XML" },
	{ BYTES("\xff\xfe<\0?\0x\0m\0l\0 \0?\0>\0<\0a\0>\0"), PSC_NOT_HTML,
	    "XML" },
	{ BYTES("\n{\"a\": \"<a>\"}"), PSC_NOT_HTML, "JSON" },
	{ BYTES("[{\"a\": \"<a>\"}]"), PSC_NOT_HTML, "JSON" },
	{ BYTES("{}"), PSC_NOT_HTML, "JSON" },
	{ BYTES("{ \"log\": {\"a\": \"<a>\"}}"), PSC_NOT_HTML, "HAR" },
	{ BYTES("{\\rtf1 <a>"), PSC_NOT_HTML, "RTF" },
	{ BYTES("From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\n"
		"\r\n<html>"),
	    PSC_NOT_HTML, "MHTML" },
	{ BYTES("MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
		"\r\n<html>"),
	    PSC_NOT_HTML, "MHTML" },
	{ BYTES("From: A <a@b>\nMime-Version: 1.0\n\n<html>"), PSC_NOT_HTML,
	    "MHTML" },
	{ BYTES("WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n<html>"), PSC_NOT_HTML,
	    "WARC" },
	{ BYTES("\nPMID- 31814667\nTI  - A <i>b</i>\n"), PSC_NOT_HTML,
	    "citation" },
	{ BYTES("TY  - JOUR\nTI  - A <i>b</i>\n"), PSC_NOT_HTML, "citation" },
	{ BYTES("\1\0\2\0\3"), PSC_NOT_HTML, "binary" },
	{ BYTES("\x78\x01<a>"), PSC_NOT_HTML, "binary data, not HTML: " },
	{ BYTES("\x78\x9c<a>"), PSC_NOT_HTML, "zlib" },
	{ BYTES("\x78\xda<a>"), PSC_NOT_HTML, "zlib" },
	{ BYTES("a\1\2\3\4\5\6\7\x0e\x1f<a>"), PSC_NOT_HTML, "binary" },
	{ BYTES("\0\0\0\0\0\0\0\0\0<a>"), PSC_NOT_HTML, "binary" },
	{ BYTES("\x80\x81\x82\x83\x84\0\0\0\0\0\0\0\0\0<a>"), PSC_NOT_HTML,
	    "binary" },
	/* UTF-16 that shows by no mark and no mark-up is binary. */
	{ BYTES("T\0e\0x\0t\0 \0o\0n\0l\0y\0<\0p\0>\0"), PSC_NOT_HTML,
	    "binary" },
	{ BYTES("\x1f\x8b"), PSC_UNREADABLE, "gzip" },
	{ BYTES("\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff"), PSC_UNREADABLE, "gzip" },
	{ BYTES("\x1f\x8bnonsense"), PSC_UNREADABLE, "gzip" },
};

/* Text without mark-up is an input of its own kind. */
Test(input, knows_plain_text)
{
	static const struct span plain[] = {
		BYTES("A text, p < 0.05, a <= b, [Article in Italian]."),
		BYTES("[Article in Italian]"), BYTES("a<")
	};

	for (size_t i = 0; i < COUNT(plain); i++) {
		cr_assert_eq(decode(plain[i]), PSC_OK, "row %zu", i);
		cr_assert(input.plain, "row %zu", i);
	}
	cr_assert_eq(decode((struct span)BYTES("<p>a")), PSC_OK);
	cr_assert(!input.plain);
}

Test(input, refuses_with_words)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		const struct refused *row = &refusals[i];
		enum psc_status status = decode(row->bytes);
		cr_assert_eq(status, row->status, "row %zu: %d '%s'", i,
		    (int)status, error.message);
		cr_assert(strstr(error.message, row->word) != NULL,
		    "row %zu: '%s'", i, error.message);
		cr_assert_neq(error.message[0], '\0');
		cr_assert_eq(
		    strlen(input.sha256), status == PSC_UNREADABLE ? 0 : 64);
	}
}

static const struct span pages[] = {
	BYTES("<!DOCTYPE html><html>"),
	BYTES("\n <html>"),
	BYTES("<p>a fragment"),
	BYTES("text first, then <b>mark-up"),
	BYTES("<!-- saved from url=(0041)https://pubmed --><html>"),
	BYTES("<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html PUBLIC "
	      "'a' 'b'>\n<html xmlns='x'>"),
	BYTES("<?xml version='1.0'?><h:html>"),
	BYTES("<?xml version='1.0'?><p xmlns=\"http://www.w3.org/1999/"
	      "xhtml\">"),
	BYTES("<?xml version='1.0'?><div>"),
	BYTES("<svg></svg><p>"),
	BYTES("<article><p>an HTML element too"),
	BYTES("[Article in Italian] <p>"),
	BYTES("{% template %}<html>"),
	BYTES("Title: a <p>page"),
	BYTES("</div>"),
	BYTES("<p>a\0b\0c"),
	BYTES("x^2 <p>"),
	BYTES("x\t\n\f\r\t\n\f\r\t\n\f\r<p>"),
};

Test(input, accepts_pages_and_pieces)
{
	for (size_t i = 0; i < COUNT(pages); i++) {
		cr_assert_eq(
		    decode(pages[i]), PSC_OK, "row %zu: %s", i, error.message);
		expect_text(pages[i], "page");
		cr_assert_str_eq(error.message, "");
	}
}

/* 2% of the first 4096 bytes is where a page ends and binary data begins. */
Test(input, tells_binary_data_by_control_characters)
{
	static char page[8192];
	struct span whole = { page, sizeof(page) };

	for (size_t many = 81; many <= 82; many++) {
		memset(page, ' ', sizeof(page));
		memcpy(page, "<!DOCTYPE html>", 15);
		for (size_t i = 0; i < many; i++)
			page[100 + 40 * i] = i % 2 ? '\0' : '\x1b';
		cr_assert_eq(decode(whole), many == 81 ? PSC_OK : PSC_NOT_HTML,
		    "%zu: %s", many, error.message);
	}
	cr_assert_str_eq(error.message,
	    "binary data, not HTML: save the page itself "
	    "(File > Save page as)");
	/* What stands behind that, is no reason. */
	memset(page, ' ', sizeof(page));
	memcpy(page, "<p>", 3);
	memset(page + 4096, '\0', sizeof(page) - 4096);
	cr_assert_eq(decode(whole), PSC_OK, "%s", error.message);
	/* UTF-16 without a mark has a NUL in every character. */
	for (size_t i = 0; i < sizeof(page); i += 2) {
		page[i] = "<html>x"[i / 2 % 7];
		page[i + 1] = '\0';
	}
	cr_assert_eq(decode(whole), PSC_OK, "%s", error.message);
	for (size_t i = 0; i < sizeof(page); i += 2) {
		page[i + 1] = page[i];
		page[i] = '\0';
	}
	cr_assert_eq(decode(whole), PSC_OK, "%s", error.message);
}

Test(input, takes_sha256_of_unpacked_bytes)
{
	/* FIPS 180-2, appendix B.1. */
	static const char abc[] =
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	char packed[100];
	struct span bytes = { packed, pack(SPAN("abc"), packed, 100) };

	cr_assert_eq(decode(SPAN("abc")), PSC_OK);
	cr_assert_str_eq(input.sha256, abc);
	cr_assert_eq(decode(bytes), PSC_OK);
	cr_assert_str_eq(input.sha256, abc);
	cr_assert_eq(decode(SPAN("")), PSC_EMPTY);
	cr_assert(span_starts(span_of(input.sha256), SPAN("e3b0c442")));
}

Test(input, unpacks_members_and_ignores_garbage)
{
	char packed[300];
	size_t len = pack(SPAN("<p>one "), packed, 100);

	cr_assert_eq(decode((struct span){ packed, len }), PSC_OK);
	expect_text(SPAN("<p>one "), "one member");
	len += pack(SPAN(""), packed + len, 100);
	len += pack(SPAN("two"), packed + len, 100);
	cr_assert_eq(decode((struct span){ packed, len }), PSC_OK);
	expect_text(SPAN("<p>one two"), "three members");
	memcpy(packed + len, "garbage", 7);
	cr_assert_eq(decode((struct span){ packed, len + 7 }), PSC_OK);
	expect_text(SPAN("<p>one two"), "garbage");
	cr_assert(!input.cut);
	memcpy(packed + len, "\x1f\x8bgarbage", 9);
	cr_assert_eq(decode((struct span){ packed, len + 9 }), PSC_OK);
	expect_text(SPAN("<p>one two"), "packed garbage");
	cr_assert(input.cut);
}

Test(input, refuses_gzip_within_gzip_and_empty_gzip)
{
	char once[100], twice[200];
	size_t len = pack(SPAN("<p>"), once, sizeof(once));

	len = pack((struct span){ once, len }, twice, sizeof(twice));
	cr_assert_eq(decode((struct span){ twice, len }), PSC_NOT_HTML);
	len = pack(SPAN(""), once, sizeof(once));
	cr_assert_eq(decode((struct span){ once, len }), PSC_EMPTY);
}

/* A page that does not pack too well, so that a cut leaves something. */
static void
fill(char *page, size_t len)
{
	unsigned state = 7;

	memcpy(page, "<p>", 3);
	for (size_t i = 3; i < len; i++) {
		state = state * 1103515245u + 12345u;
		page[i] = (char)('a' + (state >> 16) % 26);
	}
}

Test(input, gives_what_is_whole_of_a_cut_stream)
{
	static char page[ROOM], packed[ROOM];
	fill(page, sizeof(page));
	size_t len =
	    pack((struct span){ page, sizeof(page) }, packed, sizeof(packed));

	for (size_t cut = 1; cut < len; cut += 997) {
		enum psc_status status = decode((struct span){ packed, cut });
		/* Less than the magic bytes is not known for packed. */
		if (status != PSC_OK || input.plain) {
			cr_assert_lt(cut, 1000u);
			continue;
		}
		cr_assert_eq(input.cut, true);
		cr_assert_leq(input.text.len, sizeof(page));
		expect_text(span_first((struct span){ page, sizeof(page) },
				input.text.len),
		    "cut");
	}
	/* The check sum alone is missing. */
	cr_assert_eq(decode((struct span){ packed, len - 8 }), PSC_OK);
	cr_assert_eq(input.text.len, sizeof(page));
	cr_assert(input.cut);
	/* Damage in the middle. */
	memset(packed + len / 2, 0xff, 64);
	cr_assert_eq(decode((struct span){ packed, len }), PSC_OK);
	cr_assert(input.cut);
}

Test(input, counts_packed_and_unpacked_bytes)
{
	static char page[ROOM], packed[ROOM];
	memset(page, 'a', sizeof(page));
	memcpy(page, "<p>", 3);
	struct span all = { page, sizeof(page) };
	struct span small = { packed, pack(all, packed, sizeof(packed)) };

	cr_assert_eq(input_decode(&arena, small, ROOM, &input, &error), PSC_OK);
	cr_assert_eq(input_decode(&arena, small, ROOM - 1, &input, &error),
	    PSC_TOO_LARGE);
	cr_assert(strstr(error.message, "262143 bytes") != NULL);
	cr_assert(strstr(error.message, "--max-bytes") != NULL);
	cr_assert_str_eq(input.sha256, "");
	cr_assert_eq(input_decode(&arena, all, ROOM, &input, &error), PSC_OK);
	cr_assert_eq(
	    input_decode(&arena, all, ROOM - 1, &input, &error), PSC_TOO_LARGE);
	cr_assert_eq(
	    input_decode(&arena, small, SIZE_MAX, &input, &error), PSC_OK);
	cr_assert_eq(input_decode(&arena, SPAN("<p>"), 0, &input, &error),
	    PSC_TOO_LARGE);
	cr_assert_eq(
	    input_decode(&arena, SPAN(""), 0, &input, &error), PSC_EMPTY);
}

Test(input, takes_memory_for_what_there_is)
{
	char packed[100];
	struct span bytes = { packed, pack(SPAN("<p>a"), packed, 100) };

	cr_assert_eq(
	    input_decode(&arena, bytes, PSC_MAX_BYTES, &input, &error), PSC_OK);
	cr_assert_lt(arena.used, 1000u);
}

/* Without memory there is a status, not a jump past what is on the heap. */
Test(input, stays_when_the_arena_is_full)
{
	static char page[ROOM], packed[ROOM];
	struct arena narrow;
	jmp_buf out;

	fill(page, sizeof(page));
	struct span small = { packed,
		pack((struct span){ page, sizeof(page) }, packed, ROOM) };
	arena_init(&narrow, 1000);
	narrow.out = &out;
	if (setjmp(out) != 0)
		cr_assert_fail("input_decode jumped");
	cr_assert_eq(
	    input_decode(&narrow, small, LIMIT, &input, &error), PSC_NO_MEMORY);
	memcpy(page, "<meta charset=koi8-r>", 21);
	cr_assert_eq(input_decode(&narrow, (struct span){ page, ROOM }, LIMIT,
			 &input, &error),
	    PSC_NO_MEMORY);
	cr_assert_str_eq(error.message, "not enough memory");
	cr_assert_eq(narrow.out, &out);
	arena_free(&narrow);
}

/*
 * Character sets over random bytes, as a hostile page declares them.  These
 * stand behind the beginning, which would be taken for binary data.
 */
static const char *const labels[] = { "utf-8", "latin1", "gbk", "big5",
	"euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "windows-1255",
	"windows-1258", "koi8-u", "ibm866", "iso-8859-16", "macintosh",
	"tis-620", "x-mac-cyrillic", "iso-8859-7", "none-such" };

Test(input, makes_utf8_of_anything)
{
	static char page[20000];
	unsigned state = 1;

	for (size_t round = 0; round < 20 * COUNT(labels); round++) {
		for (size_t i = 0; i < sizeof(page); i++) {
			state = state * 1103515245u + 12345u;
			page[i] = i < 4096 ? 'x' : (char)(state >> 16);
		}
		int len = snprintf(page, 64, "<meta charset=%s>",
		    labels[round % COUNT(labels)]);
		page[len] = '\n';
		cr_assert_eq(
		    decode((struct span){ page, sizeof(page) - round }), PSC_OK,
		    "%s", error.message);
		cr_assert(is_utf8(input.text), "%s", labels[round % 18]);
		/* The same behind byte order marks. */
		memcpy(page, round % 2 ? "\xff\xfe<" : "\0\0\xfe\xff", 4);
		decode((struct span){ page, sizeof(page) - round });
		cr_assert(is_utf8(input.text));
	}
}

/* Long runs of what a careless scanner reads again and again. */
static const struct span patterns[] = {
	BYTES("<"),
	BYTES("<!"),
	BYTES("<!--"),
	BYTES("<meta "),
	BYTES("<meta charset="),
	BYTES("<?"),
	BYTES(" "),
	BYTES("\xf0"),
	BYTES("\x80"),
	BYTES("{"),
	BYTES("[\0"),
	BYTES("\0<"),
	BYTES("a:"),
	BYTES("\r\n"),
};

Test(input, stays_linear, .timeout = 30)
{
	static char page[4 << 20];

	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct span pattern = patterns[i];
		for (size_t at = 0; at < sizeof(page); at++)
			page[at] = pattern.ptr[at % pattern.len];
		input_decode(&arena, (struct span){ page, sizeof(page) },
		    PSC_MAX_BYTES, &input, &error);
		cr_assert(is_utf8(input.text));
		memcpy(page, "<?xml ?>", 8);
		input_decode(&arena, (struct span){ page, sizeof(page) },
		    PSC_MAX_BYTES, &input, &error);
		arena_reset(&arena);
	}
}

Test(input, slurps_files)
{
	static char page[ROOM];
	char path[] = "/tmp/pubscour-test-XXXXXX";
	int fd = mkstemp(path);
	struct span bytes;

	cr_assert_geq(fd, 0);
	unlink(path);
	fill(page, sizeof(page));
	cr_assert_eq(input_slurp(&arena, fd, LIMIT, &bytes, &error), PSC_OK);
	cr_assert_eq(bytes.len, 0);
	cr_assert_eq(write(fd, page, sizeof(page)), (ssize_t)sizeof(page));
	lseek(fd, 0, SEEK_SET);
	cr_assert_eq(input_slurp(&arena, fd, ROOM, &bytes, &error), PSC_OK);
	cr_assert(span_equal(bytes, (struct span){ page, sizeof(page) }));
	lseek(fd, 3, SEEK_SET);
	cr_assert_eq(input_slurp(&arena, fd, ROOM, &bytes, &error), PSC_OK);
	cr_assert_eq(bytes.len, ROOM - 3);
	lseek(fd, 0, SEEK_SET);
	cr_assert_eq(
	    input_slurp(&arena, fd, ROOM - 1, &bytes, &error), PSC_TOO_LARGE);
	cr_assert(strstr(error.message, "--max-bytes") != NULL);
	close(fd);
}

Test(input, slurps_pipes)
{
	struct span bytes;
	int ends[2];

	for (size_t max = 4; max < 7; max++) {
		cr_assert_eq(pipe(ends), 0);
		cr_assert_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
		cr_assert_eq(write(ends[1], "<p>ab", 5), 5);
		close(ends[1]);
		enum psc_status status =
		    input_slurp(&arena, ends[0], max, &bytes, &error);
		cr_assert_eq(status, max < 5 ? PSC_TOO_LARGE : PSC_OK);
		if (status == PSC_OK)
			cr_assert(span_equal(bytes, SPAN("<p>ab")));
		close(ends[0]);
	}
}

Test(input, stops_an_endless_device)
{
	int fd = open("/dev/zero", O_RDONLY);
	struct span bytes;

	cr_assert_eq(
	    input_slurp(&arena, fd, LIMIT, &bytes, &error), PSC_TOO_LARGE);
	close(fd);
}

Test(input, says_what_cannot_be_read)
{
	int fd = open("/", O_RDONLY);
	struct span bytes;

	cr_assert_eq(
	    input_slurp(&arena, fd, LIMIT, &bytes, &error), PSC_UNREADABLE);
	cr_assert_str_eq(error.message, "is a folder");
	close(fd);
	cr_assert_eq(
	    input_slurp(&arena, fd, LIMIT, &bytes, &error), PSC_UNREADABLE);
	cr_assert(strstr(error.message, "cannot be read") != NULL);
}
