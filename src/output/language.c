/* The table of languages. */
#include "output/language.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The languages of PubMed's abstracts, as far as they have a short tag. */
static const struct language languages[] = {
	{ "ara", "ar", "Arabic" },
	{ "bul", "bg", "Bulgarian" },
	{ "cat", "ca", "Catalan" },
	{ "ces", "cs", "Czech" },
	{ "chi", "zh", "Chinese" },
	{ "cze", "cs", "Czech" },
	{ "dan", "da", "Danish" },
	{ "deu", "de", "German" },
	{ "dut", "nl", "Dutch" },
	{ "ell", "el", "Greek" },
	{ "eng", "en", "English" },
	{ "fas", "fa", "Persian" },
	{ "fin", "fi", "Finnish" },
	{ "fra", "fr", "French" },
	{ "fre", "fr", "French" },
	{ "ger", "de", "German" },
	{ "gre", "el", "Greek" },
	{ "heb", "he", "Hebrew" },
	{ "hrv", "hr", "Croatian" },
	{ "hun", "hu", "Hungarian" },
	{ "ind", "id", "Indonesian" },
	{ "isl", "is", "Icelandic" },
	{ "ita", "it", "Italian" },
	{ "jpn", "ja", "Japanese" },
	{ "kor", "ko", "Korean" },
	{ "lit", "lt", "Lithuanian" },
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
	{ "srp", "sr", "Serbian" },
	{ "swe", "sv", "Swedish" },
	{ "tha", "th", "Thai" },
	{ "tur", "tr", "Turkish" },
	{ "ukr", "uk", "Ukrainian" },
	{ "vie", "vi", "Vietnamese" },
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
