/*
 * This file is the table of character sets.  It decodes nothing.
 */
#include "input/encoding.h"

const struct encoding encoding_utf8 = { "UTF-8", NULL, ENCODING_UTF8,
	"utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 "
	"x-unicode20utf8 "
	"utf-16 utf-16le utf-16be unicode unicodefeff unicodefffe csunicode "
	"iso-10646-ucs-2 ucs-2 " };

/* x-user-defined is one in a `<meta>` only, where WHATWG takes it so. */
const struct encoding encoding_windows_1252 = { "windows-1252", NULL,
	ENCODING_WINDOWS_1252,
	"windows-1252 iso-8859-1 latin1 ascii us-ascii ansi_x3.4-1968 cp1252 "
	"cp819 csisolatin1 ibm819 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
	"iso_8859-1:1987 l1 x-cp1252 x-user-defined " };

const struct encoding encoding_utf16le = { "UTF-16LE", "UTF-16LE",
	ENCODING_UTF16, "" };
const struct encoding encoding_utf16be = { "UTF-16BE", "UTF-16BE",
	ENCODING_UTF16, "" };
const struct encoding encoding_utf32le = { "UTF-32LE", "UTF-32LE",
	ENCODING_UTF32, "" };
const struct encoding encoding_utf32be = { "UTF-32BE", "UTF-32BE",
	ENCODING_UTF32, "" };

