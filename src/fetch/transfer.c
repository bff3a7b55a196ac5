/*
 * Has libcurl make one exchange.  A connection is kept for the next one; there
 * is never more than one transfer under way.
 */
#include "fetch/transfer.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "fetch/private.h"

/* No header is longer, bytes; libcurl itself allows 100 kB for a line. */
#define HEADER_BYTES ((size_t)512 << 10)

/* Bytes that grow up to a cap, with a NUL byte behind them. */
struct heap {
	char *bytes;
	size_t size;
	size_t room;
	size_t cap;
	bool full; /* the cap, or no memory */
};

struct transfer {
	const struct curl *curl;
	CURL *handle;
	const struct transfer_request *request; /* the one under way */
	struct heap sent, head, body;
	char reason[CURL_ERROR_SIZE];
	bool headed;  /* the header has ended */
	bool private; /* a private address was kept from being connected to */
};

static bool
heap_add(struct heap *heap, const char *bytes, size_t size)
{
	size_t room = heap->room;
	char *grown;

	if (heap->full || size > heap->cap - heap->size) {
		heap->full = true;
		return false;
	}
	while (room < heap->size + size + 1)
		room = room == 0 ? 4096 : 2 * room;
	if (room > heap->room) {
		grown = realloc(heap->bytes, room);
		if (grown == NULL) {
			heap->full = true;
			return false;
		}
		heap->bytes = grown;
		heap->room = room;
	}
	memcpy(heap->bytes + heap->size, bytes, size);
	heap->size += size;
	heap->bytes[heap->size] = '\0';
	return true;
}

static void
heap_clear(struct heap *heap, size_t cap)
{
	heap->size = 0;
	heap->cap = cap;
	heap->full = false;
	if (heap->bytes != NULL)
		heap->bytes[0] = '\0';
}

static size_t
take_body(char *bytes, size_t one, size_t size, void *context)
{
	struct transfer *transfer = context;

	return heap_add(&transfer->body, bytes, one * size) ? one * size : 0;
}

/*
 * Each line of each header that comes; 100 Continue has one of its own.  What
 * follows a body in chunks (RFC 9112, 7.1.2) comes here, too, and must not
 * take the place of what the header said.
 */
static size_t
take_head(char *bytes, size_t one, size_t size, void *context)
{
	struct transfer *transfer = context;

	if (transfer->headed && one * size > 5 &&
	    memcmp(bytes, "HTTP/", 5) == 0) {
		heap_clear(&transfer->head, HEADER_BYTES);
		transfer->headed = false;
	}
	if (transfer->headed)
		return one * size;
	transfer->headed =
	    one * size > 0 && (bytes[0] == '\r' || bytes[0] == '\n');
	return heap_add(&transfer->head, bytes, one * size) ? one * size : 0;
}

/* What libcurl says it does; the request's header is of use. */
static int
take_debug(
    CURL *handle, curl_infotype type, char *bytes, size_t size, void *context)
{
	struct transfer *transfer = context;

	(void)handle;
	if (type == CURLINFO_HEADER_OUT) {
		heap_clear(&transfer->sent, HEADER_BYTES);
		heap_add(&transfer->sent, bytes, size);
	}
	return 0;
}

static int
take_progress(void *context, curl_off_t all_down, curl_off_t down,
    curl_off_t all_up, curl_off_t up)
{
	const struct transfer *transfer = context;
	const volatile sig_atomic_t *stop = transfer->request->stop;

	(void)all_down;
	(void)down;
	(void)all_up;
	(void)up;
	return stop != NULL && *stop != 0;
}

/* The proxy that the environment names, as libcurl looks for it; or NULL. */
static const char *
proxy_of(const struct url *url)
{
	static const char *const plain[] = { "http_proxy", "all_proxy",
		"ALL_PROXY" };
	static const char *const tls[] = { "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY" };
	const char *const *names = url->tls ? tls : plain;
	size_t count = url->tls ? 4 : 3;
	const char *value;

	for (size_t i = 0; i < count; i++) {
		value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return value;
	}
	return NULL;
}

