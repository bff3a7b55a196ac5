/*
 * Sends answers, whole or damaged.  libmicrohttpd writes them as far as it
 * lets itself be made to; the rest goes to the socket directly.
 */
#include "answer.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "server.h"

/* The date of every page that has one. */
#define MODIFIED "Tue, 05 Mar 2024 06:07:08 GMT"

/* Steps of a slow answer a second. */
#define STEPS 10

/* --- what is sent --- */

static int
socket_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	return info != NULL ? (int)info->connect_fd : -1;
}

static const char *
header_of(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* Does the client have it already?  ETags come before dates (RFC 9110). */
static bool
is_known(struct MHD_Connection *connection, const struct order *order)
{
	const char *tags = header_of(connection, "If-None-Match");
	const char *since = header_of(connection, "If-Modified-Since");
	char tag[ORDER_VALUE + 2];

	if (order->etag[0] != '\0' && tags != NULL) {
		snprintf(tag, sizeof(tag), "\"%s\"", order->etag);
		return strstr(tags, tag) != NULL;
	}
	return (order->etag[0] != '\0' || order->modified) && since != NULL &&
	       strcmp(since, MODIFIED) == 0;
}

/* Leads from hop to hop: "/1/" to "/1/?hop=1" to "/1/?hop=2" ... */
static void
hop(struct MHD_Connection *connection, const char *path,
    const struct order *order, struct page *page)
{
	const char *text = MHD_lookup_connection_value(
	    connection, MHD_GET_ARGUMENT_KIND, "hop");
	long done = text != NULL ? strtol(text, NULL, 10) : 0;

	if (done < 0 || done >= order->hops)
		return;
	snprintf(page->redirect, sizeof(page->redirect), "%.200s?hop=%ld", path,
	    done + 1);
	page->status = MHD_HTTP_FOUND;
}

void
answer_prepare(const char *folder, struct MHD_Connection *connection,
    const char *path, const struct order *order, struct page *page)
{
	if (order->file[0] != '\0') {
		page->status = MHD_HTTP_OK;
		page->redirect[0] = '\0';
		if (!pages_read(folder, order->file, page))
			fprintf(stderr, "server: no %s\n", order->file);
	}
	if (order->type[0] != '\0')
		snprintf(page->type, sizeof(page->type), "%.60s", order->type);
	hop(connection, path, order, page);
	if (order->redirect[0] != '\0')
		page->status = MHD_HTTP_FOUND;
	if (page->status == MHD_HTTP_OK && is_known(connection, order))
		page->status = MHD_HTTP_NOT_MODIFIED;
	if (order->status != 0)
		page->status = order->status;
	/* An error has a page of its own, unless one was ordered. */
	if (order->empty || page->status == MHD_HTTP_NOT_MODIFIED ||
	    (page->status != MHD_HTTP_OK && order->file[0] == '\0' &&
		page->status != MHD_HTTP_NOT_FOUND))
		page->size = 0;
}

/* --- how it is sent --- */

struct body {
	char *bytes;
	size_t size;
	size_t end; /* so many of them are sent */
	struct order order;
	int socket;
};

/*
 * A reset, not an orderly end: dissolving a socket's association makes Linux
 * send one at once; elsewhere SO_LINGER does when it is closed.
 */
static void
reset(int socket)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	struct sockaddr none = { .sa_family = AF_UNSPEC };

	setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	(void)connect(socket, &none, sizeof(none));
}

/* Waits until the client goes, or says something. */
static void
hang(int socket)
{
	struct pollfd wait = { .fd = socket, .events = POLLIN };

	poll(&wait, 1, -1);
}

/* The end of a body that is not sent whole. */
static ssize_t
break_off(const struct body *body)
{
	struct timespec moment = { 0, 200000000 };

	if (body->order.way == ORDER_STALL)
		hang(body->socket);
	if (body->order.way == ORDER_RESET) {
		/* What was sent before should be there before the reset. */
		nanosleep(&moment, NULL);
		reset(body->socket);
	}
	return MHD_CONTENT_READER_END_WITH_ERROR;
}

static ssize_t
read_body(void *context, uint64_t pos, char *room, size_t max)
{
	struct body *body = context;
	struct timespec step = { 0, 1000000000L / STEPS };
	size_t slow = (size_t)body->order.rate / STEPS + 1;
	size_t len;

	if (pos >= body->end)
		return body->end < body->size ||
			       (body->order.way != ORDER_WHOLE &&
				   body->order.way != ORDER_DRIP)
			   ? break_off(body)
			   : MHD_CONTENT_READER_END_OF_STREAM;
	len = body->end - (size_t)pos;
	if (body->order.way == ORDER_DRIP) {
		nanosleep(&step, NULL);
		max = max < slow ? max : slow;
	}
	len = len < max ? len : max;
	memcpy(room, body->bytes + pos, len);
	return (ssize_t)len;
}

static void
free_body(void *context)
{
	struct body *body = context;

	free(body->bytes);
	free(body);
}

