/* What a page is that is no article page: src/pubmed/kind. */
#include "pubmed/kind.h"
#include "support.h"

#define BEGIN "not an article page: "
#define OLD \
	"a PubMed page of the layout before 2020 that holds no article, or " \
	"several"
#define SEARCH "PubMed search results; save the page of one article"
#define CAPTCHA "a CAPTCHA page"
#define DENIED "an \"access denied\" page"
#define GONE "a notice that the record was removed"
#define NOT_FOUND "a \"not found\" page"
#define SERVER "an error page of the server"
#define PMC "a full-text page of PubMed Central, not a PubMed page"
#define OTHER "HTML with no PubMed article in it"

static struct psc *reader;

static void
set_up(void)
{
	reader = psc_new();
	cr_assert_neq(reader, NULL);
}

static void
tear_down(void)
{
	psc_free(reader);
}

TestSuite(kind, .init = set_up, .fini = tear_down);

static void
expect_kind(const char *page, size_t len, const char *kind)
{
	cr_assert_eq(psc_read(reader, "page", page, len), PSC_NOT_AN_ARTICLE);
	cr_assert_eq(strncmp(psc_message(reader), BEGIN, strlen(BEGIN)), 0);
	cr_assert_str_eq(
	    psc_message(reader) + strlen(BEGIN), kind, "%.200s", page);
}

struct other {
	const char *page;
	const char *kind;
};

static const struct other others[] = {
	{ "<div class='rprt abstract'><p>x</div>", OLD },
	{ "<p class=abstitle>x", OLD },
	{ "<div class=rprt><div class=abstr>x</div></div>", OLD },
	{ "<div class=rprt_all><div class=rprt>x</div></div>", OLD },
	{ "<div class=search-results-chunks>x</div>", SEARCH },
	{ "<section class='a search-results'><p class=no-results>x", SEARCH },
	{ "<div class=search-results><p class=results-amount>x", SEARCH },
	{ "<div class=search-results><p class=full-docsum>x", SEARCH },
	/* a search of another site's */
	{ "<title>Shop</title><div class=search-results>x",
	    "a page of another site, titled \"Shop\"" },
	{ "<meta name=log_resultcount content=0><p>No results were found.",
	    SEARCH },
	{ "<div id=g-recaptcha>x</div>", CAPTCHA },
	{ "<div class=g-recaptcha>x</div>", CAPTCHA },
	{ "<div class=h-captcha>x</div>", CAPTCHA },
	{ "<div id=captcha>x</div>", CAPTCHA },
	{ "<form id=challenge-form>x</form>", CAPTCHA },
	{ "<script src='https://www.google.com/recaptcha/api.js'></script>x",
	    CAPTCHA },
	{ "<title>Just a moment...</title><p>x", CAPTCHA },
	{ "<title>reCAPTCHA</title><p>x", CAPTCHA },
	{ "<p>Are you a robot?", CAPTCHA },
	{ "<p>Are you not a robot?", CAPTCHA },
	{ "<p>Please verify that you are a human.", CAPTCHA },
	{ "<p>Verify you are human", CAPTCHA },
	{ "<p>Checking your browser before accessing", CAPTCHA },
	{ "<p>There was unusual traffic from your network", CAPTCHA },
	{ "<title>Access Denied</title><p>x", DENIED },
	{ "<title>403 Forbidden</title><p>x", DENIED },
	{ "<p>Your access to this site has been blocked", DENIED },
	{ "<p>Access has been denied", DENIED },
	{ "<p>429 Too Many Requests", DENIED },
	{ "<p>You are temporarily blocked", DENIED },
	{ "<p>blocked because of possible abuse", DENIED },
	{ "<p>This record has been removed.", GONE },
	{ "<p>The article with PMID 12 was withdrawn at its authors' wish",
	    GONE },
	{ "<p>This citation is deleted", GONE },
	{ "<title>Page not found - PubMed</title><p>x", NOT_FOUND },
	{ "<title>404</title><p>x", NOT_FOUND },
	{ "<p>The page could not be found.", NOT_FOUND },
	{ "<p>The page is no longer available", NOT_FOUND },
	{ "<p>It doesn't exist", NOT_FOUND },
	{ "<p>It does not exist", NOT_FOUND },
	{ "<p>There is no such page", NOT_FOUND },
	{ "<title>502 Bad Gateway</title><p>x", SERVER },
	{ "<p>503 Service Unavailable", SERVER },
	{ "<p>Service is temporarily unavailable", SERVER },
	{ "<p>Internal Server Error", SERVER },
	{ "<p>An error has occurred", SERVER },
	{ "<p>504: gateway error", SERVER },
	{ "<meta name=ncbi_app content=pmc><p>x", PMC },
	{ "<div class=pmc-article>x</div>", PMC },
	{ "<link rel=canonical "
	  "href='https://pmc.ncbi.nlm.nih.gov/articles/PMC1/'>x",
	    PMC },
	{ "<link rel=canonical "
	  "href='https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/'>x",
	    PMC },
	{ "<meta name=ncbi_app content=pubmed><p>x",
	    "a page of PubMed without an article" },
	/* other sites */
	{ "<link rel=canonical href='https://example.org/a?b'><p>x",
	    "a page of another site, example.org" },
	{ "<link rel=canonical href='https://example.org:8080/'><p>x",
	    "a page of another site, example.org" },
	{ "<meta property='og:url' content='http://a.example#b'><p>x",
	    "a page of another site, a.example" },
	{ "<base href='//x/'><title>A &amp; B</title><p>x",
	    "a page of another site, titled \"A & B\"" },
	{ "<title>A report</title><p>x",
	    "a page of another site, titled \"A report\"" },
	{ "<p>x", OTHER },
	{ "<title> </title><p>x", OTHER },
	{ "<title></title>", OTHER },
	/* the first that fits decides */
	{ "<title>Not found</title><div class=search-results-chunks>x",
	    SEARCH },
	{ "<title>Not found</title><p>Too many requests", DENIED },
	{ "<title>Access denied</title><p>Solve the captcha", DENIED },
	/* what is dropped as chrome does not count */
	{ "<script>var captcha = 'not found'</script><p>x", OTHER },
	{ "<footer>Page not found</footer><p>x", OTHER },
	{ "<!-- captcha --><p>x", OTHER },
};

