/*
 * Any bytes as a ZIP archive: nothing may crash, hang or leak, a round always
 * ends, no member is larger than allowed, and all of them together are not
 * more than deflate can make of the bytes.
 */
#include <stdint.h>

#include "input/zip.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	struct zip zip;
	struct part part;
	struct error error;
	enum psc_status status;
	size_t rounds = 0, sum = 0;

	arena_init(&arena, 0);
	zip_open(&zip, (struct span){ (const char *)data, size }, TOUCH_MOST);
	do {
		status = zip_next(&zip, &arena, &part, &error);
		touch_part(status, &part, &error);
		sum += part.bytes.len;
		if (part.bytes.len > TOUCH_MOST || rounds++ > size + 2 ||
		    sum > size * 1040 + ((size_t)1 << 20))
			abort();
		arena_reset(&arena);
	} while (status != PSC_END);
	arena_free(&arena);
	return 0;
}
