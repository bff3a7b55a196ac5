/* The table of ranges that are not to be asked for somebody else. */
#include "fetch/private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* RFC 6890 and the registry of IANA; the network and its bits. */
static const struct {
	uint8_t network[4];
	unsigned bits;
} four[] = {
	{ { 0, 0, 0, 0 }, 8 },       /* "this network" */
	{ { 10, 0, 0, 0 }, 8 },      /* private use */
	{ { 100, 64, 0, 0 }, 10 },   /* shared address space */
	{ { 127, 0, 0, 0 }, 8 },     /* loopback */
	{ { 169, 254, 0, 0 }, 16 },  /* link-local */
	{ { 172, 16, 0, 0 }, 12 },   /* private use */
	{ { 192, 0, 0, 0 }, 24 },    /* protocol assignments */
	{ { 192, 0, 2, 0 }, 24 },    /* documentation */
	{ { 192, 88, 99, 0 }, 24 },  /* 6to4 relays, as it was */
	{ { 192, 168, 0, 0 }, 16 },  /* private use */
	{ { 198, 18, 0, 0 }, 15 },   /* benchmarking */
	{ { 198, 51, 100, 0 }, 24 }, /* documentation */
	{ { 203, 0, 113, 0 }, 24 },  /* documentation */
	{ { 224, 0, 0, 0 }, 4 },     /* multicast */
	{ { 240, 0, 0, 0 }, 4 },     /* reserved, and broadcast */
};

static const struct {
	uint8_t network[16];
	unsigned bits;
} six[] = {
	{ { 0x01, 0x00 }, 64 },                   /* discard only */
	{ { 0x20, 0x01, 0x00, 0x00 }, 32 },       /* Teredo: leads elsewhere */
	{ { 0x20, 0x01, 0x00, 0x02, 0, 0 }, 48 }, /* benchmarking */
	{ { 0x20, 0x01, 0x00, 0x10 }, 28 },       /* ORCHID, as it was */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 },       /* documentation */
	{ { 0x3f, 0xff, 0x00 }, 20 },             /* documentation */
	{ { 0x5f, 0x00 }, 16 },                   /* segment routing */
	{ { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 }, 48 }, /* local NAT64 */
	{ { 0xfc, 0x00 }, 7 },                          /* unique local */
	{ { 0xfe, 0x80 }, 10 },                         /* link-local */
	{ { 0xfe, 0xc0 }, 10 }, /* site-local, as it was */
	{ { 0xff, 0x00 }, 8 },  /* multicast */
};

/* Prefixes of IPv6 behind which four bytes of IPv4 stand. */
static const struct {
	uint8_t prefix[12];
	unsigned bytes;
} holders[] = {
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 12 }, /* mapped */
	{ { 0 }, 12 }, /* compatible, "::" and "::1" with it */
	{ { 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0 }, 12 }, /* NAT64 */
	{ { 0x20, 0x02 }, 2 },                                      /* 6to4 */
};

static bool
is_within(const uint8_t *address, const uint8_t *network, unsigned bits)
{
	unsigned bytes = bits / 8, rest = bits % 8;

	if (memcmp(address, network, bytes) != 0)
		return false;
	return rest == 0 ||
	       ((address[bytes] ^ network[bytes]) >> (8 - rest)) == 0;
}

static bool
is_private_four(const uint8_t *address)
{
	for (size_t i = 0; i < sizeof(four) / sizeof(four[0]); i++)
		if (is_within(address, four[i].network, four[i].bits))
			return true;
	return false;
}

static bool
is_private_six(const uint8_t *address)
{
	for (size_t i = 0; i < sizeof(holders) / sizeof(holders[0]); i++)
		if (memcmp(address, holders[i].prefix, holders[i].bytes) == 0)
			return is_private_four(address + holders[i].bytes);
	for (size_t i = 0; i < sizeof(six) / sizeof(six[0]); i++)
		if (is_within(address, six[i].network, six[i].bits))
			return true;
	return false;
}

bool
private_address(const struct sockaddr *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address->sa_family == AF_INET) {
		memcpy(&v4, address, sizeof(v4));
		return is_private_four((const uint8_t *)&v4.sin_addr);
	}
	if (address->sa_family != AF_INET6)
		return true;
	memcpy(&v6, address, sizeof(v6));
	return is_private_six(v6.sin6_addr.s6_addr);
}

/* "localhost" and what ends with ".localhost" (RFC 6761, 6.3). */
static bool
is_localhost(const char *host, size_t len)
{
	static const char name[] = "localhost";
	const size_t size = sizeof(name) - 1;

	if (len > 0 && host[len - 1] == '.')
		len--;
	return len >= size && strncasecmp(host + len - size, name, size) == 0 &&
	       (len == size || host[len - size - 1] == '.');
}

bool
private_host(const char *host)
{
	struct in6_addr v6;
	struct in_addr v4;
	char text[64];
	size_t len = strlen(host);

	if (is_localhost(host, len))
		return true;
	if (len >= sizeof(text))
		return false;
	if (host[0] == '[' && host[len - 1] == ']') {
		memcpy(text, host + 1, len - 2);
		text[len - 2] = '\0';
		text[strcspn(text, "%")] = '\0';
		return inet_pton(AF_INET6, text, &v6) != 1 ||
		       is_private_six(v6.s6_addr);
	}
	/* libcurl has written numbers of other forms as four of ten. */
	return inet_pton(AF_INET, host, &v4) == 1 &&
	       is_private_four((const uint8_t *)&v4);
}
