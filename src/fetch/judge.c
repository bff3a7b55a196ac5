/*
 * What error, block and maintenance pages are known by stands in one table.
 * Most of its rows count on a short page alone: what an article says of
 * CAPTCHAs must not make it one.
 */
#include "fetch/judge.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/pattern.h"
#include "base/utf8.h"
#include "html/limit.h"
#include "html/scan.h"

#define LOOKED_AT ((size_t)64 << 10)

enum place {
	PLACE_HEADS, /* the title and the headings, a line each */
	PLACE_TEXT,  /* what can be read, on one line */
	PLACE_MARKS  /* the bytes as they came */
};

/* Where a row counts. */
enum when {
	WHEN_ANY,
	WHEN_THERE,  /* not where the status says that there is no page */
	WHEN_GOOD,   /* where the status says that all is well */
	WHEN_ARTICLE /* so, and an article was asked for */
};

struct row {
	enum psc_status status;
	enum when when;
	enum place place;
	size_t words; /* the page has no more; ANY_LENGTH: it may */
	const char *pattern;
	const char *says;
};

#define ANY_LENGTH SIZE_MAX

#define LIMITED PSC_RATE_LIMITED, WHEN_THERE
#define BLOCKED PSC_BLOCKED, WHEN_ANY
#define ABSENT PSC_HTTP_404, WHEN_GOOD
#define NO_ARTICLE PSC_HTTP_404, WHEN_ARTICLE
#define CLOSED PSC_UNAVAILABLE, WHEN_THERE

#define TOO_OFTEN "the page says that we asked too often"
#define SHUT_OUT "the page says that access is blocked"
#define CAPTCHA "the page asks for a proof that no program reads it"
#define NOWHERE "the page says that there is no such page"
#define NO_SUCH_ARTICLE "PubMed says that there is no such article"
#define OUT_OF_ORDER "the page says that the site is out of order"

/* A line of PLACE_HEADS from its start; case does not matter. */
#define HEAD "(?im)^\\s*"

