/* Pages and what only looks like one: src/fetch/judge. */
#include "fetch/judge.h"
#include "support.h"

static struct judge judge;

static void
set_up(void)
{
	cr_assert(judge_new(&judge));
}

static void
tear_down(void)
{
	judge_free(&judge);
}

TestSuite(judge, .init = set_up, .fini = tear_down);

static enum psc_status
answer(long status, const char *type, struct span body, bool is_article,
    bool open_ended, struct error *error)
{
	struct judge_answer asked = { status, type, body, is_article,
		open_ended };
	enum psc_status is = judge_answer(&judge, &asked, error);

	cr_expect_eq(
	    is == PSC_OK, error->message[0] == '\0', "%s", error->message);
	return is;
}

static enum psc_status
by_words(long status, const char *body)
{
	struct error error;

	return answer(status, "text/html; charset=utf-8", span_of(body), false,
	    false, &error);
}

#define PAGE "<html><head><title>T</title></head><body><p>a</p></body></html>"
#define TITLED(title) "<html><head><title>" title "</title><body><h1>x</h1><p>y"
#define HEADED(head) "<!DOCTYPE html><title>x</title><body><h1>" head "</h1>y"
#define SAID(text) "<html><title>x</title><body><p>" text "</p>"

Test(judge, statuses)
{
	static const struct {
		long status;
		enum psc_status is;
	} statuses[] = {
		{ 200, PSC_OK },
		{ 203, PSC_OK },
		{ 206, PSC_TRUNCATED },
		{ 0, PSC_HTTP_ERROR },
		{ 100, PSC_HTTP_ERROR },
		{ 302, PSC_HTTP_ERROR },
		{ 304, PSC_HTTP_ERROR },
		{ 400, PSC_HTTP_ERROR },
		{ 401, PSC_BLOCKED },
		{ 403, PSC_BLOCKED },
		{ 404, PSC_HTTP_404 },
		{ 408, PSC_HTTP_ERROR },
		{ 410, PSC_HTTP_404 },
		{ 418, PSC_HTTP_ERROR },
		{ 429, PSC_RATE_LIMITED },
		{ 451, PSC_BLOCKED },
		{ 500, PSC_UNAVAILABLE },
		{ 502, PSC_UNAVAILABLE },
		{ 503, PSC_UNAVAILABLE },
		{ 599, PSC_UNAVAILABLE },
		{ 600, PSC_HTTP_ERROR },
	};

	for (size_t i = 0; i < COUNT(statuses); i++) {
		cr_expect_eq(by_words(statuses[i].status, PAGE), statuses[i].is,
		    "%ld", statuses[i].status);
		if (statuses[i].status >= 300)
			cr_expect_eq(by_words(statuses[i].status, ""),
			    statuses[i].is, "%ld", statuses[i].status);
	}
	cr_expect_eq(by_words(200, ""), PSC_EMPTY);
	cr_expect_eq(by_words(200, " \r\n\t"), PSC_EMPTY);
	cr_expect_eq(by_words(204, ""), PSC_EMPTY);
}

Test(judge, message)
{
	struct error error;

	answer(418, NULL, SPAN_NONE, false, false, &error);
	cr_expect_neq(strstr(error.message, "418"), NULL);
	answer(503, NULL, span_of(TITLED("Just a moment...")), false, false,
	    &error);
	cr_expect_neq(strstr(error.message, "503"), NULL);
}

struct told {
	long status;
	enum psc_status is;
	const char *body;
};

