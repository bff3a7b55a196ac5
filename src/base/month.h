/* Months by their English names. */
#ifndef BASE_MONTH_H
#define BASE_MONTH_H

#include "base/span.h"

/* 1 to 12, or 0: "Mar", "March", "Mar-Apr" begin with the month. */
int month_of(struct span word);

#endif