static bool
same_address(const struct addrinfo *info, const struct curl_sockaddr *address)
{
	return info->ai_family == address->family &&
	       info->ai_addrlen == address->addrlen &&
	       memcmp(info->ai_addr, &address->addr, address->addrlen) == 0;
}

/* The port of a proxy that names none, as libcurl has it. */
static const char *
usual_port(const char *proxy)
{
	return strncasecmp(proxy, "https:", 6) == 0 ? "443" : "1080";
}

/* Addresses of a host; freeaddrinfo() is due.  NULL: there is none. */
static struct addrinfo *
look_up(char *host, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *all = NULL;
	size_t len = strlen(host);

	/* "[::1]": the brackets are the address's, not the host's. */
	if (len > 1 && host[0] == '[' && host[len - 1] == ']') {
		host[len - 1] = '\0';
		host++;
	}
	return getaddrinfo(host, port, &hints, &all) == 0 ? all : NULL;
}

/*
 * Is it the address of the user's proxy?  Such a one may be private, and the
 * proxy itself looks names up then.
 */
static bool
is_proxy(const struct transfer *transfer, const struct curl_sockaddr *address)
{
	const struct curl *curl = transfer->curl;
	const char *proxy = proxy_of(transfer->request->url);
	struct addrinfo *all = NULL;
	CURLU *url = proxy == NULL ? NULL : curl->url();
	char *host = NULL, *port = NULL;
	bool is = false;

	if (url != NULL &&
	    curl->url_set(url, CURLUPART_URL, proxy,
		CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) == CURLUE_OK &&
	    curl->url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		if (curl->url_get(url, CURLUPART_PORT, &port, 0) != CURLUE_OK)
			port = NULL;
		all = look_up(host, port != NULL ? port : usual_port(proxy));
	}
	for (struct addrinfo *info = all; info != NULL; info = info->ai_next)
		is |= same_address(info, address);
	if (all != NULL)
		freeaddrinfo(all);
	curl->free(host);
	curl->free(port);
	if (url != NULL)
		curl->url_cleanup(url);
	return is;
}

/* libcurl wants a socket to connect to this address with. */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = context;

	(void)purpose;
	if (!transfer->request->allow_private &&
	    private_address(&address->addr) && !is_proxy(transfer, address)) {
		transfer->private = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype, address->protocol);
}

struct transfer *
transfer_new(const struct curl *curl)
{
	struct transfer *transfer = calloc(1, sizeof(*transfer));

	if (transfer == NULL)
		return NULL;
	transfer->curl = curl;
	transfer->handle = curl->easy_init();
	if (transfer->handle == NULL) {
		transfer_free(transfer);
		return NULL;
	}
	/* Cookies, in memory; once: libcurl makes a list of these. */
	curl->easy_setopt(transfer->handle, CURLOPT_COOKIEFILE, "");
	return transfer;
}

void
transfer_free(struct transfer *transfer)
{
	if (transfer == NULL)
		return;
	if (transfer->handle != NULL)
		transfer->curl->easy_cleanup(transfer->handle);
	free(transfer->sent.bytes);
	free(transfer->head.bytes);
	free(transfer->body.bytes);
	free(transfer);
}

static long
milliseconds(double seconds)
{
	return seconds <= 0 ? 0 : (long)(seconds * 1000) + 1;
}

static void
set_callbacks(struct transfer *transfer)
{
	const struct curl *curl = transfer->curl;
	CURL *handle = transfer->handle;

	curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
	curl->easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
	curl->easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_head);
	curl->easy_setopt(handle, CURLOPT_HEADERDATA, transfer);
	curl->easy_setopt(handle, CURLOPT_DEBUGFUNCTION, take_debug);
	curl->easy_setopt(handle, CURLOPT_DEBUGDATA, transfer);
	curl->easy_setopt(handle, CURLOPT_VERBOSE, 1L);
	curl->easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, take_progress);
	curl->easy_setopt(handle, CURLOPT_XFERINFODATA, transfer);
	curl->easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
	curl->easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl->easy_setopt(handle, CURLOPT_OPENSOCKETDATA, transfer);
	curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer->reason);
}

