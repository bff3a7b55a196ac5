/*
 * A web server for tests: it plays PubMed from a folder of pages, on the
 * loopback alone, misbehaves as the file `orders` in that folder says
 * (orders.h), and logs every request.
 *
 *	server -d FOLDER -l LOG [-p PORT] [-P PORTFILE] [-b ADDRESS]
 *	    [-t CERTIFICATE -k KEY]
 *
 * PORT 0, the default, is any that is free; it is written to PORTFILE when
 * the server listens, or to standard output.  It ends on SIGTERM, and after
 * fifteen minutes: a test that was killed leaves none behind for ever.
 */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "answer.h"
#include "journal.h"
#include "orders.h"
#include "pages.h"

#define LIFE 900 /* seconds */

struct server {
	const char *folder, *log_path, *port_path, *address;
	const char *certificate, *key; /* texts, or NULL */
	unsigned short port;
	int socket;
	FILE *log;
	struct orders *orders;
	atomic_ulong connections;
};

struct request {
	struct timespec time;
	bool read; /* its header was there before */
	char target[];
};

_Noreturn void
server_die(const char *what)
{
	fprintf(stderr, "server: %s: %s\n", what, strerror(errno));
	_exit(2);
}

/* --- requests --- */

/* The target as it came, which libmicrohttpd takes apart. */
static void *
begin(void *context, const char *uri, struct MHD_Connection *connection)
{
	size_t len = strlen(uri);
	struct request *request = malloc(sizeof(*request) + len + 1);

	(void)context;
	(void)connection;
	if (request == NULL)
		server_die("memory");
	*request = (struct request){ 0 };
	memcpy(request->target, uri, len + 1);
	return request;
}

static void
finish(void *context, struct MHD_Connection *connection, void **request,
    enum MHD_RequestTerminationCode code)
{
	(void)context;
	(void)connection;
	(void)code;
	free(*request);
	*request = NULL;
}

/* Numbers connections. */
static void
connected(void *context, struct MHD_Connection *connection, void **number,
    enum MHD_ConnectionNotificationCode code)
{
	struct server *server = context;

	(void)connection;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		unsigned long *own = malloc(sizeof(*own));
		if (own == NULL)
			server_die("memory");
		*own = atomic_fetch_add(&server->connections, 1) + 1;
		*number = own;
	} else {
		free(*number);
		*number = NULL;
	}
}

static unsigned long
number_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info != NULL && info->socket_context != NULL
		   ? *(const unsigned long *)info->socket_context
		   : 0;
}

static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *upload,
    size_t *upload_size, void **state)
{
	struct server *server = context;
	struct request *request = *state;
	struct journal_entry entry = { .method = method };
	struct order order;
	struct page page;
	enum MHD_Result result;

	(void)version;
	(void)upload;
	if (!request->read) {
		clock_gettime(CLOCK_REALTIME, &request->time);
		request->read = true;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		*upload_size = 0;
		return MHD_YES;
	}
	orders_next(server->orders, request->target, &order);
	pages_find(server->folder, connection, path, &page);
	answer_prepare(server->folder, connection, path, &order, &page);
	entry.time = request->time;
	entry.number = number_of(connection);
	entry.target = request->target;
	entry.status = answer_is_none(&order) ? 0 : page.status;
	entry.order = order.words;
	journal_write(server->log, connection, &entry);
	result = answer_send(connection, &order, &page);
	free(page.bytes);
	return result;
}

/* --- the daemon --- */

