/* Who wrote it, and when, by the lines around a headline. */
#ifndef CLEAN_NEAR_H
#define CLEAN_NEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "clean/byline.h"
#include "clean/date.h"
#include "html/dom.h"

/* A headline, an element, and the page it is on. */
struct near {
	struct arena *arena;
	const struct dom *dom;
	uint32_t headline;
	uint16_t heading_tags[4]; /* h1 to h4 */
	uint16_t link_tag, time_tag;
};

void near_init(struct near *near, struct arena *arena, const struct dom *dom,
    uint32_t headline);

/*
 * The day on which it was published.  Dates of changes, of events, and of
 * other articles that are listed there are passed over.
 */
bool near_date(const struct near *near, struct date *date);

/* Adds the authors' names, where it is plain that they are. */
void near_byline(const struct near *near, struct byline *byline);

#endif
