/*
 * Opens inputs and files, and reads one page after another out of them.  How
 * pages are wrapped is the input room's business.
 */
#include "pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleaner.h"
#include "input/container.h"
#include "rest.h"

/* No path is longer. */
#define PATH_BYTES 4096

/* A place in a container, in a message. */
#define WHERE_BYTES 120

void
pages_init(struct reader_pages *pages)
{
	*pages = (struct reader_pages){ .fd = -1, .inner_fd = -1 };
	arena_init(&pages->arena, 0);
}

static void
close_file(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
close_inner(struct reader_pages *pages)
{
	container_close(pages->inner);
	pages->inner = NULL;
	close_file(&pages->inner_fd);
}

static void
close_all(struct reader_pages *pages)
{
	close_inner(pages);
	container_close(pages->container);
	pages->container = NULL;
	close_file(&pages->fd);
	arena_reset(&pages->arena);
}

void
pages_free(struct reader_pages *pages)
{
	close_all(pages);
	arena_free(&pages->arena);
}

enum psc_status
psc_set_input(struct psc *reader, enum psc_input input)
{
	reader->error.message[0] = '\0';
	if (input <= PSC_INPUT_JSONL) {
		reader->pages.form = input;
		return PSC_OK;
	}
	error_set(&reader->error, "no such input");
	return PSC_BAD_ARGUMENT;
}

int
psc_several(const struct psc *reader)
{
	return reader->pages.several;
}

/* Nothing could be opened. */
static enum psc_status
fail(struct psc *reader, const char *name, enum psc_status status,
    const char *message)
{
	reader_start(reader, name);
	error_set(&reader->error, "%s", message);
	return reader_end(reader, status);
}

/* Takes a new container, which may be NULL: there is no memory. */
static enum psc_status
take(struct psc *reader, const char *name, struct span folder,
    struct container *container)
{
	struct reader_pages *pages = &reader->pages;

	if (name == NULL)
		name = "-";
	pages->container = container;
	pages->name = arena_copy(&pages->arena, span_of(name)).ptr;
	pages->folder = arena_copy(&pages->arena, folder);
	if (container == NULL || pages->name == NULL ||
	    pages->folder.ptr == NULL) {
		close_all(pages);
		return fail(reader, name, PSC_NO_MEMORY, READER_NO_MEMORY);
	}
	pages->several = container_several(container);
	pages->paths = false;
	reader->error.message[0] = '\0';
	return PSC_OK;
}

enum psc_status
psc_open(struct psc *reader, const char *name, const void *bytes, size_t size)
{
	struct reader_pages *pages = &reader->pages;
	struct span span = { size == 0 ? "" : bytes, size };

	close_all(pages);
	pages->several = false;
	return take(reader, name, SPAN(""),
	    container_of_bytes(span, pages->form, reader->max_bytes));
}

enum psc_status
psc_open_fd(struct psc *reader, const char *name, int fd)
{
	struct reader_pages *pages = &reader->pages;
	enum psc_status status;

	close_all(pages);
	pages->several = false;
	status = take(reader, name, SPAN(""),
	    container_of_file(fd, pages->form, reader->max_bytes));
	pages->paths = true;
	return status;
}

/* The path up to its last slash. */
static struct span
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL
		   ? SPAN("")
		   : (struct span){ path, (size_t)(slash - path) + 1 };
}

enum psc_status
psc_open_file(struct psc *reader, const char *name, const char *path)
{
	struct reader_pages *pages = &reader->pages;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const int why = errno;
	enum psc_status status;
	struct error error = { "" };

	close_all(pages);
	pages->several = false;
	if (fd < 0) {
		error_set(&error, "cannot be opened: %s", strerror(why));
		return fail(reader, name, PSC_UNREADABLE, error.message);
	}
	pages->fd = fd;
	status = take(reader, name, folder_of(path),
	    container_of_file(fd, pages->form, reader->max_bytes));
	pages->paths = true;
	return status;
}

