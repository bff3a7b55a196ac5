/*
 * This file finds out what an input is and has the reader of that form take
 * it apart.  What a ZIP archive holds may be such an input again: the
 * containers lie on a stack.
 */
#include "input/container.h"

#include <stdint.h>
#include <stdlib.h>

#include "input/form.h"
#include "input/har.h"
#include "input/jsonl.h"
#include "input/mhtml.h"
#include "input/stream.h"
#include "input/warcpage.h"
#include "input/zip.h"

/* Containers in containers. */
#define MOST_NESTED 3

struct layer {
	struct stream *stream;
	enum form form;
	enum psc_input as;  /* what a page in it is */
	struct span where;  /* its place in the container around it */
	struct arena arena; /* of the part that was given last */
	bool done;
	size_t granted;    /* of the budget of the archive it is in */
	struct span bytes; /* all of it, where it is not read as a stream */
	struct har har;
	struct jsonl jsonl;
	struct zip zip;
	struct warcpage pages;
};

struct container {
	struct layer layers[MOST_NESTED];
	size_t depth; /* of these that are open */
	size_t max_bytes;
};

static void
close_layer(struct layer *layer)
{
	warc_close(layer->pages.reader);
	stream_close(layer->stream);
	arena_free(&layer->arena);
	*layer = (struct layer){ .done = true };
}

/* As few bytes are waited for as tell: a pipe may give them slowly. */
static enum form
find_form(struct stream *stream)
{
	size_t need = 0;

	for (;;) {
		struct span next = stream_look(stream, need);
		enum form form = form_find(next);

		if (form != FORM_PAGE || next.len <= need ||
		    next.len >= FORM_BYTES)
			return form;
		need = next.len * 2 < FORM_BYTES ? next.len * 2 : FORM_BYTES;
	}
}

/* What the user says it is; else what the bytes say. */
static enum form
choose(enum psc_input form, struct stream *stream)
{
	switch (form) {
	case PSC_INPUT_HTML:
	case PSC_INPUT_TEXT:
		return FORM_PAGE;
	case PSC_INPUT_MHTML:
		return FORM_MHTML;
	case PSC_INPUT_WARC:
		return FORM_WARC;
	case PSC_INPUT_JSONL:
		return FORM_JSONL;
	default:
		return find_form(stream);
	}
}

/* Puts a layer upon the others; the stream is its own.  False: no memory. */
static bool
open_layer(
    struct container *container, struct stream *stream, enum psc_input form)
{
	struct layer *layer = &container->layers[container->depth];

	*layer = (struct layer){ .stream = stream };
	if (stream == NULL)
		return false;
	arena_init(&layer->arena, 0);
	layer->form = choose(form, stream);
	if (form == PSC_INPUT_HTML || form == PSC_INPUT_TEXT)
		layer->as = form;
	container->depth++;
	if (layer->form == FORM_JSONL)
		jsonl_open(&layer->jsonl, stream, container->max_bytes);
	if (layer->form == FORM_WARC)
		layer->pages.reader =
		    warc_of_stream(stream, container->max_bytes);
	return layer->form != FORM_WARC || layer->pages.reader != NULL;
}

static struct container *
new_container(struct stream *stream, enum psc_input form, size_t max_bytes)
{
	struct container *container = calloc(1, sizeof(*container));

	if (container == NULL) {
		stream_close(stream);
		return NULL;
	}
	container->max_bytes = max_bytes;
	if (open_layer(container, stream, form))
		return container;
	container_close(container);
	return NULL;
}

struct container *
container_of_bytes(struct span bytes, enum psc_input form, size_t max_bytes)
{
	return new_container(stream_of_bytes(bytes), form, max_bytes);
}

struct container *
container_of_file(int fd, enum psc_input form, size_t max_bytes)
{
	return new_container(stream_of_file(fd), form, max_bytes);
}

void
container_close(struct container *container)
{
	if (container == NULL)
		return;
	while (container->depth > 0)
		close_layer(&container->layers[--container->depth]);
	free(container);
}

bool
container_several(const struct container *container)
{
	enum form form = container->layers[0].form;

	return form != FORM_PAGE && form != FORM_MHTML;
}

bool
container_is_lines(const struct container *container)
{
	return container->layers[0].form == FORM_JSONL;
}

/* What is wrong with a stream of which nothing, or too much, came. */
static enum psc_status
judge(const struct stream *stream, size_t len, size_t max_bytes,
    struct error *error)
{
	switch (stream_ending(stream)) {
	case STREAM_UNREADABLE:
		*error = *stream_error(stream);
		return PSC_UNREADABLE;
	case STREAM_MEMORY:
		error_set(error, "not enough memory");
		return PSC_NO_MEMORY;
	case STREAM_CUT:
	case STREAM_DAMAGED:
		if (len > 0)
			break;
		error_set(error,
		    "damaged %s data, of which nothing can be unpacked: "
		    "save or fetch the page again",
		    stream_packing(stream));
		return PSC_UNREADABLE;
	default:
		break;
	}
	if (len <= max_bytes)
		return PSC_OK;
	error_set(error,
	    "more than %zu bytes: raise the limit with --max-bytes", max_bytes);
	return PSC_TOO_LARGE;
}

