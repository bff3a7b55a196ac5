/*
 * Any bytes as an MHTML file: nothing may crash, hang or leak, and what is
 * handed out is there, and no longer than what came.
 */
#include <stdint.h>

#include "input/mhtml.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };
	struct arena arena;
	struct part part;
	struct error error;
	enum psc_status status;

	arena_init(&arena, 0);
	status = mhtml_read(&arena, bytes, &part, &error);
	if (status == PSC_END || part.bytes.len > size)
		abort();
	touch_part(status, &part, &error);
	arena_free(&arena);
	return 0;
}