static void
listen_there(struct server *server)
{
	struct sockaddr_in where = { .sin_family = AF_INET };
	socklen_t size = sizeof(where);
	int on = 1;

	if (inet_pton(AF_INET, server->address, &where.sin_addr) != 1 ||
	    (ntohl(where.sin_addr.s_addr) >> 24) != 127) {
		fputs("server: not a loopback address\n", stderr);
		exit(2);
	}
	where.sin_port = htons(server->port);
	server->socket = socket(AF_INET, SOCK_STREAM, 0);
	if (server->socket < 0 ||
	    setsockopt(server->socket, SOL_SOCKET, SO_REUSEADDR, &on,
		sizeof(on)) != 0 ||
	    bind(server->socket, (struct sockaddr *)&where, size) != 0 ||
	    listen(server->socket, 64) != 0 ||
	    getsockname(server->socket, (struct sockaddr *)&where, &size) != 0)
		server_die("socket");
	server->port = ntohs(where.sin_port);
}

static struct MHD_Daemon *
start(struct server *server)
{
	unsigned flags =
	    MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION;
	struct MHD_OptionItem tls[] = { { MHD_OPTION_HTTPS_MEM_CERT, 0,
					    (void *)server->certificate },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)server->key },
		{ MHD_OPTION_END, 0, NULL } };

	if (server->certificate != NULL)
		flags |= MHD_USE_TLS;
	else
		tls[0].option = MHD_OPTION_END;
	return MHD_start_daemon(flags, 0, NULL, NULL, handle, server,
	    MHD_OPTION_LISTEN_SOCKET, server->socket,
	    MHD_OPTION_URI_LOG_CALLBACK, begin, server,
	    MHD_OPTION_NOTIFY_COMPLETED, finish, server,
	    MHD_OPTION_NOTIFY_CONNECTION, connected, server,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)1 << 17,
	    MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
}

/* The port, all of it or nothing: who waits for the file may read it. */
static void
tell_port(const struct server *server)
{
	char path[4096];
	FILE *file;

	if (server->port_path == NULL) {
		printf("%u\n", server->port);
		fflush(stdout);
		return;
	}
	snprintf(path, sizeof(path), "%s.new", server->port_path);
	file = fopen(path, "w");
	if (file == NULL || fprintf(file, "%u\n", server->port) < 0 ||
	    fclose(file) != 0 || rename(path, server->port_path) != 0)
		server_die(server->port_path);
}

static char *
read_text(const char *path)
{
	char *text = calloc(1, 1 << 16);
	FILE *file = fopen(path, "r");

	if (text == NULL || file == NULL ||
	    fread(text, 1, (1 << 16) - 1, file) == 0)
		server_die(path);
	fclose(file);
	return text;
}

static bool
read_options(struct server *server, int count, char **words)
{
	int option;

	while ((option = getopt(count, words, "b:d:k:l:p:P:t:")) != -1) {
		if (option == 'b')
			server->address = optarg;
		else if (option == 'd')
			server->folder = optarg;
		else if (option == 'k')
			server->key = read_text(optarg);
		else if (option == 'l')
			server->log_path = optarg;
		else if (option == 'p')
			server->port =
			    (unsigned short)strtoul(optarg, NULL, 10);
		else if (option == 'P')
			server->port_path = optarg;
		else if (option == 't')
			server->certificate = read_text(optarg);
		else
			return false;
	}
	return optind == count && server->folder != NULL &&
	       server->log_path != NULL &&
	       (server->certificate == NULL) == (server->key == NULL);
}

int
main(int argc, char **argv)
{
	struct server server = { .address = "127.0.0.1" };
	char orders[4096];

	if (!read_options(&server, argc, argv)) {
		fputs("usage: server -d FOLDER -l LOG [-p PORT] [-P PORTFILE] "
		      "[-b ADDRESS] [-t CERTIFICATE -k KEY]\n",
		    stderr);
		return 2;
	}
	server.log = fopen(server.log_path, "a");
	if (server.log == NULL)
		server_die(server.log_path);
	snprintf(orders, sizeof(orders), "%s/orders", server.folder);
	server.orders = orders_new(orders);
	listen_there(&server);
	if (start(&server) == NULL)
		server_die("start");
	tell_port(&server);
	alarm(LIFE);
	for (;;)
		pause();
}
