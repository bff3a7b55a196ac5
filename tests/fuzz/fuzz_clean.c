/*
 * Any bytes as a page to be cleaned, by any profile: nothing may crash, hang
 * or leak.  What is said to have content has some in every format, HTML runs
 * no script, and JSON is one object in valid UTF-8.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "html/dom.h"
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

static bool
is_one_of(struct span name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (span_equal(name, span_of(*names)))
			return true;
	return false;
}

/* Would a browser run the address?  Blanks and controls do not hide it. */
static bool
is_run(struct span address)
{
	static const char *const schemes[] = { "javascript", "vbscript", NULL };
	char scheme[16];
	size_t len = 0;

	for (size_t i = 0; i < address.len && len < sizeof(scheme); i++) {
		if (address.ptr[i] == ':')
			return is_one_of((struct span){ scheme, len }, schemes);
		if ((unsigned char)address.ptr[i] > ' ')
			scheme[len++] = span_lower(address.ptr[i]);
	}
	return false;
}

static void
check_node(const struct dom *dom, uint32_t at)
{
	static const char *const tags[] = { "script", "iframe", "object",
		"embed", "svg", NULL };
	static const char *const addresses[] = { "href", "src", "action",
		"formaction", "cite", "poster", "background", NULL };
	const struct dom_node *node = &dom->nodes[at];

	if ((node->flags & DOM_TEXT) != 0)
		return;
	for (size_t i = 0; tags[i] != NULL; i++)
		if (node->tag == dom_tag(span_of(tags[i])))
			abort();
	for (uint32_t i = 0; i < node->attribute_count; i++) {
		const struct dom_attribute *attribute = &node->attributes[i];

		if (span_starts(attribute->name, SPAN("on")) ||
		    (is_one_of(attribute->name, addresses) &&
			is_run(attribute->value)))
			abort();
	}
}

/* The document as a browser has it: nothing in it may run. */
static void
check_html(void)
{
	struct arena arena;
	struct error error;
	struct span html;
	struct dom dom;

	if (psc_clean(reader, PSC_FORMAT_HTML, &html.ptr, &html.len) != PSC_OK)
		return;
	arena_init(&arena, 0);
	if (dom_parse(&arena, html, &dom, &error) == PSC_OK)
		for (uint32_t at = 0; at < dom.count; at++)
			check_node(&dom, at);
	arena_free(&arena);
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
