/*
 * Addresses as redirects name them, relative to a page's: what is taken is
 * http or https, in letters that may stand in a request, says the same of
 * itself when it is read again, and has one spelling for its host.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct curl curl;
static bool ready;

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_plain(const char *text)
{
	while (*text > ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

static void
check_url(const struct url *url)
{
	const char *scheme = url->tls ? "https://" : "http://";
	const char *at = strstr(url->origin, "://");
	struct error error = { "" };
	struct url again;

	check(strncmp(url->whole, scheme, strlen(scheme)) == 0);
	check(is_plain(url->whole));
	check(strchr(url->whole, '#') == NULL);
	check(at != NULL && strcmp(at + 3, url->host) == 0);
	check(url->target[0] == '/');
	for (const char *c = url->host; *c != '\0'; c++)
		check(*c < 'A' || *c > 'Z');
	check(url_read(&curl, NULL, url->whole, &again, &error));
	check(strcmp(again.whole, url->whole) == 0);
	check(strcmp(again.origin, url->origin) == 0);
	check(strcmp(again.target, url->target) == 0);
	check(strcmp(again.pace, url->pace) == 0);
	check(url_is_private(&again) == url_is_private(url));
	url_free(&again);
}

static void
read_url(const char *base, const char *address)
{
	struct error error = { "" };
	struct url url;

	if (url_read(&curl, base, address, &url, &error)) {
		check_url(&url);
		url_free(&url);
	} else {
		check(error.message[0] != '\0' && url.whole == NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error error = { "" };
	char *text = malloc(size + 1);

	check(text != NULL);
	if (!ready)
		check(ready = curl_open(&curl, &error));
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	read_url(NULL, text);
	read_url("https://example.org/1/?2#3", text);
	free(text);
	return 0;
}
