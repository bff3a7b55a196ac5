/* HTML cut into tokens: src/html/scan. */
#include "html/scan.h"
#include "support.h"

/* Tokens as one text: T(…) S(name,attributes[/]) E(name) C D; ? if cut. */
static const char *
tokens_of(struct span text, char *out, size_t room)
{
	static const char kinds[] = "TSECD";
	struct scan_token token;
	struct scan scan;
	size_t used = 0;

	out[0] = '\0';
	scan_init(&scan, text);
	while (scan_next(&scan, &token)) {
		struct span name =
		    token.kind == SCAN_TEXT ? token.all : token.name;
		used += (size_t)snprintf(out + used, room - used, "%s%c",
		    used == 0 ? "" : " ", kinds[token.kind]);
		if (token.kind <= SCAN_END)
			used += (size_t)snprintf(
			    out + used, room - used, "(%.*s", SHOWN(name));
		if (token.kind == SCAN_START || token.attributes > 0)
			used += (size_t)snprintf(
			    out + used, room - used, ",%zu", token.attributes);
		used += (size_t)snprintf(out + used, room - used, "%s%s%s",
		    token.self_closing ? "/" : "",
		    token.kind <= SCAN_END ? ")" : "", token.whole ? "" : "?");
		cr_assert_lt(used, room);
	}
	return out;
}

struct scanned {
	const char *text;
	const char *tokens;
};

static const struct scanned scans[] = {
	{ "", "" },
	{ "a", "T(a)" },
	{ "<p>a</p>", "S(p,0) T(a) E(p)" },
	{ "<DIV Class=x>", "S(DIV,1)" },
	{ "<br/>", "S(br,0/)" },
	{ "<br / >", "S(br,0)" },
	{ "<br/ x>", "S(br,1)" },
	{ "<a b=c/>", "S(a,1)" },
	{ "<a b='c'/>", "S(a,1/)" },
	{ "<a b c=d e='f' g=\"h\">", "S(a,4)" },
	{ "<a b='>' c=\">\" d=>e", "S(a,3) T(e)" },
	{ "<a b = c>", "S(a,1)" },
	{ "<a =b>", "S(a,1)" },
	{ "<a b==c>", "S(a,1)" },
	{ "<a b=\"c\"d>", "S(a,2)" },
	{ "<a/b/c>", "S(a,2)" },
	{ "<a'>", "S(a',0)" },
	{ "<a b=c\nd>", "S(a,2)" },
	{ "<my-tag:x>", "S(my-tag:x,0)" },
	{ "</a b='>'>c", "E(a,1) T(c)" },
	/* not tags */
	{ "a < b", "T(a ) T(<) T( b)" },
	{ "<3", "T(<) T(3)" },
	{ "<", "T(<)" },
	{ "a<", "T(a) T(<)" },
	{ "<<p>", "T(<) S(p,0)" },
	{ "< p>", "T(<) T( p>)" },
	{ "</", "C?" },
	{ "</ p>a", "C T(a)" },
	{ "</3>a", "C T(a)" },
	{ "</>a", "C T(a)" },
	{ "<?php a > b", "C T( b)" },
	{ "<!x>a", "C T(a)" },
	{ "<![CDATA[a>b", "C T(b)" },
	/* comments */
	{ "<!--a-->b", "C T(b)" },
	{ "<!-->b", "C T(b)" },
	{ "<!--->b", "C T(b)" },
	{ "<!---->b", "C T(b)" },
	{ "<!----->b", "C T(b)" },
	{ "<!--a--!>b", "C T(b)" },
	{ "<!--a- ->b", "C?" },
	{ "<!--<p>a</p>-->b", "C T(b)" },
	{ "<!-- > -- > --><p>", "C S(p,0)" },
	{ "<!--a", "C?" },
	{ "<!--", "C?" },
	{ "<!-", "C?" },
	/* doctypes */
	{ "<!DOCTYPE html>a", "D T(a)" },
	{ "<!doctype", "D?" },
	{ "<!docTYPE a \"b\">", "D" },
	/* elements whose content is text */
	{ "<script>a<b</p></script>c",
	    "S(script,0) T(a<b</p>) E(script) T(c)" },
	{ "<script></script>", "S(script,0) E(script)" },
	{ "<SCRIPT>a</Script >b", "S(SCRIPT,0) T(a) E(Script) T(b)" },
	{ "<script>a</scripts>b</script>",
	    "S(script,0) T(a</scripts>b) E(script)" },
	{ "<style>p>a{}</style/>", "S(style,0) T(p>a{}) E(style/)" },
	{ "<title>a<p></title>", "S(title,0) T(a<p>) E(title)" },
	{ "<textarea><p></textarea>", "S(textarea,0) T(<p>) E(textarea)" },
	{ "<xmp><p></xmp>", "S(xmp,0) T(<p>) E(xmp)" },
	{ "<iframe><p></iframe>", "S(iframe,0) T(<p>) E(iframe)" },
	{ "<noframes><p></noframes>", "S(noframes,0) T(<p>) E(noframes)" },
	{ "<noembed><p></noembed>", "S(noembed,0) T(<p>) E(noembed)" },
	{ "<plaintext><p>", "S(plaintext,0) T(<p>)" },
	{ "<noscript><p>", "S(noscript,0) S(p,0)" },
	{ "<script>a", "S(script,0) T(a)" },
	{ "<script>a</script", "S(script,0) T(a) E(script)?" },
	{ "<script>a</scrip", "S(script,0) T(a</scrip)" },
	/* the end of the text anywhere */
	{ "<p", "S(p,0)?" },
	{ "<p ", "S(p,0)?" },
	{ "<p a", "S(p,1)?" },
	{ "<p a=", "S(p,1)?" },
	{ "<p a='b>", "S(p,1)?" },
	{ "<p a='b'", "S(p,1)?" },
	{ "<p/", "S(p,0)?" },
	{ "</p", "E(p)?" },
};