/* The first row that fits decides. */
static const struct row rows[] = {
	/* NCBI, and its API behind it */
	{ BLOCKED, PLACE_HEADS, 600, HEAD "NCBI - WWW Error Blocked Diagnostic",
	    SHUT_OUT },
	{ BLOCKED, PLACE_TEXT, 600,
	    "(?i)Your access to the NCBI website at \\S{1,200} has been "
	    "(?:temporarily )?blocked|temporarily blocked due to a possible "
	    "misuse/abuse",
	    SHUT_OUT },
	{ ABSENT, PLACE_HEADS, 600, HEAD "NCBI - WWW Error 4\\d\\d Diagnostic",
	    NOWHERE },
	{ CLOSED, PLACE_HEADS, 600, HEAD "NCBI - WWW Error 5\\d\\d Diagnostic",
	    OUT_OF_ORDER },

	{ LIMITED, PLACE_HEADS, 300,
	    HEAD "(?:(?:Error:? )?429\\s*(?:$|[-:|]|Too |Error)|Too Many "
		 "Requests|(?:API )?Rate "
		 "Limit(?:ed| Exceeded| Reached)|You (?:are being|have been) "
		 "rate.limited|Request limit exceeded)",
	    TOO_OFTEN },
	{ LIMITED, PLACE_TEXT, 200,
	    "(?i)API rate limit exceeded|too many requests (?:from|in|have "
	    "been|were)|exceeded (?:the|your|our) (?:rate|request) limit|Error "
	    "1015\\b|you are being rate.limited",
	    TOO_OFTEN },

	/* Cloudflare, Akamai, Imperva, PerimeterX, DataDome, AWS, Anubis */
	{ BLOCKED, PLACE_HEADS, 300,
	    HEAD
	    "(?:Just a moment\\s?(?:\\.{3}|\xe2\x80\xa6)|Checking your "
	    "browser|Checking if (?:the site|you)|DDoS-Guard"
	    "|Security (?:Check|Verification)$|(?:Verif(?:y|ying) )?(?:that "
	    ")?you are (?:not a (?:ro)?bot|(?:a )?human)|(?:Robot|Bot|Human)"
	    " (?:Check|Verification|Challenge)|Are you (?:a |not a )?(?:"
	    "human|robot)|Client Challenge$|Pardon our interruption|Making "
	    "sure you.{1,8}re not a bot|(?:re|h)?CAPTCHA$|Vercel Security "
	    "Checkpoint|Human Verification|Please verify (?:that )?you)",
	    CAPTCHA },
	{ BLOCKED, PLACE_HEADS, 300,
	    HEAD
	    "(?:(?:Error:? )?403\\s*(?:$|[-:|]|Forbidden|Error|Access)|Error "
	    "1020\\b|Access (?:to this (?:page|"
	    "site|website) )?(?:has been |was |is )?(?:temporarily )?(?:"
	    "denied|blocked|restricted)\\s*(?:$|[-|.!(])|(?:HTTP "
	    ")?Forbidden$|Attention "
	    "Required!|(?:Sorry, )?you (?:have been|are|were) blocked|"
	    "Request (?:Rejected|Blocked)|(?:ERROR: )?The request could not "
	    "be satisfied|Web (?:Page|Site) Blocked|(?:Your )?IP (?:address )?"
	    "(?:has been |is )?(?:blocked|banned)|Automated access|Unusual "
	    "(?:traffic|activity) (?:from|detected))",
	    SHUT_OUT },
	{ BLOCKED, PLACE_TEXT, 200,
	    "(?i)You don.{1,7}t have permission to access .{1,600}on this "
	    "server|Incapsula incident ID|The requested URL was rejected\\. "
	    "Please consult|access to this (?:page|site|website) has been "
	    "(?:denied|blocked)|your IP (?:address )?(?:\\S{1,60} )?has been "
	    "(?:temporarily )?(?:blocked|banned)",
	    SHUT_OUT },
	{ BLOCKED, PLACE_TEXT, 200,
	    "(?i)unusual traffic from your (?:computer )?network|Checking your "
	    "browser before accessing|Checking if the site connection is secure"
	    "|Enable JavaScript and cookies to continue|(?:complete|solve|fill "
	    "in|enter) (?:the|a|this) (?:security check|CAPTCHA)|Please enable "
	    "JS and disable any ad blocker|verify (?:that )?you are (?:not a "
	    "(?:ro)?bot|(?:a )?human)|confirm (?:that )?you are (?:not a "
	    "(?:ro)?bot|(?:a )?human)|prove (?:that )?you are (?:not a (?:ro)?"
	    "bot|(?:a )?human)",
	    CAPTCHA },
	{ BLOCKED, PLACE_MARKS, 60,
	    "(?i)\\b_cf_chl_opt\\b|<form[^>]{0,500}\\b(?:id|action)=[\"']?[^\"'"
	    ">]"
	    "{0,300}(?:captcha|challenge)|<[^>]{0,500}\\b(?:class|id)=[\"']?"
	    "[^\"'>]{0,300}\\b(?:g-recaptcha|h-captcha|cf-turnstile|px-captcha)"
	    "\\b|<(?:script|iframe)[^>]{0,500}\\bsrc=[\"']?[^\"'>]{0,300}(?:"
	    "captcha-delivery\\.com|_Incapsula_Resource|awswaf\\.com/|/captcha/"
	    "|"
	    "challenges\\.cloudflare\\.com/)",
	    CAPTCHA },

	{ NO_ARTICLE, PLACE_TEXT, ANY_LENGTH,
	    "(?i)The following terms? (?:was|were) not found in PubMed|No "
	    "results were found\\.|The following PMIDs? (?:is|are) not "
	    "available",
	    NO_SUCH_ARTICLE },
	{ NO_ARTICLE, PLACE_MARKS, ANY_LENGTH,
	    "(?i)<meta\\s[^>]{0,300}\\bname=[\"']?log_resultcount[\"']?\\s[^>]"
	    "{0,300}\\bcontent=[\"']?0[\"'\\s/>]",
	    NO_SUCH_ARTICLE },
	{ ABSENT, PLACE_HEADS, 300,
	    HEAD
	    "(?:(?:HTTP |Status |Error |Code |Sorry|Oops|[-:!,. ])*404(?: "
	    "Error)?(?:$|\\s*[-\xe2\x80\x93\xe2\x80\x94:|,!(.]|\\s+(?:Page "
	    "|File )?(?:not found|error))|(?:(?:Sorry|Oops|Error)[-:!,. ]+)?"
	    "(?:(?:the|this|that|your) )?(?:requested |web ?)?(?:page|file|"
	    "document|URL|resource|article|content)(?: that)?(?: you(?:"
	    "(?:.{1,7}re| are| were) looking for| requested))? (?:not found|"
	    "(?:(?:was|is|could|can|does) ?(?:not|no "
	    "longer)|(?:is|could|ca)n.{1,7}t)(?: be)?"
	    " (?:found|exist|available)|(?:does not|doesn.{1,7}t|no longer) "
	    "exists?)|Not Found$)",
	    NOWHERE },

	{ CLOSED, PLACE_HEADS, 200,
	    HEAD
	    "(?:(?:HTTP |Error:? )*50[0234]\\s*(?:$|[-:|]|Internal|Bad "
	    "|Service|Gateway|Error|Server)|Service (?:is )?"
	    "(?:temporarily |currently )?unavailable|Bad Gateway$|Gateway "
	    "Time-?out$|Internal Server Error$|(?:(?:Scheduled|Planned|"
	    "Emergency|System|Site|Website|Server|Under|Down for|Closed for)"
	    " )*(?:Maintenance|Outage)(?: (?:Mode|Notice|Page|in "
	    "Progress))?$)",
	    OUT_OF_ORDER },
	{ CLOSED, PLACE_HEADS, 200,
	    "(?im)(?:\\b(?:site|website|server|service|system|page|PubMed|NCBI|"
	    "PMC|we|we.{1,7}re) (?:(?:is|are) )?(?:temporarily|currently)? ?(?:"
	    "unavailable|offline|down (?:for|due)|closed for|undergoing|under "
	    "maintenance)|(?:down|closed|unavailable) (?:for|due to) (?:\\w+ "
	    "){0,2}maintenance)",
	    OUT_OF_ORDER },
	{ CLOSED, PLACE_TEXT, 120,
	    "(?i)\\b(?:PubMed|NCBI|PMC|site|website|server|service|system)(?: "
	    "at \\S{1,100})? (?:is|are) (?:(?:temporarily|currently) "
	    "(?:unavailable|offline|down)|(?:down|closed|offline) (?:for|due "
	    "to)"
	    "|undergoing (?:\\w+ "
	    "){0,2}maintenance)|(?:down|unavailable|closed) "
	    "(?:for|due to) (?:\\w+ ){0,2}maintenance|scheduled maintenance (?:"
	    "is |work )?(?:in progress|under ?way)",
	    OUT_OF_ORDER },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

_Static_assert(ROWS <= JUDGE_PATTERNS, "there is room for all patterns");

bool
judge_new(struct judge *judge)
{
	*judge = (struct judge){ { NULL } };
	for (size_t i = 0; i < ROWS; i++) {
		judge->patterns[i] = pattern_new(rows[i].pattern);
		if (judge->patterns[i] == NULL) {
			judge_free(judge);
			return false;
		}
	}
	return true;
}

void
judge_free(struct judge *judge)
{
	for (size_t i = 0; i < JUDGE_PATTERNS; i++)
		pattern_free(judge->patterns[i]);
	*judge = (struct judge){ { NULL } };
}

/* What of a page is looked at. */
struct looks {
	struct span place[3];
	size_t words; /* that can be read; ANY_LENGTH: the page goes on */
};

struct looker {
	struct buffer heads, text;
	bool titled;
	bool in_head; /* a title or a heading */
	bool hidden;  /* a script or style */
};

static bool
is(struct span name, const char *other)
{
	return span_equal_nocase(name, span_of(other));
}

static bool
is_heading(struct span name)
{
	return name.len == 2 && span_lower(name.ptr[0]) == 'h' &&
	       name.ptr[1] >= '1' && name.ptr[1] <= '3';
}

/* Adds text with its white space folded, and no blank at its start. */
static void
add_folded(struct buffer *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!span_is_space(text.ptr[i]))
			buffer_char(out, text.ptr[i]);
		else if (out->len > 0 && out->ptr[out->len - 1] != ' ' &&
			 out->ptr[out->len - 1] != '\n')
			buffer_char(out, ' ');
	}
}

