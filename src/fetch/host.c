/* A list of hosts; a run asks few of them. */
#include "fetch/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/clock.h"
#include "fetch/robots.h"

/* An older robots.txt, in place of one that cannot be had, is used so long. */
#define STALE 3600.0

struct host *
host_find(struct host **hosts, const char *origin)
{
	struct host *host = *hosts;

	while (host != NULL && strcmp(host->origin, origin) != 0)
		host = host->next;
	if (host != NULL)
		return host;
	host = calloc(1, sizeof(*host));
	if (host == NULL)
		return NULL;
	host->origin = strdup(origin);
	if (host->origin == NULL) {
		free(host);
		return NULL;
	}
	host->next = *hosts;
	*hosts = host;
	return host;
}

void
host_free_all(struct host *host)
{
	while (host != NULL) {
		struct host *next = host->next;

		free(host->origin);
		free(host->robots);
		free(host);
		host = next;
	}
}

void
host_leave(struct host *host, enum psc_status status, const struct error *error)
{
	host->left = status;
	snprintf(host->reason, sizeof(host->reason), "%.199s", error->message);
}

static struct span
robots_of(const struct host *host)
{
	return (struct span){ host->robots, host->robots_size };
}

double
host_delay(const struct host *host, double least)
{
	double asked = 0;

	if (host->robots != NULL)
		robots_allow(robots_of(host), HOST_PRODUCT, "/", &asked, NULL);
	return asked > least ? asked : least;
}

static void
forget_robots(struct host *host)
{
	free(host->robots);
	host->robots = NULL;
	host->robots_size = 0;
}

bool
host_take_robots(struct host *host, long status, struct span text, double age)
{
	bool is_text = status >= 200 && status < 300;
	char *copy = NULL;

	if (is_text) {
		text = span_first(text, ROBOTS_BYTES);
		copy = malloc(text.len + 1);
		if (copy == NULL)
			return false;
		memcpy(copy, text.ptr, text.len);
		copy[text.len] = '\0';
	}
	forget_robots(host);
	host->robots = copy;
	host->robots_size = is_text ? text.len : 0;
	host->robots_until = clock_steady() + age;
	return true;
}

bool
host_recall_robots(struct host *host, struct store *store, double max_age)
{
	struct error error = { "" };
	struct store_page page;
	double age, left;

	if (!store_robots_find(store, host->origin, &page, &error))
		return false;
	age = clock_now() - page.checked;
	if (age > max_age || age < -1)
		return false;
	left = HOST_ROBOTS_AGE - age;
	return host_take_robots(
	    host, page.status, page.body, left > STALE ? left : STALE);
}

bool
host_needs_robots(const struct host *host)
{
	return host->robots_until < clock_steady();
}

bool
host_allows(const struct host *host, const char *target, struct span *line)
{
	return host->robots == NULL ||
	       robots_allow(robots_of(host), HOST_PRODUCT, target, NULL, line);
}
