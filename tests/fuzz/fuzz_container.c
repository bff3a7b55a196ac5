/*
 * Any bytes as an input, from memory and from a file: nothing may crash, hang
 * or leak, a round always ends, and both ways give the same.  The first byte
 * says what it is to be taken for.
 */
#include <stdint.h>
#include <stdio.h>

#include "input/container.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned
read_all(struct container *container, size_t size)
{
	struct part part;
	struct error error;
	enum psc_status status;
	size_t rounds = 0;
	unsigned sum = 0;

	if (container == NULL)
		return 0;
	sum += container_several(container);
	do {
		status = container_next(container, &part, &error);
		sum = sum * 31 + (unsigned)status +
		      touch_part(status, &part, &error);
		if (rounds++ > size * 100000 + 2)
			abort();
	} while (status != PSC_END);
	container_close(container);
	return sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum psc_input form;
	unsigned sum;
	FILE *file;

	if (size == 0)
		return 0;
	/* A letter or bracket: the seeds are taken for what they are. */
	form = data[0] <= PSC_INPUT_JSONL ? (enum psc_input)data[0]
					  : PSC_INPUT_AUTO;
	if (data[0] <= PSC_INPUT_JSONL)
		data++, size--;
	sum = read_all(
	    container_of_bytes(
		(struct span){ (const char *)data, size }, form, TOUCH_MOST),
	    size);
	file = tmpfile();
	if (file == NULL || fwrite(data, 1, size, file) != size ||
	    fflush(file) != 0)
		abort();
	rewind(file);
	if (read_all(container_of_file(fileno(file), form, TOUCH_MOST), size) !=
	    sum)
		abort();
	fclose(file);
	return 0;
}
