/*
 * Any word is read without a slip; what comes is of one form: an address that
 * is read again gives itself.  The first line is the base, where there are
 * two.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_source(const struct source *source, const char *why)
{
	size_t digits = strspn(source->pmid, "0123456789");

	check(memchr(why, '\0', SOURCE_WHY_ROOM) != NULL);
	check(source->kind == SOURCE_NONE || why[0] == '\0');
	check((source->kind == SOURCE_NONE) == (source->address[0] == '\0'));
	check(memchr(source->address, '\0', SOURCE_ADDRESS_ROOM) != NULL);
	check((source->kind == SOURCE_ARTICLE) == (digits > 0));
	check(source->pmid[digits] == '\0' && digits <= 8 &&
	      source->pmid[0] != '0');
}

/* With PubMed itself as base: printable ASCII, and no way up or round. */
static void
check_address(const struct source *source)
{
	const char *address = source->address;
	struct source again;
	char why[SOURCE_WHY_ROOM];

	check(strncmp(address, "http://", 7) == 0 ||
	      strncmp(address, "https://", 8) == 0);
	for (size_t i = 0; address[i] != '\0'; i++)
		check(address[i] > 0x20 && address[i] < 0x7f &&
		      address[i] != '#' && address[i] != '\\');
	address = strstr(address, "//") + 2;
	check(strcspn(address, "@") >= strcspn(address, "/?"));
	address += strcspn(address, "/");
	for (const char *dots = strstr(address, "/.");
	     dots != NULL && dots < address + strcspn(address, "?");
	     dots = strstr(dots + 1, "/."))
		check(strcspn(dots + 1, "/?") != strspn(dots + 1, ".") ||
		      strspn(dots + 1, ".") > 2);
	source_read(source->address, NULL, &again, why);
	check(again.kind == source->kind && why[0] == '\0');
	check(strcmp(again.address, source->address) == 0);
	check(strcmp(again.pmid, source->pmid) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *word, why[SOURCE_WHY_ROOM];
	struct source source;

	check(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	source_read(text, NULL, &source, why);
	check_source(&source, why);
	if (source.kind != SOURCE_NONE)
		check_address(&source);
	word = strchr(text, '\n');
	if (word != NULL) {
		*word++ = '\0';
		source_read(word, text, &source, why);
		check_source(&source, why);
		source_read(word, text, &source, NULL);
	}
	free(text);
	return 0;
}