/* All bytes of the layer; `cut`: more should have come. */
static enum psc_status
take_all(struct layer *layer, size_t max_bytes, bool *cut, struct error *error)
{
	layer->bytes = stream_look(
	    layer->stream, max_bytes < SIZE_MAX ? max_bytes : max_bytes - 1);
	enum stream_ending ending = stream_ending(layer->stream);
	*cut = ending == STREAM_CUT || ending == STREAM_DAMAGED;
	return judge(layer->stream, layer->bytes.len, max_bytes, error);
}

/* The one page of a layer that is a page, or has just one. */
static enum psc_status
next_single(struct layer *layer, size_t max_bytes, struct part *part,
    struct error *error)
{
	bool cut;

	if (layer->done)
		return PSC_END;
	layer->done = true;
	enum psc_status status = take_all(layer, max_bytes, &cut, error);
	if (status != PSC_OK)
		return status;
	if (layer->form == FORM_MHTML)
		status = mhtml_read(&layer->arena, layer->bytes, part, error);
	else
		*part = (struct part){ .bytes = layer->bytes };
	part->form = layer->as;
	part->cut |= cut;
	return status;
}

/* An archive in an archive unpacks no more than that one still may. */
static void
grant(struct container *container)
{
	struct layer *layer = &container->layers[container->depth - 1];
	size_t *budget = &layer->zip.budget;

	if (container->depth > 1 && layer[-1].zip.budget < *budget)
		*budget = layer[-1].zip.budget;
	layer->granted = *budget;
}

/* The archive around the innermost container pays for what that took. */
static void
settle(struct container *container)
{
	struct layer *layer = &container->layers[container->depth - 1];

	if (layer->form == FORM_ZIP)
		layer[-1].zip.budget -= layer->granted - layer->zip.budget;
}

/* Takes the whole of a ZIP or HAR file, once. */
static enum psc_status
start_whole(
    struct container *container, struct layer *layer, struct error *error)
{
	size_t max_bytes = container->max_bytes;
	bool cut;

	if (layer->bytes.ptr != NULL)
		return PSC_OK;
	enum psc_status status = take_all(layer, max_bytes, &cut, error);
	layer->done = status != PSC_OK;
	if (layer->form == FORM_ZIP)
		zip_open(&layer->zip, layer->bytes, max_bytes);
	if (layer->form == FORM_ZIP)
		grant(container);
	else
		har_open(&layer->har, layer->bytes);
	return status;
}

static enum psc_status
next_part(struct container *container, struct layer *layer, struct part *part,
    struct error *error)
{
	enum psc_status status = PSC_OK;

	*part = (struct part){ .cut = false };
	error_set(error, "%s", "");
	arena_reset(&layer->arena);
	switch (layer->form) {
	case FORM_JSONL:
		return jsonl_next(&layer->jsonl, &layer->arena, part, error);
	case FORM_WARC:
		return warcpage_next(&layer->pages, &layer->arena, part, error);
	case FORM_PAGE:
	case FORM_MHTML:
		return next_single(layer, container->max_bytes, part, error);
	default:
		break;
	}
	if (layer->done)
		return PSC_END;
	status = start_whole(container, layer, error);
	if (status != PSC_OK)
		return status;
	return layer->form == FORM_ZIP
		   ? zip_next(&layer->zip, &layer->arena, part, error)
		   : har_next(&layer->har, &layer->arena, part, error);
}

/*
 * Is the member of an archive a container, or packed?  Then its layer is put
 * upon the others.
 */
static bool
descend(struct container *container, const struct part *part)
{
	size_t depth = container->depth;
	struct stream *stream;

	if (container->layers[depth - 1].form != FORM_ZIP ||
	    depth == MOST_NESTED)
		return false;
	stream = stream_of_bytes(part->bytes);
	if (stream == NULL)
		return false;
	if (find_form(stream) == FORM_PAGE && stream_packing(stream) == NULL) {
		stream_close(stream);
		return false;
	}
	if (open_layer(container, stream, PSC_INPUT_AUTO)) {
		container->layers[depth].where = part->where;
		return true;
	}
	close_layer(&container->layers[depth]);
	container->depth = depth;
	return false;
}

enum psc_status
container_next(
    struct container *container, struct part *part, struct error *error)
{
	for (;;) {
		size_t top = container->depth - 1;
		struct layer *layer = &container->layers[top];
		enum psc_status status =
		    next_part(container, layer, part, error);

		if (status == PSC_END && top > 0) {
			settle(container);
			close_layer(layer);
			container->depth--;
			continue;
		}
		if (status == PSC_OK && descend(container, part))
			continue;
		/* Who packed the archive knows nothing of the files here. */
		if (top > 0 && part->path.ptr != NULL && status == PSC_OK) {
			part->path = SPAN_NONE;
			error_set(error, "a path in a list in an archive");
			status = PSC_UNREADABLE;
		}
		if (top > 0)
			part->where = layer->where;
		return status;
	}
}
