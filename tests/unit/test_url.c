/* Addresses that are fetched, and those that are not: src/fetch/url, private
 * and the header fields of src/fetch/transfer. */
#include "fetch/private.h"
#include "fetch/transfer.h"
#include "fetch/url.h"
#include "support.h"

static struct curl curl;

static void
set_up(void)
{
	struct error error = { "" };

	cr_assert(curl_open(&curl, &error), "%s", error.message);
}

static void
tear_down(void)
{
	curl_close(&curl);
}

TestSuite(url, .init = set_up, .fini = tear_down);

Test(url, is_taken_apart)
{
	static const struct {
		const char *base, *address, *whole, *origin, *target;
	} cases[] = {
		{ NULL, "https://example.org", "https://example.org/",
		    "https://example.org:443", "/" },
		{ NULL, "http://Example.ORG:8080/a?b=c#d",
		    "http://example.org:8080/a?b=c", "http://example.org:8080",
		    "/a?b=c" },
		{ "https://example.org/1/2", "../x", "https://example.org/x",
		    "https://example.org:443", "/x" },
		{ "https://example.org/1/2", "//other.org/y",
		    "https://other.org/y", "https://other.org:443", "/y" },
		{ "https://example.org/1/2", "?q=a b",
		    "https://example.org/1/2?q=a+b", "https://example.org:443",
		    "/1/2?q=a+b" },
		{ NULL, "http://0x7f.1/", "http://127.0.0.1/",
		    "http://127.0.0.1:80", "/" },
		{ NULL, "http://0x7f.1./x", "http://127.0.0.1/x",
		    "http://127.0.0.1:80", "/x" },
		{ "https://example.org/", "//EXAMPLE.org.:443/A%2fb?C",
		    "https://example.org:443/A%2fb?C",
		    "https://example.org:443", "/A%2fb?C" },
		{ NULL, "http://F../", "http://f/", "http://f:80", "/" },
		{ NULL, "http://[2606:4700::AB]:81/",
		    "http://[2606:4700::ab]:81/", "http://[2606:4700::ab]:81",
		    "/" },
	};
	struct error error = { "" };
	struct url url;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert(url_read(&curl, cases[i].base, cases[i].address, &url,
			      &error),
		    "%s: %s", cases[i].address, error.message);
		cr_expect_str_eq(url.whole, cases[i].whole);
		cr_expect_str_eq(url.origin, cases[i].origin);
		cr_expect_str_eq(url.target, cases[i].target);
		cr_expect_str_eq(strstr(url.origin, "://") + 3, url.host);
		cr_expect_eq(url.tls, strncmp(cases[i].whole, "https", 5) == 0);
		url_free(&url);
	}
}

Test(url, has_one_pace_for_http_and_https)
{
	static const char *const cases[][2] = {
		{ "http://example.org/a", "example.org" },
		{ "https://Example.org./", "example.org" },
		{ "https://example.org:8443/", "example.org:8443" },
	};
	struct error error = { "" };
	struct url url;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_assert(url_read(&curl, NULL, cases[i][0], &url, &error));
		cr_expect_str_eq(url.pace, cases[i][1]);
		url_free(&url);
	}
}

Test(url, is_refused_with_a_reason)
{
	static const char *const cases[][2] = {
		{ "file:///etc/passwd", "only http and https" },
		{ "ftp://example.org/", "only http and https" },
		{ "javascript:alert(1)", "no address" },
		{ "https://me:secret@example.org/", "user" },
		{ "http://b\303\274cher.example/", "ASCII" },
		{ "http://\302\233m.example/", "ASCII" },
		{ "https://", "no address" },
		{ "", "no address" },
		{ "page.html", "no address" },
		{ "http://[::1", "no address" },
		{ "http://../x", "no address" },
	};
	struct error error;
	struct url url;

	for (size_t i = 0; i < COUNT(cases); i++) {
		cr_expect_not(url_read(&curl, NULL, cases[i][0], &url, &error),
		    "%s", cases[i][0]);
		cr_expect_neq(strstr(error.message, cases[i][1]), NULL,
		    "%s: %s", cases[i][0], error.message);
		cr_expect_eq(url.whole, NULL);
	}
}

Test(url, of_this_machine_and_its_network_are_known)
{
	static const char *const inside[] = { "http://127.0.0.1/",
		"http://127.9.9.9:81/", "http://localhost/",
		"http://LOCALHOST./", "http://a.localhost/", "http://[::1]/",
		"http://[::]/", "http://10.1.2.3/", "http://10.1.2.3./",
		"http://[64:ff9b:1::1]/", "http://[2001:2::1]/",
		"http://[3fff::1]/", "http://172.16.0.1/",
		"http://172.31.255.255/", "http://192.168.0.1/",
		"http://169.254.169.254/", "http://100.64.0.1/",
		"http://0.0.0.0/", "http://0/", "http://2130706433/",
		"http://0177.0.0.1/", "http://[::ffff:127.0.0.1]/",
		"http://[::ffff:a00:1]/", "http://[64:ff9b::7f00:1]/",
		"http://[2002:7f00:1::]/", "http://[fe80::1]/",
		"http://[fd00::1]/", "http://[ff02::1]/", "http://224.0.0.1/",
		"http://255.255.255.255/" };
	static const char *const outside[] = { "http://8.8.8.8/",
		"http://172.32.0.1/", "http://192.169.0.1/",
		"http://100.128.0.1/", "http://[2606:4700::1]/",
		"http://[2002:808:808::]/", "http://[::ffff:8.8.8.8]/",
		"http://[64:ff9b::808:808]/", "http://[2001:4860::1]/",
		"https://pubmed.ncbi.nlm.nih.gov/",
		"https://localhost.example.org/", "https://10.example.org/" };
	struct error error = { "" };
	struct url url;

	for (size_t i = 0; i < COUNT(inside); i++) {
		cr_assert(url_read(&curl, NULL, inside[i], &url, &error));
		cr_expect(url_is_private(&url), "%s", inside[i]);
		url_free(&url);
	}
	for (size_t i = 0; i < COUNT(outside); i++) {
		cr_assert(url_read(&curl, NULL, outside[i], &url, &error));
		cr_expect_not(url_is_private(&url), "%s", outside[i]);
		url_free(&url);
	}
}

Test(url, header_fields_are_found)
{
	static const char header[] = "HTTP/1.1 200 OK\r\nETag:  \"a\" \r\n"
				     "X: etag: no\r\nLocation:\r\n"
				     "etag: \"b\"\t\r\n\r\n";
	char *value = transfer_field(header, "ETag");

	cr_assert_str_eq(value, "\"b\"");
	free(value);
	value = transfer_field(header, "location");
	cr_assert_str_eq(value, "");
	free(value);
	cr_assert_eq(transfer_field(header, "ETa"), NULL);
	cr_assert_eq(transfer_field("", "ETag"), NULL);
	cr_assert_eq(transfer_field(NULL, "ETag"), NULL);
}
