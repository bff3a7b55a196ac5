/* Entries in the MEDLINE format, as PubMed exports them (.nbib). */
#ifndef OUTPUT_NBIB_H
#define OUTPUT_NBIB_H

#include "base/buffer.h"
#include "output/cite.h"

/* Columns of a line, in characters; a word that has more stands alone. */
#define NBIB_COLUMNS 88

/*
 * Adds an entry: a tag of up to four letters, "- ", the value, folded with six
 * spaces before what follows.  The tags stand in PubMed's order, without those
 * of which the page says nothing (OWN, STAT, IS, JID, EDAT ...).  After
 * https://www.nlm.nih.gov/bsd/mms/medlineelements.html
 */
void nbib_write(struct buffer *out, const struct cite_entry *entry);

#endif
