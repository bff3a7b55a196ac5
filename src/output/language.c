/* The table of languages. */
#include "output/language.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The languages of PubMed's articles and abstracts, as far as known here. */
static const struct language languages[] = {
	{ "afr", "af", "Afrikaans" },
	{ "alb", "sq", "Albanian" },
	{ "ara", "ar", "Arabic" },
	{ "arm", "hy", "Armenian" },
	{ "aze", "az", "Azerbaijani" },
	{ "baq", "eu", "Basque" },
	{ "bel", "be", "Belarusian" },
	{ "bos", "bs", "Bosnian" },
	{ "bul", "bg", "Bulgarian" },
	{ "cat", "ca", "Catalan" },
	{ "ces", "cs", "Czech" },
	{ "chi", "zh", "Chinese" },
	{ "cym", "cy", "Welsh" },
	{ "cze", "cs", "Czech" },
	{ "dan", "da", "Danish" },
	{ "deu", "de", "German" },
	{ "dut", "nl", "Dutch" },
	{ "ell", "el", "Greek" },
	{ "eng", "en", "English" },
	{ "epo", "eo", "Esperanto" },
	{ "est", "et", "Estonian" },
	{ "eus", "eu", "Basque" },
	{ "fas", "fa", "Persian" },
	{ "fin", "fi", "Finnish" },
	{ "fra", "fr", "French" },
	{ "fre", "fr", "French" },
	{ "geo", "ka", "Georgian" },
	{ "ger", "de", "German" },
	{ "gla", "gd", "Scottish Gaelic" },
	{ "gle", "ga", "Irish" },
	{ "glg", "gl", "Galician" },
	{ "gre", "el", "Greek" },
	{ "heb", "he", "Hebrew" },
	{ "hin", "hi", "Hindi" },
	{ "hrv", "hr", "Croatian" },
	{ "hun", "hu", "Hungarian" },
	{ "hye", "hy", "Armenian" },
	{ "ice", "is", "Icelandic" },
	{ "ind", "id", "Indonesian" },
	{ "isl", "is", "Icelandic" },
	{ "ita", "it", "Italian" },
	{ "jpn", "ja", "Japanese" },
	{ "kat", "ka", "Georgian" },
	{ "kaz", "kk", "Kazakh" },
	{ "kir", "ky", "Kirghiz" },
	{ "kor", "ko", "Korean" },
	{ "lat", "la", "Latin" },
	{ "lav", "lv", "Latvian" },
	{ "lit", "lt", "Lithuanian" },
	{ "mac", "mk", "Macedonian" },
	{ "may", "ms", "Malay" },
	{ "mkd", "mk", "Macedonian" },
	{ "msa", "ms", "Malay" },
	{ "mul", "mul", "Multiple languages" },
	{ "nld", "nl", "Dutch" },
	{ "nor", "no", "Norwegian" },
	{ "per", "fa", "Persian" },
	{ "pol", "pl", "Polish" },
	{ "por", "pt", "Portuguese" },
	{ "ron", "ro", "Romanian" },
	{ "rum", "ro", "Romanian" },
	{ "rus", "ru", "Russian" },
	{ "slk", "sk", "Slovak" },
	{ "slo", "sk", "Slovak" },
	{ "slv", "sl", "Slovenian" },
	{ "spa", "es", "Spanish" },
	{ "sqi", "sq", "Albanian" },
	{ "srp", "sr", "Serbian" },
	{ "swe", "sv", "Swedish" },
	{ "tha", "th", "Thai" },
	{ "tur", "tr", "Turkish" },
	{ "ukr", "uk", "Ukrainian" },
	{ "und", "und", "Undetermined" },
	{ "urd", "ur", "Urdu" },
	{ "uzb", "uz", "Uzbek" },
	{ "vie", "vi", "Vietnamese" },
	{ "wel", "cy", "Welsh" },
	{ "zho", "zh", "Chinese" },
};

const struct language *
language_find(struct span code)
{
	for (size_t i = 0; i < COUNT(languages); i++)
		if (span_equal(code, span_of(languages[i].code)))
			return &languages[i];
	return NULL;
}

/* The codes of terminologists, where libraries have others. */
static const char others[] =
    "ces cym deu ell eus fas fra hye isl kat mkd msa nld ron slk sqi zho";

const struct language *
language_named(struct span name)
{
	for (size_t i = 0; i < COUNT(languages); i++)
		if (span_equal_nocase(name, span_of(languages[i].name)) &&
		    strstr(others, languages[i].code) == NULL)
			return &languages[i];
	return NULL;
}
