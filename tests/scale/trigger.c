/*
 * In the place of src/bulk/trigger.c, for tests alone: a page that has one of
 * these words in its first bytes does to its worker what they say.
 *
 *	<!-- pubscour-test: crash -->     it dies
 *	<!-- pubscour-test: exit -->      it ends
 *	<!-- pubscour-test: hang -->      it never ends
 *	<!-- pubscour-test: memory -->    it takes all memory there is for it
 *	<!-- pubscour-test: once -->      it dies the first time
 *	<!-- pubscour-test: escape -->    it tries what a sandbox forbids, and
 *	                                  dies where something succeeds
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */

#include "bulk/trigger.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_BYTES 256
#define MOST_FILES 65536

/* Which files were met, by their inodes; all processes share it. */
static char *met;

__attribute__((constructor)) static void
share(void)
{
	met = mmap(NULL, MOST_FILES, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static bool
is_first_time(int fd)
{
	struct stat file;
	char *mark;

	if (met == MAP_FAILED || fstat(fd, &file) != 0)
		return false;
	mark = &met[file.st_ino % MOST_FILES];
	return (*mark)++ == 0;
}
#define STEP ((size_t)1 << 20)

static enum psc_status
take_memory(void)
{
	struct block {
		struct block *next;
	} *all = NULL, *block;
	enum psc_status status = PSC_OK;

	while ((block = malloc(STEP)) != NULL) {
		memset(block, 1, STEP);
		block->next = all;
		all = block;
	}
	status = PSC_NO_MEMORY;
	while ((block = all) != NULL) {
		all = block->next;
		free(block);
	}
	return status;
}

/* Did any of what must fail succeed? */
static bool
escapes(void)
{
	static char *const arguments[] = { "/bin/true", NULL };

	if (open("/etc/passwd", O_RDONLY) >= 0 ||
	    open("/tmp/pubscour-escaped", O_WRONLY | O_CREAT, 0600) >= 0 ||
	    socket(AF_INET, SOCK_STREAM, 0) >= 0 ||
	    socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || unlink("/nowhere") == 0 ||
	    chdir("/") == 0)
		return true;
	if (fork() >= 0)
		return true;
	execv(arguments[0], arguments);
	return false;
}

enum psc_status
trigger_pull(int fd)
{
	char text[FIRST_BYTES + 1];
	ssize_t size = pread(fd, text, FIRST_BYTES, 0);
	const char *word;

	if (size <= 0)
		return PSC_OK;
	text[size] = '\0';
	word = strstr(text, "pubscour-test: ");
	if (word == NULL)
		return PSC_OK;
	word += strlen("pubscour-test: ");
	if (strncmp(word, "crash", 5) == 0)
		abort();
	if (strncmp(word, "exit", 4) == 0)
		_exit(3);
	if (strncmp(word, "hang", 4) == 0)
		for (;;)
			sleep(1);
	if (strncmp(word, "memory", 6) == 0)
		return take_memory();
	if (strncmp(word, "once", 4) == 0 && is_first_time(fd))
		abort();
	if (strncmp(word, "escape", 6) == 0 && escapes())
		abort();
	return PSC_OK;
}
