/*
 * pubscour: a PubMed page becomes one clean JSON record.
 *
 * Who owns what.  `struct psc` is a reader: it holds the compiled rules and
 * the memory of the last page.  Whatever a function of this header hands out
 * through a pointer (text, JSON, reports) belongs to the reader, ends with a
 * NUL byte that is not counted, and lives until the next call on that reader
 * that is not a `const` one.  Bytes handed in are only read during the call.
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
	PSC_OK,             /* there is a record */
	PSC_NOT_AN_ARTICLE, /* HTML, but no article page */
	PSC_EMPTY,          /* no bytes, or nothing but white space */
	PSC_NOT_HTML,       /* another format; the message says which */
	PSC_TOO_LARGE,      /* more bytes than allowed */
	PSC_UNREADABLE,     /* the bytes cannot be had, or cannot be unpacked */
	PSC_NO_MEMORY,
	PSC_BAD_ARGUMENT
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
 * Reads one saved page.  `name` is what the user calls it (a file's path, "-"
 * for standard input); it goes into the record and the messages.  PSC_OK: the
 * reader holds the record.  Anything else: it holds an error, with a message.
 */
PSC_API enum psc_status psc_read(
    struct psc *reader, const char *name, const void *bytes, size_t size);

/* The same, from the file `path`. */
PSC_API enum psc_status psc_read_file(
    struct psc *reader, const char *name, const char *path);

/* The same, from an open file descriptor, to its end; it stays open. */
PSC_API enum psc_status psc_read_fd(
    struct psc *reader, const char *name, int fd);

/* What went wrong in the last call, in words; "" where nothing did. */
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
 */
PSC_API enum psc_status psc_json(
    struct psc *reader, unsigned flags, const char **json, size_t *size);

/*
 * How the last page was read, as a plain-text table for a maintainer: fields
 * with the alternative that matched, warnings, what was dropped as chrome.
 */
PSC_API enum psc_status psc_explain(
    struct psc *reader, const char **report, size_t *size);

/*
 * Compares two JSON texts, key by key.  `report` has a line or more for each
 * difference and is "" where there is none.  PSC_BAD_ARGUMENT, and a message,
 * where `expected` is no JSON.
 */
PSC_API enum psc_status psc_compare(struct psc *reader, const char *expected,
    size_t expected_size, const char *actual, size_t actual_size,
    const char **report, size_t *size);

/* The JSON Schema (2020-12) of the record and the error object. */
PSC_API const char *psc_schema(void);

#ifdef __cplusplus
}
#endif

#endif
