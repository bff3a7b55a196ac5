/*
 * libcurl, loaded when the first page is fetched: to be linked with it would
 * cost every run of the command more time than reading a page takes.
 */
#ifndef FETCH_CURL_H
#define FETCH_CURL_H

#include <curl/curl.h>
#include <stdbool.h>

#include "base/error.h"

/* The functions that are used, by their names without "curl_". */
struct curl {
	void *library; /* of dlopen() */
	CURLcode (*global_init)(long flags);
	void (*global_cleanup)(void);
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
	CURLcode (*easy_perform)(CURL *handle);
	CURLcode (*easy_getinfo)(CURL *handle, CURLINFO info, ...);
	void (*easy_cleanup)(CURL *handle);
	const char *(*easy_strerror)(CURLcode code);
	struct curl_slist *(*slist_append)(
	    struct curl_slist *list, const char *text);
	void (*slist_free_all)(struct curl_slist *list);
	CURLU *(*url)(void);
	void (*url_cleanup)(CURLU *url);
	CURLUcode (*url_set)(
	    CURLU *url, CURLUPart part, const char *text, unsigned int flags);
	CURLUcode (*url_get)(
	    const CURLU *url, CURLUPart part, char **text, unsigned int flags);
	void (*free)(void *text);
};

/* Loads it.  False, and a message that says what to install. */
bool curl_open(struct curl *curl, struct error *error);

/* Unloads it; a `{ 0 }` is fine. */
void curl_close(struct curl *curl);

#endif
