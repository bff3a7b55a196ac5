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

/* What explains a page is made of these alone. */
static void
check_ours(const struct dom *dom, uint32_t at)
{
	static const char *const tags[] = { "html", "head", "meta", "title",
		"style", "body", "aside", "details", "summary", "h1",
		"fieldset", "legend", "label", "input", "span", "small", "div",
		"p", "b", "main", "a", "br", NULL };
	static const char *const names[] = { "class", "title", "role", "id",
		"type", "checked", "aria-level", "aria-label", "aria-hidden",
		"autocomplete", "dir", "lang", "rel", "href", "open", "charset",
		"http-equiv", "content", "name", NULL };
	const struct dom_node *node = &dom->nodes[at];
	bool known = false;

	if ((node->flags & DOM_TEXT) != 0)
		return;
	for (size_t i = 0; tags[i] != NULL; i++)
		known |= node->tag == dom_tag(span_of(tags[i]));
	for (uint32_t i = 0; i < node->attribute_count; i++)
		known &= is_one_of(node->attributes[i].name, names);
	if (!known)
		abort();
}

/* The document as a browser has it: nothing in it may run. */
static void
check_document(struct span html, bool ours)
{
	struct arena arena;
	struct error error;
	struct dom dom;

	arena_init(&arena, 0);
	if (dom_parse(&arena, html, &dom, &error) == PSC_OK)
		for (uint32_t at = 0; at < dom.count; at++) {
			check_node(&dom, at);
			if (ours)
				check_ours(&dom, at);
		}
	arena_free(&arena);
}

static void
check_html(void)
{
	struct span html;

	if (psc_clean(reader, PSC_FORMAT_HTML, &html.ptr, &html.len) == PSC_OK)
		check_document(html, false);
	if (psc_explain_html(reader, &html.ptr, &html.len) == PSC_OK)
		check_document(html, true);
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
