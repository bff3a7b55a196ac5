/* Finds pages.  Which of them are to be damaged is not known here. */
#include "pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "server.h"

#define DIGITS "0123456789"

/* No more is served of a file, in bytes. */
#define PAGE_MAX ((size_t)64 << 20)

bool
pages_read(const char *folder, const char *name, struct page *page)
{
	char path[4096];
	FILE *file = NULL;
	size_t room = (size_t)1 << 16;

	if (name[0] == '.' || strchr(name, '/') != NULL ||
	    snprintf(path, sizeof(path), "%s/%s", folder, name) >=
		(int)sizeof(path) ||
	    (file = fopen(path, "rb")) == NULL)
		return false;
	free(page->bytes);
	page->bytes = NULL;
	page->size = 0;
	do {
		room *= 2;
		page->bytes = realloc(page->bytes, room);
		if (page->bytes == NULL)
			server_die("memory");
		page->size +=
		    fread(page->bytes + page->size, 1, room - page->size, file);
	} while (page->size == room && room < PAGE_MAX);
	fclose(file);
	return true;
}

static void
redirect(struct page *page, int status, const char *path)
{
	snprintf(page->redirect, sizeof(page->redirect), "%.200s", path);
	page->status = status;
}

/* "/?term=10.1%2Fx[doi]": the one article, or what was found. */
static bool
look_up(const char *folder, const char *term, struct page *page)
{
	char path[4096], key[256], pmid[16], target[32];
	FILE *map;
	bool found = false;

	snprintf(path, sizeof(path), "%s/map", folder);
	map = fopen(path, "r");
	while (
	    map != NULL && !found && fscanf(map, "%255s %15s", key, pmid) == 2)
		found = strcmp(key, term) == 0;
	if (map != NULL)
		fclose(map);
	if (!found)
		return pages_read(folder, "search.html", page);
	snprintf(target, sizeof(target), "/%s/", pmid);
	redirect(page, MHD_HTTP_FOUND, target);
	return true;
}

/* "/1/references/" is "1.references"; "/a.txt" is itself. */
static bool
name_of(const char *path, char name[static PAGES_NAME])
{
	size_t len = strlen(path);

	if (len < 2 || len >= PAGES_NAME - 16)
		return false;
	memcpy(name, path + 1, len);
	if (path[len - 1] == '/')
		name[len - 2] = '\0';
	for (char *p = name; (p = strchr(p, '/')) != NULL;)
		*p = '.';
	return true;
}

static bool
find(const char *folder, struct MHD_Connection *connection, const char *path,
    struct page *page)
{
	enum MHD_ValueKind kind = MHD_GET_ARGUMENT_KIND;
	const char *term =
	    MHD_lookup_connection_value(connection, kind, "term");
	const char *link =
	    MHD_lookup_connection_value(connection, kind, "linkname");
	const char *from =
	    MHD_lookup_connection_value(connection, kind, "from_uid");
	const char *part =
	    MHD_lookup_connection_value(connection, kind, "page");
	char name[PAGES_NAME] = "", file[PAGES_NAME * 2];

	if (strcmp(path, "/") == 0 && term != NULL)
		return look_up(folder, term, page);
	if (path[1] != '\0' && strspn(path + 1, DIGITS) == strlen(path + 1)) {
		snprintf(file, sizeof(file), "%s/", path);
		redirect(page, MHD_HTTP_MOVED_PERMANENTLY, file);
		return true;
	}
	if (strcmp(path, "/") == 0 && link != NULL && from != NULL)
		snprintf(name, sizeof(name), "%s.%s", from, link);
	else if (!name_of(path, name))
		return false;
	if (path[strlen(path) - 1] != '/')
		return pages_read(folder, name, page);
	if (part != NULL && strcmp(part, "1") != 0)
		snprintf(file, sizeof(file), "%s.%.8s.html", name, part);
	else
		snprintf(file, sizeof(file), "%s.html", name);
	return pages_read(folder, file, page);
}

void
pages_find(const char *folder, struct MHD_Connection *connection,
    const char *path, struct page *page)
{
	size_t len = strlen(path);

	*page = (struct page){ .status = MHD_HTTP_OK };
	snprintf(page->type, sizeof(page->type), "%s",
	    len > 4 && strcmp(path + len - 4, ".txt") == 0
		? "text/plain"
		: "text/html; charset=utf-8");
	if (find(folder, connection, path, page))
		return;
	page->status = MHD_HTTP_NOT_FOUND;
	pages_read(folder, "not-found.html", page);
}
