/* Dates as pages write them: for machines, and in words. */
#ifndef CLEAN_DATE_H
#define CLEAN_DATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

struct date {
	int year;         /* 1900 to 2099 */
	int month;        /* 1 to 12; 0: not told */
	int day;          /* 1 to 31; 0: not told */
	struct span text; /* where it stands */
};

/*
 * The first date in the text, with its month at least: 2024-06-02, 2024/6/2,
 * June 2nd, 2024, 2 June 2024, 2 de junio de 2024, June 2024,
 * 2.6.2024 (day first).  6/2/2024 only where it can be read in one way.
 */
bool date_find(struct span text, struct date *date);

/* The same for a value for machines, also 20240602, or a year alone. */
bool date_read(struct span text, struct date *date);

/* YYYY-MM-DD, YYYY-MM or YYYY, in the arena. */
struct span date_print(struct arena *arena, const struct date *date);

#endif