static const struct told told[] = {
	/* NCBI */
	{ 200, PSC_BLOCKED, TITLED("NCBI - WWW Error Blocked Diagnostic") },
	{ 200, PSC_BLOCKED,
	    SAID("Your access to the NCBI website at www.ncbi.nlm.nih.gov has "
		 "been\ntemporarily blocked due to a possible misuse/abuse "
		 "situation involving your site.") },
	{ 200, PSC_BLOCKED, TITLED("Checking your browser - reCAPTCHA") },
	{ 200, PSC_UNAVAILABLE, TITLED("NCBI - WWW Error 500 Diagnostic") },
	{ 200, PSC_HTTP_404, TITLED("NCBI - WWW Error 404 Diagnostic") },
	{ 403, PSC_BLOCKED, TITLED("403 Error - NCBI") },
	{ 200, PSC_RATE_LIMITED,
	    "{\"error\":\"API rate limit exceeded\",\"count\":\"4\"}" },
	{ 403, PSC_RATE_LIMITED,
	    "{\"error\":\"API rate limit exceeded\",\"count\":\"4\"}" },
	{ 200, PSC_UNAVAILABLE, SAID("PubMed is currently unavailable.") },
	{ 200, PSC_UNAVAILABLE,
	    SAID("The NCBI web site is temporarily unavailable") },
	/* doors */
	{ 200, PSC_BLOCKED, TITLED("Just a moment...") },
	{ 403, PSC_BLOCKED, TITLED("Just a moment...") },
	{ 503, PSC_BLOCKED, TITLED("Just a moment...") },
	{ 404, PSC_BLOCKED, TITLED("Just a moment...") },
	{ 200, PSC_BLOCKED, TITLED("Attention Required! | Cloudflare") },
	{ 200, PSC_BLOCKED, HEADED("Access Denied") },
	{ 200, PSC_BLOCKED, HEADED("\n Access\n <b>Denied</b> \n") },
	{ 200, PSC_BLOCKED, TITLED("Access to this page has been denied.") },
	{ 200, PSC_BLOCKED, TITLED("403 Forbidden") },
	{ 200, PSC_BLOCKED,
	    HEADED("ERROR: The request could not be satisfied") },
	{ 200, PSC_BLOCKED, TITLED("Are you a robot?") },
	{ 200, PSC_BLOCKED, TITLED("reCAPTCHA") },
	{ 200, PSC_BLOCKED,
	    SAID("You don't have permission to access \"http&#58;&#47;&#47;"
		 "x\" on this server.<P>Reference&#32;&#35;18.1") },
	{ 200, PSC_BLOCKED,
	    SAID("Our systems have detected unusual traffic from your computer "
		 "network.") },
	{ 429, PSC_BLOCKED,
	    SAID("Our systems have detected unusual traffic from your computer "
		 "network.") },
	{ 200, PSC_BLOCKED,
	    SAID("<noscript>Enable JavaScript and cookies to continue") },
	{ 200, PSC_BLOCKED,
	    SAID("<form action='/captcha/verify'><input></form>") },
	{ 200, PSC_BLOCKED, SAID("<div class=\"big g-recaptcha\"></div>") },
	{ 200, PSC_BLOCKED, "<script>window._cf_chl_opt={}</script>" },
	{ 200, PSC_BLOCKED,
	    "<script src='https://ct.captcha-delivery.com/c.js'></script>" },
	{ 200, PSC_BLOCKED,
	    "<html>Request unsuccessful. Incapsula incident ID: 1-2</html>" },
	/* too often */
	{ 200, PSC_RATE_LIMITED, TITLED("Too Many Requests") },
	{ 200, PSC_RATE_LIMITED, TITLED("429 Too Many Requests") },
	{ 403, PSC_RATE_LIMITED, HEADED("You are being rate limited") },
	{ 503, PSC_RATE_LIMITED, SAID("Error 1015") },
	/* nowhere */
	{ 200, PSC_HTTP_404, TITLED("Page not found | Agency") },
	{ 200, PSC_HTTP_404, TITLED("404 - Page Not Found") },
	{ 200, PSC_HTTP_404, TITLED("Error 404") },
	{ 200, PSC_HTTP_404, HEADED("404") },
	{ 200, PSC_HTTP_404,
	    HEADED("Sorry, the page you requested was not found") },
	{ 200, PSC_HTTP_404, HEADED("The page cannot be found") },
	{ 200, PSC_HTTP_404, HEADED("This page no longer exists") },
	{ 200, PSC_HTTP_404,
	    HEADED("The page you're looking for can't be found") },
	/* out of order */
	{ 200, PSC_UNAVAILABLE, TITLED("503 Service Unavailable") },
	{ 200, PSC_UNAVAILABLE, TITLED("Service Temporarily Unavailable") },
	{ 200, PSC_UNAVAILABLE, TITLED("Scheduled Maintenance") },
	{ 200, PSC_UNAVAILABLE, TITLED("Down for maintenance") },
	{ 403, PSC_UNAVAILABLE, TITLED("Site Maintenance") },
	{ 200, PSC_UNAVAILABLE,
	    HEADED("We'll be back: we are undergoing work") },
	{ 200, PSC_UNAVAILABLE,
	    SAID("The site is down for scheduled maintenance.") },
	/* a 404 that hedges */
	{ 404, PSC_HTTP_404,
	    SAID("The page might have been removed or is temporarily "
		 "unavailable.") },
	{ 404, PSC_HTTP_404, TITLED("Service Unavailable") },
	{ 410, PSC_HTTP_404, TITLED("Too many requests") },
	/* pages */
	{ 200, PSC_OK, PAGE },
	{ 200, PSC_OK, HEADED("403(b) plans") },
	{ 200, PSC_OK, HEADED("404 Main Street") },
	{ 200, PSC_OK, HEADED("500 people are at work") },
	{ 200, PSC_OK, HEADED("429 days") },
	{ 200, PSC_OK, HEADED("Access denied by whom") },
	{ 200, PSC_OK, HEADED("The article is available") },
	{ 200, PSC_OK, HEADED("Maintenance of certification") },
	{ 200, PSC_OK, HEADED("Maintenance therapy in lymphoma") },
	{ 200, PSC_OK, SAID("How a CAPTCHA works") },
	{ 200, PSC_OK, SAID("The term was not found in PubMed.") },
	{ 200, PSC_OK, SAID("No results were found.") },
	{ 200, PSC_OK,
	    "<script "
	    "src='https://www.google.com/recaptcha/api.js'></script>x" },
	{ 200, PSC_OK, "<script>say('Access Denied')</script><p>x" },
	{ 200, PSC_OK, "<!-- <title>Access Denied</title> --><p>x" },
	{ 200, PSC_OK, "<title>x</title><svg><title>403 Forbidden</title>x" },
};

