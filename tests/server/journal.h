/* What was asked and answered: a line of JSON for each request. */
#ifndef SERVER_JOURNAL_H
#define SERVER_JOURNAL_H

#include <stdio.h>
#include <time.h>

struct MHD_Connection;

struct journal_entry {
	struct timespec time; /* when the request's header was there */
	unsigned long number; /* of the connection, from 1 */
	const char *method;
	const char *target; /* as it came */
	int status;         /* 0: there was no answer of HTTP */
	const char *order;  /* what was ordered; "" where nothing was */
};

/*
 * Writes an entry, with the headers of the request, as one line:
 *	{"time": 1700000000.123456, "connection": 1, "method": "GET",
 *	"target": "/1/", "status": 200, "order": "", "headers": {...}}
 * Bytes that are no ASCII stand in it as if they were Latin-1.
 */
void journal_write(FILE *file, struct MHD_Connection *connection,
    const struct journal_entry *entry);

#endif
