/*
 * Any bytes as JSON Lines: nothing may crash, hang or leak, a round always
 * ends, no line is larger than allowed, an id is JSON on one line, and there
 * are no more parts than lines.
 */
#include <jansson.h>
#include <stdint.h>

#include "input/jsonl.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_id(struct span id)
{
	json_t *value;

	if (id.ptr == NULL)
		return;
	value =
	    json_loadb(id.ptr, id.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	if (value == NULL || memchr(id.ptr, '\n', id.len) != NULL)
		abort();
	json_decref(value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stream *stream =
	    stream_of_bytes((struct span){ (const char *)data, size });
	struct arena arena;
	struct jsonl jsonl;
	struct part part;
	struct error error;
	enum psc_status status;
	size_t rounds = 0, most = 2;

	if (stream == NULL)
		return 0;
	/* What is packed may have many lines. */
	most += stream_packing(stream) == NULL ? size : size * 100000;
	arena_init(&arena, 0);
	jsonl_open(&jsonl, stream, TOUCH_MOST / 16);
	do {
		status = jsonl_next(&jsonl, &arena, &part, &error);
		touch_part(status, &part, &error);
		if (part.bytes.len > TOUCH_MOST / 16 || rounds++ > most)
			abort();
		check_id(part.id);
		arena_reset(&arena);
	} while (status != PSC_END);
	arena_free(&arena);
	stream_close(stream);
	return 0;
}
