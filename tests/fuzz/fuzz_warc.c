/*
 * Any bytes as a WARC file, and the same bytes packed: nothing may crash, hang
 * or leak, a round always ends, spans lie where they may, no block is larger
 * than allowed, and packing changes nothing.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "input/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST ((size_t)64 << 10)

/* Reads every byte: the sanitizers see whether they are there. */
static unsigned
touch(struct span text)
{
	unsigned sum = (unsigned)text.len;

	for (size_t i = 0; i < text.len; i++)
		sum = sum * 31 + (unsigned char)text.ptr[i];
	return sum;
}

static unsigned
touch_record(const struct warc_record *record)
{
	if (record->block.len > MOST || record->http.body.len > MOST)
		abort();
	return touch(record->fields) + touch(record->type) +
	       touch(record->target) + touch(record->date) +
	       touch(record->content) + touch(record->block) +
	       touch(record->http.headers) + touch(record->http.body) +
	       (unsigned)record->http.status + record->http.cut;
}

/* What all records and errors come to. */
static unsigned
read_all(struct span bytes)
{
	struct warc_reader *reader = warc_open(bytes, MOST);
	struct warc_record record;
	struct error error;
	enum psc_status status;
	unsigned sum = 0;
	size_t rounds = 0;

	if (reader == NULL)
		return 0;
	do {
		status = warc_next(reader, &record, &error);
		if ((status == PSC_OK || status == PSC_EMPTY) !=
		    (error.message[0] == '\0'))
			abort();
		sum = sum * 31 + (unsigned)status + touch_record(&record);
		if (rounds++ > bytes.len * 1100 + 2)
			abort();
	} while (status != PSC_EMPTY);
	warc_close(reader);
	return sum;
}

/* Packed again, it would be read packed once. */
static bool
is_packed(struct span bytes)
{
	struct stream *stream = stream_of_bytes(bytes);
	bool packed = stream == NULL || stream_packing(stream) != NULL;

	stream_close(stream);
	return packed;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };
	z_stream stream = { .next_in = (z_const Bytef *)data,
		.avail_in = (uInt)size };
	unsigned plain = read_all(bytes);

	if (size == 0 || is_packed(bytes))
		return 0;
	size_t room = compressBound((uLong)size) + 100;
	Bytef *packed = malloc(room);
	if (packed == NULL ||
	    deflateInit2(&stream, 1, Z_DEFLATED, 31, 8, 0) != Z_OK)
		abort();
	stream.next_out = packed;
	stream.avail_out = (uInt)room;
	if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
		abort();
	deflateEnd(&stream);
	if (read_all((struct span){
		(char *)packed, room - stream.avail_out }) != plain)
		abort();
	free(packed);
	return 0;
}