Test(judge, words)
{
	for (size_t i = 0; i < COUNT(told); i++)
		cr_expect_eq(by_words(told[i].status, told[i].body), told[i].is,
		    "%ld %s: %s, not %s", told[i].status, told[i].body,
		    psc_status_name(by_words(told[i].status, told[i].body)),
		    psc_status_name(told[i].is));
}

/* Whatever it says, a long page is one, and so is any other format. */
Test(judge, what_is_no_notice)
{
	static char body[200000];
	struct error error;
	size_t len;

	for (size_t i = 0; i < COUNT(told); i++) {
		if (told[i].status != 200)
			continue;
		cr_expect_eq(answer(200, "application/pdf",
				 span_of(told[i].body), true, true, &error),
		    PSC_OK);
		len = strlen(told[i].body);
		memcpy(body, told[i].body, len);
		while (len < 5000)
			memcpy(body + len, " word", 5), len += 5;
		cr_expect_eq(
		    answer(200, "text/html", (struct span){ body, len }, false,
			false, &error),
		    PSC_OK, "%s: %s", told[i].body, error.message);
	}
	memset(body, ' ', sizeof(body));
	memcpy(body, "<title>Access Denied</title>", 28);
	cr_expect_eq(
	    answer(200, "text/html", (struct span){ body, sizeof(body) }, false,
		false, &error),
	    PSC_OK);
}

