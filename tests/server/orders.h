/*
 * What the server is told to do amiss: the file `orders` in its folder, read
 * again whenever it was changed.
 */
#ifndef SERVER_ORDERS_H
#define SERVER_ORDERS_H

#include <stdbool.h>

#define ORDER_VALUE 512 /* bytes of a value, at most, with its NUL byte */

/* How the answer goes on its way. */
enum order_way {
	ORDER_WHOLE,
	ORDER_CUT,     /* `at` bytes of the body, then the end */
	ORDER_STALL,   /* `at` bytes of the body, then nothing more */
	ORDER_RESET,   /* `at` bytes of the body, then a reset (RST) */
	ORDER_DRIP,    /* `rate` bytes a second */
	ORDER_HANG,    /* no answer at all, nor an end */
	ORDER_DROP,    /* no answer, the connection is closed */
	ORDER_REFUSE,  /* no answer, the connection is reset */
	ORDER_GARBAGE, /* bytes that are no HTTP; not over TLS */
	ORDER_HUGE     /* `at` bytes of headers; not over TLS */
};

/* One answer, as ordered; "" where a text was not given. */
struct order {
	char words[ORDER_VALUE]; /* as they stand in the file, for the log */
	enum order_way way;
	int status; /* 0: what the page has */
	long at;    /* bytes; -1: half of the body */
	long rate;
	long length;   /* of Content-Length, whatever comes; -1: the truth */
	long hops;     /* that many redirects before the page; 0: none */
	bool chunked;  /* Transfer-Encoding: chunked */
	bool open;     /* nothing says where the body ends but its end */
	bool empty;    /* no body */
	bool modified; /* Last-Modified, and 304 where it is known */
	char file[ORDER_VALUE];     /* of the folder, in place of the page */
	char type[ORDER_VALUE];     /* Content-Type; "none": no such header */
	char encoding[ORDER_VALUE]; /* Content-Encoding of what is there */
	char redirect[ORDER_VALUE]; /* Location; status 302 where not given */
	char retry[ORDER_VALUE];    /* Retry-After; "+5": the date in 5 s */
	char etag[ORDER_VALUE];     /* ETag, and 304 where it is known */
	char cookie[ORDER_VALUE];   /* Set-Cookie */
};

struct orders;

/* The orders of `path`, which need not be there.  Ends the program: memory. */
struct orders *orders_new(const char *path);

/*
 * What `target` ("/90000004/?page=2") gets now; counted.  The file has lines
 *	PATTERN COUNT WORD...
 *	faults SEED P5XX PCUT P429
 * PATTERN is fnmatch()'s, over the whole target; COUNT is how many requests
 * the line is for, "*" all of them; the first line that matches and has some
 * left decides.  Requests that no line is for, and not for /robots.txt, get
 * the faults, with the given probabilities in per cent: decided by the seed,
 * the target and how often it was asked for, so not by the order of requests.
 * A changed file counts from the start.  False, and `order` is a plain
 * answer: nothing is ordered.  A wrong line is said on stderr, and skipped.
 */
bool orders_next(
    struct orders *orders, const char *target, struct order *order);

#endif
