/*
 * The public functions: a reader and its settings, and what is handed out.
 * That lives in two arenas, one of the page and one of what was made of it
 * last.
 */
#include "pubscour.h"

#include <stdlib.h>
#include <string.h>

#include "citer.h"
#include "cleaner.h"
#include "explainer.h"
#include "output/compare.h"
#include "pages.h"
#include "reader.h"
#include "record/schema.h"
#include "rest.h"
#include "split.h"

const char *
psc_status_name(enum psc_status status)
{
	static const char *const names[] = { "ok", "not-an-article", "empty",
		"not-html", "too-large", "unreadable", "no-memory",
		"bad-argument", "no-content", "http-404", "http-error",
		"blocked", "rate-limited", "unavailable", "truncated",
		"timeout", "tls", "robots", "refused", "network", "offline",
		"interrupted", "crashed", "page-timeout", "end" };

	return (size_t)status < sizeof(names) / sizeof(names[0]) ? names[status]
								 : "unknown";
}

const char *
psc_version(void)
{
	return PSC_VERSION;
}

const char *
psc_schema(void)
{
	return schema_text;
}

const char *
psc_clean_schema(void)
{
	return schema_cleaned_text;
}

static struct squeeze *
new_squeeze(const struct lean *lean)
{
	const struct squeeze_plan plan = { .attributes = lean->attributes,
		.names = lean->names,
		.menus = lean->menus,
		.chrome = lean->chrome,
		.texts = lean->texts,
		.fields = lean->fields,
		.metas = lean->metas };

	return squeeze_new(&plan);
}

struct psc *
psc_new(void)
{
	struct psc *reader = calloc(1, sizeof(*reader));

	if (reader == NULL)
		return NULL;
	arena_init(&reader->base_arena, 0);
	arena_init(&reader->source_arena, 0);
	arena_init(&reader->keys, 0);
	arena_init(&reader->page_arena, 0);
	arena_init(&reader->out_arena, 0);
	arena_init(&reader->part_arena, 0);
	record_init(&reader->record);
	reader->max_bytes = PSC_MAX_BYTES;
	reader->max_list = REST_MAX_LIST;
	reader->status = PSC_BAD_ARGUMENT;
	error_set(&reader->failure, "no page was read");
	pages_init(&reader->pages);
	reader->pubmed = pubmed_new();
	reader->textdump = textdump_new();
	reader->clean_rules = clean_rules_new(CLEAN_PUBMED);
	reader->page_rules = clean_rules_new(CLEAN_ALL);
	reader->score = score_new();
	if (reader->pubmed != NULL)
		reader->squeeze = new_squeeze(pubmed_lean(reader->pubmed));
	if (reader->pubmed == NULL || reader->textdump == NULL ||
	    reader->clean_rules == NULL || reader->page_rules == NULL ||
	    reader->score == NULL || reader->squeeze == NULL) {
		psc_free(reader);
		reader = NULL;
	}
	return reader;
}

void
psc_free(struct psc *reader)
{
	if (reader == NULL)
		return;
	pages_free(&reader->pages);
	pubmed_free(reader->pubmed);
	textdump_free(reader->textdump);
	reference_text_free(reader->reference_text);
	clean_rules_free(reader->clean_rules);
	clean_rules_free(reader->page_rules);
	score_free(reader->score);
	squeeze_free(reader->squeeze);
	arena_free(&reader->base_arena);
	arena_free(&reader->source_arena);
	arena_free(&reader->keys);
	arena_free(&reader->page_arena);
	arena_free(&reader->out_arena);
	arena_free(&reader->part_arena);
	free(reader);
}

void
psc_set_max_bytes(struct psc *reader, size_t bytes)
{
	reader->max_bytes = bytes;
}

void
psc_set_squeeze(struct psc *reader, int on)
{
	reader->whole = !on;
}

void
psc_set_clean(struct psc *reader, int on)
{
	reader->to_clean = on != 0;
}

void
psc_set_profile(struct psc *reader, enum psc_profile profile)
{
	reader->profile =
	    profile <= PSC_PROFILE_GENERIC ? profile : PSC_PROFILE_AUTO;
}

void
psc_set_width(struct psc *reader, size_t columns)
{
	reader->width = columns;
}

enum psc_status
psc_set_base(struct psc *reader, const char *address)
{
	reader->error.message[0] = '\0';
	reader->base = SPAN_NONE;
	arena_reset(&reader->base_arena);
	if (address == NULL)
		return PSC_OK;
	if (!cleaner_is_address(span_of(address))) {
		error_set(&reader->error,
		    "no absolute address of the web: \"%.200s\"", address);
		return PSC_BAD_ARGUMENT;
	}
	reader->base = arena_copy(&reader->base_arena, span_of(address));
	if (reader->base.ptr != NULL)
		return PSC_OK;
	error_set(&reader->error, "%s", READER_NO_MEMORY);
	return PSC_NO_MEMORY;
}

