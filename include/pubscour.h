/*
 * pubscour: a PubMed page becomes one clean JSON record; any page becomes one
 * to be read, without banner, navigation and notices.
 *
 * Who owns what.  `struct psc` is a reader: it holds the compiled rules and
 * the memory of the last page.  Whatever a function of this header hands out
 * through a pointer (text, JSON, reports) belongs to the reader, ends with a
 * NUL byte that is not counted, and lives until the next call on that reader
 * that is not a `const` one, so it is not to be handed in again to be read.
 * Bytes handed in are only read during the call.
 * A reader is for one thread at a time; several readers are independent.
 * The library never prints and never exits.
 */
#ifndef PUBSCOUR_H
#define PUBSCOUR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PSC_VERSION "0.1.0"

/* The version of the record, `schema_version` in the JSON. */
#define PSC_SCHEMA_VERSION 1

/* No input larger than this many bytes is read, unless told otherwise. */
#define PSC_MAX_BYTES ((size_t)64 << 20)

#if defined(__GNUC__)
#define PSC_API __attribute__((visibility("default")))
#else
#define PSC_API
#endif

struct psc;

enum psc_status {
	PSC_OK,             /* there is a record, or a cleaned page */
	PSC_NOT_AN_ARTICLE, /* HTML, but no article page */
	PSC_EMPTY,          /* no bytes, or nothing but white space */
	PSC_NOT_HTML,       /* another format; the message says which */
	PSC_TOO_LARGE,      /* more bytes than allowed */
	PSC_UNREADABLE,     /* the bytes cannot be had, or cannot be unpacked */
	PSC_NO_MEMORY,
	PSC_BAD_ARGUMENT,
	PSC_NO_CONTENT, /* cleaned, nothing is left of the page */

	/* What programs that fetch pages say with psc_fail(). */
	PSC_HTTP_404,     /* there is no such page */
	PSC_HTTP_ERROR,   /* the server answered with another error */
	PSC_BLOCKED,      /* the server shuts us out, or asks for a CAPTCHA */
	PSC_RATE_LIMITED, /* we asked too often */
	PSC_UNAVAILABLE,  /* the server is out of order, or under maintenance */
	PSC_TRUNCATED,    /* the page broke off on its way */
	PSC_TIMEOUT,
	PSC_TLS,         /* the server's certificate, or the handshake */
	PSC_ROBOTS,      /* robots.txt forbids it */
	PSC_REFUSED,     /* an address that is not fetched */
	PSC_NETWORK,     /* no such host, or no connection to it */
	PSC_OFFLINE,     /* not in the cache */
	PSC_INTERRUPTED, /* the user ended it */

	/* What programs that have processes read pages say with it. */
	PSC_CRASHED,      /* the process that read the page died of it */
	PSC_PAGE_TIMEOUT, /* reading it took longer than allowed */

	PSC_END /* psc_next(): there are no more pages */
};

/* The name of a status as it stands in the JSON: "not-an-article". */
PSC_API const char *psc_status_name(enum psc_status status);

/* The version of the library that runs, which may differ from PSC_VERSION. */
PSC_API const char *psc_version(void);

/* A new reader, or NULL where there is no memory.  psc_free(NULL) is fine. */
PSC_API struct psc *psc_new(void);
PSC_API void psc_free(struct psc *reader);

/* Reads no more than `bytes` from one input, packed or unpacked. */
PSC_API void psc_set_max_bytes(struct psc *reader, size_t bytes);

/*
 * Off (0): every page is parsed whole.  On, as it is at first: what no rule
 * looks at is left out before parsing, where that cannot change the record.
 * A report by psc_explain is of what was parsed.
 */
PSC_API void psc_set_squeeze(struct psc *reader, int on);

/*
 * What reading makes of a page.  Off (0), as it is at first: the record of an
 * article, PSC_NOT_AN_ARTICLE where it is none.  On: any page is cleaned, for
 * psc_clean; PSC_NO_CONTENT, with a message that says why, where nothing
 * would be left.
 */