/* http and https alone, whatever a proxy or an address leads to. */
static void
set_protocols(const struct transfer *transfer)
{
	const struct curl *curl = transfer->curl;
	CURL *handle = transfer->handle;

	/* By its number: it came with 7.85. */
	if (curl->easy_setopt(handle, (CURLoption)10318, "http,https") !=
	    CURLE_OK)
		curl->easy_setopt(handle, (CURLoption)181, 3L);
}

static void
set_options(struct transfer *transfer, struct curl_slist *fields)
{
	const struct transfer_request *request = transfer->request;
	const struct curl *curl = transfer->curl;
	CURL *handle = transfer->handle;

	set_callbacks(transfer);
	set_protocols(transfer);
	curl->easy_setopt(handle, CURLOPT_URL, request->url->whole);
	curl->easy_setopt(handle, CURLOPT_USERAGENT, request->agent);
	curl->easy_setopt(handle, CURLOPT_HTTPHEADER, fields);
	curl->easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
	curl->easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
	curl->easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(
	    handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl->easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
	    milliseconds(request->connect_timeout));
	curl->easy_setopt(
	    handle, CURLOPT_TIMEOUT_MS, milliseconds(request->timeout));
	curl->easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl->easy_setopt(handle, CURLOPT_LOW_SPEED_TIME,
	    (long)(request->stall_timeout + 0.999));
	if (request->ca_file != NULL) {
		curl->easy_setopt(handle, CURLOPT_CAINFO, request->ca_file);
		curl->easy_setopt(handle, CURLOPT_CAPATH, NULL);
	}
}

/* Adds a field to the list; without memory it stays as it is. */
static void
add_field(const struct curl *curl, struct curl_slist **fields, const char *name,
    const char *value)
{
	size_t size = strlen(name) + strlen(value) + 3;
	char *text = malloc(size);
	struct curl_slist *longer;

	if (text == NULL)
		return;
	snprintf(text, size, "%s: %s", name, value);
	longer = curl->slist_append(*fields, text);
	if (longer != NULL)
		*fields = longer;
	free(text);
}

static struct curl_slist *
make_fields(const struct curl *curl, const struct transfer_request *request)
{
	struct curl_slist *fields = NULL;

	add_field(curl, &fields, "Accept",
	    "text/html,application/xhtml+xml,*/*;q=0.5");
	if (request->etag != NULL)
		add_field(curl, &fields, "If-None-Match", request->etag);
	if (request->modified != NULL)
		add_field(
		    curl, &fields, "If-Modified-Since", request->modified);
	return fields;
}

/* What a code of libcurl means to the user. */
static enum psc_status
status_of(const struct transfer *transfer, CURLcode code)
{
	bool began = transfer->head.size > 0;

	if (transfer->private)
		return PSC_REFUSED;
	switch (code) {
	case CURLE_OK:
		return PSC_OK;
	case CURLE_ABORTED_BY_CALLBACK:
		return PSC_INTERRUPTED;
	case CURLE_OPERATION_TIMEDOUT:
		return PSC_TIMEOUT;
	case CURLE_WRITE_ERROR:
		return transfer->body.full || transfer->head.full
			   ? PSC_TOO_LARGE
			   : PSC_TRUNCATED;
	case CURLE_OUT_OF_MEMORY:
		return PSC_NO_MEMORY;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
	case CURLE_USE_SSL_FAILED:
		return PSC_TLS;
	case CURLE_PARTIAL_FILE:
	case CURLE_BAD_CONTENT_ENCODING:
		return PSC_TRUNCATED;
	default:
		return began ? PSC_TRUNCATED : PSC_NETWORK;
	}
}

static void
explain(const struct transfer *transfer, enum psc_status status, CURLcode code,
    struct error *error)
{
	const struct transfer_request *request = transfer->request;
	const char *reason = transfer->reason[0] != '\0'
				 ? transfer->reason
				 : transfer->curl->easy_strerror(code);