static enum psc_status
as_article(long status, const char *body)
{
	struct error error;

	return answer(status, "text/html", span_of(body), true, false, &error);
}

Test(judge, articles)
{
	static const char *const marks[] = {
		"<main class=\"article-details\" id=\"article-details\">",
		"<main id=article-details>",
		"<div class=\"article-page\" data-article-pmid=\"1\">",
		"<header id=\"full-view-heading\" class=x>"
	};
	char body[2000];

	cr_expect_eq(as_article(200, PAGE), PSC_OK);
	cr_expect_eq(
	    as_article(200, SAID("The following term was not found in PubMed: "
				 "10.1/x")),
	    PSC_HTTP_404);
	cr_expect_eq(
	    as_article(200, SAID("No results were found.")), PSC_HTTP_404);
	cr_expect_eq(
	    as_article(200, "<meta name=\"log_resultcount\" content=\"0\"/>x"),
	    PSC_HTTP_404);
	cr_expect_eq(
	    as_article(200, "<meta name=\"log_resultcount\" content=\"07\"/>x"),
	    PSC_OK);
	for (size_t i = 0; i < COUNT(told); i++)
		for (size_t k = 0; k < COUNT(marks); k++) {
			snprintf(
			    body, sizeof(body), "%s%s", told[i].body, marks[k]);
			if (told[i].status == 200)
				cr_expect_eq(
				    as_article(200, body), PSC_OK, "%s", body);
		}
	cr_expect_eq(as_article(404, marks[0]), PSC_HTTP_404);
	cr_expect_eq(as_article(503, marks[0]), PSC_UNAVAILABLE);
}

Test(judge, truncated)
{
	static const struct {
		const char *body;
		bool whole;
	} bodies[] = {
		{ PAGE, true },
		{ "<p>a<p>b", true },
		{ "<ul><li>a<li>b</ul>", true },
		{ "plain", true },
		{ "<html><body><div>a</div>", true },
		{ "<html><body><div>a", false },
		{ "<html><body><div>a</div", false },
		{ "<html><body><div>a</div><a href=\"x", false },
		{ "<html><body><script>x", false },
		{ "<html><body>a<!-- b", false },
		{ "<html><body><div>a</html>", true },
		{ "<html><body><!-- a</HTML>\r\n", true },
	};
	struct error error;

	for (size_t i = 0; i < COUNT(bodies); i++) {
		cr_expect_eq(answer(200, "text/html", span_of(bodies[i].body),
				 false, false, &error),
		    PSC_OK, "%s", bodies[i].body);
		cr_expect_eq(answer(200, "text/html", span_of(bodies[i].body),
				 false, true, &error),
		    bodies[i].whole ? PSC_OK : PSC_TRUNCATED, "%s",
		    bodies[i].body);
	}
	cr_expect_eq(answer(200, "text/html", SPAN("<html><p>a</p>"), true,
			 true, &error),
	    PSC_TRUNCATED);
	cr_expect_eq(answer(200, "text/html", SPAN(PAGE "\n<!-- x -->"), true,
			 true, &error),
	    PSC_OK);
}

/* Any bytes; and half of a page that is cut in UTF-8. */
Test(judge, bytes)
{
	static char body[300000];
	uint32_t state = 7;
	struct error error;

	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = (char)next_random(&state);
	for (size_t len = 1; len < sizeof(body); len = len * 3 + 1)
		cr_expect_eq(answer(200, NULL, (struct span){ body, len }, true,
				 false, &error),
		    PSC_OK);
	cr_expect_eq(
	    answer(200, "text/html", SPAN("<title>Access\0 Denied</title>"),
		false, false, &error),
	    PSC_OK);
	for (size_t i = 0; i < sizeof(body); i += 2)
		memcpy(body + i, "\xc3\xa4", 2);
	memcpy(body, "<", 1);
	cr_expect_eq(
	    answer(200, "text/html", (struct span){ body, sizeof(body) }, true,
		false, &error),
	    PSC_OK);
}