PSC_API void psc_set_clean(struct psc *reader, int on);

/* By which rules pages are cleaned. */
enum psc_profile {
	PSC_PROFILE_AUTO,      /* the page tells; as it is at first */
	PSC_PROFILE_PUBMED,    /* article pages of PubMed, and no others: what
	                          the record says, in reading order */
	PSC_PROFILE_PMC,       /* articles of PubMed Central */
	PSC_PROFILE_BOOKSHELF, /* pages of NCBI Bookshelf */
	PSC_PROFILE_GENERIC    /* any page */
};

PSC_API void psc_set_profile(struct psc *reader, enum psc_profile profile);

/*
 * The address that a cleaned page's links are relative to, unless the page has
 * a `<base>` of its own: "https://example.org/a/b.html".  It is copied.  NULL,
 * as at first: none is known, and relative links stay as they are.
 * PSC_BAD_ARGUMENT, and none is known, where it is not absolute, of http or
 * https.
 */
PSC_API enum psc_status psc_set_base(struct psc *reader, const char *address);

/*
 * Lines of PSC_FORMAT_TEXT are filled up to so many columns.  0, as at first:
 * each paragraph, item and heading is one line.
 */
PSC_API void psc_set_width(struct psc *reader, size_t columns);

/* What an input is; its bytes tell that, unless it is said. */
enum psc_input {
	PSC_INPUT_AUTO, /* as it is at first */
	PSC_INPUT_HTML, /* a page */
	PSC_INPUT_TEXT, /* a page of which a tool left the text alone */
	PSC_INPUT_MHTML,
	PSC_INPUT_WARC,
	PSC_INPUT_JSONL
};

/* PSC_BAD_ARGUMENT, and it stays as it was: there is no such input. */
PSC_API enum psc_status psc_set_input(struct psc *reader, enum psc_input input);

/*
 * Reads one saved page.  `name` is what the user calls it (a file's path, "-"
 * for standard input); it goes into the record and the messages.  PSC_OK: the
 * reader holds the record, or the cleaned page.  Anything else: it holds an
 * error, with a message.  Of an input with several pages it is the first that
 * gives no error, else the first error; psc_open() gives them all.
 */
PSC_API enum psc_status psc_read(
    struct psc *reader, const char *name, const void *bytes, size_t size);

/* The same, from the file `path`. */
PSC_API enum psc_status psc_read_file(
    struct psc *reader, const char *name, const char *path);

/* The same, from an open file descriptor, to its end; it stays open. */
PSC_API enum psc_status psc_read_fd(
    struct psc *reader, const char *name, int fd);

/*
 * Opens an input, in which there may be several pages: a WARC, HAR or ZIP
 * file, or JSON Lines; a page, also one in MHTML, counts as an input with one.
 * Each of them may be packed with gzip, zstd or brotli.  The bytes must stay
 * as they are, the file descriptor open, until psc_next() gives PSC_END or
 * something else is opened or read.  Of WARC and JSON Lines no more is held
 * than one page.  Where that fails, the reader holds an error as if a page had
 * been read.
 */
PSC_API enum psc_status psc_open(
    struct psc *reader, const char *name, const void *bytes, size_t size);
PSC_API enum psc_status psc_open_fd(
    struct psc *reader, const char *name, int fd);
PSC_API enum psc_status psc_open_file(
    struct psc *reader, const char *name, const char *path);

/*
 * Reads the next page of what was opened, with the outcome of psc_read().
 * PSC_END: there are no more; the reader holds the last one still.  Where the
 * input says where a page is from, and when it was fetched, that is known.
 * Paths in JSON Lines are relative to the folder of the file that was opened,
 * of a file descriptor to the current one; in bytes, which may come from
 * anywhere, they are errors.
 */
PSC_API enum psc_status psc_next(struct psc *reader);

/* May there be several pages in what was opened last? */
PSC_API int psc_several(const struct psc *reader);

