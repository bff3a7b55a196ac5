/*
 * What a reader of pubscour.h is made of, and how it gets from bytes to a
 * record.  Seen by the files beside this one alone: psc.c has the public
 * functions, pages.c opens inputs and reads page after page, reader.c reads
 * records, rest.c completes their lists, split.c splits
 * references, cleaner.c cleans.
 */
#ifndef READER_H
#define READER_H

#include "base/arena.h"
#include "base/error.h"
#include "clean/clean.h"
#include "clean/score.h"
#include "html/dom.h"
#include "html/limit.h"
#include "html/select.h"
#include "html/squeeze.h"
#include "input/input.h"
#include "output/document.h"
#include "output/json.h"
#include "pubmed/pubmed.h"
#include "pubmed/reference_text.h"
#include "pubmed/textdump.h"
#include "pubscour.h"
#include "record/record.h"

#define READER_NO_MEMORY "it takes more memory than there is for it"

/* Documents of one input that are looked at until one does. */
#define READER_DOCUMENTS 4

/* Bytes of memory for each byte of a page, and for the smallest page. */
#define READER_MEMORY_FACTOR 128
#define READER_MEMORY_LEAST ((size_t)64 << 20)

/* Lists whose rest can be added, and no more parts of one than this. */
#define READER_LISTS (PSC_LIST_CITED_BY + 1)
#define READER_PARTS 1000

/* How far the rest of a list was added. */
struct reader_rest {
	struct span next;  /* where more of it is; SPAN_NONE: nowhere */
	struct span first; /* where that was at first */
	size_t parts;      /* that were added */
	size_t bytes;      /* of these */
	int64_t announced; /* items in all, or RECORD_NO_NUMBER */
	bool self;         /* the article itself stands among the results */
};

/* What was opened, whose pages are read one after another. */
struct reader_pages {
	struct container *container; /* NULL: nothing */
	struct container *inner;     /* in a file that a line names; NULL */
	int fd, inner_fd;            /* to be closed; -1: none */
	bool several;
	bool paths; /* it may name files: it is one itself, or a pipe */
	enum psc_input form;
	struct arena arena; /* of the next two */
	const char *name;   /* what the user calls it */
	struct span folder; /* of the file, "/" at its end; "": the current */
};

struct psc {
	struct pubmed *pubmed;
	struct textdump *textdump;
	struct reference_text *reference_text; /* NULL until it is needed */
	struct clean_rules *clean_rules;       /* of the record's reading */
	struct clean_rules *page_rules;        /* of cleaning */
	struct score *score;                   /* of scoring */
	struct squeeze *squeeze;
	bool whole;    /* never squeeze */
	bool to_clean; /* the next page is to be cleaned, by this profile */
	enum psc_profile profile;
	size_t width; /* of plain text, columns; 0: none */
	size_t max_bytes;
	struct reader_pages pages;
	struct arena base_arena;   /* of `base` */
	struct span base;          /* what links are relative to */
	struct arena source_arena; /* of where the next page is from, when */
	struct span source, fetched_at;
	struct arena keys; /* of `only` */
	const struct json_only *only;
	struct arena page_arena; /* of all that follows */
	struct arena out_arena;  /* of what was handed out last */
	struct arena part_arena; /* of a part of a list, while it is added */
	size_t max_list;         /* items of similar and citing articles */
	enum psc_status status;
	struct error error;   /* of the last call */
	struct error failure; /* of the last page */
	struct input input;
	bool text;            /* the record is from a text, not from HTML */
	bool lent;            /* its text may be the container's bytes */
	struct span address;  /* where it is from; SPAN_NONE: unknown */
	struct record record; /* of a cleaned page without an article only
	                         `page` and the warnings */
	struct dom dom;
	struct select_page index; /* of dom, where the page was cleaned */
	struct clean clean;
	struct page page;
	struct reader_rest rest[READER_LISTS]; /* of the record's lists */
	bool cleaned;             /* the page was read to be cleaned */
	enum psc_profile found;   /* which way: never PSC_PROFILE_AUTO */
	struct dom tree;          /* made from the record */
	struct document document; /* what is left; without a base */
};

/* A clean slate for the page that is called `name`. */
void reader_start(struct psc *reader, const char *name);

/*
 * How it went with the page.  What is said of that outlives the messages of
 * other calls: it stands in the error object.  Returns `status`.
 */
enum psc_status reader_end(struct psc *reader, enum psc_status status);

/* The page is given up: what is made of it takes too much. */
enum psc_status reader_give_up(struct psc *reader);

/* The record of the input that was decoded. */
enum psc_status reader_record(struct psc *reader);

/* Has the record hold warnings that come from the bytes. */
void reader_warn_of_input(struct psc *reader, const struct limit *limit);

/*
 * The tree of a text, of which a part may stand apart (NULL: none does), in
 * reader->dom; of half of it, or a quarter, where all of it would take too
 * much memory: `cut` is set then.
 */
enum psc_status reader_parse(struct psc *reader, struct span text,
    const struct dom_apart *apart, bool *cut);

/*
 * The cap of an arena that holds what is made of the page, and of what was
 * added to its lists.
 */
size_t reader_memory(const struct psc *reader);

#endif
