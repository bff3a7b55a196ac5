/* robots.txt (RFC 9309): src/fetch/robots. */
#include <time.h>

#include "fetch/robots.h"
#include "support.h"

TestSuite(robots);

struct asked {
	const char *text;
	const char *target;
	bool may;
};

static const struct asked asked[] = {
	{ "", "/x", true },
	{ "# nothing", "/x", true },
	{ "<html><body>not found</body></html>", "/x", true },
	/* whose group */
	{ "User-agent: *\nDisallow: /", "/x", false },
	{ "User-agent: pubscour\nDisallow: /", "/x", false },
	{ "User-agent: PubScour\nDisallow: /", "/x", false },
	{ "User-agent: pubscour/0.1\nDisallow: /", "/x", false },
	{ "User-agent: pubscour *\nDisallow: /", "/x", false },
	{ "User-agent: pubs\nDisallow: /", "/x", true },
	{ "User-agent: pubscourer\nDisallow: /", "/x", true },
	{ "User-agent: other\nDisallow: /", "/x", true },
	{ "User-agent: *x\nDisallow: /", "/x", true },
	{ "User-agent:\nDisallow: /", "/x", true },
	{ "Disallow: /", "/x", true },
	{ "User-agent: *\nDisallow: /\n\nUser-agent: pubscour\nAllow: /a", "/x",
	    true },
	{ "User-agent: pubscour\nDisallow:\nUser-agent: *\nDisallow: /", "/x",
	    true },
	{ "User-agent: pubscour\nUser-agent: *\nDisallow: /", "/x", false },
	{ "User-agent: *\nUser-agent: other\nDisallow: /x", "/x", false },
	{ "User-agent: pubscour\nDisallow: /a\nUser-agent: other\nDisallow: /"
	  "\nUser-agent: pubscour\nDisallow: /b",
	    "/b", false },
	{ "User-agent: pubscour\nDisallow: /a\nUser-agent: other\nDisallow: /"
	  "\nUser-agent: pubscour\nDisallow: /b",
	    "/a", false },
	{ "User-agent: pubscour\nDisallow: /a\nUser-agent: other\nDisallow: /"
	  "\nUser-agent: pubscour\nDisallow: /b",
	    "/c", true },
	/* other records end no list of agents */
	{ "User-agent: pubscour\nSitemap: /s\n\nUser-agent: o\nDisallow: /",
	    "/x", false },
	{ "User-agent: pubscour\nCrawl-delay: 1\nUser-agent: o\nDisallow: /",
	    "/x", false },
	/* the form of lines */
	{ "\xef\xbb\xbfUser-agent: *\nDisallow: /", "/x", false },
	{ "User-agent: *\rDisallow: /a\rDisallow: /x", "/x", false },
	{ "User-agent: *\r\nDisallow: /a\r\nDisallow: /x\r\n", "/x", false },
	{ "  USER-AGENT :\t* # all\n \tdisAllow\t: /x # not this", "/x",
	    false },
	{ "User-agent: *\nDisallow: /x # y", "/x y", false },
	{ "User-agent: *\nDisallow /x", "/x", false },
	{ "User-agent *\nDissallow: /x", "/x", false },
	{ "User-agent: *\n#Disallow: /x", "/x", true },
	{ "User-agent: *\n\n\n\nDisallow: /x", "/x", false },
	{ "User-agent: *\nnonsense\n:\n::\nDisallow: /x", "/x", false },
	/* what rules fit */
	{ "User-agent: *\nDisallow:", "/x", true },
	{ "User-agent: *\nDisallow: /x", "/xyz", false },
	{ "User-agent: *\nDisallow: /x/", "/x", true },
	{ "User-agent: *\nDisallow: /X", "/x", true },
	{ "User-agent: *\nDisallow: x", "/x", true },
	{ "User-agent: *\nDisallow: /", "", false },
	{ "User-agent: *\nDisallow: /?term=", "/?term=1", false },
	{ "User-agent: *\nDisallow: /?term=", "/", true },
	{ "User-agent: *\nDisallow: /x#", "/x#y", false },
	/* the longest decides, Allow where both are as long */
	{ "User-agent: *\nDisallow: /x\nAllow: /x", "/x", true },
	{ "User-agent: *\nAllow: /x\nDisallow: /x", "/x", true },
	{ "User-agent: *\nAllow: /x\nDisallow: /x/y", "/x/y", false },
	{ "User-agent: *\nDisallow: /x\nAllow: /x/y", "/x/y", true },
	{ "User-agent: *\nDisallow: /*.html\nAllow: /x", "/x.html", false },
	{ "User-agent: *\nAllow: /p\nDisallow: /", "/page", true },
	{ "User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/p",
	    true },
	{ "User-agent: *\nAllow: /page\nDisallow: /*.ph", "/page.php5", true },
	{ "User-agent: *\nAllow: /$\nDisallow: /", "/", true },
	{ "User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", false },
	/* stars and ends */
	{ "User-agent: *\nDisallow: *", "/x", false },
	{ "User-agent: *\nDisallow: /*/y", "/x/y", false },
	{ "User-agent: *\nDisallow: /*/y", "/x/x/y", false },
	{ "User-agent: *\nDisallow: /*y", "/y", false },
	{ "User-agent: *\nDisallow: /*y/z", "/y/yz", true },
	{ "User-agent: *\nDisallow: /*.gif$", "/a.gif", false },
	{ "User-agent: *\nDisallow: /*.gif$", "/a.gif?x", true },
	{ "User-agent: *\nDisallow: /*.gif$", "/a.gif.gif", false },
	{ "User-agent: *\nDisallow: /*.gif$", "/a.gi", true },
	{ "User-agent: *\nDisallow: /x$", "/xy", true },
	{ "User-agent: *\nDisallow: /x$y", "/x$y", false },
	{ "User-agent: *\nDisallow: /x*$", "/xyz", false },
	{ "User-agent: *\nDisallow: $", "/", true },
	{ "User-agent: *\nDisallow: /**x", "/aax", false },
	{ "User-agent: *\nDisallow: /*aab*aac", "/aaabaaac", false },
	{ "User-agent: *\nDisallow: /%2Ax", "/ax", true },
	{ "User-agent: *\nDisallow: /%2ax", "/*x", false },
	{ "User-agent: *\nDisallow: /x%24", "/x$y", false },
	{ "User-agent: *\nDisallow: /a$b", "/a%24b", false },
	/* percent-encoding: RFC 9309, 2.2.2 */
	{ "User-agent: *\nDisallow: /a%3cd.html", "/a%3Cd.html", false },
	{ "User-agent: *\nDisallow: /%7Ejoe", "/~joe", false },
	{ "User-agent: *\nDisallow: /~joe", "/%7ejoe", false },
	{ "User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false },
	{ "User-agent: *\nDisallow: /a%2fb", "/a/b", true },
	{ "User-agent: *\nDisallow: /a/b", "/a%2Fb", true },
	{ "User-agent: *\nDisallow: /\xe3\x83\x84", "/%E3%83%84", false },
	{ "User-agent: *\nDisallow: /%e3%83%84", "/\xe3\x83\x84", false },
	{ "User-agent: *\nDisallow: /%62%61%7A", "/baz", false },
	{ "User-agent: *\nDisallow: /a b", "/a%20b", false },
	{ "User-agent: *\nDisallow: /%zz", "/%25zz", false },
	{ "User-agent: *\nDisallow: /%2", "/%2", false },
	{ "User-agent: *\nDisallow: /%", "/%41", true },
	/* always */
	{ "User-agent: *\nDisallow: /", "/robots.txt", true },
	{ "User-agent: *\nDisallow: /", "/robots.txt2", false },
};

Test(robots, rules)
{
	for (size_t i = 0; i < COUNT(asked); i++)
		cr_expect_eq(robots_allow(span_of(asked[i].text), "pubscour",
				 asked[i].target, NULL, NULL),
		    asked[i].may, "'%s' of '%s'", asked[i].target,
		    asked[i].text);
}

struct told {
	const char *text;
	double delay;
	const char *line; /* for "/x/y" */
};

static const struct told told[] = {
	{ "", 0, NULL },
	{ "User-agent: *\nAllow:", 0, NULL },
	{ "User-agent: *\n\t Disallow: /x # why\nDisallow: /", 0,
	    "Disallow: /x" },
	{ "User-agent: *\nDisallow: /x\nallow:/x/y", 0, "allow:/x/y" },
	{ "User-agent: *\nDisallow: /x\nAllow: /x", 0, "Allow: /x" },
	{ "User-agent: *\nCrawl-delay: 10", 10, NULL },
	{ "User-agent: *\nCrawl-Delay: 0.5", 0.5, NULL },
	{ "User-agent: *\nCrawl-delay: .25", 0.25, NULL },
	{ "User-agent: *\nCrawl-delay: 1\nCrawl-delay: 3\nCrawl-delay: 2", 3,
	    NULL },
	{ "User-agent: *\nCrawl-delay: 99999999999999999999999", 3600, NULL },
	{ "User-agent: *\nCrawl-delay: -1", 0, NULL },
	{ "User-agent: *\nCrawl-delay: 1e3", 0, NULL },
	{ "User-agent: *\nCrawl-delay: 1.2.3", 0, NULL },
	{ "User-agent: *\nCrawl-delay:", 0, NULL },
	{ "User-agent: o\nCrawl-delay: 5", 0, NULL },
	{ "Crawl-delay: 5", 0, NULL },
	{ "User-agent: *\nCrawl-delay: 5\nDisallow: /\n"
	  "User-agent: pubscour\nDisallow: /x",
	    0, "Disallow: /x" },
	{ "User-agent: pubscour\nCrawl-delay: 2\nDisallow: /x\n"
	  "User-agent: *\nCrawl-delay: 5",
	    2, "Disallow: /x" },
};

Test(robots, delay_and_line)
{
	struct span line;
	double delay;

	for (size_t i = 0; i < COUNT(told); i++) {
		robots_allow(
		    span_of(told[i].text), "pubscour", "/x/y", &delay, &line);
		cr_expect_eq(
		    delay, told[i].delay, "'%s': %f", told[i].text, delay);
		EXPECT_TEXT(line, told[i].line, "'%s'", told[i].text);
	}
}

static bool
allows(struct span text, const char *target)
{
	return robots_allow(text, "pubscour", target, NULL, NULL);
}

Test(robots, bytes)
{
	cr_expect(allows(SPAN_NONE, "/x"));
	cr_expect_not(allows(SPAN("User-agent: *\nDis\0allow: /a\n"
				  "Disallow: /x"),
	    "/x"));
	cr_expect_not(
	    allows(SPAN("\0\0\0\nUser-agent: *\nDisallow: /a\0b"), "/a%00b"));
	cr_expect(allows(SPAN("User-agent: *\nDisallow: /a\0b"), "/a"));
	cr_expect_not(
	    allows(SPAN("User-agent: *\nDisallow: /\xff\xfe"), "/%ff%FE"));
}

/* A line that is cut off by the limit is no rule. */
Test(robots, limit)
{
	const struct span head = SPAN("User-agent: *\nDisallow: /b\n#");
	const struct span last = SPAN("\nDisallow: /aaaaaa");
	size_t len = ROBOTS_BYTES + 100, at;
	char *text = malloc(len);

	cr_assert_neq(text, NULL);
	memset(text, 'x', len);
	memcpy(text, head.ptr, head.len);
	at = ROBOTS_BYTES - 5;
	memcpy(text + at, last.ptr, last.len);
	cr_expect_not(allows((struct span){ text, len }, "/b"));
	cr_expect(allows((struct span){ text, len }, "/aaaaaa"));
	at = ROBOTS_BYTES - last.len + 2;
	memcpy(text + at, last.ptr, last.len);
	cr_expect(allows((struct span){ text, len }, "/aaaaaa"));
	cr_expect_not(allows((struct span){ text, at + last.len }, "/b"));
	memset(text + at, 'x', len - at);
	at = ROBOTS_BYTES - last.len;
	memcpy(text + at, last.ptr, last.len);
	cr_expect_not(allows((struct span){ text, ROBOTS_BYTES }, "/aaaaaa"));
	free(text);
}

/* Fills `text` with `piece` between a head and an end. */
static struct span
repeat(const char *head, const char *piece, size_t times, const char *tail)
{
	size_t room = strlen(head) + times * strlen(piece) + strlen(tail) + 1;
	size_t len = strlen(head);
	char *text = malloc(room);

	cr_assert_neq(text, NULL);
	memcpy(text, head, len);
	for (; times > 0; times--, len += strlen(piece))
		memcpy(text + len, piece, strlen(piece));
	memcpy(text + len, tail, strlen(tail) + 1);
	return (struct span){ text, len + strlen(tail) };
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Patterns that a backtracking matcher does not come back from. */
Test(robots, hostile)
{
	static const char *const pieces[] = { "*", "*a", "*aaaaaaaaaaaaaaaaa",
		"a", "*%61", "\nDisallow: *a*a*a*a*a*a*a*a*a*a*a*a*ab$",
		"\nDisallow: /*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
		"\nUser-agent: pubscour\nDisallow: /*b", "\r", "\n*\n" };
	struct span target = repeat("/", "a", 4000, ""), text;
	double from;

	for (size_t i = 0; i < COUNT(pieces); i++) {
		text = repeat("User-agent: pubscour\nDisallow: /", pieces[i],
		    ROBOTS_BYTES / strlen(pieces[i]) - 50, "b$");
		from = seconds();
		allows(text, target.ptr);
		cr_expect_lt(seconds() - from, 2.0, "%s: %.2f s", pieces[i],
		    seconds() - from);
		free((char *)text.ptr);
	}
	free((char *)target.ptr);
}

/* Who asks for more steps than anyone needs is left alone. */
Test(robots, endless)
{
	struct span target = repeat("/", "a", 4000, "");
	struct span text = repeat("User-agent: *\n",
	    "Disallow: *aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n",
	    1000, "");
	struct span line;

	cr_expect_not(robots_allow(text, "pubscour", target.ptr, NULL, &line));
	cr_expect(span_starts(line, SPAN("Disallow: *aaa")));
	cr_expect(allows(text, "/robots.txt"));
	cr_expect(allows(text, "/37108507/"));
	free((char *)text.ptr);
	free((char *)target.ptr);
}
