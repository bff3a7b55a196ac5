/*
 * Is what came the page that was asked for, or an error, block or maintenance
 * page, whatever its status says?
 */
#ifndef FETCH_JUDGE_H
#define FETCH_JUDGE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/span.h"
#include "pubscour.h"

struct judge_answer {
	long status;      /* of HTTP: 200 */
	const char *type; /* the Content-Type; NULL: none */
	struct span body; /* decompressed */
	bool is_article;  /* an article's page of PubMed was asked for */
	bool open_ended;  /* nothing said where the body ends */
};

#define JUDGE_PATTERNS 24

struct judge {
	struct pattern *patterns[JUDGE_PATTERNS]; /* of the rows in judge.c */
};

/* Compiles what pages are known by.  False: no memory. */
bool judge_new(struct judge *judge);
void judge_free(struct judge *judge);

/*
 * PSC_OK: it is a page (2xx).  Else what it is, with a message of one clause,
 * without the address:
 *	PSC_HTTP_404     404 and 410, or a page that says so with 200
 *	PSC_BLOCKED      401, 403, 451, a CAPTCHA or a page that says that we
 *	                 are shut out, with any status
 *	PSC_RATE_LIMITED 429, or a page that says so
 *	PSC_UNAVAILABLE  other 5xx, and maintenance notices with any status
 *	PSC_HTTP_ERROR   any other status, which the message names
 *	PSC_TRUNCATED    an HTML document that breaks off, where nothing said
 *	                 where the body ends; 206, as no part was asked for
 *	PSC_EMPTY        a 2xx without a body, or with nothing but white space
 *	PSC_NO_MEMORY
 * Only the beginning of the body is looked at for words, and a page of an
 * article (one with the marks of PubMed's mark-up) is never taken for
 * something else because of words in its text.
 */
enum psc_status judge_answer(const struct judge *judge,
    const struct judge_answer *answer, struct error *error);

#endif
