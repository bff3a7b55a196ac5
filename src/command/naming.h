/* Names of files for pages that were fetched. */
#ifndef COMMAND_NAMING_H
#define COMMAND_NAMING_H

#include <stdbool.h>

#include "fetch/source.h"

/* No name is longer, so that endings fit behind it; with its NUL byte. */
#define NAMING_ROOM 200

/*
 * The PMID of an article's page: `address` is PubMed's own (`base`; NULL:
 * SOURCE_PUBMED), and its path is that number and nothing else.  False, and
 * "": it is none.
 */
bool naming_pmid(
    const char *address, const char *base, char pmid[static SOURCE_PMID_ROOM]);

/*
 * A name made of host and path of an address, for any file system: letters,
 * digits, "-", "_" and ".", of which none stands first; "_" for each run of
 * others.  What distinguishes addresses is lost by that: where something was
 * changed or cut off, a number made of the whole address ends the name.
 */
void naming_safe(const char *address, char name[static NAMING_ROOM]);

/*
 * The name, without ending, of what a word asks for: the PMID, or a safe name
 * of its address, or of the word where it asks for nothing.
 */
void naming_word(
    const char *word, const char *base, char name[static NAMING_ROOM]);

#endif
