/* Which addresses of the Internet are not on the Internet. */
#ifndef FETCH_PRIVATE_H
#define FETCH_PRIVATE_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * Is it an address of this machine, of a private network, of the link, of a
 * group, or reserved?  The ranges are those of the special-purpose address
 * registries (RFC 6890) that are not globally reachable; an IPv6 address that
 * holds one of IPv4 (mapped, compatible, NAT64, 6to4) is what that one is.
 * Another family: true.
 */
bool private_address(const struct sockaddr *address);

/* The same of a host's name as it is written: "[::1]", "10.1.2.3". */
bool private_host(const char *host);

#endif
