/*
 * This file makes and maps files that live in memory.
 */
#if defined(__linux__)
#define _GNU_SOURCE /* memfd_create() */
#endif

#include "bulk/shared.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* An empty file; -1 with errno. */
static int
new_file(void)
{
#if defined(__linux__)
	return memfd_create("pubscour", MFD_CLOEXEC);
#else
	FILE *file = tmpfile();
	int fd = file == NULL ? -1 : dup(fileno(file));

	if (file != NULL)
		fclose(file);
	return fd;
#endif
}

int
shared_make(struct span bytes)
{
	int fd = new_file();

	while (fd >= 0 && bytes.len > 0) {
		ssize_t wrote = write(fd, bytes.ptr, bytes.len);

		if (wrote > 0) {
			bytes = span_from(bytes, (size_t)wrote);
		} else if (wrote == 0 || errno != EINTR) {
			close(fd);
			fd = -1;
		}
	}
	return fd;
}

struct span
shared_map(int fd)
{
	/* Where files have no names, fstat() may be one that asks for them. */
	off_t size = lseek(fd, 0, SEEK_END);
	void *at;

	if (size < 0)
		return SPAN_NONE;
	if (size == 0)
		return SPAN("");
	at = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return SPAN_NONE;
	return (struct span){ at, (size_t)size };
}

void
shared_unmap(struct span bytes)
{
	/* munmap() is older than const. */
	if (bytes.len > 0)
		munmap((void *)bytes.ptr, bytes.len);
}