/* The body with its way; the sizes are settled here. */
static struct MHD_Response *
make_response(struct MHD_Connection *connection, const struct order *order,
    struct page *page)
{
	bool breaks = order->way == ORDER_CUT || order->way == ORDER_STALL ||
		      order->way == ORDER_RESET;
	size_t at = order->at >= 0 ? (size_t)order->at : page->size / 2;
	struct body *body = calloc(1, sizeof(*body));
	uint64_t size = page->size;

	if (body == NULL)
		server_die("memory");
	*body = (struct body){ page->bytes, page->size, page->size, *order,
		socket_of(connection) };
	page->bytes = NULL;
	if (breaks && at < body->end)
		body->end = at;
	if (order->chunked || order->open || order->length >= 0)
		size = MHD_SIZE_UNKNOWN;
	/* A stall or reset at the very end still has to come about. */
	else if (breaks && body->end == body->size)
		size++;
	return MHD_create_response_from_callback(
	    size, 4096, read_body, body, free_body);
}

static void
add(struct MHD_Response *response, const char *name, const char *value)
{
	if (value[0] != '\0' && strcmp(value, "none") != 0)
		MHD_add_response_header(response, name, value);
}

static void
add_retry(struct MHD_Response *response, const char *value)
{
	time_t then = time(NULL) + strtol(value, NULL, 10);
	struct tm parts;
	char date[64];

	if (value[0] != '+') {
		add(response, MHD_HTTP_HEADER_RETRY_AFTER, value);
		return;
	}
	/* The locale is C: nothing sets another. */
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT",
	    gmtime_r(&then, &parts));
	add(response, MHD_HTTP_HEADER_RETRY_AFTER, date);
}

static void
add_headers(struct MHD_Response *response, const struct order *order,
    const struct page *page)
{
	char text[ORDER_VALUE + 2];

	add(response, MHD_HTTP_HEADER_CONTENT_TYPE, page->type);
	add(response, MHD_HTTP_HEADER_CONTENT_ENCODING, order->encoding);
	add(response, MHD_HTTP_HEADER_LOCATION,
	    order->redirect[0] != '\0' ? order->redirect : page->redirect);
	add(response, MHD_HTTP_HEADER_SET_COOKIE, order->cookie);
	add_retry(response, order->retry);
	if (order->etag[0] != '\0') {
		snprintf(text, sizeof(text), "\"%s\"", order->etag);
		add(response, MHD_HTTP_HEADER_ETAG, text);
	}
	if (order->etag[0] != '\0' || order->modified)
		add(response, MHD_HTTP_HEADER_LAST_MODIFIED, MODIFIED);
	if (order->length >= 0) {
		snprintf(text, sizeof(text), "%ld", order->length);
		add(response, MHD_HTTP_HEADER_CONTENT_LENGTH, text);
	}
}

static void
send_all(int socket, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t sent = send(socket, text, len, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		text += sent;
		len -= (size_t)sent;
	}
}

/* What libmicrohttpd would not write. */
static void
send_raw(int socket, const struct order *order)
{
	char line[128];

	if (order->way == ORDER_GARBAGE) {
		send_all(socket, "\x15\x03\x01 nothing that was agreed on\n");
		return;
	}
	send_all(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
	for (long done = 0; done < order->at; done += 100) {
		snprintf(line, sizeof(line), "X-%015ld: %079d\r\n", done, 0);
		send_all(socket, line);
	}
	send_all(socket, "Content-Length: 0\r\n\r\n");
}

bool
answer_is_none(const struct order *order)
{
	return order->way == ORDER_HANG || order->way == ORDER_DROP ||
	       order->way == ORDER_REFUSE || order->way == ORDER_GARBAGE;
}

enum MHD_Result
answer_send(struct MHD_Connection *connection, const struct order *order,
    struct page *page)
{
	int socket = socket_of(connection);
	struct MHD_Response *response;
	enum MHD_Result result;

	if (order->way == ORDER_HANG)
		hang(socket);
	if (order->way == ORDER_REFUSE)
		reset(socket);
	if (order->way == ORDER_GARBAGE || order->way == ORDER_HUGE)
		send_raw(socket, order);
	if (answer_is_none(order) || order->way == ORDER_HUGE)
		return MHD_NO;
	response = make_response(connection, order, page);
	if (response == NULL)
		server_die("memory");
	/* Only where HTTP/1.0 is spoken is a wrong length the only one. */
	if (order->open || order->length >= 0)
		MHD_set_response_options(response,
		    MHD_RF_HTTP_1_0_COMPATIBLE_STRICT | MHD_RF_HTTP_1_0_SERVER |
			MHD_RF_INSANITY_HEADER_CONTENT_LENGTH,
		    MHD_RO_END);
	add_headers(response, order, page);
	result =
	    MHD_queue_response(connection, (unsigned)page->status, response);
	MHD_destroy_response(response);
	return result;
}