/* The number of two digits. */
static unsigned
two_digits(const char *text)
{
	return (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
}

/*
 * Is it "2026-11-24T02:41:44Z"?  With a fraction of the second or an offset it
 * is, too; letters are upper case, as the record's schema has it.
 */
static bool
is_time(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00";
	size_t at;

	for (at = 0; form[at] != '\0'; at++)
		if (form[at] == '0' ? !span_is_digit(text[at])
				    : text[at] != form[at])
			return false;
	if (two_digits(text + 5) - 1 > 11 || two_digits(text + 8) - 1 > 30 ||
	    two_digits(text + 11) > 23 || two_digits(text + 14) > 59 ||
	    two_digits(text + 17) > 60)
		return false;
	text += at;
	if (text[0] == '.' && span_is_digit(text[1]))
		for (text += 2; span_is_digit(text[0]);)
			text++;
	if (text[0] == 'Z')
		return text[1] == '\0';
	return (text[0] == '+' || text[0] == '-') && span_is_digit(text[1]) &&
	       span_is_digit(text[2]) && text[3] == ':' &&
	       span_is_digit(text[4]) && span_is_digit(text[5]) &&
	       text[6] == '\0' && two_digits(text + 1) < 24 &&
	       two_digits(text + 4) < 60;
}

enum psc_status
psc_set_source(struct psc *reader, const char *address, const char *fetched_at)
{
	struct arena *arena = &reader->source_arena;

	reader->error.message[0] = '\0';
	reader->source = reader->fetched_at = SPAN_NONE;
	arena_reset(arena);
	if (address != NULL && !cleaner_is_address(span_of(address)))
		error_set(&reader->error,
		    "no absolute address of the web: \"%.200s\"", address);
	else if (fetched_at != NULL && !is_time(fetched_at))
		error_set(&reader->error, "no time of RFC 3339: \"%.200s\"",
		    fetched_at);
	if (reader->error.message[0] != '\0')
		return PSC_BAD_ARGUMENT;
	if (address != NULL)
		reader->source = arena_copy(arena, span_of(address));
	if (fetched_at != NULL)
		reader->fetched_at = arena_copy(arena, span_of(fetched_at));
	if ((address == NULL) == (reader->source.ptr == NULL) &&
	    (fetched_at == NULL) == (reader->fetched_at.ptr == NULL))
		return PSC_OK;
	reader->source = reader->fetched_at = SPAN_NONE;
	error_set(&reader->error, "%s", READER_NO_MEMORY);
	return PSC_NO_MEMORY;
}

const char *
psc_message(const struct psc *reader)
{
	return reader->error.message;
}

enum psc_status
psc_fail(struct psc *reader, const char *name, enum psc_status status,
    const char *message)
{
	struct error why = { "" };

	if (status == PSC_OK || status >= PSC_END) {
		error_set(&reader->error, "no error of a page");
		return PSC_BAD_ARGUMENT;
	}
	/* First, as the message may be the reader's own. */
	error_set(&why, "%s",
	    message == NULL || message[0] == '\0' ? psc_status_name(status)
						  : message);
	reader_start(reader, name);
	reader->record.page.fetched_at = SPAN_NONE;
	reader->error = why;
	return reader_end(reader, status);
}

size_t
psc_warnings(const struct psc *reader)
{
	return reader->status == PSC_OK ? reader->record.warnings.count : 0;
}

void
psc_warning(
    const struct psc *reader, size_t n, const char **code, const char **message)
{
	const struct record_warning *warnings = reader->record.warnings.items;

	*code = *message = "";
	if (n >= psc_warnings(reader))
		return;
	*code = warnings[n].code.ptr;
	*message = warnings[n].message.ptr;
}

enum psc_status
psc_only(struct psc *reader, const char *keys)
{
	reader->error.message[0] = '\0';
	reader->only = NULL;
	arena_reset(&reader->keys);
	if (keys == NULL)
		return PSC_OK;
	return json_only_read(
	    &reader->keys, keys, &reader->only, &reader->error);
}

/* Hands a text out. */
static enum psc_status
hand_out(
    struct span text, enum psc_status status, const char **out, size_t *size)
{
	*out = status == PSC_OK ? text.ptr : "";
	if (size != NULL)
		*size = status == PSC_OK ? text.len : 0;
	return status;
}

/* The last page's error object; the arena is reset. */
static enum psc_status
write_error(struct psc *reader, bool indent, struct span *text)
{
	struct arena *arena = &reader->out_arena;

	arena_reset(arena);
	return json_error(arena, &reader->record.page, reader->status,
	    reader->failure.message, indent, text);
}

/* The last page's record; with the references' parts where these are asked. */
static enum psc_status
write_record(struct psc *reader, bool indent, struct span *text)
{
	enum psc_status status = PSC_OK;

	if (split_is_asked(reader))
		status = split_references(reader);
	if (status != PSC_OK)
		return status;
	return json_record(
	    &reader->out_arena, &reader->record, reader->only, indent, text);
}

enum psc_status
psc_json(struct psc *reader, unsigned flags, const char **json, size_t *size)
{
	bool indent = (flags & PSC_JSON_INDENT) != 0;
	struct arena *arena = &reader->out_arena;
	struct span text = SPAN_NONE;
	enum psc_status status;

	if (reader->cleaned)
		return psc_clean(reader,
		    indent ? PSC_FORMAT_JSON : PSC_FORMAT_JSONL, json, size);
	reader->error = reader->failure;
	arena_reset(arena);
	arena->cap = reader_memory(reader);
	if (reader->status == PSC_OK)
		status = write_record(reader, indent, &text);
	else
		status = write_error(reader, indent, &text);
	if (status == PSC_NO_MEMORY)
		reader_give_up(reader);
	return hand_out(text, status, json, size);
}

/* The page's text in a format, or its error as JSON. */
static enum psc_status
write_clean(struct psc *reader, enum psc_format format, struct span *text)
{
	bool indent = format == PSC_FORMAT_JSON;

	if (reader->status == PSC_OK)
		return cleaner_write(reader, format, text);
	if (!indent && format != PSC_FORMAT_JSONL)
		return reader->status;
	return write_error(reader, indent, text);
}

enum psc_status
psc_clean(
    struct psc *reader, enum psc_format format, const char **text, size_t *size)
{
	struct arena *arena = &reader->out_arena;
	struct span made = SPAN_NONE;
	enum psc_status status;
	jmp_buf out;

	reader->error = reader->failure;
	arena_reset(arena);
	if (!reader->cleaned || format > PSC_FORMAT_JSONL) {
		error_set(&reader->error, "%s",
		    reader->cleaned ? "no such format"
				    : "the page was not read to be cleaned");
		return hand_out(made, PSC_BAD_ARGUMENT, text, size);
	}
	arena->cap = reader_memory(reader);
	arena->out = &out;
	if (setjmp(out) == 0)
		status = write_clean(reader, format, &made);
	else
		status = PSC_NO_MEMORY;
	arena->out = NULL;
	if (status == PSC_NO_MEMORY && reader->status == PSC_OK)
		reader_give_up(reader);
	return hand_out(made, status, text, size);
}

enum psc_status
psc_cite(struct psc *reader, enum psc_cite format, enum psc_cited what,
    const char **text, size_t *size)
{
	struct arena *arena = &reader->out_arena;
	enum psc_status status = reader->status;
	struct span made = SPAN_NONE;
	jmp_buf out;

	reader->error = reader->failure;
	arena_reset(arena);
	if (reader->cleaned || format > PSC_CITE_BIBLATEX ||
	    what > PSC_CITED_REFERENCES) {
		error_set(&reader->error, "%s",
		    reader->cleaned ? "the page was read to be cleaned"
				    : "no such format");
		return hand_out(made, PSC_BAD_ARGUMENT, text, size);
	}
	if (status != PSC_OK)
		return hand_out(made, status, text, size);
	arena->cap = reader_memory(reader);
	arena->out = &out;
	if (setjmp(out) == 0)
		status = citer_write(reader, format, what, &made);
	else
		status = PSC_NO_MEMORY;
	arena->out = NULL;
	if (status == PSC_NO_MEMORY)
		reader_give_up(reader);
	return hand_out(made, status, text, size);
}

/* Makes a report of either kind. */
static enum psc_status
explain(struct psc *reader,
    enum psc_status (*write)(struct psc *reader, struct span *text),
    const char **report, size_t *size)
{
	struct arena *arena = &reader->out_arena;
	enum psc_status status = reader->status;
	struct span text = SPAN_NONE;
	jmp_buf out;

	reader->error = reader->failure;
	arena_reset(arena);
	if (!explainer_can(reader)) {
		if (status == PSC_OK) {
			status = PSC_NOT_HTML;
			error_set(&reader->error,
			    "a text has no elements to tell of");
		}
		return hand_out(text, status, report, size);
	}
	arena->cap = reader_memory(reader);
	arena->out = &out;
	if (setjmp(out) == 0)
		status = write(reader, &text);
	else
		status = PSC_NO_MEMORY;
	arena->out = NULL;
	if (status != PSC_OK)
		error_set(&reader->error, "%s", READER_NO_MEMORY);
	return hand_out(text, status, report, size);
}

enum psc_status
psc_explain(struct psc *reader, const char **report, size_t *size)
{
	return explain(reader, explainer_text, report, size);
}

enum psc_status
psc_explain_html(struct psc *reader, const char **html, size_t *size)
{
	return explain(reader, explainer_html, html, size);
}

enum psc_status
psc_compare(struct psc *reader, const char *expected, size_t expected_size,
    const char *actual, size_t actual_size, const char **report, size_t *size)
{
	struct arena before = reader->out_arena;
	enum psc_status status;
	struct buffer out;

	/* `actual` may be what psc_json gave: it stays until all is read. */
	arena_init(&reader->out_arena, 0);
	reader->error.message[0] = '\0';
	buffer_init(&out, &reader->out_arena, PSC_MAX_BYTES);
	status = compare_json((struct span){ expected, expected_size },
	    (struct span){ actual, actual_size }, &out, &reader->error);
	arena_free(&before);
	if (out.full) {
		error_set(&reader->error, "%s", READER_NO_MEMORY);
		status = PSC_NO_MEMORY;
	}
	return hand_out(buffer_text(&out), status, report, size);
}
