/* The fingerprint of the bytes. */
#ifndef INPUT_DIGEST_H
#define INPUT_DIGEST_H

#include <stdbool.h>

#include "base/span.h"
#include "pubscour.h"

/*
 * SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hexadecimal digits and a
 * NUL byte.  PSC_NO_MEMORY where OpenSSL cannot; `hex` is then "".
 */
enum psc_status digest_sha256(struct span bytes, char hex[65]);

/*
 * The same of bytes that come in pieces.  digest_new() gives NULL where there
 * is no memory; digest_free() is due in the end.
 */
struct digest;
struct digest *digest_new(void);

/* Adds a piece.  False: OpenSSL cannot; all that follows is worth nothing. */
bool digest_add(struct digest *digest, struct span bytes);

/* The fingerprint of all pieces, as above; nothing can be added then. */
enum psc_status digest_end(struct digest *digest, char hex[65]);

void digest_free(struct digest *digest);

#endif