Test(kind, says_what_it_is)
{
	for (size_t i = 0; i < COUNT(others); i++)
		expect_kind(
		    others[i].page, strlen(others[i].page), others[i].kind);
}

/* An article page needs both its frame and a field. */
Test(kind, knows_articles)
{
	static const char *const good[] = {
		"<main id=article-details><meta name=citation_pmid content=1>",
		"<main id=article-details><div id=full-view-heading>"
		"<h1 class=heading-title>T</h1></div></main>",
		"<main class=article-page data-article-pmid=12>x",
		"<div id=full-view-heading><button title='J' "
		"id=full-view-journal-trigger>J</button>",
	};
	static const char *const bad[] = {
		"<main id=article-details>x</main>",
		"<main id=article-details><meta name=citation_pmid "
		"content='x'>",
		"<p>x<meta name=citation_pmid content=1>"
		"<meta name=citation_title content=T>",
		"<div class=article-page>x",
	};

	for (size_t i = 0; i < COUNT(good); i++)
		cr_assert_eq(psc_read(reader, "a", good[i], strlen(good[i])),
		    PSC_OK, "%s: %s", good[i], psc_message(reader));
	for (size_t i = 0; i < COUNT(bad); i++)
		expect_kind(bad[i], strlen(bad[i]), OTHER);
}

/* A page of several screens that speaks of these things is none of them. */
Test(kind, long_article_of_another_site_is_one)
{
	static const char *const mentions[] = { "captcha", "a CAPTCHA page",
		"not found", "was not found", "access denied", "404",
		"access to this page has been denied", "you are not a robot",
		"the record was removed", "an error occurred",
		"internal server error", "too many requests", "forbidden",
		"the page does not exist", "just a moment" };
	static char page[20000];

	for (size_t i = 0; i < COUNT(mentions); i++) {
		int len = snprintf(page, sizeof(page),
		    "<html><head><title>On ponds</title><link rel=canonical "
		    "href=https://ponds.example.org/1></head><body>"
		    "<article><h1>On ponds</h1>");
		for (int n = 0; n < 60; n++)
			len += snprintf(page + len, sizeof(page) - (size_t)len,
			    "<p>Ponds are small waters, and paragraph %d of "
			    "this article says more of them.</p>",
			    n);
		len += snprintf(page + len, sizeof(page) - (size_t)len,
		    "<p>In the log there stood: %s</p></article></body>"
		    "</html>",
		    mentions[i]);
		expect_kind(page, (size_t)len,
		    "a page of another site, ponds.example.org");
	}
}

/* Open when this was written: a form's CAPTCHA makes any page one. */
Test(kind, captcha_in_a_form_is_no_captcha_page)
{
	static char page[20000];
	int len = snprintf(page, sizeof(page),
	    "<html><head><title>On ponds</title><link rel=canonical "
	    "href=https://ponds.example.org/1><script "
	    "src=https://www.google.com/recaptcha/api.js></script></head>"
	    "<body><article>");

	for (int n = 0; n < 60; n++)
		len += snprintf(page + len, sizeof(page) - (size_t)len,
		    "<p>Ponds are small waters, and paragraph %d of this "
		    "article says more of them.</p>",
		    n);
	expect_kind(
	    page, (size_t)len, "a page of another site, ponds.example.org");
}

/* Titles and hosts from the page are cut, between characters. */
Test(kind, shortens_what_the_page_says)
{
	static char page[4000], want[4000];
	size_t len = strlen("<title>a");

	snprintf(page, sizeof(page), "<title>a");
	snprintf(want, sizeof(want), "a page of another site, titled \"a");
	for (int i = 0; i < 500; i++) {
		memcpy(page + len, "\xc3\xa9", 2);
		len += 2;
		if (i < 39)
			strcat(want, "\xc3\xa9");
	}
	strcat(want, "\"");
	expect_kind(page, len, want);
}