/*
 * Where the page that is read next comes from: its address, absolute, of http
 * or https, and when it was fetched, as RFC 3339 has it.  Both are copied and
 * may be NULL.  `fetched_at` goes into the record; a cleaned page's links are
 * relative to the address where psc_set_base() says nothing else.
 * PSC_BAD_ARGUMENT, and nothing is known, where one of them is no such thing.
 */
PSC_API enum psc_status psc_set_source(
    struct psc *reader, const char *address, const char *fetched_at);

/*
 * As if the page `name` had been read and had given that error: for programs
 * that fetch.  psc_json() gives its error object.  Returns `status`;
 * PSC_BAD_ARGUMENT where that is PSC_OK or none.
 */
PSC_API enum psc_status psc_fail(struct psc *reader, const char *name,
    enum psc_status status, const char *message);

/* Lists that a page may show the beginning of. */
enum psc_list {
	PSC_LIST_AUTHORS,
	PSC_LIST_REFERENCES,
	PSC_LIST_SIMILAR, /* articles */
	PSC_LIST_CITED_BY
};

/*
 * Where the rest of a list of the last record is, as far as it was not added
 * yet: the address the page names, made absolute, or the one PubMed has for
 * it.  It lives until the next call that is not `const`.  NULL: the list is
 * complete, or holds psc_set_max_list() items, or a part of it failed, or
 * there is no record.  All of a list is had so:
 *
 *	while ((address = psc_more(reader, list)) != NULL) {
 *		if (your_get(address, &bytes, &size))
 *			psc_add(reader, list, bytes, size);
 *		else
 *			psc_add_failed(reader, list, "no answer");
 *	}
 */
PSC_API const char *psc_more(const struct psc *reader, enum psc_list list);

/*
 * Adds what stood at that address: a fragment with the list's mark-up, or a
 * whole page.  Items that are there already are not added again; `complete`
 * says then what is true.  PSC_NOT_AN_ARTICLE, and a message: it held no such
 * list; the record keeps what it has, with a warning.  PSC_TOO_LARGE, of all
 * that was added to the list, and PSC_NO_MEMORY: so, too.
 * PSC_BAD_ARGUMENT: psc_more() names nothing.
 */
PSC_API enum psc_status psc_add(
    struct psc *reader, enum psc_list list, const void *bytes, size_t size);

/* It could not be had: the record gets a warning with `why`. */
PSC_API void psc_add_failed(
    struct psc *reader, enum psc_list list, const char *why);

/* No more items of similar and citing articles; 1000 at first. */
PSC_API void psc_set_max_list(struct psc *reader, size_t items);

/*
 * What went wrong in the last call, in words; "" where nothing did.  Where the
 * call handed out what there is of a page that gave an error: that error.
 */
PSC_API const char *psc_message(const struct psc *reader);

/* How many warnings stand in the record of the last page. */
PSC_API size_t psc_warnings(const struct psc *reader);

/* The n-th warning, from 0: its code and its message. */
PSC_API void psc_warning(const struct psc *reader, size_t n, const char **code,
    const char **message);

enum psc_json_flags {
	PSC_JSON_INDENT = 1 /* over several lines; else all on one */
};

/*
 * Chooses the keys that psc_json writes: names from RECORD, separated by
 * commas, nested ones with dots ("pmid,references.items.doi"); NULL: all.
 * PSC_BAD_ARGUMENT, and a message, where a name is no key of the record.
 */
PSC_API enum psc_status psc_only(struct psc *reader, const char *keys);

/*
 * The JSON of the last page, without a line end: the record, or, where the
 * page gave none, {"schema_version", "page", "error": {"code", "message"}}.
 * PSC_NO_MEMORY: the record is given up; another call gives the error object.
 * Of a page that was cleaned: what psc_clean gives, whatever psc_only says.
 */
PSC_API enum psc_status psc_json(
    struct psc *reader, unsigned flags, const char **json, size_t *size);

enum psc_format {
	PSC_FORMAT_MARKDOWN, /* CommonMark, with tables and footnotes as GitHub
	                        has them */
	PSC_FORMAT_TEXT,     /* plain text */
	PSC_FORMAT_HTML,     /* a small document that stands for itself, free
	                        of scripts */
	PSC_FORMAT_JSON,     /* text, Markdown, links and what the page says of
	                        itself, over several lines */
	PSC_FORMAT_JSONL     /* the same on one line; as PSC_FORMAT_JSON it has
	                        no line end */
};

