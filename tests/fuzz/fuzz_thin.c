/*
 * Any page gives the same tree, but for what thin.h names, whether less of it
 * was parsed or the whole.  What is compared is the elements of the body in
 * their order, with their ends, ids and classes, the text between them with
 * its white space folded, and the text of the whole, in which white space
 * counts.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "html/scan.h"
#include "html/text.h"
#include "html/thin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST ((size_t)64 << 20) /* bytes of a tree as text */

/* Does `</noscript` stand here, with its end behind it? */
static bool
ends_noscript(struct span rest)
{
	const struct span end = SPAN("</noscript");

	return rest.len > end.len &&
	       span_equal_nocase(span_first(rest, end.len), end) &&
	       (rest.ptr[end.len] == '>' || rest.ptr[end.len] == '/' ||
		   span_is_space(rest.ptr[end.len]));
}

/*
 * Has a tag two attributes of one name?  The parser loses what stands behind
 * the second if that has no value; and to it all controls are one.  And
 * limit_apply() knows no `plaintext`.
 */
static bool
is_odd(struct span text)
{
	struct scan_attribute list[SCAN_ATTRIBUTES];
	struct scan_token token;
	struct scan scan;

	scan_init(&scan, text);
	scan.list = list;
	while (scan_next(&scan, &token)) {
		if (span_equal_nocase(token.name, SPAN("plaintext")))
			return true;
		for (size_t i = 0; i < token.attributes && i < 32; i++) {
			if (utf8_controls(list[i].name) > 0)
				return true;
			for (size_t k = 0; k < i; k++)
				if (span_equal_nocase(
					list[i].name, list[k].name))
					return true;
		}
	}
	return false;
}

/* To behind its end tag; false where there is none. */
static bool
skip_noscript(struct scan *scan)
{
	struct scan_token token;

	for (size_t at = scan->at; at < scan->text.len; at++) {
		if (!ends_noscript(span_from(scan->text, at)))
			continue;
		scan->at = at;
		scan_next(scan, &token);
		return true;
	}
	return false;
}

/*
 * The page as a browser has it that runs scripts: a `noscript` is like a
 * style, and opens no formatting elements again as it does in gumbo.  Where a
 * drawing, a formula or a selection goes, a comment keeps the texts next to
 * it apart, and text in a form from the text behind it.
 */
static struct span
prepare(struct arena *arena, struct span text)
{
	struct scan_token token;
	struct buffer out;
	struct scan scan;

	buffer_init(&out, arena, 4 * text.len + 64);
	scan_init(&scan, text);
	while (scan_next(&scan, &token)) {
		if (span_equal_nocase(token.name, SPAN("svg")) ||
		    span_equal_nocase(token.name, SPAN("math")) ||
		    span_equal_nocase(token.name, SPAN("select")) ||
		    (token.kind == SCAN_END &&
			span_equal_nocase(token.name, SPAN("form"))))
			buffer_add(&out, SPAN("<!---->"));
		if (token.kind == SCAN_START && token.whole &&
		    span_equal_nocase(token.name, SPAN("noscript")) &&
		    skip_noscript(&scan))
			buffer_add(&out, SPAN("<style></style>"));
		else
			buffer_add(&out, token.all);
	}
	return buffer_text(&out);
}

/* Is the element left out of the comparison, or only what is in it? */
static bool
is_one_of(const struct dom *dom, uint32_t node, const char *const *names)
{
	if ((dom->nodes[node].flags & DOM_TEXT) != 0)
		return false;
	for (; *names != NULL; names++)
		if (dom->nodes[node].tag == dom_tag(span_of(*names)))
			return true;
	return false;
}

static const char *const gone[] = { "head", "script", "style", "template",
	"link", "meta", "noscript", "param", "track", "frameset", "colgroup",
	NULL };
static const char *const shells[] = { "iframe", NULL };

static void
write_attribute(
    struct buffer *out, const struct dom *dom, uint32_t node, const char *name)
{
	struct span value = dom_attribute(dom, node, span_of(name));

	if (value.len == 0)
		return;
	buffer_print(out, " %s=", name);
	buffer_add(out, value);
}

/* The text of one node, its white space folded; `space`: some is due. */
static void
write_text(struct buffer *out, struct span text, bool *open, bool *space)
{
	for (size_t i = 0; i < text.len; i++) {
		if (span_is_space(text.ptr[i])) {
			*space = true;
			continue;
		}
		if (*open && *space)
			buffer_char(out, ' ');
		*space = false;
		*open = true;
		buffer_char(out, text.ptr[i]);
	}
}

static struct span
write_tree(struct arena *arena, const struct dom *dom)
{
	uint32_t *stack = arena_zeros(arena, dom->count, sizeof(*stack));
	bool open = false, space = false;
	uint32_t depth = 0, node = 0;
	struct buffer out;

	buffer_init(&out, arena, MOST);
	while (node < dom->count || depth > 0) {
		if (depth > 0 && dom->nodes[stack[depth - 1]].end == node) {
			buffer_print(&out, "\n/%u",
			    (unsigned)dom->nodes[stack[--depth]].tag);
			open = space = false;
		} else if (is_one_of(dom, node, gone)) {
			node = dom->nodes[node].end;
		} else if ((dom->nodes[node].flags & DOM_TEXT) != 0) {
			write_text(
			    &out, dom->nodes[node++].text, &open, &space);
		} else {
			buffer_print(
			    &out, "\n%u", (unsigned)dom->nodes[node].tag);
			write_attribute(&out, dom, node, "id");
			write_attribute(&out, dom, node, "class");
			buffer_char(&out, '\n');
			open = space = false;
			if (is_one_of(dom, node, shells)) {
				node = dom->nodes[node].end;
				continue;
			}
			stack[depth++] = node++;
		}
	}
	return buffer_text(&out);
}

static struct span
visible_text(struct arena *arena, const struct dom *dom)
{
	uint8_t *skip = arena_zeros(arena, dom->count, sizeof(*skip));

	for (uint32_t i = 0; i < dom->count; i++)
		skip[i] = is_one_of(dom, i, gone) || is_one_of(dom, i, shells);
	return text_of(arena, dom, 0, skip);
}

static void
compare(const char *what, struct span whole, struct span thin)
{
	if (span_equal(whole, thin))
		return;
	fprintf(stderr, "%s, whole:\n%.*s\nthin:\n%.*s\n", what, (int)whole.len,
	    whole.ptr, (int)thin.len, thin.ptr);
	abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct dom whole, thin;
	struct limit limit;
	struct thin parts;
	struct arena arena;
	struct error error;

	arena_init(&arena, 0);
	text = utf8_clean(&arena, text);
	limit_apply(&arena, prepare(&arena, text), LIMIT_ALL, &limit);
	thin_apply(&arena, text, &parts);
	if (!is_odd(text) && !limit.repeated && limit.tags == 0 &&
	    parts.limit.tags == 0 &&
	    dom_parse(&arena, limit.text, &whole, &error) == PSC_OK &&
	    dom_parse_apart(&arena, parts.text, &parts.apart, &thin, &error) ==
		PSC_OK) {
		compare("tree", write_tree(&arena, &whole),
		    write_tree(&arena, &thin));
		compare("text", visible_text(&arena, &whole),
		    visible_text(&arena, &thin));
	}
	arena_free(&arena);
	return 0;
}