/* Where iconv knows a larger set of the same name, WHATWG means that. */
static const struct encoding encodings[] = {
	{ "gb18030", "GB18030", ENCODING_MULTI,
	    "gb2312 gbk gb18030 chinese csgb2312 csiso58gb231280 gb_2312 "
	    "gb_2312-80 iso-ir-58 x-gbk " },
	{ "Big5", "BIG5-HKSCS", ENCODING_MULTI,
	    "big5 big5-hkscs cn-big5 csbig5 x-x-big5 " },
	{ "Shift_JIS", "CP932", ENCODING_MULTI,
	    "shift_jis x-sjis csshiftjis ms932 ms_kanji shift-jis sjis "
	    "windows-31j " },
	{ "EUC-JP", "EUC-JP-MS", ENCODING_MULTI,
	    "euc-jp x-euc-jp cseucpkdfmtjapanese " },
	{ "ISO-2022-JP", "ISO-2022-JP", ENCODING_MULTI,
	    "iso-2022-jp csiso2022jp " },
	{ "EUC-KR", "UHC", ENCODING_MULTI,
	    "euc-kr ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 cseuckr "
	    "csksc56011987 iso-ir-149 korean ksc5601 ksc_5601 windows-949 "
	    "uhc " },
	{ "windows-874", "CP874", ENCODING_SINGLE,
	    "windows-874 tis-620 iso-8859-11 dos-874 iso8859-11 "
	    "iso885911 " },
	{ "windows-1250", "CP1250", ENCODING_SINGLE,
	    "windows-1250 cp1250 x-cp1250 " },
	{ "windows-1251", "CP1251", ENCODING_SINGLE,
	    "windows-1251 cp1251 x-cp1251 " },
	{ "windows-1253", "CP1253", ENCODING_SINGLE,
	    "windows-1253 cp1253 x-cp1253 " },
	{ "windows-1254", "CP1254", ENCODING_SINGLE,
	    "windows-1254 iso-8859-9 cp1254 csisolatin5 iso-ir-148 "
	    "iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
	    "x-cp1254 " },
	{ "windows-1255", "CP1255", ENCODING_SINGLE,
	    "windows-1255 cp1255 x-cp1255 " },
	{ "windows-1256", "CP1256", ENCODING_SINGLE,
	    "windows-1256 cp1256 x-cp1256 " },
	{ "windows-1257", "CP1257", ENCODING_SINGLE,
	    "windows-1257 cp1257 x-cp1257 " },
	{ "windows-1258", "CP1258", ENCODING_SINGLE,
	    "windows-1258 cp1258 x-cp1258 " },
	{ "ISO-8859-2", "ISO-8859-2", ENCODING_SINGLE,
	    "iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 "
	    "iso_8859-2 iso_8859-2:1987 l2 latin2 " },
	{ "ISO-8859-3", "ISO-8859-3", ENCODING_SINGLE,
	    "iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 "
	    "iso_8859-3 iso_8859-3:1988 l3 latin3 " },
	{ "ISO-8859-4", "ISO-8859-4", ENCODING_SINGLE,
	    "iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 "
	    "iso_8859-4 iso_8859-4:1988 l4 latin4 " },
	{ "ISO-8859-5", "ISO-8859-5", ENCODING_SINGLE,
	    "iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 "
	    "iso88595 iso_8859-5 iso_8859-5:1988 " },
	{ "ISO-8859-6", "ISO-8859-6", ENCODING_SINGLE,
	    "iso-8859-6 arabic asmo-708 csiso88596e csiso88596i "
	    "csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 "
	    "iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 " },
	{ "ISO-8859-7", "ISO-8859-7", ENCODING_SINGLE,
	    "iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 "
	    "iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
	    "sun_eu_greek " },
	{ "ISO-8859-8", "ISO-8859-8", ENCODING_SINGLE,
	    "iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e "
	    "iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual "
	    "csiso88598i iso-8859-8-i logical " },
	{ "ISO-8859-10", "ISO-8859-10", ENCODING_SINGLE,
	    "iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 "
	    "latin6 " },
	{ "ISO-8859-13", "ISO-8859-13", ENCODING_SINGLE,
	    "iso-8859-13 iso8859-13 iso885913 " },
	{ "ISO-8859-14", "ISO-8859-14", ENCODING_SINGLE,
	    "iso-8859-14 iso8859-14 iso885914 " },
	{ "ISO-8859-15", "ISO-8859-15", ENCODING_SINGLE,
	    "iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 " },
	{ "ISO-8859-16", "ISO-8859-16", ENCODING_SINGLE, "iso-8859-16 " },
	{ "KOI8-R", "KOI8-R", ENCODING_SINGLE,
	    "koi8-r cskoi8r koi koi8 koi8_r " },
	{ "KOI8-U", "KOI8-U", ENCODING_SINGLE, "koi8-u koi8-ru " },
	{ "IBM866", "IBM866", ENCODING_SINGLE, "ibm866 866 cp866 csibm866 " },
	{ "macintosh", "MACINTOSH", ENCODING_SINGLE,
	    "macintosh csmacintosh mac x-mac-roman " },
	{ "x-mac-cyrillic", "MAC-CYRILLIC", ENCODING_SINGLE,
	    "x-mac-cyrillic x-mac-ukrainian mac-cyrillic " },
};

static bool
goes_by(const struct encoding *encoding, struct span label)
{
	const char *word = encoding->labels;

	for (const char *at = word; *at != '\0'; at++) {
		if (*at != ' ')
			continue;
		struct span known = { word, (size_t)(at - word) };
		if (span_equal_nocase(known, label))
			return true;
		word = at + 1;
	}
	return false;
}

const struct encoding *
encoding_find(struct span label)
{
	while (label.len > 0 && span_is_space(label.ptr[0]))
		label = span_from(label, 1);
	while (label.len > 0 && span_is_space(label.ptr[label.len - 1]))
		label.len--;
	if (goes_by(&encoding_utf8, label))
		return &encoding_utf8;
	if (goes_by(&encoding_windows_1252, label))
		return &encoding_windows_1252;
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		if (goes_by(&encodings[i], label))
			return &encodings[i];
	return NULL;
}

const struct encoding *
encoding_named(const char *name)
{
	static const struct encoding *const wide[] = { &encoding_utf16le,
		&encoding_utf16be, &encoding_utf32le, &encoding_utf32be };

	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strcmp(wide[i]->name, name) == 0)
			return wide[i];
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		if (strcmp(encodings[i].name, name) == 0)
			return &encodings[i];
	return NULL;
}
