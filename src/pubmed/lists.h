/*
 * The rest of a list that a page shows the beginning of: where it is, and what
 * stands there.  It is read by the rules of the page: a part that comes
 * without the page around it gets the ids and classes that these look for.
 */
#ifndef PUBMED_LISTS_H
#define PUBMED_LISTS_H

#include "base/error.h"
#include "pubmed/page.h"
#include "pubscour.h"

/* Everything compiled that parts are looked at by. */
struct lists;

/* NULL where there is no memory.  lists_free(NULL) is fine. */
struct lists *lists_new(void);
void lists_free(struct lists *lists);

/*
 * Where the rest of a list of the article page that was read is: an address of
 * PubMed, in the arena, with a NUL byte behind it.  SPAN_NONE: the list is
 * complete, or nobody knows.
 */
struct span lists_address(struct page *page, enum psc_list list);

/* What a part is asked for. */
struct lists_asked {
	enum psc_list list;
	struct span pmid;    /* of the article; SPAN_NONE: unknown */
	struct span address; /* the part's own */
};

/*
 * Gives nodes of a part the ids and classes by which the rules find the list.
 * A whole article page stays as it is.
 */
void lists_adopt(const struct lists *lists, struct arena *arena,
    struct dom *dom, enum psc_list list);

/* What a part holds. */
struct lists_part {
	struct record record; /* the list, and nothing else to rely on */
	bool linked;          /* affiliations are those that authors link to */
	bool search;          /* it is a page of search results */
	int64_t amount;       /* results in all, or RECORD_NO_NUMBER */
	struct span next;     /* an address of PubMed that it names */
};

/*
 * Reads a part that was adopted, indexed and marked: `page` is filled but for
 * `record`.  PSC_NOT_AN_ARTICLE, and a message that is one clause: it does not
 * hold that list, or that of another article; "" where it may be any page.
 */
enum psc_status lists_read(const struct lists *lists, struct page *page,
    const struct lists_asked *asked, struct lists_part *part,
    struct error *error);

#endif
