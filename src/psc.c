/*
 * The library's reader: the rooms called one after another.  What it hands
 * out lives in two arenas, one of the page and one of what was made of it.
 */
#include "pubscour.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/utf8.h"
#include "clean/clean.h"
#include "html/dom.h"
#include "html/limit.h"
#include "html/select.h"
#include "html/squeeze.h"
#include "input/input.h"
#include "output/compare.h"
#include "output/explain.h"
#include "output/json.h"
#include "pubmed/pubmed.h"
#include "record/record.h"
#include "record/schema.h"

#define NO_MEMORY "it takes more memory than there is for it"

/* Documents of one input that are looked at until one is an article. */
#define MAX_DOCUMENTS 4

/* Bytes of memory for each byte of a page, and for the smallest page. */
#define MEMORY_FACTOR 128
#define MEMORY_LEAST ((size_t)64 << 20)

struct psc {
	struct pubmed *pubmed;
	struct clean_rules *clean_rules;
	struct squeeze *squeeze;
	bool whole; /* never squeeze */
	size_t max_bytes;
	struct arena keys; /* of `only` */
	const struct json_only *only;
	struct arena page_arena; /* of all that follows */
	struct arena out_arena;  /* of what was handed out last */
	enum psc_status status;
	struct error error;
	struct input input;
	struct record record;
	struct dom dom;
	struct clean clean;
	struct page page;
};

