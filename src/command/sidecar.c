/*
 * Makes and reads the JSON beside a page.  Opens no file.
 */
#include "command/sidecar.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "command/duration.h"
#include "command/memory.h"

/* A string of any bytes: what is no UTF-8 is taken for ISO 8859-1. */
static json_t *
make_text(const char *text, size_t size)
{
	json_t *string = json_stringn(text, size);
	char *wide;
	size_t used = 0;

	if (string != NULL)
		return string;
	wide = memory_new(2 * size + 1);
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 0x80)
			wide[used++] = (char)(0xc0 | c >> 6);
		wide[used++] = (char)(c < 0x80 ? c : 0x80 | (c & 0x3f));
	}
	string = json_stringn(wide, used);
	free(wide);
	return string;
}

/* NULL stays null. */
static json_t *
make_optional(const char *text)
{
	return text == NULL ? json_null() : make_text(text, strlen(text));
}

/* One line of a header; a status line and an empty line are none. */
static void
add_header(json_t *headers, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	const char *value;
	size_t size;

	if (colon == NULL || colon == line)
		return;
	value = colon + 1;
	size = length - (size_t)(value - line);
	while (size > 0 && (*value == ' ' || *value == '\t'))
		value++, size--;
	while (size > 0 && strchr(" \t\r", value[size - 1]) != NULL)
		size--;
	json_array_append_new(headers,
	    json_pack("[o, o]", make_text(line, (size_t)(colon - line)),
		make_text(value, size)));
}

/* The header as it came becomes pairs of name and value. */
static json_t *
make_headers(const char *response)
{
	json_t *headers = json_array();

	/* The first line is the status, where a colon may stand as well. */
	if (response != NULL && strncmp(response, "HTTP/", 5) == 0)
		response += strcspn(response, "\n");
	while (response != NULL && *response != '\0') {
		size_t length = strcspn(response, "\n");

		add_header(headers, response, length);
		response += length;
		response += *response == '\n';
	}
	return headers;
}

char *
sidecar_make(const struct store_page *page)
{
	char moment[32];
	json_t *object;
	char *text = NULL;
	char *line;

	duration_moment(moment, page->fetched);
	object = json_pack("{s:o, s:o, s:I, s:s, s:s, s:I, s:o}", "address",
	    make_optional(page->address), "location",
	    make_optional(page->location), "status", (json_int_t)page->status,
	    "fetched_at", moment, "sha256", page->sha256, "bytes",
	    (json_int_t)page->body.len, "headers",
	    make_headers(page->response));
	if (object != NULL)
		text = json_dumps(object, JSON_INDENT(2));
	json_decref(object);
	if (text == NULL)
		return NULL;
	line = memory_new(strlen(text) + 2);
	memcpy(line, text, strlen(text));
	line[strlen(text)] = '\n';
	free(text);
	return line;
}

bool
sidecar_read(const char *text, size_t size, struct sidecar *sidecar)
{
	json_t *object = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	const char *address = "";
	const char *location = NULL;
	const char *sha256 = "";
	json_int_t bytes = -1;
	bool good;

	good = json_unpack(object, "{s:s, s:s, s:I}", "address", &address,
		   "sha256", &sha256, "bytes", &bytes) == 0 &&
	       strlen(sha256) == sizeof(sidecar->sha256) - 1;
	if (!good)
		address = sha256 = "";
	*sidecar = (struct sidecar){ .bytes = good ? (double)bytes : -1 };
	if (good)
		location =
		    json_string_value(json_object_get(object, "location"));
	if (location == NULL)
		location = "";
	sidecar->address = memory_copy(address, strlen(address));
	sidecar->location = memory_copy(location, strlen(location));
	memcpy(sidecar->sha256, sha256, strlen(sha256) + 1);
	json_decref(object);
	return good;
}

bool
sidecar_agrees(const struct sidecar *sidecar, const char *address, double bytes,
    const char *sha256)
{
	/* Numbers of bytes are whole: they are equal or not. */
	return (strcmp(sidecar->address, address) == 0 ||
		   strcmp(sidecar->location, address) == 0) &&
	       !(sidecar->bytes < bytes) && !(sidecar->bytes > bytes) &&
	       strcmp(sidecar->sha256, sha256) == 0;
}

void
sidecar_free(struct sidecar *sidecar)
{
	free(sidecar->address);
	free(sidecar->location);
	*sidecar = (struct sidecar){ 0 };
}