/*
 * The last page, read with psc_set_clean on, in that format; one page can be
 * had in several.  Base and width are what they are now.  Where the page gave
 * an error, that is returned, and the text is ""; but as JSON there is the
 * error object of psc_json, and PSC_OK.  PSC_NO_CONTENT: the format has no
 * room for what is left.  PSC_NO_MEMORY: the page is given up; its error
 * object can be had.  PSC_BAD_ARGUMENT: the page was not read to be cleaned,
 * or there is no such format.
 */
PSC_API enum psc_status psc_clean(struct psc *reader, enum psc_format format,
    const char **text, size_t *size);

/* The formats of reference managers. */
enum psc_cite {
	PSC_CITE_CSL,    /* objects of CSL-JSON, as Zotero and pandoc read it */
	PSC_CITE_RIS,    /* as EndNote and most others read it */
	PSC_CITE_NBIB,   /* MEDLINE, as PubMed exports it */
	PSC_CITE_BIBTEX, /* in UTF-8 */
	PSC_CITE_BIBLATEX /* in UTF-8 */
};

enum psc_cited {
	PSC_CITED_ARTICLE,   /* of the page: one entry */
	PSC_CITED_REFERENCES /* what it cites: one entry each, or none */
};

/*
 * The last page as entries of a bibliography.  Where the page gave an error,
 * that is returned, and the text is "".  The text is that of this page alone:
 * objects of CSL-JSON have ",\n" between them, and whoever joins pages puts
 * that between these, and brackets around all; entries of the other formats
 * end with a line end and have an empty line between them.
 *
 * An entry has a key, "liu:2019:gastric", which depends on the entry alone; to
 * make the keys of many pages differ is the caller's business.  It is what
 * stands in a line `@TYPE{KEY,`, `    "id": "KEY",` or `ID  - KEY`, and no
 * other line begins as these do.
 *
 * PSC_NO_MEMORY: the record is given up.  PSC_BAD_ARGUMENT: the page was read
 * to be cleaned, or there is no such format.
 */
PSC_API enum psc_status psc_cite(struct psc *reader, enum psc_cite format,
    enum psc_cited what, const char **text, size_t *size);

/*
 * How the last page was read, as a plain-text table for a maintainer: fields
 * with the alternative that matched, warnings, what was dropped as chrome.  Of
 * a page that was cleaned and is no article there are no fields; one of which
 * nothing was left (PSC_NO_CONTENT) has its report all the same.
 *
 * PSC_NOT_HTML: the record is from a text, which has no elements to tell of.
 */
PSC_API enum psc_status psc_explain(
    struct psc *reader, const char **report, size_t *size);

/*
 * The same as one HTML document that shows the page itself: what was dropped
 * is shaded in its rule's colour, each field is outlined and named, a legend
 * switches both.  It loads nothing and runs nothing; of the page it has no
 * scripts, styles, images or forms.  It can be large: most of all that was
 * parsed stands in it.
 */
PSC_API enum psc_status psc_explain_html(
    struct psc *reader, const char **html, size_t *size);

/*
 * Compares two JSON texts, key by key.  `report` has a line or more for each
 * difference and is "" where there is none.  PSC_BAD_ARGUMENT, and a message,
 * where one of them is no JSON; PSC_NO_MEMORY where the report is too long.
 * Both may be what this reader handed out.
 */
PSC_API enum psc_status psc_compare(struct psc *reader, const char *expected,
    size_t expected_size, const char *actual, size_t actual_size,
    const char **report, size_t *size);

/* The JSON Schema (2020-12) of the record and the error object. */
PSC_API const char *psc_schema(void);

/* The same of what psc_clean gives as JSON, and of its error object. */
PSC_API const char *psc_clean_schema(void);

#ifdef __cplusplus
}
#endif

#endif
