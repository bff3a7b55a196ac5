/*
 * This file asks OpenSSL for a SHA-256; nobody else does.  It keeps nothing.
 */
#include "input/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct digest {
	EVP_MD_CTX *context;
};

/* False: these are not the 32 bytes of a SHA-256. */
static bool
write_hex(const unsigned char *raw, unsigned int size, char hex[65])
{
	static const char digits[] = "0123456789abcdef";

	if (size != 32)
		return false;
	for (size_t i = 0; i < 32; i++) {
		hex[2 * i] = digits[raw[i] >> 4];
		hex[2 * i + 1] = digits[raw[i] & 15];
	}
	hex[64] = '\0';
	return true;
}

enum psc_status
digest_sha256(struct span bytes, char hex[65])
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned int size = 0;
	const char *from = bytes.ptr == NULL ? "" : bytes.ptr;

	hex[0] = '\0';
	if (!EVP_Digest(from, bytes.len, raw, &size, EVP_sha256(), NULL) ||
	    !write_hex(raw, size, hex))
		return PSC_NO_MEMORY;
	return PSC_OK;
}

struct digest *
digest_new(void)
{
	struct digest *digest = malloc(sizeof(*digest));

	if (digest == NULL)
		return NULL;
	digest->context = EVP_MD_CTX_new();
	if (digest->context == NULL ||
	    !EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL)) {
		digest_free(digest);
		return NULL;
	}
	return digest;
}

bool
digest_add(struct digest *digest, struct span bytes)
{
	return bytes.len == 0 ||
	       EVP_DigestUpdate(digest->context, bytes.ptr, bytes.len) == 1;
}

enum psc_status
digest_end(struct digest *digest, char hex[65])
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned int size = 0;

	hex[0] = '\0';
	if (!EVP_DigestFinal_ex(digest->context, raw, &size) ||
	    !write_hex(raw, size, hex))
		return PSC_NO_MEMORY;
	return PSC_OK;
}

void
digest_free(struct digest *digest)
{
	if (digest != NULL)
		EVP_MD_CTX_free(digest->context);
	free(digest);
}
