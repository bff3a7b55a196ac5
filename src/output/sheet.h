/*
 * A page that is written from top to bottom: headings, paragraphs, lists, and
 * lines of parts.  Each text given to it becomes one text node as it is; what
 * is put around it, a label, a comma, is in nodes of its own.
 */
#ifndef OUTPUT_SHEET_H
#define OUTPUT_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "html/build.h"
#include "record/record.h"

#define SHEET_DOT " \xc2\xb7 " /* a middle dot */

/* The largest number of an item: Markdown has no larger one. */
#define SHEET_LAST 999999999

struct sheet {
	struct arena *arena;
	struct build *build;
	struct span heading; /* due before the next block */
	bool listing;        /* a list is open */
	const char *joint;   /* stands between the parts of a line */
	bool joined;         /* the line has a part */
};

/* Is there anything to be seen of the text? */
static inline bool
sheet_shows(struct span text)
{
	size_t at = 0;

	while (at < text.len && span_is_space(text.ptr[at]))
		at++;
	return at < text.len;
}

/* The same of one of the texts in a list. */
bool sheet_shows_any(const struct record_list *texts);

/* A text of the program's own; "" is none. */
void sheet_words(struct sheet *sheet, const char *text);

/* A section's heading, written when something follows that stands below it. */
void sheet_heading(struct sheet *sheet, struct span text);

/* The heading of a part of a section; ends a list. */
void sheet_subheading(struct sheet *sheet, struct span text);

/* Opens a block; sheet_close closes it. */
void sheet_open_block(struct sheet *sheet, const char *tag);

/* A whole block; nothing where there is no text. */
void sheet_block(struct sheet *sheet, const char *tag, struct span text);

/* A paragraph for each of those that the text is joined of by "\n\n". */
void sheet_paragraphs(struct sheet *sheet, struct span text);

/* Takes the first of them off the text. */
struct span sheet_next_paragraph(struct span *rest);

/* Opens a list, unless one is open. */
void sheet_open_list(struct sheet *sheet, const char *tag);
void sheet_end_list(struct sheet *sheet);

/*
 * A line has parts, with `joint` between them: a paragraph, an item of a list
 * (which is opened, unless one is), or what the caller has opened.
 */
void sheet_open_line(struct sheet *sheet, const char *joint);
void sheet_open_item(struct sheet *sheet, const char *joint);
void sheet_start_line(struct sheet *sheet, const char *joint);

/* Begins a part that the caller writes. */
void sheet_join(struct sheet *sheet);

/* A label and a text, as a part; a link where there is an address. */
void sheet_part(
    struct sheet *sheet, const char *label, struct span text, struct span href);

/* Closes the innermost open element: a line, an item, a block. */
void sheet_close(struct sheet *sheet);

/* The text and the colon, or "", in strong letters. */
void sheet_strong(struct sheet *sheet, struct span text, const char *colon);

/* A paragraph in strong letters. */
void sheet_flag(struct sheet *sheet, struct span text);

/* The address of an article in PubMed; SPAN_NONE without a PMID. */
struct span sheet_pubmed(struct sheet *sheet, struct span pmid);

/* The identifiers that are there, as parts with links. */
void sheet_identifiers(
    struct sheet *sheet, struct span doi, struct span pmid, struct span pmcid);

/* The number that the text consists of; 0: it is none, or a long one. */
int64_t sheet_number_of(struct span text);

/*
 * Gives the item that was just opened the number `wanted`, where that is not
 * `*last` + 1 anyway; 0, less, or a huge one: any will do.  `*last` is then
 * the item's number.
 */
void sheet_number(struct sheet *sheet, int64_t wanted, int64_t *last);

/* A line on what there is of a list that is not all here. */
void sheet_incomplete(struct sheet *sheet, const struct record_part *list);

#endif
