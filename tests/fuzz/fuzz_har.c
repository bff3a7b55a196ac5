/*
 * Any bytes as a HAR file: nothing may crash, hang or leak, a round always
 * ends, and what is handed out is there.
 */
#include <stdint.h>

#include "input/har.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena;
	struct har har;
	struct part part;
	struct error error;
	enum psc_status status;
	size_t rounds = 0;

	arena_init(&arena, 0);
	har_open(&har, (struct span){ (const char *)data, size });
	do {
		status = har_next(&har, &arena, &part, &error);
		touch_part(status, &part, &error);
		if (rounds++ > size + 2)
			abort();
		arena_reset(&arena);
	} while (status != PSC_END);
	arena_free(&arena);
	return 0;
}