/* Any tag counts as a blank: words are not looked at closer than that. */
static void
see_tag(struct looker *looker, const struct scan_token *token)
{
	bool start = token->kind == SCAN_START;

	add_folded(&looker->text, SPAN(" "));
	add_folded(&looker->heads, SPAN(" "));
	if (is(token->name, "title")) {
		/* the first alone: a drawing has titles, too */
		looker->in_head = start && !looker->titled;
		looker->titled |= start;
	} else if (is_heading(token->name)) {
		looker->in_head = start;
	} else {
		if (is(token->name, "script") || is(token->name, "style"))
			looker->hidden = start;
		return;
	}
	if (looker->heads.len > 0 &&
	    looker->heads.ptr[looker->heads.len - 1] == ' ')
		looker->heads.len--;
	buffer_char(&looker->heads, '\n');
}

static void
see(struct looker *looker, const struct scan_token *token)
{
	if (token->kind == SCAN_START || token->kind == SCAN_END) {
		see_tag(looker, token);
		return;
	}
	if (token->kind != SCAN_TEXT || looker->hidden)
		return;
	if (looker->in_head)
		add_folded(&looker->heads, token->all);
	add_folded(&looker->text, token->all);
}

static size_t
words_of(struct span text)
{
	size_t words = 0;

	for (size_t i = 0; i < text.len; i++)
		words +=
		    text.ptr[i] != ' ' && (i == 0 || text.ptr[i - 1] == ' ');
	return words;
}

