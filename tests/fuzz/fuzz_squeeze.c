/*
 * Any page gives the same JSON, byte for byte, whether less of it was parsed
 * or the whole.  Pages that are not well formed are parsed whole anyway, so
 * most mutations here put in, take out or double whole elements.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html/scan.h"
#include "pubscour.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t max_size, unsigned seed);

#define PIECE 4096 /* bytes of an element that is copied, at most */

static const char *const pieces[] = { " ", "\n", "x", "&nbsp;", "&am", "p;",
	"<!-- c -->", "<!---->", "<br>", "<script>a<b</script>",
	"<style>p{}</style>", "<b> x</b>", "<i>x </i>", "<span> </span>",
	"<div>x</div>", "<div> </div>", "<p>x</p>", "<p> <b>x</b> y</p>",
	"<ul><li>x</li> <li>y</li></ul>", "<a href=\"/1/\">x</a>",
	"<div class=\"dropdown\"><ul><li>x</li></ul></div>",
	"<span class=\"dropdown\"> x </span>", "<nav>x <p>y</p></nav>",
	"<footer>x</footer>", "<div class=\"short-view\"> x</div>",
	"<span class=\"short-authors\">x</span>", "<h2 class=\"title\">x</h2>",
	"<strong class=\"sub-title\">L:</strong>", "<svg><path/></svg>",
	"<math><mi>x</mi><annotation>y</annotation></math>",
	"<table><tr><td>x</td></tr></table>",
	"<select><option>x</option></select>", "<textarea> x </textarea>",
	"<select class=\"short-view\"><option>x</option></select>",
	"<math class=\"short-view\"><mspace/><mi>x</mi></math>", "<mi/>",
	"<noscript>x</noscript>", "<img alt=x>", "<pre>\n x\n</pre>",
	"<button>x</button>", "<form><input></form>",
	"<div id=\"x\"><h2>New</h2>x</div>", "<template>x</template>",
	"<div role=\"dialog\">x</div>", "<sup>1</sup>", "<dl><dt>x</dt></dl>",
	" class=\"title\"", " id=\"abstract\"", " title=\" x \"",
	" class=\"figure-caption x\"", "<iframe>x</iframe>", "<title>x</title>",
	"<object>x</object>", "<blockquote>x</blockquote>" };

/* Puts `piece` at `at` in place of `gone` bytes. */
static size_t
splice(uint8_t *data, size_t size, size_t max_size, size_t at, size_t gone,
    const void *piece, size_t len)
{
	if (size - gone + len > max_size)
		return size;
	memmove(data + at + len, data + at + gone, size - at - gone);
	memcpy(data + at, piece, len);
	return size - gone + len;
}

/* The start of the n-th token, or the text's end. */
static size_t
token_at(struct span text, size_t n)
{
	struct scan_token token;
	struct scan scan;

	scan_init(&scan, text);
	while (scan_next(&scan, &token))
		if (n-- == 0)
			return (size_t)(token.all.ptr - text.ptr);
	return text.len;
}

/* The bytes of the element that starts at `at`; 0: none does, or it is long. */
static size_t
element_len(struct span text, size_t at)
{
	struct scan_token token, first = { .all = { NULL, 0 } };
	struct scan scan;
	size_t depth = 0, len = 0;

	scan_init(&scan, span_from(text, at));
	while (len < PIECE && scan_next(&scan, &token)) {
		len += token.all.len;
		if (first.all.ptr == NULL)
			first = token;
		if (first.kind != SCAN_START)
			return first.all.len <= PIECE ? first.all.len : 0;
		if (!span_equal_nocase(token.name, first.name))
			continue;
		depth += token.kind == SCAN_START;
		depth -= token.kind == SCAN_END;
		if (depth == 0)
			return len <= PIECE ? len : 0;
	}
	return 0;
}

size_t
LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct span text = { (const char *)data, size };
	size_t tokens = 1, at, to, len;
	struct scan_token token;
	struct scan scan;
	char copy[PIECE];
	const char *piece;

	srand(seed);
	scan_init(&scan, text);
	while (scan_next(&scan, &token))
		tokens++;
	at = token_at(text, (size_t)rand() % tokens);
	to = token_at(text, (size_t)rand() % tokens);
	len = element_len(text, at);
	switch (rand() % 8) {
	case 0:
		return LLVMFuzzerMutate(data, size, max_size);
	case 1: /* take one out */
		return splice(data, size, max_size, at, len, "", 0);
	case 2:
	case 3: /* put one in a second time */
		memcpy(copy, data + at, len);
		return splice(data, size, max_size, to, 0, copy, len);
	case 4: /* something into a tag, behind its name */
		while (at < size && data[at] != ' ' && data[at] != '>')
			at++;
		break;
	default:
		break;
	}
	piece = pieces[(size_t)rand() % (sizeof(pieces) / sizeof(pieces[0]))];
	return splice(data, size, max_size, at, 0, piece, strlen(piece));
}

static struct psc *readers[2];

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *json[2];
	size_t sizes[2];

	for (int i = 0; i < 2; i++) {
		if (readers[i] == NULL)
			readers[i] = psc_new();
		if (readers[i] == NULL)
			abort();
		psc_set_squeeze(readers[i], i);
		psc_read(readers[i], "fuzz", data, size);
		if (psc_json(readers[i], PSC_JSON_INDENT, &json[i],
			&sizes[i]) != PSC_OK)
			abort();
	}
	if (sizes[0] == sizes[1] && memcmp(json[0], json[1], sizes[0]) == 0)
		return 0;
	fprintf(stderr, "whole:\n%s\nsqueezed:\n%s\n", json[0], json[1]);
	abort();
}