const char *
psc_status_name(enum psc_status status)
{
	static const char *const names[] = { "ok", "not-an-article", "empty",
		"not-html", "too-large", "unreadable", "no-memory",
		"bad-argument" };

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
	arena_init(&reader->keys, 0);
	arena_init(&reader->page_arena, 0);
	arena_init(&reader->out_arena, 0);
	record_init(&reader->record);
	reader->max_bytes = PSC_MAX_BYTES;
	reader->status = PSC_BAD_ARGUMENT;
	reader->pubmed = pubmed_new();
	reader->clean_rules = clean_rules_new(CLEAN_PUBMED);
	if (reader->pubmed != NULL)
		reader->squeeze = new_squeeze(pubmed_lean(reader->pubmed));
	if (reader->pubmed == NULL || reader->clean_rules == NULL ||
	    reader->squeeze == NULL) {
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
	pubmed_free(reader->pubmed);
	clean_rules_free(reader->clean_rules);
	squeeze_free(reader->squeeze);
	arena_free(&reader->keys);
	arena_free(&reader->page_arena);
	arena_free(&reader->out_arena);
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

const char *
psc_message(const struct psc *reader)
{
	return reader->error.message;
}

/* A clean slate for the page that is called `name`. */
static void
start(struct psc *reader, const char *name)
{
	arena_reset(&reader->page_arena);
	arena_reset(&reader->out_arena);
	reader->error.message[0] = '\0';
	reader->input = (struct input){ .charset = "" };
	record_init(&reader->record);
	reader->record.page.input =
	    utf8_clean(&reader->page_arena, span_of(name == NULL ? "-" : name));
}

/* Does the record hold warnings that come from the bytes? */
static void
warn_of_input(struct psc *reader, const struct limit *limit)
{
	struct arena *arena = &reader->page_arena;
	struct record *record = &reader->record;
	if (reader->input.cut || limit->unfinished)
		record_warn(arena, record, "truncated-input",
		    SPAN("the end of the document is missing"));
	if (reader->input.replaced > 0)
		record_warn(arena, record, "replaced-bytes",
		    arena_print(arena, "%zu not valid in %s",
			reader->input.replaced, reader->input.charset));
	if (limit->tags > 0)
		record_warn(arena, record, "limit",
		    arena_print(arena,
			"%zu elements nested too deep were taken out, "
			"their content was kept",
			limit->tags));
	if (limit->bytes > 0)
		record_warn(arena, record, "limit",
		    arena_print(arena,
			"%zu bytes of a very long text were "
			"cut off",
			limit->bytes));
	if (limit->attributes > 0)
		record_warn(arena, record, "limit",
		    arena_print(arena,
			"%zu attributes were left out of tags "
			"with too many",
			limit->attributes));
	if (limit->repeated)
		record_warn(arena, record, "repeated-document",
		    SPAN("the input holds more than one document; the first "
			 "is used"));
}

/* The parser puts U+FFFD for characters that have no meaning in HTML. */
static void
warn_of_controls(struct psc *reader)
{
	size_t controls;

	if (!record_holds(&reader->record, SPAN("\xef\xbf\xbd")))
		return;
	controls = utf8_controls(reader->input.text);
	if (controls > 0)
		record_warn(&reader->page_arena, &reader->record,
		    "replaced-bytes",
		    arena_print(&reader->page_arena,
			"control characters (%zu in the page); in the record "
			"they are U+FFFD",
			controls));
}

/*
 * The tree of a text; of half of it, or a quarter, where all of it would take
 * too much memory.
 */
static enum psc_status
parse(struct psc *reader, struct span text, bool *cut)
{
	struct arena *arena = &reader->page_arena;
	enum psc_status status = PSC_TOO_LARGE;
	bool halved = false;

	for (int part = 0; part < 3; part++) {
		status = dom_parse(arena, text, &reader->dom, &reader->error);
		if (status != PSC_TOO_LARGE)
			break;
		text.len /= 2;
		halved = true;
		while (text.len > 0 &&
		       ((unsigned char)text.ptr[text.len] & 0xc0) == 0x80)
			text.len--;
		*cut = true;
	}
	if (status == PSC_OK && halved)
		record_warn(arena, &reader->record, "limit",
		    arena_print(arena,
			"only the first %zu bytes were read: "
			"the tree of the rest takes too much memory",
			text.len));
	return status;
}

/* Parses a text and reads the record from its tree. */
static enum psc_status
read_tree(struct psc *reader, struct span text, bool cut)
{
	struct arena *arena = &reader->page_arena;
	struct select_page index;
	enum psc_status status;

	status = parse(reader, text, &cut);
	if (status != PSC_OK)
		return status;
	if (reader->dom.classes > 0)
		record_warn(arena, &reader->record, "limit",
		    arena_print(arena,
			"%zu class attributes were cut off "
			"after %d bytes",
			reader->dom.classes, DOM_CLASS));
	select_index(arena, &reader->dom, &index);
	clean_mark(
	    arena, reader->clean_rules, CLEAN_PUBMED, &index, &reader->clean);
	status = pubmed_read(reader->pubmed, arena, &index, &reader->clean, cut,
	    &reader->page, &reader->record, &reader->error);
	if (status == PSC_OK)
		warn_of_controls(reader);
	return status;
}

/* The record from less than the whole page; false: the whole is needed. */
static bool
read_squeezed(struct psc *reader)
{
	const struct limit none = { .tags = 0 };
	struct record before = reader->record;
	struct span less;

	if (reader->whole || reader->input.cut ||
	    !squeeze_apply(reader->squeeze, &reader->page_arena,
		reader->input.text, &less))
		return false;
	warn_of_input(reader, &none);
	if (read_tree(reader, less, false) == PSC_OK &&
	    !pubmed_is_in_doubt(&reader->page))
		return true;
	reader->record = before;
	return false;
}

/*
 * The record from the first document in the text that is an article.  What
 * was read of the others is forgotten.
 */
static enum psc_status
read_whole(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;
	const struct record before = reader->record;
	struct span text = reader->input.text;
	struct error first = { "" };
	enum psc_status status;
	struct limit limit;
	bool several = false;

	for (int document = 0; document < MAX_DOCUMENTS; document++) {
		reader->record = before;
		limit_apply(arena, text, &limit);
		several |= limit.repeated;
		limit.repeated = several;
		warn_of_input(reader, &limit);
		status = read_tree(
		    reader, limit.text, reader->input.cut || limit.unfinished);
		if (document == 0)
			first = reader->error;
		if (status != PSC_NOT_AN_ARTICLE || limit.rest.len == 0)
			break;
		text = limit.rest;
	}
	if (status == PSC_NOT_AN_ARTICLE)
		reader->error = first;
	return status;
}

/* An input that ends too early may be an article all the same. */
static void
mention_cut(struct psc *reader)
{
	const struct error error = reader->error;

	if (reader->input.cut)
		error_set(&reader->error, "%.300s; the input is cut off",
		    error.message);
}

static enum psc_status
read_bytes(struct psc *reader, struct span bytes)
{
	enum psc_status status;

	status = input_decode(&reader->page_arena, bytes, reader->max_bytes,
	    &reader->input, &reader->error);
	if (reader->input.sha256[0] != '\0')
		reader->record.page.sha256 = span_of(reader->input.sha256);
	if (status != PSC_OK)
		return status;
	reader->page_arena.cap = reader->page_arena.used +
				 reader->input.text.len * MEMORY_FACTOR +
				 MEMORY_LEAST;
	if (read_squeezed(reader))
		return PSC_OK;
	status = read_whole(reader);
	if (status == PSC_NOT_AN_ARTICLE)
		mention_cut(reader);
	return status;
}

/* What `fd` gives, where there are no bytes yet. */
static enum psc_status
read_all(struct psc *reader, struct span bytes, int fd)
{
	enum psc_status status = PSC_OK;

	if (bytes.ptr == NULL)
		status = input_slurp(&reader->page_arena, fd, reader->max_bytes,
		    &bytes, &reader->error);
	return status == PSC_OK ? read_bytes(reader, bytes) : status;
}

/* The same, with a way out where memory ends. */
static enum psc_status
read_page(struct psc *reader, struct span bytes, int fd)
{
	jmp_buf out;

	reader->page_arena.out = &out;
	if (setjmp(out) == 0) {
		reader->status = read_all(reader, bytes, fd);
	} else {
		error_set(&reader->error, "%s", NO_MEMORY);
		reader->status = PSC_NO_MEMORY;
	}
	reader->page_arena.out = NULL;
	reader->page_arena.cap = 0;
	return reader->status;
}

enum psc_status
psc_read(struct psc *reader, const char *name, const void *bytes, size_t size)
{
	start(reader, name);
	return read_page(
	    reader, (struct span){ size == 0 ? "" : bytes, size }, -1);
}

enum psc_status
psc_read_fd(struct psc *reader, const char *name, int fd)
{
	start(reader, name);
	return read_page(reader, SPAN_NONE, fd);
}

enum psc_status
psc_read_file(struct psc *reader, const char *name, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum psc_status status;

	if (fd < 0) {
		start(reader, name);
		error_set(
		    &reader->error, "cannot be opened: %s", strerror(errno));
		return reader->status = PSC_UNREADABLE;
	}
	status = psc_read_fd(reader, name, fd);
	close(fd);
	return status;
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

enum psc_status
psc_json(struct psc *reader, unsigned flags, const char **json, size_t *size)
{
	bool indent = (flags & PSC_JSON_INDENT) != 0;
	struct arena *arena = &reader->out_arena;
	struct span text = SPAN_NONE;
	enum psc_status status;

	arena_reset(arena);
	arena->cap = reader->input.text.len * MEMORY_FACTOR + MEMORY_LEAST;
	if (reader->status == PSC_OK)
		status = json_record(
		    arena, &reader->record, reader->only, indent, &text);
	else
		status = json_error(arena, &reader->record.page, reader->status,
		    reader->error.message, indent, &text);
	if (status == PSC_NO_MEMORY) {
		/* The record is given up; the error stays. */
		arena_reset(arena);
		error_set(&reader->error, "%s", NO_MEMORY);
		reader->status = status;
		if (json_error(arena, &reader->record.page, status,
			reader->error.message, indent, &text) == PSC_OK)
			hand_out(text, PSC_OK, json, size);
		return status;
	}
	return hand_out(text, status, json, size);
}

static void
explain_fields(struct psc *reader, struct explain *explain)
{
	const struct rule *rules = rules_table();
	struct explain_field *fields =
	    arena_zeros(&reader->out_arena, RULE_COUNT, sizeof(*fields));
	const struct page_trace *trace;
	struct page *page = &reader->page;

	page->arena = &reader->out_arena;
	for (size_t i = 0; fields != NULL && i < RULE_COUNT; i++) {
		trace = &page->trace[i];
		fields[i].name = rules[i].name;
		fields[i].way = trace->way;
		fields[i].hits = trace->hits;
		if (trace->way == 0)
			continue;
		fields[i].place = rules[i].ways[trace->way - 1].selector;
		fields[i].sample = trace->sample.ptr != NULL
				       ? trace->sample
				       : page_text(page, trace->node);
	}
	explain->field_count = fields == NULL ? 0 : RULE_COUNT;
	explain->fields = fields;
}

static void
explain_drops(struct psc *reader, struct explain *explain)
{
	const struct clean_rule *rules = clean_table();
	struct explain_drop *drops =
	    arena_zeros(&reader->out_arena, CLEAN_RULES, sizeof(*drops));

	for (size_t i = 0; drops != NULL && rules[i].name != NULL; i++) {
		drops[i].name = rules[i].name;
		drops[i].blocks = reader->clean.sums[i].blocks;
		drops[i].bytes = reader->clean.sums[i].bytes;
		explain->drop_count++;
	}
	explain->drops = drops;
}

static enum psc_status
explain(struct psc *reader, struct span *text)
{
	struct explain explain = { .charset = reader->input.charset,
		.bytes = reader->input.text.len };
	struct buffer out;

	explain.warnings = reader->record.warnings.items;
	explain.warning_count = reader->record.warnings.count;
	explain_fields(reader, &explain);
	explain_drops(reader, &explain);
	buffer_init(&out, &reader->out_arena, PSC_MAX_BYTES);
	explain_write(&out, &explain);
	*text = buffer_text(&out);
	return out.full ? PSC_NO_MEMORY : PSC_OK;
}

enum psc_status
psc_explain(struct psc *reader, const char **report, size_t *size)
{
	struct span text = SPAN_NONE;
	enum psc_status status = reader->status;
	jmp_buf out;

	arena_reset(&reader->out_arena);
	if (status != PSC_OK)
		return hand_out(text, status, report, size);
	reader->out_arena.out = &out;
	if (setjmp(out) == 0)
		status = explain(reader, &text);
	else
		status = PSC_NO_MEMORY;
	reader->out_arena.out = NULL;
	if (status != PSC_OK)
		error_set(&reader->error, "%s", NO_MEMORY);
	return hand_out(text, status, report, size);
}

enum psc_status
psc_compare(struct psc *reader, const char *expected, size_t expected_size,
    const char *actual, size_t actual_size, const char **report, size_t *size)
{
	enum psc_status status;
	struct buffer out;

	reader->error.message[0] = '\0';
	buffer_init(&out, &reader->out_arena, PSC_MAX_BYTES);
	status = compare_json((struct span){ expected, expected_size },
	    (struct span){ actual, actual_size }, &out, &reader->error);
	return hand_out(buffer_text(&out), status, report, size);
}
