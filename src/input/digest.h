/* The fingerprint of the bytes. */
#ifndef INPUT_DIGEST_H
#define INPUT_DIGEST_H

#include "base/span.h"
#include "pubscour.h"

/*
 * SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hexadecimal digits and a
 * NUL byte.  PSC_NO_MEMORY where OpenSSL cannot; `hex` is then "".
 */
enum psc_status digest_sha256(struct span bytes, char hex[65]);

#endif
