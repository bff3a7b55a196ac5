/*
 * This file asks OpenSSL for a SHA-256; nobody else does.  It keeps nothing.
 */
#include "input/digest.h"

#include <openssl/evp.h>

enum psc_status
digest_sha256(struct span bytes, char hex[65])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned int size = 0;
	const char *from = bytes.ptr == NULL ? "" : bytes.ptr;

	hex[0] = '\0';
	if (!EVP_Digest(from, bytes.len, raw, &size, EVP_sha256(), NULL) ||
	    size != 32)
		return PSC_NO_MEMORY;
	for (size_t i = 0; i < 32; i++) {
		hex[2 * i] = digits[raw[i] >> 4];
		hex[2 * i + 1] = digits[raw[i] & 15];
	}
	hex[64] = '\0';
	return PSC_OK;
}
