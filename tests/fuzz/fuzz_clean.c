/*
 * Any bytes as a page to be cleaned, by any profile: nothing may crash, hang
 * or leak.  What is said to have content has some in every format, HTML runs
 * no script, and JSON is one object in valid UTF-8.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pubscour.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct psc *reader;

static void
check_json(enum psc_format format)
{
	const char *json;
	json_t *value;
	size_t size;

	if (psc_clean(reader, format, &json, &size) != PSC_OK)
		abort();
	value = json_loadb(
	    json, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	if (!json_is_object(value))
		abort();
	json_decref(value);
}

/* Does `part` stand in the text, whatever its case? */
static bool
holds(const char *text, size_t size, const char *part)
{
	size_t length = strlen(part);

	for (size_t i = 0; i + length <= size; i++)
		if (strncasecmp(text + i, part, length) == 0)
			return true;
	return false;
}

/* Text is escaped, so a tag of a script is one, and so is an address. */
static void
check_html(void)
{
	static const char *const never[] = { "<script", "<iframe", "<object",
		"=\"javascript:", "=\"vbscript:", "='javascript:",
		"=javascript:" };
	const char *html;
	size_t size;

	if (psc_clean(reader, PSC_FORMAT_HTML, &html, &size) != PSC_OK)
		return;
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (holds(html, size, never[i]))
			abort();
}

/* A tag, or an attribute that loads or runs something, in the page's part. */
static bool
is_bad_tag(const char *tag)
{
	static const char *const good[] = { "div", "span", "a", "br", "/div",
		"/span", "/a", "/main", "/body", "/html", "main" };
	size_t length = strcspn(tag, " >");
	const char *end = strchr(tag, '>');
	bool known = false;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		known |= length == strlen(good[i]) &&
			 strncmp(tag, good[i], length) == 0;
	return !known || end == NULL ||
	       holds(tag, (size_t)(end - tag), "\" on") ||
	       holds(tag, (size_t)(end - tag), "\" src") ||
	       holds(tag, (size_t)(end - tag), "\" style");
}

/* The page as it was read: no more than text and our own tags. */
static void
check_explained(void)
{
	const char *html, *at;
	size_t size;

	if (psc_explain_html(reader, &html, &size) != PSC_OK)
		return;
	if (memchr(html, '\0', size) != NULL)
		abort();
	at = strstr(html, "<main");
	if (at == NULL)
		abort();
	for (; at != NULL; at = strchr(at + 1, '<'))
		if (is_bad_tag(at + 1))
			abort();
}

static void
check_text(enum psc_format format)
{
	enum psc_status status;
	const char *text;
	size_t size;

	status = psc_clean(reader, format, &text, &size);
	if (text[size] != '\0' || (status == PSC_OK) != (size > 0))
		abort();
}

static void
check_page(const uint8_t *data, size_t size)
{
	psc_read(reader, "fuzz", data, size);
	check_text(PSC_FORMAT_MARKDOWN);
	check_text(PSC_FORMAT_TEXT);
	check_html();
	check_explained();
	check_json(PSC_FORMAT_JSON);
	check_json(PSC_FORMAT_JSONL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t choice = size > 0 ? data[size - 1] : 0;

	if (reader == NULL)
		reader = psc_new();
	if (reader == NULL)
		abort();
	psc_set_clean(reader, 1);
	psc_set_width(reader, choice % 2 == 0 ? 0 : choice);
	psc_set_base(
	    reader, choice % 3 == 0 ? "https://example.org/a/b.html?c" : NULL);
	psc_set_profile(reader, PSC_PROFILE_AUTO);
	check_page(data, size);
	psc_set_profile(
	    reader, (enum psc_profile)(choice % (PSC_PROFILE_GENERIC + 1)));
	check_page(data, size);
	return 0;
}