static void
look(struct arena *arena, struct span body, struct looks *looks)
{
	struct looker looker = { .titled = false };
	struct scan_token token;
	struct scan scan;
	struct span text = utf8_clean(arena, span_first(body, LOOKED_AT));

	buffer_init(&looker.heads, arena, 4 * LOOKED_AT);
	buffer_init(&looker.text, arena, 4 * LOOKED_AT);
	scan_init(&scan, text);
	while (scan_next(&scan, &token))
		see(&looker, &token);
	looks->place[PLACE_HEADS] = buffer_text(&looker.heads);
	looks->place[PLACE_TEXT] = buffer_text(&looker.text);
	looks->place[PLACE_MARKS] = text;
	looks->words = body.len > LOOKED_AT
			   ? ANY_LENGTH
			   : words_of(looks->place[PLACE_TEXT]);
}

static bool
is_good(long status)
{
	return status >= 200 && status < 300;
}

static bool
counts(const struct row *row, const struct judge_answer *answer)
{
	switch (row->when) {
	case WHEN_THERE:
		return answer->status != 404 && answer->status != 410;
	case WHEN_GOOD:
		return is_good(answer->status);
	case WHEN_ARTICLE:
		return is_good(answer->status) && answer->is_article;
	case WHEN_ANY:
		break;
	}
	return true;
}

static const struct row *
find_row(const struct judge *judge, const struct judge_answer *answer,
    const struct looks *looks)
{
	for (size_t i = 0; i < ROWS; i++)
		if (counts(&rows[i], answer) && looks->words <= rows[i].words &&
		    pattern_find(
			judge->patterns[i], looks->place[rows[i].place], NULL))
			return &rows[i];
	return NULL;
}

static bool
has_text(struct span text, struct span part)
{
	const char *at = text.ptr, *end = text.ptr + text.len;

	while (text.len >= part.len && (size_t)(end - at) >= part.len) {
		at = memchr(at, part.ptr[0], (size_t)(end - at) - part.len + 1);
		if (at == NULL)
			return false;
		if (memcmp(at, part.ptr, part.len) == 0)
			return true;
		at++;
	}
	return false;
}