/* What the page says of its source, where nobody else said it. */
static void
take_saved(struct psc *reader)
{
	const struct saved *saved = &reader->input.saved;

	if (reader->address.ptr == NULL && cleaner_is_address(saved->address))
		reader->address = saved->address;
	if (reader->record.page.fetched_at.ptr == NULL)
		reader->record.page.fetched_at = saved->time;
}

static enum psc_status
read_bytes(struct psc *reader, const struct part *part)
{
	const struct input_wish wish = { .max_bytes = reader->max_bytes,
		.charset = part->charset,
		.form = part->form };
	enum psc_status status;

	status = input_decode_as(&reader->page_arena, part->bytes, &wish,
	    &reader->input, &reader->error);
	reader->input.cut |= part->cut;
	reader->input.replaced += part->replaced;
	if (reader->input.sha256[0] != '\0')
		reader->record.page.sha256 = span_of(reader->input.sha256);
	if (status != PSC_OK)
		return status;
	reader->page_arena.cap =
	    reader->page_arena.used + reader_memory(reader);
	take_saved(reader);
	if (reader->to_clean)
		return cleaner_read(reader);
	status = reader_record(reader);
	if (status == PSC_OK)
		rest_start(reader);
	return status;
}

/* The same, with a way out where memory ends. */
static enum psc_status
read_page(struct psc *reader, const struct part *part)
{
	jmp_buf out;

	reader->page_arena.out = &out;
	if (setjmp(out) == 0)
		reader_end(reader, read_bytes(reader, part));
	else
		reader_give_up(reader);
	reader->page_arena.out = NULL;
	reader->page_arena.cap = 0;
	return reader->status;
}

/* What the container knows of the page, in the arena of the page. */
static void
take_source(struct psc *reader, const struct part *part)
{
	struct arena *arena = &reader->page_arena;

	if (part->address.len > 0 && cleaner_is_address(part->address))
		reader->address = arena_copy(arena, part->address);
	if (part->date.len > 0)
		reader->record.page.fetched_at = arena_copy(arena, part->date);
	if (part->id.len > 0)
		reader->record.page.id = arena_copy(arena, part->id);
}

/* An error of one page among several says which one. */
static enum psc_status
tell_where(struct psc *reader, const struct part *part, enum psc_status status)
{
	const struct error error = reader->error;
	struct span where = span_first(part->where, WHERE_BYTES);

	if (where.len > 0)
		error_set(&reader->error, "%.*s: %s", (int)where.len, where.ptr,
		    error.message);
	return reader_end(reader, status);
}

int
pages_open_path(struct span folder, struct span name, struct error *error)
{
	bool is_absolute = span_starts(name, SPAN("/"));
	struct span base = is_absolute ? SPAN("") : folder;
	char path[PATH_BYTES];
	struct stat file;
	int fd;

	if (base.len + name.len >= sizeof(path)) {
		error_set(error, "the path is too long");
		return -1;
	}
	snprintf(path, sizeof(path), "%.*s%.*s", (int)base.len, base.ptr,
	    (int)name.len, name.ptr);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		error_set(error, "%.200s cannot be opened: %s", path,
		    strerror(errno));
		return -1;
	}
	if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode))
		return fd;
	error_set(error, "%.200s is no file", path);
	close(fd);
	return -1;
}

/* Opens the file that a line names: only files, no pipes that may wait. */
static enum psc_status
open_inner(struct psc *reader, struct span name, int fd)
{
	struct reader_pages *pages = &reader->pages;

	/* Bytes may come from anywhere, as from a server. */
	if (fd < 0 && !pages->paths) {
		error_set(&reader->error,
		    "a path, which only a list in a file may have");
		return PSC_UNREADABLE;
	}
	pages->inner_fd =
	    fd >= 0 ? fd : pages_open_path(pages->folder, name, &reader->error);
	if (pages->inner_fd < 0)
		return PSC_UNREADABLE;
	pages->inner = container_of_file(
	    pages->inner_fd, PSC_INPUT_AUTO, reader->max_bytes);
	return pages->inner == NULL ? PSC_NO_MEMORY : PSC_OK;
}