Test(scan, cuts_into_tokens)
{
	char got[300];

	for (size_t i = 0; i < COUNT(scans); i++) {
		tokens_of(span_of(scans[i].text), got, sizeof(got));
		cr_assert_str_eq(got, scans[i].tokens, "%s", scans[i].text);
	}
}

Test(scan, takes_nul_as_data)
{
	struct span text = SPAN("a\0<p\0 b=\0>\0");
	struct scan_token token;
	struct scan scan;

	scan_init(&scan, text);
	cr_assert(scan_next(&scan, &token));
	cr_assert_eq(token.all.len, 2);
	cr_assert(scan_next(&scan, &token));
	cr_assert_eq(token.kind, SCAN_START);
	cr_assert(span_equal(token.name, SPAN("p\0")));
	cr_assert_eq(token.attributes, 1);
	cr_assert(scan_next(&scan, &token));
	cr_assert_eq(token.all.len, 1);
	cr_assert(!scan_next(&scan, &token));
}

/* `kept` is the tag up to the end of its attribute number 256. */
Test(scan, counts_attributes)
{
	static const size_t counts[] = { 0, 1, 255, 256, 257, 1000 };
	char tag[12000];
	struct scan_token token;
	struct scan scan;

	for (size_t i = 0; i < COUNT(counts); i++) {
		size_t len = 2, kept = 2;
		memcpy(tag, "<p", 2);
		for (size_t n = 0; n < counts[i]; n++) {
			len += (size_t)snprintf(
			    tag + len, sizeof(tag) - len, " a%zu='>'", n);
			if (n < SCAN_ATTRIBUTES)
				kept = len;
		}
		tag[len++] = '>';
		scan_init(&scan, (struct span){ tag, len });
		cr_assert(scan_next(&scan, &token));
		cr_assert_eq(token.attributes, counts[i]);
		cr_assert_eq(token.all.len, len);
		cr_assert_eq(token.kept, kept, "%zu attributes: %zu", counts[i],
		    token.kept);
		cr_assert(token.whole);
	}
}

/* The tokens are the text, each byte once, none empty. */
Test(scan, loses_nothing_of_random_markup)
{
	static const char *const bits[] = { "<", ">", "</", "/>", "<!--", "-->",
		"--!>", "<!doctype", "<script", "</script", "<title>",
		"</title>", "a", "b", " ", "=", "'", "\"", "<p", "<!", "<?",
		"-", "\n" };
	uint32_t random = 11;
	char text[200];

	for (int round = 0; round < 100000; round++) {
		struct scan_token token;
		struct scan scan;
		size_t len = 0, at = 0;
		for (uint32_t n = next_random(&random) % 20; n > 0; n--)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "%s", bits[next_random(&random) % COUNT(bits)]);
		scan_init(&scan, (struct span){ text, len });
		while (scan_next(&scan, &token)) {
			cr_assert_eq(token.all.ptr, text + at, "%s", text);
			cr_assert_gt(token.all.len, 0, "%s", text);
			at += token.all.len;
			cr_assert_leq(at, len, "%s", text);
			cr_assert(token.whole || at == len, "%s", text);
		}
		cr_assert_eq(at, len, "%s", text);
	}
}
