/*
 * This file knows the names of months.  What a date is it does not.
 */
#include "base/month.h"

int
month_of(struct span word)
{
	static const char *const names[] = { "jan", "feb", "mar", "apr", "may",
		"jun", "jul", "aug", "sep", "oct", "nov", "dec" };

	for (int i = 0; i < 12; i++)
		if (span_equal_nocase(span_first(word, 3), span_of(names[i])))
			return i + 1;
	return 0;
}
