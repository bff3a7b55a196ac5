/*
 * What is kept beside a page that was fetched: NAME.meta.json tells where it
 * came from.  The one place in the command that knows jansson.
 */
#ifndef COMMAND_SIDECAR_H
#define COMMAND_SIDECAR_H

#include <stdbool.h>
#include <stddef.h>

#include "fetch/store.h"

/* What is read back of it; "" where it is unknown. */
struct sidecar {
	char *address;  /* what was asked for; owned */
	char *location; /* where it was in the end; owned */
	char sha256[65];
	double bytes; /* -1: unknown */
};

/*
 * {"address", "location", "status", "fetched_at", "sha256", "bytes",
 * "headers": [[name, value]...]} with a line end; the caller frees it.  Bytes
 * of headers that are no UTF-8 are taken for ISO 8859-1.  NULL: no memory.
 */
char *sidecar_make(const struct store_page *page);

/* Reads it back.  False: it is none.  sidecar_free() is due in both cases. */
bool sidecar_read(const char *text, size_t size, struct sidecar *sidecar);

/*
 * Is a file of that size and sha256 the page that was asked for at `address`,
 * or was found there?
 */
bool sidecar_agrees(const struct sidecar *sidecar, const char *address,
    double bytes, const char *sha256);

void sidecar_free(struct sidecar *sidecar);

#endif
