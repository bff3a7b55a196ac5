/*
 * What a word on the command line asks for when it is the name of no file: a
 * PMID, an address, a PMCID, a DOI.  Nothing is fetched here.
 */
#ifndef FETCH_SOURCE_H
#define FETCH_SOURCE_H

#include <stdbool.h>

/* Where articles of PubMed are. */
#define SOURCE_PUBMED "https://pubmed.ncbi.nlm.nih.gov"

/* No longer address is fetched; its NUL byte is included. */
#define SOURCE_ADDRESS_ROOM 4096

/* A PMID has eight digits; its NUL byte is included. */
#define SOURCE_PMID_ROOM 12

/* For why there is none; its NUL byte is included. */
#define SOURCE_WHY_ROOM 160

enum source_kind {
	SOURCE_NONE,    /* nothing that can be fetched */
	SOURCE_ARTICLE, /* an article of PubMed whose PMID is known */
	SOURCE_LOOKUP,  /* PubMed leads from this to the one article */
	SOURCE_PAGE     /* any other page of http or https */
};

struct source {
	enum source_kind kind;
	char pmid[SOURCE_PMID_ROOM]; /* of SOURCE_ARTICLE; else "" */
	char address[SOURCE_ADDRESS_ROOM];
	bool named; /* no one would call a file that: "pmid:1", an address
	               with its scheme */
};

/*
 * Reads a word: "37108507", "pmid:37108507", "PMID 37108507", "PMC10138493",
 * "pmcid:...", "10.3390/...", "doi:...", an address of doi.org, of an article
 * of PubMed or of PMC in any of their forms, another address.  Addresses of
 * PubMed begin with `base` (NULL: SOURCE_PUBMED) in place of SOURCE_PUBMED.
 * SOURCE_NONE: it is none of these; `why` (room for SOURCE_WHY_ROOM bytes, may
 * be NULL) is then one clause for the user where it looks like one of them, ""
 * where it does not.
 *
 * An address comes in one form, whoever wrote it: scheme and host in small
 * letters, without the scheme's own port, "." and ".." in the path, and a
 * fragment; with a path; with what is no part of an address percent-encoded.
 * That of a PMC article is a page, as it is the page that was asked for.
 */
void source_read(
    const char *word, const char *base, struct source *source, char *why);

#endif
