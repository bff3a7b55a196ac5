/*
 * From the text of an input to the record: the rooms called one after
 * another, on less than the whole page first.
 */
#include "reader.h"

#include "base/utf8.h"

static struct span
copied(struct arena *arena, struct span text)
{
	return text.ptr == NULL ? SPAN_NONE : arena_copy(arena, text);
}

/* What is known of where the page is from holds for this page alone. */
static void
take_source(struct psc *reader)
{
	struct arena *arena = &reader->page_arena;

	reader->address = copied(arena, reader->source);
	reader->record.page.fetched_at = copied(arena, reader->fetched_at);
	reader->source = reader->fetched_at = SPAN_NONE;
	arena_reset(&reader->source_arena);
}

void
reader_start(struct psc *reader, const char *name)
{
	arena_reset(&reader->page_arena);
	arena_reset(&reader->out_arena);
	reader->error.message[0] = '\0';
	reader->input = (struct input){ .charset = "" };
	reader->lent = false;
	reader->text = false;
	record_init(&reader->record);
	memset(reader->rest, 0, sizeof(reader->rest));
	/* A text has none of these. */
	reader->dom = reader->tree = (struct dom){ .count = 0 };
	reader->index = (struct select_page){ .dom = NULL };
	memset(&reader->clean, 0, sizeof(reader->clean));
	memset(&reader->page, 0, sizeof(reader->page));
	memset(&reader->document, 0, sizeof(reader->document));
	reader->cleaned = reader->to_clean;
	reader->record.page.input =
	    utf8_clean(&reader->page_arena, span_of(name == NULL ? "-" : name));
	take_source(reader);
}

enum psc_status
reader_end(struct psc *reader, enum psc_status status)
{
	reader->status = status;
	reader->failure = reader->error;
	return status;
}

enum psc_status
reader_give_up(struct psc *reader)
{
	error_set(&reader->error, "%s", READER_NO_MEMORY);
	return reader_end(reader, PSC_NO_MEMORY);
}

void
reader_warn_of_input(struct psc *reader, const struct limit *limit)
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

enum psc_status
reader_parse(struct psc *reader, struct span text,
    const struct dom_apart *apart, bool *cut)
{
	struct arena *arena = &reader->page_arena;
	enum psc_status status = PSC_TOO_LARGE;
	bool halved = false;

	for (int part = 0; part < 3; part++) {
		status = apart == NULL ? dom_parse(arena, text, &reader->dom,
					     &reader->error)
				       : dom_parse_apart(arena, text, apart,
					     &reader->dom, &reader->error);
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
	if (status == PSC_OK && reader->dom.classes > 0)
		record_warn(arena, &reader->record, "limit",
		    arena_print(arena,
			"%zu class attributes were cut off "
			"after %d bytes",
			reader->dom.classes, DOM_CLASS));
	return status;
}

/* Parses a text and reads the record from its tree. */
static enum psc_status
read_tree(struct psc *reader, struct span text, bool cut)
{
	struct arena *arena = &reader->page_arena;
	struct select_page index;
	enum psc_status status;

	status = reader_parse(reader, text, NULL, &cut);
	if (status != PSC_OK)
		return status;
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
	reader_warn_of_input(reader, &none);
	if (read_tree(reader, less, false) == PSC_OK &&
	    !pubmed_is_in_doubt(reader->pubmed, &reader->page))
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

	for (int document = 0; document < READER_DOCUMENTS; document++) {
		reader->record = before;
		limit_apply(arena, text, LIMIT_FIRST, &limit);
		several |= limit.repeated;
		limit.repeated = several;
		reader_warn_of_input(reader, &limit);
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

/* The record of a text that somebody made of a page. */
static enum psc_status
read_text(struct psc *reader)
{
	const struct record before = reader->record;
	const struct limit none = { .tags = 0 };
	enum psc_status status;

	reader_warn_of_input(reader, &none);
	status = textdump_read(reader->textdump, &reader->page_arena,
	    reader->input.text, &reader->record, &reader->error);
	if (status != PSC_OK)
		reader->record = before;
	return status == PSC_NOT_AN_ARTICLE ? PSC_NOT_HTML : status;
}

/*
 * Markdown may have tags between its lines.  What is no article as HTML is
 * read as text, unless it says that it is HTML.
 */
static bool
read_tagged_text(struct psc *reader, const struct record *before)
{
	const struct record record = reader->record;
	const struct error error = reader->error;

	if (textdump_is_page(reader->input.text))
		return false;
	reader->record = *before;
	if (read_text(reader) == PSC_OK)
		return true;
	reader->record = record;
	reader->error = error;
	return false;
}

enum psc_status
reader_record(struct psc *reader)
{
	const struct record before = reader->record;
	enum psc_status status;

	reader->text = reader->input.plain;
	if (reader->text)
		return read_text(reader);
	if (read_squeezed(reader))
		return PSC_OK;
	status = read_whole(reader);
	if (status == PSC_NOT_AN_ARTICLE) {
		reader->text = read_tagged_text(reader, &before);
		if (reader->text)
			return PSC_OK;
		mention_cut(reader);
	}
	return status;
}

size_t
reader_memory(const struct psc *reader)
{
	size_t bytes = reader->input.text.len;

	for (int list = 0; list < READER_LISTS; list++)
		bytes += reader->rest[list].bytes;
	return bytes * READER_MEMORY_FACTOR + READER_MEMORY_LEAST;
}
