/*
 * Headers of HTTP as servers and archives have them: a value is one line
 * without blanks around it, as both readers see it, a time to wait is one,
 * and an answer that is taken apart lies within its bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/retry.h"
#include "fetch/transfer.h"
#include "input/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST ((size_t)1 << 20)

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
read_field(const char *header, const char *name)
{
	char *value = transfer_field(header, name);
	size_t len;
	double wait;

	if (value == NULL)
		return;
	len = strlen(value);
	check(strpbrk(value, "\r\n") == NULL);
	check(len == 0 || (!is_blank(value[0]) && !is_blank(value[len - 1])));
	check(len < strlen(header));
	wait = retry_after(value, 1000000000);
	check(wait == -1 || (wait >= 0 && wait < 1e10));
	free(value);
}

static void
read_answer(struct span bytes)
{
	struct arena arena;
	struct error error = { "" };
	struct http http;
	enum psc_status status;

	arena_init(&arena, 0);
	status = http_read(&arena, bytes, MOST, &http, &error);
	if (status == PSC_OK) {
		check(http.status >= 0 && http.status <= 999);
		check(http.body.len <= MOST || http.body.len <= bytes.len);
		check(http.headers.len <= bytes.len);
		struct span type =
		    http_field(http.headers, SPAN("content-type"));
		check(type.len <= http.headers.len);
		check(
		    type.len == 0 || memchr(type.ptr, '\n', type.len) == NULL);
	} else {
		check(error.message[0] != '\0');
	}
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "location", "etag", "retry-after",
		"content-type", "x" };
	char *text = malloc(size + 1);

	check(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		read_field(text, names[i]);
	/* Its own bytes alone, so that a read past the end is seen. */
	char *exact = malloc(size > 0 ? size : 1);
	check(exact != NULL);
	memcpy(exact, text, size);
	read_answer((struct span){ exact, size });
	free(exact);
	free(text);
	return 0;
}