	if (transfer->private)
		error_set(error,
		    "%.200s is at an address of this machine or a private "
		    "network: --allow-private fetches it",
		    request->url->host);
	else if (status == PSC_TOO_LARGE)
		error_set(error, "larger than %zu bytes", request->max_bytes);
	else if (status == PSC_INTERRUPTED)
		error_set(error, "interrupted");
	else if (status == PSC_TRUNCATED)
		error_set(error, "it broke off after %zu bytes: %.200s",
		    transfer->body.size, reason);
	else
		error_set(error, "%.300s", reason);
	error->message[strcspn(error->message, "\r\n")] = '\0';
}

/*
 * Did nothing say where the body ends, but the end of the connection?  Of a
 * body that was packed libcurl does not see that the packed bytes end before
 * their time.
 */
static bool
is_open_ended(const struct transfer *transfer)
{
	char *packed = transfer_field(transfer->head.bytes, "content-encoding");
	char *length = transfer_field(transfer->head.bytes, "content-length");
	char *coding =
	    transfer_field(transfer->head.bytes, "transfer-encoding");
	long version = 0;
	bool is;

	transfer->curl->easy_getinfo(
	    transfer->handle, CURLINFO_HTTP_VERSION, &version);
	is = (packed != NULL && strcasecmp(packed, "identity") != 0) ||
	     (length == NULL && coding == NULL &&
		 version < (long)CURL_HTTP_VERSION_2_0);
	free(packed);
	free(length);
	free(coding);
	return is;
}

/* The password of the user's proxy is kept nowhere. */
static void
forget_secrets(struct heap *sent)
{
	static const char name[] = "proxy-authorization:";
	char *line = sent->bytes, *next;

	for (; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		next = next == NULL ? line + strlen(line) : next + 1;
		if (strncasecmp(line, name, sizeof(name) - 1) != 0)
			continue;
		memmove(line, next, strlen(next) + 1);
		next = line;
	}
	sent->size = sent->bytes == NULL ? 0 : strlen(sent->bytes);
}

static void
hand_out(struct transfer *transfer, struct transfer_answer *answer)
{
	const struct curl *curl = transfer->curl;

	curl->easy_getinfo(
	    transfer->handle, CURLINFO_RESPONSE_CODE, &answer->status);
	forget_secrets(&transfer->sent);
	answer->request = transfer->sent.bytes;
	answer->response = transfer->head.bytes;
	answer->body =
	    (struct span){ transfer->body.size == 0 ? "" : transfer->body.bytes,
		    transfer->body.size };
	if (answer->response != NULL)
		answer->open_ended = is_open_ended(transfer);
}

enum psc_status
transfer_run(struct transfer *transfer, const struct transfer_request *request,
    struct transfer_answer *answer, struct error *error)
{
	const struct curl *curl = transfer->curl;
	struct curl_slist *fields = make_fields(curl, request);
	enum psc_status status;
	CURLcode code;

	memset(answer, 0, sizeof(*answer));
	transfer->request = request;
	transfer->private = false;
	transfer->reason[0] = '\0';
	heap_clear(&transfer->sent, HEADER_BYTES);
	heap_clear(&transfer->head, HEADER_BYTES);
	transfer->headed = false;
	heap_clear(&transfer->body, request->max_bytes);
	set_options(transfer, fields);
	code = curl->easy_perform(transfer->handle);
	curl->slist_free_all(fields);
	status = status_of(transfer, code);
	if (status == PSC_OK)
		hand_out(transfer, answer);
	else if (transfer->head.size > 0)
		answer->response = transfer->head.bytes;
	if (status != PSC_OK)
		explain(transfer, status, code, error);
	return status;
}

char *
transfer_field(const char *header, const char *name)
{
	size_t size = strlen(name), len;
	const char *found = NULL, *value;

	for (const char *line = header; line != NULL && *line != '\0';) {
		if (strncasecmp(line, name, size) == 0 && line[size] == ':')
			found = line + size + 1;
		line = strchr(line, '\n');
		if (line != NULL)
			line++;
	}
	if (found == NULL)
		return NULL;
	value = found + strspn(found, " \t");
	len = strcspn(value, "\r\n");
	while (len > 0 && (value[len - 1] == ' ' || value[len - 1] == '\t'))
		len--;
	return strndup(value, len);
}
