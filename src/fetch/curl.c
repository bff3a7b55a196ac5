/*
 * Finds libcurl and the functions in it.  What they do, and when, is not
 * known here.
 */
#include "fetch/curl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* By the number of its interface, which has not changed since 2006. */
static const char *const libraries[] = { "libcurl.so.4", "libcurl.4.dylib",
	"libcurl-gnutls.so.4" };

static const struct {
	const char *name;
	size_t place; /* in struct curl */
} functions[] = {
	{ "curl_global_init", offsetof(struct curl, global_init) },
	{ "curl_global_cleanup", offsetof(struct curl, global_cleanup) },
	{ "curl_easy_init", offsetof(struct curl, easy_init) },
	{ "curl_easy_setopt", offsetof(struct curl, easy_setopt) },
	{ "curl_easy_perform", offsetof(struct curl, easy_perform) },
	{ "curl_easy_getinfo", offsetof(struct curl, easy_getinfo) },
	{ "curl_easy_cleanup", offsetof(struct curl, easy_cleanup) },
	{ "curl_easy_strerror", offsetof(struct curl, easy_strerror) },
	{ "curl_slist_append", offsetof(struct curl, slist_append) },
	{ "curl_slist_free_all", offsetof(struct curl, slist_free_all) },
	{ "curl_url", offsetof(struct curl, url) },
	{ "curl_url_cleanup", offsetof(struct curl, url_cleanup) },
	{ "curl_url_set", offsetof(struct curl, url_set) },
	{ "curl_url_get", offsetof(struct curl, url_get) },
	{ "curl_free", offsetof(struct curl, free) },
};

/* POSIX has a pointer to a function fit into one to data (dlsym). */
static bool
find_functions(struct curl *curl, struct error *error)
{
	void *found;

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		found = dlsym(curl->library, functions[i].name);
		if (found == NULL) {
			error_set(error,
			    "this libcurl has no %s: it is too old",
			    functions[i].name);
			return false;
		}
		memcpy(
		    (char *)curl + functions[i].place, &found, sizeof(found));
	}
	return true;
}

bool
curl_open(struct curl *curl, struct error *error)
{
	memset(curl, 0, sizeof(*curl));
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]) &&
			   curl->library == NULL;
	     i++)
		curl->library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL);
	if (curl->library == NULL) {
		error_set(error, "libcurl is not installed, without which"
				 " nothing can be fetched (Debian: apt install"
				 " libcurl4)");
		return false;
	}
	if (find_functions(curl, error)) {
		if (curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
			return true;
		error_set(error, "libcurl cannot be started");
	}
	dlclose(curl->library);
	memset(curl, 0, sizeof(*curl));
	return false;
}

void
curl_close(struct curl *curl)
{
	if (curl->library == NULL)
		return;
	curl->global_cleanup();
	/* It stays in memory: its TLS library has set up exit handlers. */
	memset(curl, 0, sizeof(*curl));
}
