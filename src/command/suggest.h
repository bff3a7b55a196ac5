/* "Did you mean": the nearest of several names. */
#ifndef COMMAND_SUGGEST_H
#define COMMAND_SUGGEST_H

#include <stddef.h>

struct suggest {
	const char *typed;
	const char *name; /* the nearest so far; NULL: none is near */
	size_t distance;
};

/* Looks for what `typed` may have meant; it must outlive the struct. */
struct suggest suggest_new(const char *typed);

/* Considers `name`, which must outlive the struct too. */
void suggest_try(struct suggest *suggest, const char *name);

#endif
