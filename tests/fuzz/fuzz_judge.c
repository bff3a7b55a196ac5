/*
 * Any body is judged, with a message unless it is a page; what has the marks
 * of an article's page stays one.  The first bytes say what was asked for.
 */
#include <stdint.h>
#include <stdlib.h>

#include "fetch/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct judge judge;
static bool ready;

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static enum psc_status
ask(const struct judge_answer *answer)
{
	enum psc_status status;
	struct error error;

	status = judge_answer(&judge, answer, &error);
	check((status == PSC_OK) == (error.message[0] == '\0'));
	check(status != PSC_OK ||
	      (answer->status >= 200 && answer->status < 300));
	check(status != PSC_NO_MEMORY);
	return status;
}

static void
ask_for_article(struct judge_answer answer)
{
	static const char mark[] = "<main id=\"article-details\">";
	const size_t len = sizeof(mark) - 1;
	char *body = malloc(answer.body.len + len);

	check(body != NULL);
	memcpy(body, mark, len);
	if (answer.body.len > 0)
		memcpy(body + len, answer.body.ptr, answer.body.len);
	answer.body = (struct span){ body, answer.body.len + len };
	answer.status = 200;
	answer.open_ended = false;
	check(ask(&answer) == PSC_OK);
	free(body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { NULL, "text/html", "",
		"application/json", "image/png" };
	static const long statuses[] = { 200, 200, 206, 404, 403, 429, 503, 0,
		302 };
	struct judge_answer answer = { .status = 200 };

	if (size < 2)
		return 0;
	if (!ready)
		check(ready = judge_new(&judge));
	answer.status = statuses[data[0] % 9];
	answer.type = types[data[1] / 4 % 5];
	answer.is_article = (data[1] & 1) != 0;
	answer.open_ended = (data[1] & 2) != 0;
	answer.body = (struct span){ (const char *)data + 2, size - 2 };
	ask(&answer);
	ask_for_article(answer);
	return 0;
}
