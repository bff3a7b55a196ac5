/*
 * Joins the entries of pages.  What they say is the library's business: here
 * they are lines, and in some of these stands a key.
 */
#include "command/citing.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "command/memory.h"

/* How a line begins that has a key, and what ends the key, by format. */
static const struct {
	const char *start; /* NULL: there are no keys */
	char before;       /* comes right before the key, behind `start`; '\0':
	                      nothing does */
	char after;
} marks[] = {
	[PSC_CITE_CSL] = { "    \"id\": \"", '\0', '"' },
	[PSC_CITE_RIS] = { "ID  - ", '\0', '\n' },
	[PSC_CITE_NBIB] = { NULL, '\0', '\0' },
	[PSC_CITE_BIBTEX] = { "@", '{', ',' },
	[PSC_CITE_BIBLATEX] = { "@", '{', ',' },
};

/* A key that is taken. */
struct citing_key {
	char *text;     /* NULL: the place is free */
	size_t letters; /* the last number that was put behind it */
};

/* --- keys ----------------------------------------------------------------- */

/* FNV-1a. */
static size_t
hash(const char *text)
{
	uint64_t value = UINT64_C(0xcbf29ce484222325);

	for (; *text != '\0'; text++)
		value =
		    (value ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (size_t)value;
}

/* The place of a key in the table, or a free one for it. */
static struct citing_key *
place_of(const struct citing *citing, const char *text)
{
	size_t at = hash(text) & (citing->room - 1);

	while (citing->keys[at].text != NULL &&
	       strcmp(citing->keys[at].text, text) != 0)
		at = (at + 1) & (citing->room - 1);
	return &citing->keys[at];
}

static void
make_room(struct citing *citing)
{
	struct citing old = *citing;

	if (citing->room > 0 && 2 * citing->count < citing->room)
		return;
	citing->room = old.room == 0 ? 64 : 2 * old.room;
	citing->keys = memory_new(citing->room * sizeof(*citing->keys));
	for (size_t i = 0; i < old.room; i++)
		if (old.keys[i].text != NULL)
			*place_of(citing, old.keys[i].text) = old.keys[i];
	free(old.keys);
}

/* Takes a key.  False: it is taken already. */
static bool
take(struct citing *citing, const char *text)
{
	struct citing_key *key;

	make_room(citing);
	key = place_of(citing, text);
	if (key->text != NULL)
		return false;
	key->text = memory_copy(text, strlen(text));
	citing->count++;
	return true;
}

/* 1 is "a", 26 "z", 27 "aa"; the text is in the last bytes of `room`. */
static const char *
letters_of(size_t number, char room[16])
{
	char *at = room + 15;

	*at = '\0';
	for (; number > 0 && at > room; number = (number - 1) / 26)
		*--at = (char)('a' + (number - 1) % 26);
	return at;
}

/* The key itself, or with letters behind it, taken.  The caller frees it. */
static char *
unique(struct citing *citing, const char *text, size_t size)
{
	char *base = memory_copy(text, size), *made;
	const char *letters;
	char room[16];

	if (take(citing, base))
		return base;
	made = memory_new(size + sizeof(room));
	memcpy(made, base, size);
	do {
		/* The table may have moved. */
		letters = letters_of(++place_of(citing, base)->letters, room);
		memcpy(made + size, letters, strlen(letters) + 1);
	} while (!take(citing, made));
	free(base);
	return made;
}

/* --- pages ---------------------------------------------------------------- */

/* The key in a line of `size` bytes, or NULL, and its length. */
static const char *
key_in(
    const struct citing *citing, const char *line, size_t size, size_t *length)
{
	const char *start = marks[citing->format].start;
	const char before = marks[citing->format].before;
	const char *end = line + size, *after;
	size_t skip = start == NULL ? 0 : strlen(start);

	if (start == NULL || size < skip || memcmp(line, start, skip) != 0)
		return NULL;
	line += skip;
	if (before != '\0') {
		line = memchr(line, before, (size_t)(end - line));
		if (line == NULL)
			return NULL;
		line++;
	}
	after = memchr(line, marks[citing->format].after, (size_t)(end - line));
	if (after == NULL)
		return NULL;
	*length = (size_t)(after - line);
	return line;
}

static void
write_line(struct citing *citing, const char *line, size_t size)
{
	size_t length;
	const char *key = key_in(citing, line, size, &length);
	char *made;

	if (key == NULL) {
		sink_write(citing->out, line, size);
		return;
	}
	made = unique(citing, key, length);
	sink_write(citing->out, line, (size_t)(key - line));
	sink_write(citing->out, made, strlen(made));
	key += length;
	sink_write(citing->out, key, size - (size_t)(key - line));
	free(made);
}

bool
citing_fits(const struct options *options)
{
	const bool citing = options->format == OPTIONS_CITE;

	if (citing && options->only != NULL)
		options_complain(options, "--only is for JSON alone");
	else if (citing && options->compact)
		options_complain(options, "--compact is for JSON alone");
	else if (options->has_cited && !citing)
		options_complain(options,
		    "--cite needs --format csl-json, ris, nbib, bibtex or"
		    " biblatex");
	else
		return true;
	return false;
}

void
citing_begin(
    struct citing *citing, const struct options *options, struct sink *out)
{
	*citing = (struct citing){ .out = out,
		.format = options->cite_format,
		.what = options->cited,
		.active = options->format == OPTIONS_CITE };
}

enum psc_status
citing_make(const struct citing *citing, struct psc *reader, const char **text,
    size_t *size)
{
	return psc_cite(reader, citing->format, citing->what, text, size);
}

void
citing_page(struct citing *citing, const char *text, size_t size)
{
	const bool objects = citing->format == PSC_CITE_CSL;
	const char *end;
	size_t length;

	if (size == 0)
		return;
	if (citing->any)
		sink_print(citing->out, "%s", objects ? ",\n" : "\n");
	else if (objects)
		sink_print(citing->out, "[\n");
	citing->any = true;
	for (; size > 0; text += length, size -= length) {
		end = memchr(text, '\n', size);
		length = end == NULL ? size : (size_t)(end - text) + 1;
		write_line(citing, text, length);
	}
	sink_pass(citing->out);
}

void
citing_end(struct citing *citing)
{
	if (citing->active && citing->format == PSC_CITE_CSL)
		sink_print(citing->out, "%s", citing->any ? "\n]\n" : "[]\n");
	for (size_t i = 0; i < citing->room; i++)
		free(citing->keys[i].text);
	free(citing->keys);
	*citing = (struct citing){ 0 };
}
