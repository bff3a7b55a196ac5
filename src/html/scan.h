/*
 * HTML cut into tokens, without a tree: tags, comments and what lies between.
 * It follows the tokenizer of the HTML standard (13.2.5) as far as the ends
 * of tokens go; it decodes nothing and repairs nothing.
 */
#ifndef HTML_SCAN_H
#define HTML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

enum scan_kind { SCAN_TEXT, SCAN_START, SCAN_END, SCAN_COMMENT, SCAN_DOCTYPE };

/* One attribute as written: nothing is decoded. */
struct scan_attribute {
	struct span all; /* name, `=`, quotes and value */
	struct span name;
	struct span value; /* without its quotes; empty where there is none */
};

struct scan_token {
	enum scan_kind kind;
	struct span all;   /* from `<` to `>`, or the text */
	struct span name;  /* of a tag, as written */
	size_t attributes; /* of a start tag */
	size_t kept;       /* bytes of `all` up to the end of the attribute
	                       number SCAN_ATTRIBUTES */
	bool raw;          /* text in which tags are none: of a script … */
	bool self_closing; /* `/>` */
	bool whole;        /* it ended before the text did */
};

/* More attributes than this in one tag are counted, but not looked at. */
#define SCAN_ATTRIBUTES 256

struct scan {
	struct span text;
	size_t at;       /* bytes read */
	struct span raw; /* the element whose text is not mark-up, or none */
	struct scan_attribute *list; /* NULL, or room for SCAN_ATTRIBUTES:
	                                those of the last start tag */
};

/* A scanner at the start of `text`, which must outlive it. */
void scan_init(struct scan *scan, struct span text);

/* The next token; false at the end. */
bool scan_next(struct scan *scan, struct scan_token *token);

#endif