/* Has it what only an article's page of PubMed has? */
static bool
is_article_page(struct span body)
{
	static const struct span marks[] = {
		{ "id=\"article-details\"", 20 },
		{ "id=article-details", 18 }, /* as minifiers have it */
		{ "id=\"full-view-heading\"", 22 },
		{ "data-article-pmid=\"", 19 },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (has_text(body, marks[i]))
			return true;
	return false;
}

/* Is it of a kind in which words can be looked for?  Unknown is. */
static bool
is_text(const char *type)
{
	static const char *const kinds[] = { "text/", "html", "xml", "json" };

	if (type == NULL || type[0] == '\0')
		return true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct span kind = span_of(kinds[i]), text = span_of(type);
		for (; text.len >= kind.len; text = span_from(text, 1))
			if (span_equal_nocase(span_first(text, kind.len), kind))
				return true;
	}
	return false;
}

static bool
is_blank(struct span body)
{
	for (size_t i = 0; i < body.len; i++)
		if (!span_is_space(body.ptr[i]))
			return false;
	return true;
}

/* Does it end as documents do, whatever was left open before? */
static bool
ends_well(struct span body)
{
	const struct span end = SPAN("</html>");

	while (body.len > 0 && span_is_space(body.ptr[body.len - 1]))
		body.len--;
	return body.len >= end.len &&
	       span_equal_nocase(span_from(body, body.len - end.len), end);
}

/*
 * Pages may leave out `</html>`, but PubMed's do not: there a cut between two
 * elements is seen, too.
 */
static bool
breaks_off(struct arena *arena, const struct judge_answer *answer)
{
	struct limit limit;

	if (!answer->open_ended || !is_text(answer->type) ||
	    ends_well(answer->body))
		return false;
	if (answer->is_article && !has_text(answer->body, SPAN("</html>")))
		return true;
	limit_apply(arena, answer->body, LIMIT_ALL, &limit);
	return limit.unfinished;
}

static enum psc_status
judge_status(long status, struct error *error)
{
	if (status == 404 || status == 410) {
		error_set(error, "there is no such page (status %ld)", status);
		return PSC_HTTP_404;
	}
	if (status == 401 || status == 403 || status == 451) {
		error_set(
		    error, "the server refuses the page (status %ld)", status);
		return PSC_BLOCKED;
	}
	if (status == 429) {
		error_set(error, "we asked too often (status %ld)", status);
		return PSC_RATE_LIMITED;
	}
	if (status >= 500 && status < 600) {
		error_set(
		    error, "the server is out of order (status %ld)", status);
		return PSC_UNAVAILABLE;
	}
	error_set(error, "the server answered with status %ld", status);
	return PSC_HTTP_ERROR;
}

/* By what is in it; PSC_OK: there is nothing against it. */
static enum psc_status
judge_words(struct arena *arena, const struct judge *judge,
    const struct judge_answer *answer, struct error *error)
{
	const struct row *row;
	struct looks looks;

	if (!is_text(answer->type) || is_article_page(answer->body))
		return PSC_OK;
	look(arena, answer->body, &looks);
	row = find_row(judge, answer, &looks);
	if (row == NULL)
		return PSC_OK;
	if (answer->status == 200)
		error_set(error, "%s", row->says);
	else
		error_set(error, "%s (status %ld)", row->says, answer->status);
	return row->status;
}

static enum psc_status
judge_in(struct arena *arena, const struct judge *judge,
    const struct judge_answer *answer, struct error *error)
{
	enum psc_status status = judge_words(arena, judge, answer, error);

	if (status != PSC_OK)
		return status;
	if (!is_good(answer->status))
		return judge_status(answer->status, error);
	if (is_blank(answer->body)) {
		error_set(error, "the server sent an empty page");
		return PSC_EMPTY;
	}
	if (answer->status == 206) {
		error_set(error, "the server sent a part of the page");
		return PSC_TRUNCATED;
	}
	if (breaks_off(arena, answer)) {
		error_set(error, "the page breaks off");
		return PSC_TRUNCATED;
	}
	return PSC_OK;
}

enum psc_status
judge_answer(const struct judge *judge, const struct judge_answer *answer,
    struct error *error)
{
	enum psc_status status;
	struct arena arena;
	jmp_buf out;

	error->message[0] = '\0';
	arena_init(&arena, 0);
	arena.out = &out;
	if (setjmp(out) != 0) {
		error_set(error, "there is not enough memory");
		arena_free(&arena);
		return PSC_NO_MEMORY;
	}
	status = judge_in(&arena, judge, answer, error);
	arena_free(&arena);
	return status;
}
