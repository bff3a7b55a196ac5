/* One page in an input that may hold several, as its reader found it. */
#ifndef INPUT_PART_H
#define INPUT_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "pubscour.h"

struct part {
	struct span bytes;   /* as they were saved, without what wrapped them */
	struct span path;    /* or: the file they are in */
	struct span charset; /* that their header names; SPAN_NONE: none */
	struct span address; /* where the page is from */
	struct span date;    /* when it was fetched: RFC 3339, UTC */
	struct span id;      /* what the user calls it, as JSON */
	struct span where;   /* its place, for messages: "line 7" */
	enum psc_input form; /* what the bytes are, where that is said */
	size_t replaced;     /* characters of it that were none */
	bool cut;            /* they end before their end */
};

#endif