/*
 * Reads the file that a line names: its first page that gives no error, else
 * its first error.
 */
static enum psc_status
read_path(struct psc *reader, const char *name, const struct part *line, int fd)
{
	struct error first = { "" };
	enum psc_status status = open_inner(reader, line->path, fd);
	enum psc_status told = PSC_OK;
	struct part part;

	if (status == PSC_NO_MEMORY)
		return reader_give_up(reader);
	if (status != PSC_OK)
		return reader_end(reader, status);
	for (;;) {
		status =
		    container_next(reader->pages.inner, &part, &reader->error);
		if (status == PSC_END)
			break;
		reader_start(reader, name);
		take_source(reader, &part);
		take_source(reader, line);
		reader->lent = true;
		if (status == PSC_OK && part.path.ptr != NULL) {
			error_set(&reader->error, "a list that names a list");
			status = PSC_UNREADABLE;
		}
		if (status == PSC_OK)
			status = read_page(reader, &part);
		if (status == PSC_OK)
			return status;
		if (told == PSC_OK) {
			told = status;
			first = reader->error;
		}
	}
	reader->error = first;
	return reader_end(reader, told == PSC_OK ? PSC_EMPTY : told);
}

enum psc_status
pages_take(struct psc *reader, struct part *part, struct error *error)
{
	struct reader_pages *pages = &reader->pages;
	enum psc_status status;

	error_set(error, "%s", "");
	if (pages->container == NULL)
		return PSC_END;
	close_inner(pages);
	status = container_next(pages->container, part, error);
	if (status == PSC_END)
		close_all(pages);
	return status;
}

enum psc_status
pages_give(struct psc *reader, const char *name, const struct part *part,
    enum psc_status status, const struct error *error, int fd)
{
	close_inner(&reader->pages);
	reader_start(reader, name);
	take_source(reader, part);
	reader->lent = true;
	reader->error = *error;
	if (status == PSC_OK && part->path.ptr != NULL)
		status = read_path(reader, name, part, fd);
	else if (status == PSC_OK)
		status = read_page(reader, part);
	if (fd != reader->pages.inner_fd)
		close_file(&fd);
	return status == PSC_OK ? status : tell_where(reader, part, status);
}

bool
pages_are_lines(const struct psc *reader)
{
	return reader->pages.container != NULL &&
	       container_is_lines(reader->pages.container);
}

struct span
pages_folder(const char *path)
{
	return folder_of(path);
}

enum psc_status
psc_next(struct psc *reader)
{
	struct error error = { "" };
	struct part part;
	enum psc_status status = pages_take(reader, &part, &error);

	if (status == PSC_END)
		return PSC_END;
	return pages_give(
	    reader, reader->pages.name, &part, status, &error, -1);
}

/* Closes what is open; the page that was read stays. */
static enum psc_status
finish(struct psc *reader)
{
	close_all(&reader->pages);
	return reader->status;
}

/* The first page that gives no error, else the first error. */
static enum psc_status
read_first(struct psc *reader, const char *name, enum psc_status opened)
{
	struct error first;
	enum psc_status status, told;

	if (opened != PSC_OK)
		return opened;
	told = status = psc_next(reader);
	first = reader->error;
	if (status == PSC_OK || !reader->pages.several)
		return finish(reader);
	if (status == PSC_END)
		return fail(reader, name, PSC_EMPTY, "not one page in it");
	while (status != PSC_OK && status != PSC_END)
		status = psc_next(reader);
	if (status == PSC_OK)
		return finish(reader);
	return fail(reader, name, told, first.message);
}

enum psc_status
psc_read(struct psc *reader, const char *name, const void *bytes, size_t size)
{
	return read_first(reader, name, psc_open(reader, name, bytes, size));
}

enum psc_status
psc_read_fd(struct psc *reader, const char *name, int fd)
{
	return read_first(reader, name, psc_open_fd(reader, name, fd));
}

enum psc_status
psc_read_file(struct psc *reader, const char *name, const char *path)
{
	return read_first(reader, name, psc_open_file(reader, name, path));
}
