/* A page becomes one to be read, and that a text. */
#ifndef CLEANER_H
#define CLEANER_H

#include "reader.h"

/*
 * Cleans the input that was decoded, by reader->profile.  PSC_OK: the page has
 * text that is worth reading; reader->found is the profile.  PSC_NO_CONTENT,
 * PSC_NOT_AN_ARTICLE (of PSC_PROFILE_PUBMED alone) and PSC_TOO_LARGE, with a
 * message.
 */
enum psc_status cleaner_read(struct psc *reader);

/*
 * What was read as a text, in reader->out_arena, which must have a way out.
 * PSC_NO_CONTENT, with a message, where it would be empty; PSC_NO_MEMORY.
 */
enum psc_status cleaner_write(
    struct psc *reader, enum psc_format format, struct span *text);

/* What no rule dropped but its words: the mark it has, and how much. */
struct cleaner_scored {
	uint8_t mark;
	const char *name;
	struct clean_sum sum;
};

/* Of a page that was cleaned.  The name is static. */
struct cleaner_scored cleaner_scored(const struct psc *reader);

/* The name of a profile as the options and the JSON have it. */
const char *cleaner_profile(enum psc_profile profile);

/* Is it an absolute address of the web: http or https, and a host? */
bool cleaner_is_address(struct span address);

#endif
