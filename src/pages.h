/*
 * The public functions that open an input and read its pages, and what of
 * that psc.c has to begin and end.
 */
#ifndef PAGES_H
#define PAGES_H

#include "reader.h"

void pages_init(struct reader_pages *pages);
void pages_free(struct reader_pages *pages);

#endif
