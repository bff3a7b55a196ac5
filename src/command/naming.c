/*
 * Makes names of addresses.  Looks at no file.
 */
#include "command/naming.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What is left of the name before the number: "-0123456789abcdef". */
#define STEM_ROOM (NAMING_ROOM - 17)

bool
naming_pmid(
    const char *address, const char *base, char pmid[static SOURCE_PMID_ROOM])
{
	const char *site = base == NULL ? SOURCE_PUBMED : base;
	size_t length = strlen(site);
	const char *path;

	pmid[0] = '\0';
	if (strncmp(address, site, length) != 0 || address[length] != '/')
		return false;
	path = address + length + 1;
	length = strspn(path, "0123456789");
	if (length == 0 || length >= SOURCE_PMID_ROOM ||
	    strcspn(path + length, "?#") > (path[length] == '/' ? 1u : 0u))
		return false;
	memcpy(pmid, path, length);
	pmid[length] = '\0';
	return true;
}

static bool
is_safe(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* FNV-1a, 64 bits: short, and the same everywhere. */
static uint64_t
number_of(const char *text)
{
	uint64_t number = UINT64_C(14695981039346656037);

	for (; *text != '\0'; text++)
		number =
		    (number ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return number;
}

/* Copies what is safe of the text; false: that is not all of it. */
static bool
copy_safe(const char *text, char *name)
{
	size_t length = strlen(text);
	size_t used = 0;
	bool whole = true;

	/* The slash behind a host alone makes no difference. */
	if (length > 0 && strchr(text, '/') == text + length - 1)
		length--;
	for (size_t i = 0; i < length; i++) {
		bool safe = is_safe(text[i]) && (used > 0 || text[i] != '.');

		/* A slash becomes "_", which is seen as such. */
		whole = whole && (safe || text[i] == '/') && text[i] != '_';
		if (used + 1 >= STEM_ROOM)
			return false;
		if (safe)
			name[used++] = text[i];
		else if (used == 0 || name[used - 1] != '_')
			name[used++] = '_';
		else
			whole = false;
		name[used] = '\0';
	}
	return whole;
}

void
naming_safe(const char *address, char name[static NAMING_ROOM])
{
	const char *host = strstr(address, "://");
	bool whole;
	size_t used;

	name[0] = '\0';
	whole = copy_safe(host == NULL ? address : host + 3, name);
	/* The usual scheme may be left out. */
	if (whole && name[0] != '\0' && strncmp(address, "http:", 5) != 0)
		return;
	used = strlen(name);
	snprintf(name + used, NAMING_ROOM - used, "-%016" PRIx64,
	    number_of(address));
}

void
naming_word(const char *word, const char *base, char name[static NAMING_ROOM])
{
	struct source source = { .kind = SOURCE_NONE };
	char why[SOURCE_WHY_ROOM];

	source_read(word, base, &source, why);
	if (source.kind == SOURCE_NONE)
		naming_safe(word, name);
	else if (source.pmid[0] != '\0')
		snprintf(name, NAMING_ROOM, "%s", source.pmid);
	else
		naming_safe(source.address, name);
}
