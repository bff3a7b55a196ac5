/* The references of an article, as a section of its page. */
#ifndef OUTPUT_REFERENCES_H
#define OUTPUT_REFERENCES_H

#include "output/sheet.h"
#include "record/record.h"

/*
 * Writes the heading, what is not here of the list, and a list for each of
 * the sections.  A text that begins with its own number is a paragraph, not
 * an item that would be numbered again.
 */
void references_write(struct sheet *sheet, const struct record_part *list);

#endif
