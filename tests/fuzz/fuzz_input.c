/*
 * libFuzzer: whatever the bytes are, input_decode gives valid UTF-8, keeps to
 * the limit, does not jump, and says why where there is nothing.
 */
#include <stdint.h>
#include <stdlib.h>

#include "input/input.h"

#define LIMIT ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

/* Not the checker that is under test. */
static void
check_utf8(struct span text)
{
	size_t at = 0;

	while (at < text.len) {
		uint8_t lead = (uint8_t)text.ptr[at++];
		size_t more = lead < 0x80   ? 0
			      : lead < 0xe0 ? 1
			      : lead < 0xf0 ? 2
					    : 3;
		uint32_t code = more == 0 ? lead : lead & (0x3fu >> more);
		static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
		check(more == 0 || (lead >= 0xc2 && lead <= 0xf4));
		check(text.len - at >= more);
		for (; more > 0; more--, at++) {
			check((text.ptr[at] & 0xc0) == 0x80);
			code = code << 6 | (text.ptr[at] & 0x3f);
		}
		check(code >= least[lead < 0x80   ? 0
				    : lead < 0xe0 ? 1
				    : lead < 0xf0 ? 2
						  : 3]);
		check(code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));
	}
}

static void
run(struct span bytes, size_t cap)
{
	struct arena arena;
	struct input input;
	struct error error;
	jmp_buf out;

	arena_init(&arena, cap);
	arena.out = &out;
	check(setjmp(out) == 0);
	enum psc_status status =
	    input_decode(&arena, bytes, LIMIT, &input, &error);
	check(arena.out == &out);
	check_utf8(input.text);
	check(input.text.len <= 4 * LIMIT);
	check((status == PSC_OK) == (error.message[0] == '\0'));
	check(status != PSC_OK || (input.text.len > 0 && input.sha256[63]));
	check(input.charset != NULL);
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };

	run(bytes, 0);
	run(bytes, 100);
	return 0;
}
